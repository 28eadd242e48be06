"""What a page may say: the tables of its own build, and behind them what was printed, read from the files."""

import csv
import datetime
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path

from support.project import PROJECT

Row = dict[str, str]
DATA = PROJECT / "data"
SIGNED = ("yes", "by_decision")


@dataclass(frozen=True)
class Fact:
    """One printed figure: of what, about which years, its value and range, how it was said, and where."""

    figure_id: str
    quantity: str
    years: str
    value: Fraction | None
    ends: tuple[Fraction, ...]
    unit: str
    qualifier: str
    publication: str
    series: str

    @property
    def is_estimate(self) -> bool:
        """Return whether it is what a study estimates, and not what was counted."""
        return self.quantity.startswith("estimate-")


def number(text: str) -> Fraction | None:
    """Return the number in a cell; None for an empty one."""
    return Fraction(text) if text else None


@cache
def half_up(exact: Fraction, decimals: int = 0) -> Fraction:
    """Return a number rounded to so many decimals, a half away from zero."""
    step = Fraction(10) ** decimals
    scaled = abs(exact) * step + Fraction(1, 2)
    return (1 if exact >= 0 else -1) * Fraction(math.floor(scaled)) / step


def down(exact: Fraction, decimals: int = 0) -> Fraction:
    """Return the next rounded number that is not larger."""
    return Fraction(math.floor(exact * Fraction(10) ** decimals)) / Fraction(10) ** decimals


def up(exact: Fraction, decimals: int = 0) -> Fraction:
    """Return the next rounded number that is not smaller."""
    return -down(-exact, decimals)


@cache
def typed(name: str) -> list[Row]:
    """Return a table as somebody typed it, under data/."""
    return rows_of((DATA / f"{name}.csv").read_bytes())


def rows_of(content: bytes) -> list[Row]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@dataclass(frozen=True)
class Balance:
    """Registered and estimated victims of a year, and what they leave, computed again."""

    registered: Fraction
    first: Fraction | None
    estimated: Fraction | None
    ends: tuple[Fraction, ...]
    bound: bool  # more than, or at least
    years: str  # of the estimate

    @property
    def exactly_unseen(self) -> Fraction | None:
        """Return what registered leaves of the estimate."""
        return None if self.estimated is None else self.estimated - self.registered

    @property
    def unseen(self) -> Fraction | None:
        """Return the same in hundreds."""
        return None if self.estimated is None else self._left(self.estimated)

    @property
    def in_view(self) -> Fraction | None:
        """Return the registered share in percent."""
        return None if self.estimated is None else self._share(self.estimated)

    @property
    def unseen_range(self) -> tuple[Fraction, ...]:
        """Return what registered leaves of the lower and the upper end."""
        return tuple(half_up(end - self.registered, -2) for end in (self.ends[:1] + self.ends[-1:]))

    @property
    def in_view_range(self) -> tuple[Fraction, ...]:
        """Return the registered share of the upper and the lower end."""
        return tuple(half_up(100 * self.registered / end) for end in (self.ends[-1:] + self.ends[:1]))

    def _left(self, estimated: Fraction) -> Fraction:
        return (down if self.bound else half_up)(estimated - self.registered, -2)

    def _share(self, estimated: Fraction) -> Fraction:
        return (up if self.bound else half_up)(100 * self.registered / estimated)


@dataclass(frozen=True)
class Build:
    """The tables of one month's build (share/data/*.csv), and those of the month before, if there is one."""

    month: str
    tables: dict[str, list[Row]]
    before: dict[str, list[Row]] | None = None

    @classmethod
    def of(cls, month: str, files: dict[str, bytes], before: dict[str, bytes] | None = None) -> "Build":
        """Return the build of a month from what it wrote: path in its folder -> content."""
        return cls(month, _tables(files), None if before is None else _tables(before))

    @cached_property
    def as_of(self) -> datetime.date:
        """Return the last day of the month."""
        year, month = map(int, self.month.split("-"))
        return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)

    @cached_property
    def publications(self) -> dict[str, Row]:
        """Return the publications known, by name."""
        return {row["publication"]: row for row in self.tables["publications"]}

    @cached_property
    def printed(self) -> list[Fact]:
        """Return every figure that was printed by then, and that a table of the build names."""
        named = {row["figure_id"] for table in ("figures", "discrepancies") for row in self.tables[table]}
        named |= {
            f
            for table in ("discrepancies", "derived")
            for row in self.tables[table]
            for f in row["figure_ids"].split("|")
        }
        named |= {row["figure_id"] for row in (self.before or {}).get("figures", [])}
        known = [row for row in typed("figures") if row["publication"] in self.publications]
        # A value that is printed twice has one row in the tables: whoever printed it may be named as its source.
        said = {_said(row) for row in known if row["figure_id"] in named}
        facts = [_fact(row) for row in known]
        return [
            fact for row, fact in zip(known, facts, strict=True) if _said(row) in said or self.holds_the_chosen(fact)
        ]

    def holds_the_chosen(self, fact: Fact) -> bool:
        """Return whether a figure is a range alone, in which the value of the tables for its quantity lies."""
        value = number(self.chosen.get((fact.quantity, fact.years), {}).get("value") or "")
        return value is not None and fact.value is None and bool(fact.ends) and fact.ends[0] <= value <= fact.ends[-1]

    @cached_property
    def chosen(self) -> dict[tuple[str, str], Row]:
        """Return the value of each quantity and year."""
        return {(row["quantity_id"], row["reference_year"]): row for row in self.tables["figures"]}

    @cached_property
    def chosen_before(self) -> dict[tuple[str, str], Row]:
        """Return the value of each quantity and year the month before."""
        return {(row["quantity_id"], row["reference_year"]): row for row in (self.before or {}).get("figures", [])}

    @cached_property
    def balance(self) -> dict[str, Balance]:
        """Return registered and estimated by year."""
        return {row["year"]: _balance(row) for row in self.tables["balance"]}

    def printers(self, quantity: str, years: str, value: Fraction) -> set[str]:
        """Return the publications that print a value of a quantity and years."""
        return {f.publication for f in self.printed if (f.quantity, f.years, f.value) == (quantity, years, value)}

    def printed_totals(self, row: Row) -> set[Fraction | None]:
        """Return every total that was printed for the year and series of a row of the balance."""
        place = ("registered-all", row["year"], row["registered_series"])
        return {fact.value for fact in self.printed if (fact.quantity, fact.years, fact.series) == place}

    @cached_property
    def labels(self) -> dict[str, list[tuple[str, str]]]:
        """Return what quantities are called, by language, the longest name first: (name in small letters, quantity)."""
        named = {}
        for language in ("nl", "en"):
            names = [(row[f"label_{language}"].lower(), row["quantity_id"]) for row in typed("quantities")]
            named[language] = sorted(names, key=lambda pair: -len(pair[0]))
        return named

    @cached_property
    def parties(self) -> dict[str, Row]:
        """Return support by party, `all` among them."""
        return {row["party_id"]: row for row in self.tables["parties"]}

    @cached_property
    def parties_before(self) -> dict[str, Row]:
        """Return support by party the month before."""
        return {row["party_id"]: row for row in (self.before or {}).get("parties", [])}

    def decisions(self, name: str) -> list[Row]:
        """Return the decisions that hold in the month."""
        path = DATA / "decisions" / f"{name}.csv"
        return (
            [row for row in typed(f"decisions/{name}") if row["valid_from"] <= self.as_of.isoformat()]
            if path.is_file()
            else []
        )

    def is_chosen(self, fact: Fact, before: bool = False) -> bool:
        """Return whether the tables have the value of a fact for its quantity and years."""
        row = (self.chosen_before if before else self.chosen).get((fact.quantity, fact.years))
        return row is not None and (number(row["value"]), *_ends(row)) == (fact.value, *fact.ends)


def _tables(files: dict[str, bytes]) -> dict[str, list[Row]]:
    shared = {path: content for path, content in files.items() if path.startswith("share/data/")}
    return {Path(path).stem: rows_of(content) for path, content in shared.items() if path.endswith(".csv")}


def _said(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("quantity_id", "reference_year", "value", "lower", "upper", "series"))


def _ends(row: Row) -> tuple[Fraction, ...]:
    ends = (row["lower"], row.get("upper_alternative") or "", row["upper"])
    return tuple(Fraction(end) for end in ends if end)


def _balance(row: Row) -> Balance:
    ends = tuple(
        Fraction(row[f"estimated_{end}"]) for end in ("lower", "upper_alternative", "upper") if row[f"estimated_{end}"]
    )
    bound = row["estimate_qualifier"] in ("more_than", "at_least")
    first, estimated = number(row["first_printed"]), number(row["estimated"])
    return Balance(Fraction(row["registered"]), first, estimated, ends, bound, row["estimate_years"])


def _fact(row: Row) -> Fact:
    return Fact(
        row["figure_id"], row["quantity_id"], row["reference_year"], number(row["value"]), _ends(row), row["unit"],
        row["qualifier"], row["publication"], row["series"],
    )  # fmt: skip


@cache
def terms_of(quantity: str, parts: bool = True) -> frozenset[str]:
    """Return a quantity with those it is made of, by the formulas: of a whole its parts only if asked for."""
    formulas = [row for row in typed("formulas") if parts or row["kind"] not in ("sum", "hundred")]
    made_of = [row["terms"].split("|") for row in formulas if row["result"] == quantity]
    return frozenset([quantity, *(term for terms in made_of for term in terms)])


def dating(series: str, printed: Iterable[Fact], publications: dict[str, Row]) -> str:
    """Return for which years a study was made, as dated last by who is nearest to it; empty for no study."""
    primary = {row["figure_id"] for row in typed("figures") if row["certainty"] == "primary"}
    own = [f for f in printed if f.series == series and f.quantity == "estimate-all" and len(f.years) > 4]
    own = [f for f in own if f.figure_id in primary]
    return max(own, key=lambda f: publications[f.publication]["known_from"]).years if own else ""
