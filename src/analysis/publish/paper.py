"""The HTML of a page as Typst code: each element a call, which paper.typ draws; text as string literals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "meta", "link"}
# Classes that paper does not show: what leads back on the page, and what is said for the ear alone.
_SKIPPED = {"skip-link", "return", "visually-hidden"}
_INLINE = {"a", "strong", "em", "span", "cite"}
_SPACE = re.compile(r"[ \t\r\n]+")
_SVG = re.compile(r"<svg .*?</svg>", re.DOTALL)


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list["_Node | str"] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, _: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def typst_of(html: str, style: str) -> str:
    """Return the Typst source of a page under a style: a function `c_NAME` for each class that paper draws in a way of
    its own, `t_NAME` for each other element; raises KeyError for an element the style does not know.
    """
    tree = _Tree()
    tree.feed(_SVG.sub("<svg/>", html[html.index("<body>") : html.index("</body>")]))
    # A chart is handed over as it is, in the order of the page.
    writer = _Writer(set(re.findall(r"^#let ([ct]_\w+)", style, re.MULTILINE)), iter(_SVG.findall(html)))
    meta = dict(re.findall(r'<meta name="(\w+)" content="([^"]*)"', html))
    head = {
        "title": re.findall("<title>(.*?)</title>", html)[0],
        "language": re.findall(r'<html lang="(\w+)"', html)[0],
        "description": meta.get("description", ""),
        "keywords": meta.get("keywords", ""),
        "status": next(iter(re.findall(r'data-short="([^"]*)"', html)), ""),
    }
    named = ", ".join(f"{name}: {_quoted(_unescaped(text))}" for name, text in head.items())
    return f"{style}\n#show: page_.with({named})\n#{writer.call(_body(tree.root))}\n"


def _unescaped(text: str) -> str:
    parser = _Tree()
    parser.feed(text)
    return "".join(child for child in parser.root.children if isinstance(child, str))


def _body(root: _Node) -> _Node:
    return next(child for child in root.children if isinstance(child, _Node) and child.tag == "body")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


class _Writer:
    def __init__(self, known: set[str], charts: Iterator[str]) -> None:
        self.known, self.charts = known, charts

    def call(self, node: _Node) -> str:
        """Return the call that draws an element, its text and elements as arguments."""
        if node.tag == "svg":
            return self._chart()
        return f"{self._name(node)}({', '.join([*self._named(node), *self._children(node)])})"

    def _name(self, node: _Node) -> str:
        if any(isinstance(child, _Node) and child.tag == "dt" for child in node.children):
            return "t_pair"
        names = [f"c_{name.replace('-', '_')}" for name in node.classes]
        return next((name for name in names if name in self.known), f"t_{node.tag}")

    def _named(self, node: _Node) -> list[str]:
        """Return what else the drawing of an element must know: where it leads, its name, its language, its shape."""
        attributes, named = node.attributes, []
        for name, key in (("href", "to"), ("aria-label", "said"), ("lang", "language"), ("id", "name")):
            if attributes.get(name) and (name != "aria-label" or node.tag == "a"):
                value = attributes[name]
                named.append(f"{key}: {_quoted(value)}")
        if node.tag in ("td", "th"):
            named.append(f"numeric: {str('num' in node.classes).lower()}")
        if node.tag == "table":
            named.append(f"columns: {len(_all(node, 'tr')[0].children)}")
        if "verdict" in node.classes:
            named.append(f"tone: {_quoted(node.classes[-1].removeprefix('verdict-'))}")
        return named

    def _children(self, node: _Node) -> list[str]:
        """Return the arguments of an element; spaces between blocks are left out, and at its begin and end."""
        inline = any(
            child.strip() if isinstance(child, str) else child.tag in _INLINE and not _is_skipped(child)
            for child in node.children
        )
        made = []
        for child in node.children:
            if isinstance(child, _Node):
                if not _is_skipped(child):
                    made.append(self.call(child))
            elif inline or child.strip():
                made.append(_quoted(_SPACE.sub(" ", child)))
        while made and made[-1] == '" "':
            made.pop()
        return made

    def _chart(self) -> str:
        svg = next(self.charts)
        said = [
            " ".join(re.sub(r"<[^>]+>", "", each).split()) for each in re.findall(r"<(?:title|desc) [^>]*>(.*?)</", svg)
        ]
        bare = re.sub(r"<(title|desc) .*?</\1>", "", svg, flags=re.DOTALL)
        return f"t_svg({_quoted(bare)}, said: {_quoted(_unescaped('. '.join(said)))})"


def _is_skipped(node: _Node) -> bool:
    return bool(_SKIPPED & set(node.classes))


def _all(node: _Node, tag: str) -> list[_Node]:
    """Return the elements of a kind within another, in the order of the page."""
    found = []
    for child in node.children:
        if isinstance(child, _Node):
            found += [child] if child.tag == tag else _all(child, tag)
    return found
