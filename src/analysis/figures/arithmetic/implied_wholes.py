"""Shares of a whole that nobody printed: each implies that whole, and together they must imply the same one."""

import math
from collections import defaultdict
from dataclasses import dataclass

from analysis.figures.arithmetic.checks import Check, Derived, ReliableFigures
from analysis.figures.choice import SeriesKey
from analysis.figures.records import Figure, Formula
from analysis.figures.same_number import Interval, interval


@dataclass(frozen=True)
class _Implied:
    """The whole that one share with its count implies."""

    share: Figure
    count: Figure
    formula_id: str
    low: float
    high: float


def shares_of_unprinted_wholes(
    formulas: list[Formula], figures: list[Figure], reliable: ReliableFigures
) -> tuple[dict[str, Check], list[Derived]]:
    """Return a check by figure_id for each share whose whole was not printed, and the wholes they imply together.

    One share alone implies a whole but is compared with nothing: it stays without a check here.
    """
    wholes: dict[SeriesKey, list[_Implied]] = defaultdict(list)
    for formula in formulas:
        for figure in figures:
            of_formula = formula.kind == "share" and figure.quantity_id == formula.result and figure.usable
            if of_formula and (implied := _implied(figure, formula, reliable)):
                wholes[formula.terms[1], figure.reference_year, figure.series].append(implied)
    checks: dict[str, Check] = {}
    derived = []
    for key, implied_by in wholes.items():
        agreeing = _agreeing(implied_by)
        common = _common(agreeing) if agreeing else None
        if len(implied_by) > 1:
            checks |= {each.share.figure_id: _check(each, implied_by, common, each in agreeing) for each in implied_by}
        if len(implied_by) > 1 and common and agreeing is implied_by:
            printed = tuple(dict.fromkeys(figure for each in implied_by for figure in (each.share, each.count)))
            persons = float(math.ceil(common[0])), float(math.floor(common[1]))
            derived.append(Derived("base", *key, *(persons if persons[0] <= persons[1] else common), printed))
    return checks, derived


def _implied(figure: Figure, formula: Formula, reliable: ReliableFigures) -> _Implied | None:
    above, below = formula.terms
    count = reliable.best.get((above, figure.reference_year, figure.series))
    # An estimate as the whole is that of a study, and a registered whole can be of another series.
    if reliable.terms(below, figure) or not count or below.startswith("estimate-"):
        return None
    (low, high), (least, most) = interval(count), interval(figure)
    return _Implied(figure, count, formula.formula_id, 100 * low / most, 100 * high / least) if least > 0 else None


def _agreeing(implied_by: list[_Implied]) -> list[_Implied]:
    """Return the shares that agree on a whole: all, all but one, or none where it is not clear which of them do."""
    if _common(implied_by):
        return implied_by
    all_but_one = [[each for each in implied_by if each is not one] for one in implied_by if len(implied_by) > 2]
    agreeing = [others for others in all_but_one if _common(others)]
    return agreeing[0] if len(agreeing) == 1 else []


def _common(implied_by: list[_Implied]) -> Interval | None:
    """Return the wholes that all of some shares allow."""
    low, high = max(each.low for each in implied_by), min(each.high for each in implied_by)
    return (low, high) if low <= high + 1e-9 else None


def _check(each: _Implied, implied_by: list[_Implied], common: Interval | None, agrees: bool) -> Check:
    others = [other for other in implied_by if other is not each]
    whole = sum(common) / 2 if common else sum(other.low + other.high for other in others) / 2 / len(others)
    derived = 100 * (each.count.used_value or 0) / whole
    parts = (each.count, *(figure for other in others for figure in (other.share, other.count)))
    return Check("base", each.share, "closes" if agrees else "share_mismatch", derived, parts, each.formula_id)
