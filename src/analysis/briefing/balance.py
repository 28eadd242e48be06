"""Registered against estimated victims: the one chart of the page, and what it proves and does not prove."""

from string import ascii_lowercase

import pandas as pd
from markupsafe import Markup

from analysis.briefing.balance_chart import balance_chart
from analysis.briefing.balance_table import unseen_shown
from analysis.briefing.events import event_in_words
from analysis.briefing.main_points import LOWEST, newest_balance
from analysis.briefing.numbers import no_proven_fall
from analysis.briefing.page_facts import PageFacts, section
from analysis.core.amounts import rounded
from analysis.core.wording import years_in_words
from analysis.reconciliation.commitments import breaks_in_figures

NIGERIAN, OLDER_COUNT = "registered-nigerian", "until_2016"


def registered_and_estimated(facts: PageFacts) -> Markup:
    """Return the chart with its finding, the studies behind it, and why neither line is one of victims by itself."""
    w, years = facts.wording, _years_shown(facts)
    breaks = breaks_in_figures(facts.month.sources)
    breaks = breaks[breaks["explains_break_in"].astype(int).isin(years["year"])]
    letters = dict(zip(breaks["explains_break_in"].unique(), ascii_lowercase, strict=False))
    years = years.assign(letter=years["year"].astype(str).map(letters))
    explained = [
        event_in_words(facts, event, before=f"{letters[event['explains_break_in']]} ")
        for event in breaks.to_dict("records")
    ]
    chart = Markup(balance_chart(years, w.language, _finding(facts), _reading(facts, years)))
    content = [chart, Markup('<p class="small">{}</p>').format(Markup(" ").join(explained))] if explained else [chart]
    return section("balance", w.say("briefing.balance.heading"), *content)


def _years_shown(facts: PageFacts) -> pd.DataFrame:
    """Return the years of the chart: from the first that the older count does not have alone."""
    years = facts.month.balance.sort_values("year")
    newer = years[years["registered_series"] != OLDER_COUNT]
    return years if newer.empty else years[years["year"] >= newer["year"].min()]


def _finding(facts: PageFacts) -> str:
    """Return how many are not registered in the newest year, with the range of the estimate."""
    w, row = facts.wording, newest_balance(facts)
    if pd.isna(row["estimated"]):
        return w.say("briefing.balance.no_estimate")
    named = {"year": str(row["year"]), "unseen": w.number(unseen_shown(row))}
    if row["estimate_qualifier"] in LOWEST or pd.isna(row["unseen_lower"]):
        return w.say("briefing.balance.unseen_lowest", **named)
    ends = {name: w.number(rounded(float(row[f"unseen_{name}"]), -2)) for name in ("lower", "upper")}
    if not row["extrapolated"]:
        return w.say("briefing.balance.unseen_same_years", **named, **ends)
    return w.say("briefing.balance.unseen", **named, **ends, years=years_in_words(row["estimate_years"]))


def _reading(facts: PageFacts, years: pd.DataFrame) -> list[Markup]:
    """Return what the marks of the chart mean, who made the estimates, and what neither of them proves."""
    w = facts.wording
    series = list(dict.fromkeys(years["estimate_series"].dropna()))
    marks = [w.html("briefing.balance.registered")]
    if series:
        marks.append(w.html("briefing.balance.studies", studies=w.list([facts.study(name) for name in series])))
    studies = facts.month.estimates[facts.month.estimates["quantity_id"] == "estimate-all"]
    if ((years["first_printed"] != years["registered"]) & years["first_printed"].notna()).any():
        marks.append(w.html("briefing.balance.was"))
    if years["registered_series"].nunique() > 1:
        marks.append(w.html("briefing.balance.break"))
    if len(years) < len(facts.month.balance):
        marks.append(w.html("briefing.balance.older", year=str(years["year"].min())))
    caveats = [*no_proven_fall(facts, studies), w.html("briefing.balance.who_reports"), *_rise(facts)]
    return [Markup(" ").join(marks), Markup(" ").join(caveats)]


def _rise(facts: PageFacts) -> list[Markup]:
    """Return what a year with many more registered consisted of, as far as that was printed."""
    w, rows = facts.wording, facts.chosen(NIGERIAN)
    rows = rows[rows["value"] == rows["value"].max()]
    return [
        w.html("briefing.balance.rise", year=row["reference_year"], count=facts.number(row))
        for row in rows.to_dict("records")[:1]
    ]
