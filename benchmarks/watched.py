"""How long lists take to be read and resolved, and how much memory: in a process of its own, watched from outside."""

import datetime
import multiprocessing
import os
import resource
import time
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.sources.signature_lists import read_lists

_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Timed:
    """Lists read and resolved: seconds by the clock and of the processor, forks included; megabytes before reading."""

    lines: pd.DataFrame
    result: ResolvedSignatures
    errors: int
    seconds_reading: float
    seconds_resolving: float
    cpu_seconds: float
    peak_mb_before: float


@dataclass(frozen=True)
class Memory:
    """The most megabytes in use at one look: of the process itself, and with its forks, what they share counted once.

    The process itself: RSS, libraries that others use included. With forks: the sum of each one's PSS, in which what
    several share is divided over them. A peak between two looks is not seen, and nothing is on systems without /proc.
    """

    looks: int
    alone_mb: float
    with_forks_mb: float


def resolved(lines: pd.DataFrame, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> ResolvedSignatures:
    """Return the lines resolved by the code that is measured, without any decision."""
    return resolve_signatures(lines, Bodies(tables), pd.DataFrame(), as_of)


def timed(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> Timed:
    """Read and resolve the lists of a folder."""
    before, begun, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, time.perf_counter(), _cpu()
    lines, problems = read_lists(folder)
    have_read = time.perf_counter()
    result = resolved(lines, tables, as_of)
    done, cpu = time.perf_counter(), _cpu() - cpu
    errors = sum(problem.severity == "error" for problem in problems)
    return Timed(lines, result, errors, have_read - begun, done - have_read, cpu, before)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> tuple[Timed, Memory]:
    """Return what `timed` gives, run apart, so that the memory measured is not that of making the lists."""
    # A watcher inside would be a second thread, and the lines then are not shared with forks.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        process_id = pool.submit(os.getpid).result()
        running = pool.submit(timed, folder, tables, as_of)
        looks: list[tuple[float, float]] = []
        while not wait([running], _SECONDS_BETWEEN_LOOKS).done:
            looks.append(_memory_of(process_id))
        most = [max((look[place] for look in looks), default=0.0) for place in (0, 1)]
        return running.result(), Memory(len(looks), most[0], most[1])


def _memory_of(process_id: int) -> tuple[float, float]:
    """Return the megabytes that a process has in use, and those of it and its forks together."""
    try:
        forks = Path(f"/proc/{process_id}/task/{process_id}/children").read_text(encoding="ascii").split()
        alone = _kilobytes(process_id, "Rss") / 1024
        return alone, sum(_kilobytes(int(each), "Pss") for each in [process_id, *forks]) / 1024
    except (FileNotFoundError, ProcessLookupError):  # a fork that just ended, or no Linux
        return 0.0, 0.0


def _kilobytes(process_id: int, kind: str) -> int:
    rows = Path(f"/proc/{process_id}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next((int(row.split()[1]) for row in rows if row.startswith(f"{kind}:")), 0)
