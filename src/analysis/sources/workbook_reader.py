"""Reads one workbook (XLSX, ODS, XLS) in a process of its own: its bytes come in, its cells go out as JSON.

Calamine lays out every cell between the first and the last that is filled, and ends its process where that does not
fit into memory (its issue 693), so this runs as a program, within limits. It imports nothing else of the project: each
workbook waits for it to start.
"""

import html
import io
import json
import math
import posixpath
import re
import sys
import zipfile
from contextlib import suppress
from typing import Any
from xml.etree import ElementTree

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

# The largest list that was tried has 100,000 lines: 31 MB unpacked, 9 MB of text. To read it takes 150 MB and a second.
MEGABYTES, SECONDS = 300, 5
_MOST_UNPACKED, _MOST_TEXT = 150_000_000, 20_000_000
MOST_ROWS, _MOST_CELLS, _MOST_SHEETS = 120_000, 1_500_000, 1_000


_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d+)[\"']")
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>([^<]*)")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)")


class TooLargeError(Exception):
    """A workbook is larger than any list: what was found, and what was expected."""


def read(content: bytes) -> bytes:
    """Return the sheets of a workbook as JSON: by name the texts of each row from the first, blank ones too.

    The text of merged cells is in each row they span. Raises TooLargeError, and of calamine and zipfile whatever they
    raise for a workbook that is damaged or has a password.
    """
    if content.startswith(b"PK"):
        _refuse_more_than_it_says(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = [each.name for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    if len(names) > _MOST_SHEETS:
        raise TooLargeError(f"a workbook of {len(names):,} sheets", f"at most {_MOST_SHEETS:,}")
    sheets, cells = {}, 0
    for name in names:
        sheet = book.get_sheet_by_name(name)
        rows, columns = ((last + 1) for last in sheet.end or (-1, -1))
        cells += rows * columns
        if rows > MOST_ROWS or cells > _MOST_CELLS:
            found = f"a sheet of {rows:,} rows and {columns:,} columns, with which there are {cells:,} cells"
            raise TooLargeError(found, f"at most {MOST_ROWS:,} rows, and {_MOST_CELLS:,} cells in all sheets")
        sheets[name] = _cells_of(sheet)
    if content.startswith(b"PK"):
        _put_back_what_calamine_drops(content, sheets)
    answer = json.dumps(sheets, ensure_ascii=False).encode()
    _refuse_more_text_than_a_list_has(len(answer))
    return answer


def _refuse_more_than_it_says(content: bytes) -> None:
    """Raise TooLargeError for an archive that unpacks to more than any list, BadZipFile if it lies about it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if (size := sum(part.file_size for part in archive.infolist())) > _MOST_UNPACKED:
            raise TooLargeError(f"a workbook of {size:,} bytes when it is unpacked", f"at most {_MOST_UNPACKED:,}")
        if archive.testzip():
            raise zipfile.BadZipFile


def _refuse_more_text_than_a_list_has(size: int) -> None:
    if size > _MOST_TEXT:
        raise TooLargeError(f"a workbook with {size:,} letters or more", f"at most {_MOST_TEXT:,}")


def _cells_of(sheet: CalamineSheet) -> list[list[str]]:
    """Return the texts of a sheet; each row that a merged cell spans has its text (one party for three signatories).

    A row without any other text stays blank; a cell with a text of its own, hidden under the merged one, keeps it.
    """
    rows, size = [], 0
    before = [""] * (sheet.start or (0, 0))[1]
    for row in sheet.iter_rows():
        rows.append([*before, *map(_text_of, row)])
        size += sum(map(len, rows[-1]))
        _refuse_more_text_than_a_list_has(size)
    filled = [any(row) for row in rows]
    for (top, column), (bottom, _) in sheet.merged_cell_ranges or []:
        for number in range(top + 1, min(bottom + 1, len(rows))):
            if filled[number] and rows[number][column : column + 1] == [""]:
                rows[number][column] = rows[top][column]
    return rows


def _put_back_what_calamine_drops(content: bytes, sheets: dict[str, list[list[str]]]) -> None:
    """Put the error (`#N/A`) or the formula (`=A2`) into each cell of an XLSX that shows no value and is not empty."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if _BOOK not in archive.namelist():
            return  # an ODS has the text of an error in the cell
        links = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(archive.read(_LINKS))}
        for sheet in ElementTree.fromstring(archive.read(_BOOK)).iter():
            link = next((value for key, value in sheet.items() if key.endswith("}id")), None)
            if link not in links or (rows := sheets.get(sheet.get("name", ""))) is None:
                continue
            part = archive.read(posixpath.normpath(posixpath.join("/xl", links[link])).removeprefix("/"))
            if not _ERROR.search(part) and not _FORMULA.search(part):
                continue
            for attributes, inside in _CELL.findall(part):
                formula, value = _FORMULA.search(inside), _VALUE.search(inside)
                is_dropped = _ERROR.search(attributes) or (formula and not value and b"str" not in attributes)
                if is_dropped and (place := _PLACE.search(attributes)):
                    column = sum((letter - 64) * 26**n for n, letter in enumerate(reversed(place[1]))) - 1
                    shown = value[1] if value else b"=" + formula[1] if formula and formula[1] else b"#N/A"
                    with suppress(IndexError):
                        rows[int(place[2]) - 1][column] = html.unescape(shown.decode(errors="replace"))


def _text_of(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):  # as calamine gives every number
        return "" if math.isnan(cell) else str(int(cell) if cell.is_integer() else cell)
    return str(cell.isoformat()).removesuffix("T00:00:00") if hasattr(cell, "isoformat") else str(cell)


def _limit_this_process() -> None:
    try:
        import resource
    except ImportError:  # as on Windows
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEGABYTES * 1_000_000),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),  # a core dump would hold names
    ):
        hard = resource.getrlimit(kind)[1]
        with suppress(ValueError, OSError):  # macOS limits no memory
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    _limit_this_process()
    try:
        answer = read(sys.stdin.buffer.read())
    except TooLargeError as error:
        answer = json.dumps(error.args).encode()
    except MemoryError:
        sys.exit(1)
    # Of a damaged one calamine raises much, and a panic of it is no Exception: for whoever sent it these are one.
    except BaseException:
        answer = b"null"
    sys.stdout.buffer.write(answer)
