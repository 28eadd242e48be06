"""The table of the pledge's claims: the verdict with the figures of March 2021, the verdict now, and the reason."""

from typing import Any

from markupsafe import Markup

from analysis.briefing.html import PARTS, Column, Section, html_table
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import Wording, capital, years_in_words
from analysis.figures.choice import Estimate
from analysis.figures.claim_evidence import Claim, Judgement, Number, Sentence
from analysis.figures.claims import claim_in_words, number_in_words, said_in_words, share_in_words
from analysis.figures.records import Figure, Quantity


def numbers_of_the_pledge(facts: PageFacts) -> Section:
    """Return the table of the claims, in the order of the pledge, but for those that only the annex shows.

    March 2021 has one column of verdicts.
    """
    w, claims = facts.wording, facts.records.claims
    rows = [_row(facts, each) for each in facts.month.judgements if not claims[each.claim.claim_id]["annex_only"]]
    names = ["claim", "then", "now", "why"]
    if facts.month.month == FIRST_MONTH:
        names.remove("then")
    columns = [Column(name, w.say(f"briefing.numbers.column.{name}"), row_header=name == "claim") for name in names]
    caption = w.say("briefing.numbers.caption")
    table = html_table(rows, caption, columns, css="claims stacked", caption_shown=False)
    counts = {"shown": w.number(len(rows)), "judged": w.number(len(facts.month.judgements))}
    return facts.section("numbers", heading=w.say("briefing.numbers.heading", **counts), table=table)


def _row(facts: PageFacts, judgement: Judgement) -> dict[str, Markup]:
    w, claim, verdicts = facts.wording, judgement.claim, facts.records.verdicts[judgement.claim.claim_id]
    # A claim that was added later may lack these words: then the page has its sentence.
    name, key = claim_in_words(vars(claim), w.language), f"briefing.numbers.claims.{claim.claim_id}"
    if w.has(key):
        name = w.say_from(key, {"claimed": number_in_words(claim, w)})
    then, now = (
        PARTS.verdict(verdicts[column], w.say(f"briefing.numbers.verdict.{verdicts[column]}"))
        for column in ("verdict_when_signed", "verdict")
    )
    why = Markup(" ").join(_in_short(facts, claim, sentence) for sentence in judgement.in_short)
    linked = PARTS.claim_link(facts.notes.annex, claim.claim_id.replace("_", "-"), name.rstrip("."))
    return {"claim": linked, "then": then, "now": now, "why": why}


def _in_short(facts: PageFacts, claim: Claim, sentence: Sentence) -> Markup:
    """Return a sentence on a claim, in the words of this claim if it has its own."""
    w = facts.wording
    key = _key(w, claim, sentence)
    said = {"claimed": number_in_words(claim, w), "Said": capital(said_in_words(claim, w))}
    for name, fact in sentence.facts.items():
        # What the sentence does not say needs no note.
        is_value = name == "printed" or (isinstance(fact, Estimate) and name != "left_out")
        if ("value" if is_value else name) in w.places(key):
            said |= _fact(facts, name, fact)
    return w.html(key, **{name: fact for name, fact in said.items() if name in w.places(key)})


def _key(w: Wording, claim: Claim, sentence: Sentence) -> str:
    """Return the key of the words of a sentence: those of this claim, or of just what it counts, if there are any."""
    counted = [sentence.facts[name].quantity_id for name in ("whole", "part") if name in sentence.facts]
    of_counted = ".".join([f"briefing.numbers.why.{sentence.key}_of", *counted])
    own = (f"briefing.numbers.of.{claim.claim_id}.{sentence.key}", of_counted)
    return next(filter(w.has, own), f"briefing.numbers.why.{sentence.key}")


def _fact(facts: PageFacts, name: str, fact: Any) -> dict[str, str]:
    """Return the places that a fact fills; a number has the note of the publication that printed it."""
    w = facts.wording
    if name == "left_out":
        general = w.say("briefing.numbers.why.left_out", study=facts.study(fact.series))
        return {name: facts.series(fact.series).name(w.language, "left_out") or general}
    if isinstance(fact, Estimate):
        row = next(row for row in facts.estimates(fact.quantity_id) if row["series"] == fact.series)
        named = {"study": facts.study(fact.series), "years": years_in_words(fact.reference_year)}
        return {**named, "value": facts.number(row)}
    if isinstance(fact, Figure):
        of_figure = ("quantity_id", "publication", "lower", "upper", "upper_alternative", "qualifier", "unit")
        printed = {"value": fact.used_value, **{each: getattr(fact, each) for each in of_figure}}
        return {"value" if name == "printed" else name: facts.number(printed)}
    if isinstance(fact, Quantity):
        return {name: fact.label(w.language)}
    if isinstance(fact, Number):
        return {name: share_in_words(fact, w)}
    if name == "edition":
        return {name: w.institution(fact)}
    if isinstance(fact, float):
        return {name: w.percent(fact) if name == "share" else w.number(fact)}
    return {name: years_in_words(str(fact))}


def no_proven_fall(facts: PageFacts, studies: list[Row]) -> list[Markup]:
    """Return the sentence that a lower estimate proves no fall if its range overlaps that of the one before."""
    if len(studies) < 2:
        return []
    before, newest = studies[-2:]
    if None in (newest["value"], before["value"], newest["upper"], before["lower"]):
        return []
    if newest["value"] >= before["value"] or newest["upper"] < before["lower"]:
        return []
    numbers = {"first": facts.wording.number(before["value"]), "second": facts.wording.number(newest["value"])}
    return [facts.wording.html("briefing.numbers.why.no_proven_fall", **numbers)]
