"""What is doubtful about the figures of new publications, in words.

Checks that fail, with what would close them, and values far from those of the years before.
"""

from collections.abc import Iterator

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.problems import Problem
from analysis.figures.checks import Check
from analysis.figures.closing import FAILING, far_from, slips_of
from analysis.figures.records import Figure
from analysis.reconciliation import Reconciliation
from analysis.sources.contracts import path_of

# So many ways in which a check would close are named.
_MOST = 3


def doubts_in_words(month: Reconciliation, publications: set[str]) -> Iterator[Problem]:
    """Yield a warning for each doubtful thing about the figures of some publications, which it calls by their id."""

    def problem(figure: Figure, why: str, expected: str, remedy: str) -> Problem:
        what = f"{_number_of(figure)} for {figure.quantity_id} about {figure.reference_year} ({figure.figure_id})"
        return Problem(path_of("figures"), None, "value", f"{what}, {why}", expected, remedy, "warning")

    for check in month.figures.checks:
        if check.outcome in FAILING and any(each.publication in publications for each in check.figures):
            parts = ", ".join(part.figure_id for part in check.parts)
            remedy = _closing_in_words(check) or "read both again in the source"
            why, made = f"which {parts} do not make", plain_number(round(check.derived or 0.0, 1))
            if check.name == "part":
                why, made = "more than the whole of which it is a part", f"at most {made}, the total ({parts})"
            yield problem(check.figure, why, made, remedy)
    for figure in month.figures.choices.figures:
        if figure.publication in publications and (ends := far_from(figure, month.figures)):
            between = " to ".join(dict.fromkeys(map(plain_number, ends)))
            yield problem(
                figure, "far from those of the years before", f"about {between}", "look whether it was typed right"
            )


def _number_of(figure: Figure) -> str:
    return plain_amount(figure.value, figure.lower, figure.upper)


def _closing_in_words(check: Check) -> str:
    """Return which other numbers would close a check, the likeliest slip first; empty if none would."""
    slips = slips_of(check)[:_MOST]
    changes = [
        f"{plain_number(value)} instead of {plain_number(each.value)} ({each.figure_id})" for each, value in slips
    ]
    return f"with {', or '.join(changes)} it closes: look there first" if changes else ""


def closing_of(month: Reconciliation, figure_id: str) -> list[str]:
    """Return what would close each check that fails for a figure."""
    failing = (each for each in month.figures.checks if each.figure.figure_id == figure_id)
    return [said for each in failing if each.outcome.endswith("mismatch") and (said := _closing_in_words(each))]
