"""Days of signing as people write them: 2021-03-10, 10-3-2021, 10/3/21, 10 maart 2021, 10 mrt '21, `uiterlijk 10-3`.

A text is read whole: each number has its place, and each word is a month, the day of the week or one that says nothing
of the day. dateparser was tried and left out: it turns 03/14/2021 around, makes January of `10 a 2021`, does not know
`febr` or `10e`, and takes ten milliseconds for a text.
"""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from analysis.core.names import fold

_DUTCH = "januari februari maart april mei juni juli augustus september oktober november december"
_ENGLISH = "january february march april may june july august september october november december"
_MONTHS = [(number, name) for names in (_DUTCH, _ENGLISH) for number, name in enumerate(names.split(), start=1)]
_ROMAN_NUMBERS = "i ii iii iv v vi vii viii ix x xi xii"
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NUMBERS.split(), start=1)}
_ALSO_MONTHS = {"mrt": 3, "mr": 3, "mrch": 3, "agu": 8, "septe": 9, "aprl": 4, "fbr": 2, "jnr": 1, "dcb": 12}
_AT_THE_LATEST = re.compile(
    r"^(?:uiterlijk|niet later dan|ten laatste|(?:op|voor) of (?:op|voor)|vóór of op|at the latest|no later than|"
    r"on or before|by|t/m|<=)\s*(?:op|on|by)?\s*|\s*(?:at the latest|of eerder|or earlier)$"
)
_CLOCK = re.compile(
    r"(?:(?<=\d)t|[ ,]*\b(?:(?:om|at)\s*)?)(?<!\d)\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:uur\b|u\b|[ap]\.?m\.?)?"
    r"|\b(?:om\s+)?\d{1,2}[.]\d{2}\s*(?:uur|u)\b"
)
_ZONE = re.compile(
    r"\b(?:gmt|utc|w?es?t|[cme]es?t|bst|m?es?z|oes?z)\b ?(?:[+-]?\d{1,4}(?::?\d{2})?)?|(?<=:\d\d)[+-]\d\d:?\d\d$"
)
_FULLER_ZONE = re.compile(r"\([^()]*time\)|(?<=\d)z$")
# What may stand beside a day and says nothing of it.
_SILENT_WORDS = (
    "d dd datum date dated op on de den of the te e ste st nd rd th dag uur u z jl jongstleden get getekend signed "
    "ma di wo do vr za zo mon tue wed thu fri sat sun maandag dinsdag woensdag donderdag vrijdag zaterdag zondag "
    "monday tuesday wednesday thursday friday saturday sunday tues thur thurs"
)
_SILENT = frozenset(_SILENT_WORDS.split())
_UNKNOWN_WORDS = (
    "|onbekend|niet bekend|unknown|nvt|na|zd|nb|geen|none|geen datum|zonder datum|no date|niet ingevuld|leeg|idem|id"
)
_UNKNOWN = frozenset(_UNKNOWN_WORDS.split("|"))
_SIGNS = re.compile(r"[-.?/_*…\"]")
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+")
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
# A spreadsheet's day number that lost its form: 44265 is 10 March 2021; its day 60, 29 February 1900, never was.
_DAY_NUMBER = re.compile(r"([4-6]\d{4})(?:[.,]\d+)?")
_DAY_ZERO = datetime.date(1899, 12, 30)
# The pledge was written early in 2021: a signature can't be much older, whatever a line says.
_EARLIEST = datetime.date(2020, 1, 1)
_EXPECTED = "a date such as 2021-03-10, 10-3-2021 or 10 maart 2021"


@dataclass(frozen=True)
class SigningDate:
    """A day with how precisely it is known: day, at_the_latest, month, year, inferred (its year) or missing.

    A month or year counts as its last day, so that nobody is counted before they had signed. Where only the year is
    missing, `month_and_day` has the rest.
    """

    day: datetime.date | None
    precision: str
    month_and_day: tuple[int, int] | None = None

    def in_year(self, year: int) -> "SigningDate":
        """Return the day in a year that is taken from elsewhere; raises ValueError if that year has no such day."""
        month, day = self.month_and_day or (0, 0)
        return SigningDate(_date(year, month, day), "inferred")


@dataclass(frozen=True)
class DayOrder:
    """Whether the month stands before the day in the dates of one column; None if nothing says so.

    It goes for numbers with one of the signs between them; all others have the Dutch order.
    """

    month_first: bool | None = False
    signs: str = "/"

    def pair_in(self, text: str) -> re.Match[str] | None:
        """Return the first two numbers of a date that has them in front of its year."""
        return self._pair.match(text)

    @cached_property
    def _pair(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(\d{{1,2}})([{self.signs}])(\d{{1,2}})\2(?=\d)")

    def day_in_front(self, text: str) -> str:
        """Return the date in the Dutch order; raises ValueError if day and month can't be told apart."""
        if self.month_first is False or not (pair := self.pair_in(text)):
            return text
        first, sign, second = pair.groups()
        if self.month_first is None and int(first) != int(second):
            raise ValueError("a date whose day and month can be told apart, such as 2021-03-10")
        return f"{second}{sign}{first}{sign}{text[pair.end() :]}"


DUTCH_ORDER = DayOrder()
MISSING = SigningDate(None, "missing")


def day_order(values: Iterable[object], *, by_a_form: bool = False, abroad: bool = False) -> DayOrder:
    """Return the order of the dates of one column, which is one order in all of them.

    The month is in front where one of them can only be read that way (3/14/2021), and none only the other way. What
    people type with points or hyphens is Dutch; `by_a_form` says that a form wrote them, `abroad` that it is not a
    Dutch one, whose order is unknown where no date tells.
    """
    order = DayOrder(signs="/.-" if by_a_form else "/")
    pairs = [(int(found[1]), int(found[3])) for value in values if (found := order.pair_in(str(value)))]
    if any(first > 12 for first, _ in pairs):
        return order
    if any(second > 12 for _, second in pairs):
        return DayOrder(True, order.signs)
    return DayOrder(None, order.signs) if abroad else order


def read_signing_date(value: object, order: DayOrder = DUTCH_ORDER) -> SigningDate:
    """Read a date as written or as a spreadsheet holds it; raises ValueError that says what was expected.

    The day comes before the month, and a month above 12 is an error, unless the order of its column says otherwise
    (see `day_order`).
    """
    if isinstance(value, datetime.datetime):
        return _checked(value.date(), "day")
    if isinstance(value, datetime.date):
        return _checked(value, "day")
    return _read_text(str(value), order)


# On one day many sign, and their lists write it alike.
@lru_cache(maxsize=4_000)
def _read_text(written: str, order: DayOrder) -> SigningDate:
    text = fold(written).strip(" .,")
    if not text[:1].isdigit() and " ".join(_SIGNS.sub("", text).split()) in _UNKNOWN:
        return MISSING
    stripped = _AT_THE_LATEST.sub("", text)
    bare = _ZONE.sub(" ", _FULLER_ZONE.sub(" ", stripped))
    found = _day_of(order.day_in_front(_CLOCK.sub(" ", bare).strip(" .,")))
    if found.day is None:
        return found
    return _checked(found.day, "at_the_latest" if stripped != text else found.precision)


def may_be_told(text: str) -> bool:
    """Return whether a text that is no day is one all the same, with a fault: it holds no word that may be a name."""
    words = _WORDS.findall(fold(text))
    months = [word for word in words if _month(word)]  # of two, Jan Mei, one may be a name
    is_of_a_day = len(months) < 2 and all(word in _SILENT or word == "uiterlijk" or _month(word) for word in words)
    return is_of_a_day and any(sign.isdigit() for sign in text)


def _checked(day: datetime.date, precision: str) -> SigningDate:
    if day < _EARLIEST:
        raise ValueError(f"a date from {_EARLIEST:%Y} on: the pledge is of 2021")
    return SigningDate(day, precision)


def _day_of(text: str) -> SigningDate:
    if found := _DAY_NUMBER.fullmatch(text):
        return SigningDate(_DAY_ZERO + datetime.timedelta(days=int(found[1])), "day")
    pieces = _PIECES.findall(text)
    if any(not piece.isdigit() for piece in pieces):
        return _with_a_month(pieces) if not (bare := _numbers_alone(text, pieces)) else _day_of(bare)
    for pattern, order in _NUMBERS:
        if found := pattern.fullmatch(text):
            return _from_numbers(dict(zip(order, map(int, found.groups()), strict=True)))
    raise ValueError(_EXPECTED)


def _numbers_alone(text: str, pieces: list[str]) -> str:
    """Return the numbers of a text whose words say nothing of the day (wo 10-3-2021); empty if one may."""
    if any(piece not in _SILENT for piece in pieces if not piece.isdigit()):
        return ""
    return _WORDS.sub(" ", text).strip(" .,:")


def _with_a_month(pieces: list[str]) -> SigningDate:
    """Read a day with its month in letters: one month, at most a day and a year, and no word that says more."""
    numbers = [piece for piece in pieces if piece.isdigit()]
    words = [piece for piece in pieces if not piece.isdigit() and piece not in _SILENT]
    months = {_month(word) or (_ROMAN.get(word, 0) if len(numbers) > 1 else 0) for word in words}
    if len(months) != 1 or 0 in months or len(words) > 1 or not 0 < len(numbers) < 3:
        raise ValueError(_EXPECTED)
    month = months.pop()
    if len(numbers) == 2:
        day, year = sorted(map(int, numbers)) if len(numbers[0]) == 4 else map(int, numbers)
        return _from_numbers({"y": year, "m": month, "d": day})
    number = int(numbers[0])
    if len(numbers[0]) == 2 and number > 19 and not pieces[0].isdigit():
        raise ValueError(f"{_EXPECTED}: {number} may be a day or a year")
    return _from_numbers({"m": month, "y" if len(numbers[0]) == 4 else "d": number})


def _from_numbers(parts: dict[str, int]) -> SigningDate:
    """Return the day that numbers give: y, m and d, or some of them."""
    year = parts.get("y", 0)
    year = year + 2000 if 0 < year < 100 else year
    if not year:
        _date(2024, parts["m"], parts["d"])
        return SigningDate(None, "missing", (parts["m"], parts["d"]))
    month = parts.get("m", 12)
    if "d" in parts:
        return SigningDate(_date(year, month, parts["d"]), "day")
    last = _date(year, month, 1).replace(day=calendar.monthrange(year, month)[1])
    return SigningDate(last, "month" if "m" in parts else "year")


def _date(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise ValueError("a day that exists, with the day before the month") from error


@lru_cache(maxsize=1_000)
def _month(word: str) -> int:
    """Return the number of a month by its name, the start of it (at least three letters) or one slip in it; else 0."""
    if word in _ALSO_MONTHS:
        return _ALSO_MONTHS[word]
    if len(word) < 3:
        return 0
    found = {number for number, name in _MONTHS if name.startswith(word)}
    # One slip (febuari, janauri) leaves one month; in short names it may leave two (juny).
    found = found or {number for number, name in _MONTHS if len(name) > 4 and OSA.distance(name, word) == 1}
    return found.pop() if len(found) == 1 else 0
