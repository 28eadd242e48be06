"""A month of briefings: month × party × language through papermill, and everything that is published with them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.folders import locked
from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem
from analysis.publish.manifest import Inputs, Manifest, commit_of
from analysis.publish.month_folder import MonthFolder, write_whole
from analysis.publish.orders import (
    MANIFEST,
    PAGE,
    BriefingFile,
    NotebookRun,
    Order,
    mail_path,
    may_name_persons,
    runs_of,
)

if TYPE_CHECKING:  # slow to import, so only where something has to be made
    from analysis.publish.notebook_runs import Made
    from analysis.reconciliation import Reconciliation

PROJECT = Path(__file__).resolve().parents[3]
# The page of each month, in the folder of reports.
MONTHS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]/share/index.html"


@dataclass(frozen=True)
class Progress:
    """What a build reports while it runs: how many notebooks are done, of how many, and a line about the last one."""

    done: int
    total: int
    line: str
    failed: bool = False


@dataclass(frozen=True)
class BuildResult:
    """The result of a build.

    `made` and `kept` have the names of runs (`d66 nl`), `failures` the reason by run, `files` all paths in the month's
    folder, and `notes` messages for the user.
    """

    month: Month
    folder: Path
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        """Return 0 if all was made, 3 if some briefings failed."""
        return 3 if self.failures else 0


def build(
    month: Month,
    *,
    parties: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    data_dir: Path | None = None,
    out_dir: Path | None = None,
    workers: int = 1,
    force: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
    notebooks: Path | None = None,
    executor: Executor | None = None,
) -> BuildResult:
    """Make the briefings of a month and everything that is published with them, or nothing if nothing changed.

    The defaults are each party with a seat as of the month and `all`, both languages, HTML and PDF, and the project's
    own data/ and reports/. The notebooks run in `workers` processes, or on an `executor`, such as that of a cluster.
    Briefings of an earlier build that were not asked for are kept if the inputs are the same, and made again if not.
    The same inputs always give the same bytes.

    Raises InputError for bad inputs, ParameterError for a bad order and FolderInUseError while another build runs, all
    before anything is published. If a briefing fails, the result says so and its earlier version is kept.
    """
    data_dir, out_dir = data_dir or PROJECT / "data", out_dir or PROJECT / "reports"
    order = Order(month, data_dir, notebooks or PROJECT / "notebooks", parties, languages, formats)
    folder, inputs = MonthFolder(out_dir / str(month)), Inputs.of(data_dir, order.notebooks)
    before = Manifest.read(folder.root)
    kept = None if force else before.runs_of(order.name, inputs, folder.root)
    if kept is not None:
        result = BuildResult(month, folder.root, kept=kept, files=sorted(before.outputs))
    else:
        result = _Build(order, inputs, folder, force).make(workers, executor, report, out_dir)
    result.notes.extend(_note_on_other_months(inputs, out_dir, month))
    return result


class _Build:
    """One build of a month, from the order to the published folder."""

    def __init__(self, order: Order, inputs: Inputs, folder: MonthFolder, force: bool) -> None:
        self.order, self.inputs, self.folder, self.force = order, inputs, folder, force
        self.before = Manifest(Inputs({}, {}))
        self.result = BuildResult(order.month, folder.root)
        self.digests: dict[str, dict[str, str]] = {}

    def make(
        self, workers: int, executor: Executor | None, report: Callable[[Progress], None], out_dir: Path
    ) -> BuildResult:
        """Build the next month beside the published one, then replace that."""
        from analysis.reconciliation import reconcile

        reconciliation = reconcile(self.order.month, self.order.data_dir)
        runs_of(self.order, reconciliation)  # raises for a bad order before anything is written
        out_dir.mkdir(parents=True, exist_ok=True)
        with locked(out_dir, wait=False):
            self.folder.begin()
            # Read within the lock, so that no other build can change it.
            self.before = Manifest.read(self.folder.root)
            # The briefings that an earlier build made are made or kept too.
            earlier = [file for path in sorted(self.before.outputs) if (file := BriefingFile.at(path))]
            runs = runs_of(self.order, reconciliation, earlier)
            try:
                self._run_notebooks(runs, workers, executor, report)
                self._write_the_rest(reconciliation, runs)
                self._refuse_changed_inputs()
                self.folder.publish()
            finally:
                self.folder.discard()
            write_front_page_and_feed(out_dir)
        return self.result

    def _run_notebooks(
        self,
        runs: list[NotebookRun],
        workers: int,
        executor: Executor | None,
        report: Callable[[Progress], None],
    ) -> None:
        """Run the notebooks whose files are not up to date, and keep the files of the others."""
        made_from_these = set() if self.force else self.before.current(self.inputs)
        current, todo = self.before.unchanged(self.folder.root, made_from_these), []
        for run in runs:
            if set(run.outputs.values()) <= current:
                self.result.kept.append(run.name)
                self._keep(run.outputs.values())
            else:
                todo.append(run)
        if not todo:
            return
        report(Progress(0, len(todo), ""))
        for done, made in enumerate(self._made(todo, workers, executor), start=1):
            self._record(made)
            line = f"{made.run.name}: {made.failure or 'made'}"
            report(Progress(done, len(todo), line, made.failure is not None))

    def _made(self, runs: list[NotebookRun], workers: int, executor: Executor | None) -> Iterator["Made"]:
        if executor is not None:
            from analysis.publish import cluster

            return cluster.run_all(runs, executor, self.order.data_dir)
        from analysis.publish.workers import run_all

        return run_all(runs, min(workers, len(runs)))

    def _record(self, made: "Made") -> None:
        """Write the files of a run; if it failed, keep its earlier files where these can't name anybody wrongly."""
        name = made.run.name
        if made.skipped:
            cells = ", ".join(map(str, made.skipped))
            note = f"{made.run.notebook.name}: cell {cells} not run, as it is not the project's"
            self.result.notes.extend({note} - set(self.result.notes))
        if made.failure is None:
            self.result.made.append(name)
            self._write(made.files)
            return
        self.result.failures[name] = made.failure
        if made.executed is not None:
            path = f"internal/failed/{name.replace(' ', '-')}.ipynb"
            self.result.failures[name] += f" (see {path})"
            self._write({path: made.executed})
        self._keep_outdated(made.run.outputs.values())

    def _keep_outdated(self, paths: Iterable[str]) -> None:
        """Keep published files although their inputs changed, unless who signed or may be named changed since."""
        there = self.before.unchanged(self.folder.root, set(paths) & set(self.before.outputs))
        if self.inputs.on_persons != self.before.inputs.on_persons:
            if gone := sorted(path for path in there if may_name_persons(path)):
                why = "they could name who may not be named now"
                self.result.notes.append(f"removed from share/, as {why}: {', '.join(gone)}")
            return
        self._keep(there)

    def _write_the_rest(self, reconciliation: "Reconciliation", runs: list[NotebookRun]) -> None:
        """Write the tables, the drafts of mails, the page of the month and the manifest."""
        from analysis.publish.index_pages import month_page
        from analysis.publish.mail import drafts
        from analysis.publish.tables import tables_of
        from analysis.reconciliation.releases import released_versions

        files = {path: file for path in self.digests if (file := BriefingFile.at(path))}
        fresh = {path for path in files if self.digests[path]["made_from"] == self.inputs.sha256}
        pages = {path: (self.folder.next / path).read_bytes() for path in sorted(fresh)}
        tables = tables_of(reconciliation)
        mails = drafts(reconciliation, pages)
        self._write({**tables, **mails})
        self._keep_outdated({mail_path(files[path].party) for path in set(files) - fresh} - set(mails))
        self._write({PAGE: month_page(reconciliation, set(self.digests), set(files) - fresh)})
        for path in self.folder.added_by_hand({*self.before.outputs, *self.digests}):
            self.folder.keep(path)
        complete = dict(self.before.complete) if self.before.inputs == self.inputs else {}
        if not self.result.failures:
            complete[self.order.name] = sorted(run.name for run in runs)
        parameters, released = {"month": str(self.order.month)}, released_versions(reconciliation)
        manifest = Manifest(self.inputs, parameters, commit_of(PROJECT), self.digests, complete, released)
        self.folder.write(MANIFEST, manifest.to_json())
        self.result.files.extend(sorted(self.digests))

    def _write(self, files: dict[str, bytes]) -> None:
        for path, content in files.items():
            self.folder.write(path, content)
            digest = hashlib.sha256(content).hexdigest()
            self.digests[path] = {"sha256": digest, "made_from": self.inputs.sha256}

    def _keep(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.folder.keep(path)
            self.digests[path] = self.before.outputs[path]

    def _refuse_changed_inputs(self) -> None:
        """Raise InputError if a file changed during the build: the checksums of the pages would be wrong."""
        now = Inputs.of(self.order.data_dir, self.order.notebooks)
        found, expected = "other content than a moment ago", "a file that nobody writes while it is read"
        if changed := now.changed_since(self.inputs):
            raise InputError(Problem(path, None, None, found, expected, "build again") for path in changed)


def _note_on_other_months(inputs: Inputs, out_dir: Path, month: Month) -> list[str]:
    """Return a note on other months made from other lists of signatories, or other decisions on them."""
    months = [page.parents[1] for page in sorted(out_dir.glob(MONTHS)) if page.parents[1].name != str(month)]
    others = [path.name for path in months if Manifest.read(path).inputs.on_persons != inputs.on_persons]
    why = "made from other lists of signatories or decisions, and may name who may not be named now"
    return [f"{', '.join(others)}: {why}; build again"] if others else []


def write_front_page_and_feed(out_dir: Path) -> None:
    """Write reports/index.html with all months, and reports/feed.xml with their released versions."""
    from analysis.publish.index_pages import feed_of, front_page, month_made

    months = [month_made(page.parent) for page in sorted(out_dir.glob(MONTHS))]
    write_whole(out_dir / "index.html", front_page(months))
    write_whole(out_dir / "feed.xml", feed_of(months))
