"""What would close a sum, share or change that does not, after a slip of typing; and values far from earlier ones.

A slip is two digits that changed places, one digit that is another, one too many or one too few. With a slip undone the
check has to close by itself; what is typed right and printed wrong is not found so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from analysis.figures import ReconciledFigures
from analysis.figures.checks import Check
from analysis.figures.compare import interval
from analysis.figures.records import Figure

FAILING = ("sum_mismatch", "share_mismatch", "impossible")
# A value is far from those of the years before if it is so many times the largest, or that part of the smallest.
_FAR, _YEARS = 3, 5
_NOT_COMPARED_OVER_YEARS = ("change", "ratio")


@dataclass(frozen=True)
class Slip:
    """A figure that closes a check with another value: `412 → 421 would close 1,012`."""

    figure: Figure
    value: float


@dataclass(frozen=True)
class Doubt:
    """A figure to look at again: the check that fails, with the slips that would close it, the likeliest first.

    Or a value that is far from the smallest and the largest of the years before (`ends`).
    """

    figure: Figure
    check: Check | None = None
    slips: tuple[Slip, ...] = ()
    ends: tuple[float, float] = (0.0, 0.0)


def doubts_about(figures: ReconciledFigures, publications: set[str]) -> Iterator[Doubt]:
    """Yield what is doubtful of the figures of some publications: checks that fail, then values far from theirs."""
    for check in figures.checks:
        if check.outcome in FAILING and any(each.publication in publications for each in (check.figure, *check.parts)):
            yield Doubt(check.figure, check, tuple(slips_of(check)))
    for figure in figures.choices.figures:
        if figure.publication in publications and (ends := _far_from(figure, figures)):
            yield Doubt(figure, ends=ends)


def slips_of(check: Check) -> list[Slip]:
    """Return the slips that would close a check, likeliest first."""
    found = []
    for figure in (check.figure, *check.parts):
        if figure.value is not None and figure.decision != "correct":
            for rank, value in enumerate(_before_a_slip(figure.value, figure.decimals)):
                if _closes(check, {figure.figure_id: value}):
                    found.append((rank, Slip(figure, value)))
    return [slip for _, slip in sorted(found, key=lambda each: each[0])]


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


def _far_from(figure: Figure, figures: ReconciledFigures) -> tuple[float, float] | None:
    """Return the ends of what the years before have of a quantity, where a figure is far from them."""
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
