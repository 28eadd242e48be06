"""An auditor of pages: finds each number back in the tables of the build and in print, and says which it can't.

It shares no code with what makes the pages. What it takes as explained:
a figure with its quantity, its year, its publication and how it was said; a computation from such figures, done again;
a day or year of something known; a count; the seats of a party that is named; the number of the claim that a paragraph
is about. What only sounds like a number stands in `said_otherwise`, each turn of phrase with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from typing import Any

from audited_lists import not_in_tables, rows_behind, unknown_in_list
from audited_parties import days_of_parties, seats_said
from audited_sums import unfit
from audited_tables import Years, audit_parties_table, audit_visibility, parties_read_out
from build_tables import Build, Fact, dating, down, half_up, terms_of, typed, up
from numbers_in_text import Number, Reading, read_numbers
from page_reading import Block, Page, marks_in, site
from said_otherwise import counted, without_meaning

_LABELS, _PARTIES, _TITLES = 0xE400, 0xF000, "\ue3ff"
# Sentences end here: after a full stop and its marks, before a capital or a name that was set apart.
_END = re.compile(r"(?<=[.!?])([\ue101-\ue2ff ]*?)\s+(?=[A-ZÉ“‘’\ue3ff-\uf2ff])")
# In which quantity a sentence that names none is about, by its words.
_SPOKEN_OF = {
    "registered-all": r"regist|geregistr",
    "estimate-all": r"estimat|schatting|geschat",
    "ratio-estimate-to-registered": r"\btimes\b|\bkeer\b",
}
_EARLIER = r"\bfirst\b|\beerst\b|otherwise|[Aa]nders geteld"
# Where a sentence without a party is about that of the reader.
OF_A_PARTY = ("your-party", "all-parties", "changes", "mail")
_CLAIMED = r"(?:more than|fits|not|not more than|same|; ?|meer dan|past bij|niet|niet op|Dezelfde)\s$"


@dataclass(frozen=True)
class Fault:
    """A number that was not found back: where, which, in what text, and why."""

    section: str
    text: str
    found: str
    why: str


@dataclass
class Sentence:
    """A sentence as it is judged: its text, its numbers, and what its paragraph lends it."""

    block: Block
    text: str
    read: Reading
    quantities: frozenset[str]
    head_years: list[str]
    explained: dict[int, str] = field(default_factory=dict)  # start of a number -> what explains it
    used: set[str] = field(default_factory=set)  # years that a figure was found for
    year_of: dict[str, str] = field(default_factory=dict)  # figure -> the year it was found for


@dataclass
class Told:
    """What a paragraph has said so far: each number with what explained it, and the years of figures."""

    numbers: list[tuple[tuple[Fraction, ...], str]] = field(default_factory=list)
    years: set[str] = field(default_factory=set)

    @property
    def ends(self) -> set[Fraction]:
        """Return every number said."""
        return {end for ends, _ in self.numbers for end in ends}


@dataclass(frozen=True, eq=False)
class Auditor:
    """Judges the pages of one build, in one language."""

    build: Build
    language: str
    judged: dict[Any, list[Fault]] = field(
        default_factory=dict
    )  # the pages of a month have most of their prose in common

    def page(self, page: Page, party: str = "all") -> list[Fault]:
        """Return every number of a page that was not found back."""
        sources = self.sources(page)
        faults = [Fault("notes", "", "", why) for why in page.faults]
        faults += [Fault("sources", "", str(n), "no publication of the build") for n, p in sources.items() if p is None]
        years = audit_visibility(page, self.build, sources, faults)
        audit_parties_table(page, self.build, faults)
        for block in page.blocks:
            faults += self.block(block, sources, years, party)
        return faults

    def years(self, page: Page) -> Years:
        """Return registered, estimated and unseen by year, as the table of a page has them."""
        return audit_visibility(page, self.build, self.sources(page), [])

    # Which publication a note means

    def sources(self, page: Page) -> dict[int, str | None]:
        """Return the publication of each note, by its link, publisher, title and date."""
        listed = [block for block in page.blocks if block.section == "sources" and block.kind == "li"]
        return {place: self._source(block.text, page.links.get(place, [])) for place, block in enumerate(listed, 1)}

    def _source(self, text: str, links: list[str]) -> str | None:
        found = [name for name, row in self.build.publications.items() if self._is_source(row, text, links)]
        return found[0] if len(found) == 1 else None

    def _is_source(self, row: dict[str, str], text: str, links: list[str]) -> bool:
        if [row["url"]] != links or not text.startswith(f"{row['publisher']}, ") or site(row["url"]) not in text:
            return False
        rest = text.removeprefix(row["publisher"]).replace(row["title"], _TITLES) if row["title"] else text
        days = [day.iso for day in read_numbers(rest, self.language).days]
        periods = [period.years for period in read_numbers(rest, self.language).periods]
        wanted = row["published_on"] or row["known_from"]
        return (not row["title"] or row["title"] in text) and days + periods == [wanted]

    # A piece of prose

    def block(self, block: Block, sources: dict[int, str | None], years: Years, party: str = "all") -> list[Fault]:
        """Return the numbers of a piece of prose that were not found back."""
        marks = tuple((n, sources.get(n)) for n in marks_in(block.text))
        key = (block, party if block.section in OF_A_PARTY else "", marks)
        if key not in self.judged:
            self.judged[key] = self._block(block, sources, years, party)
        return self.judged[key]

    def _block(self, block: Block, sources: dict[int, str | None], years: Years, party: str) -> list[Fault]:
        if block.section in ("sources", "colophon") or block.kind in ("keywords", "generator"):
            return self._listed(block, sources)
        if block.section == "all-parties" and block.kind == "desc" and ": " in block.text:
            pieces = parties_read_out(block.text, self.build)
            block = replace(block, text=block.text.partition(": ")[2].partition(". ")[2])
            read_out = [Fault("all-parties", piece, piece, "read out") for piece, good in pieces if not good]
            return read_out + self._block(block, sources, years, party)
        text, told = self.masked(block.text, self._publications_of(block)), Told()
        faults = [Fault(block.section, block.text, "", why) for why in not_in_tables(block, self.build, self.language)]
        lent = self._quantities(text)
        head = read_numbers(_END.split(text)[0], self.language)
        for part in _sentences(text):
            quantities = (self._quantities(part) or lent) | self._claimed_quantities(block)
            years_lent = [p.years for p in head.periods] if block.kind == "li" else []
            sentence = Sentence(block, part, read_numbers(part, self.language), quantities, years_lent)
            self._explain(sentence, sources, years, told, party)
            faults += [
                Fault(block.section, block.text, found, why) for found, why in unfit(sentence, self.build, told.ends)
            ]
            faults += self._unexplained(sentence)
        return faults

    def masked(self, text: str, publications: frozenset[str] | None = None) -> str:
        """Return a text in which each name that may hold a number is one letter: publications, quantities, parties.

        `publications`: which it may name, all that are known if not given.
        """
        text = re.sub(r"(?<![\w-])1300-deals?\b", _TITLES, text)
        names = self._printed_names(publications or frozenset(self.build.publications))
        text = _any_of(names).sub(_TITLES, text) if names else text
        labels = tuple(label for label, _ in self.build.labels[self.language])
        text = _any_of(labels).sub(lambda found: chr(_LABELS + labels.index(found[0].lower())), text)
        return _any_of(_party_names(), "-").sub(lambda found: chr(_PARTIES + _party_names().index(found[0])), text)

    def _printed_names(self, publications: frozenset[str]) -> tuple[str, ...]:
        """Return the titles of publications, and their publishers with the year: names that hold numbers."""
        known = [row for name, row in self.build.publications.items() if name in publications]
        names = {row["title"] for row in known if row["title"]}
        names |= {f"{row['publisher']}, {row['published_on'][:4]}" for row in known if row["published_on"]}
        return tuple(sorted(names, key=lambda name: -len(name)))

    def _publications_of(self, block: Block) -> frozenset[str] | None:
        """Return the publications that the tables name for a paragraph, with those they quote; None for any."""
        rows = rows_behind(block, self.build, self.language)
        if not rows:
            return None
        printed_in = {row["figure_id"]: row["publication"] for row in typed("figures")}
        named = {name for row in rows for name in row.get("publications", "").split("|")}
        named |= {printed_in[f] for row in rows for f in row.get("figure_ids", "").split("|") if f}
        quoted = {row["quotes"] for row in typed("figures") if row["publication"] in named}
        quoted |= {
            name for row in typed("publications") if row["publication"] in named for name in row["quotes"].split("|")
        }
        return frozenset(named | quoted)

    def _quantities(self, text: str) -> frozenset[str]:
        """Return the quantities that a masked text names, with those they are made of."""
        labels = self.build.labels[self.language]
        named = [labels[ord(letter) - _LABELS][1] for letter in text if _LABELS <= ord(letter) < _LABELS + len(labels)]
        return frozenset(term for quantity in named for term in terms_of(quantity))

    def _claimed_quantities(self, block: Block) -> frozenset[str]:
        if block.section != "claims" or not block.article:
            return frozenset()
        claim = self._claim(block)
        named = [claim[name] for name in ("quantity_id", "denominator_quantity_id") if claim[name]]
        return frozenset(term for q in named for part in terms_of(q, False) for term in terms_of(part, False))

    def _claim(self, block: Block) -> dict[str, str]:
        return sorted(typed("claims"), key=lambda row: int(row["sort_order"]))[block.article - 1]

    def _parties(self, text: str) -> set[str]:
        """Return the parties that a masked text names."""
        return _parties_named({name for place, name in enumerate(_party_names()) if chr(_PARTIES + place) in text})

    # What explains the numbers of a sentence

    def _explain(
        self,
        sentence: Sentence,
        sources: dict[int, str | None],
        years: Years,
        told: Told,
        party: str,
    ) -> None:
        parties, lent = (self._parties(text) for text in (sentence.text, self.masked(sentence.block.text)))
        without_meaning(sentence, self.language)
        counted(sentence, self.build, self.language, years)
        seats_said(sentence, self.build, self.language, parties or {party})
        self._days(sentence, lent | {party})
        for number in sentence.read.numbers:
            if number.start in sentence.explained:
                continue
            why = (
                self._as_fact(sentence, number, sources)
                or self._as_claimed(sentence, number)
                or self._as_computed(sentence, number, years, told)
                or self._as_said_before(number, told)
            )
            if why:
                sentence.explained[number.start] = why
                told.numbers.append((number.ends, why))
        # A sentence without a number may come back to the years of the one before.
        used = sentence.used if sentence.read.numbers else sentence.used | told.years
        for period in sentence.read.periods:
            if period.years in used:
                sentence.explained[period.start] = "year of a figure"
        told.years |= sentence.used

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
        for day in sentence.read.days:
            if day.iso in known:
                sentence.explained[day.start] = "a known day"

    # Figures

    def _as_claimed(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is the claimed one of its paragraph, where it is spoken of as such."""
        block = sentence.block
        if block.section != "claims" or not block.article:
            return ""
        claim, heading = self._claim(block), block.kind == "h3"
        before = sentence.text[: number.start]
        for word in ("more than ", "meer dan ", "ongeveer ", "Ongeveer ", "About "):
            if heading or number.qualifier == "more_than":
                before = before if heading else before.removesuffix(word) + ("; " if before.endswith(word) else "")
        ends = [claim[name] for name in ("claimed_value", "claimed_lower", "claimed_upper") if claim[name]]
        wanted = tuple(Fraction(end) for end in ends)
        if claim["comparator"] == "from_to":
            return self._from_to(sentence, number, claim)
        is_said = heading or re.search(_CLAIMED, before)
        is_bound = claim["comparator"] == "more_than"
        if is_bound != (number.qualifier == "more_than"):
            return ""
        return "claimed" if is_said and number.ends == wanted and number.percent == (claim["unit"] == "percent") else ""

    def _from_to(self, sentence: Sentence, number: Number, claim: dict[str, str]) -> str:
        """Return that a number is one end of a claimed change, beside the year it is claimed for."""
        if sentence.block.kind != "h3":
            return ""
        pairs = zip(claim["base_years"].split("|"), (claim["claimed_upper"], claim["claimed_lower"]), strict=True)
        after = _year_right_after(sentence, number)
        for year, end in pairs:
            if after == year and number.ends == (Fraction(end),) and number.percent:
                sentence.used.add(year)
                return "claimed"
        return ""

    def _as_fact(self, sentence: Sentence, number: Number, sources: dict[int, str | None]) -> str:
        for years, fact in self._matching(sentence, number, sources):
            if self._is_said_as(fact, number, sentence):
                sentence.used.add(years)
                sentence.year_of[fact.figure_id] = years
                return fact.figure_id
        return ""

    def _matching(
        self, sentence: Sentence, number: Number, sources: dict[int, str | None]
    ) -> Iterator[tuple[str, Fact]]:
        """Return the printed figures that a number can be: the same number of the same quantity, year and source."""
        wanted = sentence.quantities or self._spoken_of(sentence)
        near = years_of(sentence, number)
        marks = {sources.get(n) for n in ([number.mark] if number.mark else self._marks_of_all(sentence))}
        for fact in self.build.printed:
            if fact.quantity not in wanted or not _is_number_of(fact, number) or not self._may_stand(fact, sentence):
                continue
            if marks and not self._is_printed_in(fact, marks):
                continue
            for years in near:
                if years in self._years_of_fact(fact):
                    yield years, fact

    def _marks_of_all(self, sentence: Sentence) -> list[int]:
        """Return the marks of a paragraph that names its publications together."""
        return marks_in(sentence.block.text) if sentence.block.section in ("claims", "key-figures") else []

    def _is_printed_in(self, fact: Fact, publications: set[str | None]) -> bool:
        return fact.publication in publications

    def _spoken_of(self, sentence: Sentence) -> set[str]:
        return {q for q, words in _SPOKEN_OF.items() if re.search(words, sentence.text, re.IGNORECASE)}

    def _may_stand(self, fact: Fact, sentence: Sentence) -> bool:
        """Return whether a section may show a figure: outside of what disagrees only a chosen one."""
        if sentence.block.section == "discrepancies" or re.search(_EARLIER, sentence.text):
            return True
        if sentence.block.section in OF_A_PARTY and self.build.is_chosen(fact, before=True):
            return True
        return self.build.is_chosen(fact) or fact.is_estimate or self.build.holds_the_chosen(fact)

    def _years_of_fact(self, fact: Fact) -> set[str]:
        """Return the years a figure is about; an estimate is also of those for which its study was dated later."""
        dated = {dating(fact.series, self.build.printed, self.build.publications)} if fact.is_estimate else set()
        return {fact.years, *dated}

    def _is_said_as(self, fact: Fact, number: Number, sentence: Sentence) -> bool:
        """Return whether a number has the words that its source has: more than, at least, at most, about."""
        if number.is_range:
            return not number.qualifier or number.qualifier == "about"
        bounds = ("more_than", "at_least", "at_most")
        if fact.qualifier in bounds or number.qualifier in bounds:
            return fact.qualifier == number.qualifier
        if fact.qualifier == "about":
            estimated = re.search(_SPOKEN_OF["estimate-all"], sentence.text, re.IGNORECASE) or fact.is_estimate
            return number.qualifier == "about" or bool(estimated)
        return number.qualifier == "" or fact.is_estimate

    # Computations

    def _as_computed(self, sentence: Sentence, number: Number, years: Years, told: Told) -> str:
        return (
            self._as_share(number, told)
            or self._as_sum(sentence, number)
            or self._as_derived(sentence, number)
            or self._as_unseen(sentence, number, years)
        )

    def _as_share(self, number: Number, told: Told) -> str:
        """Return that a percentage is that of the two numbers before it (`108 of 1,334`), or the rest of a hundred."""
        before = [ends[0] for ends, why in told.numbers if len(ends) == 1 and why != "computed share"][-2:]
        if not number.percent or len(before) < 2:
            return ""
        part, whole = sorted(before)
        exact = 100 * part / whole if whole else Fraction(0)
        possible = {_rounded(share, number.qualifier, 1) for share in (exact, 100 - exact)}
        return "computed share" if not number.is_range and number.ends[0] in possible else ""

    def _as_sum(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is the sum of the terms that stand behind it in brackets."""
        terms = re.search(r"\(([\d.,]+(?: \+ [\d.,]+)+)\)", sentence.text[number.end :])
        if not terms:
            return ""
        parts = read_numbers(terms[1], self.language).numbers
        return "sum" if sum(n.ends[0] for n in parts) == number.ends[0] else ""

    def _as_derived(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is one that a table of the build computed, for its quantity and year."""
        if sentence.block.section == "claims":
            return ""  # what a claim leans on is printed, or computed in its own sentence
        for years in years_of(sentence, number):
            for row in self.build.tables["discrepancies"]:
                ends = tuple(Fraction(row[name]) for name in ("value_b", "lower_b", "upper_b") if row[name])
                is_it = row["publication_b"] == "derived" and row["reference_year"] == years
                if is_it and row["quantity_id"] in sentence.quantities and _shown(ends) == number.ends:
                    sentence.used.add(years)
                    return row["discrepancy_id"]
            for row in self.build.tables["derived"]:
                is_it = row["reference_year"] == years and row["quantity_id"] in sentence.quantities
                if is_it and row["value"] and (Fraction(row["value"]),) == number.ends:
                    sentence.used.add(years)
                    return "derived"
        return ""

    def _as_unseen(self, sentence: Sentence, number: Number, years: Years) -> str:
        """Return that a number is what registered leaves of the estimate, or its share, of a year in the sentence.

        The years of the estimate have to be said too: the two rest on different years.
        """
        near = years_of(sentence, number)
        said = {period.years for period in sentence.read.periods}
        for year in near:
            row = years.get(year, {})
            if row.get("years") in said and self._is_left(sentence, number, row):
                sentence.used |= {year, row["years"]}
                return "computed from registered and estimated"
        return ""

    def _is_left(self, sentence: Sentence, number: Number, row: dict[str, Any]) -> bool:
        if not number.percent:
            is_unseen = re.search(r"out of view|not in view|buiten beeld|niet in beeld", sentence.text)
            said = "more_than" if "bound" in row else "about"
            return bool(is_unseen) and number.ends == (row["unseen"],) and number.qualifier == said
        if number.is_range:
            return number.ends == (row.get("least"), row.get("most"))
        return number.ends == (row["in_view"],) and number.qualifier == ("at_most" if "bound" in row else "about")

    def _as_said_before(self, number: Number, told: Told) -> str:
        """Return that a number stands in the same paragraph already, with its year."""
        if number.is_range:
            return ""
        return next((why for ends, why in told.numbers if number.ends[0] in (ends[0], *ends[1:])), "")

    # Lists that a machine wrote

    def _listed(self, block: Block, sources: dict[int, str | None]) -> list[Fault]:
        """Return what is wrong with the list of sources and the colophon: their numbers are names and checksums."""
        return [
            Fault(block.section, block.text, found, "not of this build")
            for found in unknown_in_list(block, self.build, self.language)
        ]


def _sentences(text: str) -> list[str]:
    pieces = _END.split(text)
    # The marks behind a full stop belong to the sentence before it.
    return [pieces[i] + (pieces[i + 1] if i + 1 < len(pieces) else "") for i in range(0, len(pieces), 2)]


def years_of(sentence: Sentence, number: Number) -> list[str]:
    """Return the years that stand nearest to a number: right behind it, in its clause, in its sentence, at the head.

    Of the terms of a sum over years each has its own, in order.
    """
    if term := _year_of_term(sentence, number):
        return [term]
    behind = _year_right_after(sentence, number)
    if behind:
        return [behind]
    start = max(sentence.text.rfind(";", 0, number.start), 0)
    end = sentence.text.find(";", number.end)
    clause = [p.years for p in sentence.read.periods if start <= p.start < (end if end >= 0 else len(sentence.text))]
    return clause or [p.years for p in sentence.read.periods] or sentence.head_years


def _year_of_term(sentence: Sentence, number: Number) -> str:
    for terms in re.finditer(r"\([\d.,]+(?: \+ [\d.,]+)+\)", sentence.text):
        if not terms.start() < number.start < terms.end():
            continue
        place, count = sentence.text[terms.start() : number.start].count("+"), terms[0].count("+") + 1
        for years in [*(p.years for p in sentence.read.periods), *sentence.head_years]:
            first, last = int(years[:4]), int(years[-4:])
            if last - first + 1 == count > 1:
                sentence.used |= {years} & {p.years for p in sentence.read.periods}
                return str(first + place)
    return ""


def _year_right_after(sentence: Sentence, number: Number) -> str:
    found = [p for p in sentence.read.periods if re.fullmatch(r" (?:in|over) ", sentence.text[number.end : p.start])]
    return found[0].years if found else ""


def _is_number_of(fact: Fact, number: Number) -> bool:
    if number.percent != (fact.unit == "percent"):
        return False
    if number.is_range:
        return number.ends in (fact.ends, (fact.ends[0], fact.ends[-1])) if fact.ends else False
    return fact.value is not None and number.ends == (half_up(fact.value, 1),)


def _rounded(exact: Fraction, qualifier: str, decimals: int) -> Fraction:
    """Return a computed number as it may be shown: a bound is never rounded to the wrong side."""
    return {"at_most": up, "at_least": down, "more_than": down}.get(qualifier, half_up)(exact, decimals)


def _shown(ends: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(half_up(end, 1) for end in ends)


@cache
def _any_of(names: tuple[str, ...], joined: str = "") -> re.Pattern[str]:
    """Return what finds any of some names, the longest first; of quantities and titles in capitals or not."""
    pattern = "|".join(re.escape(name) for name in names)
    return re.compile(rf"(?<![\w{joined}])(?:{pattern})(?![\w{joined}])", 0 if joined else re.IGNORECASE)


@cache
def _party_names() -> tuple[str, ...]:
    named = {row[name] for row in typed("parties") for name in ("abbreviation", "name_nl", "name_en")}
    named |= {row["name"] for row in typed("party_names") if row["kind"] != "alias" or row["valid_from"]}
    return tuple(sorted(named, key=lambda name: (-len(name), name)))


def _parties_named(names: set[str]) -> set[str]:
    found = {
        row["party_id"] for row in typed("parties") if names & {row["abbreviation"], row["name_nl"], row["name_en"]}
    }
    return found | {row["party_id"] for row in typed("party_names") if row["name"] in names}
