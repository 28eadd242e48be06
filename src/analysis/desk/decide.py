"""The calls that decide on a figure, a line, a function or a party, and the one that takes a decision back."""

import datetime
import re
from collections.abc import Iterable

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.core.names import fold
from analysis.core.problems import ParameterError
from analysis.desk.shown import SAY
from analysis.desk.signatures import functions_that_wait
from analysis.desk.words import Row, rows_of
from analysis.desk.writing import (
    DecisionMade,
    as_texts,
    decided_already,
    nothing_written,
    remove,
    signed,
    write_decision,
)
from analysis.figures.waiting import expectations, grounds_of, waiting_figures
from analysis.reconciliation import Reconciliation
from analysis.signatories.acceptance import PARTY_MARK
from analysis.signatories.decisions import ACTIONS, decision_on
from analysis.sources.decisions import (
    ON_FIGURES,
    ON_FUNCTIONS,
    ON_PARTIES,
    ON_SIGNATURES,
    actions_of,
    text_of,
)
from analysis.sources.decisions import rows_of as rows_of_text
from analysis.sources.parliament import HOUSE

# Two names that are less alike (of 100) have little but single letters in common.
_UNLIKE = 60
# Two decisions on a line are the same if these columns are.
_SAME_LINE = ("source_file", "source_row", "person_id", "party_id", "duplicate_of", "may_be_named", "valid_from")


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
    row = as_texts(figure_id=figure_id, action=action, corrected_value=corrected_value, valid_from=valid_from)
    row["valid_from"] = row["valid_from"] or f"{month.month}-01"
    row |= signed("decided", by, on, reason=reason)
    if made := decided_already(month, ON_FIGURES, row, "figure_id", "corrected_value", "valid_from"):
        return made
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    grounds = _compared_with(month, row["figure_id"]) if rests_on is None else _listed("rests_on", rests_on)
    if unknown := [name for name in (row["figure_id"], *grounds) if name not in known]:
        raise ParameterError(f"no figure {', '.join(unknown)} in {month.month}: see printed_figures for the ids")
    row |= expectations(row["figure_id"], grounds, known)
    return write_decision(month, ON_FIGURES, row, lambda taken: _next_id("d", taken))


def _compared_with(month: Reconciliation, figure_id: str) -> list[str]:
    waiting = waiting_figures(month.figures, month.sources.decisions.figures)
    found = waiting[waiting["figure_id"] == figure_id].to_dict("records")
    return grounds_of(found[0]) if found else []


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
    """Decide on a line of a list (one of `signatories.decisions.ACTIONS`) and show what that changes.

    `candidate` is the candidate_id of whom it means (`party:cda` for a party), needed to accept a line that waits;
    `duplicate_of` the line it repeats (FILE:ROW), `may_be_named` yes or no, if the decision says so. It applies from
    `valid_from` on, the day of signing if not given; a withdrawal applies from the day it was withdrawn. To accept a
    line for somebody whose name is unlike the one written, or other than it was accepted for, needs a word `although`.
    `by` and `on` are those of the `session` if not given.
    Raises ParameterError for an unknown line or candidate or a missing word, InputError if the decision does not fit
    the data.
    """
    given = as_texts(source_file=source_file, action=action, candidate=candidate, valid_from=valid_from)
    line = line_at(month, given["source_file"], source_row)
    row = decision_on(line, given["candidate"] or signatory_of(line), given["action"])
    if action not in ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(ACTIONS)}")
    if action == "accept" and not (row["person_id"] or row["party_id"]):
        raise ParameterError(f"candidate: not given, expected one of {line['candidate_ids'] or 'the ids in data/'}")
    if candidate and (near := nearest_ids(month, candidate)):
        raise ParameterError(f"candidate: no {candidate!r} in data/; did you mean {near}?")
    if action == "accept" and not although and (doubt := _reason_to_doubt(month, line, candidate)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…"')
    day = given["valid_from"] or ("" if action == "withdraw" else row["valid_from"])
    if not day:
        raise ParameterError("valid_from: not given, expected the day it applies from (a withdrawal: its own day)")
    reason = f"{reason} (although {although})" if although and reason else reason
    row |= as_texts(valid_from=day, duplicate_of=duplicate_of, may_be_named=may_be_named)
    row |= signed("decided", by, on, reason=reason)
    if made := decided_already(month, ON_SIGNATURES, row, *_SAME_LINE):
        return made
    return write_decision(month, ON_SIGNATURES, row, lambda taken: free_id(row["decision_id"], taken))


def line_at(month: Reconciliation, source_file: str, source_row: int) -> Row:
    """Return a line of a list with its outcome; raises ParameterError if the month has no such line."""
    lines = month.signatures
    # Compared as objects: a column of integers can't be compared with a number that is too large for it.
    found = lines[(lines["source_file"] == source_file) & (lines["source_row"].astype("object") == source_row)]
    if found.empty:
        raise ParameterError(f"no line {source_file}:{source_row!r} in the lists of {month.month}")
    return rows_of(found)[0]


def signatory_of(line: Row) -> str:
    """Return the candidate_id of the person or party that a line was matched with; empty while it waits."""
    return str(line["person_id"] or (PARTY_MARK + line["party_id"] if line["party_id"] else ""))


def nearest_ids(month: Reconciliation, candidate_id: str) -> str | None:
    """Return the known ids most like an unknown candidate_id, with their names; None if the candidate_id is known.

    Known are the ids of members and candidates of every body, and `party:` with the id of a party.
    """
    sources = month.sources
    people = pd.concat([sources.members, sources.candidates])[["person_id", "full_name"]]
    names = dict(zip(people["person_id"], people["full_name"], strict=True))
    names |= {PARTY_MARK + party: party for party in sources.parties["party_id"]}
    if candidate_id in names:
        return None
    near = process.extract(candidate_id, list(names), scorer=fuzz.ratio, limit=3)
    return ", ".join(f"{found} ({names[found]})" for found, _, _ in near)


def _reason_to_doubt(month: Reconciliation, line: Row, candidate_id: str) -> str:
    """Return why the candidate may be a slip: another signatory than before, or an unlike name; empty if not."""
    if candidate_id and line["outcome"] == "accepted" and signatory_of(line) != candidate_id:
        return f"the line is accepted for {line['matched_name']} ({signatory_of(line)})"
    people = pd.concat([month.sources.members, month.sources.candidates])
    names = people.loc[people["person_id"] == candidate_id, "full_name"].unique()
    written = fold(line["name_as_written"] or "")
    if names.size and max(fuzz.token_set_ratio(written, fold(name)) for name in names) < _UNLIKE:
        return f"the name {line['name_as_written']!r} does not resemble {names[0]} ({candidate_id})"
    return ""


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
    if action not in actions_of(ON_FUNCTIONS):
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(actions_of(ON_FUNCTIONS))}")
    row = as_texts(body_id=body, words=words, action=action, valid_from=valid_from)
    row |= signed("decided", by, on, reason=reason)
    if made := decided_already(month, ON_FUNCTIONS, row, "body_id", "words", "valid_from"):
        return made
    known = functions_that_wait(month)
    known = known[known["body_id"] == body].set_index("words")["lines"].to_dict()
    if words not in known:
        raise ParameterError(f"no line waits for the function {words!r}; functions_that_wait has those that do")
    if known[words] != lines:
        raise ParameterError(f"lines: {known[words]} wait for {words!r}, not {lines}: look at them again")
    return write_decision(month, ON_FUNCTIONS, row, lambda taken: _next_id("w", taken))


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
    if made := decided_already(month, ON_PARTIES, row, "body_id", "party_id", "predecessors", "valid_from"):
        return made
    return write_decision(month, ON_PARTIES, row, lambda taken: _next_id("p", taken))


def take_back(month: Reconciliation, decision_id: str) -> DecisionMade:
    """Take a decision out of its file and show what that changes; if there is no such decision, say so."""
    wanted = as_texts(decision_id=decision_id)
    for table in (ON_FIGURES, ON_PARTIES, ON_SIGNATURES, ON_FUNCTIONS):
        if any(row.items() >= wanted.items() for row in rows_of_text(text_of(table, month.sources.folder))):
            return remove(month, table, decision_id)
    return nothing_written(month, SAY.say("desk.decision.gone", decision_id=decision_id))


def _listed(name: str, words: Iterable[object]) -> list[str]:
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise ParameterError(f"{name}: found {words!r}, expected a list of texts")
    return [as_texts(**{name: word})[name] for word in words]


def _next_id(letter: str, taken: list[str]) -> str:
    numbers = [int(name[1:]) for name in taken if re.fullmatch(rf"{letter}\d+", name)]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def free_id(name: str, taken: list[str]) -> str:
    """Return `name`, or `name` with the first number that makes it an id that is not taken yet."""
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)
