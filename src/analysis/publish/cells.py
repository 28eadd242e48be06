"""The cells of a published table as text, the same in the CSV and in the workbook."""

import re
from datetime import date
from typing import Any

import pandas as pd

# A spreadsheet takes text that starts so for a formula, in Asian editions also with wide characters. A cell starts at
# the start of a text, and after a semicolon or a tab, at which a Dutch spreadsheet divides a line.
_CELL_STARTS = r"(\A|[;\t\r\n])"
_FORMULA_STARTS = r"[=+\-@\t\r\n＝＋－＠]"
_FORMULA = re.compile(f"{_CELL_STARTS}(?='*{_FORMULA_STARTS})")
_MARKED = re.compile(f"{_CELL_STARTS}'(?='*{_FORMULA_STARTS})")
# A number below zero is no formula.
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    """Return the rows of a frame, None for what is missing."""
    return [[None if pd.isna(v) else v for v in row] for row in frame.astype("object").itertuples(index=False)]


def plain(value: Any) -> str:
    """Return a cell as text, harmless to whoever opens the file in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return value if _PLAIN_NUMBER.fullmatch(value) else _FORMULA.sub(r"\1'", value)
    return number(value)


def without_marks(text: str) -> str:
    """Return the text that `plain` made harmless by apostrophes: the very same."""
    return _MARKED.sub(r"\1", text)


def number(value: float) -> str:
    """Return 1320.0 as 1320, and without the noise of the last binary digits."""
    return str(int(value)) if float(value).is_integer() else f"{value:.12g}"
