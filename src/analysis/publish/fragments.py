"""What a fragment of a briefing may not hold: anything that runs, fetches, or shuts a reader out."""

import re
from html.parser import HTMLParser

_FORBIDDEN = {"script", "style", "link", "iframe", "object", "embed", "base", "meta", "form", "foreignobject", "h1"}
_WHY = {
    "h1": "the page writes the one h1, the title; a section starts with h2",
    "style": "the page has one style sheet, briefing.css, and its hash",
}
_ADDRESSES = {"src", "srcset", "href", "xlink:href", "action", "data", "poster", "background"}
# The id that the page itself has.
_OF_THE_PAGE = "main"
_VOID = {"area", "br", "col", "hr", "img", "input", "source", "track", "wbr"}
# A page may point to the web, to mail and telephone, to a place on itself, or on the annex beside it; nothing else.
_LINKS = ("https://", "http://", "mailto:", "tel:", "#", "annex.html#")


def faults_of(html: str) -> list[str]:
    """Return what is wrong with the fragments of a page, each fault with its line; an empty list when they may stand.

    Forbidden are scripts, handlers, style attributes and sheets (the page's security policy would drop them without
    a word), any address to fetch, an image without alt, a table without caption or with a heading without scope, a
    heading level that is skipped, an id used twice, a note that leads nowhere and an element that is not closed.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.all_faults()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self._open: list[str] = []
        self._ids = {_OF_THE_PAGE}
        self._targets: list[tuple[str, int]] = []
        self._level = 1
        self._captioned: list[bool] = []

    def fault(self, what: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check_element(tag, dict(attrs))
        for name, value in attrs:
            self._check_attribute(tag, name, value or "")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.fault(f"</{tag}> closes {f'<{self._open[-1]}>' if self._open else 'nothing'}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag == "table" and self._captioned and not self._captioned.pop():
            self.fault("a table without <caption>")

    def _check_element(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag in _FORBIDDEN:
            self.fault(f"<{tag}>" + (f": {_WHY[tag]}" if tag in _WHY else ""))
        elif tag == "img" and attributes.get("alt") is None:
            self.fault("an image without alt")
        elif tag == "th" and not attributes.get("scope"):
            self.fault("a <th> without scope")
        elif tag == "table":
            self._captioned.append(False)
        elif tag == "caption" and self._captioned:
            self._captioned[-1] = True
        elif re.fullmatch("h[2-6]", tag):
            if int(tag[1]) > self._level + 1:
                self.fault(f"<{tag}> follows <h{self._level}>: a level is skipped")
            self._level = int(tag[1])

    def _check_attribute(self, tag: str, name: str, value: str) -> None:
        address = value.strip().lower()
        if name == "style":
            self.fault(f"a style attribute on <{tag}>: use a class of briefing.css")
        elif name.startswith("on"):
            self.fault(f"a handler ({name}) on <{tag}>")
        elif name == "id":
            if value in self._ids:
                self.fault(f"the id {value!r} is used twice")
            self._ids.add(value)
        elif tag == "a" and name == "href":
            if not address.startswith(_LINKS):
                self.fault(f"a link to {value!r}: expected {', '.join(_LINKS)}")
            if address.startswith("#"):
                self._targets.append((value.strip()[1:], self.getpos()[0]))
        elif name in _ADDRESSES and not address.startswith(("data:image/", "#")):
            self.fault(f"<{tag} {name}={value!r}> would be fetched; embed it")

    def all_faults(self) -> list[str]:
        """Return the faults when everything was read: also what is not closed, and links that lead nowhere."""
        for tag in self._open:
            self.fault(f"<{tag}> is not closed")
        nowhere = [(target, line) for target, line in self._targets if target not in self._ids - {_OF_THE_PAGE}]
        return [*self.faults, *(f"line {line}: a link to #{name}, which is not on the page" for name, line in nowhere)]
