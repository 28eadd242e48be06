"""An auditor of pages: finds each number back in the tables of the build and in print, and says which it can't.

It shares no code with what makes the pages. What it takes as explained:
a figure with its quantity, its year, its publication and how it was said; a computation from such figures, done again;
a day or year of something known; a count; the seats of a party that is named; the number of the claim that a paragraph
is about. What only sounds like a number stands in `said_otherwise`, each turn of phrase with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from support.audited_figures import Figures
from support.audited_lists import (
    days_of_decisions,
    not_in_tables,
    rows_behind,
    unknown_in_list,
    without_events,
    without_reason,
)
from support.audited_parties import acts_said, days_of_parties, seats_said
from support.audited_sentences import END, OF_A_PARTY, Fault, Sentence, Told, sentences
from support.audited_sums import unfit
from support.audited_tables import audit_tables, balance_faults, parties_read_out
from support.build_tables import Build
from support.names_set_apart import TITLE, Names
from support.numbers_in_text import read_numbers
from support.page_reading import Block, Page, marks_in
from support.said_otherwise import counted, without_meaning

# How institutions are called on a page, typed by hand: in Dutch, and in English.
PUBLISHERS = {
    "Nationaal Rapporteur Mensenhandel": {"nl": "Nationaal Rapporteur", "en": "National Rapporteur"},
    "Nationaal Rapporteur Mensenhandel / UNODC": {
        "nl": "Nationaal Rapporteur en UNODC",
        "en": "National Rapporteur and UNODC",
    },
    "US Department of State": {"nl": "ministerie van Buitenlandse Zaken van de VS"},
    "WODC / Tilburg University / Utrecht University": {
        "nl": "WODC, Tilburg University en Universiteit Utrecht",
        "en": "WODC, Tilburg University and Utrecht University",
    },
    "European Commission": {"nl": "Europese Commissie"},
    "Council of Europe (GRETA)": {"nl": "Raad van Europa (GRETA)"},
    "Nederlands Jeugdinstituut": {"en": "Netherlands Youth Institute"},
    "Staatssecretaris van Justitie en Veiligheid": {
        "nl": "staatssecretaris van Justitie en Veiligheid",
        "en": "State Secretary for Justice and Security",
    },
    "Centrum tegen Kinderhandel en Mensenhandel (CKM)": {"nl": "CKM", "en": "CKM"},
}


# Where a page says what happened to the commitments.
EVENTS = ("commitments", "your-party", "balance")


def cells_of_the_pledge(page: Page) -> Iterator[Block]:
    """Give the cells of the table of the pledge's numbers as prose: what is claimed, and why it holds or not."""
    for table in (table for table in page.tables if table.section == "numbers"):
        for article, row in enumerate(table.rows, start=1):
            for place, cell in enumerate(row):
                yield Block("numbers", "p" if place else "h3", cell, article, language=page.language)


@dataclass(frozen=True, eq=False)
class Auditor:
    """Judges the pages of one build, in one language."""

    build: Build
    language: str
    # What was found of a piece of prose: the pages of a month have most of theirs in common.
    judged: dict[Any, list[Fault]] = field(default_factory=dict)

    @cached_property
    def names(self) -> Names:
        """Return the names that the pages can use."""
        return Names(self.build, self.language)

    @cached_property
    def figures(self) -> Figures:
        """Return the figures that the pages can show."""
        return Figures(self.build, self.language)

    def page(self, page: Page, party: str = "all") -> list[Fault]:
        """Return every number of a page that was not found back."""
        sources = self.sources(page)
        faults = [Fault("notes", "", "", why) for why in page.faults]
        faults += [Fault("sources", "", str(n), "no publication of the build") for n, p in sources.items() if p is None]
        faults += [*audit_tables(page, self.build, sources), *(balance_faults(self.build) if page.annex else ())]
        for block in [*page.blocks, *cells_of_the_pledge(page)]:
            faults += self.block(block, sources, party)
        return faults

    # Which publication a note means

    def sources(self, page: Page) -> dict[int, str | None]:
        """Return the publication of each note, by its link, publisher, title and date."""
        listed = [block for block in page.blocks if block.section == "sources" and block.kind == "li"]
        return {place: self._source(block.text, page.links.get(place, [])) for place, block in enumerate(listed, 1)}

    def _source(self, text: str, links: list[str]) -> str | None:
        found = [name for name, row in self.build.publications.items() if self._is_source(row, text, links)]
        return found[0] if len(found) == 1 else None

    def _is_source(self, row: dict[str, str], text: str, links: list[str]) -> bool:
        publisher = PUBLISHERS.get(row["publisher"], {}).get(self.language, row["publisher"])
        if [row["url"]] != links or not text.startswith(f"{publisher}, "):
            return False
        rest = text.removeprefix(publisher).replace(row["title"], TITLE) if row["title"] else text
        days = [day.iso for day in read_numbers(rest, self.language).days]
        periods = [period.years for period in read_numbers(rest, self.language).periods]
        wanted = row["published_on"] or row["known_from"]
        return (not row["title"] or row["title"] in text) and days + periods == [wanted]

    # A piece of prose

    def block(self, block: Block, sources: dict[int, str | None], party: str = "all") -> list[Fault]:
        """Return the numbers of a piece of prose that were not found back."""
        marks = tuple((n, sources.get(n)) for n in marks_in(block.text))
        key = (block, party if block.section in OF_A_PARTY else "", marks)
        if key not in self.judged:
            self.judged[key] = self._block(block, sources, party)
        return self.judged[key]

    def _block(self, block: Block, sources: dict[int, str | None], party: str) -> list[Fault]:
        if (block.section in ("sources", "colophon") and block.kind == "li") or block.kind in ("keywords", "generator"):
            return self._listed(block, sources)
        if block.section == "support" and block.kind == "desc" and ": " in block.text:
            pieces = parties_read_out(block.text, self.build)
            block = replace(block, text=block.text.partition(": ")[2].partition(". ")[2])
            read_out = [Fault("support", piece, piece, "read out") for piece, good in pieces if not good]
            return read_out + self._block(block, sources, party)
        if block.section == "colophon" and "SHA-256" in block.text:
            return self._listed(block, sources)
        if block.section in EVENTS:
            block = replace(block, text=without_events(block.text, self.build, self.language))
        if block.section == "decisions":
            block = replace(block, text=without_reason(block, self.build))
        text, told = self.names.masked(block.text, self.names.publications_of(block)), Told()
        faults = [Fault(block.section, block.text, "", why) for why in not_in_tables(block, self.build, self.language)]
        lent = self.names.quantities(text)
        head = read_numbers(END.split(text)[0], self.language)
        for part in sentences(text):
            quantities = (self.names.quantities(part) or lent) | self.figures.claimed_quantities(block)
            years_lent = [p.years for p in head.periods] if block.kind == "li" else []
            sentence = Sentence(block, part, read_numbers(part, self.language), quantities, years_lent)
            self._explain(sentence, sources, told, party)
            faults += [
                Fault(block.section, block.text, found, why) for found, why in unfit(sentence, self.build, told.ends)
            ]
            faults += self._unexplained(sentence)
        return faults

    # What explains the numbers of a sentence

    def _explain(
        self,
        sentence: Sentence,
        sources: dict[int, str | None],
        told: Told,
        party: str,
    ) -> None:
        parties, lent = (self.names.parties(t) for t in (sentence.text, self.names.masked(sentence.block.text)))
        without_meaning(sentence, self.language)
        counted(sentence, self.build)
        seats_said(sentence, self.build, self.language, parties or {party})
        acts_said(sentence, self.build, party)
        self._days(sentence, lent | {party})
        for number in sentence.read.numbers:
            if number.start in sentence.explained:
                continue
            why = self.figures.explain(sentence, number, sources, told)
            if why:
                sentence.explained[number.start] = why
                told.numbers.append((number.ends, why))
        self._explanations(sentence)
        # A sentence without a number may come back to the years of the one before.
        used = sentence.used if sentence.read.numbers else sentence.used | told.years
        for period in sentence.read.periods:
            if period.years in used:
                sentence.explained[period.start] = "year of a figure"
        told.years |= sentence.used

    def _explanations(self, sentence: Sentence) -> None:
        """Explain the years and words of an explanation that is shown as the table of differences has it."""
        if sentence.block.section != "discrepancies" or sentence.block.kind != "li":
            return
        shown = [row[f"explanation_{self.language}"] for row in rows_behind(sentence.block, self.build, self.language)]
        for token in (*sentence.read.periods, *sentence.read.words):
            if any(sentence.text[token.start : token.end] in text for text in shown):
                sentence.explained[token.start] = "explanation of a difference"

    def _unexplained(self, sentence: Sentence) -> Iterator[Fault]:
        read, block = sentence.read, sentence.block
        tokens = [*read.numbers, *read.periods, *read.days, *read.words]
        for token in tokens:
            if token.start not in sentence.explained:
                found = sentence.text[token.start : token.end]
                yield Fault(block.section, block.text, found, f"not found back ({type(token).__name__})")
        for unread in read.unread:
            yield Fault(block.section, block.text, unread, "could not be read as a number")

    def _days(self, sentence: Sentence, parties: set[str]) -> None:
        known = {self.build.as_of.isoformat(), self.build.month}
        if sentence.block.section in OF_A_PARTY:
            known |= days_of_parties(self.build, parties)
        if sentence.block.section == "decisions":
            known |= days_of_decisions(self.build)
        for day in sentence.read.days:
            if day.iso in known:
                sentence.explained[day.start] = "a known day"

    # Lists that a machine wrote

    def _listed(self, block: Block, sources: dict[int, str | None]) -> list[Fault]:
        """Return what is wrong with the list of sources and the colophon: their numbers are names and checksums."""
        return [
            Fault(block.section, block.text, found, "not of this build")
            for found in unknown_in_list(block, self.build, self.language)
        ]
