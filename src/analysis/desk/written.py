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

_LARGEST = 1e15  # no figure comes near; NaN and infinity are not below it
# Who decides and when, as `session` was told; it is of this kernel alone.
_SESSION = {"by": "", "on": ""}


@dataclass(frozen=True, repr=False)
class DecisionMade(Shown):
    """A decision as it was written, or taken back, and what it changes; `month` is the month reconciled with it."""

    month: Reconciliation


def session(*, by: str, on: str | datetime.date) -> Shown:
    """Say once who decides and on which day (YYYY-MM-DD, or a date): calls that decide need neither from then on.

    Raises ParameterError if one is empty or no day.
    """
    given = as_texts(by=by, on=on)
    try:
        datetime.date.fromisoformat(given["on"])
    except ValueError as error:
        raise ParameterError(f"on: found {given['on']!r}, expected a day as YYYY-MM-DD") from error
    _SESSION.update(_filled_in(given))
    return shown(paragraph(SAY.say("desk.decision.session", **_SESSION)))


def signed(verb: str, by: object, on: object, **words: object) -> dict[str, str]:
    """Return who decided (`decided_by` for the verb `decided`) and when, of the session unless given, and the words.

    Raises ParameterError for a word that is empty or still a placeholder.
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
    """Return what was given as it is written in a file: texts, days and numbers; no corrected value is an empty one.

    Raises ParameterError for anything else.
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
    """Return what says so if a decision with these columns, by the same person on the same day, is in the file."""
    wanted = {name: row[name] for name in (*same, "action", "decided_by", "decided_on", "reason")}
    for each in rows_of(text_of(table, month.sources.folder)):
        if each.items() >= wanted.items():
            said = SAY.say("desk.decision.already", decision_id=each["decision_id"])
            return nothing_done(as_files_have_it(month), said)
    return None


def nothing_done(month: Reconciliation, said: str) -> DecisionMade:
    """Return what says that nothing was written: a cell that is run again must not stop the others."""
    return DecisionMade(paragraph(said), month)


def write_decision(
    month: Reconciliation, table: str, row: dict[str, str], name: Callable[[list[str]], str]
) -> DecisionMade:
    """Write a decision and show what it changes; `name` gives the decision_id, from those that are taken.

    Raises ParameterError where nobody is at the keyboard, InputError where the decision does not fit the data.
    """
    names: list[str] = []

    def edit(text: str) -> str:
        names.append(name([each.get("decision_id", "") for each in rows_of(text)]))
        return with_row(text, row | {"decision_id": names[-1]}, table)

    made = write(month, table, edit)
    then = SAY.say("desk.decision.next", call=f'desk.take_back(month_reconciled, "{names[-1]}")')
    return replace(made, html=f"{made.html}\n{paragraph(then)}")


def write(month: Reconciliation, table: str, edit: Callable[[str], str]) -> DecisionMade:
    """Add to a file of decisions by an edit of its text, and show what that changes; raises as `write_decision`."""
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
    """Change a file of decisions: return its text and the month, before and after."""
    refuse_in_an_unattended_run()
    folder = month.sources.folder

    def attempt(copy: Path) -> tuple[Reconciliation, Reconciliation]:
        with says_that_nothing_is_written():
            after = reconcile_and_check_later_months(month.month, copy)
        return as_files_have_it(month), replace(after, sources=replace(after.sources, folder=folder))

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
    """Return whether a person may be before the notebook, or there is none.

    Whatever runs a notebook by itself asks for each cell with `allow_stdin` false (Jupyter's messaging protocol), as
    there is nobody who could answer; JupyterLab and other programs with a person before them ask with it true.
    """
    shell = get_ipython()
    request = shell.get_parent() if shell is not None and hasattr(shell, "get_parent") else {}
    return bool(not request or request.get("content", {}).get("allow_stdin", True))


def as_files_have_it(month: Reconciliation) -> Reconciliation:
    """Return a month as the files have it now; as it was opened where a decision that went stale stops that."""
    with contextlib.suppress(InputError):
        return reconciled(month.month, month.sources.folder)
    return month


@contextlib.contextmanager
def says_that_nothing_is_written() -> Iterator[None]:
    """Let an InputError say that nothing is written."""
    try:
        yield
    except InputError as error:
        error.add_note(SAY.say("desk.decision.refused"))
        raise
