"""Holds every table of data/ against its written contract, data/datapackage.json (Frictionless Table Schema)."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pandas as pd
from frictionless import Package, Resource
from frictionless.exception import FrictionlessException

from analysis.core.problems import InputError, Problem
from analysis.sources.contract_digests import digests_of, known_digests
from analysis.sources.table_texts import too_large, unreadable

CONTRACT_FILE = "datapackage.json"
_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


# Beside JupyterLab jsonschema finds this package: a grammar of international addresses, built for more than a second.
_GRAMMAR = "rfc3987_syntax"


def _load_jsonschema() -> None:
    """Load what Frictionless holds a contract against its profile with, without a grammar that this never asks for.

    jsonschema does without it where it is not installed, as in the batch; it is only out of sight while that loads.
    """
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    unseen: Any = None  # an import of what stands there as None fails
    sys.modules[_GRAMMAR] = unseen
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[_GRAMMAR]


def read_contract(data_dir: Path) -> dict[str, Any]:
    """Return the contract of a data folder; raises InputError if there is none, or not the one of this program."""
    contract = loaded_contract(data_dir)
    known, found = known_digests(), digests_of(contract)
    problems = [_table_problem(name, name in found) for name in known if known[name] != found.get(name)]
    problems += [_unknown_table(name) for name in found if name not in known]
    if problems:
        raise InputError(problems)
    try:
        _load_jsonschema()
        Package.from_descriptor(contract)
    except FrictionlessException as error:
        raise InputError([_file_problem(CONTRACT_FILE, f"no contract ({error})", "a data package")]) from None
    return contract


def loaded_contract(data_dir: Path) -> dict[str, Any]:
    """Return the contract of a data folder, whatever its rules; raises InputError for what is no list of tables."""
    file = data_dir / CONTRACT_FILE
    try:
        if problem := too_large(file, CONTRACT_FILE):
            raise InputError([problem])
        contract = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError([_file_problem(CONTRACT_FILE, "no such file", "the contract of the tables")]) from None
    except (OSError, ValueError, RecursionError) as error:
        raise InputError([_file_problem(CONTRACT_FILE, f"a file that can't be read ({error})", "JSON")]) from None
    tables = contract.get("resources") if isinstance(contract, dict) else None
    names = [t.get("name") if isinstance(t, dict) else None for t in tables] if isinstance(tables, list) else []
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        found = "no list of tables that each have a name of their own"
        raise InputError([_file_problem(CONTRACT_FILE, found, "the contract of the tables, under `resources`")])
    return cast(dict[str, Any], contract)


def _table_problem(name: str, is_there: bool) -> Problem:
    found = f"other rules for {name} than those this program was written for" if is_there else f"no table {name}"
    return Problem(CONTRACT_FILE, None, None, found, "the contract of the project", _RESTORE)


def _unknown_table(name: str) -> Problem:
    return Problem(CONTRACT_FILE, None, None, f"an unknown table {name}", "the contract of the project", _RESTORE)


_RESTORE = "restore it; who means to change it runs `make dictionary` and the tests"


def tables_of(contract: dict[str, Any], data_dir: Path) -> list[dict[str, Any]]:
    """Return the tables of the contract that are due in a folder: all but optional ones that are not there."""
    return [t for t in contract["resources"] if not t.get("optional") or (data_dir / t["path"]).exists()]


def check_tables(contract: dict[str, Any], data_dir: Path) -> list[Problem]:
    """Return every way in which the tables of a folder break their contract, over all files at once."""
    tables = tables_of(contract, data_dir)
    broken = {t["name"]: p for t in tables if (p := unreadable(data_dir, t["path"], _columns(t)))}
    package = Package.from_descriptor(_with_commas(contract), basepath=str(data_dir))
    problems = list(broken.values())
    for table in tables:
        if table["name"] not in broken:
            problems += _check_table(package.get_resource(table["name"]), table, set(broken))
    return problems


def _with_commas(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the contract with the comma as the one separator: left to itself, Frictionless guesses another one."""
    comma = {"csv": {"delimiter": ","}}
    return {**contract, "resources": [{**table, "dialect": comma} for table in contract["resources"]]}


def read_table(data_dir: Path, table: dict[str, Any]) -> pd.DataFrame:
    """Return one table, typed as its contract says; call it only on tables that passed `check_tables`.

    An optional table that is not there is read as one without rows. A number that keeps its decimals has a second
    column, `<name>_decimals`, with how many were printed: 31.0 has one.
    """
    fields = table["schema"]["fields"]
    file = data_dir / table["path"]
    if table.get("optional") and not file.exists():
        frame = pd.DataFrame({field["name"]: pd.Series(dtype="str") for field in fields})
    else:
        frame = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    for field in fields:
        column = frame[field["name"]]
        if field.get("keepDecimals"):
            frame[f"{field['name']}_decimals"] = column.str.partition(".")[2].str.len().astype("Int64")
        if field["type"] == "date":
            frame[field["name"]] = pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
        else:
            frame[field["name"]] = column.astype(_DTYPES[field["type"]])
    return frame


def _file_problem(path: str, found: str, expected: str) -> Problem:
    return Problem(path, None, None, found, expected, "restore the file or mend it")


def _check_table(resource: Resource, table: dict[str, Any], broken: set[str]) -> list[Problem]:
    """Return the faults that Frictionless finds in one table; a reference to a broken table is not followed."""
    resource.schema.foreign_keys = [
        key for key in resource.schema.foreign_keys if key["reference"]["resource"] not in broken
    ]
    errors = resource.validate(limit_errors=1000).tasks[0].errors
    fields = {field["name"]: field for field in table["schema"]["fields"]}
    missing = {e.row_number for e in errors if e.type == "missing-cell"}
    blank = {e.row_number for e in errors if e.type == "blank-row"}
    problems = []
    for error in errors:
        row = getattr(error, "row_number", None)
        if (error.type == "constraint-error" and row in missing) or (error.type != "blank-row" and row in blank):
            continue  # said already, by the missing cell or the blank row
        problems.append(_problem(table, fields, error))
    return list(dict.fromkeys(problems))


def _columns(table: dict[str, Any]) -> list[str]:
    return [field["name"] for field in table["schema"]["fields"]]


def _problem(table: dict[str, Any], fields: dict[str, Any], error: Any) -> Problem:
    """Return one Frictionless error as a problem that tells the analyst what to do."""
    path, row, column = table["path"], getattr(error, "row_number", None), getattr(error, "field_name", None)
    field = fields.get(column or "", {})
    cell = getattr(error, "cell", None)
    found = "an empty cell" if cell in (None, "") else _shown(table, repr(cell))
    match error.type:
        case "blank-row":
            return Problem(path, row, None, "a blank row", "a row with values", "delete the row")
        case "extra-cell":
            return Problem(path, row, None, "more cells than columns", f"{len(fields)} cells", _QUOTE)
        case "missing-cell":
            return Problem(path, row, None, "a row that ends too early", f"{len(fields)} cells", _QUOTE)
        case "primary-key" | "unique-error":
            key = column or ", ".join(table["schema"]["primaryKey"])
            return Problem(path, row, key, "a value that stands in an earlier row too", "each once", _TWICE)
        case "foreign-key":
            return _reference_problem(table, row, error)
        case "constraint-error" | "type-error":
            return Problem(
                path, row, column, found, expectation(field), f"mend it ({field.get('description', '').rstrip('.')})"
            )
    found = _shown(table, error.note or error.message)
    return Problem(path, row, column, found, "a table as its contract says", "mend the file")


def _shown(table: dict[str, Any], found: str) -> str:
    """Return what was found, or that it is not shown: the log of a build names nobody who signed."""
    return "a value that is not shown, as it may name somebody" if table.get("namesPersons") else found


_TWICE = "give the row a name of its own, or merge the rows if they say the same"
_QUOTE = "put text that holds a comma between double quotes"


def _reference_problem(table: dict[str, Any], row: int | None, error: Any) -> Problem:
    key = next(k for k in table["schema"]["foreignKeys"] if k["fields"] == list(error.field_names))
    target, fields = key["reference"]["resource"], key["reference"]["fields"]
    found = _shown(table, ", ".join(repr(cell) for cell in error.field_cells))
    expected = (
        f"a {fields[-1]} of {target}" if len(fields) == 1 else f"a row of {target} with this {' and '.join(fields)}"
    )
    remedy = f"add it to {target} first, or mend the spelling"
    return Problem(table["path"], row, ", ".join(key["fields"]), found, expected, remedy)


def expectation(field: dict[str, Any]) -> str:
    """Return in words what a field of the contract expects."""
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"one of {', '.join(rules['enum'])}"
    if field.get("isLink"):
        return "a link (https:// or http://)"
    words = {"date": "a date as YYYY-MM-DD", "integer": "a whole number", "number": "a number (decimal point)"}
    text = words.get(field.get("type", ""), "text")
    if "pattern" in rules:
        text += f" of the form {rules['pattern']}"
    if "minimum" in rules or "maximum" in rules:
        text += f" from {rules.get('minimum', 'any')} to {rules.get('maximum', 'any')}"
    return text
