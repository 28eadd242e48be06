"""One place knows a chamber: which party continues which, who governs, and nothing of another chamber."""

import dataclasses
import datetime
from typing import Any

import pandas as pd
import pytest

from analysis.parliament import Chamber
from analysis.signatories.support import parties_that_signed, signature_of, with_coalition
from analysis.sources import Sources
from support.months import known_in

MONTH = "2026-10"


def known(**rows: list[dict[str, Any]]) -> Sources:
    """The tables of October 2026 with other rows in the place of some tables; days as text."""
    sources, tables = known_in(MONTH), {}
    for name, own in rows.items():
        old = getattr(sources, name)
        frame = pd.DataFrame(own, columns=old.columns)
        for column, kind in old.dtypes.items():
            frame[column] = pd.to_datetime(frame[column]) if "datetime" in str(kind) else frame[column].astype(kind)
        tables[name] = frame
    return dataclasses.replace(sources, **tables)


def happened(*events: str) -> Chamber:
    """The House of October 2026 in which this alone happened: `DAY KIND FROM TO`, parties separated by |."""
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


@pytest.mark.parametrize(
    ("party", "newcomer"),
    # NSC took its first seats in December 2023; JA21 stood in March 2021; PRO merged of parties that sat.
    [("nsc", "2023-12-06"), ("ja21", None), ("pro", None), ("d66", None)],
)
def test_a_newcomer_neither_sat_nor_stood_nor_comes_from_who_did(party: str, newcomer: str | None) -> None:
    first = Chamber.of(known_in(MONTH)).newcomer_since(party, datetime.date(2021, 3, 31))
    assert first == (pd.Timestamp(newcomer) if newcomer else None)


@pytest.mark.parametrize(
    ("since", "until", "election"),
    [("2023-11-30", "2023-12-31", "TK2023"), ("2023-12-31", "2024-12-31", None), (None, "2021-03-31", "TK2021")],
)
def test_the_last_election_is_of_the_days_between(since: str | None, until: str, election: str | None) -> None:
    days = [each and datetime.date.fromisoformat(each) for each in (until, since)]
    found = Chamber.of(known_in(MONTH)).last_election(*days)
    assert (None if found is None else found["election"]) == election
