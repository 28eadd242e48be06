"""A sentence as an auditor judges it: its numbers, what explains them, and which year stands nearest to each."""

import re
from dataclasses import dataclass, field
from fractions import Fraction

from support.numbers_in_text import Number, Reading
from support.page_reading import Block

# Sentences end here: after a full stop and its marks, before a capital or a name that was set apart.
END = re.compile(r"(?<=[.!?])([\ue101-\ue2ff ]*?)\s+(?=[A-ZÉ“‘’\ue3ff-\uf2ff])")
# Where a sentence without a party is about that of the reader.
OF_A_PARTY = ("main", "your-party", "ask", "support", "changes", "decisions", "mail")


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


def sentences(text: str) -> list[str]:
    """Return the sentences of a masked text, each with the marks behind its full stop."""
    pieces = END.split(text)
    return [pieces[i] + (pieces[i + 1] if i + 1 < len(pieces) else "") for i in range(0, len(pieces), 2)]


def years_of(sentence: Sentence, number: Number) -> list[str]:
    """Return the years that stand nearest to a number: right behind it, in its clause, in its sentence, at the head.

    Of the terms of a sum over years each has its own, in order.
    """
    if term := _year_of_term(sentence, number):
        return [term]
    behind = year_right_after(sentence, number)
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


def year_right_after(sentence: Sentence, number: Number) -> str:
    """Return the year that stands right behind a number: `62 in 2018`."""
    found = [p for p in sentence.read.periods if re.fullmatch(r" (?:in|over) ", sentence.text[number.end : p.start])]
    return found[0].years if found else ""
