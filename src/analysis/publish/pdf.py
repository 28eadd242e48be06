"""The page as a PDF that reads aloud well: WeasyPrint, PDF/UA-1, tagged, with title, language and bookmarks."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from analysis.core.uncollected import uncollected
from analysis.publish.pdf_tags import descriptions_of, mend_tags

_INSTALL = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfUnavailableError(RuntimeError):
    """The system lacks Pango, which lays out the lines of a PDF; the message has the line that installs it."""

    def __init__(self) -> None:
        """Say what is missing and what to do."""
        super().__init__(f"no PDF can be made: the system library Pango is missing; install it with: {_INSTALL}")


@cache
def pdf_available() -> bool:
    """Return whether this machine can make a PDF."""
    try:
        _weasyprint()
    except PdfUnavailableError:
        return False
    return True


def pdf_of(html: str) -> bytes:
    """Return the PDF of a page: the same bytes for the same page, as it states no time of making.

    Raises PdfUnavailableError without Pango.
    """
    weasyprint = _weasyprint()
    # What the page needs is in the page; anything else would be a request, and is left out.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols={"data"})
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    with _fonts_without_time(), uncollected():
        descriptions = descriptions_of(html)
        made: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_tags=True,
            font_config=_fonts(os.getpid()),
            finisher=lambda laid_out, pdf: mend_tags(laid_out, pdf, descriptions),
        )
    return made


@cache
def _fonts(_process_id: int) -> Any:
    """Return the fonts that this process has unpacked so far: each page brings the same ones.

    A fork has its own: whoever ends first would remove the folder that both read.
    """
    return _weasyprint().text.fonts.FontConfiguration()


@contextmanager
def _fonts_without_time() -> Iterator[None]:
    """Keep the time of making out of the fonts: without HarfBuzz-Subset fontTools cuts them, and it dates each one."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = before or "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _weasyprint() -> ModuleType:
    try:
        # Imported here: it opens system libraries, and only a PDF needs them.
        return importlib.import_module("weasyprint")
    except OSError as missing:
        raise PdfUnavailableError from missing
