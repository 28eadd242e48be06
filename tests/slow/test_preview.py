"""The preview of a page in JupyterLab: the sections of its notebook look as they do on the page, and nothing else does.

What a cell shows of the front matter brings the style; the page is made without it.
"""

import re
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import chromium
import nbformat
import pytest
from playwright.sync_api import Browser, Page

from analysis.briefing import FRONT_MATTER_TYPE
from analysis.desk.preview import Preview, previewed
from analysis.publish.exporters import BriefingHTMLExporter
from support.browser import needs_chromium
from support.lab import PROJECT, address_of, jupyterlab, needs_lab, open_notebook, run_all_cells
from support.project import SUPPORT
from support.real_pages import briefing, page, page_of, run_notebook

READERS = [("2026-10", "d66", "nl"), ("2026-10", "all", "en")]
READER = READERS[0]
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
_LOOKS = (SUPPORT / "preview_in_jupyterlab.js").read_text(encoding="utf-8")
_REST = (SUPPORT / "rest_of_jupyterlab.js").read_text(encoding="utf-8")
_OUTPUT = ".jp-OutputArea-output:has(> section)"
# The most that the style may add to a notebook that has run.
_BYTES = 80_000
Looks = dict[str, Any]


# --- as it is made ------------------------------------------------------------------------------------------------


def html_of(front_matter: Any) -> str:
    return str(front_matter._repr_mimebundle_()["text/html"])


@pytest.mark.parametrize("reader", READERS)
def test_the_page_is_the_same_with_and_without_the_preview(reader):
    assert "<style>" in html_of(previewed(briefing(*reader)).front_matter)
    assert page_of(previewed(briefing(*reader))) == page(*reader)


def test_the_preview_tells_the_exporters_what_the_front_matter_tells():
    plain = briefing(*READER).front_matter._repr_mimebundle_()
    shown = previewed(briefing(*READER)).front_matter._repr_mimebundle_()
    assert shown | {"text/html": ""} == plain
    assert shown[FRONT_MATTER_TYPE]["title"] == shown["text/plain"]


@pytest.mark.parametrize("changes", [{}, {"status": "released"}, {"correction": "Verbeterd: <b>", "title": "a & b"}])
def test_the_header_is_that_of_the_page(changes):
    found = previewed(briefing(*READER))
    told = Preview(found.front_matter.facts | changes)
    notebook = run_notebook(found)
    notebook.cells[0].outputs[0].data = nbformat.from_dict(told._repr_mimebundle_())
    made = BriefingHTMLExporter().from_notebook_node(notebook)[0]
    (header,) = re.findall(
        r"<header[^>]*>.*</header>", re.sub(r'<span class="word">(.*?)</span>', r"\1", made), re.DOTALL
    )
    assert html_of(told).partition("</style>\n")[2] == header


def test_the_style_is_small_asks_nothing_of_the_web_and_leaves_paper_and_the_window_alone():
    style = html_of(previewed(briefing(*READER)).front_matter).partition("</style>")[0]
    assert len(style) < _BYTES
    assert set(re.findall(r"url\(\"?([a-z]*:)", style)) == {"data:"}
    assert style.count("{") == style.count("}")
    rules = re.sub(r"url\([^)]*\)", "", style)
    for words in ("@import", "print", ":root", "body{", "html{", "vw", "@media screen and", "prefers-color", ".part"):
        assert words not in rules


# --- in JupyterLab ------------------------------------------------------------------------------------------------


@dataclass
class Seen:
    """What was seen: the preview and the page in each theme, the rest of JupyterLab, and a notebook it did not run."""

    preview: dict[str, Looks]
    page: dict[str, Looks]
    rest: dict[str, Any]
    not_run: Looks


def prepared(folder: Path) -> None:
    """Write the notebook of one reader, and one that ran elsewhere."""
    notebook = nbformat.read(PROJECT / "notebooks" / "3-briefing.ipynb", as_version=4)
    parameters = next(cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    parameters.source = re.sub(r'party: str = "\w+"', f'party: str = "{READER[1]}"', parameters.source)
    nbformat.write(notebook, folder / "briefing.ipynb")
    ran = run_notebook(previewed(briefing(*READER)))
    ran.metadata["kernelspec"] = notebook.metadata.kernelspec
    nbformat.write(ran, folder / "elsewhere.ipynb")


def choose_theme(tab: Page, name: str) -> None:
    tab.get_by_role("menuitem", name="Settings", exact=True).click()
    tab.locator(".lm-Menu").get_by_text("Theme", exact=True).click()
    tab.locator(".lm-Menu").get_by_text(THEMES[name], exact=True).click()
    tab.locator(f"body[data-jp-theme-name='{THEMES[name]}']").wait_for(state="attached")


def on_page(browser: Browser, width: int, theme: Any) -> Looks:
    with browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=theme) as context:
        tab = context.new_page()
        tab.set_content(page(*READER))
        return tab.evaluate(_LOOKS)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    folder = tmp_path_factory.mktemp("notebooks")
    prepared(folder)
    with jupyterlab(folder, tmp_path_factory.mktemp("home")) as first, chromium.chromium() as browser:
        tab = browser.new_page(viewport={"width": 1400, "height": 1000})
        open_notebook(tab, address_of("elsewhere.ipynb", first))
        tab.locator(_OUTPUT).first.wait_for()
        not_run = tab.evaluate(_LOOKS)
        open_notebook(tab, address_of("briefing.ipynb", first))
        run_all_cells(tab)
        tab.add_style_tag(content=".jp-Cell { content-visibility: visible !important }")
        rest, preview = tab.evaluate(_REST), {}
        for theme in THEMES:
            choose_theme(tab, theme)
            preview[theme] = tab.evaluate(_LOOKS)
        width = tab.locator(_OUTPUT).first.evaluate("output => output.clientWidth")
        return Seen(preview, {theme: on_page(browser, width, theme) for theme in THEMES}, rest, not_run)


@needs_lab
@needs_chromium
@pytest.mark.parametrize("theme", THEMES)
def test_everything_in_the_header_and_the_sections_looks_as_on_the_page(seen, theme):
    assert len(seen.preview[theme]["looks"]) > 400
    compared = zip(seen.preview[theme]["looks"], seen.page[theme]["looks"], strict=True)
    assert [(here, there) for here, there in compared if here != there] == []
    assert seen.preview[theme]["backgrounds"] == seen.page[theme]["backgrounds"]


@needs_lab
@needs_chromium
def test_the_sections_are_in_the_font_of_the_page(seen):
    fonts = {look.partition("font-family: ")[2].partition(",")[0] for look in seen.preview["light"]["looks"]}
    assert fonts == {'"Atkinson Hyperlegible Next"'}


@needs_lab
@needs_chromium
def test_no_words_in_a_chart_overlap_or_are_cut_off(seen):
    charts = seen.preview["light"]["charts"]
    assert len(charts) == 2
    for chart in charts:
        assert chart["right"] - chart["left"] < 600
        assert [text["text"] for text in chart["texts"] if not lies_within(text, chart)] == []
        assert [(a["text"], b["text"]) for a, b in combinations(chart["texts"], 2) if overlap(a, b)] == []


@needs_lab
@needs_chromium
def test_nothing_else_of_jupyterlab_looks_otherwise(seen):
    assert seen.rest["seen"] > 500
    assert seen.rest["changed"] == []


@needs_lab
@needs_chromium
def test_in_a_notebook_that_jupyterlab_did_not_run_the_sections_stay_readable_without_style(seen):
    assert seen.not_run["sheets"] == 0
    assert seen.not_run["words"] == seen.preview["light"]["words"]
    assert len(seen.not_run["words"]) > 6


def lies_within(text: Looks, chart: Looks) -> bool:
    # A line is higher than its letters: of what it takes above and below them two pixels say nothing.
    beside = chart["left"] - 1 <= text["left"] and text["right"] <= chart["right"] + 1
    return beside and chart["top"] - 2 <= text["top"] and text["bottom"] <= chart["bottom"] + 2


def overlap(a: Looks, b: Looks) -> bool:
    beside = min(a["right"], b["right"]) - max(a["left"], b["left"])
    below = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
    # A line of letters is as high as its tallest and its deepest together.
    return beside > 1 and below > 4
