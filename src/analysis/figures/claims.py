"""The pledge compared with the figures: each claim in words, its verdict as of the month, and why."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.core.amounts import amount, plain_number, range_in_words
from analysis.core.record_tables import INTEGER, TEXT, Columns, table_of, taken_from
from analysis.core.wording import Wording, capital, wording, years_in_words
from analysis.figures import ReconciledFigures
from analysis.figures.checks import read_formulas
from analysis.figures.claim_rules import Evidence, Judgement, judge
from analysis.figures.estimates import Estimate
from analysis.figures.explanations import figure_in_words
from analysis.figures.records import Claim, Figure, Quantity, read_claim

# `claimed` and `computed` are numbers as text (`2–3`, `25 → 8`), in the `unit` of the claim; the explanations are
# sentences that can be quoted. A row is a claim with its judgement.
CLAIMS: Columns = {
    **taken_from("claim", TEXT, "claim_id"),
    **taken_from("claim", INTEGER, "sort_order"),
    **taken_from("claim", TEXT, "comparator", "unit"),
    "claimed": (TEXT, lambda judgement: claimed(judgement.claim)),
    **taken_from("", TEXT, "verdict", "computed"),
    "publications": (TEXT, lambda judgement: "|".join(judgement.publications)),
    "explanation_nl": (TEXT, lambda judgement: explanation(judgement, "nl")),
    "explanation_en": (TEXT, lambda judgement: explanation(judgement, "en")),
}


def judge_claims(claims: pd.DataFrame, figures: ReconciledFigures, formulas: pd.DataFrame) -> pd.DataFrame:
    """Return each claim with its verdict on the figures: one row per claim, in the order of the pledge, see `CLAIMS`.

    `claims` are the statements of the pledge (see data/claims.csv), `formulas` says which share belongs to which
    counts.
    """
    made_of = read_formulas(formulas, figures.quantities)
    evidence = Evidence(
        chosen={group: figure for group, (figure, _) in figures.choices.chosen.items()},
        printed=sorted(figures.relations, key=lambda relation: relation.figure.figure_id),
        estimates=figures.estimates,
        quantities=figures.quantities,
        shares={formula.result: formula.terms for formula in made_of if formula.kind == "share"},
        complements={formula.result: formula.terms[0] for formula in made_of if formula.kind == "complement"},
    )
    read = [read_claim(row) for row in claims.sort_values("sort_order").to_dict("records")]
    return table_of([judge(claim, evidence) for claim in read], CLAIMS)


def with_first_judgement(claims: pd.DataFrame, when_signed: pd.DataFrame) -> pd.DataFrame:
    """Return the judged claims with the verdict on each as of the month in which the pledge was signed.

    Both have one row per claim, see `CLAIMS`; adds `verdict_when_signed`, `computed_when_signed`,
    `explanation_when_signed_nl` and `explanation_when_signed_en`.
    """
    names = {name: f"{name}_when_signed" for name in ("verdict", "computed")}
    names |= {f"explanation_{language}": f"explanation_when_signed_{language}" for language in ("nl", "en")}
    first = when_signed[["claim_id", *names]].rename(columns=names)
    return claims.merge(first, on="claim_id", how="left")


def claim_in_words(row: Mapping[Any, Any], language: str) -> str:
    """Return what the pledge says, in our words; `row` is a row of claims."""
    w, claim = wording(language), read_claim(row)
    return w.say_from(f"claims.{claim.claim_id}.claim", {"claimed": _number_in_words(claim, w)})


def claimed_in_words(row: Mapping[Any, Any], w: Wording) -> str:
    """Return the number that the pledge names, as a reader meets it; `row` is a row of claims."""
    return _number_in_words(read_claim(row), w)


def claimed(claim: Claim) -> str | None:
    """Return the number of a claim as text: `2–3`, `25 → 8`; None for a claim without one."""
    ends = [plain_number(number) for number in (claim.claimed_lower, claim.claimed_upper)]
    if claim.comparator == "from_to":
        return " → ".join(reversed(ends))
    return "–".join(ends) if claim.comparator == "range" else plain_number(claim.claimed_value) or None


def explanation(judgement: Judgement, language: str) -> str:
    """Return the sentences of a judgement as one text."""
    w, claim = wording(language), judgement.claim
    own = {"claimed": _number_in_words(claim, w)}
    if w.has(f"claims.{claim.claim_id}.what"):
        own["what"] = w.say(f"claims.{claim.claim_id}.what")
    text = []
    for sentence in judgement.sentences:
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
            "study": capital(fact.dated.counted_in.name(w.language)),
            "value": amount(w, fact.number),
            "years": years_in_words(fact.reference_year),
            "range": _range_with_source(fact, w),
        }
    if isinstance(fact, Figure):
        return {"value": figure_in_words(fact, w, as_used=True), "source": w.institution(fact.printed_by)}
    if isinstance(fact, Quantity):
        return {name: fact.label(w.language)}
    if name == "count":
        return {name: fact.name(w.language)}
    if name == "share":
        return {name: w.percent(fact)}
    return {name: w.institution(fact) if isinstance(fact, str) else amount(w, fact)}


def _range_with_source(study: Estimate, w: Wording) -> str:
    """Return the range of an estimate and who printed it, as it follows a number; empty without a range."""
    if study.ranged is None:
        return ""
    lower, upper, other_upper = study.ends
    ranged = range_in_words(w, lower, upper, other_upper)
    if other_upper is None:
        ranged = w.say("claims.range", lower=amount(w, lower), upper=amount(w, upper))
    return " " + w.say("claims.with_range", range=ranged, source=w.institution(study.ranged.printed_by))


def _number_in_words(claim: Claim, w: Wording) -> str:
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
