"""What offices, web forms and volunteers make of a list; every person in them is invented."""

import datetime
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from analysis.core.problems import Problem
from analysis.sources.signature_lists import COLUMNS, read_lists
from analysis.sources.signing_dates import read_signing_date
from support.bad_input import as_csv, workbook
from support.cases import cases
from support.hostile_workbooks import ods

FORM = ["Naam", "Functie + organisatie", "Datum", "Handtekening"]
ANN = ["Ann Verzonnen", "Kamerlid, CDA", "10-3-2021", "x"]
ZOE = ["Zoë Fictiëf", "SP", "11-3-2021", "x"]
DAY = pd.Timestamp("2021-03-10")


def read(folder: Path, content: bytes | str, name: str = "lijst.csv") -> tuple[list[dict], list[Problem]]:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    lines, problems = read_lists(folder)
    assert {name: str(kind) for name, kind in lines.dtypes.items()} == COLUMNS
    return lines.astype(object).where(lines.notna(), None).to_dict("records"), problems


def names(lines: list[dict]) -> list[str | None]:
    return [line["name_as_written"] for line in lines]


# Files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(("separator", "line_end"), [(",", "\n"), (";", "\r\n"), ("\t", "\r"), ("|", "\n")])
def test_each_encoding_and_separator_gives_the_same_lines(tmp_path, encoding, separator, line_end):
    lines, problems = read(tmp_path, as_csv([FORM, ANN, ZOE], separator, line_end, encoding))
    assert (names(lines), problems) == (["Ann Verzonnen", "Zoë Fictiëf"], [])
    assert [(line["source_file"], line["source_row"]) for line in lines] == [("lijst.csv", 2), ("lijst.csv", 3)]


@pytest.mark.parametrize("name", ["Zoë Fictiëf", "André Müller-Çelik", "Ann Verzonnen’s", "Şevval Ağaoğlu"])
def test_letters_that_a_wrong_encoding_spoilt_are_put_right(tmp_path, name):
    spoilt = b"".join(bytes([byte]) for byte in name.encode()).decode("cp1252", errors="surrogateescape")
    spoilt = "".join(chr(ord(c) - 0xDC00) if "\udc80" <= c <= "\udcff" else c for c in spoilt)
    assert spoilt != name
    assert names(read(tmp_path, as_csv([FORM, [spoilt, *ANN[1:]]]))[0]) == [name]


@pytest.mark.parametrize("name", ["ANDRÉ’S Bedacht", "Ångström Ärla", "João Ção", "Ã de Â", "Zo\ufffd Fictief"])
def test_letters_that_are_right_or_lost_for_good_are_left_alone(tmp_path, name):
    assert names(read(tmp_path, as_csv([FORM, [name, *ANN[1:]]]))[0]) == [name]


def test_a_file_put_together_from_two_encodings_keeps_its_letters(tmp_path):
    lines, _ = read(tmp_path, as_csv([FORM, ZOE]) + as_csv([["Noël Bedacht", *ANN[1:]]], encoding="cp1252"))
    assert names(lines) == ["Zoë Fictiëf", "Noël Bedacht"]


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('Ann,CDA,10-3-2021\n"Bo,SP,10-3-2021\nCas,SP,10-3-2021\n', 3),
        ('"Ann,CDA,10-3-2021\nBo,SP,10-3-2021\nCas",SP,10-3-2021\n', 2),
        ('Ann,"CDA,10-3-2021\nBo,SP",10-3-2021\n', 2),
    ],
)
def test_a_file_in_which_a_quotation_mark_swallows_lines_is_refused(tmp_path, content, row):
    lines, (problem,) = read(tmp_path, f"Naam,Partij,Datum\n{content}")
    assert (lines, problem.severity) == ([], "error")
    assert f"a quotation mark that is not closed, or that is inside a value, in or above row {row}" in problem.found


@pytest.mark.parametrize("separator", ["|", "\t", ";"])
def test_a_quotation_mark_alone_in_its_cell_says_the_same_as_above_and_swallows_nothing(tmp_path, separator):
    rows = ["Naam Partij Datum", "Ann CDA 10-3-2021", 'Bo SP "', 'Cas SP "', 'Dora " "']
    lines, problems = read(tmp_path, "\n".join(row.replace(" ", separator) for row in rows) + "\n")
    assert ([line["signed_on"].day for line in lines], problems) == ([10] * 4, [])
    assert lines[3]["organisation_as_written"] == "SP"


def test_lines_that_excel_put_into_one_cell_are_separated(tmp_path):
    folded = '"Naam,""Partij"",""Datum"""\r\n"Ann Verzonnen,""CDA, Zwolle"",""10-3-2021"""\r\n'
    (tmp_path / "b.xlsx").write_bytes(workbook({"Blad1": [["Naam;Partij;Datum"], ["Bo Bedacht;SP;10-3-2021"]]}))
    lines, _ = read(tmp_path, folded, "a.csv")
    assert [(line["organisation_as_written"], line["signed_on"]) for line in lines] == [
        ("CDA, Zwolle", DAY),
        ("SP", DAY),
    ]


def test_a_file_is_opened_by_what_is_in_it(tmp_path):
    (tmp_path / "b.csv").write_bytes(workbook({"Blad1": [FORM, ANN]}))
    lines, problems = read(tmp_path, as_csv([FORM, ZOE]), "C.XLSX")
    assert (names(lines), problems) == (["Zoë Fictiëf", "Ann Verzonnen"], [])


@pytest.mark.parametrize(
    ("name", "content", "found", "remedy"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "password", "save it as XLSX"),
        ("a.xlsx", b"PK\x03\x04 half", "damaged", "ask for it again"),
        ("a.docx", b"PK\x03\x04", "kind .docx", "copy the names into one"),
        ("a.PDF", b"%PDF-1.7", "kind .PDF", "copy the names into one"),
        ("a.csv", b"%PDF-1.7", "a PDF", "copy the names into one"),
        ("a.xls", b"<html><table><tr><td>Naam</td></tr></table>", "a web page", "save it as XLSX"),
        ("a.csv", b"\xef\xbb\xbf\r\n", "an empty file", "out of the folder"),
        ("a.csv", b"\x00\x01\x02\x81", "not text", "save it as XLSX"),
        ("a.csv", b"Ann Verzonnen,CDA,10-3-2021\n", "no row of headings", "with those headings"),
        ("a.csv", b"Naam,Ann Verzonnen,Bo\nFunctie,Kamerlid CDA,bakker\n", "no row of headings", "with those headings"),
        ("lijst", b"Naam,Datum\n", "kind (none)", "copy the names into one"),
    ],
)
def test_a_file_that_is_no_list_says_what_to_do_and_stops_no_other(tmp_path, name, content, found, remedy):
    (tmp_path / "z.csv").write_bytes(as_csv([FORM, ANN]))
    lines, (problem,) = read(tmp_path, content, name)
    assert names(lines) == ["Ann Verzonnen"]
    assert (problem.file, problem.row, problem.severity) == (f"signatories/{name}", None, "error")
    assert found in problem.found
    assert remedy in problem.remedy


def test_lists_in_folders_below_are_read_and_the_readme_hidden_and_lock_files_are_no_lists(tmp_path):
    for name in ("README.md", ".gitkeep", "~$lijst.xlsx", ".~lock.lijst.ods#", "Thumbs.db", "lijst.csv~", ".git/x.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("nothing", encoding="utf-8")
    lines, problems = read(tmp_path, as_csv([FORM, ANN]), "mei/lijst.csv")
    assert ([line["source_file"] for line in lines], problems) == (["mei/lijst.csv"], [])
    assert read_lists(tmp_path / "none")[0].empty


def test_a_list_that_was_dropped_in_twice_is_named_with_the_other_one(tmp_path):
    """Byte for byte, or with the same lines in another order; one signer more makes it another list."""
    read(tmp_path, as_csv([FORM, ANN, ZOE]))
    read(tmp_path, as_csv([FORM, ANN, ZOE, ["Bo Bedacht", "SP", "12-3-2021", "x"]]), "later.csv")
    _, (problem,) = read(tmp_path, as_csv([FORM, ZOE, ANN], ";"), "lijst (1).csv")
    said = "signatories/lijst.csv: found the same lines as lijst (1).csv has, expected each list once; take one of them"
    assert str(problem).startswith(said)


def test_an_error_or_a_formula_that_was_not_worked_out_is_no_empty_name_beside_which_a_party_signs(tmp_path) -> None:
    def mark(_, sheet):
        sheet.write_formula("A2", "=B9", None, "#N/A")
        sheet.write_formula("A3", "=B9", None, "")

    rows = [["Naam", "Partij", "Datum"], *(["", party, "10-3-2021"] for party in "VCS")]
    lines, _ = read(tmp_path, workbook({"Blad1": rows}, mark), "lijst.xlsx")
    assert [bool(line["waits_because"] or line["unreadable_because"]) for line in lines] == [True, True, False]


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
    lines, problems = read(tmp_path, workbook({"Blad1": rows}), "lijst.xlsx")
    assert ([line["source_row"] for line in lines], problems) == ([2, 4, 5, 6], [])
    assert {line["signed_on"] for line in lines} == {DAY}
    assert [line["signed_on_as_written"] for line in lines][:3] == ["2021-03-10", "44265", "10 mrt. 21"]
    assert lines[2]["organisation_as_written"] == "50"


def test_each_sheet_is_read_and_one_that_is_no_list_is_reported(tmp_path):
    sheets = {"Nu": [FORM, ANN], "Oud": [FORM, ZOE], "Keuzes": [["Partij"], ["CDA"], ["SP"]], "Los": [["x"]]}
    lines, problems = read(tmp_path, workbook(sheets | {"Leeg": []}), "a.xlsx")
    assert [(line["name_as_written"], line["source_file"]) for line in lines] == [
        ("Ann Verzonnen", "a.xlsx"), ("Zoë Fictiëf", "a.xlsx#Oud")
    ]  # fmt: skip
    assert [(p.file, p.severity) for p in problems] == [
        (f"signatories/a.xlsx#{sheet}", "warning") for sheet in ("Keuzes", "Los")
    ]


def test_an_ods_is_read_with_its_dates_and_without_the_million_blank_rows_below_them(tmp_path):
    (found,), _ = read(tmp_path, ods(), "lijst.ods")
    assert (found["name_as_written"], found["signed_on"]) == ("Ann Verzonnen", DAY)


def test_a_cell_that_spans_rows_goes_for_each_of_them_that_has_nothing_there(tmp_path):
    def mark(_, sheet):
        for column in (0, 1):
            sheet.merge_range(1, column, 4, column, ANN[column])
        sheet.write_row(2, 0, ["Bo Bedacht", "SP"])

    rows = [FORM[:3], ANN[:3], ["Bo Bedacht", "SP", "11-3-2021"], ["", "", "12-3-2021"]]
    lines, _ = read(tmp_path, workbook({"Blad1": rows}, mark), "a.xlsx")
    assert names(lines) == ["Ann Verzonnen", "Bo Bedacht", "Ann Verzonnen"]
    assert [line["organisation_as_written"] for line in lines] == ["Kamerlid, CDA", "SP", "Kamerlid, CDA"]


@pytest.mark.parametrize(("sheet", "said"), [("Blad1", ""), ("Sheet 2", ""), ("Afgehaakt", "Afgehaakt")])
def test_only_a_name_that_somebody_gave_to_a_sheet_is_said_of_its_lines(tmp_path, sheet, said):
    (line,), _ = read(tmp_path, workbook({sheet: [FORM[:3], ANN[:3]]}), "a.xlsx")
    assert (line["above_as_written"] or "") == said


# Headings and lines


def described(line: dict) -> str:
    """Row, state, and what was read of a line: name, function, organisation, body, day, permission and sources."""
    state = "rejected" if line["unreadable_because"] else "waits" if line["waits_because"] else "read"
    kept = [line[f"{part}_as_written"] for part in ("name", "function", "organisation", "body")]
    precision = "" if line["signed_on_precision"] in ("day", "missing") else f" ({line['signed_on_precision']})"
    kept.append(f"{line['signed_on']:%Y-%m-%d}{precision}" if line["signed_on"] else None)
    since = f" from {line['may_be_named_from']:%Y-%m-%d}" if line["may_be_named_from"] else ""
    kept += [f"may be named{since}" if line["may_be_named"] else None, line["source_as_written"]]
    return f"{line['source_row']} {state}: " + "; ".join(filter(None, kept)).replace("\n", " / ")


@pytest.mark.parametrize("row", cases("list_cases"))
def test_a_list_gives_these_lines_and_these_problems(tmp_path, row):
    """A problem is `ROW COLUMN: what was found`; each is a warning, and names no signatory."""
    content = row["list"]
    if row["file"] == "xlsx":
        sheet = [line.split(";") for line in content.split("\n")]
        content = workbook({"Blad1": sheet})
    lines, problems = read(tmp_path, content, f"lijst.{row['file']}")
    assert [described(line) for line in lines] == row["lines"].splitlines()
    found = [f"{p.row or '-'} {p.column or '-'}: {p.found}" for p in problems]
    assert found == row["reported"].splitlines()
    assert {p.severity for p in problems} <= {"warning"}
    assert not any("Verzonnen" in str(problem) or "Wissel" in str(problem) for problem in problems)


# Days


@pytest.mark.parametrize("row", cases("signing_dates"))
def test_a_date_of_signing_is_read_as_a_day_with_its_precision_or_refused(row):
    """Where the year alone is missing, the day and month are kept (03-10)."""
    if row["precision"] == "refused":
        with pytest.raises(ValueError, match=r"day|date"):
            read_signing_date(row["written"])
        return
    date = read_signing_date(row["written"])
    without_year = "{:02}-{:02}".format(*date.month_and_day) if date.month_and_day else ""
    assert (str(date.day) if date.day else without_year, date.precision) == (row["day"], row["precision"])


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
@example(rows=[["", "", "", ":"]], separator=",", encoding="utf-8", line_end="\n")
@example(rows=[["", "", "id", "id"]], separator=",", encoding="utf-8", line_end="\n")
@example(rows=[["", "", '"', ""]], separator=",", encoding="utf-8", line_end="\n")
@example(rows=[["", "", "Datum", ""], ["Naam", "", '"', ""]], separator=",", encoding="utf-8", line_end="\n")
def test_as_many_lines_come_out_as_are_in_a_list_and_a_remark_below_is_reported(rows, separator, encoding, line_end):
    with tempfile.TemporaryDirectory() as folder:
        if encoding == "workbook":
            lines, problems = read(Path(folder), workbook({"Blad1": [FORM, *rows]}), "a.xlsx")
        else:
            written = as_csv([FORM, *rows], separator, line_end, encoding)
            # An Â before a hard space is a hard space in UTF-8, and read as that.
            assume(encoding != "cp1252" or written.isascii() or written.decode("utf-8", "ignore").encode() != written)
            lines, problems = read(Path(folder), written)
    read_rows = [line["source_row"] for line in lines]
    texts = {n: [part for cell in row if (part := cell.strip("\u00ad \u00a0"))] for n, row in enumerate(rows, 2)}
    remarks = {problem.row for problem in problems if "a total or remark" in problem.found}
    assert not remarks or min(remarks) > max(read_rows, default=0)
    filled = [number for number, row in texts.items() if row and number not in remarks]
    assert read_rows == [number for number in filled if number in read_rows]
    for number in set(filled) - set(read_rows):
        repeats_headings = len(texts[number]) > 1 and set(texts[number]) <= {"Naam", "Partij", "Datum", "#", '"'}
        assert repeats_headings or texts[number] == ["7"], "the number of a line is none"


def test_a_remark_of_pages_is_not_read_and_its_line_waits_without_a_yes_to_being_named(tmp_path):
    rows = [["Naam", "Partij", "Datum", "Mag genoemd worden", "Opmerking"]]
    rows += [["Ann Verzonnen", "CDA", "10-3-2021", "ja", "a " * (size // 2)] for size in (4_998, 5_002)]
    (short, long), _ = read(tmp_path, as_csv(rows))
    assert (short["waits_because"], len(short["beside_as_written"]), short["may_be_named"]) == (None, 4_997, True)
    assert "found a text of 5,001 characters, expected at most 5,000" in long["waits_because"]
    assert (long["beside_as_written"], long["may_be_named"]) == (None, False)
