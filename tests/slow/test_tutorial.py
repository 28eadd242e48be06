"""The tutorial is done as it is written, from the list that comes in to the mail, and nobody in it is real."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import practice
import pytest
from practice import set_up

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.reconciliation.releases import numbers_of
from support.csv_rows import rows_in
from support.planted_faults import spoil
from support.project import PROJECT

TUTORIAL = (PROJECT / "docs" / "tutorial.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", TUTORIAL, re.DOTALL)
LINES = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
COMMANDS = [line for line in LINES if not line.startswith("make ")]
CALLS = [block for kind, block in BLOCKS if kind == "python"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tutorial")
    set_up(folder / "practice")
    return folder


def run(command: str, folder: Path) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(command.split(), cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def opened(folder: Path):
    return desk.open_month(month="2026-10", data_dir=str(folder / "practice" / "data"))


def test_the_tutorial_is_done_as_it_is_written(folder: Path) -> None:
    copy, check, build = COMMANDS
    run(copy, folder)
    assert "0 errors" in run(check, folder)

    month = opened(folder)
    (said,) = [text for text in month.figures.discrepancies["explanation_en"] if "2026 gives 86" in text]
    assert "From 944 to 1,012 is 68." in said
    slip, printed = (f"change-registered-all-persons,2025,{number}," for number in (86, 68))
    spoil(folder / "practice" / "data", "figures.csv", slip, printed)
    month = opened(folder)
    assert not month.figures.discrepancies["figure_ids"].str.contains("f902").any()

    outcomes = month.signatures[month.signatures["source_file"] == "ondertekenaars.csv"]["outcome"]
    assert outcomes.value_counts().to_dict() == {"review": 4, "accepted": 3, "duplicate": 1}
    *decisions, release = CALLS
    assert len(decisions) == 2
    for call in decisions:
        exec(call, {"desk": desk, "month_reconciled": opened(folder)})
    assert (opened(folder).signatures["outcome"] == "review").sum() == 1
    with pytest.raises(ParameterError, match="changed since you opened it"):
        exec(release, {"desk": desk, "month_reconciled": month})

    run(build, folder)
    share = folder / "practice" / "reports" / "2026-10" / "share"
    page = (share / "nl" / "cu.html").read_text(encoding="utf-8")
    assert "PRACTICE: nothing here is true" in page
    assert "Concept" in page
    month = opened(folder)
    exec(release.replace("3f8a51c09b7e", numbers_of(month)), {"desk": desk, "month_reconciled": month})
    run(build, folder)
    assert "Concept: nog niet vrijgegeven" not in (share / "nl" / "cu.html").read_text(encoding="utf-8")
    assert b"filename=" in (share / "mail" / "cu.eml").read_bytes()


def test_the_tutorial_goes_on_once_the_real_edition_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(shutil.copytree(PROJECT / "data", tmp_path / "project" / "data"))
    for name, filled in {
        "publications": {"publication": "JC-2025", "published_on": "2026-10-20"},
        "figures": {"figure_id": "f570", "publication": "JC-2025", "reference_year": "2025"},
    }.items():
        row = rows_in(data / f"{name}.csv")[-1] | filled
        with (data / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, row, lineterminator="\n").writerow(row)
    monkeypatch.setattr(practice, "PROJECT", tmp_path / "project")
    set_up(tmp_path / "practice")
    (edition,) = (
        row for row in rows_in(tmp_path / "practice/data/publications.csv") if row["publication"] == "JC-2025"
    )
    assert "invented" in edition["title"]
    month = desk.open_month(month="2026-10", data_dir=str(tmp_path / "practice" / "data"))
    assert month.figures.discrepancies["figure_ids"].str.contains("f902").any()


def test_nobody_to_practise_on_is_real(folder: Path) -> None:
    real = {row["full_name"] for row in rows(PROJECT / "data")}
    invented = {row["full_name"] for row in rows(folder / "practice" / "data")}
    assert len(invented) > 500
    assert not real & invented


def rows(data: Path) -> list[dict[str, str]]:
    return [row for name in ("members", "candidates") for row in rows_in(data / f"{name}.csv")]
