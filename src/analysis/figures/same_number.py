"""Which values a printed number can stand for, and whether two figures say the same."""

import math
from typing import Literal

from analysis.figures.records import AUTHORITY, COUNTED, Figure

Comparison = Literal["same", "within_rounding", "narrower_range", "different"]
Interval = tuple[float, float]


def interval(figure: Figure) -> Interval:
    """Return the values that could have been printed as a figure; of one without a value its printed range."""
    value, qualifier = figure.used_value, figure.qualifier
    if value is None:
        return printed_range(figure)
    if qualifier == "converted" and figure.unit == "percent":
        return _fraction(value)
    if figure.measure in COUNTED and not qualifier:
        return value, value
    step = _step(figure, value)
    if qualifier in ("more_than", "at_least"):
        # "More than 6,000" is also said of 5,980 and never of 7,000.
        return value - step / 2, value + step * 0.999
    return (value - step, value) if qualifier == "at_most" else (value - step / 2, value + step / 2)


def printed_range(figure: Figure) -> Interval:
    """Return the printed range of a figure; an end that was not printed is open."""
    return -math.inf if figure.lower is None else figure.lower, math.inf if figure.upper is None else figure.upper


def _step(figure: Figure, value: float) -> float:
    """Return the unit to which the number of a figure was rounded, as far as its digits show."""
    if figure.decimals or value != int(value):
        return float(10 ** -max(figure.decimals, 1))
    if figure.unit in ("percent", "per_100k", "ratio"):
        # Round tens of percents are spoken numbers: 10 percent is said of 11.
        return 2.0 if value and value % 10 == 0 else 1.0
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step


def _fraction(percent: float) -> Interval:
    """Return the percentages for which one says `a quarter` or `two thirds`: nearer to it than to its neighbours."""
    if percent > 50:
        low, high = _fraction(100 - percent)
        return 100 - high, 100 - low
    parts = round(100 / percent)
    return 100 / (parts + 0.5), 100 / (parts - 0.5)


def overlaps(a: Interval, b: Interval) -> bool:
    """Return whether two intervals have a value in common, allowing for binary fractions."""
    return a[0] <= b[1] + 1e-9 and b[0] <= a[1] + 1e-9


def within(value: float, other: Interval) -> bool:
    """Return whether a value lies in an interval, allowing for binary fractions."""
    return overlaps((value, value), other)


def compare(figure: Figure, other: Figure) -> Comparison:
    """Return how a figure relates to the one it is compared with: a range to a range, a number to a number."""
    a, b = figure.used_value, other.used_value
    own, theirs = interval(figure), interval(other)
    if a is not None and b is not None:
        near = within(b, own) or within(a, theirs) or _rounds(figure, a, b)
        return "same" if a == b else "within_rounding" if near else "different"
    if a is None and b is None:
        inside = own[0] >= theirs[0] and own[1] <= theirs[1]
        return "same" if own == theirs else "narrower_range" if inside else "different"
    return "within_rounding" if (within(b, own) if b is not None else within(a or 0, theirs)) else "different"


def says_the_same(figure: Figure, other: Figure) -> bool:
    """Return whether one of two figures can have been printed for the other."""
    return compare(figure, other) in ("same", "within_rounding")


def _rounds(figure: Figure, rounded: float, exact: float) -> bool:
    """Return whether a text that repeats a count prints it in round numbers: 1,300 for 1,334, not 1,000."""
    step = _step(figure, rounded)
    repeats = AUTHORITY[figure.kind] > AUTHORITY["government"] and figure.measure in COUNTED
    return repeats and 10 <= step <= exact / 10 and abs(rounded - exact) <= step / 2
