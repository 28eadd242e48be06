"""The notebooks are the front door: described parameters, each thing in its order, and they run in papermill anywhere.

What may not be stored in them: tests/slow/test_notebook_guards.py.
"""

import dataclasses
from pathlib import Path

import nbformat
import papermill
import pytest
from IPython.core.formatters import DisplayFormatter
from papermill.exceptions import PapermillExecutionError

from analysis import desk
from analysis.briefing import Annex, Briefing
from analysis.core.problems import ParameterError
from support.months import reconciled
from support.project import PROJECT

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PARAMETERS = {
    "1-figures": ["month", "data_dir"],
    "2-signatories": ["month", "data_dir"],
    "3-briefing": ["month", "party", "language", "data_dir"],
    "4-annex": ["month", "language", "data_dir"],
}


def code_cells(notebook: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_parameters_are_typed_and_described_so_that_papermill_shows_them(notebook: Path) -> None:
    """`papermill --help-notebook` reads this inspection."""
    found = papermill.inspect_notebook(str(notebook))
    assert [each.stem for each in NOTEBOOKS] == list(PARAMETERS)
    assert list(found) == PARAMETERS[notebook.stem]
    assert all(parameter["inferred_type_name"] == "str" and parameter["help"] for parameter in found.values())


# What is new, what disagrees, what waits, the charts, the completeness; from the ledger to the support.
CALLS = {
    "1-figures": [
        "desk.what_is_new(month_reconciled)",
        "desk.what_disagrees(month_reconciled)",
        "desk.what_waits(month_reconciled)",
        "desk.series_chart(month_reconciled)",
        "desk.estimates_chart(month_reconciled)",
        "desk.completeness(month_reconciled)",
    ],
    "2-signatories": [
        'desk.readable(month_reconciled, "ledger")',
        "desk.new_signatures(month_reconciled)",
        "desk.signatures_that_wait(month_reconciled)",
        'desk.readable(month_reconciled, "support_by_party")',
    ],
}


@pytest.mark.parametrize("notebook", NOTEBOOKS[:2], ids=lambda path: path.stem)
def test_the_evidence_is_shown_in_the_order_in_which_an_analyst_needs_it_one_call_a_cell(notebook: Path) -> None:
    assert [cell.source for cell in code_cells(notebook)][2:] == CALLS[notebook.stem]


@pytest.mark.parametrize(("notebook", "sections"), [(NOTEBOOKS[2], Briefing), (NOTEBOOKS[3], Annex)])
def test_each_cell_of_a_page_is_a_section_of_it(notebook: Path, sections: type) -> None:
    """Without a heading above it: a section has its own, in the language of the page."""
    cells = [cell.source.splitlines()[-1] for cell in code_cells(notebook)[1:]]
    name = sections.__name__.lower()
    assert cells == [f"{name}.{field.name}" for field in dataclasses.fields(sections)]


def run(notebook: Path, folder: Path, **parameters: object) -> nbformat.NotebookNode:
    out = str(folder / "out.ipynb")
    return papermill.execute_notebook(str(notebook), out, parameters, progress_bar=False, log_output=False)


@pytest.mark.parametrize("notebook", NOTEBOOKS[1:], ids=lambda path: path.stem)
def test_a_notebook_runs_by_itself_in_papermill_from_any_folder_and_every_cell_shows_something(
    notebook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(notebook, tmp_path, month="2021-03")
    assert not [o for cell in done.cells for o in cell.get("outputs", []) if o.output_type == "error"]
    shown = [
        cell
        for cell in done.cells
        if cell.cell_type == "code" and cell.source.startswith(("desk.", "briefing.", "annex."))
    ]
    assert len(shown) >= 4
    for cell in shown:
        assert cell.outputs[0]["data"]["text/html"], cell.source
        assert cell.outputs[0]["data"]["text/plain"], cell.source


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2026-10"])
def test_every_cell_of_the_figures_shows_something(month: str) -> None:
    names, size = {"desk": desk, "month_reconciled": reconciled(month)}, 0
    assert code_cells(NOTEBOOKS[0])[1].source == code_cells(NOTEBOOKS[1])[1].source, "it opens the month as that does"
    for cell in code_cells(NOTEBOOKS[0])[2:]:
        shown, _ = DisplayFormatter().format(eval(cell.source, names))
        assert shown["text/html"], cell.source
        assert shown["text/plain"], cell.source
        size += sum(map(len, shown.values()))
    assert size < 700_000, "it is the work, not the archive"


def test_a_parameter_that_the_notebook_lacks_stops_it_with_the_choices(tmp_path: Path) -> None:
    """papermill itself only warns of it."""
    refusal = "unknown parameter lanuage, expected one of month, party, language, data_dir"
    with pytest.raises(PapermillExecutionError, match=refusal):
        run(NOTEBOOKS[2], tmp_path, lanuage="en")


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"party": "D66"}, "expected one of all, vvd, d66"),
        ({"party": 50}, "party: found 50 of type int: give it as text"),
        ({"month": "2020-12"}, "expected 2021-03 or later"),
        ({"language": "de"}, "expected one of nl, en"),
    ],
)
def test_a_value_that_is_not_there_stops_the_notebook_with_the_choices(
    parameters: dict[str, object], refusal: str
) -> None:
    own, opening = (cell.source for cell in code_cells(NOTEBOOKS[2])[:2])
    names: dict[str, object] = {}
    exec(own, names)
    with pytest.raises(ParameterError, match=refusal):
        exec(opening, names | parameters)
