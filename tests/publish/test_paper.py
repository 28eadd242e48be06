"""The PDF: two pages that hold all of the page, tagged, with bookmarks and its own fonts; a draft says so on each.

What two checkers of PDF/UA-1 and the order of reading say stands in tests/slow/test_pdf_structure.py.
"""

import io
import re
from collections import Counter
from functools import cache
from typing import Any

import html5lib
import pypdf
import pytest

from analysis.publish.exporters import BriefingPDFExporter
from analysis.publish.pdf import pdf_of
from support.real_pages import briefing, page, run_notebook
from support.tagged_pdf import TaggedPdf

# Parties that signed, declined, carry a signature, came later; a member alone; all of them.
READERS = [
    *(("2026-10", party, "nl") for party in ("d66", "vvd", "gl-pvda", "lid-keijzer", "all")),
    *(("2023-12", party, "nl") for party in ("gl-pvda", "d66", "all")),
    *(("2021-03", party, "nl") for party in ("vvd", "all")),
    ("2026-10", "gl-pvda", "en"),
]
D66 = READERS[0]


@cache
def made(month: str, party: str, language: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf_of(page(month, party, language))))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def words_of_page(html: str) -> Counter[str]:
    """Count the words that a reader sees: not those of a drawing, nor what only a screen has or the ear hears."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    for parent in page.iter():
        for child in list(parent):
            css = (child.get("class") or "").split()
            if str(child.tag).split("}")[-1] in ("svg", "style") or {"return", "visually-hidden"} & set(css):
                tail = child.tail
                child.clear()
                child.tail = tail
            if "annex" in css and "pub-" in child.get("href", ""):
                child.text = ""
    return words(" ".join(page.find(".//main").itertext()))


def elements(pdf: pypdf.PdfReader, kind: str) -> list[Any]:
    return [element.tags for element in TaggedPdf(pdf).of_kind(kind)]


@pytest.mark.parametrize("reader", READERS, ids="-".join)
def test_a_briefing_is_two_pages(reader: tuple[str, str, str]) -> None:
    assert len(made(*reader).pages) == 2


@pytest.mark.parametrize("reader", [D66, ("2026-10", "gl-pvda", "en"), ("2021-03", "annex", "nl")], ids="-".join)
def test_no_word_of_the_page_is_lost_on_paper(reader: tuple[str, str, str]) -> None:
    text = "\n".join(sheet.extract_text() for sheet in made(*reader).pages)
    assert not words_of_page(page(*reader)) - words(text)


def test_the_pdf_is_tagged_and_says_title_language_and_standard() -> None:
    root, document = made(*D66).trailer["/Root"], made(*D66)
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "nl"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert document.metadata is not None and document.metadata.title == "D66 en de 1300-deal"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_bookmarks_are_the_headings_of_the_page() -> None:
    html = html5lib.parse(page(*D66), namespaceHTMLElements=False)
    headings = ["".join(heading.itertext()) for heading in html.iter("h2")]
    title, below = made(*D66).outline[:2]
    assert title.title == "D66 en de 1300-deal"  # type: ignore[union-attr]
    assert [mark.title for mark in below if not isinstance(mark, list)] == headings  # type: ignore[union-attr]


def test_every_font_of_the_pdf_is_embedded_and_is_the_pages_own() -> None:
    fonts = {}
    for sheet in made(*D66).pages:
        for font in sheet["/Resources"]["/Font"].values():  # type: ignore[index, union-attr]
            descendant = font["/DescendantFonts"][0].get_object()
            fonts[str(descendant["/BaseFont"])] = descendant["/FontDescriptor"]
    assert fonts and all("Atkinson" in name for name in fonts)
    assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in fonts.values())


def test_each_chart_is_read_aloud_with_its_title_and_its_description() -> None:
    alts = [str(figure["/Alt"]) for figure in elements(made(*D66), "/Figure")]
    assert len(alts) == 2
    assert "D66 26, getekend" in alts[0] and "2024" in alts[1]


def test_each_heading_cell_of_a_table_says_what_it_heads() -> None:
    headings = elements(made(*D66), "/TH")
    scopes = [str(attributes["/Scope"]) for heading in headings for attributes in heading["/A"].get_object()]
    assert Counter(scopes) == {"/Column": 4, "/Row": 8}


def test_lists_hold_only_their_entries() -> None:
    lists = elements(made(*D66), "/L")
    assert lists
    for entries in lists:
        assert {entry.get_object()["/S"] for entry in entries["/K"]} == {"/LI"}


def test_a_draft_says_so_on_every_page_and_each_page_has_its_number() -> None:
    for number, sheet in enumerate(made(*D66).pages, start=1):
        assert "Concept: nog niet vrijgegeven" in sheet.extract_text()
        assert f"{number} / 2" in sheet.extract_text()


def test_nothing_is_beyond_the_edge_of_the_paper() -> None:
    for sheet in made(*D66).pages:
        places: list[float] = []
        sheet.extract_text(
            visitor_text=lambda text, cm, tm, *_, p=places: p.append(tm[4] * cm[0]) if text.strip() else None
        )
        assert max(places) < float(sheet.mediabox.width) - 24


def test_no_line_ends_within_a_range_or_the_name_of_the_pledge() -> None:
    for reader in READERS[:3]:
        text = "\n".join(sheet.extract_text() for sheet in made(*reader).pages)
        assert re.findall(r"1300-\s+deal|\d–\n\s*\d|\d\n\s*–\d", text) == []
        assert "1300-deal" in text


def test_a_notebook_gives_the_same_pdf_every_time_and_it_states_no_time_of_making() -> None:
    found = run_notebook(briefing("2021-06", "d66", "nl"))
    (made_first, resources), (again, _) = (BriefingPDFExporter().from_notebook_node(found) for _ in range(2))
    assert made_first == again
    assert resources["output_extension"] == ".pdf"
    reader = pypdf.PdfReader(io.BytesIO(made_first))
    assert reader.metadata is not None
    assert reader.metadata["/Keywords"].startswith("briefing build --month 2021-06 --party d66")
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)
