"""What is doubtful about new figures: checks that fail, with the slip of typing that explains it, and values far off.

A slip is two digits that changed places, one digit that is another, one too many or one too few.
"""

from collections.abc import Iterator
from itertools import pairwise

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.problems import Problem
from analysis.figures import ReconciledFigures
from analysis.figures.checks import Check
from analysis.figures.compare import interval
from analysis.figures.records import Figure
from analysis.sources.contracts import path_of

# So many ways in which a check would close are named.
_MOST = 3
# A value is far from those of the years before if it is so many times the largest, or that part of the smallest.
_FAR, _YEARS = 3, 5


def doubts_in_words(figures: ReconciledFigures, publications: set[str]) -> Iterator[Problem]:
    """Yield a warning for each doubtful thing about the figures of some publications, which it calls by their id."""

    def problem(figure: Figure, why: str, expected: str, remedy: str) -> Problem:
        number = plain_amount(figure.value, figure.lower, figure.upper)
        what = f"{number} for {figure.quantity_id} about {figure.reference_year} ({figure.figure_id})"
        return Problem(path_of("figures"), None, "value", f"{what}, {why}", expected, remedy, "warning")

    for check in figures.checks:
        failing = check.outcome in ("sum_mismatch", "share_mismatch", "impossible")
        if failing and any(each.publication in publications for each in check.figures):
            parts = ", ".join(part.figure_id for part in check.parts)
            remedy = _closing_in_words(check) or "read both again in the source"
            why, made = f"which {parts} do not make", plain_number(round(check.derived or 0.0, 1))
            if check.name == "part":
                why, made = "more than the whole of which it is a part", f"at most {made}, the total ({parts})"
            yield problem(check.figure, why, made, remedy)
    for figure in figures.choices.figures:
        if figure.publication in publications and (ends := far_from(figure, figures)):
            about, why = " to ".join(dict.fromkeys(map(plain_number, ends))), "far from those of the years before"
            yield problem(figure, why, f"about {about}", "look whether it was typed right")


def closing_of(figures: ReconciledFigures, figure_id: str) -> list[str]:
    """Return what would close each check that fails for a figure."""
    failing = (each for each in figures.checks if each.figure.figure_id == figure_id)
    return [said for each in failing if each.outcome.endswith("mismatch") and (said := _closing_in_words(each))]


def _closing_in_words(check: Check) -> str:
    slips = ((plain_number(value), plain_number(each.value), each.figure_id) for each, value in slips_of(check)[:_MOST])
    changes = [f"{value} instead of {printed} ({figure_id})" for value, printed, figure_id in slips]
    return f"with {', or '.join(changes)} it closes: look there first" if changes else ""


def slips_of(check: Check) -> list[tuple[Figure, float]]:
    """Return the slips that would close a check (a figure and another value), likeliest first, parts before totals."""
    found = []
    for figure in (*check.parts, check.figure):
        if figure.value is not None and figure.decision != "correct":
            values = enumerate(_before_a_slip(figure.value, figure.decimals))
            found += [(rank, figure, value) for rank, value in values if _closes(check, figure, value)]
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


def _closes(check: Check, slipped: Figure, value: float) -> bool:
    """Return whether a check of parts, years, a share of one pair or a change closes with another value of a figure."""
    total = check.figure
    printed, *values = (value if each is slipped else each.used_value or 0.0 for each in (total, *check.parts))
    if check.name in ("parts", "years"):
        return abs(sum(values) - printed) < 1e-9
    if check.name not in ("share", "change") or len(values) != 2 or not values[1]:
        return False
    made = 100 * values[0] / values[1]
    if check.name == "change":
        made = 100 * (values[0] / values[1] - 1) if total.unit == "percent" else values[0] - values[1]
    low, high = interval(total)
    return abs(made - printed) <= max((high - low) / 2, 1e-9)


def far_from(figure: Figure, figures: ReconciledFigures) -> tuple[float, float] | None:
    """Return the smallest and the largest value of the years before, where a figure is far from them."""
    is_compared = figure.comparable and figure.used_value and figure.first_year == figure.last_year
    if figure.measure in ("change", "ratio") or not is_compared:
        return None
    keys = [(figure.quantity_id, str(year)) for year in range(figure.first_year - _YEARS, figure.first_year)]
    chosen = [figures.choices.chosen[key][0] for key in keys if key in figures.choices.chosen]
    before = [each.used_value for each in chosen if each.series == figure.series and each.used_value]
    is_far = before and not min(before) / _FAR <= (figure.used_value or 0.0) <= max(before) * _FAR
    return (min(before), max(before)) if is_far else None
