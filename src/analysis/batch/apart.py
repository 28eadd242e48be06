"""Work done in a process beside this one, which stays for the next call.

For what leaves a thread behind, as Pango does when it makes a PDF: a process with threads can't be forked, and a worker
forks itself for every notebook.
"""

import signal
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from os import getpid
from typing import Any, TypeVar

from analysis.engine import why_not_forked
from analysis.lifelines import end_with_parent

_Answer = TypeVar("_Answer")


class DiedApartError(Exception):
    """The process beside this one ended while at work."""


class FailedApartError(Exception):
    """The function raised an error there: its name and what it says, as the error itself may not pass a pipe."""

    def __init__(self, ename: str, evalue: str) -> None:
        """Keep both, under the names that an error of a cell has."""
        super().__init__(f"{ename}: {evalue}")
        self.ename, self.evalue = ename, evalue


def apart(work: Callable[..., _Answer], *given: Any) -> _Answer:
    """Return what a function returns, run in a fork of this process; run it here where a fork is not safe.

    Raises FailedApartError where the function raises, and DiedApartError if its process ends; the next call gets a
    new one.
    """
    if why_not_forked():
        return work(*given)
    process, pipe = _beside(getpid())
    if not process.is_alive():  # while it had nothing to do
        _end(process, pipe)
        process, pipe = _beside(getpid())
    try:
        pipe.send((work, given))
        answer, error = pipe.recv()
    except (EOFError, OSError):
        _end(process, pipe)
        reason = f"the process of {work.__name__} ended (exit code {process.exitcode}; out of memory?)"
        raise DiedApartError(reason) from None
    if error is not None:
        raise FailedApartError(*error)
    return answer


def _end(process: ForkProcess, pipe: Connection) -> None:
    _beside.cache_clear()
    process.join()
    pipe.close()


@cache
def _beside(_process_id: int) -> tuple[ForkProcess, Connection]:
    """Return the process beside that of this number, and our end of the pipe to it; a fork gets its own."""
    ours, its = Pipe()
    process = get_context("fork").Process(target=_work_until_closed, args=(its, ours), daemon=True)
    process.start()
    its.close()
    return process, ours


def _work_until_closed(pipe: Connection, other_end: Connection) -> None:
    other_end.close()
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # its parent decides
    with suppress(EOFError):
        while True:
            work, given = pipe.recv()
            try:
                pipe.send((work(*given), None))
            except Exception as error:  # told to whoever asked
                pipe.send((None, (type(error).__name__, str(error))))
