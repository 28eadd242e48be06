"""A month of briefings: month × party × language through papermill, and everything that is published with them."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.batch import elsewhere
from analysis.batch import workers as on_this_machine
from analysis.batch.cells import without_marks
from analysis.batch.discretion import discreet
from analysis.batch.fingerprints import fingerprints_of
from analysis.batch.index_pages import MonthMade, changed_in, front_page, month_page, page_of_half_a_month
from analysis.batch.inputs import digests_of
from analysis.batch.mail import drafts
from analysis.batch.manifest import Manifest, manifest_of, with_record_of_before, with_record_of_waiting
from analysis.batch.month_folder import MANIFEST, PAGE, MonthFolder
from analysis.batch.notebook_runs import FORKED, Made, NotebookRun
from analysis.batch.old_names import MONTHS, note_on_other_months, note_on_removed, pages_with_old_names
from analysis.batch.orders import Order, runs_of
from analysis.batch.publish import WORKBOOK, tables_of
from analysis.batch.whole_files import OutputFolder
from analysis.export import PdfUnavailableError, pdf_available
from analysis.parameters import LANGUAGES, Month
from analysis.problems import InputError, Problem
from analysis.reconciliation import Reconciliation, reconcile

PROJECT = Path(__file__).resolve().parents[3]
_BRIEFINGS = tuple(f"share/{language}/" for language in LANGUAGES)


@dataclass(frozen=True)
class Progress:
    """What a build has to say while it goes on: how many runs are done of how many, and a line about the last."""

    done: int
    total: int
    line: str
    failed: bool = False


@dataclass(frozen=True)
class Way:
    """How notebooks are run: in so many processes here or by an executor elsewhere, and whom to tell of each."""

    workers: int
    engine: str
    executor: Executor | None
    report: Callable[[Progress], None]

    def make(self, runs: list[NotebookRun], reconciliation: Reconciliation, data_dir: Path) -> Iterator[Made]:
        """Make runs and give what comes of each, as it comes."""
        if self.executor is None:
            return on_this_machine.run_all(runs, self.workers, reconciliation, data_dir, self.engine)
        return elsewhere.run_all(runs, self.executor, self.workers, reconciliation.month, data_dir, self.engine)


@dataclass(frozen=True)
class BuildResult:
    """What came of a build.

    `made` and `kept` name runs (`d66 nl`), `failures` run -> reason, `files` all paths in the month's folder that
    are up to date, `left_over` those that earlier builds made from other inputs, `notes` what a person should know.
    """

    month: Month
    folder: Path
    made: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
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
    engine: str = FORKED,
    executor: Executor | None = None,
) -> BuildResult:
    """Make the briefings of a month and all that is published with them; keep what is still up to date.

    Nothing given means: each party with a seat as of the month and `all`, both languages, HTML and (where Pango is
    installed) PDF, the project's own data/ and reports/. `engine` is papermill's name of what runs the cells; with an
    `executor` (of a cluster, say) they run where it takes them, else in `workers` processes here. The same inputs give
    the same bytes in any of these ways. Raises InputError for bad inputs and ParameterError for a bad order, both
    before anything is written; FolderInUseError if another build writes the same month. A briefing that fails is named
    in the result. Until all is made the month stays as it was; a build that is killed is gone on with by the next.
    """
    data_dir, out_dir = data_dir or PROJECT / "data", out_dir or PROJECT / "reports"
    order = Order(month, data_dir, notebooks or PROJECT / "notebooks", parties, languages, formats)
    manifest = manifest_of(PROJECT, data_dir, order.notebooks, month=str(month))
    folder = MonthFolder(out_dir / str(month))
    result = None if force else _made_before(order, manifest, folder)
    if result is None:
        way = Way(workers, engine, executor, report)
        result = _build(order, manifest, folder, way, force)
    result.notes.extend(note_on_other_months(manifest, out_dir, month))
    write_front_page(out_dir)
    return result


def _made_before(order: Order, manifest: Manifest, folder: MonthFolder) -> BuildResult | None:
    """Return the result of an order that was made in full from these inputs and is all still there; None if not."""
    if not folder.published.path(MANIFEST).is_file():
        return None
    with folder.for_one_build():
        if folder.waiting.files():
            return None
        manifest = with_record_of_before(manifest, folder)
        if (kept := manifest.all_of(order.name, folder)) is None:
            return None
    return BuildResult(order.month, folder.root, kept=kept, files=sorted(manifest.outputs))


def _build(order: Order, manifest: Manifest, folder: MonthFolder, way: Way, force: bool) -> BuildResult:
    """Make what is asked for, as far as it is not up to date."""
    reconciliation = reconcile(order.month, order.data_dir)
    _check_unchanged(manifest.inputs, digests_of(order.data_dir, order.notebooks))
    runs, half = runs_of(order, reconciliation), page_of_half_a_month(order.month)
    with folder.for_one_build():
        result = BuildResult(order.month, folder.root)
        can_be_made = _makeable(runs, result, pdf_asked_for="pdf" in order.formats)
        expected = fingerprints_of(reconciliation, manifest.inputs, manifest.versions)
        manifest = _going_on_from(replace(manifest, expected=expected), folder)
        unfit = pages_with_old_names(reconciliation, folder, manifest)
        folder.withdraw(unfit, half)
        manifest = manifest.without_outputs(path for path in unfit if not manifest.is_current(path, folder))
        if force:
            manifest = manifest.without_outputs(path for run in can_be_made for path in run.outputs.values())
        manifest = _run_notebooks(can_be_made, reconciliation, order, folder, manifest, way, result)
        if _inputs_changed(manifest, order, result):
            folder.discard()
        else:
            manifest = _complete(reconciliation, folder, manifest, result)
            if can_be_made == runs and not (result.failures or result.left_over):
                manifest = manifest.with_all_of(order.name, sorted(run.name for run in runs))
            folder.write(MANIFEST, manifest.to_json())
            folder.publish(manifest.without_successor(folder), half)
        result.notes.extend(note_on_removed({path for path in unfit if not folder.path(path).is_file()}))
    return result


def _going_on_from(manifest: Manifest, folder: MonthFolder) -> Manifest:
    """Return the manifest with what earlier builds made; what they left waiting and is of other inputs now, goes."""
    manifest = with_record_of_waiting(with_record_of_before(manifest, folder), folder)
    waiting = [path for path in folder.waiting.files() if path != MANIFEST]
    folder.discard(path for path in waiting if not manifest.is_current(path, folder))
    return manifest


def _check_unchanged(before: dict[str, str], after: dict[str, str]) -> None:
    """Raise InputError if a file changed while it was read: what was made of it would bear a wrong checksum."""
    found, expected = "other content than a moment ago", "a file that nobody writes while it is read"
    remedy = "build again when it is whole"
    if changed := _changed(before, after):
        raise InputError(Problem(path, None, None, found, expected, remedy) for path in changed)


def _changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted({path for path, _ in before.items() ^ after.items()})


def _inputs_changed(manifest: Manifest, order: Order, result: BuildResult) -> bool:
    """Return whether a file changed while notebooks ran: what they made is then a failure, and is not published."""
    changed = _changed(manifest.inputs, digests_of(order.data_dir, order.notebooks))
    if not (changed and result.made):
        return False
    result.failures["inputs"] = f"{', '.join(changed)} changed while briefings were made; build again"
    result.made.clear()
    return True


def _makeable(runs: list[NotebookRun], result: BuildResult, pdf_asked_for: bool) -> list[NotebookRun]:
    """Return the runs less PDF on a machine that can't make one: a note, or a failure if it was asked for."""
    if pdf_available() or not any("pdf" in run.outputs for run in runs):
        return runs
    if pdf_asked_for:
        result.failures["pdf"] = str(PdfUnavailableError())
    else:
        result.notes.append(str(PdfUnavailableError()))
    return [replace(run, outputs={k: path for k, path in run.outputs.items() if k != "pdf"}) for run in runs]


def _run_notebooks(
    runs: list[NotebookRun],
    reconciliation: Reconciliation,
    order: Order,
    folder: MonthFolder,
    manifest: Manifest,
    way: Way,
    result: BuildResult,
) -> Manifest:
    """Make each run that is not up to date; the manifest is kept up as results come, so the next build can go on."""
    todo = [run for run in runs if not all(manifest.is_current(path, folder) for path in run.outputs.values())]
    result.kept.extend(run.name for run in runs if run not in todo)
    if not todo:
        return manifest
    way.report(Progress(0, len(todo), ""))
    for done, made in enumerate(way.make(todo, reconciliation, order.data_dir), start=1):
        made = discreet(made, reconciliation)
        manifest = _record(made, folder, manifest, result)
        folder.write(MANIFEST, manifest.to_json())
        line = f"{made.run.name}: {made.failure or 'made'}"
        way.report(Progress(done, len(todo), line, made.failure is not None))
    return manifest


def _record(made: Made, folder: MonthFolder, manifest: Manifest, result: BuildResult) -> Manifest:
    """Write what came of a run; what an earlier build made in place of a failed one goes: it says something else."""
    ran_until_failure = f"internal/failed/{made.run.name.replace(' ', '-')}.ipynb"
    files = made.files
    if made.failure is None:
        result.made.append(made.run.name)
        gone = [ran_until_failure]
    else:
        result.failures[made.run.name] = made.failure
        gone = [*made.run.outputs.values()]
        if made.executed is not None:
            files = {ran_until_failure: made.executed}
    folder.discard(gone)
    written = {path: folder.write(path, content) for path, content in files.items()}
    return manifest.without_outputs(gone).with_outputs(written)


def _complete(reconciliation: Reconciliation, folder: MonthFolder, manifest: Manifest, result: BuildResult) -> Manifest:
    """Write tables, drafts of mails and the month's page; only briefings of this build's inputs are listed there."""
    briefings = {path for path in manifest.current_outputs() if path.startswith(_BRIEFINGS)}
    pages = {path: folder.path(path).read_bytes() for path in sorted(briefings) if path.endswith(".html")}
    tables = tables_of(reconciliation)
    mails = drafts(reconciliation, pages, tables[WORKBOOK])
    contents = {**tables, **mails, PAGE: month_page(reconciliation, briefings | set(mails))}
    gone = [path for path in manifest.outputs if path.startswith("share/mail/") and path not in contents]
    folder.discard(gone)
    written = {path: folder.write(path, content) for path, content in contents.items()}
    manifest = manifest.without_outputs(gone).with_outputs(written)
    result.files.extend(sorted(manifest.current_outputs()))
    result.left_over.extend(sorted(set(manifest.outputs) - set(result.files)))
    return manifest


def write_front_page(out_dir: Path) -> None:
    """Write reports/index.html: the months that have a page, newest first, each with a line on what changed."""
    folder = OutputFolder(out_dir)
    with folder.for_one_build(wait=True):
        pages = out_dir.glob(MONTHS)
        folder.write("index.html", front_page(_month_made(page.parent) for page in pages))


def _month_made(share: Path) -> MonthMade:
    """Return a month for the front page; of one whose table of changes is not as it was made it says nothing."""
    name = share.parent.name
    try:
        changes = pd.read_csv(share / "data" / "changes.csv", dtype="str").map(without_marks, na_action="ignore")
        return MonthMade(name, changed_in(Month.parse(name), changes))
    except (OSError, ValueError, KeyError):  # none yet, no CSV, other columns, no month
        return MonthMade(name)
