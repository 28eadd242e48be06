"""The git filter of notebooks, which `make lab` sets up: git gets the project's own cells, without outputs.

A cell that an analyst added may name a person, as an output may: both stay on disk. The month, the party and the folder
that an analyst set stay there too, so that a notebook that was run and saved differs in nothing from the one in git.
"""

import ast
import subprocess
import sys

import nbformat
from nbstripout import strip_output

from analysis.publish.notebook_runs import SHIPPED

PARAMETERS = "parameters"
# What JupyterLab adds about Python.
_ADDED = ("codemirror_mode", "file_extension", "mimetype", "nbconvert_exporter", "pygments_lexer", "version")


def main() -> None:
    """Read a notebook from standard input, its path from the command line, and write what git keeps of it."""
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    notebook = nbformat.read(sys.stdin, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if {SHIPPED, PARAMETERS} & set(cell.metadata.get("tags", []))]
    in_git = parameters_in(*sys.argv[1:2])
    for cell in notebook.cells:
        cell.metadata = {"tags": cell.metadata["tags"]}
        if PARAMETERS in cell.metadata["tags"] and in_git and names_in(cell.source) == names_in(in_git):
            cell.source = in_git
    added = [f"metadata.language_info.{name}" for name in _ADDED]
    nbformat.write(strip_output(notebook, False, False, keep_id=True, extra_keys=added), sys.stdout)


def parameters_in(path: str = "") -> str:
    """Return the parameters of a notebook as git has them, empty for one that git does not have."""
    stored = subprocess.run(["git", "cat-file", "blob", f":{path}"], capture_output=True, check=False)
    if not path or stored.returncode:
        return ""
    cells = nbformat.reads(stored.stdout.decode("utf-8"), as_version=4).cells
    return next((cell.source for cell in cells if PARAMETERS in cell.metadata.get("tags", [])), "")


def names_in(source: str) -> list[str]:
    """Return the names to which a cell gives values; none for what is no Python."""
    try:
        return [ast.unparse(each.target) for each in ast.parse(source).body if isinstance(each, ast.AnnAssign)]
    except SyntaxError:
        return []


if __name__ == "__main__":
    main()
