"""Reads a PDF as a screen reader does: along the structure tree, each element with its kind and its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject


class Piece(NamedTuple):
    """One marked piece of the content of a page: its number, what it says, and in which language if it says so."""

    number: int
    text: str
    language: str | None


@dataclass(frozen=True)
class Element:
    kind: str
    text: str
    tags: DictionaryObject


class TaggedPdf:
    def __init__(self, pdf: pypdf.PdfReader) -> None:
        # The pieces in the order in which they are painted, and in which they are read: page and number.
        self.painted = {
            (sheet.indirect_reference, piece.number): piece for sheet in pdf.pages for piece in pieces_of(sheet, pdf)
        }
        self.read: list[tuple[Any, int]] = []
        self._tree = pdf.root_object["/StructTreeRoot"]["/K"]  # type: ignore[index]

    @cached_property
    def elements(self) -> list[Element]:
        found: list[Element] = []
        self._read(self._tree, found, None)
        return found

    def of_kind(self, *kinds: str) -> list[Element]:
        return [element for element in self.elements if element.kind in kinds]

    def _read(self, node: Any, found: list[Element], sheet: Any) -> str:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            return "".join(self._read(kid, found, sheet) for kid in node)
        if isinstance(node, NumberObject):
            return self._piece(sheet, node)
        sheet = node.raw_get("/Pg") if "/Pg" in node else sheet
        if "/MCID" in node:
            return self._piece(sheet, node["/MCID"])
        if "/S" not in node:
            return ""  # the annotation of a link
        place = len(found)
        found.append(Element("", "", node))
        text = self._read(node["/K"], found, sheet) if "/K" in node else ""
        found[place] = Element(str(node["/S"]), " ".join(text.split()), node)
        return text

    def _piece(self, sheet: Any, number: Any) -> str:
        self.read.append((sheet, int(number)))
        piece = self.painted.get((sheet, int(number)))
        return piece.text if piece else ""


def pieces_of(sheet: pypdf.PageObject, pdf: pypdf.PdfReader) -> Iterator[Piece]:
    """Yield each marked piece of a page that is no decoration."""
    fonts = dict(sheet["/Resources"]["/Font"])  # type: ignore[index]
    letters = {name: letters_of(font.get_object()) for name, font in fonts.items()}
    mark, said, known = None, "", dict[str, str]()
    for operands, operator in ContentStream(sheet.get_contents(), pdf).operations:
        if operator == b"BDC":
            mark, said = operands[1] if isinstance(operands[1], DictionaryObject) else None, ""
        elif operator == b"EMC" and mark is not None:
            if "/MCID" in mark:
                yield Piece(int(mark["/MCID"]), said, mark.get("/Lang"))
            mark = None
        elif operator == b"Tf":
            known = letters[operands[0]]
        elif operator in (b"TJ", b"Tj"):
            shown = operands[0] if isinstance(operands[0], list) else [operands[0]]
            codes = "".join(piece.original_bytes.hex() for piece in shown if hasattr(piece, "original_bytes"))
            said += "".join(known[codes[place : place + 4]] for place in range(0, len(codes), 4))


def letters_of(font: Any) -> dict[str, str]:
    """Return what each glyph of a font stands for, by its number."""
    table = font["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", table.lower(), re.MULTILINE)
    return {glyph: bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}
