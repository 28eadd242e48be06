"""A kernel that runs already, in which papermill runs one notebook after the other: starting one takes two seconds.

It is papermill's usual engine and ipykernel's usual kernel, but for `reset` between notebooks (see `kernel_state`).
"""

import os
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbformat.v4 import new_notebook
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines
from papermill.log import logger
from traitlets.config import Config

ENGINE = "running_kernel"
# No cell of ours takes longer than a few seconds; one that does hangs.
SECONDS_PER_CELL = 300
# Nor does a notebook of ours need a tenth of this.
MEGABYTES = 4096
_PREPARE = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({megabytes})"
_RESET = "__import__('analysis.publish.kernel_state').publish.kernel_state.reset()"


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
