"""Whether a number is what a claim says, and the verdict that follows: by the same rule on either side of it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from analysis.figures.compare import unit_of
from analysis.figures.records import Claim

# How what a number can be lies to what is claimed:
# all    all of it is what is claimed
# value  its value is, and its range reaches beyond
# open   no value was printed, and its range reaches beyond
# range  its value is not, and its range reaches what is claimed
# none   none of it is
Fit = Literal["all", "value", "open", "range", "none"]
SAYS_SO: tuple[Fit, ...] = ("all", "value")
# Who says "about 97%" may be one point off; a person or case is rounded as the zeros of the number show.
_POINT = 1.0


@dataclass(frozen=True)
class Number:
    """What a figure, study or share says: its value, None without one, and the least and the most that it can be."""

    value: float | None
    low: float
    high: float

    def left_of_hundred(self) -> "Number":
        """Return what a share leaves of a hundred percent."""
        value = None if self.value is None else _exact(100 - self.value)
        return Number(value, _exact(100 - self.high), _exact(100 - self.low))


def number(value: float | None, lower: float | None = None, upper: float | None = None, qualifier: str = "") -> Number:
    """Return a printed number with its range; `more than` and its like leave no value, and no end on their side."""
    low, high = value if lower is None else lower, value if upper is None else upper
    if qualifier in ("more_than", "at_least", "less_than", "at_most"):
        value = None
    if low is None or qualifier in ("less_than", "at_most"):
        low = -math.inf if lower is None else lower
    if high is None or qualifier in ("more_than", "at_least"):
        high = math.inf if upper is None else upper
    if qualifier == "more_than" and lower is None:
        low = math.nextafter(low, math.inf)
    if qualifier == "less_than" and upper is None:
        high = math.nextafter(high, -math.inf)
    return Number(value, low, high)


def share_of(part: float, total: Number) -> Number:
    """Return a count as a percentage of a number: with its upper end goes the smallest share."""
    low, high = (_exact(100 * part / end) if end > 0 else math.inf for end in (total.high, total.low))
    return Number(_exact(100 * part / total.value) if total.value else None, low, high)


def _exact(percent: float) -> float:
    """Return a percentage as if it were computed exactly: 29 of 1,000 is 2.9%, not a little more."""
    return round(percent, 9) if math.isfinite(percent) else percent


def claimed_span(claim: Claim) -> tuple[float, float]:
    """Return the least and the most that a claim says; raises KeyError for a comparator without a number."""
    value = claim.claimed_value
    off = _POINT if claim.unit == "percent" else unit_of(value) / 2
    return {
        "more_than": (math.nextafter(value, math.inf), math.inf),
        "at_least": (value, math.inf),
        "at_most": (-math.inf, value),
        "less_than": (-math.inf, math.nextafter(value, -math.inf)),
        "about": (value - off, value + off),
        "range": (claim.claimed_lower, claim.claimed_upper),
    }[claim.comparator]


def fit(claim: Claim, found: Number) -> Fit:
    """Return how the range of a number relates to what is claimed; raises KeyError as `claimed_span` does."""
    low, high = claimed_span(claim)
    if low <= found.low and found.high <= high:
        return "all"
    if found.value is not None and low <= found.value <= high:
        return "value"
    if found.low <= high and low <= found.high:
        return "open" if found.value is None else "range"
    return "none"


def verdict(newest: Fit, older: Iterable[Fit] = (), *, reserved: bool = False) -> str:
    """Return the verdict on a claim by the newest number and the older ones; `reserved`: never without a caveat."""
    if newest in SAYS_SO:
        return "supported" if newest == "all" and not reserved else "qualified"
    if newest != "open" and any(each in SAYS_SO for each in older):
        return "superseded"
    return "contradicted" if newest == "none" else "qualified"
