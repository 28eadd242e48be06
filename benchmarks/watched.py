"""How long lists take to be read and resolved, and how much memory: in a process of its own."""

import datetime
import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.sources.signature_lists import read_lists


def watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> tuple[ResolvedSignatures, str]:
    """Read and resolve the lists of a folder in a new process, so that its memory is not that of making the lists.

    Return what came of it without any decision, and the time and memory in words: of processor for each step, and by
    the clock for both; where others use the machine too, the clock says little.
    """
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_watched, folder, tables, as_of).result()


def _watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> tuple[ResolvedSignatures, str]:
    clock, begun = time.perf_counter(), time.process_time()
    lines, problems = read_lists(folder)
    assert not any(problem.severity == "error" for problem in problems), problems
    read = time.process_time()
    result = resolve_signatures(lines.assign(body_id="house"), Bodies(tables), pd.DataFrame(), as_of)
    done, clock = time.process_time(), time.perf_counter() - clock
    status = Path("/proc/self/status")  # on Linux
    peak = re.search(r"VmHWM:\s*(\d+) kB", status.read_text(encoding="ascii") if status.exists() else "")
    most = f"{int(peak[1]) / 1024:.0f} MB" if peak else "?"
    seconds = f"reading {read - begun:.1f} s, resolving {done - read:.1f} s of processor"
    return result, f"{seconds} ({clock:.1f} s by the clock for both), at most {most}"
