"""Small notebooks made of lines, run by an engine of papermill in a process of its own that has one thread."""

import importlib
import json
import logging
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import analysis.engine  # noqa: F401  # so that papermill finds the engine wherever this project lies

# What differs between two runs of one engine too: times, the folder, and where in memory a thing lies.
_OF_THE_RUN = {"start_time", "end_time", "duration", "input_path", "output_path", "execution"}
_OF_THE_PROCESS = re.compile(r"0x[0-9a-f]{8,}|ipykernel_\d+/\d+")


class Run(NamedTuple):
    """How a notebook ended: as papermill wrote it, with the error it raised and what it logged."""

    notebook: Any
    error: str
    log: str

    @property
    def said(self) -> str:
        """What the cells wrote, and their last expressions, after each other."""
        return "".join(
            output.get("text") or output.get("data", {}).get("text/plain", "")
            for cell in self.notebook.cells
            for output in cell.get("outputs", [])
        )


def notebook(*cells: str | tuple[str, str], kernel: str = "python3") -> Any:
    """Return a notebook; a cell `(tag, code)` has a tag, one that begins with # and a space is text."""
    made = []
    for number, cell in enumerate(cells):
        tag, source = cell if isinstance(cell, tuple) else ("", cell)
        new = new_markdown_cell if source.startswith("# ") else new_code_cell
        made.append(new(source, id=f"cell-{number}", metadata={"tags": [tag], "kept": [1, {}]} if tag else {}))
    spec = {"name": kernel, "language": "python", "display_name": kernel}
    return new_notebook(cells=made, metadata={"kernelspec": spec, "kept": {"as": "it is"}})


def run(folder: Path, *cells: str | tuple[str, str], engine: str = "forked", kernel: str = "python3", **options: Any):
    """Run a notebook, and read it back from where papermill leaves it whether or not it fails."""
    nbformat.write(notebook(*cells, kernel=kernel), folder / "in.ipynb")
    log, error = _Lines(), ""
    logging.getLogger("papermill").addHandler(log)
    options = {"progress_bar": False, "cwd": folder, "engine_name": engine} | options
    try:
        papermill.execute_notebook(folder / "in.ipynb", folder / "out.ipynb", **options)
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"
    finally:
        logging.getLogger("papermill").removeHandler(log)
    return Run(nbformat.read(folder / "out.ipynb", as_version=4), error, "\n".join(log.lines))


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def _load_libraries() -> None:
    """Load what the batch has loaded when it forks: some of it looks around for a kernel as it is loaded."""
    importlib.import_module("pandas")
    importlib.import_module("matplotlib.figure")
    importlib.import_module("analysis.desk")


@contextmanager
def lone_process() -> Iterator[Callable[..., Any]]:
    """Give a way to call functions in a process with one thread, whatever the tests before this one started."""
    kept = dict(os.environ)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # Where it finds this a kernel leaves alone what other programs write.
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(_load_libraries).result()
        os.environ.clear()
        os.environ.update(kept)
        yield lambda work, *args, **options: pool.submit(work, *args, **options).result()


def comparable(made: Run) -> Any:
    """Return all of a run but what no two runs share; text that came in pieces is put together."""
    whole = json.loads(json.dumps(made.notebook))
    for thing in [whole, *whole["cells"]]:
        for name in _OF_THE_RUN:
            thing["metadata"].pop(name, None)
            thing["metadata"].get("papermill", {}).pop(name, None)
    for number, cell in enumerate(whole["cells"]):
        cell["id"] = number  # papermill gives the cells that it adds a random one
        cell["outputs"] = _joined(cell.get("outputs", []))
    return json.loads(_OF_THE_PROCESS.sub("…", json.dumps([whole, made.error])))


def _joined(outputs: list[Any]) -> list[Any]:
    joined: list[Any] = []
    for output in outputs:
        if output["output_type"] == "stream" and joined and joined[-1].get("name") == output["name"]:
            joined[-1]["text"] += output["text"]
        else:
            joined.append(output)
    return joined
