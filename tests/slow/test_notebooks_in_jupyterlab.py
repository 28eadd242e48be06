"""The notebooks as analysts run them: opened in JupyterLab, all cells run from its menu, and what is seen then.

With PICTURES_OF_NOTEBOOKS=folder a picture of each, from top to bottom, is written there.
"""

import ast
import io
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromium
import nbformat
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, WebSocket

from support.browser import needs_chromium
from support.kernel_messages import Message, message
from support.lab import address_of, jupyterlab, needs_lab, open_notebook, run_all_cells
from support.project import PROJECT, SUPPORT

pytestmark = [needs_lab, needs_chromium]

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
_LOOK = (SUPPORT / "in_jupyterlab.js").read_text(encoding="utf-8")
# A folder for a picture of each notebook, taken only when it is named.
PICTURES = os.environ.get("PICTURES_OF_NOTEBOOKS")
_SCROLL = """(panel, top) => new Promise(drawn => {
    panel.scrollTop = top
    requestAnimationFrame(() => requestAnimationFrame(() => drawn(Math.round(panel.scrollTop))))
})"""
# What shows a chart.
CHARTS = ("_chart(", "briefing.visibility")
# Nobody listens there.
ELSEWHERE = "http://127.0.0.1:9/picture.png"
Cell = dict[str, Any]


@dataclass
class Seen:
    """What was seen of one notebook, what was asked of the web, and what the kernel said."""

    name: str
    own: str
    cells: list[Cell] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """What was asked of another server than JupyterLab itself."""
        return [url for url in self.requests if not url.startswith((f"{self.own}/", "data:", f"blob:{self.own}/"))]

    def listen(self, page: Page) -> None:
        """Take down what the page asks for from now on, and what the kernel answers."""
        page.context.on("request", self._asked)
        page.on("websocket", self._connected)

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)

    def _connected(self, socket: WebSocket) -> None:
        self.requests.append(socket.url.replace("ws:", "http:", 1))
        if "/api/kernels/" in socket.url:
            socket.on("framereceived", lambda frame: self.said.append(message(frame)))


def look(browser: Browser, first: str, notebook: Path) -> Seen:
    """Open a notebook, run all its cells, and see."""
    seen = Seen(notebook.stem, first.partition("/lab")[0])
    with browser.new_context(viewport={"width": 1400, "height": 1000}) as context:
        page = context.new_page()
        seen.listen(page)
        open_notebook(page, address_of(notebook.name, first))
        run_all_cells(page)
        seen.cells = page.evaluate(_LOOK)
        seen.notices = page.locator(".Toastify__toast, .jp-Dialog").all_inner_texts()
        if PICTURES:
            take_picture(page, Path(PICTURES) / f"{notebook.stem}.png")
    return seen


def take_picture(page: Page, file: Path) -> None:
    """Write a picture of the whole notebook, put together of what is seen while scrolling through it."""
    page.set_viewport_size({"width": 1400, "height": 3000})
    page.add_style_tag(content=".jp-Cell { content-visibility: visible !important }")
    page.mouse.move(0, 0)
    panel = page.locator(".jp-WindowedPanel-outer")
    strips, height = [], panel.evaluate("panel => panel.scrollHeight")
    whole = Image.new("RGB", (1400, height), "white")
    while sum(strip.height for strip in strips) < height:
        top = panel.evaluate(_SCROLL, sum(strip.height for strip in strips))
        strips.append(Image.open(io.BytesIO(panel.screenshot())))
        whole.paste(strips[-1], (0, top))
    whole.save(file)


@pytest.fixture(scope="module")
def in_repository() -> dict[str, bytes]:
    """The notebooks as they are before any was opened."""
    return {notebook.name: notebook.read_bytes() for notebook in NOTEBOOKS}


@pytest.fixture(scope="module")
def all_seen(in_repository, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Seen]:
    """What was seen of copies of the notebooks and of a bad one, one after another in one JupyterLab."""
    copies = tmp_path_factory.mktemp("notebooks")
    opened = [Path(shutil.copy(notebook, copies)) for notebook in NOTEBOOKS]
    nbformat.write(bad_notebook(), copies / "bad.ipynb")
    with jupyterlab(copies, tmp_path_factory.mktemp("home")) as first, chromium.chromium() as browser:
        return {notebook.stem: look(browser, first, notebook) for notebook in [*opened, copies / "bad.ipynb"]}


def bad_notebook() -> nbformat.NotebookNode:
    """A notebook with all that the others are not to have."""
    drawing = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    html = f"<img src='{drawing}'><table><tbody><tr><td>1,334</td></tr></tbody></table>"
    sources = [
        "import sys; print('old', file=sys.stderr)",
        f"from IPython.display import HTML\nHTML({html!r})",
        "1 / 0",
        "'not reached'",
    ]
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    elsewhere = nbformat.v4.new_markdown_cell(f"![of another machine]({ELSEWHERE})")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=[elsewhere, *cells], metadata={"kernelspec": kernel})


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def seen(notebook, all_seen) -> Seen:
    return all_seen[notebook.stem]


def sources(notebook: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]


def shows_something(source: str) -> bool:
    """Whether the last line of a cell is something to show: no assignment."""
    return isinstance(ast.parse(source).body[-1], ast.Expr)


def frames_of(cell: dict[str, Any]) -> list[dict[str, Any]]:
    """The frames of a cell that have a page in them and room to show it."""
    return [each for each in cell["frames"] if "</html>" in each["page"] and each["height"] > 500]


def test_every_cell_is_there_and_has_run_in_its_order(notebook, seen):
    assert [cell["source"] for cell in seen.cells] == sources(notebook)
    assert [cell["prompt"] for cell in seen.cells] == [f"[{place}]:" for place in range(1, len(seen.cells) + 1)]


def test_no_cell_shows_an_error_or_a_warning(seen):
    assert [error for cell in seen.cells for error in cell["errors"]] == []


def test_the_kernel_tells_of_no_error_and_writes_no_warning(seen):
    assert [said for said in seen.said if said.is_alarm] == []
    replies = [said for said in seen.said if said.kind == "execute_reply"]
    assert len(replies) == len(seen.cells)


def test_nothing_pops_up(seen):
    assert seen.notices == []


def test_nothing_is_asked_outside_this_machine(seen):
    assert seen.requests
    assert seen.outside == []


def test_every_cell_that_is_to_show_something_shows_it(seen):
    told = [cell for cell in seen.cells if shows_something(cell["source"])]
    assert [cell["source"] for cell in told if not (cell["text"] or cell["pictures"] or frames_of(cell))] == []
    assert len(told) > len(seen.cells) / 2


def test_every_table_has_headings_and_those_of_the_project_a_caption_and_rows(seen):
    tables = [table for cell in seen.cells for table in cell["tables"]]
    assert tables
    assert [table for table in tables if not table["headings"]] == []
    # A frame of pandas stands under the heading of its cell, and may be empty in a quiet month.
    ours = [table for table in tables if not table["of_pandas"]]
    assert [table for table in ours if not (table["caption"] and table["rows"])] == []


def test_every_chart_is_drawn_and_told_in_words(seen):
    charts = [cell for cell in seen.cells if any(name in cell["source"] for name in CHARTS)]
    assert [cell["source"] for cell in charts if not cell["pictures"]] == []
    pictures = [picture for cell in seen.cells for picture in cell["pictures"]]
    assert [picture for picture in pictures if not picture["width"]] == []
    # JupyterLab and nbconvert fill in a few words of their own where there are none.
    assert [words for picture in pictures if len((words := picture["alternative"] or "").split()) < 5] == []


def test_the_notebooks_of_figures_and_of_the_briefing_show_charts_and_tables(all_seen):
    for name in ("1-figures", "3-briefing"):
        assert any(cell["pictures"] for cell in all_seen[name].cells)
    for notebook in NOTEBOOKS:
        assert any(cell["tables"] for cell in all_seen[notebook.stem].cells)


def test_the_notebooks_in_the_repository_are_as_they_were(all_seen, in_repository):
    assert {notebook.name: notebook.read_bytes() for notebook in NOTEBOOKS} == in_repository


def test_what_is_wrong_with_a_bad_notebook_is_seen(all_seen):
    bad = all_seen["bad"]
    warned, drawn, stopped, after = bad.cells
    assert warned["errors"] == ["old"]
    # What JupyterLab fills in by itself.
    assert drawn["pictures"] == [{"alternative": "Image", "width": 1}]
    assert drawn["tables"] == [{"caption": "", "of_pandas": False, "headings": 0, "rows": 1}]
    assert "ZeroDivisionError" in stopped["errors"][0]
    assert after["prompt"] == "[ ]:"
    assert {said.kind for said in bad.said if said.is_alarm} == {"stream", "error", "execute_reply"}
    assert set(bad.outside) == {ELSEWHERE}
