"""Opens a list as received, whatever made it: CSV in the encodings and separators of the time, XLSX, XLS or ODS."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

_TEXT_SUFFIXES = frozenset([".csv", ".tsv", ".txt"])
_BOOK_SUFFIXES = frozenset([".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"])
LIST_SUFFIXES = _TEXT_SUFFIXES | _BOOK_SUFFIXES
# What explains the folder, and what desktops leave behind.
IGNORED_NAMES = frozenset(["readme.md", "readme.txt", "thumbs.db", "desktop.ini"])
_SEPARATORS = (",", ";", "\t")


class ListFileError(Exception):
    """A file can't be read as a list: what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        """Keep both for the report."""
        super().__init__(f"found {found}, expected {expected}")
        self.found = found
        self.expected = expected


@dataclass(frozen=True)
class Sheet:
    """The cells of one sheet: every row, blank ones too, so that a row's place is its number in a spreadsheet.

    `faults` says of a row number (from 1) why its cells can't be trusted.
    """

    name: str
    rows: list[list[Any]]
    faults: dict[int, str] = field(default_factory=dict)


def read_sheets(path: Path, recognised: Callable[[list[Any]], int]) -> list[Sheet]:
    """Return the sheets of a file; a text file is one sheet, with the separator that gives the most headings.

    `recognised` counts the headings in a row. Raises ListFileError for a file that can't be opened.
    """
    if path.suffix.lower() in _BOOK_SUFFIXES:
        return _book(path)
    text = _decoded(path)
    return [max((_sheet_of_text(text, s) for s in _SEPARATORS), key=lambda sheet: _headings(sheet, recognised))]


def _headings(sheet: Sheet, recognised: Callable[[list[Any]], int]) -> int:
    return max((recognised(row) for row in sheet.rows[:20]), default=0)


def _book(path: Path) -> list[Sheet]:
    try:
        frames = pd.read_excel(
            path, engine="calamine", sheet_name=None, header=None, dtype=object, keep_default_na=False, na_filter=False
        )
    # Calamine raises its own error, pandas ValueError, the system OSError: to the reader all are one fault.
    except Exception as error:
        raise ListFileError(f"a file that does not open ({type(error).__name__})", "a workbook") from error
    return [Sheet(str(name), frame.to_numpy(dtype=object).tolist()) for name, frame in frames.items()]


def _decoded(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ListFileError(f"a file that does not open ({type(error).__name__})", "a CSV file") from error
    # UTF-16 is Excel's "Unicode text".
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if wide else ["utf-8-sig", "cp1252"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise ListFileError("a file that is not text", "CSV in UTF-8 or Windows-1252")


def _sheet_of_text(text: str, separator: str) -> Sheet:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return _line_by_line(text, separator)
    width = max((len(row) for row in rows[:20]), default=0)
    if any(_swallowed(cell, separator, width) or (len(row) != width and "\n" in cell) for row in rows for cell in row):
        return _line_by_line(text, separator)
    return Sheet("", [list(row) for row in rows])


def _swallowed(cell: str, separator: str, width: int) -> bool:
    """Return whether a cell holds whole lines: a stray quotation mark runs on to the next one."""
    return "\n" in cell and any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines())


def _line_by_line(text: str, separator: str) -> Sheet:
    rows: list[list[Any]] = []
    faults: dict[int, str] = {}
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        try:
            rows.extend(
                [list(row) for row in csv.reader([line.rstrip("\n")], delimiter=separator, strict=True)] or [[]]
            )
        except csv.Error:
            rows.append([line.strip()])
            faults[number] = "a quotation mark that is not closed"
    return Sheet("", rows, faults)
