"""The notebook of the figures runs in papermill in several months; both of the analyst refuse a misspelt parameter."""

from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from support.project import NOTEBOOKS


def run(notebook: str, folder: Path, **parameters: str) -> nbformat.NotebookNode:
    path, out = str(NOTEBOOKS / f"{notebook}.ipynb"), str(folder / "out.ipynb")
    return papermill.execute_notebook(path, out, parameters, progress_bar=False, log_output=False)


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2026-10"])
def test_every_cell_of_the_figures_shows_something(month: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("1-figures", tmp_path, month=month)
    calls = [cell for cell in done.cells if cell.cell_type == "code" and "month_reconciled" in cell.source][1:]
    assert len(calls) > 8
    for cell in calls:
        shown = cell.outputs[0]["data"]
        assert shown["text/html"], cell.source
        assert shown["text/plain"], cell.source


@pytest.mark.parametrize("notebook", ["1-figures", "2-signatories"])
def test_a_misspelt_parameter_stops_the_notebook_with_the_choices(notebook: str, tmp_path: Path) -> None:
    with pytest.raises(PapermillExecutionError, match="unknown parameter mnth, expected one of month, data_dir"):
        run(notebook, tmp_path, mnth="2021-03")
