"""Compares parts with their total: forms, ages, nationalities, reporters, percentages of one total, and years."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations, product

from analysis.core.record_tables import grouped_by
from analysis.figures.checks import Check, Derived, Formula, ReliableFigures, Term
from analysis.figures.choice import Choices, best_within_series
from analysis.figures.compare import interval, overlaps, printed_range, within
from analysis.figures.records import DIMENSIONS, Figure, ages_in

# Ages, sexes and nationalities exclude each other; one person can have two forms, or be reported by two bodies.
MAY_OVERLAP = ("exploitation_form", "reporter")


def check_parts(total: Figure, formulas: list[Formula], reliable: ReliableFigures) -> list[Check]:
    """Return how the parts of each formula relate to a total; missing parts don't count if another is complete."""
    found = [check for each in formulas if (check := _parts_and_total(total, _parts(total, each, reliable), each))]
    others = [check for check in found if check.outcome != "missing_partner"]
    missing = [check for check in found if check.outcome == "missing_partner"]
    missing.sort(key=lambda check: (-len(check.parts), check.formula_id))
    complete = {formula.formula_id for formula in formulas if formula.complete}
    return others + ([] if any(check.formula_id in complete for check in others) else missing[:1])


def _parts_and_total(total: Figure, parts: list[Figure], formula: Formula) -> Check | None:
    """Return how parts relate to their total; None where only some parts are printed and they do not exceed it."""
    summed, printed, all_printed = Term(parts), interval(total), len(parts) == len(formula.terms)
    closed = formula.complete and all_printed
    if len(parts) < 2:
        return None
    if summed.low > printed[1] + 1e-9:
        outcome = "overlap" if formula.may_overlap else "sum_mismatch" if closed else "impossible"
    elif closed:
        outcome = "closes" if overlaps((summed.low, summed.high), printed) else "sum_mismatch"
    elif formula.complete:
        outcome = "missing_partner"
    elif all_printed:
        outcome = "closes"
    else:
        return None
    return Check("parts", total, outcome, summed.value, tuple(parts), formula.formula_id)


def _parts(figure: Figure, formula: Formula, reliable: ReliableFigures) -> list[Figure]:
    found = [reliable.best.get((name, figure.reference_year, figure.series)) for name in formula.terms]
    return [each for each in found if each]


def check_hundred(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Iterator[Check]:
    """Yield whether the shares of one total make a hundred percent, or at most that, if a figure is the first."""
    parts = _parts(figure, formula, reliable)
    if len(parts) < 2 or parts[0] is not figure or (formula.complete and len(parts) < len(formula.terms)):
        return
    total, rest = Term(parts), 100 - Term(parts[1:]).value
    closes = within(100, (total.low, total.high)) if formula.complete else total.low <= 100
    outcome = "closes" if closes else "overlap" if formula.may_overlap else "sum_mismatch"
    yield Check("hundred", figure, outcome, rest, tuple(parts), formula.formula_id)


def check_ranges(choices: Choices) -> Iterator[Check]:
    """Yield whether a value lies in its own printed range, and the value of a study in the range of that study."""
    own = [(f, f) for f in choices.figures if f.usable and None not in (f.value, f.lower, f.upper)]
    of_studies = [(each.value, each.ranged) for each in choices.estimates.values() if each.value is not each.ranged]
    for figure, ranged in [*own, *of_studies]:
        if figure and ranged:
            outcome = "closes" if overlaps(printed_range(ranged), interval(figure)) else "impossible"
            yield Check("range", figure, outcome, parts=(ranged,))


def check_groups(reliable: ReliableFigures) -> Iterator[Check]:
    """Yield each figure that exceeds the figure of a group containing its own, in the same year and series."""
    of_one_count = grouped_by(reliable.best.values(), lambda figure: (figure.reference_year, figure.series))
    for figures in of_one_count.values():
        for part, total in permutations(figures, 2):
            if interval(part)[0] > interval(total)[1] and part.quantity.is_part_of(total.quantity):
                yield Check("part", part, "impossible", total.used_value, (total,))


def check_editions(reliable: ReliableFigures, formulas: list[Formula]) -> Iterator[Check]:
    """Yield how the parts that one edition prints of a group relate to its total, unless a formula names all of them.

    The `formula_id` of such a check is the dimension and the edition, separated by a slash.
    """
    figures = [figure for found in reliable.all.values() for figure in found]
    editions = grouped_by(figures, lambda figure: (figure.edition, figure.reference_year, figure.series))
    sums = grouped_by((each for each in formulas if each.kind == "sum"), lambda formula: formula.result)
    for (edition, *_), of_edition in editions.items():
        printed = [*best_within_series(of_edition).values()]
        for total, dimension in product(printed, DIMENSIONS):
            parts = _parts_printed(total, printed, dimension)
            names = tuple(part.quantity_id for part in parts)
            if any({*names} <= {*formula.terms} for formula in sums.get(total.quantity_id, ())):
                continue
            overlapping, complete = dimension in MAY_OVERLAP, _are_all(total, parts, dimension)
            formula = Formula(f"{dimension}/{edition}", "sum", total.quantity_id, names, overlapping, complete)
            if check := _parts_and_total(total, parts, formula):
                # Parts that may overlap can exceed the total without an error.
                yield replace(check, outcome="may_overlap") if check.outcome == "overlap" else check


def _parts_printed(total: Figure, figures: list[Figure], dimension: str) -> list[Figure]:
    """Return the largest parts of a total that differ from it in one dimension alone."""
    parts = [figure for figure in figures if figure.quantity.is_part_by(dimension, total.quantity)]
    groups = [getattr(part.quantity, dimension) for part in parts]
    smaller = {name for group in groups for name in total.quantity.groups.within(dimension, group)}
    largest = [part for part, group in zip(parts, groups, strict=True) if group not in smaller]
    return [part for part in largest if not any(part.quantity.is_part_of(other.quantity) for other in parts)]


def _are_all(total: Figure, parts: list[Figure], dimension: str) -> bool:
    names = [getattr(part.quantity, dimension) for part in parts]
    if dimension != "age_group":
        groups = total.quantity.groups
        covered = {form for name in names for form in (name, *groups.within(dimension, name))}
        return dimension in groups.parts_of_all and groups.parts_of_all[dimension] <= covered
    group, ages = ages_in(total.quantity.age_group), [ages_in(name) for name in names]
    bands = sorted(each for each in ages if each)
    if not group or not bands or None in ages:
        return False
    without_a_gap = [start for start, _ in bands] == [group[0], *(end + 1 for _, end in bands[:-1])]
    return without_a_gap and bands[-1][1] == group[1]


def check_years(total: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a total over several years is the sum of its years, each as the edition of the total knew it."""
    years, printed = total.last_year - total.first_year + 1, interval(total)
    # A rounded total says little about how it was counted, so a sum with borrowed years supports only an exact one.
    exact = printed[0] == printed[1]

    def closes(figures: list[Figure]) -> bool:
        summed = Term(figures)
        return len(figures) == years and overlaps((summed.low, summed.high), printed)

    own = _single_years(total, formula, total.series, reliable)
    others = {}
    for series in sorted({series for _, _, series in reliable.best} - {total.series}):
        figures = _single_years(total, formula, series, reliable)
        if len(figures) == years and any(figure.series == series for figure in figures):
            others[series] = figures
    complete, borrowed = len(own) == years, any(figure.series != total.series for figure in own)
    summed, own_derived, outcome = Term(own), None, "missing_partner"
    if closes(own) and (exact or not borrowed):
        outcome = "closes"
    elif closing := next((series for series, figures in others.items() if exact and closes(figures)), ""):
        other_sum, parts = Term(others[closing]).value, tuple(others[closing])
        own_derived = summed.value if complete else None
        return Check("years", total, "other_series", other_sum, parts, formula.formula_id, None, closing, own_derived)
    elif complete and borrowed:
        if exact and (leading := others.get(total.counted_in.borrows_from)):
            # The series that lends the years does not close either.
            outcome, own_derived = "other_series", Term(leading).value
    elif complete:
        outcome = "sum_mismatch"
    elif len(own) > 1 and summed.low > printed[1]:
        outcome = "impossible"
    derived = summed.value if complete or outcome == "impossible" else None
    return Check("years", total, outcome, derived, tuple(own), formula.formula_id, own_derived=own_derived)


def _single_years(total: Figure, formula: Formula, series: str, reliable: ReliableFigures) -> list[Figure]:
    """Return the single years of a total in a series; a year it lacks is borrowed from the series that it names."""
    names, figures = [series, reliable.series[series].borrows_from], []
    for year in range(total.first_year, total.last_year + 1):
        found = [reliable.as_of_edition(formula.terms[0], str(year), name, total) for name in names if name]
        figures += [each for each in found if each][:1]
    return figures


def with_implied_years(checks: list[Check]) -> Iterator[Check]:
    """Yield the checks; if a total fails by a single borrowed year, with the value that this year would need."""
    confirmed = {
        (check.figure.quantity_id, check.series or check.figure.series, part.reference_year)
        for check in checks
        if check.name == "years" and (check.outcome == "closes" or check.series) and not check.figure.qualifier
        for part in check.parts
    }
    for check in checks:
        total = check.figure
        borrowed = [part for part in check.parts if part.series != total.series]
        doubted = [p for p in borrowed if (total.quantity_id, total.series, p.reference_year) not in confirmed]
        if (check.name, check.outcome, check.series, len(doubted)) == ("years", "other_series", "", 1):
            value, year = doubted[0].used_value or 0.0, doubted[0].reference_year
            needed = value + (total.used_value or 0.0) - (check.derived or 0.0)
            implied = Derived("implied_year", total.quantity_id, year, total.series, needed, needed, check.figures)
            # If the needed value is further off than that, the total is wrong, or another of its years.
            near = value / 2 <= needed <= value * 2
            wrong = replace(check, outcome="sum_mismatch", own_derived=None)
            check = replace(check, implied=implied) if near else wrong
        yield check


def derive_missing_year(check: Check) -> Derived | None:
    """Return the value of the only year that a total lacks; None if it lacks none, or several."""
    figure = check.figure
    missing = set(range(figure.first_year, figure.last_year + 1)) - {part.last_year for part in check.parts}
    if (check.name, check.outcome, len(missing)) != ("years", "missing_partner", 1):
        return None
    summed, (low, high) = Term(check.parts), interval(figure)
    ends = low - summed.high, high - summed.low
    return Derived("missing_year", figure.quantity_id, str(missing.pop()), figure.series, *ends, check.figures)
