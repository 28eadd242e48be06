"""Compares shares, ratios and changes with the counts that they are made of."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product

from analysis.figures.checks import Check, Derived, Formula, ReliableFigures, Term
from analysis.figures.compare import Interval, interval, nearest, overlaps, printed_range, within
from analysis.figures.records import Figure, SeriesKey

Pair = tuple[Term, Term]


def check_share(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share fits its two counts, as its own edition knew them or as they are known today."""
    check, pair = _quotient(figure, formula, reliable)
    if pair is None:
        return check
    if check.outcome != "closes" and _fits_another_series(figure, formula, reliable):
        check = replace(check, outcome="other_base")
    count, estimated = pair[0].value, pair[1].figures[0]
    estimate = reliable.choices.estimates.get((estimated.series, estimated.quantity_id))
    if not estimate or not estimate.ranged:
        return check
    # The upper end of the range of an estimate makes the smallest share.
    low, high = printed_range(estimate.ranged)
    return replace(check, spread=(100 * count / high, 100 * count / low))


def check_ratio(figure: Figure, formulas: list[Formula], reliable: ReliableFigures) -> Check:
    """Return whether a ratio fits its two numbers; of several formulas, the one that comes nearest counts."""
    low, high = interval(figure)
    printed = (low + high) / 2 if figure.used_value is None else figure.used_value
    outcomes = ("closes", "share_mismatch", "missing_partner")

    def order(check: Check) -> tuple[int, float, int, str]:
        gap = 0.0 if check.derived is None else abs(check.derived - printed)
        return outcomes.index(check.outcome), gap, -len(check.parts), check.formula_id

    return min((_quotient(figure, each, reliable)[0] for each in formulas), key=order)


def check_change(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a change fits the counts of its two years: the year before and the year, or first and last."""
    first = figure.first_year if figure.first_year != figure.last_year else figure.last_year - 1
    before, now = (reliable.terms(formula.terms[0], figure, str(year)) for year in (first, figure.last_year))

    def changed(pair: Pair) -> float:
        difference = pair[0].value - pair[1].value
        return 100 * difference / pair[1].value if formula.kind == "change_percent" else difference

    # 36.7 percent is printed as "over 37": rounded first, then the word added.
    printed = interval(figure)
    pairs = [(n, b) for b, n in product(before, now) if b.value]
    fitting = [pair for pair in pairs if within(round(changed(pair)), printed) or within(changed(pair), printed)]
    derived = changed((fitting or pairs)[0]) if pairs else None
    return _check(figure, formula, fitting, pairs, [*now[:1], *before[:1]], derived)


def check_complement(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share and its complement make a hundred percent."""
    key = (formula.terms[0], figure.reference_year, figure.series)
    other = nearest(f for f in reliable.choices.figures if f.series_key == key)
    if other is None:
        return Check("complement", figure, "missing_partner", formula_id=formula.formula_id)
    low, high = interval(other)
    outcome = "closes" if overlaps((100 - high, 100 - low), interval(figure)) else "sum_mismatch"
    return Check("complement", figure, outcome, 100 - (low + high) / 2, (other,), formula.formula_id)


def _quotient(figure: Figure, formula: Formula, reliable: ReliableFigures) -> tuple[Check, Pair | None]:
    """Return whether a share or ratio fits its two numbers, and these; None where one of them is missing."""
    above, below = (reliable.terms(quantity, figure) for quantity in formula.terms)
    factor = 100 if formula.kind == "share" else 1
    pairs = [(a, b) for a, b in product(above, below) if a.value and b.value]
    fitting = [pair for pair in pairs if overlaps(_possible(*pair, factor), interval(figure))]
    pair = next(iter(fitting or pairs), None)
    derived = factor * pair[0].value / pair[1].value if pair else None
    return _check(figure, formula, fitting, pairs, [*above[:1], *below[:1]], derived), pair


def _check(
    figure: Figure, formula: Formula, fitting: list[Pair], pairs: list[Pair], found: list[Term], derived: float | None
) -> Check:
    """Return the check by the first pair of numbers that fits, else by the first pair, else by what there is of one."""
    outcome = "closes" if fitting else "share_mismatch" if pairs else "missing_partner"
    name = "change" if formula.kind == "change_percent" else formula.kind
    parts = tuple(part for term in [*fitting, *pairs, found][0] for part in term.figures)
    return Check(name, figure, outcome, derived, parts, formula.formula_id)


def _possible(above: Term, below: Term, factor: int) -> Interval:
    """Return the quotients that two rounded numbers allow; nothing is known where the lower one can be zero."""
    if below.low <= 0:
        return float("-inf"), float("inf")
    return factor * above.low / below.high, factor * above.high / below.low


def _fits_another_series(figure: Figure, formula: Formula, reliable: ReliableFigures) -> bool:
    for series in {series for _, _, series in reliable.best} - {figure.series}:
        counts = [reliable.best.get((term, figure.reference_year, series)) for term in formula.terms]
        pair = [Term([count]) for count in counts if count]
        if len(pair) == 2 and overlaps(_possible(pair[0], pair[1], 100), interval(figure)):
            return True
    return False


@dataclass(frozen=True)
class _Implied:
    """The total that one share with its count implies, from `low` to `high`."""

    share: Figure
    count: Figure
    formula_id: str
    low: float
    high: float


def check_shares_of_unprinted_totals(
    formulas: list[Formula], figures: list[Figure], reliable: ReliableFigures
) -> tuple[dict[str, Check], list[Derived]]:
    """Return a check by figure_id for each of several shares whose total was not printed, and the totals they imply."""
    totals: dict[SeriesKey, list[_Implied]] = defaultdict(list)
    for formula, figure in product((each for each in formulas if each.kind == "share"), figures):
        above, below = formula.terms
        count = reliable.best.get((above, figure.reference_year, figure.series))
        # An estimated total is that of a study, and a registered total may be printed in another series.
        if figure.quantity_id != formula.result or not figure.usable or not count or below in reliable.estimated:
            continue
        (low, high), (least, most) = interval(count), interval(figure)
        if least > 0 and not reliable.terms(below, figure):
            implied = _Implied(figure, count, formula.formula_id, 100 * low / most, 100 * high / least)
            totals[below, figure.reference_year, figure.series].append(implied)
    checks: dict[str, Check] = {}
    derived = []
    for key, implied_by in ((key, implied_by) for key, implied_by in totals.items() if len(implied_by) > 1):
        agreeing = _agreeing(implied_by)
        common = _common(agreeing) if agreeing else None
        for each in implied_by:
            others = [other for other in implied_by if other is not each]
            ends = [common] if common else [(other.low, other.high) for other in others]
            total = sum(low + high for low, high in ends) / 2 / len(ends)
            computed = 100 * (each.count.used_value or 0) / total
            outcome = "closes" if each in agreeing else "share_mismatch"
            parts = (each.count, *(figure for other in others for figure in (other.share, other.count)))
            checks[each.share.figure_id] = Check("base", each.share, outcome, computed, parts, each.formula_id)
        if common and agreeing is implied_by:
            printed = tuple(dict.fromkeys(figure for each in implied_by for figure in (each.share, each.count)))
            persons = float(math.ceil(common[0])), float(math.floor(common[1]))
            derived.append(Derived("base", *key, *(persons if persons[0] <= persons[1] else common), printed))
    return checks, derived


def _agreeing(implied_by: list[_Implied]) -> list[_Implied]:
    """Return the shares that agree on a total: all, all but one, or none where it is not clear which of them do."""
    if _common(implied_by):
        return implied_by
    all_but_one = [[each for each in implied_by if each is not one] for one in implied_by if len(implied_by) > 2]
    agreeing = [others for others in all_but_one if _common(others)]
    return agreeing[0] if len(agreeing) == 1 else []


def _common(implied_by: list[_Implied]) -> Interval | None:
    low, high = max(each.low for each in implied_by), min(each.high for each in implied_by)
    return (low, high) if low <= high + 1e-9 else None
