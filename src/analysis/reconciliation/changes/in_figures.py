"""What changed in publications, estimates, figures and the verdicts on the pledge's claims, and by which source."""

from typing import Any

import pandas as pd

from analysis.core.amounts import amount_of
from analysis.core.wording import Wording, years_in_words
from analysis.figures.balance import REGISTERED
from analysis.figures.claims.sentences import claim_in_words
from analysis.figures.estimates import ESTIMATED
from analysis.figures.records import AUTHORITY
from analysis.reconciliation.changes.change import Change, Difference, MonthKnown, TwoMonths, by, change, differences


def publications(two: TwoMonths) -> list[Change]:
    """Return the publications known since, those with most authority first, of these the oldest."""
    new = two.new_publications
    ranked = new.assign(rank=new["kind"].map(AUTHORITY)).sort_values(["rank", "known_from", "publication"])
    return [_publication(row) for row in ranked.to_dict("records")]


def _publication(row: dict[Any, Any]) -> Change:
    def say(w: Wording) -> str:
        title = row["title"] if pd.notna(row["title"]) else w.say(f"briefing.kind.{row['kind']}")
        return w.say("changes.publication", publisher=row["publisher"], title=title)

    name = row["publication"]
    return change("publication", (name, None, name), "publication", [name], say)


def estimates(two: TwoMonths) -> list[Change]:
    """Return the quantities of which another estimate is in force: that of the newest study."""
    before, now = (_in_force(month) for month in (two.before, two.now))
    return [_estimate(two, found, before, now) for found in differences(_values(before), _values(now))]


def _in_force(month: MonthKnown) -> dict[str, dict[Any, Any]]:
    newest = month.estimates.drop_duplicates("quantity_id", keep="last").dropna(subset=["value"])
    return {row["quantity_id"]: row for row in newest.to_dict("records")}


def _estimate(two: TwoMonths, found: Difference, before: dict[str, Any], now: dict[str, Any]) -> Change:
    quantity_id = found[0]
    rows = {"before": before.get(quantity_id), "after": now.get(quantity_id)}

    def say(w: Wording) -> str:
        numbers = {when: amount_of(w, row, "persons") for when, row in rows.items() if row}
        if quantity_id == ESTIMATED:
            dated = {f"years_{when}": years_in_words(row["reference_year"]) for when, row in rows.items() if row}
            return w.say(f"changes.estimate_{_form(rows)}", **numbers, **dated)
        return _said(
            two, quantity_id, (rows["after"] or rows["before"] or {})["reference_year"], _form(rows), numbers, w
        )

    rests_on = rows["after"]["publication"] if rows["after"] else None
    return change("estimate", found, *_why(two, quantity_id, None, rests_on), say)


def _form(rows: dict[str, dict[Any, Any] | None]) -> str:
    return "new" if rows["before"] is None else "gone" if rows["after"] is None else "revised"


def _said(two: TwoMonths, quantity_id: str, years: str, form: str, numbers: dict[str, str], w: Wording) -> str:
    label = two.now.sources.quantities.set_index("quantity_id").at[quantity_id, f"label_{w.language}"]
    return w.say(f"changes.figure_{form}", label=label, years=years_in_words(years), **numbers)


def figures(two: TwoMonths) -> list[Change]:
    """Return the quantities and years of which another value is chosen, or for the first time one."""
    before, now = (_chosen(month) for month in (two.before, two.now))
    return [_figure(two, found, before, now) for found in differences(_values(before), _values(now))]


def _chosen(month: MonthKnown) -> dict[str, dict[Any, Any]]:
    chosen = month.figures.figures_by_quantity
    return {f"{row['quantity_id']}/{row['reference_year']}": row for row in chosen.to_dict("records")}


def _values(rows: dict[str, dict[Any, Any]]) -> dict[str, str]:
    """Return each value as text: the number, or the range."""
    values = {}
    for subject, row in rows.items():
        numbers = [row["value"]] if pd.notna(row["value"]) else [row["lower"], row["upper"]]
        values[subject] = "–".join(f"{float(n):.10g}" for n in numbers if pd.notna(n))
    return {subject: text for subject, text in values.items() if text}


def _figure(two: TwoMonths, found: Difference, before: dict[str, Any], now: dict[str, Any]) -> Change:
    subject = found[0]
    quantity_id, year = subject.split("/")
    rows = {"before": before.get(subject), "after": now.get(subject)}

    def say(w: Wording) -> str:
        numbers = {when: amount_of(w, row, row["unit"]) for when, row in rows.items() if row}
        form = _form(rows)
        if form == "revised" and _is_of_another_count(rows):
            form = "recounted"
        if is_yearly_total(subject) and form != "gone":
            numbers["number"] = numbers.pop("after")
            counts = _counts(rows, w) if form == "recounted" else {}
            return w.say(f"changes.total_{form}", year=year, **numbers, **counts)
        return _said(two, quantity_id, year, form, numbers, w)

    rests_on = rows["after"]["publication"] if rows["after"] else None
    return change("figure", found, *_why(two, quantity_id, year, rests_on), say)


def _is_of_another_count(rows: dict[str, Any]) -> bool:
    """Return whether two values differ because they are of two series: nothing was revised then."""
    return bool(rows["before"]["series"] != rows["after"]["series"])


def _counts(rows: dict[str, Any], w: Wording) -> dict[str, str]:
    return {f"count_{when}": w.say(f"charts.visibility.count.{row['series']}") for when, row in rows.items()}


def is_yearly_total(subject: str) -> bool:
    """Return whether a figure is the registered total of one year: that of several stands in the tables only."""
    quantity_id, _, year = subject.partition("/")
    return quantity_id == REGISTERED and "-" not in year


def _why(two: TwoMonths, quantity_id: str, year: str | None, rests_on: Any) -> tuple[str, list[str]]:
    """Return the reason for another value of a quantity, and the ids behind it.

    That is the publication it now rests on, if that is new; else a new decision on one of its figures; else the new
    publications with figures of the quantity, or of the same measure: a new study can bar what repeats an older one.
    """
    new = set(two.new_publications["publication"])
    if rests_on in new:
        return "publication", [rests_on]
    if decided := _new_decisions(two, quantity_id, year):
        return "decision", decided
    printed = two.now.sources.figures
    printed = printed[printed["publication"].isin(new)]
    measures = two.now.sources.quantities.set_index("quantity_id")["measure"]
    alike = printed[printed["quantity_id"].map(measures) == measures[quantity_id]]
    for candidates in (alike[alike["quantity_id"] == quantity_id], alike):
        if not candidates.empty:
            return "publication", sorted(set(candidates["publication"]))
    return "unknown", [rests_on if isinstance(rests_on, str) else quantity_id]


def _new_decisions(two: TwoMonths, quantity_id: str, year: str | None) -> list[str]:
    decisions, known = two.now.sources.decisions.figures, two.before.sources.decisions.figures
    new = decisions[~decisions["decision_id"].isin(known["decision_id"])]
    figures = two.now.sources.figures
    mine = figures[(figures["quantity_id"] == quantity_id) & (year is None or figures["reference_year"] == year)]
    return sorted(new[new["figure_id"].isin(mine["figure_id"])]["decision_id"])


def claims(two: TwoMonths) -> list[Change]:
    """Return the claims of the pledge with another verdict, by the new publications that decide it."""
    verdicts = (by(month.claims, "claim_id", "verdict") for month in (two.before, two.now))
    return [_claim(two, found) for found in differences(*verdicts)]


def _claim(two: TwoMonths, found: Difference) -> Change:
    claim_id, before, after = found
    claim = two.now.sources.claims.set_index("claim_id", drop=False).loc[claim_id].to_dict()
    deciding = by(two.now.claims, "claim_id", "publications").get(claim_id, "").split("|")
    new = [name for name in deciding if name in set(two.new_publications["publication"])]

    def say(w: Wording) -> str:
        words = {"before": w.say(f"briefing.verdict.{before}"), "after": w.say(f"briefing.verdict.{after}")}
        return w.say("changes.claim", claim=claim_in_words(claim, w.language).rstrip("."), **words)

    if new:
        return change("claim", found, "publication", new, say)
    quantity_id = claim["quantity_id"]
    why = _why(two, quantity_id, None, None) if isinstance(quantity_id, str) else ("unknown", [claim_id])
    return change("claim", found, *why, say)
