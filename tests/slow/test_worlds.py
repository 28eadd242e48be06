"""Of who did not agree nothing leaves: invented worlds that differ in what they did publish the same bytes."""

import pytest

from support.worlds import differing, published, reconciled_months, worlds_of


@pytest.mark.parametrize("block", range(6))
def test_what_the_silent_did_changes_no_byte_that_leaves(block, tmp_path, times):
    """Pages, tables, workbook, mails, front page and feed of a month, or of two: of each parliament four pairs."""
    parliaments, differ_inside, others = times(4, 40), 0, 4
    for seed in range(1000 + block * parliaments, 1000 + (block + 1) * parliaments):
        worlds, last = worlds_of(tmp_path / str(seed), seed, 1 + others)
        one, *rest = (reconciled_months(world, last, seed) for world in worlds)
        contents = published(one, seed)
        for other in rest:
            assert differing(contents, published(other, seed)) == [], seed
            differ_inside += not one[-1].signatures.equals(other[-1].signatures)
    assert differ_inside > parliaments * others / 2
