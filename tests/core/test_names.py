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


def read_as(text: str, given: str, initials: str, surname: str) -> bool:
    return PersonName(given, initials, surname) in readings(text)


@pytest.mark.parametrize(
    "written",
    [
        "Kees van der Staaij",
        "kees van der staaij",
        "KEES VAN DER STAAIJ",
        "Kees Van Der Staaij",
        "Staaij, Kees van der",
        "STAAIJ, KEES VAN DER",
        "van der Staaij, Kees",
        "Staaij van der (Kees)",
        "van der Staaij (Kees)",
        "mr. Kees van der Staaij",
        "de heer Kees van der Staaij",
        "Dhr. Kees van der Staaij, MSc",
        "  Kees   van der  Staaij ",
    ],
)
def test_a_prefix_is_found_in_any_case_and_position(written):
    assert read_as(written, "kees", "", "van der staaij")


@pytest.mark.parametrize(
    "written", ["C.G. van der Staaij", "C. G. van der Staaij", "Staaij, C.G. van der", "CG van der Staaij"]
)
def test_initials_are_letters_however_they_are_pointed(written):
    assert read_as(written, "", "cg", "van der staaij")


def test_a_name_written_the_wrong_way_round_is_read():
    assert read_as("Dijk van (Olger)", "olger", "", "van dijk")
    assert read_as("Dijk O. van", "", "o", "van dijk")
    assert read_as("DIJK OLGER VAN", "olger", "", "van dijk")
    assert read_as("van Dijk, O. (Olger)", "olger", "o", "van dijk")


def test_one_letter_may_be_a_whole_surname():
    """Yu Mei O stood for the House in 2021."""
    assert read_as("Yu Mei O", "yu mei", "", "o")
    assert read_as("Y.M. O", "", "ym", "o")
    assert read_as("Yu M. O", "yu", "m", "o")
    assert not read_as("Jansen J.", "jansen", "", "j"), "a letter with a point is an initial"


def test_a_surname_may_stand_before_initials_and_given_name():
    assert read_as("Jansen P.D. Pim", "pim", "pd", "jansen")
    assert read_as("van Heijst R. C. Rody", "rody", "rc", "van heijst")


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


def test_a_name_may_hold_both_given_name_and_initials():
    assert read_as("Kees C.G. van der Staaij", "kees", "cg", "van der staaij")


@pytest.mark.parametrize(
    "written", ["K. v.d. Staaij", "Staaij, K. vd", "k v/d staaij", "K. v der Staaij", "v.d. Staaij, K."]
)
def test_a_short_prefix_is_each_prefix_it_may_stand_for(written):
    assert read_as(written, "", "k", "van der staaij")
    assert not read_as("V. Jansen", "", "", "van jansen"), "in front a V is an initial"
    assert read_as("Jansen, V.", "", "v", "jansen"), "behind the comma it may be an initial as well"


def test_capitals_together_are_initials_where_not_all_is_in_capitals():
    assert read_as("AD Wiersma", "", "ad", "wiersma")
    assert read_as("Wiersma AD", "", "ad", "wiersma")
    assert read_as("T. van der Lee", "", "t", "van der lee")
    assert read_as("Staaij, K. van 't", "", "k", "van t staaij")
    assert read_as("A.B.C. Wiersma", "", "abc", "wiersma")
    assert read_as("cghj wiersma", "", "cghj", "wiersma"), "letters without a vowel are no given name"
    assert read_as("d wiersma", "", "d", "wiersma")
    assert read_as("t wiersma", "", "t", "wiersma")
    assert read_as("T Al", "", "t", "al"), "each word is a prefix too"


def test_a_number_in_front_of_a_name_is_no_part_of_it():
    assert readings("12. J. Jansen") == readings("3 J. Jansen") == readings("J. Jansen")


def test_a_name_that_is_but_one_piece_has_a_reading():
    assert read_as("Jansen", "", "", "jansen")
    assert readings("J."), "no letter is lost"


def test_a_question_mark_beside_a_letter_is_a_letter_that_was_lost():
    assert lost_letters("Ye?ilgöz")
    assert not lost_letters("Yeşilgöz ?")
    assert read_as("Dilan Ye?ilgöz", "dilan", "", "yeilgoz")


def test_an_official_name_and_the_one_in_brackets_are_two_readings():
    assert read_as("Johannes (Jan) Jansen", "jan", "", "jansen")
    assert read_as("Johannes (Jan) Jansen", "johannes", "", "jansen")


def test_in_brackets_stands_a_given_name_or_initials():
    assert read_as("Jansen J. (Jan)", "jan", "j", "jansen")
    assert read_as("Jansen (J.)", "", "j", "jansen")
    assert read_as("Jansen (T)", "", "t", "jansen")
    assert read_as("jansen (cg)", "", "cg", "jansen")
    assert read_as("Mc Cray (Lisa)", "lisa", "", "mc cray")
    assert read_as("Jansen (Jan J.)", "jan", "j", "jansen")
    assert read_as("Jansen, P. (Jan J.)", "jan", "p", "jansen"), "the initials in front are those that count"
    assert read_as("Staaij (Kees) van der)", "kees", "", "van der staaij"), "a bracket too many is no letter"


def test_a_space_in_a_surname_is_not_always_a_prefix():
    assert read_as("Jesse Six Dijkstra", "jesse", "", "six dijkstra")
    assert read_as("Tunahan Koşer Kaya", "tunahan", "", "koser kaya")
    assert read_as("L. Mc Cray", "", "l", "mc cray")
    assert read_as("Corinne de Jonge van Ellemeet", "corinne", "", "de jonge van ellemeet")


@pytest.mark.parametrize(
    ("written", "surname"), [("S. in 't Veld", "in t veld"), ("S. in ’t Veld", "in t veld"), ("F. d’ Haens", "d haens")]
)
def test_an_apostrophe_of_any_shape_is_no_initial(written, surname):
    assert read_as(written, "", written[0].lower(), surname)


def test_titles_fall_away_and_a_surname_that_looks_like_one_stays():
    assert read_as("drs. ir. J. de Heer", "", "j", "de heer")
    assert read_as("De heer Van Nispen", "", "", "van nispen")
    assert read_as("Heer de (Robert)", "robert", "", "de heer")
    assert read_as("Ann Ma", "ann", "", "ma")
    assert read_as("M.R. Jansen", "", "mr", "jansen")
    assert read_as("Ing", "", "", "ing")
    assert read_as("De Heer", "", "", "de heer")


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


@pytest.mark.parametrize("written", ["Jansen, B.A.", "Jansen, B.A"])
def test_a_degree_has_something_in_front_of_it(written):
    assert read_as(written, "", "ba", "jansen")


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
