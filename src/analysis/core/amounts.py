"""Rounds numbers, and writes them with their range, unit and qualifier, in words or as plain text."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:  # the wording imports `rounded`
    from analysis.core.wording import Wording


def rounded(value: float, decimals: int = 0, how: str = ROUND_HALF_UP) -> float:
    """Return a number rounded by its decimal digits, a half away from zero: 8.05 to 8.1 (-2 decimals: to hundreds)."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), how))


def rounded_down(value: float, decimals: int = 0) -> float:
    """Return a number rounded down, as can be said after `more than` and `at least`."""
    return rounded(value, decimals, ROUND_FLOOR)


def rounded_up(value: float, decimals: int = 0) -> float:
    """Return a number rounded up, as can be said after `less than` and `at most`."""
    return rounded(value, decimals, ROUND_CEILING)


def amount(
    w: "Wording",
    value: Any,
    lower: Any = None,
    upper: Any = None,
    *,
    other_upper: Any = None,
    unit: str = "",
    qualifier: Any = None,
    qualifier_words: str = "briefing.qualifier",
    decimals: int = 1,
) -> str:
    """Return a value with its range, or the range alone: `about 5,000 (4,000 to 6,300 or 7,000)`.

    `unit` is named where a number alone would mislead (percent, ratio, per_100k); `other_upper` is the other upper end,
    if two were printed; `qualifier` is about, more_than, at_least, at_most, less_than, converted or missing, and has
    its words below the key `qualifier_words`. The text is empty if there is neither a value nor a range.
    """
    ranged = range_in_words(w, lower, upper, other_upper)
    if pd.isna(value) and not ranged:
        return ""
    number = ranged if pd.isna(value) else w.number(rounded(value, decimals))
    if w.has(f"briefing.unit.{unit}"):
        number = w.say(f"briefing.unit.{unit}", number=number)
    if isinstance(qualifier, str) and qualifier:
        number = w.say(f"{qualifier_words}.{qualifier}", number=number)
    return w.say("briefing.unit.with_range", value=number, range=ranged) if ranged and pd.notna(value) else number


def amount_of(w: "Wording", row: Mapping[Any, Any], unit: str, decimals: int = 1) -> str:
    """Return the amount of a row, which has value, lower and upper, and may have upper_alternative and qualifier."""
    ends, other, said = (row["lower"], row["upper"]), row.get("upper_alternative"), row.get("qualifier")
    return amount(w, row["value"], *ends, other_upper=other, unit=unit, qualifier=said, decimals=decimals)


def range_in_words(w: "Wording", lower: Any, upper: Any, other_upper: Any = None) -> str:
    """Return a range, with both upper ends if two were printed; empty if one of its ends is missing."""
    if pd.isna(lower) or pd.isna(upper):
        return ""
    if pd.isna(other_upper):
        return w.range(float(lower), float(upper))
    ends = {"lower": lower, "first": other_upper, "second": upper}
    return w.say("figures.two_upper_ends", **{name: w.number(float(end)) for name, end in ends.items()})


def plain_number(number: Any) -> str:
    """Return a number as tables have it, without the separators of a language: 6250, 2.2; empty if it is missing."""
    return "" if pd.isna(number) else f"{float(number):.12g}"


def plain_amount(value: Any, lower: Any, upper: Any, other_upper: Any = None) -> str:
    """Return a value with its range as tables have it: 6250 (5000–7500), 4000–6300/7000; a missing end is `?`."""
    number, ends = plain_number(value), ""
    if pd.notna(lower) or pd.notna(upper):
        uppers = [plain_number(other_upper), plain_number(upper) or "?"]
        ends = f"{plain_number(lower) or '?'}–{'/'.join(end for end in uppers if end)}"
    return f"{number} ({ends})" if number and ends else number or ends
