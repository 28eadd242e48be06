"""How much an input may hold: what is larger is refused with the limit, instead of filling the memory.

Each is far above what the project has: the largest table has 4,000 rows in half a megabyte, and the largest list that
was tried 100,000 lines.
"""

from collections.abc import Sequence

from analysis.core.names import LONGEST_NAME

_MEGABYTE = 1_000_000
# A table of data/, its contract, and the manifest of a month.
TABLE_BYTES = 20 * _MEGABYTE
# A list of signatories as received, and the content of a packed one (XLSX, ODS) once it is unpacked.
LIST_BYTES = 50 * _MEGABYTE
UNPACKED_BYTES = 200 * _MEGABYTE
# Of a table, and of one sheet of a list.
ROWS = 200_000
COLUMNS = 1_000
# Of a sheet of a workbook, from the first row and column to the last that is filled.
CELLS = 10_000_000
# A cell of a list holds what one of Excel can. The longest cell of a table of data/ has 745 characters.
CELL_CHARACTERS = 32_767
TABLE_CELL_CHARACTERS = 5_000
# Of a name, and of the function, organisation and body beside it: matching takes time and memory that grow with the
# square of their length.
NAME_CHARACTERS = LONGEST_NAME
TEXT_CHARACTERS = 1_000


def megabytes(count: int) -> str:
    """Return a number of bytes as `50 MB`, rounded up, so that what exceeds a limit reads as more than it."""
    return f"{-(-count // _MEGABYTE):,} MB"


def beyond(rows: Sequence[Sequence[object]], cell_characters: int = CELL_CHARACTERS) -> tuple[str, str] | None:
    """Return what of some rows exceeds a limit, and the limit; None if nothing does."""
    if len(rows) > ROWS:
        return f"{len(rows):,} rows", f"at most {ROWS:,}"
    width = max(map(len, rows), default=0)
    if width > COLUMNS:
        return f"{width:,} columns", f"at most {COLUMNS:,}"
    for number, row in enumerate(rows, start=1):
        longest = max((len(cell) for cell in row if isinstance(cell, str)), default=0)
        if longest > cell_characters:
            return f"a cell of {longest:,} characters in row {number}", f"at most {cell_characters:,}"
    return None
