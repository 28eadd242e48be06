"""The commands of `briefing`; those about a month take the last complete one by default."""

import contextlib
import datetime
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from analysis.core import collect_seldom
from analysis.core.folders import input_files, reports_beside
from analysis.core.parameters import LANGUAGES, Month, month_of_a_briefing
from analysis.core.problems import InputError, ParameterError, Problem, made_visible

# Exit codes that others rely on.
BAD_INPUT, USAGE, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130
_PROJECT = Path(__file__).resolve().parents[2]


def this_month() -> Month:
    """Return the current month."""
    return Month.of(datetime.date.today())


def _parse_month(_context: click.Context, _option: click.Parameter, text: str | None) -> Month:
    try:
        asked_for = this_month().previous() if text is None else text
        return month_of_a_briefing(asked_for, newest=this_month())
    except ParameterError as error:
        raise click.BadParameter(str(error)) from None


_MONTH = "Month of the briefing, from 2021-03 to the current one; the last complete month if not given."
_PARTY = "Party to make a briefing for, or `all`; if not given, `all` and each party with a seat."
_SHEET = "Write the lines as a workbook to fill in, MONTH/internal/review.xlsx, which names persons."
_TEXT = "The saved page, PDF or text of the edition: its numbers are proposed beside their sentences."
_month = click.option("--month", metavar="YYYY-MM", callback=_parse_month, help=_MONTH)
_data = click.option(
    "--data",
    "data_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=_PROJECT / "data",
    show_default="data/",
    is_eager=True,  # parsed first, as the default of --out depends on it
    help="Folder of the input tables.",
)
_out = click.option(
    "--out",
    "out_dir",
    type=click.Path(file_okay=False, path_type=Path),
    callback=lambda context, _option, given: given or reports_beside(context.params["data_dir"]),
    help="Folder to write to; reports/ beside the data if not given.",
)
_NO_ROOM = ("map segment", "can't start new thread")
_report = partial(click.echo, err=True)


class _Command(click.Command):
    """A command that ends with a message and an exit code, not a traceback, where the user can solve the problem."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BrokenPipeError:  # whatever reads the output, such as head, has stopped: click handles it
            raise
        except InputError as error:
            message, code = f"{error.args[0]}\n{_counted(error.problems)}; nothing was written", BAD_INPUT
        except ParameterError as error:
            message, code = f"Error: {error}", USAGE  # without click's line on usage, as the error says what to do
        except ChildProcessError as error:  # only a build has such processes
            message, code = str(error), SOME_FAILED
        except OSError as error:
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            remedy = "free space, then run it again" if is_full else "give a place that can be read and written"
            message = f"{error.filename2 or error.filename or 'files'}: {error.strerror or error}; {remedy}"
            code = SOME_FAILED if is_full else USAGE
        except (MemoryError, ImportError, RuntimeError) as error:
            # Without memory, loading a library raises ImportError, and starting a thread RuntimeError.
            if not isinstance(error, MemoryError) and not any(said in str(error) for said in _NO_ROOM):
                raise
            traceback.clear_frames(error.__traceback__)  # frees memory for the message
            message, code = "memory: found none left; close other programs, or raise the limit (ulimit -v)", SOME_FAILED
        except KeyboardInterrupt:
            message, code = "stopped; what was not finished is not written", INTERRUPTED
        _report(message)
        return sys.exit(code)


def _counted(problems: Sequence[Problem]) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    counts = {"error": errors, "warning": len(problems) - errors}
    return ", ".join(f"{count} {word if count == 1 else f'{word}s'}" for word, count in counts.items())


def _print(shown: object) -> None:
    click.echo("\n".join(made_visible(line) for line in repr(shown).splitlines()))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="briefing-1300-deal", message="%(version)s")
def main() -> None:
    """Briefings on the 1300-deal: published figures and signatories, reconciled for each party and month."""
    collect_seldom()


main.command_class = _Command


@main.command()
@_data
@_month
@click.option("--add-missing", is_flag=True, help="Add the tables and columns that an earlier version did not have.")
def check(data_dir: Path, month: Month, add_missing: bool) -> None:
    """Report every problem in the input files, and what is missing, one per line; exit 1 if one would stop a build."""
    from analysis.reconciliation.checks import check as problems_of
    from analysis.sources.table_changes import add_missing as written_with_what_is_new

    try:
        for path in written_with_what_is_new(data_dir) if add_missing else ():
            click.echo(f"{path}: written with what is new")
        problems = problems_of(month, data_dir, datetime.date.today())
    except InputError as error:
        problems = error.problems
    is_bad = any(problem.severity == "error" for problem in problems)
    more = "; more may show once the errors are fixed, warnings among them" if is_bad else ""
    click.echo("\n".join([*map(str, problems), f"{len(input_files(data_dir))} files, {_counted(problems)}{more}"]))
    sys.exit(BAD_INPUT if is_bad else 0)


@main.command()
@_month
@click.option("--party", "parties", multiple=True, metavar="ID", help=_PARTY)
@click.option("--language", "languages", multiple=True, type=click.Choice(LANGUAGES), help="Both if not given.")
@click.option("--format", "formats", multiple=True, type=click.Choice(("html", "pdf")), help="Both if not given.")
@_data
@_out
@click.option("--workers", type=click.IntRange(min=1), help="Number of processes; all cores if not given.")
@click.option("--cluster", metavar="ADDRESS", help="A Dask cluster to work on, such as tcp://scheduler:8786.")
@click.option("--force", is_flag=True, help="Make everything again, also what is up to date.")
def build(cluster: str | None, workers: int | None, month: Month, **order: Any) -> None:
    """Make the briefings of a month; only what changed is made again.

    Exit 0: all made. 1: bad input, nothing written. 2: usage, or a place that can't be read or written. 3: some
    briefings failed, and are named; or space or memory ran out. 130: stopped; the month is as it was.
    """
    from analysis.publish.build import build as build_month

    connection: contextlib.AbstractContextManager[Any] = contextlib.nullcontext()
    if cluster is not None:
        try:
            from analysis.publish.cluster import cluster as connected
        except ImportError:
            extra = "pip install 'briefing-1300-deal[cluster]'"
            raise ParameterError(f"cluster: Dask is not installed; {extra}, or leave --cluster out") from None
        connection = connected(cluster)
    # Only the cores that this process may use, on systems that tell.
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with connection as client:
        order |= {"month": month, "workers": workers or cores, "cluster": client}
        result = build_month(**order, report=lambda done, total, line: click.echo(f"[{done}/{total}] {line}"))
    for note in result.notes:
        click.echo(note)
    if month >= this_month():
        known, first = "these pages know only what is known today", month.as_of + datetime.timedelta(days=1)
        click.echo(f"{month} is not over: {known}, and can be released from {first} on")
    for name, reason in sorted(result.failures.items()):
        _report(f"failed: {name}: {reason}")
    click.echo(result.in_words())
    sys.exit(SOME_FAILED if result.failures else 0)


@main.command()
@_data
@_month
@_out
def status(data_dir: Path, month: Month, out_dir: Path) -> None:
    """Show how far a month has come: what waits, what is due, if its pages are made and released, and the next step."""
    from analysis import desk, reconciliation

    _print(desk.status(reconciliation.reconcile(month, data_dir), out_dir))


@main.command()
@_data
@_month
@click.option("--sheet", is_flag=True, help=_SHEET)
@_out
def review(data_dir: Path, month: Month, sheet: bool, out_dir: Path) -> None:
    """List the lines that wait for a decision, each with its candidates and the calls to decide, as notebook 2 does."""
    from analysis import desk, reconciliation

    opened, workbook = reconciliation.reconcile(month, data_dir), out_dir / str(month) / "internal" / "review.xlsx"
    _print(desk.review_sheet(opened, workbook) if sheet else desk.signatures_that_wait(opened))


@main.command()
@_data
@_month
@click.option("--service", metavar="URL", help="A mirror or a stand-in; the House's own open data if not given.")
@click.option("--since", metavar="DAY", default="", help="Read only items and letters that changed from this day on.")
@click.option("--accept", multiple=True, metavar="ID", help="Write this proposal, this kind, or `all` that don't wait.")
@click.option("--refuse", multiple=True, metavar="ID", help="Don't propose this, or this kind, again; needs --reason.")
@click.option("--by", default="", help="Who accepts or refuses.")
@click.option("--reason", default="", help="Why it is refused, or accepted although it waits.")
@click.option("--set", "cells", multiple=True, metavar="COLUMN=TEXT", help="A cell of the new event that is accepted.")
def update(
    data_dir: Path, month: Month, service: str, since: str, accept: Sequence[str], refuse: Sequence[str], **said: Any
) -> None:
    """Read the House's open data and list what it says that data/ does not; only its snapshot is written.

    With --accept or --refuse nothing is read: what was proposed before is written to data/, or remembered as refused.
    Exit 0: read, or written. 1: no usable answer of the service, or data that would break the contract; nothing was
    written. 2: usage, or a place that can't be read or written. 3: space or memory ran out. 130: stopped.
    """
    from analysis import desk, reconciliation, updates
    from analysis.desk.updates import in_words
    from analysis.sources.decisions import as_day
    from analysis.updates.answers import SERVICE
    from analysis.updates.asking import Service

    if accept or refuse:
        if not said["by"] or (accept and refuse):
            raise ParameterError("update: expected --accept or --refuse, one at a time, and who decides (--by)")
        desk.session(said["by"], datetime.date.today())
        click.echo(f"What this changes is shown for {month} (--month for another).")
        opened = reconciliation.reconcile(month, data_dir)
        if refuse:
            _print(desk.refuse_update(opened, *refuse, reason=said["reason"]))
        else:
            cells = {name: text for name, _, text in (cell.partition("=") for cell in said["cells"])}
            _print(desk.accept_updates(opened, *accept, although=said["reason"], **cells))
        return
    _report(f"asking {service or SERVICE}")
    found = updates.update(data_dir, Service(service or SERVICE, report=_report), as_day("since", since))
    for each in found:
        click.echo(made_visible(in_words(each, found)))
    proposed = f"{len(found)} proposals, of which {sum(each.agrees for each in found)} can be accepted as they are"
    click.echo(f"{proposed}: in notebook 0-updates or by --accept")


@main.command()
@click.argument("publications", nargs=-1, metavar="[PUBLICATION]...")
@_data
def verify(publications: Sequence[str], data_dir: Path) -> None:
    """Open the pages that figures cite (of all publications, or those named) and say if the words are still there.

    Only data/verified.csv is written, once all are opened. Exit 0: opened, whatever was found. 1: bad data. 2: usage,
    or a place that can't be read or written. 3: space or memory ran out. 130: stopped.
    """
    from analysis.updates import verified
    from analysis.updates.cited_pages import Pages

    found = verified.verify(data_dir, Pages.asked_by(_report), datetime.date.today(), publications)
    for each in found:
        if each.outcome != "there":
            at = f"{each.url} → {each.moved_to}" if each.moved_to else each.url
            said = ": ".join(filter(None, (each.outcome.replace("_", " "), each.said)))
            click.echo(made_visible(f"{each.publication} {each.figures.replace('|', ', ')}: {said}; {at}"))
    click.echo(f"{len({each.url for each in found})} pages opened; see {data_dir / 'verified.csv'} and briefing check")


@main.command()
@click.argument("name")
@_data
@_month
@click.option("--text", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=_TEXT)
@_out
def edition(name: str, data_dir: Path, month: Month, text: Path | None, out_dir: Path) -> None:
    """Write MONTH/internal/NAME.xlsx, to type the edition NAME (as JC-2025) into beside the numbers of earlier ones."""
    from analysis import desk, reconciliation

    path = out_dir / str(month) / "internal" / f"{name}.xlsx"
    _print(desk.edition_sheet(reconciliation.reconcile(month, data_dir), name, path, text or ""))


@main.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Remove the reports that hold the name; else only say where it is kept.")
@_data
@_out
def forget(name: str, yes: bool, data_dir: Path, out_dir: Path) -> None:
    """Say where the name of a signatory is kept. NAME is a name or a person_id; repeat this until nothing is found.

    Exit 0: neither the name nor one like it is kept anywhere. 2: NAME is a part of a name. 3: either is kept somewhere.
    """
    from analysis.publish.forget import kept, remove_reports

    found = kept(name, data_dir, out_dir, _PROJECT / "notebooks")
    if yes and found.months:
        remove_reports(found.months, out_dir)
        click.echo("\n".join(f"{month}: removed" for month in found.months))
        found = kept(name, data_dir, out_dir, _PROJECT / "notebooks")
    click.echo(found.in_words(data_dir))
    sys.exit(SOME_FAILED if found.steps or found.months or found.like_it else 0)
