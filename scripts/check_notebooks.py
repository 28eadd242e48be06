"""Checks the stored notebooks: nothing of a run is in them.

    python scripts/check_notebooks.py [NOTEBOOK ...]

Prints each fault as `NOTEBOOK: cell N: found, expected; what to do`, and ends with 1 if there is one. The tests and
pre-commit call this; that each notebook runs in any folder is what tests/slow/test_notebooks_in_papermill.py proves.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat

from analysis.publish.notebook_runs import SHIPPED

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
KERNEL = "python3"


def faults_in(notebook: Path) -> list[str]:
    """Return every fault of a stored notebook, in the order of its cells."""
    try:
        stored = nbformat.read(notebook, as_version=4)
        nbformat.validate(stored)
    except (ValueError, nbformat.ValidationError) as refused:
        reason = str(refused).splitlines()[0]
        return [f"{notebook}: found no notebook ({reason}), expected one of version 4; take the one from git"]
    kernel, found = stored.metadata.get("kernelspec", {}).get("name"), []
    if kernel != KERNEL:
        remedy = "choose Python 3 in JupyterLab (Kernel, Change Kernel)"
        found.append(f"{notebook}: found the kernel {kernel!r}, expected {KERNEL!r}, which every machine has; {remedy}")
    for number, cell in enumerate(stored.cells, 1):
        found += [f"{notebook}: cell {number}: {fault}" for fault in _faults_of_cell(cell)]
    return found


def _faults_of_cell(cell: nbformat.NotebookNode) -> Iterator[str]:
    """Yield what a run left behind (outputs may name persons), and that a cell is nobody's."""
    clear = "expected none; in JupyterLab: Edit, Clear Outputs of All Cells, then save"
    if cell.get("outputs"):
        yield f"found a stored output ({cell.outputs[0].output_type}), {clear}"
    if cell.get("execution_count") is not None:
        yield f"found a count of runs ({cell.execution_count}), {clear}"
    if not {SHIPPED, "parameters"} & set(cell.metadata.get("tags", [])):
        remedy = "add it in JupyterLab (Property Inspector, Cell Tags), or leave the cell out"
        yield f"found no tag, expected the tag {SHIPPED}, as a build runs no other cells and git keeps none; {remedy}"


def main() -> int:
    """Check the notebooks that are named, or those of the project."""
    named = [Path(name) for name in sys.argv[1:]]
    found = [fault for notebook in named or sorted(NOTEBOOKS.glob("*.ipynb")) for fault in faults_in(notebook)]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
