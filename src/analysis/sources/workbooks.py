"""Opens a workbook that somebody sent (XLSX, ODS, XLS).

Calamine makes every cell between the first and the last that is filled, and ends the process if that does not fit into
memory (its issue 693). In an XLSX one cell may be at the far end by accident, so that is checked first.
"""

import io
import re
import zipfile
from typing import NamedTuple

from python_calamine import CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

_PLACE = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"')
_MOST_CELLS = 10_000_000


class WorkbookError(Exception):
    """A workbook can't be opened: too large (`found` says how), damaged, with a password, or another kind of file."""

    def __init__(self, found: str = "") -> None:
        """Keep what was found for the report."""
        super().__init__(found)
        self.found = found


class WorkbookSheet(NamedTuple):
    """One sheet: every row from the first, blank ones too; the value of merged cells is in each row they span."""

    name: str
    hidden: bool
    rows: list[list[object]]


def sheets_of(content: bytes) -> list[WorkbookSheet]:
    """Return the sheets of a workbook in their order; raises WorkbookError."""
    try:
        if content.startswith(b"PK"):
            _refuse_cells_far_apart(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [_sheet_of(book, each) for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
    except (WorkbookError, KeyboardInterrupt):
        raise
    # Encrypted, cut off or of another kind: for whoever sent it these are one. A panic of calamine is no Exception.
    except BaseException as error:
        raise WorkbookError from error


def _refuse_cells_far_apart(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in (name for name in packed.namelist() if name.startswith("xl/worksheets/")):
            places = _PLACE.findall(packed.read(name))
            rows, columns = (
                max((int(row) for _, row in places), default=0),
                max((_number(c) for c, _ in places), default=0),
            )
            if rows * columns > _MOST_CELLS:
                raise WorkbookError(f"filled cells in a sheet of {rows:,} rows and {columns:,} columns")


def _number(column: bytes) -> int:
    """Return the number of a column by its letters: A is 1, AA is 27."""
    return sum((letter - 64) * 26**place for place, letter in enumerate(reversed(column)))


def _sheet_of(book: CalamineWorkbook, about: SheetMetadata) -> WorkbookSheet:
    sheet = book.get_sheet_by_name(about.name)
    rows = [[_whole(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    return WorkbookSheet(about.name, about.visible != SheetVisibleEnum.Visible, rows)


def _whole(cell: object) -> object:
    """Return an integer for a number without decimals: calamine gives every number as a float."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _fill_merged(rows: list[list[object]], areas: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Give every row that a merged cell spans its value (one party for three signatories).

    A row without any other value stays blank; a cell with a value of its own, hidden under the merged one, keeps it.
    """
    filled = [any(cell not in ("", None) for cell in row) for row in rows] if areas else []
    width = min(map(len, rows), default=0)
    for (top, column), (bottom, _) in areas:
        for number in range(top + 1, min(bottom + 1, len(rows)) if column < width else 0):
            if filled[number] and rows[number][column] in ("", None):
                rows[number][column] = rows[top][column]
