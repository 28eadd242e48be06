"""Names of persons and parties, as many hands write them; the persons are public members and candidates."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.core.names import PartyName, PartyNames, fold, spelt_out, words_of
from analysis.core.person_names import PersonName, form_of_address, lost_letters, readings, without_prefix
from support.cases import cases
from support.known_answers import typed


@pytest.mark.parametrize("row", cases("name_readings"))
def test_a_name_as_written_has_this_reading_or_has_not(row: dict[str, str]) -> None:
    """Of the readings of one name; the persons are public members and candidates."""
    reading = PersonName(row["given"], row["initials"], row["surname"])
    assert (reading in readings(row["written"])) is (row["is_a_reading"] == "yes")


@pytest.mark.parametrize("row", cases("all_readings"))
def test_a_name_has_these_readings_and_no_other(row):
    """No given name ends in a prefix, and letters without a vowel are initials in front only."""
    assert ["|".join(reading.key) for reading in readings(row["written"])] == row["readings"].split("; ")


def test_a_question_mark_beside_a_letter_is_a_letter_that_was_lost():
    assert lost_letters("Ye?ilgöz")
    assert not lost_letters("Yeşilgöz ?")
    assert PersonName("dilan", "", "yeilgoz") in readings("Dilan Ye?ilgöz")


def test_titles_degrees_forms_of_address_and_a_number_in_front_are_no_part_of_a_name() -> None:
    written = "De heer J. Jansen|de heer. J. Jansen|dr.ir. J. Jansen|J. Jansen MSc|J. Jansen M.Sc.|J. Jansen, mr.|"
    written += "J. Jansen, dr.ir.|Jansen, J., MSc|Jansen, J., M.Sc., MBA|Jansen, J., mr.|Jansen, mr. J.|12. J. Jansen|"
    written += "3 J. Jansen|mevrouw J. Jansen|J. Jansen (mevr.)|Jansen, mw. J.|mejuffrouw J. Jansen"
    assert {name for name in written.split("|") if readings(name) != readings("J. Jansen")} == set()


@pytest.mark.parametrize(
    ("sex", "written"),
    [
        ("v", "mevrouw J. Jansen|Mw. J. Jansen|MEVR. J. JANSEN|Jansen, mevr. drs. J.|J. Jansen (mevr.)|Mrs Jansen"),
        ("v", "jkvr. J. van Verzon"),
        ("m", "dhr. J. Jansen|De heer J. Jansen|12. de heer J. de Heer|jhr. mr. J. Jansen"),
        ("", "J. Jansen|Jan de Heer|de Heer, J.|De Heer|mr. J. Jansen|MW Jansen|M.S. Jansen|dhr./mevr. J. Jansen|"),
    ],
)
def test_a_form_of_address_says_man_or_woman_or_nothing(sex, written):
    assert {name: form_of_address(name) for name in written.split("|")} == dict.fromkeys(written.split("|"), sex)


def test_each_letter_with_a_mark_has_a_plain_form_and_umlauts_may_be_spelt_out() -> None:
    plain = {"Yeşilgöz": "yesilgoz", "Yılmaz": "yilmaz", "GÜNDOĞAN": "gundogan", "İpek": "ipek", "Łukasz": "lukasz"}
    plain |= {"Sørensen": "sorensen", "Weiß": "weiss", "Kröger": "kroger", "Kro\u0308ger": "kroger"}
    assert {written: fold(written) for written in plain} == plain
    assert [spelt_out(name) for name in ("Özütok", "Jeroen")] == ["oezuetok", "jeroen"]


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


def test_a_text_without_letters_is_no_name_and_one_letter_is():
    assert readings("") == readings(" - ") == readings("12") == ()
    assert readings("J.")


@example("ŉ")
@given(st.text(max_size=60))
def test_no_text_stops_the_reading_and_folding_twice_changes_nothing(text):
    for reading in readings(text):
        assert reading.surname
    assert form_of_address(text) in ("m", "v", "")
    assert fold(fold(text)) == fold(text)
    assert words_of(fold(text)) == words_of(text)


NAMES = PartyNames.of(PartyName(row["party_id"], row["name"]) for row in typed("names_of_parties"))


@pytest.mark.parametrize("row", cases("party_mentions"))
def test_a_party_is_found_in_a_longer_text_as_whole_words_by_the_longest_name_each_that_has_it(row):
    assert list(NAMES.mentions(row["written"])) == row["parties"].split()


def test_without_any_name_of_a_party_none_is_found():
    assert PartyNames.of([]).mentions("CDA") == ()
