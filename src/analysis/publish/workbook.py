"""The tables of a month as one workbook that everybody can read: covers, contents, notes, columns, and a sheet a table.

Each sheet has lines from A1 down, then one marked table, as "Releasing statistics in spreadsheets" of the UK
government's Analysis Function asks. Nothing is merged, text stays text, and links lead only to sheets.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.briefing.page_facts import CHECKSUM, checksums_in_words, generator
from analysis.core.parameters import LANGUAGES
from analysis.core.wording import Wording, wording
from analysis.publish.published_tables import heading, number, plain, rows_of, what_a_row_is, why_empty
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of

# Headings and descriptions come from published_tables.json, which is in English; each sheet keeps to one language.
_ENGLISH, _DUTCH = wording("en"), wording("nl")
# What holds for tables: sentence -> those tables, none named for all of them.
_NOTES: dict[str, tuple[str, ...]] = {
    "workbook.note.as_of": (),
    "workbook.note.quoted": (),
    "workbook.note.chosen": ("figures", "discrepancies"),
    "workbook.note.persons": ("parties",),
    "briefing.method.limit_1": ("figures", "discrepancies", "derived", "claims"),
    "briefing.method.limit_2": ("figures", "claims"),
    "briefing.method.limit_3": ("figures", "discrepancies"),
    "briefing.method.limit_4": ("parties",),
    "briefing.method.limit_5": ("parties",),
    "briefing.method.limit_6": (),
}
_FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}
_HEADING = {**_FONT, "bold": True, "text_wrap": True, "bottom": 1}
_TO_THE_RIGHT = {"align": "right", "indent": 1}
_FORMATS = {
    "title": {**_FONT, "bold": True, "font_size": 16},
    "line": _FONT,
    "text": {**_FONT, "text_wrap": True},
    "day": {**_FONT, "num_format": "yyyy-mm-dd", "align": "left"},
    "link": {**_FONT, "underline": 1, "font_color": "#0000EE"},
    "number": {**_FONT, **_TO_THE_RIGHT},
    "heading": _HEADING,
    "heading of numbers": {**_HEADING, **_TO_THE_RIGHT},
}
_A4 = 9
_WIDTH_OF_PAPER = 75
_WIDEST, _WIDEST_FIRST, _NARROWEST = 60, 30, 9


@dataclass(frozen=True)
class Link:
    """A cell, or a line, that leads to the top of another sheet."""

    text: str
    sheet: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: lines (the first is its title), then a table under `headings`; a page of text without headings."""

    name: str
    lines: Sequence[str | Link]
    headings: Sequence[str] = ()
    rows: Sequence[Sequence[Any]] = ()


def workbook_of(
    frames: dict[str, pd.DataFrame], contract: dict[str, dict[str, Any]], reconciliation: Reconciliation
) -> bytes:
    """Return an XLSX workbook with a sheet per table, in the order given; the same tables give the same bytes.

    `contract` has title, description, sources and fields of each table (see `published_tables`).
    """
    notes = {key: [name for name in frames if name in (named or frames)] for key, named in _NOTES.items()}
    if reconciliation.unaccounted_seats.empty:
        del notes["briefing.method.limit_4"]
    notes = {key: named for key, named in notes.items() if named}
    described = {name: {field["name"]: field for field in contract[name]["fields"]} for name in frames}
    fields = {name: [described[name][column] for column in frame] for name, frame in frames.items()}
    columns = [
        [Link(name, name), heading(field, _ENGLISH), field["name"], field.get("unit"), field.get("description")]
        for name in frames
        for field in fields[name]
    ]
    sheets = [
        *(_cover(reconciliation, wording(language)) for language in LANGUAGES),
        _own_sheet("contents", _contents([contract[name] for name in frames])),
        _own_sheet("notes", [[n, _ENGLISH.say(key), ", ".join(notes[key])] for n, key in enumerate(notes, start=1)]),
        _own_sheet("columns", columns),
    ]
    for name, frame in frames.items():
        holding = [str(place) for place, named in enumerate(notes.values(), start=1) if name in named]
        headings = [heading(field, _ENGLISH) for field in fields[name]]
        lines = _lines(contract[name], holding, reconciliation, frame.empty)
        sheets.append(Sheet(name, lines, headings, rows_of(frame)))
    return _written(sheets, reconciliation)


def _cover(reconciliation: Reconciliation, w: Wording) -> Sheet:
    """Return the cover in one language: what this is, who made it, whom to call, licence, how it was made."""
    month, contact, version = reconciliation.month, reconciliation.sources.contact, version_of(reconciliation)
    reach = ", ".join(contact[kind] for kind in ("phone", "email", "url") if kind in contact)
    named = {name: _ENGLISH.say(f"workbook.{name}.sheet") for name in ("contents", "notes", "columns")}
    inputs = checksums_in_words(reconciliation.sources.checksums)
    lines = [
        w.say("workbook.title", month=w.month(str(month))),
        "" if version.is_released else w.say("workbook.status"),
        version_in_words(version, w),
        w.say("workbook.cover.what", date=w.date(month.as_of)),
        w.say("workbook.cover.made_by", organisation=contact["organisation"]),
        w.say("workbook.cover.contact", reach=reach) if reach else w.say("workbook.cover.no_contact"),
        w.say("workbook.cover.licence"),
        w.say("workbook.cover.sheets", **named),
        w.say("workbook.cover.blank"),
        w.say("workbook.cover.made_with", generator=generator(), command=f"briefing build --month {month}"),
        w.say("workbook.cover.inputs", checksum=CHECKSUM, inputs=inputs),
    ]
    return Sheet(w.say("workbook.cover.sheet"), [line for line in lines if line])


def _own_sheet(name: str, rows: list[list[Any]]) -> Sheet:
    """Return a sheet that is about the tables, and no table of the month itself."""
    sheet, title, headings = (_ENGLISH.say(f"workbook.{name}.{part}") for part in ("sheet", "title", "headings"))
    return Sheet(sheet, [title, _ENGLISH.say("workbook.table.one")], headings.split(" | "), rows)


def _contents(tables: list[dict[str, Any]]) -> list[list[Any]]:
    """Return the rows that lead to all sheets that follow."""
    rows: list[list[Any]] = []
    for name in ("notes", "columns"):
        sheet, title, row = (_ENGLISH.say(f"workbook.{name}.{part}") for part in ("sheet", "title", "row"))
        rows.append([Link(sheet, sheet), title, row, _DUTCH.say(f"workbook.{name}.title")])
    for table in tables:
        name = table["name"]
        rows.append([Link(name, name), table["title"], table["description"], _DUTCH.say(f"index.table.{name}")])
    return rows


def _lines(table: dict[str, Any], notes: list[str], reconciliation: Reconciliation, is_empty: bool) -> list[str | Link]:
    """Return the five lines over a table: its headings are always in the sixth row. One without rows has six."""
    w, month = _ENGLISH, reconciliation.month
    return [
        w.say("workbook.table.title", title=table["title"], month=w.month(str(month))),
        w.say("workbook.table.none" if is_empty else "workbook.table.one"),
        what_a_row_is(table),
        w.say("workbook.table.source", source=" ".join(source["title"] for source in table["sources"])),
        Link(w.say("workbook.table.notes", notes=w.list(notes)), w.say("workbook.notes.sheet")),
        *([why_empty(table["name"], month, w)] if is_empty else []),
    ]


def _written(sheets: Sequence[Sheet], reconciliation: Reconciliation) -> bytes:
    """Return the bytes of a workbook; its day is that of the month's end: the same month gives the same bytes."""
    stream, month = io.BytesIO(), reconciliation.month
    properties = {
        "title": _ENGLISH.say("workbook.title", month=_ENGLISH.month(str(month))),
        "author": reconciliation.sources.contact["organisation"],
        "created": datetime.combine(month.as_of, time()),
        "comments": generator(),
        "keywords": checksums_in_words(reconciliation.sources.checksums),
    }
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {"in_memory": True, **inert}) as workbook:
        workbook.set_properties(properties)
        formats = {name: workbook.add_format(look) for name, look in _FORMATS.items()}
        for sheet in sheets:
            page = workbook.add_worksheet(sheet.name)
            page.set_paper(_A4)
            page.fit_to_pages(1, 0)
            page.hide_gridlines(2)
            for line, text in enumerate(sheet.lines):
                kind = "title" if line == 0 else "line" if sheet.headings else "text"
                _write(page, line, 0, text, formats, kind)
            if not sheet.headings:
                page.set_column(0, 0, _WIDTH_OF_PAPER)
            elif sheet.rows:
                _write_table(page, sheet, formats)
    return stream.getvalue()


def _write_table(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    """Write the headings under the lines, and the rows under these, marked as a table of the sheet's name."""
    top, columns = len(sheet.lines), []
    for place, (text, *cells) in enumerate(zip(sheet.headings, *sheet.rows, strict=True)):
        is_numeric = {type(cell) for cell in cells if cell is not None} in ({int}, {float}, {int, float})
        columns.append({"header": text, "header_format": formats["heading of numbers" if is_numeric else "heading"]})
        # No word of the heading breaks; the first column stays on screen, so it is narrower.
        shown = [cell.text if isinstance(cell, Link) else plain(cell) for cell in cells]
        longest = max(len(part) for part in [*shown, *text.split()])
        width = min(max(longest, _NARROWEST), _WIDEST_FIRST if place == 0 else _WIDEST)
        page.set_column(place, place, 1.2 * width + 2)  # a width is counted in characters of a smaller font
    # Plain, so that contrast and print are those of black on white.
    look = {"style": "Table Style Light 1", "first_column": True, "banded_rows": False, "autofilter": False}
    page.add_table(top, 0, top + len(sheet.rows), len(columns) - 1, {"name": sheet.name, "columns": columns, **look})
    for line, row in enumerate(sheet.rows, start=top + 1):
        for place, cell in enumerate(row):
            _write(page, line, place, cell, formats)
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    page.set_landscape()


def _write(page: Any, line: int, place: int, cell: Any, formats: dict[str, Any], kind: str = "text") -> None:
    """Write a cell by its type: a number as a number, a day as a day, text as text whatever it starts with."""
    if isinstance(cell, Link):
        page.write_url(line, place, f"internal:'{cell.sheet}'!A1", formats["link"], cell.text)
    elif cell is None or isinstance(cell, str | bool):
        page.write(line, place, plain(cell) if isinstance(cell, bool) else cell, formats[kind])
    elif isinstance(cell, date):
        page.write_datetime(line, place, datetime.combine(cell, time()), formats["day"])
    else:
        page.write_number(line, place, float(number(cell)), formats["number"])
