"""Changes several tables of data/ at once: under locks, tried on a copy, all or none; and adds what they lack."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from analysis.core.folders import draft_of, locked, write_draft
from analysis.core.problems import ParameterError
from analysis.sources.contracts import CONTRACT_FILE, OWN_DATA, columns_of, own_tables, path_of, tables_before
from analysis.sources.table_files import Rows, line_of_csv, rows_in, text_in

# This file lists the files whose drafts, beside them, are complete, and are put in place whatever happens.
_COMPLETE = ".tables.complete"
_OF_SENTENCES = ("_nl", "_en")

Texts = dict[str, str]
_Found = TypeVar("_Found")


def texts_of(tables: Iterable[str], data_dir: Path) -> Texts:
    """Return the text of each table, empty if it has no file; raises InputError for a file that is no table."""
    texts = {}
    for table in tables:
        there = (data_dir / path_of(table)).exists()
        texts[table] = text_in(data_dir, path_of(table)) if there else ""
        rows_in(texts[table], path_of(table))
    return texts


def change_tables(
    tables: Iterable[str],
    data_dir: Path,
    edit: Callable[[Texts], Mapping[str, str]],
    attempt: Callable[[Path], _Found],
    is_to_write: Callable[[_Found], bool] = lambda _: True,
) -> _Found:
    """Change the texts of tables (`edit` returns those that change), and return what `attempt` returned.

    `attempt` gets a copy of the folder with the changed files; if it raises, or `is_to_write` is false for what it
    returned, nothing is written. Others who want to change tables wait meanwhile. A change that is stopped half-way is
    completed by `finish`, which readers call first. Raises what `edit` and `attempt` raise, and ParameterError if
    somebody else changed a file meanwhile.
    """
    tables, folder = list(tables), data_dir.resolve()
    for table in tables:
        (folder / path_of(table)).parent.mkdir(exist_ok=True)
    # A link to a file that several folders share stays a link.
    paths = {table: (folder / path_of(table)).resolve() for table in tables}
    with ExitStack() as locks:
        for place in sorted({folder, *(path.parent for path in paths.values())}):
            locks.enter_context(locked(place, wait=True))
        _put_in_place(folder)
        before = texts_of(tables, folder)
        after = {table: text for table, text in edit(before).items() if text != before[table]}
        found = _tried(after, folder, attempt)
        if not is_to_write(found):
            return found
        if texts_of(tables, folder) != before:  # by hand, or on a file system without locks
            what = "a table" if len(tables) > 1 else paths[tables[0]].name
            raise ParameterError(f"{what} was changed by somebody else meanwhile: nothing is written, do it again")
        for table, text in after.items():
            write_draft(paths[table], text.encode())
        if len(after) == 1:
            path = paths[next(iter(after))]
            draft_of(path).replace(path)
        elif after:
            listed = folder / ".tables.unfinished"
            listed.write_text("\n".join(map(path_of, after)), encoding="utf-8")
            listed.replace(folder / _COMPLETE)
            _put_in_place(folder)
    return found


def _tried(texts: Texts, folder: Path, attempt: Callable[[Path], _Found]) -> _Found:
    with tempfile.TemporaryDirectory(prefix="tables-") as scratch:
        # The copy is made of links, so that a process that is killed leaves no copy of a list of persons behind.
        copy = Path(shutil.copytree(folder, Path(scratch) / "data", copy_function=os.symlink))
        for table, text in texts.items():
            own = copy / path_of(table)
            own.unlink(missing_ok=True)  # otherwise the text would be written through the link
            own.write_text(text, encoding="utf-8", newline="")
        return attempt(copy)


def finish(data_dir: Path) -> None:
    """Put in place what a stopped change had written completely; usually there is nothing to do."""
    folder = data_dir.resolve()
    if (folder / _COMPLETE).exists():
        with locked(folder, wait=True):
            _put_in_place(folder)


def _put_in_place(folder: Path) -> None:
    complete = folder / _COMPLETE
    if complete.exists():
        for name in complete.read_text(encoding="utf-8").splitlines():
            path = (folder / name).resolve()
            with suppress(FileNotFoundError):  # it is in place already
                draft_of(path).replace(path)
        complete.unlink()


def add_missing(data_dir: Path) -> list[str]:
    """Write the tables, columns and contract that a data folder lacks, and return their paths; raises InputError."""
    before = tables_before(data_dir)
    tables = [
        name
        for name, table in own_tables().items()
        if (data_dir / table["path"]).exists() or not (before is None or name in before or table.get("optional"))
    ]
    ours, changed = texts_of(tables, OWN_DATA), list[str]()

    def edit(texts: Texts) -> Texts:
        after = {}
        for name, text in texts.items():
            own, rows = (rows_in(each, path_of(name)) for each in (ours[name], text))
            new = _completed(rows, own, columns_of(name)) if text else own
            if new != rows:
                after[name] = "".join(f"{line_of_csv(row)}\n" for row in new)
                changed.append(path_of(name))
        return after

    change_tables(tables, data_dir, edit, lambda copy: copy)
    if before is not None:
        shutil.copyfile(OWN_DATA / CONTRACT_FILE, data_dir / CONTRACT_FILE)
        changed.append(CONTRACT_FILE)
    return changed


def _completed(rows: Rows, own: Rows, columns: list[str]) -> Rows:
    """Return the rows of a table with the columns that it lacks, in the order of the contract.

    New cells come from the project's own row that is equal in all columns that both have (except labels and sentences,
    which are reworded now and then), else they are empty: a row with only the same id may mean something else now.
    """
    header = rows[0] if rows else []
    is_in_order = [name for name in columns if name in header] == [name for name in header if name in columns]
    if not header or not is_in_order or {*columns} <= {*header} or any(len(row) != len(header) for row in rows):
        return rows
    compared = [name for name in header if name in columns and not name.endswith(_OF_SENTENCES)]
    known = {tuple(row[name] for name in compared): row for row in _as_dicts(own)}
    filled = [known.get(tuple(row[name] for name in compared), {}) | row for row in _as_dicts(rows)]
    return [columns, *([row.get(name, "") for name in columns] for row in filled)]


def _as_dicts(rows: Rows) -> list[dict[str, str]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
