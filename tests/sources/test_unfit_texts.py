"""What no text may hold is refused: characters that nobody sees, lines that are reversed, links that are none."""

import csv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from analysis import sources
from analysis.core.problems import Problem, made_visible, unfit_in, without_unseen
from analysis.sources.list_files import text_of
from analysis.sources.signature_lists import read_lists
from support.fewer_candidates import with_fewer_candidates
from support.hostile import Column, text_columns

# What shows nothing, or reverses the text around it, and the name that a message has for it.
UNFIT = {
    **dict.fromkeys("\x00\x1b\t\r\n\x85", "a control character"),
    **{"\u2028": "line separator", "\u2029": "paragraph separator", "\u00ad": "soft hyphen"},
    **{"\u200b": "zero width space", "\u200d": "zero width joiner", "\u200f": "right-to-left mark"},
    **{"\u202e": "right-to-left override", "\u2066": "left-to-right isolate", "\ufeff": "zero width no-break space"},
    "\U000e0041": "tag latin capital letter a",
    **dict.fromkeys("\ud800\uffff\ue000", "no letter"),
    **{"א": "hebrew letter alef", "ع": "arabic letter ain"},
}
PLAIN = [
    *("Zoë van der Göndöğan", "50PLUS", "naam\u00a0met vaste spatie", "een – streep", "€ 5", "1 < 2 & \"3\" 'vier'"),
    "日本",
]
# None leads to the web by an address that can be read.
NO_LINKS = [
    *("javascript:alert(1)", "data:text/html,a", "file:///etc/passwd", "//evil.example/", "/a", "a", "https://["),
    *("JAVASCRIPT:alert(1)", " https://a.example/", "https://a.example/ b", 'https://a.example/"onclick=a'),
    *("https://www.tweedekamer.nl@evil.example/", "https:evil.example", "https://a", "https://a.example/'"),
]
NO_ADDRESSES = ["a..b@x.example", "a@x.example?bcc=c@d.example", "a@x", ".a@x.example", '"a"@x.example', "a@x.de\n"]
NO_IDS = ["../x", "/x", "..", "c:x", "x/y", "d66\n", "D66", "é", "a\\b", "-", ".", "", " a"]
# Mail programs put another text in its place; the parts of one may come from two cells.
ENCODED = ["=?utf-8?q?D66=0D=0ABcc=3A_a=40b.example?=", "=?utf-8?b?RDY2", "D66 =?"]
UNREADABLE = {
    **dict.fromkeys([("publications.csv", "url"), ("figures.csv", "source_url"), ("contact.csv", "url")], NO_LINKS),
    **dict.fromkeys([("contact.csv", "email"), ("contacts.csv", "email")], NO_ADDRESSES),
    **{("contact.csv", "phone"): ["javascript:a"], ("parties.csv", "party_id"): NO_IDS},
    **dict.fromkeys([("contacts.csv", "office"), ("contact.csv", "organisation")], ENCODED),
    **dict.fromkeys([("parties.csv", "abbreviation"), ("party_names.csv", "name")], ENCODED),
}
OVERRIDE = "the character U+202E (right-to-left override)"


def test_a_character_that_nobody_sees_is_called_by_its_number_and_name_and_others_are_left_alone():
    said = {character: unfit_in(f"D66{character}") for character in UNFIT}
    assert said == {character: f"U+{ord(character):04X} ({name})" for character, name in UNFIT.items()}
    for text in PLAIN:
        assert (unfit_in(text), made_visible(text), without_unseen(text), text_of(text)) == ("", text, text, text)


def spoil(file: Path, column: str, values: Iterable[str], first: int) -> None:
    """Put values into a column, one a row from the row `first` on, as a spreadsheet counts them."""
    with file.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    for row, value in enumerate(values, start=first - 2):
        rows += [list(rows[-1])] if row == len(rows) else []
        rows[row][header.index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text, lineterminator="\n").writerows([header, *rows])


@pytest.fixture(scope="module")
def reported(tmp_path_factory) -> list[Problem]:
    """What is reported of data with a reversed text in each text column that has a row, and more below it."""
    data = with_fewer_candidates(tmp_path_factory.mktemp("unfit") / "data")
    (data / "contacts.csv").write_text("party_id,office,email\nd66,Fractie,a@b.example\n", encoding="utf-8")
    for column in text_columns():
        if (data / column.file).exists() and len((data / column.file).read_bytes().splitlines()) > 1:
            spoil(data / column.file, column.name, ["a\u202e"], 2)
    for (file, column), texts in UNREADABLE.items():
        spoil(data / file, column, texts, 3)
    spoil(data / "seats.csv", "source_url", ["een\ntwee"], 3)
    spoil(data / "candidates.csv", "full_name", ["een\ttwee"], 3)
    for file, column in {"publications.csv": "note", "decisions/figures.csv": "reason"}.items():
        spoil(data / file, column, ["een\r\ntwee"], 3)
    return [problem for problem in sources.examine(data)[1] if problem.severity == "error"]


def rows_reported(reported: list[Problem], file: str, column: str) -> set[int | None]:
    return {problem.row for problem in reported if (problem.file, problem.column) == (file, column)}


def test_no_text_column_of_any_table_takes_a_character_that_reverses_a_line_and_each_is_reported_with_its_row(reported):
    """Asked of the contract: a column that is added is checked too."""
    found = {Column(p.file, str(p.column)) for p in reported if (p.row, p.found) == (2, OVERRIDE)}
    absent = {f"decisions/{name}.csv" for name in ("signatories", "texts", "releases", "named_signatories")}
    absent |= {"replies.csv", "verified.csv"}
    assert found == {column for column in text_columns() if column.file not in absent}
    assert len(found) > 90


def test_a_message_says_what_was_found_and_what_to_do(reported):
    said = (
        "that can be seen, from left to right, in one line; delete the text and type it anew, for the character can't"
    )
    assert f"parties.csv:2: abbreviation: found {OVERRIDE}, expected characters {said} be seen" in map(str, reported)


def test_a_line_break_is_allowed_in_what_analysts_write_for_themselves_and_nowhere_else(reported):
    for file, column in (("seats.csv", "source_url"), ("candidates.csv", "full_name")):
        assert 3 in rows_reported(reported, file, column)
    for file, column in (("publications.csv", "note"), ("decisions/figures.csv", "reason")):
        assert 3 not in rows_reported(reported, file, column)


@pytest.mark.parametrize(("file", "column"), UNREADABLE)
def test_what_becomes_a_link_an_address_a_header_or_a_folder_is_one_that_can_be_read(reported, file, column):
    expected, found = {*range(2, 3 + len(UNREADABLE[file, column]))}, rows_reported(reported, file, column)
    assert found == expected or (file.startswith("contact") and found > expected), "its last row is repeated"


# --- Lists as received


LINES = "Naam;Partij;Datum\n{};CDA;10-3-2021\n"


def name_in(folder: Path, name: str) -> str:
    (folder / "lijst.csv").write_text(LINES.format(name), encoding="utf-8")
    lines, _ = read_lists(folder)
    return str(lines["name_as_written"].iloc[0])


@pytest.mark.parametrize(
    "c", ["\u00ad", "\u200b", "\u202e", "\ufeff", "\U000e0041", "\ue000", "\x1b", "\x85", "\u2028"]
)
def test_a_character_that_nobody_sees_is_no_part_of_a_name_on_a_list(tmp_path, c):
    assert name_in(tmp_path, f"{c}Ann {c}Verzonnen{c}").split() == ["Ann", "Verzonnen"], "controls keep words apart"


@given(st.text(max_size=40))
def test_whatever_a_cell_holds_its_text_has_no_character_that_nobody_sees(text):
    read = text_of(text).replace("\n", "")
    assert made_visible(read) == read


@pytest.mark.parametrize("name", ["lijst\u202e.csv", "lijst\n.csv", "lijst\x1b[2J.csv", "lijst\udcff.csv", "a.xlsx"])
def test_a_list_whose_name_or_sheet_can_not_be_seen_is_refused_in_one_line_that_can(tmp_path, name):
    if name == "a.xlsx":
        with xlsxwriter.Workbook(tmp_path / name) as book:
            book.add_worksheet("Blad\u200b1").write_row(0, 0, ["Naam", "Partij", "Datum"])
    else:
        (tmp_path / name).write_text(LINES.format("Ann Verzonnen"), encoding="utf-8")
    lines, (problem,) = read_lists(tmp_path)
    assert (len(lines), problem.severity) == (0, "error")
    what = "sheet" if name == "a.xlsx" else "file"
    assert f"in the name of the {what}, expected letters that can be seen" in str(problem)
    assert str(problem).isprintable()


# --- What a message shows


def test_a_problem_is_one_line_that_a_terminal_only_shows():
    reported = str(Problem("a\nb.csv", 2, "\x1b[2J", "\u202e", "\ud800", "\r"))
    assert reported == "a\\nb.csv:2: \\x1b[2J: found \\u202e, expected \\ud800; \\r"


# --- XML in a workbook

ENTITIES = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "{}"><!ENTITY b SYSTEM "{}">]>'


@pytest.mark.parametrize("reference", ["&a;", "&b;"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_workbook_that_names_an_entity_is_not_given_what_it_stands_for(tmp_path, part, reference):
    """Neither a text that grows with each entity, nor a file of this machine."""
    secret, book, folder = tmp_path / "secret.txt", tmp_path / "book.xlsx", tmp_path / "lists"
    secret.write_text("geheim", encoding="utf-8")
    folder.mkdir()
    with xlsxwriter.Workbook(book) as made:
        page = made.add_worksheet("Blad1")
        page.write_row(0, 0, ["Naam", "Partij", "Datum"])
        page.write_row(1, 0, ["Ann PLAATS", "CDA", "10-3-2021"])
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(folder / "lijst.xlsx", "w") as after:
        for name in before.namelist():
            xml = before.read(name).decode()
            if name == part:
                xml = ENTITIES.format("geheim", secret.as_uri()) + xml.partition("?>")[2]
            after.writestr(name, xml.replace("PLAATS", reference))
    lines, problems = read_lists(folder)
    assert "geheim" not in lines.to_csv() + "".join(map(str, problems))
