"""The PDF: two pages that hold all of the page, with bookmarks; a draft says so on each.

That it is tagged, reads aloud in order and has its fonts: two checkers of PDF/UA-1 in tests/slow/test_pdf_structure.py.
"""

import copy
import io
import re
from collections import Counter
from functools import cache

import html5lib
import pypdf
import pytest
from bs4 import BeautifulSoup

from analysis.publish.exporters import BriefingPDFExporter, pdf_of, too_long
from support.real_pages import briefing, page, run_notebook
from support.tagged_pdf import TaggedPdf

# Parties that signed, declined, carry a signature, came later; a member alone; all of them.
READERS = [
    *(("2026-09", party, "nl") for party in ("d66", "vvd", "gl-pvda", "lid-keijzer", "all")),
    *(("2023-12", party, "nl") for party in ("gl-pvda", "d66", "all")),
    *(("2021-03", party, "nl") for party in ("vvd", "all")),
    ("2026-09", "gl-pvda", "en"),
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
    return words(" ".join(page.find(".//main").itertext()))


@pytest.mark.parametrize("reader", READERS, ids="-".join)
def test_a_briefing_is_two_pages(reader: tuple[str, str, str]) -> None:
    assert len(made(*reader).pages) == 2


@pytest.mark.parametrize(
    "reader", [("2023-12", "d66", "nl"), ("2021-03", "vvd", "nl"), ("2021-03", "annex", "nl")], ids="-".join
)
def test_no_word_of_the_page_is_lost_on_paper_or_beyond_its_edge_and_no_line_ends_within_a_range(
    reader: tuple[str, str, str],
) -> None:
    sheets = made(*reader).pages
    text = "\n".join(sheet.extract_text() for sheet in sheets)
    assert not words_of_page(page(*reader)) - words(text)
    assert re.findall(r"(?<!briefing-)1300-\s+deal|\d–\n\s*\d|\d\n\s*–\d", text) == []
    for sheet in sheets:
        places: list[float] = []
        sheet.extract_text(
            visitor_text=lambda text, cm, tm, *_, p=places: p.append(tm[4] * cm[0]) if text.strip() else None
        )
        assert max(places) < float(sheet.mediabox.width) - 24


@pytest.mark.parametrize("reader", [D66, ("2026-09", "gl-pvda", "nl"), ("2026-09", "vvd", "en")], ids="-".join)
def test_a_briefing_that_would_be_three_pages_leaves_out_older_events_and_nothing_else(
    reader: tuple[str, str, str],
) -> None:
    lost = words_of_page(page(*reader)) - words("\n".join(sheet.extract_text() for sheet in made(*reader).pages))
    giving_way = "ol.commitments ul.events > li:not(:first-child), .facts ~ ul.events > li:not(:first-child)"
    older = BeautifulSoup(page(*reader), "html.parser").select(giving_way)
    assert lost
    assert not lost - words(" ".join(each.get_text() for each in older))


def test_the_papers_of_two_parties_leave_out_the_same_events_of_the_commitments() -> None:
    for reader in (D66, ("2026-09", "50plus", "nl")):
        text = "\n".join(sheet.extract_text() for sheet in made(*reader).pages)
        events = BeautifulSoup(page(*reader), "html.parser").select("ol.commitments ul.events")
        days = [[day.get_text() for day in event.select("strong")] for event in events]
        assert [[f"{day}:" in text for day in of_one] for of_one in days] == [[True, False]] * 5


@pytest.mark.parametrize("lines", [1, 2, 4, 6])
def test_no_commitment_alone_loses_its_event_for_a_claim_more(lines: int) -> None:
    """An invented claim of so many lines is below the others."""
    longer = BeautifulSoup(page(*D66), "html.parser")
    row = copy.copy(longer.select("table.claims tbody tr")[-1])
    row.select("td")[-1].string = "Dit is verzonnen en vult een regel van de tabel bijna helemaal. " * lines
    longer.select("table.claims tbody")[0].append(row)
    sheets = pypdf.PdfReader(io.BytesIO(pdf_of(str(longer)))).pages
    text = " ".join("\n".join(sheet.extract_text() for sheet in sheets).split())
    newest = longer.select("ol.commitments ul.events > li:first-child strong")
    assert len(sheets) == 2
    assert len({f"{day.get_text()}: " in text for day in newest}) == 1
    assert longer.select(".facts ~ ul.events > li:first-child strong")[0].get_text() in text


def test_the_paper_says_that_events_were_left_out() -> None:
    for reader, said in ((D66, "op papier niet alle"), (READERS[-1], "not all events are on paper")):
        assert said in made(*reader).pages[0].extract_text()
        assert said not in page(*reader)
    assert "op papier" not in made("2023-12", "d66", "nl").pages[0].extract_text()


def test_a_briefing_of_more_than_two_pages_whatever_gives_way_is_named() -> None:
    long = pdf_of(page(*D66).replace("</main>", "<p>Once more.</p>" * 60 + "</main>"))
    assert too_long({"share/nl/d66.pdf": long, "share/nl/annex.pdf": long, "d66.html": b""}) == ("share/nl/d66.pdf",)
    assert too_long({"share/nl/d66.pdf": pdf_of(page(*D66))}) == ()


def test_the_pdf_says_its_title_language_and_standard_and_has_the_headings_of_the_page_as_bookmarks() -> None:
    root, document = made(*D66).trailer["/Root"], made(*D66)
    assert root["/Lang"] == "nl"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert document.metadata is not None and document.metadata.title == "D66 en de 1300-deal"
    html = html5lib.parse(page(*D66), namespaceHTMLElements=False)
    title, below = document.outline[:2]
    assert title.title == "D66 en de 1300-deal"  # type: ignore[union-attr]
    bookmarks = [mark.title for mark in below if not isinstance(mark, list)]  # type: ignore[union-attr]
    assert bookmarks == ["".join(heading.itertext()) for heading in html.iter("h2")]


def test_each_chart_is_read_aloud_with_its_description_and_each_heading_cell_says_what_it_heads() -> None:
    tags = TaggedPdf(made(*D66))
    support, balance = (str(figure.tags["/Alt"]) for figure in tags.of_kind("/Figure"))
    assert "D66 26, getekend" in support and "2024" in balance
    headings = [attributes for cell in tags.of_kind("/TH") for attributes in cell.tags["/A"].get_object()]
    assert Counter(str(attributes["/Scope"]) for attributes in headings) == {"/Column": 4, "/Row": 8}


def test_a_draft_says_so_on_every_page_and_each_page_has_its_number() -> None:
    for number, sheet in enumerate(made(*D66).pages, start=1):
        assert "Concept: nog niet vrijgegeven" in sheet.extract_text()
        assert f"{number} / 2" in sheet.extract_text()


def test_a_notebook_gives_the_same_pdf_every_time_and_it_states_no_time_of_making() -> None:
    found = run_notebook(briefing("2021-06", "d66", "nl"))
    (made_first, resources), (again, _) = (BriefingPDFExporter().from_notebook_node(found) for _ in range(2))
    assert made_first == again
    assert resources["output_extension"] == ".pdf"
    reader = pypdf.PdfReader(io.BytesIO(made_first))
    assert reader.metadata is not None
    assert reader.metadata["/Keywords"].startswith("briefing build --month 2021-06 --party d66")
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)
