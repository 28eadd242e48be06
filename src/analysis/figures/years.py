"""Totals over several years and their single years: on their own series, and on another where only that closes."""

from dataclasses import dataclass, replace

from analysis.figures.checks import Check, Derived, ReliableFigures, Term
from analysis.figures.compare import interval, overlaps
from analysis.figures.records import Figure, Formula

# A year that a series does not print is taken from the one that leads, as the later totals do.
_FALLBACK = {"comensha_register": "rapporteur_yearly"}


@dataclass(frozen=True)
class _SingleYears:
    """The single years of one series that go with a total, some of them borrowed from the series that leads."""

    series: str
    total: Figure
    figures: list[Figure]

    @property
    def sum(self) -> Term:
        return Term.total(self.figures)

    @property
    def complete(self) -> bool:
        return len(self.figures) == self.total.last_year - self.total.first_year + 1

    @property
    def borrowed(self) -> int:
        return sum(figure.series != self.series for figure in self.figures)

    @property
    def fits(self) -> bool:
        return self.complete and overlaps((self.sum.low, self.sum.high), interval(self.total))


def sum_over_years(total: Figure, formula: Formula, reliable: ReliableFigures) -> Check:
    """Return whether a total over several years is the sum of the single years, each as its edition knew it.

    On its own series it closes, or not. A series that did not print every year borrows the others from the one that
    leads; a sum with borrowed years proves nothing against a total, and only an exact match supports it.
    """
    others = sorted({series for _, _, series in reliable.best} - {total.series})
    own, *rest = (_single_years(total, formula, series, reliable) for series in (total.series, *others))
    rest = [each for each in rest if each.complete and each.borrowed < len(each.figures)]
    # A total that was rounded says little of how it was counted.
    exact = interval(total)[0] == interval(total)[1]
    if own.fits and (exact or not own.borrowed):
        return _check(own, formula, "closes")
    own_sum = own.sum.value if own.complete else None
    if closing := next((each for each in rest if each.fits and exact), None):
        return replace(_check(closing, formula, "other_series"), own_derived=own_sum)
    if own.complete and own.borrowed:
        # The series that lends the years does not close either.
        leading = [each for each in rest if each.series == _FALLBACK.get(own.series) and not each.fits]
        if leading and exact:
            return replace(_check(own, formula, "other_series"), own_derived=leading[0].sum.value)
        return _check(own, formula, "missing_partner")
    if own.complete:
        return _check(own, formula, "sum_mismatch")
    exceeds = len(own.figures) > 1 and own.sum.low > interval(total)[1]
    return _check(own, formula, "impossible" if exceeds else "missing_partner")


def _single_years(total: Figure, formula: Formula, series: str, reliable: ReliableFigures) -> _SingleYears:
    names = [series, *([_FALLBACK[series]] if series in _FALLBACK else [])]
    figures = []
    for year in range(total.first_year, total.last_year + 1):
        found = [reliable.as_of_edition(formula.terms[0], str(year), name, total) for name in names]
        figures += [each for each in found if each][:1]
    return _SingleYears(series, total, figures)


def _check(years: _SingleYears, formula: Formula, outcome: str) -> Check:
    derived = years.sum.value if years.complete or outcome == "impossible" else None
    series = years.series if years.series != years.total.series else ""
    return Check("years", years.total, outcome, derived, tuple(years.figures), formula.formula_id, series=series)


def with_implied_years(checks: list[Check]) -> list[Check]:
    """Return the checks; where a total fails by one borrowed year only, with the value that year would need.

    A year is doubted if the series itself does not print it and no other total that closes confirms it.
    """
    confirmed = {
        (check.figure.quantity_id, check.series or check.figure.series, part.reference_year)
        for check in checks
        if check.name == "years" and (check.outcome == "closes" or check.series) and not check.figure.qualifier
        for part in check.parts
    }
    return [_with_implied_year(check, confirmed) for check in checks]


def _with_implied_year(check: Check, confirmed: set[tuple[str, str, str]]) -> Check:
    figure = check.figure
    if check.name != "years" or check.outcome != "other_series" or check.series:
        return check
    borrowed = [part for part in check.parts if part.series != figure.series]
    doubted = [p for p in borrowed if (figure.quantity_id, figure.series, p.reference_year) not in confirmed]
    if len(doubted) != 1:
        return check
    value = doubted[0].used_value or 0.0
    needed = value + (figure.used_value or 0.0) - (check.derived or 0.0)
    if not value / 2 <= needed <= value * 2:
        # No two series differ that much: the total itself is wrong, or one of the other years.
        return replace(check, outcome="sum_mismatch", own_derived=None)
    year = doubted[0].reference_year
    implied = Derived("implied_year", figure.quantity_id, year, figure.series, needed, needed, check.figures)
    return replace(check, implied=implied)


def missing_year(check: Check) -> Derived | None:
    """Return the value of the one year that a total is missing; None where it is missing none, or several."""
    if check.name != "years" or check.outcome != "missing_partner":
        return None
    figure = check.figure
    missing = set(range(figure.first_year, figure.last_year + 1)) - {part.last_year for part in check.parts}
    if len(missing) != 1:
        return None
    total, (low, high) = Term.total(list(check.parts)), interval(figure)
    ends = low - total.high, high - total.low
    return Derived(
        "missing_year", figure.quantity_id, str(missing.pop()), check.series or figure.series, *ends, check.figures
    )
