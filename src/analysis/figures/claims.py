"""The pledge compared with the figures: each claim in words, its verdict as of the month, and why."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.core.amounts import amount, plain_number, range_in_words, rounded
from analysis.core.record_tables import INTEGER, TEXT, Columns, taken_from
from analysis.core.wording import Wording, capital, wording, years_in_words
from analysis.figures import ReconciledFigures
from analysis.figures.checks import read_formulas
from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import Claim, Evidence, Judgement, Number, read_claim
from analysis.figures.claim_rules import judge
from analysis.figures.explanations import figure_in_words
from analysis.figures.records import Figure, Quantity, Series

# A row is a claim with its judgement; `claimed` and `computed` are numbers as text (`2–3`, `25 → 8`), in its `unit`.
CLAIMS: Columns = {
    **taken_from("claim", TEXT, "claim_id"),
    **taken_from("claim", INTEGER, "sort_order"),
    **taken_from("claim", TEXT, "comparator", "unit"),
    "claimed": (TEXT, lambda judgement: claimed(judgement.claim)),
    **taken_from("", TEXT, "verdict", "computed"),
    "publications": (TEXT, lambda judgement: "|".join(judgement.publications)),
    "explanation_nl": (TEXT, lambda judgement: " ".join(explained(judgement, "nl"))),
    "explanation_en": (TEXT, lambda judgement: " ".join(explained(judgement, "en"))),
}


def judgements(claims: pd.DataFrame, figures: ReconciledFigures, formulas: pd.DataFrame) -> list[Judgement]:
    """Return each claim (a row of data/claims.csv) with its verdict on the figures, in the order of the pledge."""
    made_of = read_formulas(formulas)
    evidence = Evidence(
        chosen={group: figure for group, (figure, _) in figures.choices.chosen.items()},
        printed=sorted(figures.relations, key=lambda relation: relation.figure.figure_id),
        estimates=figures.estimates,
        quantities=figures.quantities,
        shares={formula.result: formula.terms for formula in made_of if formula.kind == "share"},
        complements={formula.result: formula.terms[0] for formula in made_of if formula.kind == "complement"},
        bounds={formula.result: formula.terms for formula in made_of if formula.kind == "share_at_most"},
    )
    read = [read_claim(row) for row in claims.sort_values("sort_order").to_dict("records")]
    return [judge(claim, evidence) for claim in read]


def with_first_judgement(claims: pd.DataFrame, when_signed: pd.DataFrame) -> pd.DataFrame:
    """Return the judged claims with verdict, number and explanation of when the pledge was signed (`*_when_signed`)."""
    names = {name: f"{name}_when_signed" for name in ("verdict", "computed")}
    names |= {f"explanation_{language}": f"explanation_when_signed_{language}" for language in ("nl", "en")}
    return claims.merge(when_signed[["claim_id", *names]].rename(columns=names), on="claim_id", how="left")


def claim_in_words(row: Mapping[Any, Any], language: str) -> str:
    """Return what the pledge says, in our words; `row` is a row of claims."""
    w, claim = wording(language), read_claim(row)
    return w.say_from(f"claims.{claim.claim_id}.claim", {"claimed": number_in_words(claim, w)})


def claimed(claim: Claim) -> str | None:
    """Return the number of a claim as text: `2–3`, `25 → 8`; None for a claim without one."""
    ends = [plain_number(number) for number in (claim.claimed_lower, claim.claimed_upper)]
    if claim.comparator == "from_to":
        return " → ".join(reversed(ends))
    return "–".join(ends) if claim.comparator == "range" else plain_number(claim.claimed_value) or None


def explained(judgement: Judgement, language: str) -> list[str]:
    """Return the sentences of a judgement; a claim can have its own sentence for a key, and a caveat at the end."""
    w, claim = wording(language), judgement.claim
    own = {"claimed": number_in_words(claim, w), "said": said_in_words(claim, w)}
    text, of_claim = [], f"claims.{claim.claim_id}"
    for sentence in judgement.sentences:
        facts = dict(own)
        for name, fact in sentence.facts.items():
            facts |= fact_in_words(name, fact, w)
        if w.has(f"{of_claim}.what"):
            facts["what"] = w.say(f"{of_claim}.what")
        key = sentence.key
        text.append(w.say_from(f"{of_claim}.{key}" if w.has(f"{of_claim}.{key}") else f"claims.{key}", facts))
    if judgement.verdict != "not_verifiable" and w.has(f"{of_claim}.caveat"):
        text.append(w.say_from(f"{of_claim}.caveat", {**own, "last": max(claim.base_years.split("|"))}))
    return text


def said_in_words(claim: Claim, w: Wording) -> str:
    """Return the number of a claim with its comparator (at least 97%), or alone if that has no words."""
    number, key = number_in_words(claim, w), f"claims.said.{claim.comparator}"
    return w.say(key, claimed=number) if w.has(key) else number


def fact_in_words(name: str, fact: Any, w: Wording) -> dict[str, str]:
    """Return the places that a fact of a sentence fills, by their names."""
    if isinstance(fact, Estimate):
        return _of_study(fact, w)
    if isinstance(fact, Figure):
        said = figure_in_words(fact, w, as_used=True)
        return {"value": said, "source": w.institution(fact.printed_by)} if name == "printed" else {name: said}
    if isinstance(fact, Quantity):
        return {name: fact.label(w.language)}
    if isinstance(fact, Number):
        return {name: share_in_words(fact, w)}
    if isinstance(fact, Series):
        return {name: fact.name(w.language)}
    if name == "share":
        return {name: w.percent(fact)}
    if name in ("year", "years"):
        return {name: years_in_words(fact)}
    return {name: w.institution(fact) if isinstance(fact, str) else amount(w, fact)}


def _of_study(study: Estimate, w: Wording) -> dict[str, str]:
    """Return the places that an estimate fills; `value` is its range where no number was printed."""
    lower, upper, other_upper = study.ends
    qualifier = (study.value.qualifier if study.value else "") or "about"
    value = amount(w, study.number, qualifier=qualifier, qualifier_words="figures.qualifier")
    ranged, with_source = range_in_words(w, lower, upper, other_upper), ""
    if study.ranged and study.number is not None:
        ends = {"lower": amount(w, lower), "upper": amount(w, upper)}
        said = w.say("claims.range", **ends) if other_upper is None else ranged
        with_source = " " + w.say("claims.with_range", range=said, source=w.institution(study.ranged.printed_by))
    return {
        "study": capital(study.dated.counted_in.name(w.language)),
        "value": value or ranged,
        "years": years_in_words(study.reference_year),
        "range": with_source,
        "source": w.institution(study.figure.printed_by),
    }


def share_in_words(share: Number, w: Wording) -> str:
    """Return a computed share with one decimal, and its range if it has one."""
    ends = range_in_words(w, rounded(share.low, 1), rounded(share.high, 1)) if share.low != share.high else ""
    if share.value is None:
        return w.say("briefing.unit.percent", number=ends)
    value = w.percent(share.value)
    return w.say("briefing.unit.with_range", value=value, range=f"{ends}%") if ends else value


def number_in_words(claim: Claim, w: Wording) -> str:
    """Return the number of a claim in words; empty for a claim without one."""
    if claim.comparator == "range":
        lower, upper = amount(w, claim.claimed_lower), amount(w, claim.claimed_upper, unit=claim.unit)
        return w.say("claims.range", lower=lower, upper=upper)
    if claim.comparator == "from_to":
        first, last = claim.base_years.split("|")
        upper, lower = (amount(w, end, unit=claim.unit) for end in (claim.claimed_upper, claim.claimed_lower))
        return w.say("claims.fell", upper=upper, lower=lower, first=first, last=last)
    return amount(w, claim.claimed_value, unit=claim.unit)
