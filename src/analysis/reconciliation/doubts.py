"""What is doubtful of the figures of new publications, in words.

Checks that fail, with what would close them, and values far from those of the years before.
"""

from collections.abc import Iterator

from analysis.core.amounts import plain_amount, plain_number
from analysis.core.problems import Problem, row_of
from analysis.figures.checks import Check
from analysis.figures.closing import Doubt, Slip, doubts_about, slips_of
from analysis.reconciliation import Reconciliation
from analysis.sources.contracts import path_of

# So many ways in which a check would close are named.
_MOST = 3


def doubts_in_words(month: Reconciliation, publications: set[str]) -> Iterator[Problem]:
    """Yield a warning for each thing that is doubtful of the figures of some publications, with the row to look at."""
    printed = month.figures.printed_figures
    rows = dict(zip(printed["figure_id"], printed.index.map(row_of), strict=True))
    for doubt in doubts_about(month.figures, publications):
        yield _problem(doubt, rows)


def _problem(doubt: Doubt, rows: dict[str, int]) -> Problem:
    figure = doubt.figure
    number = plain_amount(figure.value, figure.lower, figure.upper)
    what = f"{number} for {figure.quantity_id} about {figure.reference_year} ({figure.figure_id})"
    if doubt.check is None:
        found, remedy = f"{what}, far from those of the years before", "look whether it was typed right"
        expected = f"something like {plain_number(doubt.ends[0])} to {plain_number(doubt.ends[1])}"
    else:
        made = plain_number(round(doubt.check.derived or 0.0, 1))
        parts = ", ".join(part.figure_id for part in doubt.check.parts)
        found, expected = f"{what}, which {parts} do not make", made
        remedy = closing_in_words(doubt.slips, doubt.check) or "read both again in the source"
    return Problem(path_of("figures"), rows.get(figure.figure_id), "value", found, expected, remedy, "warning")


def closing_in_words(slips: tuple[Slip, ...], check: Check) -> str:
    """Return which other numbers would close a check, the likeliest slip first; empty if none would."""
    changes = [
        f"{each.figure.figure_id} {plain_number(each.figure.value)} → {plain_number(each.value)}" for each in slips
    ]
    if not changes:
        return ""
    closed = plain_amount(check.figure.value, check.figure.lower, check.figure.upper)
    return f"{', '.join(changes[:_MOST])} would close {closed}: look there first"


def closing_of(month: Reconciliation, figure_id: str) -> list[str]:
    """Return what would close each check that fails for a figure."""
    failing = [check for check in month.figures.checks if check.figure.figure_id == figure_id]
    found = [closing_in_words(tuple(slips_of(check)), check) for check in failing if check.outcome.endswith("mismatch")]
    return [each for each in found if each]
