"""Guesses which quantity and year each number in a text is for, by the words around it, its unit, and known figures."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.core.amounts import plain_number
from analysis.core.printed_numbers import PrintedNumber, numbers_in
from analysis.core.problems import ParameterError
from analysis.core.record_tables import grouped_by

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+(?=[A-ZÀ-Ý‘“\"'0-9])|\n+")
_FULL = 0.75  # a line this long, relative to the longest of its paragraph, is full: letters differ in width
_PARAGRAPH = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[a-zà-ÿ]{3,}|\b\d{1,2}\b")
# Words are compared in pieces of four letters, as Dutch joins words (opsporingsonderzoeken) and both languages inflect.
_PIECE = 4
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*(?:-|–|tot en met|t/m|tot|to|en|and)\s*((?:19|20)\d\d)\b")
_THIS_YEAR = re.compile(r"\b(?:vorig jaar|afgelopen jaar|last year)\b")
_YEAR_BEFORE = re.compile(r"\b(?:jaar (?:ervoor|daarvoor|eerder)|(?:year before|previous year))\b")
# A year after these words is only compared with: the number is not about it.
_COMPARED = re.compile(r"(?:compared (?:to|with)|than(?: in)?|tegenover|ten opzichte van|vergeleken met|dan in)\s*$")
# The share of the words of a quantity that are its own, the rest being general; what each year further from the number
# takes off the score of the words, and what a number printed elsewhere for that year adds; then, in characters, what
# another number in between counts for, and how near a year stands beside. These weights were tried on the figures that
# have their words (benchmarks/README.md).
_OWN, _FURTHER, _SAME_VALUE, _BEYOND, _BESIDE = 0.96, 1.5, 4.0, 20, 3
# What the words around a number (#) say about its quantity: one with another value in that column is ruled out.
_MORE = r"(?:meer|minder|more|fewer|less)\b"
_CHANGED = rf"st(?:ij|ee|e)g|dal(?:ing|en)|daald|toename|afname|increas|decreas|rise|rose|fell|drop|{_MORE}"
_OF_A_CHANGE = rf"(?:{_CHANGED})\w* (?:met|of|by) #|(?:stijging|daling|name) van #|# (?:(?:%|procent|percent) )?{_MORE}"
_SAID = {
    ("measure", "change"): _OF_A_CHANGE,
    ("measure", "(?!change).*"): rf"^(?!.*\b(?:{_CHANGED}))",
    ("unit", "reports"): r"# (?:meldingen|reports)\b",
    ("exploitation_form", r"sexual\w*"): r"#.*(?:seksuele|sexual)",
    ("exploitation_form", r"(?:\w+_)?labour"): r"#.*(?:arbeidsuitb|labour)",
    ("sex", "female"): r"#.*\b(?:vrouw|meisje|women|girls|female)",
    ("sex", "male"): r"#.*\b(?:man|mannen|jongens|men|boys|males?)\b",
}
_MEDIA_TYPES = {".pdf": "application/pdf", ".html": "text/html", ".htm": "text/html", ".xhtml": "text/html"}
Numbers = tuple[PrintedNumber, ...]
# A cell holds one number or range and nothing else: "ruim 51", or two numbers in one cell, must be typed again.
A_NUMBER = "one number, or a range as 5.000-7.500"
_NUMBER = re.compile(r"[-−–]?\s?\d[\d.,\u00a0\u202f]*\s?%?(?:\s?(?:-|−|–|tot|to)\s?\d[\d.,\u00a0\u202f]*\s?%?)?")


@dataclass(frozen=True)
class Reading:
    """A number in a sentence, with the quantity and year that it seems to be for; a higher score is likelier."""

    quantity_id: str
    reference_year: str
    number: PrintedNumber
    sentence: str
    score: float


class Likeness:
    """How well a sentence fits a quantity, judged by the labels and the words in which figures were printed."""

    def __init__(self, quantities: pd.DataFrame, figures: pd.DataFrame) -> None:
        """Take the tables of the quantities and of the printed figures."""
        self._quantities = table = quantities.set_index("quantity_id")
        known = figures.assign(value=figures["value"].fillna(figures["lower"]).astype(float).abs())
        self._years = known.groupby(["quantity_id", "value"])["reference_year"].agg(list).to_dict()
        printed = figures.dropna(subset=["printed_text"]).groupby("quantity_id")["printed_text"].agg(" ".join)
        labels = table["label_nl"] + " " + table["label_en"]
        texts = labels + " " + labels + " " + printed.reindex(table.index).fillna("")
        own = pd.DataFrame([Counter(_pieces(text)) for text in texts], index=table.index).fillna(0.0)
        any_word = (own.sum() + 0.5) / (own.sum() + 0.5).sum()
        likely = _OWN * own.div(own.sum(axis="columns"), axis="index") + (1 - _OWN) * any_word
        self._speaks = np.log(likely / any_word).T

    def ranked(
        self, sentence: str, numbers: Numbers, number: PrintedNumber, wanted: Iterable[str], years: list[str]
    ) -> list[Reading]:
        """Return the wanted quantities and the years that a number in a sentence may be for, the likeliest first."""
        counts = Counter(_pieces(sentence)) + Counter(_pieces(f"{number.before} {number.after}"))
        known = [piece for piece in counts if piece in self._speaks.index]
        alike = [counts[piece] for piece in known] @ self._speaks.loc[known] / counts.total()
        about, found = _years_of(number, numbers, sentence, years), []
        around = f"{number.before.rstrip()} # {number.after.lstrip()}"
        said = [what for what, pattern in _SAID.items() if re.search(pattern, around)]
        for name in wanted:
            row = self._quantities.loc[name]
            is_other = any(not re.fullmatch(value, row[column]) for column, value in said)
            if is_other or (row["unit"] == "percent") != number.is_percent:
                continue
            elsewhere = self._years.get((name, number.value), [])
            for place, year in enumerate(dict.fromkeys([*about, *elsewhere])):
                score = alike[name] - _FURTHER * min(place, 3) + _SAME_VALUE * (year in elsewhere)
                found.append(Reading(name, year, number, sentence, score))
        return sorted(found, key=lambda each: -each.score)


def _pieces(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [f"^{word}"[at : at + _PIECE] for word in words for at in range(max(1, len(word) + 2 - _PIECE))]


def _years_of(number: PrintedNumber, numbers: Numbers, sentence: str, years: list[str]) -> list[str]:
    """Return the years that a number may be about: periods, then the years named, nearest first, then the edition's."""
    at = numbers.index(number)
    named = [(place, each) for place, each in enumerate(numbers) if each.may_be_year]
    latest = max((int(each.value) for _, each in named), default=int(years[0][-4:]))
    said: list[tuple[int, str]] = []
    for place, each in named:
        first, last = sorted((place, at))
        # The characters and numbers in between count: a year beyond another number rather belongs to that number.
        away = sum(len(between.after) for between in numbers[first:last]) + _BEYOND * (last - first - 1)
        is_beside = place == at - 1 and away <= _BESIDE  # than in 2020 (1013)
        if is_beside or not _COMPARED.search(each.before):
            said.append((away, f"{each.value:.0f}"))
    for pattern, year in ((_THIS_YEAR, years[0]), (_YEAR_BEFORE, str(latest - 1))):
        said += [(len(number.before) - match.end(), year) for match in pattern.finditer(number.before)]
        said += [(match.start(), year) for match in pattern.finditer(number.after)]
    spans = ["-".join(match) for match in _SPAN.findall(sentence)]
    return list(dict.fromkeys([*spans, *(year for _, year in sorted(said)), *years]))


def text_of(path: Path) -> str:
    """Return the text of a page that was saved, as HTML, PDF or text; raises ParameterError if it can't be read."""
    from analysis.updates.cited_pages import text_of_page  # slow to import

    try:
        return text_of_page(path.read_bytes(), _MEDIA_TYPES.get(path.suffix.lower(), "text/plain"))
    except (OSError, ValueError) as error:
        raise ParameterError(f"text: {path} can't be read ({error}); save the page as HTML or text") from error


def sentences_in(text: str) -> Iterator[str]:
    """Yield the sentences of a text; a line runs on if it is full, or if the next one starts in lower case."""
    for paragraph in _PARAGRAPH.split(text):
        first, *others = [line.strip() for line in paragraph.strip().split("\n")]
        joined, width = first, max(map(len, (first, *others)))
        for before, line in pairwise((first, *others)):
            was_full = len(before) + len(line.split(" ")[0]) >= _FULL * width
            is_a_row = before[-1:].isdigit()  # of a table, rather than words
            joined += (" " if line[:1].islower() or (was_full and not is_a_row) else "\n") + line
        yield from _SENTENCE.split(joined)


def readings_in(text: str, language: str, likeness: Likeness, wanted: list[str], year: int) -> Iterator[Reading]:
    """Yield the number in a text that seems to be the one of each wanted quantity for a year, if there is one."""
    found = list[Reading]()
    for sentence in sentences_in(text):
        numbers = numbers_in(sentence, language)
        for number in numbers:
            if not number.may_be_year and (number.value >= 2 or number.is_percent):
                found += likeness.ranked(sentence, numbers, number, wanted, [str(year), str(year - 1)])[:1]
    of_year = [each for each in found if each.reference_year == str(year)]
    for own in grouped_by(of_year, lambda each: each.quantity_id).values():
        yield max(own, key=lambda each: each.score)


def number_typed(text: str, language: str) -> tuple[str, str, str]:
    """Return value, lower and upper end of a typed number (1.012; 31,0; 5.000-7.500); raises ValueError for others."""
    found = numbers_in(text, language) if _NUMBER.fullmatch(text.strip()) else ()
    if len(found) == 1:
        decimals = len(ends[1]) if (ends := re.search(r"[.,](\d{1,2})\s*%?$", text.strip())) else 0
        is_fall = text.strip().startswith(("-", "−", "–"))
        return f"{-found[0].value if is_fall else found[0].value:.{decimals}f}", "", ""
    if len(found) == 2 and found[1].joined:
        return "", plain_number(found[0].value), plain_number(found[1].value)
    raise ValueError(f"found {text!r}, expected {A_NUMBER}")
