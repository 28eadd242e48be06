"""What changed in the seats of each party, and why: an election, an event, or members who came or left."""

from typing import Any, NamedTuple

import pandas as pd

from analysis.core.wording import Wording
from analysis.reconciliation.changes.change import Change, MonthKnown, TwoMonths, change
from analysis.reconciliation.changes.events import event_in_words, events_of, sides
from analysis.sources.parliament import terms_on
from analysis.sources.party_names import party_in_sentence


class Step(NamedTuple):
    """A part of a change in the seats of a party: why, by how many, and the ids behind it."""

    reason: str
    seats: int
    because: tuple[str, ...]


def seats_of_parties(two: TwoMonths) -> list[Change]:
    """Return the parties that hold another number of seats, in order of party."""
    held = [_held(month) for month in (two.before, two.now)]
    parties = sorted(p for p in {*held[0], *held[1]} if held[0].get(p) != held[1].get(p))
    return [_seats(two, party, held[0].get(party), held[1].get(party)) for party in parties]


def _held(month: MonthKnown) -> dict[str, int]:
    rows = month.support_by_party.iloc[:-1]
    return {str(party): int(seats) for party, seats in zip(rows["party_id"], rows["seats"], strict=True)}


def _seats(two: TwoMonths, party_id: str, before: int | None, after: int | None) -> Change:
    steps = steps_of(two, party_id)

    def say(w: Wording) -> str:
        told, count = [], before or 0
        for step in steps:
            told.append(_in_words(two, party_id, step, count, w))
            count += step.seats
        return " ".join(told)

    was, is_now = (None if n is None else str(n) for n in (before, after))
    found = party_id, was, is_now
    if not steps:  # it lost a seat that it did not have, or the other way round: its row came or went with a signature
        return change("seats", found, "unknown", [f"seats:{party_id}"], lambda w: _unknown(two, party_id, w))
    return change("seats", found, steps[0].reason, (name for step in steps for name in step.because), say)


def _unknown(two: TwoMonths, party_id: str, w: Wording) -> str:
    return _in_words(two, party_id, Step("unknown", 0, ()), 0, w)


def steps_of(two: TwoMonths, party_id: str) -> list[Step]:
    """Return the parts of which a change in the seats of a party is made, in order of time; none for no change.

    An election explains all that later events do not. Without one, what events do not explain is members who came or
    left; where the days on which they did are not known, the reason is unknown, never guessed.
    """
    before, after = (_held(month).get(party_id, 0) for month in (two.before, two.now))
    events, election = events_of(two, party_id), two.election
    counted = [e for e in events if e["takes_seat"] == "yes" and _since(election, e)]
    moved = _moved(party_id, counted, after - before)
    rest = after - before - moved
    steps = []
    if election is not None and rest:
        others = [e["event_id"] for e in events if e not in counted]
        steps.append(Step("election", rest, (f"election:{election['election']}", *others)))
    if moved:
        steps.append(Step("party_event", moved, tuple(e["event_id"] for e in counted)))
    if election is None and rest:
        steps.append(_members(two, party_id, rest))
    return steps


def _since(election: "pd.Series | None", event: dict[Any, Any]) -> bool:
    return election is None or bool(event["date"] >= election["term_starts"])


def _moved(party_id: str, events: list[dict[Any, Any]], whole: int) -> int:
    """Return how many seats events brought a party; of one that several parties share, all that is left to explain."""
    moved, shared = 0, False
    for event in events:
        left, joined = sides(event)
        side = left if party_id in left else joined
        shared = shared or len(side) > 1
        moved += int(event["seats"]) * (-1 if party_id in left else 1)
    return whole if shared else moved


def _members(two: TwoMonths, party_id: str, seats: int) -> Step:
    """Return that members came or left, if those known to sit on both days fill the seats of the party."""
    direction = "came" if seats > 0 else "left"
    if any(_sitting(month, party_id) != _held(month).get(party_id, 0) for month in (two.before, two.now)):
        return Step("unknown", seats, (f"seats:{party_id}",))
    return Step(f"member_{direction}", seats, (f"member:{direction}:{party_id}",))


def _sitting(month: MonthKnown, party_id: str) -> int:
    terms = terms_on(month.month.as_of, month.sources.members, month.sources.elections)
    return int(((terms["party_id"] == party_id) & (terms["sits"] == "yes")).sum())


def _in_words(two: TwoMonths, party_id: str, step: Step, before: int, w: Wording) -> str:
    """Return a step as a sentence that starts from a number of seats."""
    names, key = party_in_sentence(party_id, two.now.sources, w), f"changes.seats.{step.reason}"
    places = {
        **names,
        "before": w.number(before),
        "date": "" if two.election is None else w.date(two.election["polling_day"].date()),
        "events": "",
        "members": "",
    }
    if step.reason == "party_event":
        events = [e for e in events_of(two, party_id) if e["event_id"] in step.because]
        places["events"] = " ".join(event_in_words(two, event, w) for event in events)
    if step.reason.startswith("member"):
        places["members"] = _members_in_words(two, step, w)
    wanted = w.places(f"{key}.other")
    return w.count(key, before + step.seats, **{name: place for name, place in places.items() if name in wanted})


def _members_in_words(two: TwoMonths, step: Step, w: Wording) -> str:
    key, date = f"changes.members.{step.reason}", w.date(two.now.month.as_of)
    places = {"date": date} if "date" in w.places(f"{key}.other") else {}
    return w.count(key, abs(step.seats), **places)
