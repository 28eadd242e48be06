"""Writes a decision from a notebook, or takes it back, and shows what that changes, before and after.

It is written only if the data with it pass their contract and can be reconciled; otherwise nothing is, and the error
says what is wrong.
"""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from IPython.core.getipython import get_ipython

from analysis.core.problems import InputError, ParameterError
from analysis.desk.effects import effects_in_words
from analysis.desk.shown import SAY, Shown, line_to_copy, paragraph, shown
from analysis.figures.waiting import PLACEHOLDERS
from analysis.reconciliation import Reconciliation, reconcile_and_check_later_months, reconciled
from analysis.sources.decisions.files import change, path_of, rows_of, text_of, with_row, without_row

_LARGEST = 1e15  # larger than any figure; NaN and infinity are refused with it
# Who decides and when, as given to `session`: for this kernel only.
_SESSION = {"by": "", "on": ""}


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision that was written or taken back, with what it changes; `month` is the month reconciled with it."""

    month: Reconciliation


def session(*, by: str, on: str | datetime.date) -> Shown:
    """Set who decides and on which day (YYYY-MM-DD, or a date) for all decisions that follow in this notebook.

    Raises ParameterError if `by` is empty or `on` is no day.
    """
    given = as_texts(by=by, on=on)
    try:
        datetime.date.fromisoformat(given["on"])
    except ValueError as error:
        raise ParameterError(f"on: found {given['on']!r}, expected a day as YYYY-MM-DD") from error
    _SESSION.update(_filled_in(given))
    return shown(paragraph(SAY.say("desk.decision.session", **_SESSION)))


def signed(verb: str, by: object, on: object, **words: object) -> dict[str, str]:
    """Return the columns on who decided and when (`decided_by` and `decided_on` for the verb `decided`), and `words`.

    `by` and `on` are those of the session if empty. Raises ParameterError for a word that is empty or a placeholder.
    """
    texts = _filled_in(as_texts(by=by or _SESSION["by"], on=on or _SESSION["on"], **words))
    return {f"{verb}_by": texts.pop("by"), f"{verb}_on": texts.pop("on"), **texts}


def _filled_in(texts: dict[str, str]) -> dict[str, str]:
    empty = [name for name, text in texts.items() if not text.strip() or text in PLACEHOLDERS.values()]
    if empty:
        once = 'who and when once, by desk.session(by="…", on="YYYY-MM-DD")'
        raise ParameterError(f"{', '.join(empty)}: not filled in; a decision says who, when and why ({once})")
    return texts


def as_texts(**given: object) -> dict[str, str]:
    """Return texts, days and numbers as texts for a CSV file; a corrected value that is None is empty.

    Raises ParameterError for a value of another type.
    """
    texts = {}
    for name, value in given.items():
        if isinstance(value, datetime.date):
            texts[name] = value.isoformat()[:10]
        elif isinstance(value, int | float) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST:
            texts[name] = f"{value:.10g}"
        elif isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value):
            texts[name] = value
        elif value is None and name == "corrected_value":
            texts[name] = ""
        else:
            raise ParameterError(f"{name}: found {value!r}, expected text, a day or a number")
    return texts


def decided_already(month: Reconciliation, table: str, row: dict[str, str], *same: str) -> DecisionMade | None:
    """Return a notice if this decision is in its file already; None if it is not.

    It is the same decision if the columns `same`, the action, the reason, who decided and when are the same.
    """
    wanted = {name: row[name] for name in (*same, "action", "decided_by", "decided_on", "reason")}
    for each in rows_of(text_of(table, month.sources.folder)):
        if each.items() >= wanted.items():
            notice = SAY.say("desk.decision.already", decision_id=each["decision_id"])
            return nothing_written(read_again(month), notice)
    return None


def nothing_written(month: Reconciliation, notice: str) -> DecisionMade:
    """Return a notice that nothing was written. It is no error: a cell that runs twice must not stop the notebook."""
    return DecisionMade(paragraph(notice), month)


def write_decision(
    month: Reconciliation, table: str, row: dict[str, str], name: Callable[[list[str]], str]
) -> DecisionMade:
    """Write a decision and show what it changes; `name` returns its decision_id, given the ids that are taken.

    Raises ParameterError in an unattended run, InputError where the decision does not fit the data.
    """
    names: list[str] = []

    def edit(text: str) -> str:
        names.append(name([each.get("decision_id", "") for each in rows_of(text)]))
        return with_row(text, row | {"decision_id": names[-1]}, table)

    made = write(month, table, edit)
    then = SAY.say("desk.decision.next", call=f'desk.take_back(month_reconciled, "{names[-1]}")')
    return replace(made, html=f"{made.html}\n{paragraph(then)}")


def write(month: Reconciliation, table: str, edit: Callable[[str], str]) -> DecisionMade:
    """Add rows to a file of decisions and show what they change; raises as `write_decision` does."""
    old, new, months = _change(month, table, edit)
    return _made("written", table, new.removeprefix(old), *months)


def remove(month: Reconciliation, table: str, decision_id: str) -> DecisionMade:
    """Take a decision out of its file and show what that changes; raises as `write_decision` does."""
    wanted = {"decision_id": decision_id}
    old, _, months = _change(month, table, lambda text: without_row(text, wanted)[0])
    return _made("taken_back", table, without_row(old, wanted)[1], *months)


def _change(
    month: Reconciliation, table: str, edit: Callable[[str], str]
) -> tuple[str, str, tuple[Reconciliation, Reconciliation]]:
    """Change a file of decisions; return its text before and after, and the month before and after."""
    refuse_in_an_unattended_run()
    folder = month.sources.folder

    def attempt(copy: Path) -> tuple[Reconciliation, Reconciliation]:
        with say_that_nothing_is_written():
            after = reconcile_and_check_later_months(month.month, copy)
        return read_again(month), replace(after, sources=replace(after.sources, folder=folder))

    return change(table, folder, edit, attempt)


def _made(verb: str, table: str, row: str, before: Reconciliation, after: Reconciliation) -> DecisionMade:
    written = line_to_copy(SAY.say(f"desk.decision.{verb}", file=path_of(table)), row.strip())
    return DecisionMade(shown(written, effects_in_words(before, after)).html, after)


def refuse_in_an_unattended_run() -> None:
    """Raise ParameterError in a notebook that runs by itself: in a build, in papermill, in nbconvert --execute."""
    if not is_attended():
        raise ParameterError(
            "nothing is decided or released in a notebook that runs by itself, as in a build or in papermill: "
            "run this cell in JupyterLab"
        )


def is_attended() -> bool:
    """Return False only in a notebook that runs by itself, True in JupyterLab and outside of notebooks.

    Programs that run a notebook by themselves send each cell with `allow_stdin` false (Jupyter's messaging protocol),
    since nobody could answer a question; JupyterLab sends it with true.
    """
    shell = get_ipython()
    request = shell.get_parent() if shell is not None and hasattr(shell, "get_parent") else {}
    return bool(not request or request.get("content", {}).get("allow_stdin", True))


def read_again(month: Reconciliation) -> Reconciliation:
    """Return the month reconciled from the files as they are now, or as opened if a stale decision prevents that."""
    with contextlib.suppress(InputError):
        return reconciled(month.month, month.sources.folder)
    return month


@contextlib.contextmanager
def say_that_nothing_is_written() -> Iterator[None]:
    """Add to an InputError that nothing is written."""
    try:
        yield
    except InputError as error:
        error.add_note(SAY.say("desk.decision.refused"))
        raise
