"""Checks the stored notebooks: nothing of a run is in them, and (with `--run`) they run in any folder.

    python scripts/check_notebooks.py [--run] [NOTEBOOK ...]

Prints each fault as `NOTEBOOK: cell N: found, expected; what to do`, and ends with 1 if there is one. With `--run` each
notebook is run as well, in an empty folder with a space in its name. The tests and pre-commit call this; which calls
the cells hold is typed in tests/publish/test_notebooks.py.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError

from analysis.publish.orders import SHIPPED

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KERNEL = "python3"
_SECONDS_A_CELL = 600


def faults_in(notebook: Path) -> list[str]:
    """Return every fault of a stored notebook, in the order of its cells."""
    try:
        stored = nbformat.read(notebook, as_version=4)
        nbformat.validate(stored)
    except (ValueError, nbformat.ValidationError) as refused:
        reason = str(refused).splitlines()[0]
        return [f"{notebook}: found no notebook ({reason}), expected one of version 4; take the one from git"]
    kernel = stored.metadata.get("kernelspec", {}).get("name")
    found = []
    if kernel != KERNEL:
        remedy = "choose Python 3 in JupyterLab (Kernel, Change Kernel)"
        found.append(f"{notebook}: found the kernel {kernel!r}, expected {KERNEL!r}, which every machine has; {remedy}")
    for number, cell in enumerate(stored.cells, 1):
        found += [f"{notebook}: cell {number}: {fault}" for fault in _faults_of_cell(cell)]
    return found


def _faults_of_cell(cell: nbformat.NotebookNode) -> Iterator[str]:
    """Yield what a run left behind (outputs may name persons), and that a cell is nobody's."""
    clear = "in JupyterLab: Edit, Clear Outputs of All Cells, then save"
    if cell.get("outputs"):
        yield f"found a stored output ({cell.outputs[0].output_type}), expected none; {clear}"
    if cell.get("execution_count") is not None:
        yield f"found a count of runs ({cell.execution_count}), expected none; {clear}"
    if not {SHIPPED, "parameters"} & set(cell.metadata.get("tags", [])):
        remedy = "add it in JupyterLab (Property Inspector, Cell Tags), or leave the cell out"
        yield f"found no tag, expected the tag {SHIPPED}, as a build runs no other cells and git keeps none; {remedy}"


def faults_of_run(notebook: Path) -> list[str]:
    """Run a notebook where it is not at home; return why it stopped, or what it left there."""
    run = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="another folder ") as folder:
        there = {"metadata": {"path": folder}}
        client = NotebookClient(run, timeout=_SECONDS_A_CELL, kernel_name=KERNEL, resources=there)
        try:
            # What stops a cell is in its output; ipykernel warns here that it listens on this machine.
            client.execute(stderr=subprocess.DEVNULL)
        except (CellExecutionError, CellControlSignal, DeadKernelError) as stopped:
            return [_reason(notebook, run, stopped)]
        left = sorted(path.name for path in Path(folder).iterdir())
    return [f"{notebook}: found that it wrote {', '.join(left)}, expected nothing; show it instead"] if left else []


def _reason(notebook: Path, run: nbformat.NotebookNode, stopped: Exception) -> str:
    """Return the cell that stopped a run, with what it said."""
    expected = "expected a notebook that runs in any working directory; run it from another folder to see more"
    for number, cell in enumerate(run.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                said = f"{output.ename}: {output.evalue}".splitlines()[0]
                return f"{notebook}: cell {number}: found {said}, {expected}"
    return f"{notebook}: found {stopped}, {expected}"


def main() -> int:
    """Check the notebooks that are named, or those of the project."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("notebooks", metavar="NOTEBOOK", nargs="*", type=Path)
    options.add_argument("--run", action="store_true", help="run them too, in another folder")
    asked = options.parse_args()
    found = []
    for notebook in asked.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        faults = faults_in(notebook)
        # What is not right as it is stored is not worth a run.
        found += faults or (faults_of_run(notebook) if asked.run else [])
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
