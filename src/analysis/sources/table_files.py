"""Reads the file of each table in data/, checks it against the contract, and types its columns.

A text may not hold characters that nobody sees or that reverse a line, a link that is none, a place of the template.
All else is text and stays text, however it looks: every page, mail and table escapes what it shows.
"""

import csv
import errno
import io
import re
import sys
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from analysis.core.characters import LINE_BREAKS, unfit_in
from analysis.core.kept import Content, content_of_text
from analysis.core.problems import InputError, Problem
from analysis.sources.contracts import LINK, Table, columns_of, own_tables, path_of, problems_in
from analysis.sources.spreadsheets import folded, other_separators, sorted_otherwise

Rows = list[list[str]]

_DTYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
# What analysts write for each other may have several lines; any other text can end up in a heading or a subject.
_OF_SEVERAL_LINES = frozenset(["note", "reason"])
_SEEN = "characters that can be seen, from left to right, in one line"
_A_LINK = "a link that starts with https:// or http://, without spaces, quotation marks and brackets"
# The tables that docs/edition-template/ has rows for: what is to be filled in is between < and >.
TEMPLATE_TABLES = ("publications.csv", "figures.csv")
ADDS_IT = "briefing check --add-missing adds it"
_PLACE = re.compile(r"<[^<>]+>")


def text_in(data_dir: Path, path: str) -> str:
    """Return the text of a file as it is; raises InputError if there is none."""
    row, remedy = None, "restore the file or fix it"
    file = data_dir / path
    try:
        if file.exists() and not file.is_file():  # a pipe would be waited for, and a device may have no end
            raise OSError(errno.EINVAL, "it is a folder, a pipe or a device")
        return file.read_bytes().decode("utf-8")
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
        long = ((number, cell) for number, cells in enumerate(rows, start=1) for cell in cells if "\n" in cell)
        row = next((n for n, cell in long if any(line.count(",") >= commas for line in cell.splitlines())), 0)
        found = "a cell that holds several rows: a quotation mark is not closed"
    if row:
        expected = 'quotation marks in pairs around a whole value, and "" for one inside it'
        raise InputError([Problem(path, row, None, found, expected, "close it, or take it out")])
    return rows


def rows_of_table(data_dir: Path, table: Table, complete: Callable[[Rows | None, Table], Rows] | None = None) -> Rows:
    """Return the rows of a table, its header first; raises InputError for what is no such table.

    `complete` fills in what is new since an earlier version wrote the file (see `earlier_data`).
    """
    path, fields = table["path"], table["schema"]["fields"]
    if table.get("optional") and not (data_dir / path).exists():
        return [[field["name"] for field in fields]]
    rows = rows_in(text_in(data_dir, path), path)
    rows = complete(rows, table) if complete else rows
    header = rows[0] if rows else []
    columns = [field["name"] for field in fields if field["name"] in header or not field.get("optional")]
    if said := other_separators(header, columns, table):
        raise InputError([Problem(path, 1, None, *said)])
    lacking = [name for name in columns if name not in header]
    if lacking and header == [name for name in columns if name in header]:
        raise InputError([_without_column(path, name) for name in lacking])
    # By number: a table that names persons begins with one where its header is lost.
    pairs = enumerate(zip_longest(header, columns), start=1)
    if differing := ", ".join(f"column {place}" for place, (name, own) in pairs if name != own):
        found, expected = f"a header that differs at {differing}", ",".join(columns)
        raise InputError([Problem(path, 1, None, found, expected, "restore the header, in this order")])
    return rows


def _without_column(path: str, name: str, severity: Literal["error", "warning"] = "error") -> Problem:
    remedy = ADDS_IT if severity == "warning" else f"add it, as in {path} of the project's own data/"
    return Problem(path, 1, name, "no such column", "this column", remedy, severity)


def _unfit_texts(table: Table, rows: Rows) -> Iterator[Problem]:
    """Yield each cell that holds a character that nobody sees, a link that is none, or a place of the template.

    Also what begins an encoded word (RFC 2047): a program that reads a mail may make headers of it.
    """
    links = {field["name"] for field in table["schema"]["fields"] if field.get("isLink")}
    for row, cells in enumerate(rows[1:], start=2):
        for column, cell in zip(rows[0], cells, strict=False):
            said = None
            if character := unfit_in(cell, LINE_BREAKS if column in _OF_SEVERAL_LINES else frozenset()):
                remedy = "delete the text and type it anew, for the character can't be seen"
                said = (f"the character {character}", _SEEN, remedy)
            elif column in links and cell and not LINK.fullmatch(cell):
                said = (repr(cell), _A_LINK, "copy the address from a browser")
            elif column not in links and "=?" in cell:
                said = ("=?, which begins an encoded word of a mail", "text as a reader sees it", "write it out")
            elif table["path"] in TEMPLATE_TABLES and (place := _PLACE.search(cell)):
                said = (f"the place {place[0]}", "what is printed", "fill it in")
            if said:
                yield Problem(table["path"], row, column, *said)


def read_all(
    data_dir: Path, complete: Callable[[Rows | None, Table], Rows] | None = None, new: Collection[str] = ()
) -> tuple[dict[str, Content[pd.DataFrame]], list[Problem]]:
    """Return the typed tables of a folder, and every way in which the others break their contract.

    `complete` as in `rows_of_table`; tables that are `new` are made by it if there is no file.
    """
    read: dict[str, Content[Rows]] = {}
    problems: list[Problem] = []
    for name, table in own_tables().items():
        try:
            if complete and name in new and not (data_dir / table["path"]).exists():
                rows = complete(None, table)
            else:
                rows = rows_of_table(data_dir, table, complete)
            read[name] = content_of_text(rows)
        except InputError as error:
            problems += error.problems
    _import_jsonschema()
    for name, own in read.items():
        keys = own_tables()[name]["schema"].get("foreignKeys", [])
        targets = dict.fromkeys(key["reference"]["resource"] for key in keys)
        problems += _broken(name, own, tuple((each, read[each]) for each in targets if each in read))
    broken = {problem.file for problem in problems if problem.severity == "error"}
    kept = {name: own for name, own in read.items() if path_of(name) not in broken}
    return {name: Content(own.sha256, _typed(name, own)) for name, own in kept.items()}, problems


@lru_cache(maxsize=64)
def _broken(name: str, own: Content[Rows], targets: tuple[tuple[str, Content[Rows]], ...]) -> tuple[Problem, ...]:
    table = own_tables()[name]
    problems = [*_unfit_texts(table, own.value)]
    # An earlier version wrote the file: until they are there, all cells of these columns are empty.
    lacking = [column for column in columns_of(name) if column not in own.value[0]]
    problems += [_without_column(table["path"], column, "warning") for column in lacking]
    problems += filter(None, [sorted_otherwise(table, own.value)])
    if len(own.value) > 1:  # a header alone breaks no rule
        from frictionless import Package  # slow to import, and a kernel of a build reads no tables

        rows = {each: target.value for each, target in targets} | {name: own.value}
        referred_to = [_keys_of(own_tables()[each], table, rows[each]) for each in rows if each != name]
        package = Package.from_descriptor({"resources": [_resource(table, rows), *referred_to]})
        report = package.get_resource(name).validate(limit_errors=1000)
        problems += folded(table, own.value, problems_in(table, report.tasks[0].errors, rows))
    return tuple(problems)


def _import_jsonschema() -> None:
    """Import jsonschema without a grammar that JupyterLab brings: it is never asked for, and takes a second."""
    if not {"jsonschema", "rfc3987_syntax"} & set(sys.modules):
        hidden: Any = None  # Python refuses to import a module that is None here
        sys.modules["rfc3987_syntax"] = hidden
        import_module("jsonschema")
        del sys.modules["rfc3987_syntax"]


def _resource(table: Table, rows: dict[str, Rows]) -> dict[str, Any]:
    """Return a table for Frictionless, without columns that are not there and references to what was not read."""
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
    """Rows that Frictionless does not copy cell by cell each time that it copies their description."""

    def __deepcopy__(self, _memo: object) -> "_Data":
        return self


@lru_cache(maxsize=64)
def _typed(table: str, read: Content[Rows]) -> pd.DataFrame:
    return typed_table(table, read.value)


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
