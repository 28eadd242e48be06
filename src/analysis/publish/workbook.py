"""The tables of a month as one workbook: a cover, the contents, the meaning of the columns, and a sheet for each table.

A sheet has lines from A1 down, then one table, as "Releasing statistics in spreadsheets" of the UK government's
Analysis Function asks. No cells are merged, text is never a formula, and links lead only to sheets.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.briefing.annex import limits_that_hold
from analysis.briefing.page_facts import CHECKSUM, checksums_in_words, generator
from analysis.core.parameters import LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.publish.published_tables import heading, number, plain, rows_of, what_a_row_is, why_empty
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of

# Headings and descriptions come from published_tables.json, which is in English; only the cover is in both languages.
_ENGLISH, _DUTCH = wording("en"), wording("nl")
_NOTES = ("as_of", "quoted", "chosen", "persons")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_FORMATS = {
    "title": {**_FONT, "bold": True, "font_size": 16},
    "line": _FONT,
    "cell": {**_FONT, "text_wrap": True},
    "day": {**_FONT, "num_format": "yyyy-mm-dd", "align": "left"},
    "heading": {**_FONT, "bold": True, "text_wrap": True, "bottom": 1},
    "link": {**_FONT, "underline": 1, "font_color": "#0000EE"},
}
# Black on white, so that contrast and print are good.
_TABLE = {"style": "Table Style Light 1", "first_column": True, "banded_rows": False, "autofilter": False}
_A4 = 9
# Widths of columns in characters; the first one is narrower, as it stays on screen when a reader scrolls.
_WIDTH_OF_COVER, _WIDEST, _WIDEST_FIRST, _NARROWEST = 75, 60, 30, 9


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines, of which the first is its title, then a table under `headings`; the cover has only lines."""

    name: str
    lines: Sequence[str]
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()


def workbook_of(frames: dict[str, pd.DataFrame], contract: dict[str, dict[str, Any]], month: Reconciliation) -> bytes:
    """Return an XLSX workbook with a sheet per table, in the order given; the same tables give the same bytes.

    `contract` has title, description, sources and fields of each table (see `published_tables`).
    """
    contents, columns, sheets = [], [], []
    for name, frame in frames.items():
        table = contract[name]
        described = {field["name"]: field for field in table["fields"]}
        fields = [described[column] for column in frame]
        headings = [heading(field, _ENGLISH) for field in fields]
        contents.append([name, table["title"], table["description"], _DUTCH.say(f"index.table.{name}")])
        columns += [
            [name, shown, field["name"], field.get("unit"), field.get("description")]
            for shown, field in zip(headings, fields, strict=True)
        ]
        sheets.append(Sheet(name, _lines_above(table, month, frame.empty), headings, rows_of(frame)))
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties(_properties(month))
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        for sheet in (_cover(month), _overview("contents", contents), _overview("columns", columns), *sheets):
            _write(book.add_worksheet(sheet.name), sheet, formats)
        page = book.get_worksheet_by_name(_ENGLISH.say("workbook.contents.sheet"))
        for line, name in enumerate(frames, start=3):
            page.write_url(line, 0, f"internal:'{name}'!A1", formats["link"], name)
    return content.getvalue()


def _cover(month: Reconciliation) -> Sheet:
    return Sheet(
        _ENGLISH.say("workbook.cover.sheet"),
        [line for language in LANGUAGES for line in _about(month, wording(language))],
    )


def _about(month: Reconciliation, w: Wording) -> list[str]:
    """Return in one language what the workbook is, whom to call, how it was made and what a reader must know of it."""
    contact, version = month.sources.contact, version_of(month)
    reach = ", ".join(contact[kind] for kind in ("phone", "email", "url") if kind in contact)
    sheets = {name: _ENGLISH.say(f"workbook.{name}.sheet") for name in ("contents", "columns")}
    inputs = checksums_in_words(month.sources.checksums)
    lines = [
        w.say("workbook.title", month=w.month(str(month.month))),
        "" if version.is_released else w.say("workbook.status"),
        version_in_words(version, w),
        w.say("workbook.cover.what", date=w.date(month.month.as_of)),
        w.say("workbook.cover.made_by", organisation=contact["organisation"]),
        w.say("workbook.cover.contact", reach=reach) if reach else w.say("workbook.cover.no_contact"),
        w.say("workbook.cover.licence"),
        w.say("workbook.cover.sheets", **sheets),
        w.say("workbook.cover.blank"),
        *(w.say(f"workbook.note.{name}") for name in _NOTES),
        *(w.say(key) for key in limits_that_hold(month)),
        w.say("workbook.cover.made_with", generator=generator(), command=f"briefing build --month {month.month}"),
        w.say("workbook.cover.inputs", checksum=CHECKSUM, inputs=inputs),
    ]
    return [line for line in lines if line]


def _overview(name: str, rows: list[list[Any]]) -> Sheet:
    """Return a sheet about the tables."""
    sheet, title, headings = (_ENGLISH.say(f"workbook.{name}.{part}") for part in ("sheet", "title", "headings"))
    return Sheet(sheet, [title, _ENGLISH.say("workbook.table.one")], headings.split(" | "), rows)


def _lines_above(table: dict[str, Any], month: Reconciliation, is_empty: bool) -> list[str]:
    """Return the five lines above a table, so that its headings are in the sixth row; one more if it has no rows."""
    w = _ENGLISH
    return [
        w.say("workbook.table.title", title=table["title"], month=w.month(str(month.month))),
        w.say("workbook.table.none" if is_empty else "workbook.table.one"),
        what_a_row_is(table),
        w.say("workbook.table.source", source=" ".join(source["title"] for source in table["sources"])),
        w.say("workbook.table.columns"),
        *([why_empty(table["name"], month.month, w)] if is_empty else []),
    ]


def _properties(month: Reconciliation) -> dict[str, Any]:
    """Return the properties of the file; as day of creation it has the last of the month, not today."""
    return {
        "title": _ENGLISH.say("workbook.title", month=_ENGLISH.month(str(month.month))),
        "author": month.sources.contact["organisation"],
        "created": datetime.combine(month.month.as_of, time()),
        "comments": generator(),
        "keywords": checksums_in_words(month.sources.checksums),
    }


def _write(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    for line, text in enumerate(sheet.lines):
        page.write(line, 0, text, formats["title" if line == 0 else "line" if sheet.headings else "cell"])
    if not sheet.headings:
        page.set_column(0, 0, _WIDTH_OF_COVER)
    if sheet.rows:
        _write_table(page, sheet, formats)


def _write_table(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write the headings below the lines, and the rows below these, marked as a table with the name of the sheet."""
    top, columns = len(sheet.lines), []
    for place, (text, *cells) in enumerate(zip(sheet.headings, *sheet.rows, strict=True)):
        look = "day" if any(isinstance(cell, datetime) for cell in cells) else "cell"
        columns.append({"header": text, "header_format": formats["heading"], "format": formats[look]})
        longest = max(len(word) for word in [*map(plain, cells), *text.split()])  # no word of a heading is broken
        width = min(max(longest, _NARROWEST), _WIDEST if place else _WIDEST_FIRST)
        page.set_column(place, place, 1.2 * width + 2)  # Excel counts in characters of a smaller font
    table = {**_TABLE, "name": sheet.name, "columns": columns, "data": [list(map(_cell, row)) for row in sheet.rows]}
    page.add_table(top, 0, top + len(sheet.rows), len(columns) - 1, table)
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    page.set_landscape()


def _cell(value: Any) -> Any:
    """Return a cell of its own type; yes or no for a truth value, and a number as precise as in the CSV."""
    if isinstance(value, bool):
        return plain(value)
    return float(number(value)) if isinstance(value, int | float) else value
