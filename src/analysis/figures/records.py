"""Figures and claims as records, read from their tables."""

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from analysis.core.record_tables import rows_of
from analysis.figures.quantities import NO_QUANTITY, Quantity, Series
from analysis.sources import Sources

# How much weight a publication carries of itself: who counts or estimates goes before who repeats.
AUTHORITY = {"monitor": 0, "estimate_study": 0, "register_report": 0, "dataset": 1, "government": 1}
AUTHORITY |= {"international": 2, "institute": 2, "campaign": 3, "press": 4}
# A quantity and year, and these with a series.
Group = tuple[str, str]
SeriesKey = tuple[str, str, str]


@dataclass(frozen=True)
class Figure:
    """One number as printed in one publication; what was not printed is None.

    `decimals` is how many were printed of `value`; `edition` is the publication whose number it is: the one it quotes,
    else its own; `printed_by` is its publisher and year, `attributed_to` whom it quotes: those of the edition, or the
    body whose number it is. `comparable` is false for one that its source says can't be compared, or of no quantity;
    `used_value` is the value after a decision that corrects it; `upper_alternative` the other of two upper ends.
    """

    figure_id: str
    publication: str
    quantity: Quantity
    reference_year: str
    value: float | None
    decimals: int
    lower: float | None
    upper: float | None
    upper_alternative: float | None
    unit: str
    counted_in: Series
    qualifier: str
    reserve: str
    quotes: str
    attributed_to: str
    certainty: str
    comparable: bool
    known_from: datetime.date
    kind: str
    printed_by: str
    edition: str
    edition_from: datetime.date
    edition_kind: str
    source_url: str
    note: str
    decision: str
    used_value: float | None

    @property
    def quantity_id(self) -> str:
        """Return the id of what it counts."""
        return self.quantity.quantity_id

    @property
    def series(self) -> str:
        """Return the id of the series that it belongs to."""
        return self.counted_in.series

    @property
    def measure(self) -> str:
        """Return the measure of what it counts: registered_persons, estimate, share and so on."""
        return self.quantity.measure

    @property
    def group(self) -> Group:
        """Return its quantity and year: figures of one group are compared."""
        return self.quantity_id, self.reference_year

    @property
    def series_key(self) -> SeriesKey:
        """Return its quantity, year and series: figures of one count."""
        return *self.group, self.series

    @property
    def first_year(self) -> int:
        """Return the first year it is about."""
        return int(self.reference_year[:4])

    @property
    def last_year(self) -> int:
        """Return the last year it is about."""
        return int(self.reference_year[-4:])

    @property
    def is_of_study(self) -> bool:
        """Return whether it is an estimate by one of the studies."""
        return self.measure == "estimate" and self.counted_in.is_study

    @property
    def authority(self) -> tuple[int, bool]:
        """Return how far its publication is from who counted or estimated: lower is nearer."""
        return AUTHORITY[self.kind], self.certainty != "primary"

    @property
    def usable(self) -> bool:
        """Return whether it can be chosen or computed with: the campaign is no source for its own claims."""
        return self.comparable and self.decision != "exclude" and "campaign" not in (self.kind, self.edition_kind)


def read_figures(given: Sources, quantities: Mapping[str, Quantity], series: Mapping[str, Series]) -> list[Figure]:
    """Return the figures in the order of their table, each with its publication, its edition and the decision on it."""
    sources = {row["publication"]: row for row in rows_of(given.publications)}
    decided = {row["figure_id"]: row for row in rows_of(given.decisions.figures)}
    numbers = ("value", "lower", "upper", "upper_alternative")
    texts = ("figure_id", "publication", "reference_year", "unit", "qualifier", "reserve", "quotes", "certainty")
    read = []
    for row in rows_of(given.figures):
        source = sources[row["publication"]]
        edition = sources.get(row["quotes"], source)
        decision = decided.get(row["figure_id"], {"action": ""})
        quantity = quantities[row["quantity_id"]] if row["quantity_id"] else NO_QUANTITY
        cells: dict[str, Any] = {name: row[name] for name in numbers}
        cells |= {name: row[name] or "" for name in (*texts, "source_url", "note")}
        figure = Figure(
            **cells,
            quantity=quantity,
            counted_in=series[row["series"]],
            decimals=int(row.get("value_decimals") or 0),
            comparable=row["not_comparable_because"] is None and quantity is not NO_QUANTITY,
            known_from=source["known_from"].date(),
            kind=source["kind"],
            printed_by=source_in_words(source),
            edition=edition["publication"],
            edition_from=edition["known_from"].date(),
            edition_kind=edition["kind"],
            attributed_to=(row["attributed_to"] or "") if edition is source else source_in_words(edition),
            decision=decision["action"],
            used_value=decision["corrected_value"] if decision["action"] == "correct" else row["value"],
        )
        read.append(figure)
    return read


def source_in_words(publication: Mapping[Any, Any]) -> str:
    """Return the publisher of a publication (a row of publications), and the year where it is printed."""
    printed = publication["published_on"]
    return f"{publication['publisher']}, {printed[:4]}" if isinstance(printed, str) else str(publication["publisher"])


@dataclass(frozen=True)
class Claim:
    """A statement of the pledge; a row of claims. `reserve` is what stands in the way of a verdict without a caveat,
    `also_printed` the ids of what CKM printed elsewhere about the same.
    """

    claim_id: str
    sort_order: int
    quantity_id: str
    comparator: str
    unit: str
    claimed_value: float
    claimed_lower: float
    claimed_upper: float
    base_years: str
    reserve: str = ""
    also_printed: str = ""


def read_claim(row: Mapping[Any, Any]) -> Claim:
    """Return a row of claims; a number that it does not have is NaN, a text empty."""
    empty: dict[str, Any] = {each.name: math.nan if each.type is float else "" for each in fields(Claim)}
    return Claim(**empty | {name: row[name] for name in empty if pd.notna(row.get(name))})
