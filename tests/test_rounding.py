"""Numbers are rounded as readers were taught to."""

import pytest

from analysis.rounding import rounded
from analysis.wording import wording


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
