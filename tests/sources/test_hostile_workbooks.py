"""A workbook that is made to harm costs a message: it is named, and every other list is read."""

import os
from pathlib import Path

import pytest

from analysis.sources.signature_lists import read_lists
from support.hostile_workbooks import HOSTILE, ods, xlsx


@pytest.mark.skipif(os.name != "posix", reason="no limit on the memory of a process")
@pytest.mark.parametrize("attack", HOSTILE)
def test_it_is_named_and_the_other_lists_are_read(tmp_path: Path, attack: str, capfd) -> None:
    suffix, made, found = HOSTILE[attack]
    (tmp_path / f"a{suffix}").write_bytes(made())
    (tmp_path / "b.ods").write_bytes(ods())
    (tmp_path / "c.xlsx").write_bytes(xlsx(""))
    lines, (problem,) = read_lists(tmp_path)
    assert lines["source_file"].tolist() == ["b.ods", "c.xlsx"]
    assert (problem.file, problem.severity) == (f"signatories/a{suffix}", "error")
    assert found in problem.found
    assert "take the file out of the folder" in problem.remedy
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_a_device_or_a_link_in_the_place_of_a_list_is_reported_and_not_followed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    for name, to in (("b.csv", "/dev/zero"), ("d.csv", tmp_path / "nothing"), ("folder", tmp_path.parent)):
        (tmp_path / name).symlink_to(to)
    (tmp_path / "c.xlsx").write_bytes(xlsx(""))
    lines, problems = read_lists(tmp_path)
    assert lines["source_file"].tolist() == ["c.xlsx"]
    assert [p.file.rpartition("/")[2] for p in problems] == ["a.xlsx", "b.csv", "d.csv", "folder"]
    assert {problem.severity for problem in problems} == {"warning"}
