"""The notebooks run by themselves in papermill, each in a kernel of its own."""

import datetime
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from analysis.core.parameters import Month
from analysis.publish.page import page_of
from support.project import NOTEBOOKS


def run(notebook: Path, folder: Path, **parameters: object) -> nbformat.NotebookNode:
    out = str(folder / "out.ipynb")
    return papermill.execute_notebook(str(notebook), out, parameters, progress_bar=False, log_output=False)


@pytest.mark.parametrize("notebook", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_by_itself_in_papermill_from_any_folder(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its cells show: tests/publish/test_notebooks.py."""
    monkeypatch.chdir(tmp_path)
    done = run(notebook, tmp_path, month="2021-03")
    assert not [o for cell in done.cells for o in cell.get("outputs", []) if o.output_type == "error"]
    assert [path.name for path in tmp_path.iterdir()] == ["out.ipynb"], "a notebook writes nothing where it runs"


def test_that_a_month_is_not_over_is_said_in_the_notebook_and_not_on_the_page(tmp_path: Path) -> None:
    done = run(NOTEBOOKS / "3-briefing.ipynb", tmp_path, month=str(Month.of(datetime.date.today())), party="d66")
    said = " is not over: it has only what is known today"
    assert said in "".join(output.get("text", "") for cell in done.cells for output in cell.get("outputs", []))
    front_matter, sections = page_of(done)
    assert said not in "".join([front_matter.title, *sections])


def test_a_parameter_that_the_notebook_lacks_stops_it_with_the_choices(tmp_path: Path) -> None:
    """papermill itself only warns of it."""
    refusal = "unknown parameter lanuage, expected one of month, party, language, data_dir"
    with pytest.raises(PapermillExecutionError, match=refusal):
        run(NOTEBOOKS / "3-briefing.ipynb", tmp_path, lanuage="en")
