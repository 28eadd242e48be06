"""The notes of a briefing: each number points to the publication it is printed in, and each publication back."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from analysis.core.wording import Wording


def link_to(url: str) -> Markup:
    """Return a link under the name of its site; paper shows the address in full (see briefing.css)."""
    return Markup('<a class="address" href="{}">{}</a>').format(url, urlsplit(url).netloc.removeprefix("www."))


def _bare(link: str) -> str:
    return link.strip().rstrip("/")


def title_of(publication: pd.Series, wording: Wording) -> str | Markup:
    """Return the printed title of a publication, or what kind of publication it is where no title is known.

    A title in another language than the page says so: a screen reader would speak it by the rules of the page.
    """
    title, language = publication["title"], publication["title_language"]
    if pd.isna(title):
        return wording.say(f"briefing.kind.{publication['kind']}")
    if language == wording.language:
        return str(title)
    return Markup('<span lang="{}">{}</span>').format(language, title)


def publisher_of(publication: pd.Series, wording: Wording) -> str:
    """Return who published something, institutions by their name in the language of the page."""
    key = f"briefing.publisher.{publication['publisher']}"
    return wording.say(key) if wording.has(key) else str(publication["publisher"])


@dataclass
class Notes:
    """The publications a briefing refers to, numbered in order of first use.

    `publications` has one row per publication known as of the month (see `sources`). Made anew for each briefing.
    """

    publications: pd.DataFrame
    wording: Wording
    # The page on which each publication has its place, too; empty for the page that is that one.
    annex: str = ""
    order: list[str] = field(default_factory=list)
    any_second_hand: bool = False
    not_cited: set[str] = field(default_factory=set)

    def ref(self, publication: object, second_hand: bool = False) -> Markup:
        """Return the mark that links to the note of a publication; nothing for a missing one.

        `second_hand` marks a number that the publication only quotes. Raises KeyError for a publication that is not
        known as of the month: no number may rest on it.
        """
        if not isinstance(publication, str):
            return Markup("")
        if publication not in set(self.publications["publication"]):
            raise KeyError(f"{publication} is not known as of the month")
        first = publication not in self.order
        if first:
            self.order.append(publication)
        number = self.order.index(publication) + 1
        anchor = Markup(' id="ref-{}"').format(number) if first else Markup("")
        label, mark = self.wording.say("briefing.notes.mark", number=number), str(number)
        if second_hand:
            self.any_second_hand = True
            label, mark = f"{label}, {self.wording.say('briefing.notes.second_hand')}", f"{number}*"
        return Markup('<a class="note" href="#source-{}"{} aria-label="{}">[{}]</a>').format(
            number, anchor, label, mark
        )

    def list_too(self, publication: str) -> None:
        """Put a publication among the notes that no number refers to yet."""
        if publication not in self.order:
            self.order.append(publication)
            self.not_cited.add(publication)

    def refs(self, publications: str | float) -> Markup:
        """Return the marks of publications separated by |."""
        names = publications.split("|") if isinstance(publications, str) else []
        return Markup(" ").join(self.ref(name) for name in names)

    def refs_of_links(self, links: object) -> Markup:
        """Return the marks of the publications behind links separated by |; a link to none of them has no mark."""
        wanted = [_bare(link) for link in links.split("|")] if isinstance(links, str) else []
        known = zip(self.publications["publication"], self.publications["url"].fillna("").map(_bare), strict=True)
        names = {url: name for name, url in known if url}
        return Markup(" ").join(self.ref(names[link]) for link in wanted if link in names)

    def as_list(self, closing: str = "") -> Markup:
        """Return the notes as an ordered list: publisher and title as a link, date, a link back; below it `closing`."""
        by_name = self.publications.set_index("publication")
        items = [self._note(number, by_name.loc[name]) for number, name in enumerate(self.order, 1)]
        said = [closing, self.wording.say("briefing.notes.second_hand_marks") if self.any_second_hand else ""]
        below = Markup('\n<p class="small">{}</p>').format(Markup(" ").join(part for part in said if part))
        listed = Markup('<ol class="sources">\n{}\n</ol>').format(Markup("\n").join(items))
        return listed + below if any(said) else listed

    def _note(self, number: int, publication: pd.Series) -> Markup:
        w = self.wording
        when = publication["known_from"].date()
        printed = publication["published_on"]
        inferred = publication["known_from_basis"] == "inferred"
        date = w.say("briefing.notes.inferred", date=w.date(when)) if inferred else w.partial_date(printed, short=True)
        title = title_of(publication, w)
        named = Markup("{}, {}").format(publisher_of(publication, w), title)
        if pd.notna(publication["url"]):
            named = Markup('<a href="{}">{}</a>').format(publication["url"], named)
        text = Markup("{}, {}.").format(named, date)
        item = Markup('<li id="source-{}">{} {}{}</li>')
        return item.format(number, text, self._in_annex(publication), self._back(number, publication))

    def _back(self, number: int, publication: pd.Series) -> Markup:
        if publication.name in self.not_cited:
            return Markup("")
        label, back = self.wording.say("briefing.notes.back", number=number), self.wording.say("briefing.notes.return")
        return Markup('<a class="return" href="#ref-{}" aria-label="{}">{}</a>').format(number, label, back)

    def _in_annex(self, publication: pd.Series) -> Markup:
        """Return the link to the publication's place in the annex; on the annex itself, that place."""
        if not self.annex:
            return Markup('<span id="pub-{}"></span>').format(publication.name)
        link = Markup('<a class="annex" href="{}#pub-{}">{}</a> ')
        return link.format(self.annex, publication.name, self.wording.say("briefing.notes.in_annex"))
