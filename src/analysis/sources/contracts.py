"""The contract of the tables, data/datapackage.json (Frictionless Table Schema), and what it expects, in words."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from analysis.core.folders import OWN_DATA
from analysis.core.parameters import nearest
from analysis.core.problems import InputError, Problem

CONTRACT_FILE = "datapackage.json"

Table = dict[str, Any]

# An address of the web with the name of a host (and no user name), without characters that end an address in a text.
LINK = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]+)?([/?#][^\s\"'<>\\^`{|}]*)?")


@cache
def own_contract() -> dict[str, Any]:
    """Return the project's own contract, which every other data folder has too."""
    return dict(json.loads((OWN_DATA / CONTRACT_FILE).read_text(encoding="utf-8")))


def tables_before(data_dir: Path) -> list[str] | None:
    """Return the tables in the contract of a folder if an earlier version wrote it; None for the contract of this one.

    An earlier contract only lacks tables or columns of ours. Raises InputError if there is no contract, or any other,
    on whose rules this program can't rely.
    """
    file = data_dir / CONTRACT_FILE
    ours = {name: set(columns_of(name)) for name in own_tables()}
    with suppress(OSError, ValueError, RecursionError, KeyError, TypeError):
        content = file.read_bytes()
        if content == (OWN_DATA / CONTRACT_FILE).read_bytes():
            return None
        tables = [table for table in json.loads(content)["resources"] if table["name"] in ours]
        there = {table["name"]: {field["name"] for field in table["schema"]["fields"]} for table in tables}
        if there and there != ours and all(columns <= ours[name] for name, columns in there.items()):
            return [*there]
    found = "another contract" if file.is_file() else "no such file"
    raise InputError([Problem(CONTRACT_FILE, None, None, found, "that of the project's data/", "copy it from there")])


def own_tables() -> dict[str, Table]:
    """Return what the contract says about each table, by its name."""
    return {table["name"]: table for table in own_contract()["resources"]}


def path_of(table: str) -> str:
    """Return the path of a table (`decisions_figures`) below the folder of the data."""
    return str(own_tables()[table]["path"])


def columns_of(table: str) -> list[str]:
    """Return the names of the columns of a table, in their order."""
    return [field["name"] for field in own_tables()[table]["schema"]["fields"]]


# Patterns of text that have a description in words; any other is shown as it is.
_FORMS = {
    "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "20[0-9]{2}(-[0-9]{2}(-[0-9]{2})?)?": "a day, a month or a year (YYYY-MM-DD, YYYY-MM or YYYY)",
    "[0-9]{4}(-[0-9]{4})?": "a year, or years as YYYY-YYYY",
    "[0-9]{4}-[0-9]{2}": "a month as YYYY-MM",
    r"[a-z0-9-]+(\.[a-z0-9-]+)+": "the name of a site, as in nu.nl",
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


# At most this many ids are listed where one is expected, and searched for the one that may be meant.
_LISTED, _COMPARED = 12, 1_000


def reference_in_words(found: str, column: str, table: str, known: Iterable[str], also: Mapping[str, str]) -> str:
    """Return what a reference to a column of a table expects: its ids if they are few, or the one that may be meant.

    `also` has ids by other names, such as a name that a party took later.
    """
    ids, expected = list(dict.fromkeys(known)), f"{article_of(column)} {column} of {table}"
    if len(ids) <= _LISTED:
        return f"{expected} ({', '.join(ids)})"
    return f"{expected}{nearest(found, ids, also) if len(ids) <= _COMPARED else ''}"


def article_of(column: str) -> str:
    """Return the indefinite article for the name of a column."""
    return "an" if column[0] in "aeio" else "a"


def problems_in(table: Table, errors: list[Any], rows: Mapping[str, list[list[str]]]) -> list[Problem]:
    """Return the errors of Frictionless, without those that follow from another; `rows` has the tables referred to."""
    too_short = {error.row_number for error in errors if error.type == "missing-cell"}
    blank = {error.row_number for error in errors if error.type == "blank-row"}
    problems = []
    for error in errors:
        row = getattr(error, "row_number", None)
        follows = error.type == "constraint-error" and row in too_short
        if not follows and (error.type == "blank-row" or row not in blank):
            problems.append(Problem(table["path"], row, *_in_words(table, error, rows)))
    return list(dict.fromkeys(problems))


def _in_words(table: Table, error: Any, rows: Mapping[str, list[list[str]]]) -> tuple[str | None, str, str, str]:
    column, schema = getattr(error, "field_name", None), table["schema"]
    columns, expected = rows[table["name"]][0], "one cell for each column"
    match error.type:
        case "blank-row":
            return None, "a blank row", "a row with values", "delete the row"
        case "extra-cell":
            remedy = "put text that holds a comma between double quotes"
            return None, f"{len(error.cells)} cells for {len(columns)} columns", expected, remedy
        case "missing-cell":
            left = ", ".join(columns[len(error.cells) :])
            remedy = f"type a comma for each empty cell too: none is left for {left}"
            return None, f"{len(error.cells)} of {len(columns)} cells", expected, remedy
        case "primary-key" | "unique-error":
            names, keys = [field["name"] for field in schema["fields"]], [column] if column else schema["primaryKey"]
            values = ", ".join(repr(error.cells[names.index(key)]) for key in keys)
            earlier = re.search(r"\d+", error.note)  # as in: the same as in the row at position "3"
            place = f"row {earlier[0]}" if earlier else "an earlier row"
            column, found, expected = ", ".join(keys), values, f"each once; {place} has it too"
            remedy = "give the row a name of its own, or merge the rows if they say the same"
        case "foreign-key":
            key = next(key for key in schema["foreignKeys"] if key["fields"] == list(error.field_names))
            target, fields = key["reference"]["resource"], key["reference"]["fields"]
            column, found = ", ".join(key["fields"]), ", ".join(map(repr, error.field_cells))
            expected = f"a row of {target} with this {' and '.join(fields)}"
            if len(fields) == 1:
                at = rows[target][0].index(fields[0])
                known = (row[at] for row in rows[target][1:] if len(row) > at)
                said = "" if table.get("namesPersons") else str(error.field_cells[0])
                names = rows.get("party_names", [])[1:] if target == "parties" else []
                also = {row[1].lower(): row[0] for row in names if len(row) > 1}
                expected = reference_in_words(said, fields[0], target, known, also)
            remedy = f"add it to {target} first, or correct the spelling"
        case "constraint-error" | "type-error":
            field = next(field for field in schema["fields"] if field["name"] == column)
            found, expected = repr(error.cell) if error.cell else "an empty cell", expectation(field)
            remedy = f"fix it ({field['description'].rstrip('.')})"
        case _:
            found, expected, remedy = error.note or error.message, "a table as its contract says", "fix the file"
    # The log of a build must name nobody who signed.
    is_shown = not table.get("namesPersons") or found == "an empty cell"
    return column, found if is_shown else "a value that is not shown, as it may name somebody", expected, remedy
