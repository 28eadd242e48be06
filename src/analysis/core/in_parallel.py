"""The same work on each of many things: shared with forked processes where that is safe and pays, else done here.

A fork finds all that was prepared before it; only what it makes is sent back. It is safe while this is the only thread
(a lock that another holds would never open in the fork): a notebook's kernel and a web server do all the work
themselves, as does a system without fork (Windows) or where it is unsafe (macOS). What comes out is the same.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

_One = TypeVar("_One")
_Made = TypeVar("_Made")
# Fewer are done before a fork has made its own copy of what it changes.
_WORTH_A_FORK = 4_000


def each_of(
    things: Sequence[_One], work: Callable[[_One], _Made], workers: int | None = None, lines: int | None = None
) -> list[_Made]:
    """Return what `work`, a pure function, makes of each thing, in their order, whatever the number of workers.

    `lines` is how many lines of lists the things hold, about; without it each is one.
    """
    workers = workers or min(_workers_for(len(things) if lines is None else lines), max(len(things), 1))
    with uncollected():
        return _shared(things, work, workers)


def _shared(things: Sequence[_One], work: Callable[[_One], _Made], workers: int) -> list[_Made]:
    # Every second, third, ... thing: each share holds as many hard ones.
    shares = [things[first::workers] for first in range(workers)]
    forks = [_fork(work, share) for share in shares[1:]]
    try:
        made = [[work(each) for each in shares[0]]]
        for (_, reader), share in zip(forks, shares[1:], strict=True):
            made.append(_received(reader) or [work(each) for each in share])
    finally:
        for process, _ in forks:
            process.kill()
            process.join()
    return [made[place % workers][place // workers] for place in range(len(things))]


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off collecting cycles: to look through all that is kept, again and again, takes a fifth of the time.

    In a fork it would also copy all that is shared, as it writes in each object.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            if not gc.get_freeze_count():
                # What was made counts as old from here on: else the first thing to happen is one look through it all.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _workers_for(count: int) -> int:
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" and alone and count >= _WORTH_A_FORK else 1


def _fork(
    work: Callable[[_One], _Made], share: Sequence[_One]
) -> tuple[multiprocessing.context.ForkProcess, Connection]:
    reader, writer = multiprocessing.Pipe(duplex=False)

    def send() -> None:
        reader.close()  # Else it would wait for a reader when its parent has died.
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The parent ends its forks.
        writer.send([work(each) for each in share])

    process = multiprocessing.get_context("fork").Process(target=send, daemon=True)
    process.start()
    writer.close()
    return process, reader


def _received(reader: Connection) -> list[_Made] | None:
    """Return what a fork made; none if it died: whoever asked does its share, or fails as it did."""
    try:
        return reader.recv()
    except EOFError:
        return None
    finally:
        reader.close()
