"""The published tables of a month: CSV files, a workbook, and datapackage.json, which describes every column."""

import csv
import io
import json
from typing import Any

import pandas as pd

from analysis.core.parameters import Month
from analysis.figures import ReconciledFigures
from analysis.publish.published_tables import package, plain, published_tables, rows_of
from analysis.publish.workbook import workbook_of
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import publishable_counts

WORKBOOK = "share/data/briefing.xlsx"


def tables_of(reconciliation: Reconciliation) -> dict[str, bytes]:
    """Return the published tables of a month: path in the month's folder -> content.

    These are share/data/*.csv, briefing.xlsx with a sheet for each of them, datapackage.json with their description,
    and internal/signatures.csv. The columns are those of published_tables.json, in that order.
    """
    contract = published_tables()
    frames = {
        "figures": _with_certainty(reconciliation.figures),
        "discrepancies": reconciliation.figures.discrepancies,
        "derived": reconciliation.figures.derived_figures,
        "claims": reconciliation.claims,
        "balance": reconciliation.balance,
        "commitments": reconciliation.commitments,
        "parties": publishable_counts(reconciliation.support_by_party, reconciliation.signatures),
        "changes": reconciliation.changes,
        "events": reconciliation.sources.commitment_events,
        "revisions": reconciliation.revisions,
        "publications": reconciliation.sources.publications,
        "signatures": reconciliation.signatures,
    }
    frames = {name: in_order(frame, contract[name]) for name, frame in frames.items()}
    shared = {name: frame for name, frame in frames.items() if not contract[name].get("internal")}
    files = {f"{'share/data' if name in shared else 'internal'}/{name}.csv": csv_of(f) for name, f in frames.items()}
    files[WORKBOOK] = workbook_of(shared, contract, reconciliation)
    files["share/data/datapackage.json"] = _description([contract[name] for name in shared], reconciliation.month)
    return files


def _with_certainty(figures: ReconciledFigures) -> pd.DataFrame:
    """Return the chosen figures with `certainty`, and `agreeing`: how many publications print the value themselves."""
    chosen, printed = figures.figures_by_quantity, figures.printed_figures
    own = printed[printed["quotes"].isna()]
    keys = ["quantity_id", "reference_year", "series", "used_value"]
    counted = own.groupby(keys, dropna=False)["publication"].nunique().rename("agreeing").reset_index()
    counted = counted.rename(columns={"used_value": "value"})
    found = chosen.merge(printed[["figure_id", "certainty"]], on="figure_id", how="left")
    found = found.merge(counted, on=["quantity_id", "reference_year", "series", "value"], how="left")
    return found.assign(agreeing=found["agreeing"].fillna(0).astype("Int64"))


def in_order(frame: pd.DataFrame, table: dict[str, Any]) -> pd.DataFrame:
    """Return a frame with the promised columns, and in an internal table any others after these.

    Raises KeyError for a promised column that is missing, as others rely on it.
    """
    promised = [field["name"] for field in table["fields"]]
    others = [name for name in frame.columns if name not in promised] if table.get("internal") else []
    return frame[promised + others]


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV (UTF-8, comma, `\\n`): dates as YYYY-MM-DD, 1320 and 8.1, empty for what is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([plain(value) for value in row] for row in rows_of(frame))
    return text.getvalue().encode()


def _description(tables: list[dict[str, Any]], month: Month) -> bytes:
    """Return datapackage.json (Frictionless Table Schema) for the published tables, with a line per column."""
    described = package()
    described |= {"title": f"{described['title']} ({month})", "version": str(month), "resources": []}
    for table in tables:
        schema = {key: table[key] for key in ("fields", "primaryKey", "foreignKeys") if key in table}
        known = {key: table[key] for key in ("title", "description", "sources")}
        form = {"profile": "tabular-data-resource", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        path = f"{table['name']}.csv"
        described["resources"].append({"name": table["name"], "path": path, **known, **form, "schema": schema})
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()
