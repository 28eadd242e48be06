"""Registered and estimated victims by year: the section with the chart and its caption, and the table of the annex."""

from operator import itemgetter
from string import ascii_lowercase
from typing import Any

from markupsafe import Markup

from analysis.briefing.balance_chart import (
    LOWEST,
    balance_chart,
    estimate_in_words,
    first_printed,
    level_of,
    not_registered_in_hundreds,
    number_by_estimate,
)
from analysis.briefing.commitments import event_in_words
from analysis.briefing.html import Column, Section, html_table, strong
from analysis.briefing.numbers import no_proven_fall
from analysis.briefing.page_facts import PageFacts
from analysis.core.record_tables import Row
from analysis.core.rounding import rounded, rounded_up
from analysis.core.wording import years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.explanations import reserves_in_words
from analysis.figures.tables import REGISTERED

# How many years, up to the newest, fit on two pages; the annex has all of them.
_YEARS_SHOWN = 10


def registered_and_estimated(facts: PageFacts) -> Section:
    """Return the chart with its caption, and the events that explain a break in the figures."""
    w, years = facts.wording, facts.records.balance
    # Years before the newer series started are left out.
    newer = [year["year"] for year in years if facts.series(year["registered_series"]).kind != "older_register"]
    years = [year for year in years if not newer or year["year"] >= newer[0]][-_YEARS_SHOWN:]
    shown = {str(year["year"]) for year in years}
    breaks = [event for event in facts.records.events if event["explains_break_in"] in shown]
    breaks.sort(key=itemgetter("explains_break_in", "event_id"))
    chosen = facts.month.figures.choices.chosen
    doubted = {
        year: reserves_in_words([chosen[REGISTERED, year][0]], w) for year in shown if (REGISTERED, year) in chosen
    }
    noted = {*(event["explains_break_in"] for event in breaks), *(year for year, said in doubted.items() if said)}
    letters = dict(zip(sorted(noted), ascii_lowercase, strict=False))
    named = [{**year, "letter": letters.get(str(year["year"]))} for year in years]
    explained = [strong(letters[year]) + " " + said for year in sorted(noted) for said in doubted.get(year, [])]
    explained += [event_in_words(facts, event, before=f"{letters[event['explains_break_in']]} ") for event in breaks]
    chart = balance_chart(named, w.language, _finding(facts), _reading(facts, named))
    return facts.section("balance", chart=chart, breaks=explained)


def _finding(facts: PageFacts) -> str:
    """Return how many victims were not registered in the newest year, with the range."""
    w, row = facts.wording, facts.records.balance[-1]
    has_value, has_range = row["unseen"] is not None, row["unseen_lower"] is not None
    if not (has_value or has_range):
        return w.say("briefing.balance.no_estimate")
    named = {"year": str(row["year"])}
    if has_value:
        named["unseen"] = w.number(not_registered_in_hundreds(row))
    if row["estimate_qualifier"] in LOWEST:
        return w.say("briefing.balance.unseen_lowest", **named)
    if has_range:
        named |= {name: w.number(rounded(float(row[f"unseen_{name}"]), -2)) for name in ("lower", "upper")}
    key = "unseen_single" if not has_range else "unseen" if has_value else "unseen_range"
    if not row["extrapolated"]:
        return w.say(f"briefing.balance.{key}_same_years", **named)
    return w.say(f"briefing.balance.{key}", **named, years=years_in_words(row["estimate_years"]))


def _reading(facts: PageFacts, years: list[dict[Any, Any]]) -> list[Markup]:
    """Return how to read the chart, and what the figures and estimates do not prove."""
    w, marks = facts.wording, [facts.wording.html("briefing.balance.registered")]
    studies = dict.fromkeys(
        w.say("briefing.balance.study", estimate=estimate_in_words(year, w), study=facts.study(year["estimate_series"]))
        for year in years
        if year["estimate_series"]
    )
    if studies:
        marks.append(w.html("briefing.balance.studies", studies=w.list(list(studies))))
    if any(year["first_printed"] not in (None, year["registered"]) for year in years):
        marks.append(w.html("briefing.balance.was"))
    if len({year["registered_series"] for year in years}) > 1:
        marks.append(w.html("briefing.balance.break"))
    if len(years) < len(facts.records.balance):
        marks.append(w.html("briefing.balance.older", year=str(years[0]["year"])))
    caveats = [*no_proven_fall(facts, facts.estimates(ESTIMATED)), w.html("briefing.balance.who_reports")]
    return [Markup(" ").join(marks), Markup(" ").join(caveats)]


def balance_table(facts: PageFacts) -> Markup:
    """Return the balance by year, each number with the note of its publication.

    Columns without any value are left out. A revised number also shows what was published first. If the estimate is a
    lower bound, so is the number not registered, and the registered share is an upper bound.
    """
    w, rows = facts.wording, [_row(year, facts) for year in facts.records.balance]
    texts = ("year", "registered_series", "extrapolated")
    names = dict.fromkeys(name for row in rows for name in row)
    columns = [
        Column(name, w.say(f"charts.visibility.column.{name}"), name not in texts, name == "year")
        for name in names
        if any(row.get(name) is not None for row in rows)
    ]
    shown = [dict.fromkeys(names) | row for row in rows]
    return html_table(shown, w.say("charts.visibility.table"), columns, missing=w.say("charts.none"))


def _row(year: Row, facts: PageFacts) -> dict[str, Any]:
    """Return the cells of a year, each number with its note; without what is unknown."""

    def cite(quantity_id: str, publication: object) -> Markup:
        return facts.cite({"quantity_id": quantity_id, "publication": publication})

    w, said = facts.wording, Markup("{}{}{}")
    was = first_printed(year, w)
    registered = said.format(
        w.number(year["registered"]), cite(REGISTERED, year["registered_publication"]), f" ({was})" if was else ""
    )
    row: dict[str, Any] = {"year": str(year["year"]), "registered": registered}
    row["registered_series"] = facts.count(year["registered_series"])
    if level_of(year) is None:
        return row
    note = cite(ESTIMATED, year["estimate_publication"])
    has_value = year["estimated"] is not None
    row["estimated"] = said.format(number_by_estimate(year["estimated"], year, w), note, "") if has_value else None
    row["range"] = None
    if year["estimated_lower"] is not None:
        # The estimate has this note already, unless another publication printed the range.
        other = not has_value or year["estimate_range_publication"] != year["estimate_publication"]
        ends = w.range(year["estimated_lower"], year["estimated_upper"])
        row["range"] = said.format(ends, cite(ESTIMATED, year["estimate_range_publication"]) if other else "", "")
    row["extrapolated"] = w.say(f"charts.visibility.own.{'no' if year['extrapolated'] else 'yes'}")
    if not has_value:
        missed = (rounded(float(year[f"unseen_{name}"]), -2) for name in ("lower", "upper"))
        shares = (w.percent(rounded(float(year[f"in_view_{name}_percent"])), 0) for name in ("lower", "upper"))
        return row | {"unseen": w.range(*missed), "in_view_percent": "–".join(shares)}
    row["unseen"] = number_by_estimate(not_registered_in_hundreds(year), year, w)
    lowest = year["estimate_qualifier"] in LOWEST
    share = w.percent((rounded_up if lowest else rounded)(float(year["in_view_percent"])), 0)
    row["in_view_percent"] = w.say("charts.less_than", value=share) if lowest else share
    return row
