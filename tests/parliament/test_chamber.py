"""One place knows a chamber: which party continues which, who governs, what is due, and nothing of another chamber."""

import dataclasses
import datetime
from typing import Any

import pandas as pd
import pytest

from analysis.parliament import Chamber
from analysis.parliament.chamber import due_in
from analysis.signatories.support import parties_that_signed, signature_of, with_coalition
from analysis.sources import Sources
from support.months import known_in

MONTH = "2026-09"
HOUSE = Chamber.of(known_in(MONTH))


def known(**rows: list[dict[str, Any]]) -> Sources:
    """The tables of September 2026 with other rows in the place of some tables; days as text."""
    sources, tables = known_in(MONTH), {}
    for name, own in rows.items():
        old = getattr(sources, name)
        frame = pd.DataFrame(own, columns=old.columns)
        for column, kind in old.dtypes.items():
            frame[column] = pd.to_datetime(frame[column]) if "datetime" in str(kind) else frame[column].astype(kind)
        tables[name] = frame
    return dataclasses.replace(sources, **tables)


def happened(*events: str) -> Chamber:
    """The House of September 2026 in which this alone happened: `DAY KIND FROM TO`, parties separated by |."""
    rows = []
    for number, event in enumerate(events):
        day, kind, left, joined = event.split()
        rows.append({"event_id": f"e{number}", "date": day, "kind": kind, "from_party_ids": left})
        rows[-1] |= {"to_party_ids": joined, "takes_seat": "yes"}
    return Chamber.of(known(party_events=rows))


def decided(chamber: Chamber, **predecessors: str) -> Chamber:
    rows = [{"party_id": party, "predecessors": names} for party, names in predecessors.items()]
    return dataclasses.replace(chamber, decisions=pd.DataFrame(rows))


def signed(*parties: str) -> pd.DataFrame:
    day = pd.Timestamp(2021, 3, 10)
    return pd.DataFrame([{"party_id": party, "signed_on": day, "signed_on_precision": "day"} for party in parties])


@pytest.mark.parametrize(
    ("events", "party", "origins"),
    [
        (["2023-01-01 merge a|b c", "2024-01-01 rename c d", "2025-01-01 split d e"], "e", "a b c d e"),
        (["2023-01-01 merge a|b c", "2024-01-01 rename c d"], "c", "a b c"),
        # Apart and together again, and a name that was taken back.
        (
            ["2023-01-01 split a b", "2024-01-01 merge a|b a", "2025-01-01 rename a c", "2026-01-01 rename c a"],
            "b",
            "a b c",
        ),
        # Who joins a group that is there does not make it.
        (["2023-01-01 join a b"], "b", "b"),
    ],
)
def test_a_party_comes_from_all_that_merged_split_or_were_renamed_into_it(events, party, origins):
    assert sorted(happened(*events).origins_of(party)) == origins.split()


def test_a_signature_counts_under_a_new_id_and_through_decisions_on_decisions():
    chamber = decided(happened("2026-01-01 rename pro-old pro"), **{"pro-old": "gl|pvda", "left": "pro|sp"})
    signatures = {party: signature_of(party, chamber, signed("gl", "pvda", "sp")) for party in ("pro", "left")}
    assert {party: found.party_signed for party, found in signatures.items()} == dict.fromkeys(
        signatures, "by_decision"
    )
    assert {"pro", "pro-old", "left"} <= parties_that_signed(chamber, signed("gl", "pvda", "sp"))
    assert signature_of("left", chamber, signed("gl", "sp")).party_signed == "unknown"
    assert chamber.predecessors_of("left") == {"left", "pro", "pro-old", "gl", "pvda", "sp"}


def test_decisions_in_a_circle_carry_nothing():
    chamber = decided(happened(), a="b", b="a")
    assert signature_of("a", chamber, signed("c")).party_signed == "unknown"


def test_a_chamber_has_nothing_of_another_one():
    seats = known_in(MONTH).seats.to_dict("records")
    decisions = known_in(MONTH).decisions.parties
    elsewhere = decisions.assign(body_id="senate", party_id="cda")
    more = known(seats=[*seats, *(row | {"body_id": "senate", "valid_from": "2019-06-11"} for row in seats)])
    both = dataclasses.replace(more.decisions, parties=pd.concat([decisions, elsewhere], ignore_index=True))
    house, as_it_is = Chamber.of(dataclasses.replace(more, decisions=both)), Chamber.of(known_in(MONTH))
    for name in ("seats", "events", "decisions", "held"):
        pd.testing.assert_frame_equal(getattr(house, name), getattr(as_it_is, name))


def test_without_a_cabinet_it_is_not_known_who_governs():
    support = pd.DataFrame(
        [["vvd", 22, "no"], ["all", 22, None]], columns=["party_id", "seats", "party_signed"]
    ).astype({"seats": "Int64"})
    found = with_coalition(support, known_in(MONTH).cabinets.head(0))
    assert found[["role", "coalition_seats", "opposition_seats"]].isna().all(axis=None)


def test_a_newcomer_neither_sat_nor_stood_nor_comes_from_who_did() -> None:
    # NSC took its first seats in December 2023; JA21 stood in March 2021; PRO merged of parties that sat.
    first = {
        party: HOUSE.newcomer_since(party, datetime.date(2021, 3, 31)) for party in ("ja21", "gl-pvda", "d66", "nsc")
    }
    assert first == {"ja21": None, "gl-pvda": None, "d66": None, "nsc": pd.Timestamp(2023, 12, 6)}


def test_the_last_election_is_of_the_days_between() -> None:
    election = HOUSE.last_election(datetime.date(2023, 12, 31), datetime.date(2023, 11, 30))
    assert election is not None and election["election"] == "TK2023"
    assert HOUSE.last_election(datetime.date(2024, 12, 31), datetime.date(2023, 12, 31)) is None
    election = HOUSE.last_election(datetime.date(2021, 3, 31))
    assert election is not None and election["election"] == "TK2021"


@pytest.mark.parametrize(
    ("party", "last_day", "events"),
    [
        # Its group became one with that of the PvdA on 27 October 2023 (e16 of data/party_events.csv, with its source).
        ("groenlinks", "2023-10-26", ["e16"]),
        # It lost its last seats in the election of October 2025, and no other party took them.
        ("nsc", "2025-11-11", []),
        # Volt lost a member in 2022, and still sits.
        ("volt", None, []),
    ],
)
def test_seats_end_by_the_events_of_the_next_day_or_by_an_election(
    party: str, last_day: str | None, events: list[str]
) -> None:
    assert HOUSE.last_day(party) == (pd.Timestamp(last_day) if last_day else None)
    assert [event["event_id"] for event in HOUSE.events_at_end(party)] == events


def test_a_person_sat_for_the_party_of_that_day() -> None:
    """Pieter Omtzigt left the CDA in May 2021, sat alone from 15 September 2021 and for NSC from 6 December 2023."""
    sat = {"2021-05-25": {"cda"}, "2021-05-26": set(), "2021-09-15": {"lid-omtzigt"}, "2023-12-06": {"nsc"}}
    assert {day: HOUSE.parties_of({"pieter-omtzigt"}, pd.Timestamp(day)) for day in sat} == sat


def test_an_absence_is_the_last_one_and_has_the_days_of_what_directly_precedes_it() -> None:
    """Lid Gündoğan: from 26 February 2022, back with Volt on 10 March, apart again on 22 March; 50PLUS: out in 2021."""
    days = [pd.Timestamp(day) for day in ("2022-02-26", "2022-03-10", "2022-03-22")]
    assert HOUSE.absence("lid-gundogan") == (*days, {"volt"})
    split = HOUSE.seats["party_id"].eq("lid-gundogan") & HOUSE.seats["valid_from"].eq(days[0])
    halves = [HOUSE.seats[split].assign(valid_until=pd.Timestamp("2022-03-01"))]
    halves += [HOUSE.seats[split].assign(valid_from=pd.Timestamp("2022-03-02"))]
    # More or fewer seats from some day on do not begin another period.
    seats = pd.concat([HOUSE.seats[~split], *halves], ignore_index=True)
    assert dataclasses.replace(HOUSE, seats=seats).absence("lid-gundogan") == (*days, {"volt"})
    assert HOUSE.absence("d66") is None and HOUSE.absence("nobody") is None


def test_an_earlier_day_has_the_events_and_decisions_up_to_that_day() -> None:
    """On 27 October 2023 two groups became one, and the decision that it carries their signatures applies."""
    before, that_day = HOUSE.on(datetime.date(2023, 10, 26)), HOUSE.on(datetime.date(2023, 10, 27))
    assert set(that_day.events["event_id"]) - set(before.events["event_id"]) == {"e16"}
    assert (list(before.decisions["party_id"]), list(that_day.decisions["party_id"])) == ([], ["gl-pvda"])


@pytest.mark.parametrize(
    ("events", "party", "splits"),
    [
        (["2022-01-01 split a b", "2023-01-01 split b c"], "c", ["b c", "a b"]),
        # Two groups that split off become one, and part again.
        (["2022-01-01 split a b", "2022-01-02 split d c", "2023-01-01 merge b|c e"], "e", []),
        (["2022-01-01 split a b", "2023-01-01 merge b|c e", "2024-01-01 split e b|c"], "b", ["e b", "a b"]),
        (["2022-01-01 split a b", "2023-01-01 join b a", "2024-01-01 split a b"], "b", ["a b"]),
        (["2022-01-01 rename a b"], "b", []),
    ],
)
def test_splits_lead_back_to_the_party_that_was_elected(events: list[str], party: str, splits: list[str]) -> None:
    found = happened(*events).splits_behind(party)
    assert [f"{event['from_party_ids']} {event['party']}" for event in found] == splits


def test_a_group_is_what_split_off_or_merged_of_what_did() -> None:
    assert happened("2022-01-01 split a b").is_group("b")
    assert happened("2022-01-01 split a c", "2023-01-01 merge c|d b").is_group("b")
    assert not happened("2023-01-01 merge c|d b").is_group("b")
    assert not happened("2022-01-01 split b a").is_group("b")
    assert not happened("2022-01-01 join a b", "2023-01-01 rename b b").is_group("b")


def test_events_of_a_party_are_found_on_either_side_and_a_new_name_is_no_move() -> None:
    house = happened("2022-01-01 merge a|b c", "2023-01-01 rename c c", "2024-01-01 split c d", "2025-01-01 leave d e")
    assert house.events_with("c") == {"e0", "e1", "e2"}
    assert [event["event_id"] for event in house.events_of("from_party_ids", "c")] == ["e2"]
    assert [event["event_id"] for event in house.events_of("to_party_ids", "c")] == ["e0"]
    assert [event["event_id"] for event in house.events_of("from_party_ids", "d")] == []


def columns_due(**changes) -> list[str]:
    return [f"{problem.file}: {problem.column}" for problem in due_in(dataclasses.replace(HOUSE, **changes))]


def test_nothing_is_due_in_october_2026():
    assert columns_due() == []


@pytest.mark.parametrize(("day", "due"), [("2029-11-11", []), ("2029-11-12", ["elections.csv: term_starts"])])
def test_an_election_is_due_when_a_term_of_four_years_is_over(day, due):
    """The term began on 12 November 2025 (Tweede Kamer)."""
    assert columns_due(day=datetime.date.fromisoformat(day)) == due


def test_seats_members_and_a_cabinet_that_ended_without_others_are_due():
    none = {name: getattr(HOUSE, name).head(0) for name in ("seats", "members", "cabinets")}
    assert columns_due(**none) == ["seats.csv: valid_until", "members.csv: end", "cabinets.csv: valid_until"]


@pytest.mark.parametrize(
    ("caretaker", "due"), [(None, ["cabinets.csv: caretaker_from"]), ("2027-01-01", [])], ids=["without", "with"]
)
def test_a_cabinet_of_before_an_election_has_a_caretaker_day(caretaker, due):
    elected = HOUSE.elections.iloc[[-1]].assign(election="TK2027", term="2027-2031")
    elected = elected.assign(polling_day=pd.Timestamp(2027, 3, 17), term_starts=pd.Timestamp(2027, 3, 31))
    rows = {"elections": pd.concat([HOUSE.elections, elected]), "members": HOUSE.members.assign(term="2027-2031")}
    cabinets = HOUSE.cabinets.assign(caretaker_from=pd.Timestamp(caretaker) if caretaker else pd.NaT)
    assert columns_due(day=datetime.date(2027, 4, 30), cabinets=cabinets, **rows) == due
