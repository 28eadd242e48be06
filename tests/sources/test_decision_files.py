"""A file of decisions is changed under a lock, in one step, and the rest of it stays byte for byte as it was."""

import csv
import errno
import io
import os
import shutil
from pathlib import Path

import pytest

from analysis.core.problems import ParameterError
from analysis.sources.decisions import with_row, without_row
from analysis.sources.table_changes import change_tables, finish
from support.desk_decisions import ids_in
from support.disturbed import disturbed

TABLE = "decisions_figures"
D99 = {"decision_id": "d99"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_a_file_edited_by_hand_keeps_its_ends_of_line_its_mark_and_its_order_of_columns(end, mark, last):
    text = mark + end.join(['"reason",decision_id,figure_id', f'"two{end}lines",d01,f001']) + (end if last else "")
    new = with_row(text, {"decision_id": "d02", "figure_id": "f002", "reason": "why"}, TABLE)
    assert new.startswith(text)
    assert new.endswith(f"{end}why,d02,f002{end}")
    assert ids_in(new) == ["d01", "d02"]
    assert without_row(new, {"decision_id": "d02"})[0] == text + ("" if last else end)
    assert without_row(new, {"decision_id": "d01"})[1] == f'"two{end}lines",d01,f001'


@pytest.mark.parametrize("reason", ["two\nlines", "ends\n", "one\rtwo", "one\r\ntwo"])
def test_a_reason_of_two_lines_is_one_cell(reason):
    header = "decision_id,figure_id,reason\n"
    text = with_row(header, {"decision_id": "d01", "reason": reason}, TABLE)
    text = with_row(text, {"decision_id": "d02"}, TABLE)
    assert list(csv.reader(io.StringIO(text, newline="")))[1:] == [["d01", "", reason], ["d02", "", ""]]
    assert without_row(text, {"decision_id": "d01"})[0] == f"{header}d02,,\n"


@pytest.mark.parametrize("blank", ["", "\n", "\r\n", " \n", "\ufeff\r\n"])
def test_a_file_of_nothing_but_blank_lines_begins_anew_with_its_header(blank):
    text = with_row(blank, {"decision_id": "d01"}, TABLE)
    assert text.removeprefix("\ufeff").startswith("decision_id,figure_id,") and text.count("\n") == 2
    assert ids_in(text) == ["d01"]


def added(data: Path, attempt=str, **wanted) -> None:
    change_tables([TABLE], data, lambda texts: {TABLE: with_row(texts[TABLE], D99, TABLE)}, attempt, **wanted)


def test_a_file_that_is_a_link_to_a_shared_one_stays_a_link(data, tmp_path):
    path = data / "decisions" / "figures.csv"
    shared = Path(shutil.move(path, tmp_path / "shared.csv"))
    path.symlink_to(shared)
    (data / "decisions" / ".#figures.csv").symlink_to("somebody@somewhere.123")  # as Emacs marks an open file
    added(data)
    assert path.is_symlink()
    assert "d99" in ids_in(shared.read_text(encoding="utf-8"))


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_a_file_of_decisions_on_persons_that_is_new_is_not_for_everybody(data):
    change_tables(["decisions_signatories"], data, lambda texts: dict.fromkeys(texts, "decision_id\n"), str)
    assert (data / "decisions" / "signatories.csv").stat().st_mode & 0o007 == 0


def test_a_full_disk_leaves_the_file_as_it_was_and_no_draft(data, monkeypatch):
    before = (data / "decisions" / "figures.csv").read_bytes()

    def full(_from: Path, _to: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="No space"):
        patch.setattr("analysis.sources.table_changes.shutil.copymode", full)
        added(data)
    assert (data / "decisions" / "figures.csv").read_bytes() == before
    assert [path.name for path in (data / "decisions").glob(".*")] in ([], [".lock"])


def test_whoever_edits_the_file_by_hand_meanwhile_is_not_overwritten(data):
    path = data / "decisions" / "figures.csv"

    def somebody_saves(_copy: Path) -> None:
        path.write_text(path.read_text(encoding="utf-8") + "by hand\n", encoding="utf-8")

    with pytest.raises(ParameterError, match="changed by somebody else meanwhile: nothing is written"):
        added(data, somebody_saves)
    assert path.read_text(encoding="utf-8").endswith("by hand\n")


def test_what_is_only_tried_is_returned_and_not_written(data):
    before = (data / "decisions" / "figures.csv").read_bytes()
    asked = []
    added(data, lambda _copy: "found", is_to_write=asked.append)
    assert asked == ["found"]
    assert (data / "decisions" / "figures.csv").read_bytes() == before


def test_the_copy_that_a_decision_is_tried_on_holds_no_list_of_its_own(data):
    seen = []

    def look(copy: Path) -> None:
        seen.extend(path for path in copy.rglob("*") if path.is_file() and not path.is_symlink())

    added(data, look)
    assert [(path.parent.name, path.name) for path in seen] == [("decisions", "figures.csv")]


@pytest.mark.parametrize("tables", [["seats", "members"], ["seats"]])
def test_tables_that_are_changed_together_are_all_changed_or_none_wherever_it_is_stopped(data, tables):
    files = [data / f"{table}.csv" for table in tables]
    before = [file.read_text(encoding="utf-8") for file in files]
    longer = [f"{text}x\n" for text in before]

    def lengthened() -> None:
        change_tables(tables, data, lambda texts: {n: f"{text}x\n" for n, text in texts.items()}, str)

    seen = []
    for at in range(1, disturbed(lengthened, data).changes + 1):
        for file, text in zip(files, before, strict=True):
            file.write_text(text, encoding="utf-8")
        disturbed(lengthened, data, at)
        finish(data)
        seen.append([file.read_text(encoding="utf-8") for file in files])
    assert all(each in (before, longer) for each in seen)
    assert seen[0] == before and (seen[-1] == longer) == (len(tables) > 1), "one file is there with the last change"
    lengthened()
    assert [file.name for file in data.rglob(".*") if file.name != ".lock"] == []
