"""What happened to parties since the month before: splits, mergers, moves, new names."""

import pandas as pd

from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import Change, Why, change, wanted
from analysis.reconciliation.comparison import Comparison, Difference, Row
from analysis.sources.party_names import party_in_sentence


def party_event(two: Comparison, found: Difference) -> Change:
    """Return an event since."""
    event = found.after or {}
    return change(found, Why("party_event", [found.subject]), lambda w: event_in_words(two, event, w))


def sides(event: Row) -> tuple[list[str], list[str]]:
    """Return the parties that an event leads from, and those that it leads to."""
    left, joined = (event[column] for column in ("from_party_ids", "to_party_ids"))
    return left.split("|") if isinstance(left, str) else [], joined.split("|") if isinstance(joined, str) else []


def events_of(two: Comparison, party_id: str) -> list[Row]:
    """Return the events since that concern a party."""
    return [event for event in two.events if any(party_id in side for side in sides(event))]


def event_in_words(two: Comparison, event: Row, w: Wording) -> str:
    """Return what happened, as one sentence."""
    left, joined = sides(event)
    kind, new_name = _kind(two, event)
    named_as_of = two.before if kind == "presented" else two.after
    printed = event["date_as_printed"]
    precision = {4: "year", 7: "month"}.get(len(printed), "day")
    places = {
        "On": w.say(f"changes.on.{precision}", date=w.partial_date(printed)),
        "date": w.partial_date(printed),
        "left": w.list([party_in_sentence(p, named_as_of.sources, w)["party"] for p in left]),
        "joined": w.list([party_in_sentence(p, two.after.sources, w)["party"] for p in joined]),
        "Old": party_in_sentence(left[0], two.before.sources, w)["Party"],
        "new": new_name,
    }
    key = f"changes.event.{kind}"
    if w.has(key):
        return w.say(key, **wanted(w, key, places))
    many = {"split": len(joined), "leave": int(event["seats"]), "gave_up": _alike(two, event)}
    return w.count(key, many[kind], **wanted(w, f"{key}.other", places))


def _alike(two: Comparison, event: Row) -> int:
    """Return how many events have the same sentence: it counts them, for nobody is named."""
    same = ["date_as_printed", "from_party_ids", "kind", "takes_seat"]
    events = pd.DataFrame(two.events)[same].fillna("")
    return int((events == pd.Series(event)[same].fillna("")).all(axis=1).sum())


def _kind(two: Comparison, event: Row) -> tuple[str, str]:
    """Return which sentence says an event, and the new name if it is about one.

    A name is the party's name from the day on which readers meet it; before, it is one that was presented.
    """
    kind = str(event["kind"])
    if kind == "leave" and event["takes_seat"] == "no":
        return ("ended" if pd.isna(event["persons"]) else "gave_up"), ""
    if kind != "rename":
        return kind, ""
    names = two.after.sources.party_names
    given = names[(names["party_id"] == event["to_party_ids"]) & (names["valid_from"] == event["date"])]
    short = given[given["kind"] == "abbreviation"]["name"]
    if not short.empty:
        return "rename", str(short.iloc[0])
    return ("name", "") if given.empty else ("presented", str(given["name"].iloc[0]))
