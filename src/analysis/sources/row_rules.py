"""Rules of rows as data: which rows of a table are wrong, in which column, what is expected there and what to do."""

from collections.abc import Iterable, Iterator

import pandas as pd

from analysis.core.problems import row_of

# Row, column, found, expected, what to do.
Fault = tuple[int | None, str, str, str, str]
# Which rows are wrong, then as a fault; the texts may name columns of the row, as in `at most {upper:g}`, and `{}` is
# the cell as it is.
RowRule = tuple[pd.Series, str, str, str, str]


def faults_in(frame: pd.DataFrame, rules: Iterable[RowRule]) -> Iterator[Fault]:
    """Yield a fault for each row of a table that a rule says is wrong."""
    for wrong, column, found, expected, remedy in rules:
        for index, row in frame[wrong.fillna(False).astype(bool)].iterrows():
            cell = _cell_in_words(row[column])
            yield row_of(index), column, found.format(cell, **row), expected.format(**row), remedy.format(**row)


def _cell_in_words(cell: object) -> str:
    if pd.isna(cell):
        return "an empty cell"
    if isinstance(cell, str):
        return repr(cell)
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else f"{cell:g}"
