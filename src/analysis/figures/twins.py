"""Twins of a printed figure: a better figure with its number, which shows that a word was dropped or mixed up."""

from collections import defaultdict
from collections.abc import Mapping

from analysis.figures.printed import AUTHORITY, ESTIMATE_SERIES, Printed, compare, holds_group, is_part_of

Quantities = Mapping[str, dict[str, str]]
Frame = tuple[str, str]
_PERSONS = ("registered_persons", "contacts")
# What is counted once for each time it happens; one person can have several.
_EVENTS = ("reports", "cases")


def narrower_twins(figures: list[Printed], quantities: Quantities) -> dict[str, Printed]:
    """Return by figure_id the better figure of a smaller group with the same number: a sign that a word was dropped.

    "1,300 girls" for 1,320 Dutch girls; "3,000 victims of sexual exploitation" for 3,000 Dutch ones. Not where a
    figure as good as that one prints the number for the larger group as well.
    """
    frames: dict[Frame, list[Printed]] = defaultdict(list)
    for figure in figures:
        frames[frame_of(figure)].append(figure)
    found = {f.figure_id: _narrower_twin(f, frames[frame_of(f)], quantities) for f in figures if f.comparable}
    return {figure_id: twin for figure_id, twin in found.items() if twin}


def _narrower_twin(figure: Printed, figures: list[Printed], quantities: Quantities) -> Printed | None:
    twins = [other for other in figures if _is_twin(other, figure, quantities)]
    twin = min(twins, key=lambda other: (other.authority, other.figure_id), default=None)
    if twin is None:
        return None
    beside = [other for other in figures if other is not figure and other.quantity_id == figure.quantity_id]
    as_good = [other for other in beside if other.usable and other.authority <= twin.authority]
    confirmed = any(compare(figure, other) in ("same", "within_rounding") for other in as_good)
    return None if confirmed else twin


def _is_twin(other: Printed, figure: Printed, quantities: Quantities) -> bool:
    nearer = other.authority < figure.authority or AUTHORITY[other.edition_kind] < AUTHORITY[figure.edition_kind]
    if not other.usable or not nearer:
        return False
    return is_narrower(other, figure, quantities) and _same_number(figure, other)


def is_narrower(other: Printed, figure: Printed, quantities: Quantities) -> bool:
    """Return whether a figure is about a group within that of another figure: a count, or a range of shares."""
    part, whole = quantities[other.quantity_id], quantities[figure.quantity_id]
    if figure.measure == "share" and figure.series in ESTIMATE_SERIES:
        # Only a range says that two shares are of one kind: a single percentage can be of anything.
        ranged = other.measure == "share" and figure.used_value is None and part["population"] == whole["population"]
        return ranged and part != whole and holds_group(whole, part) and not holds_group(part, whole)
    return is_part_of(part, whole)


def frame_of(figure: Printed) -> Frame:
    """Return what two figures must share to be numbers of one count: the study (of estimates) or the year."""
    of_study = figure.measure == "estimate" or (figure.measure == "share" and figure.series in ESTIMATE_SERIES)
    return figure.measure, figure.series if of_study else figure.reference_year


def _same_number(a: Printed, b: Printed) -> bool:
    if a.used_value is None or b.used_value is None:
        return (a.used_value, a.lower, a.upper) == (b.used_value, b.lower, b.upper)
    return compare(a, b) in ("same", "within_rounding")


def reports_twin(
    figure: Printed, chosen: Printed | None, figures: list[Printed], quantities: Quantities
) -> Printed | None:
    """Return the better figure that prints the number of a figure for reports, or contacts, where it says persons."""
    if figure.measure not in _PERSONS or figure.used_value is None:
        return None
    if chosen and chosen is not figure and compare(figure, chosen) == "same":
        return None
    found = []
    for other in figures:
        alike = (other.used_value, other.reference_year) == (figure.used_value, figure.reference_year)
        better = other.measure in _EVENTS and other.usable and other.authority < figure.authority
        if alike and better and _reports_of(quantities[other.quantity_id], quantities[figure.quantity_id]):
            found.append(other)
    return min(found, key=lambda other: (other.authority, other.figure_id), default=None)


def _reports_of(reports: dict[str, str], persons: dict[str, str]) -> bool:
    """Return whether the one are reports that could hold the persons of the other."""
    return reports["population"] in (persons["population"], "reports") and holds_group(reports, persons)
