"""The page and the PDF: nothing runs, nothing is fetched, everyone can read it, and a faulty notebook is refused."""

import base64
import hashlib
import io
import re
import tomllib
from importlib import resources

import html5lib
import nbformat
import pytest
from fontTools.ttLib import TTFont
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from analysis.core.wording import wording
from analysis.publish.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.publish.page import FRONT_MATTER, BriefingError, page_of, unbroken
from support.run_notebooks import front_matter, notebook, shows

SHEET = resources.files("analysis") / "briefing" / "fonts"
EVIL = '"><script>alert(1)</script>'


def page(*cells, **changes):
    return BriefingHTMLExporter().from_notebook_node(notebook(*cells, **changes))[0]


def parsed(html):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    assert parser.errors == []
    return tree


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_says_its_language_title_and_description(language):
    tree = parsed(page(language=language))
    assert tree.get("lang") == language
    assert tree.find(".//title").text == "Wat is er in beeld?"
    named = {meta.get("name"): meta.get("content") for meta in tree.iter("meta")}
    assert named["description"] == "Cijfers en steun voor de 1300-deal."
    assert named["viewport"].startswith("width=device-width")
    assert named["color-scheme"] == "light dark"


def test_the_page_has_landmarks_one_h1_and_a_skip_link_that_arrives():
    tree = parsed(page())
    assert [len(list(tree.iter(tag))) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    first_link = next(tree.iter("a"))
    assert first_link.get("class") == "skip-link"
    assert first_link.get("href") == f"#{tree.find('.//main').get('id')}"


def test_the_page_shows_html_of_code_cells_in_order_and_nothing_of_the_analyst():
    html = page(shows("<p>not for sharing</p>", tags=["analyst"]))
    headings = [heading.text for heading in parsed(html).find(".//main").iter("h2")]
    assert headings == ["Een", "Twee", "Drie", "Vier"]
    for words in (
        "not for sharing",
        "code_of_the_analyst",
        "plain text of the analyst",
        "For the analyst",
        "In [",
        "Out[",
    ):
        assert words not in html


def test_nothing_runs_and_nothing_is_fetched():
    html = page()
    tree = parsed(html)
    assert {element.tag for element in tree.iter()} & {"script", "link", "iframe", "object", "embed", "base"} == set()
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name != "style"
            if name in ("src", "href", "srcset") and element.tag != "a":
                assert value.startswith("data:")
    addresses = re.findall(r"url\(\"?([a-z]*:)", tree.find(".//style").text)
    assert addresses == ["data:", "data:"]
    assert "@import" not in html


def test_the_policy_allows_this_style_sheet_and_nothing_else():
    tree = parsed(page())
    (policy,) = [meta.get("content") for meta in tree.iter("meta") if meta.get("http-equiv")]
    (style,) = list(tree.iter("style"))
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules == {
        "default-src": "'none'", "style-src": f"'sha256-{digest}'", "font-src": "data:", "img-src": "data:",
        "base-uri": "'none'", "form-action": "'none'",
    }  # fmt: skip


def test_the_page_says_what_it_is_and_as_of_which_day():
    assert " · stand op 31 maart 2021</p>" in page()
    assert " briefing · as of 31 March 2021</p>" in page(language="en")


def test_hostile_front_matter_is_escaped():
    tree = parsed(page(title=EVIL, party_name=EVIL, description=EVIL))
    assert tree.find(".//script") is None
    assert tree.find(".//title").text == tree.find(".//h1").text == EVIL


def test_the_same_notebook_gives_the_same_page():
    assert page() == page()


def test_both_exporters_are_known_to_nbconvert():
    assert get_exporter("briefing") is BriefingHTMLExporter
    assert get_exporter("briefing_pdf") is BriefingPDFExporter


def test_a_notebook_from_disk_gives_the_page_of_the_notebook_in_memory(tmp_path):
    nbformat.write(notebook(), tmp_path / "run.ipynb")
    assert BriefingHTMLExporter().from_filename(str(tmp_path / "run.ipynb"))[0] == page()


@pytest.mark.parametrize("tags", [[], ["analyst"]])
def test_a_notebook_with_an_error_is_refused(tags):
    failed = new_output("error", ename="KeyError", evalue="'d67'", traceback=[])
    with pytest.raises(BriefingError, match=r"cell 7 .*KeyError: 'd67'"):
        page(new_code_cell("x", metadata={"tags": tags}, outputs=[failed]))


def test_a_notebook_without_front_matter_is_refused():
    with pytest.raises(BriefingError, match="found 0 outputs"):
        BriefingHTMLExporter().from_notebook_node(new_notebook(cells=[shows("<p>x</p>")]))


def test_a_notebook_with_two_front_matters_is_refused():
    with pytest.raises(BriefingError, match="found 2 outputs"):
        page(shows("", **{FRONT_MATTER: front_matter()}))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": " "}, "title"),
        ({"language": "de"}, "nl, en"),
        ({"status": "final"}, "concept, released"),
        ({"month": "x"}, "month"),
    ],
)
def test_front_matter_that_is_incomplete_or_unknown_is_refused(changes, named):
    with pytest.raises(ValueError, match=named):
        page(**changes)


def test_a_notebook_that_was_not_run_is_refused():
    empty = new_notebook(cells=[shows("", **{FRONT_MATTER: front_matter()}), new_code_cell("briefing.message()")])
    with pytest.raises(BriefingError, match="run it first"):
        BriefingHTMLExporter().from_notebook_node(empty)


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ('<p onclick="x()">a</p>', "onclick"),
        ('<p style="color:red">a</p>', "style='color:red' on <p>"),
        ("<style>p{}</style>", "<style>"),
        ('<img src="https://x.nl/a.png" alt="">', "src='https://x.nl/a.png'"),
        ('<a href="javascript:alert(1)">a</a>', "javascript"),
        ('<a href=" JAVASCRIPT:alert(1)">a</a>', "JAVASCRIPT"),
        ('<svg><use xlink:href="https://x.nl/a.svg#b"/></svg>', "xlink:href"),
        ('<iframe src="x"></iframe>', "iframe"),
        ("<h1>a</h1>", "h1"),
    ],
)
def test_a_fragment_that_runs_is_fetched_or_has_its_own_style_is_refused_and_the_fault_named(html, named):
    with pytest.raises(BriefingError, match="the page forbids") as refused:
        page(shows(html))
    assert named in str(refused.value)


def test_all_faults_of_fragments_are_named_at_once_with_their_line():
    with pytest.raises(BriefingError, match=r"(?s)line 1: style='a' on <p>.*line 2: <h1>"):
        page_of(
            new_notebook(cells=[shows("", **{FRONT_MATTER: front_matter()}), shows('<p style="a">x</p>\n<h1>y</h1>')])
        )


def test_links_and_embedded_pictures_are_allowed():
    html = (
        '<p id="x">a</p><a href="#x">1</a><a href="mailto:a@b.nl">mail</a><a href="https://x.nl">x</a>'
        '<img src="data:image/png;base64,AA==" alt="">'
    )
    assert html in page(shows(html))


# --- fonts --------------------------------------------------------------------------------------------------------


def letters(file):
    return set(TTFont(io.BytesIO((SHEET / file).read_bytes())).getBestCmap())


@pytest.mark.parametrize("weight", [400, 700])
def test_page_and_charts_have_the_same_letters_among_them_dutch_and_turkish_names(weight):
    woff2, ttf = (letters(f"AtkinsonHyperlegibleNext-{weight}.{kind}") for kind in ("woff2", "ttf"))
    assert woff2 == ttf
    assert {ord(letter) for letter in "ëïéüöçğşıİŁłøß–’‘“”·…±€"} <= woff2


def test_every_sentence_can_be_set_in_the_page_font():
    # ≤ ≥ → and the like are not in the font: on a machine without other fonts the PDF would show empty boxes.
    known = letters("AtkinsonHyperlegibleNext-400.woff2")
    for language in ("nl", "en"):
        folder = resources.files("analysis") / "core" / "wording" / language
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            text = str(tomllib.loads(file.read_text(encoding="utf-8")))
            absent = {letter for letter in text if ord(letter) not in known and letter.isprintable()}
            assert absent == set(), f"{language}/{file.name}"


def test_the_licence_of_the_font_comes_along():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (SHEET / "OFL.txt").read_text(encoding="utf-8")


def test_what_is_read_as_one_word_stays_on_one_line_and_keeps_its_letters():
    said = "De 1300-deal: 5.000–7.500, 4 keer 2%–3%, 2 tot 3%, 3 tot 4 keer, --month, 10 maart 2021"
    text = f'<p title="1300-deal">{said} (<em>1300-deal</em>).</p>'
    made = unbroken(text, wording("nl"))
    assert re.findall(r'<span class="word">(.*?)</span>', made) == [
        *("1300-deal", "5.000–7.500", "4 keer", "2%–3%", "2 tot 3%", "3 tot 4 keer", "--month", "1300-deal"),
    ]
    assert re.sub(r'<span class="word">(.*?)</span>', r"\1", made) == text


def test_a_note_stays_on_the_line_of_what_it_belongs_to():
    note = '<a class="note" href="#source-1">[1]</a>'
    assert unbroken(f"<p>Dat is zo.{note}</p>", wording("nl")) == f'<p>Dat is zo<span class="word">.{note}</span></p>'
    for text in (f"<p>944{note}</p>", f"<p>WODC&nbsp;{note}</p>"):
        assert unbroken(text, wording("nl")) == text


def test_a_name_of_a_file_a_chart_and_the_title_of_a_window_are_left_alone():
    for text in (
        "<p>briefing-1300-deal 1.0.0; 1300-dealtje; 2018-2019</p>",
        "<svg><title>1300-deal</title><text>5.000–7.500</text></svg>",
        "<head><title>De 1300-deal</title></head>",
    ):
        assert "<span" not in unbroken(text, wording("en"))
