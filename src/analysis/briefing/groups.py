"""Sentences on the groups in parliament that began by a split or merger, and on where the seats of a group went."""

from typing import NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts

_DAY = pd.Timedelta(days=1)


class Split(NamedTuple):
    """The day on which a group split off from a party or another group (`left`)."""

    date: pd.Timestamp
    group: str
    left: str


def is_group(facts: PageFacts, party: str) -> bool:
    """Return whether a party began by a split, directly or through a merger, and not by an election."""
    began = _events(facts, "to_party_ids", party)
    merged = began[began["kind"] == "merge"]["from_party_ids"].str.split("|").explode()
    return bool((began["kind"] == "split").any() or any(is_group(facts, part) for part in merged))


def splits_behind(facts: PageFacts, party: str) -> list[Split]:
    """Return the splits that lead from a group back to an elected party, the newest first; none for an elected party.

    A group that merged and split off again goes back to its first split.
    """
    events = _events(facts, "to_party_ids", party)
    own = [Split(row.date, party, row.from_party_ids) for row in events[events["kind"] == "split"].itertuples()]
    if not own:
        return []
    newest, first = own[-1], own[0]
    steps = [newest] if newest.left == first.left else [newest, first]
    return [*steps, *splits_behind(facts, first.left)]


def origin_of_group(facts: PageFacts) -> list[Markup]:
    """Return since when, or from when to when, the reader's group existed, with a sentence for each split."""
    steps = splits_behind(facts, facts.party)
    if not steps:
        return []
    w, newest, until = facts.wording, steps[0], last_day(facts, facts.party)
    group = facts.party_in_sentence(newest.group)["Party"]
    named = {"Party": group, "left": facts.names(newest.left), "date": w.date(newest.date)}
    if until is None:
        said = [w.html("briefing.group.sits", **named)]
    else:
        said = [w.html("briefing.group.sat", until=w.date(until), **named)]
    for step in steps[1:]:
        named = {"date": w.date(step.date), "party": facts.names(step.group), "left": facts.names(step.left)}
        said.append(w.html("briefing.group.earlier", **named))
    return [Markup(" ").join(said)]


def end_of_group(facts: PageFacts) -> list[Markup]:
    """Return which party or group took over the last seats of the reader's group; nothing if it lost an election."""
    w, until = facts.wording, last_day(facts, facts.party)
    events = _events(facts, "from_party_ids", facts.party)
    if until is None or events[events["date"] == until + _DAY].empty:
        return []
    event = events[events["date"] == until + _DAY].iloc[-1]
    key = "last_seat" if event["kind"] == "split" else "merged"
    new = facts.names(*event["to_party_ids"].split("|"))
    return [w.html(f"briefing.group.{key}", party=facts.names(facts.party), new=new, date=w.date(event["date"]))]


def last_day(facts: PageFacts, party: str) -> pd.Timestamp | None:
    """Return the last day on which a party held a seat; None while it holds one."""
    held = facts.month.sources.seats
    held = held[held["party_id"] == party]
    return None if held["valid_until"].isna().any() else held["valid_until"].max()


def _events(facts: PageFacts, side: str, party: str) -> pd.DataFrame:
    """Return the splits, mergers and moves of complete groups with a party on one side, the oldest first."""
    events = facts.month.sources.party_events
    complete = events[events["kind"].isin(["split", "merge", "join"])].sort_values("date", kind="stable")
    return complete[[party in str(cell).split("|") for cell in complete[side]]]
