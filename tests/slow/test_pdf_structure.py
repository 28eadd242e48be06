"""The tags of the PDF, as a screen reader follows them: order of reading, headings, links, languages.

Beside direct questions two checkers of PDF/UA-1 look; both are young, so a rule that is left out says why. What the PDF
holds, and on how many pages, is asked in tests/publish/test_paper.py.
"""

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import outloud
import pdfua
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.publish.exporters import pdf_of
from support.real_pages import page
from support.tagged_pdf import TaggedPdf

READERS = [("d66", "nl"), ("vvd", "en"), ("annex", "nl")]
LEFT_OUT_OF_OUTLOUD = {"ORD-001": "outloud 0.2.1 finds content painted in another order; that order is asked for here"}
LEFT_OUT_OF_PDFUA = {"UA-14-001": "pdfua 0.1.3 ends in an error of its own at headings; they are asked for here"}

pytestmark = pytest.mark.parametrize("reader", READERS, ids="-".join)
BLOCKS = ("h1", "h2", "h3", "p", "li", "dt", "dd", "caption", "th", "td")
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


def elements_of(reader: Reader, *tags: str) -> list[Any]:
    body = html5lib.parse(page("2026-10", *reader), namespaceHTMLElements=False).find("body")
    return [element for element in body.iter() if element.tag in tags]


def said(element: Any) -> str:
    return "".join(pieces(element))


def pieces(element: Any) -> Iterator[str]:
    """The texts of an element; only a screen has what leads back, and what is for the ear alone."""
    css = (element.get("class") or "").split()
    if not {"return", "visually-hidden"} & set(css):
        yield element.text or ""
        for kid in element:
            yield from pieces(kid)
            yield kid.tail or ""


def bare(text: str) -> str:
    """A text without the spaces and hyphens that a line's end takes away or adds."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def test_all_is_read_in_the_order_of_the_page(reader):
    (document,) = tagged(reader).of_kind("/Document")
    read, place = bare(document.text), 0
    # Of blocks those in which no other lies: what is between them differs, as numbers and bullets do.
    nested = {"p", "ul", "ol", "li", "table"}
    blocks = elements_of(reader, *BLOCKS)
    asked = [said(block) for block in blocks if nested.isdisjoint(kid.tag for kid in block.iter() if kid is not block)]
    assert len(asked) > 100
    html = BeautifulSoup(page("2026-10", *reader), "html.parser")
    left_out = {bare(event.get_text()) for event in html.select("ul.events > li:not(:first-child)")}
    for text in asked:
        found = read.find(bare(text), place)
        if found < 0 and bare(text) in left_out:
            continue
        assert found >= 0, f"{text!r} does not follow {read[max(0, place - 60) : place]!r}"
        place = found + len(bare(text))


def test_each_heading_is_one_heading(reader):
    headings = tagged(reader).of_kind("/H1", "/H2", "/H3")
    on_the_page = [bare(said(heading)) for heading in elements_of(reader, "h1", "h2", "h3")]
    assert [bare(heading.text) for heading in headings] == on_the_page


def test_no_entry_of_a_list_no_heading_and_no_link_is_empty(reader):
    kinds = ("/L", "/LI", "/LBody", "/Lbl", "/H1", "/H2", "/H3", "/Caption", "/TH", "/TD", "/Link")
    entries = tagged(reader).of_kind(*kinds)
    assert len(entries) > 100
    assert [each.kind for each in entries if not each.text] == []


def test_words_in_another_language_say_which(reader):
    other = {"nl": "en", "en": "nl"}[reader[1]]
    asked = [said(span) for span in elements_of(reader, "span", "cite", "p", "li") if span.get("lang") == other]
    told = [piece.text for piece in tagged(reader).painted.values() if piece.language == other]
    assert asked
    assert bare("".join(told)) == bare("".join(asked))


def test_what_is_painted_comes_in_the_order_of_the_tags(reader):
    read, painted = tagged(reader), list(tagged(reader).painted)
    assert read.elements
    assert [each for each in read.read if each in read.painted] == painted


@pytest.fixture
def file(reader: Reader, tmp_path: Path) -> str:
    path = tmp_path / f"{reader[0]}.pdf"
    path.write_bytes(content(reader))
    return str(path)


def test_outloud_finds_nothing(reader, file):
    result = outloud.check(file)
    assert result.error is None
    assert [run.rule for run in result.runs if run.status == "crashed"] == []
    told = [(finding.rule, finding.page, finding.message) for finding in result.findings]
    assert [each for each in told if each[0] not in LEFT_OUT_OF_OUTLOUD] == []


def test_pdfua_finds_nothing(reader, file):
    report = pdfua.validate(file)
    assert [(finding.rule_id, finding.message) for finding in report.findings] == []
    assert {rule.rule_id for rule in report.skipped} <= set(LEFT_OUT_OF_PDFUA)
