"""Releases the numbers of a month, and takes a release back. Nothing but the file of releases is read and written."""

import datetime
from collections.abc import Callable
from dataclasses import replace

from analysis.core.problems import ParameterError
from analysis.desk.shown import SAY, line_to_copy, paragraph, shown
from analysis.desk.written import (
    DecisionMade,
    as_texts,
    nothing_done,
    refuse_in_an_unattended_run,
    says_that_nothing_is_written,
    signed,
)
from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation, reconciled
from analysis.reconciliation.releases import changed_since, numbers_of
from analysis.sources import OWN_DATA, as_of, read_tables
from analysis.sources.decisions import RELEASES
from analysis.sources.decisions.files import change, path_of, rows_of, text_of, with_row, without_row


def release(
    month: Reconciliation,
    *,
    by: str = "",
    on: str | datetime.date = "",
    what_was_wrong_nl: str = "",
    what_was_wrong_en: str = "",
) -> DecisionMade:
    """Release a month, or the next version of it that says what was wrong in the one before.

    Until then each page and mail says that it is a draft, and again once the numbers of the month change. What is
    released already is not released again. Raises ParameterError for a missing word and for numbers that changed since
    the month was opened; InputError if a first version says what was wrong or a later one does not.
    """
    name, numbers, now = str(month.month), numbers_of(month), reconciled(month.month, month.sources.folder)
    if numbers != numbers_of(now):
        raise ParameterError(
            f"{name} changed since you opened it: run the notebook again from the top, read it, then release"
        )
    wrong = as_texts(what_was_wrong_nl=what_was_wrong_nl, what_was_wrong_en=what_was_wrong_en)
    released = {"month": name, "numbers": numbers} | {key: " ".join(text.split()) for key, text in wrong.items()}
    by_whom, number = signed("released", by, on), versions_of(month)
    if number and _releases(month)[-1].items() >= released.items():  # a notebook that was run again
        return nothing_done(now, SAY.say("desk.release.already", month=SAY.month(name), number=number))
    row = released | by_whom | {"edition": str(number + 1)}
    made = _changed(now, "written", ",".join(row.values()), lambda text: with_row(text, row, RELEASES))
    waiting = {
        "figures": len(waiting_figures(now.figures, now.sources.decisions.figures)),
        "lines": int((now.signatures["outcome"] == "review").sum()),
    }
    said = [SAY.count(f"desk.release.waiting.{what}", n) for what, n in waiting.items() if n]
    folder = "" if now.sources.folder == OWN_DATA else str(now.sources.folder)
    opened = f'desk.open_month(month="{name}", data_dir="{folder}")'  # notebook 3 has no month to name
    back = f"desk.take_back_release({opened}, {number + 1})"
    said += [SAY.say("desk.release.done", month=SAY.month(name), number=number + 1, call=back)]
    return replace(made, html="\n".join([made.html, *map(paragraph, said)]))


def take_back_release(month: Reconciliation, edition: int) -> DecisionMade:
    """Take the newest version of a month out, before anything was sent; raises ParameterError for any other one."""
    name, newest = str(month.month), versions_of(month)
    if edition != newest:
        raise ParameterError(f"edition: found {edition}, expected the newest version of {name}, {newest or 'none'}")
    row = _releases(month)[-1]
    made = _changed(month, "taken_back", ",".join(row.values()), lambda text: without_row(text, row)[0])
    return replace(made, html=f"{made.html}\n{paragraph(SAY.say('desk.release.taken_back'))}")


def versions_of(month: Reconciliation) -> int:
    """Return how many versions of a month are released."""
    return len(_releases(month))


def _releases(month: Reconciliation) -> list[dict[str, str]]:
    rows = rows_of(text_of(RELEASES, month.sources.folder))
    return [row for row in rows if row.get("month") == str(month.month)]


def _changed(month: Reconciliation, verb: str, row: str, edit: Callable[[str], str]) -> DecisionMade:
    """Change the file of releases, if the data pass their contract with it; no number of the month depends on it."""
    refuse_in_an_unattended_run()
    with says_that_nothing_is_written():
        _, _, tables = change(RELEASES, month.sources.folder, edit, read_tables)
    known = replace(as_of(month.month, tables), folder=month.sources.folder)
    after = replace(month, sources=known, warnings=known.warnings)
    after = replace(after, warnings=(*known.warnings, *changed_since(after)))
    written = SAY.say(f"desk.decision.{verb}", file=path_of(RELEASES))
    return DecisionMade(shown(line_to_copy(written, row)).html, after)
