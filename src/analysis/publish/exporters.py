"""The nbconvert exporters `briefing` and `briefing_pdf`."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode
from traitlets import default

from analysis.core.wording import wording
from analysis.publish.page import Page, page_of
from analysis.publish.pdf import pdf_of
from analysis.publish.unbroken import unbroken


def html_of(page: Page) -> str:
    """Return the one file of HTML of a page."""
    return unbroken(_template().render(page=page), wording(page.language)) + "\n"


@cache
def _template() -> Template:
    folder = Path(__file__).parent / "templates" / "briefing"
    return Environment(loader=FileSystemLoader(folder)).get_template("index.html.j2")


class BriefingHTMLExporter(HTMLExporter):
    """Exports a briefing: the HTML that its code cells show, in order, in one page that needs no other file.

    Markdown, code, prompts, plain text and the cells tagged `analyst` stay in the notebook. Raises
    page.BriefingError for a notebook that holds an error, has no front matter or shows what the page forbids.
    """

    export_from_notebook = "Briefing (HTML)"

    @default("template_name")
    def _briefing_template(self) -> str:
        return "briefing"

    @default("extra_template_basedirs")
    def _template_folder(self) -> list[str]:
        return [str(Path(__file__).parent / "templates")]

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the page and nbconvert's resources."""
        # HTMLExporter would pass the page through a parser that invents alt texts and rewrites what was hashed.
        shown, resources = super(TemplateExporter, self).from_notebook_node(nb, resources, **kw)
        return html_of(page_of(shown)), resources


class BriefingPDFExporter(BriefingHTMLExporter):
    """Exports the same page as an accessible PDF (PDF/UA-1); raises BriefingError as that does."""

    export_from_notebook = "Briefing (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _pdf_extension(self) -> str:
        return ".pdf"

    @default("template_extension")
    def _page_template(self) -> str:
        return ".html.j2"

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Return the PDF and nbconvert's resources."""
        html, resources = super().from_notebook_node(nb, resources, **kw)
        return pdf_of(html), resources
