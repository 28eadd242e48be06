"""What a claim is judged on, and a judgement: a verdict with the sentences that explain it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.figures.claim_fits import Number, number
from analysis.figures.estimates import Estimate
from analysis.figures.quantities import Quantity
from analysis.figures.records import Claim, Figure, Group
from analysis.figures.verdicts import Relation

# Two figures with their values: the part and the total of a share.
Counts = tuple[Figure, Figure]


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    A fact is a text, a number, an estimate (which fills `study`, `value`, `years` and `range`), or a quantity or figure
    that is said in words. `publications` are those of its numbers, where the judgement does not name them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    publications: tuple[str, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """A verdict on a claim with the sentences that explain it, at length and `in_short` (`briefing.numbers.why`)."""

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
    """The figures and estimates as of the month: chosen and printed figures, estimates and quantities.

    `shares` has the quantities above and below the line of a share, `complements` the share that it leaves out;
    `bounds` a group, a part of it that is left out, and what stands below the line, of the most that a share can be.
    """

    chosen: dict[Group, Figure]
    printed: list[Relation]
    estimates: list[Estimate]
    quantities: Mapping[str, Quantity]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]
    bounds: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, quantity: str, year: str) -> float | None:
        """Return the chosen value of a quantity and year; None where there is none."""
        figure = self.chosen.get((quantity, year))
        return figure.used_value if figure else None

    def years_of(self, *quantities: str) -> list[str]:
        """Return the single years for which each of some quantities has a value, oldest first."""
        years = sorted({year for _, year in self.chosen if len(year) == 4})
        return [year for year in years if all(self.value(quantity, year) is not None for quantity in quantities)]

    def studies(self, quantity: str) -> list[Estimate]:
        """Return the estimates of a quantity that have a value or a range, the newest study last."""
        own = [e for e in self.estimates if e.quantity_id == quantity]
        return [e for e in own if e.number is not None or e.ends[0] is not None]

    def newer_than(self, study: Estimate) -> list[Estimate]:
        """Return the estimates of studies that came after a study."""
        series = [estimate.series for estimate in self.estimates]
        return self.estimates[len(series) - series[::-1].index(study.series) :]


def reserve_of(claim: Claim) -> list[Sentence]:
    """Return what is always said with a claim, as its row has it: a number of another kind stands for it."""
    return [Sentence(f"reserve.{claim.reserve}")] if claim.reserve else []


def number_of(study: Estimate) -> Number:
    """Return what a study says: its value and all that its range leaves open."""
    lower, upper, _ = study.ends
    return number(study.number, lower, upper, study.value.qualifier if study.value else "")
