"""Lists made up from the real rosters, as people write them: nobody in them signed anything."""

from pathlib import Path

import pytest
from hands import SEEN, UNSEEN, Hand
from lists_of_hands import measured as measured_in_hand
from made_up_lists import write_lists
from made_up_signers import MadeUpLine, made_up_lines
from rosters import Rosters, ids_of_one_person
from signature_lists import AS_OF, tables_of
from signature_measures import Measure, measured
from watched import resolved

from analysis.sources.signature_lists import read_lists

TABLES = tables_of(people=0, seed=0)
ROSTERS = Rosters(TABLES)


def measure_of(folder: Path, lines: list[MadeUpLine], seed: int) -> Measure:
    truth = write_lists(folder, lines, seed)
    read, problems = read_lists(folder)
    assert [problem for problem in problems if problem.severity == "error"] == []
    return measured(truth, read, resolved(read, TABLES, AS_OF), ids_of_one_person(TABLES))


@pytest.mark.parametrize("seed", range(4))
def test_the_ledger_closes_and_no_line_is_lost_whatever_is_written(tmp_path, seed):
    found = measure_of(tmp_path, list(made_up_lines(ROSTERS, 120 + seed, seed)), seed)
    assert found.ledger_closes
    assert found.lost_in_reading == 0
    assert found.unreadable_kept == 1, "what is legible is never rejected"


def test_nobody_is_taken_for_a_signer_and_nearly_every_signer_is_found(tmp_path):
    # The aims of issue 4, held on a tenth of the lines; benchmarks/signature_lists.py measures on all.
    found = measure_of(tmp_path, list(made_up_lines(ROSTERS, 1000, 1300)), 1300)
    assert [missed.written for missed in found.wrong_lines] == []
    assert found.found >= 0.97
    assert found.accepted_of_settled >= 0.96
    assert found.accepted_of_signers >= 0.74
    assert found.strangers_queued <= 0.12
    assert found.repeated_caught >= 0.98


def test_nine_in_ten_are_accepted_without_help_where_three_in_four_fill_in_the_form_as_it_asks(tmp_path):
    found = measure_of(tmp_path, list(made_up_lines(ROSTERS, 1000, 1300, careful=0.75)), 1300)
    assert [missed.written for missed in found.wrong_lines] == []
    assert found.accepted_of_signers >= 0.88  # of 1,000 lines: one in forty either way is chance
    assert found.found >= 0.99


@pytest.mark.parametrize("hand", [*SEEN, *UNSEEN], ids=lambda hand: hand.name)
def test_lists_whose_words_are_not_those_of_the_code_are_read_as_their_writers_meant_them(hand: Hand):
    """The aims of issue 20, on a part of the lines; benchmarks/lists_of_hands.py measures on as many as wanted."""
    found = measured_in_hand(hand, TABLES, 1200, 7)
    assert found.wrong == []
    assert found.accepted_of_own_party >= 0.89  # of 700 signers: one in a hundred either way is chance
    assert found.found >= 0.99
    assert (found.rejected, found.wrong_days, found.wrong_consents, found.stray) == ([], [], [], 0)
