"""Keeps what a reader can quote of a released month, and lists what changed since, number by number."""

from pathlib import Path

import pandas as pd

from analysis.desk.shown import SAY, Shown, paragraph, shown, table
from analysis.desk.tables import heading_of
from analysis.desk.words import Names
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import quotable_tables, version_of
from analysis.sources.decisions import RELEASED_NUMBERS

# The tables that are kept, none of which names a person: which table of the desk each is, and what its rows are about.
_KEPT = {
    "figures": ("figures_by_quantity", ["quantity_id", "reference_year"]),
    "balance": ("balance", ["year"]),
    "estimates": ("estimates", ["series", "quantity_id"]),
    "claims": ("claims", ["claim_id"]),
    "support": ("support_by_party", ["party_id"]),
    "discrepancies": ("discrepancies", ["discrepancy_id"]),
}
_PLACE = ["table", "row", "column"]


def keep_numbers(month: Reconciliation, version: int) -> None:
    """Write the numbers of a month beside the file of releases, for a version that is being released."""
    path = _file(month, version)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".unfinished")
    numbers_of_tables(month).to_csv(draft, index=False, lineterminator="\n")
    draft.replace(path)  # half of the numbers would look as if the others had gone


def forget_numbers(month: Reconciliation, version: int) -> None:
    """Delete the numbers that were kept of a version, if they were."""
    _file(month, version).unlink(missing_ok=True)


def numbers_of_tables(month: Reconciliation) -> pd.DataFrame:
    """Return the cells of the tables that are kept: table, row, column, cell; one row per cell that is not empty."""
    tables, found = quotable_tables(month), []
    for name, (_, key) in _KEPT.items():
        texts = tables[name].astype("object").map(_as_text)
        rows = texts.assign(row=texts[key].agg(" ".join, axis=1)).drop(columns=key)
        found.append(rows.melt("row", var_name="column", value_name="cell").assign(table=name))
    cells = pd.concat(found, ignore_index=True)[[*_PLACE, "cell"]]
    return cells[cells["cell"] != ""].sort_values(_PLACE, kind="stable", ignore_index=True)


def changed_since_release(month: Reconciliation) -> Shown:
    """Return each number, verdict and source of a month that is not what its newest released version has."""
    version = version_of(month)
    facts = {"month": SAY.month(str(month.month)), "number": version.number}
    path = _file(month, version.number)
    if version.is_current or not path.is_file():
        state = "never" if not version.number else "same" if version.is_current else "not_kept"
        return shown(paragraph(SAY.say_from(f"desk.released.{state}", facts)))
    before = pd.read_csv(path, dtype="object", keep_default_na=False)
    both = before.merge(numbers_of_tables(month), "outer", _PLACE, suffixes=("_before", "_now")).fillna("")
    changed = both[both["cell_before"] != both["cell_now"]]
    if changed.empty:
        return shown(paragraph(SAY.say("desk.released.elsewhere", **facts)))
    names = Names(month)
    about = names.quantities | names.parties | names.claims
    cells = [
        (
            SAY.say(f"desk.released.table.{cell.table}", row=" ".join(about.get(p, p) for p in cell.row.split(" "))),
            heading_of(_KEPT[cell.table][0], cell.column),
            cell.cell_before,
            cell.cell_now,
        )
        for cell in changed.itertuples()
    ]
    headings = {name: SAY.say(f"desk.column.{name}") for name in ("what", "number", "before", "after")}
    caption = SAY.count("desk.released.changed", len(cells), **facts)
    return shown(table(pd.DataFrame(cells, columns=list(headings)), caption, headings))


def _file(month: Reconciliation, version: int) -> Path:
    return month.sources.folder / RELEASED_NUMBERS / f"{month.month}-{version}.csv"


def _as_text(cell: object) -> str:
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return f"{cell:%Y-%m-%d}"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
