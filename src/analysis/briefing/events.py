"""Events of the commitments as a reader meets them: when, what, in which document, and what is still to come."""

from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts
from analysis.reconciliation.commitments import acts_of_party, events_by_commitment

_PUT_TO_VOTE = "put_to_vote"
# How many acts of a party fit beside it on two pages; the annex has all.
_ACTS_SHOWN = 2


def event_list(facts: PageFacts, events: pd.DataFrame, *, with_role: bool = False) -> Markup:
    """Return events as a list in the order given, `with_role` each with what the parties did; empty for none."""
    w, items = facts.wording, []
    for event in events.to_dict("records"):
        role = event["party_role"]
        after = f", {w.say(f'briefing.events.role.{role}')}" if with_role else ""
        items.append(Markup("<li>{}</li>").format(event_in_words(facts, event, after=after)))
    return Markup('<ul class="events">{}</ul>').format(Markup("\n").join(items)) if items else Markup("")


def event_in_words(facts: PageFacts, event: dict[Any, Any], *, before: str = "", after: str = "") -> Markup:
    """Return one event: its date with what goes before and after that, what happened, and where it can be read."""
    w = facts.wording
    date = Markup("<strong>{}{}</strong>{}").format(before, w.partial_date(event["date"], short=True), after)
    outcome = w.html("briefing.events.put_to_vote") if event["result"] == _PUT_TO_VOTE else Markup("")
    source = Markup(", ").join(part for part in (_document(event), outcome) if part)
    what = event[f"what_{w.language}"].rstrip(".")
    return w.html("briefing.events.event", date=date, what=what, source=source or w.say("briefing.events.title"))


def _document(event: dict[Any, Any]) -> Markup:
    """Return the number of the document of an event, else the name of the site, as a link where there is an address."""
    url = event["url"]
    name = event["document"] if isinstance(event["document"], str) else ""
    if not isinstance(url, str):
        return Markup("{}").format(name)
    return Markup('<a class="address" href="{}">{}</a>').format(url, name or urlsplit(url).netloc.removeprefix("www."))


def still_to_come(facts: PageFacts, due: pd.DataFrame) -> Markup:
    """Return in one sentence what still has to follow, each with its date where one was set; empty for nothing."""
    w, said = facts.wording, []
    for row in due.to_dict("records"):
        what = row[f"awaits_{w.language}"]
        if pd.isna(row["due_on"]):
            said.append(Markup("{}").format(what))
            continue
        key = "overdue" if row["is_overdue"] else "due"
        said.append(w.html(f"briefing.events.{key}", what=what, date=w.partial_date(row["due_on"])))
    label = Markup("<strong>{}</strong>").format(w.say("briefing.events.to_come"))
    return Markup("{} {}.").format(label, Markup("; ").join(said)) if said else Markup("")


def acts(facts: PageFacts) -> Markup:
    """Return what sources name the reader's party for since the pledge, in the same words whether it signed or not.

    With how far was looked and until when: nothing found is not nothing done.
    """
    w, sources = facts.wording, facts.month.sources
    newest = max((each.events["known_from"].max() for each in events_by_commitment(sources).values()), default=None)
    until = w.date(newest.date()) if newest is not None and pd.notna(newest) else w.date(facts.month.month.as_of)
    found, party = acts_of_party(sources, facts.party), facts.party_in_sentence(facts.party)["party"]
    more = w.count("briefing.events.acts.more", max(len(found) - _ACTS_SHOWN, 0))
    said = [w.html("briefing.events.acts.none", party=party) if found.empty else more]
    said.append(w.html("briefing.events.acts.looked", until=until))
    listed = event_list(facts, found.head(_ACTS_SHOWN), with_role=True)
    return Markup("<p>{}</p>\n{}").format(Markup(" ").join(said), listed)
