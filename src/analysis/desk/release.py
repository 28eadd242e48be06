"""Releases the numbers of a month, and takes a release back. Nothing but the file of releases is read and written."""

import datetime
from collections.abc import Callable
from dataclasses import replace

from analysis.core.parameters import LANGUAGES, check_names
from analysis.core.problems import ParameterError
from analysis.desk.released_numbers import forget_numbers, keep_numbers
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
from analysis.reconciliation.releases import CORRECTION, changed_since, numbers_of
from analysis.sources import OWN_DATA, as_of, read_tables
from analysis.sources.decisions import RELEASES
from analysis.sources.decisions.files import change, line_of_csv, path_of, rows_of, text_of, with_row, without_row


def release(month: Reconciliation, *, by: str = "", on: str | datetime.date = "", **correction: str) -> DecisionMade:
    """Release a month, or a correction of it, which says cause, fix and what it touches, in both languages.

    A correction takes `what_was_wrong_nl`, `what_was_wrong_en`, `how_fixed_nl`, `how_fixed_en`, `what_it_touches_nl`
    and `what_it_touches_en`. Until it is released each page and mail of a month says that it is a draft, and again once
    its numbers change. What is released already is not released again. Raises ParameterError for a missing or unknown
    word and for numbers that changed since the month was opened; InputError if a first version corrects something.
    """
    name, numbers = str(month.month), numbers_of(month)
    now = reconciled(month.month, month.sources.folder)
    if numbers != numbers_of(now):
        raise ParameterError(
            f"{name} changed since you opened it: run the notebook again from the top, read it, then release"
        )
    words = [f"{what}_{language}" for what in CORRECTION for language in LANGUAGES]
    check_names(correction, words)
    texts = as_texts(**(dict.fromkeys(words, "") | correction))
    said = {word: " ".join(text.split()) for word, text in texts.items()}
    by_whom, earlier = signed("released", by, on), _releases(month)
    of_now = {"month": name, "numbers": numbers} | {word: text for word, text in said.items() if text}
    if earlier and earlier[-1].items() >= of_now.items():  # a notebook that was run again
        return nothing_done(month, SAY.say("desk.release.already", month=SAY.month(name), number=len(earlier)))
    if earlier and (missing := [word for word, text in said.items() if not text]):
        what = "what was wrong, how it was fixed and what it touches, in both languages"
        listed = "desk.changed_since_release(month_reconciled) lists what changed"
        raise ParameterError(f"a correction says {what}: fill in {', '.join(missing)}; {listed}")
    row = of_now | by_whom | {"edition": str(len(earlier) + 1)}
    line = with_row("", row, RELEASES).splitlines()[-1]
    made = _changed(now, "written", line, lambda text: with_row(text, row, RELEASES))
    keep_numbers(now, len(earlier) + 1)
    waiting = {
        "figures": len(waiting_figures(now.figures, now.sources.decisions.figures)),
        "lines": int((now.signatures["outcome"] == "review").sum()),
    }
    blocks = [SAY.count(f"desk.release.waiting.{what}", n) for what, n in waiting.items() if n]
    folder = "" if now.sources.folder == OWN_DATA else str(now.sources.folder)
    opened = f'desk.open_month(month="{name}", data_dir="{folder}")'  # notebook 3 has no month to name
    back = f"desk.take_back_release({opened}, {row['edition']})"
    blocks.append(SAY.say("desk.release.done", month=SAY.month(name), number=row["edition"], call=back))
    return replace(made, html="\n".join([made.html, *map(paragraph, blocks)]))


def take_back_release(month: Reconciliation, version: int) -> DecisionMade:
    """Take the newest version of a month out, before anything was sent; raises ParameterError for any other one."""
    earlier = _releases(month)
    if not earlier or version != len(earlier):
        newest = f"the newest version of {month.month}, {len(earlier) or 'none'}"
        raise ParameterError(f"version: found {version}, expected {newest}")
    row = earlier[-1]
    made = _changed(month, "taken_back", line_of_csv(list(row.values())), lambda text: without_row(text, row)[0])
    forget_numbers(month, version)
    return replace(made, html=f"{made.html}\n{paragraph(SAY.say('desk.release.taken_back'))}")


def _releases(month: Reconciliation) -> list[dict[str, str]]:
    rows = rows_of(text_of(RELEASES, month.sources.folder))
    return [row for row in rows if row.get("month") == str(month.month)]


def _changed(month: Reconciliation, verb: str, line: str, edit: Callable[[str], str]) -> DecisionMade:
    """Change the file of releases, if the data pass their contract with it; no number of the month depends on it."""
    refuse_in_an_unattended_run()
    with says_that_nothing_is_written():
        _, _, tables = change(RELEASES, month.sources.folder, edit, read_tables)
    known = replace(as_of(month.month, tables), folder=month.sources.folder)
    after = replace(month, sources=known, warnings=known.warnings)
    after = replace(after, warnings=(*known.warnings, *changed_since(after)))
    written = SAY.say(f"desk.decision.{verb}", file=path_of(RELEASES))
    return DecisionMade(shown(line_to_copy(written, line)).html, after)
