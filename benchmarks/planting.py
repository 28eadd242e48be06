"""Errors as people make them when they type numbers over: each kind a small function that spoils one cell of one table.

A table here is a frame of text, as it stands in the CSV. Each kind takes the tables and a source of chance, and returns
the tables with one error in them, or nothing where the row that chance gave can't have that error.
"""

import random

from plant import FILES, Kind, Plant, Tables
from spoilt_figures import FIGURE_KINDS
from spoilt_tables import TABLE_KINDS

__all__ = ["FILES", "KINDS", "Plant", "Tables", "plants"]

KINDS: dict[str, Kind] = {**FIGURE_KINDS, **TABLE_KINDS}


def plants(tables: Tables, per_kind: int, seed: int) -> list[Plant]:
    """Return a number of errors of each kind, no two the same, in an order that the seed alone decides."""
    found: list[Plant] = []
    for kind, make in KINDS.items():
        chance, seen = random.Random(f"{seed}/{kind}"), set()
        for _ in range(per_kind * 50):
            plant = make(tables, chance)
            if plant and (plant.row, plant.column, plant.after) not in seen:
                seen.add((plant.row, plant.column, plant.after))
                found.append(plant)
            if len(seen) == per_kind:
                break
    return found
