"""Whose name a written name agrees with, wholly or in part, or may be a misspelling of. Everybody here is made up."""

import pytest

from analysis.core.names import PersonName
from analysis.signatories.matching import AGREEMENT, KnownNames, NameIndex
from analysis.signatories.spelling import MOST_CANDIDATES, SpellingIndex, names_alike


def known(*pieces: tuple[str, str, str, str], aliases: tuple[str, ...] = ()) -> KnownNames:
    """Take given name, initials, prefix and family name of each row."""
    return KnownNames.of(pieces, aliases)


def roster() -> dict[str, KnownNames]:
    return {
        "anna-verzonnen": known(("Anna", "A.B.", "van der", "Verzonnen-Zwaluw")),
        "b-bedacht": known(("", "B.C.", "", "Bedacht")),
        "cas-fictief": known(
            ("Cas", "C.", "", "Fictief"),
            aliases=("Cas Fictief", "Cornelis Fictief", "C.D. Fictief", "Fictief", "C. Fik"),
        ),
        "dirk-jan-schijn": known(("Dirk Jan", "D.J.", "", "Schijn")),
        "gaia-ster": known(("Gaia", "M.", "", "Ster")),
        "soren-nodig": known(("Søren", "S.", "", "Nødig")),
        "jose-vals": known(("José", "J.", "", "Vals")),
        "iris-loos": known(("Iris", "", "", "Loos")),
    }


def index_of_roster() -> NameIndex:
    return NameIndex(roster())


def agreeing(written: str) -> dict[str, str]:
    return index_of_roster().agreeing(written)


@pytest.mark.parametrize(
    ("written", "person_id", "how"),
    [
        ("Anna van der Verzonnen-Zwaluw", "anna-verzonnen", "full_name"),
        ("Anna A.B. van der Verzonnen-Zwaluw", "anna-verzonnen", "full_name"),
        ("Anna Zwaluw-van der Verzonnen", "anna-verzonnen", "full_name"),
        ("A.B. van der Verzonnen-Zwaluw", "anna-verzonnen", "initials"),
        ("Verzonnen-Zwaluw Anna", "anna-verzonnen", "part_of_surname"),
        ("A. van der Verzonnen-Zwaluw", "anna-verzonnen", "first_initial"),
        ("Anna Verzonnen", "anna-verzonnen", "part_of_surname"),
        ("A. Zwaluw", "anna-verzonnen", "part_of_surname"),
        ("Zwaluw Anna", "anna-verzonnen", "part_of_surname"),
        ("Agnes van der Verzonnen-Zwaluw", "anna-verzonnen", "other_given_name"),
        ("Agnes Zwaluw", "anna-verzonnen", "other_given_name"),
        ("van der Verzonnen-Zwaluw", "anna-verzonnen", "surname"),
        ("Verzonnen", "anna-verzonnen", "surname_in_part"),
        ("B.C. Bedacht", "b-bedacht", "initials"),
        ("B. Bedacht", "b-bedacht", "first_initial"),
        ("Bas Bedacht", "b-bedacht", "initial_of_given_name"),
        ("Fictief Cas", "cas-fictief", "surname_first"),
        ("Cornelis Fictief", "cas-fictief", "full_name"),
        ("C.D. Fictief", "cas-fictief", "initials"),
        ("C. Fictief", "cas-fictief", "first_initial"),
        ("Fictief", "cas-fictief", "surname"),
        ("Dirk Schijn", "dirk-jan-schijn", "one_given_name"),
        ("Dirk-Jan Schijn", "dirk-jan-schijn", "full_name"),
        ("G. Ster", "gaia-ster", "first_initial"),
        ("M. Ster", "gaia-ster", "first_initial"),
        ("Soeren Noedig", "soren-nodig", "full_name"),
        ("Soren Nodig", "soren-nodig", "full_name"),
        ("Jose Vals", "jose-vals", "full_name"),
        ("I. Loos", "iris-loos", "first_initial"),
    ],
)
def test_a_written_name_agrees_with_one_person_in_one_way(written, person_id, how):
    assert agreeing(written) == {person_id: how}


@pytest.mark.parametrize(
    "written",
    ["A.C. van der Verzonnen-Zwaluw", "B.D. Bedacht", "G.M. Ster", "Zus Fictief", "Onbekend", "Cas Onbekend",
     "Fictief A. Cas", "C. Fik", "Fik", "", "12"],
)  # fmt: skip
def test_other_initials_another_surname_and_an_alias_of_one_initial_agree_with_nobody(written):
    assert agreeing(written) == {}


def test_who_agrees_best_stands_first_and_of_equals_the_first_id():
    twins = {f"cas-{n}": known(("Cas", "C.", "", "Fictief")) for n in (2, 1)}
    index = NameIndex({"a-cees-fictief": known(("Cees", "C.", "", "Fictief"))} | twins)
    found = [*index.agreeing("Cas Fictief").items()]
    assert found == [("cas-1", "full_name"), ("cas-2", "full_name"), ("a-cees-fictief", "other_given_name")]


def test_a_name_that_is_read_in_two_ways_agrees_in_the_better_one():
    both = {"jesse-six-dijkstra": known(("Jesse", "J.", "", "Six Dijkstra"), ("Jesse Six", "J.S.", "", "Dijkstra"))}
    assert [*NameIndex(both).agreeing("Jesse Six Dijkstra").values()] == ["full_name"]
    assert AGREEMENT[0] == "full_name"


def test_a_score_is_that_of_the_nearest_name_whatever_the_order_of_its_words():
    assert index_of_roster().score("Fictief Cas", "cas-fictief") == 100
    assert index_of_roster().score("Cornelis Fictief", "cas-fictief") < 100, (
        "a name as written elsewhere is in no pieces"
    )
    assert index_of_roster().score("Cas Fictiev", "cas-fictief") == 90.9, "ten of eleven signs twice over: 20/22"
    assert index_of_roster().score("", "cas-fictief") == 0
    two = NameIndex({"cas": known(("Cas", "C.", "", "Fictief"), ("Cas", "C.", "", "Gehuwd"))})
    assert two.score("Cas Gehuwd", "cas") == two.score("Cas Fictief", "cas") == 100


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Anna van der Verzonen-Zwaluw", {"anna-verzonnen": "spelling"}),
        ("Anna van der Verzonnen-Zwaleuw", {"anna-verzonnen": "spelling"}),
        ("Bedacth", {"b-bedacht": "spelling_of_surname"}),
        ("B. Bedachd", {"b-bedacht": "spelling_of_surname"}),
        ("B.C. Bedachd", {"b-bedacht": "spelling_of_surname"}),
        ("Zas Fictief", {"cas-fictief": "spelling"}),
        ("Dirk Jan Schyn", {"dirk-jan-schijn": "spelling"}),
        ("Cas Fictieef", {"cas-fictief": "spelling"}),
        ("Fictieef Cas", {"cas-fictief": "spelling"}),
        ("M. Sterr", {"gaia-ster": "spelling_of_surname"}),
        ("G. Sterr", {"gaia-ster": "spelling_of_surname"}),
        ("Quint Onbekend", {}),
        ("", {}),
    ],
)
def test_a_misspelt_name_finds_its_owner_and_nobody_else(written, found):
    assert index_of_roster().alike(written) == found


def test_a_surname_of_which_two_letters_are_wrong_is_found_by_the_given_name_beside_it():
    index = SpellingIndex({"cornelia-fictief": [PersonName.of("Cornelia", "C.", "Fictief")]})
    assert index.found("Cornelia Fixtieff") == {"cornelia-fictief": "spelling"}
    assert index.found("Fixtieff") == {}


def test_all_who_share_a_name_are_found_by_a_misspelling_of_it():
    index = SpellingIndex({f"cas-{n}": [PersonName.of("Cas", "C.", "Fictief")] for n in range(7)})
    assert index.found("Cas Fictieff") == {f"cas-{n}": "spelling" for n in range(7)}


def test_a_name_with_an_error_in_each_of_its_words_is_not_found_however_long_it_is():
    index = SpellingIndex({"cornelia": [PersonName.of("Cornelia", "C.", "Verzonnensteiner")]})
    assert index.found("Cornelia Verzonensteinar") == {"cornelia": "spelling"}, "the given name agrees"
    assert index.found("Kornelia Verzonnensteinar") == {"cornelia": "spelling"}, "the surname is one slip away"
    assert index.found("Kornelia Verzonensteinar") == {}


def test_one_slip_in_a_short_surname_counts_although_it_is_a_fifth_of_it():
    index = SpellingIndex({"koen-later": [PersonName.of("Koen", "K.", "Later")]})
    assert index.found("K. Lader") == index.found("Lader") == {"koen-later": "spelling_of_surname"}
    assert index.found("K. Leder") == {}, "two slips"


def test_the_words_of_a_prefix_bring_nobody_near():
    index = SpellingIndex({"an-van-den-oord": [PersonName.of("An", "A.", "van den Oord")]})
    assert index.found("Ad van den Berg") == {}
    assert index.found("A. Oort") == {"an-van-den-oord": "spelling_of_surname"}, "nor is one needed"


def test_the_names_most_like_a_text_come_first_and_only_a_few():
    names = ["Partij voor de Dieren", "Partij voor de Duinen", "Volt", *(f"Partij voor de Diere{n}" for n in "abcd")]
    found = names_alike("PARTIJ  VOOR DE DIEREN", names)
    assert found[0] == ("Partij voor de Dieren", 100)
    assert len(found) == MOST_CANDIDATES
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert names_alike("Partij voor de Diere", names[:1]) == [("Partij voor de Dieren", 97.6)], "40 of 41 signs"
    assert names_alike("Gemeente Nergenshuizen", names) == []
    assert names_alike("voor de Dieren", names) == [], "part of a name is no misspelling of it"
