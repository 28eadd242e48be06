"""The numbers beside a name: the years of an election or a seat, and places on a list of candidates."""

import re
from collections.abc import Iterator

from analysis.sources.signing_dates import MONTHS

A_MONTH = "|".join(MONTHS)
_MONTH_BEHIND = re.compile(rf"\s*(?:{A_MONTH})\b")
_PLACE_ON_A_LIST = re.compile(rf"(?<![\w./-])\d{{1,2}}(?![\w/-]|\s+(?:{A_MONTH})\b)")
# A year has four digits, or two behind a mark (*'17*, *TK 17*), also in a term (*TK 12-17*); *TK, 12* has none.
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?!\d)|(?:(?<=tk|gr|ps|ep)(?:[^\w,;]|_){0,2}|(?<!\w)'|(\d\d) ?- ?'?)(\d\d)(?!\d)"
)
_DAY_BEHIND = re.compile(r"[-/](1[0-2]|0?[1-9])(?!\d)")
# A term lasts from one election to the next: *17-21*, and not *13-24*.
_MAX_YEARS_OF_A_TERM = 5
# The year since when something is so is not that of a seat, nor are the numbers of weeks (*week 10-11*).
_NO_YEAR_OF_A_SEAT = re.compile(
    r"(?:sinds|vanaf|since|from) (?:\w+ )?'?\d{2,4}|\d{4} ?- ?(?:heden|nu|now|present)"
    r"|\bw(?:ee)?k(?:en|s)?\W{0,2}\d{1,2}(?:\W{1,3}\d{1,2}(?!\d))?"
)


def places_in(text: str) -> frozenset[int]:
    """Return the numbers in a text that may be places on a list: *CDA 52*."""
    return frozenset(map(int, _PLACE_ON_A_LIST.findall(text)))


def years_in(text: str) -> Iterator[int]:
    """Yield the years in a text that may be those of an election or a seat."""
    text = _NO_YEAR_OF_A_SEAT.sub(" ", text)
    for found in _YEAR.finditer(text):
        year, since, until = found.groups()
        behind = _DAY_BEHIND.match(text, found.end())
        if not (year or since) and behind and int(behind[1]) < int(until):
            continue  # TK 22-11 is a day, and TK 12/17 a term
        is_a_term = not since or 0 < int(until) - int(since) <= _MAX_YEARS_OF_A_TERM
        if year or (is_a_term and not _MONTH_BEHIND.match(text, found.end())):  # TK 17 maart is a day
            yield int(year or f"20{until}")
