"""The review sheet: a workbook in which an analyst decides on many lines, and the texts that they wait for, at once."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.briefing.html import bullets
from analysis.core.problems import ParameterError
from analysis.core.record_tables import grouped_by
from analysis.desk.html import SAY, Shown, blocks, folded, shown
from analysis.desk.sheet_answers import (
    ANSWERS,
    NOT_IN_PARLIAMENT,
    SURE,
    WITHDRAWN,
    YES,
    Answer,
    SettledError,
    decisions_on_lines,
    decisions_on_texts,
)
from analysis.desk.signatures import WRITTEN, as_written, candidate_in_words, party_in_words, place_of
from analysis.desk.tables import Row
from analysis.desk.workbooks import new_workbook, pages_in, write_page
from analysis.desk.writing import DecisionMade, parties_in_words, reopened, write_decisions
from analysis.reconciliation import Reconciliation
from analysis.signatories.records import AGAINST, DECIDED_OF_TEXT, WHY_NOT
from analysis.signatories.waiting import lines_with, places_of_text, texts_that_wait, waiting_lines
from analysis.sources.decisions import ON_SIGNATURES, ON_TEXTS, actions_of

# What the analyst fills in comes first, then the line, then whom it may mean.
COLUMNS = (
    *("answer", "day", "reason", "may_be_named", "proposed", "source_file", "source_row", "name_as_written"),
    *("function_as_written", "organisation_as_written", "remarks_as_written", "may_be_named_as_written", "signed_on"),
    *("because", "candidate", "candidate_id", "agrees", "differs", "others"),
)
_READ = ("answer", "day", "reason", "may_be_named", "source_file", "source_row", "name_as_written", "candidate_id")
TEXT_COLUMNS = (
    *("answer", "reason", "text", "where", "as_written", "lines", "only_text", "because", "example", "another"),
    "body_id",
)
_LINES, _TEXTS = "review", "texts"
# Somebody is proposed only for a name that agrees so (SURE) with nobody else, where nothing but the name is in doubt:
# texts are decided on by themselves, and a title says of many lines that they are no signatures. Or so, of the party
# named.
_NEARLY = ("one_given_name", "first_initial")
_SURE_WITH_PARTY = (*_NEARLY, "initial_of_given_name", "part_of_surname", "surname", "spelling", "spelling_of_surname")
_OF_THE_NAME = frozenset(WHY_NOT.values())
_MOST_PLACES = 3
_FEW = 5  # decisions that are shown without a click


def review_sheet(month: Reconciliation, path: str | Path) -> Shown:
    """Write the lines that wait as a workbook to fill in; it names persons, so put it into a folder that is internal.

    One row per line (columns: COLUMNS). `answer` is empty, and takes `yes` (it is the candidate), `not in parliament`,
    `no signature`, `withdrawn`, or the candidate_id of somebody else, in Dutch too; `day` is for lines without one, and
    `may_be_named` (`yes`, `no`) for what the line does not say plainly. A second page has one row per text that lines
    wait for (columns: TEXT_COLUMNS), whose answer is an action of `decide_on_text`. Without a line that waits nothing
    is written. Raises ParameterError for a name without `.xlsx`, and for a file that is no sheet, or has answers.
    """
    target, signatures = Path(str(path)), as_written(month)
    rows = _rows(month, waiting_lines(signatures, month.bodies, month.month.as_of))
    if not rows:
        return shown(SAY.say("desk.signatures.none"))
    if target.is_file() and any(_answers(target)):
        raise ParameterError(f"{target.name}: it has answers; decide from it, or delete it, before you write a new one")
    with new_workbook(target) as book:
        write_page(book, _LINES, pd.DataFrame(rows, columns=[*COLUMNS]), answers=ANSWERS)
        write_page(book, _TEXTS, _texts(month, signatures), answers=actions_of(ON_TEXTS))
    target.chmod(0o600)
    return shown(SAY.count("desk.sheet.written", len(rows), path=str(target)))


def _rows(month: Reconciliation, lines: list[tuple[Row, list[Row]]]) -> list[Row]:
    """Return the rows of the sheet; each points at the other lines whose best candidate is the same."""
    named = [(line, candidates[0]["candidate_id"]) for line, candidates in lines if candidates]
    by_candidate = grouped_by(named, lambda each: (each[0]["body_id"], each[1]))
    rows = []
    for line, candidates in lines:
        row = _row(line, candidates)
        same = by_candidate.get((line["body_id"], row["candidate_id"]), [])
        differs = [row["differs"]] if row["differs"] else []
        if others := [place_of(other) for other, _ in same if other is not line]:
            differs.append(SAY.say("desk.sheet.waits", place=", ".join(others[:_MOST_PLACES])))
        party = party_in_words(month, line, candidates[:1])
        rows.append(row | {"differs": f"{party} {'; '.join(differs)}".strip()})
    return rows


def _row(line: Row, candidates: list[Row]) -> Row:
    best, others = (candidates[0], candidates[1:]) if candidates else ({}, [])
    said = candidate_in_words(line, best) if best else {}
    others_fit = any(each["name_agrees"] in (*SURE, *_NEARLY) or each["party_agrees"] == "yes" for each in others)
    is_right = bool(best) and _is_sure(best) and not others_fit
    is_sure = is_right and bool(line["signed_on"]) and line["because"] in _OF_THE_NAME and not line["texts"]
    says_withdrawn = str(line["because"]).startswith(AGAINST["undone"])
    # Of nobody found it is proposed that there is nobody, unless a text of the line was decided to say something else.
    otherwise = "" if best or DECIDED_OF_TEXT in str(line["because"]) else NOT_IN_PARLIAMENT
    sat = f"{SAY.say('desk.signatures.column.sat')}: {said['sat']}" if best.get("sits") == "yes" else None
    return {name: line.get(name) for name in COLUMNS} | {
        "may_be_named": "",
        "proposed": YES if is_sure else WITHDRAWN if is_right and says_withdrawn else otherwise,
        "candidate": best.get("candidate"),
        "candidate_id": best.get("candidate_id"),
        "agrees": "; ".join(filter(None, [said.get("agrees"), sat, said.get("stood")])),
        "differs": SAY.say("desk.sheet.signed", place=best["signed_already"]) if best.get("signed_already") else "",
        "others": "; ".join(f"{each['candidate']} ({each['candidate_id']})" for each in others),
    }


def _is_sure(candidate: Row) -> bool:
    agrees, party = candidate["name_agrees"], candidate["party_agrees"]
    return candidate["address_agrees"] != "no" and (
        (agrees in SURE and party != "no") or (agrees in _SURE_WITH_PARTY and party == "yes")
    )


def _texts(month: Reconciliation, signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the texts that lines wait for (columns: TEXT_COLUMNS), each with two of its lines, most lines first."""
    rows = texts_that_wait(signatures, month.bodies).to_dict("records")
    for row in rows:
        lines = lines_with(row["text"], row["body_id"], signatures).head(2).to_dict("records")
        places = places_of_text(row["text"], lines[0], month.bodies[row["body_id"]])
        row["where"], row["as_written"] = ("|".join(dict.fromkeys(each)) for each in zip(*places, strict=True))
        for column, line in zip(("example", "another"), lines, strict=False):
            said = " | ".join(line[name] for name in WRITTEN if pd.notna(line[name]))
            row[column] = f"{said} ({place_of(line)})"
    return pd.DataFrame(rows, columns=[*TEXT_COLUMNS])


def decide_from_sheet(month: Reconciliation, path: str | Path) -> DecisionMade:
    """Write a decision for each answer of a filled-in sheet that can be understood, and name the others.

    A sheet that is gone has been decided from. An answer is not written where it can't be understood, where its text,
    line or candidate changed since the sheet was written, or where that waits no longer, unless it was decided just so:
    correct it in the sheet, or clear it, and decide from it again. Raises ParameterError if none is written and one is
    to be corrected, InputError if the decisions do not fit the data.
    """
    month = reopened(month)  # what was decided since is left as it is
    if not Path(path).exists():
        return DecisionMade(blocks(SAY.say("desk.sheet.gone", path=str(path))), month)
    on_lines, on_texts = _answers(Path(path))
    if not on_lines and not on_texts:
        raise ParameterError("no answer in the column answer: nothing is written")
    made, faults, settled, decided = DecisionMade(blocks(), month), list[str](), 0, 0
    # The texts first: a line that one of them settles does not wait any more.
    for table, page, answers, decide_of in (
        (ON_TEXTS, f"{_TEXTS} ", on_texts, decisions_on_texts),
        (ON_SIGNATURES, "", on_lines, decisions_on_lines),
    ):
        decide, rows = decide_of(made.month), list[dict[str, str]]()
        for number, answer in answers.items():
            try:
                rows += filter(None, [decide(answer)])
            except ParameterError as error:
                faults.append(f"{page}row {number}: {error}")
                settled += isinstance(error, SettledError)
        if rows:
            last = write_decisions(made.month, table, rows)
            made, decided = last.below(made.html), decided + len(rows)
    if len(faults) > settled and not decided:
        raise ParameterError("\n".join(["nothing is written:", *faults]))
    # What is still to do comes first: what was written can be many rows.
    left = [SAY.count("desk.sheet.not_written", len(faults)), bullets(faults)] if faults else []
    if not decided:
        return DecisionMade(blocks(*left or [SAY.say("desk.sheet.already")]), made.month)
    said = SAY.count(f"desk.sheet.{'partly' if faults else 'decided'}", decided)
    rows_written = folded(SAY.say("desk.sheet.rows"), made.html, unfolded=decided <= _FEW)
    return replace(made, html=blocks(*left, said, parties_in_words(month, made.month), rows_written))


def _answers(path: Path) -> tuple[dict[int, Answer], dict[int, Answer]]:
    """Return the rows of a sheet that have an answer, as texts, by their number: those on lines, and on texts."""
    pages = pages_in(path, "review --sheet", {_LINES: _READ, _TEXTS: TEXT_COLUMNS})
    lines, texts = (page[page["answer"] != ""].to_dict("index") for page in pages.values())
    return lines, texts
