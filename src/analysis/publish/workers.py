"""The processes that make briefings; each keeps a kernel and resets it (`kernel_state`): to start one takes seconds."""

import multiprocessing
import os
import signal
import subprocess
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.util import Finalize
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from filelock import FileLock
from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

from analysis.core.folders import HANDED_OVER
from analysis.publish.notebook_runs import Made, make, shortage_of
from analysis.publish.orders import NotebookRun

ENGINE = "running_kernel"
SECONDS_PER_CELL = 300  # one of the project takes a few: one that takes longer hangs
MEGABYTES = 4096  # that a notebook may use; those of the project need less than a tenth of it


class RunningKernel:
    """A Jupyter kernel that stays alive between notebooks, and the `client` that is connected to it."""

    def __init__(self, megabytes: int = MEGABYTES) -> None:
        """Start a kernel; its sockets are in a private folder, as any account could connect to a TCP port."""
        self._folder = TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True)
        sockets = {"transport": "ipc", "ip": f"{self._folder.name}/socket"}
        settings = {"connection_file": f"{self._folder.name}/kernel.json", **sockets}
        self.client = NotebookClient(
            new_notebook(),
            kernel_name="python3",
            shutdown_kernel="immediate",
            timeout=60,  # it answers in a second or two, but without memory it may live and never answer
            interrupt_on_timeout=True,
            # Otherwise a build that was interrupted prints a warning that the parent of the kernel is gone.
            extra_arguments=["--IPKernelApp.log_level=40"],
            config=Config({"KernelManager": settings}),
        )
        self.client.create_kernel_manager()
        self.client.start_new_kernel(stderr=subprocess.DEVNULL)  # one that can't start is reported by its client
        self.client.start_new_kernel_client()
        prepare = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({})"
        self._run(prepare.format(megabytes))

    def reset(self) -> None:
        """Return the kernel to the state of a new one; raises RuntimeError."""
        self._run("__import__('analysis.publish.kernel_state').publish.kernel_state.reset()")

    def stop(self) -> None:
        """End the kernel, even if a cell is running."""
        self.client._cleanup_kernel()
        self._folder.cleanup()

    def _run(self, code: str) -> None:
        asked = self.client.kc.execute(code, silent=True, store_history=False)
        answer = self.client.wait_for_reply(asked)
        if answer is None or answer["content"]["status"] != "ok":
            raise RuntimeError("no answer" if answer is None else answer["content"].get("evalue"))


class RunningKernelEngine(NBClientEngine):
    """Papermill's usual engine, with a kernel that runs already (`kernel`)."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernel: RunningKernel, execution_timeout: int, **_: Any
    ) -> Any:
        """Run the cells; raises nbclient's CellTimeoutError and DeadKernelError."""
        client = PapermillNotebookClient(
            nb_man, km=kernel.client.km, kernel_name=kernel_name, timeout=execution_timeout, log=logger
        )
        client.kc = kernel.client.kc
        return client.execute()


papermill_engines.register(ENGINE, RunningKernelEngine)

# The kernel of each thread that runs notebooks: a worker here has one such thread, a worker of Dask may have several.
_own = threading.local()


def make_here(run: NotebookRun) -> Made:
    """Run a notebook in the kernel of this thread, after a reset; after a failure the next run gets a new kernel."""
    try:
        if getattr(_own, "kernel", None) is None:
            _own.kernel = RunningKernel()
        _own.kernel.reset()
        made = make(run, ENGINE, kernel=_own.kernel, execution_timeout=SECONDS_PER_CELL)
    except Exception as error:  # any fault fails only this run
        made = Made(run, {}, f"no kernel: {type(error).__name__}", shortage=shortage_of(error))
    if made.failure:
        stop_kernel()
    return made


def start_kernel() -> None:
    """Start the kernel of this thread before there is work; one after the other, so that the parent keeps a core."""
    with FileLock(Path(tempfile.gettempdir(), "starting.lock")):
        _own.kernel = RunningKernel()


def stop_kernel() -> None:
    """End the kernel of this thread, if it has one."""
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()


class Workers:
    """Processes of this machine that run notebooks, two of them from the start; they end with the block.

    Each is a pool of its own, with a kernel: when one is killed, its run alone is tried again, once.
    """

    def __init__(self, most: int, scratch: Path) -> None:
        """Start two of `most` processes, which leave temporary files in `scratch`."""
        self._most, self._scratch = most, scratch
        self._idle: list[ProcessPoolExecutor] = []
        self._at_work: dict[Future[Made], tuple[NotebookRun, ProcessPoolExecutor]] = {}
        with _without_ctrl_c():
            # The month is reconciled meanwhile, which takes one core; the others start when there is work for them.
            for _ in range(min(most, 2)):
                self._idle.append(self._started())
                self._idle[-1].submit(start_kernel)

    def __enter__(self) -> Self:
        """Return them."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End all processes; at once if the block raised."""
        if kind:
            for process in multiprocessing.active_children():  # from Python 3.14 on: pool.kill_workers()
                process.kill()
        for wait_for_it in (False, True):  # all end at the same time
            for pool in (*self._idle, *(pool for _, pool in self._at_work.values())):
                pool.shutdown(wait_for_it, cancel_futures=True)

    def run(self, runs: Iterable[NotebookRun]) -> Iterator[Made]:
        """Run notebooks, and yield the results as they come."""
        waiting, killed = deque(runs), set[str]()
        while waiting or self._at_work:
            with _without_ctrl_c():
                while waiting and (self._idle or len(self._at_work) < self._most):
                    pool = self._idle.pop() if self._idle else self._started()
                    with suppress(BrokenProcessPool):  # it was killed while it had nothing to do: another takes the run
                        future = pool.submit(make_here, waiting[0])
                        self._at_work[future] = waiting.popleft(), pool
            for future in wait(self._at_work, return_when=FIRST_COMPLETED).done:
                run, pool = self._at_work.pop(future)
                is_killed = isinstance(future.exception(), BrokenProcessPool)
                if not is_killed:
                    self._idle.append(pool)
                if is_killed and run.name not in killed:
                    killed.add(run.name)
                    waiting.append(run)
                else:
                    yield result_of(future, run)

    def _started(self) -> ProcessPoolExecutor:
        method = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, method, initializer=prepare_worker, initargs=(str(self._scratch),))


@contextmanager
def _without_ctrl_c() -> Iterator[None]:
    """Ignore it for a moment, as new processes do then: one that is still starting would print a traceback."""
    on_ctrl_c = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, on_ctrl_c)


def prepare_worker(scratch: str) -> None:
    """Make a worker ignore the user's own settings and the terminal, and end when its parent does."""
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
    # The processes of a pool end without running what atexit has registered.
    Finalize(None, stop_kernel, exitpriority=1)


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def result_of(future: Future[Made], run: NotebookRun) -> Made:
    """Return the result of a run, as it was ordered; a worker that is lost fails its own run alone."""
    try:
        return replace(future.result(), run=run)
    except Exception as error:
        return Made(run, {}, f"no answer from its worker ({type(error).__name__}): build again")
