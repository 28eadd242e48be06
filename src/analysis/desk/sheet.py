"""The review sheet: a workbook in which an analyst decides on many lines at once; all answers are written, or none.

It has one row per line, with the best candidate and what speaks for and against it; the analyst fills in one column. It
names persons, so it belongs in `internal/` and is deleted when it is decided. Names are written as text, not formulas.
"""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.core.problems import ParameterError
from analysis.desk.decide import free_id, nearest_ids
from analysis.desk.shown import SAY, Shown, paragraph, shown
from analysis.desk.signatures import WaitingLine, candidate_in_words, waiting_lines
from analysis.desk.words import Row
from analysis.desk.writing import DecisionMade, nothing_written, signed, write
from analysis.reconciliation import Reconciliation
from analysis.signatories.decisions import decision_on
from analysis.sources.decisions import ON_SIGNATURES, rows_of, with_row
from analysis.sources.list_files import ListFileError, sheets_of

YES, NO, NO_SIGNATURE = "yes", "no", "no signature"
_ANSWER, _DAY, _REASON = "answer", "day", "reason"
# What the analyst fills in comes first, then the line, then whom it may mean.
COLUMNS = (
    *(_ANSWER, _DAY, _REASON, "proposed", "source_file", "source_row", "name_as_written", "function_as_written"),
    *("organisation_as_written", "signed_on", "because", "candidate", "candidate_id", "agrees", "differs", "others"),
)
_SHEET = "review"
# Nothing is proposed for a name that agrees only in this way: it may be somebody else's.
_MISSPELT = ("spelling", "spelling_of_surname")


def review_sheet(month: Reconciliation, path: str | Path) -> Shown:
    """Write the lines that wait as a workbook to fill in; it names persons, so put it into a folder that is internal.

    One row per line (columns: COLUMNS), in the order of the lists. `answer` is empty, and takes `yes` (it is the
    candidate), `no` (nobody of this parliament), `no signature`, or the candidate_id of somebody else; `day`
    (YYYY-MM-DD) is for lines without one; `reason` may say more. Raises ParameterError if nothing waits.
    """
    lines = waiting_lines(month)
    if not lines:
        raise ParameterError("no line waits for a decision: there is no sheet to fill in")
    target = Path(path)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(target, [_row(line) for line in lines])
    target.chmod(0o600)
    return shown(paragraph(SAY.count("desk.sheet.written", len(lines), path=str(target))))


def decide_from_sheet(
    month: Reconciliation, path: str | Path, *, by: str = "", on: str | datetime.date = ""
) -> DecisionMade:
    """Write a decision for each answer of a filled-in sheet, all or none of them, after checking all.

    Lines that wait no longer are left as they are. `by` and `on` are those of the `session` if not given. Raises
    ParameterError for each answer that can't be understood, or whose line or candidate changed since the sheet was
    written; InputError if the decisions do not fit the data.
    """
    waiting = {(line.line["source_file"], str(line.line["source_row"])): line for line in waiting_lines(month)}
    answers, decided, faults = _answers(Path(path)), [], []
    for number, answer in answers:
        line = waiting.get((str(answer["source_file"]), str(answer["source_row"])))
        if line is None:
            continue
        try:
            row = _decision(month, line, answer)
            decided.append(row | signed("decided", by, on, reason=row["reason"]))
        except ParameterError as error:
            faults.append(f"row {number}: {error}")
    if faults:
        raise ParameterError("nothing is written: " + "; ".join(faults))
    if not answers:
        raise ParameterError(f"no answer in the column {_ANSWER}: nothing is written")
    if not decided:
        return nothing_written(month, SAY.say("desk.sheet.already"))

    def edit(text: str) -> str:
        for row in decided:
            taken = [each.get("decision_id", "") for each in rows_of(text)]
            text = with_row(text, row | {"decision_id": free_id(row["decision_id"], taken)}, ON_SIGNATURES)
        return text

    made = write(month, ON_SIGNATURES, edit)
    return replace(made, html=f"{made.html}\n{paragraph(SAY.count('desk.sheet.decided', len(decided)))}")


def _row(waiting: WaitingLine) -> Row:
    """Return a row of the sheet: the line, its best candidate, what agrees, what does not, and a proposed answer."""
    best: Row = waiting.candidates[0] if waiting.candidates else {}
    said = candidate_in_words(waiting.line, best) if best else {}
    agrees = best.get("name_agrees")
    is_sure = len(waiting.candidates) == 1 and agrees and agrees not in _MISSPELT
    sat = f"{SAY.say('desk.signatures.column.sat')}: {said['sat']}" if best.get("sits") == "yes" else None
    others = [f"{each['candidate']} ({each['candidate_id']})" for each in waiting.candidates[1:]]
    return {name: waiting.line.get(name) for name in COLUMNS} | {
        "proposed": (YES if is_sure else "") if best else NO,
        "candidate": best.get("candidate"),
        "candidate_id": best.get("candidate_id"),
        "agrees": "; ".join(filter(None, [said.get("agrees"), sat, said.get("stood")])),
        "differs": SAY.say("desk.sheet.signed", place=best["signed_already"]) if best.get("signed_already") else "",
        "others": "; ".join(others),
    }


def _write(path: Path, rows: list[Row]) -> None:
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(path, as_text) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        to_fill_in = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff6d6"})
        sheet = book.add_worksheet(_SHEET)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 20)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, name, bold)
            for number, row in enumerate(rows, start=1):
                value = row.get(name)
                text = value.strftime("%Y-%m-%d") if isinstance(value, datetime.date) else str(value or "")
                sheet.write_string(number, column, text, to_fill_in if column < 3 else wrapped)
        choices: dict[str, Any] = {"validate": "list", "source": [YES, NO, NO_SIGNATURE], "error_type": "information"}
        sheet.data_validation(1, 0, len(rows), 0, choices)


def _answers(path: Path) -> list[tuple[int, Row]]:
    """Return the rows of a sheet that have an answer, by their number."""
    try:
        header, *rows = sheets_of(path.read_bytes())[_SHEET]
    except (OSError, ListFileError, LookupError, ValueError) as error:
        raise ParameterError(f"{path.name}: not a sheet that `briefing review --sheet` wrote") from error
    if missing := [name for name in COLUMNS if name not in header]:
        raise ParameterError(f"{path.name}: no column {', '.join(missing)}: write a new sheet")
    named = [(n, dict(zip(map(str, header), cells, strict=False))) for n, cells in enumerate(rows, start=2)]
    return [(number, row) for number, row in named if str(row.get(_ANSWER) or "").strip()]


def _decision(month: Reconciliation, line: WaitingLine, answer: Row) -> dict[str, str]:
    """Return the decision that an answer is; raises ParameterError if it can't be understood."""
    said, best = str(answer[_ANSWER]).strip(), line.candidates[0]["candidate_id"] if line.candidates else ""
    of_now = [line.line["name_as_written"] or "", best]
    if [str(answer.get(name) or "") for name in ("name_as_written", "candidate_id")] != of_now:
        raise ParameterError("the line or its candidate changed since the sheet was written; write a new one")
    if said == YES and not best:
        raise ParameterError(f"{_ANSWER}: found {YES}, but the line has no candidate; give a candidate_id, or {NO}")
    action = {NO: "not_in_parliament", NO_SIGNATURE: "reject"}.get(said, "accept")
    candidate = best if said == YES else said if action == "accept" else ""
    if action == "accept" and (near := nearest_ids(month, candidate)) is not None:
        raise ParameterError(f"{_ANSWER}: found {said!r}, expected {YES}, {NO}, {NO_SIGNATURE} or an id such as {near}")
    row = decision_on(line.line, candidate, action)
    day = answer.get(_DAY)
    given = day.isoformat()[:10] if isinstance(day, datetime.date) else str(day or "").strip()
    row["valid_from"] = given or row["valid_from"] or ("" if action == "accept" else f"{month.month}-01")
    if not row["valid_from"]:
        raise ParameterError(f"{_DAY}: empty, expected the day of signing as YYYY-MM-DD")
    reason = str(answer.get(_REASON) or "").strip()
    return row | {"reason": reason or SAY.say("desk.sheet.reason", answer=said, because=line.line["because"])}
