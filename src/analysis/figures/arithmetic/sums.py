"""Parts with their whole: forms, ages, nationalities, reporters, and shares that add up to a hundred percent."""

from collections.abc import Iterator

from analysis.figures.arithmetic.check import Check, Interval, Term, fits
from analysis.figures.arithmetic.partners import Partners
from analysis.figures.formulas import Formula
from analysis.figures.printed import Printed, within


def sums(figure: Printed, formulas: list[Formula], partners: Partners) -> list[Check]:
    """Return the sums of parts that a whole is held against.

    A whole can be printed in other parts each year: what one division lacks is no gap if another is complete.
    """
    found = [check for formula in formulas for check in _sum(figure, formula, partners)]
    lacking = [check for check in found if check.outcome == "missing_partner"]
    others = [check for check in found if check.outcome != "missing_partner"]
    divided = any(formula.complete and _is_of(formula, others) for formula in formulas)
    return others if divided else others + sorted(lacking, key=lambda check: (-len(check.parts), check.formula_id))[:1]


def _is_of(formula: Formula, checks: list[Check]) -> bool:
    return any(check.formula_id == formula.formula_id for check in checks)


def _sum(whole: Printed, formula: Formula, partners: Partners) -> Iterator[Check]:
    parts = _parts(whole, formula, partners)
    if len(parts) < 2:
        return
    all_there = len(parts) == len(formula.terms)
    outcome = _outcome(Term.total(parts), whole.interval(), formula, all_there)
    if outcome:
        total = Term.total(parts).value
        yield Check("parts", whole, outcome, total, tuple(parts), formula.formula_id)


def _parts(whole: Printed, formula: Formula, partners: Partners) -> list[Printed]:
    found = [partners.get(name, whole.reference_year, whole.series) for name in formula.terms]
    return [each for each in found if each]


def _outcome(total: Term, whole: Interval, formula: Formula, all_there: bool) -> str:
    """Return how parts relate to their whole; nothing where some of an open list of parts do not exceed it."""
    low, high = whole
    if formula.complete and all_there and total.low <= high + 1e-9 and low <= total.high + 1e-9:
        return "closes"
    if total.low > high + 1e-9:
        if formula.may_overlap:
            return "overlap"
        return "sum_mismatch" if formula.complete and all_there else "impossible"
    if formula.complete:
        return "sum_mismatch" if all_there else "missing_partner"
    return "closes" if all_there else ""


def hundred(figure: Printed, formula: Formula, partners: Partners) -> Iterator[Check]:
    """Yield whether shares of one whole, of which a figure is the first, make a hundred percent, or at most that."""
    parts = _parts(figure, formula, partners)
    if len(parts) < 2 or parts[0] is not figure or (formula.complete and len(parts) < len(formula.terms)):
        return
    total, rest = Term.total(parts), 100 - Term.total(parts[1:]).value
    closes = within(100, (total.low, total.high)) if formula.complete else total.low <= 100
    outcome = "closes" if closes else "overlap" if formula.may_overlap else "sum_mismatch"
    yield Check("hundred", figure, outcome, rest, tuple(parts), formula.formula_id)


def ranges(partners: Partners) -> Iterator[Check]:
    """Yield whether a value lies in its own printed range, and the value of a study in the range of that study."""
    for figure in partners.context.figures:
        if figure.usable and figure.value is not None and figure.lower is not None and figure.upper is not None:
            yield _in_range(figure, figure)
    for estimate in partners.context.estimates.values():
        if estimate.value and estimate.ranged and estimate.value is not estimate.ranged:
            yield _in_range(estimate.value, estimate.ranged)


def _in_range(figure: Printed, ranged: Printed) -> Check:
    outcome = "closes" if fits(ranged.printed_range(), figure) else "impossible"
    return Check("range", figure, outcome, parts=(ranged,))
