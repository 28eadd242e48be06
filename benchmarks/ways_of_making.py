"""One way of making a month of briefings, in a process of its own: prints how long it took, and its parts.

    python benchmarks/ways_of_making.py WAY FOLDER [--month 2026-10] [--briefings N] [--workers N]

Each way makes the first N briefings of the month (parties with a seat and `all`, Dutch first; all of them if not given)
into FOLDER. "Start" is what comes before the first briefing is begun: imports, reading, reconciling.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
BEGAN = time.monotonic()

from analysis.core.parameters import Month  # noqa: E402
from analysis.publish.build import PROJECT  # noqa: E402
from analysis.publish.orders import EVIDENCE, NotebookRun, Order, runs_of  # noqa: E402
from analysis.reconciliation import Reconciliation, reconcile  # noqa: E402

DATA, NOTEBOOKS = PROJECT / "data", PROJECT / "notebooks"
Result = dict[str, float]


def runs(month: Reconciliation, formats: list[str], count: int | None) -> list[NotebookRun]:
    """Return the briefings of a month without the evidence: the peers do not make it."""
    order = Order(month.month, DATA, NOTEBOOKS, formats=formats)
    return [run for run in runs_of(order, month) if run.notebook.name not in EVIDENCE][:count]


def timed(count: int, began: float) -> Result:
    """Return how many briefings were made, and the seconds before and since the first was begun."""
    return {"briefings": count, "start_seconds": began - BEGAN, "seconds": time.monotonic() - began}


def by_commands(month: Month, folder: Path, count: int | None) -> Result:
    """(a) `papermill` and then `jupyter nbconvert` for each briefing, as its users type it."""
    bin_dir = Path(sys.executable).parent
    todo = runs(reconcile(month, DATA), ["html"], count)
    began = time.monotonic()
    for run in todo:
        executed = folder / f"{run.name}.ipynb"
        given = [word for name, value in run.parameters.items() for word in ("-p", name, value)]
        commands = [
            [bin_dir / "papermill", run.notebook, executed, *given, "--no-progress-bar"],
            [bin_dir / "jupyter", "nbconvert", "--to", "briefing", executed, "--log-level", "ERROR"],
        ]
        for command in commands:
            subprocess.run(command, check=True, capture_output=True)
    return timed(len(todo), began)


def by_api(month: Month, folder: Path, count: int | None) -> Result:
    """(b) papermill's function and one exporter, all in one process, one after the other."""
    import papermill

    from analysis.publish.exporters import BriefingHTMLExporter

    todo = runs(reconcile(month, DATA), ["html"], count)
    exporter = BriefingHTMLExporter()
    began = time.monotonic()
    for run in todo:
        executed = papermill.execute_notebook(
            run.notebook, folder / f"{run.name}.ipynb", run.parameters, progress_bar=False
        )
        (folder / f"{run.name}.html").write_text(exporter.from_notebook_node(executed)[0], encoding="utf-8")
    return timed(len(todo), began)


def by_functions(month: Month, folder: Path, count: int | None) -> Result:
    """(c) No notebook and no kernel: the cells of the notebook as one plain program, the month reconciled once."""
    import nbformat
    from IPython.core.formatters import format_display_data

    from analysis.briefing import briefing_of
    from analysis.publish.exporters import BriefingHTMLExporter

    reconciled = reconcile(month, DATA)
    todo, exporter = runs(reconciled, ["html"], count), BriefingHTMLExporter()
    began = time.monotonic()
    for run in todo:
        made = briefing_of(reconciled, run.parameters["party"], run.parameters["language"])
        shown = [format_display_data(getattr(made, name))[0] for name in vars(made)]
        outputs = [nbformat.v4.new_output("display_data", each) for each in shown]
        page = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=outputs)])
        (folder / f"{run.name}.html").write_text(exporter.from_notebook_node(page)[0], encoding="utf-8")
    return timed(len(todo), began)


def ours(formats: list[str]) -> Callable[..., Result]:
    """Return the batch's way: a kernel in each worker that runs one notebook after the other."""

    def made(month: Month, folder: Path, count: int | None, workers: int) -> Result:
        from analysis.publish.workers import run_all

        todo = runs(reconcile(month, DATA), formats, count)
        began = time.monotonic()
        for each in run_all(todo, workers, folder):
            assert each.failure is None, each.failure
            for path, content in each.files.items():
                (folder / path.replace("/", "-")).write_bytes(content)
        return timed(len(todo), began)

    return made


WAYS: dict[str, Callable[..., Result]] = {
    "commands": by_commands,
    "api": by_api,
    "functions": by_functions,
    "html": ours(["html"]),
    "html-pdf": ours(["html", "pdf"]),
}


def main() -> None:
    """Make the briefings in the way asked for and print what it took, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--month", type=Month.parse, default=Month.parse("2026-10"))
    parser.add_argument("--briefings", type=int)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    more = {"workers": asked.workers} if asked.way.startswith("html") else {}
    print(json.dumps(WAYS[asked.way](asked.month, asked.folder, asked.briefings, **more)))


if __name__ == "__main__":
    main()
