"""The exporter of PDF: tagged, with bookmarks, its own fonts and a mark on each page of a concept."""

import io

import pypdf
import pytest

from analysis.publish.exporters import BriefingPDFExporter
from analysis.publish.pdf import pdf_available
from support.run_notebooks import notebook, shows
from support.tagged_pdf import tags

pytestmark = pytest.mark.skipif(not pdf_available(), reason="the system library Pango is missing: no PDF can be made")


@pytest.fixture(scope="module")
def made():
    return BriefingPDFExporter().from_notebook_node(notebook())


@pytest.fixture(scope="module")
def document(made):
    return pypdf.PdfReader(io.BytesIO(made[0]))


@pytest.fixture(scope="module")
def structure(document):
    return tags(document.trailer["/Root"]["/StructTreeRoot"]["/K"], [])


def test_the_pdf_is_tagged_and_says_title_and_language(document):
    root = document.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "nl"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert document.metadata.title == "Wat is er in beeld?"
    assert document.metadata.subject == "Cijfers en steun voor de 1300-deal."
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_pdf_has_a_bookmark_for_the_title_and_each_section(document):
    title, sections = document.outline[0], document.outline[1]
    assert title.title == "Wat is er in beeld?"
    assert [section.title for section in sections] == ["Een", "Twee", "Drie", "Vier"]


def test_every_font_of_the_pdf_is_embedded_and_is_the_pages_own(document):
    fonts = {}
    for sheet in document.pages:
        for font in sheet["/Resources"]["/Font"].values():
            descendant = font["/DescendantFonts"][0].get_object()
            fonts[str(descendant["/BaseFont"])] = descendant["/FontDescriptor"]
    assert fonts
    assert all("Atkinson" in name for name in fonts)
    assert all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in fonts.values())


def test_each_chart_in_the_pdf_has_its_title_as_alternative_text(structure):
    figures = [element for element in structure if element["/S"] == "/Figure"]
    assert len(figures) == 2
    assert all(figure["/Alt"] for figure in figures)


def test_each_heading_cell_of_the_pdf_says_what_it_heads(structure):
    headings = [element for element in structure if element["/S"] == "/TH"]
    assert {heading["/A"]["/Scope"] for heading in headings} == {"/Column", "/Row"}


def test_lists_in_the_pdf_hold_only_their_entries():
    facts = '<section><h2>Vijf</h2><dl class="facts"><div><dt>Zetels</dt><dd>19</dd></div></dl></section>'
    pdf_bytes, _ = BriefingPDFExporter().from_notebook_node(notebook(shows(facts)))
    root = pypdf.PdfReader(io.BytesIO(pdf_bytes)).trailer["/Root"]
    lists = [element for element in tags(root["/StructTreeRoot"]["/K"], []) if element["/S"] == "/L"]
    assert lists
    for entries in lists:
        assert {entry.get_object()["/S"] for entry in entries["/K"]} == {"/LI"}
        assert all(entry.get_object()["/P"] == entries for entry in entries["/K"])


def test_details_are_open_on_paper_and_a_concept_says_so_on_every_page(document):
    pages = [sheet.extract_text() for sheet in document.pages]
    assert "Slachtoffers per jaar: geregistreerd, geschat en niet in beeld" in "".join(pages)
    assert all("Concept: nog niet vrijgegeven" in text for text in pages)
    assert f"2 / {len(pages)}" in pages[1]


def test_the_same_notebook_gives_the_same_pdf(made):
    assert BriefingPDFExporter().from_notebook_node(notebook())[0] == made[0]
    assert made[1]["output_extension"] == ".pdf"
