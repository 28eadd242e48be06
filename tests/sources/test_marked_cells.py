"""What a reader of values does not see in a workbook bears on its line all the same; every person is invented."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.sources.case_level import in_sheets
from analysis.sources.list_contents import KnownWords
from analysis.sources.list_files import sheets_in
from analysis.sources.list_tables import headings_in
from analysis.sources.signature_lists import read_lists
from support import hostile_workbooks
from support.bad_input import unzipped, workbook, zipped

LINES = [["Naam", "Partij", "Datum"], *([name, "CDA", "10-3-2021"] for name in ("Ann Verzonnen", "Bo Bedacht"))]
# Threaded comments are there twice: as an old one, for programs that know none, they begin with other words.
_THREADED = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="C2" personId="{1}" id="{2}"><text>ingetrokken</text></threadedComment></ThreadedComments>'
)
_STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_ODS_STYLES = f"""<office:automatic-styles xmlns:style="{_STYLE}">
<style:style style:name="T1"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="ce1" style:parent-style-name="T1"/></office:automatic-styles><office:body>"""
_LINK = '<Relationship Id="t" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" {}/>'


def book_of(mark, rows: list[list[str]] = LINES) -> bytes:
    return workbook({"Blad1": rows}, mark)


def threaded() -> bytes:
    parts = unzipped(book_of(lambda _, sheet: sheet.write_comment("C2", "[Threaded comment] …", {"author": "tc={2}"})))
    links = "xl/worksheets/_rels/sheet1.xml.rels"
    link = _LINK.format('Target="../threadedComments/threadedComment1.xml"').encode()
    parts[links] = parts[links].replace(b"</Relationships>", link + b"</Relationships>")
    return zipped(parts | {"xl/threadedComments/threadedComment1.xml": _THREADED.encode()})


def ods(old: str, new: str) -> bytes:
    parts = unzipped(hostile_workbooks.ods())
    assert old.encode() in parts["content.xml"]
    parts["content.xml"] = parts["content.xml"].replace(old.encode(), new.encode(), 1)
    return zipped({name: part.replace(b"<office:body>", _ODS_STYLES.encode()) for name, part in parts.items()})


def first_line(folder: Path, content: bytes) -> dict:
    (folder / "lijst.xlsx").write_bytes(content)
    return read_lists(folder)[0].iloc[0].to_dict()


def struck(book) -> object:
    return book.add_format({"font_strikeout": True})


CROSSED_OUT = "found 'Ann Verzonnen', crossed out, expected a line that is not crossed out"
HIDDEN = "found a hidden row or sheet, expected a line that whoever sent it saw"
_ANN, _ROW = "<text:p>Ann Verzonnen</text:p>", "<table:table-row>"
WAITS = {
    "a cell crossed out": (lambda: book_of(lambda b, sheet: sheet.write(1, 0, LINES[1][0], struck(b))), CROSSED_OUT),
    "a part of its text": (
        lambda: book_of(lambda b, sheet: sheet.write_rich_string(1, 0, "Ann ", struck(b), "Verzonnen")),
        CROSSED_OUT,
    ),
    "two cells": (
        lambda: book_of(lambda b, sheet: sheet.write_row(1, 0, LINES[1][:2], struck(b))),
        CROSSED_OUT.replace("nen", "nen, CDA"),
    ),
    "a hidden row": (lambda: book_of(lambda _, sheet: sheet.set_row(1, None, None, {"hidden": True})), HIDDEN),
    "a hidden sheet": (lambda: book_of(hide), HIDDEN),
    "of an ODS": (lambda: ods(f'string">{_ANN}', f'string" table:style-name="ce1">{_ANN}'), CROSSED_OUT),
    "a part of its text in an ODS": (
        lambda: ods(_ANN, '<text:p>Ann <text:span text:style-name="T1">Verzonnen</text:span></text:p>'),
        CROSSED_OUT,
    ),
    "a hidden row of an ODS": (lambda: ods(f"\n{_ROW}", f'\n{_ROW[:-1]} table:visibility="filter">'), HIDDEN),
}
IS_READ = {
    "an empty cell crossed out": lambda b, sheet: sheet.write_blank(1, 5, None, struck(b)),
    "another line": lambda b, sheet: sheet.write(2, 0, "Bo Bedacht", struck(b)),
    "a hidden column": lambda _, sheet: sheet.set_column(0, 0, None, None, {"hidden": True}),
    "a colour": lambda b, sheet: sheet.write(1, 0, LINES[1][0], b.add_format({"bg_color": "red"})),
}


def hide(book, sheet) -> None:
    book.add_worksheet().activate()
    sheet.hide()


@pytest.mark.parametrize("case", WAITS)
def test_a_line_that_is_crossed_out_or_hidden_waits_and_says_so(tmp_path, case):
    content, because = WAITS[case]
    line = first_line(tmp_path, content())
    assert (line["name_as_written"], line["waits_because"]) == ("Ann Verzonnen", because)


@pytest.mark.parametrize("case", IS_READ)
def test_what_says_nothing_of_a_line_leaves_it_as_it_is(tmp_path, case):
    line = first_line(tmp_path, book_of(IS_READ[case]))
    assert line["name_as_written"] == "Ann Verzonnen"
    assert pd.isna(line["waits_because"])


COMMENTS = {
    "old": lambda: book_of(lambda _, sheet: sheet.write_comment("C2", "Ria:\ningetrokken", {"author": "Ria"})),
    "threaded": threaded,
    "of an ODS": lambda: ods(_ANN, f"<office:annotation><text:p>ingetrokken</text:p></office:annotation>{_ANN}"),
}


@pytest.mark.parametrize("case", COMMENTS)
def test_a_comment_is_a_text_of_its_line_and_nothing_about_a_victim_may_be_in_it_either(tmp_path, case):
    assert first_line(tmp_path, COMMENTS[case]())["beside_as_written"] == "ingetrokken"
    of_a_case = book_of(lambda _, sheet: sheet.write_comment("C2", "geboren op 12-3-2004"))
    (problem,) = in_sheets("lijst.xlsx", sheets_in(of_a_case, headings_in), of_signers=True)
    assert (problem.row, "birth" in problem.found) == (2, True)


def test_a_comment_on_a_heading_or_title_is_a_text_of_the_list_and_one_on_a_party_of_the_lines_below(tmp_path):
    def mark(_, sheet) -> None:
        sheet.write_comment("A1", "nog niet getekend", {"author": "Ria"})
        sheet.write_comment("A2", "trekt zich terug", {"author": "Ria"})

    (tmp_path / "lijst.xlsx").write_bytes(book_of(mark, [LINES[0], ["CDA"], LINES[1]]))
    below = read_lists(tmp_path)[0].iloc[1]
    assert "nog niet getekend" in below["above_as_written"]
    assert below["under_as_written"] == "CDA trekt zich terug"


def test_what_a_sheet_without_headings_says_is_said_of_the_lists_beside_it(tmp_path):
    notes = [["De leden moeten nog tekenen"], ["x = mag niet"], ["CDA"], ["VVD"]]
    (tmp_path / "lijst.xlsx").write_bytes(workbook({"Lijst": LINES, "Leesmij": notes}))
    known = KnownWords(frozenset(["verzonnen"]), frozenset(["ann"]), frozenset(["cda", "vvd"]))
    above = read_lists(tmp_path, known)[0]["above_as_written"].iloc[0].split("\n")
    assert {"De leden moeten nog tekenen", "x = mag niet"} <= {*above}
    assert not {"CDA", "VVD"} & {*above}, "parties, which are choices"
    (tmp_path / "lijst.xlsx").write_bytes(workbook({"Lijst": LINES, "Legenda": [["getekend"], ["niet getekend"]]}))
    above = read_lists(tmp_path, known)[0]["above_as_written"].iloc[0].split("\n")
    assert "niet getekend" in above, "what a colour means, as the list has none of them"


def test_what_another_sheet_says_is_said_of_each_line_of_a_list_without_headings(tmp_path):
    lines, notes = [[f"Ann Verzonnen {n}"] for n in range(4)], [["De leden moeten nog tekenen"]]
    (tmp_path / "lijst.xlsx").write_bytes(workbook({"Lijst": lines, "Leesmij": notes}))
    read, _ = read_lists(tmp_path, KnownWords(frozenset(["verzonnen"]), frozenset(["ann"])))
    assert len(read) == 4
    assert read["above_as_written"].str.contains("moeten nog tekenen").all()


def test_a_second_row_of_headings_below_merged_cells_is_read_with_the_first(tmp_path):
    rows = [["Naam", "Partij", "Datum", "Handtekening", ""], ["", "", "", "ja", "nee"]]
    lines = [["Ann Verzonnen", "CDA", "10-3-2021", "x", ""], ["Bo Bedacht", "SP", "10-3-2021", "", "x"]]
    (tmp_path / "lijst.xlsx").write_bytes(workbook({"Lijst": [*rows, *lines]}))
    ann, bo = read_lists(tmp_path)[0].to_dict("records")
    assert pd.isna(ann["headings_as_written"])
    assert bo["beside_as_written"] == "nee: ja"
