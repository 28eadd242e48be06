"""The processes that run notebooks, each in its own kernel; only they import `running_kernel`, which is slow."""

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from filelock import FileLock

from analysis.core import collect_seldom
from analysis.core.folders import HANDED_OVER
from analysis.publish.orders import NotebookRun, RunResult


@contextmanager
def workers(most: int, scratch: Path) -> Iterator[Callable[[Iterable[NotebookRun]], Iterator[RunResult]]]:
    """Start processes on this machine, and yield a function that runs notebooks in at most `most` of them.

    They are ended with the block, or killed if it raises; their temporary files are in `scratch`.
    """
    method = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(most, method, initializer=prepare_worker, initargs=(str(scratch),))
    try:
        with _without_ctrl_c():
            # Two start now, as reconciling the month takes a core meanwhile; the others start when there is work.
            for _ in range(min(most, 2)):
                pool.submit(start_early)
        yield partial(_run, pool)
    except BaseException:
        for process in multiprocessing.active_children():  # from Python 3.14 on: pool.kill_workers()
            process.kill()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _run(pool: ProcessPoolExecutor, runs: Iterable[NotebookRun]) -> Iterator[RunResult]:
    """Run notebooks, and yield the results as they come; raises ChildProcessError if a process was killed."""
    try:
        with _without_ctrl_c():
            waiting = [pool.submit(make_in_worker, run) for run in runs]
        for future in as_completed(waiting):
            yield future.result()
    except BrokenProcessPool:
        killed = "a process that makes pages was killed, perhaps for want of memory"
        raise ChildProcessError(f"{killed}; the month is as it was: build again") from None
    pool.shutdown(wait=False)  # while the parent goes on


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Ignore Ctrl-C for a moment, so that new processes do too: one that is starting would print a traceback."""
    on_ctrl_c = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, on_ctrl_c)


def prepare_worker(scratch: str) -> None:
    """Make a worker ignore the user's own settings and the terminal, and end when its parent ends."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(
        IPYTHONDIR=scratch,  # a startup script in the user's profile would run in every briefing
        JUPYTER_RUNTIME_DIR=scratch,
        TMPDIR=scratch,  # removed with the build, even what a killed kernel leaves behind
        **{HANDED_OVER: scratch},
        JUPYTER_PREFER_ENV_PATH="1",  # a kernel `python3` in the user's home may be another Python
        OPENBLAS_NUM_THREADS="1",  # the workers share the cores; read when numpy is imported
        OMP_NUM_THREADS="1",
    )
    tempfile.tempdir = scratch


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def start_early() -> None:
    """Start the kernel of this worker before there is work, one worker at a time, so that the parent keeps a core."""
    with FileLock(Path(tempfile.gettempdir(), "starting.lock")):
        from analysis.publish import running_kernel

        running_kernel.start_kernel()


def make_in_worker(run: NotebookRun) -> RunResult:
    """Run a notebook in the kernel of this worker."""
    from analysis.publish import running_kernel

    return running_kernel.make_here(run)
