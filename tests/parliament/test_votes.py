"""How groups voted, against what was typed by hand from the list in which it was printed (parl-monitor, see votes.csv).

That list prints the sides of 16 groups and the tally, and never the vote of Lid Keijzer.
"""

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.parliament import Chamber
from analysis.parliament.votes import decisions_for_pages, decisions_of_the_house, votes_to_publish, ways_to_make
from support.cases import cases
from support.known_answers import typed
from support.months import known_in, with_events_until

# As of the newest decisions of which the votes were printed.
HOUSE = Chamber.of(with_events_until(known_in("2026-10"), "2026-10-06"))
EVENTS = HOUSE.commitment_events
PRINTED = {
    *("d66", "vvd", "gl-pvda", "pvv", "cda", "ja21", "fvd", "groep-markuszower"),
    *("bbb", "cu", "denk", "pvdd", "sgp", "sp", "50plus", "volt"),
}


@pytest.mark.parametrize("row", cases("votes_printed"))
def test_a_decision_has_the_outcome_tally_and_sides_that_were_printed(row: dict[str, str]) -> None:
    """`groups` are those on the smaller side; the case is how the House's id of the decision begins."""
    event = EVENTS[EVENTS["besluit_id"].str.startswith(row["case"], na=False)].iloc[0]
    assert (event["result"], f"{event['seats_for']}-{event['seats_against']}") == (row["result"], row["printed"])
    votes = HOUSE.votes[HOUSE.votes["event_id"] == event["event_id"]]
    smaller, other = set(row["groups"].split()), {"for": "against", "against": "for"}[row["side"]]
    assert set(votes.loc[votes["vote"] == row["side"], "party_id"]) == smaller
    assert set(votes.loc[votes["vote"] == other, "party_id"]) == PRINTED - smaller


def test_every_printed_decision_is_published_and_no_other_vote() -> None:
    ids = EVENTS.set_index("event_id")["besluit_id"]
    assert {ids[name][:8] for name in HOUSE.votes["event_id"]} == {row["case"] for row in typed("votes_printed")}
    assert set(HOUSE.votes["certainty"]) == {"secondary"}


def decision(**changed: object) -> pd.DataFrame:
    """Return a made-up decision of 22 September 2026, adopted by 127 seats to 23."""
    row = EVENTS[EVENTS["document"] == "2026Z18341"].assign(event_id="ce900")
    return row.assign(**changed)


def published(event: pd.DataFrame, **changed: object) -> set[str]:
    votes = HOUSE.cast[HOUSE.cast["event_id"] == "ce025"].assign(event_id="ce900", **changed)
    return set(votes_to_publish(event, votes, HOUSE.seats)["party_id"])


def test_second_hand_votes_are_published_only_where_the_printed_tally_can_be_made_in_one_way() -> None:
    assert published(decision()) == PRINTED
    assert published(decision(seats_for=126)) == PRINTED, "the group of one that lacks was absent"
    assert published(decision(seats_for=125)) == set(), "in no way"
    assert published(decision(seats_for=pd.NA, seats_against=pd.NA)) == set(), "no tally was printed"
    assert published(decision(), vote="split") == set()
    votes = HOUSE.cast[(HOUSE.cast["event_id"] == "ce025") & ~HOUSE.cast["party_id"].isin(["cu", "sgp"])]
    event = decision(event_id="ce025", seats_for=124)  # one of ChristenUnie and SGP, of three seats each, was for it
    assert votes_to_publish(event, votes, HOUSE.seats).empty


def test_what_was_read_in_the_record_of_the_house_is_published_as_it_stands() -> None:
    assert published(decision(seats_for=pd.NA), certainty="primary", vote="split") == PRINTED


@given(groups=st.lists(st.integers(1, 5), max_size=5), tally=st.tuples(st.integers(0, 9), st.integers(0, 9)))
def test_the_ways_to_make_a_tally_are_those_of_trying_every_side_of_each_group(groups, tally) -> None:
    tried = [
        tuple(sum(n for n, side in zip(groups, sides, strict=True) if side == own) for own in ("for", "against"))
        for sides in itertools.product(("for", "against", "absent"), repeat=len(groups))
    ]
    assert ways_to_make(tally, groups) == tried.count(tally)


def test_the_order_of_decisions_and_which_a_page_shows_depend_on_no_vote_outcome_proposer_or_editor() -> None:
    turned = EVENTS.assign(result="rejected", seats_for=0, seats_against=150, party_ids=None, on_page=None)[::-1]
    decisions = decisions_of_the_house(turned)
    shown = decisions["event_id"].to_list()
    assert shown == HOUSE.decided["event_id"].to_list()
    assert shown[:5] == ["ce062", "ce064", "ce065", "ce026", "ce063"]  # of 6 October: the bill, motions, amendments
    # The first of each commitment, and the bill of 2025 on the offence of trafficking.
    assert decisions_for_pages(decisions) == {"ce017", "ce026", "ce062", "ce051"}
