"""The notebooks as analysts meet them: opened in JupyterLab, run and exported from its menus, and what is seen then.

It is JupyterLab in its dark theme; a table of `desk.browse` is searched in a notebook of its own.
"""

import ast
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromium
import nbformat
import pytest
from playwright.sync_api import Browser, Page

from support.browser import needs_chromium
from support.lab import (
    ERRORS,
    JUPYTER,
    address_of,
    close_menus,
    environment,
    export,
    jupyterlab,
    needs_lab,
    open_exports,
    open_notebook,
    run_all_cells,
)
from support.project import PROJECT, SUPPORT
from support.real_pages import briefing, page, run_notebook

pytestmark = [needs_lab, needs_chromium]

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
READER = ("2026-10", "d66", "nl")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
# JupyterLab lists an exporter by the name that nbconvert knows it by.
EXPORTERS = {"Briefing": "briefing", "Briefing_pdf": "briefing_pdf"}
# What shows a chart.
CHARTS = ("_chart(", "briefing.balance")
# Nobody listens there.
ELSEWHERE = "http://127.0.0.1:9/picture.png"
BROWSES = [
    'from analysis import desk\nmonth_reconciled = desk.open_month(month="2021-03", data_dir="")',
    'desk.browse(month_reconciled, "printed_figures")',
]
THEMES = ".jupyter/lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
_LOOK = (SUPPORT / "in_jupyterlab.js").read_text(encoding="utf-8")


@dataclass
class Seen:
    """What was seen of one notebook, what was asked of the web, and what its exports give."""

    name: str
    own: str
    cells: list[dict[str, Any]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    exported: dict[str, bytes] = field(default_factory=dict)
    browsed: dict[str, Any] = field(default_factory=dict)

    @property
    def outside(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((f"{self.own}/", "data:", f"blob:{self.own}/"))]


def look(browser: Browser, first: str, notebook: Path) -> Seen:
    seen = Seen(notebook.stem, first.partition("/lab")[0])
    with browser.new_context(viewport={"width": 1400, "height": 1000}) as context:
        tab = context.new_page()
        context.on("request", lambda request: seen.requests.append(request.url))
        open_notebook(tab, address_of(notebook.name, first))
        if notebook.stem == "run":
            assert set(EXPORTERS) <= set(open_exports(tab))
            close_menus(tab)
            seen.exported = {name: export(tab, name) for name in EXPORTERS}
        else:
            run_all_cells(tab)
            if notebook.stem == "browse":
                seen.browsed = searched(tab)
            seen.cells = tab.evaluate(_LOOK)
        seen.notices = tab.locator(".Toastify__toast, .jp-Dialog").all_inner_texts()
    return seen


def searched(tab: Page) -> dict[str, Any]:
    """Search in the table of a tab; return how many rows it had, those that are found, and the ground they stand on."""
    table = tab.locator("table.dataTable")
    table.wait_for()
    every = table.locator("tbody tr").count()
    tab.locator(".dt-search input").fill("MIU-2007-2011-EN")
    tab.get_by_text("filtered from").wait_for()
    ground = tab.locator(".dt-container").evaluate("element => getComputedStyle(element).backgroundColor")
    found = table.locator("tbody tr").all_inner_texts()
    return {"every": every, "found": found, "ground": ground, "errors": tab.locator(ERRORS).count()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the notebooks, a bad one, one that browses, and a briefing that has run."""
    folder = tmp_path_factory.mktemp("notebooks")
    for notebook in NOTEBOOKS:
        shutil.copy(notebook, folder)
    nbformat.write(bad_notebook(), folder / "bad.ipynb")
    cells = [nbformat.v4.new_code_cell(source) for source in BROWSES]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL}), folder / "browse.ipynb")
    run = run_notebook(briefing(*READER))
    run.metadata["kernelspec"] = KERNEL
    nbformat.write(run, folder / "run.ipynb")
    return folder


@pytest.fixture(scope="module")
def all_seen(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    home = tmp_path_factory.mktemp("home")
    (home / THEMES).parent.mkdir(parents=True)
    (home / THEMES).write_text('{"theme": "JupyterLab Dark"}', encoding="utf-8")
    with jupyterlab(folder, home) as first, chromium.chromium() as browser:
        return {path.stem: look(browser, first, path) for path in sorted(folder.glob("*.ipynb"))}


def bad_notebook() -> nbformat.NotebookNode:
    drawing = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    html = f"<img src='{drawing}'><table><tbody><tr><td>1,334</td></tr></tbody></table>"
    sources = [
        "import sys; print('old', file=sys.stderr)",
        f"from IPython.display import HTML\nHTML({html!r})",
        "1 / 0",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in (*sources, "'not reached'")]
    elsewhere = nbformat.v4.new_markdown_cell(f"![of another machine]({ELSEWHERE})")
    return nbformat.v4.new_notebook(cells=[elsewhere, *cells], metadata={"kernelspec": KERNEL})


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def seen(request: pytest.FixtureRequest, all_seen: dict[str, Seen]) -> Seen:
    return all_seen[request.param.stem]


def test_every_cell_has_run_in_its_order_without_an_error_or_a_warning(seen):
    notebook = nbformat.read(PROJECT / "notebooks" / f"{seen.name}.ipynb", as_version=4)
    assert [cell["source"] for cell in seen.cells] == [c.source for c in notebook.cells if c.cell_type == "code"]
    assert [cell["prompt"] for cell in seen.cells] == [f"[{place}]:" for place in range(1, len(seen.cells) + 1)]
    assert [error for cell in seen.cells for error in cell["errors"]] == []


def test_nothing_pops_up_and_nothing_is_asked_outside_this_machine(seen):
    assert seen.requests
    assert (seen.notices, seen.outside) == ([], [])


def test_every_cell_that_is_to_show_something_shows_it(seen):
    # The last line of such a cell is no assignment; a frame has a page in it, and room to show it.
    told = [cell for cell in seen.cells if isinstance(ast.parse(cell["source"]).body[-1], ast.Expr)]
    blank = [cell for cell in told if not (cell["text"] or cell["pictures"])]
    is_framed = [any("</html>" in each["page"] and each["height"] > 100 for each in cell["frames"]) for cell in blank]
    assert [cell["source"] for cell, framed in zip(blank, is_framed, strict=True) if not framed] == []
    # All but the parameters and the opening, in a notebook of three cells.
    assert len(told) >= min(len(seen.cells) // 2 + 1, len(seen.cells) - 2)


def test_no_frame_is_wider_than_its_cell(seen):
    assert [cell["source"] for cell in seen.cells if any(each["beyond"] for each in cell["frames"])] == []


def test_every_table_has_headings_and_those_of_the_project_a_caption_and_rows(seen):
    tables = [table for cell in seen.cells for table in cell["tables"]]
    assert tables or any("Nothing was read yet" in cell["text"] for cell in seen.cells)
    assert [table for table in tables if not table["headings"]] == []
    # A frame of pandas stands under the heading of its cell, and may be empty in a quiet month.
    assert [t for t in tables if not t["of_pandas"] and not (t["caption"] and t["rows"])] == []


def test_every_chart_is_drawn_and_told_in_words(seen):
    charts = [cell for cell in seen.cells if any(name in cell["source"] for name in CHARTS)]
    assert [cell["source"] for cell in charts if not cell["pictures"]] == []
    pictures = [picture for cell in seen.cells for picture in cell["pictures"]]
    assert pictures or seen.name not in ("1-figures", "3-briefing")
    # JupyterLab and nbconvert fill in a few words of their own where there are none.
    assert [p for p in pictures if not p["width"] or len((p["alternative"] or "").split()) < 5] == []


def test_what_is_wrong_with_a_bad_notebook_is_seen(all_seen):
    bad = all_seen["bad"]
    warned, drawn, stopped, after = bad.cells
    assert warned["errors"] == ["old"]
    # What JupyterLab fills in by itself.
    assert drawn["pictures"] == [{"alternative": "Image", "width": 1}]
    assert drawn["tables"] == [{"caption": "", "of_pandas": False, "headings": 0, "rows": 1}]
    assert "ZeroDivisionError" in stopped["errors"][0]
    assert after["prompt"] == "[ ]:"
    assert set(bad.outside) == {ELSEWHERE}


def test_a_table_is_searched_without_asking_anything_outside_and_has_the_ground_of_the_theme(all_seen):
    seen = all_seen["browse"].browsed
    assert seen["every"] == 10
    assert seen["found"] and all("MIU-2007-2011-EN" in row for row in seen["found"])
    assert (seen["ground"], seen["errors"], all_seen["browse"].outside) == ("rgba(0, 0, 0, 0)", 0, [])


def converted(notebook: Path, exporter: str, home: Path) -> bytes:
    command = [JUPYTER, "nbconvert", "--to", exporter, "--output-dir", home, "--output", exporter, notebook]
    subprocess.run(command, check=True, env=environment(home))
    (made,) = home.glob(f"{exporter}.*")
    return made.read_bytes()


def test_the_menu_exports_the_page_and_the_pdf_that_the_command_and_the_batch_make(all_seen, folder, tmp_path):
    run = all_seen["run"]
    assert run.exported == {
        name: converted(folder / "run.ipynb", exporter, tmp_path) for name, exporter in EXPORTERS.items()
    }
    assert run.exported["Briefing"] == page(*READER).encode()
    assert (run.outside, run.notices) == ([], [])
