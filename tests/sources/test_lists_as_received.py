"""What offices, web forms and volunteers make of a list; every person in them is invented."""

import csv
import datetime
import io
import os
import tempfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.sources.signature_lists import read_lists
from support.mutations import zipped

FORM = ["Naam", "Functie + organisatie", "Datum", "Handtekening"]
ANN = ["Ann Verzonnen", "Kamerlid, CDA", "10-3-2021", "x"]
ZOE = ["Zoë Fictiëf", "SP", "11-3-2021", ""]
DAY = pd.Timestamp("2021-03-10")


def text(rows: list[list[str]], separator: str = ";", line_end: str = "\r\n") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=line_end).writerows(rows)
    return written.getvalue()


def read(folder: Path, content: bytes | str, name: str = "lijst.csv") -> tuple[list[dict], list]:
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    lines, problems = read_lists(folder)
    return lines.astype(object).where(lines.notna(), None).to_dict("records"), problems


def names(lines: list[dict]) -> list[str | None]:
    return [line["name_as_written"] for line in lines]


def reasons(lines: list[dict]) -> list[bool]:
    return [line["unreadable_because"] is not None for line in lines]


def waiting(lines: list[dict]) -> list[bool]:
    return [line["waits_because"] is not None for line in lines]


def workbook(
    path: Path, sheets: dict[str, list[list[object]]], merged: tuple[int, ...] = (), hidden: str = ""
) -> bytes:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
            if merged:
                sheet.merge_range(*merged, rows[merged[0]][merged[1]])
            if name == hidden:
                sheet.hide()
    return path.read_bytes()


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
    ],
)
def test_a_heading_is_known_however_it_is_put(tmp_path, headings):
    (line,), problems = read(tmp_path, text([headings, ANN[:3]]))
    assert (line["name_as_written"], line["organisation_as_written"], line["signed_on"]) == (*ANN[:2], DAY)
    assert problems == []


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("utf-16", "\r\n"), ("utf-16-le", "\n"), ("utf-16-be", "\r\n"), ("cp850", "\r\n"),
                               ("mac_roman", "\r"), ("cp1252", "\r\n"), ("utf-8", "\r")]
)  # fmt: skip
def test_letters_come_out_right_whatever_program_saved_them(tmp_path, encoding, line_end):
    lines, _ = read(tmp_path, text([FORM, ANN, ZOE], "\t", line_end).encode(encoding))
    assert names(lines) == ["Ann Verzonnen", "Zoë Fictiëf"]


def test_signs_that_nobody_sees_are_no_part_of_a_name(tmp_path):
    lines, _ = read(tmp_path, text([FORM, ["\ufeffAnn Ver\u00adzonnen\u200b", *ANN[1:]]]))
    assert names(lines) == ["Ann Verzonnen"], "a decision holds the name to the letter"


@pytest.mark.parametrize("wrong", ["cp1252", "mac_roman"])
@pytest.mark.parametrize("name", ["Zoë Fictiëf", "André Müller-Çelik", "Ann Verzonnen’s", "Şevval Ağaoğlu"])
def test_letters_that_a_wrong_encoding_spoilt_are_mended(tmp_path, name, wrong):
    spoilt = b"".join(bytes([byte]) for byte in name.encode()).decode(wrong, errors="surrogateescape")
    spoilt = "".join(chr(ord(sign) - 0xDC00) if "\udc80" <= sign <= "\udcff" else sign for sign in spoilt)
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


def test_spaces_between_separator_and_quotation_mark_do_not_matter(tmp_path):
    (line,), _ = read(tmp_path, 'Naam; Partij; Datum\n"Ann Verzonnen"; "CDA"; "10-3-2021"\n')
    assert (line["organisation_as_written"], line["signed_on"]) == ("CDA", DAY)


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
    ],
)
def test_a_file_that_does_not_open_says_what_to_do(tmp_path, name, content, found, remedy):
    lines, (problem,) = read(tmp_path, content, name)
    assert lines == []
    assert found in problem.found
    assert remedy in problem.remedy
    assert problem.severity == "error"


def test_headings_over_two_rows_are_read_as_one(tmp_path):
    rows = [
        ["Naam", "", "Partij", "Datum"],
        ["Voornaam", "Achternaam", "", ""],
        ["Ann", "Verzonnen", "CDA", "10-3-2021"],
    ]
    (line,), problems = read(tmp_path, text(rows))
    assert (line["name_as_written"], line["source_row"], line["signed_on"]) == ("Ann Verzonnen", 3, DAY)
    assert problems == []
    rows = [["Naam", "Partij", "Ondertekening", ""], ["", "", "Datum", "Handtekening"], ANN]
    (line,), _ = read(tmp_path, text(rows))
    assert (line["name_as_written"], line["signed_on"]) == ("Ann Verzonnen", DAY)


def test_a_second_table_in_a_sheet_is_read_under_its_own_headings(tmp_path):
    below = [["Gemeenteraden"], ["Datum", "Gemeente", "Naam", "Partij"], ["10-3-2021", "Zwolle", "Bo Bedacht", "SP"]]
    lines, _ = read(tmp_path, text([["Naam", "Partij"], ["Ann Verzonnen", "CDA"], *below]))
    assert names(lines) == ["Ann Verzonnen", "Gemeenteraden", "Bo Bedacht"]
    assert (lines[2]["organisation_as_written"], lines[2]["signed_on"]) == ("SP", DAY)


def test_headings_with_an_unknown_one_among_them_are_a_line_too_lest_one_is_lost(tmp_path):
    below = [["Naam", "Partij", "Moment"], ["Bo Bedacht", "SP", "11-3-2021"]]
    lines, _ = read(tmp_path, text([FORM[:3], ANN[:3], *below]))
    assert (names(lines), reasons(lines)) == (["Ann Verzonnen", "Naam", "Bo Bedacht"], [False, True, False])
    assert lines[2]["signed_on"] is None, "under Moment, not under Datum any more"


def test_tables_side_by_side_are_not_read_as_one_person(tmp_path):
    lines, (problem,) = read(tmp_path, text([FORM[:3] + FORM[:3], ANN[:3] + ZOE[:3], ANN[:3]]))
    assert waiting(lines) == [True, False]
    assert (problem.row, problem.column) == (2, "Naam")


def test_a_sheet_sorted_headings_and_all_loses_no_line(tmp_path):
    lines, _ = read(tmp_path, text([["Ann Verzonnen", "CDA", "10-3-2021", ""]] * 30 + [FORM, ZOE]))
    assert len(lines) == 31
    assert not any(reasons(lines))


@pytest.mark.parametrize(
    "remark", ["Totaal: 1 handtekening", "NB: nog nabellen", "Bron: de actie op het Plein", "* per mail"]
)
def test_totals_and_remarks_under_a_list_are_no_lines_and_told_nor_are_numbers_of_empty_lines(tmp_path, remark):
    rows = [["Nr.", *FORM], ["1", *ANN], ["2.", "", "", "", ""], [remark, "", "", "", ""], ["", "Totaal", "1", "", ""]]
    lines, problems = read(tmp_path, text(rows))
    assert [line["source_row"] for line in lines] == [2]
    assert {(problem.row, problem.found) for problem in problems} == {
        (row, "a total or remark under the list") for row in (4, 5)
    }


def test_a_name_under_a_list_is_a_line_and_so_is_a_remark_among_names(tmp_path):
    lines, _ = read(tmp_path, text([FORM, ["NB: belt terug", "", "", ""], ANN, ["Bo Bedacht", "", "", ""]]))
    assert names(lines) == ["NB: belt terug", "Ann Verzonnen", "Bo Bedacht"]


def test_the_account_of_who_filled_in_a_form_did_not_sign(tmp_path):
    rows = [["Id", "Begintijd", "E-mail", "Naam", "Naam2", "Functie + organisatie", "Datum"],
            ["1", "10-3-2021 14:01", "balie@example.org", "De Balie", *ANN[:3]]]  # fmt: skip
    (line,), _ = read(tmp_path, text(rows))
    assert line["name_as_written"] == "Ann Verzonnen"


@pytest.mark.parametrize(
    ("heading", "sent", "read_as"),
    [
        ("Start time", ["3-10-21 14:01", "3-14-21 9:05"], ["2021-03-10", "2021-03-14"]),
        ("Begintijd", ["10-3-2021 14:01", "11-3-2021 9:05"], ["2021-03-10", "2021-03-11"]),
        ("Timestamp", ["3/10/2021 14:01:33", "3/3/2021 9:05:00"], [None, "2021-03-03"]),
        ("Date (mm/dd/yyyy)", ["3/10/2021", "03-11-2021"], ["2021-03-10", "2021-03-11"]),
    ],
)
def test_day_and_month_are_told_apart_by_the_column_or_not_at_all(tmp_path, heading, sent, read_as):
    lines, _ = read(tmp_path, text([["Name", "Party", heading], *(["Ann Verzonnen", "CDA", day] for day in sent)]))
    assert [line["signed_on"] for line in lines] == [day and pd.Timestamp(day) for day in read_as]
    assert waiting(lines) == [day is None for day in read_as]


def test_two_days_in_one_line_are_not_chosen_from(tmp_path):
    rows = [
        ["Naam", "Datum", "Datum ondertekening"],
        ["Ann Verzonnen", "10-3-2021", "2021-03-10"],
        ["Bo", "10-3-2021", "11-3-2021"],
    ]
    lines, (problem,) = read(tmp_path, text(rows))
    assert [line["signed_on"] for line in lines] == [DAY, None]
    assert (problem.row, problem.column, problem.found) == (3, "Datum ondertekening", "2 days of signing that differ")


@pytest.mark.parametrize(
    ("headings", "cells", "name"),
    [
        (["Naam", "Voornaam"], ["Verzonnen", "Ann"], "Ann Verzonnen"),
        (["Naam", "Voorletters", "Tussenvoegsel(s)"], ["Verzonnen", "A.B.", "van der"], "A.B. van der Verzonnen"),
        (["Naam", "Voornaam"], ["Ann Verzonnen", "Ann"], "Ann Verzonnen"),
        (["Naam", "Voornaam"], ["Verzonnen, A.", "Ann"], "Verzonnen, A."),
        (["Naam"], ["Ann\nVerzonnen"], "Ann Verzonnen"),
    ],
)
def test_a_name_beside_a_given_name_is_the_surname(tmp_path, headings, cells, name):
    (line,), _ = read(tmp_path, text([[*headings, "Datum"], [*cells, "10-3-2021"]]))
    assert line["name_as_written"] == name


@pytest.mark.parametrize(
    ("heading", "answers", "refused"),
    [
        ("Getekend?", ["ja", "nee", "", "10-3-2021", "nog niet", "toegezegd"], [False, True, True, False, True, True]),
        ("Getekend", ["", ""], [False, False]),
        ("Handtekening", ["x", "", "get.", "nee", "ontbreekt"], [False, False, False, True, True]),
        ("Ingetrokken", ["", "nee", "ja, 3 mei"], [False, False, True]),
    ],
)
def test_who_did_not_sign_says_another_column(tmp_path, heading, answers, refused):
    rows = [
        ["Naam", "Partij", "Datum", heading],
        *(["Ann Verzonnen", "CDA", "10-3-2021", answer] for answer in answers),
    ]
    lines, problems = read(tmp_path, text(rows))
    assert reasons(lines) == refused
    assert {problem.column for problem in problems} <= {heading}


def test_a_party_does_not_sign_by_the_line_of_a_person_under_an_unknown_heading(tmp_path):
    (line,), problems = read(tmp_path, text([["Krabbel", "Partij", "Datum"], ["Ann Verzonnen", "CDA", "10-3-2021"]]))
    assert line["unreadable_because"] is not None
    assert [problem.column for problem in problems] == ["column 1"]
    assert not any("Verzonnen" in str(problem) for problem in problems), "a report names no signatory"


def test_a_yes_with_a_condition_is_no_consent(tmp_path):
    answers = {
        "ja": True,
        "Ja, dat mag": True,
        "ja, maar niet mijn naam": False,
        "ja/nee": False,
        "Ja, mits anoniem": False,
    }
    rows = [["Naam", "Datum", "Mag uw naam genoemd worden?"], *(["Ann", "10-3-2021", answer] for answer in answers)]
    lines, _ = read(tmp_path, text(rows))
    assert [line["may_be_named"] for line in lines] == list(answers.values())


def test_a_heading_that_asks_for_the_opposite_gives_no_consent(tmp_path):
    rows = [["Naam", "Datum", "Ik wil niet genoemd worden"], ["Ann Verzonnen", "10-3-2021", "ja"]]
    assert [line["may_be_named"] for line in read(tmp_path, text(rows))[0]] == [False]


def test_two_columns_of_sources_give_two_links(tmp_path):
    rows = [["Naam", "Datum", "Bron", "Bron 2"], ["Ann Verzonnen", "10-3-2021", "https://a.nl", "https://b.nl"]]
    assert [line["source_as_written"] for line in read(tmp_path, text(rows))[0]] == ["https://a.nl|https://b.nl"]


def test_a_cell_that_spans_rows_goes_for_each_of_them(tmp_path):
    rows = [FORM[:3], ANN[:3], ["Bo Bedacht", None, "11-3-2021"], [None, None, None]]
    lines, _ = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}, merged=(1, 1, 3, 1)), "a.xlsx")
    assert [line["organisation_as_written"] for line in lines] == ["Kamerlid, CDA"] * 2


def test_a_name_that_stands_under_a_cell_that_spans_rows_is_not_lost(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([FORM[:3], ANN[:3], ["Bo Bedacht", "SP", "11-3-2021"], ["", "", "12-3-2021"]]):
            sheet.write_row(number, 0, row)
        for column in (0, 1):
            sheet.merge_range(1, column, 3, column, ANN[column])
        sheet.write_row(2, 0, ["Bo Bedacht", "SP"])
    lines, _ = read(tmp_path, (tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen", "Bo Bedacht", "Ann Verzonnen"]
    assert [line["organisation_as_written"] for line in lines] == ["Kamerlid, CDA", "SP", "Kamerlid, CDA"]


def test_a_note_beside_a_table_does_not_spoil_the_line_in_a_workbook(tmp_path):
    lines, problems = read(
        tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": [FORM, [*ANN, None, "nabellen"]]}), "a.xlsx"
    )
    assert (names(lines), lines[0]["unreadable_because"]) == (["Ann Verzonnen"], None)
    (told,) = problems
    assert told.severity == "warning" and told.found.endswith("what they are, in column 6")


def test_whoever_may_have_signed_beside_a_table_in_a_workbook_is_told(tmp_path):
    beside = [None, "Bo Bedacht", "CDA", "10-3-2021"]
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": [FORM, [*ANN, *beside]]}), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen"]
    assert [(p.file, p.severity) for p in problems] == [("signatories/a.xlsx", "warning")]
    assert problems[0].found.endswith("of which no known heading says what they are, in column 6, column 7")


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


@pytest.mark.parametrize(
    "rows",
    [
        [["Naam"], ["Ann Verzonnen", "Bo Bedacht"]],
        [["Naam", "Datum"], ["Ann Verzonnen", datetime.date(2021, 3, 10), None, "Bo Bedacht", "x"]],
        [["E-mail", "Naam", "Raadslid", "Datum"], ["a@example.org", "Ann Verzonnen", "Bo Bedacht", "10-3-2021"]],
    ],
)
def test_a_second_name_in_a_row_is_told(tmp_path, rows):
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen"]
    assert any("of which no known heading" in problem.found for problem in problems)


@pytest.mark.parametrize(
    "rows",
    [
        [["Partij", "Datum"], ["CDA", "10-3-2021", "Ann Verzonnen"]],
        [["Aanhef", "Naam", "Partij", "Datum"], ["Mevr. A. Verzonnen", "", "CDA", "10-3-2021"]],
        [["Naam", "Achternaam", "Datum"], ["Bo Bedacht", "Verzonnen", "10-3-2021"]],
        [["E-mail", "Naam", "E-mail 2", "Naam 2", "Datum"], ["a@a.nl", "Bo Bedacht", "b@b.nl", "A Verzonnen", ""]],
    ],
)
def test_a_party_or_another_does_not_sign_by_the_line_of_two(tmp_path, rows):
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"Blad1": rows}), "a.xlsx")
    assert reasons(lines) == [not waits for waits in waiting(lines)]
    assert not any("Verzonnen" in str(problem) for problem in problems), "a report names no signatory"


def test_what_is_told_of_one_table_is_told_of_the_next_as_well(tmp_path):
    first = [["Krabbel", "Partij", "Datum"], ["Ann Verzonnen", "CDA", "10-3-2021"]]
    second = [["Medeondertekend door", "Naam", "Datum"], ["Bo Bedacht", "Cee Fictief", "10-3-2021"]]
    book = workbook(tmp_path / "a.xlsx", {"A": first, "B": second})
    _, problems = read(tmp_path, book, "a.xlsx")
    assert [problem.file for problem in problems if "of which no known heading" in problem.found] == [
        "signatories/a.xlsx#B"
    ]


@pytest.mark.parametrize(
    ("above", "told"), [([["Ann"]], [1]), ([["1300-deal"], ["Ann"], ["Bo"], ["Cee"]], [1, 2, 3, 4])]
)
def test_names_above_a_heading_are_told(tmp_path, above, told):
    headings = ["Naam"] if len(above) == 1 else FORM
    _, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", {"A": [*above, headings, ["Zed Zinloos"]]}), "a.xlsx")
    assert [problem.row for problem in problems if "above the headings" in problem.found] == told


def test_a_title_and_a_remark_above_the_headings_are_no_names(tmp_path):
    _, problems = read(
        tmp_path, workbook(tmp_path / "a.xlsx", {"A": [["1300-deal"], ["van maart"], FORM, ANN]}), "a.xlsx"
    )
    assert problems == []


def test_a_heading_is_told_without_what_stands_in_brackets(tmp_path):
    _, (problem,) = read(
        tmp_path, text([["Naam", "Partij", "Datum (Bo Bedacht)"], ["Ann Verzonnen", "CDA", "31-2-2021"]])
    )
    assert problem.column == "Datum"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_link_that_is_not_followed_is_told(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "gemeente").symlink_to(elsewhere, target_is_directory=True)
    (folder / "weg.csv").symlink_to(tmp_path / "nothing")
    _, problems = read_lists(folder)
    assert [(problem.file, problem.severity) for problem in problems] == [
        ("signatories/gemeente", "warning"),
        ("signatories/weg.csv", "warning"),
    ]


def test_a_sheet_with_the_name_of_a_page_is_refused(tmp_path):
    book = workbook(tmp_path / "a.xlsx", {"Blad1": [FORM, ANN]})
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"Blad1", b"x" * 500_000)
    _, (problem,) = read(tmp_path, zipped(parts), "a.xlsx")
    assert (problem.severity, problem.found) == ("error", "a sheet with a name of 500,000 characters")


def test_a_hidden_sheet_and_a_list_of_choices_are_told(tmp_path):
    sheets = {"Nu": [FORM, ANN], "Oud": [FORM, ZOE], "Keuzes": [["Partij"], ["CDA"], ["SP"]]}
    lines, problems = read(tmp_path, workbook(tmp_path / "a.xlsx", sheets, hidden="Oud"), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen", "Zoë Fictiëf"], "the parties to choose from did not sign"
    assert [(p.file, p.severity) for p in problems] == [
        ("signatories/a.xlsx#Oud", "warning"), ("signatories/a.xlsx#Keuzes", "warning")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([["Naam", "Partij", "Moment"], ANN[:3]], "not known is what stands above column 3"),
        ([FORM], "headings without a line"),
    ],
)
def test_what_a_list_lacks_as_a_whole_is_told_once(tmp_path, rows, found):
    _, (problem,) = read(tmp_path, text(rows))
    assert found in problem.found
    assert problem.severity == "warning"


def test_what_cannot_be_read_is_told_by_file_row_and_column(tmp_path):
    _, (problem,) = read(tmp_path, text([FORM, ["Ann Verzonnen", "CDA", "31-2-2021", ""]]))
    assert (problem.file, problem.row, problem.column) == ("signatories/lijst.csv", 2, "Datum")
    assert problem.found == "'31-2-2021'"


def test_a_heading_that_may_be_a_name_is_not_told(tmp_path):
    rows = [["Naam", "Ann Verzonnen", "Van Bo Bedacht"], ["Functie", "Kamerlid, CDA", "Kamerlid, SP"]]
    lines, problems = read(tmp_path, text(rows))
    assert len(lines) == 1 and len(problems) == 2
    assert not any(name in str(problem) for problem in problems for name in ("Verzonnen", "Bedacht"))
    assert "column 2, column 3" in problems[1].found


def test_a_name_in_the_column_of_dates_is_not_told(tmp_path):
    lines, (problem,) = read(tmp_path, text([FORM, ["CDA", "Kamerlid", "Ann Verzonnen", ""]]))
    assert "Verzonnen" not in str(problem)
    assert "Verzonnen" in lines[0]["waits_because"]


CELLS = st.text(st.characters(codec="cp1252", exclude_categories=["Cc"]), max_size=12)
LINES = st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=6)
LIKELY = st.sampled_from(
    ["", " ", "Ann Verzonnen", "Naam", "Partij", "Datum", '"', '""', "a;b", "a,b", "10-3-2021", "7", "é"]
)
ROWS = st.one_of(LINES, st.lists(st.lists(LIKELY, min_size=4, max_size=4), max_size=6))


@settings(max_examples=80, deadline=None)
@given(
    rows=ROWS,
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
@example(rows=[["Naam", "Partij", "Datum", ""]] * 3, separator=";", encoding="utf-8", line_end="\n")
@example(rows=[["", "", "id", "id"]], separator=",", encoding="utf-8", line_end="\n")
def test_as_many_lines_come_out_as_are_in_a_text(rows, separator, encoding, line_end):
    with tempfile.TemporaryDirectory() as folder:
        lines, _ = read(Path(folder), text([FORM, *rows], separator, line_end).encode(encoding))
    assert_none_is_lost(lines, rows)


@settings(max_examples=30, deadline=None)
@given(rows=ROWS)
def test_as_many_lines_come_out_as_are_in_a_workbook(rows):
    with tempfile.TemporaryDirectory() as folder:
        book = workbook(Path(folder) / "a.xlsx", {"Blad1": [FORM, *rows]})
        lines, _ = read(Path(folder), book, "a.xlsx")
    assert_none_is_lost(lines, rows)


def assert_none_is_lost(lines: list[dict], rows: list[list[str]]) -> None:
    """Assert that each row that holds anything is a line, but for rows that repeat headings and nothing else."""
    read_rows = [line["source_row"] for line in lines]
    told = {
        number: [text for cell in row if (text := cell.strip("\u00ad \u00a0"))] for number, row in enumerate(rows, 2)
    }
    filled = [number for number, texts in told.items() if texts]
    assert read_rows == [number for number in filled if number in read_rows]
    for number in set(filled) - set(read_rows):
        repeats_headings = len(told[number]) > 1 and set(told[number]) <= {"Naam", "Partij", "Datum", "#"}
        assert repeats_headings or told[number] == ["7"], "the number of a line is none"


def test_a_date_cell_and_a_text_are_one_day(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, FORM)
        sheet.write_row(1, 0, ["Ann Verzonnen", "CDA"])
        sheet.write_datetime(1, 2, datetime.datetime(2021, 3, 10, 14), book.add_format({"num_format": "d-m-yyyy"}))
    (line,), _ = read(tmp_path, path.read_bytes(), "a.xlsx")
    assert line["signed_on"] == DAY, "counted from 1904"
