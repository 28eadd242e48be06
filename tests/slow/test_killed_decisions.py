"""A decision that is killed while it is written: the file has the complete row, or is as it was."""

import signal
from pathlib import Path

import pytest

from analysis.sources.decisions import change, with_row
from support.disturbed import disturbed, spread
from support.fewer_candidates import with_fewer_candidates
from support.small_notebooks import contents

TABLE = "decisions_figures"
ROW = {"decision_id": "d99", "figure_id": "f001", "action": "exclude", "reason": "made up, with a comma"}


def decided(data: Path) -> None:
    change(TABLE, data, lambda text: with_row(text, ROW, TABLE), str)


def files_of(data: Path) -> dict[str, bytes]:
    return {path: content for path, content in contents(data).items() if not Path(path).name.startswith(".")}


@pytest.fixture(scope="module")
def complete(tmp_path_factory) -> dict[str, bytes]:
    copy = with_fewer_candidates(tmp_path_factory.mktemp("complete") / "data")
    decided(copy)
    return files_of(copy)


def test_a_decision_that_is_killed_at_any_change_of_a_file_is_there_complete_or_not_at_all(data, complete):
    as_it_was, seen = files_of(data), set()
    changes = disturbed(lambda: decided(data), data).changes
    for at in spread(100, changes):
        (data / "decisions/figures.csv").write_bytes(as_it_was["decisions/figures.csv"])
        assert disturbed(lambda: decided(data), data, at).code == -signal.SIGKILL
        seen.add("complete" if files_of(data) == complete else "as it was")
        assert files_of(data) in (complete, as_it_was)
    assert "as it was" in seen, "no kill hit the decision while it was being written"
    (data / "decisions/figures.csv").write_bytes(as_it_was["decisions/figures.csv"])
    decided(data)
    assert contents(data) == complete, "no draft of a decision that was killed stays after the next"
