"""What happened to each commitment by the end of a month, who did it, and what still had to follow."""

from dataclasses import dataclass

import pandas as pd

from analysis.core.parameters import FIRST_MONTH
from analysis.core.problems import Problem
from analysis.sources import Sources, end_of_printed_date

# How many events of one commitment a briefing of two pages shows.
_ON_PAGE = 2


@dataclass(frozen=True)
class CommitmentEvents:
    """The events of one commitment known as of a month, and what was due.

    `events` has one row per event, newest first: the columns of data/commitment_events.csv, with `known_from`.
    `due` has one row per event that something still had to follow, what is due first on top and what has no date last:
    the same columns, with `is_overdue`, whether the last day of `due_on` had passed.
    """

    commitment_id: str
    events: pd.DataFrame
    due: pd.DataFrame

    @property
    def on_page(self) -> pd.DataFrame:
        """Return the events of the briefing: the newest two that an editor marked in `on_page`."""
        return self.events[self.events["on_page"].notna()].head(_ON_PAGE)


def events_by_commitment(sources: Sources) -> dict[str, CommitmentEvents]:
    """Return the events of each commitment, in the order of the pledge; without any, its tables have no rows."""
    commitments = sources.commitments.sort_values("sort_order")["commitment_id"]
    return {commitment_id: _events_of(commitment_id, sources) for commitment_id in commitments}


def _events_of(commitment_id: str, sources: Sources) -> CommitmentEvents:
    events = sources.commitment_events
    own = events[events["commitment_id"] == commitment_id]
    open_events = own[own["awaits_nl"].notna() & own["settled_by"].isna()]
    last_day = pd.to_datetime(open_events["due_on"].map(end_of_printed_date, na_action="ignore"))
    due = open_events.assign(is_overdue=last_day < pd.Timestamp(sources.month.as_of), last_day=last_day)
    by_day = due.sort_values(["last_day", "known_from", "event_id"], na_position="last", ignore_index=True)
    return CommitmentEvents(commitment_id, _newest_first(own), by_day.drop(columns="last_day"))


def _newest_first(events: pd.DataFrame) -> pd.DataFrame:
    return events.sort_values(["known_from", "event_id"], ascending=False, ignore_index=True)


def acts_of_party(sources: Sources, party_id: str) -> pd.DataFrame:
    """Return the events since the pledge in which a source names a party, newest first, by the role that it names.

    Found events only, of parties that signed as of those that did not: no row is no proof of no act.
    """
    events = sources.commitment_events
    named = events["party_ids"].fillna("").map(lambda cell: party_id in cell.split("|"))
    return _newest_first(events[named & (events["known_from"] >= pd.Timestamp(str(FIRST_MONTH)))])


def breaks_in_figures(sources: Sources) -> pd.DataFrame:
    """Return the events that explain a break in the figures, by the year of these figures, the oldest first."""
    events = sources.commitment_events.dropna(subset=["explains_break_in"])
    return events.sort_values(["explains_break_in", "event_id"], ignore_index=True)


def overdue_events(sources: Sources) -> list[Problem]:
    """Return a warning for each thing that was due by the end of the month and was not seen to have followed."""
    remedy = "look whether it came: if it did, add its event and name it in settled_by (docs/following-parliament.md)"
    due = pd.concat([each.due for each in events_by_commitment(sources).values()])
    return [
        Problem("commitment_events.csv", None, "due_on", found, "the event that settled it", remedy, "warning")
        for found in (
            f"{row.awaits_en} due on {row.due_on} ({row.event_id}), and nothing after it"
            for row in due[due["is_overdue"]].itertuples()
        )
    ]
