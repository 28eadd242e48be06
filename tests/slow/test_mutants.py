"""The tests notice what is changed in the method: a part of it here, all of it with `--torture` (hours)."""

import os
import re
import shutil
from pathlib import Path

import mutants
import pytest
from mutants import AIM_PERCENT, PROJECT, report, scores

COPIED = ("src", "tests", "data", "benchmarks", "scripts", "notebooks", "docs")
SMALL_PART = {
    "only_mutate": ["src/analysis/core/names/words.py"],
    "pytest_add_cli_args_test_selection": ["tests/core/test_names.py", "tests/core/test_addresses.py"],
}


def with_settings(settings: str, others: dict[str, list[str]]) -> str:
    for name, values in others.items():
        settings, count = re.subn(rf"^{name} = \[[^]]*\]", f"{name} = {values}", settings, flags=re.MULTILINE)
        assert count == 1
    return settings


@pytest.mark.skipif(not hasattr(os, "fork"), reason="mutmut forks")
def test_what_is_changed_in_the_method_is_noticed_by_a_test(tmp_path: Path, times) -> None:
    project = tmp_path / "project"
    for folder in COPIED:
        shutil.copytree(PROJECT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(PROJECT / "README.md", project)
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    (project / "pyproject.toml").write_text(with_settings(settings, times(SMALL_PART, {})), encoding="utf-8")
    found = scores(mutants.tried(project, []))
    assert sum(of for _, of in found.values()) > times(30, 3_000)
    assert {package for package, (noticed, of) in found.items() if 100 * noticed < AIM_PERCENT * of} == set(), report(
        found
    )


def test_a_change_that_only_ended_the_process_was_noticed_and_one_without_a_test_was_not() -> None:
    said = "    analysis.core.names.words.x_a__mutmut_1: {}\n    analysis.sources.parliament.x_b__mutmut_2: {}\n"
    assert scores(said.format("timeout", "no tests")) == {"core": (1, 1), "sources": (0, 1)}
    assert scores(said.format("killed", "not checked")) == {"core": (1, 1)}
    with pytest.raises(ValueError, match="new word"):
        scores(said.format("killed", "new word"))


def test_the_report_gives_each_package_and_all_together() -> None:
    assert report({"claims": (1, 4), "names": (3, 4)}).splitlines() == [
        "claims           1 of     4 noticed: 25.0%",
        "names            3 of     4 noticed: 75.0%",
        "together         4 of     8 noticed: 50.0%",
    ]


def test_the_tests_of_the_method_are_there() -> None:
    assert all((PROJECT / name).is_file() for name in mutants.tests())
    assert len(mutants.tests()) > 5
