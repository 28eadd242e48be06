"""Notebooks for tests of the batch: the real briefing beside evidence that is empty, so that a build takes no time."""

import shutil
from pathlib import Path

import nbformat

PROJECT = Path(__file__).parents[1]
_KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}


def with_empty_evidence(folder: Path) -> Path:
    """Lay out the notebook of the briefing as it is, and those for the analyst with their parameters alone."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "notebooks" / "3-briefing.ipynb", folder)
    for name in ("1-figures", "2-signatories"):
        parameters = nbformat.v4.new_code_cell(
            'month: str = ""\ndata_dir: str = ""', metadata={"tags": ["parameters"]}, id="a"
        )
        empty = nbformat.v4.new_notebook(cells=[parameters], metadata={"kernelspec": _KERNEL})
        nbformat.write(empty, folder / f"{name}.ipynb")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
