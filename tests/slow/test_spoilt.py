"""Each fault that was found is reported: a small file for each in tests/data/spoilt/, named for it, and its message.

tests/data/spoilt_messages.csv has of each where it goes (`+`: its rows are added to the table), how bad it is, and how
the message begins; ROW is any row.
"""

import shutil
from pathlib import Path

import pytest

from analysis import sources
from analysis.core.problems import InputError, Problem
from analysis.sources import OWN_DATA, contracts
from support.csv_rows import rows_in
from support.project import PROJECT, SPOILT

CASES = rows_in(PROJECT / "tests" / "data" / "spoilt_messages.csv")
CONTRACT = "nested-too-deep.json"


def reported(data: Path, severity: str) -> list[Problem]:
    """Return what is reported of data with every spoilt file of a severity; fails where a message is not there."""
    shutil.copytree(OWN_DATA, data)
    cases = [row for row in CASES if row["severity"] == severity]
    for row in cases:
        if row["place"].startswith("+"):
            rows = (SPOILT / row["file"]).read_text(encoding="utf-8").partition("\n")[2]
            with (data / row["place"][1:]).open("a", encoding="utf-8") as table:
                table.write(rows)
        else:
            shutil.copy(SPOILT / row["file"], data / row["place"])
    problems = sources.examine(data)[1]
    of_severity = [str(problem) for problem in problems if problem.severity == severity]
    for row in cases:
        before, _, after = row["message"].partition(":ROW:")
        assert [each for each in of_severity if each.startswith(before) and after in each], row["file"]
    return problems


def test_each_spoilt_file_has_what_is_said_of_it() -> None:
    assert {file.name for file in SPOILT.iterdir()} == {*(row["file"] for row in CASES), CONTRACT}


def test_what_can_not_be_read_is_refused_in_one_report(tmp_path: Path) -> None:
    assert reported(tmp_path / "data", "error")


def test_what_may_be_meant_otherwise_is_warned_of(tmp_path: Path) -> None:
    problems = reported(tmp_path / "data", "warning")
    assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_another_contract_is_refused_by_name(tmp_path: Path) -> None:
    shutil.copy(SPOILT / CONTRACT, tmp_path / "datapackage.json")
    with pytest.raises(InputError, match=r"datapackage\.json: found another contract"):
        contracts.tables_before(tmp_path)
