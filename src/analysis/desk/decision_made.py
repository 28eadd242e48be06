"""Writes a decision from a notebook, and takes it back: checked at once, with what it changes before and after.

It is written only if the data with it pass their contract and can be reconciled; otherwise nothing is, and the error
says what is wrong.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from IPython.core.getipython import get_ipython

from analysis.core.problems import InputError, ParameterError
from analysis.desk.calls import pre
from analysis.desk.effect import effect
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.figures.waiting import PLACEHOLDERS
from analysis.reconciliation import Reconciliation, reconcile_to_rule, reconciled
from analysis.sources.decision_files import change, file_of, text_of, values_of, with_row, without_row

_TABLES = ("decisions_figures", "decisions_signatories", "decisions_functions", "decisions_parties")


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision as it was written, or taken back, and what it changes; `month` is the month reconciled with it."""

    month: Reconciliation


def take_back(month: Reconciliation, decision_id: str) -> DecisionMade:
    """Take a decision out of its file and show what that changes; raises ParameterError if there is none so named."""
    for table in _TABLES:
        if typed("decision_id", decision_id) in values_of(text_of(table, month.sources.folder), "decision_id"):
            return taken_back(month, table, {"decision_id": decision_id}, SAY.say("desk.decision.again"))
    raise ParameterError(f"no decision {decision_id!r} in data/decisions/: it may have been taken back already")


def written(month: Reconciliation, table: str, row: dict[str, str], name: Callable[[list[str]], str]) -> DecisionMade:
    """Write a decision; `name` gives the decision_id, out of those that are taken."""
    names: list[str] = []

    def edit(text: str) -> str:
        names.append(name(values_of(text, "decision_id")))
        return with_row(text, row | {"decision_id": names[-1]}, table, month.sources.folder)

    return changed(
        month,
        table,
        edit,
        lambda _: SAY.say("desk.decision.next", call=f'desk.take_back(month_reconciled, "{names[-1]}")'),
    )


def changed(
    month: Reconciliation, table: str, edit: Callable[[str], str], then: Callable[[Reconciliation], str]
) -> DecisionMade:
    """Add a row to a file of decisions by an edit of its text; `then` says of the month with it what to do next.

    Raises ParameterError where nobody is at the keyboard.
    """
    _refuse_where_nobody_decides()
    old, new, (before, after) = change(table, month.sources.folder, edit, lambda copy: _both(month, copy))
    path = file_of(table, month.sources.folder)
    return _shown("desk.decision.written", path, new.removeprefix(old), before, after, then(after))


def taken_back(month: Reconciliation, table: str, wanted: dict[str, str], then: str) -> DecisionMade:
    """Take the row with the wanted values out of a file of decisions."""
    _refuse_where_nobody_decides()
    folder = month.sources.folder
    old, _, (before, after) = change(
        table, folder, lambda text: without_row(text, wanted)[0], lambda copy: _both(month, copy)
    )
    return _shown("desk.decision.taken_back", file_of(table, folder), without_row(old, wanted)[1], before, after, then)


def _refuse_where_nobody_decides() -> None:
    """Raise ParameterError in a notebook that runs by itself: in a build, in papermill, in nbconvert --execute.

    These ask for each cell with `allow_stdin` false (Jupyter's messaging protocol), as there is nobody who could
    answer; JupyterLab and other programs with a person before them ask with it true.
    """
    shell = get_ipython()
    request = shell.get_parent() if shell is not None and hasattr(shell, "get_parent") else {}
    if request and not request.get("content", {}).get("allow_stdin", True):
        raise ParameterError(
            "nothing is decided or released in a notebook that runs by itself, as in a build or in papermill: "
            "run this cell in JupyterLab"
        )


def typed(name: str, word: object) -> str:
    """Return what was given for a text or a day, as it is written; raises ParameterError for anything else."""
    if isinstance(word, datetime.date):
        return word.isoformat()[:10]
    if not isinstance(word, str):
        raise ParameterError(f"{name}: found {word!r}, expected text")
    if any("\ud800" <= sign <= "\udfff" for sign in word):
        raise ParameterError(f"{name}: found {word!r}, expected text without halves of signs")
    return word


def all_typed(name: str, words: Iterable[object]) -> list[str]:
    """Return each of several texts; raises ParameterError for what is none, or one text in the place of several."""
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise ParameterError(f"{name}: found {words!r}, expected a list of texts")
    return [typed(name, word) for word in words]


def filled(**words: object) -> dict[str, str]:
    """Return the words; raises ParameterError for one that is empty, or still stands for what is to be filled in."""
    texts = {name: typed(name, word) for name, word in words.items()}
    empty = [name for name, text in texts.items() if not text.strip() or text in PLACEHOLDERS.values()]
    if empty:
        raise ParameterError(f"{', '.join(empty)}: not filled in; a decision says who decided, on which day, and why")
    return texts


def _both(month: Reconciliation, copy: Path) -> tuple[Reconciliation, Reconciliation]:
    """Return the month as the files have it now, and as a copy of them has it.

    A decision that went stale stops the first: then it is the month as it was opened, so the decision can be undone.
    """
    folder = month.sources.folder
    before = month
    with contextlib.suppress(InputError):
        before = reconciled(month.month, folder)
    try:
        after = reconcile_to_rule(month.month, copy)
    except InputError as error:
        error.add_note(SAY.say("desk.decision.refused"))
        raise
    return before, replace(after, sources=replace(after.sources, folder=folder))


def _shown(key: str, file: str, row: str, before: Reconciliation, after: Reconciliation, then: str) -> DecisionMade:
    html = shown(paragraph(SAY.say(key, file=file)), pre(row.strip()), effect(before, after), paragraph(then)).html
    return DecisionMade(html, after)
