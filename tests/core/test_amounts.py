"""A number is said in one way: its qualifier, its value, its unit, its range and both upper ends."""

from typing import Any

import pandas as pd
import pytest

from analysis.core.amounts import amount, amount_of, plain_amount, plain_number
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
