"""Reads the file of each table in data/, checks it against the contract, and types its columns.

A text may hold no characters that are invisible or reverse a line, no link that is not one, and no placeholder of the
template. All else is text and stays text, however it looks, as every page, mail and table escapes what it shows.
"""

import csv
import errno
import hashlib
import io
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.kept import Content
from analysis.core.problems import LINE_BREAKS, InputError, Problem, unfit_in
from analysis.sources.contracts import CONTRACT_FILE, LINK, Table, own_tables, problems_in, tables_before
from analysis.sources.spreadsheets import folded, other_separators, sorted_otherwise

Rows = list[list[str]]

_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
# Columns that analysts write for each other may have several lines; any other text can end up in a heading or subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
_SEEN = "characters that can be seen, from left to right, in one line"
_A_LINK = "a link that starts with https:// or http://, without spaces, quotation marks and brackets"
# The tables for which docs/edition-template/ has rows; what is to be filled in stands between < and >.
TEMPLATE_TABLES = ("publications.csv", "figures.csv")
_ADDS_IT = "briefing check --add-missing adds what is new"
_PLACE = re.compile(r"<[^<>]+>")


def text_in(data_dir: Path, path: str) -> str:
    """Return the text of a file; raises InputError if it can't be opened or is not UTF-8."""
    file = data_dir / path
    try:
        if file.exists() and not file.is_file():  # a pipe may never be written to, and a device may have no end
            raise OSError(errno.EINVAL, "it is a folder, a pipe or a device")
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        found = f"the byte {error.object[error.start]:#04x}, which is no UTF-8"
        problem = Problem(path, row, None, found, "text in UTF-8", "save the file as CSV UTF-8")
    except OSError as error:
        is_absent = isinstance(error, FileNotFoundError)
        found = "no such file" if is_absent else f"a file that can't be opened ({error.strerror})"
        problem = Problem(path, None, None, found, "a CSV file", "restore the file or fix it")
    raise InputError([problem])


def rows_in(text: str, path: str) -> Rows:
    """Return the rows of a CSV text; raises InputError where a quotation mark lets programs read it differently."""
    rows = Rows()
    try:
        rows.extend(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error:
        row, found = len(rows) + 1, "a quotation mark that is never closed, or that is inside a value"
    else:
        # A stray quotation mark makes a cell of all up to the next one, in which a line has as many commas as a row.
        commas = max(len(rows[0]) - 1, 1) if rows else 1
        long = ((number, cell) for number, cells in enumerate(rows, start=1) for cell in cells if "\n" in cell)
        row = next((n for n, cell in long if any(line.count(",") >= commas for line in cell.splitlines())), 0)
        found = "a cell that holds several rows: a quotation mark is not closed"
    if row:
        expected = 'quotation marks in pairs around a whole value, and "" for one inside it'
        raise InputError([Problem(path, row, None, found, expected, "close it, or take it out")])
    return rows


def line_of_csv(cells: list[str]) -> str:
    """Return cells as one row of CSV, without line end; a cell with a line break is quoted, as one with a comma is."""
    text = io.StringIO()
    # The csv module quotes a cell with a line break only if rows end with the same characters.
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().removesuffix("\r\n")


def rows_of_table(data_dir: Path, table: Table) -> Rows:
    """Return the rows of a table, its header first; raises InputError for an unreadable file or another header."""
    path, fields = table["path"], table["schema"]["fields"]
    if table.get("optional") and not (data_dir / path).exists():
        return [[field["name"] for field in fields]]
    rows = rows_in(text_in(data_dir, path), path)
    header = rows[0] if rows else []
    columns = [field["name"] for field in fields if field["name"] in header or not field.get("optional")]
    if said := other_separators(header, columns, table):
        raise InputError([Problem(path, 1, None, *said)])
    lacking = [name for name in columns if name not in header]
    if lacking and header == [name for name in columns if name in header]:
        remedy = f"add it, as in {path} of the project's own data/"
        raise InputError([Problem(path, 1, name, "no such column", "this column", remedy) for name in lacking])
    # Columns are named by number, as a table that lost its header may begin with the name of a person.
    pairs = enumerate(zip_longest(header, columns), start=1)
    if differing := ", ".join(f"column {place}" for place, (name, own) in pairs if name != own):
        found, expected = f"a header that differs at {differing}", ",".join(columns)
        raise InputError([Problem(path, 1, None, found, expected, "restore the header, in this order")])
    return rows


def _unfit_texts(table: Table, rows: Rows) -> Iterator[Problem]:
    links = {field["name"] for field in table["schema"]["fields"] if field.get("isLink")}
    for row, cells in enumerate(rows[1:], start=2):
        for column, cell in zip(rows[0], cells, strict=False):
            said = None
            if character := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
                remedy = "delete the text and type it anew, for the character can't be seen"
                said = (f"the character {character}", _SEEN, remedy)
            elif column in links and cell and not LINK.fullmatch(cell):
                said = (repr(cell), _A_LINK, "copy the address from a browser")
            elif column not in links and "=?" in cell:  # RFC 2047: a program that reads a mail may make headers of it
                said = ("=?, which begins an encoded word of a mail", "text as a reader sees it", "write it out")
            elif table["path"] in TEMPLATE_TABLES and (place := _PLACE.search(cell)):
                said = (f"the place {place[0]}", "what is printed", "fill it in")
            if said:
                yield Problem(table["path"], row, column, *said)


def read_all(data_dir: Path) -> tuple[dict[str, Content[pd.DataFrame]], list[Problem]]:
    """Return the typed tables of a folder that keep their contract, and every problem of the tables, also warnings.

    Raises InputError only for a folder without the contract of this version.
    """
    read: dict[str, Content[Rows]] = {}
    problems = list[Problem]()
    if tables_before(data_dir) is not None:
        found, expected = "that of an earlier version", "that of this one"
        raise InputError([Problem(CONTRACT_FILE, None, None, found, expected, _ADDS_IT)])
    for name, table in own_tables().items():
        try:
            rows = rows_of_table(data_dir, table)
            read[name] = Content(hashlib.sha256(repr(rows).encode()).hexdigest(), rows)
        except InputError as error:
            problems += error.problems
    _import_jsonschema()
    for name, own in read.items():
        keys = own_tables()[name]["schema"].get("foreignKeys", [])
        targets = dict.fromkeys(key["reference"]["resource"] for key in keys)
        targets |= {"party_names": None} if "parties" in targets else {}  # to find the id that may have been meant
        problems += _broken(name, own, tuple((each, read[each]) for each in targets if each in read))
    broken = {problem.file for problem in problems if problem.severity == "error"}
    kept = {name: own for name, own in read.items() if own_tables()[name]["path"] not in broken}
    return {name: Content(own.sha256, typed_table(name, own)) for name, own in kept.items()}, problems


@lru_cache(maxsize=64)
def _broken(name: str, own: Content[Rows], targets: tuple[tuple[str, Content[Rows]], ...]) -> tuple[Problem, ...]:
    table = own_tables()[name]
    problems = [*_unfit_texts(table, own.value)]
    # Optional columns; until a file has them, all their cells count as empty.
    lacking = [field["name"] for field in table["schema"]["fields"] if field["name"] not in own.value[0]]
    new = ("no such column", "this column", _ADDS_IT)
    problems += [Problem(table["path"], 1, column, *new, severity="warning") for column in lacking]
    problems += filter(None, [sorted_otherwise(table, own.value)])
    if len(own.value) > 1:  # a header alone breaks no rule
        from frictionless import Package  # slow to import, and a kernel of a build reads no tables

        rows = {each: target.value for each, target in targets} | {name: own.value}
        keys = {key["reference"]["resource"] for key in table["schema"].get("foreignKeys", [])}
        referred_to = [_keys_of(own_tables()[each], table, rows[each]) for each in rows if each in keys - {name}]
        package = Package.from_descriptor({"resources": [_resource(table, rows), *referred_to]})
        report = package.get_resource(name).validate(limit_errors=1000)
        problems += folded(table, own.value, problems_in(table, report.tasks[0].errors, rows))
    return tuple(problems)


def _import_jsonschema() -> None:
    # jsonschema would import a grammar that JupyterLab installs: it is never used here, and takes a second.
    if not {"jsonschema", "rfc3987_syntax"} & set(sys.modules):
        hidden: Any = None  # Python refuses to import a module that is None here
        sys.modules["rfc3987_syntax"] = hidden
        import_module("jsonschema")
        del sys.modules["rfc3987_syntax"]


def _resource(table: Table, rows: dict[str, Rows]) -> dict[str, Any]:
    # Leaves out columns that the file does not have, and references to tables that were not read.
    schema, own = table["schema"], rows[table["name"]]
    fields = [field for field in schema["fields"] if field["name"] in own[0]]
    keys = [key for key in schema.get("foreignKeys", []) if set(key["fields"]) <= set(own[0])]
    keys = [key for key in keys if key["reference"]["resource"] in rows]
    return {"name": table["name"], "data": _Data(own), "schema": {**schema, "fields": fields, "foreignKeys": keys}}


def _keys_of(target: Table, table: Table, rows: Rows) -> dict[str, Any]:
    keys = (key["reference"] for key in table["schema"]["foreignKeys"])
    names = {field for key in keys if key["resource"] == target["name"] for field in key["fields"]}
    fields = [{"name": f["name"], "type": f["type"]} for f in target["schema"]["fields"] if f["name"] in names]
    places = [rows[0].index(field["name"]) for field in fields]
    data = _Data([[row[place] for place in places] for row in rows if len(row) > max(places)])
    return {"name": target["name"], "data": data, "schema": {"fields": fields}}


class _Data(list[list[str]]):
    """Rows that Frictionless does not copy cell by cell whenever it copies their description."""

    def __deepcopy__(self, _memo: object) -> "_Data":
        return self


@lru_cache(maxsize=64)
def typed_table(table: str, read: Content[Rows]) -> pd.DataFrame:
    """Return a table that keeps its contract (`read`: its rows, header first) with typed columns; empty is missing.

    A number that keeps its decimals has a second column, `<name>_decimals`, with how many were printed: 31.0 has one.
    """
    fields = own_tables()[table]["schema"]["fields"]
    texts = pd.DataFrame(read.value[1:], columns=read.value[0], dtype="str")
    texts = texts.reindex(columns=[each["name"] for each in fields])
    frame = texts = texts.mask(texts == "")
    for each in fields:
        column = texts[each["name"]]
        if each.get("keepDecimals"):
            frame[f"{each['name']}_decimals"] = column.str.partition(".")[2].str.len().astype("Int64")
        if each["type"] == "date":
            frame[each["name"]] = pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[us]")
        else:
            frame[each["name"]] = column.astype(_DTYPES[each["type"]])
    return frame
