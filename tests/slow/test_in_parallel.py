"""Work shared with forked processes: the same result whatever their number, and none is left behind."""

import gc
import multiprocessing
import os
import signal
import sys

import pytest
from made_up_lists import write_lists
from made_up_signers import made_up_lines
from pandas.testing import assert_frame_equal
from rosters import Rosters
from signature_lists import AS_OF, tables_of
from watched import resolved

from analysis.core.in_parallel import each_of, uncollected
from analysis.sources.signature_lists import read_lists

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="work is shared with forks on Linux only")


def whose(number: int) -> tuple[int, int]:
    return number, os.getpid()


@pytest.mark.parametrize(("workers", "count"), [(1, 6), (3, 0), (3, 1), (3, 20)])
def test_results_stand_in_the_order_of_the_work(workers, count):
    made = each_of(range(count), whose, workers)
    assert [number for number, _ in made] == list(range(count))
    assert len({process for _, process in made}) == min(workers, count)


def test_lists_are_read_and_resolved_the_same_whatever_the_number_of_workers(tmp_path, monkeypatch):
    tables = tables_of(people=0, seed=0)
    write_lists(tmp_path, list(made_up_lines(Rosters(tables), 300, 11)), 11)
    (tmp_path / "broken.xlsx").write_bytes(b"no workbook")

    def made():
        lines, problems = read_lists(tmp_path)
        found = resolved(lines, tables, AS_OF)
        return lines, problems, found.signatures, found.ledger

    by_one = made()
    monkeypatch.setattr("analysis.signatories.each_of", lambda things, work: each_of(things, work, 3))
    with_lines = lambda things, work, lines: each_of(things, work, 3)  # noqa: E731
    monkeypatch.setattr("analysis.sources.signature_lists.each_of", with_lines)
    by_three = made()
    assert by_three[1] == by_one[1]
    for place in (0, 2, 3):
        assert_frame_equal(by_three[place], by_one[place])


def test_the_share_of_a_fork_that_dies_is_done_here():
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return number * 2

    assert each_of(range(10), work, 3) == [number * 2 for number in range(10)]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_or_an_interruption_leaves_no_fork_behind(error):
    here = os.getpid()

    def work(number: int) -> int:
        if os.getpid() == here:
            raise error(number)
        signal.pause()
        return number

    with pytest.raises(error):
        each_of(range(10), work, 3)
    assert multiprocessing.active_children() == []


def test_what_fails_in_a_fork_fails_here_with_its_own_error():
    def work(number: int) -> int:
        if number == 1:
            raise ValueError("the second")
        return number

    with pytest.raises(ValueError, match="the second"):
        each_of(range(4), work, 2)


def test_collecting_cycles_is_put_off_and_goes_on_afterwards_also_when_the_work_fails():
    with pytest.raises(ZeroDivisionError), uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ZeroDivisionError
    assert gc.isenabled()
