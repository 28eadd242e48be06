"""One notebook run through papermill, and the files that come of it; this is what a worker process does."""

import functools
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.batch.whole_files import OutputFolder

# No cell of ours takes longer than a few seconds; one that does hangs.
_SECONDS_PER_CELL = 300


@dataclass(frozen=True)
class NotebookRun:
    """One notebook, its parameters, and the files to make of it (`ipynb`, `html`, `pdf` -> path in the folder)."""

    name: str
    notebook: Path
    parameters: dict[str, str]
    outputs: dict[str, str]


@dataclass(frozen=True)
class RunResult:
    """What came of one run: its files with their SHA-256, or the reason why there are none."""

    run: NotebookRun
    files: dict[str, str]
    failure: str | None = None


def run_all(runs: Sequence[NotebookRun], folder: OutputFolder, workers: int) -> Iterator[RunResult]:
    """Make every run in worker processes and give the results as they come; a failure never stops the others.

    A process that dies (out of memory, say) takes down the pool it is in: the runs that then have no answer are
    made again one by one, so that only the one that kills its process fails.
    """
    with TemporaryDirectory(prefix="briefing-") as scratch:
        unanswered: list[NotebookRun] = []
        with _pool(min(workers, len(runs)), scratch) as pool:
            futures: dict[Future[RunResult], NotebookRun] = {pool.submit(make, run, folder): run for run in runs}
            for future in as_completed(futures):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    unanswered.append(futures[future])
        for run in sorted(unanswered, key=lambda run: run.name):
            with _pool(1, scratch) as pool:
                try:
                    yield pool.submit(make, run, folder).result()
                except BrokenProcessPool:
                    yield RunResult(run, {}, "its process was ended from outside (out of memory?)")


@contextmanager
def _pool(workers: int, scratch: str) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of fresh processes; when the caller stops early, runs that have not begun are dropped."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_prepare_worker, initargs=(scratch,))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prepare_worker(scratch: str) -> None:
    """Make a worker, and the kernels it starts, independent of the user's own settings and of the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides, and the run under way is finished
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.update(
        IPYTHONDIR=scratch,  # a startup script in the user's profile would run in every briefing
        JUPYTER_RUNTIME_DIR=scratch,
        TMPDIR=scratch,  # goes with the build, whatever a kernel that is killed leaves behind
        JUPYTER_PREFER_ENV_PATH="1",  # a kernel `python3` in the user's home may be another Python
        MPLBACKEND="agg",
        OPENBLAS_NUM_THREADS="1",  # the workers share the cores already
        OMP_NUM_THREADS="1",
    )


def _end_with_parent() -> None:
    """End this process when its parent has ended, however that came."""
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def make(run: NotebookRun, folder: OutputFolder) -> RunResult:
    """Run one notebook and write what comes of it: all its files, or none."""
    try:
        notebook = execute(run.notebook, run.parameters)
        contents = {kind: _export(kind, notebook) for kind in run.outputs}
        return RunResult(run, {path: folder.write(path, contents[kind]) for kind, path in run.outputs.items()})
    except Exception as error:  # any fault of one briefing is its own; the others go on
        return RunResult(run, {}, _reason(error))


def execute(path: Path, parameters: dict[str, str]) -> NotebookNode:
    """Return a notebook executed by papermill, without times, random names and folders of this machine.

    Raises papermill's PapermillExecutionError for a cell that fails.
    """
    import papermill

    stored = nbformat.read(path, as_version=4)
    with TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as private:
        executed = papermill.execute_notebook(
            stored,  # as a notebook, not as a path: papermill fills in {braces} in a path
            None,
            parameters,
            progress_bar=False,
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            execution_timeout=_SECONDS_PER_CELL,
            shutdown_kernel="immediate",  # it has nothing left to save
            config=_kernel_settings(private),
        )
    return without_traces(executed)


def _kernel_settings(private: str) -> Any:
    """Talk to the kernel through sockets in a private folder, where there are such: a TCP port is open to all.

    Each kernel needs names of its own: by default all would talk through one `kernel-ipc` in the working folder.
    """
    from traitlets.config import Config

    settings = {"connection_file": f"{private}/kernel.json"}
    if os.name == "posix":
        settings |= {"transport": "ipc", "ip": f"{private}/socket"}
    return Config({"KernelManager": settings})


def without_traces(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook less what differs from run to run: times, random cell names, the folder of the data."""
    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"
            cell.source = "\n".join(map(_without_folder, cell.source.splitlines()))
    return notebook


def _without_folder(line: str) -> str:
    name, equals, value = line.partition(" = ")
    if name != "data_dir" or value == '""':
        return line
    return f'{name}{equals}"{Path(value.strip(chr(34))).name}"'


def _export(kind: str, notebook: NotebookNode) -> bytes:
    """Return the bytes of one format."""
    if kind == "ipynb":
        return (nbformat.writes(notebook) + "\n").encode()
    content, _ = _exporter(kind).from_notebook_node(notebook)
    return content if isinstance(content, bytes) else content.encode()


@functools.cache
def _exporter(kind: str) -> Any:
    """Return the exporter of a format; making one costs more than using it, so each worker keeps its own."""
    from analysis import export

    return {"html": export.BriefingHTMLExporter, "pdf": export.BriefingPDFExporter}[kind]()


def _reason(error: Exception) -> str:
    """Return in one line why a run failed: for a cell that failed, the cell's own error."""
    name, said = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    first_line = next((line for line in str(said).splitlines() if line.strip()), "")
    cell = getattr(error, "exec_count", None)
    return f"{name}: {first_line}" if cell is None else f"cell {cell}: {name}: {first_line}"
