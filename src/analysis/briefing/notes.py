"""The notes of a page: each number links to the publication that printed it, and each publication links back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from markupsafe import Markup

from analysis.briefing.html import PARTS
from analysis.core.record_tables import Row
from analysis.core.wording import Wording


def site_of(url: object) -> str:
    """Return the site of an address, such as `comensha.nl`; empty for a missing one."""
    return urlsplit(url).netloc.removeprefix("www.") if isinstance(url, str) else ""


def link_to(url: str, name: str = "") -> Markup:
    """Return a link with a name, or with that of its site; on paper the full address is printed."""
    return Markup(PARTS.link(url, name or site_of(url)))


def title_of(publication: Row, wording: Wording) -> str | Markup:
    """Return the printed title of a publication, or its kind if no title is known.

    A title in another language than the page is marked with its language, so that a screen reader pronounces it well.
    """
    title, language = publication["title"], publication["title_language"]
    if not title:
        return wording.say(f"briefing.kind.{publication['kind']}")
    return str(title) if language == wording.language else Markup(PARTS.in_language(title, language))


@dataclass(frozen=True)
class Source:
    """A publication in the list of sources."""

    name: Markup
    url: str | None
    date: str


@dataclass
class Notes:
    """The publications to which one page refers, numbered in order of first use.

    `publications` are those known as of the month, by name. Without `marked` a text has no marks, as in a mail.
    """

    publications: Mapping[str, Row]
    wording: Wording
    # The file of the annex, to which claims link; empty on the annex itself.
    annex: str = ""
    marked: bool = True
    numbers: dict[str, int] = field(default_factory=dict)
    any_second_hand: bool = False

    def ref(self, publication: object, second_hand: bool = False) -> Markup:
        """Return the mark that links to the note of a publication; nothing for a missing value.

        `second_hand` marks a number that the publication only quotes.
        """
        if not isinstance(publication, str) or not self.marked:
            return Markup("")
        is_first = publication not in self.numbers
        number = self.numbers.setdefault(publication, len(self.numbers) + 1)
        label, mark = self.wording.say("briefing.notes.mark", number=number), str(number)
        if second_hand:
            self.any_second_hand = True
            label, mark = f"{label}, {self.wording.say('briefing.notes.second_hand')}", f"{number}*"
        return Markup(PARTS.note(number, label, mark, is_first))

    def refs(self, publications: Iterable[str]) -> Markup:
        """Return the marks of publications."""
        return Markup(" ").join(map(self.ref, publications))

    def sources(self) -> list[Source]:
        """Return the publications in the order of the notes.

        Raises KeyError for a publication that is not known as of the month, as no number may rest on it.
        """
        return [self._source(self.publications[name]) for name in self.numbers]

    def _source(self, row: Row) -> Source:
        w = self.wording
        if row["known_from_basis"] == "inferred":
            date = w.say("briefing.notes.inferred", date=w.date(row["known_from"].date()))
        else:
            date = w.partial_date(row["published_on"], short=True)
        if site := row.get("read_on"):
            date = w.say("briefing.notes.read_on", date=date, site=site)
        said = Markup("{}, {}").format(w.institution(row["publisher"]), title_of(row, w))
        return Source(said, row["url"], date)
