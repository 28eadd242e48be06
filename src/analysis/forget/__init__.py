"""Removes somebody who signed from this machine: lines of lists, rulings, reports; and says what is left, and where.

First a plan, which changes nothing; carrying it out writes all or nothing. The row of a list is emptied and not taken
out, so that the rows below keep their numbers, by which rulings name them.
"""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree as remove_folder
from tempfile import TemporaryDirectory

from analysis.batch import write_front_page
from analysis.batch.manifest import manifest_of
from analysis.batch.month_folder import MonthFolder
from analysis.decision_files import link_to, write_whole
from analysis.forget.rows import RowError, is_text, without_row
from analysis.forget.search import Found, needles_of, search
from analysis.forget.signatory import RULINGS, Signatory, fault_of, signatory
from analysis.locked_folder import locked
from analysis.problems import ParameterError
from analysis.sources import examine

# Facts about parliament, published by others: whoever sat or stood for it stays in them.
ROSTERS = frozenset(["members.csv", "candidates.csv", "sexes.csv", "party_events.csv", "party_names.csv"])
_MONTHS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]"
_TRIAL = ".forgetting-"
_CACHE = ".ipynb_checkpoints"


@dataclass(frozen=True)
class Plan:
    """What is to be done to forget somebody.

    `contents`: the files that are written anew, by their path in the data; `by_hand`: what has to be done first, as a
    program would spoil more; `months`: the folders of reports that go, to be built again; `caches`: copies that
    JupyterLab keeps, which go too; `found`: what holds the name now, before anything is done.
    """

    who: Signatory
    data_dir: Path
    out_dir: Path
    notebooks: Path
    contents: dict[str, bytes] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)
    by_hand: list[str] = field(default_factory=list)
    months: list[Path] = field(default_factory=list)
    caches: list[Path] = field(default_factory=list)
    found: Found = field(default_factory=Found)

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to do."""
        return not (self.contents or self.by_hand or self.months or self.caches)


def plan(name: str, data_dir: Path, out_dir: Path, notebooks: Path, lines: tuple[str, ...] = ()) -> Plan:
    """Return what forgetting somebody takes; changes nothing.

    `name` is a name or a person_id; `lines` (FILE:ROW) say which lines are meant, where those of that name are not.
    Raises ParameterError for a line that is not there, InputError where there is no contract.
    """
    for left in data_dir.glob(f"{_TRIAL}*"):  # of a process that was killed
        remove_folder(left, ignore_errors=True)
    who = signatory(name, data_dir, lines)
    contents, by_hand = _new_contents(who, data_dir)
    needles = needles_of(who.names)
    caches = [path for path in _files(data_dir, notebooks) if _CACHE in path.parts]
    return Plan(
        who,
        data_dir,
        out_dir,
        notebooks,
        contents,
        {path: (data_dir / path).read_bytes() for path in contents},
        by_hand,
        _months_to_go(data_dir, out_dir, notebooks, bool(contents), needles),
        list(search(caches, needles).holding),
        _look(data_dir, out_dir, notebooks, needles),
    )


def _new_contents(who: Signatory, data_dir: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the lists and the rulings without somebody, by path, and what only a person can do."""
    contents: dict[str, bytes] = {}
    by_hand = []
    for file, row in who.lines:
        path, _, sheet = file.partition("#")
        path = f"signatories/{path}"
        if not is_text(data_dir / path):
            by_hand.append(_of_a_workbook(path, sheet, row))
            continue
        content = contents.get(path) or (data_dir / path).read_bytes()
        try:
            with _trial(data_dir) as folder:
                contents[path] = without_row(content, file, row, folder)
        except RowError as error:
            by_hand.append(f"{path}: {error}: empty row {row} in an editor, save, run this again, then briefing check")
    if who.rulings:
        contents[RULINGS] = who.text_of_rulings.encode()
    return contents, by_hand


def _of_a_workbook(path: str, sheet: str, row: int) -> str:
    where = f"its sheet {sheet}" if sheet else "its first sheet with names"
    return (
        f"{path}: open it in a spreadsheet program, go to {where}, select row {row} and empty it with the key Delete "
        "(do not take the row out: the rows below must keep their numbers); look for the name in comments and other "
        "sheets; save, and run this again"
    )


@contextmanager
def _trial(data_dir: Path) -> Iterator[Path]:
    """Give a folder for a copy of a list: beside the lists, so that a killed process leaves it nowhere else."""
    with TemporaryDirectory(prefix=_TRIAL, dir=data_dir) as folder:
        yield Path(folder)


def _months_to_go(data_dir: Path, out_dir: Path, notebooks: Path, changes: bool, needles: set[str]) -> list[Path]:
    """Return the months that rest on other lists or rulings than there will be, or hold a name: all, if any changes."""
    now = manifest_of(data_dir, data_dir, notebooks)
    months = sorted(path for path in out_dir.glob(_MONTHS) if path.is_dir())
    return [
        month
        for month in months
        if changes or now.reads_other_lists(MonthFolder(month)) or search(_files(month), needles).holding
    ]


def _files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def _look(data_dir: Path, out_dir: Path, notebooks: Path, needles: set[str]) -> Found:
    """Return what holds the name in the data (rosters left out), in the reports and in the notebooks."""
    rosters = {data_dir / name for name in ROSTERS}
    return search((path for path in _files(data_dir, out_dir, notebooks) if path not in rosters), needles)


def carry_out(planned: Plan) -> Found:
    """Do what was planned, all or nothing, and return what holds the name still.

    Raises ParameterError, before anything is written, where something is to be done by hand first, where a file changed
    since the plan, and where other lines would be read in another way; FolderInUseError while a build is at work.
    """
    if planned.by_hand:
        raise ParameterError("nothing is written; first, by hand:\n" + "\n".join(planned.by_hand))
    data_dir = planned.data_dir
    with ExitStack() as held:
        held.enter_context(locked(data_dir / "decisions", wait=True))
        for month in planned.months:
            held.enter_context(MonthFolder(month).for_one_build())
        _prove(planned)
        for path, content in planned.contents.items():
            write_whole((data_dir / path).resolve(), content)  # a file that several folders share stays one
        for cache in planned.caches:
            cache.unlink(missing_ok=True)
        for month in planned.months:
            remove_folder(month)
    if planned.out_dir.is_dir():
        write_front_page(planned.out_dir)
    return _look(data_dir, planned.out_dir, planned.notebooks, needles_of(planned.who.names))


def _prove(planned: Plan) -> None:
    """Raise ParameterError if the files changed, or if without somebody anything else would read otherwise."""
    data_dir = planned.data_dir
    if changed := [path for path, was in planned.before.items() if (data_dir / path).read_bytes() != was]:
        raise ParameterError(f"{', '.join(changed)} changed meanwhile: nothing is written, run it again")
    with _trial(data_dir) as folder:
        copy = folder / "data"
        ignored = shutil.ignore_patterns(f"{_TRIAL}*")
        shutil.copytree(data_dir.resolve(), copy, ignore=ignored, copy_function=link_to, ignore_dangling_symlinks=True)
        for path, content in planned.contents.items():
            (copy / path).unlink()
            write_whole(copy / path, content)
        tables, problems = examine(copy)
    known = planned.who.known_faults
    new = [str(each) for each in problems if each.severity == "error" and fault_of(each) not in known]
    left = tables.tables["signature_lines"]
    places = set(zip(left["source_file"], left["source_row"], strict=True))
    if new or places != planned.who.other_places:
        raise ParameterError("\n".join(["nothing is written; without these lines the data would not pass:", *new]))
