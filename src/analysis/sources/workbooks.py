"""Opens a workbook that somebody sent (XLSX, ODS, XLS), after a look at how much memory its cells will take.

Calamine lays out every cell between the first and the last that is filled, and ends the process where that does not
fit into memory (its issue 693): two cells far apart in 2 kB will do.
"""

import io
import re
import zipfile
from typing import NamedTuple

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from analysis.sources import limits

_ROW, _CELL = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?c\b")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d+)[\"']")
_ODS_ROW, _ODS_CELL = re.compile(rb"<table:table-row\b"), re.compile(rb"<table:(?:covered-)?table-cell\b")
_REPEATED = re.compile(rb"-repeated\s*=\s*[\"'](\d+)[\"']")
_APART = "take the merged cells apart in a spreadsheet program and save it anew, or take the file out of the folder"


class WorkbookError(Exception):
    """A workbook is not read: it is beyond a limit (`found` and `expected` say which), or damaged (both empty).

    `remedy` says what to do where that is not to make it smaller.
    """

    def __init__(self, found: str = "", expected: str = "", remedy: str = "") -> None:
        """Keep them for the report."""
        super().__init__(found)
        self.found, self.expected, self.remedy = found, expected, remedy


class WorkbookSheet(NamedTuple):
    """One sheet: every row from the first, blank ones too; the value of merged cells is in each row they span."""

    name: str
    hidden: bool
    rows: list[list[object]]


def sheets_of(content: bytes) -> list[WorkbookSheet]:
    """Return the sheets of a workbook in their order; raises WorkbookError."""
    try:
        if content.startswith(b"PK"):
            _check_packed(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet_of(book, each) for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    except (WorkbookError, KeyboardInterrupt):
        raise
    # Encrypted, cut off, other bytes than it says: to the reader all are one fault. Calamine's panics are no Exception.
    except BaseException as error:
        raise WorkbookError from error


def _check_packed(content: bytes) -> None:
    """Refuse what is too large once it is unpacked, and sheets that are too large once they are laid out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if (size := sum(part.file_size for part in parts)) > limits.UNPACKED_BYTES:
            found, most = (limits.megabytes(each) for each in (size, limits.UNPACKED_BYTES))
            raise WorkbookError(f"a workbook of {found} once it is unpacked", f"at most {most}")
        for part in parts:
            xml = packed.read(part)  # reads no more than was declared, and raises if there is more
            if part.filename.lower().endswith(".bin") and "sheet" in part.filename:
                raise WorkbookError("a binary workbook (XLSB)", "XLSX or ODS")
            if xml.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
                raise WorkbookError(f"XML in another encoding than UTF-8 ({part.filename})", "UTF-8")
            if part.filename.lower().endswith((".xml", ".rels")) and (b"<!DOCTYPE" in xml or b"<!ENTITY" in xml):
                raise WorkbookError(
                    f"XML that declares a document type or entities ({part.filename})", "XML without them"
                )
            _check_size(*(_size_of_ods(xml) if b"<table:table-row" in xml else _size_of_xlsx(xml)))


def _check_size(rows: int, columns: int) -> None:
    if rows * columns > limits.CELLS:
        found = f"filled cells in a sheet of {rows:,} rows and {columns:,} columns"
        raise WorkbookError(found, f"at most {limits.CELLS:,} cells")


def _size_of_xlsx(xml: bytes) -> tuple[int, int]:
    """Return how many rows and columns a sheet has at most: cells say where they are, or are counted."""
    if b"sheetData" not in xml:
        return 0, 0
    rows = _ROW.split(xml)
    names, numbers = {b"A"}, {len(rows)}
    for place in _PLACE.finditer(xml):
        names.add(place[1].upper())
        numbers.add(int(place[2]))
    return max(numbers), max(*map(_number_of_column, names), *(len(_CELL.findall(row)) for row in rows))


def _number_of_column(name: bytes) -> int:
    number = 0
    for letter in name:
        number = 26 * number + letter - 64
    return number


def _size_of_ods(xml: bytes) -> tuple[int, int]:
    """Return how many rows and columns the sheets have at most, without the blank ones behind the last filled cell."""
    rows = last = columns = 0
    for row in _ODS_ROW.split(xml)[1:]:
        start, *cells = _ODS_CELL.split(row)
        rows += _times(start)
        while cells and b"office:value" not in cells[-1] and b"<text:" not in cells[-1]:
            cells.pop()
        if cells:
            last, columns = rows, max(columns, sum(map(_times, cells)))
    return last, columns


def _times(tag: bytes) -> int:
    repeated = _REPEATED.search(tag.partition(b">")[0])
    return int(repeated[1]) if repeated else 1


def _sheet_of(book: CalamineWorkbook, about: SheetMetadata) -> WorkbookSheet:
    sheet = book.get_sheet_by_name(about.name)
    height, width = (place + 1 for place in sheet.end or (-1, -1))
    _check_size(height, width)
    rows = [[_whole(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet.merged_cell_ranges or [], about.name)
    return WorkbookSheet(about.name, about.visible != SheetVisibleEnum.Visible, rows)


def _whole(cell: object) -> object:
    """Return a number that is whole as such: calamine gives each as one with decimals."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _fill_merged(rows: list[list[object]], areas: list[tuple[tuple[int, int], tuple[int, int]]], name: str) -> None:
    """Give each row the value of a cell that spans rows (one party for three signers), if it has any other.

    A cell below it that has a value of its own, which a program may leave there unseen, keeps it.
    """
    filled = [any(cell not in ("", None) for cell in row) for row in rows] if areas else []
    width = min(map(len, rows), default=0)
    left = width * len(rows)
    for (top, column), (bottom, _) in areas:
        for number in range(top + 1, min(bottom + 1, len(rows)) if column < width else 0):
            left -= 1
            if left < 0:
                raise WorkbookError(f"merged cells on top of each other in the sheet {name}", "none", _APART)
            if filled[number] and rows[number][column] in ("", None):
                rows[number][column] = rows[top][column]
