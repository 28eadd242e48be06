"""The kernels that make briefings: each stays alive between notebooks, as starting one takes two seconds.

They use papermill's usual engine and ipykernel's usual kernel, which is reset between notebooks (see `kernel_state`).
"""

import contextlib
import os
import subprocess
from collections import deque
from collections.abc import Generator, Sequence
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

from analysis.publish.notebook_runs import Made, make, shortage_of
from analysis.publish.orders import NotebookRun

_ENGINE = "running_kernel"
# A cell of the project takes a few seconds at most: one that takes longer hangs.
SECONDS_PER_CELL = 300
# The most memory that a notebook may use; those of the project need less than a tenth of it.
MEGABYTES = 4096
# The kernels share the cores already. These variables are read when numpy is imported.
_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# A startup script in the user's profile would run in every briefing; a killed kernel leaves temporary files behind.
_FOLDERS = ("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "TMPDIR")
_PREPARE = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({megabytes})"
_RESET = "__import__('analysis.publish.kernel_state').publish.kernel_state.reset()"


class RunningKernel:
    """A Jupyter kernel that stays alive between notebooks: started with the first one, and anew after a failure.

    Only the thread that makes notebooks in it may use its `client`.
    """

    def __init__(self, folder: Path | None = None, megabytes: int = MEGABYTES) -> None:
        """Name the folder for its files, of which the path has to be short; nothing is started yet."""
        self._within, self._megabytes = folder, megabytes
        self.client: NotebookClient | None = None

    def make(self, run: NotebookRun, seconds: int = SECONDS_PER_CELL) -> Made:
        """Run a notebook, of which a cell may take so many seconds; any fault fails this run alone."""
        try:
            if self.client is None:
                self._start()
            self._run(_RESET)
            made = make(run, _ENGINE, running=self.client, execution_timeout=seconds)
        except Exception as error:
            made = Made(run, {}, f"no kernel: {type(error).__name__}", shortage=shortage_of(error))
        if made.failure:
            self.stop()
        return made

    def kill(self) -> None:
        """End the process of the kernel, from any thread, so that what waits for it ends too."""
        with contextlib.suppress(AttributeError):  # there is no process yet
            self.client.km.provisioner.process.kill()  # type: ignore[union-attr]

    def stop(self) -> None:
        """End the kernel, even if a cell is running."""
        if self.client is not None:
            client, self.client = self.client, None
            client._cleanup_kernel()
            self._folder.cleanup()

    def _start(self) -> None:
        """Start it; its sockets are in a private folder, as any account could connect to a TCP port."""
        self._folder = TemporaryDirectory(prefix="kernel-", dir=self._within, ignore_cleanup_errors=True)
        sockets = {"transport": "ipc", "ip": f"{self._folder.name}/socket"}
        settings = {"connection_file": f"{self._folder.name}/kernel.json", **sockets}
        self.client = NotebookClient(
            new_notebook(),
            kernel_name="python3",
            shutdown_kernel="immediate",
            # Otherwise a build that was interrupted prints a warning that the parent of the kernel is gone.
            extra_arguments=["--IPKernelApp.log_level=40"],
            config=Config({"KernelManager": settings}),
        )
        # That of this Python: a kernel `python3` in the user's home may be another one.
        self.client.create_kernel_manager().kernel_spec_manager.kernel_dirs = []
        environment = os.environ | _ONE_THREAD | dict.fromkeys(_FOLDERS, self._folder.name)
        # One that can't start is reported by its client.
        self.client.start_new_kernel(env=environment, stderr=subprocess.DEVNULL)
        self.client.start_new_kernel_client()
        self._run(_PREPARE.format(megabytes=self._megabytes))

    def _run(self, code: str) -> None:
        client: Any = self.client
        answer = client.wait_for_reply(client.kc.execute(code, silent=True, store_history=False))
        if answer is None or answer["content"]["status"] != "ok":
            raise RuntimeError("no answer" if answer is None else answer["content"].get("evalue"))


class _RunningKernelEngine(NBClientEngine):
    """Papermill's usual engine, with the client of a kernel that runs already (`running`)."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, running: NotebookClient, execution_timeout: int, **_: Any
    ) -> Any:
        """Run the cells; raises nbclient's CellTimeoutError and DeadKernelError."""
        client = PapermillNotebookClient(
            nb_man, km=running.km, kernel_name=kernel_name, timeout=execution_timeout, log=logger
        )
        client.kc = running.kc
        return client.execute()


papermill_engines.register(_ENGINE, _RunningKernelEngine)


def run_all(runs: Sequence[NotebookRun], workers: int, folder: Path) -> Generator[Made, None, None]:
    """Run notebooks in kernels with their files in a folder, and yield the results as they come.

    A thread waits for each kernel. All end with the caller.
    """
    waiting, made = deque(runs), SimpleQueue[Made]()
    kernels = [RunningKernel(folder) for _ in range(workers)]
    threads = [Thread(target=_make_all, args=(kernel, waiting, made), daemon=True) for kernel in kernels]
    for thread in threads:
        thread.start()
    try:
        for _ in range(len(runs)):
            yield made.get()
    except BaseException:
        waiting.clear()
        while any(thread.is_alive() for thread in threads):
            for kernel, thread in zip(kernels, threads, strict=True):
                kernel.kill()
                thread.join(0.1)
        raise
    for thread in threads:
        thread.join()


def _make_all(kernel: RunningKernel, waiting: deque[NotebookRun], made: SimpleQueue[Made]) -> None:
    with contextlib.suppress(IndexError):  # none waits any more
        while True:
            made.put(kernel.make(waiting.popleft()))
    kernel.stop()
