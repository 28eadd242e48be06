"""Guards the stored notebooks: no outputs, no logic or paths in cells, parameters that match, and they run anywhere.

    python scripts/check_notebooks.py [--run] [NOTEBOOK ...]

Prints each fault as `NOTEBOOK: cell N: found, expected; what to do`, and ends with 1 if there is one. With `--run` each
notebook is run as well, in an empty folder with a space in its name. The tests and pre-commit call this.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, CellExecutionError, DeadKernelError
from notebook_faults import KERNEL, Fault, faults_in

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
_SECONDS_A_CELL = 600
_ANYWHERE = "a notebook that runs in any working directory"


def faults_of_run(notebook: Path) -> list[Fault]:
    """Run a notebook where it is not at home; return why it stopped, or what it left there."""
    run = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory(prefix="another folder ") as folder:
        there = {"metadata": {"path": folder}}
        client = NotebookClient(run, timeout=_SECONDS_A_CELL, kernel_name=KERNEL, resources=there)
        try:
            # What stops a cell is in its output; ipykernel warns here that it listens on this machine.
            client.execute(stderr=subprocess.DEVNULL)
        except (CellExecutionError, CellControlSignal, DeadKernelError) as stopped:
            return [_stopped(notebook, run, stopped)]
        left = sorted(path.name for path in Path(folder).iterdir())
    remedy = "let it show things, and write nothing"
    return [Fault(notebook, 0, f"that it wrote {', '.join(left)}", "an empty folder", remedy)] if left else []


def _stopped(notebook: Path, run: nbformat.NotebookNode, stopped: Exception) -> Fault:
    """Return the cell that stopped a run, with what it said."""
    for number, cell in enumerate(run.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                said = f"{output.ename}: {output.evalue}".splitlines()[0]
                return Fault(notebook, number, said, _ANYWHERE, "run it from another folder to see the whole message")
    return Fault(notebook, 0, str(stopped), _ANYWHERE, "run it from another folder to see more")


def main() -> int:
    """Check the notebooks that are named, or those of the project."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("notebooks", metavar="NOTEBOOK", nargs="*", type=Path)
    options.add_argument("--run", action="store_true", help="run them too, in another folder")
    asked = options.parse_args()
    found = []
    for notebook in asked.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
        faults = faults_in(notebook)
        # What is not right as it stands is not worth a run.
        found += faults or (faults_of_run(notebook) if asked.run else [])
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
