"""The state of a month: what waits, what changed since its release, what is due, its pages, and what to do next."""

import datetime
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.core.folders import input_files, reports_beside, sha256_of
from analysis.core.parameters import Month
from analysis.desk.html import SAY, Shown, headings, shown, table
from analysis.figures.waiting import waiting_figures
from analysis.parliament.due import due_in
from analysis.publish.month_folder import Manifest
from analysis.publish.orders import page_at
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.commitments import overdue_events
from analysis.reconciliation.releases import ReleasedVersion, numbers_of, version_of
from analysis.signatories.waiting import texts_that_wait
from analysis.sources import OWN_DATA
from analysis.updates import proposals_in

_NAMED = 3  # things of one kind


class _Line(NamedTuple):
    """What is known of one matter, in words, and the call that goes on with it; `waits` if somebody has to act."""

    matter: str
    said: str
    call: str
    waits: bool = False


def status(month: Reconciliation, out_dir: Path | None = None) -> Shown:
    """Return what waits and what is due in a month, whether its pages are of these data and released, and what is next.

    The pages are those in `out_dir` (`reports/` beside the data, if not given). Nothing is written.
    """
    reports, version = out_dir or reports_beside(month.sources.folder), version_of(month)
    lines = [*_that_waits(month), *_for_later(month), _pages(month, reports), _release(month, version)]
    rows = [(SAY.say(f"desk.status.matter.{each.matter}"), each.said, each.call) for each in lines]
    caption = SAY.say("desk.status.caption", month=SAY.month(str(month.month)))
    html = table(rows, caption, headings("desk.status.column", "matter", "said", "call"))
    mails = reports / str(month.month) / "share" / "mail"
    send = SAY.say("desk.status.send", number=version.number, folder=mails)
    return shown(html, *_next_steps([each for each in lines if each.waits], send))


def _next_steps(waiting: list[_Line], send: str) -> list[str]:
    """Return the sentence on the next step: what waits first; and what comes then, if that may go on waiting."""
    calls = {each.matter: each.call for each in waiting}
    for matter in calls:
        if SAY.has(where := f"desk.status.notebook.{matter}"):  # a command is run anywhere
            calls[matter] += f" ({SAY.say(where)})"
    if not calls:
        return [SAY.say("desk.status.next", call=f"{send}; {SAY.say('desk.status.all_done')}")]
    first, *_ = calls.values()
    then = calls.get("pages") or calls.get("release") or send
    return [SAY.say("desk.status.next", call=first), *([SAY.say("desk.status.or", call=then)] if then != first else [])]


def _that_waits(month: Reconciliation) -> Iterator[_Line]:
    def line(matter: str, n: int, function: str, more: str = "", **facts: int) -> _Line:
        said = SAY.count(f"desk.status.{matter}", n, **facts) if n else SAY.say("desk.status.none_waits")
        return _Line(matter, said + more, _call(function) if n else "", waits=n > 0)

    if (found := proposals_in(month.sources.folder)) is None:
        yield _Line("updates", SAY.say("desk.status.not_asked"), command_for("update", month))
    else:
        yield line("updates", len(found), "updates_proposed", agree=sum(each.agrees for each in found))
    texts = len(texts_that_wait(month.signatures, month.bodies))
    more = f"; {SAY.count('desk.status.texts', texts)}" if texts else ""
    yield line("lines", int(month.signatures["outcome"].eq("review").sum()), "signatures_that_wait", more)
    yield line("figures", len(waiting_figures(month.figures, month.sources.decisions.figures)), "what_waits")


def _for_later(month: Reconciliation) -> Iterator[_Line]:
    editions = [each for each in month.warnings if (each.file, each.column) == ("publications.csv", "publication")]
    due = [each.found for each in (*overdue_events(month.sources), *due_in(month.house), *editions)]
    if due:
        named = "; ".join(due[:_NAMED]) + ("; …" if len(due) > _NAMED else "")
        yield _Line("due", SAY.count("desk.status.due", len(due), named=named), command_for("check", month))
    decisions = pd.concat([month.sources.decisions.figures, month.sources.decisions.parties])
    counts = {"unconfirmed": int(decisions["confirmed_on"].isna().sum()), "second_hand": decided_at_second_hand(month)}
    of_ckm = [SAY.count(f"desk.status.{what}", n) for what, n in counts.items() if n]
    if not month.sources.contact.get("email"):
        of_ckm.append(SAY.say("desk.status.no_address"))
    if of_ckm:
        yield _Line("ckm", " ".join(of_ckm), "docs/first-update.md")


def decided_at_second_hand(month: Reconciliation) -> int:
    """Return on how many decisions of the House votes are known at second hand alone."""
    return int(month.votes.loc[month.votes["certainty"] != "primary", "event_id"].nunique())


def _pages(month: Reconciliation, reports: Path) -> _Line:
    made = Manifest.read(reports / str(month.month))
    now = {f"data/{name}": sha256_of(path) for name, path in input_files(month.sources.folder).items()}
    same = now == {name: digest for name, digest in made.inputs.items() if name.startswith("data/")}
    # HTML and PDF of one party and language are one run, as a build counts.
    pages = [(page[:2], entry["made_from"]) for path, entry in made.outputs.items() if (page := page_at(path))]
    runs = {run for run, _ in pages}
    older = {run for run, made_from in pages if not same or made_from != made.made_from}
    said = SAY.count("desk.status.pages", len(runs))
    said += " " + SAY.count("desk.status.older", len(older)) if older else ""
    return _Line("pages", said, command_for("build", month, reports), waits=bool(older) or not runs)


def is_over(month: Month) -> bool:
    """Return whether the last day of a month is past, so that all that belongs to it can be known."""
    return month.as_of < datetime.date.today()


def _release(month: Reconciliation, version: ReleasedVersion) -> _Line:
    if not is_over(month.month):
        day = month.month.as_of + datetime.timedelta(days=1)
        after = SAY.say("desk.status.later", date=SAY.date(day), call=_call("release"))
        return _Line("release", SAY.say("desk.status.not_over"), after, waits=True)
    if version.released_on is None:
        call = f'desk.release(month_reconciled, "{numbers_of(month)}")'
        return _Line("release", SAY.say("desk.status.draft"), call, waits=True)
    facts = {"number": version.number, "date": SAY.date(version.released_on.date())}
    said = SAY.say("desk.status.released" if version.is_current else "desk.status.changed", **facts)
    return _Line("release", said, _call("changed_since_release"), waits=not version.is_current)


def _call(name: str) -> str:
    return f"desk.{name}(month_reconciled)"


def command_for(name: str, month: Reconciliation, reports: Path | None = None) -> str:
    """Return a command for the month, with data that are not the project's own, and reports that lie elsewhere."""
    words, data = ["briefing", name, "--month", str(month.month)], month.sources.folder.resolve()
    if data != OWN_DATA.resolve():
        words += ["--data", str(data)]
    if reports and reports.resolve() != reports_beside(month.sources.folder).resolve():
        words += ["--out", str(reports)]
    return shlex.join(words)
