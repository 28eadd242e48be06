"""The sums worked out twice differ nowhere, in whatever order the rows are, and with errors planted in the tables."""

import dataclasses
import random
from pathlib import Path

import pandas as pd
import planting
import pytest

from analysis import sources
from analysis.core.parameters import Month
from analysis.figures import reconcile_figures
from analysis.sources.contracts import read_contract, read_table
from support.months import checked_tables, known_in
from support.referee_differences import differences


def tables_of(known: sources.Sources) -> list[pd.DataFrame]:
    return [known.figures, known.publications, known.quantities, known.formulas, known.decisions.figures]


@pytest.mark.parametrize("month", ["2021-03", "2021-12", "2024-10", "2026-10"])
def test_the_order_of_rows_changes_neither_of_the_two(month: str) -> None:
    known, order = known_in(month), random.Random(month)
    shuffled = [t.sample(frac=1, random_state=order.randrange(10**6)).reset_index(drop=True) for t in tables_of(known)]
    assert differences(known, reconcile_figures(*shuffled)) == []


def planted_sources(folder: Path, per_kind: int, seed: int) -> list[tuple[str, sources.Sources]]:
    """Return the sources with one error each, as typed tables: also where `briefing check` would stop them."""
    own, contract = sources.OWN_DATA, read_contract(sources.OWN_DATA)
    text = {n: pd.read_csv(own / f, dtype="str", keep_default_na=False) for n, f in planting.FILES.items()}
    typed = {t["path"]: t for t in contract["resources"]}
    month = Month.parse("2026-10")
    checked = checked_tables()
    found = []
    for plant in planting.plants(text, per_kind, seed):
        table = typed[planting.FILES[plant.table]]
        if plant.table not in ("figures", "publications", "formulas") or plant.column == "unit":
            continue  # claims, rulings and definitions enter no sum
        file = folder / table["path"]
        plant.tables[plant.table].to_csv(file, index=False)
        tables = {**checked.tables, table["name"]: read_table(folder, table)}
        own_columns = [c for c in tables["publications"].columns if not c.startswith("known_from")]
        tables["publications"] = sources.with_known_from(tables["publications"][own_columns])
        found.append((str(plant), sources.as_of(month, dataclasses.replace(checked, tables=tables))))
    return found


def test_the_two_agree_on_planted_errors(tmp_path: Path) -> None:
    planted = planted_sources(tmp_path, per_kind=3, seed=1300)
    assert len(planted) > 60
    wrong = {
        name: found for name, known in planted if (found := differences(known, reconcile_figures(*tables_of(known))))
    }
    assert wrong == {}
