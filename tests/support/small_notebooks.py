"""Notebooks for tests of the build: the real briefing beside evidence that is empty, or a briefing of a line."""

import shutil
import sys
from pathlib import Path

import nbformat

from support.project import PROJECT

_KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
PARAMETERS = 'month: str = ""\nparty: str = "all"\nlanguage: str = "nl"\ndata_dir: str = ""'
# A page of a line, with what a test puts before it.
PAGE = """
from IPython.display import display
words = dict(title=party, language=language, month=month, party=party, description="d")
display({"application/vnd.analysis.briefing+json": words | {"status": "concept"}, "text/html": ""}, raw=True)
display({"text/html": f"<section><h2>{party}</h2></section>"}, raw=True)
"""

_COMMAND = """
import functools, pathlib, sys
from analysis import cli
from analysis.publish import build
if __name__ == "__main__":
    build.build = functools.partial(build.build, notebooks=pathlib.Path(sys.argv[1]))
    cli.main(sys.argv[2:])
"""


def command(notebooks: Path, *words: object) -> list[str]:
    return [sys.executable, "-c", _COMMAND, str(notebooks), *map(str, words)]


def with_empty_evidence(folder: Path) -> Path:
    """Lay out the notebooks of briefing and annex as they are, and those for the analyst with parameters alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("3-briefing", "4-annex"):
        shutil.copy(PROJECT / "notebooks" / f"{name}.ipynb", folder)
    for name in ("1-figures", "2-signatories"):
        write_notebook(folder / f"{name}.ipynb", parameters='month: str = ""\ndata_dir: str = ""')
    return folder


def with_a_short_briefing(folder: Path, before: str = "") -> Path:
    """Lay out a briefing and an annex that take no time either; `before` runs before the page of a briefing."""
    write_notebook(with_empty_evidence(folder) / "3-briefing.ipynb", before + PAGE)
    annex = PARAMETERS.replace('party: str = "all"\n', "")
    write_notebook(folder / "4-annex.ipynb", 'party = "annex"\n' + PAGE, parameters=annex)
    return folder


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    code = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="a")]
    tags = {"tags": ["shipped"]}
    code += [nbformat.v4.new_code_cell(cell, metadata=tags, id=f"b{n}") for n, cell in enumerate(cells)]
    nbformat.write(nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": _KERNEL}), path)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path in it; no locks."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
