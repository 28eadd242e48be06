"""What offices, web forms and volunteers make of a list; every person in them is invented."""

import csv
import datetime
import io
import os
import tempfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.core.problems import Problem
from analysis.sources.signature_lists import COLUMNS, read_lists
from support.bad_input import zipped
from support.project import PROJECT

FORM = ["Naam", "Functie + organisatie", "Datum", "Handtekening"]
ANN = ["Ann Verzonnen", "Kamerlid, CDA", "10-3-2021", "x"]
ZOE = ["Zoë Fictiëf", "SP", "11-3-2021", ""]
DAY = pd.Timestamp("2021-03-10")


def text(rows: list[list[str]], separator: str = ";", line_end: str = "\r\n") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=line_end).writerows(rows)
    return written.getvalue()


def read(folder: Path, content: bytes | str, name: str = "lijst.csv") -> tuple[list[dict], list[Problem]]:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    lines, problems = read_lists(folder)
    assert {name: str(kind) for name, kind in lines.dtypes.items()} == COLUMNS
    return lines.astype(object).where(lines.notna(), None).to_dict("records"), problems


def names(lines: list[dict]) -> list[str | None]:
    return [line["name_as_written"] for line in lines]


def rejected(lines: list[dict]) -> list[bool]:
    return [line["unreadable_because"] is not None for line in lines]


def waiting(lines: list[dict]) -> list[bool]:
    return [line["waits_because"] is not None for line in lines]


def workbook(
    path: Path, sheets: dict[str, list[list[object]]], merged: tuple[int, ...] = (), hidden: str = ""
) -> bytes:
    with xlsxwriter.Workbook(path, {"default_date_format": "d-m-yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if merged:
                sheet.merge_range(*merged, rows[merged[0]][merged[1]])
            if name == hidden:
                sheet.hide()
    return path.read_bytes()


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "cp850"])
@pytest.mark.parametrize(("separator", "line_end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r"), ("|", "\n")])
def test_each_encoding_and_separator_gives_the_same_lines(tmp_path, encoding, separator, line_end):
    lines, problems = read(tmp_path, text([FORM, ANN, ZOE], separator, line_end).encode(encoding))
    assert (names(lines), problems) == (["Ann Verzonnen", "Zoë Fictiëf"], [])
    assert [(line["source_file"], line["source_row"]) for line in lines] == [("lijst.csv", 2), ("lijst.csv", 3)]


@pytest.mark.parametrize("name", ["Zoë Fictiëf", "André Müller-Çelik", "Ann Verzonnen’s", "Şevval Ağaoğlu"])
def test_letters_that_a_wrong_encoding_spoilt_are_put_right(tmp_path, name):
    spoilt = b"".join(bytes([byte]) for byte in name.encode()).decode("cp1252", errors="surrogateescape")
    spoilt = "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in spoilt)
    assert spoilt != name
    assert names(read(tmp_path, text([FORM, [spoilt, *ANN[1:]]]))[0]) == [name]


@pytest.mark.parametrize("name", ["ANDRÉ’S Bedacht", "Ångström Ärla", "João Ção", "Ã de Â", "Zo\ufffd Fictief"])
def test_letters_that_are_right_or_lost_for_good_are_left_alone(tmp_path, name):
    assert names(read(tmp_path, text([FORM, [name, *ANN[1:]]]))[0]) == [name]


def test_a_file_put_together_from_two_encodings_is_read_line_by_line(tmp_path):
    lines, _ = read(tmp_path, text([FORM, ZOE]).encode() + text([["Noël Bedacht", *ANN[1:]]]).encode("cp1252"))
    assert names(lines) == ["Zoë Fictiëf", "Noël Bedacht"]


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\r\n', "SEP=;\n"])
def test_the_line_with_excels_separator_is_not_counted_as_excel_does_not_show_it(tmp_path, first):
    (line,), _ = read(tmp_path, first + text([FORM, ANN]))
    assert (line["name_as_written"], line["source_row"]) == ("Ann Verzonnen", 2)


def test_lines_that_excel_put_whole_into_one_cell_are_taken_apart(tmp_path):
    folded = '"Naam,""Partij"",""Datum"""\r\n"Ann Verzonnen,""CDA, Zwolle"",""10-3-2021"""\r\n'
    (line,), _ = read(tmp_path, folded)
    assert (line["organisation_as_written"], line["signed_on"]) == ("CDA, Zwolle", DAY)
    (tmp_path / "lijst.csv").unlink()
    book = workbook(tmp_path / "lijst.xlsx", {"Blad1": [["Naam;Partij;Datum"], ["Ann Verzonnen;CDA;10-3-2021"]]})
    (line,), _ = read(tmp_path, book, "lijst.xlsx")
    assert (line["organisation_as_written"], line["signed_on"]) == ("CDA", DAY)


@pytest.mark.parametrize(
    ("written", "waits"),
    [
        ('Ann,CDA,10-3-2021\n"Bo,SP,10-3-2021\nCas,SP,10-3-2021\n', [False, True, False]),
        ('"Ann,CDA,10-3-2021\nBo,SP,10-3-2021\nCas",SP,10-3-2021\n', [True, False, False]),
        ('"Ann","Kamerlid\nCDA", "10-3-2021"\nBo, "SP",10-3-2021\nCas,SP,10-3-2021\n', [False, False, False]),
    ],
)
def test_a_stray_quotation_mark_swallows_no_line(tmp_path, written, waits):
    lines, _ = read(tmp_path, "Naam,Partij,Datum\n" + written)
    assert ([name.strip('"') for name in names(lines)], waiting(lines)) == (["Ann", "Bo", "Cas"], waits)
    assert [line["source_row"] for line in lines] == [2, 3, 4]


def test_a_file_is_opened_by_what_is_in_it(tmp_path):
    book = workbook(tmp_path / "a.xlsx", {"Blad1": [FORM, ANN]})
    (tmp_path / "a.xlsx").unlink()
    (tmp_path / "b.csv").write_bytes(book)
    lines, problems = read(tmp_path, text([FORM, ZOE]), "C.XLSX")
    assert (names(lines), problems) == (["Zoë Fictiëf", "Ann Verzonnen"], [])


@pytest.mark.parametrize(
    ("name", "content", "found", "remedy"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "password", "save it as XLSX"),
        ("a.xlsx", b"PK\x03\x04 half", "damaged", "ask for it again"),
        ("a.docx", b"PK\x03\x04", "kind .docx", "copy the names into a spreadsheet"),
        ("a.PDF", b"%PDF-1.7", "kind .PDF", "copy the names into a spreadsheet"),
        ("a.csv", b"%PDF-1.7", "a PDF", "copy the names into a spreadsheet"),
        ("a.xls", b"<html><table><tr><td>Naam</td></tr></table>", "a web page", "save it as XLSX"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "an empty file", "out of the folder"),
        ("a.csv", b"\x00\x01\x02\x81", "not text", "save it as XLSX"),
        ("a.csv", b"Ann Verzonnen,CDA,10-3-2021\n", "no row of headings", "with those headings"),
        ("a.csv", b"Naam,Ann Verzonnen,Bo\nFunctie,Kamerlid CDA,bakker\n", "no row of headings", "with those headings"),
        ("lijst", b"Naam,Datum\n", "kind (none)", "copy the names into a spreadsheet"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do_and_stops_no_other(tmp_path, name, content, found, remedy):
    (tmp_path / "z.csv").write_text(text([FORM, ANN]), encoding="utf-8")
    lines, (problem,) = read(tmp_path, content, name)
    assert names(lines) == ["Ann Verzonnen"]
    assert (problem.file, problem.row, problem.severity) == (f"signatories/{name}", None, "error")
    assert found in problem.found
    assert remedy in problem.remedy


def test_lists_in_folders_below_are_read_and_links_the_readme_hidden_and_lock_files_are_no_lists(tmp_path):
    for name in ("README.md", ".gitkeep", "~$lijst.xlsx", ".~lock.lijst.ods#", "Thumbs.db", "lijst.csv~", ".git/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("nothing", encoding="utf-8")
    lines, problems = read(tmp_path, text([FORM, ANN]), "mei/lijst.csv")
    assert ([line["source_file"] for line in lines], problems) == (["mei/lijst.csv"], [])
    assert read_lists(tmp_path / "none")[0].empty


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_link_that_is_not_followed_is_reported(tmp_path):
    folder, elsewhere = tmp_path / "lists", tmp_path / "elsewhere"
    folder.mkdir(), elsewhere.mkdir()
    (folder / "gemeente").symlink_to(elsewhere, target_is_directory=True)
    (folder / "weg.csv").symlink_to(tmp_path / "nothing")
    _, problems = read_lists(folder)
    files = [(problem.file, problem.severity) for problem in problems]
    assert files == [("signatories/gemeente", "warning"), ("signatories/weg.csv", "warning")]


# Workbooks


def test_a_workbook_gives_dates_day_numbers_and_texts_alike(tmp_path):
    rows = [
        FORM[:3],
        ["Ann Verzonnen", "CDA", datetime.date(2021, 3, 10)],
        [None, None, None],
        ["Bo Bedacht", "SP", 44265],  # how Excel counts 10 March 2021
        ["Cas Fictief", 50, "10 mrt. 21"],
        ["Dee Wissel", "SP", datetime.datetime(2021, 3, 10, 14)],
    ]
    lines, problems = read(tmp_path, workbook(tmp_path / "lijst.xlsx", {"Blad1": rows}), "lijst.xlsx")
    assert ([line["source_row"] for line in lines], problems) == ([2, 4, 5, 6], [])
    assert {line["signed_on"] for line in lines} == {DAY}
    assert [line["signed_on_as_written"] for line in lines][:3] == ["2021-03-10", "44265", "10 mrt. 21"]
    assert lines[2]["organisation_as_written"] == "50"


def test_each_sheet_is_read_and_one_that_is_hidden_or_no_list_is_reported(tmp_path):
    sheets = {"Nu": [FORM, ANN], "Oud": [FORM, ZOE], "Keuzes": [["Partij"], ["CDA"], ["SP"]], "Los": [["x"]], "": []}
    book = workbook(tmp_path / "a.xlsx", {name or "Leeg": rows for name, rows in sheets.items()}, hidden="Oud")
    lines, problems = read(tmp_path, book, "a.xlsx")
    assert [(line["name_as_written"], line["source_file"]) for line in lines] == [
        ("Ann Verzonnen", "a.xlsx"), ("Zoë Fictiëf", "a.xlsx#Oud")
    ]  # fmt: skip
    assert [(p.file, p.severity) for p in problems] == [
        (f"signatories/a.xlsx#{sheet}", "warning") for sheet in ("Oud", "Keuzes", "Los")
    ]


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
 xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="Blad1">{{rows}}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
ODS_DAY = '<table:table-cell office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>'
BLANK = (
    '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
)


def test_an_ods_is_read_with_its_dates_and_without_the_million_blank_rows_below_them(tmp_path):
    head = "".join(ODS_TEXT.format(h) for h in FORM[:3])
    line = ODS_TEXT.format("Ann Verzonnen") + ODS_TEXT.format("CDA") + ODS_DAY.format("2021-03-10") + BLANK
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (head, line))
    kind, start = "application/vnd.oasis.opendocument.spreadsheet", f'xmlns:manifest="{OASIS}:manifest:1.0"'
    parts = {"mimetype": kind, "content.xml": ODS.format(rows=rows)}
    parts["META-INF/manifest.xml"] = f"<manifest:manifest {start}/>"
    (found,), _ = read(tmp_path, zipped({name: part.encode() for name, part in parts.items()}), "lijst.ods")
    assert (found["name_as_written"], found["signed_on"]) == ("Ann Verzonnen", DAY)


def test_a_cell_that_spans_rows_goes_for_each_of_them_that_has_nothing_there(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([FORM[:3], ANN[:3], ["Bo Bedacht", "SP", "11-3-2021"], ["", "", "12-3-2021"]]):
            sheet.write_row(number, 0, row)
        for column in (0, 1):
            sheet.merge_range(1, column, 4, column, ANN[column])
        sheet.write_row(2, 0, ["Bo Bedacht", "SP"])
    lines, _ = read(tmp_path, (tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen", "Bo Bedacht", "Ann Verzonnen"]
    assert [line["organisation_as_written"] for line in lines] == ["Kamerlid, CDA", "SP", "Kamerlid, CDA"]


# Headings


@pytest.mark.parametrize(
    "headings",
    [
        ["Naam: *", "Functie\n+ organisatie:", "Datum\n(dd-mm-jjjj) *"],
        ["Wat is uw naam?", "Uw functie en organisatie *", "Datum (dd-mm-jjjj)"],
        ["Naam / Name", "Organisatie / Organisation", "Datum / Date"],
        ["1. Naam", "2. Functie/organisatie", "3. Datum van ondertekening"],
        ["Full name", "Organisation / party", "Date of signing"],
        ["Naam (voluit)", "Partij/organisatie", "Getekend d.d."],
        ["\u200bNaam", "\u00a0Functie & organisatie", "Datum handtekening"],
        ["Kamerlid", "Fractie", "Datum"],
        ["Naam + functie", "Partij", "Datum"],
        ["NAME", "Party", "signed on"],
        ["Wie tekent er?", "Politieke groepering", "d.d."],
        ["Wie heeft ondertekend?", "Namens", "Ingevuld op"],
    ],
)
def test_a_heading_is_read_by_its_parts_however_it_is_put(tmp_path, headings):
    (line,), problems = read(tmp_path, text([["Ondertekenaars", "", ""], ["", "", ""], headings, ANN[:3]]))
    assert (line["name_as_written"], line["organisation_as_written"], line["signed_on"]) == (*ANN[:2], DAY)
    assert (line["function_as_written"], line["source_row"], problems) == (None, 4, [])


@pytest.mark.parametrize("heading", ["Orgaan", "Vertegenwoordigend orgaan", "Kamer", "Raad", "Body", "Chamber"])
def test_the_body_that_a_signer_sits_in_is_kept_as_written(tmp_path, heading):
    lines, _ = read(tmp_path, text([["Naam", "Datum", heading], ["Ann", "10-3-2021", "Eerste Kamer"], ["Bo"]]))
    assert [line["body_as_written"] for line in lines] == ["Eerste Kamer", None]


def test_headings_over_two_rows_are_read_as_one(tmp_path):
    rows = [["Naam", "", "Partij", "Datum"], ["Voornaam", "Achternaam", "", ""], ["Ann", "Verzonnen", *ANN[1:3]]]
    (line,), problems = read(tmp_path, text(rows))
    assert (line["name_as_written"], line["source_row"], line["signed_on"]) == ("Ann Verzonnen", 3, DAY)
    assert problems == []
    rows = [["Naam", "Partij", "Ondertekening", ""], ["", "", "Datum", "Handtekening"], ANN]
    (line,), _ = read(tmp_path, text(rows))
    assert (line["name_as_written"], line["signed_on"]) == ("Ann Verzonnen", DAY)


def test_headings_repeated_on_each_page_are_no_line_and_lines_below_others_wait(tmp_path):
    lines, problems = read(tmp_path, text([FORM, ANN, FORM, ZOE]))
    assert (names(lines), problems) == (["Ann Verzonnen", "Zoë Fictiëf"], [])
    rows = [FORM, ANN, ["Datum", "Gemeente", "Naam"], ["10-3-2021", "Zwolle", "Bo Bedacht"]]
    lines, problems = read(tmp_path, text(rows))
    assert waiting(lines) == [False, True, True]
    assert "one table in a sheet" in problems[-1].expected


@pytest.mark.parametrize(
    "rows",
    [
        [["Naam", "Functie"], ["A. de Raad", "Raadslid"], ["Ann Verzonnen", "Kamerlid"]],
        [["Naam", "Functie", "Partij", "Datum"], ["A. van de Kamer", "Kamerlid"], ANN[:2]],
        [["Naam", "Functie", "Partij"], ["van Rij", "Statenlid", ""], ["Ann Verzonnen", "lid", "CDA"]],
    ],
)
def test_somebody_with_the_name_of_a_heading_is_no_row_of_headings(tmp_path, rows):
    lines, problems = read(tmp_path, text(rows))
    assert names(lines) == [rows[1][0], "Ann Verzonnen"]
    assert not any("Verzonnen" in str(problem) for problem in problems)


def test_the_account_of_who_filled_in_a_form_did_not_sign(tmp_path):
    rows = [["Id", "Begintijd", "E-mail", "Naam", "Naam2", "Functie + organisatie", "Datum"],
            ["1", "10-3-2021 14:01", "balie@example.org", "De Balie", *ANN[:3]]]  # fmt: skip
    (line,), _ = read(tmp_path, text(rows))
    assert line["name_as_written"] == "Ann Verzonnen"


@pytest.mark.parametrize(
    ("heading", "answer", "named"),
    [
        ("Mag genoemd worden", "Ja, dat mag", True),
        ("Gaat u ermee akkoord dat wij uw naam vermelden op de website?", "Ja", True),
        ("Can we mention you publicly as a supporter?", "Yes, of course", True),
        ("naam op site j/n", "j", True),
        ("naam op site j/n", "n", False),
        ("Mogen we dit met uw naam publiceren?", "ja, mits", False),
        ("Mag je naam op de lijst openbaar worden?", "ja graag", True),
        ("Ik wil niet met naam genoemd worden", "ja", False),
        ("Akkoord met de voorwaarden", "ja", None),
        ("Wilt u anoniem blijven?", "ja", None),
        ("Privacy gelezen", "ja", None),
    ],
)
def test_a_question_about_consent_is_one_however_it_is_put_and_what_may_be_one_is_asked_about(
    tmp_path, heading, answer, named
):
    (line,), problems = read(tmp_path, text([[*FORM[:3], heading], [*ANN[:3], answer]]))
    assert line["may_be_named"] == bool(named)
    asked = any("may ask whether a signer agrees" in problem.found for problem in problems)
    assert asked == (named is None or heading.startswith("Ik wil niet"))


@pytest.mark.parametrize("rows", [[["ja, 12-4-2021"]], [["ja", "12-4-2021"]]])
def test_a_permission_counts_from_its_day_in_the_answer_or_in_a_column_of_its_own(tmp_path, rows):
    headings = [*FORM[:3], "Mag genoemd worden", "Datum toestemming"][: 3 + len(rows[0])]
    (line,), problems = read(tmp_path, text([headings, [*ANN[:3], *rows[0]]]))
    assert (line["may_be_named"], line["may_be_named_from"]) == (True, pd.Timestamp("2021-04-12"))
    assert problems == []


def test_what_no_heading_explains_is_kept_beside_and_reported_by_its_column(tmp_path):
    rows = [[*FORM[:3], "Achtergrond"], [*ANN[:3], "raadslid", "", "Bo Bedacht"]]
    (line,), (problem,) = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}), "a.xlsx")
    assert (line["name_as_written"], line["beside_as_written"]) == ("Ann Verzonnen", "raadslid")
    assert problem.found == "values of which no known heading says what they are, in column 4, column 6"


@pytest.mark.parametrize(
    "rows",
    [
        [["Naam"], ["Ann Verzonnen", "Bo Bedacht"]],
        [["E-mail", "Naam", "Raadslid", "Datum"], ["a@example.org", "Ann Verzonnen", "Bo Bedacht", "10-3-2021"]],
    ],
)
def test_a_second_name_in_a_row_is_reported(tmp_path, rows):
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen"]
    assert any("of which no known heading" in problem.found for problem in problems)


@pytest.mark.parametrize(
    ("above", "reported"), [([["Ann"]], [1]), ([["1300-deal"], ["Ann"], ["Bo"], ["Cee"]], [1, 2, 3, 4])]
)
def test_names_above_a_heading_are_reported_and_a_title_is_not(tmp_path, above, reported):
    headings = ["Naam"] if len(above) == 1 else FORM
    _, problems = read(tmp_path, text([*above, headings, ["Zed Zinloos"]]))
    assert [problem.row for problem in problems if "above the headings" in problem.found] == reported


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["Naam", "Partij", "Moment"], ANN[:3]], "not known is what is written above column 3"),
        ([FORM], "headings without a line"),
    ],
)
def test_what_a_list_lacks_as_a_whole_is_reported_once(tmp_path, rows, found):
    _, (problem,) = read(tmp_path, text(rows))
    assert found in problem.found
    assert problem.severity == "warning"


# Lines


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        (["Voornaam", "Tussenvoegsel", "Achternaam"], ["Ann", "van der", "Verzonnen"], "Ann van der Verzonnen"),
        (["Naam", "Voornaam"], ["Verzonnen", "Ann"], "Ann Verzonnen"),
        (["Naam", "Voorletters", "Tussenvoegsel(s)"], ["Verzonnen", "A.B.", "van der"], "A.B. van der Verzonnen"),
        (["Naam", "Voornaam"], ["Ann Verzonnen", "Ann"], "Ann Verzonnen"),
        (["Naam", "Voornaam"], ["Verzonnen, A.", "Ann"], "Verzonnen, A."),
        (["Naam"], ["Ann\nVerzonnen"], "Ann Verzonnen"),
    ],
)
def test_a_name_in_pieces_is_put_together(tmp_path, headings, cells, name):
    (line,), _ = read(tmp_path, text([[*headings, "Datum"], [*cells, "10-3-2021"]]))
    assert line["name_as_written"] == name


@pytest.mark.parametrize("remark", ["Totaal: 1 handtekening", "NB: nog nabellen", "Bron: het Plein", "* per mail"])
def test_blank_lines_totals_and_remarks_under_a_list_are_no_lines_and_remarks_are_reported(tmp_path, remark):
    rows = [["Nr.", *FORM], [], ["1", *ANN], ["2.", "", "", "", ""], [remark], ["", "Totaal", "1", "", ""]]
    lines, problems = read(tmp_path, text(rows))
    assert [line["source_row"] for line in lines] == [3]
    assert {(p.row, p.found) for p in problems} == {(row, "a total or remark under the list") for row in (5, 6)}


def test_a_name_under_a_list_is_a_line_and_so_is_a_remark_among_names(tmp_path):
    lines, _ = read(tmp_path, text([FORM, ["NB: belt terug", "", "", ""], ANN, ["Bo Bedacht", "", "", ""]]))
    assert names(lines) == ["NB: belt terug", "Ann Verzonnen", "Bo Bedacht"]


@pytest.mark.parametrize(
    ("heading", "sent", "read_as"),
    [
        ("Start time", ["3-10-21 14:01", "3-14-21 9:05"], ["2021-03-10", "2021-03-14"]),
        ("Begintijd", ["10-3-2021 14:01", "11-3-2021 9:05"], ["2021-03-10", "2021-03-11"]),
        ("Timestamp", ["3/10/2021 14:01:33", "3/3/2021 9:05:00"], [None, "2021-03-03"]),
        ("Date (mm/dd/yyyy)", ["3/10/2021", "03-11-2021"], ["2021-03-10", "2021-03-11"]),
        ("Datum", ["3/10/2021", "3/14/2021 14:05:00", ""], ["2021-03-10", "2021-03-14", None]),
        ("Datum", ["3/10/2021", "3/14/2021", "31/3/2021"], ["2021-10-03", None, "2021-03-31"]),
    ],
)
def test_day_and_month_are_told_apart_by_the_column_or_not_at_all(tmp_path, heading, sent, read_as):
    lines, _ = read(tmp_path, text([["Name", "Party", heading], *(["Ann Verzonnen", "CDA", day] for day in sent)]))
    assert [line["signed_on"] for line in lines] == [day and pd.Timestamp(day) for day in read_as]
    assert waiting(lines) == [day is None and text != "" for day, text in zip(read_as, sent, strict=True)]


def test_the_day_a_web_form_was_sent_counts_where_no_date_was_asked_for(tmp_path):
    sent = ["Tijdstempel", "2021/04/01 2:33:12 PM GMT+1"]
    assert read(tmp_path, text([["Naam", sent[0]], ["Ann", sent[1]]]))[0][0]["signed_on"] == pd.Timestamp("2021-04-01")
    rows = [[*FORM[:3], sent[0]], [*ANN[:3], sent[1]]]
    assert read(tmp_path, text(rows))[0][0]["signed_on"] == DAY


@pytest.mark.parametrize(
    ("days", "read_as", "precisions"),
    [
        (["10/3", "11-3-2021"], ["2021-03-10", "2021-03-11"], ["inferred", "day"]),
        (["10/3", "11-3-2021", "2-2-2022"], [None, "2021-03-11", "2022-02-02"], ["missing", "day", "day"]),
        (["10/3", ""], [None, None], ["missing", "missing"]),
        (["29 febr", "11-3-2021"], [None, "2021-03-11"], ["missing", "day"]),
    ],
)
def test_a_missing_year_is_that_of_the_other_days_where_they_agree(tmp_path, days, read_as, precisions):
    lines, _ = read(tmp_path, text([FORM, *([*ANN[:2], day] for day in days)]))
    assert [line["signed_on"] for line in lines] == [day and pd.Timestamp(day) for day in read_as]
    assert [line["signed_on_precision"] for line in lines] == precisions
    assert waiting(lines) == [bool(day) and read is None for day, read in zip(days, read_as, strict=True)]


def test_two_days_in_one_line_are_not_chosen_from(tmp_path):
    rows = [
        ["Naam", "Datum", "Datum ondertekening"],
        ["Ann", "10-3-2021", "2021-03-10"],
        ["Bo", "10-3-2021", "11-3-21"],
    ]
    lines, (problem,) = read(tmp_path, text(rows))
    assert [line["signed_on"] for line in lines] == [DAY, None]
    assert (problem.row, problem.column, problem.found) == (3, "Datum ondertekening", "2 days of signing that differ")


@pytest.mark.parametrize(
    ("heading", "answers", "refused"),
    [
        ("Getekend?", ["ja", "nee", "", "10-3-2021", "nog niet", "toegezegd"], [False, True, True, False, True, True]),
        ("Getekend", ["", ""], [False, False]),
        ("Handtekening", ["x", "", "get.", "nee", "ontbreekt"], [False, False, False, True, True]),
        ("Ingetrokken", ["", "nee", "ja, 3 mei"], [False, False, True]),
        ("Heeft u eerder iets anders ondertekend?", ["ja", "nee"], [False, False]),
    ],
)
def test_who_did_not_sign_says_another_column(tmp_path, heading, answers, refused):
    rows = [[*FORM[:3], heading], *([*ANN[:3], answer] for answer in answers)]
    lines, problems = read(tmp_path, text(rows))
    assert rejected(lines) == refused
    assert {problem.column for problem in problems} <= {heading}


@pytest.mark.parametrize(
    ("rows", "waits"),
    [
        ([["Krabbel", "Partij", "Datum"], ["Ann Verzonnen", "CDA", "10-3-2021"]], False),
        ([["Partij", "Datum"], ["CDA", "10-3-2021", "Ann Verzonnen"]], False),
        ([["Aanhef", "Naam", "Partij", "Datum"], ["Mevr. A. Verzonnen", "", "CDA", "10-3-2021"]], False),
        ([["Naam", "Achternaam", "Datum"], ["Bo Bedacht", "Verzonnen", "10-3-2021"]], True),
        ([["E-mail", "Naam", "E-mail 2", "Naam 2", "Datum"], ["a@a.nl", "Bo Bedacht", "b@b.nl", "A Verzonnen"]], True),
        ([FORM[:3] + FORM[:3], ANN[:3] + ZOE[:3]], True),
    ],
)
def test_a_party_or_another_does_not_sign_by_the_line_of_two(tmp_path, rows, waits):
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}), "a.xlsx")
    assert (waiting(lines), rejected(lines)) == ([waits], [not waits])
    assert not any("Verzonnen" in str(problem) for problem in problems), "a report names no signatory"


def test_a_line_that_cannot_be_read_is_kept_with_its_reason_and_reported_by_file_row_and_column(tmp_path):
    rows = "Ann,CDA,31-2-2021\nBo,Kamerlid, SP,10-3-2021\n,,10-3-2021\nCas Fictief,SP,10-3-2021\nSP,lid,Dee Wissel\n"
    lines, problems = read(tmp_path, "Naam,Functie + organisatie,Datum (Eef Twijfel)\n" + rows)
    assert (rejected(lines), waiting(lines)) == ([False] * 2 + [True] + [False] * 2, [True] * 2 + [False] * 2 + [True])
    assert [(p.file, p.row, p.column, p.found) for p in problems] == [
        ("signatories/lijst.csv", 2, "Datum", "'31-2-2021'"),
        ("signatories/lijst.csv", 3, None, "4 values under 3 headings"),
        ("signatories/lijst.csv", 4, "Naam", "neither a name nor an organisation"),
        ("signatories/lijst.csv", 6, "Datum", "a text that is no day"),
    ]
    assert "Dee Wissel" in lines[4]["waits_because"], "which a report does not say"


def test_two_columns_of_sources_give_two_links(tmp_path):
    rows = [["Naam", "Datum", "Bron", "Bron 2"], ["Ann Verzonnen", "10-3-2021", "https://a.nl", "https://b.nl"]]
    assert [line["source_as_written"] for line in read(tmp_path, text(rows))[0]] == ["https://a.nl|https://b.nl"]


# Any list

CELLS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)
LIKELY = st.sampled_from(
    ["", " ", "Ann Verzonnen", "Naam", "Partij", "Datum", '"', '""', "a;b", "a,b", "10-3-2021", "7", "é"]
)
ROWS = st.one_of(*(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=6) for cells in (CELLS, LIKELY)))


@settings(max_examples=80, deadline=None)
@given(
    rows=ROWS,
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16", "workbook"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[["Naam", "Partij", "Datum", ""]] * 3, separator=";", encoding="utf-8", line_end="\n")
@example(rows=[["", "", "", "Datum"]], separator=",", encoding="utf-8", line_end="\n")
@example(rows=[["", "", "id", "id"]], separator=",", encoding="utf-8", line_end="\n")
def test_as_many_lines_come_out_as_are_in_a_list(rows, separator, encoding, line_end):
    with tempfile.TemporaryDirectory() as folder:
        if encoding == "workbook":
            lines, _ = read(Path(folder), workbook(Path(folder) / "a.xlsx", {"Blad1": [FORM, *rows]}), "a.xlsx")
        else:
            lines, _ = read(Path(folder), text([FORM, *rows], separator, line_end).encode(encoding))
    read_rows = [line["source_row"] for line in lines]
    texts = {n: [part for cell in row if (part := cell.strip("\u00ad \u00a0"))] for n, row in enumerate(rows, 2)}
    filled = [number for number, row in texts.items() if row]
    assert read_rows == [number for number in filled if number in read_rows]
    for number in set(filled) - set(read_rows):
        repeats_headings = len(texts[number]) > 1 and set(texts[number]) <= {"Naam", "Partij", "Datum", "#"}
        is_second_row_of_headings = number == 2 and texts[number] == ["Datum"]
        assert repeats_headings or is_second_row_of_headings or texts[number] == ["7"], "the number of a line is none"


def test_the_eight_parties_of_10_march_2021_are_in_the_house_as_a_list():
    # https://maakhetzichtbaar.nl/1300-deal/ names these eight; NL Times wrote of them on 10 March 2021.
    lines, _ = read_lists(PROJECT / "data" / "signatories")
    own = lines[lines["source_file"] == "parties-2021-03-10.csv"]
    written = ["CDA", "PvdA", "SP", "GroenLinks", "SGP", "ChristenUnie", "D66", "Partij voor de Dieren (PVDD)"]
    assert list(own["organisation_as_written"]) == written
    assert own["name_as_written"].isna().all()
    assert set(own["signed_on_precision"]) == {"at_the_latest"}
    assert set(own["signed_on"]) == {DAY}
