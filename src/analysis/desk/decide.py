"""The calls that decide on a figure, a line, a function or a party, and the one that takes a decision back."""

import datetime
from collections.abc import Iterable

from analysis.core.parameters import one_of
from analysis.core.problems import ParameterError
from analysis.desk.html import SAY, paragraph
from analysis.desk.names import rows_of
from analysis.desk.writing import (
    DecisionMade,
    as_texts,
    change_file,
    decided_already,
    signed,
    write_decisions,
)
from analysis.figures.waiting import expectations, grounds_of, waiting_figures
from analysis.reconciliation import Reconciliation
from analysis.signatories.waiting import checked_decision, functions_that_wait, reason_to_doubt
from analysis.sources import decisions
from analysis.sources.parliament import HOUSE


def decide_on_figure(
    month: Reconciliation,
    figure_id: str,
    action: str,
    *,
    reason: str,
    by: str = "",
    on: str | datetime.date = "",
    corrected_value: float | None = None,
    rests_on: Iterable[str] | None = None,
    valid_from: str | datetime.date = "",
) -> DecisionMade:
    """Decide on a printed figure (`accept`, `exclude`, `prefer`, `correct`) and show what that changes.

    `by` and `on` (YYYY-MM-DD, or a date) say who decided and when, those of the `session` if not given; `rests_on` are
    the figures that the reason rests on, those it was compared with if not given; it applies from `valid_from` on, the
    first day of the month if not given.
    Raises ParameterError for an unknown figure or a missing word, InputError if the decision does not fit the data.
    """
    row = as_texts(figure_id=figure_id, action=action, valid_from=valid_from or f"{month.month}-01")
    if isinstance(corrected_value, str):
        raise ParameterError(f"corrected_value: found {corrected_value!r}, expected a number without quotes, as 956")
    row |= {"corrected_value": ""} if corrected_value is None else as_texts(corrected_value=corrected_value)
    row |= signed("decided", by, on, reason=reason)
    if already := decided_already(month, decisions.ON_FIGURES, row):
        return already
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    waiting = waiting_figures(month.figures, month.sources.decisions.figures).set_index("figure_id").to_dict("index")
    compared = grounds_of(waiting[row["figure_id"]]) if row["figure_id"] in waiting else []
    grounds = compared if rests_on is None else _listed("rests_on", rests_on)
    if unknown := [name for name in (row["figure_id"], *grounds) if name not in known]:
        raise ParameterError(f"no figure {', '.join(unknown)} in {month.month}: see printed_figures for the ids")
    return write_decisions(month, decisions.ON_FIGURES, [row | expectations(row["figure_id"], grounds, known)])


def decide_on_line(
    month: Reconciliation,
    source_file: str,
    source_row: int,
    action: str,
    *,
    reason: str,
    by: str = "",
    on: str | datetime.date = "",
    candidate: str = "",
    duplicate_of: str = "",
    may_be_named: str = "",
    valid_from: str | datetime.date = "",
    although: str = "",
) -> DecisionMade:
    """Decide on a line of a list (an action of data/decisions/signatories.csv) and show what that changes.

    `candidate` is the candidate_id of whom it means (`party:cda` for a party), needed to accept a line that waits;
    `duplicate_of` the line it repeats (FILE:ROW), `may_be_named` yes or no, if the decision says so. It applies from
    `valid_from` on, the day of signing if not given; a withdrawal applies from the day it was withdrawn. To accept a
    line for somebody whose name is unlike the one written, or other than it was accepted for, needs a word `although`.
    `by` and `on` are those of the `session` if not given.
    Raises ParameterError for an unknown line or candidate or a missing word, InputError if the decision does not fit
    the data.
    """
    given = as_texts(source_file=source_file, action=action, candidate=candidate, valid_from=valid_from)
    source_file, action, candidate, day = given.values()
    lines = month.signatures
    # Compared as objects: a column of integers can't be compared with a number that is too large for it.
    found = lines[(lines["source_file"] == source_file) & (lines["source_row"].astype("object") == source_row)]
    if found.empty:
        lists = ", ".join(lines["source_file"].unique())
        raise ParameterError(
            f"no line {source_file}:{source_row!r} in the lists of {month.month}; expected a file among {lists}, and "
            "the number of one of its rows"
        )
    line = rows_of(found)[0]
    row = checked_decision(line, candidate, action, day, month.sources)
    if action == "accept" and not although and (doubt := reason_to_doubt(line, candidate, month.sources)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…"')
    reason = f"{reason} (although {although})" if although and reason else reason
    if may_be_named:
        one_of("may_be_named", may_be_named, ("yes", "no"))
    row |= as_texts(duplicate_of=duplicate_of, may_be_named=may_be_named)
    row |= signed("decided", by, on, reason=reason)
    # Whom the line means by rule is not known any more once it was decided that it means nobody.
    not_compared = () if candidate else ("person_id", "party_id")
    already = decided_already(month, decisions.ON_SIGNATURES, row, not_compared)
    return already or write_decisions(month, decisions.ON_SIGNATURES, [row])


def decide_on_function(
    month: Reconciliation,
    words: str,
    action: str,
    *,
    lines: int,
    reason: str,
    by: str = "",
    on: str | datetime.date = "",
    body: str = HOUSE,
    valid_from: str | datetime.date = "2021-03-01",
) -> DecisionMade:
    """Decide on the words of a function, for all lines that have them, and show what that changes.

    `action` is `sits_or_stands` (the name then decides) or `another_role` (the lines are not_in_parliament); `lines` is
    how many lines wait for it now; `by` and `on` are those of the `session` if not given. Raises ParameterError if the
    number differs, the action is unknown or a word is missing, InputError if the decision does not fit the data.
    """
    decisions.check_action(action, decisions.ON_FUNCTIONS)
    row = as_texts(body_id=body, words=words, action=action, valid_from=valid_from)
    row |= signed("decided", by, on, reason=reason)
    if already := decided_already(month, decisions.ON_FUNCTIONS, row):
        return already
    known = functions_that_wait(month.signatures)
    known = known[known["body_id"] == body].set_index("words")["lines"].to_dict()
    if words not in known:
        raise ParameterError(f"no line waits for the function {words!r}; signatures_that_wait shows those that do")
    if known[words] != lines:
        raise ParameterError(f"lines: {known[words]} wait for {words!r}, not {lines}: look at them again")
    return write_decisions(month, decisions.ON_FUNCTIONS, [row])


def decide_on_party(
    month: Reconciliation,
    party: str,
    predecessors: Iterable[str],
    *,
    reason: str,
    valid_from: str | datetime.date,
    by: str = "",
    on: str | datetime.date = "",
    body: str = HOUSE,
) -> DecisionMade:
    """Decide that a party carries the signature of its predecessors from a day on, and show what that changes.

    `by` and `on` are those of the `session` if not given. Raises ParameterError for a missing word, InputError for an
    unknown party or one whose predecessors did not sign.
    """
    row = as_texts(body_id=body, party_id=party, action="carries_signature", valid_from=valid_from)
    row |= {"predecessors": "|".join(_listed("predecessors", predecessors))}
    row |= signed("decided", by, on, reason=reason)
    already = decided_already(month, decisions.ON_PARTIES, row)
    return already or write_decisions(month, decisions.ON_PARTIES, [row])


def take_back(month: Reconciliation, decision_id: str) -> DecisionMade:
    """Take a decision out of its file and show what that changes; if there is no such decision, say so."""
    wanted = as_texts(decision_id=decision_id)
    for table in (decisions.ON_FIGURES, decisions.ON_PARTIES, decisions.ON_SIGNATURES, decisions.ON_FUNCTIONS):
        text = decisions.text_of(table, month.sources.folder)
        if any(row.items() >= wanted.items() for row in decisions.rows_of(text)):
            return change_file(month, table, lambda text: decisions.without_row(text, wanted)[0], "taken_back")
    return DecisionMade(paragraph(SAY.say("desk.decision.gone", decision_id=decision_id)), month)


def _listed(name: str, words: Iterable[object]) -> list[str]:
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise ParameterError(f"{name}: found {words!r}, expected a list of texts")
    return [as_texts(**{name: word})[name] for word in words]
