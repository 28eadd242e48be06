"""The processes that make briefings on this machine: each keeps a kernel that runs, and makes pages and paper of it."""

import contextlib
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analysis.publish.kernel import ENGINE, SECONDS_PER_CELL, RunningKernel
from analysis.publish.notebook_runs import Made, NotebookRun, exporter, make

# The workers share the cores already; read when numpy is imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# The kernel of each thread that makes briefings: one in a worker of ours, several in one of Dask.
_own = threading.local()
_SECONDS_TO_END = 3


def run_all(runs: Sequence[NotebookRun], workers: int) -> Iterator[Made]:
    """Make every run in worker processes and give the results as they come; a failure never stops the others."""
    with TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as scratch, _pool(workers, scratch) as pool:
        waiting = {pool.submit(make_here, run): run for run in runs}
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenExecutor:
                yield Made(waiting[future], {}, "a worker process was ended from outside: build again")


@contextlib.contextmanager
def _pool(workers: int, scratch: str) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of new processes; when the caller stops early, they end at once."""
    method = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, method, initializer=prepare_worker, initargs=(scratch,))
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():  # from Python 3.14 on: pool.kill_workers()
            process.kill()
        # Its thread mostly ends at once. Else Python wakes it while the program ends: a traceback after Ctrl-C.
        thread: Any = pool._executor_manager_thread
        pool.shutdown(wait=False, cancel_futures=True)
        if thread:
            thread.join(_SECONDS_TO_END)
        raise
    pool.shutdown()


def prepare_worker(scratch: str) -> None:
    """Make a worker independent of the user's own settings and of the terminal; it ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(
        IPYTHONDIR=scratch,  # a startup script in the user's profile would run in every briefing
        JUPYTER_RUNTIME_DIR=scratch,
        TMPDIR=scratch,  # goes with the build, whatever a kernel that is killed leaves behind
        JUPYTER_PREFER_ENV_PATH="1",  # a kernel `python3` in the user's home may be another Python
        **ONE_THREAD,
    )
    tempfile.tempdir = scratch
    # When the pool is done, its processes end without Python's atexit.
    Finalize(None, _stop_kernel, exitpriority=1)
    exporter("html")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def make_here(run: NotebookRun) -> Made:
    """Make a run in the kernel of this thread, made as new; after a failure the next run gets a new kernel."""
    try:
        kernel = _kernel()
        kernel.reset()
        made = make(run, ENGINE, kernel=kernel, execution_timeout=SECONDS_PER_CELL)
    except Exception as error:  # of whatever kind: it costs this run alone
        made = Made(run, {}, f"no kernel: {type(error).__name__}")
    if made.failure:
        _stop_kernel()
    return made


def _kernel() -> RunningKernel:
    if getattr(_own, "kernel", None) is None:
        _own.folder = TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
        _own.kernel = RunningKernel(Path(_own.folder.name))
    return _own.kernel


def _stop_kernel() -> None:
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()
        _own.folder.cleanup()
