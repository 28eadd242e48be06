"""Shares of a whole that nobody printed: each implies that whole, and together they must imply the same one."""

from collections import defaultdict
from dataclasses import dataclass

from analysis.figures.arithmetic.check import Check, Derived, Interval
from analysis.figures.arithmetic.partners import Partners
from analysis.figures.formulas import Formula
from analysis.figures.printed import Printed

Base = tuple[str, str, str]


@dataclass(frozen=True)
class _Implied:
    """The whole that one share with its count implies."""

    share: Printed
    count: Printed
    formula: Formula
    low: float
    high: float


def shares_of_unprinted_bases(
    formulas: list[Formula], figures: list[Printed], partners: Partners
) -> tuple[dict[str, Check], list[Derived]]:
    """Return a check by figure_id for each share whose whole was not printed, and the wholes they imply together.

    One share alone implies a whole but is held against nothing: it stays without a check here.
    """
    groups: dict[Base, list[_Implied]] = defaultdict(list)
    for formula in formulas:
        for figure in figures:
            if formula.kind == "share" and figure.quantity_id == formula.result and figure.usable:
                _add(figure, formula, partners, groups)
    checks: dict[str, Check] = {}
    bases = []
    for base, implied in groups.items():
        if len(implied) > 1:
            common, odd = _common(implied)
            checks |= {each.share.figure_id: _check(each, implied, common, each in odd) for each in implied}
            bases += [_derived(base, implied, common)] if common and not odd else []
    return checks, bases


def _add(figure: Printed, formula: Formula, partners: Partners, groups: dict[Base, list[_Implied]]) -> None:
    count_of, base = formula.terms
    count = partners.get(count_of, figure.reference_year, figure.series)
    # An estimate as the whole is that of a study, and a registered whole can stand in another count.
    if partners.terms(base, figure) or not count or base.startswith("estimate-"):
        return
    (low, high), (least, most) = count.interval(), figure.interval()
    if least > 0:
        ends = 100 * low / most, 100 * high / least
        groups[base, figure.reference_year, figure.series].append(_Implied(figure, count, formula, *ends))


def _common(implied: list[_Implied]) -> tuple[Interval | None, list[_Implied]]:
    """Return the wholes on which shares agree, and those that must be left out for that: all, if it is not clear."""
    common = _shared(implied)
    if common:
        return common, []
    odd = [each for each in implied if len(implied) > 2 and _shared([other for other in implied if other is not each])]
    if len(odd) == 1:
        return _shared([other for other in implied if other is not odd[0]]), odd
    return None, implied


def _shared(implied: list[_Implied]) -> Interval | None:
    low, high = max(each.low for each in implied), min(each.high for each in implied)
    return (low, high) if low <= high + 1e-9 else None


def _check(each: _Implied, all_implied: list[_Implied], common: Interval | None, odd: bool) -> Check:
    others = [other for other in all_implied if other is not each]
    whole = sum(common) / 2 if common else sum(other.low + other.high for other in others) / 2 / len(others)
    derived = 100 * (each.count.used_value or 0) / whole
    parts = (each.count, *(figure for other in others for figure in (other.share, other.count)))
    outcome = "share_mismatch" if odd else "closes"
    return Check("base", each.share, outcome, derived, parts, each.formula.formula_id)


def _derived(base: Base, implied: list[_Implied], common: Interval) -> Derived:
    figures = tuple(dict.fromkeys(figure for each in implied for figure in (each.share, each.count)))
    whole_low, whole_high = -(-common[0] // 1), common[1] // 1
    ends = (whole_low, whole_high) if whole_low <= whole_high else common
    return Derived("base", *base, *ends, figures)
