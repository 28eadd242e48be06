"""Of four plausible futures nothing in a month is untrue; two hundred by torture."""

import pytest
from futures import faults_of_future


@pytest.mark.parametrize("block", range(4))
def test_nothing_that_a_future_says_is_untrue(block, times):
    """A month of each: pages of a party, of all and the annex, and the tables; and the same made of fewer rows."""
    futures = times(1, 50)
    for seed in range(100 + block * futures, 100 + (block + 1) * futures):
        assert [*faults_of_future(seed, months=1, parties=1)] == [], seed
