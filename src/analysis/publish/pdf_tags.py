"""Mends the tags that WeasyPrint gives a PDF, where PDF/UA-1 (ISO 14289-1) or a screen reader needs more.

WeasyPrint leaves out the scope of headings and the description of a chart, lets a <div> stand between a list and its
entries, gives an entry with blocks in it no body, tags running lines as content, does not mark links for print,
describes a link by its address alone and forgets the language of words in another one.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

_PRINTED = 4  # The flag of an annotation that paper shows too (ISO 32000-1, table 165).


def descriptions_of(html: str) -> list[str]:
    """Return the title and description of each chart of a page, and the alt text of each image, in their order."""
    reader = _Descriptions()
    reader.feed(html)
    return [" ".join(" ".join(pieces).split()) for pieces in reader.found]


class _Descriptions(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self._in_chart = self._reading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.found.append([dict(attrs).get("alt") or ""])
        if tag == "svg":
            self._in_chart = True
            self.found.append([])
        self._reading = self._in_chart and tag in ("title", "desc")
        if self._reading and tag == "desc" and self.found[-1]:
            self.found[-1][-1] = self.found[-1][-1].rstrip(".") + "."

    def handle_endtag(self, tag: str) -> None:
        self._reading = False
        self._in_chart = self._in_chart and tag != "svg"

    def handle_data(self, data: str) -> None:
        if self._reading:
            self.found[-1].append(data)


def mend_tags(document: Any, pdf: Any, descriptions: list[str]) -> None:
    """Mend the tags of a finished document of pydyf, before it is written; `document` is as WeasyPrint laid it out."""
    elements: list[Any] = [each for each in pdf.objects if isinstance(each, dict) and "S" in each and "P" in each]
    by_reference = {element.reference: element for element in elements}
    for element in elements:
        parent = by_reference.get(element["P"])
        if element["S"] == "/TH" and parent:
            part = by_reference[parent["P"]]
            element["A"]["Scope"] = "/Column" if part["S"] == "/THead" else "/Row"
        if element["S"] == "/Div" and parent and parent["S"] == "/L":
            _lift_children(element, parent, by_reference)
    for element in elements:
        if element["S"] == "/LI":
            _give_body(element, pdf, by_reference)
    _describe([element for element in elements if element["S"] == "/Figure"], descriptions)
    _set_apart_running_lines(pdf, elements, by_reference)
    boxes = [box for page in document.pages for box in page._page_box.descendants()]
    _name_links(boxes)
    _say_languages([box for box in boxes if _is_span(box)], elements, type(pdf.catalog["Lang"]))


def _name_links(boxes: list[Any]) -> None:
    """Print links too, and describe a note as the page does: source 3, where WeasyPrint has the id it leads to."""
    for box in boxes:
        if not (link := box.link_annotation):
            continue
        link["F"] = _PRINTED
        if box.element is not None and (name := box.element.get("aria-label")):
            link["Contents"] = type(link["Contents"])(name)


def _is_span(box: Any) -> bool:
    # A line, and the text in it, bear the name of the element they lie in.
    return box.element_tag == "span" and type(box).__name__ not in ("LineBox", "TextBox")


def _say_languages(spans: list[Any], elements: list[Any], text: type) -> None:
    """Give the language to what says one: each box of a <span> has become one element, in the same order."""
    # What holds marks of the text itself is a piece of a line, and no box.
    of_spans = [each for each in elements if each["S"] == "/Span" and not any(isinstance(k, int) for k in each["K"])]
    for box, element in zip(spans, of_spans, strict=True):
        if language := box.element.get("lang"):
            element["Lang"] = text(language)


def _describe(figures: list[Any], descriptions: list[str]) -> None:
    for figure, description in zip(figures, descriptions, strict=True):
        figure["Alt"] = type(figure["Alt"])(description)


def _lift_children(group: Any, parent: Any, by_reference: dict[bytes, Any]) -> None:
    for child in group["K"]:
        by_reference[child]["P"] = parent.reference
    place = parent["K"].index(group.reference)
    parent["K"][place : place + 1] = group["K"]
    group["K"].clear()


def _give_body(entry: Any, pdf: Any, by_reference: dict[bytes, Any]) -> None:
    """Put all of an entry but its number or bullet into its body, where it has none."""
    kids = [by_reference[kid] for kid in entry["K"] if kid in by_reference]
    rest = [kid for kid in kids if kid["S"] != "/Lbl"]
    if not rest or any(kid["S"] == "/LBody" for kid in rest):
        return
    label = [kid.reference for kid in kids if kid["S"] == "/Lbl"]
    body = type(entry)({**entry, "S": "/LBody", "K": type(entry["K"])(kid.reference for kid in rest)})
    body["P"] = entry.reference
    pdf.add_object(body)
    for kid in rest:
        kid["P"] = body.reference
    entry["K"][:] = [*label, body.reference]


def _set_apart_running_lines(pdf: Any, elements: list[Any], by_reference: dict[bytes, Any]) -> None:
    """Mark what stands in the margins as an artifact: heads, feet and page numbers are no part of the text."""
    document = next(element for element in elements if element["S"] == "/Document")
    attached = set(document["K"])
    loose = [each for each in elements if each["P"] == document.reference and each.reference not in attached]
    marked: dict[Any, set[int]] = {}
    for element in loose:
        marked.setdefault(element["Pg"], set()).update(_marks(element, by_reference))
    objects: list[Any] = pdf.objects
    pages = {each.reference: each for each in objects if _type_of(each) == "/Page"}
    streams = {each.reference: each for each in objects if hasattr(each, "stream")}
    parents = next(each for each in pdf.objects if isinstance(each, dict) and "Nums" in each)["Nums"]
    for number, reference in enumerate(pdf.page_references):
        marks = marked.get(reference, set())
        _as_artifacts(streams[pages[reference]["Contents"]].stream, marks)
        parents[2 * number + 1][:] = [
            "null" if mark in marks else parent for mark, parent in enumerate(parents[2 * number + 1])
        ]


def _type_of(each: Any) -> Any:
    return each.get("Type") if isinstance(each, dict) else None


def _marks(element: Any, by_reference: dict[bytes, Any]) -> Iterator[int]:
    for kid in element["K"]:
        if isinstance(kid, int):
            yield kid
        elif kid in by_reference:
            yield from _marks(by_reference[kid], by_reference)


def _as_artifacts(stream: list[Any], marks: set[int]) -> None:
    for place, part in enumerate(stream):
        if isinstance(part, dict) and part.get("MCID") in marks:
            stream[place - 1] = "/Artifact"
            stream[place] = type(part)({"Type": "/Pagination"})
