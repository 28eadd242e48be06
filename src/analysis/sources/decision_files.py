"""Adds a decision to a file of data/decisions/, or takes one out: under a lock, proven on a copy first, written whole.

The other rows stay byte for byte as they are, so that the files can be edited by hand and a change is one line of diff.
"""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from analysis.core.locked_folder import locked
from analysis.core.problems import ParameterError
from analysis.sources.contracts import read_contract
from analysis.sources.table_texts import sound_text

_Found = TypeVar("_Found")
_MARK = "\ufeff"  # what Excel puts in front of UTF-8
_LINE_END = "\r\n"


def file_of(table: str, data_dir: Path) -> str:
    """Return the path of a table of decisions (`decisions_figures`) below the folder of the data."""
    return str(_described(table, data_dir)["path"])


def text_of(table: str, data_dir: Path) -> str:
    """Return the text of a file of decisions, empty if it is not there; raises InputError for what is no table."""
    path = file_of(table, data_dir)
    return sound_text(data_dir / path, path)


def change(
    table: str, data_dir: Path, edit: Callable[[str], str], prove: Callable[[Path], _Found]
) -> tuple[str, str, _Found]:
    """Change the text of a file of decisions; return it as it was and as it is, and what was found with the new one.

    `prove` gets the folder of a copy of the data that has the changed file; if it raises, nothing is written. Others
    who change a decision meanwhile wait. Raises what `edit` and `prove` raise, InputError for a file that is no table.
    """
    path = data_dir / file_of(table, data_dir)
    path.parent.mkdir(exist_ok=True)
    if path.is_symlink():
        path = path.resolve()  # a file that several folders share stays one
    name = file_of(table, data_dir)
    with locked(path.parent, wait=True):
        before = sound_text(path, name)
        after = edit(before)
        with tempfile.TemporaryDirectory(prefix="decision-") as folder:
            found = prove(_copy_with(data_dir, Path(folder) / "data", name, after))
        if sound_text(path, name) != before:  # by hand, or where there are no locks
            raise ParameterError(f"{path.name} was changed by somebody else meanwhile: nothing is written, do it again")
        _write(path, after)
    return before, after, found


def _copy_with(data_dir: Path, copy: Path, changed: str, text: str) -> Path:
    """Make a folder of links to the files of another, with one file of its own.

    Links, so that a process that is killed leaves no copy of a list of persons behind.
    """
    # Emacs marks an open file by a link to nowhere.
    shutil.copytree(data_dir.resolve(), copy, copy_function=link_to, ignore_dangling_symlinks=True)
    own = copy / changed
    own.unlink(missing_ok=True)  # else it would be written through the link
    _write(own, text)
    return copy


def link_to(source: str, target: str) -> None:
    """Link to a file where a copy of it would do."""
    try:
        Path(target).symlink_to(source)
    except OSError:  # Windows lets few users link
        shutil.copy2(source, target)


def with_row(text: str, row: dict[str, str], table: str, data_dir: Path) -> str:
    """Return the text of a file with a row at its end, in the order of its own header, or of the contract's."""
    columns = [field["name"] for field in _described(table, data_dir)["schema"]["fields"]]
    end = _LINE_END if text.partition("\n")[0].endswith("\r") else "\n"
    if not text.strip(_MARK).strip():
        text = f"{_MARK if text.startswith(_MARK) else ''}{line_of_csv(columns)}{end}"
    elif not text.endswith("\n"):
        text += end
    header = next(csv.reader(io.StringIO(text.removeprefix(_MARK))))
    return text + line_of_csv([row.get(name, "") for name in header]) + end


def without_row(text: str, wanted: dict[str, str]) -> tuple[str, str]:
    """Return the text of a file without the row that has the wanted values, and that row as it stood.

    Raises ParameterError if no row has them.
    """
    lines = text.split("\n")
    for first, after, row in _rows(lines):
        if all(row.get(name) == value for name, value in wanted.items()):
            return "\n".join([*lines[:first], *lines[after:]]), "\n".join(lines[first:after]).rstrip("\r")
    named = ", ".join(f"{name} {value}" for name, value in wanted.items())
    raise ParameterError(f"no decision with {named}: it may have been taken back already")


def without_rows(text: str, is_wanted: Callable[[dict[str, str]], bool]) -> str:
    """Return the text of a file without the rows that are wanted; the others stay byte for byte as they are."""
    lines = text.split("\n")
    gone = {n for first, after, row in _rows(lines) if is_wanted(row) for n in range(first, after)}
    return "\n".join(line for n, line in enumerate(lines) if n not in gone)


def rows_of_file(text: str) -> list[dict[str, str]]:
    """Return the values of each row of a file."""
    return [row for _, _, row in _rows(text.split("\n"))]


def line_of_csv(cells: list[str]) -> str:
    """Return cells as one row of CSV, without line end; a cell of two lines is quoted, as one with a comma is."""
    text = io.StringIO()
    # csv quotes a cell for a line end only if that is what it ends rows with.
    csv.writer(text, lineterminator=_LINE_END).writerow(cells)
    return text.getvalue().removesuffix(_LINE_END)


def values_of(text: str, column: str) -> list[str]:
    """Return the values of one column of a file, by row."""
    return [row.get(column, "") for _, _, row in _rows(text.split("\n"))]


def _rows(lines: list[str]) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Give the place of the first line of each row, of that after its last one, and its values."""
    reader = csv.reader(f"{line}\n".removeprefix(_MARK) for line in lines)
    header = next(reader, [])
    first = reader.line_num
    for cells in reader:
        if cells:
            yield first, reader.line_num, dict(zip(header, cells, strict=False))
        first = reader.line_num


def _described(table: str, data_dir: Path) -> dict[str, Any]:
    tables: list[dict[str, Any]] = read_contract(data_dir)["resources"]
    return next(each for each in tables if each["name"] == table)


def _write(path: Path, text: str) -> None:
    write_whole(path, text.encode("utf-8"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step; who may read it stays as it was, and a new one is not for everybody."""
    draft = path.with_name(f".{path.name}.unfinished")
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a decision is not made again, as a page is, if the power fails
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
