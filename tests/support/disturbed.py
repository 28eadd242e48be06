"""Work in a process of its own to which something happens amid its writing: it is killed, or the disk is full.

What a command does to a folder is counted by Python's own audit events: each is a moment at which it can be disturbed.
"""

import errno
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
NEVER = 0


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (-9 if it was killed), what it said, how often it changed the folder."""

    code: int
    said: str
    changes: int


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def disturbed(work: Callable[[], Any], folder: Path, at: int = NEVER, happens: Callable[[], None] = killed) -> Ended:
    """Do work in a fork of this process; at its change number `at` of a folder something happens, and ever after."""
    context = multiprocessing.get_context("fork")
    changes, said = context.Value("i", 0), folder.parent / "said.txt"

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        is_change = event in _CHANGES
        if event == "open":
            _, mode, flags = arguments
            opens_to_write = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
            is_change = bool(flags & (os.O_WRONLY | os.O_RDWR)) or opens_to_write
        if is_change and str(arguments[0]).startswith(str(folder)):
            changes.value += 1
            if at and changes.value >= at:
                happens()

    def run() -> None:
        with said.open("w", encoding="utf-8") as file:
            sys.stdout = sys.stderr = file
            sys.addaudithook(watch)
            try:
                work()
            except Exception:
                traceback.print_exc()
                raise

    process = context.Process(target=run)
    process.start()
    process.join()
    return Ended(process.exitcode or 0, said.read_text(encoding="utf-8"), changes.value)


def spread(count: int, upto: int) -> list[int]:
    """So many numbers from 1 to `upto`, spread evenly, the first and the last among them."""
    if count >= upto:
        return list(range(1, upto + 1))
    return sorted({1 + round(place * (upto - 1) / (count - 1)) for place in range(count)})
