"""The HTML of a page as Typst code: each element a call, which paper.typ draws; text as string literals."""

import re
from collections.abc import Iterator
from typing import Any

from bs4 import BeautifulSoup, Tag

# Classes that paper does not show: what leads back on the page, and what is said for the ear alone.
_SKIPPED = {"skip-link", "return", "visually-hidden"}
_INLINE = {"a", "strong", "em", "span", "cite"}
_SPACE = re.compile(r"[ \t\r\n]+")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)


def typst_of(html: str, style: str) -> str:
    """Return the Typst source of a page under a style: a function `c_NAME` for each class that paper draws in a way of
    its own, `t_NAME` for each other element; raises KeyError for an element the style does not know.
    """
    # A chart is handed over as it is, in the order of the page.
    page: Any = BeautifulSoup(_SVG.sub("<svg></svg>", html), "html.parser")
    writer = _Writer(set(re.findall(r"^#let ([ct]_\w+)", style, re.MULTILINE)), iter(_SVG.findall(html)))
    facts = {each["name"]: each["content"] for each in page.find_all("meta", attrs={"name": True})}
    status = page.find(attrs={"data-short": True})
    head = {
        "title": page.title.get_text(),
        "language": page.html["lang"],
        "description": facts.get("description", ""),
        "keywords": facts.get("keywords", ""),
        "status": status["data-short"] if status else "",
    }
    named = ", ".join(f"{name}: {_quoted(text)}" for name, text in head.items())
    return f"{style}\n#show: page_.with({named})\n#{writer.call(page.body)}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class _Writer:
    def __init__(self, known: set[str], charts: Iterator[str]) -> None:
        self.known, self.charts = known, charts

    def call(self, node: Any) -> str:
        """Return the call that draws an element, its text and elements as arguments."""
        if node.name == "svg":
            return self._chart()
        return f"{self._name(node)}({', '.join([*self._named(node), *self._children(node)])})"

    def _name(self, node: Any) -> str:
        if node.find("dt", recursive=False):
            return "t_pair"
        names = [f"c_{name.replace('-', '_')}" for name in _classes(node)]
        return next((name for name in names if name in self.known), f"t_{node.name}")

    def _named(self, node: Any) -> list[str]:
        """Return what else the drawing of an element must know: where it leads, its name, its language, its shape."""
        named = []
        for name, key in (("href", "to"), ("aria-label", "said"), ("lang", "language"), ("id", "name")):
            if node.get(name) and (name != "aria-label" or node.name == "a"):
                named.append(f"{key}: {_quoted(str(node[name]))}")
        if node.name in ("td", "th"):
            named.append(f"numeric: {str('num' in _classes(node)).lower()}")
        if node.name == "table":
            named.append(f"columns: {len(node.tr.find_all(True, recursive=False))}")
        if "verdict" in _classes(node):
            named.append(f"tone: {_quoted(_classes(node)[-1].removeprefix('verdict-'))}")
        return named

    def _children(self, node: Any) -> list[str]:
        """Return the arguments of an element; spaces between blocks are left out, and at its begin and end."""
        shown = [child for child in node.children if not (isinstance(child, Tag) and _SKIPPED & set(_classes(child)))]
        inline = any(child.name in _INLINE if isinstance(child, Tag) else child.strip() for child in shown)
        made = []
        for child in shown:
            if isinstance(child, Tag):
                made.append(self.call(child))
            elif inline or child.strip():
                made.append(_quoted(_SPACE.sub(" ", child)))
        while made and made[-1] == '" "':
            made.pop()
        return made

    def _chart(self) -> str:
        svg = next(self.charts)
        texts = BeautifulSoup(svg, "html.parser").find_all(["title", "desc"])
        said = ". ".join(" ".join(each.get_text().split()) for each in texts)
        bare = re.sub(r"<(title|desc) .*?</\1>", "", svg, flags=re.DOTALL)
        return f"t_svg({_quoted(bare)}, said: {_quoted(said)})"


def _classes(node: Any) -> list[str]:
    return list(node.get("class", ()))
