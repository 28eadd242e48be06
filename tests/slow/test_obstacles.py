"""What stands in the way of a build is said in a line, with the exit code that was promised, and nothing is lost."""

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import batch, cli
from analysis.batch.month_folder import MonthFolder
from analysis.parameters import Month
from support.one_month import published
from support.small_notebooks import PROJECT, contents
from support.without_kernels import MONTH, ORDER, building, ordered, without_kernels

IN_2099 = 4_070_908_800


@pytest.fixture(scope="module", autouse=True)
def _quickly():
    with without_kernels():
        yield


@pytest.fixture(scope="module")
def made(_quickly, tmp_path_factory) -> Path:
    """A month that was made of the data as they are."""
    out = tmp_path_factory.mktemp("made") / "reports"
    batch.build(MONTH, data_dir=PROJECT / "data", out_dir=out, **ORDER)
    return out


@pytest.fixture
def out(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "reports"))


@pytest.fixture
def data(tmp_path) -> Path:
    """Data of which another month is made than stands there."""
    copy = Path(shutil.copytree(PROJECT / "data", tmp_path / "changed/data"))
    titles = copy / "publications.csv"
    titles.write_text(titles.read_text(encoding="utf-8").replace("mensenhandel", "slavernij"), encoding="utf-8")
    return copy


def run(words: list[str]):
    """What a command says and how it ends; an error that it does not expect ends the test."""
    return CliRunner().invoke(cli.main, words, catch_exceptions=False)


def in_place_of(path: Path) -> None:
    """Put a folder where a file is, or a file where a folder is."""
    if path.is_dir():
        shutil.rmtree(path)
        path.write_text("in the way", encoding="utf-8")
    else:
        path.unlink()
        path.mkdir()


@pytest.mark.parametrize(
    "place", ["share/nl/d66.html", "share/data/briefing.xlsx", "share/index.html", "share/data", "internal"]
)
def test_what_stands_in_the_place_of_a_file_or_folder_is_named_and_the_month_stays(out, data, place):
    in_place_of(out / str(MONTH) / place)
    before = published(out)
    result = run(ordered(data, out))
    assert result.exit_code == 2
    assert f"/{place}: " in result.stderr
    assert published(out) == before
    obstacle = out / str(MONTH) / place
    obstacle.rmdir() if obstacle.is_dir() else obstacle.unlink()
    assert "0 made, 4 up to date" in run(ordered(data, out)).stdout
    assert run(ordered(data, out.parent / "fresh")).exit_code == 0
    assert contents(out) == contents(out.parent / "fresh")


@pytest.mark.parametrize("place", [f"{MONTH}/manifest.json", "index.html"])
def test_a_folder_in_the_place_of_the_manifest_or_the_front_page_is_named(out, data, place):
    in_place_of(out / place)
    result = run(ordered(data, out))
    assert result.exit_code == 2
    assert f"{out / place}: Is a directory; move this folder away" in result.stderr


@pytest.mark.parametrize("place", ["reports", "reports/2021-06", "reports/2021-06/.waiting"])
def test_a_file_in_the_place_of_a_folder_of_reports_is_named(data, tmp_path, place):
    (tmp_path / place).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / place).write_text("in the way", encoding="utf-8")
    result = run(ordered(data, tmp_path / "reports"))
    assert result.exit_code == 2
    assert place.split("/")[-1] in result.stderr
    assert (tmp_path / place).read_text(encoding="utf-8") == "in the way"


def is_error(line: str) -> bool:
    return ": found " in line and not line.endswith("(warning)")


@pytest.mark.parametrize("command", ["build", "check", "review"])
def test_folders_for_files_of_the_data_and_files_for_folders_are_all_named(data, tmp_path, command):
    for place in ("figures.csv", "decisions", "signatories"):
        in_place_of(data / place)
    where = ["--out", str(tmp_path / "out")] if command == "build" else []
    result = run([command, "--month", "2021-06", "--data", str(data), *where])
    found = {line.partition(": found ")[0] for line in result.output.splitlines() if is_error(line)}
    rulings = {f"decisions/{name}.csv" for name in ("figures", "parties", "releases")}
    assert (result.exit_code, found) == (1, {"figures.csv", "signatories", *rulings})
    assert not (tmp_path / "out").exists()


def test_a_folder_for_the_contract_of_the_data_is_named(data):
    in_place_of(data / "datapackage.json")
    result = run(["check", "--month", "2021-06", "--data", str(data)])
    assert (result.exit_code, "datapackage.json: found a file that can't be read" in result.stdout) == (1, True)


def test_a_file_that_vanishes_while_it_is_read_is_named(data, out, monkeypatch):
    before, read = published(out), batch.reconcile

    def meanwhile(month, folder):
        month = read(month, folder)
        (folder / "publications.csv").unlink()
        return month

    monkeypatch.setattr(batch, "reconcile", meanwhile)
    result = run(ordered(data, out))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "1 error, 0 warnings; nothing was written")
    assert "data/publications.csv: found other content than a moment ago" in result.stderr
    assert published(out) == before


def test_a_file_that_changes_while_briefings_are_made_leaves_the_month_of_before(data, out):
    before = published(out)
    order = ORDER | {"data_dir": data, "out_dir": out}
    result = batch.build(MONTH, report=lambda _: (data / "seats.csv").write_text("changed", encoding="utf-8"), **order)
    assert result.failures == {"inputs": "data/seats.csv changed while briefings were made; build again"}
    assert published(out) == before
    assert contents(out) == before, "what was made meanwhile waits for nobody"


def test_a_second_build_of_a_month_is_told_that_there_is_one(data, out):
    before = published(out)
    with MonthFolder(out / str(MONTH)).for_one_build():
        result = run(ordered(data, out))
    assert result.exit_code == 2
    assert f"another build is writing {out / str(MONTH)}" in result.stderr
    assert published(out) == before


def all_at_once(*commands) -> list[int]:
    """Run commands at the same time, and return how each ended."""
    processes = [multiprocessing.get_context("fork").Process(target=command) for command in commands]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def test_builds_of_one_month_at_once_make_it_once_and_lose_nothing(made, tmp_path):
    command = building(PROJECT / "data", tmp_path / "reports")
    codes = all_at_once(*[command] * 4)
    assert (set(codes) <= {0, 2}, 0 in codes) == (True, True)
    assert contents(tmp_path / "reports") == contents(made)


def test_builds_of_several_months_at_once_are_all_listed(tmp_path):
    months = [Month(2021, number) for number in (5, 6)]
    codes = all_at_once(*(building(PROJECT / "data", tmp_path / "reports", month=month) for month in months))
    assert codes == [0] * 2
    page = (tmp_path / "reports/index.html").read_text(encoding="utf-8")
    assert [f'href="{month}/share/index.html"' in page for month in months] == [True] * 2


def test_a_clock_that_was_set_back_makes_nothing_again(made, tmp_path):
    copy, out = shutil.copytree(PROJECT / "data", tmp_path / "copy/data"), shutil.copytree(made, tmp_path / "out")
    for path in [*copy.rglob("*"), *out.rglob("*")]:
        os.utime(path, (IN_2099, IN_2099))
    assert "0 made, 4 up to date" in run(ordered(copy, out)).stdout
    assert contents(out) == contents(made)


@pytest.mark.parametrize("command", ["build", "check", "review"])
def test_a_clock_that_was_set_back_to_before_the_deal_is_said(monkeypatch, tmp_path, command):
    monkeypatch.setattr(cli, "_this_month", lambda: Month(1970, 1))
    result = CliRunner().invoke(cli.main, [command])
    assert result.exit_code == 2
    assert "found 1969-12, expected 2021-03 or later" in result.stderr
