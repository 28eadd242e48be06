"""The table of changes: what differs between a month and the one before it, why, and a sentence that says so."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.core.amounts import amount_of
from analysis.core.parameters import ALL_PARTIES, LANGUAGES
from analysis.core.wording import Wording, wording, years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.claims import claim_in_words
from analysis.figures.tables import REGISTERED
from analysis.reconciliation import party_changes
from analysis.reconciliation.comparison import COMPARED, Comparison, Difference, Row, Why

# These kinds have an order of their own, by authority or by day.
_NOT_BY_SUBJECT = ("publication", "commitment_event", "party_event")


def changes_table(two: Comparison | None) -> pd.DataFrame:
    """Return what differs between two months; no rows for the first month (None), which has no month before it.

    One row per difference: kind (`publication`, `estimate`, `figure`, `claim`, `commitment_event`, `party_event`,
    `party_signed`, `seats`, `seats_of_signing_parties`, `cabinet`, `named`, in this order), subject (its id), before
    and after (empty where there was, or is, nothing), because (ids separated by |: publications, events, decisions,
    figures' quantities, or `election:TK2023`, `member:left:d66`, `member:came:d66`, `signature:d66`, `withdrawal:d66`,
    `seats:d66`, `cabinet:Jetten`, `named:d66`; it never names a person), reason (one of comparison.REASONS),
    sentence_nl and sentence_en (plain text).
    """
    columns = ["kind", "subject", "before", "after", "because", "reason", "sentence_nl", "sentence_en"]
    if two is None:
        return pd.DataFrame(columns=columns, dtype="str")
    rows = []
    for kind, explain in _KINDS.items():
        found, shown = two.found[kind], COMPARED[kind][2].split()[0]
        if kind not in _NOT_BY_SUBJECT:
            found = sorted(found, key=lambda each: (each.subject != ALL_PARTIES, each.subject))
        for each in found:
            (reason, because, dutch), (*_, english) = (explain(two, each, wording(language)) for language in LANGUAGES)
            before, after = each.value(shown)
            if kind == "named":  # that nobody is named is a number too
                before, after = before or "0", after or "0"
            ids = "|".join(dict.fromkeys(because))
            rows.append([kind, each.subject, before, after, ids, reason, dutch, english])
    return pd.DataFrame(rows, columns=columns).astype("str")


def _publication(_: Comparison, found: Difference, w: Wording) -> Why:
    row = found.after or {}
    title = row["title"] if isinstance(row["title"], str) else w.say(f"briefing.kind.{row['kind']}")
    said = w.say("changes.publication", publisher=w.institution(row["publisher"]), title=title)
    return Why("publication", [found.subject], said)


def _estimate(two: Comparison, found: Difference, w: Wording) -> Why:
    facts = _facts(two, found, w)
    key = f"estimate_{_form(found)}" if found.subject == ESTIMATED else f"figure_{_form(found)}"
    return Why(*_reason(two, found, found.subject), w.say_from(f"changes.{key}", facts))


def _figure(two: Comparison, found: Difference, w: Wording) -> Why:
    quantity_id, year = found.subject.split("/")
    facts, form, series = _facts(two, found, w), _form(found), two.after.figures.series
    what = "total" if is_yearly_total(found.subject) and form != "gone" else "figure"
    if what == "total":
        rows = {"before": found.before, "after": found.after}
        facts |= {f"count_{when}": series[r["series"]].name(w.language, "short") for when, r in rows.items() if r}
        facts |= {"year": year, "number": facts["after"]}
    return Why(*_reason(two, found, quantity_id, year), w.say_from(f"changes.{what}_{form}", facts))


def is_yearly_total(subject: str) -> bool:
    """Return whether a figure is the registered total of one year; a total of several years is only in the tables."""
    quantity_id, _, year = subject.partition("/")
    return quantity_id == REGISTERED and "-" not in year


def _form(found: Difference) -> str:
    if found.before is None:
        return "new"
    if found.after is None:
        return "gone"
    # Two values of two series differ by their counting rule: nothing was revised.
    of_two_series = found.kind == "figure" and found.before["series"] != found.after["series"]
    return "recounted" if of_two_series else "revised"


def _facts(two: Comparison, found: Difference, w: Wording) -> dict[str, str]:
    row: Row = found.after or found.before or {}
    labels = two.after.sources.quantities.set_index("quantity_id")[f"label_{w.language}"]
    facts = {"label": labels[row["quantity_id"]], "years": years_in_words(row["reference_year"])}
    for when, each in (("before", found.before), ("after", found.after)):
        if each:
            facts[when] = amount_of(w, each, each.get("unit", "persons"))
            facts[f"years_{when}"] = years_in_words(each["reference_year"])
    return facts


def _claim(two: Comparison, found: Difference, w: Wording) -> Why:
    claims = two.after.sources.claims
    row = claims[claims["claim_id"] == found.subject].to_dict("records")[0]
    deciding = str((found.after or {}).get("publications")).split("|")
    reason, because = "publication", [name for name in deciding if name in two.new_publications]
    if not because:
        has_quantity = isinstance(row["quantity_id"], str)
        reason, because = _reason(two, found, row["quantity_id"]) if has_quantity else ("unknown", [found.subject])
    before, after = (w.say(f"briefing.verdict.{verdict}") for verdict in found.value("verdict"))
    claim = claim_in_words(row, w.language).rstrip(".")
    return Why(reason, because, w.say("changes.claim", claim=claim, before=before, after=after))


def _commitment_event(_: Comparison, found: Difference, w: Wording) -> Why:
    row = found.after or {}
    said = w.say("changes.commitment_event", date=w.partial_date(row["date"]), what=row[f"what_{w.language}"])
    return Why("commitment_event", [found.subject], said)


def _reason(two: Comparison, found: Difference, quantity_id: str, year: str | None = None) -> tuple[str, list[Any]]:
    rests_on = found.after["publication"] if found.after and found.kind != "claim" else None
    if rests_on in two.new_publications:
        return "publication", [rests_on]
    printed = two.after.sources.figures
    same = printed[printed["quantity_id"] == quantity_id]
    of_year = set((same if year is None else same[same["reference_year"] == year])["figure_id"])
    decisions = two.found["decision_on_figure"]
    if decided := sorted(d.subject for d in decisions if d.after and d.after["figure_id"] in of_year):
        return "decision", decided
    measures = two.after.sources.quantities.set_index("quantity_id")["measure"]
    # A new study can exclude what repeats an older one, also for another quantity.
    alike = printed[printed["quantity_id"].map(measures) == measures[quantity_id]]
    for candidates in (same, alike):
        if new := set(candidates["publication"]) & two.new_publications:
            return "publication", sorted(new)
    return "unknown", [rests_on if isinstance(rests_on, str) else quantity_id]


# The kinds of difference that are published, in their order.
_KINDS: dict[str, Callable[[Comparison, Difference, Wording], Why]] = {
    "publication": _publication,
    "estimate": _estimate,
    "figure": _figure,
    "claim": _claim,
    "commitment_event": _commitment_event,
    "party_event": party_changes.party_event,
    "party_signed": party_changes.signature_of_party,
    "seats": party_changes.seats,
    "seats_of_signing_parties": party_changes.total_of_signing_parties,
    "cabinet": party_changes.cabinet,
    "named": party_changes.members_named,
}
