"""Whose name a written name agrees with, wholly or in part, or may be a misspelling of. Everybody here is made up."""

import pytest

from analysis.signatories.matching import MAX_CANDIDATES, KnownNames, NameIndex, names_alike
from support.cases import cases


def known(*pieces: tuple[str, str, str, str], aliases: tuple[str, ...] = ()) -> KnownNames:
    """Take given name, initials, prefix and family name of each row."""
    return KnownNames.of(pieces, aliases)


NAMES = NameIndex(
    {
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
        "koen-later": known(("Koen", "K.", "", "Later")),
        "an-van-den-oord": known(("An", "A.", "van den", "Oord")),
        "cornelia-verzonnensteiner": known(("Cornelia", "C.", "", "Verzonnensteiner")),
        "jesse-six-dijkstra": known(("Jesse", "J.", "", "Six Dijkstra"), ("Jesse Six", "J.S.", "", "Dijkstra")),
    }
)


@pytest.mark.parametrize("row", cases("agreeing_names"))
def test_a_written_name_agrees_with_one_person_in_one_way_or_with_nobody(row):
    assert NAMES.agreeing(row["written"]) == ({row["person_id"]: row["how"]} if row["how"] else {})


@pytest.mark.parametrize("row", cases("misspelt_names"))
def test_a_misspelt_name_finds_its_owner_and_nobody_else(row):
    assert NAMES.alike(row["written"]) == ({row["person_id"]: row["how"]} if row["how"] else {})


def test_who_agrees_best_comes_first_and_of_equals_the_first_id():
    twins = {f"cas-{n}": known(("Cas", "C.", "", "Fictief")) for n in (2, 1)}
    index = NameIndex({"a-cees-fictief": known(("Cees", "C.", "", "Fictief"))} | twins)
    found = [*index.agreeing("Cas Fictief").items()]
    assert found == [("cas-1", "full_name"), ("cas-2", "full_name"), ("a-cees-fictief", "other_given_name")]


def test_a_score_is_that_of_the_nearest_name_whatever_the_order_of_its_words():
    assert NAMES.score("Fictief Cas", "cas-fictief") == 100
    assert NAMES.score("Cas Fictiev", "cas-fictief") == 90.9, "ten of eleven characters twice over: 20/22"
    assert NAMES.score("Cornelis Fictief", "cas-fictief") < 100, "an alias is in no pieces"
    assert NAMES.score("", "cas-fictief") == 0
    two = NameIndex({"cas": known(("Cas", "C.", "", "Fictief"), ("Cas", "C.", "", "Gehuwd"))})
    assert two.score("Cas Gehuwd", "cas") == two.score("Cas Fictief", "cas") == 100


def test_all_who_share_a_name_are_found_by_a_misspelling_of_it():
    index = NameIndex({f"cas-{n}": known(("Cas", "C.", "", "Fictief")) for n in range(7)})
    assert index.alike("Cas Fictieff") == {f"cas-{n}": "spelling" for n in range(7)}


def test_the_names_most_like_a_text_come_first_and_only_a_few():
    names = ["Partij voor de Dieren", "Partij voor de Duinen", "Volt", *(f"Partij voor de Diere{n}" for n in "abcd")]
    found = names_alike("PARTIJ  VOOR DE DIEREN", names)
    assert found[0] == ("Partij voor de Dieren", 100)
    assert len(found) == MAX_CANDIDATES
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)
    assert names_alike("Partij voor de Diere", names[:1]) == [("Partij voor de Dieren", 97.6)], "40 of 41 characters"
    assert names_alike("Gemeente Nergenshuizen", names) == []
    assert names_alike("voor de Dieren", names) == [], "part of a name is no misspelling of it"
