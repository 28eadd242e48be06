"""Who could have signed on a day, for which party, and under which names. The people are those of test_signatories."""

import datetime

import pandas as pd
import pytest

from analysis.signatories.body import Bodies, Body, Person, election_in_force
from support.cases import cases
from support.made_up_parliament import candidates, events, frame, members, names, tables

DAY = datetime.date(2021, 4, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def house(**others: pd.DataFrame) -> Body:
    return Bodies(tables(**others))["house"]


def on(text: str, person_id: str, **others: pd.DataFrame) -> Person | None:
    return house(**others).person(person_id, day(text))


def test_an_election_counts_from_its_nomination_and_the_first_one_before_that_too():
    nominated = {"E1": day("2021-02-01"), "E2": day("2023-10-09")}
    days = ("2020-01-01", "2021-02-01", "2023-10-08", "2023-10-09")
    assert [election_in_force(day(each), nominated) for each in days] == ["E1", "E1", "E1", "E2"]
    assert election_in_force(DAY, {}) == ""


def said(person: Person | None) -> str:
    parts = ["party " + person.party_id, *sorted(person.parties), "list " + "|".join(person.lists), person.sex]
    is_so = {"sits": person.sits, "stood": person.stood, "not known": not person.known}
    return "; ".join([person.name, *parts, *(name for name, so in is_so.items() if so)])


@pytest.mark.parametrize(
    ("on_day", "person_id", "expected"),
    [
        ("2021-04-01", "dee-wissel", "Dee Wissel; party pvda; pvda; list ; ; sits"),
        ("2022-06-01", "dee-wissel", "Dee Wissel; party d66; d66; list ; ; sits"),
        ("2021-04-01", "jan-dubbel-1", "Jan Dubbel; party d66; d66; list d66; m; stood"),
        ("2021-04-01", "gijs-nergens", "Gijs Nergens; party ; list lijst luchtkasteel; ; stood"),
        ("2022-06-01", "eef-twijfel", "Eef Twijfel; party sp; sp; list ; ; not known"),
    ],
)
def test_who_sits_is_of_the_party_of_the_seat_on_that_day_and_who_stands_of_that_of_the_list(
    on_day, person_id, expected
):
    assert said(on(on_day, person_id)) == expected


def test_a_candidate_of_a_list_without_a_name_is_of_no_list():
    assert on("2021-04-01", "jan-dubbel-1", candidates=candidates().assign(list_name=None)).lists == frozenset()


def test_of_who_sits_and_stands_the_party_is_that_of_the_seat_if_it_is_certain_and_the_name_that_on_the_list():
    stands_elsewhere = candidates().replace({"party_id": {"cda": "sp"}, "list_name": {"CDA": "SP"}})
    certain = on("2021-03-10", "ann-van-der-verzon", candidates=stands_elsewhere)
    assert said(certain) == "Ann van der Verzon-Zwaluw; party cda; cda; sp; list sp; v; sits"
    row = ("TK2021", "D66", "d66", "eef-twijfel", "Eef", "E.", "", "Twijfel", "Eef Twijfel")
    columns = "election list_name party_id person_id given_name initials tussenvoegsel family_name full_name"
    stands = pd.concat([candidates(), frame([row], columns)], ignore_index=True)
    assert said(on("2022-06-01", "eef-twijfel", candidates=stands)) == "Eef Twijfel; party d66; d66; sp; list d66; "


@pytest.mark.parametrize(
    ("person_id", "days"),
    [
        ("cas-fictief", {"2017-03-22": False, "2017-03-23": True, "2020-12-31": True, "2021-01-01": False}),
        ("koen-later", {"2023-10-08": False, "2023-10-09": True, "2025-09-14": True, "2025-09-15": False}),
        ("nobody", {"2021-03-10": False}),
    ],
)
def test_somebody_is_found_from_the_first_day_of_a_seat_or_candidacy_to_the_last_and_nobody_else(person_id, days):
    for asked in (list(days), list(days)[::-1]):
        body = house()
        assert {text: body.person(person_id, day(text)) is not None for text in asked} == days


def test_from_the_day_of_a_merger_on_the_parties_it_was_made_of_may_be_written_too():
    merged = events(
        ("merge", "2022-08-01", "cda", "d66"),
        ("merge", "2022-06-01", "sp|pvda", "d66"),
        ("split", "2021-04-01", "cda", "d66"),
    )
    body = house(party_events=merged)
    for person_id in ("jan-dubbel-1", "dee-wissel"):
        assert "sp" not in body.person(person_id, day("2022-05-31")).parties
        assert body.person(person_id, day("2022-07-31")).parties == {"d66", "sp", "pvda"}
        assert body.person(person_id, day("2022-08-01")).parties == {"d66", "sp", "pvda", "cda"}
    assert body.person("jan-dubbel-2", day("2022-06-01")).parties == {"sp"}, "not the other way round"


def test_the_office_is_the_seat_and_the_place_on_the_list_of_a_day():
    standing = candidates().assign(position=range(1, 11), elected="no")
    standing.loc[len(standing)] = standing.iloc[0].to_dict() | {"election": "TK2023", "position": 99}
    people = house(candidates=standing)
    assert people.seat_and_candidacy(day("2021-03-10"), "ann-van-der-verzon") == {
        "sits": "yes", "list_name": "CDA", "position": 1, "elected": "no"
    }  # fmt: skip
    assert people.seat_and_candidacy(day("2023-10-09"), "ann-van-der-verzon")["position"] == 99
    assert people.seat_and_candidacy(day("2022-06-01"), "eef-twijfel") == {
        "sits": "unknown", "list_name": None, "position": None, "elected": None
    }  # fmt: skip
    assert people.seat_and_candidacy(day("2021-03-10"), "jan-dubbel-2")["sits"] == "no"


def test_who_stood_twice_under_two_names_has_the_one_of_the_list_of_the_day():
    again = candidates().iloc[[0]].assign(election="TK2023", full_name="Ann Zwaluw", list_name="SP", party_id="sp")
    people = house(candidates=pd.concat([candidates(), again], ignore_index=True))
    days = ("2021-03-10", "2023-10-08", "2023-10-09")
    found = [people.person("ann-van-der-verzon", day(text)) for text in days]
    full = "Ann van der Verzon-Zwaluw"
    assert [(each.name, each.party_id) for each in found] == [(full, "cda"), (full, "cda"), ("Ann Zwaluw", "sp")]
    assert people.name_of("ann-van-der-verzon") == "Ann Zwaluw", "without a day: as written last"
    assert people.name_of("no-one") == ""


def test_the_names_of_earlier_rows_and_aliases_count_too():
    renamed = members()
    renamed.loc[renamed["party_id"] == "d66", ["family_name", "full_name"]] = ["Gehuwd", "Dee Gehuwd"]
    renamed.loc[renamed["person_id"] == "bo-bedacht", "aliases"] = "Boudewijn Bedacht|Bo Verzint"
    renamed.loc[renamed["person_id"] == "ann-van-der-verzon", "aliases"] = "Annie Verzon"
    found = house(members=renamed).names
    for written in ("Annie Verzon", "Dee Wissel", "Dee Gehuwd", "Boudewijn Bedacht", "Bo Verzint", "Bo Bedacht"):
        assert [*found.agreeing(written).values()] == ["full_name"], written


def test_a_name_of_a_party_counts_from_its_day_on():
    since = names().assign(valid_from=pd.NaT).astype({"valid_from": "datetime64[us]"})
    since.loc[since["name"] == "D66", "valid_from"] = pd.Timestamp("2022-06-01")
    since.loc[since["name"] == "PvdD", "valid_from"] = pd.Timestamp("2023-06-01")
    body = house(party_names=since)
    known = {
        "2022-05-31": {"cda"},
        "2022-06-01": {"cda", "d66"},
        "2023-05-31": {"cda", "d66"},
        "2023-06-01": {"cda", "d66", "pvdd"},
        "2022-03-01": {"cda"},
    }
    said = "CDA D66, Kamerlid PvdD"
    assert {text: body.role_in(said, body.parties.names_on(day(text))).parties for text in known} == known


@pytest.mark.parametrize("row", cases("name_and_role"))
def test_what_is_written_behind_a_name_is_split_off_if_it_says_who_signs(row):
    body = house()
    found = body.split_from_name(row["written"], body.parties.names_on(DAY))
    assert found == (row["name"], [*filter(None, row["said"].split("; "))])
