"""Adds figures up: which sums, shares, changes and bounds each printed figure is compared with.

Each check ends in `closes`, in the kind of what does not close, or in `missing_partner`. Figures are put together by
the formulas of data/formulas.csv, within one series and one reference year, and, without a formula, by what one edition
prints of the parts of a group. Estimates are yearly levels and are never summed over years.
"""

from collections.abc import Iterator

from analysis.figures.checks import Check, Derived, ReliableFigures
from analysis.figures.choice import Choices
from analysis.figures.records import Figure, Formula
from analysis.figures.shares import change, complement, ratio, share, shares_of_unprinted_totals
from analysis.figures.sums import edition_totals, hundred, in_ranges, parts_within_totals, sums
from analysis.figures.verdicts import Relation
from analysis.figures.years import missing_year, sum_over_years, with_implied_years


def add_up(relations: list[Relation], choices: Choices, formulas: list[Formula]) -> tuple[list[Check], list[Derived]]:
    """Return every check, in the order of the printed figures, and the values that figures imply and nobody printed."""
    reliable = ReliableFigures.of(relations, choices)
    comparable = [relation.figure for relation in relations if relation.figure.comparable]
    of_unprinted_totals, totals = shares_of_unprinted_totals(formulas, comparable, reliable)
    checks = [c for figure in comparable for c in _checks_of(figure, formulas, reliable, of_unprinted_totals)]
    checks = [*with_implied_years(checks), *in_ranges(choices), *parts_within_totals(reliable)]
    checks += edition_totals(reliable, formulas)
    years = [value for check in checks for value in (check.implied, missing_year(check)) if value]
    return checks, [*years, *totals]


def _checks_of(
    figure: Figure, formulas: list[Formula], reliable: ReliableFigures, of_unprinted_totals: dict[str, Check]
) -> Iterator[Check]:
    made = [formula for formula in formulas if formula.result == figure.quantity_id]
    for formula in made:
        if formula.kind == "share":
            yield of_unprinted_totals.get(figure.figure_id) or share(figure, formula, reliable)
        elif formula.kind == "complement":
            yield complement(figure, formula, reliable)
        elif formula.kind in ("change", "change_percent"):
            yield change(figure, formula, reliable)
        elif formula.kind == "years" and figure.first_year != figure.last_year:
            yield sum_over_years(figure, formula, reliable)
    if ratios := [formula for formula in made if formula.kind == "ratio"]:
        yield ratio(figure, ratios, reliable)
    if reliable.best.get((*figure.group, figure.series)) is figure:
        yield from sums(figure, [formula for formula in made if formula.kind == "sum"], reliable)
        yield from (c for formula in formulas if formula.kind == "hundred" for c in hundred(figure, formula, reliable))
