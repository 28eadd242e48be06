"""Opens a list as received: a text in any usual encoding, with any usual separator, or a workbook."""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.core.characters import without_unseen
from analysis.sources.workbooks import WorkbookError, sheets_of

LIST_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"])
KINDS = "CSV, XLSX or ODS"
# charset-normalizer was tried: it takes short lists in Windows-1252 for Windows-1257 or DOS, and those in DOS for
# Windows-1250.
# Letters of UTF-8 that were read as Windows-1252 and saved again: Zoë is ZoÃ«.
_GARBLED = re.compile("[ÂÃÄÅ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€|ï»¿")
# In Windows-1252 these do not follow a letter: in DOS (Excel's "CSV (MS-DOS)") they are é, ë, ï, ç.
_DOS = re.compile(r"(?<=[^\W\d_])[‚‰‹‡†ˆ¢¤]")
_NOT_CLOSED = "a quotation mark that is not closed, or that is inside a value"
# csv.Sniffer was tried: it finds no separator if a title is above the headings.
_SEPARATORS = (",", ";", "\t", "|")
# Excel may write its separator in a first line, which it does not show.
_NAMED_SEPARATOR = re.compile(r"\ufeff?\"?sep=([^\w\"\r\n ])\"?[,;\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
# The separator is chosen by the first lines.
_HEAD = 40
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OUT = "or take the file out of the folder"
_AS_TABLE = (
    "copy the names into a spreadsheet under the headings Naam, Functie + organisatie, Datum and save it as XLSX or "
    f"CSV, {_OUT}"
)
_SMALLER = f"take out what is no line of the list, or split it into several files; {_OUT}"
# The largest list that was tried has 100,000 lines, and 10 MB.
_LARGEST_BYTES = 50_000_000
_AS_WORKBOOK = f"open it in a spreadsheet program and save it as XLSX or CSV, {_OUT}"

Rows = list[list[str]]
Headings = Callable[[Rows], int]


class ListFileError(Exception):
    """A file can't be read as a list: what was found, what was expected, and what to do where that differs."""

    def __init__(self, found: str, expected: str, remedy: str = "") -> None:
        """Keep them for the report."""
        super().__init__(f"found {found}, expected {expected}")
        self.found, self.expected, self.remedy = found, expected, remedy


@dataclass(frozen=True)
class Sheet:
    """The texts of one sheet: every row, blank ones too, so that rows are numbered as in a spreadsheet.

    `faults` says for a row number (from 1) why its cells can't be trusted. `separated`: the cells are from a text, in
    which one separator too many moves all that follow.
    """

    name: str
    rows: Rows
    faults: dict[int, str] = field(default_factory=dict)
    separated: bool = False
    hidden: bool = False


def read_sheets(path: Path, headings: Headings) -> list[Sheet]:
    """Return the sheets of a file; a text is one sheet, with the separator that gives the most headings.

    `headings` counts the headings in the rows of a sheet. Whether a file is a workbook is decided by its content, not
    by its name. Raises ListFileError for a file that can't be opened.
    """
    content = content_of(path, LIST_SUFFIXES)
    sheets = _book(content) if content.startswith((_ZIP, _OLE)) else [_text_sheet(_text(content), headings)]
    return [_unfolded(sheet, headings) for sheet in sheets]


def content_of(path: Path, suffixes: Iterable[str]) -> bytes:
    """Return the bytes of a file; raises ListFileError if it has another suffix, or is too large or empty."""
    if path.suffix.lower() not in suffixes:
        raise ListFileError(f"a file of kind {path.suffix or '(none)'}", KINDS, _AS_TABLE)
    try:
        if (size := path.stat().st_size) > _LARGEST_BYTES:
            raise ListFileError(f"a file of {size:,} bytes", f"at most {_LARGEST_BYTES:,}", _SMALLER)
        content = path.read_bytes()
    except OSError as error:
        raise ListFileError(f"a file that does not open ({type(error).__name__})", KINDS) from error
    if not content.strip(b"\xef\xbb\xbf\r\n\t "):
        raise ListFileError("an empty file", "a list")
    return content


def _text(content: bytes) -> str:
    if content.lstrip()[:5].lower() in (b"<html", b"<!doc", b"<?xml", b"<tabl"):
        raise ListFileError("a web page or XML", KINDS, _AS_WORKBOOK)
    if content.startswith(b"%PDF"):
        raise ListFileError("a PDF", KINDS, _AS_TABLE)
    text = decoded(content.rstrip(b"\x1a"))  # DOS marks the end of a file so
    if text is None:
        raise ListFileError("a file that is not text", KINDS, _AS_WORKBOOK)
    return text


def _text_sheet(text: str, headings: Headings) -> Sheet:
    named = _NAMED_SEPARATOR.match(text)
    separators = (named[1],) if named else _SEPARATORS
    text = text[named.end() :] if named else text
    head = "\n".join(_LINE_END.split(text, _HEAD)[:_HEAD])
    best = max(separators, key=lambda separator: headings(_texts(rows_of(head, separator)[0])))
    rows, faults = rows_of(text, best)
    return Sheet("", _texts(rows), faults, separated=True)


def _texts(rows: Sequence[Sequence[object]]) -> Rows:
    return [[text_of(cell) for cell in row] for row in rows]


def _unfolded(sheet: Sheet, headings: Headings) -> Sheet:
    """Return a sheet with its cells separated, if each row is one cell: so Excel saves a CSV with another separator."""
    lines = [" ".join("".join(row).split("\n")) for row in sheet.rows]
    if sheet.faults or any(sum(map(bool, row)) > 1 for row in sheet.rows):
        return sheet
    unfolded = replace(_text_sheet("\n".join(lines), headings), name=sheet.name, hidden=sheet.hidden)
    return unfolded if headings(unfolded.rows) > max(headings(sheet.rows), 1) else sheet


def _book(content: bytes) -> list[Sheet]:
    try:
        return [Sheet(name, _texts(rows), hidden=hidden) for name, hidden, rows in sheets_of(content)]
    except WorkbookError as error:
        if error.found:
            raise ListFileError(error.found, "cells side by side", _SMALLER) from error
        if content.startswith(_OLE):
            found, remedy = (
                "a workbook with a password, or of an old kind that does not open",
                "take the password off it",
            )
            raise ListFileError(found, KINDS, f"{remedy} or save it as XLSX or CSV, {_OUT}") from error
        remedy = f"ask for it again, as XLSX or CSV, {_OUT}"
        raise ListFileError("a workbook that is damaged or is none", KINDS, remedy) from error


def text_of(cell: Any) -> str:
    """Return the text of a cell without invisible characters and spaces around it, its garbled letters repaired."""
    if not isinstance(cell, str):
        cell = _text_of_value(cell)
    if cell.isascii() and cell.isprintable():
        return cell.strip()  # as most cells
    return without_unseen(_ungarbled(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()


def _text_of_value(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return str(cell.isoformat()).removesuffix("T00:00:00") if hasattr(cell, "isoformat") else str(cell)


def _ungarbled(text: str) -> str:
    """Return a text with its letters as they were before a wrong encoding, if those are certain; else as it is."""
    if not _GARBLED.search(text):
        return text
    try:
        return _ungarbled(b"".join(map(_byte, text)).decode("utf-8"))
    except UnicodeError:
        return text


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")  # of five bytes that Windows-1252 leaves undefined


def decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16, Windows-1252 or DOS; None if it is not text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        other = "cp850" if _DOS.search(content.decode("cp1252", errors="replace")) else "cp1252"
    # Line by line: one wrong byte, or a second list pasted below, does not spoil the others.
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    return "".join(_decoded_line(line, other) for line in lines)


def _decoded_line(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, errors="replace")


def rows_of(text: str, separator: str) -> tuple[list[list[str]], dict[int, str]]:
    """Return the rows of a delimited text, and for each row (from 1) whose cells can't be trusted the reason."""
    try:
        rows = list(_read(io.StringIO(text, newline=""), separator))
        width = max((len(row) for row in rows[:20]), default=0)
        if not any("\n" in cell and _swallows(cell, row, separator, width) for row in rows for cell in row):
            return rows, {}
    except csv.Error:
        pass
    # A stray quotation mark makes one value of all up to the next one: then each line is read alone.
    rows, faults = [], {}
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        try:
            rows.append(next(_read([line], separator), []))
        except csv.Error:
            rows.append([cell.strip(' "') for cell in line.split(separator)])
            faults[number] = _NOT_CLOSED
    return rows, faults


def _read(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)


def _swallows(cell: str, row: list[str], separator: str, width: int) -> bool:
    """Return whether a cell of several lines contains rows, or parts of two."""
    return len(row) != width or any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines())
