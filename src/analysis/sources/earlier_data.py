"""Data that an earlier version wrote: what is new since is read from the project's own data until it is added."""

import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from analysis.core.problems import InputError, Problem
from analysis.sources.contracts import CONTRACT_FILE, OWN_DATA, Table, columns_of, own_tables
from analysis.sources.decisions import line_of_csv
from analysis.sources.table_changes import Texts, change_tables
from analysis.sources.table_files import ADDS_IT, Rows, rows_in, text_in

_OF_SENTENCES = ("_nl", "_en")


def earlier_contract(data_dir: Path) -> dict[str, set[str]] | None:
    """Return the columns of each table by a contract that lacks some of ours and has no others; else None."""
    try:
        found = json.loads((data_dir / CONTRACT_FILE).read_bytes())
        there = {each["name"]: {field["name"] for field in each["schema"]["fields"]} for each in found["resources"]}
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    ours = {name: set(columns_of(name)) for name in own_tables()}
    kept = {name: columns for name, columns in there.items() if name in ours}
    is_earlier = kept and kept != ours and all(columns <= ours[name] for name, columns in kept.items())
    return kept if is_earlier else None


def new_tables(earlier: Collection[str]) -> list[str]:
    """Return the tables that a folder needs, and that are not among those of an earlier contract."""
    return [name for name, table in own_tables().items() if not table.get("optional") and name not in earlier]


def completed(rows: Rows | None, table: Table, *, with_optional: bool = False) -> Rows:
    """Return the rows of a table (None for a new one) with the columns that it lacks, in the order of the contract.

    Their cells are those of the project's own row that says the same in all columns that both have (but for labels and
    sentences, which are written anew now and then), else empty: an id alone may have come to mean something else.
    """
    own = rows_in(text_in(OWN_DATA, table["path"]), table["path"])
    if rows is None:
        return own
    fields = [field for field in table["schema"]["fields"] if with_optional or not field.get("optional")]
    lacking = _lacking(rows, fields)
    if not lacking or any(len(row) != len(rows[0]) for row in rows):
        return rows
    header = rows[0]
    compared = [name for name in header if name in own[0] and not name.endswith(_OF_SENTENCES)]

    def key(row: dict[str, str]) -> tuple[str, ...]:
        return tuple(row[name] for name in compared)

    known = {key(row): row for row in _as_dicts(own)}
    order = [name for name in columns_of(table["name"]) if name in {*header, *lacking}]
    filled = [known.get(key(row), {}) | row for row in _as_dicts(rows)]
    return [order, *([row.get(name, "") for name in order] for row in filled)]


def _lacking(rows: Rows, fields: list[Table]) -> list[str]:
    """Return the columns that a table lacks; none if the others are in another order than ours."""
    header, ours = rows[0] if rows else [], [field["name"] for field in fields]
    in_order = [name for name in ours if name in header] == [name for name in header if name in ours]
    return [name for name in ours if name not in header] if in_order else []


def missing_in(data_dir: Path) -> Iterator[Problem]:
    """Yield a warning for the contract of an earlier version, and for each table and column that it did not have."""
    new = new_tables(earlier_contract(data_dir) or own_tables())
    yield Problem(CONTRACT_FILE, None, None, "that of an earlier version", "that of this one", ADDS_IT, "warning")
    for table in own_tables().values():
        path, fields = table["path"], table["schema"]["fields"]
        if not (data_dir / path).exists():
            if table["name"] in new:
                yield Problem(path, None, None, "no such file", "a CSV file", ADDS_IT, "warning")
            continue
        with suppress(InputError):  # reported with its table
            rows = rows_in(text_in(data_dir, path), path)
            for name in _lacking(rows, [field for field in fields if not field.get("optional")]):
                yield Problem(path, 1, name, "no such column", "this column", ADDS_IT, "warning")


def add_missing(data_dir: Path) -> list[str]:
    """Write the tables, columns and contract that a folder lacks, and return their paths; raises InputError."""
    earlier = earlier_contract(data_dir)
    there = [name for name, table in own_tables().items() if (data_dir / table["path"]).exists()]
    tables = dict.fromkeys([*there, *new_tables(earlier or own_tables())])
    changed: list[str] = []

    def edit(texts: Texts) -> Texts:
        after = {}
        for name, text in texts.items():
            table = own_tables()[name]
            rows = rows_in(text, table["path"]) if text else None
            if (new := completed(rows, table, with_optional=True)) != rows:
                after[name] = "".join(f"{line_of_csv(row)}\n" for row in new)
                changed.append(table["path"])
        return after

    change_tables(tables, data_dir, edit, lambda copy: copy)
    if earlier:
        shutil.copyfile(OWN_DATA / CONTRACT_FILE, data_dir / CONTRACT_FILE)
        changed.append(CONTRACT_FILE)
    return changed


def _as_dicts(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
