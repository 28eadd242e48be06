"""A table that a spreadsheet saved is named in one sentence with what to do, not in one for each of its cells."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import sources
from analysis.sources.contracts import columns_of

Rows = list[list[str]]


def days(rows: Rows, form: str = r"\3-\2-\1") -> Rows:
    return [[re.sub(r"^(\d{4})-(\d\d)-(\d\d)$", form, cell) for cell in row] for row in rows]


def decimals(rows: Rows) -> Rows:
    return [[re.sub(r"^(-?\d+)\.(\d+)$", r"\1,\2", cell) for cell in row] for row in rows]


def saved(data: Path, table: str, rewrite: Callable[[Rows], Rows], sign: str = ",") -> list[str]:
    """Save a table as a spreadsheet does, and return what is said of it."""
    with (data / table).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (data / table).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows(rewrite(rows))
    return [str(problem) for problem in sources.examine(data)[1] if problem.file == table]


@pytest.mark.parametrize(
    ("table", "rewrite", "sign", "said"),
    [
        ("figures.csv", list, ";", "figures.csv:1: found semicolons between the cells, expected commas"),
        ("members.csv", days, "\t", "members.csv:1: found tabs between the cells"),
        ("members.csv", days, ",", r"members.csv: found \d+ days as 23-03-2017 in start, \d+ days as .* in end"),
        ("publications.csv", lambda rows: days(rows, r"\2/\3/\1"), ",", "days as 12/24/2012 in published_on"),
        ("figures.csv", decimals, ",", r"figures.csv: found \d+ numbers as 16,7 in value, expected .* after a point"),
        ("figures.csv", lambda rows: decimals(days(rows)), ",", "days as .*_read_on, .* as 16,7 in value"),
    ],
)
def test_a_table_that_a_spreadsheet_saved_is_named_once_with_what_to_do(
    table: str, rewrite: Callable[[Rows], Rows], sign: str, said: str, data: Path
) -> None:
    (problem,) = saved(data, table, rewrite, sign)
    assert re.search(said, problem)
    assert "a spreadsheet saved it so: take back the file as it was" in problem
    assert not problem.endswith("(warning)")


def test_git_is_not_said_to_have_a_table_that_it_ignores(data: Path) -> None:
    (data / "decisions" / "signatories.csv").write_text(";".join(columns_of("decisions_signatories")) + "\n")
    (problem,) = saved(data, "decisions/signatories.csv", list)
    assert "(a copy: git does not keep it)" in problem
    assert "(a copy, or git restore as last committed)" in saved(data, "figures.csv", list, ";")[0]


def test_rows_in_another_order_stop_nothing_and_are_said_once(data: Path) -> None:
    (problem,) = saved(data, "figures.csv", lambda rows: [rows[0], *sorted(rows[1:], key=lambda row: row[2])])
    assert (
        "found rows in another order, as a spreadsheet sorts them, expected rows in the order of figure_id" in problem
    )
    assert problem.endswith("(warning)")


def test_one_fault_in_hundreds_of_cells_is_said_at_the_first_with_how_many_there_are(data: Path) -> None:
    (problem,) = saved(data, "figures.csv", lambda rows: [rows[0], *([*row[:8], "x", *row[9:]] for row in rows[1:])])
    assert re.match(r"figures\.csv:2: unit: found 'x', and \d{3} more like it down to row \d{3}, expected", problem)


def test_a_few_days_that_were_typed_otherwise_are_named_each_by_its_row(data: Path) -> None:
    found = saved(data, "members.csv", lambda rows: [*days(rows[:4]), *rows[4:]])
    assert len(found) > 3 and all(re.match(r"members\.csv:[234]: (start|end): found '\d\d-", each) for each in found)
