"""Nothing about a single victim gets into data/: it is refused by headings and by values, in each table and list.

Numbers of citizens are of those that the government keeps for tests (they begin with 99999); all else is made up.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from analysis import sources
from analysis.core.problems import InputError, Problem
from analysis.sources import OWN_DATA
from analysis.sources.case_level import in_folder, in_sheets
from analysis.sources.contracts import own_tables
from analysis.sources.list_files import Sheet
from analysis.sources.signature_lists import read_lists
from analysis.sources.table_files import rows_of_table
from support import bad_input
from support.cases import cases
from support.known_answers import typed
from support.months import reconciled

CITIZEN = "999999400"
LIST = [["Naam", "Functie + organisatie", "Datum"], ["Xandra Voorbeeld", "Kamerlid, D66", "15-4-2021"]]
SIGNERS = "signatories/lijst.csv"


def refused(data: Path) -> list[str]:
    """What `briefing check` refuses for this reason, without the rest of it, which takes longer."""
    return only_refused([*in_folder(data, "signatories"), *read_lists(data / "signatories")[1]])


def only_refused(problems: Iterable[Problem]) -> list[str]:
    return [str(p) for p in problems if p.severity == "error" and "single victim" in p.expected]


def found(*rows: list[str], of_signers: bool = True) -> list[str]:
    return [
        f"{p.row} {p.column}: {p.found}" for p in in_sheets("x.csv", [Sheet("", list(rows))], of_signers=of_signers)
    ]


def written(path: Path, rows: list[list[str]]) -> None:
    path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")


def test_no_real_table_and_no_list_of_parties_is_refused() -> None:
    assert in_folder(OWN_DATA, "signatories") == []
    assert only_refused(read_lists(OWN_DATA / "signatories")[1]) == []


def beside(heading: str, value: str = "x") -> list[list[str]]:
    return [[*LIST[0], heading], [*LIST[1], value]]


def test_a_patient_may_stand_among_the_signers_of_a_list_and_be_the_heading_of_no_table() -> None:
    rows = [["Naam", "Functie", "Datum"], ["W. Nergens", "patiënt", "10-3-2021"]]
    assert found(*rows) == []
    assert found(*reversed(rows)) != []
    assert found(*rows, of_signers=False) != []


@pytest.mark.parametrize("row", cases("case_level_headings"))
def test_a_column_about_a_victim_beside_names_is_refused_and_what_a_list_may_ask_is_not(
    row: dict[str, str],
) -> None:
    expected = f"1 column 4: what looks like a column about single persons, {row['heading']!r}"
    assert found(*beside(row["heading"])) == ([expected] if row["case"] == "refused" else [])


@pytest.mark.parametrize("row", cases("case_level_values"))
def test_a_value_of_a_case_or_a_person_is_refused_and_what_only_resembles_it_is_not(row: dict[str, str]) -> None:
    for of_signers, kind in ((True, row["on_a_list"]), (False, row["elsewhere"])):
        expected = [f"2 column 4: what looks like {kind}"] if kind else []
        assert found(*beside("Opmerking", row["text"]), of_signers=of_signers) == expected


SHEETS = {
    "one cell": (["Naam", "Functie", "Datum"], lambda name, day: [name["full_name"], "kandidaat", day]),
    "surname": (["Voornaam", "Tussenvoegsel", "Achternaam", "Datum"], lambda name, day: [*name["parts"], day]),
    "surname first": (["Naam", "Datum"], lambda name, day: [f"{name['parts'][2]}, {name['parts'][0]}", day]),
    "one text": (["Naam"], lambda name, day: [f"{name['full_name']} {day}"]),
}


@pytest.mark.parametrize("shape", SHEETS)
@pytest.mark.parametrize("day", ["10-3-2021", "10 maart 2021", "2021-03-10"])
def test_the_name_of_no_candidate_or_member_beside_a_day_is_data_about_a_victim(shape: str, day: str) -> None:
    tables = [pd.read_csv(OWN_DATA / f"{name}.csv", dtype="str").fillna("") for name in ("candidates", "members")]
    people = pd.concat(tables).to_dict("records")
    parts = ("given_name", "tussenvoegsel", "family_name")
    headings, row = SHEETS[shape]
    rows = [row({"full_name": each["full_name"], "parts": [each[part] for part in parts]}, day) for each in people]
    assert found(headings, *rows) == []


@pytest.mark.parametrize("row", cases("case_level_sheets"))
def test_a_sheet_of_cases_is_refused_in_whatever_shape_it_is(row: dict[str, str]) -> None:
    assert found(*(line.split(";") for line in row["sheet"].splitlines())), row["case"]


LAYOUTS: dict[str, Callable[[str, str], list[list[str]]]] = {
    "in front": lambda heading, value: [[heading, "Regio"], [value, "Nergens"], [value, "Elders"]],
    "at the end": lambda heading, value: [["Jaar", "Regio", heading], ["2020", "Nergens", value]],
    "beside names": lambda heading, value: [["Naam", heading, "Datum"], ["W. Nergens", value, "10-3-2021"]],
    "below titles": lambda heading, value: [["Overzicht"], ["mei 2021"], [], [heading, "Regio"], [value, "Nergens"]],
    "in capitals": lambda heading, value: [["REGIO", heading.upper()], ["Nergens", value]],
    "with marks": lambda heading, value: [["1. Regio *", f"2. {heading}: *"], ["Nergens", value]],
    "behind empty columns": lambda heading, value: [[*[""] * 30, heading], [*[""] * 30, value]],
    "one case in two columns": lambda heading, value: [["Regio", "Nergens"], [heading, value], ["Jaar", "2020"]],
    "in one cell a row": lambda heading, value: [[f"Regio|{heading}|Jaar"], [f"Nergens|{value}|2020"]],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_column_about_a_victim_is_refused_in_each_layout(layout: str) -> None:
    refused_headings = [row["heading"] for row in typed("case_level_headings") if row["case"] == "refused"]
    assert [heading for heading in refused_headings if not found(*LAYOUTS[layout](heading, "x"))] == []


def test_of_nine_digits_those_that_pass_the_eleven_test_are_of_a_citizen() -> None:
    numbers = [str(number) for number in range(999999000, 1_000_000_000)]
    passed = [n for n in numbers if in_sheets("x.csv", [Sheet("", [[n]])], of_signers=True)]
    assert CITIZEN in passed
    assert len(passed) == pytest.approx(1_000 / 11, abs=2)
    assert found(["LEID"], *([number] for number in numbers)) == [], "a column of numbers that a form gives"
    assert len(found(["Nummer"], *([number] for number in passed))) == len(passed)


def test_a_heading_says_which_number_is_of_something_else_and_which_town_is_no_birth() -> None:
    refused = {("Ordernummer", CITIZEN): False, ("RSIN", CITIZEN): False, ("Formulier ID", CITIZEN): False}
    refused |= {("Nummer", CITIZEN): True, ("Woonplaats", "Born"): False}
    for (heading, value), is_refused in refused.items():
        rows = [["Naam", heading, "Datum"], ["Xandra Voorbeeld", value, "12-3-2021"]]
        assert bool(found(*rows)) == is_refused, heading


def test_a_number_that_was_found_is_never_shown_and_what_to_do_is_said(data: Path) -> None:
    written(data / SIGNERS, beside("Opmerking", f"{CITIZEN} geboren 12-3-2004 zaaknr 12345 Wilhelmina Nergens"))
    report = "\n".join(map(str, sources.examine(data)[1]))
    assert f"{SIGNERS}:2: column 4: found what looks like a day of birth" in report
    assert "take the file out of data/ and delete it" in report
    assert not any(secret in report for secret in (CITIZEN, "12-3-2004", "12345", "Nergens"))


def test_a_table_with_a_name_added_beside_its_figures_is_refused(data: Path) -> None:
    path = data / "figures.csv"
    header, _, rows = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(f"{header},geboortedatum\n{rows}", encoding="utf-8")
    assert refused(data)[0].startswith("figures.csv:1: column 22: found what looks like a column about single persons")
    path.write_text(f"{header},name\n{rows}", encoding="utf-8")
    with pytest.raises(InputError, match=r"figures\.csv:1: found a header that differs at column 22"):
        rows_of_table(data, own_tables()["figures"])


def test_a_note_in_any_table_that_tells_of_one_person_is_refused(data: Path) -> None:
    expected = []
    for file in ("decisions/figures.csv", "figures.csv", "publications.csv"):
        lines = (data / file).read_text(encoding="utf-8").splitlines()
        last, end = lines[-1].removesuffix('"'), '"' if lines[-1].endswith('"') else ""
        for value in (CITIZEN, "05-123456-20", "geboren 12-3-2004", "06-12345678", "Verzonnenstraat 12"):
            lines.append(f"{last} {value}{end}")
            expected.append(f"{file}:{len(lines)}: column ")
        (data / file).write_text("\n".join(lines) + "\n", encoding="utf-8")
    reported = refused(data)
    assert len(reported) == len(expected)
    assert all(line.startswith(start) for line, start in zip(reported, expected, strict=True)), reported


def test_a_workbook_with_cases_anywhere_in_data_is_refused_whatever_it_is_called(data: Path) -> None:
    (data / "intern").mkdir()
    for path in ("signatories/mei/lijst.xlsx", "casussen.xlsx", "intern/x.xlsx"):
        (data / path).parent.mkdir(exist_ok=True)
        with xlsxwriter.Workbook(data / path) as book:
            book.add_worksheet("lijst").write_row(0, 0, LIST[0])
            sheet = book.add_worksheet("meer")
            sheet.write_row(2, 1, ["Naam", "Leeftijd", "Geboortedatum"])
            sheet.write_row(3, 1, ["Wilhelmina Nergens", 15, "12-3-2004"])
    places = sorted({reported.split(": found")[0] for reported in refused(data)})
    assert places == [f"{p}#meer:3: column 4" for p in ("casussen.xlsx", "intern/x.xlsx", "signatories/mei/lijst.xlsx")]


def test_a_file_without_a_row_of_names_that_holds_cases_is_reported_as_such(data: Path) -> None:
    written(data / "signatories/x.csv", [["Casus", "Leeftijd", "Plaats"], ["1", "15", "Verzonnen"]])
    assert refused(data)[0].startswith("signatories/x.csv:1: column 1: found what looks like a column about single")


def test_text_beside_the_tables_is_looked_into_and_what_can_not_be_is_reported(data: Path) -> None:
    (data / "notities.md").write_text(f"Gebeld over {CITIZEN}\n", encoding="utf-8")
    (data / "dossier.pdf").write_bytes(b"%PDF-1.7 x")
    assert refused(data)[0].startswith("notities.md:1: column 1: found what looks like the number of a citizen")
    reported = [p for p in in_folder(data, "signatories") if p.file == "dossier.pdf"]
    assert [(p.found, p.severity) for p in reported] == [("a file of kind .pdf", "warning")]


def test_no_value_that_nobody_printed_is_a_count_of_a_few_people() -> None:
    """Two printed numbers can give away a cell that a publisher left out (docs/privacy.md)."""
    derived = reconciled("2026-10").figures.derived_figures
    persons = derived[derived["unit"] == "persons"]["value"]
    assert len(persons) > 0
    assert persons.min() > 100


@pytest.mark.parametrize("word", ["zaaknr", "cliëntnummer", "geboren op", "geb", "straat", "pl0900-2020", "06", "9999"])
@pytest.mark.parametrize("character", [".", " ", "-", "/", "/a-"])
def test_a_page_of_what_could_begin_such_a_number_is_read_in_no_time(word: str, character: str) -> None:
    with bad_input.held_to(5):
        reported = found(["note"], [f"{word}{character}" * (50_000 // len(word))], of_signers=False)
    is_a_number = (word, character) == ("06", " ")
    assert reported == (["2 column 1: what looks like a telephone number"] if is_a_number else [])
