"""What a spreadsheet program does to a table that it saves, reported once for the file, not once for each cell."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from analysis.core.problems import Problem
from analysis.sources.contracts import Table

_AGAIN = (
    "add your rows in a text editor, or in LibreOffice with every column imported as text and saved with commas, in "
    "UTF-8"
)
_SEPARATORS = {";": "semicolons", "\t": "tabs"}
# What a spreadsheet program makes of a cell: what to call it, its new form, and its form before.
_REWRITTEN = (
    ("days", re.compile(r"\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d\d)"), re.compile(r"\d{4}-\d\d-\d\d")),
    ("numbers", re.compile(r"-?\d{1,3}(\.\d{3})*,\d+"), re.compile(r"-?\d+\.\d+")),
)
_FEWEST = 3  # cells of a column: fewer may have been typed so by hand
_MOST_LINES = 40  # cells of a column: more have one cause, and are fixed at once
_NUMBERED = re.compile(r"[a-z]+\[0-9\]\{\d+,\}")


def _as_before(table: Table) -> str:
    """Return what to do with a table that a spreadsheet program spoilt; git keeps none that names persons."""
    copy = "a copy: git does not keep it" if table.get("namesPersons") else "a copy, or git restore as last committed"
    return f"a spreadsheet saved it so: take back the file as it was ({copy}), and {_AGAIN}"


def other_separators(header: list[str], columns: list[str], table: Table) -> tuple[str, str, str] | None:
    """Return what was found and expected, and what to do, if the header's cells are separated by other signs."""
    for sign, name in _SEPARATORS.items():
        cells = [cell.strip('"') for cell in sign.join(header).split(sign)]
        if len(header) < len(cells) and len({*cells} & {*columns}) > len(columns) / 2:
            return f"{name} between the cells", "commas", _as_before(table)
    return None


def folded(table: Table, rows: list[list[str]], problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the problems of cells, with those that have one cause as one, such as a spreadsheet that rewrote them."""
    rewritten = _rewritten(rows)
    spoilt = list[tuple[int, str]]()
    alike: dict[tuple[str | None, str, str], list[Problem]] = {}
    for each in problems:
        place = rows[0].index(each.column) if each.column in rows[0] else -1
        cell = rows[each.row - 1][place] if each.row and place >= 0 else ""
        kinds = [key for key in rewritten if key[0] == place and cell in rewritten[key]]
        spoilt += kinds[:1]
        if not kinds:
            alike.setdefault((each.column, each.expected, each.remedy), []).append(each)
    found = []
    for place, kind in dict.fromkeys(spoilt):
        cells = rewritten[place, kind]
        example = "" if table.get("namesPersons") else f" as {cells[0]}"
        found.append(f"{len(cells)} {kind}{example} in {rows[0][place]}")
    if found:
        expected = "days as YYYY-MM-DD, decimals after a point"
        yield Problem(table["path"], None, None, ", ".join(found), expected, _as_before(table))
    for own in alike.values():
        if len(own) > _MOST_LINES:
            yield replace(own[0], found=f"{own[0].found}, and {len(own) - 1} more like it down to row {own[-1].row}")
        else:
            yield from own


def _rewritten(rows: list[list[str]]) -> dict[tuple[int, str], list[str]]:
    """Return the cells that a spreadsheet program rewrote, by column and kind, if most of the column were."""
    found = {}
    for place in range(len(rows[0])):
        cells = [row[place] for row in rows[1:] if place < len(row)]
        for kind, is_rewritten, as_before in _REWRITTEN:
            own = [cell for cell in cells if is_rewritten.fullmatch(cell)]
            if len(own) >= _FEWEST and len(own) > sum(bool(as_before.fullmatch(cell)) for cell in cells):
                found[place, kind] = own
    return found


def sorted_otherwise(table: Table, rows: list[list[str]]) -> Problem | None:
    """Return a warning for a table whose rows are numbered but no longer in the order of their numbers."""
    fields: list[dict[str, Any]] = table["schema"]["fields"]
    key = next((f["name"] for f in fields if _NUMBERED.fullmatch(f.get("constraints", {}).get("pattern", ""))), None)
    if key not in rows[0]:
        return None
    place = rows[0].index(key)
    numbers = [int(digits) for row in rows[1:] if (digits := re.sub(r"\D", "", "".join(row[place : place + 1])))]
    falls = sum(later < earlier for earlier, later in pairwise(numbers))
    if falls <= max(_FEWEST, len(numbers) / 10):
        return None
    remedy = f"it changes no month, but git shows every row as changed: sort them by {key}, or take back the file"
    found = "rows in another order, as a spreadsheet sorts them"
    return Problem(table["path"], None, key, found, f"rows in the order of {key}", remedy, "warning")
