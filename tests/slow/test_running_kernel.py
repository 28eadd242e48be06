"""A kernel that runs one notebook after the other gives what papermill gives for each alone; faults are named."""

import os
import signal
from pathlib import Path

import nbformat
import papermill
import pytest

from analysis.core.parameters import Month
from analysis.publish.exporters import BriefingHTMLExporter
from analysis.publish.notebook_runs import make, remove_traces
from analysis.publish.orders import NotebookRun, Order, RunResult, runs_of
from analysis.publish.running_kernel import RunningKernel
from support.months import reconciled
from support.project import NOTEBOOKS, PROJECT
from support.small_notebooks import write_notebook

MONTH = Month(2021, 12)
# What a notebook can leave behind for the next one.
DISTURBS = """
import os, random, sys, warnings
import matplotlib.pyplot, numpy, pandas
from analysis import desk
opened = desk.open_month(month="2021-12", data_dir=data_dir)
opened.figures.figures_by_quantity["value"] = 0.0
matplotlib.rcParams["font.size"] = 40
matplotlib.pyplot.figure()
pandas.set_option("display.max_rows", 3)
os.environ["LEFT_BEHIND"] = "yes"
os.chdir("/")
sys.path.insert(0, "/left/behind")
warnings.simplefilter("error")
left_behind = True
"""
REPORTS = """
import os, sys, warnings
import matplotlib.pyplot, pandas
from analysis import desk
opened = desk.open_month(month="2021-12", data_dir=data_dir)
print(opened.figures.figures_by_quantity["value"].sum(), matplotlib.rcParams["font.size"], os.getcwd())
print(matplotlib.pyplot.get_fignums(), pandas.get_option("display.max_rows"), "LEFT_BEHIND" in os.environ)
print("/left/behind" in sys.path, [f[0] for f in warnings.filters].count("error"), "left_behind" in globals(), len(In))
"""


@pytest.fixture
def kernel():
    kernel = RunningKernel(megabytes=1500)
    yield kernel
    kernel.stop()


def run_of(path: Path, **parameters: str) -> NotebookRun:
    return NotebookRun(path.stem, path, {"data_dir": "", **parameters}, {"ipynb": f"{path.stem}.ipynb"})


def run(kernel: RunningKernel, path: Path, seconds: int = 60) -> RunResult:
    return make(run_of(path), kernel, seconds)


def alone(run: NotebookRun) -> dict[str, bytes]:
    """The files that papermill and nbconvert make of a notebook, in a kernel of its own."""
    executed = papermill.execute_notebook(run.notebook, None, run.parameters, progress_bar=False)
    remove_traces(executed, run.parameters)
    made = {"ipynb": f"{nbformat.writes(executed)}\n"}
    if "html" in run.outputs:
        made["html"], _ = BriefingHTMLExporter().from_notebook_node(executed)
    return {path: made[kind].encode() for kind, path in run.outputs.items()}


def printed(files: dict[str, bytes]) -> str:
    (content,) = files.values()
    cells = nbformat.reads(content.decode(), as_version=4).cells
    return "".join(output.get("text", "") for cell in cells if cell.cell_type == "code" for output in cell.outputs)


def test_what_a_later_notebook_keeps_instead_of_an_earlier_one_is_freed(kernel, tmp_path):
    """Such as the month, which holds itself: a kernel needs no more memory after many notebooks than after a few."""
    keeps = """
import gc, psutil
from analysis import desk
desk.kept = [bytearray(30_000_000)]
desk.kept.append(desk.kept)
gc.collect()
print(psutil.Process().memory_info().rss)
"""
    notebook = write_notebook(tmp_path / "keeps.ipynb", keeps)
    used = [int(printed(run(kernel, notebook).files)) for _ in range(6)]
    assert used[-1] < used[1] + 60_000_000


def test_what_a_notebook_changes_does_not_reach_the_next(kernel, tmp_path):
    disturbs = write_notebook(tmp_path / "disturbs.ipynb", DISTURBS)
    reports = write_notebook(tmp_path / "reports.ipynb", REPORTS)
    assert run(kernel, disturbs).failure is None
    assert printed(run(kernel, reports).files) == printed(alone(run_of(reports)))


def test_the_notebooks_in_any_order_have_the_bytes_that_each_has_alone_in_papermill(kernel):
    order = Order(MONTH, PROJECT / "data", NOTEBOOKS, ["d66"], ["nl"], ["html"])
    runs = runs_of(order, reconciled(MONTH))
    files = {each.name: alone(each) for each in runs}
    for each in [*runs, *reversed(runs)]:
        assert make(each, kernel).files == files[each.name], each.name


@pytest.mark.parametrize(
    ("cell", "seconds", "reason"),
    [
        ("raise ValueError('a name')", 60, "cell 3: ValueError"),
        (
            "from analysis.core.wording import wording; wording('en').say('changes.none', who='a name')",
            60,
            "cell 3: WordingError: src/analysis/core/wording/en/changes.toml: none: found no {places}, expected {who}; "
            "write each of the places that are expected, and no others",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 60, "cell 3: DeadKernelError"),
        ("import time; time.sleep(60)", 2, "cell 3: CellTimeoutError"),
        ("x = bytearray(3 * 1024**3)", 60, "cell 3: MemoryError"),
        ("import analysis.no_such_thing", 60, "cell 3: ModuleNotFoundError"),
    ],
)
def test_a_fault_is_named_by_its_cell_and_kind_and_quotes_nothing(kernel, tmp_path, cell, seconds, reason):
    made = run(kernel, write_notebook(tmp_path / "faulty.ipynb", cell), seconds)
    assert (made.failure, made.files) == (reason, {})
    assert made.executed is not None


def test_a_kernel_ends_with_its_process_group():
    kernel = RunningKernel()
    process = kernel.client.km.provisioner.pid
    kernel.stop()
    with pytest.raises(ProcessLookupError):
        os.kill(process, signal.SIGCONT)
