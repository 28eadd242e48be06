"""Plants errors in the tables that figures rest on, each in one row of one table (a frame of text, as in the CSV)."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

Cells = dict[str, str]
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
class Kind:
    """A kind of error: its table, what is typed in a row of it (None: not in that one), and in which rows.

    `rows` is a query of pandas in which `@used` are the quantities of which there is a figure. With `twice` the row
    that is wrong is typed as well as the right one.
    """

    table: str
    typed: Callable[[pd.Series, Tables, Chance], Cells | None]
    rows: str = "index >= 0"
    twice: bool = False


@dataclass(frozen=True)
class Plant:
    """One error: where it is, what was there, and the figures (or for a claim: the claim) that are wrong by it."""

    kind: str
    table: str
    row: int
    before: Cells
    after: Cells
    subjects: tuple[str, ...]
    tables: Tables

    def __str__(self) -> str:
        """Return where the error is and what was changed."""
        before, after = ("|".join(cells.values()) for cells in (self.before, self.after))
        return f"{self.kind}: {FILES[self.table]}:{self.row + 2}: {next(iter(self.after))}: {before} became {after}"


def planted(name: str, kind: Kind, tables: Tables, chance: Chance) -> Plant | None:
    """Return an error of a kind in a row that is drawn; None where that row can't have it."""
    table, used = tables[kind.table], set(tables["figures"]["quantity_id"])
    row = chance.choice(list(table.query(kind.rows, engine="python", local_dict={"used": used}).index))
    after = kind.typed(table.loc[row], tables, chance)
    before = {column: table.at[row, column] for column in after or {}}
    if not after or before == after:
        return None
    subjects, changed = _subjects(tables["figures"], kind.table, table.loc[row]), table.copy()
    if kind.twice:
        second = {**table.loc[row], "figure_id": f"f{len(table) + 1:03}"}
        changed = pd.concat([table, pd.DataFrame([second])], ignore_index=True)
        row, subjects = len(table), (second["figure_id"], *subjects)
    for column, value in after.items():
        changed.at[row, column] = value
    # A decision is wrong of the figure that it was on, and of the one that it is on now.
    subjects += (after["figure_id"],) if "figure_id" in after else ()
    return Plant(name, kind.table, row, before, after, subjects, {**tables, kind.table: changed})


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
    for name, kind in kinds.items():
        chance, own = random.Random(f"{seed}/{name}"), dict[tuple[int, str], Plant]()
        for _ in range(per_kind * 50):
            plant = planted(name, kind, tables, chance)
            if plant:
                own.setdefault((plant.row, str(plant.after)), plant)
            if len(own) == per_kind:
                break
        found += own.values()
    return found
