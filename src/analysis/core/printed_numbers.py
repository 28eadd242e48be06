"""Reads the numbers in a printed text, in Dutch or English.

The package text2num reads cardinals in words; all else is read here. A year is a number like any other: only the caller
can tell what it means. Rough words ("tientallen", "dozens") are not numbers.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from text_to_num import alpha2digit

from analysis.core.amounts import rounded

# "een" and "one" are articles or pronouns, unless the next word makes a number of them ("een op de vijf").
_ARTICLE = re.compile(
    r"\b(?:een|one)\b(?!\s+(?:op|in|out|kwart|quarter|half|derde|third|\w+de\b|\w+ths?\b|hundred|thousand|million))"
)
_JOINED = re.compile(r"\b(een|twee|drie|vier|vijf)(?=kwart|derde|vijfde)|(?<=[a-z])-(?=third|half|quarter|fifth|sixth)")
# "vijf- en zevenduizend" is 5,000 and 7,000.
_SHARED = re.compile(r"\b(\w+)- (en|tot|of) (?=\w+(honderd|duizend)\b)")
_MULTIPLE = re.compile(r"(\d+(?:[.,]\d+)?)\s+(duizend|thousand|miljoen|million)\b")
_TIMES = {"duizend": 1_000, "thousand": 1_000, "miljoen": 1_000_000, "million": 1_000_000}
# Three digits after a separator are thousands in either language, as Dutch offices also print 5.000 in English.
_GROUPED = r"([1-9]\d{0,2}(?:[.,\u00a0\u202f]\d{3})+)(?:[.,](\d{1,2}))?"
_NUMBER = re.compile(rf"(?<![\w.,])(?:{_GROUPED}|\d+(?:[.,]\d+)?)(?!\w|[.,]\d)")
_PERCENT = re.compile(r"\s*(?:%|procent|per\s?cent)", re.IGNORECASE)
_ONE_IN = re.compile(r"\b(\d{1,2}) (?:op|in|out of) (?:de |elke |iedere |every )?(\d{1,2})\b(?!\s*(?:%|procent))")
_PART = re.compile(r"(?:\b(\d) |\ban? )(\d{1,2})(?:e|de|rd|ths?|rds)\b")
_QUARTER = re.compile(r"\b(?:kwart|quarters?)\b")
_HALF = re.compile(r"\b(?:(?:de|the) )?helft\b|\bhalf\b|\bhalve\b")
# What may stand between the two ends of a range.
_TO = re.compile(
    r"\s*(?:%|procent|percent)?\s*(?:-|–|—|tot en met|t/m|tot|to|en|and|of|or|a|à|á)\s*(?:de |the |about |circa )?"
)
_ROUGH = re.compile(r"\b(?:tientallen|honderden|duizenden|enkele|dozens|hundreds|thousands|several)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class PrintedNumber:
    """A number in a text; a fraction is given as a percentage that is not rounded.

    `joined` says that it forms a range with the number before it, `may_be_year` that it has the four digits of a year;
    `before` is the text after the previous number, and `after` the text before the next one.
    """

    value: float
    is_percent: bool = False
    is_fraction: bool = False
    joined: bool = False
    may_be_year: bool = False
    before: str = ""
    after: str = ""


@lru_cache(maxsize=4096)
def numbers_in(text: str, language: str) -> tuple[PrintedNumber, ...]:
    """Return the numbers in a text in `nl` or `en`, in order, such as 1.320, 6,3 procent, twee tot vier, a third."""
    plain = _JOINED.sub(lambda match: f"{match[1]} " if match[1] else " ", text.lower())
    plain = _SHARED.sub(r"\1\3 \2 ", plain)
    plain = _MULTIPLE.sub(lambda match: f"{_value(match[1]) * _TIMES[match[2]]:.0f}", plain)
    # Cardinals and ordinals as digits: `1 op de 5`, `2 3e`, `200 zaken`.
    plain = str(alpha2digit(_ARTICLE.sub("", plain), language, threshold=0))
    plain = _QUARTER.sub("4e", _HALF.sub("a 2e", plain))
    found: list[tuple[int, int, PrintedNumber]] = []
    for pattern in (_ONE_IN, _PART):
        for match in pattern.finditer(plain):
            parts, whole = float(match[1] or 1), float(match[2])
            if 0 < parts < whole <= 20:  # not `45 in 20`, `1 1e`
                found.append((*match.span(), PrintedNumber(100 * parts / whole, is_percent=True, is_fraction=True)))
                plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    for match in _NUMBER.finditer(plain):
        is_percent, year = bool(_PERCENT.match(plain, match.end())), bool(_YEAR.fullmatch(match[0]))
        found.append((*match.span(), PrintedNumber(_value(match[0]), is_percent, may_be_year=year and not is_percent)))
    found.sort(key=lambda each: each[0])
    ends, starts = [0, *(end for _, end, _ in found)], [*(start for start, _, _ in found), len(plain)]
    numbers: list[PrintedNumber] = []
    for place, (start, end, number) in enumerate(found):
        before, after = plain[ends[place] : start], plain[end : starts[place + 1]]
        is_joined = bool(numbers) and bool(_TO.fullmatch(before))
        if is_joined and number.is_percent and not numbers[-1].may_be_year:
            numbers[-1] = replace(numbers[-1], is_percent=True)  # both ends of `2 tot 3%`
        numbers.append(replace(number, joined=is_joined, before=before, after=after))
    return tuple(numbers)


def _value(digits: str) -> float:
    if grouped := re.fullmatch(_GROUPED, digits):
        return float(re.sub(r"\D", "", grouped[1]) + "." + (grouped[2] or "0"))
    return float(digits.replace(",", "."))


def not_held(
    text: str, language: str, value: float | None, lower: float | None, upper: float | None, unit: str = ""
) -> str:
    """Return what a text has instead of a value (its sign is ignored) and range; empty if it contains them."""
    found = numbers_in(text, language)
    of_unit = [each for each in found if unit in ("percent", "") or not each.is_percent]
    decimals = len(f"{abs(value or 0):g}".partition(".")[2])  # to which a fraction is rounded
    said = [rounded(each.value, decimals) if each.is_fraction else each.value for each in of_unit]
    has_value = value is None or abs(value) in said
    # A range may have a second upper end: 4,000 to 6,300 or 7,000.
    ranges = {
        (first.value, last.value)
        for place, first in enumerate(found)
        for last in takewhile(lambda each: each.joined, found[place + 1 :])
    }
    if has_value and (lower is None or upper is None or (lower, upper) in ranges):
        return ""
    if found:
        return "words with " + ", ".join(f"{rounded(each.value, 1):g}" for each in found)
    rough = _ROUGH.search(text)
    return f"words without a number, only {rough[0]!r}" if rough else "words without a number"
