"""Seats and members on a date, against numbers typed by hand from the sources.

Seats on a day: the House's own data (open data dump of 2023-11-06) and the official results; see data/README.md. Those
of the parties that signed are in tests/signatories/test_support.py.
"""

import datetime
from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from analysis.core.names import words_of
from analysis.parliament import Chamber
from analysis.parliament.terms import Terms, seats_on
from support.cases import cases
from support.months import known_in

TODAY = known_in("2026-09")


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def seats(text: str) -> dict[str, int]:
    return seats_on(day(text), TODAY.seats).set_index("party_id")["seats"].to_dict()


def days_of_change() -> list[datetime.date]:
    """Return each day on which a seat or a member comes or goes: in between nothing can differ."""
    one = pd.Timedelta(days=1)
    held, members = TODAY.seats, TODAY.members
    days = pd.concat([held["valid_from"], held["valid_until"] + one, members["start"], members["end"] + one])
    return sorted(day.date() for day in days.dropna().unique() if day <= pd.Timestamp(2026, 10, 31))


@pytest.mark.parametrize("row", cases("seats_held"))
def test_a_party_holds_the_seats_that_were_reported(row: dict[str, str]) -> None:
    """On the day that the case is named after."""
    held = dict(each.split("=") for each in row["held"].split(" "))
    assert {party: str(seats(row["case"]).get(party, "none")) for party in held} == held


def test_seats_until_2023_equal_the_members_who_sat_day_by_day() -> None:
    """A referee: seats.csv was counted once, here the members are counted again, another way."""
    terms = Terms(TODAY.members, TODAY.elections)
    for date in [d for d in days_of_change() if d <= day("2023-12-05")]:
        assert Counter(party for party, _ in terms.on(date).values()) == seats(str(date)), date


def test_members_unknown_since_2023_are_reported_and_not_filled_in() -> None:
    house = Chamber.of(TODAY)
    assert house.on(day("2022-06-30")).unaccounted_seats.empty
    gaps = house.on(day("2024-06-30")).unaccounted_seats
    assert not gaps.empty
    assert (gaps["members_known"] < gaps["seats"]).any()
    assert sum(seats("2024-06-30").values()) == 150
    # Of who left with their seats all are known.
    terms = Terms(TODAY.members, TODAY.elections).on(day("2026-01-31"))
    assert [party for party, _ in terms.values()].count("groep-markuszower") == 7


Held = tuple[str, str, str | None, str | None, str]  # person, party, first and last day, what is known of the end


def sitting(*rows: Held, body: str = "house") -> pd.DataFrame:
    """Return made-up members of one body in the term that began on 1 March 2021."""
    table = pd.DataFrame(list(rows), columns=["person_id", "party_id", "start", "end", "end_status"])
    table = table.astype({"start": "datetime64[us]", "end": "datetime64[us]"})
    return table.assign(body_id=body, term="2021-2025", member_id=[f"m{n:03}" for n in range(len(table))])


def seats_of(held: dict[str, int], body: str = "house") -> pd.DataFrame:
    """Return made-up seats of one body, held since 1 March 2021 without an end."""
    table = pd.DataFrame({"party_id": list(held), "seats": pd.array(list(held.values()), dtype="Int64")})
    return table.assign(body_id=body, valid_from=pd.Timestamp(2021, 3, 1), valid_until=pd.NaT)


def begun(*bodies: str) -> pd.DataFrame:
    term = {"election": "E2021", "term": "2021-2025", "term_starts": pd.Timestamp(2021, 3, 1)}
    return pd.DataFrame([term | {"body_id": body} for body in bodies])


def test_parties_are_in_the_order_of_their_seats_and_then_of_their_names() -> None:
    held = seats_on(day("2021-06-30"), seats_of({"b": 20, "a": 20, "c": 30}))
    assert list(held.columns) == ["party_id", "seats"]
    assert held.to_numpy().tolist() == [["c", 30], ["a", 20], ["b", 20]]


@pytest.mark.parametrize("row", cases("who_sits"))
def test_who_sits_for_which_party_on_30_june_2021(row: dict[str, str]) -> None:
    """`rows` are the terms of one person: party, first and last day, and what is known of the end."""
    held = [tuple(None if cell == "-" else cell for cell in each.split(" ")) for each in row["rows"].split("; ")]
    terms = Terms(sitting(*(("a-b", *each) for each in held)), begun("house")).on(day("2021-06-30"))
    assert terms == ({"a-b": tuple(row["sits"].split(" "))} if row["sits"] else {})


def test_before_the_first_term_nobody_sits() -> None:
    assert not Terms(sitting(("a-b", "x", None, None, "sitting")), begun("house")).on(day("2021-02-28"))


def test_each_body_has_its_own_members_and_seats_and_a_party_without_a_known_member_is_unaccounted_for() -> None:
    of_y: list[Held] = [(person, "y", "2021-03-01", None, "sitting") for person in ("e-f", "c-d")]
    of_x = sitting(("a-b", "x", "2021-03-01", None, "sitting"))
    members = pd.concat([of_x, sitting(*of_y, body="province")], ignore_index=True)
    held = pd.concat([seats_of({"x": 1}), seats_of({"y": 3, "z": 1}, body="province")], ignore_index=True)
    elections, date = begun("house", "province"), day("2021-06-30")
    assert [*Terms(members, elections, "province").on(date)] == ["c-d", "e-f"]
    gaps = pd.DataFrame({"party_id": ["y", "z"], "seats": [3, 1], "members_known": [2, 0]})
    gaps = gaps.astype({"seats": "Int64", "members_known": "Int64"})
    house = replace(Chamber.of(TODAY), day=date, seats=held, members=members, elections=elections)
    pd.testing.assert_frame_equal(replace(house, body_id="province").unaccounted_seats, gaps)
    assert house.unaccounted_seats.empty
    assert not Terms(members, begun("house"), "province").on(date), "no term of its own has begun"


def test_who_stands_with_and_without_a_married_name_is_one_person() -> None:
    rows = pd.concat([TODAY.members, TODAY.candidates]).dropna(subset=["given_name", "party_id"])
    rows = rows.assign(folded=rows["family_name"].map(lambda name: set(words_of(name))))
    twice = []
    for _, alike in rows.groupby(["given_name", "initials", "party_id"]):
        for person, names in zip(alike["person_id"], alike["folded"], strict=True):
            others = alike[alike["folded"].map(lambda other, own=names: own <= other)]
            twice += [(person, other) for other in others["person_id"] if other != person]
    # Johanna de Vries is a name that two people can well have.
    assert set(twice) <= {("johanna-de-vries", "johanna-besteman-de-vries")}
