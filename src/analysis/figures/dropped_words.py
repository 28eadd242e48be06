"""Figures whose number a better figure prints for a smaller group, or for reports: a word was dropped or mixed up."""

from collections import defaultdict
from collections.abc import Iterable

from analysis.figures.records import AUTHORITY, ESTIMATE_SERIES, Figure
from analysis.figures.same_number import compare, says_the_same

# What is counted once for each time it happens; one person can have several.
_PERSONS, _EVENTS = ("registered_persons", "contacts"), ("reports", "cases")


def nearest(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure nearest to who counted or estimated, of equals the first by its id; None of none."""
    return min(figures, key=lambda figure: (figure.authority, figure.figure_id), default=None)


def with_dropped_word(figures: list[Figure]) -> dict[str, Figure]:
    """Return by figure_id the better figure of a smaller group with the same number: a word was dropped.

    "1,300 girls" for 1,320 Dutch girls; "3,000 victims of sexual exploitation" for 3,000 Dutch ones. Not where a
    figure as good as that one prints the number for the larger group as well.
    """
    counts = defaultdict(list)
    for figure in figures:
        counts[count_of(figure)].append(figure)
    found = {f.figure_id: _smaller_group(f, counts[count_of(f)]) for f in figures if f.comparable}
    return {figure_id: smaller for figure_id, smaller in found.items() if smaller}


def _smaller_group(figure: Figure, figures: list[Figure]) -> Figure | None:
    smaller = nearest(f for f in figures if _is_better(f, figure) and is_narrower(f, figure) and _same(figure, f))
    if smaller is None:
        return None
    beside = (f for f in figures if f is not figure and f.quantity_id == figure.quantity_id)
    confirmed = any(f.usable and f.authority <= smaller.authority and says_the_same(figure, f) for f in beside)
    return None if confirmed else smaller


def _is_better(other: Figure, figure: Figure) -> bool:
    nearer = other.authority < figure.authority or AUTHORITY[other.edition_kind] < AUTHORITY[figure.edition_kind]
    return other.usable and nearer


def _same(a: Figure, b: Figure) -> bool:
    if a.used_value is None or b.used_value is None:
        return (a.used_value, a.lower, a.upper) == (b.used_value, b.lower, b.upper)
    return says_the_same(a, b)


def is_narrower(other: Figure, figure: Figure) -> bool:
    """Return whether a figure is about a group within that of another figure: a count, or a range of shares."""
    part, whole = other.quantity, figure.quantity
    if figure.measure == "share" and figure.series in ESTIMATE_SERIES:
        # Only a range says that two shares are of one kind: a single percentage can be of anything.
        ranged = other.measure == "share" and figure.used_value is None and part.population == whole.population
        return ranged and whole.contains(part) and not part.contains(whole)
    return part.is_part_of(whole)


def count_of(figure: Figure) -> tuple[str, str]:
    """Return what two figures share if they are numbers of one count: the study (of estimates), else the year."""
    of_study = figure.measure == "estimate" or (figure.measure == "share" and figure.series in ESTIMATE_SERIES)
    return figure.measure, figure.series if of_study else figure.reference_year


def reports_for_persons(figure: Figure, chosen: Figure | None, figures: list[Figure]) -> Figure | None:
    """Return the better figure that prints the number of a figure for reports, or contacts, where it says persons."""
    if figure.measure not in _PERSONS or figure.used_value is None:
        return None
    if chosen and chosen is not figure and compare(figure, chosen) == "same":
        return None
    return nearest(
        other
        for other in figures
        if (other.used_value, other.reference_year) == (figure.used_value, figure.reference_year)
        and other.measure in _EVENTS
        and other.usable
        and other.authority < figure.authority
        and other.quantity.population in (figure.quantity.population, "reports")
        and other.quantity.contains(figure.quantity)
    )
