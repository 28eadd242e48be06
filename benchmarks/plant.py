"""One planted error: what it is, where it is, and the tables with it."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

Tables = dict[str, pd.DataFrame]
FILES = {
    "figures": "figures.csv",
    "publications": "publications.csv",
    "quantities": "quantities.csv",
    "formulas": "formulas.csv",
    "claims": "claims.csv",
    "decisions": "decisions/figures.csv",
}


@dataclass(frozen=True)
class Plant:
    """One error: where it is, what was there, and the figures (or for a claim: the claim) that are wrong by it."""

    kind: str
    table: str
    row: int
    column: str
    before: str
    after: str
    subjects: tuple[str, ...]
    tables: Tables

    def __str__(self) -> str:
        """Return where the error is and what was changed."""
        return f"{self.kind}: {FILES[self.table]}:{self.row + 2}: {self.column}: {self.before} became {self.after}"


Chance = random.Random
Kind = Callable[[Tables, Chance], Plant | None]


def spoilt(
    kind: str, tables: Tables, table: str, row: int, changes: dict[str, str], subjects: tuple[str, ...]
) -> Plant | None:
    """Return the tables with some cells of one row changed; nothing where nothing changes."""
    frame = tables[table]
    if all(frame.at[row, column] == value for column, value in changes.items()):
        return None
    changed = frame.copy()
    for column, value in changes.items():
        changed.at[row, column] = value
    column = next(iter(changes))
    before = "|".join(frame.at[row, c] for c in changes)
    spoilt_tables = {**tables, table: changed}
    return Plant(kind, table, row, column, before, "|".join(changes.values()), subjects, spoilt_tables)
