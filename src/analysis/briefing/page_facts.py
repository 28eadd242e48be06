"""What every section of a page uses: the month and its reader, numbers, and the notes that lead to their sources."""

import importlib.metadata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.html import PARTS, Section, section_of
from analysis.core import amounts
from analysis.core.parameters import ALL_PARTIES, LANGUAGES, one_of
from analysis.core.record_tables import Row
from analysis.core.wording import Wording, capital, wording
from analysis.parliament import names as party_names
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_records import MonthRecords
from analysis.signatories.support import signature_of

# The checksum of which a page prints the first digits behind the name of each input.
CHECKSUM = "SHA-256"
_PACKAGE = "briefing-1300-deal"


@dataclass
class PageFacts:
    """The month, the reader (a party or `all`), the wording, and the notes collected so far.

    `numbers` has the publications to which the page refers, numbered in order of first use. A mail has no marks.
    """

    month: Reconciliation
    party: str
    wording: Wording
    marked: bool = True
    numbers: dict[str, int] = field(default_factory=dict)
    any_second_hand: bool = False

    @classmethod
    def of(cls, month: Reconciliation, party: str, language: str, *, marked: bool = True) -> "PageFacts":
        """Return what the sections of one page use; raises ParameterError for an unknown language."""
        return cls(month, party, wording(one_of("language", language, LANGUAGES)), marked)

    def section_of_sources(self, heading: str, *said: str) -> Section:
        """Return the section with the sources of the page, in the order of its notes, and what is said below them."""
        w, sources = self.wording, []
        for publication in self.numbers:
            row = self.records.publications[publication]  # no number may rest on one that is not known as of the month
            if row["known_from_basis"] == "inferred":
                date = w.say("briefing.notes.inferred", date=w.date(row["known_from"].date()))
            else:
                date = w.partial_date(row["published_on"], short=True)
            if site := row.get("read_on"):
                date = w.say("briefing.notes.read_on", date=date, site=site)
            name = Markup("{}, {}").format(w.institution(row["publisher"]), title_of(row, w))
            sources.append((name, row["url"], date))
        marks = [w.say("briefing.notes.second_hand_marks")] if self.any_second_hand else []
        return section_of("sources", w, heading=heading, sources=sources, below=[said[0], *marks, *said[1:]])

    def ref(self, publication: object, second_hand: bool = False) -> Markup:
        """Return the mark that links to the note of a publication, with a star if `second_hand`; empty without one."""
        if not isinstance(publication, str) or not self.marked:
            return Markup("")
        is_first = publication not in self.numbers
        number = self.numbers.setdefault(publication, len(self.numbers) + 1)
        label = self.wording.say("briefing.notes.mark", number=number)
        if second_hand:
            label = f"{label}, {self.wording.say('briefing.notes.second_hand')}"
        return Markup(PARTS.note(number, label, f"{number}{self.star(second_hand)}", is_first))

    def refs(self, publications: Iterable[str]) -> Markup:
        """Return the marks of publications."""
        return Markup(" ").join(map(self.ref, publications))

    def star(self, second_hand: bool) -> str:
        """Return the star of what is known at second hand, which the page then explains; empty for all else."""
        self.any_second_hand |= second_hand
        return "*" if second_hand else ""

    @property
    def records(self) -> MonthRecords:
        """Return the rows of the month."""
        return self.month.records

    @property
    def is_all(self) -> bool:
        """Return whether the briefing is for no party in particular."""
        return self.party == ALL_PARTIES

    @property
    def reader_name(self) -> str:
        """Return the name of the reader's party, or the words for all parties."""
        return self.wording.say("briefing.all_parties.name") if self.is_all else self.party_name(self.party)

    @property
    def command(self) -> str:
        """Return the command that makes the same page again from the same inputs."""
        return f"briefing build --month {self.month.month} --party {self.party} --language {self.wording.language}"

    def party_name(self, party_id: str) -> str:
        """Return the short name of a party as of the month; after a renaming, the full name that it took."""
        return party_names.party_name(party_id, self.month.sources, self.wording)

    def party_in_sentence(self, party_id: str) -> dict[str, str]:
        """Return the name of a party within a sentence (`party`: de VVD) and at its start (`Party`: De VVD)."""
        return party_names.party_in_sentence(party_id, self.month.sources, self.wording)

    def names(self, *parties: str) -> str:
        """Return the names of parties within a sentence: GroenLinks en de PvdA."""
        return self.wording.list([self.party_in_sentence(party)["party"] for party in parties])

    def support(self, party: str) -> Row:
        """Return the row of a party in support by party; one that is not in it has no seat, but may have declined."""
        if party in self.records.support:
            return self.records.support[party]
        signature = signature_of(party, self.month.house, self.month.party_signatures)
        return {"party_id": party, "seats": 0, **signature._asdict()}

    def signed_where(self, *parties: str) -> Markup:
        """Return the notes of the publications that name parties as signatories."""
        return self.refs(dict.fromkeys(name for party, name in self.records.signed_where if party in parties))

    def quantity_name(self, quantity_id: str) -> str:
        """Return the label of a quantity, with a capital letter."""
        return capital(self.month.figures.quantities[quantity_id].label(self.wording.language))

    def study(self, name: str) -> str:
        """Return who made a study, within a sentence, by the id of its series."""
        return self.month.figures.series[name].name(self.wording.language, "maker")

    def count(self, name: str) -> str:
        """Return the short name of a count of registered victims by the id of its series; empty for any other."""
        series = self.month.figures.series[name]
        return "" if series.is_study else series.name(self.wording.language, "short")

    def number(self, row: Row) -> Markup:
        """Return a figure in words, with its qualifier and range, and the note of the publication that printed it."""
        w, ranged, note = self.wording, row.get("range_publication"), self.cite(row["quantity_id"], row["publication"])
        if pd.isna(row["value"]) or not isinstance(ranged, str) or ranged == row["publication"]:
            return Markup("{}{}").format(amounts.amount_of(w, row, row["unit"]), note)
        # Another publication printed the range: value and range each have their own note.
        alone = amounts.amount_of(w, {**row, "lower": None, "upper": None}, row["unit"])
        span = amounts.amount_of(w, {**row, "value": None, "qualifier": None}, row["unit"])
        return w.html("briefing.unit.with_range", value=escape(alone) + note, range=escape(span) + self.ref(ranged))

    def cite(self, quantity_id: str, publication: object) -> Markup:
        """Return the note of a figure, marked if the publication only quotes it."""
        return self.ref(publication, (quantity_id, publication) in self.records.second_hand)


def site_of(url: object) -> str:
    """Return the site of an address, such as `comensha.nl`; empty for a missing one."""
    return urlsplit(url).netloc.removeprefix("www.") if isinstance(url, str) else ""


def link_to(url: str, name: str = "") -> Markup:
    """Return a link with a name, or with that of its site; on paper the full address is printed."""
    return Markup(PARTS.link(url, name or site_of(url)))


def title_of(publication: Row, w: Wording) -> str | Markup:
    """Return the printed title of a publication, marked with its language, or its kind if no title is known."""
    if not publication["title"]:
        return w.say(f"briefing.kind.{publication['kind']}")
    return in_its_language(publication["title"], publication["title_language"], w)


def in_its_language(text: str, language: str, w: Wording) -> str | Markup:
    """Return a text, marked if the page has another language, so that a screen reader pronounces it well."""
    return text if language == w.language else Markup(PARTS.in_language(text, language))


def generator() -> str:
    """Return the program that makes briefings, with its version."""
    return f"{_PACKAGE} {importlib.metadata.version(_PACKAGE)}"


def checksums_in_words(checksums: Mapping[str, str]) -> str:
    """Return checksums in one line: name and digits, separated by commas."""
    return ", ".join(f"{name} {digits}" for name, digits in checksums.items())
