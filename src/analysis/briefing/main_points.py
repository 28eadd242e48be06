"""The first section: what the 1300-deal and this page are, and the month in at most six points."""

from dataclasses import dataclass

from markupsafe import Markup

from analysis.briefing.changes import changes_for_reader, with_notes
from analysis.briefing.html import Section, strong
from analysis.briefing.page_facts import PageFacts
from analysis.briefing.party import signature_in_short
from analysis.briefing.support import seats_of_signing_parties
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import years_in_words

GIRLS, REGISTERED_GIRLS = "estimate-dutch-minor-girls-sexual", "registered-minors-domestic-sexual"


@dataclass(frozen=True)
class MainPoints(Section):
    """The main points, in the order of the page."""

    template = "main_points"
    points: list[Markup]


def main_points(facts: PageFacts) -> MainPoints:
    """Return the section."""
    points = [_registered(facts), _estimated(facts), *_girls(facts), seats_of_signing_parties(facts)]
    points += [] if facts.is_all else [signature_in_short(facts)]
    return MainPoints(facts.wording, [*points, _changed(facts)])


def _registered(facts: PageFacts) -> Markup:
    """Return the newest registered total, and that of the year before if it is of the same series."""
    w, newest = facts.wording, facts.records.balance[-1]
    named = {"registered": _total(facts, newest), "year": str(newest["year"])}
    for before in facts.records.balance:
        if before["year"] == newest["year"] - 1 and before["registered_series"] == newest["registered_series"]:
            named |= {"before": _total(facts, before), "year_before": str(before["year"])}
    return w.html(f"briefing.main.registered{'_before' if 'before' in named else ''}", **named)


def _total(facts: PageFacts, row: Row) -> Markup:
    cited = facts.cite({"quantity_id": "registered-all", "publication": row["registered_publication"]})
    return strong(facts.wording.number(row["registered"])) + cited


def _estimated(facts: PageFacts) -> Markup:
    """Return the newest estimate of the number of victims, with its range, its years and the study."""
    w, studies = facts.wording, facts.estimates("estimate-all")
    if not studies:
        return w.html("briefing.main.no_estimate")
    row = studies[-1]
    named = {"years": years_in_words(row["reference_year"]), "study": facts.study(row["series"])}
    if row["value"] is None:
        return w.html("briefing.main.estimate_range", range=strong(facts.number(row)), **named)
    value = strong(w.number(row["value"]))
    if row["qualifier"]:
        value = w.html(f"briefing.qualifier.{row['qualifier']}", number=value)
    named["estimate"] = value + facts.cite(row)
    if row["lower"] is None:
        return w.html("briefing.main.estimate_single", **named)
    upper, other = Markup(w.number(row["upper"])), row.get("upper_alternative")
    if other is not None:  # the source prints two upper ends
        upper = w.html("briefing.main.two_ends", first=w.number(other), second=upper)
    if row["range_publication"] != row["publication"]:
        upper += facts.cite({**row, "publication": row["range_publication"]})
    return w.html("briefing.main.estimate", **named, lower=w.number(row["lower"]), upper=upper)


def _girls(facts: PageFacts) -> list[Markup]:
    """Return the estimate of the girls of the pledge and the newest number of registered Dutch minors."""
    w, studies, registered = facts.wording, facts.estimates(GIRLS), facts.records.chosen.get(REGISTERED_GIRLS)
    if not studies:
        return []
    row = studies[-1]
    girls = strong(facts.number(row)) if row["value"] is None else strong(w.number(row["value"])) + facts.cite(row)
    named = {"girls": girls, "years": years_in_words(row["reference_year"])}
    if not registered:
        return [w.html("briefing.main.girls_only", **named)]
    newest = registered[-1]
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
    due = range(facts.records.balance[-1]["year"] + 1, facts.records.annual_figures_due + 1)
    if due:
        said.append(w.html("briefing.main.not_in_yet", years=w.list([str(year) for year in due])))
    return Markup(" ").join(said)
