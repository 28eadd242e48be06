"""Adds rows to several tables of data/ at once: all are written, or none."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from analysis.core.folders import locked
from analysis.core.problems import ParameterError
from analysis.sources.contracts import path_of
from analysis.sources.decisions import text_of, with_row

_Found = TypeVar("_Found")


def add_rows(
    rows: Mapping[str, Sequence[dict[str, str]]], data_dir: Path, attempt: Callable[[Path], _Found], *, write: bool
) -> _Found:
    """Add rows to tables, by the names of these; return what the attempt returned.

    `attempt` gets a copy of the folder that has the rows; if it raises, or without `write`, nothing is written. Raises
    what it raises, ParameterError if somebody else changed a table meanwhile.
    """
    with locked(data_dir, wait=True):
        before = {table: text_of(table, data_dir) for table in rows}
        after = dict(before)
        for table, own in rows.items():
            for row in own:
                after[table] = with_row(after[table], row, table)
        with tempfile.TemporaryDirectory(prefix="rows-") as folder:
            copy = Path(shutil.copytree(data_dir.resolve(), Path(folder) / "data", copy_function=os.symlink))
            for table, text in after.items():
                (copy / path_of(table)).unlink(missing_ok=True)  # else it would be written through the link
                (copy / path_of(table)).write_text(text, encoding="utf-8", newline="")
            found = attempt(copy)
        if not write:
            return found
        if changed := [path_of(table) for table in rows if text_of(table, data_dir) != before[table]]:
            raise ParameterError(
                f"{changed[0]} was changed by somebody else meanwhile: nothing is written, do it again"
            )
        drafts = {table: data_dir / f".{path_of(table)}.new" for table in rows}
        for table, draft in drafts.items():
            draft.write_text(after[table], encoding="utf-8", newline="")
        for table, draft in drafts.items():
            draft.replace((data_dir / path_of(table)).resolve())
    return found
