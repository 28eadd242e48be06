"""Releases a month, or the next edition of it, and takes a release back."""

from analysis.decision_files import values_of, with_row
from analysis.desk.ruling import Ruled, changed, filled, taken_back, text_of
from analysis.desk.shown import SAY
from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation
from analysis.releases import numbers_of

_TABLE = "decisions_releases"


def release(
    month: Reconciliation, *, by: str, on: str, what_was_wrong_nl: str = "", what_was_wrong_en: str = ""
) -> Ruled:
    """Release a month, or the next edition of it that says what was wrong in the one before, and show what changes.

    Until then each page and mail says that it is a draft, and again once the numbers of the month change. Raises
    ParameterError for a missing word, InputError if a first edition says what was wrong or a later one does not.
    """
    name = str(month.month)
    row = {"month": name, **filled(released_by=by, released_on=on), "numbers": numbers_of(month)}
    row |= {"what_was_wrong_nl": what_was_wrong_nl, "what_was_wrong_en": what_was_wrong_en}

    def edit(text: str) -> str:
        edition = values_of(text, "month").count(name) + 1
        return with_row(text, row | {"edition": str(edition)}, _TABLE, month.sources.folder)

    return changed(month, _TABLE, edit, lambda: _what_next(month))


def take_back_release(month: Reconciliation) -> Ruled:
    """Take the newest edition of a month out, before anything was sent; raises ParameterError if there is none."""
    editions = values_of(text_of(month, _TABLE), "month").count(str(month.month))
    wanted = {"month": str(month.month), "edition": str(editions)}
    return taken_back(month, _TABLE, wanted, SAY.say("desk.ruling.taken_back_release"))


def _what_next(month: Reconciliation) -> str:
    then = SAY.say("desk.ruling.next_release", call="desk.take_back_release(month_reconciled)")
    sources = month.sources
    figures = waiting_figures(month.figures, sources.publications, sources.quantities, sources.decisions.figures)
    waiting = {"figures": len(figures), "lines": int((month.signatures["outcome"] == "review").sum())}
    counts = [f"{SAY.say(f'desk.effect.waiting.{name}').lower()}: {SAY.number(n)}" for name, n in waiting.items() if n]
    return f"{SAY.say('desk.ruling.waiting', counts=SAY.list(counts))} {then}" if counts else then
