"""Decides on many lines at once: on the words of a function, or by a workbook to fill in, all of it or nothing.

One row per line, with the best candidate and what speaks for it and against it; the analyst fills in one column. The
sheet names persons: it belongs into `internal/` and goes when it is decided. Names are text, never formulas.
"""

import datetime
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.core.problems import ParameterError
from analysis.desk.columns import rows_of
from analysis.desk.decide import as_texts, signed, write_decision
from analysis.desk.decision_made import DecisionMade, write
from analysis.desk.functions_that_wait import functions_that_wait
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.desk.signatures import candidates_of_waiting, nearest_ids, waiting_signatures
from analysis.reconciliation import Reconciliation
from analysis.signatories.decisions import decision_on
from analysis.sources.decisions import ON_FUNCTIONS, ON_SIGNATURES, actions_of
from analysis.sources.decisions.files import rows_of as rows_of_file
from analysis.sources.decisions.files import with_row
from analysis.sources.parliament import HOUSE
from analysis.sources.workbooks import WorkbookError, sheets_of

YES, NO, NO_SIGNATURE = "yes", "no", "no signature"
_ANSWER, _DAY, _REASON = "answer", "day", "reason"
# What the analyst fills in comes first, then the line, then whom it may mean.
COLUMNS = (
    *(_ANSWER, _DAY, _REASON, "proposed", "source_file", "source_row", "name_as_written", "function_as_written"),
    *("organisation_as_written", "signed_on", "because", "candidate", "candidate_id", "agrees", "differs", "others"),
)
FUNCTION_ACTIONS = actions_of(ON_FUNCTIONS)
_QUEUE_SHEET = "queue"
_MARKS_OF_A_NAME = ("spelling", "spelling_of_surname")


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
    if action not in FUNCTION_ACTIONS:
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(FUNCTION_ACTIONS)}")
    known = functions_that_wait(month)
    known = known[known["body_id"] == body].set_index("words")["lines"].to_dict()
    if words not in known:
        raise ParameterError(f"no line waits for the function {words!r}; functions_that_wait has those that do")
    if known[words] != lines:
        raise ParameterError(f"lines: {known[words]} wait for {words!r}, not {lines}: look at them again")
    row = as_texts(body_id=body, words=words, action=action, valid_from=valid_from)
    row |= signed(decided_by=by, decided_on=on, reason=reason)

    def name(taken: list[str]) -> str:
        return next(each for n in range(1, len(taken) + 2) if (each := f"w{n:02}") not in taken)

    return write_decision(month, ON_FUNCTIONS, row, name)


def review_sheet(month: Reconciliation, path: str | Path) -> Shown:
    """Write the lines that wait as a workbook to fill in; it names persons, so put it into a folder that is internal.

    One row per line (columns: COLUMNS), in the order of the lists. `answer` is empty, and takes `yes` (it is the
    candidate), `no` (nobody of this parliament), `no signature`, or the candidate_id of somebody else; `day`
    (YYYY-MM-DD) is for lines without one; `reason` may say more. Raises ParameterError if nothing waits.
    """
    rows = list(_rows(month))
    if not rows:
        raise ParameterError("no line waits for a decision: there is no sheet to fill in")
    target = Path(path)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(target, rows, queue_of(month))
    target.chmod(0o600)
    return shown(paragraph(SAY.count("desk.sheet.written", len(rows), path=str(target))))


def decide_from_sheet(month: Reconciliation, path: str | Path, *, by: str, on: str | datetime.date) -> DecisionMade:
    """Write a decision for each answer of a filled-in sheet, all or none of them, after checking all.

    Raises ParameterError for a sheet of another queue (lines were added or decided on since), and for each answer that
    can't be understood; InputError if the decisions do not fit the data.
    """
    answers = _answers(Path(path), queue_of(month))
    waiting = {(row["source_file"], int(row["source_row"])): row for row in rows_of(waiting_signatures(month))}
    best = {(row["source_file"], int(row["source_row"])): row["candidate_id"] for row in _rows(month)}
    decided, faults = [], []
    for number, answer in answers:
        key = str(answer["source_file"]), int(answer["source_row"])
        try:
            row = _decision(month, waiting[key], best[key], answer)
            decided.append(row | signed(decided_by=by, decided_on=on, reason=row["reason"]))
        except ParameterError as error:
            faults.append(f"row {number}: {error}")
    if faults:
        raise ParameterError("nothing is written: " + "; ".join(faults))
    if not decided:
        raise ParameterError(f"no answer in the column {_ANSWER}: nothing is written")

    def edit(text: str) -> str:
        for row in decided:
            taken = [each.get("decision_id", "") for each in rows_of_file(text)]
            name = row["decision_id"] + (f"-{len(taken) + 1}" if row["decision_id"] in taken else "")
            text = with_row(text, row | {"decision_id": name}, ON_SIGNATURES)
        return text

    return write(month, ON_SIGNATURES, edit, lambda _: SAY.count("desk.sheet.decided", len(decided)))


def queue_of(month: Reconciliation) -> str:
    """Return a checksum of the lines that wait, with their candidates: another queue has another."""
    rows = waiting_signatures(month)[["source_file", "source_row", "name_as_written", "candidate_ids", "because"]]
    text = json.dumps([str(month.month), *rows.astype("str").to_numpy().tolist()], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(month: Reconciliation) -> Iterator[dict[str, Any]]:
    """Give each waiting line with its best candidate, what agrees, what does not, and the answer that is proposed."""
    candidates = candidates_of_waiting(month)
    known = {key: rows_of(group) for key, group in candidates.groupby(["source_file", "source_row"])}
    names = month.sources.parties.set_index("party_id")["abbreviation"].to_dict()
    for line in rows_of(waiting_signatures(month)):
        found = known.get((line["source_file"], line["source_row"]), [])
        best: dict[Any, Any] = found[0] if found else {}
        others = [f"{each['candidate']} ({each['candidate_id']})" for each in found[1:]]
        yield {name: line.get(name) for name in COLUMNS} | {
            "proposed": _proposed(best, len(found)),
            "candidate": best.get("candidate"),
            "candidate_id": best.get("candidate_id") or "",
            "agrees": _agrees(best, names),
            "differs": _differs(best),
            "others": "; ".join(others),
        }


def _proposed(best: dict[Any, Any], count: int) -> str:
    """Return the answer to look at first: yes where only one may be meant and the name agrees; else none."""
    if not best:
        return NO
    return YES if count == 1 and best["name_agrees"] and best["name_agrees"] not in _MARKS_OF_A_NAME else ""


def _agrees(best: dict[Any, Any], parties: dict[str, str]) -> str:
    if not best:
        return ""
    facts = [SAY.say(f"desk.signatures.agrees.{best['name_agrees']}")] if best["name_agrees"] else []
    if best["sits"] == "yes":
        facts.append(SAY.say("desk.sheet.sits", party=parties.get(best["party_id"] or "", "–")))
    if best["list_name"]:
        facts.append(SAY.say("desk.signatures.stood", position=best["position"], list=best["list_name"]))
    return "; ".join(facts)


def _differs(best: dict[Any, Any]) -> str:
    facts = [SAY.say("desk.signatures.misaddressed")] if best.get("address_agrees") == "no" else []
    if best.get("signed_already"):
        facts.append(SAY.say("desk.sheet.signed", place=best["signed_already"]))
    return "; ".join(facts)


def _write(path: Path, rows: list[dict[str, Any]], queue: str) -> None:
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, as_text) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        to_fill_in = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff6d6"})
        sheet = book.add_worksheet("review")
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, name in enumerate(COLUMNS):
                value = row.get(name)
                text = value.strftime("%Y-%m-%d") if isinstance(value, datetime.date) else str(value or "")
                sheet.write_string(number, column, text, to_fill_in if column < 3 else wrapped)
        sheet.data_validation(
            1, 0, len(rows), 0, {"validate": "list", "source": [YES, NO, NO_SIGNATURE], "error_type": "information"}
        )
        book.add_worksheet(_QUEUE_SHEET).write_string(0, 0, queue)


def _answers(path: Path, queue: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows of a sheet that have an answer, by their number; raises ParameterError for another queue."""
    try:
        sheets = {sheet.name: sheet.rows for sheet in sheets_of(path.read_bytes())}
    except (OSError, WorkbookError) as error:
        raise ParameterError(f"{path.name}: not a sheet that `briefing review --sheet` wrote") from error
    if sheets.get(_QUEUE_SHEET, [[""]])[0][:1] != [queue]:
        raise ParameterError(
            f"{path.name}: a sheet of another queue: lines came in or were decided on. Write a new one"
        )
    header, *rows = sheets["review"]
    named = [(n, dict(zip(map(str, header), cells, strict=False))) for n, cells in enumerate(rows, start=2)]
    if missing := [name for name in (_ANSWER, "source_file", "source_row") if name not in header]:
        raise ParameterError(f"{path.name}: no column {', '.join(missing)}: write a new sheet")
    return [(number, row) for number, row in named if str(row.get(_ANSWER) or "").strip()]


def _decision(month: Reconciliation, line: dict[Any, Any], best: str, answer: dict[str, Any]) -> dict[str, str]:
    """Return the decision that an answer is; raises ParameterError if it can't be understood."""
    said = str(answer[_ANSWER]).strip()
    if said == YES and not best:
        raise ParameterError(f"{_ANSWER}: found {YES}, but the line has no candidate; give a candidate_id, or {NO}")
    action = {NO: "not_in_parliament", NO_SIGNATURE: "reject"}.get(said, "accept")
    candidate = best if said == YES else said if action == "accept" else ""
    if action == "accept" and (near := nearest_ids(month, candidate)) is not None:
        raise ParameterError(f"{_ANSWER}: found {said!r}, expected {YES}, {NO}, {NO_SIGNATURE} or an id such as {near}")
    row = decision_on(line, candidate, action)
    day = answer.get(_DAY)
    given = day.isoformat()[:10] if isinstance(day, datetime.date) else str(day or "").strip()
    row["valid_from"] = given or row["valid_from"] or ("" if action == "accept" else f"{month.month}-01")
    if not row["valid_from"]:
        raise ParameterError(f"{_DAY}: empty, expected the day of signing as YYYY-MM-DD")
    reason = str(answer.get(_REASON) or "").strip()
    return row | {"reason": reason or SAY.say("desk.sheet.reason", answer=said, because=line["because"])}
