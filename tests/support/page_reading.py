"""What a reader meets on a page, piece by piece: prose, tables, charts, notes. Every letter is in exactly one of them.

Read from the HTML alone, by a parser that follows the standard; nothing here knows how a page is made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import html5lib

# A mark [7] becomes one letter of the private area, so that it is no number of the text.
_MARKS = 0xE100
_BLOCKS = {"p", "li", "ul", "ol", "dl", "dt", "dd", "div", "section", "article", "figure", "figcaption", "details"}
_BLOCKS |= {"summary", "table", "h1", "h2", "h3", "header", "main", "footer", "svg", "body"}
# What is read out, or shown by the style sheet, though it is no text.
_SPOKEN = ("aria-label", "alt", "title", "data-short", "placeholder")


def mark(number: int) -> str:
    """Return the letter that stands for a mark."""
    return chr(_MARKS + number)


def marks_in(text: str) -> list[int]:
    """Return the numbers of the marks in a text."""
    return [ord(letter) - _MARKS for letter in text if _MARKS < ord(letter) < _MARKS + 500]


@dataclass(frozen=True)
class Block:
    """A piece of prose: the section it stands in, its element, its text, and which article of the section it is in."""

    section: str
    kind: str
    text: str
    article: int = 0
    term: str = ""  # what a definition is of
    language: str = ""


@dataclass(frozen=True)
class Table:
    """A table: its headings and its rows, each cell as text with marks."""

    section: str
    heads: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Label:
    """A text in a chart: the colour that says what it is, and where it stands."""

    colour: str
    x: float
    y: float
    text: str


@dataclass
class Page:
    """All pieces of a page, its language, and what is wrong with its marks."""

    language: str
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: dict[str, list[Label]] = field(default_factory=dict)
    links: dict[int, list[str]] = field(default_factory=dict)  # of each note in the list of sources
    faults: list[str] = field(default_factory=list)
    annex: bool = False


def read_page(html: str) -> Page:
    """Return what stands on a page."""
    # The style sheet is no text, and its fonts are most of the page.
    bare = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    tree = html5lib.parse(bare, treebuilder="etree", namespaceHTMLElements=False)
    page = Page(tree.get("lang"), annex='<main id="main" class="annex"' in html)
    _Walk(page).element(tree, "page", 0)
    return page


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else "comment"


@dataclass
class _Walk:
    page: Page
    articles: int = 0
    term: str = ""
    language: str = ""

    def element(self, element: Any, section: str, article: int) -> None:
        name = _name(element)
        if name == "comment":
            return
        section = self._section(element, section)
        if element.get("lang") and name in ("html", "section", "p"):
            self.language = element.get("lang")
        if name == "article":
            self.articles += 1
            article = self.articles
        self._spoken(element, section)
        if name == "svg":
            self._chart(element, section)
        elif name == "table":
            self._table(element, section)
        elif name in ("html", "head") or any(
            _name(inner) in _BLOCKS for inner in element.iter() if inner is not element
        ):
            self._loose(element.text, section, article)
            for inner in element:
                self.element(inner, section, article)
                self._loose(inner.tail, section, article)
        else:
            self._block(element, name, section, article)

    def _section(self, element: Any, section: str) -> str:
        labelled = element.get("aria-labelledby", "")
        if _name(element) == "section" and labelled.startswith("h-"):
            return str(labelled.removeprefix("h-"))
        return _name(element) if _name(element) in ("head", "header", "footer") else section

    def _spoken(self, element: Any, section: str) -> None:
        if element.get("class") in ("note", "return") or "data-label" in element.attrib:
            return  # held against where they lead; the heading of a column is read with its table
        for name in _SPOKEN:
            if element.get(name):
                self.page.blocks.append(Block(section, name, element.get(name), language=self.language))
        if _name(element) == "meta" and element.get("name") in ("description", "keywords", "generator"):
            self.page.blocks.append(Block(section, element.get("name"), element.get("content"), language=self.language))

    def _loose(self, text: str | None, section: str, article: int) -> None:
        if text and text.strip():
            self.page.blocks.append(Block(section, "loose", " ".join(text.split()), article, "", self.language))

    def _block(self, element: Any, name: str, section: str, article: int) -> None:
        for inner in element.iter():
            if inner is not element:
                self._spoken(inner, section)
        text = self.text(element)
        self.term = text if name == "dt" else self.term
        if text:
            self.page.blocks.append(
                Block(section, name, text, article, self.term if name == "dd" else "", self.language)
            )
        identifier = element.get("id") or ""
        if name == "li" and identifier.startswith("source-"):
            self._source(element, int(identifier.removeprefix("source-")))

    def _source(self, element: Any, number: int) -> None:
        links = [inner.get("href") for inner in element.iter() if _name(inner) == "a"]
        self.page.links[number] = [link for link in links if not link.startswith(("#", "annex.html#"))]
        said = [inner.get("aria-label", "") for inner in element.iter() if inner.get("class") == "return"]
        # The annex lists every publication, and a number refers to some of them.
        cited = not self.page.annex or bool(said)
        if [re.sub(r"\D", "", each) for each in said] != [str(number)] * cited:
            self.page.faults.append(f"the way back from note {number} is read out as {said}")
        if (cited and f"#ref-{number}" not in links) or number != len(self.page.links):
            self.page.faults.append(f"note {number} does not lead back, or stands in the wrong place")

    def text(self, element: Any) -> str:
        """Return the text of an element, its marks as letters."""
        return " ".join("".join(self._pieces(element)).split())

    def _pieces(self, element: Any) -> Iterator[str]:
        if element.get("class") == "note":
            yield self._mark(element)
            return
        yield element.text or ""
        for inner in element:
            if isinstance(inner.tag, str):
                yield " " if _name(inner) == "br" else ""
                yield from self._pieces(inner)
            yield inner.tail or ""

    def _mark(self, element: Any) -> str:
        shown, leads = element.text or "", element.get("href", "")
        number = int(re.sub(r"\D", "", shown) or 0)
        said = re.sub(r"\D", "", element.get("aria-label", ""))
        if shown.replace("*", "") != f"[{number}]" or leads != f"#source-{number}" or said != str(number):
            self.page.faults.append(f"mark {shown} leads to {leads} and is read out as {said}")
        return mark(number)

    def _chart(self, element: Any, section: str) -> None:
        labels = self.page.charts.setdefault(section, [])
        for inner in element.iter():
            if _name(inner) in ("title", "desc"):
                self.page.blocks.append(Block(section, "desc", self.text(inner), language=self.language))
            elif _name(inner) == "text":
                colour = (inner.get("class") or "f-ink").removeprefix("f-")
                labels.append(Label(colour, float(inner.get("x")), float(inner.get("y")), self.text(inner)))

    def _table(self, element: Any, section: str) -> None:
        rows = [[cell for cell in row if _name(cell) in ("th", "td")] for row in element.iter() if _name(row) == "tr"]
        for caption in (inner for inner in element.iter() if _name(inner) == "caption"):
            self._block(caption, "caption", section, 0)
        cells = [[self.text(cell) for cell in row] for row in rows]
        self.page.tables.append(Table(section, cells[0], cells[1:]))


def site(url: str) -> str:
    """Return the name under which a page shows a link."""
    return urlsplit(url).netloc.removeprefix("www.")
