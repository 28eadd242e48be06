"""How long lists take to be read and resolved, and how much memory: in a process of its own."""

import datetime
import multiprocessing
import re
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.beside import SAYS_NOTHING
from analysis.signatories.body import Bodies
from analysis.signatories.waiting import texts_that_wait
from analysis.sources.signature_lists import read_lists

# Of all lines, so many have a text that stands in a heading or title.
_OF_A_LIST = 0.05


def watched(folder: Path, tables: dict[str, pd.DataFrame], as_of: datetime.date) -> tuple[ResolvedSignatures, str]:
    """Read and resolve the lists of a folder in a new process, so that its memory is not that of making the lists.

    Return what came of it once it was decided that the titles and headings of the lists say nothing, and of reading and
    resolving them before that the time and memory in words: of processor for each step, and by the clock for both;
    where others use the machine too, the clock says little.
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
    texts = texts_that_wait(result.signatures)
    decided = texts.loc[texts["lines"] >= _OF_A_LIST * len(lines), ["body_id", "text"]]
    decided = decided.assign(action=SAYS_NOTHING, valid_from=pd.Timestamp(as_of))
    result = resolve_signatures(lines.assign(body_id="house"), Bodies(tables), pd.DataFrame(), as_of, decided)
    return result, f"{seconds} ({clock:.1f} s by the clock for both), at most {most}"
