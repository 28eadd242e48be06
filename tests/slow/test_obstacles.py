"""What is in the way of a build is said in a line, with the exit code that was promised, and nothing is lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli

TOO_LITTLE = "memory: found none left; close other programs, or raise the limit (ulimit -v)"


def run(command: str, data: Path, *more: str):
    """What a command says and how it ends; an error that it does not expect ends the test."""
    words = [command, "--month", "2021-06", "--data", str(data), *more]
    return CliRunner().invoke(cli.main, words, catch_exceptions=False)


def in_place_of(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("in the way", encoding="utf-8")
    else:
        path.unlink(missing_ok=True)
        path.mkdir()


def test_a_file_in_the_place_of_the_folder_of_reports_is_named(data, tmp_path):
    (tmp_path / "reports").write_text("in the way", encoding="utf-8")
    result = run("build", data, "--out", str(tmp_path / "reports"))
    assert (result.exit_code, "reports" in result.stderr) == (2, True)
    assert (tmp_path / "reports").read_text(encoding="utf-8") == "in the way"


@pytest.mark.parametrize("command", ["build", "check", "review"])
def test_folders_for_files_of_the_data_and_files_for_folders_are_all_named(data, tmp_path, command):
    for place in ("figures.csv", "decisions", "signatories"):
        in_place_of(data / place)
    result = run(command, data, *(["--out", str(tmp_path / "out")] if command == "build" else []))
    errors = [line for line in result.output.splitlines() if ": found " in line and not line.endswith("(warning)")]
    found = {line.partition(": found ")[0] for line in errors}
    decisions = {f"decisions/{name}.csv" for name in ("figures", "parties", "releases")}
    assert (result.exit_code, found) == (1, {"figures.csv", "signatories", *decisions})
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_or_a_device_without_end_in_the_place_of_a_table_is_named_and_not_read(data):
    for place in ("members.csv", "figures.csv"):
        (data / place).unlink()
    (data / "members.csv").symlink_to("/dev/zero")
    os.mkfifo(data / "figures.csv")
    result = run("check", data)
    found = [line for line in result.stdout.splitlines() if "a folder, a pipe or a device" in line]
    assert (result.exit_code, [line.split(":")[0] for line in found]) == (1, ["figures.csv", "members.csv"])


def test_a_folder_for_the_contract_of_the_data_is_named(data):
    in_place_of(data / "datapackage.json")
    result = run("check", data)
    assert (result.exit_code, "datapackage.json: found no such file" in result.stdout) == (1, True)


@pytest.mark.parametrize("megabytes", [450, 8000], ids=["too little", "enough"])
def test_a_build_with_a_limit_on_its_memory_is_made_or_says_why_not_and_publishes_nothing(data, tmp_path, megabytes):
    resource = pytest.importorskip("resource")
    order = ["--month", "2021-06", "--party", "d66", "--language", "nl", "--format", "html", "--workers", "1"]
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "build", *order, "--data", data, "--out", tmp_path / "out"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024**2,) * 2),
        capture_output=True,
        text=True,
        check=False,
    )
    is_said = any(why in done.stderr for why in (TOO_LITTLE, "no kernel", "for want of memory"))
    is_made = (tmp_path / "out" / "2021-06").exists()
    assert (done.returncode, is_said, is_made) == ((3, True, False) if megabytes < 1000 else (0, False, True))
    assert "Traceback" not in done.stderr
