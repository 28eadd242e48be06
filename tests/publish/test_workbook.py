"""The workbook that is published: laid out so that everybody can read it, as the UK's guidance on spreadsheets asks."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.core.wording import wording
from analysis.publish.published_tables import published_tables
from analysis.publish.tables import WORKBOOK, tables_of
from analysis.publish.workbook import workbook_of
from analysis.reconciliation import Reconciliation
from support.months import reconciled
from support.versions import with_versions
from support.workbook_rows import HEADINGS_AT, rows_of_table, sheet_of

TABLES = ["figures", "discrepancies", "derived", "claims", "balance", "commitments", "parties", "changes"]
TABLES += ["events", "revisions", "publications"]
OWN_SHEETS = {"Contents": 3, "Notes": 3, "Columns": 3}  # the row of the headings
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def month():
    return reconciled("2021-12")


@pytest.fixture(scope="module")
def book(month):
    return tables_of(month)[WORKBOOK]


def parts_of(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def pages_of(book: bytes) -> dict[str, ElementTree.Element]:
    """Return the XML of each sheet by its name; sheets are numbered in their order."""
    parts = parts_of(book)
    names = [sheet.get("name") for sheet in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{MAIN}sheet")]
    return {name: ElementTree.fromstring(parts[f"xl/worksheets/sheet{n}.xml"]) for n, name in enumerate(names, 1)}


def book_of(table: str, frame: pd.DataFrame, month: Reconciliation) -> bytes:
    return workbook_of({table: frame}, published_tables(), month)


def test_each_sheet_of_a_table_says_its_title_how_many_tables_what_a_row_is_its_source_and_its_notes(book):
    for name in TABLES:
        lines = [row[0] for row in sheet_of(book, name)[: HEADINGS_AT - 1]]
        table = published_tables()[name]
        assert lines[0] == f"{table['title']}, December 2021"
        assert lines[1] == "This worksheet holds one table. Blank cells are unknown or not applicable, never zero."
        assert table["description"].startswith(lines[2].rstrip("."))
        assert lines[3] == f"Source: {table['sources'][0]['title']}"
        assert re.fullmatch(r"What holds for it: sheet Notes \([0-9, and]+\)\. What each .*: sheet Columns\.", lines[4])
        # Lines above a table are not wrapped: a long one would run off the screen.
        assert max(len(line) for line in lines) <= 170, name


def test_each_table_is_marked_with_a_name_headings_and_a_first_column_and_its_headings_stay_in_view(book):
    parts = [ElementTree.fromstring(xml) for name, xml in parts_of(book).items() if name.startswith("xl/tables/")]
    marked, pages = {part.get("name"): part for part in parts}, pages_of(book)
    assert list(marked) == [*OWN_SHEETS, *TABLES]
    for name, part in marked.items():
        page, rows = pages[name], sheet_of(book, name)
        top = OWN_SHEETS.get(name, HEADINGS_AT)
        assert re.fullmatch(rf"A{top}:[A-Z]+{len(rows)}", part.get("ref")), name
        assert [column.get("name") for column in part.iter(f"{MAIN}tableColumn")] == rows[top - 1]
        assert part.get("headerRowCount") is None  # absent means one
        assert part.find(f"{MAIN}tableStyleInfo").get("showFirstColumn") == "1"
        pane = page.find(f".//{MAIN}pane")
        assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", str(top), "1")


def test_no_cells_are_merged_and_no_row_or_column_is_empty(book):
    for name, page in pages_of(book).items():
        assert page.find(f"{MAIN}mergeCells") is None, name
        rows = sheet_of(book, name)
        assert [row for row in rows if not any(cell != "" for cell in row)] == [], name
        if name in TABLES:
            assert all(rows[HEADINGS_AT - 1]), name


def test_text_wraps_and_no_column_is_wider_than_a_screen(book):
    styles = ElementTree.fromstring(parts_of(book)["xl/styles.xml"]).find(f"{MAIN}cellXfs")
    wraps = [style.find(f"{MAIN}alignment[@wrapText='1']") is not None for style in styles]
    for name, page in pages_of(book).items():
        if name in TABLES:
            cells = [cell for row in list(page.iter(f"{MAIN}row"))[HEADINGS_AT - 1 :] for cell in row]
            assert all(wraps[int(cell.get("s"))] for cell in cells if cell.get("t") == "s"), name
        widths = [float(column.get("width")) for column in page.iter(f"{MAIN}col")]
        assert max(widths) < 100, name
        assert name not in TABLES or widths[0] < 45, name


def test_contents_lead_to_every_sheet_that_follows_and_every_link_stays_inside(book):
    pages = pages_of(book)
    links = {link.get("location") for link in pages["Contents"].iter(f"{MAIN}hyperlink")}
    assert links == {f"'{name}'!A1" for name in ["Notes", "Columns", *TABLES]}
    assert not [xml for name, xml in parts_of(book).items() if name.endswith(".rels") and "External" in xml]
    places = {link.get("location") for page in pages.values() for link in page.iter(f"{MAIN}hyperlink")}
    assert {place.split("'")[1] for place in places} <= set(pages)


def test_numbers_are_numbers_days_are_days_and_text_is_text(book, month):
    rows = {row["party_id"]: row for row in rows_of_table(book, "parties")}
    assert rows["all"]["seats"] == 150.0
    assert rows["d66"]["signed_on"] == pd.Timestamp(2021, 3, 10).date()
    assert rows["d66"]["coverage_percent"] == ""
    values = [row["value"] for row in rows_of_table(book, "figures")]
    assert {type(value) for value in values} == {float, str}
    assert {value for value in values if isinstance(value, str)} == {""}
    assert len(values) == len(month.figures.figures_by_quantity)


def test_a_heading_is_readable_and_says_the_unit_and_the_name_in_the_csv_is_found_on_columns(book):
    headings = sheet_of(book, "parties")[HEADINGS_AT - 1]
    assert headings[2] == "Filled (seats)"
    assert headings[8] == "Sitting signatories of filled seats (percent)"
    assert "Value (see Unit)" in sheet_of(book, "figures")[HEADINGS_AT - 1]
    described = {(row[0], row[2]): row for row in sheet_of(book, "Columns")[3:]}
    for name in TABLES:
        fields = [field["name"] for field in published_tables()[name]["fields"]]
        shown = sheet_of(book, name)[HEADINGS_AT - 1]
        assert [described[name, field][1] for field in fields] == shown
    assert all(row[4] for row in described.values())


def test_a_table_without_rows_says_so_in_a_line():
    frame = pd.DataFrame({field["name"]: [] for field in published_tables()["changes"]["fields"]}, dtype="str")
    lines = [row[0] for row in sheet_of(book_of("changes", frame, reconciled("2021-04")), "changes")]
    assert lines[1] == "This worksheet holds no table."
    assert lines[-1] == "Nothing changed since the end of March 2021."
    first = book_of("changes", frame, reconciled("2021-03"))
    assert sheet_of(first, "changes")[-1] == ["This is the first month: there is nothing to compare with yet."]
    none = pd.DataFrame({field["name"]: [] for field in published_tables()["derived"]["fields"]}, dtype="str")
    assert sheet_of(book_of("derived", none, reconciled("2021-04")), "derived")[-1] == [
        "There are no rows as of 30 April 2021."
    ]


@pytest.mark.parametrize(("sheet", "language"), [("Voorblad", "nl"), ("Cover", "en")])
def test_the_cover_says_in_each_language_what_this_is_of_whom_and_how_to_make_it_again(book, month, sheet, language):
    said = "\n".join(str(row[0]) for row in sheet_of(book, sheet))
    w = wording(language)
    assert said.startswith(w.say("workbook.title", month=w.month("2021-12")))
    for needed in ("(CKM)", "https://www.hetckm.nl/", "CC0", "briefing-1300-deal ", "briefing build --month 2021-12"):
        assert needed in said, needed
    assert all(f"{name} {digits}" in said for name, digits in month.sources.checksums.items())
    assert w.say("workbook.status") in said
    frame = pd.DataFrame({"publication": ["X"]})
    nobody_to_call = replace(month, sources=replace(month.sources, contact={"organisation": "CKM"}))
    released = sheet_of(book_of("publications", frame, with_versions(nobody_to_call, {})), sheet)
    assert w.say("workbook.status") not in [row[0] for row in released]
    assert w.say("workbook.cover.no_contact") in [row[0] for row in released]


def test_notes_are_numbered_and_say_for_which_sheets_they_hold(book):
    rows = sheet_of(book, "Notes")[3:]
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for name in TABLES:
        holding = [int(row[0]) for row in rows if name in row[2].split(", ")]
        assert f"sheet Notes ({wording('en').list([str(n) for n in holding])})." in sheet_of(book, name)[4][0]
    # In December 2021 every member is known, so the limit on unknown members is not there.
    assert wording("en").say("briefing.method.limit_4") not in [row[1] for row in rows]


def test_the_properties_name_the_program_and_the_inputs_and_no_time_of_making(book):
    core = parts_of(book)["docProps/core.xml"]
    assert "briefing-1300-deal " in core
    assert re.search(r"<cp:keywords>publications [0-9a-f]{8}, ", core)
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T[0-9:]+Z", core)) == {"2021-12-31T00:00:00Z"}
