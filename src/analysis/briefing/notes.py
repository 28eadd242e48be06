"""The notes of a page: each number links to the publication that printed it, and each publication links back."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from analysis.core.wording import Wording


def site_of(url: object) -> str:
    """Return the site of an address, such as `comensha.nl`; empty for a missing one."""
    return urlsplit(url).netloc.removeprefix("www.") if isinstance(url, str) else ""


def link_to(url: str, name: str = "") -> Markup:
    """Return a link with a name, or with that of its site; on paper the full address is printed."""
    return Markup('<a class="address" href="{}">{}</a>').format(url, name or site_of(url))


def title_of(publication: pd.Series, wording: Wording) -> str | Markup:
    """Return the printed title of a publication, or its kind if no title is known.

    A title in another language than the page is marked with its language, so that a screen reader pronounces it well.
    """
    title, language = publication["title"], publication["title_language"]
    if pd.isna(title):
        return wording.say(f"briefing.kind.{publication['kind']}")
    if language == wording.language:
        return str(title)
    return Markup('<span lang="{}">{}</span>').format(language, title)


@dataclass
class Notes:
    """The publications to which one page refers, numbered in order of first use.

    `publications` has one row per publication known as of the month (see `sources`).
    """

    publications: pd.DataFrame
    wording: Wording
    # The file of the annex, to which each note links; empty on the annex itself.
    annex: str = ""
    order: list[str] = field(default_factory=list)
    any_second_hand: bool = False

    def ref(self, publication: object, second_hand: bool = False) -> Markup:
        """Return the mark that links to the note of a publication; nothing for a missing value.

        `second_hand` marks a number that the publication only quotes.
        """
        if not isinstance(publication, str):
            return Markup("")
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

    def refs(self, publications: object) -> Markup:
        """Return the marks of publications whose names are separated by |."""
        names = publications.split("|") if isinstance(publications, str) else []
        return Markup(" ").join(self.ref(name) for name in names)

    def refs_of_links(self, links: list[str]) -> Markup:
        """Return the marks of the publications at some addresses; other addresses are left out."""
        known = self.publications.dropna(subset=["url"])
        names = dict(zip(known["url"].map(_bare), known["publication"], strict=True))
        return Markup(" ").join(self.ref(names[link]) for link in map(_bare, links) if link in names)

    def as_list(self, closing: str = "", *, all_known: bool = False) -> Markup:
        """Return the notes as an ordered list (publisher, title, date, link back), with `closing` below it.

        With `all_known` the publications to which no number refers follow. Raises KeyError for a publication that is
        not known as of the month, as no number may rest on it.
        """
        by_name = self.publications.set_index("publication")
        names = list(dict.fromkeys([*self.order, *by_name.index])) if all_known else self.order
        items = [self._note(number, by_name.loc[name]) for number, name in enumerate(names, 1)]
        listed = Markup('<ol class="sources">\n{}\n</ol>').format(Markup("\n").join(items))
        said = [closing, self.wording.say("briefing.notes.second_hand_marks") if self.any_second_hand else ""]
        below = Markup(" ").join(part for part in said if part)
        return listed + Markup('\n<p class="small">{}</p>').format(below) if below else listed

    def _note(self, number: int, publication: pd.Series) -> Markup:
        """Return one note; on the annex it has an id for the publication, and elsewhere a link to that."""
        w, name = self.wording, publication.name
        if publication["known_from_basis"] == "inferred":
            date = w.say("briefing.notes.inferred", date=w.date(publication["known_from"].date()))
        else:
            date = w.partial_date(publication["published_on"], short=True)
        named = Markup("{}, {}").format(w.institution(publication["publisher"]), title_of(publication, w))
        if pd.notna(publication["url"]):
            named = Markup('<a href="{}">{}</a>').format(publication["url"], named)
        place = Markup('<span id="pub-{}"></span>').format(name)
        if self.annex:
            place = Markup('<a class="annex" href="{}#pub-{}">{}</a> ').format(
                self.annex, name, w.say("briefing.notes.in_annex")
            )
        back = Markup("")
        if number <= len(self.order):
            label, text = w.say("briefing.notes.back", number=number), w.say("briefing.notes.return")
            back = Markup('<a class="return" href="#ref-{}" aria-label="{}">{}</a>').format(number, label, text)
        if isinstance(site := publication.get("read_on"), str):
            date = w.say("briefing.notes.read_on", date=date, site=site)
        return Markup('<li id="source-{}">{}, {}. {}{}</li>').format(number, named, date, place, back)


def _bare(link: str) -> str:
    return link.strip().rstrip("/")
