"""Lists of signatories as received; every person in them is invented."""

import datetime
import zipfile
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from analysis.sources.signature_lists import COLUMNS, read_lists
from analysis.sources.signing_dates import read_signing_date
from support.project import PROJECT

OWN_LISTS = PROJECT / "data" / "signatories"
FORM = "Naam,Functie + organisatie,Datum\n"
DAY = pd.Timestamp("2021-03-10")


def write(folder: Path, text: str, name: str = "lijst.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return folder


def lines_of(folder: Path) -> pd.DataFrame:
    lines, problems = read_lists(folder)
    assert [p for p in problems if p.severity == "error"] == []
    assert {name: str(kind) for name, kind in lines.dtypes.items()} == COLUMNS
    return lines


def only_line(folder: Path) -> pd.Series:
    lines = lines_of(folder)
    assert len(lines) == 1
    return lines.iloc[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_encoding_and_separator_gives_the_same_line(tmp_path, encoding, separator):
    text = "Naam|Functie|Datum\r\nZoë van Verzonnen|Kamerlid|10-3-2021\r\n".replace("|", separator)
    line = only_line(write(tmp_path, text, encoding=encoding))
    assert (line["name_as_written"], line["function_as_written"]) == ("Zoë van Verzonnen", "Kamerlid")
    assert (line["source_file"], line["source_row"], line["signed_on"]) == ("lijst.csv", 2, DAY)


def test_headings_come_in_any_order_case_and_language(tmp_path):
    line = only_line(
        write(tmp_path, "SIGNED ON;Organisation;Remark;Function;name\n2021-03-10;CDA;x;MP;Ann Verzonnen\n")
    )
    assert (line["name_as_written"], line["function_as_written"]) == ("Ann Verzonnen", "MP")
    assert (line["organisation_as_written"], line["signed_on"]) == ("CDA", DAY)


def test_function_and_organisation_in_one_column_are_kept_as_written(tmp_path):
    line = only_line(write(tmp_path, FORM + 'Ann Verzonnen,"Kamerlid, CDA",10 maart 2021\n'))
    assert line["organisation_as_written"] == "Kamerlid, CDA"
    assert pd.isna(line["function_as_written"])


@pytest.mark.parametrize(
    "heading", ["Orgaan", "Vertegenwoordigend orgaan", "Kamer", "Raad", "Body", "Chamber", "council"]
)
def test_the_body_that_a_signer_sits_in_is_kept_as_written(tmp_path, heading):
    text = f"Naam;Partij;{heading};Datum\nAnn Verzonnen;CDA;Eerste Kamer;10-3-2021\nBo Bedacht;SP;;10-3-2021\n"
    assert list(lines_of(write(tmp_path, text))["body_as_written"].fillna("none")) == ["Eerste Kamer", "none"]


def test_a_list_without_a_column_for_the_body_names_none(tmp_path):
    assert pd.isna(only_line(write(tmp_path, FORM + "Ann Verzonnen,CDA,10-3-2021\n"))["body_as_written"])


def test_the_day_a_web_form_was_sent_counts_where_no_date_was_asked_for(tmp_path):
    line = only_line(write(tmp_path, "Tijdstempel,Naam,Partij\n2021/03/10 2:33:12 PM GMT+1,Ann Verzonnen,CDA\n"))
    assert (line["signed_on"], line["signed_on_precision"]) == (DAY, "day")
    asked = "Timestamp,Name,Party,Date\n2021/04/01 2:33:12 PM GMT+1,Ann Verzonnen,CDA,10-3-2021\n"
    assert only_line(write(tmp_path, asked))["signed_on"] == DAY


def test_a_list_has_its_dates_in_one_order(tmp_path):
    american = FORM + "Ann Verzonnen,CDA,3/10/2021\nBo Bedacht,SP,3/14/2021 14:05:00\nCas Fictief,SP,\n"
    assert list(lines_of(write(tmp_path, american))["signed_on"].dropna()) == [DAY, pd.Timestamp("2021-03-14")]
    lines, _ = read_lists(write(tmp_path, american + "Dee Wissel,SP,31/3/2021\n"))
    refused = list(lines["waits_because"].notna())
    assert refused == [False, True, False, False], "both orders in one list: the day is in front, as here"


def test_a_name_in_pieces_is_put_together(tmp_path):
    text = "Voornaam;Tussenvoegsel;Achternaam;Datum\nAnn;van der;Verzonnen;10-3-2021\nBo;;Bedacht;10-3-2021\n"
    assert list(lines_of(write(tmp_path, text))["name_as_written"]) == ["Ann van der Verzonnen", "Bo Bedacht"]


def test_blank_lines_are_no_lines_but_keep_their_place_in_the_count(tmp_path):
    lines = lines_of(write(tmp_path, FORM + "\n,,\nAnn Verzonnen,CDA,10-3-2021\n\n  ,  ,\nBo Bedacht,SP,10-3-2021\n\n"))
    assert list(lines["source_row"]) == [4, 7]


def test_a_title_above_the_headings_is_skipped(tmp_path):
    line = only_line(write(tmp_path, "Ondertekenaars van de deal,,\n,,\n" + FORM + "Ann Verzonnen,CDA,10-3-2021\n"))
    assert (line["name_as_written"], line["source_row"]) == ("Ann Verzonnen", 4)


def test_a_line_that_cannot_be_read_is_kept_with_its_reason_and_warned_of(tmp_path):
    text = (
        FORM + "Ann Verzonnen,CDA,gisteren\nBo Bedacht,Kamerlid, SP,10-3-2021\n,,10-3-2021\nCas Fictief,SP,10-3-2021\n"
    )
    lines, problems = read_lists(write(tmp_path, text))
    assert list(lines["unreadable_because"].isna()) == [True, True, False, True]
    assert "gisteren" in lines["waits_because"][0]
    assert "4 values under 3 headings" in lines["waits_because"][1]
    assert "neither a name" in lines["unreadable_because"][2]
    assert [(p.file, p.row, p.severity) for p in problems] == [
        ("signatories/lijst.csv", n, "warning") for n in (2, 3, 4)
    ]
    assert not any("Verzonnen" in str(p) or "Bedacht" in str(p) for p in problems), "a report names no signatory"


def test_a_quotation_mark_that_is_never_closed_swallows_no_line(tmp_path):
    lines = lines_of(
        write(tmp_path, FORM + 'Ann Verzonnen,CDA,10-3-2021\n"Bo Bedacht,SP,10-3-2021\nCas Fictief,SP,10-3-2021\n')
    )
    assert list(lines["source_row"]) == [2, 3, 4]
    assert list(lines["waits_because"].isna()) == [True, False, True]
    assert list(lines["name_as_written"]) == ["Ann Verzonnen", "Bo Bedacht", "Cas Fictief"]


def test_two_stray_quotation_marks_swallow_no_line(tmp_path):
    text = FORM + '"Ann Verzonnen,CDA,10-3-2021\nBo Bedacht,SP,10-3-2021\nCas Fictief",SP,10-3-2021\n'
    assert list(lines_of(write(tmp_path, text))["source_row"]) == [2, 3, 4]


def test_a_cell_of_two_lines_is_one_value(tmp_path):
    line = only_line(write(tmp_path, FORM + 'Ann Verzonnen,"Kamerlid\nCDA",10-3-2021\n'))
    assert line["organisation_as_written"] == "Kamerlid\nCDA"


def book(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        days = workbook.add_format({"num_format": "d-m-yyyy"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, datetime.date):
                        sheet.write_datetime(r, c, cell, days)
                    elif cell is not None:
                        sheet.write(r, c, cell)
    return path.parent


HEADINGS = ["Naam", "Functie + organisatie", "Datum"]


def test_a_workbook_gives_dates_day_numbers_and_texts_alike(tmp_path):
    rows = [
        HEADINGS,
        ["Ann Verzonnen", "CDA", datetime.date(2021, 3, 10)],
        [None, None, None],
        ["Bo Bedacht", "SP", 44265],  # 44265: how Excel counts 10 March 2021
        ["Cas Fictief", 50, "10 mrt. 21"],
    ]
    lines = lines_of(book(tmp_path / "lijst.xlsx", {"Blad1": rows}))
    assert list(lines["source_row"]) == [2, 4, 5]
    assert set(lines["signed_on"]) == {DAY}
    assert list(lines["signed_on_as_written"]) == ["2021-03-10", "44265", "10 mrt. 21"]
    assert lines["organisation_as_written"][2] == "50"


def test_each_sheet_of_a_workbook_is_read_and_one_without_headings_is_warned_of(tmp_path):
    folder = book(
        tmp_path / "lijst.xlsx",
        {
            "Een": [HEADINGS, ["Ann Verzonnen", "CDA", "10-3-2021"]],
            "Twee": [HEADINGS, ["Bo Bedacht", "SP", "10-3-2021"]],
            "Los": [["zomaar iets"]],
            "Leeg": [],
        },
    )
    lines, problems = read_lists(folder)
    assert list(lines["source_file"]) == ["lijst.xlsx", "lijst.xlsx#Twee"]
    assert [(p.file, p.severity) for p in problems] == [("signatories/lijst.xlsx#Los", "warning")]


OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"
 xmlns:office="{OASIS}:office:1.0" xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0"><office:body>
<office:spreadsheet><table:table table:name="Blad1">{{rows}}</table:table></office:spreadsheet></office:body>
</office:document-content>"""
ODS_TEXT = '<table:table-cell office:value-type="string"><text:p>{0}</text:p></table:table-cell>'
ODS_DAY = '<table:table-cell office:value-type="date" office:date-value="{0}"><text:p>{0}</text:p></table:table-cell>'


def test_an_ods_is_read_with_its_dates(tmp_path):
    head = "".join(ODS_TEXT.format(h) for h in HEADINGS)
    line = ODS_TEXT.format("Ann Verzonnen") + ODS_TEXT.format("CDA") + ODS_DAY.format("2021-03-10")
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in (head, line))
    with zipfile.ZipFile(tmp_path / "lijst.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        archive.writestr("META-INF/manifest.xml", manifest)
    read = only_line(tmp_path)
    assert (read["name_as_written"], read["signed_on"]) == ("Ann Verzonnen", DAY)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.csv", b""),
        ("zonder-koppen.csv", b"Ann Verzonnen,CDA,10-3-2021\n"),
        ("kapot.xlsx", b"PK\x03\x04 broken"),
        ("geen-tekst.csv", b"\x00\x01\x02\x81"),
        ("lijst.pdf", b"%PDF-1.7"),
        ("lijst", b"Naam,Datum\n"),
    ],
)
def test_a_file_that_is_no_list_is_an_error_that_stops_no_other(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    write(tmp_path, FORM + "Ann Verzonnen,CDA,10-3-2021\n")
    lines, problems = read_lists(tmp_path)
    assert list(lines["source_file"]) == ["lijst.csv"]
    assert [(p.file, p.row, p.severity) for p in problems] == [(f"signatories/{name}", None, "error")]
    assert "Naam" in problems[0].expected or "CSV" in problems[0].remedy


def test_the_readme_hidden_and_lock_files_are_no_lists(tmp_path):
    for name in ("README.md", ".gitkeep", "~$lijst.xlsx", ".~lock.lijst.ods#", "Thumbs.db", "lijst.csv~", ".git/x.csv"):
        write(tmp_path, "nothing", name)
    assert read_lists(tmp_path)[1] == []
    assert lines_of(tmp_path).empty


def test_a_folder_that_is_not_there_holds_no_list(tmp_path):
    assert lines_of(tmp_path / "none").empty


def test_whoever_does_not_say_yes_may_not_be_named(tmp_path):
    answers = ["ja", "Ja, akkoord", "YES", "x", "nee", "", "no", "liever niet", "onbekend"]
    text = "Naam;Datum;Mag genoemd worden\n" + "".join(f"Ann Verzonnen;10-3-2021;{answer}\n" for answer in answers)
    assert list(lines_of(write(tmp_path, text))["may_be_named"]) == [True] * 4 + [False] * 5


def test_a_list_in_a_folder_below_keeps_its_path(tmp_path):
    write(tmp_path, FORM + "Ann Verzonnen,CDA,10-3-2021\n", "mei/lijst.csv")
    assert only_line(tmp_path)["source_file"] == "mei/lijst.csv"


@pytest.mark.parametrize(
    "written",
    ["2021-03-10", "10-3-2021", "10/03/2021", "10/3/21", "10.3.2021", "10 maart 2021", "10 mrt. 21", "10-mrt-2021",
     "woensdag 10 maart 2021", "wo. 10 maart 2021", "10th March 2021", "March 10, 2021", "2021-03-10T14:05:00",
     "10-3-2021 14:05", "20210310", "44265", "44265.58", "44265,58", "10-III-2021", "10 / 3 / '21", "10 03 2021",
     "10032021", "10mrt2021", "10th of March 2021", "10 de maart 2021", "10 MAART, 2021.", "10 maert 2021",
     "op 10-3-2021", "d.d. 10 maart 2021", "Wed Mar 10 2021", "2021/03/10 2:05:33 p.m. CET", "10-3-2021 om 14.05 uur",
     datetime.date(2021, 3, 10), datetime.datetime(2021, 3, 10, 14)],
)  # fmt: skip
def test_a_day_is_read_in_each_form(written):
    date = read_signing_date(written)
    assert (date.day, date.precision) == (datetime.date(2021, 3, 10), "day")


@pytest.mark.parametrize(
    "written", ["2021/03/10 2:33:12 PM GMT+1", "10/03/2021 14:33:12", "10-3-2021 9:05 am", "2021-03-10T14:05:00+01:00"]
)
def test_the_clock_of_a_web_form_does_not_matter(written):
    assert read_signing_date(written).day == datetime.date(2021, 3, 10)


@pytest.mark.parametrize(
    ("written", "month"), [("febuari", 2), ("feburari", 2), ("janauri", 1), ("augstus", 8), ("Decembr", 12)]
)
def test_one_slip_in_the_name_of_a_month_leaves_one_month(written, month):
    assert read_signing_date(f"15 {written} 2021").day == datetime.date(2021, month, 15)


@pytest.mark.parametrize("written", ["3 mrt. 21", "3-3-21", "03 March 2021"])
def test_the_third_of_march_is_not_the_third_of_anything_else(written):
    assert read_signing_date(written).day == datetime.date(2021, 3, 3)


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("uiterlijk 2021-03-10", datetime.date(2021, 3, 10), "at_the_latest"),
        ("Uiterlijk op 10 maart 2021", datetime.date(2021, 3, 10), "at_the_latest"),
        ("at the latest on 10 March 2021", datetime.date(2021, 3, 10), "at_the_latest"),
        ("maart 2021", datetime.date(2021, 3, 31), "month"),
        ("2021-02", datetime.date(2021, 2, 28), "month"),
        ("2021", datetime.date(2021, 12, 31), "year"),
        ("", None, "missing"),
        ("-", None, "missing"),
        ("onbekend", None, "missing"),
        ("n.v.t.", None, "missing"),
        ("z.d.", None, "missing"),
        ("??", None, "missing"),
        ("niet ingevuld", None, "missing"),
    ],
)
def test_a_partial_date_counts_as_its_last_day_and_says_so(written, day, precision):
    date = read_signing_date(written)
    assert (date.day, date.precision) == (day, precision)


@pytest.mark.parametrize(
    "written",
    [
        "3/14/2021",
        "31-2-2021",
        "10 maart 1921",
        "wk 10",
        "half maart 2021",
        "vrijdag",
        "10 a 2021",
        "morgen",
        "0",
        "10 xyz 2021",
        "99999",
        "mrt-21",
        "15 juny 2021",
        "100321",
        "10/11 maart 2021",
        "voor 10 maart 2021",
        "#WAARDE!",
    ],
)
def test_a_day_that_cannot_be_is_refused(written):
    with pytest.raises(ValueError, match=r"day|date"):
        read_signing_date(written)


@pytest.mark.parametrize("written", ["10 maart", "10/3", "10-03", "10 mrt.", "wo 10 mrt", "March 10", "10e mrt jl."])
def test_a_day_without_a_year_keeps_its_day_and_month(written):
    date = read_signing_date(written)
    assert (date.day, date.precision, date.month_and_day) == (None, "missing", (3, 10))
    assert date.in_year(2022).day == datetime.date(2022, 3, 10)


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
    lines = lines_of(write(tmp_path, FORM + "".join(f"Ann Verzonnen,CDA,{day}\n" for day in days)))
    assert [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in lines["signed_on"]] == read_as
    assert list(lines["signed_on_precision"]) == precisions
    assert list(lines["waits_because"].notna()) == [
        bool(text) and day is None for text, day in zip(days, read_as, strict=True)
    ]


@pytest.mark.parametrize(
    ("heading", "answer", "named"),
    [
        ("Gaat u ermee akkoord dat wij uw naam vermelden op de website?", "Ja", True),
        ("Can we mention you publicly as a supporter?", "Yes, of course", True),
        ("naam op site j/n", "j", True),
        ("naam op site j/n", "n", False),
        ("Mogen we dit met uw naam publiceren?", "uiteraard", False),
        ("Mag je naam op de lijst openbaar worden?", "ja graag", True),
        ("Ik wil niet met naam genoemd worden", "ja", False),
    ],
)
def test_a_question_whether_a_signer_agrees_to_be_named_is_one_however_it_is_put(tmp_path, heading, answer, named):
    text = f"Naam;Partij;Datum;{heading}\nAnn Verzonnen;CDA;10-3-2021;{answer}\n"
    assert only_line(write(tmp_path, text))["may_be_named"] == named


@pytest.mark.parametrize("heading", ["Akkoord met de voorwaarden", "Wilt u anoniem blijven?", "Privacy gelezen"])
def test_a_column_that_may_be_about_consent_and_is_not_understood_is_asked_about(tmp_path, heading):
    lines, problems = read_lists(write(tmp_path, f"Naam;Partij;Datum;{heading}\nAnn Verzonnen;CDA;10-3-2021;ja\n"))
    assert not lines["may_be_named"].any()
    assert any("may ask whether a signer agrees" in problem.found for problem in problems)


def test_headings_are_understood_by_their_parts_and_what_stands_under_another_is_kept_beside(tmp_path):
    text = (
        "Wie tekent er?;In welke hoedanigheid tekent u?;Politieke groepering;d.d.;Achtergrond\n"
        "Ann Verzonnen;Kamerlid;CDA;10-3-2021;raadslid\n"
    )
    line = only_line(write(tmp_path, text))
    assert (line["name_as_written"], line["function_as_written"]) == ("Ann Verzonnen", "Kamerlid")
    assert (line["organisation_as_written"], line["signed_on"], line["beside_as_written"]) == ("CDA", DAY, "raadslid")


def test_the_eight_parties_of_10_march_2021_are_in_the_house_as_a_list():
    # https://maakhetzichtbaar.nl/1300-deal/ names these eight; NL Times wrote of them on 10 March 2021.
    lines = lines_of(OWN_LISTS)
    own = lines[lines["source_file"] == "parties-2021-03-10.csv"]
    written = ["CDA", "PvdA", "SP", "GroenLinks", "SGP", "ChristenUnie", "D66", "Partij voor de Dieren (PVDD)"]
    assert list(own["organisation_as_written"]) == written
    assert own["name_as_written"].isna().all()
    assert set(own["signed_on_precision"]) == {"at_the_latest"}
    assert set(own["signed_on"]) == {DAY}
