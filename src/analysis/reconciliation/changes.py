"""The table of changes: what differs between a month and the one before it, why, and a sentence that says so."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from analysis.core.amounts import amount_of
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording, wording, years_in_words
from analysis.figures.balance import REGISTERED
from analysis.figures.claims import claim_in_words
from analysis.figures.estimates import ESTIMATED
from analysis.reconciliation.comparison import COMPARED, Comparison, Difference, Row, Why
from analysis.reconciliation.party_changes import party_event, seats, seats_of_signing_parties, signature_of_party

_COLUMNS = ("kind", "subject", "before", "after", "because", "reason", "sentence_nl", "sentence_en")
# In an order of their own: by authority, and by day.
_NOT_BY_SUBJECT = ("publication", "party_event")


def changes_table(two: Comparison) -> pd.DataFrame:
    """Return what differs between two months.

    One row per difference: kind (`publication`, `estimate`, `figure`, `claim`, `party_event`, `party_signed`, `seats`,
    `seats_of_signing_parties`, in this order), subject (its id), before and after (empty where there was, or is,
    nothing), because (ids separated by |: publications, events, decisions, figures' quantities, or `election:TK2023`,
    `member:left:d66`, `member:came:d66`, `signature:d66`, `withdrawal:d66`, `seats:d66`; no person is ever named),
    reason (one of comparison.REASONS), sentence_nl and sentence_en (plain text). Reasons are given as for a month and
    the one before it: over a longer time what differs is right, but of several elections only the last is named.
    """
    rows = [_row(found, _KINDS[found.kind](two, found)) for found in sorted(two.differences(*_KINDS), key=_order)]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype("str")


def no_changes() -> pd.DataFrame:
    """Return the table of changes of a month that has no month before it: no row, the columns of `changes_table`."""
    return pd.DataFrame(columns=list(_COLUMNS)).astype("str")


def _order(found: Difference) -> tuple[int, str]:
    first = found.kind in _NOT_BY_SUBJECT or found.subject == ALL_PARTIES
    return list(_KINDS).index(found.kind), "" if first else found.subject


def _row(found: Difference, why: Why) -> tuple[str | None, ...]:
    _, (shown, *_) = COMPARED[found.kind]
    because = "|".join(dict.fromkeys(why.because))
    sentences = why.say(wording("nl")), why.say(wording("en"))
    return found.kind, found.subject, *found.value(shown), because, why.reason, *sentences


def _publication(_: Comparison, found: Difference) -> Why:
    """Return a publication known since."""
    row = found.after or {}

    def say(w: Wording) -> str:
        title = row["title"] if isinstance(row["title"], str) else w.say(f"briefing.kind.{row['kind']}")
        return w.say("changes.publication", publisher=row["publisher"], title=title)

    return Why("publication", [found.subject], say)


def _estimate(two: Comparison, found: Difference) -> Why:
    """Return a quantity of which another estimate is in force: that of the newest study."""

    def say(w: Wording) -> str:
        if found.subject != ESTIMATED:
            return _about_a_quantity(two, found, w)
        numbers = {when: amount_of(w, row, "persons") for when, row in found.rows.items()}
        years = {f"years_{when}": years_in_words(row["reference_year"]) for when, row in found.rows.items()}
        return w.say(f"changes.estimate_{_form(found)}", **numbers, **years)

    return Why(*_reason(two, found, found.subject), say)


def _figure(two: Comparison, found: Difference) -> Why:
    """Return a quantity and year of which another value is chosen, or one for the first time."""
    quantity_id, year = found.subject.split("/")
    form = _form(found)

    def say(w: Wording) -> str:
        if not is_yearly_total(found.subject) or form == "gone":
            return _about_a_quantity(two, found, w)
        numbers = {when: amount_of(w, row, row["unit"]) for when, row in found.rows.items()}
        numbers["number"] = numbers["after"]
        numbers |= {f"count_{when}": w.say(f"charts.visibility.count.{r['series']}") for when, r in found.rows.items()}
        return w.say_from(f"changes.total_{form}", {"year": year, **numbers})

    return Why(*_reason(two, found, quantity_id, year), say)


def is_yearly_total(subject: str) -> bool:
    """Return whether a figure is the registered total of one year; that of several years is in the tables only."""
    quantity_id, _, year = subject.partition("/")
    return quantity_id == REGISTERED and "-" not in year


def _claim(two: Comparison, found: Difference) -> Why:
    """Return a claim of the pledge with another verdict, by the new publications that decide it."""
    claims = two.after.sources.claims
    row = claims[claims["claim_id"] == found.subject].to_dict("records")[0]
    deciding = str((found.after or {}).get("publications")).split("|")
    reason, because = "publication", [name for name in deciding if name in two.new_publications]
    if not because:
        has_quantity = isinstance(row["quantity_id"], str)
        reason, because = _reason(two, found, row["quantity_id"]) if has_quantity else ("unknown", [found.subject])

    def say(w: Wording) -> str:
        before, after = (w.say(f"briefing.verdict.{verdict}") for verdict in found.value("verdict"))
        return w.say("changes.claim", claim=claim_in_words(row, w.language).rstrip("."), before=before, after=after)

    return Why(reason, because, say)


def _form(found: Difference) -> str:
    if found.before is None:
        return "new"
    if found.after is None:
        return "gone"
    # Two values of two series differ by their counting rule: nothing was revised.
    of_two_series = found.kind == "figure" and found.before["series"] != found.after["series"]
    return "recounted" if of_two_series else "revised"


def _about_a_quantity(two: Comparison, found: Difference, w: Wording) -> str:
    """Return the sentence on a figure that has none of its own: its label, its years, and what it was and is."""
    row: Row = found.after or found.before or {}
    label = two.after.sources.quantities.set_index("quantity_id").at[row["quantity_id"], f"label_{w.language}"]
    numbers = {when: amount_of(w, r, r.get("unit", "persons")) for when, r in found.rows.items()}
    years = years_in_words(row["reference_year"])
    return w.say(f"changes.figure_{_form(found)}", label=label, years=years, **numbers)


def _reason(two: Comparison, found: Difference, quantity_id: str, year: str | None = None) -> tuple[str, list[Any]]:
    """Return the reason for another value of a quantity, with the ids behind it.

    That is the publication it now rests on, if that is new; else a new decision on one of its figures; else the new
    publications with figures of the quantity, or of the same measure: a new study can exclude what repeats an older.
    """
    rests_on = found.after["publication"] if found.after and found.kind != "claim" else None
    if rests_on in two.new_publications:
        return "publication", [rests_on]
    printed = two.after.sources.figures
    same = printed[printed["quantity_id"] == quantity_id]
    of_year = set((same if year is None else same[same["reference_year"] == year])["figure_id"])
    decisions = two.differences("decision_on_figure")
    if decided := sorted(d.subject for d in decisions if d.after and d.after["figure_id"] in of_year):
        return "decision", decided
    measures = two.after.sources.quantities.set_index("quantity_id")["measure"]
    alike = printed[printed["quantity_id"].map(measures) == measures[quantity_id]]
    for candidates in (same, alike):
        if new := set(candidates["publication"]) & two.new_publications:
            return "publication", sorted(new)
    return "unknown", [rests_on if isinstance(rests_on, str) else quantity_id]


# The kinds of difference that are published, in their order.
_KINDS: dict[str, Callable[[Comparison, Difference], Why]] = {
    "publication": _publication,
    "estimate": _estimate,
    "figure": _figure,
    "claim": _claim,
    "party_event": party_event,
    "party_signed": signature_of_party,
    "seats": seats,
    "seats_of_signing_parties": seats_of_signing_parties,
}
