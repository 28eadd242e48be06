"""Arithmetic between figures: shares with their counts, changes, parts with wholes, sums over years, complements.

Each check ends in `closes`, in the kind of what does not close, or in `missing_partner`. Figures are only put together
within one series and one reference year; estimates are yearly levels and are never summed over years.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from analysis.figures.choice import choose
from analysis.figures.formulas import CHANGES, COMPLEMENTS, FALLBACK, HUNDREDS, SHARES, SOME_REPORTERS, SUMMED, WHOLES
from analysis.figures.printed import Printed, is_part_of, overlaps, within
from analysis.figures.verdicts import Context, Relation

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Implied:
    """The value that one year would need for a sum over years to close, beside the one that was printed."""

    year: str
    value: float
    printed: float


@dataclass(frozen=True)
class Check:
    """One sum, share, change or complement: the printed figure, what it should be, and how it came out.

    `outcome` is `closes`, `missing_partner` or a kind of discrepancy; `parts` are the figures it was derived from,
    or, with `missing_partner`, those of them that were found. `spread` holds the derived values that go with the range
    of an estimate.
    """

    name: str
    figure: Printed
    outcome: str
    derived: float | None = None
    parts: tuple[Printed, ...] = ()
    implied: Implied | None = None
    spread: tuple[float, float] | None = None

    @property
    def differs(self) -> bool:
        """Return whether this is a discrepancy."""
        return self.outcome not in ("closes", "missing_partner")


@dataclass(frozen=True)
class Partners:
    """The figures that others may be computed from: the chosen one of each quantity, year and series, without those
    that were found to be of another definition or in conflict, and all of them for an earlier edition."""

    best: dict[Key, Printed]
    every: dict[Key, list[Printed]]
    context: Context

    def get(self, quantity: str, year: str, series: str) -> Printed | None:
        """Return the figure of a quantity and year within a series."""
        return self.best.get((quantity, year, series))

    def as_of_edition(self, quantity: str, year: str, series: str, edition: Printed) -> Printed | None:
        """Return the figure that was the newest when an edition appeared: a total is the sum of what it knew."""
        known = [f for f in self.every.get((quantity, year, series), []) if f.edition_from <= edition.edition_from]
        return choose(known)[0] if known else None


def partners_of(relations: list[Relation], context: Context) -> Partners:
    """Return the figures that others may be computed from."""
    every: dict[Key, list[Printed]] = {}
    for relation in relations:
        figure = relation.figure
        if relation.sound and figure.used_value is not None:
            every.setdefault((figure.quantity_id, figure.reference_year, figure.series), []).append(figure)
    return Partners({key: choose(group)[0] for key, group in every.items()}, every, context)


def checks(relations: list[Relation], context: Context) -> list[Check]:
    """Return every check of the arithmetic, in the order of the printed figures."""
    partners = partners_of(relations, context)
    found: list[Check] = []
    for relation in relations:
        if relation.figure.comparable:
            found += _checks_of(relation.figure, partners)
    return _with_implied_years(found) + list(_impossible(partners))


def _checks_of(figure: Printed, partners: Partners) -> Iterator[Check]:
    if figure.quantity_id in SHARES:
        yield _share(figure, partners)
    if figure.quantity_id in COMPLEMENTS:
        yield _complement(figure, partners)
    if figure.quantity_id in CHANGES:
        yield _change(figure, partners)
    if figure.quantity_id in SUMMED and figure.first_year != figure.last_year:
        yield _sum_over_years(figure, partners)
    if partners.get(figure.quantity_id, figure.reference_year, figure.series) is figure:
        yield from _sums_of_parts(figure, partners)


def _count(quantity: str, figure: Printed, partners: Partners) -> Printed | None:
    """Return a count for a share: of its own series and year, or the study's estimate, or the registered number."""
    if quantity.startswith("estimate-"):
        estimate = partners.context.estimates.get((figure.series, quantity))
        usable = partners.every.get((quantity, estimate.figure.reference_year, figure.series), []) if estimate else []
        return estimate.value if estimate and estimate.value in usable else None
    own = partners.get(quantity, figure.reference_year, figure.series)
    if own:
        return own
    if figure.measure == "share" and figure.series.endswith("_estimate"):
        return partners.get(quantity, figure.reference_year, "rapporteur_yearly")
    return None


def _share(figure: Printed, partners: Partners) -> Check:
    above, below = (_count(quantity, figure, partners) for quantity in SHARES[figure.quantity_id])
    if not above or not below or not above.used_value or not below.used_value:
        return Check("share", figure, "missing_partner", parts=tuple(f for f in (above, below) if f))
    derived = 100 * above.used_value / below.used_value
    low, high = below.interval()
    possible = (100 * above.interval()[0] / high, 100 * above.interval()[1] / low)
    closes = overlaps(possible, figure.interval())
    outcome = "closes" if closes else "other_base" if _other_base(figure, partners) else "share_mismatch"
    return Check("share", figure, outcome, derived, (above, below), spread=_spread(above, below, partners))


def _spread(above: Printed, below: Printed, partners: Partners) -> tuple[float, float] | None:
    """Return the shares that go with the ends of the range of an estimate; the upper end makes the smallest share."""
    estimate = partners.context.estimates.get((below.series, below.quantity_id))
    if not estimate or not estimate.ranged or not above.used_value:
        return None
    low, high = estimate.ranged.printed_range()
    return 100 * above.used_value / high, 100 * above.used_value / low


def _other_base(figure: Printed, partners: Partners) -> bool:
    """Return whether a share that does not fit the counts of its own series fits those of another."""
    above, below = SHARES[figure.quantity_id]
    for quantity, year, series in partners.best:
        if (quantity, year) == (above, figure.reference_year) and series != figure.series:
            a, b = partners.get(above, year, series), partners.get(below, year, series)
            values = (a.used_value, b.used_value) if a and b else (None, None)
            if values[0] and values[1] and within(100 * values[0] / values[1], figure.interval()):
                return True
    return False


def _complement(figure: Printed, partners: Partners) -> Check:
    alike = [
        f
        for f in partners.context.figures
        if f.quantity_id == COMPLEMENTS[figure.quantity_id]
        and (f.reference_year, f.series) == (figure.reference_year, figure.series)
    ]
    if not alike:
        return Check("complement", figure, "missing_partner")
    low, high = alike[0].interval()
    closes = overlaps((100 - high, 100 - low), figure.interval())
    return Check("complement", figure, "closes" if closes else "sum_mismatch", 100 - (low + high) / 2, (alike[0],))


def _change(figure: Printed, partners: Partners) -> Check:
    quantity, in_percent = CHANGES[figure.quantity_id]
    years = figure.reference_year, str(figure.last_year - 1)
    now, before = (partners.get(quantity, year, figure.series) for year in years)
    if not now or not before or now.used_value is None or not before.used_value:
        return Check("change", figure, "missing_partner", parts=tuple(f for f in (now, before) if f))
    change = now.used_value - before.used_value
    derived = 100 * change / before.used_value if in_percent else change
    # A fall of 36.7 percent is printed as "over 37 percent": rounded first, then the word added.
    closes = within(round(derived), figure.interval()) or within(derived, figure.interval())
    return Check("change", figure, "closes" if closes else "share_mismatch", derived, (now, before))


def _sums_of_parts(figure: Printed, partners: Partners) -> Iterator[Check]:
    sums = [c for whole, names in WHOLES if whole == figure.quantity_id for c in _sum_of_parts(figure, names, partners)]
    # A whole can be printed in other parts each year: what one division lacks is no gap if another is complete.
    complete = [check for check in sums if check.outcome != "missing_partner"]
    yield from complete or sorted(sums, key=lambda check: -len(check.parts))[:1]
    if figure.quantity_id == "registered-all":
        yield from _sum_of_parts(figure, SOME_REPORTERS, partners, complete=False)
    for names in HUNDREDS:
        if names[0] == figure.quantity_id:
            yield from _hundred(figure, names, partners)


def _sum_of_parts(
    figure: Printed, names: tuple[str, ...], partners: Partners, complete: bool = True
) -> Iterator[Check]:
    parts = [f for n in names if (f := partners.get(n, figure.reference_year, figure.series))]
    if len(parts) < len(names):
        if len(parts) > 1 and complete:
            yield Check("parts", figure, "missing_partner", parts=tuple(parts))
        return
    total = sum(f.used_value or 0 for f in parts)
    slack = sum(f.interval()[1] - (f.used_value or 0) for f in parts)
    if overlaps((total - slack, total + slack), figure.interval()):
        yield Check("parts", figure, "closes", total, tuple(parts))
    elif total > (figure.used_value or 0):
        yield Check("parts", figure, "overlap", total, tuple(parts))
    elif complete:
        yield Check("parts", figure, "sum_mismatch", total, tuple(parts))


def _hundred(figure: Printed, names: tuple[str, ...], partners: Partners) -> Iterator[Check]:
    parts = [f for n in names if (f := partners.get(n, figure.reference_year, figure.series))]
    if len(parts) == len(names):
        low, high = (sum(f.interval()[end] for f in parts) for end in (0, 1))
        derived = 100 - sum(f.used_value or 0 for f in parts[1:])
        yield Check("hundred", figure, "closes" if within(100, (low, high)) else "sum_mismatch", derived, tuple(parts))


def _sum_over_years(figure: Printed, partners: Partners) -> Check:
    parts = []
    for year in range(figure.first_year, figure.last_year + 1):
        series = [figure.series, FALLBACK.get(figure.series, "")]
        found = [partners.as_of_edition(figure.quantity_id, str(year), name, figure) for name in series]
        parts += [f for f in found if f][:1]
    if len(parts) < figure.last_year - figure.first_year + 1:
        return Check("years", figure, "missing_partner", parts=tuple(parts))
    total = sum(f.used_value or 0 for f in parts)
    closes = within(total, figure.interval())
    return Check("years", figure, "closes" if closes else "sum_mismatch", total, tuple(parts))


def _with_implied_years(found: list[Check]) -> list[Check]:
    """Return the checks; where a sum over years fails by one year only, with the value that year would need.

    A year is doubted if its own series does not print it and no other total that closes confirms it.
    """
    confirmed = {
        (check.figure.quantity_id, check.figure.series, part.reference_year)
        for check in found
        if check.name == "years" and check.outcome == "closes" and not check.figure.qualifier
        for part in check.parts
    }
    return [_with_implied_year(check, confirmed) for check in found]


def _with_implied_year(check: Check, confirmed: set[tuple[str, str, str]]) -> Check:
    figure, printed = check.figure, check.figure.used_value
    if check.name != "years" or not check.differs or check.derived is None or printed is None:
        return check
    borrowed = [p for p in check.parts if p.series != figure.series]
    doubted = [p for p in borrowed if (figure.quantity_id, figure.series, p.reference_year) not in confirmed]
    if len(doubted) != 1 or doubted[0].used_value is None:
        return check
    implied = doubted[0].used_value + printed - check.derived
    return replace(check, implied=Implied(doubted[0].reference_year, implied, doubted[0].used_value))


def _impossible(partners: Partners) -> Iterator[Check]:
    """Return the figures of a group that are larger than those of a group that holds it, in one year and series."""
    quantities = partners.context.quantities
    for (part_id, year, series), part in partners.best.items():
        for (whole_id, whole_year, whole_series), whole in partners.best.items():
            larger = (year, series) == (whole_year, whole_series) and part.interval()[0] > whole.interval()[1]
            if larger and is_part_of(quantities[part_id], quantities[whole_id]):
                yield Check("part", part, "impossible", whole.used_value, (whole,))
