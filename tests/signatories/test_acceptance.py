"""When a name is accepted: what a careful reader of the rosters would settle, and what not."""

import pytest

from analysis.signatories.acceptance import choose_person, objection
from analysis.signatories.body import Person
from analysis.signatories.records import REASONS_AGAINST, Match
from analysis.signatories.roles import Role, Word
from analysis.signatories.text_decisions import HARMLESS, SITS_OR_STANDS, after_decision
from support.cases import cases

YEARS = frozenset({2021})


def said(parties=(), lists=(), other_lists=(), years=(), **kinds: str) -> Role:
    words = tuple(Word(word, kind) for kind, word in kinds.items())
    named = (frozenset(each) for each in (parties, lists, other_lists, years))
    return Role(*named, words, names_seat="seat" in kinds)


NOTHING, OF_THE_CDA, ON_A_LIST = said(), said({"cda"}), said(lists={"lijst luchtkasteel"})
ROLES = {
    "nothing": NOTHING,
    "cda": OF_THE_CDA,
    "list": ON_A_LIST,
    "seat": said(seat="kamerlid"),
    "seat cda": said({"cda"}, seat="kamerlid"),
    "seat list": said(lists={"lijst luchtkasteel"}, seat="kamerlid"),
}


def person(person_id: str, party_id: str, list_name: str, sex: str = "", known: bool = True) -> Person:
    return Person(person_id, person_id, party_id, known, frozenset({party_id}), frozenset({list_name}), sex)


PEOPLE = {
    "rosa": person("rosa", "cda", "cda", "v"),
    "ria": person("ria", "cda", "cda"),
    "roos": person("roos", "cda", "cda"),
    "r": person("r", "d66", "lijst luchtkasteel"),
    "perhaps": person("perhaps", "cda", "cda", known=False),
}


def match(person_id: str, how: str, role: Role, address: str = "") -> Match:
    return Match.of(PEOPLE[person_id], how, role, address)


@pytest.mark.parametrize("row", cases("choice_of_person_cases"))
def test_a_name_means_one_person_or_nobody(row):
    """By what is said beside it, and by how it agrees with the names of some people: `rosa=full_name r=initials`."""
    role = ROLES[row["says"]]
    found = [match(*each.split("="), role) for each in row["names"].split(" ")]
    chosen, matched_by, because = choose_person(found, role)
    assert (chosen.person.person_id if chosen else "", matched_by) == (row["chosen"], row["matched_by"])
    assert because == row["because"]


@pytest.mark.parametrize(("has_given_name", "chosen"), [(True, "rosa"), (False, "")])
def test_half_of_a_surname_with_one_initial_is_not_enough_beside_a_party(has_given_name, chosen):
    found, *_ = choose_person([match("rosa", "part_of_surname", OF_THE_CDA)], OF_THE_CDA, has_given_name=has_given_name)
    assert (found.person.person_id if found else "") == chosen


@pytest.mark.parametrize("role", [OF_THE_CDA, ON_A_LIST, said(office="raadslid"), said(place="zwolle")])
@pytest.mark.parametrize("how", ["other_given_name", "spelling_of_surname", "surname_in_part"])
def test_with_so_little_of_a_name_nobody_is_proposed_whom_something_speaks_against(role, how):
    nobody = person("rozemarijn", "sp", "sp")
    assert not Match.of(nobody, how, role, "").plausible
    assert Match.of(nobody, how, NOTHING, "").plausible, "nothing speaks against it"
    assert Match.of(nobody, "part_of_surname", role, "").plausible, "more of the name agrees"
    assert [match(each, how, role).plausible for each in ("rosa", "r")] == [role == OF_THE_CDA, role == ON_A_LIST]


def test_the_best_candidate_agrees_exactly_then_is_of_the_party_then_is_rightly_addressed_then_agrees_more():
    ordered = [
        match("rosa", "full_name", OF_THE_CDA),
        match("rosa", "initials", OF_THE_CDA),
        match("r", "full_name", OF_THE_CDA),
        match("ria", "surname", OF_THE_CDA, "m"),
        match("ria", "spelling", OF_THE_CDA, "m"),
        match("rosa", "surname", OF_THE_CDA, "m"),
        match("r", "one_given_name", OF_THE_CDA),
    ]
    turned = ordered[::-1]
    assert sorted(turned, key=lambda each: each.order) == ordered


@pytest.mark.parametrize("kind", REASONS_AGAINST)
def test_a_role_that_speaks_against_a_person_is_quoted_unless_it_was_decided_on(kind):
    rosa, role = match("rosa", "full_name", NOTHING), said(**{kind: "het woord"})
    assert objection(rosa, role, YEARS) == f"{REASONS_AGAINST[kind]}: het woord"
    for action in (HARMLESS, SITS_OR_STANDS):
        assert objection(rosa, after_decision(role, action), YEARS) == ""


def said_in(text: str) -> Role:
    """Return what is said: `parties=cda former=oud`, a list with a hyphen for its space."""
    read = {"parties": lambda name: {name}, "lists": lambda name: {name.replace("-", " ")}}
    read |= {"other_lists": read["lists"], "years": lambda year: {int(year)}}
    return said(**{name: read.get(name, str)(word) for name, word in (each.split("=") for each in text.split(" "))})


@pytest.mark.parametrize("row", cases("objection_cases"))
def test_a_name_that_agrees_is_doubted_for_one_reason_the_gravest_first(row):
    role = said_in(row["says"])
    assert objection(match(row["person"], "full_name", role, row["address"]), role, YEARS) == row["because"]
