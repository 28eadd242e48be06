"""Of who did not agree nothing leaves: invented worlds that differ in what they did publish the same bytes."""

import pytest

from support.months import reconciled
from support.worlds import differing, pair_of_worlds, published


@pytest.mark.parametrize("block", [0, 1, 10, 11])
def test_what_the_silent_did_changes_no_byte_that_leaves(block, tmp_path, times):
    """Pages, tables, workbook, mails, front page and feed of a month; nearly all pairs do differ inside."""
    pairs, differ_inside = times(10, 100), 0
    for seed in range(1000 + block * pairs, 1000 + (block + 1) * pairs):
        one, other, last = pair_of_worlds(tmp_path / str(seed), seed)
        assert differing(published(one, last, seed), published(other, last, seed)) == [], seed
        differ_inside += not reconciled(last, one).signatures.equals(reconciled(last, other).signatures)
    assert differ_inside > pairs / 2
