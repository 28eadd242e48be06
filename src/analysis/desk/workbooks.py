"""Workbooks that an analyst fills in: every cell is written as text, and read back as text."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.html import SAY
from analysis.sources.list_files import ListFileError, sheets_of


class Page(NamedTuple):
    """Rows to write as text, the widths of the first columns in characters, and the answers to offer in the first."""

    rows: pd.DataFrame
    widths: Sequence[int] = ()
    answers: Sequence[str] = ()


def write_workbook(path: Path, pages: Mapping[str, Page]) -> str:
    """Write pages by name; return a notice if a folder was made for the file, else an empty text.

    Raises ParameterError for another suffix than `.xlsx`.
    """
    if path.suffix != ".xlsx":
        raise ParameterError(f"path: found {str(path)!r}, expected the name of a workbook, as review.xlsx")
    made = "" if path.parent.is_dir() else SAY.say("desk.new_folder", path=path.parent.resolve())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        look = book.book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        for name, (rows, widths, answers) in pages.items():
            rows.map(as_text).to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 1))
            for place in range(len(rows.columns)):
                book.sheets[name].set_column(place, place, widths[place] if place < len(widths) else 20, look)
            if answers:
                choice = {"validate": "list", "source": [*answers], "error_type": "information"}
                book.sheets[name].data_validation(1, 0, len(rows), 0, choice)
    return made


def pages_in(path: Path, command: str, pages: Mapping[str, Sequence[str]]) -> dict[str, pd.DataFrame]:
    """Return pages of a workbook as text, the rows below the header indexed by row number.

    `pages` has the columns that each page must have. Raises ParameterError for a file that `command` did not write.
    """
    if not path.exists():
        raise ParameterError(f"path: found {str(path)!r}, where there is no file: run `briefing {command}` first")
    try:
        sheets = sheets_of(path.read_bytes())
        headers = {name: sheets[name][0] for name in pages}
    except (OSError, ListFileError, LookupError, ValueError) as error:
        raise ParameterError(f"{path.name}: not a sheet that `briefing {command}` wrote; write a new one") from error
    if missing := [f"{column} on {name}" for name in pages for column in pages[name] if column not in headers[name]]:
        raise ParameterError(f"{path.name}: no column {', '.join(missing)}: write a new sheet")
    texts = {}
    for name, header in headers.items():
        rows = [[*row, *[""] * (len(header) - len(row))] for row in sheets[name][1:]]
        texts[name] = pd.DataFrame(rows, columns=[*header]).map(as_text)
        texts[name].index += 2
    return texts


def as_text(cell: Any) -> str:
    """Return a cell as text; a day, which a spreadsheet program makes of text that looks like one, is YYYY-MM-DD."""
    if pd.isna(cell):
        return ""
    return cell.isoformat()[:10] if isinstance(cell, datetime.date) else str(cell).strip()
