"""What takes too long to read is given up, and a long list takes time that grows with it; damage: test_bad_input.py."""

import os
from pathlib import Path

import pytest

from analysis.sources.list_files import ListFileError, sheets_of
from analysis.sources.signature_lists import read_lists
from support import bad_input
from support.hostile_workbooks import row, xlsx

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no limit on the memory of a process")


def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    spans = "<mergeCells>" + '<mergeCell ref="A3:A1048576"/>' * 50_000 + "</mergeCells>"
    with pytest.raises(ListFileError, match="can't be read in 5 s"):
        sheets_of(xlsx(row("", "x") * 90_000, spans))


def test_a_list_of_numbers_of_citizens_has_each_named_in_time_that_grows_with_the_list(tmp_path: Path) -> None:
    rows = [["Naam", "Datum"], *[["Quastaaov", "111222333"]] * 30_000]
    (tmp_path / "a.csv").write_bytes(bad_input.as_csv(rows))
    with bad_input.held_to(12):
        problems = read_lists(tmp_path)[1]
    cited = [problem for problem in problems if "the number of a citizen" in problem.found]
    assert [cited[0].row, cited[-1].row, cited[-1].column, len(cited)] == [2, 30_001, "column 2", 30_000]
