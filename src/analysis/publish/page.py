"""Makes the HTML page of a briefing or an annex from the front matter and the sections that a notebook shows."""

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.briefing.html import FONTS, templates_in
from analysis.core.front_matter import FRONT_MATTER_TYPE, SECTION_TYPE, BriefingError, FrontMatter
from analysis.core.parameters import ANNEX, Month
from analysis.core.wording import Wording, wording

if TYPE_CHECKING:  # nbformat imports jsonschema, which the desk imports later, without a slow grammar
    from nbformat import NotebookNode

# The page itself writes the title, as its only h1, and the only style sheet; each section starts with an h2.
_FORBIDDEN = {"script", "style", "link", "iframe", "object", "embed", "base", "meta", "form", "foreignobject", "h1"}
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}
# A page may link to the web, to mail and telephone, to a place on itself, or to the annex beside it; nothing else.
_LINKS = ("https://", "http://", "mailto:", "tel:", "#", "annex.html#")
_EMBEDDED = ("data:image/", "#")
FOLDER = Path(__file__).parent / "templates"
TEMPLATES = templates_in(FOLDER)


def page_of(notebook: "NotebookNode") -> tuple[FrontMatter, list[str]]:
    """Return the front matter of an executed notebook, and the HTML of its sections.

    Raises BriefingError for a cell that failed, for front matter that is absent, double or incomplete, and for
    forbidden HTML, with every such element.
    """
    found, fragments = [], []
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                what = f"{output.get('ename', 'error')}: {output.get('evalue', '')}"
                raise BriefingError(f"cell {number} ended in an error ({what}): fix the notebook and run it again")
            data = output.get("data", {})
            # The HTML of the front matter is a preview for the analyst and no part of the page.
            if FRONT_MATTER_TYPE in data:
                found.append(data[FRONT_MATTER_TYPE])
            else:
                fragments.append(data.get(SECTION_TYPE, data.get("text/html", "")))
    if len(found) != 1:
        raise BriefingError(
            f"found {len(found)} outputs of type {FRONT_MATTER_TYPE}, expected one: "
            "one cell must end in `briefing.front_matter` (`annex.front_matter`), and the notebook must be run"
        )
    front_matter = FrontMatter.read(found[0])
    shown = [html for html in fragments if html.strip()]
    if not shown:
        raise BriefingError("the notebook shows no HTML: run it first (papermill or `briefing build` does)")
    reader = _ForbiddenHTML()
    reader.feed("\n".join(shown))
    reader.close()
    if reader.faults:
        raise BriefingError("\n- ".join(["the page forbids what the notebook shows:", *reader.faults]))
    return front_matter, shown


class _ForbiddenHTML(HTMLParser):
    """Collects what a fragment must not have: what runs, what a browser fetches, and styles of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = [f"<{tag}>"] if tag in _FORBIDDEN else []
        for name, value in attrs:
            # A link is only followed if the reader clicks on it; a browser fetches any other address by itself.
            allowed = _LINKS if (tag, name) == ("a", "href") else _EMBEDDED if name in _ADDRESSES else ("",)
            if name == "style" or name.startswith("on") or not (value or "").strip().lower().startswith(allowed):
                found.append(f"{name}={value!r} on <{tag}>")
        self.faults += [f"line {self.getpos()[0]}: {each}" for each in found]


def html_of(front: FrontMatter, fragments: Iterable[str]) -> str:
    """Return a page as one HTML file, which runs no script and makes no request."""
    w, page = wording(front.language), TEMPLATES.get_template("briefing/index.html.j2")
    said = {"date": w.date(Month.parse(front.month).as_of), "kind": ANNEX if front.party == ANNEX else "briefing"}
    style = {"style": style_sheet(), "digest": digest_of(style_sheet())}
    return unbroken(page.render(front=front, fragments=fragments, words=w, **said, **style), w) + "\n"


@cache
def style_sheet() -> str:
    """Return briefing.css without comments and indents, with each font as a data: address."""
    css = (FOLDER / "briefing" / "briefing.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"\s+", " ", css).replace(": ", ":").replace(";}", "}").strip()
    for weight in (400, 700):
        content = base64.b64encode((FONTS / f"AtkinsonHyperlegibleNext-{weight}.woff2").read_bytes()).decode()
        css = css.replace(f"FONT-{weight}", f"data:font/woff2;base64,{content}")
    return css


def digest_of(style: str) -> str:
    """Return the SHA-256 of a style sheet in base64: a page whose policy names it can have no other style sheet."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


# A word that ends in a range or punctuation, and the note after it; after any other word a line can't break anyway.
_NOTE_AFTER_PUNCTUATION = re.compile(
    r'(?<![^\s<>;&])([^\s<>;&]*(?:–[\d.,]+|[^\w\s<>;&]))(<a class="note"[^>]*>[^<]*</a>)'
)
# Elements whose text a browser does not wrap or that can hold no other elements; other tags; text.
_PARTS = re.compile(r"<(svg|title|style|head)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)


def unbroken(html: str, w: Wording) -> str:
    """Return a page in which no line breaks within the pledge's name, a range, an option, or a number with its unit.

    Nor does a line break before a note. Each is in a span, so that search and screen readers find ordinary characters.
    """
    number, units = r"\d(?:[\d.,]*\d)?%?", "|".join(re.escape(unit) for unit in w.say("words.units").split())
    ranged = rf"{number}(?:–| {re.escape(w.say('words.to'))} ){number}"
    together = rf"1300-deals?|--[a-z]+|(?:{ranged}|{number}) (?:{units})|{ranged}\*?"
    pieces = re.compile(rf"(?<![\w.,/–-])(?:{together})(?![\w–-])")  # not within a longer word, such as a file name

    def in_spans(part: re.Match[str]) -> str:
        return part[0] if part[0].startswith("<") else pieces.sub(r'<span class="word">\g<0></span>', part[0])

    return _PARTS.sub(in_spans, _NOTE_AFTER_PUNCTUATION.sub(r'<span class="word">\1\2</span>', html))
