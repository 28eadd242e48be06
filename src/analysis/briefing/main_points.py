"""The first section: what the 1300-deal and this page are, and the month in at most six points."""

from itertools import count, takewhile

from markupsafe import Markup, escape

from analysis.briefing.changes import OF_A_MEMBER, ChangeInWords, changes_for_reader, with_notes
from analysis.briefing.html import Section, section_of, strong
from analysis.briefing.page_facts import PageFacts, link_to, site_of
from analysis.briefing.party import request_in_short
from analysis.briefing.support import seats_of_signing_parties
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import years_in_words
from analysis.figures.choice import ESTIMATED
from analysis.figures.tables import REGISTERED


def main_points(facts: PageFacts) -> Section:
    """Return the finding of the month, what is asked of the reader, and the main points."""
    points = [_registered(facts), _estimated(facts), *_girls(facts), seats_of_signing_parties(facts)]
    asked, found = request_in_short(facts), list(finding(facts))
    return section_of("main", facts.wording, finding=found, asked=asked, points=points)


def _registered(facts: PageFacts) -> Markup:
    def total(row: Row) -> Markup:
        return strong(w.number(row["registered"])) + facts.cite(REGISTERED, row["registered_publication"])

    w, newest = facts.wording, facts.records.balance[-1]
    named = {"registered": total(newest), "year": str(newest["year"])}
    for before in facts.records.balance:
        if before["year"] == newest["year"] - 1 and before["registered_series"] == newest["registered_series"]:
            named |= {"before": total(before), "year_before": str(before["year"])}
    said = w.html(f"briefing.main.registered{'_before' if 'before' in named else ''}", **named)
    due = range(newest["year"] + 1, facts.records.annual_figures_due + 1)
    return said + " " + w.html("briefing.main.not_in_yet", years=w.list([str(year) for year in due])) if due else said


def _estimated(facts: PageFacts) -> Markup:
    w, studies = facts.wording, facts.records.estimates.get(ESTIMATED)
    if not studies:
        return w.html("briefing.main.no_estimate")
    row = studies[-1]
    named = {"years": years_in_words(row["reference_year"]), "study": facts.study(row["series"])}
    if row["value"] is None:
        return w.html("briefing.main.estimate_range", range=strong(facts.number(row)), **named)
    value = strong(w.number(row["value"]))
    if row["qualifier"]:
        value = w.html(f"briefing.qualifier.{row['qualifier']}", number=value)
    named["estimate"] = value + facts.cite(ESTIMATED, row["publication"])
    if row["lower"] is None:
        return w.html("briefing.main.estimate_single", **named)
    upper, other = Markup(w.number(row["upper"])), row.get("upper_alternative")
    if other is not None:  # the source prints two upper ends
        upper = w.html("briefing.main.two_ends", first=w.number(other), second=upper)
    if row["range_publication"] != row["publication"]:
        upper += facts.cite(ESTIMATED, row["range_publication"])
    return w.html("briefing.main.estimate", **named, lower=w.number(row["lower"]), upper=upper)


def _girls(facts: PageFacts) -> list[Markup]:
    """Return the girls of the pledge: how many are estimated, and the newest number registered of the nearest group."""
    w, estimates = facts.wording, facts.records.estimates
    whole = [row["denominator_quantity_id"] for row in facts.records.claims.values()]
    if not (studies := next((estimates[name] for name in whole if name in estimates), None)):
        return []
    row = studies[-1]
    shares = (each for judgement in facts.month.judgements for each in judgement.in_short)
    registered = next((each.facts["part"] for each in shares if each.key == "share_of_estimate"), None)
    if row["value"] is None:
        girls = strong(facts.number(row))
    else:
        girls = strong(w.number(row["value"])) + facts.cite(row["quantity_id"], row["publication"])
    said = w.html("briefing.main.girls", girls=girls, years=years_in_words(row["reference_year"]))
    if not registered:
        return [said]
    cited = facts.cite(registered.quantity_id, registered.publication)
    beside = {"registered": strong(w.number(registered.used_value)) + cited}
    # The registered total of each year, the newest first, back to where the newest count lacks a year.
    counted = facts.records.balance
    same = (row for row in counted if row["registered_series"] == counted[-1]["registered_series"])
    by_year = {row["year"]: row["registered"] for row in same}
    years = takewhile(by_year.__contains__, count(max(by_year, default=0), -1))
    year, totals = registered.reference_year, {str(each): by_year[each] for each in years}
    if len(totals) > 1 and min(totals, key=totals.__getitem__) == year:
        year = w.say("briefing.main.lowest_year", year=year, since=min(totals))
    key = f"briefing.main.beside_girls_of.{registered.quantity_id}"
    if not w.has(key):
        key, beside["label"] = "briefing.main.beside_girls", registered.quantity.label(w.language)
    return [said + " " + w.html(key, year=year, **beside)]


def finding(facts: PageFacts) -> list[Markup]:
    """Return the first change, or that there is none, and what is overdue on the commitments."""
    w, found, said = facts.wording, changes_for_reader(facts.month, facts.party, facts.wording), []
    if facts.month.month != FIRST_MONTH:
        said.append(strong(w.say("briefing.main.changed", month=w.month(str(facts.month.month.previous())))))
    caused = sorted((change for change in found if change.because), key=lambda change: _place(facts, change))
    ids = caused[0].because.split("|") if caused else []
    events = [event for event in facts.records.events if event["event_id"] in ids]
    if events:  # how many happened is no finding; what an editor marked comes first
        event = next((event for event in events if event["on_page"]), events[0])
        date, what = escape(w.partial_date(event["date"])), escape(event[f"what_{w.language}"].rstrip("."))
        if not event["on_page"] and (site := site_of(event["url"])):
            date += Markup(", ") + link_to(event["url"], site)
        said.append(Markup(w.count("briefing.main.event", len(events), what=what, date=date)))
    else:
        said.append(with_notes(facts, (caused or found)[0]))
    if len(caused) > 1:
        said.append(w.html("briefing.main.others"))
    due = [event for each in facts.records.events_by_commitment.values() for event in each.due if event["is_overdue"]]
    if due:
        first = min(due, key=lambda event: event["last_day"])
        said.append(strong(w.say("briefing.main.still_open")))
        named = {"what": escape(first[f"awaits_{w.language}"]), "date": escape(w.partial_date(first["due_on"]))}
        said.append(Markup(w.count("briefing.main.overdue", len(due), **named)))
    return said


def _place(facts: PageFacts, change: ChangeInWords) -> int:
    """Return the rank of a change, of which the lowest is the finding.

    After all others (0) come a seat of the signing parties that a member left or filled (1), a publication or the count
    of other figures (2), and events that no editor marked (3).
    """
    of_kind = {row[f"sentence_{facts.wording.language}"]: row for row in facts.records.changes}
    row = of_kind.get(change.sentence, {})
    unmarked = {event["event_id"] for event in facts.records.events if not event["on_page"]}
    if unmarked.issuperset(change.because.split("|")):
        return 3
    if row.get("kind") == "publication" or change.because == "figures":
        return 2
    return int(row.get("kind") == "seats_of_signing_parties" and row["reason"] in OF_A_MEMBER)
