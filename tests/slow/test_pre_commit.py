"""What is refused in CI is refused at home before each commit, by the project's own tools."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from support.project import PROJECT

CONFIG = ".pre-commit-config.yaml"

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is missing: there is nothing to commit to")


def hooks() -> dict[str, dict]:
    (local,) = yaml.safe_load((PROJECT / CONFIG).read_text(encoding="utf-8"))["repos"]
    assert local["repo"] == "local"
    return {hook["id"]: hook for hook in local["hooks"]}


def git(folder: Path, *words: str) -> None:
    # A test that runs within a commit is not to touch the repository of that commit.
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *words], cwd=folder, env=outside, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path) -> Path:
    """A repository with the hooks, the notebooks and what checks them; nothing is committed yet."""
    git(tmp_path, "init")
    for part in ("notebooks", "scripts"):
        shutil.copytree(PROJECT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / CONFIG, tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    git(tmp_path, "add", CONFIG, "notebooks", "scripts")
    return tmp_path


def before_a_commit(repository: Path, hook: str) -> subprocess.CompletedProcess[str]:
    """What pre-commit says to what is staged."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own |= {"PRE_COMMIT_HOME": str(repository / ".cache"), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "pre_commit", "run", hook, "--color=never"]
    return subprocess.run(command, cwd=repository, env=own, capture_output=True, text=True, check=False)


def test_hooks_fetch_nothing():
    assert {hook["language"] for hook in hooks().values()} == {"system"}
    assert all(hook["entry"].startswith(".venv/bin/") for hook in hooks().values())


def test_hooks_check_the_notebooks_and_run_them_the_data_and_the_code():
    entries = {name: hook["entry"] for name, hook in hooks().items()}
    assert entries["notebooks"] == ".venv/bin/python scripts/check_notebooks.py --run"
    assert entries["data"] == ".venv/bin/briefing check"
    lint = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for name, tool in (("style", "ruff check"), ("format", "ruff format --check"), ("types", "mypy")):
        assert tool in entries[name]
        assert f"$(RUN)/{tool}" in lint


@pytest.mark.parametrize(
    ("changed", "hook"),
    [
        ("notebooks/1-figures.ipynb", "notebooks"),
        ("src/analysis/desk/opening.py", "parameters"),
        ("scripts/notebook_faults.py", "parameters"),
        ("data/figures.csv", "data"),
        ("data/decisions/figures.csv", "data"),
        ("src/analysis/core/names.py", "types"),
    ],
)
def test_a_change_is_checked_by_its_hook(changed, hook):
    assert re.search(hooks()[hook]["files"], changed)


@needs_git
def test_a_spoilt_notebook_is_not_committed(repository):
    notebook = repository / "notebooks" / "2-signatories.ipynb"
    notebook.write_text(
        notebook.read_text(encoding="utf-8").replace('\\"ledger\\")', '\\"ledger\\")[:5]'), encoding="utf-8"
    )
    git(repository, "add", "notebooks")
    done = before_a_commit(repository, "parameters")
    assert done.returncode == 1
    assert (
        "notebooks/2-signatories.ipynb: cell 5: found an index (`desk.readable(month_reconciled, 'ledger')[:5]`)"
        in done.stdout
    )


@needs_git
def test_notebooks_as_they_are_may_be_committed(repository):
    done = before_a_commit(repository, "parameters")
    assert done.returncode == 0, done.stdout + done.stderr
