"""The numbers of a text as Dutch and English write them: 1.320 and 1,320, 12,5% and 12.5%, ranges, years, words."""

import re
from dataclasses import dataclass
from fractions import Fraction

_FIRST_MARK, _LAST_MARK = "\ue101", "\ue2ff"
_PLAIN = {
    "en": r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?",
    "nl": r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?",
}
_TO, _OR = {"en": "to", "nl": "tot"}, {"en": "or", "nl": "of"}
_MOVES = {"en": r"\b(?:[Ff]rom|between)\s$", "nl": r"\b(?:[Vv]an|tussen)\s$"}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
MONTHS = {language: names.split(" ") for language, names in _MONTHS.items()}
_SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}
SHORT_MONTHS = {language: names.split(" ") for language, names in _SHORT.items()}
# How a number is said to be, by the words right before it.
QUALIFIERS = {
    "en": {
        "more_than": r"more than|over|>",
        "at_least": r"at least",
        "at_most": r"at most|<",
        "about": r"about|around|c\.",
    },
    "nl": {
        "more_than": r"meer dan|>",
        "at_least": r"ten minste|minstens|minimaal",
        "at_most": r"ten hoogste|hooguit|<",
        "about": r"ongeveer|zo’n|±",
    },
}
# Words that count. Each has to be accounted for as a figure has.
WORDS = {
    "en": "one two three four five six seven eight nine ten twelve dozen dozens hundred thousand half quarter third "
    "first second once twice times percent thousands hundreds million",
    "nl": "één eén twee drie vier vijf zes zeven acht negen tien twaalf dozijn tientallen honderd duizend half helft "
    "kwart derde eerste tweede eenmaal tweemaal keer procent duizenden honderden miljoen",
}


@dataclass(frozen=True)
class Number:
    """A number, or a range: its ends (two, or three where two upper ends are named), and how it is said."""

    start: int
    end: int
    text: str
    ends: tuple[Fraction, ...]
    percent: bool
    qualifier: str
    mark: int | None

    @property
    def is_range(self) -> bool:
        """Return whether it has two ends."""
        return len(self.ends) > 1


@dataclass(frozen=True)
class Period:
    """A year, or years: `2019`, `2014-2015`."""

    start: int
    end: int
    years: str


@dataclass(frozen=True)
class Day:
    """A day, a month or a year as it is written in full: `2021-03-10`, `2021-03`."""

    start: int
    end: int
    iso: str


@dataclass(frozen=True)
class Word:
    """A word that counts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Reading:
    """All numbers of a text, in order, and the digits that could not be read as any."""

    numbers: list[Number]
    periods: list[Period]
    days: list[Day]
    words: list[Word]
    unread: list[str]


def value(text: str, language: str) -> Fraction:
    """Return a number as written in a language."""
    thousands, point = (",", ".") if language == "en" else (".", ",")
    return Fraction(text.replace(thousands, "").replace(point, "."))


def read_numbers(text: str, language: str) -> Reading:
    """Return the numbers of a text; each digit belongs to one, or is unread."""
    days = _days(text, language)
    rest = _blank(text, days)
    periods = _periods(rest)
    rest = _blank(rest, periods)
    numbers = _numbers(text, rest, language)
    rest = _blank(rest, numbers)
    pattern = rf"(?<![\w-])(?:{'|'.join(WORDS[language].split())})(?![\w-])"
    words = [Word(m.start(), m.end(), m[0].lower()) for m in re.finditer(pattern, text, re.IGNORECASE)]
    return Reading(numbers, periods, days, words, re.findall(r"\S*\d\S*", rest))


def _blank(text: str, found: list) -> str:  # type: ignore[type-arg]
    for each in found:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    return text


def _days(text: str, language: str) -> list[Day]:
    numbered = {name: n for names in (MONTHS, SHORT_MONTHS) for n, name in enumerate(names[language], start=1)}
    names, found = "|".join(numbered), []
    for m in re.finditer(rf"(?:(?<![\w.,])(\d{{1,2}}) )?\b({names}) (\d{{4}})(?!\d)", text):
        iso = f"{m[3]}-{numbered[m[2]]:02d}" + (f"-{int(m[1]):02d}" if m[1] else "")
        found.append(Day(m.start(), m.end(), iso))
    return found


def _periods(text: str) -> list[Period]:
    year = r"(?:19|20)\d\d"
    pattern = rf"(?<![\w.,–-])({year})(?:–({year}))?(?![\w–%-])(?![.,]\d)"
    return [Period(m.start(), m.end(), f"{m[1]}-{m[2]}" if m[2] else m[1]) for m in re.finditer(pattern, text)]


def _numbers(text: str, rest: str, language: str) -> list[Number]:
    plain = _PLAIN[language]
    ranged = rf"({plain})%?(?:–| {_TO[language]} )({plain})(%?)(?: {_OR[language]} ({plain}))?"
    pattern = rf"(?<![\w.,–-])(?:{ranged}|([-−]?{plain})(%?))(?![\w–-])"
    found = []
    for m in re.finditer(pattern, rest):
        before = text[: m.start()]
        if m[1] and re.search(_MOVES[language], before) and "–" not in m[0]:
            # From one number to another is no range.
            first = re.match(rf"{plain}%?", m[0])
            assert first is not None
            middle = m.start() + first.end()
            second = m.start() + m[0].index(m[2], first.end())
            found.append(_number(text, m.start(), middle, [m[1]], "%" in first[0] or bool(m[3]), language))
            found.append(_number(text, second, m.end(), [m[2]], bool(m[3]), language))
        elif m[1]:
            ends = [m[1], m[2], *([m[4]] if m[4] else [])]
            found.append(_number(text, m.start(), m.end(), ends, "%" in m[0], language))
        else:
            found.append(_number(text, m.start(), m.end(), [m[5].replace("−", "-")], bool(m[6]), language))
    return found


def _number(text: str, start: int, end: int, ends: list[str], percent: bool, language: str) -> Number:
    before, behind = text[:start].rstrip(), text[end:]
    said = [
        name for name, words in QUALIFIERS[language].items() if re.search(rf"(?:^|[\s(])(?:{words})$", before.lower())
    ]
    noted = re.match(rf"\)?(?: (?:times|keer))?([{_FIRST_MARK}-{_LAST_MARK}])", behind)
    number = ord(noted[1]) - 0xE100 if noted else None
    values = tuple(value(each, language) for each in ends)
    return Number(start, end, text[start:end], values, percent, said[0] if said else "", number)
