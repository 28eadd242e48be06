"""What is doubtful about new figures: checks that fail, and values far from those of the years before."""

from collections.abc import Iterator

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.problems import Problem
from analysis.figures import ReconciledFigures
from analysis.figures.records import Figure
from analysis.sources.contracts import path_of

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
            why, made = f"which {parts} do not make", plain_number(round(check.derived or 0.0, 1))
            if check.name == "part":
                why, made = "more than the whole of which it is a part", f"at most {made}, the total ({parts})"
            yield problem(check.figure, why, made, "read both again in the source")
    for figure in figures.choices.figures:
        if figure.publication in publications and (ends := far_from(figure, figures)):
            about, why = " to ".join(dict.fromkeys(map(plain_number, ends))), "far from those of the years before"
            yield problem(figure, why, f"about {about}", "look whether it was typed right")


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
