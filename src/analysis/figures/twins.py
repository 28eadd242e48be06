"""Twins of a printed figure: a better figure with its number, which shows that a word was dropped or mixed up."""

from collections import defaultdict
from collections.abc import Mapping

from analysis.figures.printed import Printed, compare, is_part_of

Quantities = Mapping[str, dict[str, str]]
Frame = tuple[str, str]
# What is counted once for each time it happens; one person can have several.
_EVENTS = ("reports", "contacts", "cases")


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
    for other in figures:
        if (
            other.quantity_id == figure.quantity_id
            and other.usable
            and other.authority <= twin.authority
            and compare(figure, other) == "same"
        ):
            return None
    return twin


def _is_twin(other: Printed, figure: Printed, quantities: Quantities) -> bool:
    if not other.usable or other.authority >= figure.authority:
        return False
    return is_narrower(other, figure, quantities) and _same_number(figure, other)


def is_narrower(other: Printed, figure: Printed, quantities: Quantities) -> bool:
    """Return whether a figure counts a group within that of another figure."""
    return is_part_of(quantities[other.quantity_id], quantities[figure.quantity_id])


def frame_of(figure: Printed) -> Frame:
    """Return what two figures must share to be numbers of one count: the study (estimates) or the year (all others)."""
    return figure.measure, figure.series if figure.measure == "estimate" else figure.reference_year


def _same_number(a: Printed, b: Printed) -> bool:
    numbers = a.used_value is not None and b.used_value is not None
    return numbers and compare(a, b) in ("same", "within_rounding")


def reports_twin(
    figure: Printed, chosen: Printed | None, figures: list[Printed], quantities: Quantities
) -> Printed | None:
    """Return the better figure that prints the number of a figure for reports, or contacts, where it says persons."""
    if figure.measure != "registered_persons" or figure.used_value is None:
        return None
    if chosen and chosen is not figure and compare(figure, chosen) == "same":
        return None
    group = _people(quantities[figure.quantity_id])
    for other in figures:
        alike = (other.used_value, other.reference_year) == (figure.used_value, figure.reference_year)
        if not alike or other.measure not in _EVENTS or not other.usable or other.authority >= figure.authority:
            continue
        if _people(quantities[other.quantity_id]) == group:
            return other
    return None


def _people(quantity: dict[str, str]) -> tuple[str, ...]:
    return tuple(quantity[name] for name in ("age_group", "sex", "nationality", "exploitation_form", "reporter"))
