"""Releases a month, or the next edition of it, and takes a release back."""

import datetime

from analysis.core.problems import ParameterError
from analysis.desk.decision_made import DecisionMade, changed, filled, taken_back, typed
from analysis.desk.queue import counts_that_wait
from analysis.desk.shown import SAY
from analysis.reconciliation import Reconciliation, reconciled
from analysis.reconciliation.releases import edition_of, numbers_of
from analysis.sources.decision_files import text_of, values_of, with_row

_TABLE = "decisions_releases"
_SAID = ("month", "numbers", "what_was_wrong_nl", "what_was_wrong_en")


def release(
    month: Reconciliation, *, by: str, on: str | datetime.date, what_was_wrong_nl: str = "", what_was_wrong_en: str = ""
) -> DecisionMade:
    """Release a month, or the next edition of it that says what was wrong in the one before, and show what changes.

    Until then each page and mail says that it is a draft, and again once the numbers of the month change. Raises
    ParameterError for a missing word, for numbers that changed since the month was opened, and for what is released
    already; InputError if a first edition says what was wrong or a later one does not.
    """
    name = str(month.month)
    row = {"month": name, **filled(released_by=by, released_on=on), "numbers": _numbers_of_now(month)}
    row |= {"what_was_wrong_nl": _in_a_line("what_was_wrong_nl", what_was_wrong_nl)}
    row |= {"what_was_wrong_en": _in_a_line("what_was_wrong_en", what_was_wrong_en)}

    def edit(text: str) -> str:
        _refuse_twice(text, row)
        edition = values_of(text, "month").count(name) + 1
        return with_row(text, row | {"edition": str(edition)}, _TABLE, month.sources.folder)

    return changed(month, _TABLE, edit, lambda after: _what_next(after))


def _numbers_of_now(month: Reconciliation) -> str:
    """Return the fingerprint of what is released: of what the analyst saw, if the files still say so."""
    numbers = numbers_of(month)
    if numbers != numbers_of(reconciled(month.month, month.sources.folder)):
        raise ParameterError(
            f"{month.month} changed since you opened it: run the notebook again from the top, read it, then release"
        )
    return numbers


def _in_a_line(name: str, text: object) -> str:
    return " ".join(typed(name, text).split())


def _refuse_twice(text: str, row: dict[str, str]) -> None:
    """Raise ParameterError if the newest edition has these numbers and words: a notebook that was run again."""
    editions = [dict(zip(_SAID, said, strict=True)) for said in zip(*(values_of(text, c) for c in _SAID), strict=True)]
    own = [edition for edition in editions if edition["month"] == row["month"]]
    if own and own[-1] == {name: row[name] for name in _SAID}:
        raise ParameterError(f"{row['month']} is released already, as edition {len(own)}: nothing is written")


def take_back_release(month: Reconciliation, edition: int) -> DecisionMade:
    """Take the newest edition of a month out, before anything was sent; raises ParameterError for any other one."""
    editions = values_of(text_of(_TABLE, month.sources.folder), "month").count(str(month.month))
    if edition != editions:
        raise ParameterError(f"edition: found {edition}, expected the newest of {month.month}, {editions or 'none'}")
    wanted = {"month": str(month.month), "edition": str(edition)}
    return taken_back(month, _TABLE, wanted, SAY.say("desk.decision.taken_back_release"))


def _what_next(month: Reconciliation) -> str:
    call = f"desk.take_back_release(month_reconciled, {edition_of(month).number})"
    then = SAY.say("desk.decision.next_release", call=call)
    waiting = counts_that_wait(month)
    counts = [f"{SAY.say(f'desk.effect.waiting.{name}').lower()}: {SAY.number(n)}" for name, n in waiting.items() if n]
    return f"{SAY.say('desk.decision.waiting', counts=SAY.list(counts))} {then}" if counts else then
