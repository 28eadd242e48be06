"""The notebook of the figures runs in papermill in several months."""

from pathlib import Path

import nbformat
import papermill
import pytest

from support.project import NOTEBOOKS


def run(notebook: str, folder: Path, **parameters: str) -> nbformat.NotebookNode:
    path, out = str(NOTEBOOKS / f"{notebook}.ipynb"), str(folder / "out.ipynb")
    return papermill.execute_notebook(path, out, parameters, progress_bar=False, log_output=False)


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2026-10"])
def test_every_cell_of_the_figures_shows_something(month: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("1-figures", tmp_path, month=month)
    calls = [cell for cell in done.cells if cell.cell_type == "code" and "month_reconciled" in cell.source][1:]
    assert len(calls) >= 6
    for cell in calls:
        shown = cell.outputs[0]["data"]
        assert shown["text/html"], cell.source
        assert shown["text/plain"], cell.source
