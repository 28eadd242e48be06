"""The commitments of the pledge: the figures that speak to each, what happened to it, and what still has to follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.core.parameters import FIRST_MONTH
from analysis.core.problems import Problem
from analysis.core.record_tables import grouped_by, rows_of
from analysis.figures import ReconciledFigures
from analysis.parliament import Chamber
from analysis.parliament.votes import KINDS, decisions_for_pages, decisions_of_the_house
from analysis.sources import Sources
from analysis.sources.known_from import last_days

# A row of data/commitment_events.csv, with `known_from`, None for what is missing.
Event = dict[Any, Any]
# How many events of one commitment a briefing of two pages shows.
_ON_PAGE = 2
# The most figures of a quantity that are shown with a commitment, up to the newest, and how many years they go back.
_FIGURES_SHOWN, _YEARS_BACK = 4, 7
# Two ways to count the same victims: side by side they would read as a rise or a fall.
_OF_VICTIMS = ("registered_persons", "reports")


@dataclass(frozen=True)
class CommitmentEvents:
    """The events of one commitment known as of a month, and what was due; rows of data/commitment_events.csv.

    `events` is newest first. `due` has each event after which something still had to follow, in the order in which that
    is due, and without a date last; `is_overdue` says whether the last day of `due_on` had passed.
    """

    events: tuple[Event, ...]
    due: tuple[Event, ...]

    @property
    def on_page(self) -> tuple[Event, ...]:
        """Return the events of the briefing: the newest two with `on_page`, since the pledge if there is one."""
        marked = tuple(event for event in self.events if event["on_page"])
        since = tuple(event for event in marked if event["known_from"] >= pd.Timestamp(str(FIRST_MONTH)))
        return (since or marked)[:_ON_PAGE]


def events_of(sources: Sources) -> list[Event]:
    """Return all events known as of a month, newest first, each with `is_overdue`, and `on_page` as a flag."""
    table = sources.commitment_events
    over = last_days(table["due_on"]) < pd.Timestamp(sources.month.as_of)
    # An editor marks what a page may show; for decisions of the House, a rule that looks at no vote decides.
    by_rule = table["event_id"].isin(decisions_for_pages(decisions_of_the_house(table)))
    shown = by_rule.where(table["besluit_id"].notna(), table["on_page"].notna())
    rows = rows_of(table.assign(is_overdue=over, last_day=last_days(table["due_on"]), on_page=shown))
    rows.sort(key=itemgetter("event_id"), reverse=True)
    rows.sort(key=lambda event: KINDS.get(event["kind"], 0))  # within a day, in the order of decisions of the House
    return sorted(rows, key=itemgetter("known_from"), reverse=True)


def events_by_commitment(sources: Sources) -> dict[str, CommitmentEvents]:
    """Return the events of each commitment, in the order of the pledge."""
    events, found = grouped_by(events_of(sources), itemgetter("commitment_id")), {}
    for commitment_id in sources.commitments.sort_values("sort_order")["commitment_id"]:
        own = events.get(commitment_id, [])
        awaited = [event for event in own if event["awaits_nl"] and not event["settled_by"]]
        awaited.sort(key=lambda event: (event["last_day"] or pd.Timestamp.max, event["known_from"], event["event_id"]))
        found[commitment_id] = CommitmentEvents(tuple(own), tuple(awaited))
    return found


def questions_that_fit(sources: Sources, figures: pd.DataFrame) -> dict[str, Event]:
    """Return for each commitment the newest question (a row of data/questions.csv) that fits the last day of the month.

    A question is dropped once a known event answers it, or a figure of its quantity about its year or a later one
    (`figures` has one row per chosen figure). `office_nl` and `office_en` are empty outside the days of the office.
    """
    day, happened = pd.Timestamp(sources.month.as_of), set(sources.commitment_events["event_id"])
    known = figures[figures["value"].notna() | figures["lower"].notna()]
    newest = known["reference_year"].str[-4:].astype(int).groupby(known["quantity_id"]).max()
    found: dict[str, Event] = {}
    for row in sorted(rows_of(sources.questions), key=itemgetter("fits_from", "question_id")):
        fits, quantity = row["fits_from"] <= day <= (row["fits_until"] or day), row["answered_by_quantity"]
        in_figures = quantity and newest.get(quantity, 0) >= row["answered_from_year"]
        if fits and row["answered_by_event"] not in happened and not in_figures:
            answers = row["office_from"] and row["office_from"] <= day <= (row["office_until"] or day)
            found[row["commitment_id"]] = row if answers else row | {"office_nl": None, "office_en": None}
    return found


def acts_of_party(events: Iterable[Event], house: Chamber, party_id: str) -> list[Event]:
    """Return the events since the pledge in which a source names a party, or one whose signature counts for it."""
    own, start = house.predecessors_of(party_id), pd.Timestamp(str(FIRST_MONTH))
    since = (event for event in events if event["known_from"] >= start)
    return [event for event in since if not own.isdisjoint((event["party_ids"] or "").split("|"))]


def overdue_events(sources: Sources) -> Iterator[Problem]:
    """Yield a warning for each thing that was due by the end of the month and for which there is no event."""
    remedy = "find out whether it came: if so, add its event and name it in settled_by (docs/following-parliament.md)"
    file, expected = "commitment_events.csv", "the event that settled it"
    for event in (event for each in events_by_commitment(sources).values() for event in each.due):
        if event["is_overdue"]:
            found = f"{event['awaits_en']} due on {event['due_on']} ({event['event_id']}), and nothing after it"
            yield Problem(file, None, "due_on", found, expected, remedy, "warning")


def figures_by_commitment(
    commitments: pd.DataFrame, figures: ReconciledFigures, estimates: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures that speak to each commitment, its quantities in the order of data/commitments.csv.

    For each of its quantities these are the newest figure and up to three of the years before it; for an estimate, the
    newest study in force. If a commitment has counts of victims and of reports, only those in the unit of the newest
    year stay; if both have that year, those in the unit of the first quantity.
    One row per commitment and figure: the columns of commitments, then reference_year, value, lower, upper, unit (of
    these three), publication, qualifier, upper_alternative and range_publication (of an estimate whose range another
    publication printed); one row with those empty for a commitment to which no figure speaks.
    """
    columns = ["quantity_id", "reference_year", "value", "lower", "upper", "unit", "publication", "qualifier"]
    columns += ["upper_alternative", "range_publication", "measure"]
    chosen = figures.figures_by_quantity
    chosen = chosen[chosen["value"].notna() | chosen["lower"].notna()].assign(range_publication=None)
    in_force = estimates.drop_duplicates("quantity_id", keep="last")
    in_force = in_force.merge(chosen[["quantity_id", "unit", "measure"]].drop_duplicates(), on="quantity_id")[columns]
    others = chosen[~chosen["quantity_id"].isin(in_force["quantity_id"])]
    known = pd.concat([_newest_years(others)[columns], in_force])
    named = commitments.assign(quantity_id=commitments["quantity_ids"].str.split("|")).explode("quantity_id")
    found = named.merge(known, on="quantity_id", how="left")
    found = found.groupby("commitment_id", sort=False, group_keys=False)[list(found.columns)].apply(_in_one_unit)
    return found.drop(columns="measure").sort_values("sort_order", kind="stable", ignore_index=True)


def _newest_years(chosen: pd.DataFrame) -> pd.DataFrame:
    last = chosen["reference_year"].str[-4:].astype(int)
    newest = last.groupby(chosen["quantity_id"]).transform("max")
    single = chosen["reference_year"].str.len() == 4
    recent = single & (newest - last < _YEARS_BACK)
    # A run of years is the newest figure only if no single year is.
    only = ~single & (last == newest) & ~recent.groupby(chosen["quantity_id"]).transform("any")
    ordered = chosen[recent | only].assign(last=last).sort_values(["quantity_id", "last"], kind="stable")
    return ordered.groupby("quantity_id", sort=False).tail(_FIGURES_SHOWN)


def _in_one_unit(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one commitment that have a figure, with counts of victims only in the unit of the newest."""
    known = rows[rows["publication"].notna()]
    if known.empty:
        return rows.head(1).assign(quantity_id=None)
    of_victims = known["measure"].isin(_OF_VICTIMS)
    years = known.loc[of_victims, "reference_year"].str[-4:]
    newest = known.loc[years[years == years.max()].index, "unit"].head(1)
    return known[~of_victims | known["unit"].isin(newest)]
