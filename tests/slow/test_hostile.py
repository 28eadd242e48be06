"""A text that is markup, code, a formula or a path to somebody else is text in all that a month is made into.

Each text column of the data holds one (see support/hostile.py), those of lists too.
"""

import ast
import csv
import email
import email.policy
import io
import re
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import html5lib
import nbformat
import pandas as pd
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import sources
from analysis.briefing import annex_of, briefing_of
from analysis.briefing.changes import ChangeInWords, with_notes
from analysis.core.wording import wording
from analysis.publish.exporters import pdf_of
from analysis.publish.index_pages import front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.published_tables import plain
from analysis.publish.reports_folder import Manifest
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile
from analysis.reconciliation.releases import numbers_of
from support.bad_input import unzipped
from support.hostile import MONTH, READER, TEXTS, Column, hostile, made, of_a_form, takers
from support.planted_faults import spoil
from support.project import NOTEBOOKS
from support.real_pages import page_of
from support.workbook_rows import rows_of_table

MARK = "struck|evil|passwd|HYPERLINK|__class__|raise"
DOING = {"script", "iframe", "base", "object", "embed", "form", "input", "textarea", "img"}
# Pictures are slow, and their texts stand in tables too.
PICTURES = ("desk.completeness", "desk.series_chart", "desk.estimates_chart")


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Reconciliation:
    data = made(tmp_path_factory.mktemp("hostile") / "data", takers())
    spoil(data, "decisions/releases.csv", "fedcba987654", numbers_of(reconcile(MONTH, data)))
    return reconcile(MONTH, data)


@pytest.fixture(scope="module")
def pages(month: Reconciliation) -> dict[str, str]:
    found = {
        f"share/nl/{READER}.html": page_of(briefing_of(month, READER, "nl")),
        "share/en/all.html": page_of(briefing_of(month, "all", "en")),
        "share/nl/annex.html": page_of(annex_of(month, "nl")),
    }
    index = month_page(month, {*found, f"share/mail/{READER}.eml"}).decode()
    changed = front_page({str(MONTH): Manifest(changed={"nl": hostile("a"), "en": hostile("b")})}).decode()
    return {**found, "share/index.html": index, "index.html": changed}


@pytest.fixture(scope="module")
def tables(month: Reconciliation) -> dict[str, bytes]:
    return tables_of(month)


@pytest.fixture(scope="module")
def shown(month: Reconciliation) -> dict[str, str]:
    """The HTML of what each cell of the notebooks for analysts shows, run here without a kernel."""
    found = {}
    for notebook in ("1-figures", "2-signatories"):
        names: dict[str, Any] = {}
        for number, cell in enumerate(nbformat.read(NOTEBOOKS / f"{notebook}.ipynb", as_version=4).cells):
            if cell.cell_type != "code" or cell.source.startswith(PICTURES):
                continue
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"month": str(MONTH), "data_dir": str(month.sources.folder)}
                continue
            *before, last = ast.parse(cell.source).body
            is_shown = isinstance(last, ast.Expr)
            exec(compile(ast.Module(before if is_shown else [*before, last], []), notebook, "exec"), names)
            if is_shown:
                shown_by_cell = eval(compile(ast.Expression(last.value), notebook, "eval"), names)
                found[f"{notebook} {number}"] = shown_by_cell._repr_html_()
    return found


def test_each_column_of_a_form_refuses_a_hostile_text(tmp_path):
    """What any other column takes is in the month below, which is made of it; references: test_contracts.py."""
    data = made(tmp_path / "data", of_a_form())
    refused = {Column(p.file, p.column or "") for p in sources.examine(data)[1] if p.severity == "error"}
    assert of_a_form() <= refused
    assert len(takers()) > 60


# --- HTML


def parsed(html: str) -> Any:
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)


def test_every_page_and_table_has_hostile_texts_and_each_kind_is_shown_as_it_was_typed(month, pages, tables, shown):
    texts = {name: "".join(parsed(html).itertext()) for name, html in (pages | shown).items()}
    csvs = {path: without_marks(content.decode()) for path, content in tables.items() if path.endswith(".csv")}
    del csvs["internal/signatories_by_party.csv"]  # keys and counts alone
    del csvs["share/data/votes.csv"]  # no vote is known in the month
    quiet = [name for name, text in (texts | csvs).items() if name not in shown and not re.search(MARK, text)]
    assert quiet == []
    assert set(month.signatures["outcome"]) == {"accepted", "duplicate", "review", "not_in_parliament", "rejected"}
    for said in ("".join(texts.values()), "".join(csvs.values()).replace('""', '"')):
        missing = [kind for kind, text in TEXTS.items() if text not in said and text.replace(">", "") not in said]
        assert missing == []


def test_nothing_on_a_page_or_in_a_notebook_does_something_or_leads_elsewhere(pages, shown):
    for name, html in (pages | shown).items():
        tree = parsed(html)
        elements = [(str(e.tag).rpartition("}")[2], e) for e in tree.iter() if isinstance(e.tag, str)]
        assert {tag for tag, _ in elements} & DOING == set(), name
        assert [e for tag, e in elements if tag == "style" and re.search("evil|direction:rtl", e.text or "")] == [], (
            name
        )
        assert [e.get("http-equiv") for tag, e in elements if (e.get("http-equiv") or "") == "refresh"] == [], name
        attributes = [(key, value) for _, e in elements for key, value in e.items()]
        assert [
            key for key, value in attributes if key.startswith("on") or (key == "style" and "fixed" in value)
        ] == [], name
        links = [value for key, value in attributes if key in ("href", "src")]
        allowed = r"https?://(?!evil)|#|mailto:meld@|tel:\+31|[\w./-]*(?:#.*)?$"
        assert [link for link in links if not re.match(allowed, link)] == [], name


def test_nothing_shown_in_jupyterlab_is_a_formula(month, pages, shown):
    for name, html in shown.items():
        (outer,) = parsed(html).find("body")
        assert outer.get("class") == "tex2jax_ignore mathjax_ignore", name
    page = parsed(pages[f"share/nl/{READER}.html"])
    sections = [page.find(".//header"), *(part for part in page.iter("section") if part.get("class") != "table-wrap")]
    assert len(sections) > 7
    assert [part for part in sections if "mathjax_ignore" not in part.get("class", "")] == []
    assert "mathjax_ignore" in pd.DataFrame({"a": ["$a$"]})._repr_html_()


def test_a_title_is_marked_in_the_sentence_and_not_within_a_mark_or_a_letter_that_is_written_out():
    titles = {"a": "<b> & lang", "b": "lang", "c": "en", "d": "amp"}
    known = {name: {"title": title, "title_language": "en"} for name, title in titles.items()}
    facts = SimpleNamespace(wording=wording("nl"), records=SimpleNamespace(publications=known), refs=lambda _: "")
    said = with_notes(facts, ChangeInWords("Nieuw zijn <b> & lang, dan lang & en, dan amp.", "a|b|c|d"))
    assert said == (
        'Nieuw zijn <span lang="en">&lt;b&gt; &amp; lang</span>, dan <span lang="en">lang</span> &amp; '
        '<span lang="en">en</span>, dan <span lang="en">amp</span>.'
    )


# --- PDF


def test_a_pdf_of_hostile_texts_leads_to_the_web_and_does_nothing_by_itself(pages):
    document = pypdf.PdfReader(io.BytesIO(pdf_of(pages[f"share/nl/{READER}.html"])))
    assert re.search(MARK, "".join(page.extract_text() for page in document.pages))
    last = len(document.xref_objStm) + sum(map(len, document.xref.values()))
    objects = [document.get_object(pypdf.generic.IndirectObject(n, 0, document)) for n in range(1, last + 1)]
    found = [each for each in objects if isinstance(each, pypdf.generic.DictionaryObject)]
    names = {name for each in found for name in each}
    doing = {"/JavaScript", "/JS", "/OpenAction", "/AA", "/EmbeddedFiles", "/EF", "/AcroForm", "/Launch"}
    assert names & doing == set()
    actions = [each["/A"] for each in found if each.get("/Subtype") == "/Link" and "/A" in each]
    assert {action["/S"] for action in actions} == {"/URI"}
    assert [a["/URI"] for a in actions if not re.match("https?://(?!evil)|mailto:meld@|tel:", a["/URI"])] == []


# --- Tables


def test_no_cell_of_a_table_is_a_formula_however_a_spreadsheet_cuts_the_lines_apart(tables):
    for path, content in tables.items():
        rows = csv.reader(io.StringIO(content.decode(), newline="")) if path.endswith(".csv") else []
        for cell in (cell for row in rows for cell in row):
            for piece in re.split("[;\t\r\n]", cell):
                assert not re.match(r"[=+\-@＝＋－＠]", piece) or re.fullmatch(r"-[0-9.]+", cell), (path, cell)


def without_marks(text: str) -> str:
    """A text as it was before `plain` put apostrophes before what looks like a formula."""
    return re.sub(r"(\A|[;\t\r\n])'(?='*[=+\-@\t\r\n＝＋－＠])", r"\1", text)


@given(st.text(st.sampled_from("'=+-@;\t\r\n＝ a5.")) | st.text())
def test_the_marks_that_keep_a_text_from_being_a_formula_can_be_taken_out_again(text):
    marked = plain(text)
    assert without_marks(marked) == text
    assert not re.search(r"(\A|[;\t\r\n])[=+\-@＝＋－＠]", marked) or re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text)


def test_a_workbook_holds_the_texts_themselves_and_no_formula_or_link_outside(tables):
    book = tables["share/data/briefing.xlsx"]
    assert hostile("CKM", open_ended=True) in {row["publisher"] for row in rows_of_table(book, "publications")}
    xml = {name: part.decode() for name, part in unzipped(book).items()}
    doing = {"f", "ddeLink", "oleObject", "externalReference"}
    for name, content in xml.items():
        assert not doing & {e.tag.rpartition("}")[2] for e in ElementTree.fromstring(content).iter()}, name
    assert [name for name in xml if name.endswith(".rels") and re.search('TargetMode="External"|evil', xml[name])] == []


# --- Mails


def test_a_mail_goes_to_its_office_alone_with_the_headers_of_any_other(month, pages):
    mails = drafts(month, {path: html.encode() for path, html in pages.items()})
    mail = email.message_from_bytes(mails[f"share/mail/{READER}.eml"], policy=email.policy.default)
    assert [part.defects for part in mail.walk() if part.defects] == []
    assert sorted(mail.keys()) == sorted({"From", "Subject", "To", "X-Unsent", "MIME-Version", "Content-Type"})
    assert [address.addr_spec for address in mail["To"].addresses] == ["voorlichting@d66.example"]
    assert re.search(MARK, str(mail["To"]) + str(mail["Subject"]))
    assert {part.get_content_type() for part in mail.walk()} <= {
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
    }
    assert max(len(line) for line in mails[f"share/mail/{READER}.eml"].split(b"\r\n")) <= 998
