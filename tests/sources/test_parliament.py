"""Seats and signing parties on a date, against numbers typed by hand from the sources.

Seats on a day: the House's own data (open data dump of 2023-11-06) and the official results; the list of parties that
had signed: the CKM page, ANP/nieuws.nl and NL Times of 10 March 2021. See data/README.md.
"""

import datetime

import pandas as pd
import pytest

from analysis import sources
from analysis.core.names import words_of
from analysis.core.parameters import Month
from analysis.sources import OWN_DATA
from analysis.sources.parliament import seats_by_law, seats_on, terms_on, unaccounted_seats
from support.months import known_in

TODAY = known_in(Month(2026, 10))
SIGNED = {"d66", "cda", "sp", "pvda", "groenlinks", "cu", "sgp", "pvdd"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def days_of_change() -> list[pd.Timestamp]:
    """Return each day on which a seat or a member comes or goes: in between nothing can differ."""
    one = pd.Timedelta(days=1)
    seats, members = TODAY.seats, TODAY.members
    days = pd.concat([seats["valid_from"], seats["valid_until"] + one, members["start"], members["end"] + one])
    return sorted(day for day in days.dropna().unique() if day <= pd.Timestamp(2026, 10, 31))


@pytest.mark.parametrize(
    ("date", "signing", "filled"),
    [("2021-03-10", 87, 149), ("2021-03-31", 77, 148), ("2021-04-30", 79, 150), ("2022-06-30", 78, 150)],
)
def test_the_eight_parties_that_signed_hold_their_seats_of_the_day(date: str, signing: int, filled: int) -> None:
    held = seats_on(day(date), TODAY.seats)
    assert held[held["party_id"].isin(SIGNED)]["seats"].sum() == signing
    assert held["seats"].sum() == filled


@pytest.mark.parametrize(("date", "without_merged", "merged"), [("2023-12-31", 28, 25), ("2025-12-31", 56, 20)])
def test_after_the_merger_the_predecessors_hold_no_seat_of_their_own(
    date: str, without_merged: int, merged: int
) -> None:
    held = seats_on(day(date), TODAY.seats).set_index("party_id")["seats"]
    assert held[held.index.isin(SIGNED)].sum() == without_merged
    assert held["gl-pvda"] == merged
    assert "pvda" not in held.index
    assert "groenlinks" not in held.index


def test_no_more_than_150_seats_are_filled_and_few_are_vacant_on_every_day_since_2017() -> None:
    assert seats_by_law(TODAY.bodies) == 150
    for date in days_of_change():
        assert 120 <= seats_on(date.date(), TODAY.seats)["seats"].sum() <= 150


def test_seats_until_2023_equal_the_members_who_sat_day_by_day() -> None:
    """A referee: seats.csv was counted once, here the members are counted again, another way."""
    for date in [d for d in days_of_change() if d <= pd.Timestamp(2023, 12, 5)]:
        counted = terms_on(date.date(), TODAY.members, TODAY.elections).groupby("party_id").size()
        held = seats_on(date.date(), TODAY.seats).set_index("party_id")["seats"]
        assert counted.to_dict() == held.to_dict(), date


def test_no_seat_is_unaccounted_for_while_the_data_are_exact() -> None:
    assert unaccounted_seats(day("2022-06-30"), TODAY.seats, TODAY.members, TODAY.elections).empty


def test_members_unknown_since_2023_are_reported_and_not_filled_in() -> None:
    gaps = unaccounted_seats(day("2024-06-30"), TODAY.seats, TODAY.members, TODAY.elections)
    assert not gaps.empty
    assert (gaps["members_known"] < gaps["seats"]).any()
    assert seats_on(day("2024-06-30"), TODAY.seats)["seats"].sum() == 150


def test_seven_members_left_the_pvv_on_20_january_2026() -> None:
    before = seats_on(day("2026-01-19"), TODAY.seats).set_index("party_id")["seats"]
    after = seats_on(day("2026-01-20"), TODAY.seats).set_index("party_id")["seats"]
    assert (before["pvv"], after["pvv"], after["groep-markuszower"]) == (26, 19, 7)
    assert "groep-markuszower" not in before.index
    terms = terms_on(day("2026-01-31"), TODAY.members, TODAY.elections)
    assert (terms["party_id"] == "groep-markuszower").sum() == 7


def test_a_member_who_took_the_seat_along_moves_it_and_one_who_gave_it_up_does_not() -> None:
    """Joseph went to BBB with her seat (2025-07-31); Boomsma and Soepboer gave theirs up (2025-08)."""
    before = seats_on(day("2025-07-30"), TODAY.seats).set_index("party_id")["seats"]
    after = seats_on(day("2025-09-30"), TODAY.seats).set_index("party_id")["seats"]
    assert (before["nsc"], before["bbb"]) == (20, 7)
    assert (after["nsc"], after["bbb"]) == (19, 8)


def test_the_later_term_wins_where_two_of_one_person_overlap() -> None:
    members = pd.DataFrame(
        {
            "member_id": ["m001", "m002"],
            "person_id": ["a-b", "a-b"],
            "body_id": ["house", "house"],
            "party_id": ["vvd", "lid-b"],
            "term": ["2021-2023", "2021-2023"],
            "start": pd.to_datetime(["2021-03-31", "2022-01-10"]),
            "end": pd.to_datetime(["2022-01-10", None]),
            "end_status": ["known", "sitting"],
        }
    )
    terms = terms_on(day("2022-01-10"), members, TODAY.elections)
    assert terms["party_id"].to_list() == ["lid-b"]


Held = tuple[str, str, str | None, str | None, str]  # person, party, first and last day, what is known of the end


def sitting(*rows: Held, body: str = "house") -> pd.DataFrame:
    """Return made-up members of one body in the term that began on 1 March 2021."""
    table = pd.DataFrame(list(rows), columns=["person_id", "party_id", "start", "end", "end_status"])
    for name in ("start", "end"):
        table[name] = pd.to_datetime(table[name])
    return table.assign(body_id=body, term="2021-2025", member_id=[f"m{n:03}" for n in range(len(table))])


def seats_of(held: dict[str, int], body: str = "house") -> pd.DataFrame:
    """Return made-up seats of one body, held since 1 March 2021 without an end."""
    table = pd.DataFrame({"party_id": list(held), "seats": pd.array(list(held.values()), dtype="Int64")})
    return table.assign(body_id=body, valid_from=pd.Timestamp(2021, 3, 1), valid_until=pd.NaT)


def begun(*bodies: str) -> pd.DataFrame:
    term = {"election": "E2021", "term": "2021-2025", "term_starts": pd.Timestamp(2021, 3, 1)}
    return pd.DataFrame([term | {"body_id": body} for body in bodies])


def rows_of(table: pd.DataFrame) -> list[tuple]:
    return list(table.itertuples(index=False, name=None))


def test_seats_stand_with_the_most_first_and_then_by_party() -> None:
    held = seats_on(day("2021-06-30"), seats_of({"b": 20, "a": 20, "c": 30}))
    assert list(held.columns) == ["party_id", "seats"]
    assert rows_of(held) == [("c", 30), ("a", 20), ("b", 20)]


def test_whether_a_person_sits_is_not_certain_where_the_start_or_the_end_is_not_known() -> None:
    members = sitting(
        ("a-sits", "x", "2021-03-01", None, "sitting"),
        ("b-will-leave", "x", "2021-03-01", "2021-12-31", "known"),
        ("c-came-some-day", "x", None, None, "sitting"),
        ("d-may-have-left", "x", "2021-03-01", None, "unknown"),
        ("e-has-left", "x", "2021-03-01", "2021-06-29", "known"),
        ("f-will-come", "x", "2021-07-01", None, "sitting"),
    )
    terms = terms_on(day("2021-06-30"), members, begun("house"))
    assert list(terms.columns) == ["person_id", "party_id", "sits"]
    assert rows_of(terms[["person_id", "sits"]]) == [
        ("a-sits", "yes"), ("b-will-leave", "yes"), ("c-came-some-day", "unknown"), ("d-may-have-left", "unknown"),
    ]  # fmt: skip


def test_a_term_with_a_known_start_counts_for_more_than_one_without() -> None:
    members = sitting(("a-b", "x", "2021-03-01", None, "sitting"), ("a-b", "y", None, None, "sitting"))
    assert rows_of(terms_on(day("2021-06-30"), members, begun("house"))) == [("a-b", "x", "yes")]


def test_before_the_first_term_nobody_sits() -> None:
    terms = terms_on(day("2021-02-28"), sitting(("a-b", "x", None, None, "sitting")), begun("house"))
    assert terms.empty
    assert (terms.dtypes == "str").all(), "an empty table is one of texts too"


TWO_OF_Y: list[Held] = [("c-d", "y", "2021-03-01", None, "sitting"), ("e-f", "y", "2021-03-01", None, "sitting")]


def test_each_body_has_its_own_members_and_seats() -> None:
    members = pd.concat(
        [sitting(("a-b", "x", "2021-03-01", None, "sitting")), sitting(*TWO_OF_Y, body="province")], ignore_index=True
    )
    seats = pd.concat([seats_of({"x": 1}), seats_of({"y": 3}, body="province")], ignore_index=True)
    elections = begun("house", "province")
    in_province = terms_on(day("2021-06-30"), members, elections, "province")
    assert in_province["person_id"].to_list() == ["c-d", "e-f"]
    assert rows_of(unaccounted_seats(day("2021-06-30"), seats, members, elections, "province")) == [("y", 3, 2)]
    assert unaccounted_seats(day("2021-06-30"), seats, members, elections).empty
    assert terms_on(day("2021-06-30"), members, begun("house"), "province").empty, "no term of its own has begun"


def test_a_party_without_any_known_member_has_all_its_seats_unaccounted_for() -> None:
    gaps = unaccounted_seats(day("2021-06-30"), seats_of({"y": 2, "z": 1}), sitting(*TWO_OF_Y), begun("house"))
    wanted = pd.DataFrame({"party_id": ["z"], "seats": [1], "members_known": [0]})
    pd.testing.assert_frame_equal(gaps, wanted.astype({"seats": "Int64", "members_known": "Int64"}))


def test_the_election_totals_are_the_official_ones() -> None:
    """Seats at the start of each term: official results of 2017 and 2021, press on those of 2023 and 2025."""
    starts = ["2017-03-23", "2021-03-31", "2023-12-06", "2025-11-12"]
    held = [seats_on(day(date), TODAY.seats).set_index("party_id")["seats"] for date in starts]
    assert [h["pvv"] for h in held] == [20, 17, 37, 26]
    assert [h["cda"] for h in held] == [19, 15, 5, 18]
    assert held[2]["d66"] == 9
    assert held[3]["d66"] == 26


def test_the_own_data_are_found_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    assert (OWN_DATA / "datapackage.json").exists()
    assert sources.folder_of("") == OWN_DATA


def test_who_stands_with_and_without_a_married_name_is_one_person() -> None:
    known = known_in("2026-10")
    rows = pd.concat([known.members, known.candidates]).dropna(subset=["given_name", "party_id"])
    rows = rows.assign(folded=rows["family_name"].map(lambda name: set(words_of(name))))
    twice = []
    for _, alike in rows.groupby(["given_name", "initials", "party_id"]):
        for person, names in zip(alike["person_id"], alike["folded"], strict=True):
            others = alike[alike["folded"].map(lambda other, own=names: own <= other)]
            twice += [(person, other) for other in others["person_id"] if other != person]
    # Johanna de Vries is a name that two people can well have.
    assert set(twice) <= {("johanna-de-vries", "johanna-besteman-de-vries")}
