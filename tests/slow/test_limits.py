"""What would fill the memory is refused by file, with the limit and what to do; nothing of it is read first."""

import io
import re
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from analysis import sources
from analysis.core.folders import sha256_of
from analysis.core.problems import InputError, Problem
from analysis.publish.manifest import Manifest
from analysis.sources import limits
from analysis.sources.signature_lists import read_lists
from analysis.sources.table_texts import unreadable
from support import bad_input
from support.mutations import zipped
from support.project import PROJECT

GUIDE = (PROJECT / "docs" / "monthly.md").read_text(encoding="utf-8")
_NAMES = (
    *("TABLE_BYTES", "LIST_BYTES", "UNPACKED_BYTES", "ROWS", "COLUMNS", "CELLS"),
    *("CELL_CHARACTERS", "TABLE_CELL_CHARACTERS", "NAME_CHARACTERS", "TEXT_CHARACTERS"),
)
FORM = b"Naam,Partij,Datum\n"
GIGABYTE = 1_000_000_000


def hollow(file: Path, size: int) -> Path:
    """A file of a size that takes no room on the disk."""
    with file.open("wb") as content:
        content.truncate(size)
    return file


def only_problem(folder: Path) -> Problem:
    lines, (problem,) = read_lists(folder)
    assert lines.empty
    assert (problem.severity, problem.row) == ("error", None)
    assert "out of the folder" in problem.remedy
    return problem


@pytest.mark.parametrize("names", [("figures.csv", "decisions/parties.csv"), ("datapackage.json",)])
def test_a_table_or_a_contract_of_a_gigabyte_is_refused_unread(names: tuple[str, ...], tmp_path: Path) -> None:
    data = bad_input.small_data(tmp_path)
    for name in names:
        hollow(data / name, GIGABYTE)
    tracemalloc.start()
    with pytest.raises(InputError, match="found a file of 1,000 MB, expected at most 20 MB; restore") as refused:
        sources.read_tables(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {problem.file for problem in refused.value.problems} == set(names)
    assert peak < GIGABYTE / 10


@pytest.mark.parametrize("name", ["lijst.csv", "lijst.xlsx", "lijst.ods"])
def test_a_list_of_a_gigabyte_is_refused_unread(name: str, tmp_path: Path) -> None:
    hollow(tmp_path / name, GIGABYTE)
    problem = only_problem(tmp_path)
    assert (problem.found, problem.expected) == ("a file of 1,000 MB", "at most 50 MB")


def test_a_manifest_of_a_gigabyte_counts_as_none(tmp_path: Path) -> None:
    hollow(tmp_path / "manifest.json", GIGABYTE)
    assert Manifest.read(tmp_path).outputs == {}


def test_the_checksum_of_an_input_takes_no_memory_for_its_size(tmp_path: Path) -> None:
    file = hollow(tmp_path / "figures.csv", 60_000_000)
    tracemalloc.start()
    assert len(sha256_of(file)) == 64
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


@pytest.mark.parametrize(
    ("content", "found", "expected"),
    [
        (FORM + b"x" * 10_000_000, "a cell of 10,000,000 characters in row 2", "at most 32,767"),
        (FORM + b'"' + b"x" * 10_000_000, "a cell of 10,000,000 characters in row 2", "at most 32,767"),
        (FORM + b"," * 1_000_000, "1,000,001 columns", "at most 1,000"),
        (b"Naam" + b",x" * 1_000_000, "1,000,001 columns", "at most 1,000"),
        (FORM + b"A,SP,\n" * 200_000, "200,001 rows", "at most 200,000"),
    ],
    ids=["a cell of 10 MB", "one in quotes", "a million columns", "a million headings", "a line too many"],
)
def test_a_list_beyond_a_limit_is_refused_with_the_limit(
    content: bytes, found: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "lijst.csv").write_bytes(content)
    problem = only_problem(tmp_path)
    assert (problem.found, problem.expected) == (found, expected)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"a,b\n" + b"x" * 5_001, "a cell of 5,001 characters in row 2, expected at most 5,000"),
        (b"a,b\n" + b"x" * 100_000, "a cell of 100,000 characters in row 2, expected at most 5,000"),
        (b"a,b\n" + b"x" * 10_000_000, "a cell of 10,000,000 characters in row 2, expected at most 5,000"),
        (b"a" + b",x" * 1_000_000, "1,000,001 columns, expected at most 1,000"),
        (b"a\n" * 200_001, "200,001 rows, expected at most 200,000"),
    ],
    ids=["one too many", "a long cell", "a cell of 10 MB", "a million columns", "a row too many"],
)
def test_a_table_beyond_a_limit_is_refused_with_the_limit(content: bytes, found: str, tmp_path: Path) -> None:
    (tmp_path / "seats.csv").write_bytes(content)
    columns = [{"name": "a"}, {"name": "b"}]
    problem = unreadable(tmp_path, {"path": "seats.csv", "schema": {"fields": columns}})
    assert problem is not None
    at = f"row {problem.row}: " if problem.row else ""
    assert f"{at}{problem.found}, expected {problem.expected}".startswith(found)


# The processor and the memory that a page of these took as a name grew with its square: minutes, and 12 GB.
PAGE_OF = ["x", "a ", "AB ", "D66 ", "v.d. ", "jan van ", "(a) ", "@a.nl ", "partij van de ", "ß", "ﬁ"]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> bad_input.ReadLists:
    folder = tmp_path_factory.mktemp("lists")
    return bad_input.ReadLists(bad_input.small_data(folder), folder / "signatories")


@pytest.mark.parametrize(
    ("column", "what", "most"),
    [(0, "name", "500"), (1, "function", "1,000"), (2, "organisation", "1,000"), (3, "body", "1,000")],
)
def test_a_text_of_a_page_is_no_name_and_its_line_is_rejected(
    column: int, what: str, most: str, lists: bad_input.ReadLists
) -> None:
    texts = [(text * 30_000)[:30_000].strip() for text in PAGE_OF]
    row = ["Quastaaov", "lid", "D66", "Tweede Kamer", "10-3-2021"]
    headings = ["Naam", "Functie", "Organisatie", "Orgaan", "Datum"]
    rows = [headings, *([*row[:column], text, *row[column + 1 :]] for text in texts), row]
    with bad_input.held_to(10):
        read, problems, resolved = lists.read("lijst.csv", bad_input.as_csv(rows))
    found = [f"a text of {len(text):,} characters as the {what}" for text in texts]
    told = [(p.row, p.column, p.found, p.expected) for p in problems if p.severity == "warning" and p.column]
    wanted = [(number, headings[column], each, f"at most {most}") for number, each in enumerate(found, start=2)]
    assert [each for each in wanted if each not in told] == []
    lines = resolved.signatures.sort_values("source_row")
    assert lines["outcome"].tolist() == [*["rejected"] * len(texts), "not_in_parliament"]
    assert lines["because"].tolist()[:-1] == [f"found {each}, expected at most {most}" for each in found]
    assert len(read) == len(rows) - 1


@pytest.mark.parametrize(("what", "most"), [("name", limits.NAME_CHARACTERS), ("organisation", limits.TEXT_CHARACTERS)])
def test_a_text_at_its_limit_is_read(what: str, most: int, lists: bad_input.ReadLists) -> None:
    for length, outcome in ((most, "not_in_parliament"), (most + 1, "rejected")):
        row = {"name": "Quastaaov", "organisation": "lid"} | {what: "Quastaaov ".ljust(length, "e")}
        rows = [["Naam", "Organisatie", "Datum"], [row["name"], row["organisation"], "10-3-2021"]]
        _, _, resolved = lists.read("lijst.csv", bad_input.as_csv(rows))
        assert resolved.signatures["outcome"].tolist() == [outcome]


def test_a_name_put_together_from_two_columns_has_one_limit(lists: bad_input.ReadLists) -> None:
    rows = [["Voornaam", "Achternaam", "Datum"], ["Jan " * 100, "Quastaaov " * 20, "10-3-2021"]]
    _, (problem,), _ = lists.read("lijst.csv", bad_input.as_csv(rows))
    assert (problem.column, problem.found) == ("Voornaam", "a text of 599 characters as the name")


def test_a_message_quotes_the_start_of_a_value_that_is_a_page() -> None:
    said = str(Problem("seats.csv", 2, "party_id", repr("x" * 30_000), "a party", "correct it"))
    assert said == f"seats.csv:2: party_id: found '{'x' * 499} … (30,002 characters), expected a party; correct it"


SHEET = "xl/worksheets/sheet1.xml"


def with_part(name: str, part: bytes) -> bytes:
    """Return a workbook with another part."""
    return zipped(parts_of_workbook() | {name: part})


def parts_of_workbook() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(bad_input.LISTS["d.xlsx"])) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def with_sheet(old: bytes, new: bytes) -> bytes:
    """Return a workbook of 15 rows and 5 columns with something else in its first sheet."""
    return with_part(SHEET, parts_of_workbook()[SHEET].replace(old, new))


def with_merged(*areas: str) -> bytes:
    merged = "".join(f'<mergeCell ref="{area}"/>' for area in areas).encode()
    return with_sheet(b"</sheetData>", b"</sheetData><mergeCells>" + merged + b"</mergeCells>")


def test_a_small_workbook_that_unpacks_into_a_huge_one_is_refused(tmp_path: Path) -> None:
    content = with_part("xl/media/image1.bmp", bytes(limits.UNPACKED_BYTES))
    (tmp_path / "lijst.xlsx").write_bytes(content)
    assert len(content) < limits.UNPACKED_BYTES / 100
    megabytes = limits.UNPACKED_BYTES // 1_000_000
    problem = only_problem(tmp_path)
    assert problem.found == f"a workbook of {megabytes + 1} MB once it is unpacked"
    assert problem.expected == f"at most {megabytes} MB"


def test_a_workbook_that_says_it_is_smaller_than_it_is_is_refused(tmp_path: Path) -> None:
    content = with_part("xl/media/image1.bmp", b"0" * 2_000_000)
    size = struct.pack("<L", 2_000_000)
    assert content.count(size) == 2, "in front of the part, and in the list of parts"
    (tmp_path / "lijst.xlsx").write_bytes(content.replace(size, struct.pack("<L", 10)))
    assert only_problem(tmp_path).found == "a workbook that is damaged or is none"


FAR_APART = "filled cells in a sheet of 1,048,576 rows and 16,384 columns"
ON_TOP = "merged cells on top of each other in the sheet Blad1"
WITHOUT_PLACES = b"<row><c><v>1</v></c></row>" * 4_000 + b"<row>" + b"<c><v>1</v></c>" * 9_000 + b"</row>"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (with_sheet(b' r="A2"', b' r="XFD1048576"'), FAR_APART),
        (with_sheet(b' r="A2"', b" r = 'xfd1048576'"), FAR_APART),
        (with_sheet(b' r="A2"', b' r="A1000000"'), "1,000,000 rows (sheet Blad1)"),
        (with_sheet(b' r="A2"', b' r="BCD2"'), "1,434 columns (sheet Blad1)"),
        (
            with_sheet(b"<sheetData>", b"<sheetData>" + WITHOUT_PLACES),
            "filled cells in a sheet of 4,017 rows and 9,000 columns",
        ),
        (with_merged(*["B2:B15"] * 6), ON_TOP),
        (with_merged("XFD1:XFD9", *["B2:B1048576"] * 6), ON_TOP),
        (with_merged(*["B2:C9", "A90:A99"] * 11), ON_TOP),
    ],
    ids=["far apart", "otherwise written", "rows", "columns", "without places", "merged", "to the end", "below"],
)
def test_a_sheet_that_would_fill_the_memory_is_refused_before_it_is_laid_out(
    content: bytes, found: str, tmp_path: Path
) -> None:
    (tmp_path / "lijst.xlsx").write_bytes(content)
    assert only_problem(tmp_path).found == found


@pytest.mark.parametrize(
    "areas",
    [[f"A{row}:E{row}" for row in range(1, 16)], ["B900000:B900009"] * 99, ["XFD1:XFD1048576"] * 99, ["B15:B2"] * 99],
    ids=["all cells", "below", "beside", "upside down"],
)
def test_merged_cells_side_by_side_or_beside_the_sheet_change_nothing(areas: list[str], tmp_path: Path) -> None:
    (tmp_path / "lijst.xlsx").write_bytes(bad_input.LISTS["d.xlsx"])
    own, _ = read_lists(tmp_path)
    (tmp_path / "lijst.xlsx").write_bytes(with_merged(*areas))
    lines, _ = read_lists(tmp_path)
    assert lines.equals(own) and not lines.empty


def test_a_cell_that_is_repeated_a_billion_times_is_refused(tmp_path: Path) -> None:
    rows = bad_input.ods_rows([["Naam"]])
    rows = rows.replace("<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">')
    rows = rows.replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="1000" ')
    (tmp_path / "lijst.ods").write_bytes(bad_input.ods(rows))
    assert only_problem(tmp_path).found == "filled cells in a sheet of 1,048,576 rows and 1,000 columns"


def test_the_guide_names_each_limit() -> None:
    told = GUIDE.partition("## How large a file may be")[2].partition("\n## ")[0]
    for name in _NAMES:
        value = getattr(limits, name)
        written = limits.megabytes(value) if name.endswith("BYTES") else f"{value:,}"
        assert re.search(rf"(?<![\d,]){re.escape(written)}(?!,?\d)", told), name
