"""What becomes known in October 2026 or later breaks no test but those that say what is known now."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from support.known_answers import fail_with
from support.project import PROJECT

# By what is new: a figure in the press, a study, a motion with its votes, a body. All of it is made up.
NEW_ROWS = PROJECT / "tests" / "data" / "new_rows"
COPIED = ("src", "data", "tests", "docs", "scripts", "benchmarks", "notebooks")
OF_RULES = [f"tests/{room}" for room in ("figures", "parliament", "reconciliation", "briefing")]
OF_RULES += [
    "tests/signatories/test_other_bodies.py",
    "tests/publish/test_mail.py",
    "tests/publish/test_index_pages.py",
]


def test_new_rows_break_no_test_of_a_rule(tmp_path: Path) -> None:
    for name in COPIED:
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for rows in NEW_ROWS.glob("*/*.csv"):
        with (tmp_path / "data" / rows.name).open("a", encoding="utf-8") as file:
            file.write(rows.read_text(encoding="utf-8").partition("\n")[2])
    # A process by itself, which shares no month with those of the real data.
    settings = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    settings["PYTHONPATH"] = str(tmp_path / "src")
    command = [sys.executable, "-m", "pytest", "-n", "0", "-m", "not known_now", "--tb=short", *OF_RULES]
    done = subprocess.run(command, cwd=tmp_path, env=settings, capture_output=True, text=True, check=False)
    fail_with([done.stdout] if done.returncode else [])
