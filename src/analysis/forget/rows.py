"""Empties one row of a list that is text, and shows by reading it again that all other lines stay as they were."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analysis.names import words_of
from analysis.sources.list_texts import decoded, mended
from analysis.sources.signature_lists import read_lists

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"(?:\r\n|\r|\n)?\Z")
# A row may hold a cell of several lines; not of more than these.
_MOST_LINES = 6
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class RowError(Exception):
    """A row can't be emptied without changing how another one is read."""


def is_text(path: Path) -> bool:
    """Return whether a list is text, and not a workbook."""
    with path.open("rb") as file:
        return not file.read(8).startswith(_BOOKS)


def without_row(content: bytes, file: str, row: int, folder: Path) -> bytes:
    """Return a list with one row emptied, which then is no line; raises RowError.

    `file` is its path below the folder of lists, `folder` an empty one to read it in.
    """
    before = _read(content, file, folder)
    wanted = before[before["source_row"] != row].reset_index(drop=True)
    name = str(before.loc[before["source_row"] == row, "name_as_written"].iloc[0])
    for candidate in _candidates(content, name):
        if _read(candidate, file, folder).equals(wanted):
            return candidate
    raise RowError(f"row {row} can't be emptied here without changing how other rows are read")


def _read(content: bytes, file: str, folder: Path) -> pd.DataFrame:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return read_lists(folder)[0]


def _candidates(content: bytes, name: str) -> Iterator[bytes]:
    """Give the list with each run of lines emptied that may be the row: those that hold the longest word of the name.

    Bytes are kept as they are, whatever encoding they are in.
    """
    encoding = _WIDE.get(content[:2])
    mark = content[:2] if encoding else b""
    text = content[len(mark) :].decode(encoding or "latin-1")
    lines, word = _LINE.findall(text), max(words_of(name), key=len, default="")
    for count in range(1, _MOST_LINES + 1):
        for first in range(len(lines) - count + 1):
            run = "".join(lines[first : first + count])
            if word in words_of(_as_read(run, encoding)):
                end = _LINE_END.search(run)
                kept = [*lines[:first], end[0] if end else "", *lines[first + count :]]
                yield mark + "".join(kept).encode(encoding or "latin-1")


def _as_read(run: str, encoding: str | None) -> str:
    return run if encoding else mended(decoded(run.encode("latin-1")) or "")
