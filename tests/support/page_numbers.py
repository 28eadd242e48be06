"""The passages of a page and the numbers in them, as Dutch and English write numbers; nothing here makes a page."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from bs4 import BeautifulSoup
from known_rows import MONTHS

BLOCKS = {"p", "li", "tr", "dt", "dd", "h1", "h2", "h3", "caption", "figcaption", "summary", "title", "desc", "text",
          "header", "footer", "section", "div", "main", "body", "head"}  # fmt: skip
_BOUNDS = "more than|at least|at most|less than|meer dan|minder dan|ten minste|minstens|ten hoogste|minimaal|hooguit"
BOUND = re.compile(rf"(?:{_BOUNDS}|[<>]) ?$")
YEAR = r"(?:19|20)\d\d"
NUMBER = {"en": r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", "nl": r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"}


@dataclass(frozen=True)
class Passage:
    """A paragraph, a row of a table or a line of a chart, in the section of the page it is in."""

    section: str
    kind: str  # the HTML element
    language: str
    text: str


@dataclass(frozen=True)
class Token:
    """A number, years or a day in a text.

    `is_bound`: it is said to be more than, at least or at most that. `note` is the number of its note, 0 for none.
    """

    kind: str
    start: int
    end: int
    text: str
    percent: bool
    is_bound: bool
    note: int


def passages(html: str) -> list[Passage]:
    """Return every text of a page, also those that are only read out, in the passage it belongs to."""
    page = BeautifulSoup(re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL), "html.parser")
    for link in page.select("a.return, a.annex"):
        link.decompose()
    for cell in page.find_all(["td", "th"]):
        cell.insert(0, " ")
    found: dict[Any, tuple[Any, list[str]]] = {}
    for text in page.find_all(string=True):
        block = next((each for each in text.parents if each.name in BLOCKS), None)
        if block is None:
            continue
        chart_line = (id(block.find_parent("svg")), block.get("y")) if block.name == "text" else None
        pieces = found.setdefault(chart_line or id(block), (block, []))[1]
        pieces.append(f"{text} " if chart_line else str(text))
    texts = [(block, "".join(pieces)) for block, pieces in found.values()]
    texts += [
        (tag, tag["aria-label"]) for tag in page.find_all(attrs={"aria-label": True}) if tag.get("class") != ["note"]
    ]
    texts += [(tag, tag["content"]) for tag in page.select("meta[name=description], meta[name=keywords]")]
    found_in = []
    for block, text in ((block, text) for block, text in texts if re.search(r"\d", text)):
        section = block.find_parent("section", attrs={"aria-labelledby": True})
        name = section["aria-labelledby"].removeprefix("h-") if section else ""
        found_in.append(Passage(name, block.name, language_of(block), " ".join(text.split())))
    return found_in


def language_of(tag: Any) -> str:
    return next(str(each["lang"]) for each in (tag, *tag.parents) if each.get("lang"))


def misleading_notes(html: str) -> list[str]:
    """Return the marks of notes that lead to, or are read out as, another note than they show."""
    wrong = []
    for mark in BeautifulSoup(html, "html.parser").select("a.note"):
        number = re.sub(r"\D", "", mark.get_text())
        if mark["href"] != f"#source-{number}" or re.sub(r"\D", "", mark["aria-label"]) != number:
            wrong.append(str(mark))
    return wrong


@cache
def _token_pattern(language: str) -> re.Pattern[str]:
    joined = "–| to | or " if language == "en" else "–| tot | of "
    number = NUMBER[language]
    return re.compile(
        rf"(?P<day>(?:(?<![\d.,])\d{{1,2}} )?\b(?:{'|'.join(MONTHS[language])}) {YEAR})"
        rf"|(?P<years>(?<![\d.,–]){YEAR}(?:–{YEAR})?(?![\d%]|[.,]\d))"
        rf"|(?P<number>{number})(?P<percent>%|(?=(?:{joined})(?:{number})%))?(?:\)? ?(?:times|keer)? ?\[(?P<note>\d+))?"
    )


def tokens(text: str, language: str) -> list[Token]:
    """Return the numbers, years and days of a text: every digit is in one of them."""
    found = []
    for match in _token_pattern(language).finditer(text):
        kind = match.lastgroup if match.lastgroup in ("day", "years") else "number"
        start, percent, note = match.start(), match["percent"] is not None, int(match["note"] or 0)
        is_bound = BOUND.search(text[:start].lower()) is not None
        found.append(Token(kind, start, match.end(kind), match[kind], percent, is_bound, note))
    return [token for token in found if text[token.start - 1 : token.start] != "["]


def value_of(text: str, language: str) -> Decimal:
    thousands, point = (",", ".") if language == "en" else (".", ",")
    return Decimal(text.replace(thousands, "").replace(point, "."))


def day_of(text: str, language: str) -> str:
    *day, month, year = text.split()
    return "-".join([year, f"{MONTHS[language][month]:02}", *(f"{int(each):02}" for each in day)])
