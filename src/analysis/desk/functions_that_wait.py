"""Functions that wait for a decision: one decides all lines that have the words, in these lists and in later ones."""

import datetime

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.decision_made import DecisionMade, filled, typed, written
from analysis.reconciliation import Reconciliation
from analysis.sources.parliament import HOUSE

ACTIONS = ("sits_or_stands", "another_role")


def functions_that_wait(month: Reconciliation) -> pd.DataFrame:
    """Return the functions that alone keep lines waiting, most lines first; they can point at persons.

    One row per body and function: body_id, words (of the function, as a decision names it), lines (how many wait for
    it), because (of the first line).
    """
    waiting = month.signatures[(month.signatures["outcome"] == "review") & month.signatures["role"].notna()]
    grouped = waiting.groupby(["body_id", "role"], as_index=False).agg(
        lines=("role", "size"), because=("because", "first")
    )
    ordered = grouped.sort_values(["lines", "role"], ascending=[False, True], ignore_index=True)
    return ordered.rename(columns={"role": "words"})


def decide_on_function(
    month: Reconciliation,
    words: str,
    action: str,
    *,
    lines: int,
    by: str,
    on: str | datetime.date,
    reason: str,
    body: str = HOUSE,
    valid_from: str | datetime.date = "2021-03-01",
) -> DecisionMade:
    """Decide on the words of a function, for all lines that have them, and show what that changes.

    `action` is `sits_or_stands` (the name then decides) or `another_role` (the lines are not_in_parliament); `lines` is
    how many lines wait for it now. Raises ParameterError if that differs, the action is unknown or a word is missing,
    InputError if the decision does not fit the data.
    """
    if action not in ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(ACTIONS)}")
    known = functions_that_wait(month)
    known = known[known["body_id"] == typed("body", body)].set_index("words")["lines"].to_dict()
    if typed("words", words) not in known:
        raise ParameterError(f"no line waits for the function {words!r}; functions_that_wait has those that do")
    if known[words] != lines:
        raise ParameterError(f"lines: {known[words]} wait for {words!r}, not {lines}: look at them again")
    row = {"body_id": body, "words": words, "action": action, "valid_from": typed("valid_from", valid_from)}
    row |= filled(decided_by=by, decided_on=on, reason=reason)

    def name(taken: list[str]) -> str:
        return next(each for n in range(1, len(taken) + 2) if (each := f"w{n:02}") not in taken)

    return written(month, "decisions_functions", row, name)
