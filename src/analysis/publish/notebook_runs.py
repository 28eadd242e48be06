"""Runs one notebook with papermill and exports its files, which is the task of a worker."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbformat import NotebookNode

from analysis.core.wording import WordingError
from analysis.publish.orders import NotebookRun, RunResult

if TYPE_CHECKING:  # slow to import, and code that only checks the stored notebooks needs no kernel
    from analysis.publish.running_kernel import RunningKernel

# The tag of the cells that belong to the project; a build skips the other cells, which an analyst added.
SHIPPED = "shipped"
_INJECTED = "injected-parameters"
SECONDS_PER_CELL = 300  # the project's cells take a few seconds: one that takes longer hangs


def make(run: NotebookRun, kernel: "RunningKernel", seconds: int = SECONDS_PER_CELL) -> RunResult:
    """Run one notebook in a kernel, each cell in at most `seconds`; return all its files, or why there are none."""
    executed: NotebookNode | None = None
    skipped: tuple[int, ...] = ()
    try:
        executed, skipped = prepared(run)
        kernel.execute(executed, seconds)
        remove_traces(executed, run.parameters)
        return replace(_exported(executed, run), skipped=skipped)
    except Exception as error:  # a fault fails only this notebook
        failed = RunResult(run, {}, _reason(error, executed), skipped=skipped, shortage=shortage_of(error))
        if executed is None:
            return failed
        remove_traces(executed, run.parameters)
        return replace(failed, executed=_written(executed))


def prepared(run: NotebookRun) -> tuple[NotebookNode, tuple[int, ...]]:
    """Return a notebook with its parameters filled in by papermill, and the numbers of the cells that are left out."""
    import papermill

    stored = nbformat.read(run.notebook, as_version=4)  # not as a path: papermill fills in {braces} in a path
    cells, skipped = [], []
    for number, cell in enumerate(stored.cells, start=1):
        is_own = {SHIPPED, "parameters", _INJECTED} & set(cell.metadata.get("tags", []))
        if cell.cell_type == "code" and cell.source.strip() and not is_own:
            skipped.append(number)
        else:
            cells.append(cell)
    stored.cells = cells
    filled_in = papermill.execute_notebook(stored, None, run.parameters, prepare_only=True, progress_bar=False)
    return filled_in, tuple(skipped)


def remove_traces(notebook: NotebookNode, parameters: dict[str, str]) -> None:
    """Remove from a notebook what differs between runs: times, random cell ids, the folder of the data."""
    from papermill.translators import PythonTranslator

    notebook.metadata.pop("papermill", None)
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
        if _INJECTED in cell.metadata.get("tags", []):
            cell["id"] = _INJECTED
            cell.source = PythonTranslator.codify(parameters | {"data_dir": Path(parameters["data_dir"]).name}).rstrip()


def _exported(notebook: NotebookNode, run: NotebookRun) -> RunResult:
    made = {"ipynb": _written(notebook)}
    if run.outputs.keys() == made.keys():
        return RunResult(run, {run.outputs["ipynb"]: made["ipynb"]})
    from analysis.publish.exporters import BriefingHTMLExporter, pdf_of, too_long  # slow to import

    html, _ = BriefingHTMLExporter().from_notebook_node(notebook)
    made["html"] = html.encode()
    if "pdf" in run.outputs:
        made["pdf"] = pdf_of(html)
    files = {path: made[kind] for kind, path in run.outputs.items()}
    return RunResult(run, files, too_long=too_long(files))


def _written(notebook: NotebookNode) -> bytes:
    return (nbformat.writes(notebook) + "\n").encode()


def _reason(error: Exception, notebook: NotebookNode | None) -> str:
    """Return the failed cell and the type of its error; the message may name persons, so only the notebook has it."""
    kind, cell = getattr(error, "ename", type(error).__name__), getattr(error, "exec_count", None)
    if kind == WordingError.__name__:  # what is wrong with a sentence of the wording names nobody
        kind = f"{kind}: {getattr(error, 'evalue', error)}"
    if not cell and notebook:  # the code cell that started last
        code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
        cell = sum(bool(cell.metadata.get("papermill", {}).get("start_time")) for cell in code)
    return f"cell {cell}: {kind}" if cell else kind


def shortage_of(error: Exception) -> OSError | MemoryError | None:
    """Return a new error if this one, or that of a cell, is about a lack of space or memory; None for other faults."""
    kind, said = getattr(error, "ename", type(error).__name__), str(getattr(error, "evalue", error))
    if kind == "MemoryError" or said.startswith(f"[Errno {errno.ENOMEM}]"):
        return MemoryError()
    full = next((code for code in (errno.ENOSPC, errno.EDQUOT) if said.startswith(f"[Errno {code}]")), None)
    return OSError(full, os.strerror(full)) if full else None
