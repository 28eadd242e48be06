"""Reads a PDF as a screen reader does: along the structure tree, each element with its kind and its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NumberObject


@dataclass(frozen=True)
class Element:
    """One element of the structure tree, with the text of all that lies in it."""

    kind: str
    text: str
    tags: DictionaryObject


class TaggedPdf:
    """The elements of a PDF in the order of reading."""

    def __init__(self, pdf: pypdf.PdfReader) -> None:
        self._pages = {sheet.indirect_reference: dict(marked_texts(sheet, pdf)) for sheet in pdf.pages}
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
            return self._pages[sheet].get(int(node), "")
        sheet = node.raw_get("/Pg") if "/Pg" in node else sheet
        if "/MCID" in node:
            return self._pages[sheet].get(int(node["/MCID"]), "")
        if "/S" not in node:
            return ""  # the annotation of a link
        place = len(found)
        found.append(Element("", "", node))
        text = self._read(node["/K"], found, sheet) if "/K" in node else ""
        found[place] = Element(str(node["/S"]), " ".join(text.split()), node)
        return text


def marked_texts(sheet: pypdf.PageObject, pdf: pypdf.PdfReader) -> Iterator[tuple[int, str]]:
    """Return each marked piece of the content of a page with what it says."""
    letters = {name: letters_of(font.get_object()) for name, font in fonts_of(sheet).items()}
    mark, said, known = None, "", dict[str, str]()
    for operands, operator in ContentStream(sheet.get_contents(), pdf).operations:
        if operator == b"BDC":
            mark, said = operands[1].get("/MCID") if isinstance(operands[1], DictionaryObject) else None, ""
        elif operator == b"EMC" and mark is not None:
            yield int(mark), said
            mark = None
        elif operator == b"Tf":
            known = letters[operands[0]]
        elif operator in (b"TJ", b"Tj"):
            said += said_by(operands[0], known)


def fonts_of(sheet: pypdf.PageObject) -> dict[str, Any]:
    return dict(sheet["/Resources"]["/Font"])  # type: ignore[index]


def said_by(shown: Any, letters: dict[str, str]) -> str:
    pieces = shown if isinstance(shown, list) else [shown]
    codes = "".join(piece.original_bytes.hex() for piece in pieces if hasattr(piece, "original_bytes"))
    return "".join(letters[codes[place : place + 4]] for place in range(0, len(codes), 4))


def letters_of(font: Any) -> dict[str, str]:
    """Return what each glyph of a font stands for, by its number."""
    table = font["/ToUnicode"].get_object().get_data().decode()
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]+)>$", table.lower(), re.MULTILINE)
    return {glyph: bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}


def marks(node: Any, sheet: Any) -> Iterator[tuple[Any, int]]:
    """Yield the page and number of each marked piece in the order of the structure tree."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for kid in node:
            yield from marks(kid, sheet)
    elif isinstance(node, NumberObject):
        yield sheet, int(node)
    elif isinstance(node, DictionaryObject):
        sheet = node.raw_get("/Pg") if "/Pg" in node else sheet
        if "/MCID" in node:
            yield sheet, int(node["/MCID"])
        elif "/K" in node:
            yield from marks(node["/K"], sheet)


def tags(node, found):
    """Collect every element of the structure tree below a node."""
    node = node.get_object()
    if isinstance(node, pypdf.generic.ArrayObject):
        for kid in node:
            tags(kid, found)
    elif isinstance(node, pypdf.generic.DictionaryObject) and "/S" in node:
        found.append(node)
        tags(node.get("/K", pypdf.generic.ArrayObject()), found)
    return found
