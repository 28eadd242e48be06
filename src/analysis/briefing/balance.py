"""The section on registered and estimated victims: a chart, how to read it, and what it does not prove."""

from string import ascii_lowercase

import pandas as pd
from markupsafe import Markup

from analysis.briefing.balance_chart import LOWEST, balance_chart, not_registered_in_hundreds
from analysis.briefing.commitments import event_in_words
from analysis.briefing.main_points import newest_balance
from analysis.briefing.numbers import no_proven_fall
from analysis.briefing.page_facts import PageFacts, section
from analysis.core.amounts import rounded
from analysis.core.wording import years_in_words
from analysis.reconciliation.commitments import breaks_in_figures

NIGERIAN, OLDER_COUNT = "registered-nigerian", "until_2016"


def registered_and_estimated(facts: PageFacts) -> Markup:
    """Return the section."""
    w, years = facts.wording, facts.month.balance.sort_values("year")
    # Years before the newer series started are left out.
    newer = years[years["registered_series"] != OLDER_COUNT]
    years = years if newer.empty else years[years["year"] >= newer["year"].min()]
    breaks = breaks_in_figures(facts.month.sources)
    breaks = breaks[breaks["explains_break_in"].astype(int).isin(years["year"])]
    letters = dict(zip(breaks["explains_break_in"].unique(), ascii_lowercase, strict=False))
    years = years.assign(letter=years["year"].astype(str).map(letters))
    explained = [
        event_in_words(facts, event, before=f"{letters[event['explains_break_in']]} ")
        for event in breaks.to_dict("records")
    ]
    content = [balance_chart(years, w.language, _finding(facts), _reading(facts, years))]
    content += [Markup('<p class="small">{}</p>').format(Markup(" ").join(explained))] if explained else []
    return section("balance", w.say("briefing.balance.heading"), *content)


def _finding(facts: PageFacts) -> str:
    """Return how many victims were not registered in the newest year, with the range."""
    w, row = facts.wording, newest_balance(facts)
    if pd.isna(row["estimated"]):
        return w.say("briefing.balance.no_estimate")
    named = {"year": str(row["year"]), "unseen": w.number(not_registered_in_hundreds(row))}
    if row["estimate_qualifier"] in LOWEST or pd.isna(row["unseen_lower"]):
        return w.say("briefing.balance.unseen_lowest", **named)
    named |= {name: w.number(rounded(float(row[f"unseen_{name}"]), -2)) for name in ("lower", "upper")}
    if not row["extrapolated"]:
        return w.say("briefing.balance.unseen_same_years", **named)
    return w.say("briefing.balance.unseen", **named, years=years_in_words(row["estimate_years"]))


def _reading(facts: PageFacts, years: pd.DataFrame) -> list[Markup]:
    """Return how to read the chart, and what the figures and estimates do not prove."""
    w, marks = facts.wording, [facts.wording.html("briefing.balance.registered")]
    studies = [w.say(f"briefing.study.{series}") for series in years["estimate_series"].dropna().unique()]
    if studies:
        marks.append(w.html("briefing.balance.studies", studies=w.list(studies)))
    if ((years["first_printed"] != years["registered"]) & years["first_printed"].notna()).any():
        marks.append(w.html("briefing.balance.was"))
    if years["registered_series"].nunique() > 1:
        marks.append(w.html("briefing.balance.break"))
    if len(years) < len(facts.month.balance):
        marks.append(w.html("briefing.balance.older", year=str(years["year"].min())))
    caveats = [*no_proven_fall(facts, facts.estimates("estimate-all")), w.html("briefing.balance.who_reports")]
    # The year with the most registered victims had many Nigerian ones.
    rows = facts.chosen(NIGERIAN)
    for row in rows[rows["value"] == rows["value"].max()].head(1).to_dict("records"):
        caveats.append(w.html("briefing.balance.rise", year=row["reference_year"], count=facts.number(row)))
    return [Markup(" ").join(marks), Markup(" ").join(caveats)]
