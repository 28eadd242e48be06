"""Whether the file of a table can be read at all: as text, as CSV in which each row ends where it seems to."""

import csv
import io
import re
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from analysis.core.problems import InputError, Problem
from analysis.sources import limits
from analysis.sources.list_texts import swallowed

# Without its header a table that names persons (`namesPersons` in the contract) begins with one: no cell is quoted.
_NAMING_PERSONS = frozenset(["decisions/signatories.csv", "decisions/functions.csv"])
_MEND = "restore the file or mend it"
_SAVE = "save the file as CSV UTF-8"
_BLANKS = "\ufeff \t\r\n"
_LONE_RETURN = re.compile(r"\r(?!\n)")
_NOT_CLOSED = "a quotation mark that is never closed, or that stands inside a value"
_PAIRS = 'quotation marks in pairs around a whole value, and "" for one inside it'


def unreadable(data_dir: Path, path: str, columns: Sequence[str]) -> Problem | None:
    """Return why the file of a table can't be read, if so; the first fault, as what follows it can't be trusted."""
    text = _text(data_dir / path, path)
    if isinstance(text, Problem):
        return text
    rows = _rows(text, path)
    return rows if isinstance(rows, Problem) else _other_header(rows[0], columns, path)


def too_large(file: Path, path: str, most: int = limits.TABLE_BYTES) -> Problem | None:
    """Return a problem if a file is beyond the limit; it is not opened. Raises OSError."""
    size = file.stat().st_size
    if size <= most:
        return None
    expected = f"at most {limits.megabytes(most)}"
    return Problem(path, None, None, f"a file of {limits.megabytes(size)}", expected, _MEND)


def sound_text(file: Path, path: str) -> str:
    """Return the text of a table that may be empty or not there; raises InputError if it can't be read as a table."""
    if not file.exists():
        return ""
    found = _text(file, path)
    rows = _rows(found, path) if isinstance(found, str) and found.strip(_BLANKS) else found
    if isinstance(rows, Problem):
        raise InputError([rows])
    return str(found)


def _text(file: Path, path: str) -> str | Problem:
    """Return the text of a file, or why there is none."""
    try:
        if problem := too_large(file, path):
            return problem
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Problem(path, None, None, "no such file", "a CSV file", _MEND)
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        found = f"the byte {error.object[error.start]:#04x}, which is no UTF-8"
        return Problem(path, row, None, found, "text in UTF-8", _SAVE)
    except OSError as error:
        found = f"a file that can't be opened ({error.strerror})"
        return Problem(path, None, None, found, "a CSV file", _MEND)


def _rows(text: str, path: str) -> list[list[str]] | Problem:
    """Return the rows of a text, or the first place where it is no CSV that all programs read alike."""
    if "\x00" in text:
        return Problem(path, _row_at(text, text.index("\x00")), None, "a null character", "plain text", _MEND)
    if not text.strip(_BLANKS):
        return Problem(path, None, None, "an empty file", "a header row", _MEND)
    if lone := _LONE_RETURN.search(text):
        found = "a carriage return alone, as old Macintoshes end their lines"
        return Problem(path, _row_at(text, lone.start()), None, found, "lines that end in LF or CRLF", _SAVE)
    rows = list[list[str]]()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        is_long = "field larger" in str(error)  # what is longest for the reader depends on who uses it too
        found = "a cell without an end" if is_long else _NOT_CLOSED
        return Problem(path, len(rows) + 1, None, found, _PAIRS, "close it, or take it out")
    if over := limits.beyond(rows, limits.TABLE_CELL_CHARACTERS):
        return Problem(path, None, None, *over, _MEND)
    width = len(rows[0])
    for number, row in enumerate(rows, start=1):
        if any(swallowed(cell, ",", width) for cell in row):
            found = "a cell that holds whole lines: a quotation mark is not closed"
            return Problem(path, number, None, found, _PAIRS, "close it, or take it out")
    return rows


def _other_header(found: Sequence[str], columns: Sequence[str], path: str) -> Problem | None:
    """Return a problem if a header is not that of the contract, sign for sign."""
    header = [found[0].removeprefix("\ufeff"), *found[1:]] if found else []
    if header == list(columns):
        return None
    named = _places_that_differ(header, columns) if path in _NAMING_PERSONS else _names_that_differ(header, columns)
    found_there = f"a header that differs at {named}" if named else "a header with a name too many"
    return Problem(path, 1, None, found_there, ",".join(columns), "restore the header, in this order")


def _names_that_differ(header: Sequence[str], columns: Sequence[str]) -> str:
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name not in header]
    moved = [name for name, own in zip(header, columns, strict=False) if name != own]
    return ", ".join(name if name.isidentifier() else repr(name[:80]) for name in unknown or missing or moved)


def _places_that_differ(header: Sequence[str], columns: Sequence[str]) -> str:
    pairs = enumerate(zip_longest(header, columns), start=1)
    return ", ".join(f"column {place}" for place, (name, own) in pairs if name != own)


def _row_at(text: str, place: int) -> int:
    return len(re.findall(r"\r\n|\r|\n", text[:place])) + 1
