"""Numbers are said in one way, with qualifier, unit and range, and rounded as readers were taught to."""

from typing import Any

import pandas as pd
import pytest

from analysis.core.amounts import amount, amount_of, plain_amount, plain_number, rounded, rounded_down, rounded_up
from analysis.core.wording import wording

EN, NL = wording("en"), wording("nl")


@pytest.mark.parametrize(
    ("number", "how", "english", "dutch"),
    [
        ((1334,), {}, "1,334", "1.334"),
        ((8.05,), {"unit": "percent"}, "8.1%", "8,1%"),
        ((4,), {"unit": "ratio"}, "4 times", "4 keer"),
        ((4,), {"unit": "persons"}, "4", "4"),
        ((4,), {"unit": "beds"}, "4", "4"),  # A unit that has no words.
        ((5000,), {"qualifier": "about"}, "about 5,000", "ongeveer 5.000"),
        ((5000,), {"qualifier": "at_least"}, "at least 5,000", "ten minste 5.000"),
        ((5000,), {"qualifier": "at_most"}, "at most 5,000", "ten hoogste 5.000"),
        ((25,), {"qualifier": "converted", "unit": "percent"}, "25%", "25%"),
        ((25,), {"qualifier": None}, "25", "25"),
        ((25,), {"qualifier": ""}, "25", "25"),
        ((6250, 5000, 7500), {}, "6,250 (5,000–7,500)", "6.250 (5.000–7.500)"),
        ((None, 5000, 7500), {"qualifier": "about"}, "5,000–7,500", "5.000–7.500"),
        ((None, 2, 3), {"unit": "percent"}, "2–3%", "2–3%"),
        ((None, 4000, 7000), {"other_upper": 6300}, "4,000 to 6,300 or 7,000", "4.000 tot 6.300 of 7.000"),
        ((6250, 5000, None), {}, "6,250", "6.250"),
        ((6250, None, 7500), {"other_upper": 7000}, "6,250", "6.250"),
        ((pd.NA, pd.NA, 7500), {}, "", ""),
        ((1.25,), {"decimals": 2}, "1.25", "1,25"),
    ],
)
def test_a_number_is_said_with_all_that_was_printed_with_it(
    number: tuple[Any, ...], how: dict[str, Any], english: str, dutch: str
) -> None:
    assert (amount(EN, *number, **how), amount(NL, *number, **how)) == (english, dutch)


def test_the_number_of_a_row_is_said_with_its_qualifier_and_upper_ends() -> None:
    row = {"value": 5000, "lower": 4000, "upper": 7000, "upper_alternative": 6300, "qualifier": "about"}
    assert amount_of(EN, row, "persons") == "about 5,000 (4,000 to 6,300 or 7,000)"
    assert amount_of(EN, {"value": 8, "lower": None, "upper": None}, "percent") == "8%"


def test_a_number_of_a_table_is_text_in_the_form_of_no_language() -> None:
    assert [plain_number(number) for number in (6250.0, 2.2, 1234567.25, 0, None, pd.NA)] == [
        "6250", "2.2", "1234567.25", "0", "", "",
    ]  # fmt: skip
    assert plain_amount(6250, 5000, 7500) == "6250 (5000–7500)"
    assert plain_amount(5000, 4000, 7000, 6300) == "5000 (4000–6300/7000)"
    assert plain_amount(None, 5000, 7500) == "5000–7500"
    assert plain_amount(None, 5000, None) == "5000–?"
    assert plain_amount(None, pd.NA, 7500) == "?–7500"
    assert plain_amount(5000, None, None) == "5000"
    assert plain_amount(None, None, None) == ""


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (12.5, 0, 13),
        (13.5, 0, 14),
        (4250, -2, 4300),
        (4150, -2, 4200),
        (8.05, 1, 8.1),  # stored as 8.0500000000000007
        (1.005, 2, 1.01),  # stored as 1.00499999999999989
        (-12.5, 0, -13),
        (4132.0, -2, 4100),
        (1e6, -2, 1_000_000),
    ],
)
def test_a_half_goes_up_by_the_digits_that_are_written(value, decimals, expected):
    assert rounded(value, decimals) == expected


def test_a_percentage_of_a_half_is_said_as_the_next():
    assert NL.percent(12.5, 0) == "13%"
    assert EN.percent(6.25) == "6.3%"


@pytest.mark.parametrize(
    ("value", "decimals", "least"), [(6289, -2, 6200), (6300, -2, 6300), (97.86, 1, 97.8), (-3, -1, -10)]
)
def test_what_is_said_to_be_more_than_a_number_is(value, decimals, least):
    assert rounded_down(value, decimals) == least


@pytest.mark.parametrize(("value", "decimals", "most"), [(21.39, 0, 22), (21, 0, 21), (2.14, 1, 2.2), (-3, -1, 0)])
def test_what_is_said_to_be_less_than_a_number_is(value, decimals, most):
    assert rounded_up(value, decimals) == most
