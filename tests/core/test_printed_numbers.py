"""Numbers are read back from the words in which they were printed, in both languages; what is rough holds none."""

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.printed_numbers import not_held, numbers_in

HELD = [
    ("jaarlijks 1.320 meisjes", "nl", 1320, "persons"),
    ("some 1,320 every year", "en", 1320, "persons"),
    ("approximately 5.000 victims", "en", 5000, "persons"),
    ("ruim duizend meldingen", "nl", 1000, "reports"),
    ("bijna zeshonderd minderjarigen", "nl", 600, "persons"),
    ("30 duizend en 1,5 miljoen", "nl", 1500000, "persons"),
    ("zes komma drie procent", "nl", 6.3, "percent"),
    ("6,3 procent, niet 7", "nl", 6.3, "percent"),
    ("een daling van 16 procent", "nl", -16, "percent"),
    ("ongeveer één op de zes", "nl", 16.7, "percent"),
    ("1 op de 7 chatters", "nl", 14.3, "percent"),
    ("nearly two-thirds of them", "en", 66.7, "percent"),
    ("ruim een kwart", "nl", 25, "percent"),
    ("half ending in a summons", "en", 50, "percent"),
    ("about five times higher", "en", 5, "ratio"),
]


@pytest.mark.parametrize(("text", "language", "value", "unit"), HELD)
def test_words_hold_their_number(text: str, language: str, value: float, unit: str) -> None:
    assert not_held(text, language, value, None, None, unit) == ""
    assert not_held(text, language, value + 1, None, None, unit).startswith("words with ")


@pytest.mark.parametrize(
    ("text", "language", "lower", "upper"),
    [
        ("slechts 2 tot 3%", "nl", 2, 3),
        ("tussen de vijf- en zevenduizend", "nl", 5000, 7000),
        ("between 4,000 and 6,300 or 7,000", "en", 4000, 7000),
    ],
)
def test_words_hold_both_ends_of_a_range(text: str, language: str, lower: float, upper: float) -> None:
    assert not_held(text, language, None, lower, upper) == ""
    assert not_held(text, language, None, lower, upper + 1) != ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tientallen klanten", "words without a number, only 'tientallen'"),
        ("een van de slachtoffers", "words without a number"),
        ("in de Tweede Kamer, artikel 16.2.2", "words without a number"),
        ("in 68% van de zaken", "words with 68"),
    ],
)
def test_words_without_the_number_say_what_they_have(text: str, said: str) -> None:
    assert not_held(text, "nl", 68, None, None, "persons") == said


def test_four_digits_may_be_a_year() -> None:
    assert [each.may_be_year for each in numbers_in("in 2019 waren het er 1.334 en 1334", "nl")] == [True, False, False]


@given(st.integers(2, 9_999_999), st.sampled_from(["nl", "en"]))
def test_a_number_as_either_language_writes_it_is_read_back(value: int, language: str) -> None:
    assert not_held(f"er waren {format_decimal(value, locale=language)} x", language, value, None, None) == ""


def test_both_ends_of_a_range_of_percentages_are_percentages() -> None:
    assert [each.is_percent for each in numbers_in("van de 40 slechts 2 tot 3%", "nl")] == [False, True, True]
