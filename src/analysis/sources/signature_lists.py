"""Lists of signatories as received: any file name, CSV, XLSX or ODS, the headings of the form in any order.

A line is never lost and never stops a build: what can't be read stands in the table with the reason. Values are kept
as written; what they mean is for `signatories` to find.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analysis.core.characters import unfit_in
from analysis.core.problems import Problem
from analysis.core.uncollected import uncollected
from analysis.sources import case_level
from analysis.sources.list_files import IGNORED_NAMES, ListFileError, Sheet, read_sheets
from analysis.sources.list_headings import (
    ROWS_OF_TITLES,
    Table,
    headings_in,
    may_ask_consent,
    tables_in,
    unread_columns,
)
from analysis.sources.list_lines import (
    DATED,
    Fault,
    Row,
    day_orders,
    is_blank,
    is_remark,
    line_of,
    stands_above,
    without_silent_columns,
)
from analysis.sources.list_texts import text_of
from analysis.sources.signing_dates import SigningDate

_EXPECTED = "a row with Naam, Functie + organisatie, Datum"
_REMEDY = "save the list as CSV, XLSX or ODS with those headings, or take the file out of the folder"
_ROWS_OF_A_TITLE = 3
# Excel allows 31 characters: each line is called by the name of its sheet.
_LONGEST_SHEET_NAME = 100
COLUMNS = {
    "source_file": "str",
    "source_row": "Int64",
    "name_as_written": "str",
    "function_as_written": "str",
    "organisation_as_written": "str",
    "body_as_written": "str",
    "signed_on": "datetime64[us]",
    "signed_on_as_written": "str",
    "signed_on_precision": "str",
    "may_be_named": "boolean",
    "may_be_named_from": "datetime64[us]",
    "source_as_written": "str",
    "beside_as_written": "str",
    "waits_because": "str",
    "unreadable_because": "str",
}


@dataclass(frozen=True)
class _Part:
    """A sheet with the name that its lines go by, and the tables in it."""

    source_file: str
    sheet: Sheet
    tables: list[Table]


def read_lists(folder: Path) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every list in a folder and below it; a folder that is not there holds none.

    One row per line that is not blank: source_file (path below the folder; with `#sheet` for each further sheet),
    source_row (as a spreadsheet counts: the header is row 1 unless a title stands above it), name_as_written,
    function_as_written, organisation_as_written (also holds function and organisation that came in one column),
    body_as_written (the body that the signer sits in or stands for; empty without such a column), signed_on (a partial
    date: its last day), signed_on_as_written, signed_on_precision (day, at_the_latest, month, year, missing),
    may_be_named (false unless the list says yes), may_be_named_from (empty: from the signing on), source_as_written
    (links, separated by |), unreadable_because.
    The problems: an error for a file that can't be read as a list; a warning for each line that can't be read, and for
    a sheet without headings, a hidden one, a table without a column of dates and a list without lines.
    """
    paths = _files(folder)
    with uncollected():
        read = [_lines_of_file(path, folder) for path in paths]
        table = _frame([line for lines, _ in read for line in lines])
    return table, [*_no_folder(folder), *_not_followed(folder), *(problem for _, found in read for problem in found)]


def _no_folder(folder: Path) -> list[Problem]:
    """Return the problem of a file where the folder belongs: it would count as no list at all."""
    if folder.is_dir() or not folder.exists():
        return []
    remedy = "make a folder of that name and put the lists in it"
    return [Problem(folder.name, None, None, "a file", "a folder with lists", remedy)]


def _not_followed(folder: Path) -> list[Problem]:
    """Return a warning for each link to a folder, or to nothing: what lies there is not read."""
    links = (path for path in sorted(folder.rglob("*")) if path.is_symlink() and not path.is_file())
    names = (path.relative_to(folder).as_posix() for path in links)
    remedy = "put the lists themselves there, or take the link out"
    return [_file_problem(name, "a link to a folder, or to nothing", "a list", remedy) for name in names]


def _lines_of_file(path: Path, folder: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    name, problems = path.relative_to(folder).as_posix(), list[Problem]()
    try:
        _refuse_unfit("file", name)
        parts = _read_file(path, name, problems)
    except ListFileError as error:
        return [], [*problems, _file_problem(name, error.found, error.expected, error.remedy or _REMEDY, "error")]
    return [line for part in parts for line in _lines_of(part, problems)], problems


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else iter(())
    return sorted((path for path in found if not _is_no_list(path.relative_to(folder))), key=lambda p: p.as_posix())


def _is_no_list(path: Path) -> bool:
    hidden = any(part.startswith((".", "~$")) for part in path.parts)
    return hidden or path.name.endswith(("~", "#")) or path.name.lower() in IGNORED_NAMES


def _read_file(path: Path, name: str, problems: list[Problem]) -> list[_Part]:
    sheets = [sheet for sheet in read_sheets(path, headings_in) if any(not _is_empty(row) for row in sheet.rows)]
    problems += case_level.in_sheets(f"signatories/{name}", [sheet.rows for sheet in sheets], of_signers=True)
    for sheet in sheets:
        _refuse_unfit("sheet", sheet.name)
    counts = {sheet.name: headings_in(sheet.rows) for sheet in sheets}
    # Beside a list, a sheet with one known word above a column is a list of choices.
    least = min(max(counts.values(), default=0), 2)
    headed = [sheet for sheet in sheets if counts[sheet.name] >= least > 0]
    if not headed:
        raise ListFileError("no row of headings", _EXPECTED)
    names = {sheet.name: name if count == 0 else f"{name}#{sheet.name}" for count, sheet in enumerate(headed)}
    for sheet in sheets:
        if sheet.name not in names:
            problems.append(_file_problem(f"{name}#{sheet.name}", "a sheet without headings", _EXPECTED))
        elif sheet.hidden:
            remedy = "its lines are read: take it out if they should not count"
            problems.append(_file_problem(names[sheet.name], f"a hidden sheet, {sheet.name}", "none", remedy))
    return [_Part(names[sheet.name], sheet, tables_in(sheet.rows)) for sheet in headed]


def _refuse_unfit(kind: str, name: str) -> None:
    """Raise ListFileError for a name that can't be seen as it is: decisions and messages call its lines by it."""
    if kind == "sheet" and len(name) > _LONGEST_SHEET_NAME:
        found = f"a sheet with a name of {len(name):,} characters"
        raise ListFileError(found, f"at most {_LONGEST_SHEET_NAME}", "rename the sheet")
    if sign := unfit_in(name):
        found = f"the sign {sign} in the name of the {kind}"
        raise ListFileError(found, "letters that can be seen, from left to right", f"rename the {kind}")


def _is_empty(row: list[Any]) -> bool:
    return not any(text_of(cell) for cell in row)


def _lines_of(part: _Part, problems: list[Problem]) -> list[dict[str, Any]]:
    """Return the lines of a sheet, and add what is wrong with them to the problems."""
    lines: list[dict[str, Any]] = []
    told: set[tuple[int, int | None]] = set()
    read = list(_read_rows(part, problems))
    year = _only_year([line["signed_on"] for _, _, line, _ in read])
    for number, table, line, faults in read:
        faults = [*faults, *_with_year(line, year, table)]
        rejecting = [fault for fault in faults if not fault.waits]
        first = [*rejecting, *faults][:1]
        lines.append(
            {"source_file": part.source_file, "source_row": number}
            | line
            | {"unreadable_because": rejecting[0].reason if rejecting else ""}
            | {"waits_because": faults[0].reason if faults and not rejecting else ""}
        )
        problems += [_line_problem(part.source_file, number, fault, table) for fault in first]
        told |= {(table.header, fault.column) for fault in first}
    if not lines:
        problems.append(_file_problem(part.source_file, "headings without a line", "a line for each signature"))
    problems += [_no_dates(part.source_file, table) for table in part.tables if not table.columns(*DATED)]
    problems += _not_read_above(part, {line["source_row"] for line in lines})
    problems += _not_read_beside(part, told)
    problems += _about_consent(part)
    return lines


def _only_year(days: list[datetime.date | None]) -> int | None:
    """Return the year of all days of a list; none where they differ, or there are none."""
    years = {day.year for day in days if day}
    return years.pop() if len(years) == 1 else None


def _with_year(line: dict[str, Any], year: int | None, table: Table) -> list[Fault]:
    """Give a day without a year that of the other days of its list; return a fault if that can't be."""
    rest = line.pop("month_and_day")
    if not rest:
        return []
    column = next(iter(table.columns(*DATED)), None)
    fault = Fault(repr(line["signed_on_as_written"][:40]), "a year, which the list's other days do not tell", column)
    try:
        found = SigningDate(None, "missing", rest).in_year(year) if year else None
    except ValueError:
        found = None
    if not found:
        return [replace(fault, waits=True)]
    line |= {"signed_on": found.day, "signed_on_precision": found.precision}
    return []


def _about_consent(part: _Part) -> Iterator[Problem]:
    """Give a warning for each heading that may ask for consent to be named, and is not understood."""
    for table in part.tables:
        for column in table.unknown:
            if may_ask_consent(table.headings[column]):
                found = f"a heading that may ask whether a signer agrees to be named, in column {column + 1}"
                remedy = "if it does, name the column so: until then nobody of this list may be named"
                yield _file_problem(part.source_file, found, "the heading Mag genoemd worden", remedy)


def _not_read_above(part: _Part, read: set[int]) -> Iterator[Problem]:
    """Give a warning for each row above the headings that may say who signed; `read` are the rows that are lines."""
    table, rows = part.tables[0], part.sheet.rows
    filled = {number: sum(map(bool, map(text_of, row))) for number, row in enumerate(rows[: table.header], start=1)}
    # Of a list of names alone, sorted headings and all, a row is one cell; and so many rows are no title.
    may_be_names = len(table.headings) == 1 or sum(count == 1 for count in filled.values()) > _ROWS_OF_A_TITLE
    for number, count in filled.items():
        if number not in read and (count > 1 or number in part.sheet.faults or (may_be_names and count)):
            found = "a row above the headings that may be more than a title, and is not read"
            remedy = "if somebody signed there, move it below the headings"
            yield Problem(f"signatories/{part.source_file}", number, None, found, "a title", remedy, "warning")


def _not_read_beside(part: _Part, told: set[tuple[int, int | None]]) -> Iterator[Problem]:
    """Give a warning for each table with texts that no heading names; `told` are columns that a line was refused for.

    Each is the row of the table's headings, and the column.
    """
    for table in part.tables:
        unread = unread_columns(table, part.sheet.rows[table.first : table.end])
        if where := ", ".join(table.called(column) for column in unread if (table.header, column) not in told):
            found = f"values of which no known heading says what they are, in {where}"
            remedy = f"look whether they say who signed, and when: then name the column as in {_EXPECTED}"
            yield _file_problem(part.source_file, found, "columns with a known heading", remedy)


def _read_rows(part: _Part, problems: list[Problem]) -> Iterator[tuple[int, Table, dict[str, Any], list[Fault]]]:
    """Yield row number, table, values and faults of each line of a sheet, and add a problem for each row left out."""
    rows, sheet = part.sheet.rows, part.sheet
    above, first = part.tables[0], part.tables[0].header
    orders = day_orders(above, rows)
    for number, cells in enumerate(rows[:first], start=1):
        row = Row(cells)
        line, faults = line_of(row, above, orders, separated=sheet.separated)
        if stands_above(line):
            yield number, above, line, faults
        elif first >= ROWS_OF_TITLES and not is_blank(row, above):
            yield (
                number,
                above,
                line,
                [Fault("a line above the headings, without a name and a day", "a title or nothing")],
            )
    for headed in part.tables:
        body = rows[headed.first : headed.end]
        table = without_silent_columns(headed, body)
        orders = day_orders(table, body)
        read = [Row(cells) for cells in body]
        # Under the last line a total or a remark may stand; above it such a row would be somebody's.
        while read and (is_blank(read[-1], table) or is_remark(read[-1])):
            if not is_blank(read.pop(), table):
                problems.append(_remark(part.source_file, table.first + len(read) + 1))
        for number, row in enumerate(read, start=table.first + 1):
            if is_blank(row, table):
                continue
            line, faults = line_of(row, table, orders, separated=sheet.separated)
            spoilt = (
                [Fault(sheet.faults[number], "quotation marks in pairs around a whole value", waits=True)]
                if number in sheet.faults
                else []
            )
            yield number, table, line, spoilt + faults
        if table.end in table.unsure:
            line, _ = line_of(Row(rows[table.end]), table, orders, separated=sheet.separated)
            yield (
                table.end + 1,
                table,
                line,
                [Fault("a row of headings, by which those below it are read", "a signature")],
            )


def _file_problem(
    name: str, found: str, expected: str, remedy: str = _REMEDY, severity: Literal["error", "warning"] = "warning"
) -> Problem:
    return Problem(f"signatories/{name}", None, None, found, expected, remedy, severity)


def _line_problem(source_file: str, row: int, fault: Fault, table: Table) -> Problem:
    outcome = "waits for a decision" if fault.waits else "is counted as rejected, unless a decision says otherwise"
    remedy = f"leave the list as it was received: the line {outcome}"
    column = None if fault.column is None else table.called(fault.column)
    found = fault.told or fault.found
    return Problem(f"signatories/{source_file}", row, column, found, fault.expected, remedy, "warning")


def _remark(source_file: str, row: int) -> Problem:
    found, remedy = "a total or remark under the list", "if it is a signature, write it as the others"
    return Problem(f"signatories/{source_file}", row, None, found, "signatures; it is not read", remedy, "warning")


def _no_dates(source_file: str, table: Table) -> Problem:
    unknown = ", ".join(map(table.called, table.unknown))
    found = "no column with the date of signing" + (f" (not known is what stands above {unknown})" if unknown else "")
    return _file_problem(
        source_file, found, "a heading Datum", "name it so, or give the day by a decision on each line"
    )


def _frame(lines: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    texts = [name for name, kind in COLUMNS.items() if kind == "str"]
    frame[texts] = frame[texts].replace("", None)
    for name in ("signed_on", "may_be_named_from"):
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype(COLUMNS)
