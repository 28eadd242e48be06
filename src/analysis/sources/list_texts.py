"""Text of lists as received: its encoding, what a wrong one made of it, and the cells of a delimited file."""

import csv
import io
import re
from typing import Any

import pandas as pd

from analysis.core.characters import without_unseen

# How the letters of UTF-8 look when they were read as Windows-1252 or Mac Roman and saved again: Zoë is ZoÃ« or Zo√´.
_GARBLED = (
    ("cp1252", re.compile("[ÂÃÄÅ][\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€|ï»¿")),
    ("mac_roman", re.compile("[√≈ƒ][^\x00-\x7f]|¬[´∞ª®]|‚Ä")),
)
# No sign of Windows-1252 that may follow a letter: the letter é, ë, ï, ç of DOS instead (Excel's "CSV (MS-DOS)").
_DOS = re.compile(r"(?<=[^\W\d_])[‚‰‹‡†ˆ¢¤]")
_NOT_CLOSED = "a quotation mark that is not closed, or that stands inside a value"


def text_of(cell: Any) -> str:
    """Return the text of a cell without spaces around it and unseen signs, the letters of a wrong encoding mended."""
    text = cell if isinstance(cell, str) else _text_of_value(cell)
    # Most cells are plain: the rest need not be tried.
    if not text.isascii():
        text = mended(text)
    text = without_unseen(text)
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()


def _text_of_value(cell: Any) -> str:
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and pd.isna(cell)):
        return ""
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()).removesuffix("T00:00:00")
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def mended(text: str) -> str:
    """Return a text with the letters it had before a wrong encoding, where those are certain; else as it is."""
    for encoding, garbled in _GARBLED:
        if garbled.search(text):
            try:
                return mended(b"".join(_byte(sign, encoding) for sign in text).decode("utf-8"))
            except UnicodeError:
                continue
    return text


def _byte(sign: str, encoding: str) -> bytes:
    try:
        return sign.encode(encoding)
    except UnicodeEncodeError:
        return sign.encode("latin-1")  # Windows reads the five bytes that its encoding leaves open as these


def decoded(content: bytes) -> str | None:
    """Return the text of a file: UTF-8, UTF-16, Windows-1252, Mac Roman or DOS; None if it is not text."""
    if encoding := _wide(content):
        return content.decode(encoding, errors="replace")
    if b"\0" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    content = content.removeprefix(b"\xef\xbb\xbf")
    narrow = _narrow(content)
    # Lists of two offices in one file have two encodings.
    return "".join(_line(line, narrow) for line in content.splitlines(keepends=True))


def _wide(content: bytes) -> str | None:
    """Return the encoding of two bytes a sign (Excel's "Unicode text"), with or without a mark that says so."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:400]
    zeros = start[1::2].count(0), start[::2].count(0)
    if max(zeros) * 4 < len(start) or min(zeros):
        return None
    return "utf-16-le" if zeros[0] else "utf-16-be"


def _narrow(content: bytes) -> str:
    if b"\r" in content and b"\n" not in content:
        return "mac_roman"  # as are the line ends: "CSV (Macintosh)"
    try:
        return "cp850" if _DOS.search(content.decode("cp1252")) else "cp1252"
    except UnicodeDecodeError:
        return "cp850"


def _line(line: bytes, narrow: str) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(narrow, errors="replace")


def rows_of(text: str, separator: str) -> tuple[list[list[Any]], dict[int, str]]:
    """Return the rows of a delimited text, and of each row (from 1) whose cells can't be trusted why."""
    try:
        rows = list(_csv(io.StringIO(text, newline=""), separator))
    except csv.Error:
        return _line_by_line(text, separator)
    width = max((len(row) for row in rows[:20]), default=0)
    if any(swallowed(cell, separator, width) or (len(row) != width and "\n" in cell) for row in rows for cell in row):
        return _line_by_line(text, separator)
    return [list(row) for row in rows], {}


def _csv(lines: Any, separator: str) -> Any:
    return csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)


def swallowed(cell: str, separator: str, width: int) -> bool:
    """Return whether a cell holds whole lines: a stray quotation mark runs on to the next one."""
    return "\n" in cell and any(line.count(separator) >= max(width - 1, 1) for line in cell.splitlines())


def _line_by_line(text: str, separator: str) -> tuple[list[list[Any]], dict[int, str]]:
    rows: list[list[Any]] = []
    faults: dict[int, str] = {}
    for number, line in enumerate(io.StringIO(text, newline=None), start=1):
        try:
            rows.extend([list(row) for row in _csv([line.rstrip("\n")], separator)] or [[]])
        except csv.Error:
            cells = csv.reader([line.rstrip("\n")], delimiter=separator, quoting=csv.QUOTE_NONE)
            rows.extend([cell.strip(' "') for cell in row] for row in cells)
            faults[number] = _NOT_CLOSED
    return rows, faults
