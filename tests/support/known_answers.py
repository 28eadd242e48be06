"""The answers that were typed by hand in tests/data/known/: each row of a table with what it was typed from."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pandas as pd
import pytest

from analysis.core.record_tables import table_of
from analysis.figures.choice import ESTIMATES
from analysis.figures.claims import CLAIMS, judgements
from analysis.figures.tables import visibility_balance
from support.csv_rows import Row, rows_in
from support.months import reconciled
from support.project import KNOWN, PROJECT
from support.published_figures import figures_of, known_in


def typed(table: str) -> list[Row]:
    return rows_in(KNOWN / f"{table}.csv")


@cache
def claims_of(month: str) -> pd.DataFrame:
    return table_of(judgements(known_in(month).claims, figures_of(month), known_in(month).formulas), CLAIMS)


@cache
def balance_of(month: str) -> pd.DataFrame:
    found = figures_of(month)
    return visibility_balance(found.choices, found.estimates)


# A table that was typed: the table of a month in which its answers are, and the columns that name a row there.
FOUND_IN: dict[str, tuple[Callable[[str], pd.DataFrame], tuple[str, ...]]] = {
    "chosen_values": (lambda month: figures_of(month).figures_by_quantity, ("quantity_id", "reference_year")),
    "differences_by_month": (lambda month: figures_of(month).discrepancies, ("figure_id",)),
    "verdicts": (lambda month: figures_of(month).printed_figures, ("figure_id",)),
    "checks": (lambda month: figures_of(month).arithmetic, ("figure_id", "check")),
    "claims": (claims_of, ("claim_id",)),
    "estimates_in_force": (lambda month: table_of(figures_of(month).estimates, ESTIMATES), ("series", "quantity_id")),
    "visibility_balance": (balance_of, ("year",)),
    "changes": (lambda month: reconciled(month).changes, ("kind", "subject")),
    "revisions": (lambda month: reconciled(month).revisions, ("quantity_id", "reference_year", "series")),
}


def wrong_answers(table: str) -> list[str]:
    """Return each row of a table with other answers than the ones typed, as `wrong_answer` does.

    An empty cell was not typed, and `none` is an empty cell. A row with `none` in its first answer is not there at
    all, if the answers of the table are rows that can be missing: a value, a difference or an estimate.
    """
    find, key = FOUND_IN[table]
    records = cache(lambda month: find(month).to_dict("records"))
    asked, wrong = defaultdict[tuple[str, ...], list[Row]](list), []
    for row in typed(table):
        asked[row["month"], *(row[name] for name in key)].append(row)
    for (month, *names), rows in asked.items():
        found = [row for row in records(month) if [str(row[name]) for name in key] == names]
        expected = [row for row in rows if "none" not in (row.get("value"), row.get("kind"))]
        if len(found) != len(expected) or not all(any(_says(cells, row) for cells in found) for row in expected):
            answers = [name for row in rows for name in row if row[name] and name not in ("month", "source", *key)]
            said = [_in_words(each, answers) for each in (expected, found)]
            wrong.append(wrong_answer(table, " ".join([month, *names]), *said))
    return wrong


def _in_words(rows: list[dict[str, Any]], answers: list[str]) -> str:
    said = [", ".join(f"{name} {row[name]}" for name in dict.fromkeys(answers) if row[name] != "") for row in rows]
    return " and ".join(said) or "no row"


def wrong_answer(table: str, row: str, expected: object, found: object) -> str:
    """Say in one line what is typed in a row of a table, what is found now, and what to do."""
    return f"{typed_in(table)}: {row}: expected {expected}, found {found}; if the source says so, renew the row"


def typed_in(table: str) -> str:
    return (KNOWN / f"{table}.csv").relative_to(PROJECT).as_posix()


def fail_with(wrong: Iterable[str], remedy: str = "") -> None:
    """Fail if anything is wrong, with each on a line of its own, and in full: pytest cuts an assertion off."""
    if lines := list(wrong):
        pytest.fail("\n".join([*lines, remedy]).rstrip(), pytrace=False)


def _says(found: dict[str, Any], row: Row) -> bool:
    return all(_is(found[name], text) for name, text in row.items() if text and name not in ("month", "source"))


def _is(cell: Any, text: str) -> bool:
    if pd.isna(cell) or text == "none":
        return bool(pd.isna(cell)) and text == "none"
    if isinstance(cell, pd.Timestamp):
        return str(cell.date()) == text
    if isinstance(cell, bool | str):
        return str(cell) == text
    return f"{float(cell):.{len(text.partition('.')[2])}f}" == text  # to as many digits as were typed
