"""The page as a PDF that reads aloud well: Typst, PDF/UA-1, tagged, with title, language and bookmarks."""

import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import pikepdf
import typst

from analysis.publish.paper import typst_of

_STYLE = "paper.typ"


def pdf_of(html: str) -> bytes:
    """Return the PDF of a page: the same bytes for the same page, as it states no time of making.

    The compiler refuses what PDF/UA-1 (ISO 14289-1) forbids: it raises typst.TypstError.
    """
    made = _compiler().compile(
        typst_of(html, _style()).encode(), format="pdf", pdf_standards=["ua-1"], timestamp=0, pdf_tags=True
    )
    return _finished(made)


@cache
def _style() -> str:
    return resources.files(__package__).joinpath("templates", "briefing", _STYLE).read_text(encoding="utf-8")


@cache
def _compiler() -> Any:
    """Return the compiler, with the fonts of the page and no others, so that every machine makes the same bytes."""
    folder = resources.files("analysis").joinpath("briefing", "fonts")
    with resources.as_file(folder) as path:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[path])
        return typst.Compiler(font_paths=fonts)


def _finished(made: bytes) -> bytes:
    """Return the PDF with the first cell of each row as its heading, which Typst can't say, and in half the bytes."""
    packed = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for row in _elements(pdf.Root.StructTreeRoot, "/TR"):
            _head(row)
        pdf.save(packed, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return packed.getvalue()


def _elements(parent: Any, kind: str) -> Iterator[Any]:
    """Yield the elements of a kind within a tag, in the order of reading."""
    children = parent.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if kind == child.S:
                yield child
            yield from _elements(child, kind)


def _head(row: Any) -> None:
    """Make the first cell of a row of the body the heading of that row."""
    first = row.K[0]
    if row.P.get("/S") == "/TBody" and first.S == "/TD":
        first.S = pikepdf.Name.TH
        first.A = pikepdf.Array([pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)])
