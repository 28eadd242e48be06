"""The tables of a month as others read them: CSV, one workbook, and a description of every column."""

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

    share/data/*.csv, briefing.xlsx with the same tables a sheet each, datapackage.json that describes them, and
    internal/signatures.csv. The columns are those of published_tables.json, in that order, then any others.
    """
    contract = published_tables()
    frames = {name: in_order(frame, contract[name]) for name, frame in _frames(reconciliation).items()}
    shared = {name: frame for name, frame in frames.items() if not contract[name].get("internal")}
    texts = {name: csv_of(frame) for name, frame in frames.items()}
    files = {_path(name, contract[name]): text for name, text in texts.items()}
    files[WORKBOOK] = workbook_of(shared, contract, reconciliation)
    files["share/data/datapackage.json"] = description_of(shared, reconciliation.month)
    return files


def _frames(reconciliation: Reconciliation) -> dict[str, pd.DataFrame]:
    return {
        "figures": _with_certainty(reconciliation.figures),
        "discrepancies": reconciliation.figures.discrepancies,
        "derived": reconciliation.figures.derived_figures,
        "claims": reconciliation.claims,
        "balance": reconciliation.balance,
        "commitments": _described_only(reconciliation.commitments, "commitments"),
        "parties": publishable_counts(reconciliation.support_by_party, reconciliation.signatures),
        "changes": reconciliation.changes,
        "events": _described_only(reconciliation.sources.commitment_events, "events"),
        "revisions": reconciliation.revisions,
        "publications": _described_only(reconciliation.sources.publications, "publications"),
        "signatures": reconciliation.signatures,
    }


def _with_certainty(figures: ReconciledFigures) -> pd.DataFrame:
    """Return the figures by quantity with whether each is the publication's own text, and how many others print it."""
    chosen, printed = figures.figures_by_quantity.drop(columns="reserve"), figures.printed_figures
    own = printed[printed["quotes"].isna()]
    keys = ["quantity_id", "reference_year", "series", "used_value"]
    counted = own.groupby(keys, dropna=False)["publication"].nunique().rename("agreeing").reset_index()
    counted = counted.rename(columns={"used_value": "value"})
    found = chosen.merge(printed[["figure_id", "certainty"]], on="figure_id", how="left")
    found = found.merge(counted, on=["quantity_id", "reference_year", "series", "value"], how="left")
    return found.assign(agreeing=found["agreeing"].fillna(0).astype("Int64"))


def _described_only(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return a table of the inputs without the columns that are for the analyst."""
    return frame[[field["name"] for field in published_tables()[name]["fields"]]]


def _path(name: str, table: dict[str, Any]) -> str:
    return f"internal/{name}.csv" if table.get("internal") else f"share/data/{name}.csv"


def in_order(frame: pd.DataFrame, table: dict[str, Any]) -> pd.DataFrame:
    """Return a frame with the promised columns first; raises KeyError if one is missing: others rely on them."""
    promised = [field["name"] for field in table["fields"]]
    missing = [name for name in promised if name not in frame.columns]
    if missing:
        raise KeyError(f"table {table['name']}: no column {', '.join(missing)}")
    return frame[promised + [name for name in frame.columns if name not in promised]]


def csv_of(frame: pd.DataFrame) -> bytes:
    """Return a frame as CSV (UTF-8, comma, `\\n`): dates as YYYY-MM-DD, 1320 and 8.1, empty for what is missing."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(frame.columns)
    writer.writerows([plain(value) for value in row] for row in rows_of(frame))
    return text.getvalue().encode()


def description_of(frames: dict[str, pd.DataFrame], month: Month) -> bytes:
    """Return datapackage.json (Frictionless Table Schema) for the published tables, with a line per column."""
    described, contract = package(), published_tables()
    described["title"] = f"{described['title']} ({month})"
    described["version"] = str(month)
    described["resources"] = [_described(contract[name], frame) for name, frame in frames.items()]
    return (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode()


def _described(table: dict[str, Any], frame: pd.DataFrame) -> dict[str, Any]:
    more = [name for name in frame.columns if name not in {field["name"] for field in table["fields"]}]
    schema: dict[str, Any] = {"fields": [*table["fields"], *({"name": n, "type": _type(frame[n])} for n in more)]}
    schema |= {key: table[key] for key in ("primaryKey", "foreignKeys") if key in table}
    return {
        "name": table["name"],
        "path": f"{table['name']}.csv",
        "title": table["title"],
        "description": table["description"],
        "sources": table["sources"],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _type(column: pd.Series) -> str:
    """Return the Table Schema type of a column that is not promised."""
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    if pd.api.types.is_bool_dtype(column):
        return "string"  # written yes or no
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "string"
