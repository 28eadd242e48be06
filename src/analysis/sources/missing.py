"""Warns of what is missing in data/ by the end of a month: editions, quantities they usually print, and a study."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import Problem
from analysis.core.wording import wording
from analysis.sources.contracts import path_of

GUIDE = "docs/adding-an-edition.md"
_GUIDE_OF_STUDIES = "CONTRIBUTING.md"
# A quantity is usual if it was printed about at least this many of the years before.
_USUAL_IN, _OF_YEARS = 3, 5
_EN = wording("en")
# The columns of series.csv that say when an edition is due, in the order of `YearlySeries`.
_COLUMNS = ("series", "edition_kind", "edition_title", "first_edition_about", "edition_due_month", "edition_due")


@dataclass(frozen=True)
class YearlySeries:
    """Publications of one kind that appear each year with figures of one series about the year before.

    `first_year` is the first year about which an edition is expected, `due_month` the month of the next year by whose
    end it should be there; `due_in_words` says so, with the exceptions that are known.
    """

    series: str
    kind: str
    title: str
    first_year: int
    due_month: int
    due_in_words: str

    @classmethod
    def all_in(cls, series: pd.DataFrame) -> "list[YearlySeries]":
        """Return the series that appear each year, by rank; `series` has one row per series."""
        rows = series[series["edition_kind"].notna()].sort_values("rank")[list(_COLUMNS)]
        return [cls(*row) for row in rows.itertuples(index=False)]

    def newest_due(self, month: Month) -> int:
        """Return the newest year about which an edition is due at the end of a month."""
        return month.year - (1 if month.number >= self.due_month else 2)


def missing_by(month: Month, tables: dict[str, pd.DataFrame]) -> list[Problem]:
    """Return a warning for each edition or study that is due at the end of a month, and for gaps in the newest one."""
    publications = tables["publications"]
    known = set(publications.loc[publications["known_from"] <= pd.Timestamp(month.as_of), "publication"])
    problems: list[Problem] = []
    for yearly in YearlySeries.all_in(tables["series"]):
        printed = printed_by_edition(yearly, tables)
        editions = editions_of(printed)
        years = [year for year in range(yearly.first_year, yearly.newest_due(month) + 1) if year not in editions]
        if years:
            found = f"no {yearly.title} about {_EN.list([str(year) for year in years])}"
            remedy = f"look whether it is out: if it is, add it as {GUIDE} says"
            path = path_of("publications")
            problems.append(Problem(path, None, "publication", found, yearly.due_in_words, remedy, "warning"))
        newest = max((year for year, name in editions.items() if name in known), default=None)
        if newest is not None:
            problems += _missing_quantities(newest, editions[newest], printed)
    return [*problems, *_missing_study(month, tables)]


def printed_by_edition(yearly: YearlySeries, tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the figures of a yearly series, with `edition` (their own, or the one they quote) and `last_year`."""
    figures = tables["figures"]
    edition = figures["quotes"].fillna(figures["publication"])  # often an edition is known only through a quotation
    kind = edition.map(tables["publications"].set_index("publication")["kind"])
    printed = figures.assign(edition=edition, last_year=figures["reference_year"].str[-4:].astype("int64"))
    return printed[(figures["series"] == yearly.series) & (kind == yearly.kind)]


def editions_of(printed: pd.DataFrame) -> dict[int, str]:
    """Return the editions of a yearly series, by the newest year about which each has figures."""
    return {int(year): str(name) for name, year in printed.groupby("edition")["last_year"].max().items()}


def _missing_quantities(year: int, edition: str, printed: pd.DataFrame) -> Iterator[Problem]:
    of_one_year = printed[(printed["reference_year"].str.len() == 4) & printed["not_comparable_because"].isna()]
    before = of_one_year[of_one_year["last_year"].between(year - _OF_YEARS, year - 1)]
    there = set(of_one_year.loc[of_one_year["last_year"] == year, "quantity_id"])
    years = {name: sorted({*of["last_year"].astype("str")}) for name, of in before.groupby("quantity_id")}
    usual = [
        f"{name} (there about {_EN.list(about)})"
        for name, about in years.items()
        if name not in there and len(about) >= _USUAL_IN
    ]
    if usual:
        found = f"no figure of {edition} about {year} for some usual quantities"
        remedy = "look in the publication itself: if it prints none, nothing is missing"
        yield Problem(path_of("figures"), None, "quantity_id", found, "; ".join(usual), remedy, "warning")


def _missing_study(month: Month, tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    publications, series = tables["publications"], tables["series"]
    cited = tables["figures"].merge(publications[["publication", "known_from"]], on="publication")
    known = cited[cited["known_from"] <= pd.Timestamp(month.as_of)]
    studies = known[known["series"].isin(series.loc[series["kind"] == "study", "series"])]
    days = studies.groupby("series")["known_from"].min().sort_values()
    if len(days) >= 2 and pd.Timestamp(month.as_of) >= (due := days.iloc[-1] + (days.iloc[-1] - days.iloc[-2])):
        name = series.set_index("series")["name_en"][days.index[-1]]
        found = f"no study that estimates after {name} of {days.iloc[-1]:%Y-%m-%d}"
        expected = f"one by {due:%B %Y}, as long after it as it came after the one before"
        remedy = f"look whether one is out: if it is, add it as {_GUIDE_OF_STUDIES} says; if not, nothing is missing"
        yield Problem(path_of("publications"), None, "publication", found, expected, remedy, "warning")
