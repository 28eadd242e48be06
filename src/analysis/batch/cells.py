"""What stands in the cells of a published table, in the CSV and in the workbook alike."""

import re
from datetime import date
from typing import Any

import pandas as pd

# A spreadsheet takes text that starts so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
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
        return f"'{value}" if value.startswith(_FORMULA_SIGNS) and not _PLAIN_NUMBER.fullmatch(value) else value
    return number(value)


def number(value: float) -> str:
    """Return 1320.0 as 1320, and without the noise of the last binary digits."""
    return str(int(value)) if float(value).is_integer() else f"{value:.12g}"
