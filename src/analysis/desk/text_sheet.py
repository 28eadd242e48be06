"""The second page of the review workbook: the texts that lines wait for, decided on as many as are filled in."""

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.decide import A_TEXT_APPLIES_FROM
from analysis.desk.html import SAY
from analysis.reconciliation import Reconciliation
from analysis.signatories.waiting import check_text, lines_with, texts_that_wait
from analysis.sources.decisions import ON_TEXTS, check_action

PAGE = "texts"
# What the analyst fills in comes first.
TEXT_COLUMNS = ("answer", "reason", "text", "lines", "alone", "because", "example", "another", "body_id")
_OF_AN_EXAMPLE = ("name_as_written", "function_as_written", "organisation_as_written")


def texts_by_lines(signatures: pd.DataFrame) -> pd.DataFrame:
    """Return the texts that lines wait for (one row each; columns: TEXT_COLUMNS), most lines first.

    `example` and `another` are the first two lines that have it; `answer` and `reason` are empty.
    """
    texts, shown = texts_that_wait(signatures), dict[tuple[str, str], list[str]]()
    waiting = signatures[signatures["outcome"] == "review"].dropna(subset=["texts"])
    for line in waiting.assign(text=waiting["texts"].str.split("|")).explode("text").to_dict("records"):
        said = " | ".join(line[name] for name in _OF_AN_EXAMPLE if pd.notna(line[name]))
        shown.setdefault((line["body_id"], line["text"]), []).append(
            f"{said} ({line['source_file']}:{line['source_row']})"
        )
    for place, column in enumerate(("example", "another")):
        of_text = [shown[key] for key in zip(texts["body_id"], texts["text"], strict=True)]
        texts[column] = [lines[place] if place < len(lines) else "" for lines in of_text]
    return texts.reindex(columns=[*TEXT_COLUMNS])


def decision_on_text(month: Reconciliation, answer: dict[str, str]) -> dict[str, str] | None:
    """Return the decision that an answer is, less who made it and when; None if no line waits for its text any more.

    Raises ParameterError for an answer that is none, and if other lines wait than when the sheet was written.
    """
    action, text, body_id = answer["answer"].lower().replace(" ", "_"), answer["text"], answer["body_id"]
    check_action(action, ON_TEXTS)
    if lines_with(text, body_id, month.signatures).empty:
        return None
    if not answer["lines"].isdecimal():
        raise ParameterError(f"lines: found {answer['lines']!r}, expected the number that the sheet was written with")
    check_text(text, body_id, int(answer["lines"]), month.signatures)
    reason = answer["reason"] or SAY.count("desk.sheet.text", int(answer["lines"]), answer=action)
    return {"body_id": body_id, "text": text, "action": action, "valid_from": A_TEXT_APPLIES_FROM, "reason": reason}
