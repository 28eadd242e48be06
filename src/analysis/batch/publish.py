"""The tables of a month as others read them: CSV, one workbook, and a description of every column."""

import csv
import io
import json
import math
import re
from datetime import date, datetime, time
from importlib import resources
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.parameters import Month
from analysis.reconciliation import Reconciliation
from analysis.support import publishable_counts

# A spreadsheet takes text that starts so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
# A number below zero is no formula.
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_WIDEST_COLUMN = 60
WORKBOOK = "share/data/briefing.xlsx"


def tables_of(reconciliation: Reconciliation) -> dict[str, bytes]:
    """Return the published tables of a month: path in the month's folder -> content.

    share/data/*.csv, briefing.xlsx with the same tables a sheet each, datapackage.json that describes them, and
    internal/signatures.csv. The columns are those of published_tables.json, in that order, then any others.
    """
    contract = published_tables()
    frames = {name: in_order(frame, contract[name]) for name, frame in _frames(reconciliation).items()}
    shared = {name: frame for name, frame in frames.items() if not contract[name].get("internal")}
    texts = {name: csv_of(frame) for name, frame in frames.items()}
    files = {_path(name, contract[name]): text for name, text in texts.items()}
    files[WORKBOOK] = workbook_of(shared, reconciliation.month)
    files["share/data/datapackage.json"] = description_of(shared, reconciliation.month)
    return files


def published_tables() -> dict[str, dict[str, Any]]:
    """Return the contract of each published table: its title, description, key and fields, by its name."""
    return {table["name"]: table for table in _package()["resources"]}


def _package() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("published_tables.json").read_text(encoding="utf-8")
    package: dict[str, Any] = json.loads(text)
    return package


def _frames(reconciliation: Reconciliation) -> dict[str, pd.DataFrame]:
    return {
        "figures": reconciliation.figures.figures_by_quantity,
        "discrepancies": reconciliation.figures.discrepancies,
        "derived": reconciliation.figures.derived_figures,
        "claims": reconciliation.claims,
        "parties": publishable_counts(reconciliation.support_by_party, reconciliation.signatures),
        "changes": reconciliation.changes,
        "signatures": reconciliation.signatures,
    }


def _path(name: str, table: dict[str, Any]) -> str:
    return f"internal/{name}.csv" if table.get("internal") else f"share/data/{name}.csv"


def in_order(frame: pd.DataFrame, table: dict[str, Any]) -> pd.DataFrame:
    """Return a frame with the promised columns first; raises KeyError if one is missing: others rely on them."""
    promised = [field["name"] for field in table["fields"]]
    missing = [name for name in promised if name not in frame.columns]
    if missing:
        raise KeyError(f"table {table['name']}: no column {', '.join(missing)}")
    return frame[promised + [name for name in frame.columns if name not in promised]]


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV (UTF-8, comma, `\\n`): dates as YYYY-MM-DD, 1320 and 8.1, empty for what is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([_plain(value) for value in row] for row in _rows(frame))
    return text.getvalue().encode()


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    return [[None if pd.isna(v) else v for v in row] for row in frame.astype("object").itertuples(index=False)]


def _plain(value: Any) -> str:
    """Return a cell as text, harmless to whoever opens the file in a spreadsheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA_SIGNS) and not _PLAIN_NUMBER.fullmatch(value) else value
    return _number(value)


def _number(value: float) -> str:
    """Return 1320.0 as 1320, and without the noise of the last binary digits."""
    return str(int(value)) if float(value).is_integer() else f"{value:.12g}"


def workbook_of(frames: dict[str, pd.DataFrame], month: Month) -> bytes:
    """Return an XLSX workbook with a sheet per table; no formulas and no links, so that text stays text."""
    stream = io.BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, {**plain, "default_date_format": "yyyy-mm-dd"}) as workbook:
        # The day of the month's end, not of the build: the same month gives the same bytes.
        workbook.set_properties({"title": f"1300-deal {month}", "created": datetime.combine(month.as_of, time())})
        heading = workbook.add_format({"bold": True, "bottom": 1})
        for name, frame in frames.items():
            _write_sheet(workbook.add_worksheet(name), frame, heading)
    return stream.getvalue()


def _write_sheet(sheet: Any, frame: pd.DataFrame, heading: Any) -> None:
    rows = _rows(frame)
    for place, name in enumerate(frame.columns):
        sheet.write_string(0, place, name, heading)
        sheet.set_column(place, place, _width([name, *(row[place] for row in rows)]))
    for line, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            _write_cell(sheet, line, place, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(frame.columns) - 1)


def _width(values: list[Any]) -> int:
    return min(max(len(_plain(value)) for value in values) + 2, _WIDEST_COLUMN)


def _write_cell(sheet: Any, line: int, place: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, _plain(value))
    elif isinstance(value, date):
        sheet.write_datetime(line, place, datetime.combine(value, time()))
    elif isinstance(value, str):
        sheet.write_string(line, place, value)
    elif math.isfinite(value):
        sheet.write_number(line, place, float(_number(value)))


def description_of(frames: dict[str, pd.DataFrame], month: Month) -> bytes:
    """Return datapackage.json (Frictionless Table Schema) for the published tables, with a line per column."""
    package, contract = _package(), published_tables()
    package["title"] = f"{package['title']} ({month})"
    package["version"] = str(month)
    package["resources"] = [_described(contract[name], frame) for name, frame in frames.items()]
    return (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode()


def _described(table: dict[str, Any], frame: pd.DataFrame) -> dict[str, Any]:
    more = [name for name in frame.columns if name not in {field["name"] for field in table["fields"]}]
    schema: dict[str, Any] = {"fields": [*table["fields"], *({"name": n, "type": _type(frame[n])} for n in more)]}
    if "primaryKey" in table:
        schema["primaryKey"] = table["primaryKey"]
    return {
        "name": table["name"],
        "path": f"{table['name']}.csv",
        "title": table["title"],
        "description": table["description"],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _type(column: pd.Series) -> str:
    """Return the Table Schema type of a column that is not promised."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    if pd.api.types.is_bool_dtype(column):
        return "string"  # written yes or no
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "string"
