"""What no text of a table may hold: characters that nobody sees or that reverse a line, a link that is none, a place of
the template that is not filled in.

All else is text and stays text, however it looks: every page, mail and table escapes what it shows.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.core.characters import LINE_BREAKS, unfit_in
from analysis.core.problems import Problem
from analysis.sources.contracts import tables_of
from analysis.sources.table_texts import rows_in

# What analysts write for each other may have several lines; any other text can end up in a heading or a subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
# Of the web, of a host that is named (no user name before it), without what ends an address in a text.
LINK = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s\"'<>\\^`{|}]*)?")
_A_LINK = "a link that starts with https:// or http://, without spaces, quotation marks and brackets"
_SEEN = "characters that can be seen, from left to right, in one line"
# The tables that docs/edition-template/ has rows for: what is to be filled in is between < and >.
TEMPLATE_TABLES = ("publications.csv", "figures.csv")
_PLACE = re.compile(r"<[^<>]+>")


def unfit_texts(contract: dict[str, Any], data_dir: Path) -> list[Problem]:
    """Return an error for each cell of the tables of a folder that holds such a character, or a link that is none."""
    return [problem for table in tables_of(contract, data_dir) for problem in _unfit(table, rows_in(data_dir, table))]


def unfilled_rows(contract: dict[str, Any], data_dir: Path) -> list[Problem]:
    """Return an error for each row of a folder that still has a place of the template, with all its places."""
    problems = []
    for table in (each for each in contract["resources"] if each["path"] in TEMPLATE_TABLES):
        for row, cells in enumerate(rows_in(data_dir, table), start=1):
            if places := list(dict.fromkeys(_PLACE.findall(" ".join(cells)))):
                found = f"places of the template that are not filled in: {', '.join(places)}"
                remedy = "fill them in, or delete the row"
                problems.append(Problem(table["path"], row, None, found, "what is printed", remedy))
    return problems


def _unfit(table: dict[str, Any], rows: list[list[str]]) -> Iterator[Problem]:
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    header = rows[0] if rows else []
    for row, cells in enumerate(rows[1:], start=2):
        for place, (column, cell) in enumerate(zip(header, cells, strict=False), start=1):
            # Where the header is lost, the first row may name somebody.
            shown = column if column in fields or not table.get("namesPersons") else f"column {place}"
            if character := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
                remedy = "delete the text and type it anew, for the character can't be seen"
                yield Problem(table["path"], row, shown, f"the character {character}", _SEEN, remedy)
            elif fields.get(column, {}).get("isLink") and cell and not LINK.fullmatch(cell):
                yield Problem(table["path"], row, shown, repr(cell), _A_LINK, "copy the address from a browser")
