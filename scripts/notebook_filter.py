"""The git filter of notebooks, which `make lab` sets up: git gets the project's own cells, without outputs.

A cell that an analyst added may name a person, as an output may: both stay on disk.
"""

import sys

import nbformat
from nbstripout import strip_output

from analysis.publish.notebook_runs import SHIPPED

# What JupyterLab adds about Python.
_ADDED = ("codemirror_mode", "file_extension", "mimetype", "nbconvert_exporter", "pygments_lexer", "version")


def main() -> None:
    """Read a notebook from standard input and write what git keeps of it."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    notebook = nbformat.read(sys.stdin, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if {SHIPPED, "parameters"} & set(cell.metadata.get("tags", []))]
    added = [f"metadata.language_info.{name}" for name in _ADDED]
    nbformat.write(strip_output(notebook, False, False, keep_id=True, extra_keys=added), sys.stdout)


if __name__ == "__main__":
    main()
