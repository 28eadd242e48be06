"""The page of a notebook: nothing runs, nothing is fetched, and a faulty notebook is refused.

That every page is valid and readable for everybody, and that no line ends within a range: tests/slow/test_valid_html.py
and test_in_browser.py.
"""

import base64
import hashlib
import io
import re
from importlib import resources

import html5lib
import nbformat
import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.core.front_matter import FRONT_MATTER_TYPE, BriefingError
from analysis.core.wording import wording
from analysis.publish.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.publish.page import unbroken

FONTS = resources.files("analysis") / "briefing" / "fonts"
FACTS = {
    "title": "Wat is er in beeld?", "language": "nl", "month": "2021-03", "party": "d66",
    "description": "Cijfers en steun voor de 1300-deal.", "status": "concept",
}  # fmt: skip


def shows(html, **other):
    data = {"text/html": html, "text/plain": "plain text of the analyst"} | other
    output = new_output("execute_result", data=data, execution_count=1)
    return new_code_cell("code_of_the_analyst()", outputs=[output])


def front_matter(**changes):
    return shows("", **{FRONT_MATTER_TYPE: FACTS | changes})


def notebook(*cells, **changes):
    sections = [shows("<section><h2>Een</h2></section>"), shows("<section><h2>Twee</h2></section>")]
    return new_notebook(cells=[front_matter(**changes), *sections, *cells])


def page_of(*cells):
    return BriefingHTMLExporter().from_notebook_node(new_notebook(cells=list(cells)))[0]


def page(*cells, **changes):
    return page_of(*notebook(*cells, **changes).cells)


def parsed(html):
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


@pytest.mark.parametrize(("language", "day"), [("nl", "stand op 31 maart 2021"), ("en", "as of 31 March 2021")])
def test_the_page_says_its_language_title_and_day_and_shows_the_html_of_code_cells_in_order(language, day):
    html = page(language=language)
    tree = parsed(html)
    assert (tree.get("lang"), tree.find(".//title").text) == (language, FACTS["title"])
    assert f" · {day}</p>" in html
    assert [heading.text for heading in tree.find(".//main").iter("h2")] == ["Een", "Twee"]
    for words in ("code_of_the_analyst", "plain text of the analyst", "In [", "Out["):
        assert words not in html


def test_the_policy_allows_this_style_sheet_with_its_own_fonts_and_nothing_else():
    tree = parsed(page())
    (policy,) = [meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv")]
    (style,) = list(tree.iter("style"))
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert dict(rule.split(" ", 1) for rule in policy.split("; ")) == {
        "default-src": "'none'", "style-src": f"'sha256-{digest}'", "font-src": "data:", "img-src": "data:",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip
    assert re.findall(r"url\(\"?([a-z]*:)", style.text) == ["data:", "data:"]
    assert "@import" not in style.text


def test_nbconvert_knows_both_exporters_and_a_notebook_from_disk_gives_the_same_page(tmp_path):
    assert get_exporter("briefing") is BriefingHTMLExporter
    assert get_exporter("briefing_pdf") is BriefingPDFExporter
    nbformat.write(notebook(), tmp_path / "run.ipynb")
    assert BriefingHTMLExporter().from_filename(str(tmp_path / "run.ipynb"))[0] == page()


FAILED = new_output("error", ename="KeyError", evalue="'d67'", traceback=[])


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ([*notebook().cells, new_code_cell("x", outputs=[FAILED])], r"cell 4 .*KeyError: 'd67'"),
        ([shows("<p>x</p>")], "found 0 outputs"),
        ([*notebook().cells, front_matter()], "found 2 outputs"),
        ([front_matter(), new_code_cell("briefing.main_points")], "run it first"),
        ([shows("", **{FRONT_MATTER_TYPE: {"title": "x"}}), shows("<p>x</p>")], "missing .* 'language', 'month'"),
        (notebook(language="de").cells, "nl, en"),
        (notebook(month="x").cells, "month"),
        ([front_matter(), shows('<p style="a">x</p>\n<h1>y</h1>')], r"(?s)line 1: style='a' on <p>.*line 2: <h1>"),
    ],
)
def test_a_notebook_that_failed_was_not_run_or_has_no_complete_front_matter_is_refused(cells, named):
    with pytest.raises(ValueError, match=named):
        page_of(*cells)


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<p onclick="x()">a</p>', "onclick"),
        ("<style>p{}</style>", "<style>"),
        ('<img src="https://x.nl/a.png" alt="">', "src='https://x.nl/a.png'"),
        ('<a href="javascript:alert(1)">a</a>', "javascript"),
        ('<a href=" JAVASCRIPT:alert(1)">a</a>', "JAVASCRIPT"),
        ('<svg><use xlink:href="https://x.nl/a.svg#b"/></svg>', "xlink:href"),
        ('<iframe src="x"></iframe>', "iframe"),
    ],
)
def test_a_fragment_that_runs_is_fetched_or_has_its_own_style_is_refused_and_the_fault_named(html, named):
    with pytest.raises(BriefingError, match="the page forbids") as refused:
        page(shows(html))
    assert named in str(refused.value)


def letters(file):
    return set(TTFont(io.BytesIO((FONTS / file).read_bytes())).getBestCmap())


@pytest.mark.parametrize("weight", [400, 700])
def test_the_fonts_of_page_and_charts_have_all_letters_of_names_and_sentences(weight):
    """≤ ≥ → and the like are not in them: on a machine without other fonts the PDF would show empty boxes."""
    known, ttf = (letters(f"AtkinsonHyperlegibleNext-{weight}.{kind}") for kind in ("woff2", "ttf"))
    assert known == ttf
    sentences = [text for language in ("nl", "en") for text in wording(language).sentences.values()]
    needed = {letter for letter in "ëïéüöçğşıİŁłøß".join(sentences) if letter.isprintable()}
    assert {letter for letter in needed if ord(letter) not in known} == set()
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_a_number_stays_on_the_line_of_its_unit_and_a_note_on_that_of_what_it_belongs_to():
    note = '<a class="note" href="#source-1">[1]</a>'
    assert unbroken(f"<p>Dat is 4 keer zo veel.{note}</p>", wording("nl")) == (
        f'<p>Dat is <span class="word">4 keer</span> zo <span class="word">veel.{note}</span></p>'
    )
