"""Work in a process beside this one: the answer, or the reason why there is none."""

import multiprocessing
import os
import signal

import pytest

from analysis.batch import apart as module
from analysis.batch.apart import DiedApartError, FailedApartError, apart
from analysis.engine import why_not_forked

pytestmark = pytest.mark.skipif(bool(why_not_forked()), reason="this process can't be forked: the work is done in it")


@pytest.fixture(autouse=True, scope="module")
def leave_none_behind():
    """End the process that stays, for the tests after these."""
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()
    module._beside.cache_clear()


class StrangeError(Exception):
    """An error that no pipe can carry: it can't be made again from what it says."""

    def __init__(self, one, two):
        super().__init__(f"{one} and {two}", lambda: None)

    def __str__(self):
        return "neither here nor there"


def fail():
    raise StrangeError(1, 2)


def end():
    os.kill(os.getpid(), signal.SIGKILL)


def test_the_process_is_another_one_and_stays_for_the_next_call():
    beside = apart(os.getpid)
    assert beside != os.getpid()
    assert apart(os.getpid) == beside
    assert apart(len, b"x" * 10**7) == 10**7


def test_an_error_is_told_by_its_name_and_what_it_says_whatever_it_is():
    with pytest.raises(FailedApartError, match=r"^StrangeError: neither here nor there$"):
        apart(fail)


def test_a_process_that_ends_at_work_is_an_error_and_the_next_call_gets_a_new_one():
    before = apart(os.getpid)
    with pytest.raises(DiedApartError, match=r"the process of end ended \(exit code -9"):
        apart(end)
    assert apart(os.getpid) not in (before, os.getpid())


def test_a_process_that_ended_while_it_had_nothing_to_do_is_replaced():
    before = apart(os.getpid)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert apart(os.getpid) not in (before, os.getpid())
