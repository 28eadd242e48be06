"""What is missing in data/: editions that are due by the end of a month, rows that wait for others: warnings only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import Problem, row_of
from analysis.sources.rules import Fault, faults_in

GUIDE = "docs/adding-an-edition.md"
# A quantity is usual if it was printed about at least so many of the years before.
_USUAL_IN, _OF_YEARS = 3, 5


@dataclass(frozen=True)
class YearlySeries:
    """Publications of one kind that appear each year with figures of one series about the year before.

    `first_year` is the first year that an edition is expected about, `due_month` the month of the next year by whose
    end it is there; `due_in_words` says so, with the exceptions that are known.
    """

    series: str
    kind: str
    title: str
    first_year: int
    due_month: int
    due_in_words: str

    def newest_due(self, month: Month) -> int:
        """Return the newest year that an edition is due about at the end of a month."""
        return month.year - (1 if month.number >= self.due_month else 2)


# Dates as in data/publications.csv: those about 2016-2019 and 2021-2024 came on 16 to 18 October of the next year.
RAPPORTEUR = YearlySeries(
    series="rapporteur_yearly",
    kind="monitor",
    title="edition of the National Rapporteur's yearly figures",
    first_year=2016,
    due_month=10,
    due_in_words="one about each year, in October of the next (the one about 2020 came only on 7 December 2021)",
)
# Its reports about 2020 and 2021 came in October, of that about 2024 only the year is known: due by the end of it.
COMENSHA = YearlySeries(
    series="comensha_register",
    kind="register_report",
    title="register report of CoMensha",
    first_year=2020,
    due_month=12,
    due_in_words="one about each year, by the end of the next",
)
YEARLY_SERIES = (RAPPORTEUR, COMENSHA)


def missing_by(month: Month, tables: dict[str, pd.DataFrame], paths: dict[str, str]) -> list[Problem]:
    """Return a warning for each edition that is due at the end of a month, and for what the newest usually prints.

    `tables` are the checked tables, with `known_from` in publications; `paths` the files they are in.
    """
    publications, printed = tables["publications"], printed_by_edition(tables)
    known = set(publications.loc[publications["known_from"] <= pd.Timestamp(month.as_of), "publication"])
    problems: list[Problem] = []
    for yearly in YEARLY_SERIES:
        editions = editions_of(yearly, printed)
        years = [year for year in range(yearly.first_year, yearly.newest_due(month) + 1) if year not in editions]
        if years:
            found = f"no {yearly.title} about {_listed(years)}"
            remedy = f"look whether it is out: if it is, add it as {GUIDE} says"
            path = paths["publications"]
            problems.append(Problem(path, None, "publication", found, yearly.due_in_words, remedy, "warning"))
        newest = max((year for year, name in editions.items() if name in known), default=None)
        if newest is not None:
            problems += _missing_quantities(yearly, newest, editions[newest], printed, paths["figures"])
    return problems


def printed_by_edition(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the figures with the edition each comes from, its kind, and the last year it is about.

    A figure that quotes a publication counts for that one: often an edition is known by who quotes it.
    """
    figures = tables["figures"]
    edition = figures["quotes"].fillna(figures["publication"])
    kinds = tables["publications"].set_index("publication")["kind"]
    last_year = figures["reference_year"].str[-4:].astype("int64")
    return figures.assign(edition=edition, edition_kind=edition.map(kinds), last_year=last_year)


def editions_of(yearly: YearlySeries, printed: pd.DataFrame) -> dict[int, str]:
    """Return the editions of a yearly series by the newest year that each has figures about."""
    own = printed[(printed["series"] == yearly.series) & (printed["edition_kind"] == yearly.kind)]
    newest = own.groupby("edition")["last_year"].max()
    return {int(year): str(name) for name, year in newest.items()}


def _missing_quantities(
    yearly: YearlySeries, year: int, edition: str, printed: pd.DataFrame, path: str
) -> Iterator[Problem]:
    """Yield what the editions before usually have and the newest has not, all in one."""
    one_year = (printed["reference_year"].str.len() == 4) & printed["not_comparable_because"].isna()
    own = (printed["series"] == yearly.series) & (printed["edition_kind"] == yearly.kind)
    of_series = printed[one_year & own]
    before = of_series[of_series["last_year"].between(year - _OF_YEARS, year - 1)]
    there = set(of_series.loc[of_series["last_year"] == year, "quantity_id"])
    years = {name: sorted(set(of["last_year"])) for name, of in before.groupby("quantity_id") if name not in there}
    usual = {name: found for name, found in years.items() if len(found) >= _USUAL_IN}
    if usual:
        found = f"no figure of {edition} about {year} for some usual quantities"
        expected = "; ".join(f"{name} (there about {_listed(about)})" for name, about in usual.items())
        remedy = "look in the publication itself: if it prints none, nothing is missing"
        yield Problem(path, None, "quantity_id", found, expected, remedy, "warning")


def gaps_in(tables: dict[str, pd.DataFrame], paths: dict[str, str]) -> list[Problem]:
    """Return a warning for each row that waits for another one, or for what only somebody else knows."""
    gaps = {
        "publications": _undated(tables),
        "party_events": _without_seats(tables),
        "contact": _unknown_contact(tables["contact"]),
    }
    return [Problem(paths[table], *gap, "warning") for table, found in gaps.items() for gap in found]


def _undated(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield the publications whose date is not known: no month can use their figures."""
    publications = tables["publications"]
    counts = publications["publication"].map(tables["figures"]["publication"].value_counts()).fillna(0).astype(int)
    found = "no date, and no dated publication that {publication} quotes"
    remedy = "its {figures} figures are used in no month until one is known"
    rule = publications["known_from"].isna(), "published_on", found, "a date", remedy
    return faults_in(publications.assign(figures=counts), [rule])


def _unknown_contact(contact: pd.DataFrame) -> Iterator[Fault]:
    """Yield each way to reach the organisation that is not filled in: no page shows it."""
    no_page = "ask CKM for it: until then no page has one"
    no_reply = "ask CKM for it: until then no page has a link to reply by, and no draft of a mail a sender"
    rules = [
        (contact["phone"].isna(), "phone", "nothing", "a telephone number", no_page),
        (contact["email"].isna(), "email", "nothing", "an e-mail address", no_reply),
    ]
    return faults_in(contact, rules)


def _without_seats(tables: dict[str, pd.DataFrame]) -> Iterator[Fault]:
    """Yield the events that took seats along, and for which no party has other seats from that day on.

    Of an event of which only the month is known the day in seats may be another.
    """
    events, seats = tables["party_events"], tables["seats"]
    moved = events[(events["takes_seat"] == "yes") & (events["date_as_printed"].str.len() == 10)]
    begun = set(zip(seats["party_id"], seats["valid_from"], strict=True))
    ended = set(zip(seats["party_id"], seats["valid_until"] + pd.Timedelta(days=1), strict=True))
    for index, row in moved.iterrows():
        names = f"{row['from_party_ids']}|{'' if pd.isna(row['to_party_ids']) else row['to_party_ids']}"
        still = [name for name in filter(None, names.split("|")) if not {(name, row["date"])} & (begun | ended)]
        if still:
            found = f"{row['event_id']} of {row['date']:%Y-%m-%d}, by which the seats of {_listed(still)} do not change"
            expected = "rows in seats.csv that end on the day before, or begin on the day"
            remedy = "add them, or correct the day: until then pages have the old seats"
            yield row_of(index), "date", found, expected, remedy


def _listed(names: Sequence[object]) -> str:
    """Return `2022`, `2022 and 2023`, `2021, 2022 and 2023`."""
    words = [str(name) for name in names]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
