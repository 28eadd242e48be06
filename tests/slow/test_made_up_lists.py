"""Lists made up from the real rosters, as people in three places write them: nobody in them signed anything."""

import pytest
from hands import SEEN, UNSEEN
from lists_of_hands import measured, run
from rosters import ids_of_one_person, tables_of

TABLES = tables_of(people=0, seed=0)
HANDS = [*SEEN, *UNSEEN]


@pytest.fixture(scope="module")
def resolved():
    return run(HANDS, TABLES, 1200, 7)


@pytest.mark.parametrize("name", [hand.name for hand in HANDS])
def test_lists_whose_words_are_not_those_of_the_code_are_read_as_their_writers_meant_them(resolved, name):
    """The aims of issue 20, on a part of the lines; benchmarks/lists_of_hands.py measures on as many as wanted."""
    truths, found = resolved
    measure = measured(truths[name], found, ids_of_one_person(TABLES))
    assert measure.wrong == []
    # Of 700 signers: one in a hundred either way is chance.
    assert measure.accepted_of_own_party >= 0.89 * measure.of_own_party
    assert measure.found >= 0.99 * measure.signers
    assert (measure.rejected, measure.wrong_days, measure.wrong_consents) == ([], [], [])
    assert (measure.stray, measure.counted_twice) == (0, 0)


def test_the_ledger_closes(resolved):
    truths, found = resolved
    total = found.result.ledger.set_index("source_file").loc["total"]
    assert total["lines"] == sum(map(len, truths.values())) == total.drop(["lines", "signed_later"]).sum()
