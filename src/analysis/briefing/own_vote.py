"""What is said behind the source of a decision of the House: its tally, and how the reader's party voted."""

import datetime
from collections.abc import Iterator

from analysis.briefing.page_facts import PageFacts
from analysis.core.record_tables import Row


def tally_and_own_vote(facts: PageFacts, event: Row) -> str:
    """Return the tally of a decision and the vote of the reader's party, with a star where these are second hand.

    Empty for what is no decision, or has no tally. Only votes that may be published count (see `parliament.votes`).
    """
    if event["seats_for"] is None:
        return ""
    w, votes = facts.wording, facts.records.votes.get(event["event_id"], [])
    seats = {"seats_for": w.number(event["seats_for"]), "seats_against": w.number(event["seats_against"])}
    said = [w.say("briefing.votes.own.tally", **seats), *_own(facts, event["date"], votes)]
    is_primary = event["certainty"] == "primary" and all(row["certainty"] == "primary" for row in votes)
    return ", ".join(said) + ("" if is_primary else "*")


def _own(facts: PageFacts, date: str, votes: list[Row]) -> Iterator[str]:
    """Yield the vote of the reader's party, or of each of its predecessors under its name, if it sat on that day."""
    if facts.is_all:
        return
    w, house = facts.wording, facts.month.house
    cast = {row["party_id"]: row for row in votes}
    for party in house.held_on(datetime.date.fromisoformat(date))["party_id"]:
        if party in house.predecessors_of(facts.party):
            vote = w.say(f"briefing.votes.own.{cast[party]['vote'] if party in cast else 'unknown'}")
            if party in cast and cast[party]["mistake"]:
                vote = w.say("briefing.votes.own.mistake", vote=vote)
            yield w.say("briefing.votes.own.vote", group=facts.party_name(party), vote=vote)
