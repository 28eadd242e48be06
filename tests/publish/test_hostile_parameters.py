"""What is given on a command line or in a notebook is a value: it is no code, and no way to another file."""

import ast
import re

import nbformat
import pytest

from analysis import desk
from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.publish.orders import NotebookRun, Order, runs_of
from analysis.publish.running_kernel import make_here, stop_kernel
from analysis.reconciliation import Reconciliation
from analysis.sources import OWN_DATA
from support.months import reconciled
from support.project import NOTEBOOKS
from support.small_notebooks import write_notebook

TRICKS = ["../x", "/etc/passwd", "..", "a/../../x", "C:\\x", "..\\x", "a\0b", "\\\\host\\a", "d66; touch struck"]
TRICKS += ["$(touch struck)", "{month}", "d66\n", "con", "-", "\u202ed66", "'\"", "d66 "]
TRICKS += ["nsc"]  # which did not exist yet
# What only a notebook can give.
NO_TEXTS = [None, True, 3, 1.5, b"d66", ["d66"], {}, float("nan")]


@pytest.mark.parametrize("folder", ["a\"); open('struck', 'w'); (\"", "a' + 'b {month} {{x}} $(touch struck)\nb\\"])
def test_a_folder_with_code_for_a_name_is_a_folder_and_the_notebook_that_is_kept_has_its_last_part_alone(
    tmp_path, monkeypatch, folder
):
    """papermill writes parameters into a notebook as code."""
    (tmp_path / folder).mkdir()
    monkeypatch.chdir(tmp_path)
    code = "from pathlib import Path\nprint(ascii(data_dir), Path(data_dir).is_dir())"
    path = write_notebook(tmp_path / "small.ipynb", code, parameters='data_dir: str = ""')
    made = make_here(NotebookRun("small", path, {"data_dir": str(tmp_path / folder)}, {"ipynb": "small.ipynb"}))
    stop_kernel()
    ran = nbformat.reads(made.files["small.ipynb"].decode(), as_version=4)
    assert ran.cells[-1].outputs[0].text == f"{str(tmp_path / folder)!a} True\n"
    (injected,) = (cell.source for cell in ran.cells if "injected-parameters" in cell.metadata.tags)
    (statement,) = ast.parse(injected).body
    assert isinstance(statement, ast.Assign) and ast.literal_eval(statement.value) == folder
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([folder, "small.ipynb"])


@pytest.fixture(scope="module")
def month() -> Reconciliation:
    return reconciled(Month(2021, 3))


def test_an_order_for_a_party_that_there_is_not_gets_no_path_and_others_are_called_after_parties_that_there_are(month):
    for value in TRICKS:
        with pytest.raises(ParameterError, match=r"party: found .*, expected one of all, "):
            runs_of(Order(Month(2021, 3), OWN_DATA, NOTEBOOKS, [value]), month)
    runs = runs_of(Order(Month(2021, 3), OWN_DATA, NOTEBOOKS), month)
    paths = {path for run in runs for path in run.outputs.values()}
    assert all(re.fullmatch(r"(share|internal)(/[a-z0-9-]+)+\.(html|pdf|ipynb)", path) for path in paths)


@pytest.mark.parametrize("name", ["party", "language", "month"])
def test_a_notebook_opens_no_party_language_or_month_but_those_that_there_are(month, name):
    for value in [*TRICKS, *NO_TEXTS]:
        with pytest.raises(ParameterError, match=f"{name}: found"):
            desk.open_briefing(**({"month": "2021-03", "party": "d66", "language": "nl"} | {name: value}))
