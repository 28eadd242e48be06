"""Plants errors in the tables that figures rest on, each in one row of one table (a frame of text, as in the CSV)."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

Tables = dict[str, pd.DataFrame]
Chance = random.Random
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


# Takes its own name, the tables and a source of chance; gives nothing where the row drawn can't have the error.
Kind = Callable[[str, Tables, Chance], Plant | None]


def in_a_row(
    table: str,
    changed: Callable[[pd.Series, Tables, Chance], dict[str, str] | None],
    rows: str = "index >= 0",
) -> Kind:
    """Return a kind that changes cells in a row of a table, one of those that a query of pandas chooses.

    In the query `@used` are the quantities of which there is a figure.
    """

    def make(kind: str, tables: Tables, chance: Chance) -> Plant | None:
        frame, used = tables[table], set(tables["figures"]["quantity_id"])
        row = chance.choice(list(frame.query(rows, engine="python", local_dict={"used": used}).index))
        cells = changed(frame.loc[row], tables, chance)
        return with_cells(kind, tables, table, row, cells) if cells else None

    return make


def with_cells(kind: str, tables: Tables, table: str, row: int, cells: dict[str, str]) -> Plant | None:
    """Return the tables with other cells in one row; nothing where nothing changes."""
    before = {column: tables[table].at[row, column] for column in cells}
    if before == cells:
        return None
    changed = tables[table].copy()
    for column, value in cells.items():
        changed.at[row, column] = value
    texts = "|".join(before.values()), "|".join(cells.values())
    subjects = _subjects(tables["figures"], table, tables[table].loc[row])
    # A decision is wrong of the figure that it was on, and of the one that it is on now.
    subjects += tuple(value for column, value in cells.items() if (table, column) == ("decisions", "figure_id"))
    return Plant(kind, table, row, next(iter(cells)), *texts, subjects, {**tables, table: changed})


def _subjects(figures: pd.DataFrame, table: str, row: pd.Series) -> tuple[str, ...]:
    """Return the figures that a row of a table is about; of a claim the claim."""
    if table == "publications":
        is_about = (figures["publication"] == row["publication"]) | (figures["quotes"] == row["publication"])
    elif table == "quantities":
        is_about = figures["quantity_id"] == row["quantity_id"]
    elif table == "formulas":
        is_about = figures["quantity_id"].isin([row["result"], *row["terms"].split("|")])
    else:
        return (row["claim_id" if table == "claims" else "figure_id"],)
    return tuple(figures.loc[is_about, "figure_id"])


def plants(tables: Tables, kinds: dict[str, Kind], per_kind: int, seed: int) -> list[Plant]:
    """Return a number of errors of each kind, no two the same, in an order that the seed alone decides."""
    found: list[Plant] = []
    for kind, make in kinds.items():
        chance, seen = random.Random(f"{seed}/{kind}"), set()
        for _ in range(per_kind * 50):
            plant = make(kind, tables, chance)
            if plant and (plant.row, plant.column, plant.after) not in seen:
                seen.add((plant.row, plant.column, plant.after))
                found.append(plant)
            if len(seen) == per_kind:
                break
    return found
