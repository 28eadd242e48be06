"""Opens cited pages, unless the robots.txt of their site forbids it.

robots.txt is read as RFC 9309 says: if there is none (4xx), nothing is forbidden; if the site does not answer, no page
is requested. Each step of a redirection is a request of its own.
"""

import datetime
import hashlib
import io
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup
from protego import Protego

from analysis.sources.contracts import LINK
from analysis.updates.asking import AGENT, Asking, NoAnswerError

THERE, OTHER_WORDS, NUMBER_GONE, PAGE_GONE = "there", "other_words", "number_gone", "page_gone"
MOVED, NOT_ALLOWED, UNREAD = "moved", "not_allowed", "unread"

ARCHIVE = "https://archive.org/wayback/available"
_KINDS = "text/html, application/xhtml+xml, application/pdf, text/plain;q=0.8, application/json;q=0.5"
_HOPS = 5
_LONGEST_PACE = 30
_MOST_BYTES = 80_000_000
_FEWEST_LETTERS = 40  # a page with fewer is filled by a script
_BLOCKS = [
    *("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dt", "figcaption", "h1", "h2", "h3"),
    *("h4", "h5", "h6", "header", "hr", "li", "main", "option", "p", "pre", "section", "td", "th", "title", "tr"),
]
_GONE = (requests.codes.not_found, requests.codes.gone)
_REFUSED = (401, 402, 403, 405, 406, 407, 451)


@dataclass(frozen=True)
class Opened:
    """A page that was opened: its text, or the outcome without one and what came instead; `address` is where it is."""

    address: str
    outcome: str = THERE
    text: str = ""
    said: str = ""

    @property
    def sha256(self) -> str:
        """Return the checksum of the text; empty without one."""
        return hashlib.sha256(self.text.encode()).hexdigest() if self.text else ""


class Pages:
    """Pages of the web, and what the robots.txt of each site says."""

    def __init__(self, asking: Asking, archive: str = ARCHIVE) -> None:
        """Take the session, and the address at which an archive says what copies it keeps."""
        self._asking, self._archive = asking, archive
        self._robots: dict[str, Protego | str] = {}

    @classmethod
    def asked_by(cls, report: Callable[[str], None]) -> "Pages":
        """Return the pages of the web, requested with a pause of one second."""
        return cls(Asking(_KINDS, pace=1.0, tries=3, report=report))

    def open(self, address: str) -> Opened:
        """Return a page, after following redirections."""
        self._asking.report(f"asking {address}")
        asked = address = requests.utils.requote_uri(address)
        for _ in range(_HOPS):
            try:
                if refused := self._refused(asked):
                    return Opened(asked, NOT_ALLOWED, said=refused)
                found = self._asking.get(asked, _read, follows=False)
            except NoAnswerError as error:
                return Opened(asked, UNREAD, said=str(error))
            if isinstance(found, Opened):
                return _landed(address, found)
            if not LINK.fullmatch(found):
                return Opened(asked, PAGE_GONE, said=f"a redirection to {found}")
            asked = found
        return Opened(asked, PAGE_GONE, said=f"more than {_HOPS} redirections")

    def archived(self, address: str, day: datetime.date) -> str:
        """Return the address of the archived copy of a page that is nearest to a day; empty if none is known."""
        asked = f"{self._archive}?url={quote(address, safe='')}&timestamp={day:%Y%m%d}"
        try:
            answer = self._asking.get(asked, lambda response: response.json())
            copy = answer["archived_snapshots"]["closest"]["url"]
        except (NoAnswerError, LookupError, TypeError):
            return ""
        return str(copy) if LINK.fullmatch(str(copy)) else ""

    def _refused(self, address: str) -> str:
        """Return what forbids requesting an address, empty if nothing does; raises NoAnswerError for a silent site."""
        site = "{0.scheme}://{0.netloc}".format(urlsplit(address))
        if site not in self._robots:
            try:
                found = self._asking.get(f"{site}/robots.txt", lambda answer: answer.text if answer.ok else "")
                self._robots[site] = Protego.parse(found)
            except NoAnswerError as error:
                self._robots[site] = str(error)
        rules = self._robots[site]
        if isinstance(rules, str):
            raise NoAnswerError(f"{site}/robots.txt: {rules}")
        time.sleep(min(rules.crawl_delay(AGENT) or 0.0, _LONGEST_PACE))
        return "" if rules.can_fetch(address, AGENT) else f"{site}/robots.txt forbids it"


def _read(response: requests.Response) -> Opened | str:
    address = response.url
    if response.is_redirect:
        return requests.utils.requote_uri(urljoin(address, response.headers["Location"]))
    said = f"the status {response.status_code}"
    if response.status_code != requests.codes.ok:
        outcome = PAGE_GONE if response.status_code in _GONE else NOT_ALLOWED
        return Opened(address, outcome if response.status_code in (*_GONE, *_REFUSED) else UNREAD, said=said)
    kind, _, parameters = response.headers.get("Content-Type", "text/html").lower().partition(";")
    charset = response.encoding if "charset" in parameters else None
    content = b""
    for piece in response.iter_content(1 << 20):
        content += piece
        if len(content) > _MOST_BYTES:
            return Opened(address, UNREAD, said=f"more than {_MOST_BYTES:,} bytes")
    try:
        text = text_of_page(content, "application/pdf" if content.startswith(b"%PDF-") else kind.strip(), charset)
    except ValueError as error:
        return Opened(address, UNREAD, said=str(error))
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return Opened(address, UNREAD, said="a page without text that can be read")
    return Opened(address, text=text)


def _landed(address: str, found: Opened) -> Opened:
    """Return what a redirection led to: a page that moved or, if it is the front page of a site, one that is gone."""
    asked, at = urlsplit(address), urlsplit(found.address)
    if found.outcome != THERE or _plain(address) == _plain(found.address):
        return found
    if asked.path.strip("/") and not at.path.strip("/"):
        return replace(found, outcome=PAGE_GONE, text="", said=f"a redirection to the front page {found.address}")
    return replace(found, outcome=MOVED)


def _plain(address: str) -> tuple[str, str, str]:
    """Return an address without what makes no difference: http or https, www, a slash at its end."""
    parts = urlsplit(address)
    return (parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query)


def text_of_page(content: bytes, kind: str, charset: str | None = None) -> str:
    """Return the text of a page of some media type (HTML, PDF or text); raises ValueError for an unreadable PDF."""
    if kind == "application/pdf":
        from pypdf import PdfReader  # takes a fifth of a second, for which each notebook would wait
        from pypdf.errors import PyPdfError

        try:
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        except (PyPdfError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"a PDF that can't be read ({type(error).__name__})") from error
    if kind not in ("text/html", "application/xhtml+xml"):
        try:
            return content.decode(charset or "utf-8", errors="replace")
        except LookupError:  # an unknown charset
            return content.decode("utf-8", errors="replace")
    soup = BeautifulSoup(content, "html.parser", from_encoding=charset)
    for each in soup(["script", "style", "nav", "footer"]):
        each.decompose()
    for each in soup(_BLOCKS):  # only blocks are separated: <b>1</b>.012 is one number
        each.insert_before("\n")
        each.insert_after("\n")
    return soup.get_text()
