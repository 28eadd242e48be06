"""Reads each table of data/ and checks it against its contract, data/datapackage.json (Frictionless Table Schema).

A text may not hold characters that nobody sees or that reverse a line, a link that is none, a place of the template.
All else is text and stays text, however it looks: every page, mail and table escapes what it shows.
"""

import csv
import hashlib
import io
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
from frictionless import Package

from analysis.core.characters import LINE_BREAKS, unfit_in
from analysis.core.problems import InputError, Problem

# Where the project keeps its own data: the package is installed in place (see Makefile), so this holds from any folder.
OWN_DATA = Path(__file__).resolve().parents[3] / "data"
CONTRACT_FILE = "datapackage.json"
_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}

Table = dict[str, Any]
Rows = list[list[str]]

# What analysts write for each other may have several lines; any other text can end up in a heading or a subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
# Of the web, of a host that is named (no user name before it), without what ends an address in a text.
LINK = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s\"'<>\\^`{|}]*)?")
_SEEN = "characters that can be seen, from left to right, in one line"
_A_LINK = "a link that starts with https:// or http://, without spaces, quotation marks and brackets"
# The tables that docs/edition-template/ has rows for: what is to be filled in is between < and >.
TEMPLATE_TABLES = ("publications.csv", "figures.csv")
_PLACE = re.compile(r"<[^<>]+>")


# The contract


def read_contract(data_dir: Path) -> dict[str, Any]:
    """Return the contract of a data folder; raises InputError if there is none, or not the one of this program.

    The program relies on each rule: one that is taken out would let through what nothing later looks at.
    """
    try:
        contract: dict[str, Any] = json.loads((data_dir / CONTRACT_FILE).read_text(encoding="utf-8"))
        if contract["resources"] == _own_contract()["resources"]:
            return contract
        found = "other rules than those of the project's own contract"
    except FileNotFoundError:
        found = "no such file"
    except (OSError, ValueError, RecursionError) as error:
        found = f"a file that can't be read ({error})"
    except (LookupError, TypeError):
        found = "no list of tables"
    raise InputError([Problem(CONTRACT_FILE, None, None, found, "the same tables and rules", "restore the file")])


@cache
def _own_contract() -> dict[str, Any]:
    return dict(json.loads((OWN_DATA / CONTRACT_FILE).read_text(encoding="utf-8")))


def own_tables() -> dict[str, Table]:
    """Return what the project's own contract, which every other folder has too, says of each table, by its name."""
    return {table["name"]: table for table in _own_contract()["resources"]}


def path_of(table: str) -> str:
    """Return the path of a table (`decisions_figures`) below the folder of the data."""
    return str(own_tables()[table]["path"])


def columns_of(table: str) -> list[str]:
    """Return the names of the columns of a table, in their order."""
    return [field["name"] for field in own_tables()[table]["schema"]["fields"]]


# The file of a table as text


def text_in(data_dir: Path, path: str) -> str:
    """Return the text of a file as it is; raises InputError if there is none."""
    row, remedy = None, "restore the file or fix it"
    try:
        return (data_dir / path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        found, expected = f"the byte {error.object[error.start]:#04x}, which is no UTF-8", "text in UTF-8"
        remedy = "save the file as CSV UTF-8"
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError)
        found = "no such file" if is_absent else f"a file that can't be opened ({error.strerror})"
        expected = "a CSV file"
    raise InputError([Problem(path, row, None, found, expected, remedy)])


def rows_in(text: str, path: str) -> Rows:
    """Return the rows of a text; raises InputError where a quotation mark makes programs read it differently."""
    rows = Rows()
    try:
        rows.extend(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error:
        row, found = len(rows) + 1, "a quotation mark that is never closed, or that is inside a value"
    else:
        # A stray quotation mark runs on to the next one: the cell has as many commas in a line as a row.
        commas = max(len(rows[0]) - 1, 1) if rows else 1
        swallowed = (
            number
            for number, cells in enumerate(rows, start=1)
            for cell in cells
            if "\n" in cell and any(line.count(",") >= commas for line in cell.splitlines())
        )
        row, found = next(swallowed, 0), "a cell that holds several rows: a quotation mark is not closed"
    if row:
        expected = 'quotation marks in pairs around a whole value, and "" for one inside it'
        raise InputError([Problem(path, row, None, found, expected, "close it, or take it out")])
    return rows


def rows_of(data_dir: Path, table: Table) -> Rows:
    """Return the rows of a table, its header first: only the header for an optional one that is not there.

    Optional columns may be missing: an earlier version wrote the file. Raises InputError for what is no such table.
    """
    path, fields = table["path"], table["schema"]["fields"]
    if table.get("optional") and not (data_dir / path).exists():
        return [[field["name"] for field in fields]]
    rows = rows_in(text_in(data_dir, path), path)
    header = rows[0] if rows else []
    columns = [field["name"] for field in fields if field["name"] in header or not field.get("optional")]
    # By number: a table that names persons begins with one where its header is lost.
    pairs = enumerate(zip_longest(header, columns), start=1)
    if differing := ", ".join(f"column {place}" for place, (name, own) in pairs if name != own):
        found, expected = f"a header that differs at {differing}", ",".join(columns)
        raise InputError([Problem(path, 1, None, found, expected, "restore the header, in this order")])
    return rows


def _unfit_texts(table: Table, rows: Rows) -> Iterator[Problem]:
    """Yield each cell that holds a character that nobody sees, a link that is none, or a place of the template."""
    links = {field["name"] for field in table["schema"]["fields"] if field.get("isLink")}
    for row, cells in enumerate(rows[1:], start=2):
        for column, cell in zip(rows[0], cells, strict=False):
            said = None
            if character := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
                remedy = "delete the text and type it anew, for the character can't be seen"
                said = (f"the character {character}", _SEEN, remedy)
            elif column in links and cell and not LINK.fullmatch(cell):
                said = (repr(cell), _A_LINK, "copy the address from a browser")
            elif table["path"] in TEMPLATE_TABLES and (place := _PLACE.search(cell)):
                said = (f"the place {place[0]}", "what is printed", "fill it in")
            if said:
                yield Problem(table["path"], row, column, *said)


# The tables


def read_all(data_dir: Path) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Return the tables of a folder that keep their contract, typed, and every way in which the others break it."""
    rows: dict[str, Rows] = {}
    problems: list[Problem] = []
    for name, table in own_tables().items():
        try:
            rows[name] = rows_of(data_dir, table)
            problems += _unfit_texts(table, rows[name])
        except InputError as error:
            problems += error.problems
    _import_jsonschema()
    read = {name: _Read(hashlib.sha256(repr(own).encode()).digest(), own) for name, own in rows.items()}
    for name in (each for each in rows if len(rows[each]) > 1):  # a header alone breaks no rule
        keys = own_tables()[name]["schema"].get("foreignKeys", [])
        needed = {name, *(key["reference"]["resource"] for key in keys)} & set(read)
        problems += _broken(name, tuple((each, read[each]) for each in sorted(needed)))
    broken = {problem.file for problem in problems}
    return {name: typed_table(name, rows[name]) for name in rows if path_of(name) not in broken}, problems


@dataclass(frozen=True)
class _Read:
    """The rows of a table, equal to others by their SHA-256."""

    sha256: bytes
    rows: Rows = field(compare=False, repr=False)


@lru_cache(maxsize=64)
def _broken(name: str, read: tuple[tuple[str, _Read], ...]) -> tuple[Problem, ...]:
    """Return every way in which a table breaks its contract, beside the tables that it refers to.

    It is remembered: a decision changes one table, and to check the others again takes half a second.
    """
    rows = {each: own.rows for each, own in read}
    package = Package.from_descriptor({"resources": [_resource(own_tables()[each], rows) for each in rows]})
    report = package.get_resource(name).validate(limit_errors=1000)
    return tuple(_problems_in(own_tables()[name], report.tasks[0].errors))


def _import_jsonschema() -> None:
    """Import what Frictionless validates a contract with, without a grammar that it never asks for.

    Beside JupyterLab jsonschema finds it, and takes more than a second to build it.
    """
    if not {"jsonschema", "rfc3987_syntax"} & set(sys.modules):
        hidden: Any = None  # Python refuses to import a module that is None here
        sys.modules["rfc3987_syntax"] = hidden
        import_module("jsonschema")
        del sys.modules["rfc3987_syntax"]


def _resource(table: Table, rows: dict[str, Rows]) -> dict[str, Any]:
    """Return a table for Frictionless; a column that is not there is left out, a reference to what was not read too."""
    schema, own = table["schema"], rows[table["name"]]
    fields = [field for field in schema["fields"] if field["name"] in own[0]]
    keys = [key for key in schema.get("foreignKeys", []) if key["reference"]["resource"] in rows]
    return {"name": table["name"], "data": own, "schema": {**schema, "fields": fields, "foreignKeys": keys}}


def typed_table(table: str, rows: Rows) -> pd.DataFrame:
    """Return the rows of a table that keeps its contract, header first, typed as that says; an empty cell is missing.

    A number that keeps its decimals has a second column, `<name>_decimals`, with how many were printed: 31.0 has one.
    """
    texts = pd.DataFrame(rows[1:], columns=rows[0], dtype="str").reindex(columns=columns_of(table))
    frame = texts = texts.mask(texts == "")
    for each in own_tables()[table]["schema"]["fields"]:
        column = texts[each["name"]]
        if each.get("keepDecimals"):
            frame[f"{each['name']}_decimals"] = column.str.partition(".")[2].str.len().astype("Int64")
        if each["type"] == "date":
            frame[each["name"]] = pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
        else:
            frame[each["name"]] = column.astype(_DTYPES[each["type"]])
    return frame


# Forms of text that are said in words; any other is shown as its pattern.
_FORMS = {
    "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "20[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "[0-9]{4}(-[0-9]{4})?": "a year, or years as YYYY-YYYY",
    "[0-9]{4}-[0-9]{2}": "a month as YYYY-MM",
}


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
    if "minimum" in rules:
        text += f" from {rules['minimum']} " + (f"to {rules['maximum']}" if "maximum" in rules else "on")
    return text


def _problems_in(table: Table, errors: list[Any]) -> list[Problem]:
    """Return errors of Frictionless in a table as problems, without those that follow from another in the same row."""
    too_short = {error.row_number for error in errors if error.type == "missing-cell"}
    blank = {error.row_number for error in errors if error.type == "blank-row"}
    problems = []
    for error in errors:
        row = getattr(error, "row_number", None)
        if (error.type != "constraint-error" or row not in too_short) and (
            error.type == "blank-row" or row not in blank
        ):
            problems.append(Problem(table["path"], row, *_in_words(table, error)))
    return list(dict.fromkeys(problems))


def _in_words(table: Table, error: Any) -> tuple[str | None, str, str, str]:
    """Return the column of an error of Frictionless, what was found, what was expected and what to do."""
    column, schema = getattr(error, "field_name", None), table["schema"]
    cells, quote = "one cell for each column", "put text that holds a comma between double quotes"
    match error.type:
        case "blank-row":
            return None, "a blank row", "a row with values", "delete the row"
        case "extra-cell":
            return None, "more cells than columns", cells, quote
        case "missing-cell":
            return None, "a row that ends too early", cells, quote
        case "primary-key" | "unique-error":
            remedy = "give the row a name of its own, or merge the rows if they say the same"
            key = column or ", ".join(schema["primaryKey"])
            return key, "a value that is in an earlier row too", "each once", remedy
        case "foreign-key":
            key = next(key for key in schema["foreignKeys"] if key["fields"] == list(error.field_names))
            target, fields = key["reference"]["resource"], key["reference"]["fields"]
            column, found = ", ".join(key["fields"]), ", ".join(map(repr, error.field_cells))
            one_row = f"a row of {target} with this {' and '.join(fields)}"
            expected = f"a {fields[0]} of {target}" if len(fields) == 1 else one_row
            remedy = f"add it to {target} first, or correct the spelling"
        case "constraint-error" | "type-error":
            field = next(field for field in schema["fields"] if field["name"] == column)
            found, expected = repr(error.cell) if error.cell else "an empty cell", expectation(field)
            remedy = f"fix it ({field['description'].rstrip('.')})"
        case _:
            found, expected, remedy = error.note or error.message, "a table as its contract says", "fix the file"
    # The log of a build names nobody who signed.
    is_shown = not table.get("namesPersons") or found == "an empty cell"
    return column, found if is_shown else "a value that is not shown, as it may name somebody", expected, remedy
