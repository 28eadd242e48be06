"""The processes that make briefings, here or on a Dask cluster; each keeps a kernel, as starting one takes two seconds.

They use papermill's usual engine and ipykernel's usual kernel, which is reset between notebooks (see `kernel_state`).
"""

import contextlib
import io
import multiprocessing
import os
import re
import signal
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import replace
from functools import lru_cache
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

from analysis.core.folders import input_files
from analysis.core.problems import ParameterError
from analysis.publish.month_folder import Manifest
from analysis.publish.notebook_runs import Made, make
from analysis.publish.orders import NotebookRun, Order

ENGINE = "running_kernel"
# A cell of the project takes a few seconds at most: one that takes longer hangs.
SECONDS_PER_CELL = 300
# The most memory that a notebook may use; those of the project need less than a tenth of it.
MEGABYTES = 4096
# The workers share the cores already. These variables are read when numpy is imported.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
# A Unix socket's path has at most 103 bytes, and the user's own folder for temporary files may have a long name.
_SCRATCH_PLACE = "/tmp"
_PREPARE = "import analysis.desk\nfrom analysis.publish import kernel_state\nkernel_state.remember({megabytes})"
_RESET = "__import__('analysis.publish.kernel_state').publish.kernel_state.reset()"
_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")
_PATIENCE = "10s"


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
            # Otherwise a build that was interrupted prints a warning that the parent of the kernel is gone.
            extra_arguments=["--IPKernelApp.log_level=40"],
            config=Config({"KernelManager": settings}),
        )
        self.client.create_kernel_manager()
        self.client.start_new_kernel()
        self.client.start_new_kernel_client()
        self._run(_PREPARE.format(megabytes=megabytes))

    def reset(self) -> None:
        """Return the kernel to the state of a new one; raises RuntimeError."""
        self._run(_RESET)

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
        made = Made(run, {}, f"no kernel: {type(error).__name__}")
    if made.failure:
        stop_kernel()
    return made


def stop_kernel() -> None:
    """End the kernel of this thread, if it has one."""
    kernel, _own.kernel = getattr(_own, "kernel", None), None
    if kernel:
        kernel.stop()


def run_all(runs: Sequence[NotebookRun], workers: int) -> Iterator[Made]:
    """Run notebooks in processes of this machine and yield the results as they come; they end with the caller."""
    with TemporaryDirectory(prefix="briefing-", dir=_SCRATCH_PLACE, ignore_cleanup_errors=True) as scratch:
        method = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, method, initializer=prepare_worker, initargs=(scratch,))
        try:
            # New processes ignore what this one ignores: one that is still starting would print a traceback.
            on_ctrl_c = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                waiting = {pool.submit(make_here, run): run for run in runs}
            finally:
                signal.signal(signal.SIGINT, on_ctrl_c)
            yield from _results(waiting)
        except BaseException:
            for process in multiprocessing.active_children():  # from Python 3.14 on: pool.kill_workers()
                process.kill()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def prepare_worker(scratch: str) -> None:
    """Make a worker ignore the user's own settings and the terminal, and end when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles it
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


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _results(waiting: dict[Future[Made], NotebookRun]) -> Iterator[Made]:
    """Yield the results as they come; a worker that is lost fails only its own runs."""
    for future in as_completed(waiting):
        try:
            yield replace(future.result(), run=waiting[future])
        except Exception as error:
            yield Made(waiting[future], {}, f"no answer from its worker ({type(error).__name__}): build again")


def run_on_cluster(runs: Sequence[NotebookRun], executor: Executor, order: Order, manifest: Manifest) -> Iterator[Made]:
    """Run notebooks on an executor, with the content of the data and notebooks, and yield the results as they come.

    Whoever runs the cluster can read the lists of signatories, so it has to be the organisation's own.
    """
    content, data_dir = io.BytesIO(), order.data_dir.resolve()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, path in input_files(data_dir).items():
            packed.writestr(f"inputs/{data_dir.name}/{name}", path.read_bytes())
        for notebook in order.notebooks.glob("*.ipynb"):
            packed.writestr(f"notebooks/{notebook.name}", notebook.read_bytes())
    sent = [executor.submit(make_of_content, run, content.getvalue(), manifest) for run in runs]
    yield from _results(dict(zip(sent, runs, strict=True)))


class OtherProgramError(Exception):
    """A worker has another version of this package, or of one that it needs, so its pages could differ."""


def make_of_content(run: NotebookRun, content: bytes, manifest: Manifest) -> Made:
    """Run a notebook with files that were sent: a zip archive.

    Raises OtherProgramError if this worker has another version of the code, or of a package that the sender has too.
    """
    data_name, sent = Path(run.parameters["data_dir"]).name, manifest.versions
    folder, own = _unpacked(content, data_name)
    differing = {name for name, _ in own.inputs.items() ^ manifest.inputs.items()}
    differing |= {name for name in own.versions.keys() & sent.keys() if own.versions[name] != sent[name]}
    if differing:
        raise OtherProgramError(f"this worker has another version of {', '.join(sorted(differing)[:3])}")
    parameters = run.parameters | {"data_dir": f"{folder.name}/inputs/{data_name}"}
    return make_here(replace(run, notebook=Path(folder.name, "notebooks", run.notebook.name), parameters=parameters))


@lru_cache(maxsize=4)
def _unpacked(content: bytes, data_name: str) -> tuple["TemporaryDirectory[str]", Manifest]:
    """Return a folder with the files of an archive, which is removed when the worker ends, and the record of them."""
    folder = TemporaryDirectory(prefix="briefing-")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        packed.extractall(folder.name)
    return folder, Manifest.of(Path(folder.name, "inputs", data_name), Path(folder.name, "notebooks"))


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Yield the executor of a running Dask cluster.

    Raises ParameterError if Dask is not installed or nothing answers at the address.
    """
    if not _ADDRESS.fullmatch(address):
        raise ParameterError(f"cluster: found {address!r}, expected the address of a scheduler, as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        extra = "pip install 'briefing-1300-deal[cluster]'"
        raise ParameterError(f"cluster: Dask is not installed; {extra}, or leave --cluster out") from None
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except OSError as error:  # also a timeout
        raise ParameterError(f"cluster: nothing answers at {address} ({error}); is its scheduler up?") from None
    with client:
        if not client.ncores():
            raise ParameterError(f"cluster: {address} has no workers yet; start them, then build again")
        yield client.get_executor(retries=2)
