"""Totals over several years against the single years: on their own count, and on another where only that closes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.figures.arithmetic.check import Check, Derived, Term, fits
from analysis.figures.arithmetic.partners import Partners
from analysis.figures.formulas import Formula
from analysis.figures.printed import Printed

# A year that a count does not print is taken from the one that leads, as the later totals do.
_FALLBACK = {"comensha_register": "rapporteur_yearly"}


@dataclass(frozen=True)
class _Try:
    """A total held against the single years of one count."""

    series: str
    years: dict[int, Printed]
    total: Term
    whole: Printed

    @property
    def complete(self) -> bool:
        return len(self.years) == self.whole.last_year - self.whole.first_year + 1

    @property
    def fits(self) -> bool:
        return self.complete and fits((self.total.low, self.total.high), self.whole)

    @property
    def exact(self) -> bool:
        """Return whether the total was printed to the last person: a rounded one says little of how it was counted."""
        return self.whole.interval()[0] == self.whole.interval()[1]

    @property
    def closes(self) -> bool:
        return self.fits and (self.exact or not self.borrowed)

    @property
    def borrowed(self) -> list[Printed]:
        """Return the years that another count had to lend."""
        return [figure for figure in self.years.values() if figure.series != self.series]


def sum_over_years(figure: Printed, formula: Formula, partners: Partners) -> Check:
    """Return whether a total over several years is the sum of the single years, each as its edition knew it.

    On its own count it closes, or not. A count that did not print every year borrows the others from the one that
    leads; a sum with borrowed years proves nothing against a total, and only an exact match speaks for it.
    """
    others = sorted({series for _, _, series in partners.best} - {figure.series})
    own, *rest = (_try(figure, formula, series, partners) for series in (figure.series, *others))
    elsewhere = [each for each in rest if each.complete and len(each.borrowed) < len(each.years)]
    if own.closes:
        return _check(own, formula, "closes")
    closing = next((each for each in elsewhere if each.closes and each.exact), None)
    by_itself = own.total.value if own.complete else None
    if closing:
        return replace(_check(closing, formula, "other_series"), own_derived=by_itself)
    if own.complete and own.borrowed:
        return _unlike_the_leading_count(own, elsewhere, formula)
    if own.complete:
        return _check(own, formula, "sum_mismatch")
    exceeds = len(own.years) > 1 and own.total.low > figure.interval()[1]
    return _check(own, formula, "impossible" if exceeds else "missing_partner")


def _unlike_the_leading_count(own: _Try, elsewhere: list[_Try], formula: Formula) -> Check:
    """Return how a total that borrows years relates to the count that lends them."""
    leading = [each for each in elsewhere if each.series == _FALLBACK.get(own.series) and not each.fits]
    if leading and own.exact:
        return replace(_check(own, formula, "other_series"), own_derived=leading[0].total.value)
    return _check(own, formula, "missing_partner")


def _try(figure: Printed, formula: Formula, series: str, partners: Partners) -> _Try:
    years: dict[int, Printed] = {}
    for year in range(figure.first_year, figure.last_year + 1):
        names = [series, *([_FALLBACK[series]] if series in _FALLBACK else [])]
        found = [partners.as_of_edition(formula.terms[0], str(year), name, figure) for name in names]
        printed = next((each for each in found if each), None)
        if printed:
            years[year] = printed
    return _Try(series, years, Term.total(list(years.values())), figure)


def _check(made: _Try, formula: Formula, outcome: str) -> Check:
    derived = made.total.value if made.complete or outcome == "impossible" else None
    parts = tuple(made.years.values())
    series = made.series if made.series != made.whole.series else ""
    return Check("years", made.whole, outcome, derived, parts, formula.formula_id, series=series)


def with_implied_years(found: list[Check]) -> list[Check]:
    """Return the checks; where a total fails by one borrowed year only, with the value that year would need.

    A year is doubted if the count itself does not print it and no other total that closes confirms it.
    """
    confirmed = {
        (check.figure.quantity_id, check.series or check.figure.series, part.reference_year)
        for check in found
        if check.name == "years" and _closes_somewhere(check) and not check.figure.qualifier
        for part in check.parts
    }
    return [_with_implied_year(check, confirmed) for check in found]


def _closes_somewhere(check: Check) -> bool:
    return check.outcome == "closes" or bool(check.series)


def _with_implied_year(check: Check, confirmed: set[tuple[str, str, str]]) -> Check:
    figure, printed = check.figure, check.figure.used_value
    fails = check.name == "years" and check.outcome == "other_series" and not _closes_somewhere(check)
    if not fails or check.derived is None or printed is None:
        return check
    series = check.series or figure.series
    borrowed = [part for part in check.parts if part.series != series]
    doubted = [part for part in borrowed if (figure.quantity_id, series, part.reference_year) not in confirmed]
    if len(doubted) != 1 or doubted[0].used_value is None:
        return check
    needed = doubted[0].used_value + printed - check.derived
    if not doubted[0].used_value / 2 <= needed <= doubted[0].used_value * 2:
        # No count differs that much from another: the total itself is wrong, or one of the other years.
        return replace(check, outcome="sum_mismatch", own_derived=None)
    year = doubted[0].reference_year
    implied = Derived("implied_year", figure.quantity_id, year, series, needed, needed, check.figures)
    return replace(check, implied=implied)


def derived_years(found: list[Check]) -> Iterator[Derived]:
    """Yield the values of years that nobody printed: the one a total would need, or the one a total lacks."""
    for check in found:
        if check.implied:
            yield check.implied
        if check.name == "years" and check.outcome == "missing_partner":
            yield from _missing_year(check)


def _missing_year(check: Check) -> Iterator[Derived]:
    figure = check.figure
    lacking = set(range(figure.first_year, figure.last_year + 1)) - {part.last_year for part in check.parts}
    if len(lacking) == 1:
        total, (low, high) = Term.total(list(check.parts)), figure.interval()
        ends = low - total.high, high - total.low
        series = check.series or figure.series
        yield Derived("missing_year", figure.quantity_id, str(lacking.pop()), series, *ends, check.figures)
