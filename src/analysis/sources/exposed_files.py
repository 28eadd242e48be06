"""Files that others may see: lists and notebooks saved where git takes them along, or that every account can read."""

import os
import stat
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.core.problems import Problem
from analysis.sources.contracts import OWN_DATA, loaded_contract
from analysis.sources.decisions import RELEASED_NUMBERS

_LISTS = "signatories"
_TABLES = {".csv", ".tsv", ".xls", ".xlsx", ".xlsm", ".ods"}
_TO_LISTS = "move it to data/signatories/ if it is a list of signatories, else out of the project"
_TO_NOTEBOOKS = "it may name persons: move it to notebooks/, where git ignores it, or out of the project"


def misplaced_files(data_dir: Path, table_paths: Iterable[str]) -> list[Problem]:
    """Return a warning for each table or notebook of a project that is not in its place, as it may name persons.

    `table_paths` are the tables of the contract, relative to `data_dir`. Only a project is searched, which is a folder
    of data beside a folder `notebooks`: its own files, its data and its notebooks.
    """
    data, project = data_dir.resolve(), data_dir.resolve().parent
    notebooks, read = project / "notebooks", (data / _LISTS, data / RELEASED_NUMBERS)
    if not notebooks.is_dir():
        return []
    known = {data / path for path in table_paths}
    problems = []
    for file in sorted({*project.glob("*"), *data.rglob("*"), *notebooks.rglob("*")}):
        path, kind = file.relative_to(project), file.suffix.lower()
        if file in known or not file.is_file() or any(part.startswith(".") for part in path.parts):
            continue
        if kind in _TABLES and not any(map(file.is_relative_to, read)):
            problems.append(
                Problem(str(path), None, None, "a table that nothing reads", "none here", _TO_LISTS, "warning")
            )
        elif kind == ".ipynb" and not file.is_relative_to(notebooks):
            problems.append(Problem(str(path), None, None, "a notebook", "none here", _TO_NOTEBOOKS, "warning"))
    return problems


def open_to_others(data_dir: Path, signature_lines: pd.DataFrame) -> list[Problem]:
    """Return a warning for each list of persons, and the decisions on them, that every account of the machine can read.

    A group may: analysts share their lists through one. A list that names parties alone is open to all.
    """
    named = signature_lines.loc[signature_lines["name_as_written"].notna(), "source_file"]
    lists = sorted({f"{_LISTS}/{name.partition('#')[0]}" for name in named})
    decisions = [table["path"] for table in loaded_contract(OWN_DATA)["resources"] if table.get("namesPersons")]
    found, expected = "a file that every account of this machine can read", "one that yours can, or your group's"
    return [
        Problem(name, None, None, found, expected, f"it names persons: chmod o-rwx {data_dir / name}", "warning")
        for name in [*lists, *decisions]
        if os.name == "posix" and (data_dir / name).is_file() and _everybody_reads((data_dir / name).resolve())
    ]


def _everybody_reads(path: Path) -> bool:
    """Return whether a file can be read by all, and each folder above it entered."""
    folders = all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)
    return bool(path.stat().st_mode & stat.S_IROTH) and folders
