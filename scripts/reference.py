"""Writes docs/reference.md, the public names of the package with their docstrings: `make reference`.

Signatures stand as in the source, so that a default is a name and no path of this machine.
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Collection
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.core.parameters import Month
from analysis.publish.tables import published_tables

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference.md"
# What an analyst calls; of all else the docstrings are in the source, where docs/architecture.md says.
MODULES = ("desk", "reconciliation.month_tables", "reconciliation")
DESK = "analysis.desk"
_INTRODUCTION = """# Reference

Generated from the docstrings by `make reference`; do not edit it by hand. [Ten questions](explore.md) show the same in
use; [the dictionary of the data](../data/README.md) has the columns of every input table.

A table is a pandas frame. Unless a docstring says otherwise a number of persons, reports or seats is a plain number,
columns that end in `_percent` hold 18.9 for 18.9%, and a cell that is empty is unknown or does not apply, never zero.
"""


def reference() -> str:
    """Return the reference as Markdown: contents, a section for each module, and the tables of a month."""
    contents, sections = ["## Contents", ""], []
    for name in MODULES:
        module = importlib.import_module(f"analysis.{name}")
        said = inspect.getdoc(module) or ""
        entries = {f"{name}.{each}": _entry_of(getattr(module, each)) for each in public_names(module)}
        entries = {heading: entry for heading, entry in entries.items() if entry}
        links = ", ".join(f"[`{heading.rpartition('.')[2]}`](#{_anchor(heading)})" for heading in entries)
        first_sentence = " ".join(said.partition("\n\n")[0].split())
        contents += [f"- [**{name}**](#{_anchor(f'analysis.{name}')}): {first_sentence}\\", f"  {links}"]
        texts = [f"### `{heading}`\n\n{entry}\n" for heading, entry in entries.items()]
        sections.append("\n".join([f"## `analysis.{name}`", "", said, "", *texts]))
    contents += ["- [**The tables of a month**](#the-tables-of-a-month), column by column.", ""]
    return "\n".join([_INTRODUCTION, *contents, *sections, _tables()])


def public_names(module: ModuleType) -> list[str]:
    """Return what a module defines, constants first; of the desk what it takes from its own modules."""
    home = {name: getattr(value, "__module__", "") for name, value in vars(module).items() if not name.startswith("_")}
    if module.__name__ == DESK:
        return sorted(name for name, of in home.items() if of.startswith(f"{DESK}."))
    constants = re.findall(r"^([A-Z]\w*)(?:: .*?)? = ", inspect.getsource(module), flags=re.MULTILINE)
    return [*constants, *(name for name, of in home.items() if of == module.__name__ and name not in constants)]


def _anchor(heading: str) -> str:
    """Return what a heading is linked to by, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _entry_of(value: Any) -> str:
    """Return what is said of a public name; nothing of a constant that is no list and no word."""
    found = inspect.unwrap(value)
    if inspect.isclass(found):
        return f"{_code(_class_header(found))}\n\n{inspect.getdoc(found)}{_methods(found)}"
    if inspect.isfunction(found):
        tree, lines = _tree(found)
        header = "\n".join(lines[tree.lineno - 1 : tree.body[0].lineno - 1])
        return f"{_code(header.removeprefix('def ').rstrip(':'))}\n\n{inspect.getdoc(found)}"
    if isinstance(value, str | Month):
        return f"`{value}`"
    if isinstance(value, Collection) and all(isinstance(each, str) for each in value):
        return ", ".join(f"`{each}`" for each in (sorted(value) if isinstance(value, frozenset) else value))
    return ""


def _tree(found: Any) -> tuple[Any, list[str]]:
    """Return the syntax tree of a function or class, and the lines of its source."""
    source = textwrap.dedent(inspect.getsource(found))
    return ast.parse(source).body[0], source.splitlines()


def _class_header(found: type) -> str:
    """Return a class with its public fields, as they are written."""
    tree, lines = _tree(found)
    fields = [node for node in tree.body if isinstance(node, ast.AnnAssign) and not ast.unparse(node).startswith("_")]
    written = ["\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in fields]
    first = lines[tree.lineno - 1]
    return "\n".join([first, *written]) if written else first.rstrip(":")


def _methods(found: type) -> str:
    """Return the methods and properties that a class defines, each with its docstring on one line."""
    lines = []
    for node in _tree(found)[0].body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            is_property = any(ast.unparse(mark) == "property" for mark in node.decorator_list)
            arguments = "" if is_property else f"({re.sub('^(self|cls)(, )?', '', ast.unparse(node.args))})"
            result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
            said = " ".join((ast.get_docstring(node) or "").split())
            lines.append(f"- `{node.name}{arguments}{result}`: {said}")
    return "\n\n" + "\n".join(lines) if lines else ""


def _code(text: str) -> str:
    return f"```python\n{text}\n```"


def _tables() -> str:
    parts = ["## The tables of a month", "", "Those that a build writes, column by column; others stand above.", ""]
    for name, table in published_tables().items():
        path = f"{'internal' if table.get('internal') else 'share/data'}/{name}.csv"
        parts += [f"### `month.{table['heldIn']}`", "", f"{table['description']} Written to `{path}`.", ""]
        parts += ["| column | meaning | type | unit |", "|---|---|---|---|"]
        for field in table["fields"]:
            cells = [f"`{field['name']}`", field["description"], field["type"], field.get("unit", "")]
            parts.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
        parts.append("")
    return "\n".join(parts)


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
