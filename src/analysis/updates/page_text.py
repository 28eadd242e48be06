"""The text of a page (HTML), a PDF or a text file, a paragraph a line."""

import io

from bs4 import BeautifulSoup

_BLOCKS = [
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dt", "figcaption", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "li", "main", "option", "p", "pre", "section", "td", "th", "title", "tr"),
]


def text_of(content: bytes, kind: str, charset: str | None = None) -> str:
    """Return the text of a content of a kind (`text/html`, `application/pdf`, another is text itself).

    `charset` is what is said of it elsewhere. Raises ValueError for a PDF that can't be read.
    """
    if kind == "application/pdf":
        from pypdf import PdfReader  # a fifth of a second, which each notebook would wait for
        from pypdf.errors import PyPdfError

        try:
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        except (PyPdfError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"a PDF that can't be read ({type(error).__name__})") from error
    if kind not in ("text/html", "application/xhtml+xml"):
        try:
            return content.decode(charset or "utf-8", errors="replace")
        except LookupError:  # no charset that is known
            return content.decode("utf-8", errors="replace")
    soup = BeautifulSoup(content, "html.parser", from_encoding=charset)
    for each in soup(["script", "style", "nav", "footer"]):
        each.decompose()
    for each in soup(_BLOCKS):  # words within a line are not parted: <b>1</b>.012
        each.insert_before("\n")
        each.insert_after("\n")
    return soup.get_text()
