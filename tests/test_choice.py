"""Which of several people a name means: what a careful reader of the rosters would settle, and what not."""

import pytest

from analysis.signatories.choice import Match, choose
from analysis.signatories.offices import Said
from analysis.signatories.people import Person

NOTHING = Said(frozenset(), frozenset(), False, False, False, False, frozenset())
OF_THE_CDA = Said(frozenset({"cda"}), frozenset(), False, False, False, False, frozenset())


def person(person_id: str, party_id: str) -> Person:
    return Person(person_id, person_id, party_id, True, frozenset({party_id}), frozenset())


PEOPLE = {"rosa-verzonnen": person("rosa-verzonnen", "cda"), "r-verzonnen": person("r-verzonnen", "d66")}


def chosen(said: Said, **hows: str) -> str | None:
    found = [Match.of(PEOPLE[i.replace("_", "-")], how, said) for i, how in hows.items()]
    match, _, _ = choose(found, said)
    return match.person.person_id if match else None


def test_a_full_name_of_one_person_is_that_person():
    assert chosen(NOTHING, rosa_verzonnen="full_name") == "rosa-verzonnen"


@pytest.mark.parametrize("how", ["initial_of_given_name", "part_of_surname"])
def test_a_full_name_is_not_settled_while_another_may_write_it_unless_the_party_tells(how):
    assert chosen(NOTHING, rosa_verzonnen="full_name", r_verzonnen=how) is None
    assert chosen(OF_THE_CDA, rosa_verzonnen="full_name", r_verzonnen=how) == "rosa-verzonnen"


def test_another_given_name_with_the_same_letter_does_not_unsettle_a_full_name():
    assert chosen(NOTHING, rosa_verzonnen="full_name", r_verzonnen="other_given_name") == "rosa-verzonnen"
