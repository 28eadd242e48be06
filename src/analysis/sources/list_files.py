"""Opens a list as received: a text in UTF-8, UTF-16 or Windows-1252 with any usual separator, or a workbook."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.core.names import REMEMBERED
from analysis.core.problems import Problem, without_unseen
from analysis.sources import workbook_reader
from analysis.sources.workbook_reader import CROSSED_OUT, MEGABYTES, MOST_ROWS, SECONDS

LIST_SUFFIXES = frozenset([".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods"])
FORMATS = "CSV, XLSX or ODS"
# Letters of UTF-8 that Excel read as Windows-1252 and saved again: Zoë is ZoÃ«.
_GARBLED = re.compile(r"[ÂÃÄÅ][^\x00-\x7f]|â€|ï»¿")
# Letters with a stroke through them, as messages on a phone have them.
_STRUCK = re.compile("[\u0335-\u0338]")
# csv.Sniffer was tried: it finds no separator if a title is above the headings. So the first lines decide.
_SEPARATORS, _HEAD_LINES = (",", ";", "\t", "|"), 40
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OR_TAKE_OUT = "or take the file out of the folder"
_AS_TABLE = (
    "open it in a spreadsheet program, or copy the names into one under the headings Naam, Functie + organisatie, "
    f"Datum, and save it as XLSX or CSV, {_OR_TAKE_OUT}"
)
_SMALLER = f"take out what is no line of the list, or split it into several files; {_OR_TAKE_OUT}"
# The largest list that was tried has 100,000 lines, and 10 MB.
_MAX_BYTES = 50_000_000
# For systems that can't limit the time of the processor.
_TIMEOUT = 15

EXPECTED = "a row with Naam, Functie + organisatie, Datum"
REMEDY = "save the list as CSV, XLSX or ODS with those headings, or take the file out of the folder"

Rows = list[list[str]]
HeadingCounter = Callable[[Rows], int]


class ListFileError(Exception):
    """A file can't be read as a list: what was found, what was expected, and what to do where that differs."""

    def __init__(self, found: str, expected: str, remedy: str = "") -> None:
        """Keep them for the report."""
        super().__init__(f"found {found}, expected {expected}")
        self.found, self.expected, self.remedy = found, expected, remedy


def problem_of(
    name: str, row: int | None, found: str, expected: str, remedy: str = REMEDY, column: str | None = None
) -> Problem:
    """Return a warning about a list."""
    return Problem(f"signatories/{name}", row, column, found, expected, remedy, "warning")


@dataclass(frozen=True)
class Sheet:
    """The texts of one sheet: every row, blank ones too, so that rows are numbered as in a spreadsheet.

    `separated`: the cells are from a text, in which one separator too many moves all that follow. `marks`: by the
    number of a row, from 1, the marks of `workbook_reader.read`. `notes`: what sheets that are no lists say of it.
    """

    name: str
    rows: Rows
    separated: bool = False
    marks: Mapping[int, list[tuple[str, str]]] = field(default_factory=dict)
    notes: Sequence[str] = ()

    def marked(self, kind: str, *numbers: int) -> list[str]:
        """Return the texts of the marks of a kind in some rows; an empty text for what is hidden."""
        texts = [text for number in numbers for each, text in self.marks.get(number, ()) if each == kind]
        rows = (self.rows[number - 1] for number in numbers if kind == CROSSED_OUT)
        return texts + [text for row in rows for text in row if _STRUCK.search(text)]


def sheets_in(content: bytes, count_headings: HeadingCounter) -> list[Sheet]:
    """Return the sheets in the bytes of a file, whatever its name; raises ListFileError for what is no table.

    A text is one sheet, with the separator that gives the most headings.
    """
    if not content.startswith((_ZIP, _OLE)):
        text = decoded(content)
        if text is None or text.lstrip()[:5].lower() in ("<html", "<!doc", "<?xml", "<tabl", "%pdf-"):
            raise ListFileError("a web page, a PDF or a file that is not text", FORMATS, _AS_TABLE)
        return [_with_split_cells(Sheet("", _rows_of(text, count_headings), separated=True), count_headings)]
    sheets = []
    for name, (rows, marks) in _workbook(content).items():
        by_row = defaultdict[int, list[tuple[str, str]]](list)
        for number, kind, text in marks:
            by_row[number].append((kind, text_of(text)))
        sheet = Sheet(name, [[*map(text_of, row)] for row in rows], marks=by_row)
        sheets.append(_with_split_cells(sheet, count_headings))
    return sheets


def content_of(path: Path, suffixes: Iterable[str]) -> bytes:
    """Return the bytes of a file; raises ListFileError if it has another suffix, or is too large or empty."""
    if path.suffix.lower() not in suffixes:
        raise ListFileError(f"a file of kind {path.suffix or '(none)'}", FORMATS, _AS_TABLE)
    try:
        if (size := path.stat().st_size) > _MAX_BYTES:
            raise ListFileError(f"a file of {size:,} bytes", f"at most {_MAX_BYTES:,}", _SMALLER)
        content = path.read_bytes()
    except OSError as error:
        raise ListFileError(f"a file that does not open ({type(error).__name__})", FORMATS) from error
    if not content.strip(b"\xef\xbb\xbf\r\n\t "):
        raise ListFileError("an empty file", "a list")
    return content


def decoded(content: bytes) -> str | None:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252; None if it is not text."""
    # charset-normalizer was tried: it takes short lists in Windows-1252 for Windows-1257.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Where only some of it is Windows-1252, the other letters are garbled, and repaired cell by cell.
        return content.decode("cp1252", errors="replace")


def _rows_of(text: str, count_headings: HeadingCounter) -> Rows:
    """Return the cells of a delimited text; raises ListFileError where a quotation mark makes one cell of several."""

    def read(part: str, separator: str, *, strict: bool) -> Iterator[tuple[list[str], list[str]]]:
        lines = io.StringIO(part, newline="")
        for row in csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=strict):
            yield row, [*map(text_of, row)]

    head = "\n".join(re.split(r"\r\n|\r|\n", text)[:_HEAD_LINES])
    rows: Rows = []
    try:
        best = max(_SEPARATORS, key=lambda sign: count_headings([texts for _, texts in read(head, sign, strict=False)]))
        for row, texts in read(text, best, strict=True):
            if any("\n" in cell or "\r" in cell for cell in row):
                width = max(map(len, [*rows[:20], row]))
                lines = best.join(row).splitlines()
                # A remark may have several lines too, but not each with as many separators as a row.
                if width > 1 and all(line.count(best) == width - 1 for line in lines):
                    raise csv.Error
            if len(rows) == MOST_ROWS:
                raise ListFileError(f"more than {MOST_ROWS:,} rows", "a list", _SMALLER)
            rows.append(texts)
    except csv.Error as error:
        # A quotation mark alone in its cell is no beginning of one: it says the same as the line above.
        alone = rf'(?m)(?<={re.escape(best)})([ \t]*)"(?=[ \t]*(?:{re.escape(best)}|\r?$))'
        if (dittos := re.sub(alone, r"\1”", text)) != text:
            return _rows_of(dittos, count_headings)
        found = f"a quotation mark that is not closed, or that is inside a value, in or above row {len(rows) + 1}"
        remedy = f"open it in a text editor and correct that, {_OR_TAKE_OUT}"
        raise ListFileError(found, "quotation marks in pairs around complete values", remedy) from error
    return rows


# The same words come back in a list: of equal texts one is kept.
@lru_cache(maxsize=REMEMBERED)
def text_of(cell: str) -> str:
    """Return the text of a cell without invisible characters and spaces around it, its garbled letters repaired."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()  # as most cells
    if _GARBLED.search(cell):
        with suppress(UnicodeError):  # or they are no letters of UTF-8
            cell = cell.encode("cp1252").decode("utf-8")
    return without_unseen(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _with_split_cells(sheet: Sheet, count_headings: HeadingCounter) -> Sheet:
    """Return a sheet with its cells separated, if each row is one cell: so Excel opens a CSV with another separator."""
    if all(sum(map(bool, row)) < 2 for row in sheet.rows):
        unfolded = _rows_of("\n".join(" ".join("".join(row).split("\n")) for row in sheet.rows), count_headings)
        if count_headings(unfolded) > max(count_headings(sheet.rows), 1):
            return replace(sheet, rows=unfolded, separated=True)
    return sheet


def sheets_of(content: bytes) -> dict[str, Rows]:
    """Return the rows of each sheet of a workbook by name; raises ListFileError if it can't be read."""
    return {name: rows for name, (rows, _) in _workbook(content).items()}


def _workbook(content: bytes) -> dict[str, tuple[Rows, list[tuple[int, str, str]]]]:
    """Return the rows and marks of each sheet, read by `workbook_reader` in a process of its own: it may do harm."""
    command = [sys.executable, "-P", workbook_reader.__file__]
    # With a backtrace, a panic for want of memory waits for ever for memory to write it.
    environment = {**os.environ, "RUST_BACKTRACE": "0"}
    found = f"a workbook that can't be read in {SECONDS} s with {MEGABYTES} MB, as with cells far apart"
    answer: Any = [found, "no more cells than a list has, side by side"]
    with suppress(subprocess.TimeoutExpired, subprocess.CalledProcessError):
        options: dict[str, Any] = {"capture_output": True, "timeout": _TIMEOUT, "env": environment, "check": True}
        answer = json.loads(subprocess.run(command, input=content, **options).stdout)
    if isinstance(answer, list):
        found, expected = answer
        raise ListFileError(found, expected, _SMALLER)
    if answer is None:
        remedy = f"save it as XLSX or CSV without a password, or ask for it again, {_OR_TAKE_OUT}"
        raise ListFileError("a workbook with a password, or that is damaged or is none", FORMATS, remedy)
    return dict(answer)
