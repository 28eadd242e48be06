"""A text that is markup, code, a formula or a path to somebody else is text in all that a month is made into.

Each text column of the data holds one (see hostile.py), those of lists too; beside it the same month is made of
letters. Both must come out alike but for the texts.
"""

import csv
import email
import email.policy
import io
import re
import zipfile
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import pandas as pd
import pypdf
from hypothesis import given
from hypothesis import strategies as st

from analysis import desk, sources
from analysis.briefing.changes import ChangeInWords, marked_sentence
from analysis.core.wording import wording
from analysis.publish import pdf
from analysis.publish.index_pages import MonthMade, front_page
from analysis.publish.published_tables import plain, without_marks
from analysis.signatories.support import named_signatories
from support.hostile import MARK, MONTH, TEXTS, Column, harmless, hostile, made, of_a_form, takers, undressed
from support.hostile_month import Made, harmless_month, hostile_month
from support.workbook_rows import rows_of_table


def both() -> tuple[Made, Made]:
    return hostile_month(), harmless_month()


def html_files() -> list[str]:
    return [path for path in hostile_month().files if path.endswith(".html")]


def test_each_column_of_a_form_refuses_a_hostile_text(tmp_path):
    """What any other column takes is in the month below, which is made of it; references: test_contracts.py."""
    data = made(tmp_path / "data", hostile, of_a_form())
    refused = {Column(p.file, p.column or "") for p in sources.check(data) if p.severity == "error"}
    assert of_a_form() <= refused
    assert len(takers()) > 60


def test_the_texts_are_there_to_be_found():
    """Else all that follows would hold of nothing: each kind, in every table, on every page, and in names."""
    made = hostile_month()
    texts = {path: content.decode() for path, content in made.files.items() if path.endswith((".html", ".csv"))}
    # The first change of the month, which stands on the front page, is one of numbers.
    assert [path for path, text in texts.items() if not re.search(MARK, text)] == ["index.html"]
    names = list(named_signatories(made.month.signatures)["matched_name"])
    assert len(names) == 2
    assert undressed(names[0]) != names[0]
    assert set(made.month.signatures["outcome"]) == {"accepted", "duplicate", "review", "not_in_parliament", "rejected"}
    shown = "".join(made.shown.values())
    said = "".join(without_marks(texts[path]) for path in tables()).replace('""', '"') + shown
    assert [kind for kind, text in TEXTS.items() if text not in said and text.replace(">", "") not in said] == []


def test_the_front_page_shows_what_changed_as_text():
    texts = [front_page([MonthMade("2021-12", {"nl": dress("a"), "en": dress("b")})]) for dress in (hostile, harmless)]
    assert difference(*map(parsed, texts)) == []


# --- HTML


def parsed(html: bytes | str) -> Any:
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html if isinstance(html, str) else html.decode())


_SVG = "{http://www.w3.org/2000/svg}"


def leaves(tree: Any) -> Iterator[tuple[str, ...]]:
    """Each element with its attributes and its texts.

    A drawing makes room for its texts and cuts those that are long: of it without texts and places.
    """
    for element in tree.iter():
        if str(element.tag).startswith(_SVG) and element.tag not in (f"{_SVG}title", f"{_SVG}desc"):
            yield str(element.tag), element.get("class", ""), *sorted(element.attrib)
        else:
            attributes = [f"{name}={value}" for name, value in sorted(element.attrib.items())]
            yield tuple(map(told, (str(element.tag), *attributes, element.text or "", element.tail or "")))


def told(text: str) -> str:
    """A text without what must differ: what is hostile, in a link too, a capital at its begin, checksums of tables."""
    return re.sub(r"\b[0-9a-f]{8}\b", "0" * 8, undressed(unquote(text))).casefold()


def difference(one: Any, other: Any) -> list[Any]:
    pairs = zip(leaves(one), leaves(other), strict=False)
    found = [pair for pair in pairs if pair[0] != pair[1]][:3]
    counts = [sum(1 for _ in tree.iter()) for tree in (one, other)]
    return found if counts[0] == counts[1] else [*found, counts]


def test_a_page_of_hostile_texts_is_the_page_of_harmless_ones_with_other_texts():
    for path in html_files():
        assert difference(parsed(hostile_month().files[path]), parsed(harmless_month().files[path])) == [], path


def marks(html: str) -> set[tuple[str, ...]]:
    """The kinds of elements, with the names of their attributes, and what stands in those that can do something."""
    doing = ("style", "class", "id", "src", "target", "rel")
    return {
        (str(e.tag), *(f"{name}={value}" if name in doing else name for name, value in sorted(e.attrib.items())))
        for e in parsed(html).iter()
    }


def test_what_a_notebook_shows_has_no_other_elements_than_with_harmless_texts():
    """Whom a name with other characters may mean is another matter: there the texts differ, and those are marked."""
    shown, others = ("".join(made.shown.values()) for made in both())
    assert marks(shown) - marks(others) <= {("mark",), ("wbr",)}


def test_what_a_notebook_shows_is_no_formula_for_jupyterlab_and_leads_to_the_web_alone():
    for name, html in hostile_month().shown.items():
        (whole,) = parsed(html).find("body")
        assert whole.get("class") == "tex2jax_ignore mathjax_ignore", name
        links = [link.get("href") for link in whole.iter("a")]
        assert [link for link in links if not re.match(r"https?://(?!evil)", link)] == [], name


def test_no_section_of_a_briefing_and_no_frame_of_an_analyst_is_a_formula_for_jupyterlab():
    page = parsed(hostile_month().pages["share/nl/d66.html"])
    outer = [page.find(".//header"), *(part for part in page.iter("section") if part.get("class") != "table-wrap")]
    assert len(outer) > 8
    assert [part for part in outer if "mathjax_ignore" not in part.get("class", "")] == []
    with pd.option_context("display.html.use_mathjax", True):
        desk.open_month(month=str(MONTH), data_dir=str(hostile_month().month.sources.folder))
        assert "mathjax_ignore" in pd.DataFrame({"a": ["$a$"]})._repr_html_()


def test_a_title_is_marked_in_the_sentence_and_not_within_a_mark_or_a_letter_that_is_written_out():
    titles = {"a": "<b> & lang", "b": "lang", "c": "en", "d": "amp"}
    known = pd.DataFrame({"publication": list(titles), "title": list(titles.values()), "title_language": "en"})
    facts = SimpleNamespace(wording=wording("nl"), month=SimpleNamespace(sources=SimpleNamespace(publications=known)))
    said = marked_sentence(facts, ChangeInWords("Nieuw zijn <b> & lang, dan lang & en, dan amp.", "a|b|c|d"))
    assert said == (
        'Nieuw zijn <span lang="en">&lt;b&gt; &amp; lang</span>, dan <span lang="en">lang</span> &amp; '
        '<span lang="en">en</span>, dan <span lang="en">amp</span>.'
    )


# --- PDF


def objects_of(document: pypdf.PdfReader) -> Iterator[Any]:
    for number in range(1, len(document.xref_objStm) + sum(map(len, document.xref.values())) + 1):
        yield document.get_object(pypdf.generic.IndirectObject(number, 0, document))


def test_a_pdf_of_hostile_texts_leads_to_the_web_and_does_nothing_by_itself(times):
    pages = [path for path in html_files() if "/nl/" in path or "/en/" in path]
    for path in times(pages[:1], pages):
        document = pypdf.PdfReader(io.BytesIO(pdf.pdf_of(hostile_month().files[path].decode())))
        assert re.search(MARK, "".join(page.extract_text() for page in document.pages))
        found = [each for each in objects_of(document) if isinstance(each, pypdf.generic.DictionaryObject)]
        names = {name for each in found for name in each}
        doing = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AcroForm", "/Launch"}
        assert names & doing == set()
        actions = [each["/A"] for each in found if each.get("/Subtype") == "/Link" and "/A" in each]
        assert {action["/S"] for action in actions} == {"/URI"}
        assert [a["/URI"] for a in actions if not re.match("https?://(?!evil)|mailto:meld@|tel:", a["/URI"])] == []


# --- Tables


def tables() -> list[str]:
    return [path for path in hostile_month().files if path.endswith(".csv")]


def cells_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def test_no_cell_of_a_table_is_a_formula_however_a_spreadsheet_cuts_the_lines_apart():
    for path in tables():
        for cell in (cell for row in cells_of(hostile_month().files[path]) for cell in row):
            for piece in re.split("[;\t\r\n]", cell):
                assert not re.match(r"[=+\-@＝＋－＠]", piece) or re.fullmatch(r"-[0-9.]+", cell), (path, cell)


def test_a_table_says_what_the_data_say_once_the_marks_are_taken_out():
    for path in (path for path in tables() if path.startswith("share/")):
        rows = [
            [[told(without_marks(cell)) for cell in row] for row in cells_of(made.files[path])]
            for made in (hostile_month(), harmless_month())
        ]
        assert rows[0] == rows[1], path
    said = without_marks(hostile_month().files["share/data/publications.csv"].decode())
    assert re.search(MARK, said)


@given(st.text(st.sampled_from("'=+-@;\t\r\n＝ a5.")) | st.text())
def test_the_marks_that_keep_a_text_from_being_a_formula_can_be_taken_out_again(text):
    marked = plain(text)
    assert without_marks(marked) == text
    assert not re.search(r"(\A|[;\t\r\n])[=+\-@＝＋－＠]", marked) or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text)


def test_a_workbook_has_no_formula_and_leads_to_its_own_sheets_alone():
    book = hostile_month().files["share/data/briefing.xlsx"]
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        xml = {name: parts.read(name).decode() for name in parts.namelist()}
    with zipfile.ZipFile(io.BytesIO(harmless_month().files["share/data/briefing.xlsx"])) as parts:
        assert list(xml) == parts.namelist()
    tags = {
        name: {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(xml[name]).iter()} for name in xml
    }
    assert {name for name, found in tags.items() if found & {"f", "ddeLink", "oleObject", "externalReference"}} == set()
    assert [name for name in xml if name.endswith(".rels") and re.search('TargetMode="External"|evil', xml[name])] == []


def test_the_cells_of_a_workbook_are_the_texts_themselves():
    rows = rows_of_table(hostile_month().files["share/data/briefing.xlsx"], "publications")
    assert hostile("CKM", open_ended=True) in {row["publisher"] for row in rows}


# --- Mails


def headers(part: Any) -> list[tuple[str, Any]]:
    """The headers of a part of a mail, as a mail program reads them; the boundary is made of the files."""
    return [
        (
            name,
            [(told(a.display_name), a.addr_spec) for a in value.addresses] if name in ("From", "To") else told(value),
        )
        for name, value in part.items()
        if name != "Content-Type" or "boundary" not in value
    ]


def test_a_mail_has_the_headers_parts_and_files_that_it_has_with_harmless_texts():
    for path in (path for path in hostile_month().files if path.endswith(".eml")):
        mails = [
            email.message_from_bytes(made.files[path], policy=email.policy.default)
            for made in (hostile_month(), harmless_month())
        ]
        assert [part.defects for mail in mails for part in mail.walk() if part.defects] == []
        heads = [[headers(part) for part in mail.walk()] for mail in mails]
        assert heads[0] == heads[1]
        assert [address.addr_spec for address in mails[0]["To"].addresses] == ["voorlichting@d66.example"]
        assert re.search(MARK, str(mails[0]["To"]) + str(mails[0]["Subject"]))
        texts = [mail.get_body(("plain",)).get_content() for mail in mails]  # type: ignore[union-attr]
        assert told(texts[0]) == told(texts[1])
        assert max(len(line) for line in hostile_month().files[path].split(b"\r\n")) <= 998
