"""A kernel that runs one notebook after another (`kernel_state` resets it), as starting one takes seconds."""

import subprocess
import threading
from multiprocessing.util import Finalize
from tempfile import TemporaryDirectory
from typing import Any

from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.execute import raise_for_execution_errors
from papermill.log import logger
from traitlets.config import Config

from analysis.publish.notebook_runs import make, shortage_of
from analysis.publish.orders import NotebookRun, RunResult

MEGABYTES = 4096  # a notebook may use this much memory; those of the project need less than a tenth of it


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
            timeout=60,  # seconds: it answers in one or two, but without memory it may stay alive and never answer
            interrupt_on_timeout=True,
            # Otherwise an interrupted build prints a warning that the parent of the kernel is gone.
            extra_arguments=["--IPKernelApp.log_level=40"],
            config=Config({"KernelManager": settings}),
        )
        self.client.create_kernel_manager()
        self.client.start_new_kernel(stderr=subprocess.DEVNULL)  # the client reports a kernel that can't start
        self.client.start_new_kernel_client()
        self._run("from analysis.core import collect_seldom; collect_seldom(); import analysis.desk")
        self._run(f"from analysis.publish import kernel_state; kernel_state.remember({megabytes})")

    def execute(self, notebook: NotebookNode, seconds: int) -> None:
        """Run the cells of a notebook, each in at most `seconds`, in the state of a new kernel.

        Raises RuntimeError if the kernel can't be reset, PapermillExecutionError for a cell that fails, and nbclient's
        CellTimeoutError and DeadKernelError.
        """
        self._run("__import__('analysis.publish.kernel_state').publish.kernel_state.reset()")
        how = {"progress_bar": False, "autosave_cell_every": 0, "kernel": self, "seconds": seconds}
        _Engine.execute_notebook(notebook, "python3", **how)
        raise_for_execution_errors(notebook, None)

    def stop(self) -> None:
        """End the kernel, even if a cell is running."""
        self.client._cleanup_kernel()
        self._folder.cleanup()

    def _run(self, code: str) -> None:
        asked = self.client.kc.execute(code, silent=True, store_history=False)
        answer = self.client.wait_for_reply(asked)
        if answer is None or answer["content"]["status"] != "ok":
            raise RuntimeError("no answer" if answer is None else answer["content"].get("evalue"))


class _Engine(NBClientEngine):
    """Papermill's usual engine, with a `kernel` that is running already."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, kernel: RunningKernel, seconds: int, **_: Any
    ) -> Any:
        running = kernel.client
        client = PapermillNotebookClient(nb_man, km=running.km, kernel_name=kernel_name, timeout=seconds, log=logger)
        client.kc = running.kc
        return client.execute()


# The kernel of each thread that runs notebooks: a local worker has one such thread, a Dask worker may have several.
_own = threading.local()


def make_here(run: NotebookRun) -> RunResult:
    """Run a notebook in the kernel of this thread, after a reset; after a failure the next run gets a new kernel."""
    try:
        start_kernel()
        made = make(run, _own.kernel)
    except Exception as error:  # any fault fails only this run
        made = RunResult(run, {}, f"no kernel: {type(error).__name__}", shortage=shortage_of(error))
    if made.failure:
        stop_kernel()
    return made


def start_kernel() -> None:
    """Start the kernel of this thread, if it has none."""
    if getattr(_own, "kernel", None) is None:
        _own.kernel = RunningKernel()
        Finalize(None, stop_kernel, exitpriority=1)  # atexit does not run in the processes of a pool


def stop_kernel() -> None:
    """End the kernel of this thread, if it has one."""
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()
