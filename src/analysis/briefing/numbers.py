"""The table of the pledge's claims: the verdict with the figures of March 2021, the verdict now, and the reason."""

from typing import Any

from markupsafe import Markup

from analysis.briefing.html import PARTS, Column, Section, html_table, section_of
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import FIRST_MONTH
from analysis.core.wording import capital, years_in_words
from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import Claim, Sentence
from analysis.figures.claims import claim_in_words, fact_in_words, number_in_words, said_in_words
from analysis.figures.records import Figure


def numbers_of_the_pledge(facts: PageFacts) -> Section:
    """Return the table of the claims, in the order of the pledge; March 2021 has one column of verdicts."""
    w, claims, rows = facts.wording, facts.records.claims, []
    for judgement in facts.month.judgements:
        claim = judgement.claim
        if claims[claim.claim_id]["annex_only"]:
            continue
        # A claim that was added later may lack these words: then the page has its full sentence.
        name, key = claim_in_words(vars(claim), w.language), f"briefing.numbers.claims.{claim.claim_id}"
        if w.has(key):
            name = w.say_from(key, {"claimed": number_in_words(claim, w)})
        verdicts = facts.records.verdicts[claim.claim_id]
        then, now = (
            PARTS.verdict(verdict, w.say(f"briefing.numbers.verdict.{verdict}"))
            for verdict in (verdicts["verdict_when_signed"], verdicts["verdict"])
        )
        why = Markup(" ").join(_in_short(facts, claim, sentence) for sentence in judgement.in_short)
        linked = PARTS.claim_link(claim.claim_id.replace("_", "-"), name.rstrip("."))
        rows.append({"claim": linked, "then": then, "now": now, "why": why})
    names = ["claim", "now", "why"] if facts.month.month == FIRST_MONTH else ["claim", "then", "now", "why"]
    columns = [Column(name, w.say(f"briefing.numbers.column.{name}"), row_header=name == "claim") for name in names]
    caption = w.say("briefing.numbers.caption")
    table = html_table(rows, caption, columns, css="claims stacked", caption_shown=False)
    counts = {"shown": w.number(len(rows)), "judged": w.number(len(facts.month.judgements))}
    return section_of("numbers", w, table=table, **counts)


def _in_short(facts: PageFacts, claim: Claim, sentence: Sentence) -> Markup:
    """Return a sentence on a claim, in words for this claim alone, or for what it counts, if there are any."""
    w = facts.wording
    counted = [sentence.facts[name].quantity_id for name in ("whole", "part") if name in sentence.facts]
    general = f"briefing.numbers.why.{sentence.key}"
    own = (f"briefing.numbers.of.{claim.claim_id}.{sentence.key}", ".".join([f"{general}_of", *counted]))
    key = next(filter(w.has, own), general)
    said = {"claimed": number_in_words(claim, w), "Said": capital(said_in_words(claim, w))}
    for name, fact in sentence.facts.items():
        # A fact that the sentence does not mention needs no note.
        is_value = name == "printed" or (isinstance(fact, Estimate) and name != "left_out")
        if ("value" if is_value else name) in w.places(key):
            said |= _fact(facts, name, fact)
    return w.html(key, **{name: fact for name, fact in said.items() if name in w.places(key)})


def _fact(facts: PageFacts, name: str, fact: Any) -> dict[str, str]:
    """Return the places that a fact fills; a number has the note of the publication that printed it."""
    w = facts.wording
    if name == "left_out":
        general = w.say("briefing.numbers.why.left_out", study=facts.study(fact.series))
        return {name: facts.month.figures.series[fact.series].name(w.language, "left_out") or general}
    if isinstance(fact, Estimate):
        row = next(row for row in facts.records.estimates[fact.quantity_id] if row["series"] == fact.series)
        named = {"study": facts.study(fact.series), "years": years_in_words(fact.reference_year)}
        return {**named, "value": facts.number(row)}
    if isinstance(fact, Figure):
        of_figure = ("quantity_id", "publication", "lower", "upper", "upper_alternative", "qualifier", "unit")
        printed = {"value": fact.used_value, **{each: getattr(fact, each) for each in of_figure}}
        return {"value" if name == "printed" else name: facts.number(printed)}
    return fact_in_words(name, fact, w)
