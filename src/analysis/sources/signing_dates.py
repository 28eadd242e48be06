"""Days of signing as people write them: 2021-03-10, 10-3-2021, 10/3/21, 10 maart 2021, 10 mrt '21, `uiterlijk 10-3`.

Every number and word of a text must have a meaning: a month, a day of the week, or a word that says nothing about the
day. dateparser was tried and left out: it exchanges day and month in 03/14/2021, makes January of `10 a 2021`, does not
know `febr` or `10e`, and takes ten milliseconds for a text.
"""

import calendar
import contextlib
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from analysis.core.names import fold
from analysis.sources.list_words import LIST_WORDS

_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS = [(number, name) for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names.split(), start=1)]
MONTHS = sorted({each for _, name in _MONTHS for each in (name, name[:3])} | {"mrt", "sept"})
_ROMAN_NUMBERS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NUMBERS.split(), start=1)}
_ALSO_MONTHS = {"mrt": 3, "mr": 3, "mrch": 3, "agu": 8, "septe": 9, "aprl": 4, "fbr": 2, "jnr": 1, "dcb": 12}
_AT_THE_LATEST = re.compile(
    r"^(?:uiterlijk|niet later dan|voor of op|at the latest|no later than|on or before|t/m)\s*(?:op|on|by)?\s*"
)
_CLOCK = re.compile(
    r"(?:(?<=\d)t|[ ,]*\b(?:(?:om|at)\s*)?)(?<!\d)\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:uur\b|u\b|[ap]\.?m\.?)?"
    r"|\b(?:om\s+)?\d{1,2}[.]\d{2}\s*(?:uur|u)\b"
)
_ZONE = re.compile(
    r"\b(?:gmt|utc|[cmw]?es?t|mes?z)\b ?(?:[+-]?\d{1,4}(?::?\d{2})?)?|(?<=:\d\d) ?[+-]\d\d:?\d\d$|(?<=\d)z$"
)
_WHOLE_DAY = re.compile(
    r"(?<!\d)20\d{6}(?!\d)|\d{1,2}e?[\s-]*[^\W\d_]{3,}\.?[\s-]+\d{4}|\b[^\W\d_]{3,}\s+\d{1,2},?\s+\d{4}|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b"
)
_WORDS_BESIDE_A_DAY = LIST_WORDS["beside_a_day"]
_NO_DAY = {"", *(word.replace("_", " ") for word in LIST_WORDS["no_day"])}
_SIGNS = re.compile(r"[-.?/_*…\"]")
_NUMBERS_AND_WORDS, _WORDS = re.compile(r"\d+|[^\W\d_]+"), re.compile(r"[^\W\d_]+")
_LONG_MONTHS = {name for _, name in _MONTHS if len(name) > 3}
_DUTCH_DAYS = "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
_ENGLISH_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_WEEKDAY_NAMES = [(day, name) for names in (_DUTCH_DAYS, _ENGLISH_DAYS) for day, name in enumerate(names.split())]
# A day of the week may be shortened to its first three letters, in Dutch to two (*th* is an ending: *10th March*).
_WEEKDAYS = {name[:length]: day for day, name in _WEEKDAY_NAMES for length in range(3, len(name) + 1)}
_WEEKDAYS |= {name[:2]: day for day, name in enumerate(_DUTCH_DAYS.split())}
# In a sentence some of the short ones are other words, or names.
_SAID_WEEKDAYS = {
    name: day for name, day in _WEEKDAYS.items() if name not in {"ma", "do", "don", "vrij", "zo", "mon", "sun"}
}
_DAY_AND_MONTH = re.compile(rf"(?<![\d.,])(\d{{1,2}})e?\s+({'|'.join(MONTHS)})\b")
# The short name of a month, which may be that of a person, is one behind such a word: *in mei*.
_IN_A_MONTH = re.compile(
    rf"\b(?:in|begin|half|medio|eind|per|vanaf|since|from|getekend|ondertekend|signed)\s+({'|'.join(MONTHS)})\b"
)
_DAY_AND_MONTH_IN_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,2})[-/](\d{1,2})(?![\d/-]|\s*(?:uur|u)\b)")
_NO_OTHER_SIGN = re.compile(r"[\w\s.,'’/-]+")
_BETWEEN = r"(?:\s*[-/.,_\\]\s*|\s+)"
_NUMBERS = (
    (re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})"), "ymd"),
    (re.compile(r"(20\d{2})(0\d|1[0-2])(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})(\d{2})(20\d{2})"), "dmy"),
    (re.compile(rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}['’]?(\d{{4}}|\d{{2}})"), "dmy"),
    (re.compile(r"(\d{4})-(\d{1,2})"), "ym"),
    (re.compile(r"(\d{1,2})[-/](\d{4})"), "my"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]?"), "dm"),
    (re.compile(r"(20\d{2})"), "y"),
)
# A day as a spreadsheet counts it, with a 29 February 1900: 44265 is 10 March 2021.
_DAY_NUMBER = re.compile(r"([4-6]\d{4})(?:[.,]\d+)?")
_DAY_ZERO = datetime.date(1899, 12, 30)
# Behind a text with a later day (*gebeld 12-4*): it is decided on by itself.
AFTER_SIGNING = "after the day of signing"
# The pledge was written early in 2021: nobody signed it before.
_EARLIEST = datetime.date(2021, 1, 1)
_EXPECTED = "a date such as 2021-03-10, 10-3-2021 or 10 maart 2021"


@dataclass(frozen=True)
class SigningDate:
    """A day and how precisely it is known: day, at_the_latest, month, year, inferred (the year) or missing.

    A month or year counts as its last day, so that nobody is counted before signing. If only the year is missing,
    `month_and_day` has the rest.
    """

    day: datetime.date | None = None
    precision: str = "missing"
    month_and_day: tuple[int, int] | None = None


class DayOrder(NamedTuple):
    """Whether the month comes before the day in the dates of one column; None if that is not known.

    Dates typed with points or hyphens are Dutch; those of a form (`by_a_form`) have one order with any separator.
    """

    month_first: bool | None = False
    by_a_form: bool = False


DUTCH_ORDER = DayOrder()
# The days of a list lie within weeks: if they are spread over more months, the month is more likely to come first.
_MAX_MONTHS = 4
_TWELVE_HOURS = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})([/.-])(\d{1,2})\2(?=\d)")


def day_order(texts: Iterable[str], *, by_a_form: bool, abroad: bool) -> DayOrder:
    """Return the order of day and month in the dates of one column; of a form from `abroad` it may be unknown."""
    written = [*texts]
    found = [pair for text in written if (pair := _TWO_NUMBERS.match(text)) and (by_a_form or pair[2] == "/")]
    if any(int(pair[1]) > 12 for pair in found):
        return DUTCH_ORDER
    if any(int(pair[3]) > 12 for pair in found):
        return DayOrder(True, by_a_form)
    months, days = ({int(pair[place]) for pair in found} for place in (3, 1))
    is_american = (len(months) > _MAX_MONTHS and len(days) <= 2) or any(map(_TWELVE_HOURS.search, written))
    return DayOrder(None if abroad or is_american else False, by_a_form)


@lru_cache(maxsize=20_000)
def read_signing_date(written: str, order: DayOrder = DUTCH_ORDER) -> SigningDate:
    """Read a date as written; raises ValueError that says what was expected.

    The day comes before the month unless `order`, that of the column, says otherwise.
    """
    text = fold(written).strip(" .,")
    if is_no_day(written):
        return SigningDate()
    stripped = _AT_THE_LATEST.sub("", text)
    bare = _CLOCK.sub(" ", _ZONE.sub(" ", stripped)).strip(" .,")
    pair = _TWO_NUMBERS.match(bare) if order.month_first is not False else None
    if pair and (order.by_a_form or pair[2] == "/"):
        first, sign, second = pair.groups()
        if order.month_first is None and int(first) != int(second):
            raise ValueError("a date that shows which number is the day, such as 2021-03-10")
        bare = f"{second}{sign}{first}{sign}{bare[pair.end() :]}"
    found = _parsed(bare)
    if found.day is None:
        return found
    if found.precision == "day" and not is_on_its_weekday(bare, found.day):
        is_a = _ENGLISH_DAYS.split()[found.day.weekday()].title()
        raise ValueError(f"the day of the week of that date: {found.day} is a {is_a}")
    if found.day < _EARLIEST:
        raise ValueError(f"a date from {_EARLIEST:%Y} on: the pledge is of 2021")
    return SigningDate(found.day, "at_the_latest" if stripped != text else found.precision)


def is_on_its_weekday(written: str, day: datetime.date) -> bool:
    """Return whether each day of the week in a text is that of a date."""
    return {_WEEKDAYS[word] for word in _WORDS.findall(fold(written)) if word in _WEEKDAYS} <= {day.weekday()}


def is_no_day(written: str) -> bool:
    """Return whether a text stands in the place of a day: a dash, n.v.t., onbekend."""
    text = fold(written).strip(" .,")
    return not text[:1].isdigit() and " ".join(_SIGNS.sub("", text).split()) in _NO_DAY


def iso_day(written: str) -> str:
    """Return a day as lists may write it (16-10-2026, 16 okt 2026) as YYYY-MM-DD; empty for what is no whole day."""
    with contextlib.suppress(ValueError):
        found = read_signing_date(written)
        if found.day and found.precision == "day":
            return found.day.isoformat()
    return ""


@lru_cache(maxsize=20_000)
def days_in(text: str) -> dict[datetime.date, str]:
    """Return each whole day in a text, and how it is written: Debatavond Utrecht, 4 maart 2021."""
    days = ((iso_day(written), written) for written in _WHOLE_DAY.findall(text))
    return {datetime.date.fromisoformat(day): written for day, written in days if day}


def is_after_a_title(text: str, day: datetime.date) -> bool:
    """Return whether a day is after the last one in a title or the name of a file: without a year, of the same year."""
    whole, days, months, _ = _days_named_in(text.replace("_", "-"))
    alone = months - {month for month, _ in days}
    ends = {(month, calendar.monthrange(day.year, month)[1]) for month in alone}
    last = max(((each.year, each.month, each.day) for each in whole), default=(0,))
    last = max(last, *((day.year, *each) for each in days | ends), (0,))
    return (0,) < last < (day.year, day.month, day.day)


def names_another_day(text: str, day: datetime.date | None) -> bool:
    """Return whether a text has a day, of the month or the week, or a month, that is not that of a signature."""
    whole, days, months, weekdays = _days_named_in(text)
    same = (day.month, day.day) if day else (0, 0)
    is_it = whole <= {day} and days <= {same} and months <= {same[0]}
    return not is_it or not weekdays <= ({day.weekday()} if day else set())


def names_a_later_day(text: str, day: datetime.date | None) -> bool:
    """Return whether a text has a day or a month, with its year or without, after a signature of a known day."""
    if not day:
        return False
    whole, days, months, _ = _days_named_in(text)
    return (
        max(whole, default=day) > day
        or max(days, default=(0, 0)) > (day.month, day.day)
        or max(months, default=0) > day.month
    )


def is_a_later_day(text: str, day: datetime.date | None, order: DayOrder = DUTCH_ORDER) -> bool:
    """Return whether a cell is a day, in any form that is read, after a signature of a known day."""
    if not day or not any(map(str.isdigit, text)):
        return False
    try:
        found = read_signing_date(text, order)
    except ValueError:
        return bool(_WHOLE_DAY.search(text)) and names_a_later_day(text, day)
    return bool(found.day and found.day > day) or (found.month_and_day or (0, 0)) > (day.month, day.day)


@lru_cache(maxsize=20_000)
def _days_named_in(text: str) -> tuple[set[datetime.date], set[tuple[int, int]], set[int], set[int]]:
    """Return the whole days in a text, those without a year (month, day), the months, and the days of the week."""
    rest = fold(_WHOLE_DAY.sub(" ", text))
    days = {(_month(month), int(number)) for number, month in _DAY_AND_MONTH.findall(rest)}
    days |= {(int(month), int(number)) for number, month in _DAY_AND_MONTH_IN_NUMBERS.findall(rest)}
    words = _WORDS.findall(rest)
    months = {_month(word) for word in (*filter(_LONG_MONTHS.__contains__, words), *_IN_A_MONTH.findall(rest))}
    months |= {month for month, _ in days}
    return {*days_in(text)}, days, months, {_SAID_WEEKDAYS[word] for word in words if word in _SAID_WEEKDAYS}


def is_a_day(text: str, *, without_year: bool = False) -> bool:
    """Return whether a text can be read as a day, which may be `without_year`."""
    if not any(map(str.isdigit, text)):
        return False  # for speed: most texts have no digit
    try:
        found = read_signing_date(text)
    except ValueError:
        return False
    return found.day is not None or (without_year and found.month_and_day is not None)


def _parsed(text: str) -> SigningDate:
    if found := _DAY_NUMBER.fullmatch(text):
        return SigningDate(_DAY_ZERO + datetime.timedelta(days=int(found[1])), "day")
    pieces = _NUMBERS_AND_WORDS.findall(text)
    words = [piece for piece in pieces if not piece.isdigit() and piece not in _WORDS_BESIDE_A_DAY]
    if not words:
        bare = _WORDS.sub(" ", text).strip(" .,:") if any(not piece.isdigit() for piece in pieces) else text
        for pattern, order in _NUMBERS:
            if found := pattern.fullmatch(bare):
                return _from_numbers(dict(zip(order, map(int, found.groups()), strict=True)))
        raise ValueError(_EXPECTED)
    # A month in letters, at most a day and a year, and no other word or sign: not 10 maart 2021?
    numbers = [piece for piece in pieces if piece.isdigit()]
    is_one = len(words) == 1 and 0 < len(numbers) < 3 and _NO_OTHER_SIGN.fullmatch(text)
    month = is_one and (_month(words[0]) or (_ROMAN.get(words[0], 0) if len(numbers) > 1 else 0))
    if not month:
        raise ValueError(_EXPECTED)
    if len(numbers) == 2:
        day, year = sorted(map(int, numbers)) if len(numbers[0]) == 4 else map(int, numbers)
        return _from_numbers({"y": year, "m": month, "d": day})
    number = int(numbers[0])
    if len(numbers[0]) == 2 and number > 19 and pieces.index(numbers[0]) > pieces.index(words[0]):  # maart 21
        raise ValueError(f"{_EXPECTED}: {number} may be a day or a year")
    return _from_numbers({"m": month, "y" if len(numbers[0]) == 4 else "d": number})


def _from_numbers(parts: dict[str, int]) -> SigningDate:
    year, month = parts.get("y", 0), parts.get("m", 12)
    if "y" not in parts:
        date_of(2024, month, parts["d"])
        return SigningDate(month_and_day=(month, parts["d"]))
    year += 2000 if year < 100 else 0
    if "d" in parts:
        return SigningDate(date_of(year, month, parts["d"]), "day")
    last = date_of(year, month, 1).replace(day=calendar.monthrange(year, month)[1])
    return SigningDate(last, "month" if "m" in parts else "year")


def date_of(year: int, month: int, day: int) -> datetime.date:
    """Return a day; raises ValueError, saying what was expected, if it does not exist."""
    try:
        return datetime.date(year, month, day)
    except (ValueError, OverflowError) as error:
        raise ValueError("a day that exists, with the day before the month") from error


def _month(word: str) -> int:
    """Return the number of a month by its name, the start of it (three letters or more) or with one slip; else 0."""
    if word in _ALSO_MONTHS or len(word) < 3:
        return _ALSO_MONTHS.get(word, 0)
    found = {number for number, name in _MONTHS if name.startswith(word)}
    # With one typing error (*febuari*, *janauri*) it may be one month; in short names it may be two (*juny*).
    found = found or {number for number, name in _MONTHS if len(name) > 4 and OSA.distance(name, word) == 1}
    return found.pop() if len(found) == 1 else 0
