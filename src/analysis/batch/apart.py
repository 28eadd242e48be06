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

from analysis.batch.lifelines import end_with_parent
from analysis.engine import why_not_forked

_Answer = TypeVar("_Answer")


class DiedApartError(Exception):
    """The process beside this one ended while at work."""


def apart(work: Callable[..., _Answer], *given: Any) -> _Answer:
    """Return what a function returns, run in a fork of this process; run it here where a fork is not safe.

    Raises what the function raises, and DiedApartError if its process ends; the next call gets a new one.
    """
    if why_not_forked():
        return work(*given)
    process, pipe = _beside(getpid())
    try:
        pipe.send((work, given))
        answer, error = pipe.recv()
    except (EOFError, OSError):
        _beside.cache_clear()
        process.join()
        pipe.close()
        reason = f"the process of {work.__name__} ended (exit code {process.exitcode}; out of memory?)"
        raise DiedApartError(reason) from None
    if error is not None:
        raise error
    return answer


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
                pipe.send((None, error))
