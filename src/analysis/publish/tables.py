"""The published tables of a month: CSV files, one workbook, and datapackage.json, which describes every column.

A sheet has lines of text from A1 down, then one table, as the UK government's Analysis Function recommends ("Releasing
statistics in spreadsheets"). No cells are merged, text is never a formula, and links lead only to sheets.
"""

import csv
import io
import json
from collections.abc import Sequence
from datetime import datetime, time
from operator import attrgetter
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.briefing.annex import limits_that_hold
from analysis.briefing.page_facts import CHECKSUM, checksums_in_words, generator
from analysis.core.amounts import plain_number
from analysis.core.parameters import LANGUAGES, Month
from analysis.core.record_tables import rows_of
from analysis.core.wording import Wording, wording
from analysis.figures import ReconciledFigures
from analysis.publish.published_tables import (
    heading,
    package,
    plain,
    published_tables,
    what_a_row_is,
    why_empty,
)
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import version_in_words, version_of

WORKBOOK = "share/data/briefing.xlsx"
# Headings and descriptions come from published_tables.json, which is in English; only the cover is in both languages.
_ENGLISH, _DUTCH = wording("en"), wording("nl")
WORDS = ("printed_text", "printed_text_at", "printed_text_read_on")
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
# Black on white, for good contrast on screen and in print.
_TABLE = {"style": "Table Style Light 1", "first_column": True, "banded_rows": False, "autofilter": False}
# Widths of columns in characters; the first column is narrower, as it stays on screen when a reader scrolls.
_WIDTH_OF_COVER, _WIDEST, _WIDEST_FIRST, _NARROWEST = 75, 60, 30, 9


def tables_of(reconciliation: Reconciliation) -> dict[str, bytes]:
    """Return the files with the published tables of a month, by their path in the month's folder.

    The columns are those of published_tables.json, in that order; an internal table has others after these. Raises
    KeyError if one of these columns is missing, as others rely on them.
    """
    contract, shared, files = published_tables(), {}, {}
    for name, table in contract.items():
        frame, promised = attrgetter(table["heldIn"])(reconciliation), [field["name"] for field in table["fields"]]
        if name == "figures":
            frame = _with_certainty(reconciliation.figures)
        if table.get("internal"):
            files[f"internal/{name}.csv"] = csv_of(frame[[*promised, *frame.columns.difference(promised, sort=False)]])
        else:
            shared[name] = frame[promised]
            files[f"share/data/{name}.csv"] = csv_of(shared[name])
    files[WORKBOOK] = workbook_of(shared, contract, reconciliation)
    files["share/data/datapackage.json"] = _description([contract[name] for name in shared], reconciliation.month)
    return files


def _with_certainty(figures: ReconciledFigures) -> pd.DataFrame:
    """Return the chosen figures with `certainty`, words, and in `agreeing` how many print the value themselves."""
    chosen, printed = figures.figures_by_quantity, figures.printed_figures
    own, keys = printed[printed["quotes"].isna()], ["quantity_id", "reference_year", "series", "value"]
    own = own.assign(value=own["used_value"])
    counted = own.groupby(keys, dropna=False)["publication"].nunique().rename("agreeing").reset_index()
    found = chosen.merge(printed[["figure_id", "certainty", *WORDS]], on="figure_id", how="left")
    found = found.merge(counted, on=keys, how="left")
    return found.assign(agreeing=found["agreeing"].fillna(0).astype("Int64"))


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV (UTF-8, comma, `\\n`): dates as YYYY-MM-DD, numbers as 1320 and 8.1, empty if missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows(map(plain, row.values()) for row in rows_of(frame))
    return text.getvalue().encode()


def _description(tables: list[dict[str, Any]], month: Month) -> bytes:
    described = package()
    described |= {"title": f"{described['title']} ({month})", "version": str(month), "resources": []}
    for table in tables:
        schema = {key: table[key] for key in ("fields", "primaryKey", "foreignKeys") if key in table}
        known = {key: table[key] for key in ("title", "description", "sources")}
        form = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        path = f"{table['name']}.csv"
        described["resources"].append({"name": table["name"], "path": path, **known, **form, "schema": schema})
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()


def workbook_of(frames: dict[str, pd.DataFrame], contract: dict[str, dict[str, Any]], month: Reconciliation) -> bytes:
    """Return an XLSX workbook with a sheet per table, in the order given; the same tables give the same bytes."""
    contents, columns, headings = [], [], {}
    for name, frame in frames.items():
        table = contract[name]
        described = {field["name"]: field for field in table["fields"]}
        headings[name] = [heading(described[column], _ENGLISH) for column in frame]
        contents.append([name, table["title"], table["description"], _DUTCH.say(f"index.table.{name}")])
        for column, shown in zip(frame, headings[name], strict=True):
            columns.append([name, shown, column, described[column].get("unit"), described[column].get("description")])
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        book.set_properties(
            {
                "title": _ENGLISH.say("workbook.title", month=_ENGLISH.month(str(month.month))),
                "author": month.sources.contact["organisation"],
                "created": datetime.combine(month.month.as_of, time()),  # the same on whatever day it is made
                "comments": generator(),
                "keywords": checksums_in_words(month.sources.checksums),
            }
        )
        formats = {name: book.add_format(look) for name, look in _FORMATS.items()}
        cover = book.add_worksheet(_ENGLISH.say("workbook.cover.sheet"))
        _write_lines(cover, [line for each in LANGUAGES for line in _about(month, wording(each))], formats, "cell")
        cover.set_column(0, 0, _WIDTH_OF_COVER)
        for name, rows in (("contents", contents), ("columns", columns)):
            sheet, title, named = (_ENGLISH.say(f"workbook.{name}.{part}") for part in ("sheet", "title", "headings"))
            page, lines = book.add_worksheet(sheet), [title, _ENGLISH.say("workbook.table.one")]
            _write_lines(page, lines, formats)
            _write_table(page, len(lines), named.split(" | "), rows, formats)
            if name == "contents":
                for line, table_name in enumerate(frames, start=len(lines) + 1):
                    page.write_url(line, 0, f"internal:'{table_name}'!A1", formats["link"], table_name)
        for name, frame in frames.items():
            page, lines = book.add_worksheet(name), _lines_above(contract[name], month, frame.empty)
            _write_lines(page, lines, formats)
            if not frame.empty:
                _write_table(page, len(lines), headings[name], [[*row.values()] for row in rows_of(frame)], formats)
    return content.getvalue()


def _about(month: Reconciliation, w: Wording) -> list[str]:
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
        *(w.say(f"workbook.note.{name}") for name in ("as_of", "quoted", "chosen", "persons")),
        *limits_that_hold(month, w),
        w.say("workbook.cover.made_with", generator=generator(), command=f"briefing build --month {month.month}"),
        w.say("workbook.cover.inputs", checksum=CHECKSUM, inputs=inputs),
    ]
    return [line for line in lines if line]


def _lines_above(table: dict[str, Any], month: Reconciliation, is_empty: bool) -> list[str]:
    """Return the five lines above a table, so that its headings are in row 6; a sixth line for a table without rows."""
    w = _ENGLISH
    lines = [
        w.say("workbook.table.title", title=table["title"], month=w.month(str(month.month))),
        w.say("workbook.table.none" if is_empty else "workbook.table.one"),
        what_a_row_is(table),
        w.say("workbook.table.source", source=" ".join(source["title"] for source in table["sources"])),
        w.say("workbook.table.columns"),
    ]
    return [*lines, why_empty(table["name"], month.month, w)] if is_empty else lines


def _write_lines(page: Any, lines: Sequence[str], formats: dict[str, Any], look: str = "line") -> None:
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.hide_gridlines(2)
    for line, text in enumerate(lines):
        page.write(line, 0, text, formats[look if line else "title"])


def _write_table(
    page: Any, top: int, headings: Sequence[str], rows: Sequence[Sequence[Any]], formats: dict[str, Any]
) -> None:
    columns = []
    for place, (text, *cells) in enumerate(zip(headings, *rows, strict=True)):
        look = "day" if any(isinstance(cell, datetime) for cell in cells) else "cell"
        columns.append({"header": text, "header_format": formats["heading"], "format": formats[look]})
        longest = max(len(word) for word in [*map(plain, cells), *text.split()])  # no word of a heading is broken
        width = min(max(longest, _NARROWEST), _WIDEST if place else _WIDEST_FIRST)
        page.set_column(place, place, 1.2 * width + 2)  # Excel counts in characters of a smaller font
    table = {**_TABLE, "name": page.name, "columns": columns, "data": [list(map(_cell, row)) for row in rows]}
    page.add_table(top, 0, top + len(rows), len(columns) - 1, table)
    page.freeze_panes(top + 1, 1)
    page.repeat_rows(top)
    page.set_landscape()


def _cell(value: Any) -> Any:
    """Return a cell with its own type, but a boolean as yes or no, and a number as precise as in the CSV."""
    if isinstance(value, bool):
        return plain(value)
    return float(plain_number(value)) if isinstance(value, int | float) else value
