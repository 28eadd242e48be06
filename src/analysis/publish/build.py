"""Builds a month: a briefing per party and language with papermill, and everything that is published with them."""

import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.folders import command_for, copied, locked, reports_beside, scratch
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError, Problem
from analysis.publish.orders import NotebookRun, Order, RunResult, mail_path, notebook_path, page_at, runs_of
from analysis.publish.reports_folder import Manifest, MonthFolder, months_in, put_right, write_front_page_and_feed

if TYPE_CHECKING:  # slow to import, so only where something has to be made
    from distributed import Client

    from analysis.reconciliation import Reconciliation

PROJECT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class BuildResult:
    """A build: `made` and `kept` name runs (`d66 nl`), `failures` has reasons by run, `notes` messages to the user."""

    month: Month
    folder: Path
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def in_words(self) -> str:
        """Return how many runs were made, were up to date or failed, and where to see the pages."""
        done = [*self.made, *self.kept]
        said = f"{self.month}: {len(self.made)} made, {len(self.kept)} up to date, {len(self.failures)} failed"
        if notebooks := sorted(name for name in done if " " not in name):  # those without party and language
            said += f" ({' and '.join(notebooks)} among them)"
        return f"{said}; see {self.folder / 'share' / 'index.html'}" if done else said


Report = Callable[[int, int, str], None]  # called after each notebook: the number done, the total, and a line about it
_RunAll = Callable[[list[NotebookRun]], Iterable[RunResult]]


def build(
    month: Month,
    *,
    parties: Iterable[str] = (),
    languages: Iterable[str] = (),
    formats: Iterable[str] = (),
    data_dir: Path | None = None,
    out_dir: Path | None = None,
    workers: int = 1,
    force: bool = False,
    report: Report = lambda *_: None,
    notebooks: Path | None = None,
    cluster: "Client | None" = None,
) -> BuildResult:
    """Make the briefings of a month and everything that is published with them, or nothing if nothing changed.

    The defaults are `all` and each party with a seat in that month, both languages, HTML and PDF, the project's own
    data/, and reports/ beside the data. The notebooks run in `workers` processes, or on a Dask `cluster`. Briefings of
    an earlier build that were not ordered stay; an order that names no party makes them again.

    Raises InputError for bad inputs, ParameterError for a bad order, a link in the month's folder or a build that is
    running, OSError and MemoryError for lack of space or memory, ChildProcessError if a process is killed: nothing is
    published. If a briefing fails, the result says so and its earlier version is kept; if all do, nothing changes.
    """
    data_dir = data_dir or PROJECT / "data"
    out_dir = out_dir or reports_beside(data_dir)
    root = out_dir / str(month)
    _refuse_other_places(root, data_dir)
    order = Order(month, data_dir, notebooks or PROJECT / "notebooks", tuple(parties), tuple(languages), tuple(formats))
    now = Manifest.of(data_dir, order.notebooks)
    put_right(out_dir)
    folder, result = MonthFolder(root, now), BuildResult(month, root)
    if folder.is_complete(order.name) and not force:
        result.kept.extend(folder.before.complete[order.name])
    else:
        try:
            _Build(order, folder, result).make(workers, cluster, report, force)
        except KeyboardInterrupt:
            if Manifest.read(folder.root) != now:
                raise
            put_right(out_dir)  # the new month is in its place already
    if others := [path.name for path, other in months_in(out_dir).items() if other.on_persons != now.on_persons]:
        why = "made from other lists of signatories or decisions, and may name who may not be named now"
        result.notes.append(f"{', '.join(others)}: {why}; build again")
    return result


def _refuse_other_places(root: Path, data_dir: Path) -> None:
    """Raise ParameterError where files would be read as data, or could be written to another place through a link."""
    if root.parent.resolve().is_relative_to(data_dir.resolve()):
        why = "what is built there would be read as data, and git does not ignore it"
        raise ParameterError(f"{root.parent}: this folder is inside the data folder; give one beside it: {why}")
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            raise ParameterError(f"{path}: found a link, expected a file or a folder: remove it, and build again")


def _refuse(changed: Iterable[str]) -> None:
    """Raise InputError for inputs that changed while they were read."""
    found, expected = "other content than a moment ago", "a file that nobody writes while it is read"
    if problems := [Problem(path, None, None, found, expected, "build again") for path in changed]:
        raise InputError(problems)


class _Build:
    """One build of a month, from the order to the published folder."""

    def __init__(self, order: Order, folder: MonthFolder, result: BuildResult) -> None:
        self.order, self.folder, self.result = order, folder, result
        self._all_again = command_for("build", order.month, order.data_dir, folder.root.parent)
        self._executed: dict[str, str] = {}  # the path of the executed notebook of each run that failed

    def make(self, workers: int, cluster: "Client | None", report: Report, force: bool) -> None:
        """Build the new folder of the month beside the published one, then replace that."""
        out_dir = self.folder.root.parent
        with scratch() as place, self._runner(workers, cluster, place) as run_all:
            from analysis.publish.tables import tables_of  # while the workers start
            from analysis.reconciliation import hand_over, reconcile

            given, self.order = self.order, self._copied(place)
            reconciliation = reconcile(self.order.month, self.order.data_dir)
            runs_of(self.order, reconciliation)  # raises for a bad order before anything is written
            out_dir.mkdir(parents=True, exist_ok=True)
            with locked(out_dir, wait=False):
                self.folder.begin()
                try:
                    runs = runs_of(self.order, reconciliation, self.folder.before.outputs)
                    hand_over(reconciliation, place)
                    with ThreadPoolExecutor(1) as meanwhile:
                        tables = meanwhile.submit(tables_of, reconciliation)
                        self._make_pages(runs, run_all, report, force)
                    self._keep_not_ordered(runs)
                    now = self.folder.manifest
                    pages = {path: entry for path, entry in now.outputs.items() if page_at(path)}
                    if fresh := {path for path, entry in pages.items() if entry["made_from"] == now.made_from}:
                        self._write_the_rest(reconciliation, tables.result(), runs, fresh)
                        changed = self._changed_inputs(given)
                        _refuse(path for path in changed if path.startswith("src/"))  # the code is not copied
                        if changed:
                            why = "changed during this build, which did not read it; build again"
                            self.result.notes.append(f"{', '.join(changed)}: {why}")
                        self.folder.publish()
                        write_front_page_and_feed(out_dir)
                    else:
                        self.result.notes.append("no briefing could be made: the month is as it was")
                finally:
                    shutil.rmtree(self.folder.next, ignore_errors=True)

    def _copied(self, place: Path) -> Order:
        """Return the order for a copy of the data and notebooks, which nobody can change while they are read."""
        data, notebooks = self.order.data_dir.resolve(), self.order.notebooks
        copies = copied(data, place / "inputs" / data.name), copied(notebooks, place / "notebooks")
        copy = replace(self.order, data_dir=copies[0], notebooks=copies[1])
        _refuse(self._changed_inputs(copy))
        return copy

    def _changed_inputs(self, order: Order) -> list[str]:
        """Return the paths of the inputs of an order that differ from the record of this build."""
        inputs = Manifest.of(order.data_dir, order.notebooks).inputs
        return sorted({name for name, _ in inputs.items() ^ self.folder.manifest.inputs.items()})

    def _runner(self, most: int, cluster: "Client | None", place: Path) -> AbstractContextManager[_RunAll]:
        if cluster:
            from analysis.publish.cluster import run_on_cluster

            return nullcontext(lambda runs: run_on_cluster(runs, cluster, self.order, self.folder.manifest))
        from analysis.publish.workers import workers

        return workers(most, place)

    def _make_pages(self, runs: list[NotebookRun], run_all: _RunAll, report: Report, force: bool) -> None:
        """Run the notebooks whose files are not up to date, and keep the files of the others."""
        made_from = self.folder.manifest.made_from
        current = set() if force else self.folder.before.unchanged(self.folder.root, made_from)
        todo = [run for run in runs if not current.issuperset(run.outputs.values())]
        for run in (run for run in runs if run not in todo):
            self.result.kept.append(run.name)
            self.folder.keep(*run.outputs.values())
        for done, made in enumerate(run_all(todo), start=1):
            if made.shortage:
                raise made.shortage
            self._record(made)
            report(done, len(todo), f"{made.run.name}: {made.failure or 'made'}")

    def _record(self, made: RunResult) -> None:
        """Write the files of a run; if it failed, keep its earlier files unless these may name somebody wrongly."""
        name, notes = made.run.name, self.result.notes
        if made.skipped:
            one, cells = len(made.skipped) == 1, ", ".join(map(str, made.skipped))
            what = f"cell {cells} was not run: it is" if one else f"cells {cells} were not run: they are"
            notes.extend({f"{made.run.notebook.name}: {what} not the project's own"} - set(notes))
        for path in made.too_long:
            remedy = "mark fewer events `on_page`, or shorten what they say, and build again before you release it"
            notes.append(f"{path}: longer than two pages, even without the older events; {remedy}")
        if made.failure is None:
            self.result.made.append(name)
            self.folder.write(made.files)
            return
        self.result.failures[name] = made.failure
        if made.executed is not None:
            path = f"internal/failed/{name.replace(' ', '-')}.ipynb"
            self.folder.write({path: made.executed})
            self._executed[name] = path
        self._keep_outdated(made.run.outputs.values())

    def _keep_outdated(self, paths: Iterable[str]) -> None:
        """Keep published files although their inputs changed, unless who signed or may be named may have changed."""
        before = self.folder.before
        there = before.unchanged(self.folder.root) & set(paths)
        if self.folder.manifest.on_persons == before.on_persons:
            self.folder.keep(*there)
        elif gone := sorted(path for path in there if path.startswith("share/")):
            why = "they could name who may not be named now"
            self.result.notes.append(f"removed from share/, as {why}: {', '.join(gone)}")

    def _keep_not_ordered(self, runs: list[NotebookRun]) -> None:
        """Keep the pages of parties that were not ordered, and name those that were made from other inputs."""
        now, before, older = self.folder.manifest, self.folder.before, set()
        ordered = {path for run in runs for path in run.outputs.values()}
        current = before.unchanged(self.folder.root, now.made_from)
        for path in sorted(before.outputs.keys() - ordered):
            if page := page_at(path):
                language, party, _ = page
                own, name = {path, notebook_path(party, language)} - ordered, f"{party} {language}"
                if path in current:
                    self.folder.keep(*(own & current))
                    self.result.kept.extend({name} - {*self.result.kept})
                else:
                    self._keep_outdated(own)
                    older.add(name)
        if older:
            what, again = ("is", "it") if len(older) == 1 else ("are", "them")
            why = f"not asked for, so {what} still made from earlier data; {self._all_again} makes {again} again"
            self.result.notes.append(f"{', '.join(sorted(older))}: {why}")

    def _write_the_rest(
        self, reconciliation: "Reconciliation", tables: dict[str, bytes], runs: list[NotebookRun], fresh: set[str]
    ) -> None:
        from analysis.publish.index_pages import changed_in, month_page
        from analysis.publish.mail import drafts
        from analysis.reconciliation.releases import released_versions

        folder, now, before = self.folder, self.folder.manifest, self.folder.before
        parties = {path: page[1] for path in now.outputs if (page := page_at(path))}
        outdated = set(parties) - fresh
        mails = drafts(reconciliation, {path: (folder.next / path).read_bytes() for path in sorted(fresh)})
        folder.write(tables | mails)
        self._keep_outdated({mail_path(parties[path]) for path in outdated} - set(mails))
        folder.write({"share/index.html": month_page(reconciliation, set(now.outputs), outdated)})
        folder.keep_added_by_hand()
        if before.made_from == now.made_from:
            now.complete.update(before.complete)
        for name, path in self._executed.items():
            self.result.failures[name] += f" (see {path})"
        if not self.result.failures:
            now.complete[self.order.name] = sorted(run.name for run in runs)
        now.released.extend(released_versions(reconciliation))
        now.changed.update(changed_in(reconciliation))
