"""Numbers are said in one way, with qualifier, unit and range, and rounded as readers were taught to."""

import ast
from typing import Any

import pandas as pd
import pytest

from analysis.core.amounts import amount, amount_of, plain_amount, plain_number, rounded, rounded_down, rounded_up
from analysis.core.wording import wording
from support.cases import cases

EN, NL = wording("en"), wording("nl")


def typed(text: str) -> Any:
    """Return a number, a word, or what is missing, as it is typed in a case."""
    known = {"none": None, "missing": pd.NA, "": ""}
    return known[text] if text in known else ast.literal_eval(text) if text[0].isdigit() else text


@pytest.mark.parametrize("row", cases("amounts_said"))
def test_a_number_is_said_with_all_that_was_printed_with_it(row: dict[str, str]) -> None:
    """`number` is the value and the ends of its range; `how` is what else was printed: `unit=percent; decimals=2`."""
    number = [typed(each) for each in row["number"].split("; ")]
    how = {name: typed(text) for name, text in (each.split("=") for each in row["how"].split("; ") if each)}
    assert (amount(EN, *number, **how), amount(NL, *number, **how)) == (row["english"], row["dutch"])


def test_the_number_of_a_row_is_said_with_its_qualifier_and_upper_ends() -> None:
    row = {"value": 5000, "lower": 4000, "upper": 7000, "upper_alternative": 6300, "qualifier": "about"}
    assert amount_of(EN, row, "persons") == "about 5,000 (4,000 to 6,300 or 7,000)"
    assert amount_of(EN, {"value": 8, "lower": None, "upper": None}, "percent") == "8%"


def test_a_number_of_a_table_is_text_in_the_form_of_no_language() -> None:
    assert [plain_number(number) for number in (6250.0, 2.2, 1234567.25, 0, None, pd.NA)] == [
        "6250", "2.2", "1234567.25", "0", "", "",
    ]  # fmt: skip
    amounts = {(6250, 5000, 7500): "6250 (5000–7500)", (5000, 4000, 7000, 6300): "5000 (4000–6300/7000)"}
    amounts |= {(None, 5000, 7500): "5000–7500", (None, 5000, None): "5000–?", (None, pd.NA, 7500): "?–7500"}
    amounts |= {(5000, None, None): "5000", (None, None, None): ""}
    assert {given: plain_amount(*given) for given in amounts} == amounts


def test_a_half_goes_up_by_the_digits_that_are_written() -> None:
    """8.05 is stored as 8.0500000000000007, and 1.005 as 1.00499999999999989."""
    said = {(12.5, 0): 13, (13.5, 0): 14, (4250, -2): 4300, (4150, -2): 4200, (8.05, 1): 8.1, (1.005, 2): 1.01}
    said |= {(-12.5, 0): -13, (4132.0, -2): 4100, (1e6, -2): 1_000_000}
    assert {given: rounded(*given) for given in said} == said


def test_a_number_is_more_than_what_is_said_of_it_as_a_lower_bound_and_less_than_as_an_upper_one() -> None:
    bounds = {(6289, -2): (6200, 6300), (6300, -2): (6300, 6300), (97.86, 1): (97.8, 97.9), (21.39, 0): (21, 22)}
    bounds |= {(21, 0): (21, 21), (2.14, 1): (2.1, 2.2), (-3, -1): (-10, 0)}
    assert {given: (rounded_down(*given), rounded_up(*given)) for given in bounds} == bounds
