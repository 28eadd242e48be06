"""One notebook run through papermill, and the files that come of it; this is what a worker does."""

import ast
import functools
import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.batch.apart import apart
from analysis.signs import made_visible

# Each notebook in a fresh process that is a fork of its worker; `nbclient`, papermill's own, is the reference.
FORKED = "forked"
# No cell of ours takes longer than a few seconds; one that does hangs.
_SECONDS_PER_CELL = 300
# Nor does a notebook of ours need a tenth of this.
_MEGABYTES_PER_NOTEBOOK = 4096


@dataclass(frozen=True)
class NotebookRun:
    """One notebook, its parameters, and the files to make of it (`ipynb`, `html`, `pdf` -> path in the folder)."""

    name: str
    notebook: Path
    parameters: dict[str, str]
    outputs: dict[str, str]


@dataclass(frozen=True)
class Made:
    """What came of one run: the content of each of its files by path, or the reason why there are none.

    `executed`: the notebook as far as it ran before it failed; it may name persons.
    """

    run: NotebookRun
    files: dict[str, bytes] = field(default_factory=dict)
    failure: str | None = None
    executed: bytes | None = None


class RunFailedError(Exception):
    """A notebook that failed, with the reason in one line, as far as it ran."""

    def __init__(self, reason: str, notebook: NotebookNode) -> None:
        """Take the reason, and the notebook."""
        super().__init__(reason)
        self.notebook = notebook


def make(run: NotebookRun, engine: str = FORKED) -> Made:
    """Run one notebook and return what comes of it: all its files, or none."""
    executed = None
    try:
        executed = execute(run.notebook, run.parameters, engine)
        return Made(run, {path: _exported(kind, executed) for kind, path in run.outputs.items()})
    except RunFailedError as failed:
        return Made(run, {}, str(failed), _written(failed.notebook))
    except Exception as error:  # any fault of one briefing is its own; the others go on
        return Made(run, {}, _reason(error), executed and _written(executed))


def execute(path: Path, parameters: dict[str, str], engine: str = FORKED) -> NotebookNode:
    """Return a notebook executed by papermill, without times, random names and folders of this machine.

    Raises RunFailedError for a cell that fails, takes too long or ends its process.
    """
    import papermill

    stored = nbformat.read(path, as_version=4)  # as a notebook, not as a path: papermill fills in {braces} in a path
    notebook = papermill.execute_notebook(stored, None, parameters, prepare_only=True, progress_bar=False)
    try:
        _run_cells(notebook, engine)
    except Exception as error:
        reason = _reason(error, notebook)
        raise RunFailedError(reason, without_traces(notebook)) from error
    return without_traces(notebook)


def _run_cells(notebook: NotebookNode, engine: str) -> None:
    """Run the cells of a notebook that papermill has prepared, in place: so one that fails is still at hand."""
    from papermill.engines import papermill_engines
    from papermill.execute import raise_for_execution_errors

    with TemporaryDirectory(prefix="kernel-", ignore_cleanup_errors=True) as private:
        papermill_engines.execute_notebook_with_engine(
            engine,
            notebook,
            kernel_name=papermill_engines.nb_kernel_name(engine, notebook),
            progress_bar=False,
            autosave_cell_every=0,
            execution_timeout=_SECONDS_PER_CELL,
            shutdown_kernel="immediate",  # it has nothing left to save
            config=_kernel_settings(private),
            **({"memory_mb": _MEGABYTES_PER_NOTEBOOK} if engine == FORKED else {}),
        )
    raise_for_execution_errors(notebook, None)


def _kernel_settings(private: str) -> Any:
    """Talk to a kernel through sockets in a private folder, where there are such: a TCP port is open to all.

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
    from papermill.translators import PythonTranslator

    return f"{name}{equals}{PythonTranslator.translate(Path(ast.literal_eval(value)).name)}"


def _exported(kind: str, notebook: NotebookNode) -> bytes:
    """Return the bytes of one format."""
    if kind == "ipynb":
        return _written(notebook)
    # Pango starts a thread, and this process has to stay without.
    return apart(_converted, kind, notebook) if kind == "pdf" else _converted(kind, notebook)


def _converted(kind: str, notebook: NotebookNode) -> bytes:
    content, _ = exporter(kind).from_notebook_node(notebook)
    return content if isinstance(content, bytes) else content.encode()


def _written(notebook: NotebookNode) -> bytes:
    return (nbformat.writes(notebook) + "\n").encode()


@functools.cache
def exporter(kind: str) -> Any:
    """Return the exporter of a format; making one costs more than using it, so each worker keeps its own."""
    from analysis import export

    return {"html": export.BriefingHTMLExporter, "pdf": export.BriefingPDFExporter}[kind]()


def _reason(error: Exception, notebook: NotebookNode | None = None) -> str:
    """Return in one line why a run failed: the cell, and its own error."""
    name, said = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", str(error))
    first_line = next((line for line in str(said).splitlines() if line.strip()), "")
    cell = getattr(error, "exec_count", None) or (notebook and _last_cell_begun(notebook))
    return made_visible(f"cell {cell}: {name}: {first_line}" if cell else f"{name}: {first_line}")


def _last_cell_begun(notebook: NotebookNode) -> int:
    """Return the number of the code cell that ran last, as the notebook shows it; 0 if none did."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    return sum(bool(cell.metadata.get("papermill", {}).get("start_time")) for cell in code)
