"""Names of persons and parties, as many hands write them; the persons are public members and candidates."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.names import (
    PartyName,
    PartyNames,
    PersonName,
    fold,
    lost_letters,
    readings,
    spelt_out,
    without_prefix,
    words_of,
)
from support.cases import cases


@pytest.mark.parametrize("row", cases("name_readings"))
def test_a_name_as_written_has_this_reading_or_has_not(row: dict[str, str]) -> None:
    """Of the readings of one name; the persons are public members and candidates."""
    reading = PersonName(row["given"], row["initials"], row["surname"])
    assert (reading in readings(row["written"])) is (row["is_a_reading"] == "yes")


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("Kees van der Staaij", [("", "", "kees van der staaij"), ("kees", "", "van der staaij")]),
        ("Dijk Olger van", [("", "", "van dijk olger"), ("olger", "", "van dijk")]),
        ("Jan in t Veld", [("", "", "jan in t veld"), ("jan", "", "in t veld")]),
        ("J. Six Dijkstra", [("", "j", "six dijkstra"), ("six", "j", "dijkstra")]),
        ("Six Dijkstra J.", [("", "j", "six dijkstra"), ("six", "j", "dijkstra")]),
        ("Wim Vlk", [("", "", "wim vlk"), ("wim", "", "vlk")]),
        ("Jansen, J.", [("", "j", "jansen")]),
        ("Jansen, J. (Jan)", [("jan", "j", "jansen")]),
    ],
)
def test_a_name_has_these_readings_and_no_other(written, keys):
    """No given name ends in a prefix, and letters without a vowel are initials in front only."""
    assert [reading.key for reading in readings(written)] == keys


def test_a_number_in_front_of_a_name_is_no_part_of_it():
    assert readings("12. J. Jansen") == readings("3 J. Jansen") == readings("J. Jansen")


def test_a_name_that_is_but_one_letter_has_a_reading():
    assert readings("J."), "no letter is lost"


def test_a_question_mark_beside_a_letter_is_a_letter_that_was_lost():
    assert lost_letters("Ye?ilgöz")
    assert not lost_letters("Yeşilgöz ?")
    assert PersonName("dilan", "", "yeilgoz") in readings("Dilan Ye?ilgöz")


@pytest.mark.parametrize(
    "written",
    ["De heer J. Jansen", "de heer. J. Jansen", "dr.ir. J. Jansen", "J. Jansen MSc", "J. Jansen M.Sc.",
     "J. Jansen, mr.", "J. Jansen, dr.ir.", "Jansen, J., MSc", "Jansen, J., M.Sc., MBA", "Jansen, J., mr.",
     "Jansen, mr. J."],
)  # fmt: skip
def test_titles_and_degrees_fall_away_in_front_and_behind(written):
    assert readings(written) == readings("J. Jansen")


def test_the_gentleman_may_have_but_a_surname():
    assert readings("de heer Jansen") == readings("Jansen")


@pytest.mark.parametrize(
    ("written", "plain"),
    [("Yeşilgöz", "yesilgoz"), ("Yılmaz", "yilmaz"), ("GÜNDOĞAN", "gundogan"), ("İpek", "ipek"), ("Łukasz", "lukasz"),
     ("Sørensen", "sorensen"), ("Weiß", "weiss"), ("Kröger", "kroger"), ("Kröger", "kroger"), ("Kostić", "kostic")],
)  # fmt: skip
def test_each_letter_with_a_mark_has_a_plain_form(written, plain):
    assert fold(written) == plain


def test_umlauts_may_be_spelt_out():
    assert spelt_out("Özütok") == "oezuetok"
    assert spelt_out("Jeroen") == "jeroen"


def test_of_a_surname_all_may_be_written_or_all_but_its_prefix_or_a_part_of_a_double_one_without_its_prefix():
    name = PersonName.of("Olga", "", "Faber-van de Klashorst")
    assert name.surname == "faber van de klashorst"
    assert name.parts == ("faber van de klashorst", "faber", "klashorst")
    assert PersonName.of("Jan", "", "van den Berg-Jansen").parts == (
        *("van den berg jansen", "berg jansen", "berg", "jansen"),
    )
    assert PersonName.of("Kees", "", "van der Staaij").parts == ("van der staaij", "staaij")
    assert without_prefix("van der Staaij") == "staaij"
    assert without_prefix("van den") == "den", "of a name that is all prefix something stays"


def test_a_text_without_letters_is_no_name():
    assert readings("") == readings(" - ") == readings("12") == ()


@given(st.text(max_size=60))
def test_no_text_stops_the_reading_and_folding_twice_changes_nothing(text):
    for reading in readings(text):
        assert reading.surname
    assert fold(fold(text)) == fold(text)
    assert words_of(fold(text)) == words_of(text)


NAMES = PartyNames.of(
    PartyName(party, name)
    for party, names in {
        "pvda": ["PvdA", "Partij van de Arbeid", "P.v.d.A.", "Partij van de Arbeid (P.v.d.A.)"],
        "groenlinks": ["GroenLinks", "GL", "Groen Links"],
        "gl-pvda": ["GroenLinks-PvdA", "GroenLinks/PvdA"],
        "pvdd": ["PvdD", "Partij voor de Dieren"],
        "d66": ["D66", "D'66", "Democraten 66"],
        "sp": ["SP", "SP (Socialistische Partij)", "Socialistische Partij"],
        "50plus": ["50PLUS", "50+"],
        "cda": ["CDA", "Christen-Democratisch Appèl"],
        "cu": ["ChristenUnie", "CU"],
    }.items()
    for name in names
)


def parties_in(text: str) -> list[str]:
    return list(NAMES.mentions(text))


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("Kamerlid PVDA", "pvda"),
        ("Tweede Kamerfractie van de p.v.d.a.", "pvda"),
        ("Partij van de Arbeid (P.v.d.A.)", "pvda"),
        ("D 66", "d66"),
        ("lid d'66-fractie", "d66"),
        ("Kandidaat-Kamerlid 50+", "50plus"),
        ("Christen Democratisch Appel", "cda"),
        ("christen-unie", "cu"),
        ("Socialistische Partij", "sp"),
    ],
)
def test_a_party_is_found_inside_a_longer_text(written, party):
    assert set(parties_in(written)) == {party}


def test_the_longest_name_wins():
    assert parties_in("Kamerlid GroenLinks-PvdA") == ["gl-pvda"]
    assert parties_in("GROENLINKS / PvdA") == ["gl-pvda"]
    assert parties_in("GroenLinks, PvdA") == ["groenlinks", "pvda"]


def test_a_party_is_a_whole_word():
    assert parties_in("Spaarbank, Sporthal, GLB, D665 en CDAX") == []


def test_what_is_left_beside_a_party_is_known():
    assert NAMES.rest("Partij voor de Dieren (PVDD)") == []
    assert NAMES.rest("CDA Utrecht") == ["utrecht"]


def test_a_name_that_two_parties_share_gives_both():
    shared = PartyNames.of([PartyName("b", "Samen"), PartyName("a", "Samen"), PartyName("c", "Los")])
    assert shared.mentions("Los en samen") == ("c", "a", "b")


def test_the_name_of_a_party_may_start_with_a_sign():
    plus = PartyNames.of([PartyName("plus", "+Plus"), PartyName("plus", "+")])
    assert plus.mentions("Kamerlid +Plus, Kamerlid + Plus, lid van +") == ("plus", "plus", "plus")


def test_without_any_name_of_a_party_none_is_found():
    assert PartyNames.of([]).mentions("CDA") == ()
    assert PartyNames.of([PartyName("dash", "-")]).mentions("CDA - Utrecht") == (), "a name without letters is none"
