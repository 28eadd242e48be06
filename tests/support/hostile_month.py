"""A month of hostile texts and the same of harmless ones: every file that leaves the house, every cell shown."""

import ast
import atexit
import io
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import ANNEX
from analysis.publish.index_pages import MonthMade, changed_in, front_page, month_page
from analysis.publish.mail import drafts
from analysis.publish.published_tables import without_marks
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile
from support.hostile import MONTH, READER, harmless, hostile, made, takers
from support.project import NOTEBOOKS
from support.real_pages import page_of

PICTURES = ("desk.completeness", "desk.series_chart", "desk.estimates_chart")
READERS = [(READER, "nl"), ("all", "en"), (ANNEX, "nl")]


@cache
def folder() -> Path:
    made_here = Path(tempfile.mkdtemp(prefix="hostile-"))
    atexit.register(shutil.rmtree, made_here, ignore_errors=True)
    return made_here


@dataclass(frozen=True)
class Made:
    """What is made of the data: `files` by path, `shown` the HTML of each cell of the notebooks for analysts."""

    month: Reconciliation

    @cached_property
    def pages(self) -> dict[str, bytes]:
        return {f"share/{language}/{party}.html": self._page(party, language).encode() for party, language in READERS}

    def _page(self, party: str, language: str) -> str:
        return page_of(annex_of(self.month, language) if party == ANNEX else briefing_of(self.month, party, language))

    @cached_property
    def files(self) -> dict[str, bytes]:
        tables = tables_of(self.month)
        mails = drafts(self.month, self.pages)
        index = {"share/index.html": month_page(self.month, {*self.pages, *mails})}
        return {
            **self.pages,
            **tables,
            **mails,
            **index,
            "index.html": self._front_page(tables["share/data/changes.csv"]),
        }

    def _front_page(self, changes: bytes) -> bytes:
        """As `write_front_page` does: of the table that was written."""
        table = pd.read_csv(io.BytesIO(changes), dtype="str").map(without_marks, na_action="ignore")
        return front_page([MonthMade(str(MONTH), changed_in(MONTH, table))])

    @cached_property
    def shown(self) -> dict[str, str]:
        return {
            f"{name} {number}": html
            for name in ("1-figures", "2-signatories")
            for number, html in enumerate(self._run(NOTEBOOKS / f"{name}.ipynb"))
        }

    def _run(self, notebook: Path) -> list[str]:
        """Run the cells of a notebook here, without a kernel; return the HTML of what each shows."""
        names: dict[str, Any] = {}
        found = []
        for cell in nbformat.read(notebook, as_version=4).cells:
            if cell.cell_type != "code":
                continue
            # Pictures are slow, and their texts stand in tables too.
            if cell.source.startswith(PICTURES):
                continue
            if "parameters" in cell.metadata.get("tags", []):
                names |= {"month": str(MONTH), "data_dir": str(self.month.sources.folder)}
                continue
            *before, last = ast.parse(cell.source).body
            exec(compile(ast.Module(before, []), str(notebook), "exec"), names)
            if isinstance(last, ast.Expr):
                found.append(eval(compile(ast.Expression(last.value), str(notebook), "eval"), names)._repr_html_())
            else:
                exec(compile(ast.Module([last], []), str(notebook), "exec"), names)
        return found


@cache
def month_of(name: str) -> Made:
    dress = {"hostile": hostile, "harmless": harmless}[name]
    data = made(folder() / name / "data", dress, takers())
    return Made(reconcile(MONTH, data))


def hostile_month() -> Made:
    return month_of("hostile")


def harmless_month() -> Made:
    return month_of("harmless")
