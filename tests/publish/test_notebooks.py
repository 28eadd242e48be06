"""The notebooks are the front door: described parameters, each thing in its order, and each cell shows something.

That they run in papermill anywhere: tests/slow/test_notebooks_in_papermill.py. What a wrong parameter is told:
tests/core/test_parameters.py.
"""

import dataclasses
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from IPython.core.formatters import DisplayFormatter

from analysis import desk
from analysis.briefing import Annex, Briefing
from analysis.publish.notebook_runs import SHIPPED
from support.months import reconciled
from support.project import PROJECT
from support.real_pages import annex, briefing

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
PARAMETERS = {
    "0-updates": ["month", "data_dir"],
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


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_what_a_run_leaves_and_with_the_cells_of_the_project_alone(notebook: Path) -> None:
    """Outputs may name persons. `make hooks` has this test run before each commit of a notebook."""
    stored = nbformat.read(notebook, as_version=4)
    nbformat.validate(stored)
    assert stored.metadata.kernelspec.name == "python3", "choose Python 3 in JupyterLab (Kernel, Change Kernel)"
    clear = "in JupyterLab: Edit, Clear Outputs of All Cells, then save"
    tag = f"no build runs it: add the tag {SHIPPED} (Property Inspector, Cell Tags), or take it out"
    for number, cell in enumerate(stored.cells, start=1):
        assert not cell.get("outputs") and cell.get("execution_count") is None, f"{notebook}: cell {number}: {clear}"
        assert {SHIPPED, "parameters"} & set(cell.metadata.get("tags", [])), f"{notebook}: cell {number}: {tag}"


# What is new, what disagrees, what waits, the charts, the completeness; from the ledger to the support.
CALLS = {
    "0-updates": ["desk.updates_proposed(month_reconciled)"],
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
        'desk.readable(month_reconciled, "support_by_party", '
        'columns="party_id seats party_signed signed_on sitting_named")',
        'desk.readable(month_reconciled, "signatories_by_party")',
    ],
}


@pytest.mark.parametrize("notebook", NOTEBOOKS[:3], ids=lambda path: path.stem)
def test_the_evidence_is_shown_in_the_order_in_which_an_analyst_needs_it_one_call_a_cell(notebook: Path) -> None:
    assert [cell.source for cell in code_cells(notebook)][2:] == CALLS[notebook.stem]


@pytest.mark.parametrize(("notebook", "sections"), [(NOTEBOOKS[3], Briefing), (NOTEBOOKS[4], Annex)])
def test_each_cell_of_a_page_is_a_section_of_it(notebook: Path, sections: type) -> None:
    """Without a heading above it: a section has its own, in the language of the page."""
    cells = [cell.source.splitlines()[-1] for cell in code_cells(notebook)[1:]]
    name = sections.__name__.lower()
    assert cells == [f"{name}.{field.name}" for field in dataclasses.fields(sections)]


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2026-09"])
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_of_a_notebook_shows_something(notebook: Path, month: str) -> None:
    names = {"desk": desk, "month_reconciled": reconciled(month)}
    names |= {"briefing": briefing(month, "all", "nl"), "annex": annex(month, "nl")}
    size, (opening, *cells) = 0, [cell.source for cell in code_cells(notebook)[1:]]
    assert re.search(r"^(\w+) = desk.open_", opening, re.MULTILINE)[1] in cells[0]  # type: ignore[index]
    for cell in cells:
        shown, _ = DisplayFormatter().format(eval(cell, names))
        assert shown["text/html"], cell
        assert shown["text/plain"], cell
        size += sum(map(len, shown.values()))
    assert notebook.stem != "1-figures" or size < 700_000, "it is the work, not the archive"
