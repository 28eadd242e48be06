"""Reads a workbook in a process of its own: `python workbook_process.py MEMORY ROWS COLUMNS`, bytes in and out.

Calamine lays out every cell between the first and the last that is filled, and ends the process where that does not
fit into memory (its issue 693): two cells far apart in 2 kB will do. Here that ends nothing else. Imports nothing of
the package, so that it starts fast.
"""

import io
import sys

# What pickle is made of: the rest of it, and of typing, would take a third of the time that this process lives.
from _pickle import dump

# What the process says beside sheets: what was found, what was expected and, unless that is a limit, what to do.
Fault = tuple[str, ...]
# Merged cells: the first and the last row, and the first and the last column.
Area = tuple[int, int, int, int]
# Name, whether it is hidden, every row, and the areas of merged cells.
SheetRead = tuple[str, bool, list[list[object]], list[Area]]
_APART = "take the merged cells apart in a spreadsheet program and save it anew, or take the file out of the folder"


def _hold_to(memory: int) -> None:
    """Let the process end where it takes more memory (on systems that can); who started it looks at the clock."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def sheets_of(content: bytes, rows: int, columns: int) -> list[SheetRead] | Fault:
    """Return the sheets of a workbook, or what of it is beyond a limit; raises whatever calamine raises."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets: list[SheetRead] = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        height, width = (place + 1 for place in sheet.end or (-1, -1))
        if height > rows:
            return f"{height:,} rows in the sheet {about.name}", f"at most {rows:,}"
        if width > columns:
            return f"{width:,} columns in the sheet {about.name}", f"at most {columns:,}"
        cells = [[_whole(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = _inside(sheet.merged_cell_ranges or [], cells)
        # Side by side, they can't be of more cells than there are.
        if sum((bottom - top + 1) * (right - left + 1) for top, bottom, left, right in merged) > height * width:
            return f"merged cells on top of each other in the sheet {about.name}", "none", _APART
        sheets.append((about.name, about.visible != SheetVisibleEnum.Visible, cells, merged))
    return sheets


def _inside(merged: list[tuple[tuple[int, int], tuple[int, int]]], cells: list[list[object]]) -> list[Area]:
    """Return what of each area lies among the cells there are: a file can name any."""
    last, end = len(cells) - 1, min(map(len, cells), default=0) - 1
    areas = ((top, min(bottom, last), left, min(right, end)) for (top, left), (bottom, right) in merged)
    return [area for area in areas if area[0] <= area[1] and area[2] <= area[3]]


def _whole(cell: object) -> object:
    """Return a number that is whole as such: calamine gives each as one with decimals."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def main() -> None:
    """Read a workbook from the input and write its sheets, pickled."""
    memory, rows, columns = map(int, sys.argv[1:])
    _hold_to(memory)
    dump(sheets_of(sys.stdin.buffer.read(), rows, columns), sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
