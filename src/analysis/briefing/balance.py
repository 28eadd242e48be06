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
    unseen_in_words,
)
from analysis.briefing.commitments import event_in_words
from analysis.briefing.html import Column, Section, html_table, paragraphs, section_of, strong
from analysis.briefing.page_facts import PageFacts
from analysis.core.amounts import rounded, rounded_up
from analysis.core.record_tables import Row, grouped_by
from analysis.core.wording import years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.explanations import figure_in_words, reserves_in_words
from analysis.figures.tables import REGISTERED

# How many years, up to the newest, fit on two pages; the annex has all of them.
_YEARS_SHOWN = 10
# The columns of the table; `True` for numbers.
_COLUMNS = {"year": False, "registered": True, "registered_series": False, "estimated": True, "range": True}
_COLUMNS |= {"extrapolated": False, "unseen": True, "in_view_percent": True}


def registered_and_estimated(facts: PageFacts) -> Section:
    """Return the chart with its caption, and the events that explain a break in the figures."""
    w, years, series = facts.wording, facts.records.balance, facts.month.figures.series
    # Years before the newer series started are left out.
    newer = [year["year"] for year in years if series[year["registered_series"]].kind != "older_register"]
    years = [year for year in years if not newer or year["year"] >= newer[0]][-_YEARS_SHOWN:]
    shown, chosen = {str(year["year"]) for year in years}, facts.month.figures.choices.chosen
    breaks = [event for event in facts.records.events if event["explains_break_in"] in shown]
    breaks.sort(key=itemgetter("explains_break_in", "event_id"))
    doubted = {
        year: reserves_in_words([chosen[REGISTERED, year][0]], w) for year in shown if (REGISTERED, year) in chosen
    }
    noted = {*(event["explains_break_in"] for event in breaks), *(year for year, said in doubted.items() if said)}
    letters = dict(zip(sorted(noted), ascii_lowercase, strict=False))
    explained = [strong(letters[year]) + " " + said for year in sorted(noted) for said in doubted.get(year, [])]
    explained += [event_in_words(facts, event, before=f"{letters[event['explains_break_in']]} ") for event in breaks]
    named: list[Row] = [{**year, "letter": letters.get(str(year["year"]))} for year in years]
    chart = balance_chart(named, w.language, _finding(facts), _reading(facts, named))
    return section_of("balance", w, chart=chart, breaks=explained)


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


def _reading(facts: PageFacts, years: list[Row]) -> list[Markup]:
    """Return how to read the chart, and what the figures and estimates do not prove."""
    w, marks, caveats = facts.wording, [facts.wording.html("briefing.balance.registered")], list[Markup]()
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
    caveats += _no_proven_change(facts)
    caveats.append(w.html("briefing.balance.who_reports"))
    return [Markup(" ").join(marks), Markup(" ").join(caveats)]


def _no_proven_change(facts: PageFacts) -> list[Markup]:
    """Return that the newest estimate proves no fall or rise, if its range overlaps that of the one before."""
    w, studied = facts.wording, facts.records.estimates.get(ESTIMATED, [])
    if len(studied) < 2:
        return []
    before, newest = studied[-2:]
    first, second = before["value"], newest["value"]
    if first is None or second is None or first == second:
        return []
    change, below, above = ("fall", newest, before) if second < first else ("rise", before, newest)
    if None in (below["upper"], above["lower"]) or below["upper"] < above["lower"]:
        return []
    return [w.html(f"briefing.numbers.why.no_proven_{change}", first=w.number(first), second=w.number(second))]


def balance_table(facts: PageFacts) -> Markup:
    """Return the balance by year, each number with the note of its publication, without columns that have no value."""
    w, rows = facts.wording, [_row(year, facts) for year in facts.records.balance]
    columns = [
        Column(name, w.say(f"charts.visibility.column.{name}"), is_number, name == "year")
        for name, is_number in _COLUMNS.items()
        if any(row[name] is not None for row in rows)
    ]
    return html_table(rows, w.say("charts.visibility.table"), columns, missing=w.say("charts.none"))


def printed_by_other_studies(facts: PageFacts) -> Markup:
    """Return what each study prints for years in which the balance uses another study; empty if none does."""
    w, used, said = facts.wording, {str(row["year"]): row["estimate_series"] for row in facts.records.balance}, []
    chosen = (figure for figure, _ in facts.month.figures.choices.chosen.values() if figure.quantity_id == ESTIMATED)
    others = [each for each in chosen if used.get(each.reference_year) not in (None, each.series)]
    for series, figures in grouped_by(others, lambda each: each.series).items():
        figures.sort(key=lambda each: each.first_year)
        numbers = [
            w.say("briefing.balance.for_year", number=figure_in_words(f, w), year=f.reference_year) for f in figures
        ]
        publications = dict.fromkeys(figure.publication for figure in figures)
        notes = Markup(" ").join(facts.cite(ESTIMATED, publication) for publication in publications)
        named = {"study": facts.study(series), "numbers": w.list(numbers), "notes": notes}
        said.append(w.html("briefing.balance.printed_by_others", **named))
    return paragraphs(*said)


def _row(year: Row, facts: PageFacts) -> dict[str, Any]:
    def cited(said: str, quantity_id: str, publication: object) -> Markup:
        return Markup("{}{}").format(said, facts.cite(quantity_id, publication))

    w, was, row = facts.wording, first_printed(year, facts.wording), dict[str, Any].fromkeys(_COLUMNS)
    registered = cited(w.number(year["registered"]), REGISTERED, year["registered_publication"])
    row |= {"year": str(year["year"]), "registered": registered + (f" ({was})" if was else "")}
    row["registered_series"] = facts.count(year["registered_series"])
    if level_of(year) is None:
        return row
    row["extrapolated"] = w.say(f"charts.visibility.own.{'no' if year['extrapolated'] else 'yes'}")
    publication, of_range = year["estimate_publication"], year["estimate_range_publication"]
    if has_value := year["estimated"] is not None:
        row["estimated"] = cited(number_by_estimate(year["estimated"], year, w), ESTIMATED, publication)
    if year["estimated_lower"] is not None:
        # The estimate has this note already, unless another publication printed the range.
        ends = w.range(year["estimated_lower"], year["estimated_upper"])
        row["range"] = ends if has_value and of_range == publication else cited(ends, ESTIMATED, of_range)
    if not has_value:
        missed = (rounded(float(year[f"unseen_{name}"]), -2) for name in ("lower", "upper"))
        shares = (w.percent(rounded(float(year[f"in_view_{name}_percent"])), 0) for name in ("lower", "upper"))
        return row | {"unseen": w.range(*missed), "in_view_percent": "–".join(shares)}
    # If the estimate is a lower bound, so is the number not registered, and the registered share is an upper bound.
    row["unseen"] = unseen_in_words(year, w)
    lowest = year["estimate_qualifier"] in LOWEST
    share = w.percent((rounded_up if lowest else rounded)(float(year["in_view_percent"])), 0)
    row["in_view_percent"] = w.say("charts.less_than", value=share) if lowest else share
    return row
