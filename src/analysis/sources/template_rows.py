"""Rows pasted from docs/edition-template/ of which a place is not filled in yet."""

import contextlib
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.core.problems import Problem
from analysis.sources import limits

# The tables that the template has rows for; a place to fill in stands between < and >.
TABLES = ("publications.csv", "figures.csv")
_PLACE = re.compile(r"<[^<>]+>")


def unfilled_rows(data_dir: Path) -> list[Problem]:
    """Return an error for each row of a folder that still has a place of the template, with all its places."""
    files = [data_dir / name for name in TABLES]
    read = [file for file in files if file.is_file() and file.stat().st_size <= limits.TABLE_BYTES]
    return [problem for file in read for problem in _unfilled(file)]


def _unfilled(file: Path) -> Iterator[Problem]:
    with file.open(encoding="utf-8", errors="replace", newline="") as lines, contextlib.suppress(csv.Error):
        # A file that is no sound CSV is told of by its contract.
        for row, cells in enumerate(csv.reader(lines), start=1):
            places = list(dict.fromkeys(_PLACE.findall(" ".join(cells))))
            if places:
                found = f"places of the template that are not filled in: {', '.join(places)}"
                remedy = "fill them in, or delete the row"
                yield Problem(file.name, row, None, found, "what is printed", remedy)


def without_rows_of(problems: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """Return the problems of rows that are not told of already."""
    rows = {(problem.file, problem.row) for problem in told}
    return [problem for problem in problems if (problem.file, problem.row) not in rows]
