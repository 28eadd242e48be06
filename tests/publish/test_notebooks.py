"""The notebooks are the front door: described parameters, each thing in its order, and they run in papermill anywhere.

What may not be stored in them stands in test_notebook_guards.py.
"""

import dataclasses
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from analysis.briefing import Briefing
from support.project import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PARAMETERS = {
    "1-figures": ["month", "data_dir"],
    "2-signatories": ["month", "data_dir"],
    "3-briefing": ["month", "party", "language", "data_dir"],
}


def code_cells(notebook: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def test_there_are_the_three_notebooks() -> None:
    assert [notebook.stem for notebook in NOTEBOOKS] == list(PARAMETERS)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_parameters_are_typed_and_described_so_that_papermill_shows_them(notebook: Path) -> None:
    """`papermill --help-notebook` reads this inspection."""
    found = papermill.inspect_notebook(str(notebook))
    assert list(found) == PARAMETERS[notebook.stem]
    for parameter in found.values():
        assert parameter["inferred_type_name"] == "str"
        assert parameter["help"]


def test_the_figures_are_shown_in_the_order_in_which_an_analyst_needs_them() -> None:
    """What is new, what disagrees, what waits, the series, the completeness; the tables behind it come after."""
    called = [cell.source for cell in code_cells(NOTEBOOKS[0])][2:]
    assert called[:9] == [
        "desk.what_is_new(month_reconciled)",
        "desk.what_disagrees(month_reconciled)",
        "desk.parts_that_may_overlap(month_reconciled)",
        "desk.what_nobody_printed(month_reconciled)",
        "desk.what_waits(month_reconciled)",
        "desk.registered_chart(month_reconciled)",
        "desk.estimates_chart(month_reconciled)",
        "desk.other_series_chart(month_reconciled)",
        "desk.completeness(month_reconciled)",
    ]
    tables = ("figures_by_quantity", "printed_figures", "discrepancies", "estimates", "balance", "claims", "changes")
    assert called[9:] == [f'desk.readable(month_reconciled, "{name}")' for name in tables]


def test_the_signatories_are_shown_from_the_ledger_to_the_seats() -> None:
    called = [cell.source for cell in code_cells(NOTEBOOKS[1])][2:]
    assert called == [
        'desk.readable(month_reconciled, "ledger")',
        "desk.new_signatures(month_reconciled)",
        "desk.signatures_that_wait(month_reconciled)",
        'desk.readable(month_reconciled, "signatures")',
        'desk.readable(month_reconciled, "support_by_party")',
        'desk.readable(month_reconciled, "unaccounted_seats")',
    ]


def test_the_briefing_says_no_heading_above_a_section_which_has_its_own() -> None:
    """In the language of the page, and English beside it said the same twice."""
    cells = nbformat.read(NOTEBOOKS[2], as_version=4).cells
    assert [cell.cell_type for cell in cells] == ["markdown", *["code"] * (len(cells) - 2), "markdown"]
    fields = [field.name for field in dataclasses.fields(Briefing)]
    assert [cell.source.splitlines()[-1] for cell in cells[2:-1]] == [f"briefing.{name}" for name in fields]


def test_a_table_is_never_shown_with_the_names_of_its_columns_in_code() -> None:
    sources = [cell.source for notebook in NOTEBOOKS for cell in code_cells(notebook)]
    assert not [source for source in sources if source.startswith("month_reconciled.")]


def run(notebook: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, **parameters: object) -> nbformat.NotebookNode:
    monkeypatch.chdir(folder)
    return papermill.execute_notebook(
        str(notebook), str(folder / "out.ipynb"), parameters=parameters, progress_bar=False, log_output=False
    )


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_by_itself_in_papermill_from_any_folder(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run(notebook, tmp_path, monkeypatch, month="2021-03")
    assert all(cell.outputs for cell in done.cells if cell.cell_type == "code" and cell.source.startswith("briefing."))
    assert not [o for cell in done.cells for o in cell.get("outputs", []) if o.output_type == "error"]


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2026-10"])
def test_every_cell_of_the_figures_shows_something(month: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(NOTEBOOKS[0], tmp_path, monkeypatch, month=month)
    calls = [cell for cell in done.cells if cell.cell_type == "code" and "month_reconciled" in cell.source][1:]
    assert len(calls) > 8
    for cell in calls:
        shown = cell.outputs[0]["data"]
        assert shown["text/html"], cell.source
        assert shown["text/plain"], cell.source


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({"lanuage": "en"}, "unknown parameter lanuage, expected one of month, party, language, data_dir"),
        ({"party": "D66"}, "expected one of all, vvd, d66"),
        ({"party": 50}, "party: found 50, expected an id as text"),
        ({"month": "2020-12"}, "expected 2021-03 or later"),
        ({"language": "de"}, "expected one of nl, en"),
    ],
)
def test_a_misspelt_or_unknown_parameter_stops_with_the_choices(
    parameters: dict[str, object], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PapermillExecutionError) as stopped:
        run(NOTEBOOKS[2], tmp_path, monkeypatch, **parameters)
    assert told in str(stopped.value)


@pytest.mark.parametrize("notebook", NOTEBOOKS[:2], ids=lambda path: path.stem)
def test_the_other_notebooks_stop_at_a_misspelt_parameter_too(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PapermillExecutionError, match="unknown parameter mnth, expected one of month, data_dir"):
        run(notebook, tmp_path, monkeypatch, mnth="2021-03")
