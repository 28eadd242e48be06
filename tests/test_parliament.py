"""Seats and signing parties on a date, against numbers typed by hand from the sources.

Seats on a day: the House's own data (open data dump of 2023-11-06) and the official results; the list of parties that
had signed: the CKM page, ANP/nieuws.nl and NL Times of 10 March 2021. See data/README.md.
"""

import datetime

import pandas as pd
import pytest

from analysis import sources
from analysis.names import words_of
from analysis.parameters import Month
from analysis.parliament import seats_by_law, seats_on, terms_on, unaccounted_seats
from analysis.sources import OWN_DATA

TODAY = sources.read(Month(2026, 10))
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
    known = sources.read(Month.parse("2026-10"))
    rows = pd.concat([known.members, known.candidates]).dropna(subset=["given_name", "party_id"])
    rows = rows.assign(folded=rows["family_name"].map(lambda name: set(words_of(name))))
    twice = []
    for _, alike in rows.groupby(["given_name", "initials", "party_id"]):
        for person, names in zip(alike["person_id"], alike["folded"], strict=True):
            others = alike[alike["folded"].map(lambda other, own=names: own <= other)]
            twice += [(person, other) for other in others["person_id"] if other != person]
    # Johanna de Vries is a name that two people can well have.
    assert set(twice) <= {("johanna-de-vries", "johanna-besteman-de-vries")}
