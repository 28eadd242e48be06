"""Notebooks for tests of the batch: the real briefing beside evidence that is empty, so that a build takes no time."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis import batch
from analysis.parameters import Month
from support.months import reconciled
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


PARAMETERS = 'month: str = "2021-03"\nparty: str = "all"\nlanguage: str = "nl"\ndata_dir: str = ""'
# What the exporters need and no more; the briefing of the VVD fails, or ends its process, where a test asks for it.
_SMALL = """
import os, signal
from IPython.display import display
if party == "vvd" and {fault!r} == "fails":
    raise ValueError("no figures of " + party)
if party == "vvd" and {fault!r} == "kills itself":
    os.kill(os.getpid(), signal.SIGKILL)
if party == "vvd" and {fault!r} == "kills its worker":
    os.kill(os.getppid(), signal.SIGKILL)
words = dict(title=party, language=language, month=month, party=party, party_name=party, description="d")
words["status"] = "concept"
display({{"application/vnd.analysis.briefing+json": words, "text/html": ""}}, raw=True)
display({{"text/html": "<section><h2>" + party + "</h2></section>"}}, raw=True)
"""


def with_small_briefing(folder: Path, fault: str = "", parameters: str = PARAMETERS) -> Path:
    """Lay out notebooks that take no time."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = {"1-figures": "month", "2-signatories": "month", "3-briefing": _SMALL.format(fault=fault)}
    for name, code in codes.items():
        cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="a")]
        cells.append(nbformat.v4.new_code_cell(code, id="b"))
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": _KERNEL})
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


def build_small(folder: Path, fault: str = "", has_pango: bool = True, **order: Any) -> batch.BuildResult:
    """Build March 2021 of three parties with small notebooks, in this process; its tables are read once."""
    notebooks = with_small_briefing(folder / "notebooks", fault)
    order = {"parties": ["all", "vvd", "d66"], "languages": ["nl"], "formats": ["html"], "workers": 2} | order
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch, "reconcile", reconciled)
        if not has_pango:
            patch.setattr(batch, "pdf_available", lambda: False)
        return batch.build(Month(2021, 3), out_dir=folder / "out", notebooks=notebooks, **order)


def contents(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
