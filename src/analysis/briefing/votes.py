"""The section of the annex with the votes by party: of each commitment the decisions, and who was on which side."""

import datetime
from collections.abc import Iterator, Set
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from analysis.briefing.commitments import event_in_words
from analysis.briefing.html import Section
from analysis.briefing.page_facts import PageFacts
from analysis.core.record_tables import Row, grouped, rows_of
from analysis.core.wording import capital

_SIDES = ("for", "against", "split", "absent")


@dataclass(frozen=True)
class VotedOn:
    """A commitment and the decisions on it, each with its outcome and how groups voted."""

    title: str
    decisions: list[Markup]


def votes_by_party(facts: PageFacts) -> Section:
    """Return how the groups voted on each decision: the same decisions and votes for every reader."""
    w, house, entries = facts.wording, facts.month.house, []
    decided, cast = grouped(rows_of(house.decided), "commitment_id"), grouped(rows_of(house.votes), "event_id")
    shown = [(row, cast.get(row["event_id"], [])) for rows in decided.values() for row in rows]
    held = {party: None for row, votes in shown if votes for party in _held_on(facts, row)["party_id"]}
    # A group of which no vote is known is named once, not at each decision.
    silent = held.keys() - {row["party_id"] for _, votes in shown for row in votes}
    never = [facts.party_name(party) for party in held if party in silent]
    key = "never_but" if any(votes and _is_of_everybody(facts, row) for row, votes in shown) else "never"
    said = w.say(f"briefing.votes.{key}", groups=w.list(never)) if never else ""
    for name in facts.records.commitments:
        decisions = [_decision(facts, row, cast.get(row["event_id"], []), silent) for row in decided.get(name, [])]
        if decisions:
            title = w.say(f"briefing.commitments.title.{name}")
            entries.append(VotedOn(title, decisions))
    second_hand = bool((house.votes["certainty"] != "primary").any())  # then a star has to be explained
    return facts.section("votes", commitments=entries, second_hand=second_hand, never=said, left_out=_left_out(facts))


def _left_out(facts: PageFacts) -> str:
    """Return how many decisions are not shown, and of when, as their votes are inferred; empty for none."""
    w, days = facts.wording, sorted(facts.month.sources.events_left_out.dropna(subset=["result"])["date"])
    if not days:
        return ""
    years = "–".join(dict.fromkeys(day[:4] for day in (days[0], days[-1])))
    return w.count("briefing.votes.left_out", len(days), years=years)


def _decision(facts: PageFacts, decision: Row, votes: list[Row], silent: Set[str]) -> Markup:
    """Return a decision with its outcome, tally and sides; a star where these are second hand."""
    w = facts.wording
    outcome = w.say(f"briefing.votes.outcome.{decision['result']}")
    if decision["seats_for"] is not None:
        tally = {"seats_for": decision["seats_for"], "seats_against": decision["seats_against"]}
        outcome = w.say("briefing.votes.tally", outcome=outcome, **tally)
    star = "*" if any(row["certainty"] != "primary" for row in votes) else ""
    sides = " ".join(_sides(facts, decision, votes, silent)) or w.say("briefing.votes.unknown")
    return Markup("{} {}{}. {}").format(event_in_words(facts, decision), capital(outcome), star, sides)


def _sides(facts: PageFacts, decision: Row, votes: list[Row], silent: Set[str]) -> Iterator[str]:
    """Yield who was on each side, the largest group first, and of whom else the vote is not known; nothing without.

    Where two thirds of the groups and more were on one side, that is said last, of all others.
    """
    w, by_side, most = facts.wording, grouped(votes, "vote"), ""
    held, voted = set(_held_on(facts, decision)["party_id"]), {row["party_id"] for row in votes}
    if votes and _is_of_everybody(facts, decision):
        yield _named(facts, "for", w.say("briefing.votes.everybody"))
        return
    for side in (side for side in _SIDES if side in by_side):
        is_most = 3 * len(by_side[side]) >= 2 * len(votes) and not any(row["mistake"] for row in by_side[side])
        if is_most and len(by_side) > 1:
            most = side
        else:
            groups = w.list([_group(facts, row) for row in by_side[side]])
            yield _named(facts, side, groups if len(by_side) > 1 else w.say("briefing.votes.unanimous"))
    unknown = [party for party in _held_on(facts, decision)["party_id"] if party not in voted | silent]
    if votes and unknown:
        yield _named(facts, "unknown", w.list([facts.party_name(party) for party in unknown]))
    if most:
        yield _named(facts, most, w.say(f"briefing.votes.others{'_known' if held & silent - voted else ''}"))


def _held_on(facts: PageFacts, decision: Row) -> pd.DataFrame:
    """Return the parties with a seat on the day of a decision."""
    return facts.month.house.held_on(datetime.date.fromisoformat(decision["date"]))


def _is_of_everybody(facts: PageFacts, decision: Row) -> bool:
    """Return whether all filled seats voted for: then so did each group, whether or not its vote is in a source."""
    return bool(decision["seats_for"] == _held_on(facts, decision)["seats"].sum())


def _named(facts: PageFacts, side: str, groups: str) -> str:
    label = facts.wording.say(f"briefing.votes.side.{side}")
    return facts.wording.say("briefing.votes.on_side", side=label, groups=groups)


def _group(facts: PageFacts, vote: Row) -> str:
    name = facts.party_name(vote["party_id"])
    return facts.wording.say("briefing.votes.mistake", group=name) if vote["mistake"] else name
