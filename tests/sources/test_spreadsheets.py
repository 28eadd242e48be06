"""A table that a spreadsheet saved is named in one sentence with what to do, not in one for each of its cells."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import sources
from support.fewer_candidates import with_fewer_candidates

Rows = list[list[str]]


def days(rows: Rows, form: str = r"\3-\2-\1") -> Rows:
    return [[re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", form, cell) for cell in row] for row in rows]


def decimals(rows: Rows) -> Rows:
    return [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in rows]


def saved(folder: Path, table: str, rewrite: Callable[[Rows], Rows], sign: str = ",") -> list[str]:
    """Save a table as a spreadsheet does, and return what is said of it."""
    data = with_fewer_candidates(folder / "data")
    with (data / table).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (data / table).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rewrite(rows))
    return [str(problem) for problem in sources.examine(data)[1] if problem.file == table]


@pytest.mark.parametrize(
    ("table", "rewrite", "sign", "said"),
    [
        ("figures.csv", list, ";", ["figures.csv:1: found semicolons between the cells, expected commas"]),
        ("members.csv", days, "\t", ["members.csv:1: found tabs between the cells"]),
        (
            "members.csv",
            days,
            ",",
            [rf"members.csv:\d+: {column}: found '\d\d-\d\d-\d{{4}}', and \d+ more" for column in ("start", "end")],
        ),
        ("figures.csv", decimals, ",", [r"figures.csv:\d+: value: found '\d+,\d+', and \d+ more like it down to row"]),
    ],
)
def test_a_table_that_a_spreadsheet_saved_is_named_once_a_column_with_what_to_do(
    table: str, rewrite: Callable[[Rows], Rows], sign: str, said: list[str], tmp_path: Path
) -> None:
    found = saved(tmp_path, table, rewrite, sign)
    assert len(found) == len(said)
    for pattern, problem in zip(said, found, strict=True):
        assert re.match(pattern, problem)
        assert "if a spreadsheet saved it so, take back the file as it was" in problem


def test_a_few_days_that_were_typed_otherwise_are_named_each_by_its_row(tmp_path: Path) -> None:
    found = saved(tmp_path, "members.csv", lambda rows: [*days(rows[:4]), *rows[4:]])
    assert len(found) > 3 and all(re.match(r"members\.csv:[234]: (start|end): found '\d\d-", each) for each in found)
