"""The processes that make briefings on this machine; each keeps one kernel running, as starting one takes two seconds.

They use papermill's usual engine and ipykernel's usual kernel, which is reset between notebooks (see `kernel_state`).
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
# A cell of the project takes a few seconds at most: one that takes longer hangs.
SECONDS_PER_CELL = 300
# The most memory that a notebook may use; those of the project need less than a tenth of it.
MEGABYTES = 4096
# The workers share the cores already. These variables are read when numpy is imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
_PREPARE = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({megabytes})"
_RESET = "__import__('analysis.publish.kernel_state').publish.kernel_state.reset()"
# The kernel of each thread that runs notebooks: a worker here has one such thread, a worker of Dask may have several.
_own = threading.local()
# A Unix socket's path has at most 107 bytes (103 on macOS), of which folder and name of a kernel's take about 30.
_LONGEST_SOCKET_PLACE = 70
_SECONDS_TO_END = 3


class KernelFailedError(Exception):
    """A kernel did not start, or could not be reset."""


class RunningKernel:
    """A Jupyter kernel that stays alive between notebooks, and the client that is connected to it."""

    def __init__(self, folder: Path, megabytes: int = MEGABYTES) -> None:
        """Start a kernel; its sockets are in a private folder, as any account could connect to a TCP port."""
        settings: dict[str, Any] = {"connection_file": f"{folder}/kernel.json"}
        if os.name == "posix":
            settings |= {"transport": "ipc", "ip": f"{folder}/socket"}
        self._client = NotebookClient(
            new_notebook(),
            kernel_name="python3",
            shutdown_kernel="immediate",
            # Otherwise a build that was interrupted prints a warning that the parent of the kernel is gone.
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
        """Return the kernel to the state of a new one; raises KernelFailedError."""
        self._run(_RESET)

    def stop(self) -> None:
        """End the kernel, even if a cell is running."""
        self._client._cleanup_kernel()

    def _run(self, code: str) -> None:
        asked = self._client.kc.execute(code, silent=True, store_history=False)
        answer = self._client.wait_for_reply(asked)
        if answer is None or answer["content"]["status"] != "ok":
            raise KernelFailedError("no kernel" if answer is None else answer["content"].get("evalue", "no kernel"))


class RunningKernelEngine(NBClientEngine):
    """Papermill's usual engine, with a kernel that runs already (`kernel`)."""

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
    """Run notebooks in worker processes and yield the results as they come; a failure never stops the others."""
    with TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as scratch, _pool(workers, scratch) as pool:
        with _ctrl_c_held_back():  # an interrupted process that is still starting would print a traceback
            waiting = {pool.submit(make_here, run): run for run in runs}
        for future in as_completed(waiting):
            try:
                yield future.result()
            except BrokenExecutor:
                yield Made(waiting[future], {}, "a worker process was ended from outside: build again")


@contextlib.contextmanager
def _ctrl_c_held_back() -> Iterator[None]:
    """Delay Ctrl-C in this process until the block ends, and block it in processes that start within."""
    can_hold_back = hasattr(signal, "pthread_sigmask")  # not on Windows
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if can_hold_back else set()
    try:
        yield
    finally:
        if can_hold_back:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _pool(workers: int, scratch: str) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of new processes; they end at once when the caller is interrupted."""
    method = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, method, initializer=prepare_worker, initargs=(scratch,))
    try:
        yield pool
    except BaseException:
        for process in multiprocessing.active_children():  # from Python 3.14 on: pool.kill_workers()
            process.kill()
        # If its thread still runs when Python exits, a traceback follows the message about Ctrl-C.
        thread: Any = pool._executor_manager_thread
        pool.shutdown(wait=False, cancel_futures=True)
        if thread:
            thread.join(_SECONDS_TO_END)
        raise
    pool.shutdown()


def prepare_worker(scratch: str) -> None:
    """Make a worker ignore the user's own settings and the terminal, and end when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles it
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # a kernel started here may be interrupted
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(
        IPYTHONDIR=scratch,  # a startup script in the user's profile would run in every briefing
        JUPYTER_RUNTIME_DIR=scratch,
        TMPDIR=scratch,  # removed with the build, even what a killed kernel leaves behind
        JUPYTER_PREFER_ENV_PATH="1",  # a kernel `python3` in the user's home may be another Python
        **ONE_THREAD,
    )
    tempfile.tempdir = scratch
    # The processes of a pool end without running what atexit has registered.
    Finalize(None, stop_kernel, exitpriority=1)
    exporter("html")


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def make_here(run: NotebookRun) -> Made:
    """Run a notebook in the kernel of this thread, after a reset; after a failure the next run gets a new kernel."""
    try:
        if getattr(_own, "kernel", None) is None:
            _own.folder = TemporaryDirectory(prefix="kernel-", dir=_socket_place(), ignore_cleanup_errors=True)
            _own.kernel = RunningKernel(Path(_own.folder.name))
        _own.kernel.reset()
        made = make(run, ENGINE, kernel=_own.kernel, execution_timeout=SECONDS_PER_CELL)
    except Exception as error:  # any fault fails only this run
        made = Made(run, {}, f"no kernel: {type(error).__name__}")
    if made.failure:
        stop_kernel()
    return made


def _socket_place() -> str:
    """Return the folder for temporary files, or /tmp if its path is too long for a socket."""
    usual = tempfile.gettempdir()
    return usual if os.name != "posix" or len(os.fsencode(usual)) <= _LONGEST_SOCKET_PLACE else "/tmp"


def stop_kernel() -> None:
    """End the kernel of this thread, if it has one."""
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()
        _own.folder.cleanup()
