"""Whatever a workbook holds, it is read or refused in words, within 500 MB and 20 s of the processor."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.sources.list_files import ListFileError, sheets_of
from analysis.sources.signature_lists import read_lists
from support import bad_input, hostile_workbooks
from support.hostile_workbooks import row, xlsx
from support.project import PROJECT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no limit on the memory of a process")


@pytest.mark.parametrize("kind", [".xlsx", ".ods"])
def test_of_damaged_workbooks_none_ends_the_program_or_takes_more_than_its_share(
    kind: str, times: Callable[[int, int], int]
) -> None:
    """Each is a valid one with some of its numbers, elements, parts or bytes changed, by a seed."""
    count = times(300, 1_000)
    command = [sys.executable, hostile_workbooks.__file__, kind, "0", str(count)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "tests")}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    read = json.loads(ended.stdout)
    assert read["faults"] == []
    assert count / 10 < read["unread"] < count, "some are refused, and some are read"
    assert (read["seconds"] < 20, read["megabytes"] < 500) == (True, True), read


def test_a_workbook_that_takes_too_long_is_given_up() -> None:
    spans = "<mergeCells>" + '<mergeCell ref="A3:A1048576"/>' * 50_000 + "</mergeCells>"
    with pytest.raises(ListFileError, match="can't be read in 5 s"):
        sheets_of(xlsx(row("", "x") * 90_000, spans))


def test_a_list_of_numbers_of_citizens_has_each_named_in_time_that_grows_with_the_list(tmp_path: Path) -> None:
    rows = [["Naam", "Datum"], *[["Quastaaov", "111222333"]] * 40_000]
    (tmp_path / "a.csv").write_bytes(bad_input.as_csv(rows))
    with bad_input.held_to(12):
        problems = read_lists(tmp_path)[1]
    cited = [problem for problem in problems if "the number of a citizen" in problem.found]
    assert [cited[0].row, cited[-1].row, cited[-1].column, len(cited)] == [2, 40_001, "column 2", 40_000]
