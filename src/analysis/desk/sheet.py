"""The review sheet: a workbook in which an analyst decides on many lines, and on the texts they wait for, at once."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd

from analysis.briefing.html import bullets
from analysis.core.parameters import one_of
from analysis.core.problems import ParameterError
from analysis.core.record_tables import rows_of
from analysis.desk.decide import A_TEXT_APPLIES_FROM
from analysis.desk.html import SAY, Shown, blocks, folded, shown
from analysis.desk.signatures import WRITTEN, as_written, candidate_in_words, party_in_words
from analysis.desk.tables import Row, place_of
from analysis.desk.workbooks import Page, as_text, pages_in, write_workbook
from analysis.desk.writing import DecisionMade, check_day, earlier_decision, parties_in_words, reopened, write_decisions
from analysis.reconciliation import Reconciliation
from analysis.signatories.records import DECIDED_OF_TEXT, OUTCOME_OF_ACTION, PARTY_MARK, REASONS_AGAINST, REVIEW_REASONS
from analysis.signatories.waiting import (
    checked_decision,
    lines_waiting_for,
    places_of_text,
    texts_that_wait,
    waiting_lines,
)
from analysis.sources.decisions import ON_SIGNATURES, ON_TEXTS, actions_of, check_action, rows_in_text, text_of_table
from analysis.sources.signing_dates import iso_day

# The columns to fill in come first, then those of the line, then those of the person that it may mean.
COLUMNS = (
    *("answer", "day", "reason", "may_be_named", "proposed", "source_file", "source_row", "name_as_written"),
    *("function_as_written", "organisation_as_written", "remarks_as_written", "may_be_named_as_written", "signed_on"),
    *("because", "candidate", "candidate_id", "agrees", "differs", "others", "line_checksum"),
)
_READ = (
    *("answer", "day", "reason", "may_be_named", "source_file", "source_row", "name_as_written", "candidate_id"),
    "line_checksum",
)
TEXT_COLUMNS = (
    *("answer", "reason", "text", "where", "as_written", "lines", "only_text", "because", "example", "another"),
    "body_id",
)
_LINES, _TEXTS = "review", "texts"
_YES, _NOT_IN_PARLIAMENT, _NO_SIGNATURE, _WITHDRAWN = "yes", "not in parliament", "no signature", "withdrawn"
_ACTIONS = {_YES: "accept", _NOT_IN_PARLIAMENT: "not_in_parliament", _NO_SIGNATURE: "reject", _WITHDRAWN: "withdraw"}
# This too means not in parliament; but if a likely candidate was found, it may also mean that this person did not sign.
_NO = "no"
_ALSO = {"ja": _YES, "j": _YES, "y": _YES, "nee": _NO, "n": _NO, "geen handtekening": _NO_SIGNATURE}
_ALSO |= {"ingetrokken": _WITHDRAWN, "niet in het parlement": _NOT_IN_PARLIAMENT}
_A_DAY = "a day as 2021-03-10 or 10-03-2021"
# How a name has to agree for `yes` to be proposed: so that it can be nobody else's, or nobody else's in that party.
# Nothing but the name may be in doubt, as texts are decided on separately, and a title may say of many lines that they
# are no signatures.
_SURE = ("full_name", "initials", "surname_first")
_NEARLY = ("one_given_name", "first_initial")
_SURE_WITH_PARTY = (*_NEARLY, "initial_of_given_name", "part_of_surname", "surname", "spelling", "spelling_of_surname")
_OF_THE_NAME = frozenset(REVIEW_REASONS.values())
_FEW = 5  # decisions that are shown without a click
_Answer = dict[str, str]


def review_sheet(month: Reconciliation, path: str | Path) -> Shown:
    """Write the lines that wait as a workbook to fill in; it names persons, so keep it in an internal folder.

    The first page has one row per line (columns: COLUMNS). `answer` takes `yes` (it is the candidate), `not in
    parliament`, `no signature`, `withdrawn`, also in Dutch, or the candidate_id of somebody else; `day` is for lines
    without one, and `may_be_named` (`yes`, `no`) for lines that do not say it plainly. The second page has one row per
    text that lines wait for (columns: TEXT_COLUMNS), whose answer is an action of `decide_on_text`. Nothing is written
    if no line waits. Raises ParameterError for another suffix than `.xlsx`, and for an existing file that is no sheet
    or has answers.
    """
    target, signatures = Path(str(path)), as_written(month)
    waiting = waiting_lines(signatures, month.bodies, month.month.as_of)
    if not waiting:
        return shown(SAY.say("desk.signatures.none"))
    if target.is_file() and any(_answers(target)):
        raise ParameterError(f"{target.name}: it has answers; decide from it, or delete it, before you write a new one")
    lines = pd.DataFrame([_row(month, *each) for each in waiting], columns=[*COLUMNS])
    texts = Page(_texts(month, signatures), answers=actions_of(ON_TEXTS))
    made = write_workbook(target, {_LINES: Page(lines, answers=tuple(_ACTIONS)), _TEXTS: texts})
    target.chmod(0o600)
    return shown(made, SAY.count("desk.sheet.written", len(waiting), path=str(target)))


def _row(month: Reconciliation, line: Row, candidates: list[Row]) -> Row:
    best = candidates[0] if candidates else {}
    said = candidate_in_words(line, best) if best else {}
    sat = f"{SAY.say('desk.signatures.column.sat')}: {said['sat']}" if best.get("sits") == "yes" else None
    signed = SAY.say("desk.sheet.signed", place=best["signed_already"]) if best.get("signed_already") else ""
    # A line without a day is compared with those who sat or stood on another day, which is then named.
    is_undated = best.get("day_is") not in (None, "signed")
    day = SAY.date(best["compared_on"]) if is_undated else ""
    on = SAY.say(f"desk.signatures.compared.{best['day_is']}", day=day) if is_undated else ""
    return {name: line.get(name) for name in COLUMNS} | {
        "may_be_named": "",
        "proposed": _proposed(line, candidates),
        "candidate": best.get("candidate"),
        "candidate_id": best.get("candidate_id"),
        "agrees": "; ".join(filter(None, [said.get("agrees"), sat, said.get("stood"), on])),
        "differs": f"{party_in_words(month, line, candidates[:1])} {signed}".strip(),
        "others": "; ".join(f"{each['candidate']} ({each['candidate_id']})" for each in candidates[1:]),
    }


def _proposed(line: Row, candidates: list[Row]) -> str:
    because = str(line["because"])
    if not candidates:
        # If no candidate is found there is none, unless a decision on a text of the line says something else.
        return "" if DECIDED_OF_TEXT in because else _NOT_IN_PARLIAMENT
    best, *others = candidates
    agrees, party = best["name_agrees"], best["party_agrees"]
    is_right = (agrees in _SURE and party != "no") or (agrees in _SURE_WITH_PARTY and party == "yes")
    others_fit = any(each["name_agrees"] in (*_SURE, *_NEARLY) or each["party_agrees"] == "yes" for each in others)
    if not is_right or best["address_agrees"] == "no" or others_fit:
        return ""
    if line["signed_on"] and because in _OF_THE_NAME and not line["texts"]:
        return _YES
    return _WITHDRAWN if because.startswith(REASONS_AGAINST["undone"]) else ""


def _texts(month: Reconciliation, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the texts that lines wait for (columns: TEXT_COLUMNS), each with two of its lines, most lines first."""
    rows = texts_that_wait(signatures, month.bodies).to_dict("records")
    for row in rows:
        lines = lines_waiting_for(row["text"], row["body_id"], signatures).head(2).to_dict("records")
        places = places_of_text(row["text"], lines[0], month.bodies[row["body_id"]])
        row["where"], row["as_written"] = ("|".join(dict.fromkeys(each)) for each in zip(*places, strict=True))
        for column, line in zip(("example", "another"), lines, strict=False):
            said = " | ".join(line[name] for name in WRITTEN if pd.notna(line[name]))
            row[column] = f"{said} ({place_of(line)})"
    return pd.DataFrame(rows, columns=[*TEXT_COLUMNS])


def decide_from_sheet(month: Reconciliation, path: str | Path) -> DecisionMade:
    """Write a decision for each answer of a filled-in sheet that can be understood, and list the other answers.

    An answer is not written if it can't be understood, if its text, line or candidate changed since the sheet was
    written, or if that no longer waits (one that says what was decided already is only counted): correct or clear it in
    the sheet, and decide from it again. A sheet that is gone counts as decided from. Raises ParameterError if no answer
    is, or was, written, and InputError if the decisions do not fit the data.
    """
    month = reopened(month)  # includes what was decided since
    if not Path(path).exists():
        return DecisionMade(blocks(SAY.say("desk.sheet.gone", path=str(path))), month)
    on_lines, on_texts = _answers(Path(path))
    if not on_lines and not on_texts:
        raise ParameterError("answer: found no row with one, so nothing is written; fill in the column and try again")
    made, faults, decided, so_already = DecisionMade(blocks(), month), list[str](), 0, 0
    # Texts come first, as a line that one of them settles no longer waits.
    for table, page, answers in ((ON_TEXTS, f"{_TEXTS} ", on_texts), (ON_SIGNATURES, "", on_lines)):
        on_text, rows = partial(_decision_on_text, made.month), list[dict[str, str]]()
        decision_of = on_text if table == ON_TEXTS else partial(_decision_on_line, made.month, _lines_of(made.month))
        for number, answer in answers.items():
            try:
                found = decision_of(answer)
                rows += filter(None, [found])
                so_already += found is None
            except ParameterError as error:
                faults.append(f"{page}row {number}: {error}")
        if rows:
            last = write_decisions(made.month, table, rows)
            made, decided = last.preceded_by(made.html), decided + len(rows)
    if faults and not (decided or so_already):
        raise ParameterError("\n".join(["nothing is written:", *faults]))
    # What is still to be done comes first, as the rows that were written can be many.
    left = [SAY.count("desk.sheet.not_written", len(faults)), bullets(faults)] if faults else []
    left += [SAY.count("desk.sheet.so_already", so_already)] if so_already else []
    if not decided:
        return DecisionMade(blocks(*left if faults else [SAY.say("desk.sheet.already")]), made.month)
    said = SAY.count(f"desk.sheet.{'partly' if faults else 'decided'}", decided)
    rows_written = folded(SAY.say("desk.sheet.rows"), made.html, unfolded=decided <= _FEW)
    return replace(made, html=blocks(*left, said, parties_in_words(month, made.month), rows_written))


def _answers(path: Path) -> tuple[dict[int, _Answer], dict[int, _Answer]]:
    """Return the rows of a sheet that have an answer, by row number: those on lines, and those on texts."""
    pages = pages_in(path, "review --sheet", {_LINES: _READ, _TEXTS: TEXT_COLUMNS})
    lines, texts = (page[page["answer"] != ""].to_dict("index") for page in pages.values())
    return lines, texts


def _decision_on_text(month: Reconciliation, answer: _Answer) -> dict[str, str] | None:
    """Return the decision that an answer on a text makes, None if it was made already; raises ParameterError."""
    action, body, text = answer["answer"].lower().replace(" ", "_"), answer["body_id"], answer["text"]
    check_action(action, ON_TEXTS)
    wanted = {"body_id": body, "text": text, "action": action, "reason": answer["reason"]}
    lines = len(lines_waiting_for(text, body, month.signatures))
    if not lines:
        if _is_written(month, ON_TEXTS, wanted):
            return None
        said = earlier_decision(month, ON_TEXTS, {"body_id": body, "text": text})
        raise ParameterError(f"{text!r}: no line waits for it any more; clear the answer. {said}".rstrip())
    if str(lines) != answer["lines"]:
        raise ParameterError(f"lines: {lines} wait for {text!r}, not {answer['lines']}: write a new sheet")
    reason = answer["reason"] or SAY.count("desk.sheet.text", lines, answer=action)
    return wanted | {"reason": reason, "valid_from": A_TEXT_APPLIES_FROM}


def _lines_of(month: Reconciliation) -> dict[str, tuple[Row, list[Row] | None]]:
    """Return each line by its place, with its candidates if it waits."""
    lines: dict[str, tuple[Row, list[Row] | None]] = {place_of(row): (row, None) for row in rows_of(month.signatures)}
    waiting = waiting_lines(month.signatures, month.bodies, month.month.as_of)
    return lines | {place_of(line): (line, candidates) for line, candidates in waiting}


def _decision_on_line(
    month: Reconciliation, lines: dict[str, tuple[Row, list[Row] | None]], answer: _Answer
) -> dict[str, str] | None:
    """Return the decision that an answer on a line makes, None if it was made already; raises ParameterError."""
    line, candidates = lines.get(place_of(answer), ({}, None))
    if candidates is not None:
        return _decision(month, line, candidates, answer)
    if not line or as_text(line["name_as_written"]) != answer["name_as_written"]:
        raise ParameterError("no such line in the lists of this month: they changed; write a new sheet")
    action, candidate = _action_and_candidate(_understood(answer["answer"]), answer["candidate_id"])
    who = "party_id" if candidate.startswith(PARTY_MARK) else "person_id"
    said = {name: answer[name] for name in ("source_file", "source_row", "reason")} | {
        "action": action,
        who: candidate.removeprefix(PARTY_MARK),
        "valid_from": iso_day(answer["day"].partition("T")[0]) or answer["day"],
        "may_be_named": _understood(answer["may_be_named"]),
    }
    # What the line is now, whether by a rule, a decision on a text, or a decision on the line.
    is_now = {name: line[name] for name in ("person_id", "party_id")} | {
        "action": action if line["outcome"] == OUTCOME_OF_ACTION.get(action, action) else "",
        "valid_from": f"{line['signed_on']:%Y-%m-%d}" if line["signed_on"] else "",
        "may_be_named": "yes" if line["may_be_named"] else "no",
    }
    if _is_written(month, ON_SIGNATURES, said, said | is_now):
        return None
    outcome = SAY.say(f"desk.readable.outcome.{line['outcome']}")
    what = f"{outcome} {line['matched_name'] or ''}".strip()
    by = earlier_decision(month, ON_SIGNATURES, {name: answer[name] for name in ("source_file", "source_row")})
    more = "If the answer says more, such as whether they may be named, use desk.decide_on_line; then clear the answer"
    raise ParameterError(f"the line no longer waits, and is now: {what}. {more}. {by}".rstrip(". "))


def _is_written(month: Reconciliation, table: str, said: Row, *also: Row) -> bool:
    """Return whether a decision in the table, or one of the rows `also`, has every cell that an answer fills in."""
    given, rows = {name: text for name, text in said.items() if text}, text_of_table(table, month.sources.folder)
    return any(row.items() >= given.items() for row in (*also, *rows_in_text(rows)))


def _understood(text: str) -> str:
    return _ALSO.get(text.lower(), text.lower())


def _action_and_candidate(said: str, best: str) -> tuple[str, str]:
    action = _ACTIONS.get(_NOT_IN_PARLIAMENT if said == _NO else said, "accept")  # any other answer is a candidate_id
    return action, best if said in (_YES, _WITHDRAWN) else said if action == "accept" else ""


def _decision(month: Reconciliation, line: Row, candidates: list[Row], answer: _Answer) -> dict[str, str]:
    """Return the decision that an answer on a waiting line makes; raises ParameterError if it can't be understood."""
    said, first = _understood(answer["answer"]), candidates[0] if candidates else {"candidate_id": ""}
    best = first["candidate_id"]
    if [answer["name_as_written"], answer["candidate_id"]] != [(line["name_as_written"] or "").strip(), best]:
        raise ParameterError("the line or its candidate changed since the sheet was written; write a new one")
    if said == _YES and not best:
        raise ParameterError(f"answer: found yes, but the line has no candidate; give an id, or {_NOT_IN_PARLIAMENT}")
    if said == _NO and best and _sat_or_stood(first):
        meant = f"{_NOT_IN_PARLIAMENT} (it is not {first['candidate']}), or {_NO_SIGNATURE} (who did not sign)"
        raise ParameterError(f"answer: found {answer['answer']}, which can mean two things here; expected {meant}")
    said = _NOT_IN_PARLIAMENT if said == _NO else said
    action, candidate = _action_and_candidate(said, best)
    written = answer["day"].partition("T")[0]  # a spreadsheet program may add the hour
    typed = iso_day(written) or ""
    if written and not typed:
        raise ParameterError(f"day: found {written!r}, expected {_A_DAY}")
    signed_on = f"{line['signed_on']:%Y-%m-%d}" if line["signed_on"] else ""
    day = typed or signed_on or ("" if action == "accept" else f"{month.month}-01")
    no_day = "" if day else f"day: empty, expected the day of signing, {_A_DAY}"
    # The sheet showed this candidate beside the line, so that the names need not be compared again.
    although = "proposed" if candidate and candidate == best else ""
    try:
        row = checked_decision(line, candidate, action, day or f"{month.month}-01", month.sources, although)
    except ParameterError as error:
        fault = f"answer: found {said!r}, expected {', '.join(_ACTIONS)} or an id ({error})"
        raise ParameterError("; ".join(filter(None, [fault, no_day]))) from error
    if row["line_checksum"] != answer["line_checksum"]:
        raise ParameterError(
            f"{place_of(line)} says something else now than when the sheet was written: write a new one"
        )
    if no_day:
        raise ParameterError(no_day)
    if named := _understood(answer["may_be_named"]):
        row["may_be_named"] = one_of("may_be_named", named, ("yes", "no"))
    check_day(row)
    return row | {"reason": answer["reason"] or SAY.say("desk.sheet.reason", answer=said, because=line["because"])}


def _sat_or_stood(candidate: Row) -> bool:
    agrees = candidate["name_agrees"] in _SURE and candidate["address_agrees"] != "no"
    return agrees and (candidate["sits"] in ("yes", "unknown") or bool(candidate["list_name"]))
