"""The guards of the notebooks: each fault is seen in a spoilt copy, told with its cell and remedy, and ends with 1."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from check_notebooks import faults_of_run
from notebook_faults import accepted, faults_in

from support.project import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
Spoil = Callable[[nbformat.NotebookNode], None]
# Places in the first notebook: what holds the parameters, what opens the month, what shows the first table.
PARAMETERS, OPENING, SHOWING = 1, 2, 4


def source(place: int, text: str) -> Spoil:
    """Another source in one cell."""
    return lambda notebook: notebook.cells[place].update(source=text)


def in_text(place: int, old: str, new: str) -> Spoil:
    """Another word in the source of one cell."""
    return lambda notebook: notebook.cells[place].update(source=notebook.cells[place].source.replace(old, new))


def spoilt(folder: Path, spoil: Spoil) -> Path:
    """A copy of the first notebook with a fault in it."""
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    spoil(notebook)
    path = folder / "spoilt.ipynb"
    nbformat.write(notebook, path)
    return path


def with_output(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[SHOWING].outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "1,334"})]


def with_count(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[SHOWING].execution_count = 3


def with_traces_of_a_run(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[SHOWING].metadata["execution"] = {"iopub.execute_input": "2026-11-25T14:00:00Z"}


def with_traces_of_papermill(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata["papermill"] = {"duration": 4.2}


def with_a_kernel_of_ones_own(notebook: nbformat.NotebookNode) -> None:
    notebook.metadata.kernelspec.name = "my-environment"


def without_tag(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[PARAMETERS].metadata.tags = []


def with_two_tags(notebook: nbformat.NotebookNode) -> None:
    notebook.cells[SHOWING].metadata.tags = ["parameters"]


STORED = [
    (with_output, "cell 5: found a stored output (execute_result), expected none"),
    (with_count, "cell 5: found a count of runs (3)"),
    (with_traces_of_a_run, "cell 5: found what a run stored (execution)"),
    (with_traces_of_papermill, "found what papermill stored of a run"),
    (with_a_kernel_of_ones_own, "found the kernel 'my-environment', expected 'python3'"),
]
LOGIC = [
    ("month_reconciled.claims['verdict']", "an index"),
    ("month_reconciled.claims.verdict[0]", "an index"),
    ("month_reconciled.claims.merge(month_reconciled.balance)", "`month_reconciled.claims.merge("),
    ("desk.what_is_new(month_reconciled).html", "`desk.what_is_new(month_reconciled).html`"),
    ("desk.what_is_new([part for part in month_reconciled])", "a comprehension"),
    ("desk.what_is_new(lambda: month_reconciled)", "a function or class"),
    ("def shown():\n    return 1", "a function or class"),
    ("for row in month_reconciled:\n    print(row)", "a loop"),
    ("if month_reconciled:\n    desk.what_is_new(month_reconciled)", "a condition"),
    ("with month_reconciled as opened:\n    opened.claims", "a condition"),
    ("claims = month_reconciled.claims", "an assignment"),
    ("other = desk.open_month(month=month, data_dir=data_dir)", "an assignment"),
    ("month_reconciled.claims += 1", "an assignment"),
    ("import pandas", "an import"),
    ("from analysis import desk", "an import"),
    ("month_reconciled.balance.registered * 2", "a computation"),
    ("f'{month_reconciled}'", "a computation"),
    ("print(month_reconciled)", "`print(month_reconciled)`"),
    ("desk.what_is_new(another_month)", "`desk.what_is_new(another_month)`"),
    ("desk.readable(month_reconciled, 12)", "`desk.readable(month_reconciled, 12)`"),
    ("desk.readable(month_reconciled, 'a sentence')", "`desk.readable(month_reconciled, 'a sentence')`"),
    ("desk.what_is_new()", "`desk.what_is_new()`"),
    (
        "desk.decide_on_figure(month_reconciled, 'f012', 'accept', by='A', on='B', reason='C')",
        "a decision (`desk.decide",
    ),
    ("desk.decide_on_line(month_reconciled, 'list.csv', 12, 'withdraw')", "a decision (`desk.decide_on_line("),
    ("desk.take_back(month_reconciled, 'd05')", "a decision (`desk.take_back("),
    ("desk.take_back_release(month_reconciled, 1)", "a decision (`desk.take_back_release("),
    ("desk.release(month_reconciled)", "a decision (`desk.release("),
    ("desk.readable(month_reconciled, 'list.csv', 12, 'withdraw')", "the file path 'list.csv'"),
    ("pandas.read_csv('../data/figures.csv')", "the file path '../data/figures.csv'"),
    ("open('C:\\\\data\\\\figures')", "the file path 'C:\\\\data\\\\figures'"),
    ("desk.what_is_new(month_reconciled)\nmonth_reconciled.claims", "before the end of a cell"),
    ("%matplotlib inline", "a cell that is empty or no plain Python"),
    ("!ls", "a cell that is empty or no plain Python"),
    ("", "a cell that is empty or no plain Python"),
]
MATCHING = [
    (without_tag, "cells tagged `parameters`: none, expected the first code cell"),
    (with_two_tags, "cells tagged `parameters`: 2, 5, expected the first code cell"),
    (
        in_text(PARAMETERS, "data_dir", "folder"),
        "the parameters month, folder, expected those that desk.open_month takes",
    ),
    (in_text(PARAMETERS, "month: str", "month"), "cell 2: found `month = '2026-10'`, expected a typed text"),
    (in_text(PARAMETERS, '"2026-10"', "202610"), "cell 2: found `month: str = 202610`, expected a typed text"),
    (source(PARAMETERS, "month: str ="), "cell 2: found a cell that is empty or no plain Python"),
    (in_text(PARAMETERS, "  # Folder of the data; empty: the project's own", ""), "expected a comment on its line"),
    (in_text(PARAMETERS, '""', '"../data"'), "cell 2: found the file path '../data'"),
    (
        in_text(OPENING, ", data_dir=data_dir", ""),
        "cell 3: found a call with month=month, expected month=month, data_dir=",
    ),
    (in_text(OPENING, "month=month", "month='2021-03'"), "cell 3: found a call with month='2021-03'"),
    (in_text(OPENING, "open_month", "open_briefing"), "those that desk.open_briefing takes: month, party, language"),
    (in_text(OPENING, "open_month", "open_year"), "those that desk.open_year takes: none"),
    (source(OPENING, "desk.what_is_new(month)"), "cell 3: found 0 calls that open something"),
]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_notebooks_of_the_project_have_no_fault(notebook):
    assert faults_in(notebook) == []


@pytest.mark.parametrize(("spoil", "told"), STORED, ids=[spoil.__name__ for spoil, _ in STORED])
def test_what_a_run_left_behind_is_refused(spoil, told, tmp_path):
    (fault,) = faults_in(spoilt(tmp_path, spoil))
    assert told in str(fault)


@pytest.mark.parametrize(("logic", "told"), LOGIC)
def test_a_cell_that_does_more_than_show_one_thing_is_refused(logic, told, tmp_path):
    faults = faults_in(spoilt(tmp_path, source(SHOWING, logic)))
    assert f"cell 5: found {told}" in str(faults[0]) or told in faults[0].found
    assert {fault.cell for fault in faults} == {5}


@pytest.mark.parametrize(("spoil", "told"), MATCHING, ids=[told for _, told in MATCHING])
def test_parameters_that_do_not_match_are_refused(spoil, told, tmp_path):
    assert told in "\n".join(map(str, faults_in(spoilt(tmp_path, spoil))))


def test_a_function_that_says_what_it_takes_by_its_signature_is_held_to_it(monkeypatch):
    monkeypatch.setattr("analysis.desk.open_month", lambda *, month, data_dir="", **unknown: None)
    assert accepted("open_month") == ["month", "data_dir"]


def test_what_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "torn.ipynb").write_bytes(NOTEBOOKS[0].read_bytes()[:500])
    (fault,) = faults_in(tmp_path / "torn.ipynb")
    assert "found no notebook" in str(fault)


def test_a_notebook_that_runs_only_at_home_is_refused_with_its_cell_and_what_it_said(tmp_path):
    (fault,) = faults_of_run(spoilt(tmp_path, in_text(PARAMETERS, '""', '"../data"')))
    assert fault.cell == OPENING + 1
    assert "data_dir: found '../data', expected a folder with the data" in fault.found


def test_a_notebook_that_writes_where_it_runs_is_refused(tmp_path):
    def writes(notebook: nbformat.NotebookNode) -> None:
        notebook.cells = [nbformat.v4.new_code_cell("open('made.csv', 'w').close()")]

    (fault,) = faults_of_run(spoilt(tmp_path, writes))
    assert "wrote made.csv" in fault.found


def checked(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """What the command says, as pre-commit calls it."""
    command = [sys.executable, *map(str, words)]
    return subprocess.run(command, cwd="/", env=os.environ | variables, capture_output=True, text=True, check=False)


def test_the_command_prints_a_line_for_each_fault_and_ends_with_1(tmp_path):
    path = spoilt(tmp_path, with_output)
    done = checked(PROJECT / "scripts" / "check_notebooks.py", path, NOTEBOOKS[1])
    remedy = "in JupyterLab: Edit, Clear Outputs of All Cells, then save"
    said = f"{path}: cell 5: found a stored output (execute_result), expected none; {remedy}\n"
    assert (done.returncode, done.stdout) == (1, said)


def test_the_notebooks_of_a_checkout_with_spaces_in_its_path_run_in_another_folder(tmp_path):
    checkout = tmp_path / "a checkout (copy)"
    for part in ("data", "notebooks", "scripts", "src"):
        shutil.copytree(PROJECT / part, checkout / part)
    of_checkout = {"PYTHONPATH": str(checkout / "src")}
    assert checked("-c", "print(__import__('analysis').__file__)", **of_checkout).stdout.startswith(str(checkout))
    done = checked(checkout / "scripts" / "check_notebooks.py", "--run", **of_checkout)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_copy_runs_by_jupyter_execute_in_a_folder_with_spaces(tmp_path):
    folder = tmp_path / "a folder (copy)"
    folder.mkdir()
    copy = shutil.copy(NOTEBOOKS[1], folder)
    jupyter = Path(sys.executable).with_name("jupyter")
    done = subprocess.run([jupyter, "execute", "--inplace", copy], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert any(cell.get("outputs") for cell in nbformat.read(copy, as_version=4).cells)
