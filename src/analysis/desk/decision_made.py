"""Writes a decision from a notebook, or takes it back, and shows what that changes, before and after.

It is written only if the data with it pass their contract and can be reconciled; otherwise nothing is, and the error
says what is wrong.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from IPython.core.getipython import get_ipython

from analysis.core.problems import InputError, ParameterError
from analysis.desk.calls import pre
from analysis.desk.effect import effect
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.reconciliation import Reconciliation, reconcile_to_rule, reconciled
from analysis.sources.decisions.files import change, path_of, without_row


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision as it was written, or taken back, and what it changes; `month` is the month reconciled with it."""

    month: Reconciliation


def write(
    month: Reconciliation, table_name: str, edit: Callable[[str], str], then: Callable[[Reconciliation], str]
) -> DecisionMade:
    """Add a row to a file of decisions by an edit of its text; `then` says of the month with it what to do next.

    Raises ParameterError where nobody is at the keyboard, InputError where the decision does not fit the data.
    """
    old, new, (before, after) = _change(month, table_name, edit)
    return _made("desk.decision.written", table_name, new.removeprefix(old), before, after, then(after))


def remove(month: Reconciliation, table_name: str, wanted: dict[str, str], then: str) -> DecisionMade:
    """Take the row with the wanted values out of a file of decisions; raises as `write` does."""
    old, _, (before, after) = _change(month, table_name, lambda text: without_row(text, wanted)[0])
    return _made("desk.decision.taken_back", table_name, without_row(old, wanted)[1], before, after, then)


def _change(
    month: Reconciliation, table_name: str, edit: Callable[[str], str]
) -> tuple[str, str, tuple[Reconciliation, Reconciliation]]:
    _refuse_in_an_unattended_run()
    return change(table_name, month.sources.folder, edit, lambda copy: _before_and_after(month, copy))


def _refuse_in_an_unattended_run() -> None:
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


def _before_and_after(month: Reconciliation, copy: Path) -> tuple[Reconciliation, Reconciliation]:
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


def _made(
    key: str, table_name: str, row: str, before: Reconciliation, after: Reconciliation, then: str
) -> DecisionMade:
    written = paragraph(SAY.say(key, file=path_of(table_name)))
    return DecisionMade(shown(written, pre(row.strip()), effect(before, after), paragraph(then)).html, after)
