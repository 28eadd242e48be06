"""Makes of an executed briefing one HTML page or one PDF, by nbconvert (`--to briefing`, `--to briefing_pdf`)."""

from analysis.export.exporters import BriefingHTMLExporter, BriefingPDFExporter
from analysis.export.page import BriefingError, FrontMatter
from analysis.export.pdf import PdfUnavailableError, pdf_available

__all__ = [
    "BriefingError",
    "BriefingHTMLExporter",
    "BriefingPDFExporter",
    "FrontMatter",
    "PdfUnavailableError",
    "pdf_available",
]
