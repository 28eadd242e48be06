"""How the groups of the House voted on the decisions on the commitments: of one party, or of all."""

import pandas as pd

from analysis.briefing import known_party
from analysis.briefing.html import paragraphs
from analysis.core.parameters import ALL_PARTIES
from analysis.core.record_tables import rows_of
from analysis.desk.html import SAY, link, shown, table, with_dutch
from analysis.desk.names import Names, Row
from analysis.desk.opening import needs_month
from analysis.desk.tables import ReadableTable
from analysis.reconciliation import Reconciliation

# What is said of a decision, by column.
_DECISION = ("date", "what", "outcome")


@needs_month
def votes(month: Reconciliation, party: str = ALL_PARTIES) -> ReadableTable:
    """Return how the groups voted on the decisions of the House on the commitments, the newest decision first.

    Only votes that may be published (see `parliament.votes`); a star is a vote at second hand. Of one `party` each
    decision has a row, also where its vote is not known: as it voted itself, or as its predecessors did, under their
    name. Of all parties only the decisions of which votes are known. `frame` has the rows of `share/data/votes.csv`.
    Raises ParameterError for an unknown party.
    """
    party = known_party(month, party)
    own = month.house.predecessors_of(party)
    frame = month.votes if party == ALL_PARTIES else month.votes[month.votes["party_id"].isin(own)]
    if month.votes.empty:
        return ReadableTable(
            shown(paragraphs(SAY.say("desk.votes.none", month=SAY.month(str(month.month))))).html, frame
        )
    names, columns = Names(month).by_id, {each: SAY.say(f"desk.votes.column.{each}") for each in _DECISION}
    cast: dict[str, dict[str, Row]] = {}
    for row in rows_of(frame):
        cast.setdefault(row["event_id"], {})[row["party_id"]] = row
    decided = rows_of(month.house.decided)
    if party == ALL_PARTIES:
        caption, groups = SAY.say("desk.votes.caption_all"), list(dict.fromkeys(frame["party_id"]))
        columns |= {group: names[group] for group in groups}
        cells = [
            _decision(row) | {group: _vote(cast[row["event_id"]].get(group), names, group) for group in groups}
            for row in decided
            if row["event_id"] in cast
        ]
    else:
        caption = SAY.say("desk.votes.caption", party=names[party])
        columns |= {"vote": SAY.say("desk.votes.column.vote")}
        cells = [
            _decision(row) | {"vote": _vote_of(month, party, row, cast.get(row["event_id"], {}), names)}
            for row in decided
        ]
    html = table(pd.DataFrame(cells, dtype="object"), caption, columns)
    return ReadableTable(shown(html, paragraphs(SAY.say("desk.votes.below"))).html, frame)


def _decision(row: Row) -> dict[str, str | None]:
    outcome = SAY.say(f"briefing.votes.outcome.{row['result']}")
    if row["seats_for"] is not None:
        tally = {"seats_for": row["seats_for"], "seats_against": row["seats_against"]}
        outcome = SAY.say("briefing.votes.tally", outcome=outcome, **tally)
    what = with_dutch(link(row["what_en"], row["url"]), row["what_nl"])
    return {"date": SAY.partial_date(row["date"]), "what": what, "outcome": outcome}


def _vote_of(month: Reconciliation, party: str, decision: Row, cast: dict[str, Row], names: dict[str, str]) -> str:
    """Return the vote of a party, or those of its predecessors, each under its name."""
    if cast:
        return "; ".join(_vote(row, names, party) or "" for row in cast.values())
    held = month.house.held_on(pd.Timestamp(decision["date"]).date())["party_id"]
    sat = held.isin(month.house.predecessors_of(party)).any()
    return SAY.say(f"desk.votes.{'unknown' if sat else 'no_seat'}")


def _vote(row: Row | None, names: dict[str, str], party: str) -> str | None:
    """Return a vote in words, with a star if it is second hand; None if it is not known."""
    if row is None:
        return None
    said = SAY.say(f"desk.votes.vote.{row['vote']}") + ("" if row["certainty"] == "primary" else " *")
    said = SAY.say("desk.votes.mistake", vote=said) if row["mistake"] else said
    return said if row["party_id"] == party else SAY.say("desk.votes.vote_as", vote=said, group=names[row["party_id"]])
