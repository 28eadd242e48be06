"""Makes tables of records, with the type of each column and the way to take it from a record, and rows of tables."""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

import pandas as pd

TEXT, NUMBER, INTEGER, FLAG, DAY = "str", "Float64", "Int64", "boolean", "datetime64[us]"
# A row of a table; those from `rows_of` have None for a missing cell.
Row = Mapping[Any, Any]
# The columns of a table: the type of each, and the function that takes its cell from a record.
Columns = dict[str, tuple[str, Callable[[Any], Any]]]
_Item = TypeVar("_Item")
_Key = TypeVar("_Key")


def taken_from(part: str, kind: str, *names: str) -> Columns:
    """Return columns named after attributes of a record, or of a part of it, such as `figure.quantity`."""
    return {name: (kind, attrgetter(f"{part}.{name}" if part else name)) for name in names}


def table_of(rows: Iterable[Any], columns: Columns) -> pd.DataFrame:
    """Return a table with one row per record; an empty text is an empty cell."""
    cells = [{name: get(record) for name, (_, get) in columns.items()} for record in rows]
    return table_of_cells(cells, {name: kind for name, (kind, _) in columns.items()})


def table_of_cells(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> pd.DataFrame:
    """Return a table with the columns of `kinds`, each with its type; an empty text is an empty cell."""
    cells: dict[str, list[Any]] = {name: [] for name in kinds}
    for row in rows:
        for name, column in cells.items():
            cell = row.get(name)
            column.append(None if isinstance(cell, str) and not cell else cell)
    # One column at a time, so that the cells are never in memory twice.
    return pd.DataFrame({name: pd.Series(cells.pop(name), dtype="object").astype(kinds[name]) for name in kinds})


def rows_of(table: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return the rows of a table, with None for a missing cell."""
    rows = table.astype("object").to_dict("records")
    return [{name: None if pd.isna(cell) else cell for name, cell in row.items()} for row in rows]


def grouped_by(items: Iterable[_Item], key: Callable[[_Item], _Key]) -> dict[_Key, list[_Item]]:
    """Return items by their key, both in order of first appearance."""
    found: dict[_Key, list[_Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def grouped(rows: Iterable[Row], *names: str) -> dict[Any, list[Row]]:
    """Return rows by their value in one column, or by the tuple of their values in several."""
    return grouped_by(rows, itemgetter(*names))
