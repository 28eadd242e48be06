"""Parts with their whole: forms, ages, nationalities, reporters, and shares that add up to a hundred percent."""

from collections.abc import Iterator

from analysis.figures.arithmetic.checks import Check, ReliableFigures, Term
from analysis.figures.choice import Choices
from analysis.figures.records import Figure, Formula
from analysis.figures.same_number import interval, overlaps, printed_range, within


def sums(whole: Figure, formulas: list[Formula], reliable: ReliableFigures) -> list[Check]:
    """Return the sums of parts that a whole is compared with.

    A whole can be printed in other parts each year: what one division is missing is no gap if another is complete.
    """
    found = [check for formula in formulas if (check := _sum(whole, formula, reliable))]
    missing = [check for check in found if check.outcome == "missing_partner"]
    others = [check for check in found if check.outcome != "missing_partner"]
    complete = {formula.formula_id for formula in formulas if formula.complete}
    if any(check.formula_id in complete for check in others):
        return others
    return others + sorted(missing, key=lambda check: (-len(check.parts), check.formula_id))[:1]


def _sum(whole: Figure, formula: Formula, reliable: ReliableFigures) -> Check | None:
    """Return how parts relate to their whole; None where some of an open list of parts do not exceed it."""
    parts = _parts(whole, formula, reliable)
    total, printed = Term.total(parts), interval(whole)
    all_printed = len(parts) == len(formula.terms)
    closed = formula.complete and all_printed
    if len(parts) < 2:
        return None
    if total.low > printed[1] + 1e-9:
        outcome = "overlap" if formula.may_overlap else "sum_mismatch" if closed else "impossible"
    elif closed:
        outcome = "closes" if overlaps((total.low, total.high), printed) else "sum_mismatch"
    elif formula.complete:
        outcome = "missing_partner"
    elif all_printed:
        outcome = "closes"
    else:
        return None
    return Check("parts", whole, outcome, total.value, tuple(parts), formula.formula_id)


def _parts(figure: Figure, formula: Formula, reliable: ReliableFigures) -> list[Figure]:
    found = [reliable.best.get((name, figure.reference_year, figure.series)) for name in formula.terms]
    return [each for each in found if each]


def hundred(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Iterator[Check]:
    """Yield whether shares of one whole, of which a figure is the first, make a hundred percent, or at most that."""
    parts = _parts(figure, formula, reliable)
    if len(parts) < 2 or parts[0] is not figure or (formula.complete and len(parts) < len(formula.terms)):
        return
    total, rest = Term.total(parts), 100 - Term.total(parts[1:]).value
    closes = within(100, (total.low, total.high)) if formula.complete else total.low <= 100
    outcome = "closes" if closes else "overlap" if formula.may_overlap else "sum_mismatch"
    yield Check("hundred", figure, outcome, rest, tuple(parts), formula.formula_id)


def in_ranges(choices: Choices) -> Iterator[Check]:
    """Yield whether a value lies in its own printed range, and the value of a study in the range of that study."""
    own = [(f, f) for f in choices.figures if f.usable and None not in (f.value, f.lower, f.upper)]
    of_studies = [(each.value, each.ranged) for each in choices.estimates.values() if each.value is not each.ranged]
    for figure, ranged in [*own, *of_studies]:
        if figure and ranged:
            outcome = "closes" if overlaps(printed_range(ranged), interval(figure)) else "impossible"
            yield Check("range", figure, outcome, parts=(ranged,))


def parts_within_wholes(reliable: ReliableFigures) -> Iterator[Check]:
    """Yield the figures of a group that are larger than those of a group that contains it, in one year and series."""
    for (_, *year_and_series), part in reliable.best.items():
        for (_, *of_whole), whole in reliable.best.items():
            larger = year_and_series == of_whole and interval(part)[0] > interval(whole)[1]
            if larger and part.quantity.is_part_of(whole.quantity):
                yield Check("part", part, "impossible", whole.used_value, (whole,))
