"""An answer is what the contract says, or is refused by entity, field and value; of a roll call only sums are kept."""

import re

import pytest

from analysis.core.problems import InputError
from analysis.updates import answers
from analysis.updates.answers import expand, select
from support.invented_house import House, Record, guid, vote


def decision(*votes: Record, **changed: object) -> Record:
    return House().decision("2098Z00001", "Motie over tellen", "2098-11-03", list(votes), **changed)


def sums(*votes: Record) -> dict[str, tuple[int, int, int]]:
    found = answers.decision(decision(*votes))["Stemming"]
    return {each["ActorFractie"]: (each["Voor"], each["Tegen"], each["Niet deelgenomen"]) for each in found}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("Soort", "Onthouden", "Soort: found 'Onthouden', expected one of Voor, Tegen, Niet deelgenomen"),
        ("FractieGrootte", "drie", "FractieGrootte: found 'drie', expected a whole number"),
        ("ActorFractie", None, "ActorFractie: found None, expected text"),
        ("Vergissing", "nee", "Vergissing: found 'nee', expected true or false"),
        ("Id", "abc", "Id: found 'abc', expected an id"),
    ],
)
def test_a_value_outside_the_contract_is_refused_by_entity_field_and_value(field, value, said):
    with pytest.raises(InputError, match=rf"Stemming\(.*\): {re.escape(said)}"):
        sums(vote("A", "Voor", 3) | {field: value})


def test_a_field_that_is_not_there_and_a_day_that_is_none_are_refused():
    bad = vote("A", "Voor", 3)
    del bad["ActorFractie"]
    with pytest.raises(InputError, match="ActorFractie: found no such field"):
        sums(bad)
    with pytest.raises(InputError, match=r"Activiteit\(.*\): Datum: found 'morgen', expected a day and time"):
        answers.decision(decision(Agendapunt={"Id": guid("p"), "Activiteit": {"Id": guid("a"), "Datum": "morgen"}}))


def test_the_day_is_the_one_in_the_netherlands_also_where_it_is_written_in_utc():
    for written in ("2098-11-03T15:00:00+01:00", "2098-11-02T23:30:00Z"):
        point = {"Id": guid("p"), "Activiteit": {"Id": guid("a"), "Datum": written}}
        assert answers.decision(decision(Agendapunt=point))["Datum"] == "2098-11-03"


def test_in_a_roll_call_each_person_is_one_seat_whatever_the_size_of_the_group_says():
    people = [vote("A", "Voor", 3, "p1"), vote("A", "Tegen", 3, "p2"), vote("A", "Niet deelgenomen", 3, "p3")]
    assert sums(*people, vote("B", "Tegen", 1, "p4")) == {"A": (1, 1, 1), "B": (0, 1, 0)}


def test_beside_members_who_voted_otherwise_the_row_of_the_group_is_for_the_others():
    assert sums(vote("A", "Voor", 5), vote("A", "Tegen", 5, "p1")) == {"A": (4, 1, 0)}


def test_a_vote_or_a_decision_that_was_deleted_counts_no_more():
    assert sums(vote("A", "Voor", 5), vote("B", "Tegen", 5) | {"Verwijderd": True}) == {"A": (5, 0, 0)}
    for gone in ({"Verwijderd": True}, dict.fromkeys(("Verwijderd", "BesluitSoort", "Zaak", "Stemming"))):
        assert answers.is_deleted(decision(**gone))


def test_a_list_within_a_record_that_was_cut_off_is_refused():
    with pytest.raises(InputError, match=r"Stemming: found Stemming@odata.nextLink: x, expected a complete list"):
        answers.decision(decision(vote("A", "Voor", 5)) | {"Stemming@odata.nextLink": "x"})


def test_nothing_is_asked_about_a_person_but_the_name_and_whether_he_or_she_is_a_member():
    assert select("Persoon") == "Id,Roepnaam,Initialen,Tussenvoegsel,Achternaam,Functie"
    assert expand("Agendapunt", expand("Activiteit")) == "Agendapunt($select=Id;$expand=Activiteit($select=Id,Datum))"
