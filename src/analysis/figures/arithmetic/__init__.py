"""Arithmetic between figures: shares with their counts, changes, parts with wholes, sums over years, complements.

Each check ends in `closes`, in the kind of what does not close, or in `missing_partner`. Figures are put together by
the formulas of data/formulas.csv, within one series and one reference year; estimates are yearly levels and are never
summed over years.
"""

from collections.abc import Iterator

from analysis.figures.arithmetic.checks import Check, Derived, ReliableFigures
from analysis.figures.arithmetic.implied_wholes import shares_of_unprinted_wholes
from analysis.figures.arithmetic.shares import change, complement, ratio, share
from analysis.figures.arithmetic.sums import hundred, in_ranges, parts_within_wholes, sums
from analysis.figures.arithmetic.years import missing_year, sum_over_years, with_implied_years
from analysis.figures.choice import Choices
from analysis.figures.records import Figure, Formula
from analysis.figures.verdicts import Relation

__all__ = ["Check", "Derived", "add_up"]


def add_up(relations: list[Relation], choices: Choices, formulas: list[Formula]) -> tuple[list[Check], list[Derived]]:
    """Return every check, in the order of the printed figures, and the values that figures imply and nobody printed."""
    reliable = ReliableFigures.of(relations, choices)
    comparable = [relation.figure for relation in relations if relation.figure.comparable]
    of_unprinted_wholes, wholes = shares_of_unprinted_wholes(formulas, comparable, reliable)
    checks = [c for figure in comparable for c in _checks_of(figure, formulas, reliable, of_unprinted_wholes)]
    checks = [*with_implied_years(checks), *in_ranges(choices), *parts_within_wholes(reliable)]
    years = [value for check in checks for value in (check.implied, missing_year(check)) if value]
    return checks, [*years, *wholes]


def _checks_of(
    figure: Figure, formulas: list[Formula], reliable: ReliableFigures, of_unprinted_wholes: dict[str, Check]
) -> Iterator[Check]:
    made = [formula for formula in formulas if formula.result == figure.quantity_id]
    for formula in made:
        if formula.kind == "share":
            yield of_unprinted_wholes.get(figure.figure_id) or share(figure, formula, reliable)
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
