"""The same inputs give the same bytes, wherever, whenever, by whom and on whatever machine a month is made."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.small_notebooks import PROJECT, contents, with_empty_evidence

IN_2099 = 4_070_908_800
ORDER = ["--month", "2021-03", "--party", "all", "--party", "d66", "--language", "nl"]
HERE = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
# Each: where the project lies, as whom and when it is built, in so many processes.
ELSEWHERE = {
    "a path of many signs, far to the east, ASCII alone, in the future": (
        "met spaties, é, {accolades} & 'tekens' %41",
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"workers": "1", "umask": 0o077, "mtime": IN_2099, "PYTHONHASHSEED": "1"},
    ),
    "far to the west, long ago, any seed": (
        "b",
        {"TZ": "Pacific/Pago_Pago", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
        {"workers": "2", "umask": 0o000, "mtime": 0, "PYTHONHASHSEED": "random"},
    ),
}


def built(
    project: Path, environment: Mapping[str, str], workers: str, umask: int, mtime: int | None, **more: str
) -> Path:
    """What a build by command makes in a copy of the project."""
    for part in ("src", "data"):
        shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    with_empty_evidence(project / "notebooks")
    if mtime is not None:
        for path in project.rglob("*"):
            os.utime(path, (mtime, mtime))
    command = [sys.executable, "-m", "analysis", "build", *ORDER, "--workers", workers]
    given = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    given |= {"PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1", **environment, **more}
    done = subprocess.run(command, env=given, cwd=project, capture_output=True, umask=umask, check=False)
    assert done.returncode == 0, done.stderr
    return project / "reports/2021-03/share"


@pytest.fixture(scope="module")
def here(tmp_path_factory) -> dict[str, bytes]:
    return contents(built(tmp_path_factory.mktemp("here") / "a", HERE, workers="2", umask=0o022, mtime=None))


def test_another_folder_day_time_zone_locale_seed_mask_and_number_of_workers_give_the_same_bytes(here, tmp_path, times):
    assert {Path(path).suffix for path in here} == {".html", ".pdf", ".csv", ".xlsx", ".json", ".eml"}
    for where, environment, otherwise in list(ELSEWHERE.values())[: times(1, len(ELSEWHERE))]:
        there = contents(built(tmp_path / where, environment, **otherwise))
        assert set(there) == set(here)
        assert [path for path in here if here[path] != there[path]] == []
