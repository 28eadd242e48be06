"""The claims of the pledge in words: what is claimed, and the sentences that explain a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from analysis.core.amounts import amount, plain_number, range_in_words
from analysis.core.wording import Wording, wording, years_in_words
from analysis.figures.estimates import Estimate
from analysis.figures.explanations import figure_in_words
from analysis.figures.records import Figure, Quantity


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


def claim_in_words(row: Mapping[Any, Any], language: str) -> str:
    """Return what the pledge says, in our words; `row` is a row of claims."""
    w, claim = wording(language), read_claim(row)
    return w.say_from(f"claims.{claim.claim_id}.claim", {"claimed": _claimed(claim, w)})


def claimed_in_words(row: Mapping[Any, Any], w: Wording) -> str:
    """Return the number that the pledge names, as a reader meets it; `row` is a row of claims."""
    return _claimed(read_claim(row), w)


def claimed(claim: Claim) -> str | None:
    """Return the number of a claim as text: `2–3`, `25 → 8`; None for a claim without one."""
    ends = [plain_number(number) for number in (claim.claimed_lower, claim.claimed_upper)]
    if claim.comparator == "from_to":
        return " → ".join(reversed(ends))
    return "–".join(ends) if claim.comparator == "range" else plain_number(claim.claimed_value) or None


def explanation(claim: Claim, sentences: Iterable[Sentence], language: str) -> str:
    """Return the sentences of a judgement as one text."""
    w = wording(language)
    own = {"claimed": _claimed(claim, w)}
    if w.has(f"claims.{claim.claim_id}.what"):
        own["what"] = w.say(f"claims.{claim.claim_id}.what")
    text = []
    for sentence in sentences:
        facts = dict(own)
        for name, fact in sentence.facts.items():
            facts |= _fact(name, fact, w)
        key = f"{claim.claim_id}.{sentence.key}" if sentence.by_claim else sentence.key
        text.append(w.say_from(f"claims.{key}", facts))
    return " ".join(text)


def _fact(name: str, fact: Any, w: Wording) -> dict[str, str]:
    """Return the places that a fact fills, in the reader's form."""
    if isinstance(fact, Estimate):
        return {
            "study": w.say(f"claims.study.{fact.series}"),
            "value": amount(w, fact.number),
            "years": years_in_words(fact.reference_year),
            "range": _range_with_source(fact, w),
        }
    if isinstance(fact, Figure):
        return {"value": figure_in_words(fact, w, as_used=True), "source": fact.printed_by}
    if isinstance(fact, Quantity):
        return {name: fact.label(w.language)}
    if name == "count":
        return {name: w.say(f"figures.series.{fact}")}
    if name == "share":
        return {name: w.percent(fact)}
    return {name: fact if isinstance(fact, str) else amount(w, fact)}


def _range_with_source(study: Estimate, w: Wording) -> str:
    """Return the range of an estimate and who printed it, as it follows a number; empty without a range."""
    if study.ranged is None:
        return ""
    lower, upper, other_upper = study.ends
    ranged = range_in_words(w, lower, upper, other_upper)
    if other_upper is None:
        ranged = w.say("claims.range", lower=amount(w, lower), upper=amount(w, upper))
    return " " + w.say("claims.with_range", range=ranged, source=study.ranged.printed_by)


def _claimed(claim: Claim, w: Wording) -> str:
    """Return the number of a claim in words; empty for a claim without one."""
    if claim.comparator == "range":
        lower, upper = amount(w, claim.claimed_lower), amount(w, claim.claimed_upper, unit=claim.unit)
        return w.say("claims.range", lower=lower, upper=upper)
    if claim.comparator == "from_to":
        first, last = claim.base_years.split("|")
        ends = {"upper": claim.claimed_upper, "lower": claim.claimed_lower}
        in_words = {name: amount(w, number, unit=claim.unit) for name, number in ends.items()}
        return w.say("claims.fell", **in_words, first=first, last=last)
    return amount(w, claim.claimed_value, unit=claim.unit)
