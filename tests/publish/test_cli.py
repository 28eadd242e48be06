"""The commands as a person types them: what they print and the exit codes that others rely on."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.core.parameters import Month
from analysis.publish import build as build_module
from analysis.publish.build import BuildResult, Progress
from support.fewer_candidates import with_fewer_candidates
from support.project import PROJECT


def run(*arguments: str):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def in_november_2026(monkeypatch):
    monkeypatch.setattr(cli, "_this_month", lambda: Month.parse("2026-11"))


@pytest.fixture
def orders(monkeypatch, in_november_2026):
    """Take the place of a build; return what it was asked for."""
    taken = []

    def build(report, **order):
        taken.append(order)
        report(Progress(1, 2, "d66 nl: made"))
        report(Progress(2, 2, "vvd nl: ValueError: no figures", failed=True))
        failures = {"vvd nl": "ValueError: no figures"} if "vvd" in order["parties"] else {}
        return BuildResult(order["month"], Path("reports/2026-10"), ["d66 nl"], [], failures)

    monkeypatch.setattr(build_module, "build", build)
    return taken


@pytest.fixture
def spoilt(tmp_path):
    """A copy of the data in which one column is misspelt."""
    file = with_fewer_candidates(tmp_path / "data") / "figures.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("figure_id,", "figure,", 1), encoding="utf-8")
    return tmp_path / "data"


def test_a_build_takes_the_last_complete_month_and_everything(orders):
    assert run("build").exit_code == 0
    (order,) = orders
    assert order["month"] == Month.parse("2026-10")
    assert (order["parties"], order["languages"], order["formats"], order["force"]) == ((), (), (), False)
    assert order["data_dir"] == PROJECT / "data"
    assert order["out_dir"] == PROJECT / "reports"
    assert order["workers"] >= 1


def test_a_build_takes_what_it_is_asked_for(orders, tmp_path):
    words = "build --month 2021-03 --party d66 --party sgp --language en --format pdf --workers 3 --force --out"
    assert run(*words.split(), tmp_path).exit_code == 0
    (order,) = orders
    assert order["month"] == Month.parse("2021-03")
    assert order["parties"] == ("d66", "sgp")
    assert order["languages"] == ("en",)
    assert order["formats"] == ("pdf",)
    assert (order["workers"], order["force"], order["out_dir"]) == (3, True, tmp_path)


def test_without_a_terminal_a_build_prints_a_line_for_each_briefing(orders):
    lines = run("build").stdout.splitlines()
    assert lines[0] == "[1/2] d66 nl: made"
    assert lines[-1].startswith("2026-10: 1 made, 0 up to date, 0 failed; see reports/2026-10")


def test_a_build_in_which_a_briefing_fails_names_it_and_ends_with_3(orders):
    result = run("build", "--party", "vvd")
    assert result.exit_code == 3
    assert "failed: vvd nl: ValueError: no figures" in result.stderr


@pytest.mark.parametrize("command", ["build", "check", "review"])
@pytest.mark.parametrize("month", ["2021-02", "2026-12", "2021-3", "March 2021"])
def test_a_month_before_march_2021_after_this_one_or_unreadable_is_refused(orders, command, month):
    result = run(command, "--month", month)
    assert result.exit_code == 2
    assert "Invalid value for '--month'" in result.stderr
    assert orders == []


def test_the_current_month_may_be_built(orders):
    assert run("build", "--month", "2026-11").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--language", "de"], "'nl', 'en'"),
        (["--format", "docx"], "'html', 'pdf'"),
        (["--workers", "0"], "x>=1"),
        (["--data", "no/such/folder"], "does not exist"),
        (["--parti", "d66"], "No such option"),
        (["--cluster", "somewhere:8786"], "expected the address of a scheduler"),
    ],
)
def test_a_wrong_option_ends_with_2_and_says_what_is_possible(orders, arguments, said):
    result = run("build", *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert orders == []


def test_an_unknown_party_ends_with_2_and_names_the_choices(tmp_path):
    data = with_fewer_candidates(tmp_path / "data")
    result = run("build", "--month", "2021-03", "--party", "D66", "--data", data, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "did you mean 'd66'?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_bad_input_ends_with_1_and_every_problem_on_a_line_without_a_traceback(spoilt, tmp_path):
    result = run("build", "--month", "2021-03", "--data", spoilt, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "figures.csv" in result.stderr
    assert "nothing was written" in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()


def test_the_shipped_data_passes_the_check():
    result = run("check", "--month", "2021-03")
    assert result.exit_code == 0, result.output
    assert " files, 0 errors, " in result.stdout.splitlines()[-1]


def test_a_check_of_spoilt_data_ends_with_1(spoilt):
    result = run("check", "--month", "2021-03", "--data", spoilt)
    assert result.exit_code == 1
    assert any(line.startswith("figures.csv") for line in result.stdout.splitlines())


def test_a_check_of_a_folder_without_a_contract_ends_with_1(tmp_path):
    result = run("check", "--data", tmp_path)
    assert result.exit_code == 1
    assert "datapackage.json" in result.stdout


def test_review_says_what_waits_as_the_notebook_does(tmp_path):
    result = run("review", "--month", "2021-03", "--data", with_fewer_candidates(tmp_path / "data"))
    assert result.exit_code == 0, result.output
    assert result.stdout == "No signature waits for a decision.\n"


def test_python_m_analysis_is_the_same_command():
    answer = subprocess.run([sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=True)
    assert {"check", "build", "review"} <= set(answer.stdout.split())
