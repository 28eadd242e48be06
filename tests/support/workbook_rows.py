"""Reads a workbook that is published back, as a reader meets it and by the names of the columns in the CSV."""

import io
from typing import Any

from python_calamine import CalamineWorkbook

from analysis.publish.published_tables import published_tables

# The published tables, in the order of their sheets.
TABLES = ["figures", "discrepancies", "derived", "claims", "balance", "commitments", "parties", "changes"]
TABLES += ["events", "votes", "revisions", "not_compared", "publications"]
# The headings stand in the sixth row of the sheet of each table, whatever the table.
HEADINGS_AT = 6


def sheet_of(book: bytes, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(name).to_python()


def rows_of_table(book: bytes, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table under the names of its columns; fails where a heading is not that of the name."""
    headings, *rows = sheet_of(book, name)[HEADINGS_AT - 1 :]
    fields = published_tables()[name]["fields"]
    assert [heading.split(" (")[0] for heading in headings] == [field["title"] for field in fields]
    return [dict(zip((field["name"] for field in fields), row, strict=True)) for row in rows]
