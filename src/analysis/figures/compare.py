"""Compares two printed figures: whether they say the same number, and whether one is of a smaller group."""

import math
from collections.abc import Iterable
from typing import Literal

from analysis.core.record_tables import grouped_by
from analysis.figures.records import AUTHORITY, COUNTED, Figure

# Persons, and what is counted each time that it happens, so that one person can have several.
_PERSONS, _EVENTS = ("registered_persons", "contacts"), ("reports", "cases")

Comparison = Literal["same", "within_rounding", "narrower_range", "different"]
Interval = tuple[float, float]


def interval(figure: Figure) -> Interval:
    """Return the least and the most that a figure can stand for; of one without a value, its printed range."""
    value, qualifier = figure.used_value, figure.qualifier
    if value is None:
        return printed_range(figure)
    # Nobody and everybody are not fractions.
    if qualifier == "converted" and figure.unit == "percent" and 0 < value < 100:
        return _fraction(value)
    if figure.measure in COUNTED and not qualifier:
        return value, value
    step = _step(figure, value)
    if qualifier in ("more_than", "at_least"):
        # "More than 6,000" is also said of 5,980 and never of 7,000.
        return value - step / 2, value + step * 0.999
    return (value - step, value) if qualifier in ("at_most", "less_than") else (value - step / 2, value + step / 2)


def printed_range(figure: Figure) -> Interval:
    """Return the printed range of a figure; an end that was not printed is open."""
    return -math.inf if figure.lower is None else figure.lower, math.inf if figure.upper is None else figure.upper


def _step(figure: Figure, value: float) -> float:
    """Return the unit to which the number of a figure was rounded, as far as its digits show."""
    if figure.decimals or value != int(value):
        return float(10 ** -max(figure.decimals, 1))
    if figure.unit in ("percent", "per_100k", "ratio"):
        # Multiples of ten percent are often rough: 10 percent is also said of 11.
        return 2.0 if value and value % 10 == 0 else 1.0
    return unit_of(value)


def unit_of(value: float) -> float:
    """Return the unit to which a number is rounded, as far as its zeros show: hundreds for 1,300."""
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _fraction(percent: float) -> Interval:
    """Return the percentages that are nearer to a fraction (a quarter, two thirds) than to its neighbours."""
    if percent > 50:
        low, high = _fraction(100 - percent)
        return 100 - high, 100 - low
    parts = round(100 / percent)
    return 100 / (parts + 0.5), 100 / (parts - 0.5)


def overlaps(a: Interval, b: Interval) -> bool:
    """Return whether two intervals have a value in common, allowing for rounding of floats."""
    return a[0] <= b[1] + 1e-9 and b[0] <= a[1] + 1e-9


def within(value: float, other: Interval) -> bool:
    """Return whether a value lies in an interval, allowing for rounding of floats."""
    return overlaps((value, value), other)


def compare(figure: Figure, other: Figure) -> Comparison:
    """Return how a figure relates to another: a range to a range, and a number to a number or a range."""
    a, b = figure.used_value, other.used_value
    own, theirs = interval(figure), interval(other)
    if a is not None and b is not None:
        # Whoever repeats a count may round it: 1,300 for 1,334, but not 1,000.
        step, repeats = _step(figure, a), AUTHORITY[figure.kind] > AUTHORITY["government"] and figure.measure in COUNTED
        rounds = repeats and 10 <= step <= b / 10 and abs(a - b) <= step / 2
        near = within(b, own) or within(a, theirs) or rounds
        return "same" if a == b else "within_rounding" if near else "different"
    if a is None and b is None:
        inside = own[0] >= theirs[0] and own[1] <= theirs[1]
        return "same" if own == theirs else "narrower_range" if inside else "different"
    return "within_rounding" if (within(b, own) if b is not None else within(a or 0, theirs)) else "different"


def says_the_same(figure: Figure, other: Figure) -> bool:
    """Return whether one of two figures could have been printed for the other."""
    return compare(figure, other) in ("same", "within_rounding")


def nearest(figures: Iterable[Figure]) -> Figure | None:
    """Return the figure nearest to whoever counted or estimated, of equals the first by id; None without figures."""
    return min(figures, key=lambda figure: (figure.authority, figure.figure_id), default=None)


def with_dropped_word(figures: list[Figure]) -> dict[str, Figure]:
    """Return by figure_id, for each figure that lost a narrowing word, the better figure of the smaller group."""
    counts, found = grouped_by(figures, count_of), {}
    for figure in figures:
        alike, own = counts[count_of(figure)] if figure.comparable else [], AUTHORITY[figure.edition_kind]
        better = [f for f in alike if f.usable and (f.authority < figure.authority or AUTHORITY[f.edition_kind] < own)]
        better = [f for f in better if (f.used_value is None) == (figure.used_value is None)]
        if smaller := nearest(f for f in better if is_narrower(f, figure) and says_the_same(figure, f)):
            # Unless a figure as good as that one prints the number for the larger group as well.
            beside = [f for f in alike if f is not figure and f.quantity_id == figure.quantity_id and f.usable]
            if not any(f.authority <= smaller.authority and says_the_same(figure, f) for f in beside):
                found[figure.figure_id] = smaller
    return found


def is_narrower(other: Figure, figure: Figure) -> bool:
    """Return whether `other` is about a smaller group within that of `figure`: as a count, or a range of shares."""
    part, group = other.quantity, figure.quantity
    if figure.measure == "share" and figure.counted_in.is_study:
        # Only a range shows that two shares are of one kind: a single percentage can be of anything.
        ranged = other.measure == "share" and figure.used_value is None and part.population == group.population
        return ranged and group.contains(part) and not part.contains(group)
    return part.is_part_of(group)


def count_of(figure: Figure) -> tuple[str, str]:
    """Return the measure of a figure and its study (for estimates) or year: the same for figures of one count."""
    of_study = figure.measure == "estimate" or (figure.measure == "share" and figure.counted_in.is_study)
    return figure.measure, figure.series if of_study else figure.reference_year


def reports_for_persons(figure: Figure, chosen: Figure | None, figures: list[Figure]) -> Figure | None:
    """Return the better figure with the same number for reports or cases, if a figure is of persons or contacts."""
    agrees = chosen and chosen is not figure and compare(figure, chosen) == "same"
    if figure.measure not in _PERSONS or figure.used_value is None or agrees:
        return None
    number, populations = (figure.used_value, figure.reference_year), (figure.quantity.population, "reports")
    alike = [f for f in figures if (f.used_value, f.reference_year) == number and f.measure in _EVENTS and f.usable]
    better = [f for f in alike if f.authority < figure.authority and f.quantity.population in populations]
    return nearest(f for f in better if f.quantity.contains(figure.quantity))
