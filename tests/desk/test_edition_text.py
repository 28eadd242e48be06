"""Of a number in a text is proposed which quantity and year it is, by the words around it and what is known."""

import pytest
from proposals import places

from analysis.core.printed_numbers import numbers_in
from analysis.desk.edition_text import Likeness, proposals_in
from support.months import checked_tables

TABLES = checked_tables().tables


@pytest.fixture(scope="module")
def likeness() -> Likeness:
    return Likeness(TABLES["quantities"], TABLES["figures"])


@pytest.mark.parametrize(
    ("sentence", "language", "years"),
    [
        ("Van 257 zaken in 2031 tot 144 in 2035", "nl", ["2031", "2035"]),
        ("In 2030 waren er 1013, tegenover 1372 in 2029", "nl", ["2030", "2029"]),
        ("Last year there were 51 compared to 7 in 2031", "en", ["2038", "2031"]),
        ("It rose in 2032 to 311, compared with 257 in the previous year", "en", ["2032", "2031"]),
        ("There were 106, more than double compared to 2030", "en", ["2038"]),
        ("Dat waren er 791, minder dan in 2030 (1013)", "nl", ["2038", "2030"]),
        ("Van 2031 tot en met 2035 waren het er 1332", "nl", ["2031-2035"]),
    ],
)
def test_a_number_is_of_the_year_beside_it_unless_it_is_compared_with_that(
    sentence: str, language: str, years: list[str], likeness: Likeness
) -> None:
    numbers = numbers_in(sentence, language)
    found = [
        likeness.ranked(sentence, numbers, each, ["reports-by-police"], ["2038"])[0].reference_year
        for each in numbers
        if not each.may_be_year
    ]
    assert found == years


def test_a_quantity_that_nobody_printed_yet_is_known_by_its_label() -> None:
    others = TABLES["figures"][TABLES["figures"]["quantity_id"] != "persons-convicted"]
    text = "Er zijn 41 Bulgaarse slachtoffers geregistreerd. Twaalf mensen zijn voor mensenhandel veroordeeld."
    wanted = ["registered-all", "registered-bulgarian", "registered-ukrainian", "persons-convicted"]
    found = proposals_in(text, "nl", Likeness(TABLES["quantities"], others), wanted, 2038)
    assert {each.quantity_id: each.number.value for each in found}["persons-convicted"] == 12


def test_of_the_numbers_that_a_sheet_asks_for_nearly_all_are_proposed_right() -> None:
    found = places(TABLES)
    assert found.eq(1).mean() >= 0.8, found[found != 1]
    assert found.between(1, 3).mean() >= 0.9, found[found != 1]
