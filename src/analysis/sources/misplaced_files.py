"""Files that may name persons and are saved where git takes them along: lists and notebooks that are misplaced."""

from collections.abc import Iterable
from pathlib import Path

from analysis.core.problems import Problem
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
