"""What would close a sum, share or change that does not, after a slip of typing; and values far from earlier ones.

A slip is two digits that changed places, one digit that is another, one too many or one too few. With a slip undone the
check has to close by itself; what is typed right and printed wrong is not found so.
"""

from collections.abc import Mapping
from itertools import pairwise

from analysis.figures import ReconciledFigures
from analysis.figures.checks import Check
from analysis.figures.compare import interval
from analysis.figures.records import Figure

FAILING = ("sum_mismatch", "share_mismatch", "impossible")
# A value is far from those of the years before if it is so many times the largest, or that part of the smallest.
_FAR, _YEARS = 3, 5
_NOT_COMPARED_OVER_YEARS = ("change", "ratio")


def slips_of(check: Check) -> list[tuple[Figure, float]]:
    """Return the slips that would close a check, likeliest first: a figure, and the value with which it closes.

    Of equally likely ones the parts come before the total: there are more of them to mistype.
    """
    found = []
    for figure in (*check.parts, check.figure):
        if figure.value is not None and figure.decision != "correct":
            for rank, value in enumerate(_before_a_slip(figure.value, figure.decimals)):
                if _closes(check, {figure.figure_id: value}):
                    found.append((rank, figure, value))
    return [(figure, value) for _, figure, value in sorted(found, key=lambda each: each[0])]


def _before_a_slip(value: float, decimals: int) -> list[float]:
    """Return the values that one slip could have made this one of, the commonest slip first."""
    digits, sign = f"{abs(value):.{decimals}f}", -1 if value < 0 else 1
    places = [place for place, each in enumerate(digits) if each.isdigit()]
    swapped = [digits[:a] + digits[b] + digits[a + 1 : b] + digits[a] + digits[b + 1 :] for a, b in pairwise(places)]
    replaced = [digits[:place] + new + digits[place + 1 :] for place in places for new in "0123456789"]
    shorter = [digits[:place] + digits[place + 1 :] for place in places if len(places) > 1]
    longer = [digits[:place] + new + digits[place:] for place in (*places, len(digits)) for new in "0123456789"]
    values = (sign * float(text) for text in (*swapped, *replaced, *shorter, *longer) if text not in ("", "."))
    return [each for each in dict.fromkeys(values) if each != value]


def _closes(check: Check, changed: Mapping[str, float]) -> bool:
    """Return whether a check of parts, years, a share of one pair or a change closes with another value."""
    total, parts = check.figure, check.parts
    values = [changed.get(part.figure_id, part.used_value or 0.0) for part in parts]
    printed = changed.get(total.figure_id, total.used_value or 0.0)
    if check.name in ("parts", "years"):
        return abs(sum(values) - printed) < 1e-9
    if len(values) != 2 or not values[1]:
        return False
    if check.name == "share":
        made = 100 * values[0] / values[1]
    elif check.name == "change":
        made = 100 * (values[0] / values[1] - 1) if total.unit == "percent" else values[0] - values[1]
    else:
        return False
    low, high = interval(total)
    half = max((high - low) / 2, 1e-9)
    return abs(made - printed) <= half


def far_from(figure: Figure, figures: ReconciledFigures) -> tuple[float, float] | None:
    """Return the smallest and the largest value of the years before, where a figure is far from them."""
    is_compared = figure.comparable and figure.used_value and figure.first_year == figure.last_year
    if figure.measure in _NOT_COMPARED_OVER_YEARS or not is_compared:
        return None
    years = range(figure.first_year - _YEARS, figure.first_year)
    before = [
        each.used_value
        for each, _ in figures.choices.chosen.values()
        if (each.quantity_id, each.series) == (figure.quantity_id, figure.series)
        and each.first_year == each.last_year
        and each.first_year in years
        and each.used_value
    ]
    is_far = before and not min(before) / _FAR <= (figure.used_value or 0.0) <= max(before) * _FAR
    return (min(before), max(before)) if is_far else None
