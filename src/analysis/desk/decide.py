"""Decides on a figure, on a line of a list or on a party by one call."""

import datetime
import re
from collections.abc import Iterable

from analysis.core.problems import ParameterError
from analysis.desk.decision_made import DecisionMade, all_typed, filled, typed, written
from analysis.desk.queue import figures_that_wait
from analysis.desk.signatures import doubt_about, line_at, nearest_ids, signatory_of
from analysis.figures.waiting import expectations, grounds_of
from analysis.reconciliation import Reconciliation
from analysis.signatories.decisions import ACTIONS, decision_on
from analysis.sources.parliament import HOUSE

_LARGEST = 1e15  # no figure comes near; NaN and infinity are not below it


def decide_on_figure(
    month: Reconciliation,
    figure_id: str,
    action: str,
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    corrected_value: float | None = None,
    rests_on: Iterable[str] | None = None,
    valid_from: str | datetime.date = "",
) -> DecisionMade:
    """Decide on a printed figure (`accept`, `exclude`, `prefer`, `correct`) and show what that changes.

    `by`, `on` (YYYY-MM-DD, or a date) and `reason` say who decided, when and why; `rests_on` are the figures that the
    reason leans on, those it was held against if not given; it holds from `valid_from` on, the first day of the month
    if not given.
    Raises ParameterError for an unknown figure or a missing word, InputError if the decision does not fit the data.
    """
    figure_id, valid_from = typed("figure_id", figure_id), typed("valid_from", valid_from)
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    leans_on = _held_against(month, figure_id) if rests_on is None else all_typed("rests_on", rests_on)
    if unknown := [name for name in (figure_id, *leans_on) if name not in known]:
        raise ParameterError(f"no figure {', '.join(unknown)} in {month.month}: see printed_figures for the ids")
    row = {
        "figure_id": figure_id,
        "action": typed("action", action),
        "corrected_value": _number("corrected_value", corrected_value),
        **expectations(figure_id, leans_on, known),
        "valid_from": valid_from or f"{month.month}-01",
        **filled(decided_by=by, decided_on=on, reason=reason),
    }
    return written(month, "decisions_figures", row, lambda taken: _next("d", taken))


def decide_on_line(
    month: Reconciliation,
    source_file: str,
    source_row: int,
    action: str,
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    candidate: str = "",
    duplicate_of: str = "",
    may_be_named: str = "",
    valid_from: str | datetime.date = "",
    although: str = "",
) -> DecisionMade:
    """Decide on a line of a list (one of `decisions.ACTIONS`) and show what that changes.

    `candidate` is the candidate_id of whom it means (`party:cda` for a party), needed to accept a line that waits;
    `duplicate_of` the line it repeats (FILE:ROW), `may_be_named` yes or no, if the decision says so. It holds from
    `valid_from` on, the day of signing if not given; of a withdrawal that is the day it was withdrawn. Where the name
    does not resemble the candidate's, or the line is accepted for somebody else, `although` says that this was seen.
    Raises ParameterError for an unknown line or candidate or a missing word, InputError if the decision does not fit
    the data.
    """
    line = line_at(month, typed("source_file", source_file), source_row)
    row = decision_on(line, typed("candidate", candidate) or signatory_of(line), typed("action", action))
    if action not in ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(ACTIONS)}")
    if action == "accept" and not (row["person_id"] or row["party_id"]):
        raise ParameterError(f"candidate: not given, expected one of {line['candidate_ids'] or 'the ids in data/'}")
    if candidate and (near := nearest_ids(month, candidate)):
        raise ParameterError(f"candidate: no {candidate!r} in data/; did you mean {near}?")
    if action == "accept" and not although and (doubt := doubt_about(month, line, candidate)):
        raise ParameterError(f'{doubt}: if that is meant, say so by although="…"')
    reason = f"{typed('reason', reason)} (although {although})" if although and reason else reason
    day = typed("valid_from", valid_from) or ("" if action == "withdraw" else row["valid_from"])
    row |= {"valid_from": day, "duplicate_of": typed("duplicate_of", duplicate_of)}
    row |= {"may_be_named": typed("may_be_named", may_be_named)}
    if not day:
        raise ParameterError("valid_from: not given, expected the day from which it holds (a withdrawal: its own day)")
    row |= filled(decided_by=by, decided_on=on, reason=reason)
    return written(month, "decisions_signatories", row, lambda taken: _free(row["decision_id"], taken))


def decide_on_party(
    month: Reconciliation,
    party: str,
    predecessors: Iterable[str],
    *,
    by: str,
    on: str | datetime.date,
    reason: str,
    valid_from: str | datetime.date,
    body: str = HOUSE,
) -> DecisionMade:
    """Rule that a party carries the signature of its predecessors from a day on, and show what that changes.

    Raises ParameterError for a missing word, InputError for an unknown party or one whose predecessors did not sign.
    """
    row = {"body_id": typed("body", body), "party_id": typed("party", party), "action": "carries_signature"}
    row |= {"predecessors": "|".join(all_typed("predecessors", predecessors))}
    row |= {"valid_from": typed("valid_from", valid_from)}
    row |= filled(decided_by=by, decided_on=on, reason=reason)
    return written(month, "decisions_parties", row, lambda taken: _next("p", taken))


def _number(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_LARGEST < value < _LARGEST:
        raise ParameterError(f"{name}: found {value!r}, expected a number")
    return f"{value:.10g}"


def _held_against(month: Reconciliation, figure_id: str) -> list[str]:
    waiting = figures_that_wait(month)
    found = waiting[waiting["figure_id"] == figure_id].to_dict("records")
    return grounds_of(found[0]) if found else []


def _next(letter: str, taken: list[str]) -> str:
    numbers = [int(name[1:]) for name in taken if re.fullmatch(rf"{letter}\d+", name)]
    return f"{letter}{max(numbers, default=0) + 1:02}"


def _free(name: str, taken: list[str]) -> str:
    """Return a name for another decision on one line: the first is called after its place alone."""
    return next(each for n in range(1, len(taken) + 2) if (each := name if n == 1 else f"{name}-{n}") not in taken)
