"""Whether the file of a table can be read as text and as CSV in which each row ends where it seems to, and what no text
in it may hold: characters that nobody sees or that reverse a line, a link that is none, a place of the template.

All else is text and stays text, however it looks: every page, mail and table escapes what it shows.
"""

import csv
import io
import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from analysis.core.characters import LINE_BREAKS, unfit_in
from analysis.core.problems import InputError, Problem

_FIX = "restore the file or fix it"
_SAVE = "save the file as CSV UTF-8"
_BLANKS = "\ufeff \t\r\n"
_LONE_RETURN = re.compile(r"\r(?!\n)")
_PAIRS = 'quotation marks in pairs around a whole value, and "" for one inside it'

# What analysts write for each other may have several lines; any other text can end up in a heading or a subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
# Of the web, of a host that is named (no user name before it), without what ends an address in a text.
LINK = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s\"'<>\\^`{|}]*)?")
_A_LINK = "a link that starts with https:// or http://, without spaces, quotation marks and brackets"
_SEEN = "characters that can be seen, from left to right, in one line"
# The tables that docs/edition-template/ has rows for: what is to be filled in is between < and >.
TEMPLATE_TABLES = ("publications.csv", "figures.csv")
_PLACE = re.compile(r"<[^<>]+>")


def unreadable(data_dir: Path, table: dict[str, Any]) -> Problem | None:
    """Return why the file of a table can't be read, if so: the first fault, as what follows it can't be trusted."""
    path = table["path"]
    try:
        rows = _rows(_text(data_dir / path, path), path)
    except InputError as error:
        return error.problems[0]
    columns = [field["name"] for field in table["schema"]["fields"]]
    header = [rows[0][0].removeprefix("\ufeff"), *rows[0][1:]] if rows[0] else []
    # By number: a table that names persons begins with one where its header is lost.
    pairs = enumerate(zip_longest(header, columns), start=1)
    differing = ", ".join(f"column {place}" for place, (name, own) in pairs if name != own)
    found, expected = f"a header that differs at {differing}", ",".join(columns)
    return Problem(path, 1, None, found, expected, "restore the header, in this order") if differing else None


def rows_in(data_dir: Path, table: dict[str, Any]) -> list[list[str]]:
    """Return the rows of a table; none if it can't be read, of which `unreadable` says why."""
    try:
        return _rows(_text(data_dir / table["path"], table["path"]).removeprefix("\ufeff"), table["path"])
    except InputError:
        return []


def sound_text(file: Path, path: str) -> str:
    """Return the text of a table that may be empty or not there; raises InputError if it can't be read as a table."""
    if not file.exists():
        return ""
    text = _text(file, path)
    if text.strip(_BLANKS):
        _rows(text, path)
    return text


def _text(file: Path, path: str) -> str:
    """Return the text of a file; raises InputError if there is none."""
    row = None
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        found, expected, remedy = "no such file", "a CSV file", _FIX
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        found = f"the byte {error.object[error.start]:#04x}, which is no UTF-8"
        expected, remedy = "text in UTF-8", _SAVE
    except OSError as error:
        found, expected, remedy = f"a file that can't be opened ({error.strerror})", "a CSV file", _FIX
    raise InputError([Problem(path, row, None, found, expected, remedy)])


def _rows(text: str, path: str) -> list[list[str]]:
    """Return the rows of a text; raises InputError with the first place where programs would not read it alike."""

    def fault(row: int | None, found: str, expected: str, remedy: str) -> InputError:
        return InputError([Problem(path, row, None, found, expected, remedy)])

    if "\x00" in text:
        raise fault(_row_at(text, text.index("\x00")), "a null character", "plain text", _FIX)
    if not text.strip(_BLANKS):
        raise fault(None, "an empty file", "a header row", _FIX)
    if lone := _LONE_RETURN.search(text):
        found = "a carriage return alone, as old Macintoshes end their lines"
        raise fault(_row_at(text, lone.start()), found, "lines that end in LF or CRLF", _SAVE)
    rows = list[list[str]]()
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        found = "a quotation mark that is never closed, or that is inside a value"
        raise fault(len(rows) + 1, found, _PAIRS, "close it, or take it out") from None
    for number, row in enumerate(rows, start=1):
        if any(_holds_lines(cell, len(rows[0])) for cell in row):
            found = "a cell that holds several rows: a quotation mark is not closed"
            raise fault(number, found, _PAIRS, "close it, or take it out")
    return rows


def _holds_lines(cell: str, width: int) -> bool:
    """Return whether a cell holds rows: a stray quotation mark runs on to the next one."""
    return "\n" in cell and any(line.count(",") >= max(width - 1, 1) for line in cell.splitlines())


def _row_at(text: str, place: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:place])) + 1


def unfit_texts(tables: list[dict[str, Any]], data_dir: Path) -> list[Problem]:
    """Return an error for each cell of the tables of a folder that holds such a character, or a link that is none."""
    return [problem for table in tables for problem in _unfit(table, rows_in(data_dir, table))]


def _unfit(table: dict[str, Any], rows: list[list[str]]) -> Iterator[Problem]:
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    header = rows[0] if rows else []
    for row, cells in enumerate(rows[1:], start=2):
        for number, (column, cell) in enumerate(zip(header, cells, strict=False), start=1):
            # Where the header is lost, the first row may name somebody.
            shown = column if column in fields or not table.get("namesPersons") else f"column {number}"
            if character := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
                remedy = "delete the text and type it anew, for the character can't be seen"
                yield Problem(table["path"], row, shown, f"the character {character}", _SEEN, remedy)
            elif fields.get(column, {}).get("isLink") and cell and not LINK.fullmatch(cell):
                yield Problem(table["path"], row, shown, repr(cell), _A_LINK, "copy the address from a browser")
            elif table["path"] in TEMPLATE_TABLES and (place := _PLACE.search(cell)):
                yield Problem(table["path"], row, shown, f"the place {place[0]}", "what is printed", "fill it in")
