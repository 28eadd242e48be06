"""Opens a list as received, whatever made it: by what is in the file, not by what its name says."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.sources import limits
from analysis.sources.list_texts import decoded, rows_of, text_of
from analysis.sources.workbook_process import Area
from analysis.sources.workbooks import WorkbookError, sheets_of

LIST_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])
# What explains the folder, and what desktops leave behind.
IGNORED_NAMES = frozenset(["readme.md", "readme.txt", "thumbs.db", "desktop.ini"])
KINDS = "CSV, XLSX or ODS"
_SEPARATORS = (",", ";", "\t", "|")
# Excel writes its separator in the first line, which it does not show.
_NAMED_SEPARATOR = re.compile(r"\ufeff?\"?sep=([^\w\"\r\n ])\"?[,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_LINE_END = re.compile(r"[\r\n]")
# What some programs put between lines, where they put nothing else there.
_OTHER_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_AS_TABLE = (
    "copy the names into a spreadsheet under the headings Naam, Functie + organisatie, Datum and save it as XLSX or "
    "CSV, or take the file out of the folder"
)
_SMALLER = "take out what is no line of the list, or split it into several files; or take it out of the folder"
_AS_WORKBOOK = "open it in a spreadsheet program and save it as XLSX or CSV, or take the file out of the folder"

Headings = Callable[[list[list[Any]]], int]


class ListFileError(Exception):
    """A file can't be read as a list: what was found, what was expected, and what to do if that is not plain."""

    def __init__(self, found: str, expected: str, remedy: str = "") -> None:
        """Keep them for the report."""
        super().__init__(f"found {found}, expected {expected}")
        self.found = found
        self.expected = expected
        self.remedy = remedy


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet: every row, blank ones too, so that a row's place is its number in a spreadsheet.

    `faults` says of a row number (from 1) why its cells can't be trusted. `separated`: the cells come out of a text,
    where a stray separator moves those that follow.
    """

    name: str
    rows: list[list[Any]]
    faults: dict[int, str] = field(default_factory=dict)
    separated: bool = False
    hidden: bool = False


def read_sheets(path: Path, headings: Headings) -> list[Sheet]:
    """Return the sheets of a file; a text file is one sheet, with the separator that gives the most headings.

    `headings` counts those of a sheet. Raises ListFileError for a file that can't be opened.
    """
    if path.suffix.lower() not in LIST_SUFFIXES:
        raise ListFileError(f"a file of kind {path.suffix or '(none)'}", KINDS, _AS_TABLE)
    try:
        if (size := path.stat().st_size) > limits.LIST_BYTES:
            found, most = (limits.megabytes(each) for each in (size, limits.LIST_BYTES))
            raise ListFileError(f"a file of {found}", f"at most {most}", _SMALLER)
        content = path.read_bytes()
    except OSError as error:
        raise ListFileError(f"a file that does not open ({type(error).__name__})", KINDS) from error
    if not content.strip(b"\xef\xbb\xbf\r\n\t "):
        raise ListFileError("an empty file", "a list")
    if content.startswith((_ZIP, _OLE)):
        return [_unfolded(sheet, headings) for sheet in _book(content)]
    return [_unfolded(_text_sheet(_text(content), headings), headings)]


def _text(content: bytes) -> str:
    if content.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        raise ListFileError("a web page or XML", KINDS, _AS_WORKBOOK)
    if content.startswith(b"%PDF"):
        raise ListFileError("a PDF", KINDS, _AS_TABLE)
    text = decoded(content.rstrip(b"\x1a"))  # DOS marks the end of a file so
    if text is None:
        raise ListFileError("a file that is not text", KINDS, _AS_WORKBOOK)
    return text if _LINE_END.search(text) else _OTHER_LINE_ENDS.sub("\n", text)


def _text_sheet(text: str, headings: Headings) -> Sheet:
    named = _NAMED_SEPARATOR.match(text)
    separators = (named[1],) if named else _SEPARATORS
    text = text[named.end() :] if named else text
    sheets = [_within(Sheet("", *rows_of(text, separator), separated=True)) for separator in separators]
    near_top = max(sheets, key=lambda sheet: headings(sheet.rows[:20]))
    # A list sorted headings and all has them further down.
    return near_top if headings(near_top.rows[:20]) else max(sheets, key=lambda sheet: headings(sheet.rows))


def _unfolded(sheet: Sheet, headings: Headings) -> Sheet:
    """Return a sheet that has each line as a whole in one cell, as Excel makes of a CSV of elsewhere, cell by cell."""
    texts = [[text for cell in row if (text := text_of(cell))] for row in sheet.rows]
    if sheet.faults or any(len(row) > 1 for row in texts):
        return sheet
    lines = (" ".join(row[0].split("\n")) if row else "" for row in texts)
    apart = _text_sheet("\n".join(lines), headings)
    is_better = headings(apart.rows) > max(headings(sheet.rows), 1)
    return Sheet(sheet.name, apart.rows, apart.faults, True, sheet.hidden) if is_better else sheet


def _book(content: bytes) -> list[Sheet]:
    try:
        read = sheets_of(content)
    except WorkbookError as error:
        remedy = error.remedy or _SMALLER
        told = ListFileError(error.found, error.expected, remedy) if error.found else _unopened(content)
        raise told from error
    return [_within(Sheet(name, _filled(rows, merged), hidden=hidden)) for name, hidden, rows, merged in read]


def _within(sheet: Sheet) -> Sheet:
    """Return the sheet; raises ListFileError if it is beyond a limit."""
    if over := limits.beyond(sheet.rows):
        place = f" (sheet {sheet.name})" if sheet.name else ""
        raise ListFileError(f"{over[0]}{place}", over[1], _SMALLER)
    return sheet


def _unopened(content: bytes) -> ListFileError:
    if content.startswith(_OLE):
        remedy = "take the password off it or save it as XLSX or CSV, or take the file out of the folder"
        return ListFileError("a workbook with a password, or of an old kind that does not open", KINDS, remedy)
    return ListFileError(
        "a workbook that is damaged or is none",
        KINDS,
        "ask for it again, as XLSX or CSV, or take the file out of the folder",
    )


def _filled(rows: list[list[Any]], merged: list[Area]) -> list[list[Any]]:
    """Give each row the value of a cell that spans rows (one party for three signers), if it has any other.

    A cell below it that has a text of its own, which a program may leave there unseen, keeps it.
    """
    has_text = [any(text_of(cell) for cell in row) for row in rows] if merged else []
    for top, bottom, column, _ in merged:
        for number in range(top + 1, bottom + 1):
            if has_text[number] and not text_of(rows[number][column]):
                rows[number][column] = rows[top][column]
    return rows
