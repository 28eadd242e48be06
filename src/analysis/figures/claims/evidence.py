"""What claims are judged by, and what a judgement says: claims, evidence and sentences as records."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from analysis.figures.estimates import Estimate
from analysis.figures.records import Figure, Group, Quantity
from analysis.figures.verdicts import Relation


@dataclass(frozen=True)
class Claim:
    """A statement of the pledge; a row of claims."""

    claim_id: str
    sort_order: int
    quantity_id: str
    comparator: str
    unit: str
    claimed_value: float
    claimed_lower: float
    claimed_upper: float
    base_years: str


def read_claim(row: Mapping[Any, Any]) -> Claim:
    """Return a row of claims; a number that it does not have is NaN, a text empty."""
    cells = {each.name: row[each.name] for each in fields(Claim)}
    texts = ("quantity_id", "comparator", "unit", "base_years")
    cells |= {name: cells[name] if isinstance(cells[name], str) else "" for name in texts}
    numbers = ("claimed_value", "claimed_lower", "claimed_upper")
    return Claim(**cells | {name: float("nan") if pd.isna(cells[name]) else float(cells[name]) for name in numbers})


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    A fact is a text, a number, an estimate (which fills `study`, `value`, `years` and `range`), or a quantity or figure
    that is said in words. `by_claim` says that each claim has its own sentence of that key; `publications` are those of
    its numbers, where the judgement does not name them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    by_claim: bool = False
    publications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim, the sentences that explain it, the number computed for it, the publications behind it."""

    verdict: str
    sentences: tuple[Sentence, ...]
    computed: str | None = None
    publications: tuple[str, ...] = ()


NOT_VERIFIABLE = Judgement("not_verifiable", (Sentence("not_verifiable", by_claim=True),))


@dataclass(frozen=True)
class Evidence:
    """The figures and estimates as of the month: chosen and printed figures, estimates and quantities.

    `shares` has the quantities above and below the line of a share, `complements` the share that it leaves out.
    """

    chosen: dict[Group, Figure]
    printed: list[Relation]
    estimates: list[Estimate]
    quantities: Mapping[str, Quantity]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]

    def value(self, quantity: str, year: str) -> float | None:
        """Return the chosen value of a quantity and year; None where there is none."""
        figure = self.chosen.get((quantity, year))
        return figure.used_value if figure else None

    def years_of(self, *quantities: str) -> list[str]:
        """Return the single years for which each of some quantities has a value, oldest first."""
        years = sorted({year for _, year in self.chosen if len(year) == 4})
        return [year for year in years if all(self.value(quantity, year) is not None for quantity in quantities)]

    def studies(self, quantity: str) -> list[tuple[Estimate, float]]:
        """Return the estimates of a quantity that have a value, with it, the newest study last."""
        return [(e, e.number) for e in self.estimates if e.quantity_id == quantity and e.number is not None]

    def newer_than(self, study: Estimate) -> list[Estimate]:
        """Return the estimates of studies that came after a study."""
        series = [estimate.series for estimate in self.estimates]
        return self.estimates[len(series) - series[::-1].index(study.series) :]
