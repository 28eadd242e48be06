"""Who could have signed on a day, for which party, and under which names. The people are those of test_signatories."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from analysis.signatories.body import Bodies, Body
from analysis.signatories.people import Person, election_in_force
from support.made_up_parliament import candidates, events, frame, members, names, of_the_project, tables

DAY = datetime.date(2021, 4, 1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def house(**others: pd.DataFrame) -> Body:
    return Bodies(tables(**others))["house"]


def on(text: str, person_id: str, **others: pd.DataFrame) -> Person | None:
    return house(**others).people.person(person_id, day(text))


def test_before_the_first_nomination_the_candidates_of_the_first_election_count():
    nominated = {"E1": day("2021-02-01"), "E2": day("2023-10-09")}
    days = ("2020-01-01", "2021-02-01", "2023-10-08", "2023-10-09")
    assert [election_in_force(day(each), nominated) for each in days] == ["E1", "E1", "E1", "E2"]
    assert election_in_force(DAY, {}) == ""


def test_who_only_sits_is_of_the_party_of_the_seat():
    assert on("2021-04-01", "dee-wissel") == Person(
        "dee-wissel", "Dee Wissel", "pvda", True, frozenset({"pvda"}), frozenset(), ""
    )
    assert on("2022-06-01", "dee-wissel").party_id == "d66"


def test_who_only_stands_is_of_the_party_of_the_list():
    assert on("2021-04-01", "jan-dubbel-1") == Person(
        "jan-dubbel-1", "Jan Dubbel", "d66", True, frozenset({"d66"}), frozenset({"d66"}), "m"
    )
    without_a_party = on("2021-04-01", "gijs-nergens")
    assert (without_a_party.party_id, without_a_party.parties) == ("", frozenset())
    assert without_a_party.lists == {"lijst luchtkasteel"}
    unnamed = candidates().assign(list_name=None)
    assert on("2021-04-01", "jan-dubbel-1", candidates=unnamed).lists == frozenset()


def test_of_who_sits_and_stands_the_party_is_that_of_the_seat_and_the_name_that_on_the_list():
    stands_elsewhere = candidates().replace({"party_id": {"cda": "sp"}, "list_name": {"CDA": "SP"}})
    assert on("2021-03-10", "ann-van-der-verzon", candidates=stands_elsewhere) == Person(
        "ann-van-der-verzon", "Ann van der Verzon-Zwaluw", "cda", True, frozenset({"cda", "sp"}), frozenset({"sp"}), "v"
    )


def test_a_seat_that_is_not_certain_does_not_outweigh_a_candidacy_that_is():
    alone = on("2022-06-01", "eef-twijfel")
    assert (alone.party_id, alone.known, alone.parties) == ("sp", False, {"sp"})
    stands = frame(
        [("TK2021", "D66", "d66", "eef-twijfel", "Eef", "E.", "", "Twijfel", "Eef Twijfel")],
        "election list_name party_id person_id given_name initials tussenvoegsel family_name full_name",
    )
    both = on("2022-06-01", "eef-twijfel", candidates=pd.concat([candidates(), stands], ignore_index=True))
    assert (both.party_id, both.known, both.parties) == ("d66", True, {"d66", "sp"})


def test_nobody_is_found_who_neither_sat_nor_stood():
    found = {"ann-van-der-verzon": True, "dee-wissel": True, "koen-later": False, "cas-fictief": False, "nobody": False}
    assert {person_id: house().people.person(person_id, DAY) is not None for person_id in found} == found
    assert house().people.person("koen-later", day("2023-10-09")).party_id == "d66"


def test_from_the_day_of_a_merger_on_the_parties_it_was_made_of_may_be_written_too():
    merged = events(("merge", "2022-06-01", "sp|pvda", "d66"), ("split", "2021-04-01", "cda", "d66"))
    for person_id in ("jan-dubbel-1", "dee-wissel"):
        body = house(party_events=merged)
        assert "sp" not in body.people.person(person_id, day("2022-05-31")).parties
        assert body.people.person(person_id, day("2022-06-01")).parties == {"d66", "sp", "pvda"}
    assert on("2022-06-01", "jan-dubbel-2", party_events=merged).parties == {"sp"}, "not the other way round"


def test_a_party_that_others_joined_twice_may_be_called_by_all_of_them():
    merged = events(("merge", "2022-08-01", "cda", "d66"), ("merge", "2022-06-01", "sp", "d66"))
    body = house(party_events=merged)
    for person_id in ("jan-dubbel-1", "dee-wissel"):
        assert body.people.person(person_id, day("2022-07-31")).parties == {"d66", "sp"}
        assert body.people.person(person_id, day("2022-08-01")).parties == {"d66", "sp", "cda"}


def test_a_seat_is_held_from_its_first_day_to_its_last():
    days = {"2017-03-22": False, "2017-03-23": True, "2020-12-31": True, "2021-01-01": False}
    for asked in (list(days), list(days)[::-1]):
        body = house()
        assert {text: body.people.person("cas-fictief", day(text)) is not None for text in asked} == days


def test_the_office_tells_of_the_seat_and_of_the_place_on_the_list_on_a_day():
    standing = candidates().assign(position=range(1, 11), elected="no")
    standing.loc[len(standing)] = standing.iloc[0].to_dict() | {"election": "TK2023", "position": 99}
    body = house(candidates=standing)
    assert body.people.office(day("2021-03-10"), "ann-van-der-verzon") == {
        "sits": "yes", "list_name": "CDA", "position": 1, "elected": "no"
    }  # fmt: skip
    assert body.people.office(day("2023-10-09"), "ann-van-der-verzon")["position"] == 99
    assert body.people.office(day("2022-06-01"), "eef-twijfel") == {
        "sits": "unknown", "list_name": None, "position": None, "elected": None
    }  # fmt: skip
    assert body.people.office(day("2021-03-10"), "jan-dubbel-2")["sits"] == "no"


def test_the_name_of_a_person_is_the_one_written_last_and_of_nobody_empty():
    body = house()
    assert body.people.name_of("ann-van-der-verzon") == "Ann van der Verzon-Zwaluw", "as on the list of candidates"
    renamed = members()
    renamed.loc[renamed["party_id"] == "d66", "full_name"] = "Dee Gehuwd"
    assert house(members=renamed).people.name_of("dee-wissel") == "Dee Gehuwd"
    assert body.people.name_of("no-one") == ""


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
    parties = house(party_names=since).parties
    days = ("2022-05-31", "2022-06-01", "2023-05-31", "2023-06-01", "2022-05-31")
    known = [[*parties.names_on(day(text)).mentions("CDA D66 PvdD")] for text in days]
    assert known == [["cda"], ["cda", "d66"], ["cda", "d66"], ["cda", "d66", "pvdd"], ["cda"]]
    body = house(party_names=since)
    said = [body.role_in("D66, Kamerlid", body.parties.names_on(day(text))).parties for text in days]
    assert said == [set(), {"d66"}, {"d66"}, {"d66"}, set()]
    assert parties.abbreviation("groenlinks") == "GROENLINKS"
    assert parties.abbreviation("no-party") == "no-party"
    assert [each.name for each in parties.lists.names] == ["CDA", "D66", "SP", "Lijst Luchtkasteel"]
    assert parties.lists.mentions("lijst  LUCHTKASTEEL") == ("lijst luchtkasteel",)


@pytest.mark.parametrize(
    ("written", "name", "said"),
    [
        ("Bo Bedacht (SP)", "Bo Bedacht", "SP"),
        ("Bo Bedacht, Kamerlid SP", "Bo Bedacht", "Kamerlid SP"),
        ("Bedacht, Bo (Kamerlid)", "Bedacht, Bo", "Kamerlid"),
        ("Bo Bedacht, SP (Kamerlid)", "Bo Bedacht", "SP, Kamerlid"),
        ("Bedacht, Bo", "Bedacht, Bo", ""),
        ("Bedacht (Bo)", "Bedacht (Bo)", ""),
        ("Bo Bedacht", "Bo Bedacht", ""),
    ],
)
def test_what_stands_behind_a_name_is_split_off_if_it_says_who_signs(written, name, said):
    body = house()
    assert body.split_from_name(written, body.parties.names_on(DAY)) == (name, said)


def test_what_is_said_beside_a_name_is_read_piece_by_piece_and_by_the_names_of_the_day():
    body = house()
    names_of_day = body.parties.names_on(DAY)
    for _ in range(2):
        assert body.role_in("SP, Kamerlid", names_of_day).parties == {"sp"}
        assert body.role_in("SP,  Kamerlid", names_of_day).sits_or_stands


COUNCIL = {
    "body_id": "luchtstad", "name_nl": "Gemeenteraad Luchtstad", "name_en": "Luchtstad council", "seats": "5",
    "names": "gemeente Luchtstad|Luchtstad", "titles": "raadslid|lid van de raad",
}  # fmt: skip

UNNAMED = COUNCIL | {"body_id": "damstad", "name_nl": "Gemeenteraad Damstad", "names": None}


def test_each_body_has_its_own_members_candidates_nominations_and_words():
    bodies = pd.concat([of_the_project("bodies"), pd.DataFrame([COUNCIL, UNNAMED])], ignore_index=True)
    election = {"election": "LU2022", "body_id": "luchtstad", "term": "luchtstad 2022"}
    dates = {"nominated_on": pd.Timestamp("2022-01-31"), "term_starts": pd.Timestamp("2022-03-30")}
    dates |= {"polling_day": pd.Timestamp("2022-03-16")}
    earlier = {"election": "LU2018", "body_id": "luchtstad", "term": "luchtstad 2018", "nominated_on": pd.NaT}
    earlier |= {"term_starts": pd.Timestamp("2018-03-30"), "polling_day": pd.Timestamp("2018-03-21")}
    elections = pd.concat([of_the_project("elections"), pd.DataFrame([election | dates, earlier])], ignore_index=True)
    sits = members().replace({"person_id": {"bo-bedacht": "wolk-zweef"}, "full_name": {"Bo Bedacht": "Wolk Zweef"}})
    sits = sits.assign(body_id="luchtstad", term="luchtstad 2022", start=pd.Timestamp("2022-03-30"), end=pd.NaT)
    stands = candidates().replace({"election": {"TK2023": "LU2022"}})
    both = Bodies(
        tables(
            bodies=bodies, elections=elections, candidates=stands,
            members=pd.concat([members(), sits[sits["person_id"] == "wolk-zweef"]], ignore_index=True),
        )
    )  # fmt: skip
    council, house_of_it = both["luchtstad"], both["house"]
    assert (council.body_id, house_of_it.body_id) == ("luchtstad", "house")
    assert [*council.people.nominated.values()] == [day("2022-01-31")]
    assert [*house_of_it.people.nominated.values()] == [day("2021-02-01"), day("2023-10-09"), day("2025-09-15")]
    later = day("2022-04-01")
    assert council.people.person("wolk-zweef", later) == replace(
        on("2021-03-10", "bo-bedacht"), person_id="wolk-zweef", name="Wolk Zweef", sex=""
    )
    assert house_of_it.people.person("wolk-zweef", later) is None
    assert council.people.person("koen-later", later)
    assert council.people.person("ann-van-der-verzon", later) is None
    assert (council.people.name_of("wolk-zweef"), house_of_it.people.name_of("wolk-zweef")) == ("Wolk Zweef", "")
    words = council.parties.names_on(later)
    assert both["damstad"].role_in("kandidaat Gemeenteraad Damstad", words).sits_or_stands
    for text in ("raadslid", "lid van de raad", "kandidaat gemeente Luchtstad", "kandidaat Luchtstad council"):
        assert council.role_in(text, words).sits_or_stands, text
        assert not house_of_it.role_in(text, words).sits_or_stands, text


def test_who_stood_twice_under_two_names_has_the_one_of_the_list_of_the_day():
    again = candidates().iloc[[0]].assign(election="TK2023", full_name="Ann Zwaluw", list_name="SP", party_id="sp")
    body = house(candidates=pd.concat([candidates(), again], ignore_index=True))
    days = ("2021-03-10", "2023-10-08", "2023-10-09")
    found = [body.people.person("ann-van-der-verzon", day(text)) for text in days]
    full = "Ann van der Verzon-Zwaluw"
    assert [each.name for each in found] == [full, full, "Ann Zwaluw"]
    assert [each.party_id for each in found] == ["cda", "cda", "sp"]
    assert body.people.name_of("ann-van-der-verzon") == "Ann Zwaluw"
