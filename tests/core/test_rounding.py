"""Numbers are rounded as readers were taught to."""

import pytest

from analysis.core.rounding import rounded, rounded_down, rounded_up
from analysis.core.wording import wording


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
    assert wording("nl").percent(12.5, 0) == "13%"
    assert wording("en").percent(6.25) == "6.3%"


@pytest.mark.parametrize(
    ("value", "decimals", "least"), [(6289, -2, 6200), (6300, -2, 6300), (97.86, 1, 97.8), (-3, -1, -10)]
)
def test_what_is_said_to_be_more_than_a_number_is(value, decimals, least):
    assert rounded_down(value, decimals) == least


@pytest.mark.parametrize(("value", "decimals", "most"), [(21.39, 0, 22), (21, 0, 21), (2.14, 1, 2.2), (-3, -1, 0)])
def test_what_is_said_to_be_less_than_a_number_is(value, decimals, most):
    assert rounded_up(value, decimals) == most
