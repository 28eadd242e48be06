"""Changes several tables of data/ at once: under locks, tried on a copy, all of them or none; adds what they lack."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from analysis.core.folders import draft_of, locked, write_draft
from analysis.core.problems import ParameterError
from analysis.sources.contracts import CONTRACT_FILE, OWN_DATA, own_tables, path_of, tables_before
from analysis.sources.table_files import completed, line_of_csv, rows_in, text_in

# Lists the files whose drafts, beside them, are complete: these are put in place whatever happens.
_COMPLETE = ".tables.complete"

Texts = dict[str, str]
_Found = TypeVar("_Found")


def texts_of(tables: Iterable[str], data_dir: Path) -> Texts:
    """Return the text of each table, empty where there is no file; raises InputError for what is no table."""
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
) -> _Found:
    """Change the texts of tables (`edit` returns those that change), and return what the attempt returned.

    `attempt` gets a copy of the folder that has the changed files; if it raises, nothing is written. Others who change
    tables meanwhile wait. A change that was stopped half way is put in place by `finish`, which a reader calls first.
    Raises what `edit` and `attempt` raise, ParameterError if somebody else changed a file meanwhile.
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
        # Links, so that a process that is killed leaves no copy of a list of persons behind.
        copy = Path(shutil.copytree(folder, Path(scratch) / "data", copy_function=os.symlink))
        for table, text in texts.items():
            own = copy / path_of(table)
            own.unlink(missing_ok=True)  # else it would be written through the link
            own.write_text(text, encoding="utf-8", newline="")
        return attempt(copy)


def finish(data_dir: Path) -> None:
    """Put in place what a change that was stopped had written completely; nothing to do as a rule."""
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
    """Write the tables, columns and contract that a folder lacks, and return their paths; raises InputError."""
    before = tables_before(data_dir)
    tables = [
        name
        for name, table in own_tables().items()
        if (data_dir / table["path"]).exists() or not (before is None or name in before or table.get("optional"))
    ]
    changed: list[str] = []

    def edit(texts: Texts) -> Texts:
        after = {}
        for name, text in texts.items():
            table = own_tables()[name]
            rows = rows_in(text, table["path"]) if text else None
            if (new := completed(rows, table)) != rows:
                after[name] = "".join(f"{line_of_csv(row)}\n" for row in new)
                changed.append(table["path"])
        return after

    change_tables(tables, data_dir, edit, lambda copy: copy)
    if before is not None:
        shutil.copyfile(OWN_DATA / CONTRACT_FILE, data_dir / CONTRACT_FILE)
        changed.append(CONTRACT_FILE)
    return changed
