"""The PDF of a briefing holds all that its page holds, on four pages, and says of each part what it is."""

import io
import re
from collections import Counter
from functools import cache

import html5lib
import pypdf
import pytest
from analysis.publish.pdf_tags import descriptions_of

from analysis.publish.exporters import BriefingPDFExporter
from analysis.publish.pdf import pdf_available, pdf_of
from support.real_pages import briefing, page, run_notebook
from support.tagged_pdf import tags

pytestmark = pytest.mark.skipif(not pdf_available(), reason="no Pango on this machine")
READERS = [("2026-10", "d66", "nl"), ("2026-10", "gl-pvda", "en"), ("2023-12", "d66", "nl"), ("2021-03", "vvd", "en")]


@cache
def made(month: str, party: str, language: str) -> tuple[str, pypdf.PdfReader]:
    html = page(month, party, language)
    return html, pypdf.PdfReader(io.BytesIO(pdf_of(html)))


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def words_of_page(html: str) -> Counter[str]:
    """Count the words that a reader sees: not the texts of a chart's description, nor links that only a screen has."""
    page = html5lib.parse(html, namespaceHTMLElements=False)
    for parent in page.iter():
        for child in list(parent):
            hidden = str(child.tag).split("}")[-1] in ("title", "desc", "style") or child.get("class") == "return"
            if hidden and child.tag != "head":
                tail, child.text = child.tail, ""
                child[:] = []
                child.tail = tail
    return words(" ".join(page.find(".//main").itertext()))


@pytest.mark.parametrize("reader", READERS)
def test_no_word_of_the_page_is_lost_on_paper(reader: tuple[str, str, str]) -> None:
    html, pdf = made(*reader)
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    lost = words_of_page(html) - words(text)
    # Addresses may break over a line, at a hyphen or a point.
    assert sum(lost.values()) <= 6, lost


@pytest.mark.parametrize("reader", READERS)
def test_a_party_reads_four_pages_at_most(reader: tuple[str, str, str]) -> None:
    assert len(made(*reader)[1].pages) <= 4


def test_nothing_stands_beyond_the_edge_of_the_paper() -> None:
    _, pdf = made(*READERS[0])
    for sheet in pdf.pages:
        places: list[float] = []
        sheet.extract_text(
            visitor_text=lambda text, cm, tm, *_, p=places: p.append(tm[4] * cm[0]) if text.strip() else None
        )
        assert max(places) < float(sheet.mediabox.width) - 24


def test_no_line_ends_within_a_range_or_the_name_of_the_pledge() -> None:
    for reader in READERS:
        text = "\n".join(sheet.extract_text() for sheet in made(*reader)[1].pages)
        assert re.findall(r"1300-\s+deal|\d–\n\s*\d|\d\n\s*–\d", text) == []
        assert "1300-deal" in text


def elements(pdf: pypdf.PdfReader, kind: str) -> list[pypdf.generic.DictionaryObject]:
    return [each for each in tags(pdf.trailer["/Root"]["/StructTreeRoot"]["/K"], []) if each["/S"] == kind]


def test_a_chart_is_read_aloud_with_its_title_and_its_description() -> None:
    html, pdf = made(*READERS[0])
    alts = [str(figure["/Alt"]) for figure in elements(pdf, "/Figure")]
    assert alts == descriptions_of(html)
    assert "944" in alts[0] and all(len(alt) > 80 for alt in alts)


def test_running_lines_are_not_read_aloud_on_every_page() -> None:
    _, pdf = made(*READERS[0])
    for sheet in pdf.pages:
        content = sheet.get_contents().get_data()
        assert b"/Type /Pagination" in content


def test_every_link_is_on_paper_too_and_every_entry_of_a_list_has_a_body() -> None:
    _, pdf = made(*READERS[0])
    links = [each.get_object() for sheet in pdf.pages for each in sheet.get("/Annots", [])]
    assert links and all(link["/F"] == 4 for link in links)
    for entry in elements(pdf, "/LI"):
        assert "/LBody" in [kid.get_object()["/S"] for kid in entry["/K"]]


def test_the_pdf_says_in_its_properties_and_its_xmp_what_made_it_and_from_what() -> None:
    found = briefing("2021-06", "d66", "nl")
    document, _ = BriefingPDFExporter().from_notebook_node(run_notebook(found))
    reader = pypdf.PdfReader(io.BytesIO(document))
    said = found.front_matter.facts
    assert (reader.metadata.creator, reader.metadata["/Keywords"]) == (said["generator"], said["keywords"])
    assert (reader.xmp_metadata.xmp_creator_tool, reader.xmp_metadata.pdf_keywords) == (
        said["generator"],
        said["keywords"],
    )
    assert not {"/CreationDate", "/ModDate"} & set(reader.metadata)
