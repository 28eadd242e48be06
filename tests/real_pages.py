"""The pages as they are sent, made of the real data by the shortest way: no kernel, the exporter of the batch."""

from functools import cache

import nbformat

from analysis.briefing import Briefing, briefing_of
from analysis.export import BriefingHTMLExporter
from analysis.parameters import Month
from analysis.reconciliation import reconcile as reconcile_month

SECTIONS = [
    *("message", "key_figures", "your_party", "visibility", "all_parties"),
    *("commitments", "claims", "discrepancies", "closing"),
]

reconcile = cache(reconcile_month)


def briefing(month: str, party: str, language: str) -> Briefing:
    return briefing_of(reconcile(Month.parse(month)), party, language)


def run_notebook(found: Briefing) -> nbformat.NotebookNode:
    """A notebook as it has run: front matter and sections of a briefing as its outputs."""
    shown = [found.front_matter, *(getattr(found, name) for name in SECTIONS)]
    outputs = [
        part._repr_mimebundle_() if hasattr(part, "_repr_mimebundle_") else {"text/html": part.html} for part in shown
    ]
    cells = [
        nbformat.v4.new_code_cell("", outputs=[nbformat.v4.new_output("execute_result", data=data, execution_count=1)])
        for data in outputs
    ]
    return nbformat.v4.new_notebook(cells=cells)


def page_of(found: Briefing) -> str:
    """The page of a briefing, through the exporter."""
    return str(BriefingHTMLExporter().from_notebook_node(run_notebook(found))[0])


@cache
def page(month: str, party: str, language: str) -> str:
    return page_of(briefing(month, party, language))
