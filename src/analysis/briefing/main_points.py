"""The first section: what the 1300-deal and this page are, and the month in at most six points."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.changes import changes_for_reader, with_notes
from analysis.briefing.html import section, strong
from analysis.briefing.page_facts import PageFacts
from analysis.briefing.party import signature_in_short
from analysis.briefing.support import seats_of_signing_parties
from analysis.core.parameters import FIRST_MONTH
from analysis.core.wording import years_in_words
from analysis.sources.missing import YearlySeries

GIRLS, REGISTERED_GIRLS = "estimate-dutch-minor-girls-sexual", "registered-minors-domestic-sexual"


def newest_balance(facts: PageFacts) -> pd.Series:
    """Return the row of the balance of the newest year that has a registered total."""
    return facts.month.balance.sort_values("year").iloc[-1]


def main_points(facts: PageFacts) -> Markup:
    """Return the section."""
    w = facts.wording
    points = [_registered(facts), _estimated(facts), *_girls(facts), seats_of_signing_parties(facts)]
    points += [] if facts.is_all else [signature_in_short(facts)]
    listed = Markup("\n").join(Markup("<li>{}</li>").format(point) for point in [*points, _changed(facts)])
    content = Markup('<p class="what">{} {}</p>\n<ul class="points">\n{}\n</ul>')
    said = content.format(w.say("briefing.what.deal"), w.say("briefing.what.maker"), listed)
    return section("main", w.say("briefing.main.heading"), said)


def _registered(facts: PageFacts) -> Markup:
    """Return the newest registered total, and that of the year before if it is of the same series."""
    w, rows, newest = facts.wording, facts.month.balance.set_index("year", drop=False), newest_balance(facts)
    named = {"registered": _total(facts, newest), "year": str(newest["year"])}
    year_before = int(newest["year"]) - 1
    if year_before not in rows.index or rows.at[year_before, "registered_series"] != newest["registered_series"]:
        return w.html("briefing.main.registered", **named)
    before = _total(facts, rows.loc[year_before])
    return w.html("briefing.main.registered_before", before=before, year_before=str(year_before), **named)


def _total(facts: PageFacts, row: pd.Series) -> Markup:
    cited = facts.cite({"quantity_id": "registered-all", "publication": row["registered_publication"]})
    return strong(facts.wording.number(int(row["registered"]))) + cited


def _estimated(facts: PageFacts) -> Markup:
    """Return the newest estimate of the number of victims, with its range, its years and the study."""
    w, studies = facts.wording, facts.estimates("estimate-all")
    if studies.empty:
        return w.html("briefing.main.no_estimate")
    row = studies.iloc[-1]
    if pd.isna(row["value"]):
        ranged = {"range": strong(facts.number(row)), "years": years_in_words(row["reference_year"])}
        return w.html("briefing.main.estimate_range", **ranged, study=facts.study(row["series"]))
    value = strong(w.number(row["value"]))
    if pd.notna(row["qualifier"]):
        value = w.html(f"briefing.qualifier.{row['qualifier']}", number=value)
    named = {
        "years": years_in_words(row["reference_year"]),
        "estimate": value + facts.cite(row),
        "study": facts.study(row["series"]),
    }
    if pd.isna(row["lower"]):
        return w.html("briefing.main.estimate_single", **named)
    upper, other = Markup(w.number(row["upper"])), row.get("upper_alternative")
    if pd.notna(other):  # the source prints two upper ends
        upper = w.html("briefing.main.two_ends", first=w.number(other), second=upper)
    if row["range_publication"] != row["publication"]:
        upper += facts.cite({**row, "publication": row["range_publication"]})
    return w.html("briefing.main.estimate", **named, lower=w.number(row["lower"]), upper=upper)


def _girls(facts: PageFacts) -> list[Markup]:
    """Return the estimate of the girls of the pledge and the newest number of registered Dutch minors."""
    w, studies, registered = facts.wording, facts.estimates(GIRLS), facts.chosen(REGISTERED_GIRLS)
    if studies.empty:
        return []
    row = studies.iloc[-1]
    girls = strong(facts.number(row)) if pd.isna(row["value"]) else strong(w.number(row["value"])) + facts.cite(row)
    named = {"girls": girls, "years": years_in_words(row["reference_year"])}
    if registered.empty:
        return [w.html("briefing.main.girls_only", **named)]
    newest = registered.iloc[-1]
    said = strong(w.number(newest["value"])) + facts.cite(newest)
    return [w.html("briefing.main.girls", **named, year=newest["reference_year"], registered=said)]


def _changed(facts: PageFacts) -> Markup:
    """Return the first change, whether there are others, and which annual figures are not processed yet."""
    w, found = facts.wording, changes_for_reader(facts.month, facts.party, facts.wording)
    caused = [change for change in found if change.because]
    said = [with_notes(facts, (caused or found)[0])]
    if facts.month.month != FIRST_MONTH:
        since = w.month(str(facts.month.month.previous()))
        said.insert(0, strong(w.say("briefing.main.changed", month=since)))
    if len(caused) > 1:
        said.append(w.html("briefing.main.others"))
    newest, yearly = int(newest_balance(facts)["year"]), YearlySeries.all_in(facts.month.sources.series)
    due = max((each.newest_due(facts.month.month) for each in yearly[:1]), default=newest)
    years = [str(year) for year in range(newest + 1, due + 1)]
    if years:
        said.append(w.html("briefing.main.not_in_yet", years=w.list(years)))
    return Markup(" ").join(said)
