"""The processes that make briefings on this machine: forks of this one, which has everything imported and reconciled.

Where a fork is not safe they are new processes, and prepare themselves; what they make is the same.
"""

import gc
import logging
import os
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import Context
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from analysis.batch.bounded_queue import in_window
from analysis.batch.notebook_runs import FORKED, Made, NotebookRun, exporter, make
from analysis.briefing import briefing_of
from analysis.engine import why_not_forked
from analysis.export import pdf_available
from analysis.lifelines import end_with_parent
from analysis.parameters import ALL_PARTIES, Month
from analysis.prepared import keep, kept, reconciled
from analysis.reconciliation import Reconciliation

_Answer = TypeVar("_Answer")
_log = logging.getLogger(__name__)
# The workers share the cores already, and who has threads can't be forked; read when numpy is imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# So many runs wait for each worker: none is idle, and what is made does not pile up before it is written.
_AHEAD = 2
# A page made for its drawing alone costs what three forks save by it.
_WORTH_A_PAGE = 4
_SECONDS_TO_CLOSE = 3
# What a notebook of ours imports, and what runs it and makes its pages.
_USED = ("analysis.desk", "analysis.engine.child", "analysis.engine.kernel", "papermill", "matplotlib.figure")


def run_all(
    runs: Sequence[NotebookRun], workers: int, month: Reconciliation, data_dir: Path, engine: str = FORKED
) -> Iterator[Made]:
    """Make every run in worker processes and give the results as they come; a failure never stops the others.

    A process that dies (out of memory, say) takes down the pool it is in: the runs that then have no answer are
    made again one by one, so that only the one that kills its process fails.
    """
    with TemporaryDirectory(prefix="briefing-") as scratch, kept(month, data_dir):
        make_what_is_shared(runs, month)
        given = (scratch, month.month, data_dir)
        unanswered: list[NotebookRun] = []
        with _pool(min(workers, len(runs)), *given) as pool:
            for run, future in in_window(lambda run: pool.submit(make_here, run, engine), runs, _AHEAD * workers):
                try:
                    yield future.result()
                except BrokenExecutor:
                    unanswered.append(run)
        for run in sorted(unanswered, key=lambda run: run.name):
            with _pool(1, *given) as pool:
                try:
                    yield pool.submit(make_here, run, engine).result()
                except BrokenExecutor:
                    yield Made(run, {}, "its process was ended from outside (out of memory?)")


def make_here(run: NotebookRun, engine: str) -> Made:
    """Make a run in this worker."""
    return in_own_context(make, run, engine)


def in_own_context(work: Callable[..., _Answer], *given: Any) -> _Answer:
    """Return what a function returns where this process keeps an event loop of its own.

    nbclient keeps its loop in the context. A fork inherits that of its parent, and through it every fork would be told
    of what comes in at the others, and wait for what never comes.
    """
    return _context_of(os.getpid()).run(work, *given)


@cache
def _context_of(_process_id: int) -> Context:
    return Context()


@contextmanager
def _pool(workers: int, scratch: str, month: Month, data_dir: Path) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of processes; when the caller stops early, they end at once: what they make is not yet written."""
    unsafe = why_not_forked()
    if unsafe:
        _log.info("workers are new processes, not forks: %s", unsafe)
        os.environ.update(ONE_THREAD)
    else:
        warm_up()
    method = "spawn" if unsafe else "fork"
    # A new process reconciles the month itself; a fork has it from the start.
    given = (scratch, month if unsafe else None, data_dir)
    pool = ProcessPoolExecutor(workers, get_context(method), initializer=prepare_worker, initargs=given)
    try:
        yield pool
    except BaseException:
        for process in (pool._processes or {}).values():  # from Python 3.14 on: pool.kill_workers()
            process.kill()
        watcher: Any = pool._executor_manager_thread  # a thread, whatever its stub says
        # Not waited for: who was killed amid an answer never finishes it. Its watcher mostly ends at once; else
        # Python wakes it when the program ends, while it closes what it is woken by: a traceback after Ctrl-C.
        pool.shutdown(wait=False, cancel_futures=True)
        if watcher:
            watcher.join(_SECONDS_TO_CLOSE)
        raise
    pool.shutdown()


def warm_up() -> None:
    """Import and make whatever each briefing needs, so that a fork begins with it."""
    for module in _USED:
        import_module(module)
    for kind in ("html", "pdf") if pdf_available() else ("html",):
        exporter(kind)


def make_what_is_shared(runs: Sequence[NotebookRun], month: Reconciliation) -> None:
    """Make one page in each language that many are asked in: forks find the chart that all have, and words at hand."""
    languages = Counter(run.parameters.get("language") for run in runs)
    for language, pages in languages.items():
        if language and pages >= _WORTH_A_PAGE:
            with suppress(Exception):  # a fault is that of the pages that have it, and shows when these are made
                briefing_of(month, ALL_PARTIES, language)


def prepare_worker(scratch: str, month: Month | None, data_dir: Path) -> None:
    """Make a worker independent of the user's own settings and of the terminal, and ready for any briefing.

    `month`: reconcile this month first, for the notebooks to find; None where that is done.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, and the run under way is finished
    end_with_parent()
    os.environ.update(
        IPYTHONDIR=scratch,  # a startup script in the user's profile would run in every briefing
        JUPYTER_RUNTIME_DIR=scratch,
        TMPDIR=scratch,  # goes with the build, whatever a kernel that is killed leaves behind
        JUPYTER_PREFER_ENV_PATH="1",  # a kernel `python3` in the user's home may be another Python
        MPLBACKEND="agg",
        **ONE_THREAD,
    )
    tempfile.tempdir = scratch
    if month:
        warm_up()
        keep(reconciled(month, data_dir), data_dir)
    # What is there already need not be looked through for cycles, nor copied for it.
    gc.freeze()
