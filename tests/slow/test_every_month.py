"""What holds of the figures, the claims and the years in every month that can be asked for."""

import pytest

from support.every_month import CHECKS

MONTHS = [f"{year}-{month:02}" for year in range(2021, 2027) for month in range(1, 13)][2:]


@pytest.mark.parametrize("month", MONTHS)
def test_what_holds_in_every_month_holds_in_this_one(month: str) -> None:
    for check in CHECKS:
        check(month)
