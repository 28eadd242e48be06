"""What `make lab` sets up so that what may name somebody in a notebook, an output or a cell, gets into no commit."""

import re
import runpy
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from support.lab import needs_lab
from support.project import PROJECT

pytestmark = [needs_lab, pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")]
NAME = "Ann Verzonnen"


def git(*arguments: str, folder: Path) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def checkout(tmp_path) -> Path:
    folder = tmp_path / "checkout"
    git("clone", "--quiet", str(PROJECT), str(folder), folder=tmp_path)
    (folder / ".venv-lab").symlink_to(PROJECT / ".venv-lab")
    subprocess.run(["make", "--old-file=setup-lab", "no-outputs-in-git"], cwd=folder, check=True)
    return folder


def test_a_notebook_with_outputs_is_committed_without_them_and_stays_on_disk_as_it_is(checkout):
    file = checkout / "notebooks" / "2-signatories.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[-1].outputs = [nbformat.v4.new_output("stream", text=NAME)]
    notebook.metadata.language_info.version = "3.11.7"
    nbformat.write(notebook, file)

    git("add", "notebooks", folder=checkout)
    assert git("diff", "--cached", "--stat", "--", "notebooks", folder=checkout) == ""
    assert NAME in file.read_text(encoding="utf-8")


def test_the_cells_of_an_analyst_stay_on_disk_too(checkout):
    file = checkout / "notebooks" / "2-signatories.ipynb"
    notebook = nbformat.read(file, as_version=4)
    notebook.cells[0].source += " Read on."
    decided = nbformat.v4.new_code_cell(f'desk.decide_on_line(month_reconciled, "lijst.csv", 2, "accept") # {NAME}')
    notebook.cells[3:3] = [decided, nbformat.v4.new_markdown_cell(f"Call {NAME}.")]
    nbformat.write(notebook, file)

    git("add", "notebooks", folder=checkout)
    kept = git("diff", "--cached", "--", "notebooks", folder=checkout)
    assert "Read on." in kept and NAME not in kept
    assert file.read_text(encoding="utf-8").count(NAME) == 2


def test_a_notebook_that_was_set_run_and_saved_is_none_that_git_has_to_merge(checkout, tmp_path):
    """Upstream changes it meanwhile: `git pull` takes the newer one."""
    file = checkout / "notebooks" / "1-figures.ipynb"
    notebook = nbformat.read(file, as_version=4)
    for cell in notebook.cells[1:3]:
        cell.outputs, cell.metadata["execution"] = [nbformat.v4.new_output("stream", text="said")], {"busy": "1"}
        cell.source = re.sub(r'month: str = "[^"]*"', 'month: str = "2021-06"', cell.source)
    nbformat.write(notebook, file)
    server = SimpleNamespace(FileContentsManager=SimpleNamespace())
    runpy.run_path(str(PROJECT / "scripts/jupyterlab/jupyter_server_config.py"), init_globals={"c": server})
    server.FileContentsManager.post_save_hook({"type": "notebook"}, os_path=str(file)).wait()
    assert git("status", "--porcelain", folder=checkout) == ""
    assert "2021-06" in file.read_text(encoding="utf-8")

    saved = file.read_text(encoding="utf-8")
    file.write_text(saved.replace("# 1. Figures", "# 1. Older figures"), encoding="utf-8")
    server.FileContentsManager.post_save_hook({"type": "notebook"}, os_path=str(file)).wait()
    assert git("diff", "--cached", "--stat", folder=checkout) == "", "what differs is not added for the next commit"
    file.write_text(saved, encoding="utf-8")

    git("clone", "--quiet", str(PROJECT), "newer", folder=tmp_path)
    newer = tmp_path / "newer" / "notebooks" / "1-figures.ipynb"
    newer.write_text(newer.read_text(encoding="utf-8").replace("# 1. Figures", "# 1. All figures"), encoding="utf-8")
    who = ("-c", "user.name=A. Nalist", "-c", "user.email=a@example.org")
    git(*who, "commit", "--quiet", "--all", "--message", "x", folder=newer.parent)
    git("pull", "--quiet", "--ff-only", str(tmp_path / "newer"), "HEAD", folder=checkout)
    assert "# 1. All figures" in file.read_text(encoding="utf-8")


def test_cleaning_up_takes_the_filter_away_only_if_nothing_is_left_that_it_keeps_out(checkout):
    file = checkout / "notebooks" / "2-signatories.ipynb"
    stored = file.read_bytes()
    file.write_bytes(stored.replace(b'"outputs": []', b'"outputs": [1]', 1))
    said = subprocess.run(["make", "clean"], cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert "2-signatories.ipynb is not as git has it: run make lab" in said
    assert "notebook_filter.py" in git("config", "filter.nbstripout.clean", folder=checkout)
    file.write_bytes(stored)
    subprocess.run(["make", "clean"], cwd=checkout, check=True)
    assert "nbstripout" not in git("config", "--list", folder=checkout)
