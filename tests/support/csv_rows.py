"""Tables as rows of text, read without the code of the project."""

import csv
import io
from pathlib import Path

Row = dict[str, str]


def rows_of(content: bytes | str) -> list[Row]:
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return list(csv.DictReader(io.StringIO(text, newline="")))


def rows_in(path: Path) -> list[Row]:
    return rows_of(path.read_bytes())
