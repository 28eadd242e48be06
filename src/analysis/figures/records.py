"""Quantities, series and printed figures as records, read from their tables."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

import pandas as pd

from analysis.core.parameters import LANGUAGES
from analysis.core.record_tables import rows_of
from analysis.sources import Sources

# Measures that are printed exactly; all others are estimates, shares or ratios, rounded when printed.
COUNTED = ("registered_persons", "reports", "contacts", "suspects_and_offenders", "cases")
# The dimensions in which a group of people can differ from a larger one.
DIMENSIONS = ("age_group", "sex", "nationality", "exploitation_form", "reporter")


@dataclass(frozen=True)
class Groups:
    """Which group contains which, and which groups of a dimension together are all; the rows of data/groups.csv."""

    contains: Mapping[tuple[str, str], frozenset[str]]
    parts_of_all: Mapping[str, frozenset[str]]

    def within(self, dimension: str, group: str) -> frozenset[str]:
        """Return the groups of a dimension that are within one of them, at any depth."""
        found, new = frozenset[str](), self.contains.get((dimension, group), frozenset())
        while new - found:
            found |= new
            new = frozenset().union(*(self.contains.get((dimension, each), frozenset()) for each in new))
        return found


@dataclass(frozen=True)
class Quantity:
    """What is counted: a measure of a group of a population, in a unit; a row of data/quantities.csv."""

    quantity_id: str
    measure: str
    population: str
    age_group: str
    sex: str
    nationality: str
    exploitation_form: str
    reporter: str
    unit: str
    period: str
    label_nl: str
    label_en: str
    groups: Groups = field(compare=False, repr=False)

    def label(self, language: str) -> str:
        """Return what it counts in words, in Dutch (`nl`) or English."""
        return self.label_nl if language == "nl" else self.label_en

    @property
    def group(self) -> tuple[str, ...]:
        """Return the group it counts; in these sources, all sexual exploitation of Dutch victims is domestic."""
        form = self.exploitation_form
        if self.nationality == "dutch" and form == "sexual":
            form = "sexual_domestic"
        return self.age_group, self.sex, self.nationality, form, self.reporter

    def contains(self, part: "Quantity") -> bool:
        """Return whether the group of another quantity is within the group of this one, or the same."""
        within = map(self.groups.within, DIMENSIONS, self.group)
        return all(map(_covers, self.group, part.group, within))

    def is_part_of(self, total: "Quantity") -> bool:
        """Return whether this counts a smaller group in the same way, so that it can't have the larger number."""
        if self.measure != total.measure or self.measure not in (*COUNTED, "estimate"):
            return False
        ours, theirs = ((q.population, q.unit, q.period == "average_per_year") for q in (self, total))
        return ours == theirs and self.group != total.group and total.contains(self)

    def is_part_by(self, dimension: str, total: "Quantity") -> bool:
        """Return whether this is part of another quantity and differs from it in one of DIMENSIONS alone."""
        differing = [name for name in DIMENSIONS if getattr(self, name) != getattr(total, name)]
        return differing in ([], [dimension]) and self.is_part_of(total)


@cache  # asked often, for each pair of quantities
def _covers(group: str, part: str, within: frozenset[str]) -> bool:
    if group in ("all", part) or part in within:
        return True
    ages, own = ages_in(group), ages_in(part)
    return ages is not None and own is not None and ages[0] <= own[0] and own[1] <= ages[1]


def ages_in(group: str) -> tuple[int, int] | None:
    """Return the first and last age of a group such as `0-17`, `23+` or `all`; None for any other form."""
    if group == "all":
        return 0, 999
    ages = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|\+)", group)
    return (int(ages[1]), int(ages[2] or 999)) if ages else None


_OF_A_QUANTITY = [each.name for each in fields(Quantity) if each.name != "groups"]
NO_QUANTITY = Quantity(**dict.fromkeys(_OF_A_QUANTITY, ""), groups=Groups({}, {}))


def read_quantities(quantities: pd.DataFrame, groups: pd.DataFrame) -> dict[str, Quantity]:
    """Return the quantities by their id, in the order of their table; `groups` has one row per dimension and group."""
    within = zip(groups["dimension"], groups["group"], groups["contains"].fillna(""), strict=True)
    parts = groups[groups["is_part_of_all"] == "yes"].groupby("dimension")["group"]
    known = Groups(
        contains={(dimension, group): frozenset(names.split("|")) - {""} for dimension, group, names in within},
        parts_of_all={str(dimension): frozenset(own) for dimension, own in parts},
    )
    rows = quantities[_OF_A_QUANTITY].to_dict("records")
    return {row["quantity_id"]: Quantity(**{str(name): row[name] for name in row}, groups=known) for row in rows}


_AFTER_ALL_OTHERS = 999


@dataclass(frozen=True)
class Series:
    """A run of figures under one counting rule; a row of data/series.csv.

    `rank` is its place in the order in which series are chosen, the lowest first; of studies the newest has the lowest.
    `borrows_from` is the series from which a year is taken if this one does not print it.
    """

    series: str
    kind: str
    rank: int
    borrows_from: str
    names: Mapping[str, str] = field(compare=False, repr=False)

    @property
    def is_study(self) -> bool:
        """Return whether it is a study that estimates."""
        return self.kind == "study"

    def name(self, language: str, kind: str = "name") -> str:
        """Return its name within a sentence, or another `kind` of text; empty if there is none.

        `short` is its name in a chart or table, `maker` is who made a study, within a sentence, and `left_out` is what
        is known about a group for which a study has no number.
        """
        return self.names[f"{kind}_{language}"]


NO_SERIES = Series("", "other", _AFTER_ALL_OTHERS, "", {})


def read_series(series: pd.DataFrame) -> dict[str, Series]:
    """Return the series by their id, in the order of their table, which has one row per series."""
    texts = [f"{kind}_{language}" for kind in ("name", "short", "maker", "left_out") for language in LANGUAGES]
    found = {}
    for row in rows_of(series.fillna({"rank": _AFTER_ALL_OTHERS})):
        names = {name: row[name] or "" for name in texts}
        found[row["series"]] = Series(row["series"], row["kind"], int(row["rank"]), row["borrows_from"] or "", names)
    return found


# The authority of each kind of publication, lowest first: those who count or estimate go before those who repeat.
AUTHORITY = {"monitor": 0, "estimate_study": 0, "register_report": 0, "dataset": 1, "government": 1}
AUTHORITY |= {"international": 2, "institute": 2, "campaign": 3, "press": 4}
# A quantity and year; and a quantity, year and series.
Group = tuple[str, str]
SeriesKey = tuple[str, str, str]


@dataclass(frozen=True)
class Figure:
    """One number as printed in one publication; what was not printed is None.

    `decimals` is how many decimals of `value` were printed; `edition` is the publication whose number it is: the one
    quoted, or else its own. `printed_by` is its publisher and year, `attributed_to` those of the edition that it
    quotes, or a body. It is `comparable` unless its source says otherwise, or it has no quantity. `used_value` is the
    value after a decision that corrects it, `upper_alternative` the other of two upper ends.
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
        """Return its quantity and year: figures of one group are compared with each other."""
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
        """Return how far its publication is from whoever counted or estimated: lower is nearer."""
        return AUTHORITY[self.kind], self.certainty != "primary"

    @property
    def usable(self) -> bool:
        """Return whether it can be chosen or used in computing: the campaign is no source for its own claims."""
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
    """Return the publisher of a publication (a row of publications), and its year if a date is printed."""
    printed = publication["published_on"]
    return f"{publication['publisher']}, {printed[:4]}" if isinstance(printed, str) else str(publication["publisher"])
