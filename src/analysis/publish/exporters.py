"""The nbconvert exporters `briefing` and `briefing_pdf`."""

from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.publish.page import html_of, page_of
from analysis.publish.pdf import pdf_of


class BriefingHTMLExporter(Exporter):
    """Exports a briefing: the HTML that its code cells show, in order, in one page that needs no other file.

    Markdown, code, prompts, plain text and the cells tagged `analyst` stay in the notebook. Raises
    BriefingError for a notebook that holds an error, has no front matter or shows what the page forbids.
    """

    export_from_notebook = "Briefing (HTML)"
    output_mimetype = "text/html"

    @default("file_extension")
    def _extension(self) -> str:
        return ".html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        shown, resources = super().from_notebook_node(nb, resources, **kw)
        return html_of(page_of(shown)), resources


class BriefingPDFExporter(BriefingHTMLExporter):
    """Exports the same page as an accessible PDF (PDF/UA-1); raises BriefingError as that does."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _extension(self) -> str:
        return ".pdf"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF and nbconvert's resources."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return pdf_of(html), resources
