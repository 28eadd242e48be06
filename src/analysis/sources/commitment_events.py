"""Rules of data/commitment_events.csv that a table schema can't say."""

from collections.abc import Iterator

import pandas as pd

from analysis.core.problems import row_of

_TOGETHER = [("number", "unit"), ("party_ids", "party_role"), ("awaits_nl", "awaits_en")]
_VOTED_ON = ("motion", "amendment")
_Fault = tuple[int | None, str, str, str, str]


def faults_of_events(tables: dict[str, pd.DataFrame]) -> Iterator[_Fault]:
    """Yield what is wrong in each event: row, column, what was found, what was expected, what to do."""
    events = tables["commitment_events"]
    dates = events.set_index("event_id")["date"]
    for index, row in events.iterrows():
        for column, found, expected, remedy in _faults_of(row, dates):
            yield row_of(index), column, found, expected, remedy


def _faults_of(event: pd.Series, dates: pd.Series) -> Iterator[tuple[str, str, str, str]]:
    impossible = [name for name in ("date", "due_on") if pd.notna(event[name]) and not _exists(event[name])]
    for name in impossible:
        yield name, repr(event[name]), "a date that exists, as YYYY, YYYY-MM or YYYY-MM-DD", "fix it"
    for one, other in _TOGETHER:
        if pd.isna(event[one]) != pd.isna(event[other]):
            empty, given = (one, other) if pd.isna(event[one]) else (other, one)
            yield empty, "an empty cell", f"a value, as {given} has one", "fill in both or neither"
    if pd.isna(event["url"]) and event["certainty"] != "title_only":
        yield "url", "an empty cell", "the page where it was read", "give it, or `title_only` in certainty"
    yield from _faults_of_result(event)
    if not impossible:
        yield from _faults_of_what_follows(event, dates)


def _faults_of_result(event: pd.Series) -> Iterator[tuple[str, str, str, str]]:
    """A motion or amendment has a result, and a title alone does not tell it."""
    if event["kind"] in _VOTED_ON and pd.isna(event["result"]):
        yield "result", "an empty cell", f"a result, as it is a {event['kind']}", "give it, or `unknown`"
    if event["certainty"] == "title_only" and event["result"] in ("adopted", "rejected"):
        expected = "`put_to_vote`, as only a title was read"
        yield "result", repr(event["result"]), expected, "read who tells the outcome, and change url and certainty"


def _faults_of_what_follows(event: pd.Series, dates: pd.Series) -> Iterator[tuple[str, str, str, str]]:
    """What is due has a name, and neither the day it is due nor what settled it lies before the event."""
    settled_by, due_on = event["settled_by"], event["due_on"]
    if pd.isna(event["awaits_nl"]) and (pd.notna(due_on) or pd.notna(settled_by)):
        yield "awaits_nl", "an empty cell", "what has to follow", "say it in both languages, or empty the other cells"
    if pd.notna(due_on) and _last_day(due_on) < _first_day(event["date"]):
        yield "due_on", repr(due_on), f"a day from {event['date']} on", "fix one of the two dates"
    if pd.isna(settled_by):
        return
    if settled_by not in dates.index or settled_by == event["event_id"]:
        yield "settled_by", repr(settled_by), "the event_id of another event", "add that event first, or fix the id"
    elif _exists(dates[settled_by]) and _last_day(dates[settled_by]) < _first_day(event["date"]):
        expected = f"an event from {event['date']} on; {settled_by} is of {dates[settled_by]}"
        yield "settled_by", repr(settled_by), expected, "fix the id or one of the dates"


def _exists(date: str) -> bool:
    try:
        pd.Period(date)
    except ValueError:
        return False
    return True


def _first_day(date: str) -> pd.Timestamp:
    return pd.Period(date).start_time


def _last_day(date: str) -> pd.Timestamp:
    return pd.Period(date).end_time
