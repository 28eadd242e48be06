"""Compares shares, ratios and changes with the counts that they are made of."""

import math
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product

from analysis.figures.checks import Check, Derived, Formula, ReliableFigures, Term
from analysis.figures.choice import SeriesKey
from analysis.figures.compare import Interval, interval, nearest, overlaps, printed_range, within
from analysis.figures.records import Figure

Pair = tuple[Term, Term]


def check_share(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share fits its two counts: of its own edition, or as known today."""
    check, pair = _quotient("share", figure, formula, reliable, factor=100)
    if pair is None:
        return check
    if check.outcome != "closes" and _fits_another_series(figure, formula, reliable):
        check = replace(check, outcome="other_base")
    estimated = pair[1].figures[0]
    estimate = reliable.choices.estimates.get((estimated.series, estimated.quantity_id))
    if not estimate or not estimate.ranged:
        return check
    # The upper end of the range of an estimate makes the smallest share.
    low, high = printed_range(estimate.ranged)
    return replace(check, spread=(100 * pair[0].value / high, 100 * pair[0].value / low))


def check_ratio(figure: Figure, formulas: list[Formula], reliable: ReliableFigures) -> Check:
    """Return whether a ratio fits its two numbers; of several formulas the one that comes nearest counts."""
    low, high = interval(figure)
    printed = (low + high) / 2 if figure.used_value is None else figure.used_value
    outcomes = ("closes", "share_mismatch", "missing_partner")

    def order(check: Check) -> tuple[int, float, int, str]:
        gap = 0.0 if check.derived is None else abs(check.derived - printed)
        return outcomes.index(check.outcome), gap, -len(check.parts), check.formula_id

    return min((_quotient("ratio", figure, each, reliable, factor=1)[0] for each in formulas), key=order)


def check_change(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a change fits the counts of its two years: the year before and the year, or first and last."""
    first = figure.first_year if figure.first_year != figure.last_year else figure.last_year - 1
    before, now = (reliable.terms(formula.terms[0], figure, str(year)) for year in (first, figure.last_year))
    pairs = [(n, b) for b, n in product(before, now) if b.value]
    if not pairs:
        return _missing("change", figure, formula, now, before)

    def changed(pair: Pair) -> float:
        difference = pair[0].value - pair[1].value
        return 100 * difference / pair[1].value if formula.kind == "change_percent" else difference

    # 36.7 percent is printed as "over 37": rounded first, then the word added.
    printed = interval(figure)
    fitting = [pair for pair in pairs if within(round(changed(pair)), printed) or within(changed(pair), printed)]
    return _check("change", figure, formula, pairs, fitting, changed((fitting or pairs)[0]))


def check_complement(figure: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a share and what it leaves make a hundred percent."""
    key = (formula.terms[0], figure.reference_year, figure.series)
    other = nearest(f for f in reliable.choices.figures if (f.quantity_id, f.reference_year, f.series) == key)
    if other is None:
        return Check("complement", figure, "missing_partner", formula_id=formula.formula_id)
    low, high = interval(other)
    outcome = "closes" if overlaps((100 - high, 100 - low), interval(figure)) else "sum_mismatch"
    return Check("complement", figure, outcome, 100 - (low + high) / 2, (other,), formula.formula_id)


def _quotient(
    name: str, figure: Figure, formula: Formula, reliable: ReliableFigures, factor: int
) -> tuple[Check, Pair | None]:
    """Return whether a share or ratio fits its two numbers, and these; None where one of them is missing."""
    above, below = (reliable.terms(quantity, figure) for quantity in formula.terms)
    pairs = [(a, b) for a, b in product(above, below) if a.value and b.value]
    if not pairs:
        return _missing(name, figure, formula, above, below), None
    fitting = [pair for pair in pairs if overlaps(_possible(*pair, factor), interval(figure))]
    a, b = (fitting or pairs)[0]
    return _check(name, figure, formula, pairs, fitting, factor * a.value / b.value), (a, b)


def _check(
    name: str, figure: Figure, formula: Formula, pairs: list[Pair], fitting: list[Pair], derived: float
) -> Check:
    above, below = (fitting or pairs)[0]
    outcome = "closes" if fitting else "share_mismatch"
    return Check(name, figure, outcome, derived, above.figures + below.figures, formula.formula_id)


def _missing(name: str, figure: Figure, formula: Formula, *found: list[Term]) -> Check:
    parts = tuple(part for terms in found for term in terms[:1] for part in term.figures)
    return Check(name, figure, "missing_partner", parts=parts, formula_id=formula.formula_id)


def _possible(above: Term, below: Term, factor: int) -> Interval:
    """Return the quotients that two rounded numbers allow; nothing is known where the lower one can be zero."""
    if below.low <= 0:
        return float("-inf"), float("inf")
    return factor * above.low / below.high, factor * above.high / below.low


def _fits_another_series(figure: Figure, formula: Formula, reliable: ReliableFigures) -> bool:
    """Return whether a share that does not fit the counts of its own series fits those of another."""
    above, below = (
        {
            series: f
            for (name, year, series), f in reliable.best.items()
            if (name, year) == (term, figure.reference_year)
        }
        for term in formula.terms
    )
    return any(
        overlaps(_possible(Term.total([above[series]]), Term.total([below[series]]), 100), interval(figure))
        for series in above.keys() & below.keys() - {figure.series}
    )


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
    """Return a check by figure_id for each share whose total was not printed, and the totals they imply together.

    One share alone implies a total but is compared with nothing: it stays without a check here.
    """
    totals: dict[SeriesKey, list[_Implied]] = defaultdict(list)
    for formula in formulas:
        for figure in figures:
            of_formula = formula.kind == "share" and figure.quantity_id == formula.result and figure.usable
            if of_formula and (implied := _implied(figure, formula, reliable)):
                totals[formula.terms[1], figure.reference_year, figure.series].append(implied)
    checks: dict[str, Check] = {}
    derived = []
    for key, implied_by in totals.items():
        agreeing = _agreeing(implied_by)
        common = _common(agreeing) if agreeing else None
        if len(implied_by) > 1:
            checks |= {each.share.figure_id: _base(each, implied_by, common, each in agreeing) for each in implied_by}
        if len(implied_by) > 1 and common and agreeing is implied_by:
            printed = tuple(dict.fromkeys(figure for each in implied_by for figure in (each.share, each.count)))
            persons = float(math.ceil(common[0])), float(math.floor(common[1]))
            derived.append(Derived("base", *key, *(persons if persons[0] <= persons[1] else common), printed))
    return checks, derived


def _implied(figure: Figure, formula: Formula, reliable: ReliableFigures) -> _Implied | None:
    above, below = formula.terms
    count = reliable.best.get((above, figure.reference_year, figure.series))
    # An estimate as the total is that of a study, and a registered total can be of another series.
    if reliable.terms(below, figure) or not count or below.startswith("estimate-"):
        return None
    (low, high), (least, most) = interval(count), interval(figure)
    return _Implied(figure, count, formula.formula_id, 100 * low / most, 100 * high / least) if least > 0 else None


def _agreeing(implied_by: list[_Implied]) -> list[_Implied]:
    """Return the shares that agree on a total: all, all but one, or none where it is not clear which of them do."""
    if _common(implied_by):
        return implied_by
    all_but_one = [[each for each in implied_by if each is not one] for one in implied_by if len(implied_by) > 2]
    agreeing = [others for others in all_but_one if _common(others)]
    return agreeing[0] if len(agreeing) == 1 else []


def _common(implied_by: list[_Implied]) -> Interval | None:
    """Return the totals that all of some shares allow."""
    low, high = max(each.low for each in implied_by), min(each.high for each in implied_by)
    return (low, high) if low <= high + 1e-9 else None


def _base(each: _Implied, implied_by: list[_Implied], common: Interval | None, agrees: bool) -> Check:
    others = [other for other in implied_by if other is not each]
    total = sum(common) / 2 if common else sum(other.low + other.high for other in others) / 2 / len(others)
    derived = 100 * (each.count.used_value or 0) / total
    parts = (each.count, *(figure for other in others for figure in (other.share, other.count)))
    return Check("base", each.share, "closes" if agrees else "share_mismatch", derived, parts, each.formula_id)
