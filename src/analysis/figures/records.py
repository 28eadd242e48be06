"""Quantities, figures and claims as records, read from their tables."""

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, TypeVar

import pandas as pd

from analysis.core.parameters import LANGUAGES

# How much weight a publication carries of itself: who counts or estimates goes before who repeats.
AUTHORITY = {
    "monitor": 0,
    "estimate_study": 0,
    "register_report": 0,
    "dataset": 1,
    "government": 1,
    "international": 2,
    "institute": 2,
    "campaign": 3,
    "press": 4,
}
# Measures that are printed exactly; all others are estimates, shares or ratios, rounded when printed.
COUNTED = ("registered_persons", "reports", "contacts", "suspects_and_offenders", "cases")
# In what a group of people differs from a larger one.
DIMENSIONS = ("age_group", "sex", "nationality", "exploitation_form", "reporter")
# A quantity and year, and these with a series.
Group = tuple[str, str]
SeriesKey = tuple[str, str, str]
Key = TypeVar("Key")


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
    groups: "Groups" = field(compare=False, repr=False)

    def label(self, language: str) -> str:
        """Return what it counts in words, in Dutch (`nl`) or English."""
        return self.label_nl if language == "nl" else self.label_en

    @property
    def group(self) -> tuple[str, ...]:
        """Return the group it counts; of Dutch victims all sexual exploitation is domestic in these sources."""
        form = self.exploitation_form
        if self.nationality == "dutch" and form == "sexual":
            form = "sexual_domestic"
        return self.age_group, self.sex, self.nationality, form, self.reporter

    @property
    def is_yearly_average(self) -> bool:
        """Return whether it is an average per year over several years: no part of a total over these years."""
        return self.period == "average_per_year"

    def contains(self, part: "Quantity") -> bool:
        """Return whether the people of another quantity are among those of this one, or the same."""
        within = map(self.groups.within, self.group)
        return all(map(_covers, self.group, part.group, within))

    def is_part_of(self, total: "Quantity") -> bool:
        """Return whether this counts, in the same way, a smaller group within that of another quantity.

        The smaller group can't have the larger number then. Shares are no counts; an average per year is part of none.
        """
        if self.measure != total.measure or self.measure not in (*COUNTED, "estimate"):
            return False
        ours, theirs = ((q.population, q.unit, q.is_yearly_average) for q in (self, total))
        return ours == theirs and self.group != total.group and total.contains(self)

    def is_part_by(self, dimension: str, total: "Quantity") -> bool:
        """Return whether this is part of another quantity and differs from it in one of DIMENSIONS alone."""
        others = [name for name in DIMENSIONS if name != dimension]
        return self.is_part_of(total) and all(getattr(self, name) == getattr(total, name) for name in others)


@dataclass(frozen=True)
class Groups:
    """Which group holds which, and of each dimension the groups that are together all; the rows of data/groups.csv."""

    contains: Mapping[str, frozenset[str]]
    parts_of_all: Mapping[str, frozenset[str]]

    def within(self, group: str) -> frozenset[str]:
        """Return the groups within a group, however deep."""
        own = self.contains.get(group, frozenset())
        return own.union(*(self.within(each) for each in own))


def read_groups(groups: pd.DataFrame) -> Groups:
    """Return the groups by their table, which has one row per dimension and group."""
    contains = {row["group"]: frozenset(_text(row["contains"]).split("|")) - {""} for row in groups.to_dict("records")}
    parts = groups[groups["is_part_of_all"] == "yes"].groupby("dimension")["group"]
    return Groups(contains, {str(dimension): frozenset(own) for dimension, own in parts})


NO_GROUPS = Groups({}, {})
# Its own columns.
_OF_A_QUANTITY = [each.name for each in fields(Quantity) if each.name != "groups"]


@cache  # of each pair of quantities this is asked often
def _covers(group: str, part: str, within: frozenset[str]) -> bool:
    if group in ("all", part) or part in within:
        return True
    ages, own = ages_in(group), ages_in(part)
    return ages is not None and own is not None and ages[0] <= own[0] and own[1] <= ages[1]


def ages_in(group: str) -> tuple[int, int] | None:
    """Return the first and last age of a group, `0-17`, `23+` or `all`; None where it is written otherwise."""
    if group == "all":
        return 0, 999
    ages = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|\+)", group)
    return (int(ages[1]), int(ages[2] or 999)) if ages else None


NO_QUANTITY = Quantity(**dict.fromkeys(_OF_A_QUANTITY, ""), groups=NO_GROUPS)
# The place of a series that has none in the order.
_AFTER_ALL_OTHERS = 999


@dataclass(frozen=True)
class Series:
    """A run of figures under one counting rule; a row of data/series.csv.

    `rank` is its place in the order in which series are chosen, the lowest first; of studies the newest has the lowest.
    `borrows_from` is the series of which a year is taken that this one does not print.
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

    @property
    def is_estimate(self) -> bool:
        """Return whether its numbers are estimates, of a known study or not."""
        return self.kind in ("study", "estimate")

    def name(self, language: str) -> str:
        """Return what it is, within a sentence."""
        return self.names[f"name_{language}"]

    def short(self, language: str) -> str:
        """Return its name in a chart or table; empty where it is not named there."""
        return self.names[f"short_{language}"]

    def maker(self, language: str) -> str:
        """Return who made a study, within a sentence."""
        return self.names[f"maker_{language}"]


NO_SERIES = Series("", "other", _AFTER_ALL_OTHERS, "", {})


def read_series(series: pd.DataFrame) -> dict[str, Series]:
    """Return the series by their id, in the order of their table, which has one row per series."""
    names = [f"{kind}_{language}" for kind in ("name", "short", "maker") for language in LANGUAGES]
    return {
        row["series"]: Series(
            row["series"],
            row["kind"],
            int(_number(row["rank"]) or _AFTER_ALL_OTHERS),
            _text(row["borrows_from"]),
            {name: _text(row[name]) for name in names},
        )
        for row in series.to_dict("records")
    }


@dataclass(frozen=True)
class Figure:
    """One number as printed in one publication.

    `decimals` is how many were printed of `value`; `edition` is the publication whose number it is: the one it quotes,
    else its own. `printed_by` and `edition_printed_by` are the publisher and year of both; `attributed_to` is the body
    whose number it is, where that is no publication that we have. `comparable` is false for one that its source says
    can't be compared, or of no quantity; `used_value` is the value after a decision that corrects it;
    `upper_alternative` is the other upper end, where two were printed. What was not printed is None.
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
    edition_printed_by: str
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
        """Return whether it can be chosen or computed with: no decision excludes it, and it is not the campaign's own.

        What the campaign prints, or who quotes it, is no source for the campaign's own claims.
        """
        return self.comparable and self.decision != "exclude" and "campaign" not in (self.kind, self.edition_kind)


def grouped(figures: Iterable[Figure], key: Callable[[Figure], Key]) -> dict[Key, list[Figure]]:
    """Return figures by their key, both in their order."""
    groups: dict[Key, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(key(figure), []).append(figure)
    return groups


def read_quantities(quantities: pd.DataFrame, groups: pd.DataFrame) -> dict[str, Quantity]:
    """Return the quantities by their id, in the order of their table, which has one row per quantity."""
    rows, known = quantities[_OF_A_QUANTITY].to_dict("records"), read_groups(groups)
    return {row["quantity_id"]: Quantity(**{str(name): row[name] for name in row}, groups=known) for row in rows}


def read_figures(
    figures: pd.DataFrame,
    publications: pd.DataFrame,
    quantities: Mapping[str, Quantity],
    series: Mapping[str, Series],
    decisions: pd.DataFrame,
) -> list[Figure]:
    """Return the figures in the order of their table, each with its publication, its edition and the decision on it."""
    sources = {row["publication"]: row for row in publications.to_dict("records")}
    decided = {row["figure_id"]: row for row in decisions.to_dict("records")}
    read = []
    for row in figures.to_dict("records"):
        source = sources[row["publication"]]
        edition = sources.get(row["quotes"], source)
        decision = decided.get(row["figure_id"], {"action": ""})
        as_printed = ("figure_id", "publication", "reference_year", "unit", "certainty")
        cells: dict[str, Any] = {name: row[name] for name in as_printed}
        cells |= {name: _number(row[name]) for name in ("value", "lower", "upper", "upper_alternative")}
        texts = ("qualifier", "reserve", "quotes", "attributed_to", "source_url", "note")
        cells |= {name: _text(row[name]) for name in texts}
        quantity = quantities[row["quantity_id"]] if _text(row["quantity_id"]) else NO_QUANTITY
        figure = Figure(
            **cells,
            quantity=quantity,
            counted_in=series[row["series"]],
            decimals=int(_number(row.get("value_decimals")) or 0),
            comparable=pd.isna(row["not_comparable_because"]) and quantity is not NO_QUANTITY,
            known_from=source["known_from"].date(),
            kind=source["kind"],
            printed_by=source_in_words(source),
            edition=edition["publication"],
            edition_from=edition["known_from"].date(),
            edition_kind=edition["kind"],
            edition_printed_by=source_in_words(edition),
            decision=decision["action"],
            used_value=_number(decision["corrected_value"]) if decision["action"] == "correct" else cells["value"],
        )
        read.append(figure)
    return read


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else ""


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def source_in_words(publication: Mapping[Any, Any]) -> str:
    """Return the publisher of a publication (a row of publications), and the year where it is printed."""
    printed = publication["published_on"]
    return f"{publication['publisher']}, {printed[:4]}" if isinstance(printed, str) else str(publication["publisher"])


@dataclass(frozen=True)
class Claim:
    """A statement of the pledge; a row of claims. `reserve` is what stands in the way of a verdict without a caveat."""

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


def read_claim(row: Mapping[Any, Any]) -> Claim:
    """Return a row of claims; a number that it does not have is NaN, a text empty."""
    cells: dict[str, Any] = {each.name: row.get(each.name) for each in fields(Claim)}
    cells |= {name: _text(cells[name]) for name in ("quantity_id", "comparator", "unit", "base_years", "reserve")}
    for name in ("claimed_value", "claimed_lower", "claimed_upper"):
        cells[name] = float("nan") if pd.isna(cells[name]) else float(cells[name])
    return Claim(**cells)
