"""What happened to parties since the month before: splits, mergers, moves, new names."""

from typing import Any

import pandas as pd

from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import Change, TwoMonths, change
from analysis.sources.party_names import party_in_sentence


def party_events(two: TwoMonths) -> list[Change]:
    """Return each event since, in order of time."""
    return [_event(two, event) for event in two.events.to_dict("records")]


def _event(two: TwoMonths, event: dict[Any, Any]) -> Change:
    name = event["event_id"]
    return change("party_event", (name, None, name), "party_event", [name], lambda w: event_in_words(two, event, w))


def sides(event: dict[Any, Any]) -> tuple[list[str], list[str]]:
    """Return the parties that an event leads from, and those that it leads to."""
    left, joined = (event[column] for column in ("from_party_ids", "to_party_ids"))
    return tuple(cell.split("|") if isinstance(cell, str) else [] for cell in (left, joined))  # type: ignore[return-value]


def events_of(two: TwoMonths, party_id: str) -> list[dict[Any, Any]]:
    """Return the events since that concern a party."""
    return [e for e in two.events.to_dict("records") if party_id in [p for side in sides(e) for p in side]]


def event_in_words(two: TwoMonths, event: dict[Any, Any], w: Wording) -> str:
    """Return what happened, as one sentence."""
    left, joined = sides(event)
    known = two.now.sources
    kind, new_name = _kind(two, event)
    places = {
        "On": _on(event["date_as_printed"], w),
        "date": w.partial_date(event["date_as_printed"]),
        "left": w.list([party_in_sentence(p, known, w)["party"] for p in left]),
        "joined": w.list([party_in_sentence(p, known, w)["party"] for p in joined]),
        "Old": party_in_sentence(left[0], two.before.sources, w)["Party"],
        "new": new_name,
    }
    if kind == "presented":
        places["left"] = party_in_sentence(left[0], two.before.sources, w)["party"]
    key = f"changes.event.{kind}"
    many = {"split": len(joined), "leave": int(event["seats"]), "gave_up": _alike(two, event)}
    form = key if w.has(key) else f"{key}.other"
    places = {name: place for name, place in places.items() if name in w.places(form)}
    return w.say(key, **places) if w.has(key) else w.count(key, many[kind], **places)


def _alike(two: TwoMonths, event: dict[Any, Any]) -> int:
    """Return how many events say the same: one sentence counts them, for nobody is named."""
    same = ["date_as_printed", "from_party_ids", "kind", "takes_seat"]
    return int((two.events[same].fillna("") == pd.Series(event)[same].fillna("")).all(axis=1).sum())


def _on(printed: str, w: Wording) -> str:
    precision = {4: "year", 7: "month"}.get(len(printed), "day")
    return w.say(f"changes.on.{precision}", date=w.partial_date(printed))


def _kind(two: TwoMonths, event: dict[Any, Any]) -> tuple[str, str]:
    """Return which sentence tells an event, and the new name if it is about one.

    A name is told as the party's name from the day on which readers meet it; before, as one that was presented.
    """
    kind = str(event["kind"])
    if kind == "leave" and event["takes_seat"] == "no":
        return ("ended" if pd.isna(event["persons"]) else "gave_up"), ""
    if kind != "rename":
        return kind, ""
    names = two.now.sources.party_names
    given = names[(names["party_id"] == event["to_party_ids"]) & (names["valid_from"] == event["date"])]
    short = given[given["kind"] == "abbreviation"]["name"]
    if not short.empty:
        return "rename", str(short.iloc[0])
    return ("name", "") if given.empty else ("presented", str(given["name"].iloc[0]))
