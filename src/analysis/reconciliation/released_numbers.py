"""What a reader can quote of each released version, kept in a file, and what differs from it now.

None of the tables that are kept names a person.
"""

import csv
import io
from pathlib import Path

import pandas as pd

from analysis.core.problems import InputError, Problem
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import quotable_tables
from analysis.sources.decisions import RELEASED_NUMBERS

# The tables of `quotable_tables` that are kept, and the columns that name a row of each.
_KEPT = {
    "figures": ["quantity_id", "reference_year"],
    "balance": ["year"],
    "estimates": ["series", "quantity_id"],
    "claims": ["claim_id"],
    "support": ["party_id"],
    "discrepancies": ["discrepancy_id"],
}
_KEY = ["table", "row", "column"]
# What share/data/parties.csv had until version 1.0.
_COUNTS_OF_PERSONS = ("signatories", "sitting_signatories")


def released_numbers_file(month: Reconciliation, version: int) -> Path:
    """Return where the numbers of a released version are kept."""
    return month.sources.folder / RELEASED_NUMBERS / f"{month.month}-{version}.csv"


def keep_released_numbers(month: Reconciliation, version: int) -> None:
    """Write what a reader can quote of a month as that of a version, in one step."""
    path = released_numbers_file(month, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    _quotable_cells(month).to_csv(unfinished, index=False, lineterminator="\n")
    unfinished.replace(path)


def cells_changed_since(month: Reconciliation, version: int) -> pd.DataFrame | None:
    """Return the cells that differ between a released version and now; None if its numbers were not kept.

    One row per cell: table (of `quotable_tables`), row (its ids, separated by a space), column, cell_before, cell_now
    (texts, empty where there is none). Raises InputError for a file that was spoilt.
    """
    path = released_numbers_file(month, version)
    if not path.is_file():
        return None
    try:
        before = pd.read_csv(path, dtype="object", keep_default_na=False)[[*_KEY, "cell"]]
    except (ValueError, KeyError):  # of pandas, what is no such table
        file, expected = f"{RELEASED_NUMBERS}/{path.name}", "the numbers of a released version"
        raise InputError([Problem(file, None, None, "something else", expected, "take it from git again")]) from None
    both = before.merge(_quotable_cells(month), "outer", _KEY, suffixes=("_before", "_now")).fillna("")
    return both[both["cell_before"] != both["cell_now"]]


def released_counts_of_persons(folder: Path) -> list[Problem]:
    """Return a warning for each released version whose tables count all who signed, and not only who may be named.

    Versions 1.0 and before did; `folder` is the folder of the data.
    """
    problems = []
    remedy = (
        "recall what was sent of that version (docs/privacy.md says how), release the month again, then take the rows "
        f"of {' and '.join(_COUNTS_OF_PERSONS)} out of this file"
    )
    for path in sorted((folder / RELEASED_NUMBERS).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            counted = [str(row.get("row")) for row in csv.DictReader(file) if row.get("column") in _COUNTS_OF_PERSONS]
        if counted:
            found = f"counts of all who signed, for {', '.join(dict.fromkeys(counted))}"
            expected = "counts of those alone who agreed to be named"
            place = f"{RELEASED_NUMBERS}/{path.name}"
            problems.append(Problem(place, None, "cell", found, expected, remedy, "warning"))
    return problems


def _quotable_cells(month: Reconciliation) -> pd.DataFrame:
    """Return the cells of the tables that are kept, one row per cell that is not empty: table, row, column, cell."""
    tables, found = quotable_tables(month), []
    for name, key in _KEPT.items():
        written = tables[name].to_csv(index=False, float_format="%.10g", date_format="%Y-%m-%d")
        texts = pd.read_csv(io.StringIO(written), dtype="object", keep_default_na=False)
        rows = texts.assign(row=texts[key].agg(" ".join, axis=1)).drop(columns=key)
        found.append(rows.melt("row", var_name="column", value_name="cell").assign(table=name))
    cells = pd.concat(found, ignore_index=True)[[*_KEY, "cell"]]
    return cells[cells["cell"] != ""].sort_values(_KEY, kind="stable", ignore_index=True)
