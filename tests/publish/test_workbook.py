"""The workbook that is published: laid out so that everybody can read it, as the UK's guidance on spreadsheets asks."""

import re
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.publish.published_tables import published_tables
from analysis.publish.tables import WORKBOOK, tables_of, workbook_of
from support.bad_input import unzipped
from support.months import reconciled
from support.workbook_rows import HEADINGS_AT, TABLES, rows_of_table, sheet_of

HEADINGS = {"Contents": 3, "Columns": 3} | dict.fromkeys(TABLES, HEADINGS_AT)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def book() -> bytes:
    return tables_of(reconciled("2026-09"))[WORKBOOK]


def parts_of(book: bytes) -> dict[str, str]:
    return {name: part.decode() for name, part in unzipped(book).items()}


def test_each_sheet_of_a_table_says_its_title_what_a_row_is_and_its_source_in_lines_that_fit_a_screen(book):
    for name in TABLES:
        table, lines = published_tables()[name], [row[0] for row in sheet_of(book, name)[: HEADINGS_AT - 1]]
        assert lines[0] == f"{table['title']}, September 2026"
        assert lines[1] == "This worksheet holds one table. Blank cells are unknown or not applicable, never zero."
        assert table["description"].startswith(lines[2].rstrip("."))
        assert lines[3] == f"Source: {table['sources'][0]['title']}"
        assert max(len(line) for line in lines) <= 170, name


def test_each_table_is_marked_with_its_headings_which_stay_in_view_and_no_row_is_empty_or_cell_merged(book):
    parts = parts_of(book)
    marked = [ElementTree.fromstring(xml) for name, xml in parts.items() if name.startswith("xl/tables/")]
    assert [part.get("name") for part in marked] == list(HEADINGS)
    for number, (part, (name, top)) in enumerate(zip(marked, HEADINGS.items(), strict=True), start=2):
        page, rows = ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"]), sheet_of(book, name)
        assert re.fullmatch(rf"A{top}:[A-Z]+{len(rows)}", part.get("ref")), name
        assert [column.get("name") for column in part.iter(f"{MAIN}tableColumn")] == rows[top - 1]
        pane = page.find(f".//{MAIN}pane")
        assert (pane.get("state"), pane.get("ySplit"), pane.get("xSplit")) == ("frozen", str(top), "1")
        assert page.find(f"{MAIN}mergeCells") is None, name
        assert [row for row in rows if not any(cell != "" for cell in row)] == [], name
        assert max(float(column.get("width")) for column in page.iter(f"{MAIN}col")) < 100, name


def test_contents_lead_to_every_table_and_no_link_leads_outside(book):
    parts = parts_of(book)
    links = ElementTree.fromstring(parts["xl/worksheets/sheet2.xml"]).iter(f"{MAIN}hyperlink")
    assert [link.get("location") for link in links] == [f"'{name}'!A1" for name in TABLES]
    assert not [xml for name, xml in parts.items() if name.endswith(".rels") and "External" in xml]


def test_numbers_are_numbers_days_are_days_and_text_is_text(book):
    rows = {row["party_id"]: row for row in rows_of_table(book, "parties")}
    assert rows["all"]["seats"] == 150.0
    assert rows["d66"]["signed_on"] == pd.Timestamp(2021, 3, 10).date()
    assert rows["d66"]["coverage_percent"] == 0.0
    values = [row["value"] for row in rows_of_table(book, "figures")]
    assert {type(value) for value in values} == {float, str}
    assert {value for value in values if isinstance(value, str)} == {""}


def test_a_heading_is_readable_and_says_the_unit_and_the_name_in_the_csv_is_found_on_columns(book):
    headings = sheet_of(book, "parties")[HEADINGS_AT - 1]
    assert headings[2] == "Filled (seats)"
    assert headings[7] == "Sitting and named, of filled seats (percent)"
    assert "Value (see Unit)" in sheet_of(book, "figures")[HEADINGS_AT - 1]
    described = {(row[0], row[2]): row for row in sheet_of(book, "Columns")[3:]}
    for name in TABLES:
        fields = [field["name"] for field in published_tables()[name]["fields"]]
        assert [described[name, field][1] for field in fields] == sheet_of(book, name)[HEADINGS_AT - 1]
    assert all(row[4] for row in described.values())


@pytest.mark.parametrize(
    ("table", "month", "line"),
    [
        ("changes", "2021-04", "Nothing changed since the end of March 2021."),
        ("changes", "2021-03", "This is the first month: there is nothing to compare with yet."),
        ("derived", "2021-04", "There are no rows as of 30 April 2021."),
    ],
)
def test_a_table_without_rows_says_so_in_a_line(table, month, line):
    frame = pd.DataFrame({field["name"]: [] for field in published_tables()[table]["fields"]}, dtype="str")
    lines = [row[0] for row in sheet_of(workbook_of({table: frame}, published_tables(), reconciled(month)), table)]
    assert (lines[1], lines[-1]) == ("This worksheet holds no table.", line)


def test_the_cover_says_in_both_languages_what_this_is_of_whom_its_limits_and_how_to_make_it_again(book):
    said = "\n".join(str(row[0]) for row in sheet_of(book, "Cover"))
    for needed in (
        *("1300-deal: de tabellen van september 2026", "Concept: nog niet vrijgegeven", "Wat dit is: de cijfers"),
        *("1300-deal: the tables of September 2026", "Draft: not released yet", "What this is: the figures"),
        *("(CKM)", "https://www.hetckm.nl/", "CC0", "briefing-1300-deal ", "briefing build --month 2026-09"),
        "Lege cellen zijn onbekend of niet van toepassing, nooit nul.",
        "only those who signed and agreed to be named",
    ):
        assert needed in said, needed
    assert all(f"{name} {digits}" in said for name, digits in reconciled("2026-09").sources.checksums.items())


def test_the_properties_name_the_program_and_the_inputs_and_no_time_of_making(book):
    core = parts_of(book)["docProps/core.xml"]
    assert "briefing-1300-deal " in core
    assert re.search(r"<cp:keywords>publications [0-9a-f]{8}, ", core)
    assert set(re.findall(r"\d{4}-\d{2}-\d{2}T[0-9:]+Z", core)) == {"2026-09-30T00:00:00Z"}
