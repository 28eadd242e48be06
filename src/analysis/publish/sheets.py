"""Sheets of a workbook that everybody can read, as GPTables lays them out: lines from A1 down, then one marked table.

The guidance behind it is "Releasing statistics in spreadsheets" of the UK government's Analysis Function.
"""

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter

from analysis.publish.cells import number, plain

_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_TITLE_SIZE = 16
_HEADING = {"bold": True, "text_wrap": True, "bottom": 1}
# Plain, so that contrast and print are those of black on white.
_STYLE = "Table Style Light 1"
_WIDEST, _WIDEST_FIRST, _NARROWEST = 60, 30, 9
_WIDTH_OF_TEXT = 75  # what fits on a sheet of paper
_A4 = 9


@dataclass(frozen=True)
class Link:
    """A cell, or a line, that leads to the top of another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines (the first is its title), then a table under `headings`, or `empty` where there are no rows.

    A sheet without headings is a page of text.
    """

    name: str
    lines: Sequence[str | Link]
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()
    empty: str = ""


def written(sheets: Iterable[Sheet], properties: dict[str, Any]) -> bytes:
    """Return sheets as an XLSX workbook; text stays text, and links lead only to sheets."""
    stream = io.BytesIO()
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, **inert}) as workbook:
        workbook.set_properties(properties)
        formats = {
            "title": workbook.add_format({**_FONT, "bold": True, "font_size": _TITLE_SIZE}),
            "line": workbook.add_format(_FONT),
            "cell": workbook.add_format({**_FONT, "text_wrap": True}),
            "day": workbook.add_format({**_FONT, "num_format": "yyyy-mm-dd", "align": "left"}),
            "link": workbook.add_format({**_FONT, "underline": 1, "font_color": "#0000EE"}),
            "number": workbook.add_format({**_FONT, "align": "right", "indent": 1}),
            "heading": workbook.add_format({**_FONT, **_HEADING}),
            "heading of numbers": workbook.add_format({**_FONT, **_HEADING, "align": "right", "indent": 1}),
        }
        for sheet in sheets:
            _write(workbook.add_worksheet(sheet.name), sheet, formats)
    return stream.getvalue()


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    is_text = not sheet.headings
    lines = [*sheet.lines, *([sheet.empty] if sheet.headings and not sheet.rows else [])]
    for line, text in enumerate(lines):
        kind = "title" if line == 0 else "cell" if is_text else "line"
        _write_cell(page, line, 0, text, formats, kind)
    if is_text:
        page.set_column(0, 0, _WIDTH_OF_TEXT)
    elif sheet.rows:
        _write_table(page, sheet, len(sheet.lines), formats)


def _write_table(page: Any, sheet: Sheet, top: int, formats: dict[str, Any]) -> None:
    """Write the headings at row `top` (counted from 0) and the rows under it, marked as a table of the sheet's name."""
    cells = list(zip(*sheet.rows, strict=True))
    columns = [
        {"header": heading, "header_format": formats["heading of numbers" if _is_numeric(column) else "heading"]}
        for heading, column in zip(sheet.headings, cells, strict=True)
    ]
    marked = {"name": sheet.name, "columns": columns, "style": _STYLE, "first_column": True, "banded_rows": False}
    page.add_table(top, 0, top + len(sheet.rows), len(columns) - 1, {**marked, "autofilter": False})
    for line, row in enumerate(sheet.rows, start=top + 1):
        for place, value in enumerate(row):
            _write_cell(page, line, place, value, formats)
    for place, heading in enumerate(sheet.headings):
        page.set_column(place, place, _width(place, heading, cells[place]))
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    page.set_landscape()


def _is_numeric(column: Iterable[Any]) -> bool:
    kinds = {type(value) for value in column if value is not None}
    return bool(kinds) and kinds <= {int, float}


def _width(place: int, heading: str, values: Iterable[Any]) -> float:
    """Return a width in which no word of the heading breaks; the first column stays on screen, so it is narrower."""
    longest = max([len(_shown(value)) for value in values] + [len(word) for word in heading.split()])
    widest = _WIDEST_FIRST if place == 0 else _WIDEST
    return 1.2 * min(max(longest, _NARROWEST), widest) + 2  # a width is counted in characters of a smaller font


def _shown(value: Any) -> str:
    return value.text if isinstance(value, Link) else plain(value)


def _write_cell(page: Any, line: int, place: int, value: Any, formats: dict[str, Any], kind: str = "cell") -> None:
    """Write a cell by its type: a number as a number, a day as a day, text as text whatever it starts with."""
    if value is None:
        page.write_blank(line, place, None, formats[kind])
    elif isinstance(value, Link):
        page.write_url(line, place, f"internal:'{value.sheet}'!A1", formats["link"], value.text)
    elif isinstance(value, bool):
        page.write_string(line, place, plain(value), formats[kind])
    elif isinstance(value, date):
        page.write_datetime(line, place, datetime.combine(value, time()), formats["day"])
    elif isinstance(value, str):
        page.write_string(line, place, value, formats[kind])
    elif math.isfinite(value):
        page.write_number(line, place, float(number(value)), formats["number"])
