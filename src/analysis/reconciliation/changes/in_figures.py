"""What changed in publications, estimates, figures and the verdicts on the pledge's claims, and by which source."""

from typing import Any

from analysis.core.amounts import amount_of
from analysis.core.wording import Wording, years_in_words
from analysis.figures.balance import REGISTERED
from analysis.figures.claim_sentences import claim_in_words
from analysis.figures.estimates import ESTIMATED
from analysis.reconciliation.changes.change import Change, Why, change
from analysis.reconciliation.comparison import Comparison, Difference, Row


def publication(_: Comparison, found: Difference) -> Change:
    """Return a publication known since."""
    row = found.after or {}

    def say(w: Wording) -> str:
        title = row["title"] if isinstance(row["title"], str) else w.say(f"briefing.kind.{row['kind']}")
        return w.say("changes.publication", publisher=row["publisher"], title=title)

    return change(found, Why("publication", [found.subject]), say)


def estimate(two: Comparison, found: Difference) -> Change:
    """Return a quantity of which another estimate is in force: that of the newest study."""

    def say(w: Wording) -> str:
        rows = _rows(found)
        if found.subject != ESTIMATED:
            return _about_a_quantity(two, found, w)
        numbers = {when: amount_of(w, row, "persons") for when, row in rows.items()}
        years = {f"years_{when}": years_in_words(row["reference_year"]) for when, row in rows.items()}
        return w.say(f"changes.estimate_{_form(found)}", **numbers, **years)

    return change(found, _why(two, found, found.subject), say)


def figure(two: Comparison, found: Difference) -> Change:
    """Return a quantity and year of which another value is chosen, or one for the first time."""
    quantity_id, year = found.subject.split("/")
    form = _form(found)

    def say(w: Wording) -> str:
        if not is_yearly_total(found.subject) or form == "gone":
            return _about_a_quantity(two, found, w)
        rows = _rows(found)
        numbers = {when: amount_of(w, row, row["unit"]) for when, row in rows.items()}
        numbers["number"] = numbers.pop("after")
        if form == "recounted":
            numbers |= {f"count_{when}": w.say(f"charts.visibility.count.{r['series']}") for when, r in rows.items()}
        return w.say(f"changes.total_{form}", year=year, **numbers)

    return change(found, _why(two, found, quantity_id, year), say)


def is_yearly_total(subject: str) -> bool:
    """Return whether a figure is the registered total of one year; that of several years is in the tables only."""
    quantity_id, _, year = subject.partition("/")
    return quantity_id == REGISTERED and "-" not in year


def claim(two: Comparison, found: Difference) -> Change:
    """Return a claim of the pledge with another verdict, by the new publications that decide it."""
    claims = two.after.sources.claims
    row = claims[claims["claim_id"] == found.subject].to_dict("records")[0]
    deciding = (found.after or {}).get("publications")
    new = [name for name in str(deciding).split("|") if name in two.new_publications]
    if new:
        why = Why("publication", new)
    elif isinstance(row["quantity_id"], str):
        why = _why(two, found, row["quantity_id"])
    else:
        why = Why("unknown", [found.subject])

    def say(w: Wording) -> str:
        before, after = (w.say(f"briefing.verdict.{verdict}") for verdict in found.value("verdict"))
        return w.say("changes.claim", claim=claim_in_words(row, w.language).rstrip("."), before=before, after=after)

    return change(found, why, say)


def _rows(found: Difference) -> dict[str, Row]:
    return {when: row for when, row in (("before", found.before), ("after", found.after)) if row}


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
    rows = _rows(found)
    row: dict[Any, Any] = found.after or found.before or {}
    label = two.after.sources.quantities.set_index("quantity_id").at[row["quantity_id"], f"label_{w.language}"]
    numbers = {when: amount_of(w, r, r.get("unit", "persons")) for when, r in rows.items()}
    years = years_in_words(row["reference_year"])
    return w.say(f"changes.figure_{_form(found)}", label=label, years=years, **numbers)


def _why(two: Comparison, found: Difference, quantity_id: str, year: str | None = None) -> Why:
    """Return the reason for another value of a quantity, with the ids behind it.

    That is the publication it now rests on, if that is new; else a new decision on one of its figures; else the new
    publications with figures of the quantity, or of the same measure: a new study can exclude what repeats an older.
    """
    rests_on = found.after["publication"] if found.after and found.kind != "claim" else None
    if rests_on in two.new_publications:
        return Why("publication", [rests_on])
    printed = two.after.sources.figures
    same = printed[printed["quantity_id"] == quantity_id]
    of_year = set((same if year is None else same[same["reference_year"] == year])["figure_id"])
    decisions = two.differences("decision_on_figure")
    if decided := sorted(d.subject for d in decisions if d.after and d.after["figure_id"] in of_year):
        return Why("decision", decided)
    measures = two.after.sources.quantities.set_index("quantity_id")["measure"]
    alike = printed[printed["quantity_id"].map(measures) == measures[quantity_id]]
    for candidates in (same, alike):
        if new := set(candidates["publication"]) & two.new_publications:
            return Why("publication", sorted(new))
    return Why("unknown", [rests_on if isinstance(rests_on, str) else quantity_id])
