"""The table of the pledge's claims: the verdict with the figures of March 2021, the verdict now, and the reason."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import Column, html_table, section
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import FIRST_MONTH
from analysis.core.wording import capital, years_in_words
from analysis.figures.claim_evidence import Judgement, Sentence
from analysis.figures.claim_fits import Number
from analysis.figures.claims import claim_in_words, number_in_words, said_in_words, share_in_words
from analysis.figures.estimates import Estimate
from analysis.figures.quantities import Quantity
from analysis.figures.records import Claim, Figure


def numbers_of_the_pledge(facts: PageFacts) -> Markup:
    """Return the section: a row for each claim but for those that only the annex shows, in the order of the pledge.

    March 2021 has one column of verdicts.
    """
    w, claims = facts.wording, facts.month.sources.claims
    shown = set(claims[claims["annex_only"].isna()]["claim_id"])
    verdicts = facts.month.claims.set_index("claim_id").to_dict("index")
    judged = [each for each in facts.month.judgements if each.claim.claim_id in shown]
    rows = [_row(facts, each, verdicts[each.claim.claim_id]) for each in judged]
    names = ["claim", "then", "now", "why"]
    if facts.month.month == FIRST_MONTH:
        names.remove("then")
    columns = [Column(name, w.say(f"briefing.numbers.column.{name}"), row_header=name == "claim") for name in names]
    caption = w.say("briefing.numbers.caption")
    table = html_table(pd.DataFrame(rows), caption, columns, css="claims stacked", caption_shown=False)
    return section("numbers", w.say("briefing.numbers.heading"), table)


def _row(facts: PageFacts, judgement: Judgement, verdicts: Mapping[Any, Any]) -> dict[str, Markup]:
    w, claim = facts.wording, judgement.claim
    # A claim that was added later may lack these words: then the page has its sentence.
    name, key = claim_in_words(vars(claim), w.language), f"briefing.numbers.claims.{claim.claim_id}"
    if w.has(key):
        name = w.say_from(key, {"claimed": number_in_words(claim, w)})
    link = Markup('<a class="annex" href="{}#claim-{}">{}</a>')
    linked = link.format(facts.notes.annex, claim.claim_id.replace("_", "-"), name.rstrip("."))
    then, now = (
        Markup('<span class="verdict verdict-{}">{}</span>').format(v, w.say(f"briefing.numbers.verdict.{v}"))
        for v in (verdicts["verdict_when_signed"], verdicts["verdict"])
    )
    why = Markup(" ").join(_in_short(facts, claim, sentence) for sentence in judgement.in_short)
    return {"claim": linked, "then": then, "now": now, "why": why}


def _in_short(facts: PageFacts, claim: Claim, sentence: Sentence) -> Markup:
    """Return a sentence on a claim, in the words of this claim if it has its own."""
    w = facts.wording
    own = f"briefing.numbers.of.{claim.claim_id}.{sentence.key}"
    key = own if w.has(own) else f"briefing.numbers.why.{sentence.key}"
    said = {"claimed": number_in_words(claim, w), "Said": capital(said_in_words(claim, w))}
    for name, fact in sentence.facts.items():
        # What the sentence does not say needs no note.
        if {"value" if isinstance(fact, Estimate) or name == "printed" else name} & w.places(key):
            said |= _fact(facts, name, fact)
    return w.html(key, **{name: fact for name, fact in said.items() if name in w.places(key)})


def _fact(facts: PageFacts, name: str, fact: Any) -> dict[str, str]:
    """Return the places that a fact fills; a number has the note of the publication that printed it."""
    w = facts.wording
    if isinstance(fact, Estimate):
        rows = facts.estimates(fact.quantity_id).set_index("series", drop=False)
        named = {"study": facts.study(fact.series), "years": years_in_words(fact.reference_year)}
        return {**named, "value": facts.number(rows.loc[fact.series])}
    if isinstance(fact, Figure):
        of_figure = ("quantity_id", "publication", "lower", "upper", "upper_alternative", "qualifier", "unit")
        row = {"value": fact.used_value, **{each: getattr(fact, each) for each in of_figure}}
        return {"value" if name == "printed" else name: facts.number(row)}
    if isinstance(fact, Quantity):
        return {name: fact.label(w.language)}
    if isinstance(fact, Number):
        return {name: share_in_words(fact, w)}
    if isinstance(fact, float):
        return {name: w.percent(fact) if name == "share" else w.number(fact)}
    return {name: years_in_words(str(fact))}


def no_proven_fall(facts: PageFacts, studies: pd.DataFrame) -> list[Markup]:
    """Return the sentence that a lower estimate proves no fall if its range overlaps that of the one before."""
    if len(studies) < 2:
        return []
    before, newest = studies.iloc[-2], studies.iloc[-1]
    compared = [newest["value"], before["value"], newest["upper"], before["lower"]]
    if pd.isna(compared).any() or not (newest["value"] < before["value"] and newest["upper"] >= before["lower"]):
        return []
    numbers = {"first": facts.wording.number(before["value"]), "second": facts.wording.number(newest["value"])}
    return [facts.wording.html("briefing.numbers.why.no_proven_fall", **numbers)]
