"""Arithmetic between figures: shares with their counts, changes, parts with wholes, sums over years, complements.

Each check ends in `closes`, in the kind of what does not close, or in `missing_partner`. Figures are put together by
the formulas of data/formulas.csv, within one series and one reference year; estimates are yearly levels and are never
summed over years.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.figures.arithmetic.bases import shares_of_unprinted_bases
from analysis.figures.arithmetic.check import Check, Derived
from analysis.figures.arithmetic.partners import Partners
from analysis.figures.arithmetic.shares import change, complement, ratio, share
from analysis.figures.arithmetic.sums import hundred, ranges, sums
from analysis.figures.arithmetic.years import derived_years, sum_over_years, with_implied_years
from analysis.figures.formulas import Formula
from analysis.figures.printed import Printed, is_part_of
from analysis.figures.verdicts import Context, Relation

__all__ = ["Arithmetic", "Check", "Derived", "arithmetic"]


@dataclass(frozen=True)
class Arithmetic:
    """Every check, in the order of the printed figures, and the values that figures imply and nobody printed."""

    checks: list[Check]
    derived: list[Derived]


def arithmetic(relations: list[Relation], context: Context, formulas: list[Formula]) -> Arithmetic:
    """Return what the formulas make of the printed figures."""
    partners = Partners.of(relations, context)
    comparable = [relation.figure for relation in relations if relation.figure.comparable]
    based, bases = shares_of_unprinted_bases(formulas, comparable, partners)
    found = [check for figure in comparable for check in _checks_of(figure, formulas, partners, based)]
    found = [*with_implied_years(found), *ranges(partners), *_impossible(partners)]
    return Arithmetic(found, [*derived_years(found), *bases])


def _checks_of(
    figure: Printed, formulas: list[Formula], partners: Partners, based: dict[str, Check]
) -> Iterator[Check]:
    made = [formula for formula in formulas if formula.result == figure.quantity_id]
    best = partners.get(figure.quantity_id, figure.reference_year, figure.series) is figure
    for formula in made:
        if formula.kind == "share":
            yield based.get(figure.figure_id) or share(figure, formula, partners)
        elif formula.kind == "complement":
            yield complement(figure, formula, partners)
        elif formula.kind in ("change", "change_percent"):
            yield change(figure, formula, partners)
        elif formula.kind == "years" and figure.first_year != figure.last_year:
            yield sum_over_years(figure, formula, partners)
    ratios = [formula for formula in made if formula.kind == "ratio"]
    if ratios:
        yield ratio(figure, ratios, partners)
    if best:
        yield from sums(figure, [formula for formula in made if formula.kind == "sum"], partners)
        for formula in formulas:
            if formula.kind == "hundred":
                yield from hundred(figure, formula, partners)


def _impossible(partners: Partners) -> Iterator[Check]:
    """Yield the figures of a group that are larger than those of a group that holds it, in one year and series."""
    quantities = partners.context.quantities
    for (part_id, year, series), part in partners.best.items():
        for (whole_id, whole_year, whole_series), whole in partners.best.items():
            larger = (year, series) == (whole_year, whole_series) and part.interval()[0] > whole.interval()[1]
            if larger and is_part_of(quantities[part_id], quantities[whole_id]):
                yield Check("part", part, "impossible", whole.used_value, (whole,))
