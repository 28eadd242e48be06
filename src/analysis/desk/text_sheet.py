"""The second page of the review workbook: the texts that lines wait for, decided on as many as are filled in."""

from collections.abc import Callable

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.decide import A_TEXT_APPLIES_FROM
from analysis.desk.html import SAY
from analysis.reconciliation import Reconciliation
from analysis.signatories.waiting import texts_that_wait
from analysis.sources.decisions import ON_TEXTS, check_action

PAGE = "texts"
# What the analyst fills in comes first.
TEXT_COLUMNS = ("answer", "reason", "text", "lines", "only_text", "because", "example", "another", "body_id")
_OF_AN_EXAMPLE = ("name_as_written", "function_as_written", "organisation_as_written", "remarks_as_written")


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


def decide_on_texts_of(month: Reconciliation) -> Callable[[dict[str, str]], dict[str, str] | None]:
    """Return what makes a decision, less who made it and when, of an answer; of none on a text that no longer waits.

    It raises ParameterError for an answer that is none, and if other lines wait than when the sheet was written.
    """
    texts = texts_that_wait(month.signatures)
    counts = dict(zip(zip(texts["body_id"], texts["text"], strict=True), texts["lines"], strict=True))

    def decide(answer: dict[str, str]) -> dict[str, str] | None:
        action, of = answer["answer"].lower().replace(" ", "_"), (answer["body_id"], answer["text"])
        check_action(action, ON_TEXTS)
        if of not in counts:
            return None
        if str(counts[of]) != answer["lines"]:
            raise ParameterError(f"lines: {counts[of]} wait for {of[1]!r}, not {answer['lines']}: write a new sheet")
        reason = answer["reason"] or SAY.count("desk.sheet.text", int(counts[of]), answer=action)
        row = {"body_id": of[0], "text": of[1], "action": action, "valid_from": A_TEXT_APPLIES_FROM}
        return row | {"reason": reason}

    return decide
