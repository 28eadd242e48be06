"""A month of briefings: month × party × language through papermill, and everything that is published with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from analysis.batch.index_pages import MonthMade, changed_in, front_page, month_page
from analysis.batch.mail import drafts
from analysis.batch.manifest import MANIFEST, Manifest, manifest_of, outputs_of_before
from analysis.batch.notebook_runs import NotebookRun, RunResult, run_all
from analysis.batch.orders import Order, runs_of
from analysis.batch.publish import WORKBOOK, tables_of
from analysis.batch.whole_files import OutputFolder
from analysis.export import PdfUnavailableError, pdf_available
from analysis.parameters import LANGUAGES, Month
from analysis.reconciliation import Reconciliation, reconcile
from analysis.support import has_persons

PROJECT = Path(__file__).resolve().parents[3]
_BRIEFINGS = tuple(f"share/{language}/" for language in LANGUAGES)
_WITH_NAMES = (*(f"{folder}*.{kind}" for folder in _BRIEFINGS for kind in ("html", "pdf")), "share/mail/*.eml")


@dataclass(frozen=True)
class Progress:
    """What a build has to say while it goes on: how many runs are done of how many, and a line about the last."""

    done: int
    total: int
    line: str
    failed: bool = False


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
) -> BuildResult:
    """Make the briefings of a month and all that is published with them; keep what is still up to date.

    Nothing given means: each party with a seat as of the month and `all`, both languages, HTML and (where Pango is
    installed) PDF, the project's own data/ and reports/. The same inputs give the same bytes with any number of
    workers. Raises InputError for bad inputs and ParameterError for a bad order, both before anything is written;
    FolderInUseError if another build writes the same month. A briefing that fails is named in the result.
    """
    data_dir, out_dir = data_dir or PROJECT / "data", out_dir or PROJECT / "reports"
    order = Order(month, data_dir, notebooks or PROJECT / "notebooks", parties, languages, formats)
    reconciliation = reconcile(month, data_dir)
    runs = runs_of(order, reconciliation)
    folder = OutputFolder(out_dir / str(month))
    with folder.for_one_build():
        result = BuildResult(month, folder.root)
        runs = _makeable(runs, result, pdf_asked_for="pdf" in formats)
        manifest = manifest_of(PROJECT, data_dir, order.notebooks, month=str(month))
        manifest = replace(manifest, outputs=outputs_of_before(folder))
        manifest = _without_old_names(reconciliation, folder, manifest, result)
        if force:
            manifest = manifest.without_outputs(path for run in runs for path in run.outputs.values())
        manifest = _run_notebooks(runs, folder, manifest, workers, result, report)
        manifest = _publish(reconciliation, folder, manifest, result)
        folder.write(MANIFEST, manifest.to_json())
    write_front_page(out_dir)
    return result


def _without_old_names(
    reconciliation: Reconciliation, folder: OutputFolder, manifest: Manifest, result: BuildResult
) -> Manifest:
    """Remove briefings and drafts made of other inputs where persons signed: they may name who may not be named now."""
    if not (has_persons(reconciliation.signatures) or manifest.reads_other_lists(folder)):
        return manifest
    found = [path for pattern in _WITH_NAMES for path in folder.root.glob(pattern)]
    stale = [
        p for p in (path.relative_to(folder.root).as_posix() for path in found) if not manifest.is_current(p, folder)
    ]
    for path in stale:
        folder.remove(path)
    if stale:
        result.notes.append(f"removed {len(stale)} older files from share/: they could name who may not be named now")
    return manifest.without_outputs(stale)


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
    folder: OutputFolder,
    manifest: Manifest,
    workers: int,
    result: BuildResult,
    report: Callable[[Progress], None],
) -> Manifest:
    """Make each run that is not up to date; the manifest is kept up as results come, so a killed build can go on."""
    todo = []
    for run in runs:
        if all(manifest.is_current(path, folder) for path in run.outputs.values()):
            result.kept.append(run.name)
        else:
            todo.append(run)
    for done, made in enumerate(run_all(todo, folder, workers) if todo else [], start=1):
        manifest = _record(made, folder, manifest, result)
        folder.write(MANIFEST, manifest.to_json())
        report(Progress(done, len(todo), f"{made.run.name}: {made.failure or 'made'}", made.failure is not None))
    return manifest


def _record(made: RunResult, folder: OutputFolder, manifest: Manifest, result: BuildResult) -> Manifest:
    """Note what came of a run; what an earlier build made in place of a failed one goes: it says something else."""
    if made.failure is None:
        result.made.append(made.run.name)
        return manifest.with_outputs(made.files)
    result.failures[made.run.name] = made.failure
    for path in made.run.outputs.values():
        folder.remove(path)
    return manifest.without_outputs(made.run.outputs.values())


def _publish(reconciliation: Reconciliation, folder: OutputFolder, manifest: Manifest, result: BuildResult) -> Manifest:
    """Write tables, drafts of mails and the month's page; only briefings of this build's inputs are listed there."""
    briefings = {path for path in manifest.current_outputs() if path.startswith(_BRIEFINGS)}
    pages = {path: folder.path(path).read_bytes() for path in sorted(briefings) if path.endswith(".html")}
    tables = tables_of(reconciliation)
    mails = drafts(reconciliation, pages, tables[WORKBOOK])
    contents = {**tables, **mails, "share/index.html": month_page(reconciliation, briefings | set(mails))}
    gone = [path for path in manifest.outputs if path.startswith("share/mail/") and path not in contents]
    for path in gone:
        folder.remove(path)
    written = {path: folder.write(path, content) for path, content in contents.items()}
    manifest = manifest.without_outputs(gone).with_outputs(written)
    result.files.extend(sorted(manifest.current_outputs()))
    result.left_over.extend(sorted(set(manifest.outputs) - set(result.files)))
    return manifest


def write_front_page(out_dir: Path) -> None:
    """Write reports/index.html: the months that have a page, newest first, each with a line on what changed."""
    folder = OutputFolder(out_dir)
    with folder.for_one_build(wait=True):
        pages = out_dir.glob("[0-9][0-9][0-9][0-9]-[0-9][0-9]/share/index.html")
        folder.write("index.html", front_page(_month_made(page.parent) for page in pages))


def _month_made(share: Path) -> MonthMade:
    name, table = share.parent.name, share / "data" / "changes.csv"
    if not table.is_file():
        return MonthMade(name)
    return MonthMade(name, changed_in(Month.parse(name), pd.read_csv(table, dtype="str")))
