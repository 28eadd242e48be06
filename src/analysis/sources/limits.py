"""How much an input may hold. What is larger is refused, with the limit and what to do, instead of filling the memory.

Each is far above what the project has: the largest table has 4,000 rows in half a megabyte, and the largest list that
was tried 100,000 lines.
"""

from analysis.core.names import LONGEST_NAME

_MEGABYTE = 1_000_000
# A table of data/, its contract, and the manifest of a month.
TABLE_BYTES = 20 * _MEGABYTE
# A list of signatories as received, and what is in one that is packed (XLSX, ODS) once it is unpacked.
LIST_BYTES = 50 * _MEGABYTE
UNPACKED_BYTES = 400 * _MEGABYTE
# Of a table, and of one sheet of a list.
ROWS = 200_000
COLUMNS = 1_000
# What a cell of Excel can hold: one of a list. The longest of a table of data/ has 745.
CELL_CHARACTERS = 32_767
TABLE_CELL_CHARACTERS = 5_000
# Of a name, and of what stands beside it in a line of a list (function, organisation, body): who is meant takes time
# and memory that grow with the square of it.
NAME_CHARACTERS = LONGEST_NAME
TEXT_CHARACTERS = 1_000
# What a workbook may take while it is opened, in a process of its own.
WORKBOOK_MEMORY_BYTES = 1_000 * _MEGABYTE
WORKBOOK_SECONDS = 30


def megabytes(count: int) -> str:
    """Return a number of bytes in words: `50 MB`; rounded up, so that what is beyond a limit is seen to be."""
    return f"{-(-count // _MEGABYTE):,} MB"


def beyond(rows: list[list[str]], cell_characters: int = CELL_CHARACTERS) -> tuple[str, str] | None:
    """Return what of some rows is beyond a limit, and the limit; None if all of it is within."""
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
