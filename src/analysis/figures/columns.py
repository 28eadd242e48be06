"""Makes a table of records: its columns have their types even where it has no rows."""

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

TEXT, NUMBER, WHOLE, FLAG, DAY = "str", "Float64", "Int64", "boolean", "datetime64[us]"
# The columns of a table: of each its type, and how it is taken from a record.
Columns = dict[str, tuple[str, Callable[[Any], Any]]]


def table_of(rows: Iterable[Any], columns: Columns) -> pd.DataFrame:
    """Return a table with a row per record."""
    records = list(rows)
    cells = {name: [get(record) for record in records] for name, (_, get) in columns.items()}
    return pd.DataFrame(cells, dtype="object").astype({name: kind for name, (kind, _) in columns.items()})
