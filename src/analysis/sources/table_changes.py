"""Changes several tables of data/ at once: under locks, tried on a copy, all of them or none; adds what they lack."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from analysis.core.folders import locked
from analysis.core.problems import ParameterError
from analysis.sources.contracts import CONTRACT_FILE, OWN_DATA, own_tables, path_of, tables_before
from analysis.sources.table_files import completed, line_of_csv, rows_in, text_in

# Where the new files wait: complete once it has its second name, and then put in place whatever happens.
_DRAFTS, _COMPLETE = ".tables.unfinished", ".tables.complete"

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
    put: Callable[[Path], None] | None = None,
) -> _Found:
    """Change the texts of tables (`edit` returns those that change), and return what the attempt returned.

    `attempt` gets a copy of the folder that has the changed files; if it raises, nothing is written. Others who change
    tables meanwhile wait. A change that was stopped half way is put in place by `finish`, which a reader calls first.
    Raises what `edit` and `attempt` raise, ParameterError if somebody else changed a file meanwhile.
    """
    tables, folder = list(tables), data_dir.resolve()
    (folder / "decisions").mkdir(exist_ok=True)
    with ExitStack() as locks:
        for place in (folder, (folder / "decisions").resolve()):
            locks.enter_context(locked(place, wait=True))
        finish(folder)
        before = texts_of(tables, folder)
        after = {table: text for table, text in edit(before).items() if text != before[table]}
        found = tried(after, folder, attempt)
        if texts_of(tables, folder) != before:  # by hand, or on a file system without locks
            raise ParameterError("a table was changed by somebody else meanwhile: nothing is written, do it again")
        _draft(folder, after)
        (put or finish)(folder)
    return found


def tried(texts: Mapping[str, str], folder: Path, attempt: Callable[[Path], _Found]) -> _Found:
    """Return what an attempt returns that gets a copy of a folder in which some tables have other texts."""
    with tempfile.TemporaryDirectory(prefix="tables-") as scratch:
        # Links, so that a process that is killed leaves no copy of a list of persons behind.
        copy = Path(shutil.copytree(folder, Path(scratch) / "data", copy_function=os.symlink))
        for table, text in texts.items():
            own = copy / path_of(table)
            own.unlink(missing_ok=True)  # else it would be written through the link
            own.write_text(text, encoding="utf-8", newline="")
        return attempt(copy)


def write_draft(draft: Path, text: str, path: Path) -> None:
    """Write a file that is to replace another; who may read it stays as it was, and a new one is not for everybody."""
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as file:
        file.write(text.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())  # a decision is not made again, as a page is, if the power fails
    if path.exists():
        shutil.copymode(path, draft)


def _draft(folder: Path, texts: Mapping[str, str]) -> None:
    drafts = folder / _DRAFTS
    shutil.rmtree(drafts, ignore_errors=True)
    for table, text in texts.items():
        path, draft = folder / path_of(table), drafts / path_of(table)
        draft.parent.mkdir(parents=True, exist_ok=True)
        write_draft(draft, text, path)
    if texts:
        drafts.replace(folder / _COMPLETE)


def finish(data_dir: Path) -> None:
    """Put in place what a change that was stopped had written completely; nothing to do as a rule."""
    complete = data_dir.resolve() / _COMPLETE
    for draft in sorted(file for file in complete.rglob("*") if file.is_file()):
        with suppress(FileNotFoundError):  # somebody else put it in place meanwhile
            draft.replace((data_dir / draft.relative_to(complete)).resolve())
    shutil.rmtree(complete, ignore_errors=True)


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
            if (new := completed(rows, table, with_optional=True)) != rows:
                after[name] = "".join(f"{line_of_csv(row)}\n" for row in new)
                changed.append(table["path"])
        return after

    change_tables(tables, data_dir, edit, lambda copy: copy)
    if before is not None:
        shutil.copyfile(OWN_DATA / CONTRACT_FILE, data_dir / CONTRACT_FILE)
        changed.append(CONTRACT_FILE)
    return changed
