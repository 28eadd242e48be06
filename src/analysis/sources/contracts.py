"""The contract of data/, data/datapackage.json (Frictionless Table Schema): read it, check tables, read them typed."""

import json
import re
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Package, Resource

from analysis.core.problems import InputError, Problem
from analysis.sources.table_texts import unreadable

# Where the project keeps its own data: the package is installed in place (see Makefile), so this holds from any folder.
OWN_DATA = Path(__file__).resolve().parents[3] / "data"
CONTRACT_FILE = "datapackage.json"
_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}

Table = dict[str, Any]


def read_contract(data_dir: Path) -> dict[str, Any]:
    """Return the contract of a data folder; raises InputError if there is none, or not the one of this program.

    The program relies on each rule: one that is taken out would let through what nothing later looks at.
    """
    contract, own = loaded_contract(data_dir), loaded_contract(OWN_DATA)
    if contract["resources"] != own["resources"]:
        differs = "other rules than those of the project's own contract"
        raise InputError([Problem(CONTRACT_FILE, None, None, differs, "the same tables and rules", "restore the file")])
    return contract


def loaded_contract(data_dir: Path) -> dict[str, Any]:
    """Return the contract of a data folder, whatever its rules; raises InputError for what is no list of tables."""
    try:
        contract: dict[str, Any] = json.loads((data_dir / CONTRACT_FILE).read_text(encoding="utf-8"))
        return {**contract, "resources": [{**table} for table in contract["resources"]]}
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError, RecursionError) as error:
        found = f"a file that can't be read ({error})"
    except (LookupError, TypeError):
        found = "no list of tables"
    expected = "the contract of the tables, as JSON with `resources`"
    raise InputError([Problem(CONTRACT_FILE, None, None, found, expected, "restore the file or fix it")])


@cache
def own_table(name: str) -> Table:
    """Return what the project's own contract, which every other folder has too, says of a table."""
    return next(table for table in loaded_contract(OWN_DATA)["resources"] if table["name"] == name)


def columns_of(table: Table) -> list[str]:
    """Return the names of a table's columns, in their order."""
    return [field["name"] for field in table["schema"]["fields"]]


def choices_of(table: Table, column: str) -> list[str]:
    """Return the values that a column may have, where the contract lists them."""
    field = next(field for field in table["schema"]["fields"] if field["name"] == column)
    return list(field["constraints"]["enum"])


def tables_of(contract: dict[str, Any], data_dir: Path) -> list[Table]:
    """Return the tables of the contract that are due in a folder: all but optional ones that are not there."""
    return [t for t in contract["resources"] if not t.get("optional") or (data_dir / t["path"]).exists()]


def as_written(data_dir: Path, table: Table) -> Table:
    """Return a table without those optional columns that its file has not: an earlier version wrote it."""
    fields, file = table["schema"]["fields"], data_dir / table["path"]
    if not file.is_file() or not any(field.get("optional") for field in fields):
        return table
    with file.open(encoding="utf-8-sig", errors="replace") as text:
        header = text.readline(1000).strip().split(",")
    written = [field for field in fields if field["name"] in header or not field.get("optional")]
    return {**table, "schema": {**table["schema"], "fields": written}}


def check_tables(contract: dict[str, Any], data_dir: Path) -> list[Problem]:
    """Return every way in which the tables of a folder break their contract, over all files at once."""
    due = tables_of(contract, data_dir)
    tables = [as_written(data_dir, table) for table in due]
    broken = {t["name"]: problem for t in tables if (problem := unreadable(data_dir, t))}
    absent = [t for t in contract["resources"] if t not in due]
    # Without a separator in the contract Frictionless guesses one.
    separated = [{**table, "dialect": {"csv": {"delimiter": ","}}} for table in [*tables, *absent]]
    _import_jsonschema()
    package = Package.from_descriptor({"resources": separated}, basepath=str(data_dir))
    problems = list(broken.values())
    for table in tables:
        if table["name"] not in broken:
            problems += _check_table(package.get_resource(table["name"]), table, set(broken))
    return problems


def read_table(data_dir: Path, table: Table) -> pd.DataFrame:
    """Return one table, typed as its contract says; call it only on tables that passed `check_tables`.

    An optional table that is not there is read as one without rows, an optional column as empty. A number that keeps
    its decimals has a second column, `<name>_decimals`, with how many were printed: 31.0 has one.
    """
    file = data_dir / table["path"]
    if table.get("optional") and not file.exists():
        frame = pd.DataFrame({name: pd.Series(dtype="str") for name in columns_of(table)})
    else:
        frame = pd.read_csv(file, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
        frame = frame.reindex(columns=columns_of(table))
    for field in table["schema"]["fields"]:
        column = frame[field["name"]]
        if field.get("keepDecimals"):
            frame[f"{field['name']}_decimals"] = column.str.partition(".")[2].str.len().astype("Int64")
        if field["type"] == "date":
            frame[field["name"]] = pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
        else:
            frame[field["name"]] = column.astype(_DTYPES[field["type"]])
    return frame


# Forms of text that are said in words; any other is shown as its pattern.
_FORMS = {
    "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "20[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "[0-9]{4}(-[0-9]{4})?": "a year, or years as YYYY-YYYY",
    "[0-9]{4}-[0-9]{2}": "a month as YYYY-MM",
}
_A_DATE = re.compile(r"'\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}'")


def expectation(field: dict[str, Any]) -> str:
    """Return in words what a field of the contract expects."""
    rules = field.get("constraints", {})
    if "enum" in rules:
        return f"one of {', '.join(rules['enum'])}"
    if field.get("isLink"):
        return "a link (https:// or http://)"
    words = {"date": "a date as YYYY-MM-DD", "integer": "a whole number", "number": "a number (decimal point)"}
    text = words.get(field.get("type", ""), "text")
    if rules.get("pattern") in _FORMS:
        return _FORMS[rules["pattern"]]
    if "pattern" in rules:
        text += f" of the form {rules['pattern']}"
    if "minimum" in rules or "maximum" in rules:
        text += f" from {rules.get('minimum', 'any')} to {rules.get('maximum', 'any')}"
    return text


def _import_jsonschema() -> None:
    """Import what Frictionless validates a contract with, without a grammar of addresses that it never asks for.

    Beside JupyterLab jsonschema finds rfc3987_syntax, which takes more than a second to import; elsewhere it is not
    installed. It is only hidden while jsonschema is imported.
    """
    grammar = "rfc3987_syntax"
    if "jsonschema" in sys.modules or grammar in sys.modules:
        return
    hidden: Any = None  # Python refuses to import a module that is None here
    sys.modules[grammar] = hidden
    try:
        import_module("jsonschema")
    finally:
        del sys.modules[grammar]


def _check_table(resource: Resource, table: Table, broken: set[str]) -> list[Problem]:
    """Return the faults that Frictionless finds in one table; a reference to a broken table is not followed."""
    resource.schema.foreign_keys = [
        key for key in resource.schema.foreign_keys if key["reference"]["resource"] not in broken
    ]
    errors = resource.validate(limit_errors=1000).tasks[0].errors
    missing = {e.row_number for e in errors if e.type == "missing-cell"}
    blank = {e.row_number for e in errors if e.type == "blank-row"}
    problems = []
    for error in errors:
        row = getattr(error, "row_number", None)
        if (error.type == "constraint-error" and row in missing) or (error.type != "blank-row" and row in blank):
            continue  # a consequence of the missing cell or the blank row
        problems.append(_problem(table, row, error))
    return list(dict.fromkeys(problems))


def _problem(table: Table, row: int | None, error: Any) -> Problem:
    """Return one error of Frictionless as a problem that says what to do."""
    column = getattr(error, "field_name", None)
    field: dict[str, Any] = next((each for each in table["schema"]["fields"] if each["name"] == column), {})
    cells = f"{len(table['schema']['fields'])} cells"
    quote = "put text that holds a comma between double quotes"
    match error.type:
        case "blank-row":
            column, words = None, ("a blank row", "a row with values", "delete the row")
        case "extra-cell":
            column, words = None, ("more cells than columns", cells, quote)
        case "missing-cell":
            column, words = None, ("a row that ends too early", cells, quote)
        case "primary-key" | "unique-error":
            column = column or ", ".join(table["schema"]["primaryKey"])
            remedy = "give the row a name of its own, or merge the rows if they say the same"
            words = ("a value that is in an earlier row too", "each once", remedy)
        case "foreign-key":
            column, words = _reference(table, error)
        case "constraint-error" | "type-error":
            cell = getattr(error, "cell", None)
            found = "an empty cell" if cell in (None, "") else _shown(table, repr(cell))
            words = (found, expectation(field), f"fix it ({field.get('description', '').rstrip('.')})")
        case _:
            words = (_shown(table, error.note or error.message), "a table as its contract says", "fix the file")
    return Problem(table["path"], row, column, *words)


def _reference(table: Table, error: Any) -> tuple[str, tuple[str, str, str]]:
    """Return the columns of a reference that leads nowhere; and what was found, expected and what to do."""
    key = next(key for key in table["schema"]["foreignKeys"] if key["fields"] == list(error.field_names))
    target, fields = key["reference"]["resource"], key["reference"]["fields"]
    found = _shown(table, ", ".join(repr(cell) for cell in error.field_cells))
    one_row = f"a row of {target} with this {' and '.join(fields)}"
    expected = f"a {fields[-1]} of {target}" if len(fields) == 1 else one_row
    return ", ".join(key["fields"]), (found, expected, f"add it to {target} first, or correct the spelling")


def _shown(table: Table, found: str) -> str:
    """Return what was found, or that it is not shown: the log of a build names nobody who signed; a date names none."""
    is_shown = not table.get("namesPersons") or _A_DATE.fullmatch(found)
    return found if is_shown else "a value that is not shown, as it may name somebody"
