"""The commands as a person types them: what they print and the exit codes that others rely on."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.core.folders import locked
from analysis.core.parameters import Month
from analysis.publish import build as build_module
from analysis.publish.build import BuildResult
from support.planted_faults import spoil
from support.project import PROJECT


def run(*arguments: object):
    return CliRunner().invoke(cli.main, [str(argument) for argument in arguments])


@pytest.fixture
def orders(monkeypatch):
    """Take the place of a build, in November 2026; return what it was asked for."""
    taken = []

    def build(report, **order):
        taken.append(order)
        report(1, 2, "d66 nl: made")
        report(2, 2, "vvd nl: ValueError: no figures")
        failures = {"vvd nl": "ValueError: no figures"} if "vvd" in order["parties"] else {}
        return BuildResult(order["month"], Path("reports/2026-10"), ["d66 nl"], [], failures)

    monkeypatch.setattr(cli, "this_month", lambda: Month.parse("2026-11"))
    monkeypatch.setattr(build_module, "build", build)
    return taken


@pytest.fixture
def spoilt(data) -> Path:
    """A copy of the data in which one column is misspelt."""
    spoil(data, "figures.csv", "figure_id,", "figure,")
    return data


def test_a_build_takes_the_last_complete_month_and_everything_and_prints_a_line_for_each_briefing(orders):
    result = run("build")
    lines, (order,) = result.stdout.splitlines(), orders
    assert order.pop("workers") >= 1
    assert order == {
        "month": Month.parse("2026-10"),
        **{"parties": (), "languages": (), "formats": (), "force": False, "cluster": None},
        **{"data_dir": PROJECT / "data", "out_dir": PROJECT / "reports"},
    }
    assert (result.exit_code, lines[0]) == (0, "[1/2] d66 nl: made")
    assert lines[-1].startswith("2026-10: 1 made, 0 up to date, 0 failed; see reports/2026-10")


def test_what_is_written_of_other_data_is_written_beside_them(orders, tmp_path):
    (tmp_path / "data").mkdir()
    run("build", "--data", tmp_path / "data")
    assert orders[0]["out_dir"] == tmp_path / "reports"


def test_a_build_takes_what_it_is_asked_for_also_the_current_month(orders, tmp_path):
    words = "build --month 2026-11 --party d66 --party sgp --language en --format pdf --workers 3 --force --out"
    result = run(*words.split(), tmp_path)
    assert result.exit_code == 0
    assert "2026-11 is not over: these pages know only what is known today, and can be released from 2026-12-01 on" in (
        result.stdout
    )
    (order,) = orders
    assert order["month"] == Month.parse("2026-11")
    assert (order["parties"], order["languages"], order["formats"]) == (("d66", "sgp"), ("en",), ("pdf",))
    assert (order["workers"], order["force"], order["out_dir"]) == (3, True, tmp_path)


def test_a_build_in_which_a_briefing_fails_names_it_and_ends_with_3(orders):
    result = run("build", "--party", "vvd")
    assert result.exit_code == 3
    assert "failed: vvd nl: ValueError: no figures" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        *((f"{command} --month {month}", "Invalid value for '--month'")
          for command in ("build", "check", "review") for month in ("2021-02", "2026-12", "2021-3", "March")),
        ("build --language de", "'nl', 'en'"),
        ("build --format docx", "'html', 'pdf'"),
        ("build --workers 0", "x>=1"),
        ("build --data no/such/folder", "does not exist"),
        ("build --parti d66", "No such option"),
        ("build --month 2021-03 --party D67 --out no/such/folder", "did you mean 'd66'?"),
        ("build --month 2026-10 --party pro --out no/such/folder", "did you mean 'gl-pvda'?"),
    ],
)  # fmt: skip
def test_a_wrong_option_ends_with_2_and_says_what_is_possible(arguments, said, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli, "this_month", lambda: Month.parse("2026-11"))
    result = run(*arguments.split())
    assert (result.exit_code, said in result.stderr) == (2, True), result.output
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_with_no_option_is_said_without_how_to_call_the_command(tmp_path):
    with locked(tmp_path, wait=False):
        result = run("build", "--month", "2021-03", "--out", tmp_path)
    assert (result.exit_code, result.stderr.startswith("Error: another build is writing ")) == (2, True), result.stderr


def test_bad_input_ends_with_1_and_every_problem_on_a_line_without_a_traceback(spoilt, tmp_path):
    built = run("build", "--month", "2021-03", "--data", spoilt, "--out", tmp_path / "out")
    assert built.exit_code == 1
    assert "figures.csv" in built.stderr and "nothing was written" in built.stderr
    assert "Traceback" not in built.output
    assert not (tmp_path / "out").exists()
    checked = run("check", "--month", "2021-03", "--data", spoilt)
    assert checked.exit_code == 1
    assert any(line.startswith("figures.csv") for line in checked.stdout.splitlines())
    assert "; more may show once the errors are fixed" in checked.stdout.splitlines()[-1]
    empty = run("check", "--data", tmp_path)
    assert (empty.exit_code, "datapackage.json" in empty.stdout) == (1, True)


def test_the_shipped_data_passes_the_check_and_no_signature_waits(data):
    result = run("check", "--month", "2021-03")
    assert result.exit_code == 0, result.output
    assert " files, 0 errors, " in result.stdout.splitlines()[-1]
    reviewed = run("review", "--month", "2021-03", "--data", data)
    assert (reviewed.exit_code, reviewed.stdout) == (0, "No signature waits for a decision.\n")


def test_python_m_analysis_is_the_same_command():
    answer = subprocess.run([sys.executable, "-m", "analysis", "--help"], capture_output=True, text=True, check=True)
    assert {"check", "build", "review", "forget"} <= set(answer.stdout.split())
