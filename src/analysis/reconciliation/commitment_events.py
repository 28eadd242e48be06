"""What happened to each commitment by the end of a month, and what still had to follow."""

from dataclasses import dataclass

import pandas as pd

from analysis.core.problems import Problem
from analysis.sources import Sources, end_of_printed_date


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


def events_by_commitment(sources: Sources) -> dict[str, CommitmentEvents]:
    """Return the events of each commitment, in the order of the pledge; without any, its tables have no rows."""
    commitments = sources.commitments.sort_values("sort_order")["commitment_id"]
    return {commitment_id: _events_of(commitment_id, sources) for commitment_id in commitments}


def _events_of(commitment_id: str, sources: Sources) -> CommitmentEvents:
    events = sources.commitment_events
    own = events[events["commitment_id"] == commitment_id]
    newest_first = own.sort_values(["known_from", "event_id"], ascending=False, ignore_index=True)
    open_events = own[own["awaits_nl"].notna() & own["settled_by"].isna()]
    last_day = pd.to_datetime(open_events["due_on"].map(end_of_printed_date, na_action="ignore"))
    due = open_events.assign(is_overdue=last_day < pd.Timestamp(sources.month.as_of), last_day=last_day)
    by_day = due.sort_values(["last_day", "known_from", "event_id"], na_position="last", ignore_index=True)
    return CommitmentEvents(commitment_id, newest_first, by_day.drop(columns="last_day"))


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
