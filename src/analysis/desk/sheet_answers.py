"""The decision that an answer of the review sheet is: each is written, or it is said why not."""

from collections.abc import Callable
from difflib import get_close_matches

from analysis.core.parameters import one_of
from analysis.core.problems import ParameterError
from analysis.core.record_tables import rows_of
from analysis.desk.decide import A_TEXT_APPLIES_FROM
from analysis.desk.html import SAY
from analysis.desk.signatures import place_of
from analysis.desk.tables import Row
from analysis.desk.workbooks import as_text
from analysis.desk.writing import check_day
from analysis.reconciliation import Reconciliation
from analysis.signatories.records import PARTY_MARK
from analysis.signatories.waiting import checked_decision, lines_with, waiting_lines
from analysis.sources.decisions import ON_SIGNATURES, ON_TEXTS, check_action, decisions_in, text_of
from analysis.sources.signing_dates import iso_day

YES, NOT_IN_PARLIAMENT, NO_SIGNATURE, WITHDRAWN = "yes", "not in parliament", "no signature", "withdrawn"
_ACTIONS = {YES: "accept", NOT_IN_PARLIAMENT: "not_in_parliament", NO_SIGNATURE: "reject", WITHDRAWN: "withdraw"}
ANSWERS = tuple(_ACTIONS)
# Nobody of this parliament too, but where somebody is found it can as well mean that they did not sign.
NO = "no"
_ALSO = {"ja": YES, "j": YES, "y": YES, "nee": NO, "n": NO, "geen handtekening": NO_SIGNATURE, "ingetrokken": WITHDRAWN}
_ALSO |= {"niet in het parlement": NOT_IN_PARLIAMENT}
# So a name agrees that is somebody's and nobody else's.
SURE = ("full_name", "initials", "surname_first")
_A_DAY = "a day as 2021-03-10 or 10-03-2021"
# An answer so much like one of those that are known is a slip of it, and no candidate_id.
_ALIKE = 0.82
Answer = dict[str, str]
# Returns the decision that an answer is, None if it was written already; raises ParameterError.
_Decide = Callable[[Answer], dict[str, str] | None]


class SettledError(ParameterError):
    """The text or line of an answer waits no longer, and it was not this answer that settled it."""


def decisions_on_texts(month: Reconciliation) -> _Decide:
    """Return what makes a decision of an answer on a text."""

    def decide(answer: Answer) -> dict[str, str] | None:
        action, body, text = answer["answer"].lower().replace(" ", "_"), answer["body_id"], answer["text"]
        check_action(action, ON_TEXTS)
        wanted = {"body_id": body, "text": text, "action": action, "reason": answer["reason"]}
        lines = len(lines_with(text, body, month.signatures))
        if not lines:
            if _is_written(month, ON_TEXTS, wanted):
                return None
            raise SettledError(f"{text!r}: no line waits for it any more; clear the answer")
        if str(lines) != answer["lines"]:
            raise ParameterError(f"lines: {lines} wait for {text!r}, not {answer['lines']}: write a new sheet")
        reason = answer["reason"] or SAY.count("desk.sheet.text", lines, answer=action)
        return wanted | {"reason": reason, "valid_from": A_TEXT_APPLIES_FROM}

    return decide


def decisions_on_lines(month: Reconciliation) -> _Decide:
    """Return what makes a decision of an answer on a line."""
    lines = waiting_lines(month.signatures, month.bodies, month.month.as_of)
    waiting = {place_of(line): (line, own) for line, own in lines}
    known = {place_of(line): line for line in rows_of(month.signatures)}

    def decide(answer: Answer) -> dict[str, str] | None:
        place = place_of(answer)
        if place in waiting:
            return _decision(month, *waiting[place], answer)
        if place not in known or as_text(known[place]["name_as_written"]) != answer["name_as_written"]:
            raise ParameterError("no such line in the lists of this month: they changed; write a new sheet")
        if _is_written(month, ON_SIGNATURES, _as_decided(answer)):
            return None
        outcome, name = known[place]["outcome"], known[place]["matched_name"] or ""
        is_now = f"{SAY.say(f'desk.readable.outcome.{outcome}')} {name}".strip()
        also = "For anything else that the answer says, as whether somebody may be named, decide on it by"
        raise SettledError(
            f"the line waits no longer, and is: {is_now}. {also} desk.decide_on_line; then clear the answer"
        )

    return decide


def _as_decided(answer: Answer) -> dict[str, str]:
    """Return the cells that the decision has that was made of an answer on a line."""
    action, candidate = _action_and_candidate(_understood(answer["answer"]), answer["candidate_id"])
    is_party = candidate.startswith(PARTY_MARK)
    who = {"party_id": candidate.removeprefix(PARTY_MARK)} if is_party else {"person_id": candidate}
    as_given = {name: answer[name] for name in ("source_file", "source_row", "reason")}
    day, named = iso_day(answer["day"].partition("T")[0]) or answer["day"], _understood(answer["may_be_named"])
    return as_given | who | {"action": action, "valid_from": day, "may_be_named": named}


def _understood(text: str) -> str:
    return _ALSO.get(text.lower(), text.lower())


def _action_and_candidate(said: str, best: str) -> tuple[str, str]:
    action = _ACTIONS.get(NOT_IN_PARLIAMENT if said == NO else said, "accept")  # any other is the id of somebody
    return action, best if said in (YES, WITHDRAWN) else said if action == "accept" else ""


def _is_written(month: Reconciliation, table: str, wanted: dict[str, str]) -> bool:
    """Return whether a decision has all that is wanted of it; what the answer left open it may have as it is."""
    given, rows = {name: text for name, text in wanted.items() if text}, text_of(table, month.sources.folder)
    return any(row.items() >= given.items() for row in decisions_in(rows))


def _decision(month: Reconciliation, line: Row, candidates: list[Row], answer: Answer) -> dict[str, str]:
    """Return the decision that an answer is; raises ParameterError if it can't be understood."""
    said, best = _understood(answer["answer"]), candidates[0]["candidate_id"] if candidates else ""
    if [answer["name_as_written"], answer["candidate_id"]] != [(line["name_as_written"] or "").strip(), best]:
        raise ParameterError("the line or its candidate changed since the sheet was written; write a new one")
    if said == YES and not best:
        raise ParameterError(f"answer: found yes, but the line has no candidate; give an id, or {NOT_IN_PARLIAMENT}")
    if said == NO and best and _sat_or_stood(candidates[0]):
        meant = f"{NOT_IN_PARLIAMENT} (it is not {candidates[0]['candidate']}), or {NO_SIGNATURE} (who did not sign)"
        raise ParameterError(f"answer: found {answer['answer']}, which can mean two things here; expected {meant}")
    said = NOT_IN_PARLIAMENT if said == NO else said
    action, candidate = _action_and_candidate(said, best)
    signed_on = f"{line['signed_on']:%Y-%m-%d}" if line["signed_on"] else ""
    written = answer["day"].partition("T")[0]  # a spreadsheet program may add the hour
    typed = iso_day(written) or ""
    if written and not typed:
        raise ParameterError(f"day: found {written!r}, expected {_A_DAY}")
    day = typed or signed_on or ("" if action == "accept" else f"{month.month}-01")
    no_day = "" if day else f"day: empty, expected the day of signing, {_A_DAY}"
    try:
        # The sheet showed the two names beside each other: it proposed this one.
        although = "proposed" if candidate and candidate == best else ""
        row = checked_decision(line, candidate, action, day or f"{month.month}-01", month.sources, although)
    except ParameterError as error:
        expected = f"expected {', '.join(ANSWERS)} or an id ({error})"
        near = get_close_matches(said, [*ANSWERS, *_ALSO], n=1, cutoff=_ALIKE)
        if near and said not in ANSWERS:
            expected = f"did you mean {_ALSO.get(near[0], near[0])}?"
        raise ParameterError("; ".join(filter(None, [f"answer: found {said!r}, {expected}", no_day]))) from error
    if no_day:
        raise ParameterError(no_day)
    if named := _understood(answer["may_be_named"]):
        row["may_be_named"] = one_of("may_be_named", named, (YES, NO))
    check_day(row)
    reason = answer["reason"] or SAY.say("desk.sheet.reason", answer=said, because=line["because"])
    return row | {"reason": reason}


def _sat_or_stood(candidate: Row) -> bool:
    agrees = candidate["name_agrees"] in SURE and candidate["address_agrees"] != "no"
    return agrees and (candidate["sits"] in ("yes", "unknown") or bool(candidate["list_name"]))
