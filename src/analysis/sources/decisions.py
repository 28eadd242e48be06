"""Decisions of analysts in data/decisions/, the only place for opinions: read as of a month, added and taken out.

When a row is added or taken out, the other rows stay byte for byte as they are, for those who edit by hand.
"""

import contextlib
import csv
import datetime
import io
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import ParameterError
from analysis.sources.contracts import columns_of, own_tables
from analysis.sources.table_changes import texts_of
from analysis.sources.table_files import line_of_csv

# The tables of the contract that hold decisions; in all but that of releases, each row has an id.
ON_FIGURES, ON_PARTIES = "decisions_figures", "decisions_parties"
ON_SIGNATURES, ON_TEXTS = "decisions_signatories", "decisions_texts"
_WITH_IDS = (ON_FIGURES, ON_PARTIES, ON_SIGNATURES, ON_TEXTS)
# Who was named in a released version is kept beside the releases, in a file that git ignores.
RELEASES, NAMED = "decisions_releases", "decisions_named"
# The ids of decisions are these letters and a number; that of a decision on a line is the place of the line.
_LETTERS = {ON_FIGURES: "d", ON_TEXTS: "w", ON_PARTIES: "p"}
RELEASED_NUMBERS = "decisions/released"

_LARGEST = 1e15  # larger than any figure; the comparison refuses NaN and infinity too
_MARK = "\ufeff"  # Excel puts it in front of UTF-8


@dataclass(frozen=True)
class Decisions:
    """The decisions that apply to a month: those valid from its last day or before, whenever they were made.

    Decisions on lines that forbid naming somebody apply whatever the day from which they are valid. Each frame has the
    columns of its table; its index is the place of the row in the file. `releases` and `named` are those of the month.
    """

    figures: pd.DataFrame
    parties: pd.DataFrame
    signatories: pd.DataFrame
    texts: pd.DataFrame
    releases: pd.DataFrame
    named: pd.DataFrame

    @classmethod
    def as_of(cls, month: Month, tables: dict[str, pd.DataFrame]) -> "Decisions":
        """Return the decisions that apply to a month, from the tables of the contract."""
        day = pd.Timestamp(month.as_of)
        valid = {name.removeprefix("decisions_"): tables[name][tables[name]["valid_from"] <= day] for name in _WITH_IDS}
        on_lines = tables[ON_SIGNATURES]
        valid["signatories"] = on_lines[(on_lines["valid_from"] <= day) | (on_lines["may_be_named"] == "no")]
        releases, named = (tables[name][tables[name]["month"] == str(month)] for name in (RELEASES, NAMED))
        return cls(**valid, releases=releases, named=named)


def actions_of(table: str) -> tuple[str, ...]:
    """Return the actions that the contract lists for the decisions in a table."""
    (field,) = (field for field in own_tables()[table]["schema"]["fields"] if field["name"] == "action")
    return tuple(field["constraints"]["enum"])


def check_action(action: str, table: str) -> None:
    """Raise ParameterError for an action that a table does not have, as the check of its file would not quote it."""
    if action not in actions_of(table):
        raise ParameterError(f"action: found {action!r}, expected one of {', '.join(actions_of(table))}")


def as_texts(**given: object) -> dict[str, str]:
    """Return texts, days and numbers as the cells of a row; raises ParameterError for anything else."""
    texts = {}
    for name, value in given.items():
        if isinstance(value, datetime.date):
            texts[name] = value.isoformat()[:10]
        elif isinstance(value, int | float) and not isinstance(value, bool) and -_LARGEST < value < _LARGEST:
            texts[name] = f"{value:.10g}"
        elif isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value):
            texts[name] = value
        else:
            raise ParameterError(f"{name}: found {value!r}, expected text, a day or a number")
        if name in ("on", "valid_from"):
            as_day(name, texts[name])
    return texts


def check_filled_in(texts: dict[str, str]) -> None:
    """Raise ParameterError if a text has no letter or digit: it is empty, or still the … of an example."""
    if empty := [name for name, text in texts.items() if not re.search(r"\w", text)]:
        once = ' (who and when once, by desk.session(by="…", on="YYYY-MM-DD"))' if {"by", "on"} & {*empty} else ""
        raise ParameterError(f"{', '.join(empty)}: not filled in; a decision says who, when and why{once}")


def as_day(name: str, text: str) -> str:
    """Return a day as text (YYYY-MM-DD), or an empty text; raises ParameterError about `name` for anything else."""
    with contextlib.suppress(ValueError):
        if not text or datetime.date.fromisoformat(text).isoformat() == text:
            return text
    is_shaped = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    expected = "expected a day that exists" if is_shaped else "expected a day as YYYY-MM-DD"
    raise ParameterError(f"{name}: found {text!r}, {expected}")


def text_of_table(table: str, data_dir: Path) -> str:
    """Return the text of a file of decisions, empty if there is no file; raises InputError if it is no table."""
    return texts_of([table], data_dir)[table]


def with_row(text: str, row: dict[str, str], table: str) -> str:
    """Return the text of a file with a row added at its end, and the columns that it lacks if the row fills one."""
    end = _end_of_line(text)
    if not text.strip(_MARK).strip():
        text = f"{_MARK if text.startswith(_MARK) else ''}{line_of_csv(columns_of(table))}{end}"
    elif not text.endswith("\n"):
        text += end
    text, line = _with_columns_of(row, text, table)
    return text + line


def with_changed_row(text: str, wanted: dict[str, str], row: dict[str, str], table: str) -> str:
    """Return the text of a file with the row that has the wanted values replaced; raises ParameterError for no row."""
    text, line = _with_columns_of(row, text, table)
    before, _, behind = _around(wanted, text)
    return before + line + behind


def without_row(text: str, wanted: dict[str, str]) -> tuple[str, str]:
    """Return the text of a file without the row that has the wanted values, and that row; raises ParameterError."""
    before, row, behind = _around(wanted, text)
    return before + behind, row.rstrip("\r\n")


def _around(wanted: dict[str, str], text: str) -> tuple[str, str, str]:
    for place, row in enumerate(rows_in_text(text), start=1):
        if all(row.get(name, "") == value for name, value in wanted.items()):
            records = [written for written, _ in _records(text)]
            return "".join(records[:place]), records[place], "".join(records[place + 1 :])
    named = ", ".join(f"{name} {value}" for name, value in wanted.items())
    raise ParameterError(f"no decision with {named}: it may have been taken back already")


def _with_columns_of(row: dict[str, str], text: str, table: str) -> tuple[str, str]:
    end, header = _end_of_line(text), _records(text)[0][1]
    new = [name for name in columns_of(table) if name not in header]
    if any(row.get(name) for name in new):
        added = chain([",".join(["", *new])], repeat("," * len(new)))
        lines = zip(_records(text), added, strict=False)
        text = "".join(written.rstrip("\r\n") + cells + end for (written, _), cells in lines)
        header = [*header, *new]
    return text, line_of_csv([row.get(name, "") for name in header]) + end


def _end_of_line(text: str) -> str:
    return "\r\n" if text.partition("\n")[0].endswith("\r") else "\n"


def new_id(table: str, row: dict[str, str], text: str, taken_back: Collection[str] = ()) -> str:
    """Return an unused id (also not `taken_back`): the next number, or that of the line, numbered if it is in use."""
    taken = [*(each.get("decision_id", "") for each in rows_in_text(text)), *taken_back]
    if letter := _LETTERS.get(table):
        numbers = [int(name[1:]) for name in taken if re.fullmatch(rf"{letter}\d+", name)]
        return f"{letter}{max(numbers, default=0) + 1:02}"
    name = row["decision_id"]
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)


def same_decision(row: dict[str, str], text: str, not_compared: Iterable[str] = ()) -> dict[str, str] | None:
    """Return the row of a file that decides the same as `row`, no matter by whom, when or why; None if none does."""
    aside = {"decision_id", "decided_by", "decided_on", "reason", "reason_nl", *not_compared}
    compared = {name: cell for name, cell in row.items() if name not in aside}
    same = (each for each in rows_in_text(text) if all(each.get(name, "") == cell for name, cell in compared.items()))
    return next(same, None)


def table_with(decision_id: str, data_dir: Path) -> str | None:
    """Return the table that has a decision; None if there is no such decision."""
    tables = ((table, rows_in_text(text_of_table(table, data_dir))) for table in _WITH_IDS)
    return next((table for table, rows in tables if any(row.get("decision_id") == decision_id for row in rows)), None)


def rows_in_text(text: str) -> list[dict[str, str]]:
    """Return the values of each row of a file, by column."""
    cells = [cells for _, cells in _records(text)]
    return [dict(zip(cells[0], row, strict=False)) for row in cells[1:]]


def _records(text: str) -> list[tuple[str, list[str]]]:
    """Return each row of a file as it is written, with its line end, and its cells; the first is the header."""
    lines, records, first = io.StringIO(text, newline="").readlines(), [], 0
    reader = csv.reader(line.removeprefix(_MARK) for line in lines)
    for cells in reader:
        records.append(("".join(lines[first : reader.line_num]), cells))
        first = reader.line_num
    return records
