"""Before a commit a notebook that holds what a run left is refused with its remedy."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
import yaml
from check_notebooks import faults_in

from support.project import NOTEBOOKS, PROJECT

FIRST = NOTEBOOKS / "1-figures.ipynb"
# The cell of the first notebook that shows the first table.
SHOWING = 4
Spoil = Callable[[nbformat.NotebookNode], object]
STORED: dict[str, Spoil] = {
    "cell 5: found a stored output (stream), expected none": lambda notebook: notebook.cells[SHOWING].outputs.append(
        nbformat.v4.new_output("stream", text="Ann Verzonnen")
    ),
    "cell 5: found a count of runs (3)": lambda notebook: notebook.cells[SHOWING].update(execution_count=3),
    "cell 5: found no tag": lambda notebook: notebook.cells[SHOWING].metadata.update(tags=[]),
    "found the kernel 'mine', expected 'python3'": lambda notebook: notebook.metadata.kernelspec.update(name="mine"),
}


def spoilt(folder: Path, spoil: Spoil) -> Path:
    notebook = nbformat.read(FIRST, as_version=4)
    spoil(notebook)
    nbformat.write(notebook, folder / "spoilt.ipynb")
    return folder / "spoilt.ipynb"


@pytest.mark.parametrize("message", STORED)
def test_what_a_run_left_behind_is_refused(message: str, tmp_path: Path) -> None:
    (fault,) = faults_in(spoilt(tmp_path, STORED[message]))
    assert message in fault


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torn.ipynb").write_bytes(FIRST.read_bytes()[:500])
    assert "found no notebook" in faults_in(tmp_path / "torn.ipynb")[0]


def test_the_command_prints_a_line_for_each_fault_ends_with_1_and_passes_the_notebooks_of_the_project(
    tmp_path: Path,
) -> None:
    path = spoilt(tmp_path, STORED["cell 5: found a count of runs (3)"])
    command = [sys.executable, str(PROJECT / "scripts" / "check_notebooks.py")]
    refused = subprocess.run([*command, str(path)], cwd="/", capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout.count("\n")) == (1, 1)
    assert "in JupyterLab: Edit, Clear Outputs of All Cells, then save" in refused.stdout
    passed = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    assert (passed.returncode, passed.stdout) == (0, "")


def test_the_hooks_check_notebooks_data_style_format_and_types_with_the_project_s_own_tools() -> None:
    (local,) = yaml.safe_load((PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    hooks = {hook["id"]: hook for hook in local["hooks"]}
    tools = {"notebooks": "python scripts/check_notebooks.py", "data": "briefing check", "style": "ruff check"}
    tools |= {"format": "ruff format --check", "types": "mypy"}
    assert set(hooks) == set(tools)
    for name, hook in hooks.items():
        assert hook["entry"].startswith(f".venv/bin/{tools[name]}")
        assert hook["language"] == "system", "nothing is fetched"
