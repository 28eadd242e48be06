"""Adds a decision to a file of data/decisions/, or takes one out: under a lock, tried on a copy first, in one step.

The other rows stay byte for byte as they are, so that the files can be edited by hand and a change is one line of diff.
"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from analysis.core.folders import locked
from analysis.core.problems import ParameterError
from analysis.sources.contracts import columns_of, own_table
from analysis.sources.table_texts import sound_text

_Found = TypeVar("_Found")
_MARK = "\ufeff"  # Excel puts it in front of UTF-8
_LINE_END = "\r\n"


def path_of(table: str) -> str:
    """Return the path of a table of decisions (`decisions_figures`) below the folder of the data."""
    return str(own_table(table)["path"])


def text_of(table: str, data_dir: Path) -> str:
    """Return the text of a file of decisions, empty if it is not there; raises InputError for what is no table."""
    return sound_text(data_dir / path_of(table), path_of(table))


def change(
    table: str, data_dir: Path, edit: Callable[[str], str], attempt: Callable[[Path], _Found]
) -> tuple[str, str, _Found]:
    """Change the text of a file of decisions; return it before and after, and what the attempt returned.

    `attempt` gets a copy of the folder that has the changed file; if it raises, nothing is written. Others who change a
    decision meanwhile wait. Raises what `edit` and `attempt` raise, InputError for a file that is no table.
    """
    path = data_dir / path_of(table)
    path.parent.mkdir(exist_ok=True)
    path = path.resolve()  # a link to a file that several folders share stays a link
    with locked(path.parent, wait=True):
        before = text_of(table, data_dir)
        after = edit(before)
        with tempfile.TemporaryDirectory(prefix="decision-") as folder:
            found = attempt(_linked_copy(data_dir, Path(folder) / "data", path_of(table), after))
        if text_of(table, data_dir) != before:  # by hand, or on a file system without locks
            raise ParameterError(f"{path.name} was changed by somebody else meanwhile: nothing is written, do it again")
        _write(path, after)
    return before, after, found


def with_row(text: str, row: dict[str, str], table: str) -> str:
    """Return the text of a file with a row at its end, in the order of the contract, or of its own header.

    A file that an earlier version made gets the columns it lacks, if the row fills one.
    """
    end = _LINE_END if text.partition("\n")[0].endswith("\r") else "\n"
    if not text.strip(_MARK).strip():
        text = f"{_MARK if text.startswith(_MARK) else ''}{line_of_csv(columns_of(own_table(table)))}{end}"
    elif not text.endswith("\n"):
        text += end
    header = next(csv.reader(io.StringIO(text.removeprefix(_MARK))))
    new = [name for name in columns_of(own_table(table)) if name not in header]
    if any(row.get(name) for name in new):
        rows = [text[start:stop].rstrip("\r\n") + "," * len(new) for start, stop, _ in _rows(text)]
        lines = [",".join([text.partition("\n")[0].rstrip("\r"), *new]), *rows]
        text, header = "".join(line + end for line in lines), [*header, *new]
    return text + line_of_csv([row.get(name, "") for name in header]) + end


def without_row(text: str, wanted: dict[str, str]) -> tuple[str, str]:
    """Return the text of a file without the row that has the wanted values, and that row as it was.

    Raises ParameterError if no row has them.
    """
    for start, end, row in _rows(text):
        if row.items() >= wanted.items():
            return text[:start] + text[end:], text[start:end].rstrip("\r\n")
    named = ", ".join(f"{name} {value}" for name, value in wanted.items())
    raise ParameterError(f"no decision with {named}: it may have been taken back already")


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the values of each row of a file, by column."""
    return [row for _, _, row in _rows(text)]


def line_of_csv(cells: list[str]) -> str:
    """Return cells as one row of CSV, without line end; a cell of two lines is quoted, as one with a comma is."""
    text = io.StringIO()
    # csv quotes a cell for a line end only if that is what it ends rows with.
    csv.writer(text, lineterminator=_LINE_END).writerow(cells)
    return text.getvalue().removesuffix(_LINE_END)


def _rows(text: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Yield where each row below the header starts and ends in the text, and its values by column."""
    lines = io.StringIO(text, newline="").readlines()
    starts = list(accumulate(map(len, lines), initial=0))
    reader = csv.reader(line.removeprefix(_MARK) for line in lines)
    header = next(reader, [])
    first = reader.line_num
    for cells in reader:
        if cells:
            yield starts[first], starts[reader.line_num], dict(zip(header, cells, strict=False))
        first = reader.line_num


def _linked_copy(data_dir: Path, copy: Path, changed: str, text: str) -> Path:
    """Make a folder of links to the files of another, with one file of its own.

    Links, so that a process that is killed leaves no copy of a list of persons behind.
    """
    shutil.copytree(data_dir.resolve(), copy, copy_function=os.symlink)
    own = copy / changed
    own.unlink(missing_ok=True)  # else it would be written through the link
    own.write_text(text, encoding="utf-8", newline="")
    return copy


def _write(path: Path, text: str) -> None:
    """Write a file in one step; who may read it stays as it was, and a new one is not for everybody."""
    draft = path.with_name(f".{path.name}.unfinished")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())  # a decision is not made again, as a page is, if the power fails
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
