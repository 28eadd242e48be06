"""Numbers rounded as readers were taught to, and with range, unit and qualifier, in words and as plain text."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:  # the wording rounds, too
    from analysis.core.wording import Wording


def rounded(value: float, decimals: int = 0, how: str = ROUND_HALF_UP) -> float:
    """Return a number rounded to so many decimals (-2: to hundreds), a half away from zero, as written: 8.05 to 8.1."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), how))


def rounded_down(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not larger: what can be said after `more than` and `at least`."""
    return rounded(value, decimals, ROUND_FLOOR)


def rounded_up(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not smaller: what can be said after `less than` and `at most`."""
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

    `unit` is said where a number by itself would mislead (percent, ratio, per_100k); `other_upper` is the second upper
    end, where two were printed; `qualifier` is one of about, more_than, at_least, at_most, less_than and converted, or
    missing, and is said in `qualifier_words`. Empty where there is neither a value nor a range.
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
    """Return the number of a row with value, lower and upper, and perhaps upper_alternative and qualifier."""
    ends, other, said = (row["lower"], row["upper"]), row.get("upper_alternative"), row.get("qualifier")
    return amount(w, row["value"], *ends, other_upper=other, unit=unit, qualifier=said, decimals=decimals)


def range_in_words(w: "Wording", lower: Any, upper: Any, other_upper: Any = None) -> str:
    """Return a range, with both upper ends where two were printed; empty where one of its ends is missing."""
    if pd.isna(lower) or pd.isna(upper):
        return ""
    if pd.isna(other_upper):
        return w.range(float(lower), float(upper))
    ends = {"lower": lower, "first": other_upper, "second": upper}
    return w.say("figures.two_upper_ends", **{name: w.number(float(end)) for name, end in ends.items()})


def plain_number(number: Any) -> str:
    """Return a number as a table holds it, in the form of no language: 6250, 2.2; empty where it is missing."""
    return "" if pd.isna(number) else f"{float(number):.12g}"


def plain_amount(value: Any, lower: Any, upper: Any, other_upper: Any = None) -> str:
    """Return a value with its range as a table holds it: 6250 (5000–7500), 4000–6300/7000; a missing end as `?`."""
    number, ends = plain_number(value), ""
    if pd.notna(lower) or pd.notna(upper):
        uppers = [plain_number(other_upper), plain_number(upper) or "?"]
        ends = f"{plain_number(lower) or '?'}–{'/'.join(end for end in uppers if end)}"
    return f"{number} ({ends})" if number and ends else number or ends
