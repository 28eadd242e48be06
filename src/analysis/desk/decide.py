"""The calls that decide on a figure, a line, a text or a party, and the one that takes a decision back."""

import datetime
from collections.abc import Iterable

from analysis.core.parameters import FIRST_MONTH, HOUSE, one_of
from analysis.core.problems import ParameterError
from analysis.desk.html import SAY, blocks
from analysis.desk.writing import (
    SESSION,
    TAKEN_BACK,
    DecisionMade,
    change_file,
    decided_already,
    earlier_decision,
    write_decisions,
)
from analysis.figures.waiting import expectations, waiting_figures
from analysis.reconciliation import Reconciliation
from analysis.signatories.waiting import check_text, checked_decision, line_at, lines_waiting_for
from analysis.sources import decisions
from analysis.sources.decisions import as_texts, check_filled_in
from analysis.updates.proposals import ANSWERS, REFUSE

# A day before any list came in, as a text means the same on every day.
A_TEXT_APPLIES_FROM = f"{FIRST_MONTH}-01"


def decide_on_figure(
    month: Reconciliation,
    figure_id: str,
    action: str,
    *,
    reason: str,
    reason_nl: str = "",
    corrected_value: float | None = None,
    rests_on: Iterable[str] | None = None,
    valid_from: str | datetime.date = "",
) -> DecisionMade:
    """Decide on a printed figure (`accept`, `exclude`, `prefer`, `correct`) and show what that changes.

    The Dutch annex shows `reason_nl`, or else `reason`. `rests_on` lists the ids of the figures that the reason rests
    on, by default those that a waiting figure was compared with; `valid_from` is by default the first of the month.
    Raises ParameterError for an unknown figure, an empty reason, or a figure that is decided on otherwise already;
    InputError if the decision does not fit the data.
    """
    decisions.check_action(action, decisions.ON_FIGURES)
    row = as_texts(figure_id=figure_id, action=action, valid_from=valid_from or f"{month.month}-01", reason=reason)
    if action == "correct" and corrected_value in (None, ""):
        raise ParameterError("corrected_value: not given, expected the number to use instead of the printed one")
    row |= as_texts(corrected_value="" if corrected_value is None else corrected_value, reason_nl=reason_nl)
    # A figure has one decision at most, whatever the day from which it applies.
    if already := decided_already(month, decisions.ON_FIGURES, row, ["valid_from"]):
        return already
    if rests_on is None:
        waiting = waiting_figures(month.figures, month.sources.decisions.figures).get(row["figure_id"])
        rests_on = waiting.grounds if waiting else []
    known = month.figures.printed_figures.set_index("figure_id", drop=False).to_dict("index")
    row |= expectations(row["figure_id"], _listed("rests_on", rests_on), known)
    return write_decisions(month, decisions.ON_FIGURES, [row])


def decide_on_line(
    month: Reconciliation,
    source_file: str,
    source_row: int,
    action: str,
    *,
    reason: str,
    candidate: str = "",
    duplicate_of: str = "",
    may_be_named: str = "",
    valid_from: str | datetime.date = "",
    although: str = "",
) -> DecisionMade:
    """Decide on a line of a list (an action of data/decisions/signatories.csv) and show what that changes.

    `candidate` is the candidate_id of the signatory (`party:cda` for a party), needed to accept a line that waits;
    `duplicate_of` is the line that it repeats (FILE:ROW); `may_be_named` is yes or no, if that is decided too;
    `valid_from` is by default the day of signing, and must be given for a withdrawal. `although` says why a line is
    accepted for a name unlike the one written, or for somebody other than it was accepted for. Raises ParameterError
    for an unknown line or candidate or an empty reason, InputError if the decision does not fit the data.
    """
    given = as_texts(source_file=source_file, action=action, candidate=candidate, valid_from=valid_from)
    source_file, action, candidate, day = given.values()
    line = line_at(source_file, source_row, month.signatures)
    try:
        row = checked_decision(line, candidate, action, day, month.sources, although)
    except ParameterError as error:
        about = {"source_file": source_file, "source_row": str(source_row)}
        if said := earlier_decision(month, decisions.ON_SIGNATURES, about):
            error.add_note(said)
        raise
    if although:
        check_filled_in(as_texts(although=although))
        reason = f"{reason} (although {although})" if reason else reason
    if may_be_named:
        one_of("may_be_named", may_be_named, ("yes", "no"))
    row |= as_texts(duplicate_of=duplicate_of, may_be_named=may_be_named, reason=reason)
    # Once it is decided that a line means nobody, whom it meant by rule is no longer known.
    not_compared = () if candidate else ("person_id", "party_id")
    already = decided_already(month, decisions.ON_SIGNATURES, row, not_compared)
    return already or write_decisions(month, decisions.ON_SIGNATURES, [row])


def decide_on_text(
    month: Reconciliation,
    text: str,
    action: str,
    *,
    lines: int,
    reason: str,
    body: str = HOUSE,
    valid_from: str | datetime.date = A_TEXT_APPLIES_FROM,
) -> DecisionMade:
    """Decide on a text that was not understood, for all lines that have it, and show what that changes.

    `action` is `harmless` (the text does not speak against signing: the rest of the line decides, but nobody is named
    by it), `says_nothing` (nor does it bear on being named: a yes beside it counts), `sits_or_stands` (it says that the
    signatory does), `speaks_against` (the lines become not_in_parliament) or `withdrawn`; `lines` is how many lines
    wait for it now. Raises ParameterError for another number, an unknown action or an empty reason, InputError if the
    decision does not fit the data.
    """
    decisions.check_action(action, decisions.ON_TEXTS)
    text = text.strip().casefold() if isinstance(text, str) else text  # as texts are written in decisions
    row = as_texts(body_id=body, text=text, action=action, valid_from=valid_from, reason=reason)
    if already := decided_already(month, decisions.ON_TEXTS, row):
        return already
    check_filled_in(as_texts(text=text))
    check_text(text, body, lines, month.signatures)
    made = write_decisions(month, decisions.ON_TEXTS, [row])
    now = lines_waiting_for(text, body, month.signatures)[["source_file", "source_row"]].merge(made.month.signatures)
    still = now.loc[now["outcome"] == "review", "because"].map(without_quotations).value_counts()
    if still.empty:
        return made.followed_by(SAY.say("desk.signatures.none_still"))
    reasons = "; ".join(f"{reason} ({n})" for reason, n in still.items())
    return made.followed_by(SAY.count("desk.signatures.still", int(still.sum()), reasons=reasons))


def without_quotations(because: str) -> str:
    """Return why a line waits, without what it quotes from the line, so that lines with one reason can be grouped."""
    unread = because.startswith("found ")
    return SAY.say("desk.signatures.no_day_read") if unread else because.partition(":")[0]


def decide_on_party(
    month: Reconciliation,
    party: str,
    predecessors: Iterable[str],
    *,
    reason: str,
    reason_nl: str = "",
    valid_from: str | datetime.date,
    body: str = HOUSE,
) -> DecisionMade:
    """Decide that a party carries the signature of its predecessors from a day on, and show what that changes.

    `predecessors` lists party_ids. The Dutch annex shows `reason_nl`, or else `reason`. Raises ParameterError for an
    empty reason, InputError for an unknown party or one whose predecessors did not sign.
    """
    row = as_texts(body_id=body, party_id=party, action="carries_signature", valid_from=valid_from, reason=reason)
    row |= {"predecessors": "|".join(_listed("predecessors", predecessors))} | as_texts(reason_nl=reason_nl)
    already = decided_already(month, decisions.ON_PARTIES, row)
    return already or write_decisions(month, decisions.ON_PARTIES, [row])


def take_back(month: Reconciliation, decision_id: str) -> DecisionMade:
    """Take a decision, or the refusal of an update, out of its file by its id, and show what that changes.

    Given a kind of update, take back all refusals of that kind by the person and on the day given to `session`.
    """
    wanted = [as_texts(decision_id=decision_id)]
    TAKEN_BACK[month.sources.folder].add(decision_id)
    table = decisions.table_with(decision_id, month.sources.folder)
    answers = decisions.rows_in_text(decisions.text_of_table(ANSWERS, month.sources.folder))
    answered = [row for row in answers if decision_id in (row["update_id"], row["kind"])]
    if not table and (refused := [row for row in answered if _is_to_take_back(row, decision_id)]):
        table, wanted = ANSWERS, refused
    if table:
        return change_file(month, table, lambda text: _without(wanted, text), "taken_back")
    if not answered:
        return DecisionMade(blocks(SAY.say("desk.decision.gone", decision_id=decision_id)), month)
    if decision_id == answered[0]["kind"]:
        return DecisionMade(blocks(SAY.say("desk.updates.not_of_session", kind=decision_id)), month)
    said = SAY.say("desk.updates.was_accepted", update_id=decision_id), SAY.say("desk.updates.undo")
    return DecisionMade(blocks(*said), month)


def _is_to_take_back(answer: dict[str, str], asked: str) -> bool:
    # A kind means only what this person refused on this day: an old call must not take back the refusals of others.
    is_own = {"by": answer["decided_by"], "on": answer["decided_on"]} == SESSION
    return answer["action"] == REFUSE and (answer["update_id"] == asked or is_own)


def _without(rows: Iterable[dict[str, str]], text: str) -> str:
    for row in rows:
        text = decisions.without_row(text, row)[0]
    return text


def _listed(name: str, words: Iterable[object]) -> list[str]:
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise ParameterError(f"{name}: found {words!r}, expected a list of texts")
    return [as_texts(**{name: word})[name] for word in words]
