"""Puts the judgement of a claim into sentences that can be quoted: numbers in the reader's form, years named."""

from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.core.wording import Wording, places_of, wording, years_in_words


@dataclass(frozen=True)
class Sentence:
    """One sentence of an explanation: its key in wording/*/claims.toml and the facts of its places.

    `by_claim` says that each claim has its own sentence of that key; `publications` are those of its numbers, where
    the judgement does not name them already.
    """

    key: str
    facts: dict[str, Any] = field(default_factory=dict)
    by_claim: bool = False
    publications: tuple[str, ...] = ()


def amount(value: float) -> str:
    """Return a number as text without needless decimals, in no language's form: 6250, 2.2."""
    return f"{float(value):.10g}"


def spread(study: dict[Any, Any]) -> str:
    """Return the value of an estimate with its range, if it has one: 6250 (5000–7500), 5000 (4000–6300/7000)."""
    if pd.isna(study["lower"]) or pd.isna(study["upper"]):
        return amount(study["value"])
    ends = [study[name] for name in ("upper_alternative", "upper") if pd.notna(study[name])]
    return f"{amount(study['value'])} ({amount(study['lower'])}–{'/'.join(amount(end) for end in ends)})"


def explanation(claim: dict[Any, Any], sentences: tuple[Sentence, ...], language: str) -> str:
    """Return the sentences of a judgement as one text."""
    return " ".join(_say(claim, sentence, wording(language)) for sentence in sentences)


def claim_in_words(claim: dict[Any, Any], language: str) -> str:
    """Return what the pledge says, in our words; `claim` is a row of claims."""
    w = wording(language)
    key = f"claims.{claim['claim_id']}.claim"
    return w.say(key, claimed=claimed_in_words(claim, w)) if "claimed" in places_of(w.sentences[key]) else w.say(key)


def _say(claim: dict[Any, Any], sentence: Sentence, w: Wording) -> str:
    facts = _facts(sentence.facts, w)
    if sentence.by_claim:
        return w.say(f"claims.{claim['claim_id']}.{sentence.key}", **facts)
    key = f"claims.{sentence.key}"
    places = places_of(w.sentences.get(key, ""))
    if "what" in places:
        facts["what"] = w.say(f"claims.{claim['claim_id']}.what")
    if "claimed" in places:
        facts["claimed"] = claimed_in_words(claim, w)
    return w.say(key, **facts)


def _facts(facts: dict[str, Any], w: Wording) -> dict[str, str]:
    """Return facts in the reader's form; a study becomes its name, its years, its value and its range."""
    said: dict[str, str] = {}
    for name, value in facts.items():
        said |= _fact(name, value, w)
    return said


def _fact(name: str, value: Any, w: Wording) -> dict[str, str]:
    if name == "series":
        return {"study": w.say(f"claims.study.{value}")}
    if name == "label":
        return {"label": value[f"label_{w.language}"]}
    if name in ("reference_year", "years"):
        return {"years": years_in_words(value)}
    if name == "share":
        return {"share": w.percent(value)}
    if name == "count":
        return {"count": w.say(f"figures.series.{value}")}
    if name == "printed":
        number = w.percent(value["value"]) if value["unit"] == "percent" else w.number(value["value"])
        said = value["qualifier"] if isinstance(value["qualifier"], str) else "exact"
        return {"value": w.say(f"figures.said.{said}", number=number), "source": value["printed_by"]}
    if name == "range_of":
        return {"range": _range(value, w)}
    return {name: value if isinstance(value, str) else w.number(value)}


def _range(study: dict[Any, Any], w: Wording) -> str:
    """Return the range of an estimate and who printed it, as it follows a number; empty without a range."""
    if pd.isna(study["lower"]) or pd.isna(study["upper"]):
        return ""
    lower, upper, other = study["lower"], study["upper"], study["upper_alternative"]
    if pd.isna(other):
        ranged = w.say("claims.range", lower=w.number(lower), upper=w.number(upper))
    else:
        ends = {"lower": w.number(lower), "first": w.number(other), "second": w.number(upper)}
        ranged = w.say("claims.two_upper_ends", **ends)
    return " " + w.say("claims.with_range", range=ranged, source=study["range_source"])


def claimed_in_words(claim: dict[Any, Any], w: Wording) -> str:
    """Return the number that the pledge names, as a reader meets it."""
    show = w.percent if claim["unit"] == "percent" else w.number
    if claim["comparator"] == "range":
        return w.say("claims.range", lower=w.number(claim["claimed_lower"]), upper=show(claim["claimed_upper"]))
    if claim["comparator"] == "from_to":
        first, last = claim["base_years"].split("|")
        ends = {"upper": show(claim["claimed_upper"]), "lower": show(claim["claimed_lower"])}
        return w.say("claims.fell", **ends, first=first, last=last)
    return show(claim["claimed_value"])
