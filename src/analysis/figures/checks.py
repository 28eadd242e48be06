"""The formulas, what a check of the arithmetic finds, and the numbers that it is made from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.core.record_tables import grouped_by, rows_of
from analysis.figures.choice import Choices, best_within_series, choose
from analysis.figures.compare import Interval, interval
from analysis.figures.records import NO_SERIES, Figure, Quantity
from analysis.figures.verdicts import Relation


@dataclass(frozen=True)
class Formula:
    """A row of data/formulas.csv: `kind` says how `result` is made of `terms`, which are `complete` or not."""

    formula_id: str
    kind: str
    result: str
    terms: tuple[str, ...]
    may_overlap: bool  # one person can be counted in two terms
    complete: bool


def read_formulas(formulas: pd.DataFrame) -> list[Formula]:
    """Return the formulas in the order of their table, which has one row per formula."""
    read = []
    for row in rows_of(formulas):
        terms, flags = tuple(row["terms"].split("|")), (row["may_overlap"] == "yes", row["complete"] == "yes")
        read.append(Formula(row["formula_id"], row["kind"], row["result"] or "", terms, *flags))
    return read


class Term:
    """A number that others are computed from: one printed figure, or a sum or mean of several, with its tolerance."""

    def __init__(self, figures: Iterable[Figure], divided_by: int = 1) -> None:
        """Add up figures that have values, and their tolerances; `divided_by` makes it a mean."""
        self.figures = tuple(figures)
        ends = [interval(figure) for figure in self.figures]
        self.value = sum(figure.used_value or 0 for figure in self.figures) / divided_by
        self.low, self.high = sum(low for low, _ in ends) / divided_by, sum(high for _, high in ends) / divided_by


@dataclass(frozen=True)
class Derived:
    """A value that printed figures imply but nobody printed: of which quantity, year and series, and how.

    `kind`: `missing_year` (the one year missing in a total), `implied_year` (the year a total would need to close) or
    `base` (the total of which several shares with their counts are parts; `low` and `high` are its ends).
    """

    kind: str
    quantity_id: str
    reference_year: str
    series: str
    low: float
    high: float
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Check:
    """One sum, share, change or bound: the printed figure, what it should be, and the outcome.

    `outcome` is `closes`, `missing_partner`, `may_overlap` (overlapping parts make more than the total that their
    edition prints) or a kind of discrepancy. `parts` are the figures from which it is derived or, for
    `missing_partner`, those found. `spread` has the derived values for the range of an estimate; `series` is the series
    on which a total closes if that is not its own, and `own_derived` the sum on its own; `implied` is the value that a
    borrowed year would need to make a total close.
    """

    name: str
    figure: Figure
    outcome: str
    derived: float | None = None
    parts: tuple[Figure, ...] = ()
    formula_id: str = ""
    spread: Interval | None = None
    series: str = ""
    own_derived: float | None = None
    implied: Derived | None = None

    @property
    def differs(self) -> bool:
        """Return whether this is a discrepancy."""
        return self.outcome not in ("closes", "missing_partner", "may_overlap")

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return every figure that the check is about, each once."""
        return tuple(dict.fromkeys((self.figure, *self.parts)))


class ReliableFigures:
    """The figures from whose values others may be computed: `all` of each series, and the `best` one.

    `series` are those of all figures, `estimated` the quantities that are estimates, and `leading_register` is the
    series of the registered persons that shares of an estimate are compared with.
    """

    def __init__(self, relations: list[Relation], choices: Choices, quantities: Mapping[str, Quantity]) -> None:
        """Keep the reliable figures of all that were compared."""
        figures = [r.figure for r in relations if r.reliable and r.figure.used_value is not None]
        self.choices, self.series = choices, {each.series: each.counted_in for each in choices.figures}
        self.estimated = {name for name, quantity in quantities.items() if quantity.measure == "estimate"}
        self.all, self.best = grouped_by(figures, lambda figure: figure.series_key), best_within_series(figures)
        registers = (each for each in self.series.values() if each.kind == "register")
        self.leading_register = min(registers, key=lambda each: each.rank, default=NO_SERIES).series

    def as_of_edition(self, quantity: str, year: str, series: str, edition: Figure) -> Figure | None:
        """Return the figure that the rule would have chosen when the edition of another figure appeared."""
        known = [f for f in self.all.get((quantity, year, series), []) if f.edition_from <= edition.edition_from]
        return choose(known)[0] if known else None

    def terms(self, quantity: str, figure: Figure, year: str = "") -> list[Term]:
        """Return the numbers of a quantity that belong to a figure: as its edition knew them, then as known today.

        `year` is that of the figure if not given. An estimate is that of the figure's study, for whatever years; to a
        share or ratio of an estimate belongs the registered number of the year, or the mean over its years.
        """
        if quantity in self.estimated:
            estimate = self.choices.estimates.get((figure.series, quantity))
            value = estimate.value if estimate else None
            return [Term([value])] if value and value in self.all.get(value.series_key, []) else []
        # Of an estimate, by a known study or not.
        year, of_estimate = year or figure.reference_year, figure.counted_in.kind in ("study", "estimate")
        for series in (figure.series, *([self.leading_register] if of_estimate else [])):
            found = self.as_of_edition(quantity, year, series, figure), self.best.get((quantity, year, series))
            if terms := [Term([each]) for each in dict.fromkeys(found) if each]:
                return terms
        years = [str(each) for each in range(figure.first_year, figure.last_year + 1)]
        counted = [each for y in years if (each := self.best.get((quantity, y, self.leading_register)))]
        has_mean = of_estimate and len(counted) == len(years) > 1
        return [Term(counted, divided_by=len(years))] if has_mean else []
