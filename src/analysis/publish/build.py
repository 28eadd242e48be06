"""A month of briefings: month × party × language through papermill, and everything that is published with them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.core.folders import locked
from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem
from analysis.publish.month_folder import Manifest, MonthFolder
from analysis.publish.orders import NotebookRun, Order, mail_path, page_at, runs_of

if TYPE_CHECKING:  # slow to import, so only where something has to be made
    from distributed import Client

    from analysis.publish.notebook_runs import Made
    from analysis.reconciliation import Reconciliation

PROJECT = Path(__file__).resolve().parents[3]
# The page of each month, in the folder of reports.
MONTHS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]/share/index.html"


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


# What a build reports after each notebook: how many are done, of how many, and a line about it.
Report = Callable[[int, int, str], None]


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

    The defaults are each party with a seat as of the month and `all`, both languages, HTML and PDF, and the project's
    own data/ and reports/. The notebooks run in `workers` processes, or on a Dask `cluster`.
    `report` is called after each notebook: how many are done, of how many, and a line about it. Briefings of an earlier
    build that were not asked for are kept if the inputs are the same, and made again if not. The same inputs always
    give the same bytes.

    Raises InputError for bad inputs, ParameterError for a bad order and while another build runs, all before anything
    is published. If a briefing fails, the result says so and its earlier version is kept.
    """
    data_dir, out_dir = data_dir or PROJECT / "data", out_dir or PROJECT / "reports"
    order = Order(month, data_dir, notebooks or PROJECT / "notebooks", tuple(parties), tuple(languages), tuple(formats))
    now = Manifest.of(data_dir, order.notebooks)
    folder, result = MonthFolder(out_dir / str(month), now), BuildResult(month, out_dir / str(month))
    before = folder.before
    is_done = order.name in before.complete and before.unchanged(folder.root, now.made_from) == set(before.outputs)
    if is_done and not force:
        result.kept.extend(before.complete[order.name])
        result.files.extend(sorted(before.outputs))
    else:
        _Build(order, folder, result).make(workers, cluster, report, force)
    months = [page.parents[1] for page in sorted(out_dir.glob(MONTHS)) if page.parents[1] != folder.root]
    if others := [path.name for path in months if Manifest.read(path).on_persons != now.on_persons]:
        why = "made from other lists of signatories or decisions, and may name who may not be named now"
        result.notes.append(f"{', '.join(others)}: {why}; build again")
    return result


class _Build:
    """One build of a month, from the order to the published folder."""

    def __init__(self, order: Order, folder: MonthFolder, result: BuildResult) -> None:
        self.order, self.folder, self.result = order, folder, result

    def make(self, workers: int, cluster: "Client | None", report: Report, force: bool) -> None:
        """Build the next month beside the published one, then replace that."""
        from analysis.reconciliation import reconcile

        reconciliation, out_dir = reconcile(self.order.month, self.order.data_dir), self.folder.root.parent
        runs_of(self.order, reconciliation)  # raises for a bad order before anything is written
        out_dir.mkdir(parents=True, exist_ok=True)
        with locked(out_dir, wait=False):
            self.folder.begin()
            try:
                runs = runs_of(self.order, reconciliation, self.folder.before.outputs)
                self._make_pages(runs, workers, cluster, report, force)
                self._write_the_rest(reconciliation, runs)
                # The checksums of the pages would be wrong if a file changed during the build.
                again = Manifest.of(self.order.data_dir, self.order.notebooks).inputs
                found, expected = "other content than a moment ago", "a file that nobody writes while it is read"
                if changed := sorted({name for name, _ in again.items() ^ self.folder.manifest.inputs.items()}):
                    raise InputError(Problem(path, None, None, found, expected, "build again") for path in changed)
                self.folder.publish()
            finally:
                self.folder.discard()
            write_front_page_and_feed(out_dir)

    def _make_pages(
        self, runs: list[NotebookRun], workers: int, cluster: "Client | None", report: Report, force: bool
    ) -> None:
        """Run the notebooks whose files are not up to date, and keep the files of the others."""
        now, before = self.folder.manifest, self.folder.before
        current = set() if force else before.unchanged(self.folder.root, now.made_from)
        todo = []
        for run in runs:
            if set(run.outputs.values()) <= current:
                self.result.kept.append(run.name)
                self.folder.keep(*run.outputs.values())
            else:
                todo.append(run)
        if todo:
            if cluster:
                from analysis.publish.cluster import run_on_cluster

                results = run_on_cluster(todo, cluster, self.order, now)
            else:
                from analysis.publish.workers import run_all

                results = run_all(todo, min(workers, len(todo)))
            for done, made in enumerate(results, start=1):
                self._record(made)
                report(done, len(todo), f"{made.run.name}: {made.failure or 'made'}")

    def _record(self, made: "Made") -> None:
        """Write the files of a run; if it failed, keep its earlier files where these can't name anybody wrongly."""
        name, failure = made.run.name, made.failure
        if made.skipped:
            cells = ", ".join(map(str, made.skipped))
            note = f"{made.run.notebook.name}: cell {cells} not run, as it is not the project's"
            self.result.notes.extend({note} - set(self.result.notes))
        if failure is None:
            self.result.made.append(name)
            self.folder.write(made.files)
            return
        if made.executed is not None:
            path = f"internal/failed/{name.replace(' ', '-')}.ipynb"
            failure += f" (see {path})"
            self.folder.write({path: made.executed})
        self.result.failures[name] = failure
        self._keep_outdated(made.run.outputs.values())

    def _keep_outdated(self, paths: Iterable[str]) -> None:
        """Keep published files although their inputs changed, unless who signed or may be named changed since."""
        before = self.folder.before
        there = before.unchanged(self.folder.root) & set(paths)
        if self.folder.manifest.on_persons == before.on_persons:
            self.folder.keep(*there)
        elif gone := sorted(path for path in there if path.startswith("share/")):
            why = "they could name who may not be named now"
            self.result.notes.append(f"removed from share/, as {why}: {', '.join(gone)}")

    def _write_the_rest(self, reconciliation: "Reconciliation", runs: list[NotebookRun]) -> None:
        """Write the tables, the drafts of mails and the page of the month, and complete its record."""
        from analysis.publish.index_pages import month_page
        from analysis.publish.mail import drafts
        from analysis.publish.tables import tables_of
        from analysis.reconciliation.releases import released_versions

        folder, now, before = self.folder, self.folder.manifest, self.folder.before
        parties = {path: page[1] for path in now.outputs if (page := page_at(path))}
        fresh = {path for path in parties if now.outputs[path]["made_from"] == now.made_from}
        outdated = set(parties) - fresh
        mails = drafts(reconciliation, {path: (folder.next / path).read_bytes() for path in sorted(fresh)})
        folder.write(tables_of(reconciliation) | mails)
        self._keep_outdated({mail_path(parties[path]) for path in outdated} - set(mails))
        folder.write({"share/index.html": month_page(reconciliation, set(now.outputs), outdated)})
        folder.keep_added_by_hand()
        if before.made_from == now.made_from:
            now.complete.update(before.complete)
        if not self.result.failures:
            now.complete[self.order.name] = sorted(run.name for run in runs)
        now.released.extend(released_versions(reconciliation))
        self.result.files.extend(sorted(now.outputs))


def write_front_page_and_feed(out_dir: Path) -> None:
    """Write reports/index.html with all months, and reports/feed.xml with their released versions."""
    from analysis.publish.index_pages import feed_of, front_page, month_made

    months = [month_made(page.parent) for page in sorted(out_dir.glob(MONTHS))]
    for name, content in (("index.html", front_page(months)), ("feed.xml", feed_of(months))):
        draft = out_dir / f".{name}.next"  # a reader meets the old content or the new, never half of it
        draft.write_bytes(content)
        draft.chmod(0o644)
        draft.replace(out_dir / name)
