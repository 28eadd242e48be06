"""Text of lists as received: its encoding, what a wrong one made of it, and the rows of a delimited file.

charset-normalizer was tried: it takes short lists in Windows-1252 for Windows-1257 or DOS, and those in DOS for
Windows-1250.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from analysis.core.characters import without_unseen

# How the letters of UTF-8 look when they were read as Windows-1252 and saved again: Zoë is ZoÃ«.
_GARBLED = re.compile("[ÂÃÄÅ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€|ï»¿")
# No character of Windows-1252 that may follow a letter: é, ë, ï, ç of DOS instead (Excel's "CSV (MS-DOS)").
_DOS = re.compile(r"(?<=[^\W\d_])[‚‰‹‡†ˆ¢¤]")
_NOT_CLOSED = "a quotation mark that is not closed, or that is inside a value"


def text_of(cell: Any) -> str:
    """Return the text of a cell, without spaces around it and invisible characters, and with its letters put right."""
    if not isinstance(cell, str):
        cell = _text_of_value(cell)
    if cell.isascii() and cell.isprintable():
        return cell.strip()  # as most cells
    return without_unseen(_ungarbled(cell)).replace("\r\n", "\n").replace("\r", "\n").strip()


def _text_of_value(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    return str(cell.isoformat()).removesuffix("T00:00:00") if hasattr(cell, "isoformat") else str(cell)


def _ungarbled(text: str) -> str:
    """Return a text with the letters it had before a wrong encoding, where those are certain; else as it is."""
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
        return character.encode("latin-1")  # Windows reads the five bytes that its encoding leaves open as these


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
    # Lists of two offices in one file have two encodings.
    lines = content.removeprefix(b"\xef\xbb\xbf").splitlines(keepends=True)
    return "".join(_decoded_line(line, other) for line in lines)


def _decoded_line(line: bytes, other: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(other, errors="replace")


def rows_of(text: str, separator: str) -> tuple[list[list[str]], dict[int, str]]:
    """Return the rows of a delimited text, and of each row (from 1) whose cells can't be trusted why."""
    try:
        rows = list(_read(io.StringIO(text, newline=""), separator))
        width = max((len(row) for row in rows[:20]), default=0)
        if not any("\n" in cell and _swallows(cell, row, separator, width) for row in rows for cell in row):
            return rows, {}
    except csv.Error:
        pass
    # A stray quotation mark runs on to the next one: each line is read by itself.
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
    """Return whether a cell of several lines holds whole rows, or parts of two."""
    return len(row) != width or any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines())
