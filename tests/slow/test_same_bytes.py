"""The same inputs give the same bytes, wherever, whenever, by whom and on whatever machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from support.project import PROJECT
from support.small_notebooks import contents

IN_2099 = 4_070_908_800
BUILD = """
import sys
from analysis.publish.build import build
from analysis.core.parameters import Month
order = dict(parties=["all", "d66"], languages=["nl"], workers=int(sys.argv[1]))
if __name__ == "__main__":
    sys.exit(len(build(Month(2021, 3), **order).failures))
"""
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


def built(project: Path, environment: dict[str, str], workers: str, umask: int, mtime: int | None, **more: str) -> Path:
    for part in ("src", "data", "notebooks"):
        shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    if mtime is not None:
        for path in project.rglob("*"):
            os.utime(path, (mtime, mtime))
    command = [sys.executable, "-c", BUILD, workers]
    given = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    given |= {"PYTHONPATH": str(project / "src"), "PYTHONDONTWRITEBYTECODE": "1", **environment, **more}
    done = subprocess.run(command, env=given, cwd=project, capture_output=True, umask=umask, check=False)
    assert done.returncode == 0, done.stderr
    return project / "reports/2021-03"


def test_another_folder_day_locale_seed_mask_number_of_workers_give_the_same_bytes(tmp_path, times):
    here = contents(built(tmp_path / "a", HERE, "2", umask=0o022, mtime=None))
    assert {Path(path).suffix for path in here} == {".html", ".pdf", ".csv", ".xlsx", ".json", ".eml", ".ipynb"}
    for where, environment, otherwise in list(ELSEWHERE.values())[: times(1, len(ELSEWHERE))]:
        there = contents(built(tmp_path / where, environment, **otherwise))
        assert set(there) == set(here)
        assert [path for path in here if here[path] != there[path]] == []
