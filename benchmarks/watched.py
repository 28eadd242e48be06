"""How long lists take to be read and resolved, and how much memory: in a process of its own."""

import datetime
import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.core.problems import Problem
from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.sources.signature_lists import read_lists


@dataclass(frozen=True)
class Watched:
    """Lists read and resolved without any decision: what came of it, the seconds it took, and the most megabytes.

    Of processor for each step, and by the clock for both; where others use the machine too, the clock says little.
    """

    lines: pd.DataFrame
    problems: list[Problem]
    result: ResolvedSignatures
    reading: float
    resolving: float
    by_the_clock: float
    peak_mb: float


def watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> Watched:
    """Read and resolve the lists of a folder in a new process, so that its memory is not that of making the lists."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_watched, folder, tables, as_of).result()


def _watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> Watched:
    clock, begun = time.perf_counter(), time.process_time()
    lines, problems = read_lists(folder)
    lines = lines.assign(body_id="house")
    have_read = time.process_time()
    result = resolve_signatures(lines, Bodies(tables), pd.DataFrame(), as_of)
    done, clock = time.process_time(), time.perf_counter() - clock
    return Watched(lines, problems, result, have_read - begun, done - have_read, clock, _peak_mb())


def _peak_mb() -> float:
    """Return the most memory that this process has had in use; not a number on systems without /proc."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii")) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")
