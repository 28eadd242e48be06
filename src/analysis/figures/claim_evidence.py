"""The evidence on a claim, whether a number is as claimed, and the verdict that follows.

A number above what is claimed is judged by the same rule as a number below it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import pandas as pd

from analysis.figures.choice import Estimate
from analysis.figures.compare import unit_of
from analysis.figures.records import Figure, Group, Quantity
from analysis.figures.verdicts import Relation


@dataclass(frozen=True)
class Claim:
    """A statement of the pledge; a row of data/claims.csv.

    `reserve` is why it has no verdict without a caveat, and `also_printed` the ids of other figures of CKM about it.
    """

    claim_id: str
    sort_order: int
    quantity_id: str
    comparator: str
    unit: str
    claimed_value: float
    claimed_lower: float
    claimed_upper: float
    base_years: str
    reserve: str = ""
    also_printed: str = ""


def read_claim(row: Mapping[Any, Any]) -> Claim:
    """Return the claim in a row of data/claims.csv; a missing number is NaN, and a missing text is empty."""
    empty: dict[str, Any] = {each.name: math.nan if each.type is float else "" for each in fields(Claim)}
    return Claim(**empty | {name: row[name] for name in empty if pd.notna(row.get(name))})


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    A fact is a text, a number, an estimate (which fills `study`, `value`, `years`, `range` and `source`), or a
    quantity, figure, series or share that is put into words. `publications` are those of its numbers, unless the
    judgement names them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    publications: tuple[str, ...] = ()

    @classmethod
    def on_figure(cls, key: str, figure: Figure) -> "Sentence":
        """Return a sentence on one figure, as printed."""
        facts = {"printed": figure, "label": figure.quantity, "years": figure.reference_year}
        return cls(key, facts, (figure.publication,))


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim with the sentences that explain it, in full and `in_short` (`briefing.numbers.why`)."""

    claim: Claim
    verdict: str
    sentences: list[Sentence]
    computed: str | None = None
    rests_on: tuple[str, ...] = ()
    in_short: tuple[Sentence, ...] = ()

    @property
    def publications(self) -> list[str]:
        """Return the deciding publications, each once."""
        of_sentences = [name for sentence in self.sentences for name in sentence.publications]
        return list(dict.fromkeys([*self.rests_on, *of_sentences]))


@dataclass(frozen=True)
class Evidence:
    """The figures, estimates and quantities as of the month on which claims are judged.

    `shares` has the numerator and denominator of each share, and `complements` the share behind each complement.
    `bounds` has for the most that a share can be a group, the part of it that is subtracted, and the denominator.
    """

    chosen: dict[Group, Figure]
    printed: list[Relation]
    estimates: list[Estimate]
    quantities: Mapping[str, Quantity]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]
    bounds: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, quantity: str, year: str) -> float | None:
        """Return the chosen value of a quantity and year; None if there is none."""
        figure = self.chosen.get((quantity, year))
        return figure.used_value if figure else None

    def years_of(self, *quantities: str) -> list[str]:
        """Return the single years for which each of the quantities has a value, oldest first."""
        years = sorted({year for _, year in self.chosen if len(year) == 4})
        return [year for year in years if all(self.value(quantity, year) is not None for quantity in quantities)]

    def studies(self, quantity: str) -> list[Estimate]:
        """Return the estimates of a quantity that have a value or a range, the newest study last."""
        own = [e for e in self.estimates if e.quantity_id == quantity]
        return [e for e in own if e.number is not None or e.ends[0] is not None]

    def newer_than(self, study: Estimate) -> list[Estimate]:
        """Return the estimates of studies that are newer than a study."""
        series = [estimate.series for estimate in self.estimates]
        return self.estimates[len(series) - series[::-1].index(study.series) :]


def reserve_of(claim: Claim) -> list[Sentence]:
    """Return the reserve of a claim as a sentence, which is always said with it; nothing for a claim without one."""
    return [Sentence(f"reserve.{claim.reserve}")] if claim.reserve else []


# How a number relates to what is claimed:
# all    its whole range is as claimed
# value  its value is as claimed, but its range reaches beyond the claim
# open   it has no value, and its range reaches beyond the claim
# range  its value is not as claimed, but its range reaches the claim
# none   no part of its range is as claimed
Fit = Literal["all", "value", "open", "range", "none"]
SAYS_SO: tuple[Fit, ...] = ("all", "value")
# "About 97%" may be one point off; "about" a number of persons or cases is rounded as its zeros show.
_POINT = 1.0


@dataclass(frozen=True)
class Number:
    """What a figure, study or share says: its value, if it has one, and the least and the most that it can be."""

    value: float | None
    low: float
    high: float

    @classmethod
    def of(cls, value: float | None, lower: float | None, upper: float | None, qualifier: str) -> "Number":
        """Return a printed number with its range; one with `more than` or the like has no value, and one open side."""
        is_bound = qualifier in ("more_than", "at_least", "less_than", "at_most")
        low, high = value if lower is None else lower, value if upper is None else upper
        if low is None or qualifier in ("less_than", "at_most"):
            low = -math.inf if lower is None else lower
        if high is None or qualifier in ("more_than", "at_least"):
            high = math.inf if upper is None else upper
        if qualifier == "more_than" and lower is None:
            low = math.nextafter(low, math.inf)
        if qualifier == "less_than" and upper is None:
            high = math.nextafter(high, -math.inf)
        return cls(None if is_bound else value, low, high)

    @classmethod
    def of_figure(cls, figure: Figure) -> "Number":
        """Return what a figure says, after a decision that corrects it."""
        return cls.of(figure.used_value, figure.lower, figure.upper, figure.qualifier)

    @classmethod
    def of_study(cls, study: Estimate) -> "Number":
        """Return what a study says: its value and all that its range leaves open."""
        return cls.of(study.number, *study.ends[:2], study.value.qualifier if study.value else "")

    @classmethod
    def share(cls, part: float, total: "Number") -> "Number":
        """Return a count as a percentage of a number, whose upper end gives the smallest share."""
        low, high = (_exact(100 * part / end) if end > 0 else math.inf for end in (total.high, total.low))
        return cls(_exact(100 * part / total.value) if total.value else None, low, high)

    def left_of_hundred(self) -> "Number":
        """Return what a share leaves of a hundred percent."""
        value = None if self.value is None else _exact(100 - self.value)
        return Number(value, _exact(100 - self.high), _exact(100 - self.low))


def _exact(percent: float) -> float:
    """Return a percentage as if it were computed exactly: 29 of 1,000 is 2.9%, not a little more."""
    return round(percent, 9) if math.isfinite(percent) else percent


def claimed_span(claim: Claim) -> tuple[float, float]:
    """Return the least and the most that are as claimed; raises KeyError for a comparator without a number."""
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
    """Return the verdict on a claim from the newest and the older numbers; if `reserved`, it is never `supported`."""
    if newest in SAYS_SO:
        return "supported" if newest == "all" and not reserved else "qualified"
    if newest != "open" and any(each in SAYS_SO for each in older):
        return "superseded"
    return "contradicted" if newest == "none" else "qualified"
