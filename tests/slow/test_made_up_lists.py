"""Lists made up from the real rosters, as people in three places write them: nobody in them signed anything."""

import pytest
from lists_of_hands import HANDS, measured, run
from rosters import ids_of_one_person, tables_of

TABLES = tables_of(people=0, seed=0)


@pytest.fixture(scope="module")
def resolved():
    return run(TABLES, 1200, 7)


@pytest.mark.parametrize("name", HANDS)
def test_lists_whose_words_are_not_those_of_the_code_are_read_as_their_writers_meant_them(resolved, name):
    """Once their titles and headings were decided on; benchmarks/lists_of_hands.py measures on as many as wanted."""
    truths, (found, _) = resolved
    counts, faults = measured(truths[name], found.signatures, ids_of_one_person(TABLES))
    # Of 700 signers: one in a hundred either way is chance.
    assert counts["accepted"] >= 0.89 * counts["of their own party"]
    assert len(faults.pop("not found", [])) <= 0.01 * counts["signers"]
    assert len(faults.pop("permission misread, or taken back by another line", [])) <= 0.05 * counts["lines"]
    assert {fault for fault in faults if not fault.startswith("waits")} == set()


def test_nobody_is_counted_twice_and_the_ledger_closes(resolved):
    truths, (found, _) = resolved
    accepted = found.signatures.query("outcome == 'accepted'")
    assert not accepted["person_id"].fillna("party " + accepted["party_id"]).duplicated().any()
    total = found.ledger.set_index("source_file").loc["total"]
    assert total["lines"] == sum(map(len, truths.values())) == total.drop(["lines", "signed_later"]).sum()
