"""The engine: papermill's usual one, with a kernel that is a fork of this process in place of a new process.

    papermill --engine forked notebook.ipynb out.ipynb

The cells run in ipykernel's own kernel (see `child`); papermill and nbclient read what it says as they read any
kernel, from a pipe in place of sockets (see `kernel`). So outputs, counts, errors, tags, time limits and the death of a
kernel are handled by them as ever; whatever a cell does to its process (variables, patches, folder, environment, random
state) ends with it. Where a fork is not safe the normal kernel is used, and the log says why.
"""

import multiprocessing
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine
from papermill.log import logger

# Kernels that are this very Python.
_OWN_KERNELS = ("python3", "python")


class ForkedEngine(NBClientEngine):
    """Papermill's engine `forked`: takes what the usual engine takes, and `memory_mb`.

    That is how much more memory, in MB, a notebook may use than at its start.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, *args: Any, **kwargs: Any) -> Any:
        """Run a notebook as any engine does, without the thread by which tqdm watches over progress bars."""
        from tqdm import tqdm

        tqdm.monitor_interval = 0
        return super().execute_notebook(nb, kernel_name, *args, **kwargs)

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, memory_mb: int | None = None, **kwargs: Any
    ) -> Any:
        """Run the cells in a fork of this process, or in a normal kernel where that is not safe.

        Raises nbclient's CellTimeoutError, and its DeadKernelError with the reason for a process that died.
        """
        if reason := why_not_forked(kernel_name):
            without = " without its limit of memory" if memory_mb else ""
            logger.warning("engine forked: %s; a normal kernel is used%s", reason, without)
            return super().execute_managed_notebook(nb_man, kernel_name, **kwargs)
        with forked_kernel(memory_mb) as kernel:
            try:
                return super().execute_managed_notebook(nb_man, kernel_name, km=kernel, **kwargs)
            except DeadKernelError:
                raise DeadKernelError(f"Kernel died: {kernel.cause_of_death()}") from None


def why_not_forked(kernel_name: str = _OWN_KERNELS[0]) -> str:
    """Return why a notebook can't run in a fork of this process; empty if it can."""
    if kernel_name not in _OWN_KERNELS:
        return f"{kernel_name!r} may be another Python than this"
    if sys.platform != "linux":
        return "this system can't fork a process safely"
    # A lock that another thread holds at that moment would never open in the fork.
    threads = sum(1 for _ in Path("/proc/self/task").iterdir())
    return f"a process with {threads} threads can't be forked safely" if threads > 1 else ""


@contextmanager
def forked_kernel(memory_mb: int | None = None) -> Iterator[Any]:
    """Give a kernel in a fork of this process; it ends with the block, as does whatever it started."""
    from analysis.engine.child import serve
    from analysis.engine.kernel import ForkedKernel

    ours, its = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=serve, args=(its, ours, memory_mb))
    process.start()
    its.close()
    kernel = ForkedKernel(process, ours)
    try:
        yield kernel
    finally:
        kernel.end()
