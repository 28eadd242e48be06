"""The processes that make briefings on this machine: each keeps a kernel that runs, as starting one takes two seconds.

It is papermill's usual engine and ipykernel's usual kernel, but for `reset` between notebooks (see `kernel_state`).
"""

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

from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

from analysis.publish.notebook_runs import Made, exporter, make
from analysis.publish.orders import NotebookRun

ENGINE = "running_kernel"
# No cell of ours takes longer than a few seconds; one that does hangs.
SECONDS_PER_CELL = 300
# Nor does a notebook of ours need a tenth of this.
MEGABYTES = 4096
# The workers share the cores already; read when numpy is imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_PREPARE = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({megabytes})"
_RESET = "__import__('analysis.publish.kernel_state').publish.kernel_state.reset()"
# The kernel of each thread that makes briefings: one in a worker of ours, several in one of Dask.
_own = threading.local()
_SECONDS_TO_END = 3


class KernelFailedError(Exception):
    """A kernel did not start, or could not be reset."""


class RunningKernel:
    """A kernel and the channels to it."""

    def __init__(self, folder: Path, megabytes: int = MEGABYTES) -> None:
        """Start a kernel; its sockets are in a private folder, as TCP ports are open to all."""
        settings: dict[str, Any] = {"connection_file": f"{folder}/kernel.json"}
        if os.name == "posix":
            settings |= {"transport": "ipc", "ip": f"{folder}/socket"}
        self._client = NotebookClient(
            new_notebook(),
            kernel_name="python3",
            shutdown_kernel="immediate",
            # Without a warning, below the message of a build that was stopped, that its parent is gone.
            extra_arguments=["--IPKernelApp.log_level=40"],
            config=Config({"KernelManager": settings}),
        )
        self._client.create_kernel_manager()
        self._client.start_new_kernel()
        self._client.start_new_kernel_client()
        self._run(_PREPARE.format(megabytes=megabytes))

    @property
    def manager(self) -> Any:
        """Return jupyter_client's manager of the kernel."""
        return self._client.km

    @property
    def channels(self) -> Any:
        """Return jupyter_client's client of the kernel, which is connected."""
        return self._client.kc

    def reset(self) -> None:
        """Make the kernel as a new one; raises KernelFailedError."""
        self._run(_RESET)

    def stop(self) -> None:
        """End the kernel, whatever it does."""
        self._client._cleanup_kernel()

    def _run(self, code: str) -> None:
        asked = self._client.kc.execute(code, silent=True, store_history=False)
        answer = self._client.wait_for_reply(asked)
        if answer is None or answer["content"]["status"] != "ok":
            raise KernelFailedError("no kernel" if answer is None else answer["content"].get("evalue", "no kernel"))


class RunningKernelEngine(NBClientEngine):
    """Papermill's usual engine with a kernel that runs already: `kernel`."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernel: RunningKernel, execution_timeout: int, **_: Any
    ) -> Any:
        """Run the cells; raises nbclient's CellTimeoutError and DeadKernelError."""
        client = PapermillNotebookClient(
            nb_man, km=kernel.manager, kernel_name=kernel_name, timeout=execution_timeout, log=logger
        )
        client.kc = kernel.channels
        return client.execute()


papermill_engines.register(ENGINE, RunningKernelEngine)


def run_all(runs: Sequence[NotebookRun], workers: int) -> Iterator[Made]:
    """Make every run in worker processes and give the results as they come; a failure never stops the others."""
    with TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as scratch, _pool(workers, scratch) as pool:
        with _ctrl_c_held_back():  # a process that is still starting would print a traceback
            waiting = {pool.submit(make_here, run): run for run in runs}
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenExecutor:
                yield Made(waiting[future], {}, "a worker process was ended from outside: build again")


@contextlib.contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Let Ctrl-C come to this process when the block ends, and not at all to processes that start in it."""
    can_hold_back = hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_hold_back else set()
    try:
        yield
    finally:
        if can_hold_back:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # a kernel started here may be interrupted
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
        if getattr(_own, "kernel", None) is None:
            _own.folder = TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
            _own.kernel = RunningKernel(Path(_own.folder.name))
        _own.kernel.reset()
        made = make(run, ENGINE, kernel=_own.kernel, execution_timeout=SECONDS_PER_CELL)
    except Exception as error:  # of whatever kind: it costs this run alone
        made = Made(run, {}, f"no kernel: {type(error).__name__}")
    if made.failure:
        _stop_kernel()
    return made


def _stop_kernel() -> None:
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()
        _own.folder.cleanup()
