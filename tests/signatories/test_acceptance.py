"""When a name is accepted: what a careful reader of the rosters would settle, and what not."""

import pytest

from analysis.signatories.acceptance import AGAINST, SITS_OR_STANDS, Match, choose, doubt
from analysis.signatories.people import Person
from analysis.signatories.roles import Role, Word, role_of

NONE: frozenset = frozenset()
YEARS = frozenset({2021})


def said(parties=NONE, lists=NONE, other_lists=NONE, years=NONE, **kinds: str) -> Role:
    words = tuple(Word(word, kind) for kind, word in kinds.items())
    return role_of(frozenset(parties), frozenset(lists), frozenset(other_lists), frozenset(years), words)


NOTHING = said()
OF_THE_CDA = said({"cda"})
ON_A_LIST = said(lists={"lijst luchtkasteel"})
SITS = said(seat="kamerlid")
ELSEWHERE = said(office="raadslid")
A_PLACE = said(place="zwolle")


def person(person_id: str, party_id: str, list_name: str = "", sex: str = "") -> Person:
    lists = frozenset({list_name} - {""})
    return Person(person_id, person_id, party_id, True, frozenset({party_id}), lists, sex)


PEOPLE = {
    "rosa-verzonnen": person("rosa-verzonnen", "cda", "cda", "v"),
    "ria-verzonnen": person("ria-verzonnen", "cda", "cda"),
    "r-verzonnen": person("r-verzonnen", "d66", "lijst luchtkasteel"),
}


UNCERTAIN = Person("rosa-verzonnen", "Rosa", "cda", False, frozenset({"cda"}), frozenset())


def match(person_id: str, how: str, role: Role, address: str = "") -> Match:
    return Match.of(PEOPLE[person_id.replace("_", "-")], how, role, address)


def settled(role: Role, **hows: str) -> tuple[str | None, str, str]:
    found, how, because = choose([match(i, how, role) for i, how in hows.items()], role)
    return found and found.person.person_id, how, because


def chosen(role: Role, **hows: str) -> str | None:
    return settled(role, **hows)[0]


def test_a_full_name_of_one_person_is_that_person():
    assert settled(NOTHING, rosa_verzonnen="full_name") == ("rosa-verzonnen", "full_name", "")


@pytest.mark.parametrize("how", ["initial_of_given_name", "part_of_surname"])
def test_a_full_name_is_not_settled_while_another_may_write_it_unless_the_party_tells(how):
    assert chosen(NOTHING, rosa_verzonnen="full_name", r_verzonnen=how) is None
    assert chosen(OF_THE_CDA, rosa_verzonnen="full_name", r_verzonnen=how) == "rosa-verzonnen"


def test_another_given_name_with_the_same_letter_does_not_unsettle_a_full_name():
    assert chosen(NOTHING, rosa_verzonnen="full_name", r_verzonnen="other_given_name") == "rosa-verzonnen"


def test_of_two_with_one_name_the_party_or_the_list_tells_who_is_meant_and_else_nothing():
    both = {"rosa_verzonnen": "full_name", "r_verzonnen": "full_name"}
    assert settled(OF_THE_CDA, **both) == ("rosa-verzonnen", "full_name_and_party", "")
    assert settled(ON_A_LIST, **both) == ("r-verzonnen", "full_name_and_party", "")
    assert settled(NOTHING, **both) == (None, "", "more than one person has this name, or goes by it")
    assert chosen(OF_THE_CDA, rosa_verzonnen="full_name", ria_verzonnen="full_name") is None, "both of the party"


@pytest.mark.parametrize("how", ["one_given_name", "first_initial", "initial_of_given_name", "part_of_surname"])
def test_half_a_name_is_enough_with_the_party_of_the_only_one_who_has_it(how):
    assert settled(OF_THE_CDA, rosa_verzonnen=how) == ("rosa-verzonnen", f"{how}_and_party", "")
    assert settled(NOTHING, rosa_verzonnen=how) == (None, "", "")
    assert chosen(SITS, rosa_verzonnen=how) is None, "to sit is not enough"
    assert chosen(OF_THE_CDA, rosa_verzonnen=how, ria_verzonnen=how) is None, "nor is a party that both are of"


@pytest.mark.parametrize("how", ["other_given_name", "surname", "spelling", "spelling_of_surname", "surname_in_part"])
def test_less_of_a_name_is_never_enough(how):
    assert settled(OF_THE_CDA, rosa_verzonnen=how) == (None, "", "")


def test_one_initial_is_not_enough_where_another_has_it_too_unless_only_with_part_of_the_surname():
    assert settled(OF_THE_CDA, rosa_verzonnen="first_initial", r_verzonnen="first_initial") == (None, "", "")
    assert chosen(OF_THE_CDA, rosa_verzonnen="first_initial", ria_verzonnen="part_of_surname") is None
    assert chosen(OF_THE_CDA, rosa_verzonnen="first_initial", r_verzonnen="part_of_surname") == "rosa-verzonnen"
    of_another_party = {"r_verzonnen": "first_initial", "rosa_verzonnen": "part_of_surname"}
    assert settled(OF_THE_CDA, **of_another_party) == ("rosa-verzonnen", "part_of_surname_and_party", "")


def test_two_of_a_party_who_agree_well_are_not_passed_over_for_one_who_agrees_less():
    found = [
        match("rosa-verzonnen", "one_given_name", OF_THE_CDA),
        match("ria-verzonnen", "one_given_name", OF_THE_CDA),
    ]
    less = Match.of(person("roos-verzonnen", "cda"), "part_of_surname", OF_THE_CDA, "")
    assert choose([*found, less], OF_THE_CDA) == (None, "", "")


def test_a_surname_in_front_is_enough_for_whoever_sits_while_no_party_is_named():
    assert settled(SITS, rosa_verzonnen="surname_first") == ("rosa-verzonnen", "surname_first", "")
    assert chosen(NOTHING, rosa_verzonnen="surname_first") is None
    assert chosen(SITS, rosa_verzonnen="surname_first", r_verzonnen="surname_first") is None, "two have it"
    with_party, with_list = said({"cda"}, seat="kamerlid"), said(lists={"lijst luchtkasteel"}, seat="kamerlid")
    assert settled(with_party, rosa_verzonnen="surname_first")[1] == "surname_first_and_party"
    assert chosen(with_party, r_verzonnen="surname_first") is None, "of another party"
    assert chosen(with_list, rosa_verzonnen="surname_first") is None, "on another list"


@pytest.mark.parametrize("role", [OF_THE_CDA, ON_A_LIST, ELSEWHERE, A_PLACE])
@pytest.mark.parametrize("how", ["other_given_name", "spelling_of_surname", "surname_in_part"])
def test_with_so_little_of_a_name_nobody_is_proposed_whom_something_speaks_against(role, how):
    nobody = person("rozemarijn-verzonnen", "sp", "sp")
    assert not Match.of(nobody, how, role, "").plausible
    assert Match.of(nobody, how, NOTHING, "").plausible, "nothing speaks against it"
    assert Match.of(nobody, "part_of_surname", role, "").plausible, "more of the name agrees"
    fitting = person("rozemarijn-verzonnen", *role.parties or {"sp"}, *role.lists)
    assert Match.of(fitting, how, role, "").plausible == bool(role.parties or role.lists)


def test_the_best_candidate_agrees_exactly_then_is_of_the_party_then_is_rightly_addressed_then_agrees_more():
    ordered = [
        match("rosa-verzonnen", "full_name", OF_THE_CDA),
        match("rosa-verzonnen", "initials", OF_THE_CDA),
        match("r-verzonnen", "full_name", OF_THE_CDA),
        match("ria-verzonnen", "surname", OF_THE_CDA, "m"),
        match("ria-verzonnen", "spelling", OF_THE_CDA, "m"),
        match("rosa-verzonnen", "surname", OF_THE_CDA, "m"),
        match("r-verzonnen", "one_given_name", OF_THE_CDA),
    ]
    turned = ordered[::-1]
    turned.sort(key=lambda each: each.order)
    assert turned == ordered


@pytest.mark.parametrize("kind", AGAINST)
def test_a_role_that_speaks_against_a_person_is_quoted_unless_it_was_decided_on(kind):
    rosa, role = match("rosa-verzonnen", "full_name", NOTHING), said(**{kind: "het woord"})
    assert doubt(rosa, role, YEARS) == f"{AGAINST[kind]}: het woord"
    assert doubt(rosa, role, YEARS, SITS_OR_STANDS) == ""


def test_a_name_that_agrees_is_doubted_for_one_reason_the_gravest_first():
    rosa = match("rosa-verzonnen", "full_name", OF_THE_CDA)
    assert doubt(rosa, OF_THE_CDA, YEARS) == ""
    left = said(former="oud", office="raadslid", place="zwolle", years={2017})
    reasons = [
        doubt(rosa, left, YEARS),
        doubt(rosa, said(office="raadslid", place="zwolle"), YEARS),
        doubt(rosa, said(seat="kamerlid", years={2017}), YEARS),
        doubt(match("rosa-verzonnen", "full_name", OF_THE_CDA, "m"), OF_THE_CDA, YEARS),
        doubt(Match.of(UNCERTAIN, "full_name", OF_THE_CDA, ""), OF_THE_CDA, YEARS),
        doubt(match("r-verzonnen", "full_name", OF_THE_CDA), OF_THE_CDA, YEARS),
        doubt(match("rosa-verzonnen", "full_name", ON_A_LIST), ON_A_LIST, YEARS),
        doubt(rosa, said({"cda"}, other_lists={"jong"}), YEARS),
    ]
    begins = ["who has left", "another office", "another year", "the form of address", "it is not known"]
    told = [next((n for n, begin in enumerate(begins) if reason.startswith(begin)), None) for reason in reasons]
    assert told == [0, 1, 2, 3, 4, None, None, None]
    assert set(reasons[5:]) == {"another party is named than this person's on that day"}
    assert doubt(match("r-verzonnen", "full_name", SITS), SITS, YEARS) == "", "no party is named"


def test_whoever_says_to_sit_may_name_another_office_and_a_place_beside_it():
    rosa = match("rosa-verzonnen", "full_name", NOTHING)
    assert doubt(rosa, said(office="raadslid", plain="en", seat="kamerlid"), YEARS) == ""
    assert doubt(rosa, said(seat="kamerlid", place="zwolle"), YEARS) == ""
    assert doubt(rosa, said(former="oud", seat="kamerlid"), YEARS).startswith("who has left"), "but not to have sat"
