"""Notebooks for tests of the batch: the real briefing beside evidence that is empty, so that a build takes no time."""

import shutil
from pathlib import Path

import nbformat

from support.project import PROJECT

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


# A page that says which titles and signatures it was made from, and no more.
_PAGE = """
import hashlib
from pathlib import Path
from IPython.display import display
read = [Path(data_dir, name).read_bytes() for name in ("publications.csv", "signatories/parties-2021-03-10.csv")]
words = dict(title=party, language=language, month=month, party=party, party_name=party, description="d")
display({"application/vnd.analysis.briefing+json": words | {"status": "concept"}, "text/html": ""}, raw=True)
made_from = hashlib.sha256(b"".join(read)).hexdigest()
display({"text/html": f"<section><h2>{party}</h2><p>{made_from}</p></section>"}, raw=True)
"""


def with_a_short_briefing(folder: Path) -> Path:
    """Lay out a notebook of the briefing that takes no time either, beside the empty ones for the analyst."""
    path = with_empty_evidence(folder) / "3-briefing.ipynb"
    notebook = nbformat.read(path, as_version=4)
    parameters = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    notebook.cells = [*parameters, nbformat.v4.new_code_cell(_PAGE, id="b")]
    nbformat.write(notebook, path)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
