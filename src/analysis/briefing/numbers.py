"""The table of the pledge's claims: the verdict with the figures of March 2021, the verdict now, and the reason."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import Column, html_table, section
from analysis.briefing.main_points import GIRLS, REGISTERED_GIRLS
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import FIRST_MONTH
from analysis.core.wording import years_in_words
from analysis.figures.claims import claim_in_words, claimed_in_words

# The claims about the share of the girls that is registered, or not.
OF_THE_GIRLS = ("in_view_2_to_3_percent", "unseen_97_percent")
IN_VIEW, MINORS_SEXUAL = "share-in-view-dutch-minor-girls-sexual", "registered-minors-sexual"
CHAT = "share-chat-victims-longer-than-a-year"


def numbers_of_the_pledge(facts: PageFacts) -> Markup:
    """Return the section: one row per claim, in the order of the pledge; March 2021 has one column of verdicts."""
    w = facts.wording
    said = facts.month.sources.claims.set_index("claim_id", drop=False).to_dict("index")
    claims = facts.month.claims.sort_values("sort_order").to_dict("records")
    rows = [_row(facts, said[claim["claim_id"]] | claim) for claim in claims]
    names = ["claim", "then", "now", "why"]
    if facts.month.month == FIRST_MONTH:
        names.remove("then")
    columns = [Column(name, w.say(f"briefing.numbers.column.{name}"), row_header=name == "claim") for name in names]
    caption = w.say("briefing.numbers.caption")
    table = html_table(pd.DataFrame(rows), caption, columns, css="claims stacked", caption_shown=False)
    return section("numbers", w.say("briefing.numbers.heading"), table)


def _row(facts: PageFacts, claim: dict[Any, Any]) -> dict[str, Markup]:
    w, claim_id = facts.wording, claim["claim_id"]
    # A claim that was added later may lack these words, and the reason: then the page has its sentence and verdict.
    if w.has(f"briefing.numbers.claims.{claim_id}"):
        name = w.say_from(f"briefing.numbers.claims.{claim_id}", {"claimed": claimed_in_words(claim, w)})
    else:
        name = claim_in_words(claim, w.language).rstrip(".")
    link = Markup('<a class="annex" href="{}#claim-{}">{}</a>')
    linked = link.format(facts.notes.annex, claim_id.replace("_", "-"), name)
    then, now = (
        Markup('<span class="verdict verdict-{}">{}</span>').format(v, w.say(f"briefing.numbers.verdict.{v}"))
        for v in (claim["verdict_when_signed"], claim["verdict"])
    )
    why = Markup("")
    if claim_id in _WHY:
        why = Markup(" ").join(_WHY[claim_id](facts, claim)) or w.html("briefing.numbers.why.none")
    return {"claim": linked, "then": then, "now": now, "why": why}


def _newest(facts: PageFacts, key: str, rows: pd.DataFrame) -> list[Markup]:
    """Return the sentence on the newest of some rows, with its years, and its study if the sentence names that."""
    w, said = facts.wording, []
    for row in rows.tail(1).to_dict("records"):
        named = {"value": facts.number(row), "years": years_in_words(row["reference_year"])}
        if "study" in w.places(f"briefing.numbers.why.{key}"):
            named["study"] = facts.study(row["series"])
        said.append(w.html(f"briefing.numbers.why.{key}", **named))
    return said


def no_proven_fall(facts: PageFacts, studies: pd.DataFrame) -> list[Markup]:
    """Return the sentence that a lower estimate proves no fall if its range overlaps that of the one before."""
    if len(studies) < 2:
        return []
    before, newest = studies.iloc[-2], studies.iloc[-1]
    if not (newest["value"] < before["value"] and newest["upper"] >= before["lower"]):
        return []
    numbers = {"first": facts.wording.number(before["value"]), "second": facts.wording.number(newest["value"])}
    return [facts.wording.html("briefing.numbers.why.no_proven_fall", **numbers)]


def _unseen(facts: PageFacts, claim: dict[Any, Any], key: str = "unseen") -> list[Markup]:
    """Return registered and estimated girls, and the computed share of the claim."""
    w, registered, estimated = facts.wording, facts.chosen(REGISTERED_GIRLS), facts.estimates(GIRLS)
    if pd.isna(claim["computed"]) or registered.empty or estimated.empty:
        return []
    part, whole = registered.iloc[-1], estimated.iloc[-1]
    return [
        w.html(
            f"briefing.numbers.why.{key}",
            part=facts.number(part),
            year=part["reference_year"],
            whole=facts.number(whole),
            years=years_in_words(whole["reference_year"]),
            share=w.percent(float(claim["computed"])),
        )
    ]


def printed_in_view(facts: PageFacts) -> list[Markup]:
    """Return the share of the girls in view that the source of their estimate printed."""
    printed = facts.month.figures.printed_figures
    own = printed[(printed["quantity_id"] == IN_VIEW) & (printed["reference_year"].str.len() > 4)]
    own = own[own["publication"].isin(printed[printed["quantity_id"] == GIRLS]["publication"])]
    return _newest(facts, "in_view_source", own.head(1))


def registered_since(facts: PageFacts) -> list[Markup]:
    """Return how many minors were registered in the years after the newest number of Dutch minors, if that is known."""
    later = facts.chosen(MINORS_SEXUAL, single_years=False).tail(1)
    years = facts.chosen(REGISTERED_GIRLS)["reference_year"].tail(1)
    later = later[later["reference_year"].str[-4:] > years.max()] if len(years) else later.head(0)
    return _newest(facts, "in_view_bound", later)


def _estimated(facts: PageFacts, claim: dict[Any, Any]) -> list[Markup]:
    """Return the newest estimate of all victims, and that more than the claim is possible, if its range says so."""
    w, studies = facts.wording, facts.estimates("estimate-all")
    said = _newest(facts, "estimate", studies)
    if claim["verdict"] == "contradicted" and studies["upper"].iloc[-1] > claim["claimed_value"]:
        said.append(w.html("briefing.numbers.why.not_excluded", claimed=w.number(claim["claimed_value"])))
    return said


def _minors(facts: PageFacts, claim: dict[Any, Any]) -> list[Markup]:
    """Return registered minors and all registered victims in the years that the pledge names and the newest year."""
    w = facts.wording
    parts = facts.chosen("registered-minors").set_index("reference_year", drop=False)
    wholes = facts.chosen("registered-all").set_index("reference_year", drop=False)
    years = [year for year in parts.index if year in wholes.index and wholes.at[year, "value"]]
    named = [year for year in str(claim["base_years"]).split("|") if year in years]
    return [
        w.html(
            "briefing.numbers.why.minors",
            part=facts.number(parts.loc[year]),
            whole=facts.number(wholes.loc[year]),
            year=year,
            share=w.percent(100 * parts.at[year, "value"] / wholes.at[year, "value"]),
        )
        for year in dict.fromkeys([*named, *years[-1:]])
    ]


_WHY: dict[str, Callable[[PageFacts, dict[Any, Any]], list[Markup]]] = {
    "more_than_6000": _estimated,
    "dutch_girls_1300": lambda facts, _: _newest(facts, "girls", facts.estimates(GIRLS)),
    "in_view_2_to_3_percent": lambda facts, claim: [
        *_unseen(facts, claim, "in_view"),
        *printed_in_view(facts),
        *registered_since(facts),
    ],
    "unseen_97_percent": _unseen,
    "minors_25_to_8_percent": _minors,
    "beds_1300": lambda facts, _: [facts.wording.html("briefing.numbers.why.beds")],
    "dozens_of_clients": lambda facts, _: [facts.wording.html("briefing.numbers.why.clients")],
    "longer_than_a_year": lambda facts, _: _newest(facts, "chat", facts.chosen(CHAT)),
}
