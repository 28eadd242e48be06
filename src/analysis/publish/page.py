"""The page of a briefing or an annex: front matter and fragments of a notebook, and the HTML file made of them."""

import base64
import hashlib
import json
import re
from dataclasses import MISSING, dataclass, fields
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, Template

from analysis.core.parameters import ANNEX, LANGUAGES, Month
from analysis.core.wording import Wording, wording

if TYPE_CHECKING:  # nbformat brings jsonschema, which the desk needs later and then without a slow grammar
    from nbformat import NotebookNode

FRONT_MATTER = "application/vnd.analysis.briefing+json"
STATUSES = ("concept", "released")
ANALYST = "analyst"
# The page writes its title, the one h1, and has one style sheet; a section starts with h2.
_FORBIDDEN = {"script", "style", "link", "iframe", "object", "embed", "base", "meta", "form", "foreignobject", "h1"}
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}
# A page may point to the web, to mail and telephone, to a place on itself, or on the annex beside it; nothing else.
_LINKS = ("https://", "http://", "mailto:", "tel:", "#", "annex.html#")
_EMBEDDED = ("data:image/", "#")
_TEMPLATES = Path(__file__).parent / "templates" / "briefing"


class BriefingError(ValueError):
    """A notebook can't be made into a briefing; the message says which cell and what to do."""


@dataclass(frozen=True)
class FrontMatter:
    """What a briefing says of itself, as its notebook prints it (briefing.Briefing.front_matter)."""

    title: str
    language: str
    month: str
    party: str
    party_name: str
    description: str
    status: str
    # What made it, and from what: a page that does not say stays without.
    generator: str = ""
    keywords: str = ""
    # What was wrong in an earlier edition, or that this is no longer the one that was released.
    correction: str = ""


@dataclass(frozen=True)
class Page:
    """What the template prints: the front matter, and the fragments, which are HTML already."""

    front_matter: FrontMatter
    fragments: tuple[str, ...]


def page_of(notebook: "NotebookNode") -> Page:
    """Return the page of an executed notebook.

    Raises BriefingError for an output that is an error (in any cell), front matter that is absent, double or
    incomplete, and fragments that the page forbids: all faults of the fragments are named at once.
    """
    found, fragments = [], []
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                what = f"{output.get('ename', 'error')}: {output.get('evalue', '')}"
                raise BriefingError(f"cell {number} ended in an error ({what}): fix the notebook and run it again")
            data = output.get("data", {})
            # What a notebook shows of the front matter is its preview of what the page writes around the sections.
            if FRONT_MATTER in data:
                found.append(data[FRONT_MATTER])
            elif ANALYST not in cell.metadata.get("tags", []):
                fragments.append("".join(data.get("text/html", "")))  # on disk nbformat keeps a list of lines
    if len(found) != 1:
        raise BriefingError(
            f"found {len(found)} outputs of type {FRONT_MATTER}, expected one: "
            "the notebook's last expression in one cell must be `briefing.front_matter`, and the notebook must be run"
        )
    front_matter = _checked(json.loads(found[0]) if isinstance(found[0], str) else dict(found[0]))
    shown = tuple(html for html in fragments if html.strip())
    if not shown:
        raise BriefingError("the notebook shows no HTML: run it first (papermill or `briefing build` does)")
    if faults := _forbidden_in("\n".join(shown)):
        raise BriefingError("the page forbids what the notebook shows:\n" + "\n".join(f"- {fault}" for fault in faults))
    return Page(front_matter, shown)


class _Reader(HTMLParser):
    """Finds what a fragment may not hold: whatever runs, is fetched, or has a style of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = [f"<{tag}>"] if tag in _FORBIDDEN else []
        for name, value in attrs:
            # A link is followed by the reader alone; any other address is fetched.
            allowed = _LINKS if (tag, name) == ("a", "href") else _EMBEDDED if name in _ADDRESSES else ("",)
            if name == "style" or name.startswith("on") or not (value or "").strip().lower().startswith(allowed):
                found.append(f"{name}={value!r} on <{tag}>")
        self.faults += [f"line {self.getpos()[0]}: {each}" for each in found]


def _forbidden_in(html: str) -> list[str]:
    """Return what the fragments of a page may not hold; the policy of the page would drop it without a word."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.faults


def _checked(facts: dict[str, Any]) -> FrontMatter:
    names = [field.name for field in fields(FrontMatter) if field.name in facts or field.default is MISSING]
    empty = [name for name in names if not isinstance(facts.get(name), str) or not facts[name].strip()]
    if empty:
        raise BriefingError(f"front matter: no text for {', '.join(empty)}")
    for name, choices in (("language", LANGUAGES), ("status", STATUSES)):
        if facts[name] not in choices:
            raise BriefingError(f"front matter: {name} is {facts[name]!r}, expected one of {', '.join(choices)}")
    Month.parse(facts["month"])
    return FrontMatter(**{name: facts[name] for name in names})


def html_of(page: Page) -> str:
    """Return the one file of HTML of a page: nothing in it runs, and nothing is fetched."""
    w, style = wording(page.front_matter.language), style_sheet()
    html = _template().render(
        front=page.front_matter,
        fragments=page.fragments,
        kind=ANNEX if page.front_matter.party == ANNEX else "briefing",
        date=w.date(Month.parse(page.front_matter.month).as_of),
        words=w,
        style=style,
        digest=digest_of(style),
    )
    return unbroken(html, w) + "\n"


@cache
def _template() -> Template:
    return Environment(loader=FileSystemLoader(_TEMPLATES)).get_template("index.html.j2")


@cache
def style_sheet() -> str:
    """Return briefing.css without comments and indents, each font in it as a data: address."""
    css = (_TEMPLATES / "briefing.css").read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    css = re.sub(r"\s+", " ", css).replace(": ", ":").replace(";}", "}").strip()
    for weight in (400, 700):
        font = resources.files("analysis") / "briefing" / "fonts" / f"AtkinsonHyperlegibleNext-{weight}.woff2"
        content = base64.b64encode(font.read_bytes()).decode()
        css = css.replace(f"FONT-{weight}", f"data:font/woff2;base64,{content}")
    return css


def digest_of(style: str) -> str:
    """Return the SHA-256 of a style sheet as a security policy names it: a page under it has no other style."""
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


_NUMBER = r"\d(?:[\d.,]*\d)?%?"
# After a letter or a digit no line ends before a note anyway; a mark of an entity (&nbsp;) is left whole.
_NOTED = re.compile(r'([^\w\s<>;])(<a class="note"[^>]*>[^<]*</a>)')
# Within the elements named nothing is broken by a line's end, or no element may stand.
_PARTS = re.compile(r"<(svg|title|style|head)\b.*?</\1>|<[^>]*>|[^<]+", re.DOTALL)


def unbroken(html: str, w: Wording) -> str:
    """Return a page in which no line ends within what is read as one: the name of the pledge, a range, an option, a
    number with its unit or its note. Each is in a span of its own, its text as it was.

    A span and no other hyphen or space, so that who searches, copies or hears the page meets the common letters.
    """
    units = "|".join(re.escape(unit) for unit in w.say("words.units").split())
    ranged = rf"{_NUMBER}(?:–| {re.escape(w.say('words.to'))} ){_NUMBER}"
    said = rf"1300-deals?|--[a-z]+|(?:{ranged}|{_NUMBER}) (?:{units})|{ranged}"
    pieces = re.compile(rf"(?<![\w.,/–-])(?:{said})(?![\w–-])")  # not within a longer word, as in the name of a file

    def in_spans(part: re.Match[str]) -> str:
        return part[0] if part[0].startswith("<") else pieces.sub(r'<span class="word">\g<0></span>', part[0])

    return _PARTS.sub(in_spans, _NOTED.sub(r'<span class="word">\1\2</span>', html))
