"""Days of signing as people write them: 2021-03-10, 10-3-2021, 10/3/21, 10 maart 2021, `uiterlijk 10 maart 2021`."""

import calendar
import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.names import fold

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
_AT_THE_LATEST = re.compile(
    r"^(?:uiterlijk|niet later dan|ten laatste|(?:op|voor) of (?:op|voor)|vóór of op|at the latest|no later than|"
    r"on or before|by|t/m|<=)\s*(?:op|on|by)?\s*|\s*(?:at the latest|of eerder|or earlier)$"
)
_WEEKDAY = re.compile(
    r"^(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:ma|di|wo|do|vr|za|zo)(?=[\s.,]))[.,]?\s+"
)
_SLASHED = re.compile(r"^\s*(\d{1,2})/(\d{1,2})/(?=\d)")
_UNKNOWN = frozenset(["", "-", "?", "onbekend", "unknown", "n.v.t.", "nvt", "n/a"])
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


def month_comes_first(values: Iterable[object]) -> bool:
    """Return whether the dates of one list have the month in front, as an American form writes them.

    So it is where one of them can only be read that way (3/14/2021), and none only the other way.
    """
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := _SLASHED.match(str(value)))]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def read_signing_date(value: object, *, month_first: bool = False) -> SigningDate:
    """Read a date as written or as a spreadsheet holds it; raises ValueError that says what was expected.

    Dutch order: the day comes before the month, and a month above 12 is an error; `month_first` says of a whole list
    that it has dates with slashes the other way round (see `month_comes_first`).
    """
    if isinstance(value, datetime.datetime):
        return _checked(value.date(), "day")
    if isinstance(value, datetime.date):
        return _checked(value, "day")
    text = fold(str(value)).strip(" .")
    if month_first:
        text = _SLASHED.sub(r"\2/\1/", text)
    if text in _UNKNOWN:
        return SigningDate(None, "missing")
    stripped = _AT_THE_LATEST.sub("", text)
    day, precision = _day_of(_WEEKDAY.sub("", stripped))
    return _checked(day, "at_the_latest" if stripped != text else precision)


def _checked(day: datetime.date, precision: str) -> SigningDate:
    if day < _EARLIEST:
        raise ValueError(f"a date from {_EARLIEST:%Y} on: the pledge is of 2021")
    return SigningDate(day, precision)


def _day_of(text: str) -> tuple[datetime.date, str]:
    for pattern, read in _FORMS:
        if found := re.fullmatch(pattern, text):
            try:
                return read(*found.groups())
            except (ValueError, OverflowError) as error:
                raise ValueError("a day that exists, with the day before the month") from error
    raise ValueError("a date such as 2021-03-10, 10-3-2021 or 10 maart 2021")


def _year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _month(name: str) -> int:
    if name not in _MONTH_OF:
        raise ValueError(name)
    return _MONTH_OF[name]


def _full(year: str, month: int | str, day: str) -> tuple[datetime.date, str]:
    return datetime.date(_year(year), int(month), int(day)), "day"


def _last_day(year: str, month: int | str, precision: str) -> tuple[datetime.date, str]:
    number = int(month)
    if not 1 <= number <= 12:
        raise ValueError(month)
    return datetime.date(_year(year), number, calendar.monthrange(_year(year), number)[1]), precision


# A clock behind the date is dropped: web forms add one.
_CLOCK = (
    r"(?:[t ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s*(?:uur|[ap]\.?m\.?)?"
    r"\s*(?:z|(?:utc|gmt|cet|cest)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?)?"
)
_FORMS = (
    (rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_CLOCK}", lambda y, m, d: _full(y, m, d)),
    (r"(20\d{2})(\d{2})(\d{2})", lambda y, m, d: _full(y, m, d)),
    (rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}|\d{{2}}){_CLOCK}", lambda d, m, y: _full(y, m, d)),
    (
        rf"(\d{{1,2}})(?:e|ste|de|st|nd|rd|th)?[\s.\-]+([a-z]+)[\s.,\-]+'?(\d{{4}}|\d{{2}}){_CLOCK}",
        lambda d, m, y: _full(y, _month(m), d),
    ),
    (r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", lambda m, d, y: _full(y, _month(m), d)),
    (r"([a-z]+)[\s.\-]+'?(\d{4})", lambda m, y: _last_day(y, _month(m), "month")),
    (r"(\d{4})-(\d{1,2})", lambda y, m: _last_day(y, m, "month")),
    (r"(\d{1,2})[-/](\d{4})", lambda m, y: _last_day(y, m, "month")),
    (r"(20\d{2})", lambda y: _last_day(y, 12, "year")),
    # A spreadsheet's day number that lost its form: 44265 is 10 March 2021.
    (
        r"([4-6]\d{4})(?:\.\d+)?",
        lambda n: (_EXCEL_DAY_ZERO + datetime.timedelta(days=int(n)), "day"),
    ),
)
