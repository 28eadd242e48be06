"""The tags of the PDF, as a screen reader follows them: language, headings, tables, links, fonts, order of reading.

Beside direct questions two checkers of PDF/UA-1 look; both are young, so a rule that is left out says why. What the PDF
holds, and on how many pages, is asked in test_paper.py.
"""

import io
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import html5lib
import outloud
import pdfua
import pypdf
import pytest

from analysis.publish.pdf import pdf_of
from support.real_pages import page
from support.tagged_pdf import TaggedPdf, marked_texts, marks

READERS = [("d66", "nl"), ("vvd", "en"), ("all", "nl")]
LEFT_OUT_OF_OUTLOUD = {"ORD-001": "outloud 0.2.1 finds content painted in another order; that order is asked for here"}
LEFT_OUT_OF_PDFUA = {"UA-14-001": "pdfua 0.1.3 ends in an error of its own at headings; they are asked for here"}
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}part"

pytestmark = pytest.mark.parametrize("reader", READERS, ids="-".join)
BLOCKS = ("h1", "h2", "h3", "p", "li", "dt", "dd", "summary", "caption", "th", "td")
Reader = tuple[str, str]


@cache
def content(reader: Reader) -> bytes:
    return pdf_of(page("2026-10", *reader))


@cache
def opened(reader: Reader) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content(reader)))


@cache
def tagged(reader: Reader) -> TaggedPdf:
    return TaggedPdf(opened(reader))


def root(reader: Reader) -> Any:
    return opened(reader).trailer["/Root"]


def elements_of(reader: Reader, *tags: str) -> list[Any]:
    body = html5lib.parse(page("2026-10", *reader), namespaceHTMLElements=False).find("body")
    # html5lib puts the name of the standard before those of SVG.
    return [element for element in body.iter() if str(element.tag).split("}")[-1] in tags]


def on_the_page(reader: Reader, *tags: str) -> list[str]:
    """The text of each element of the page with one of these tags, in their order."""
    return [said(element) for element in elements_of(reader, *tags)]


def said(element: Any) -> str:
    return " ".join("".join(pieces(element)).split())


def pieces(element: Any) -> Iterator[str]:
    """The texts of an element; only a screen has what leads back or to the annex, and what is for the ear alone."""
    css = (element.get("class") or "").split()
    if not {"return", "visually-hidden"} & set(css) and "pub-" not in element.get("href", ""):
        yield element.text or ""
        for kid in element:
            yield from pieces(kid)
            yield kid.tail or ""


def is_last(element: Any) -> bool:
    """Whether no other block lies within an element: what is between them differs, as numbers and bullets do."""
    return not any(kid.tag in ("p", "ul", "ol", "li", "table") for kid in element.iter() if kid is not element)


def bare(text: str) -> str:
    """A text without the spaces and hyphens that a line's end takes away or adds."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.fixture
def file(reader: Reader, tmp_path: Path) -> str:
    path = tmp_path / f"{reader[0]}.pdf"
    path.write_bytes(content(reader))
    return str(path)


def test_the_pdf_says_its_language_its_title_and_that_it_is_tagged_by_pdf_ua_1(reader):
    assert root(reader)["/Lang"] == reader[1]
    assert root(reader)["/MarkInfo"]["/Marked"]
    assert root(reader)["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(reader).metadata.title == on_the_page(reader, "h1")[0]
    told = ElementTree.fromstring(root(reader)["/Metadata"].get_object().get_data())
    assert [each.get(PDFUA) for each in told.iter() if each.get(PDFUA)] == ["1"]


def test_the_bookmarks_are_the_headings_in_their_order_and_each_leads_to_its_page(reader):
    title, below = opened(reader).outline
    sections = [mark for mark in below if not isinstance(mark, list)]
    assert [title.title, *(mark.title for mark in sections)] == on_the_page(reader, "h1", "h2")
    sheets = [bare(sheet.extract_text()) for sheet in opened(reader).pages]
    places = [opened(reader).get_destination_page_number(mark) for mark in sections]
    assert places == sorted(places)
    assert [
        mark.title for mark, place in zip(sections, places, strict=True) if bare(mark.title) not in sheets[place]
    ] == []


def test_the_number_printed_on_each_page_is_the_one_by_which_a_reader_of_pdf_knows_it(reader):
    labels, sheets = opened(reader).page_labels, [sheet.extract_text() for sheet in opened(reader).pages]
    printed = [re.findall(r"\b(\d+) / (\d+)$", text) for text in sheets]
    assert printed == [[(label, str(len(sheets)))] for label in labels]


def test_all_is_read_in_the_order_of_the_page(reader):
    (document,) = tagged(reader).of_kind("/Document")
    read, place = bare(document.text), 0
    asked = [said(element) for element in elements_of(reader, *BLOCKS) if is_last(element)]
    assert len(asked) > 200
    for text in asked:
        found = read.find(bare(text), place)
        assert found >= 0, f"{text!r} does not follow {read[max(0, place - 60) : place]!r}"
        place = found + len(bare(text))


def test_each_heading_is_one_heading_and_no_level_is_skipped(reader):
    headings = tagged(reader).of_kind("/H1", "/H2", "/H3")
    assert [bare(heading.text) for heading in headings] == [
        bare(text) for text in on_the_page(reader, "h1", "h2", "h3")
    ]
    levels = [int(heading.kind[2:]) for heading in headings]
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


def test_each_paragraph_is_one_paragraph_unless_it_goes_on_over_the_page(reader):
    read = [element.text for element in tagged(reader).of_kind("/P")]
    assert len(read) <= len(on_the_page(reader, "p")) + len(opened(reader).pages)


def test_no_entry_of_a_list_and_no_heading_is_empty(reader):
    entries = tagged(reader).of_kind("/L", "/LI", "/LBody", "/Lbl", "/H1", "/H2", "/H3", "/Caption", "/TH", "/TD")
    assert len(entries) > 200
    assert [each.kind for each in entries if not each.text] == []


def test_each_chart_is_a_figure_described_as_on_the_page(reader):
    described = [bare(text) for text in on_the_page(reader, "title", "desc")]
    figures = [bare(element.tags["/Alt"]) for element in tagged(reader).of_kind("/Figure")]
    assert len(figures) == 2
    for figure, title, description in zip(figures, described[::2], described[1::2], strict=True):
        assert title in figure
        assert description in figure


def test_each_heading_of_a_table_says_what_it_heads(reader):
    told = [(element.text, each["/Scope"]) for element in tagged(reader).of_kind("/TH") for each in element.tags["/A"]]
    assert {scope for _, scope in told} == {"/Column", "/Row"}
    columns = [text for text, scope in told if scope == "/Column"]
    asked = [said(head) for head in elements_of(reader, "th") if head.get("scope") == "col"]
    assert sorted({bare(text) for text in columns}) == sorted({bare(text) for text in asked})


def test_every_font_is_embedded(reader):
    fonts = [font.get_object() for sheet in opened(reader).pages for font in sheet["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_every_link_says_where_it_leads(reader):
    links = [each.get_object() for sheet in opened(reader).pages for each in sheet.get("/Annots", [])]
    assert len(links) > 50
    assert all(link.get("/Contents", "").strip() for link in links)
    assert [link.tags for link in tagged(reader).of_kind("/Link") if not link.text] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_words_in_another_language_say_which(reader, language):
    asked = [said(span) for span in elements_of(reader, "span") if span.get("lang") == language]
    told = [span.text for span in tagged(reader).of_kind("/Span") if span.tags.get("/Lang") == language]
    assert asked or language == reader[1]
    # What breaks over a line is an element a line.
    assert bare("".join(told)) == bare("".join(asked))


def test_outloud_finds_nothing(reader, file):
    result = outloud.check(file)
    assert result.error is None
    assert [run.rule for run in result.runs if run.status == "crashed"] == []
    told = [(finding.rule, finding.page, finding.message) for finding in result.findings]
    assert [each for each in told if each[0] not in LEFT_OUT_OF_OUTLOUD] == []


def test_what_is_painted_comes_in_the_order_of_the_tags(reader):
    sheets = opened(reader).pages
    painted = [(sheet.indirect_reference, mark) for sheet in sheets for mark, _ in marked_texts(sheet, opened(reader))]
    tagged_so = [each for each in marks(root(reader)["/StructTreeRoot"]["/K"], None) if each in set(painted)]
    assert tagged_so == painted


def test_pdfua_finds_nothing(reader, file):
    report = pdfua.validate(file)
    assert [(finding.rule_id, finding.message) for finding in report.findings] == []
    assert {rule.rule_id for rule in report.skipped} <= set(LEFT_OUT_OF_PDFUA)
