"""Days of signing as people write them: 2021-03-10, 10-3-2021, 10/3/21, 10 maart 2021, `uiterlijk 10 maart 2021`."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz.distance import OSA

from analysis.core.names import fold

_MONTHS = (
    "januari january jan",
    "februari february febr feb",
    "maart march mrt mar mr",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_AT_THE_LATEST = re.compile(
    r"^(?:uiterlijk|niet later dan|ten laatste|(?:op|voor) of (?:op|voor)|vóór of op|at the latest|no later than|"
    r"on or before|by|t/m|<=)\s*(?:op|on|by)?\s*|\s*(?:at the latest|of eerder|or earlier)$"
)
_WEEKDAY = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:ma|di|wo|do|vr|za|zo|mon|tue|wed|thu|fri|sat|sun)(?=[\s.,]))[.,]?\s+"
)
_INTRODUCED = re.compile(r"^(?:d\.?d\.?|datum|date|dated|op|on)[:.]?\s+(?=.*\d)")
_UNKNOWN_WORDS = (
    "onbekend|niet bekend|unknown|nvt|na|zd|nb|geen|none|geen datum|zonder datum|no date|niet ingevuld|leeg"
)
_SIGNS = re.compile(r"[-.?/_*…]")
_LETTERS = re.compile(r"[^\W\d_]+")
_OF_A_DAY = frozenset([*("op", "on", "d", "dd", "datum", "date", "uiterlijk", "of", "de", "e", "ste"), "uur", "u", "z"])
_UNKNOWN = frozenset(["", *_UNKNOWN_WORDS.split("|")])
# Excel counts days from here (its day 60, 29 February 1900, never was: days before it do not matter here).
_EXCEL_DAY_ZERO = datetime.date(1899, 12, 30)
# The pledge was written early in 2021: a signature can't be much older, whatever a line says.
_EARLIEST = datetime.date(2020, 1, 1)


@dataclass(frozen=True)
class SigningDate:
    """A day with how precisely it is known: day, at_the_latest, month, year or missing.

    A month or year counts as its last day, so that nobody is counted before they had signed.
    """

    day: datetime.date | None
    precision: str


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
        return SigningDate(None, "missing")
    stripped = _AT_THE_LATEST.sub("", text)
    bare = _WEEKDAY.sub("", _INTRODUCED.sub("", stripped))
    day, precision = _day_of(order.day_in_front(bare))
    return _checked(day, "at_the_latest" if stripped != text else precision)


def may_be_told(text: str) -> bool:
    """Return whether a text that is no day is one all the same, with a fault: it holds no word that may be a name."""
    words = _LETTERS.findall(fold(text))
    months = [word for word in words if word in _MONTH_OF]  # of two, Jan Mei, one may be a name
    is_of_a_day = len(months) < 2 and all(word in _MONTH_OF or word in _OF_A_DAY for word in words)
    return is_of_a_day and any(sign.isdigit() for sign in text)


def _checked(day: datetime.date, precision: str) -> SigningDate:
    if day < _EARLIEST:
        raise ValueError(f"a date from {_EARLIEST:%Y} on: the pledge is of 2021")
    return SigningDate(day, precision)


def _day_of(text: str) -> tuple[datetime.date, str]:
    for pattern, read in _FORMS:
        if found := pattern.fullmatch(text):
            try:
                return read(*found.groups())
            except (ValueError, OverflowError) as error:
                raise ValueError("a day that exists, with the day before the month") from error
    raise ValueError("a date such as 2021-03-10, 10-3-2021 or 10 maart 2021")


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(name: str) -> int:
    if name in _MONTH_OF:
        return _MONTH_OF[name]
    if name in _ROMAN_MONTHS:
        return _ROMAN_MONTHS.index(name) + 1
    # One slip (febuari, janauri) leaves one month; in short names it may leave two (juny).
    near = {number for month, number in _MONTH_OF.items() if len(month) > 4 and OSA.distance(name, month) == 1}
    if len(near) != 1:
        raise ValueError(name)
    return near.pop()


def _full(year: str, month: int | str, day: str) -> tuple[datetime.date, str]:
    return datetime.date(_year(year), int(month), int(day)), "day"


def _last_day(year: str, month: int | str, precision: str) -> tuple[datetime.date, str]:
    number = int(month)
    if not 1 <= number <= 12:
        raise ValueError(month)
    return datetime.date(_year(year), number, calendar.monthrange(_year(year), number)[1]), precision


# A clock behind the date is dropped: web forms add one, with their time zone.
_CLOCK = (
    r"(?:[t ,]+(?:om |at )?\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:uur|u|[ap]\.?m\.?)?"
    r"\s*(?:z|(?:utc|gmt|w?es?t|[cme]es?t|bst|m?es?z|oes?z)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
)
_BETWEEN = r"(?:\s*[-/.,_\\]\s*|\s+)"
_WRITTEN = (
    (rf"(\d{{4}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}}){_CLOCK}", lambda y, m, d: _full(y, m, d)),
    (r"(20\d{2})(0\d|1[0-2])(\d{2})", lambda y, m, d: _full(y, m, d)),
    (r"(\d{2})(\d{2})(20\d{2})", lambda d, m, y: _full(y, m, d)),
    (rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}'?(\d{{4}}|\d{{2}}){_CLOCK}", lambda d, m, y: _full(y, m, d)),
    (
        r"(\d{1,2})(?:(?:e|ste|de|st|nd|rd|th)(?=[\s.\-]))?[\s.\-/]*(?:(?:of|de|van) )?([a-z]+)[\s.,\-/]*"
        rf"'?(\d{{4}}|\d{{2}}){_CLOCK}",
        lambda d, m, y: _full(y, _month(m), d),
    ),
    (rf"([a-z]+)\.?\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_CLOCK}", lambda m, d, y: _full(y, _month(m), d)),
    (r"([a-z]+)[\s.\-]+'?(\d{4})", lambda m, y: _last_day(y, _month(m), "month")),
    (r"(\d{4})-(\d{1,2})", lambda y, m: _last_day(y, m, "month")),
    (r"(\d{1,2})[-/](\d{4})", lambda m, y: _last_day(y, m, "month")),
    (r"(20\d{2})", lambda y: _last_day(y, 12, "year")),
    # A spreadsheet's day number that lost its form: 44265 is 10 March 2021.
    (
        r"([4-6]\d{4})(?:[.,]\d+)?",
        lambda n: (_EXCEL_DAY_ZERO + datetime.timedelta(days=int(n)), "day"),
    ),
)
_FORMS = tuple((re.compile(pattern), read) for pattern, read in _WRITTEN)
