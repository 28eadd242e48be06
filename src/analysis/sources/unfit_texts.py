"""What no text of a table may hold: signs that nobody sees or that turn a line around, and a link that is none.

All else is text and stays text, however it looks: every page, mail and table escapes what it shows.
"""

import contextlib
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.core.characters import LINE_BREAKS, unfit_in
from analysis.core.problems import Problem
from analysis.sources import limits
from analysis.sources.contracts import tables_of

# What an analyst writes for analysts may have several lines; any other text can end up in a heading or a subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
# Of the web, of a host that is named as such (no name of a user before it), without what ends an address in a text.
LINK = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s\"'<>\\^`{|}]*)?")
_A_LINK = "a link that starts with https:// or http://, without blanks, quotation marks and brackets"
_SEEN = "letters and signs that can be seen, from left to right, in one line"
_TYPE_ANEW = "delete the text and type it anew, for such a sign can't be seen"


def unfit_texts(contract: dict[str, Any], data_dir: Path) -> list[Problem]:
    """Return an error for each cell of the tables of a folder that holds such a sign, or a link that is none."""
    return [problem for table in tables_of(contract, data_dir) for problem in _unfit(table, data_dir / table["path"])]


def _unfit(table: dict[str, Any], file: Path) -> Iterator[Problem]:
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    for row, place, column, cell in _cells(file):
        # Where the header is lost, the first row may name somebody.
        told = column if column in fields or not table.get("namesPersons") else f"column {place}"
        if sign := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
            yield Problem(table["path"], row, told, f"the sign {sign}", _SEEN, _TYPE_ANEW)
        elif fields.get(column, {}).get("isLink") and cell and not LINK.fullmatch(cell):
            yield Problem(table["path"], row, told, repr(cell), _A_LINK, "copy the address from a browser")


def _cells(file: Path) -> Iterator[tuple[int, int, str, str]]:
    """Give each cell of a file with its row, and its column by number and name.

    What is too large or no sound CSV its contract tells of.
    """
    # The mark that Excel puts in front of UTF-8 is no part of the text.
    with contextlib.suppress(OSError, csv.Error), file.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        if file.stat().st_size > limits.TABLE_BYTES:
            return
        reader = csv.reader(text)
        header = next(reader, [])
        for row, cells in enumerate(reader, start=2):
            named = zip(header, cells, strict=False)
            yield from ((row, place, column, cell) for place, (column, cell) in enumerate(named, start=1))
