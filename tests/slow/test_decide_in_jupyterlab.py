"""A line that waits is decided on in JupyterLab by a choice, a reason and a button, and the decision is taken back."""

from collections.abc import Iterator
from pathlib import Path

import chromium
import nbformat
import pytest
from playwright.sync_api import Page, expect

from support.browser import needs_chromium
from support.desk_decisions import LIST
from support.fewer_candidates import with_fewer_candidates
from support.lab import ERRORS, jupyterlab, needs_lab, open_notebook, run_all_cells

pytestmark = [needs_lab, needs_chromium]

CELLS = [
    'from analysis import desk\ndesk.session(by="A. Nalist", on="2026-11-25")',
    'month_reconciled = desk.open_month(month="2021-04", data_dir="{data}")',
    "desk.signatures_that_wait(month_reconciled)",
    "desk.what_waits(month_reconciled)",
]
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = with_fewer_candidates(tmp_path_factory.mktemp("with-list") / "data")
    (data / "signatories" / "made-up.csv").write_text(LIST, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def tab(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The cells, run in JupyterLab."""
    folder, home = tmp_path_factory.mktemp("notebooks"), tmp_path_factory.mktemp("home")
    cells = [nbformat.v4.new_code_cell(text.format(data=data), id=f"cell-{n}") for n, text in enumerate(CELLS)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / "a.ipynb")
    with jupyterlab(folder, home) as address, chromium.chromium() as browser:
        tab = browser.new_page(viewport={"width": 1400, "height": 1800})
        own = (address.partition("/lab")[0], "data:", "blob:")
        outside: list[str] = []
        tab.context.on("request", lambda asked: None if asked.url.startswith(own) else outside.append(asked.url))
        open_notebook(tab, address)
        run_all_cells(tab)
        yield tab
        assert outside == []


def decided(data: Path) -> str:
    path = data / "decisions" / "signatories.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_line_is_decided_on_by_a_choice_a_reason_and_a_button_and_the_decision_is_taken_back(tab, data):
    tab.get_by_role("button", name="(no name) | ChristenUnei").click()
    tab.get_by_label("It is no signature").check()
    button = tab.get_by_role("button", name="Decide", exact=True)
    button.click()
    expect(tab.locator(ERRORS)).to_contain_text("reason: not filled in")
    tab.get_by_placeholder("Reason").fill("Made up, to “try”")
    button.click()
    tab.get_by_text("Outcome: rejected").wait_for()
    assert "made-up.csv,2,ChristenUnei,reject,,,,,2021-03-10,A. Nalist,2026-11-25" in decided(data)
    tab.get_by_role("button", name="Take it back").click()
    tab.get_by_text("Taken out of").wait_for()
    assert ("made-up.csv" in decided(data), tab.locator(ERRORS).count()) == (False, 0)
    expect(button).to_be_enabled()
