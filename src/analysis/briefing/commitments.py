"""The sections on the five commitments: figures, events, what is still to come, and a question to the minister."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from analysis.briefing.html import Section, strong
from analysis.briefing.notes import link_to, site_of
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import Row, grouped, grouped_by
from analysis.core.wording import years_in_words
from analysis.reconciliation.commitments import CommitmentEvents, acts_of_party

_OWN_FIGURES = "chat_contacts"
# The sites of parliament, the government and the Rapporteur, which publish the documents.
_OFFICIAL = ("overheid.nl", "officielebekendmakingen.nl", "tweedekamer.nl", "eerstekamer.nl", "rapporteur.nl")
_PUT_TO_VOTE = "put_to_vote"
# How many of each fit on two pages, in the order of data/commitments.csv; the annex has all of them.
_QUANTITIES_ON_PAGE, _DUE_ON_PAGE, _ACTS_SHOWN = 2, 2, 2


@dataclass(frozen=True)
class Commitment:
    """One commitment: its text (in the annex), figures, events, what is still to come, and a question (briefing)."""

    title: str
    text: str
    figures: list[Markup]
    events: list[Markup]
    to_come: Markup
    question: Markup


@dataclass(frozen=True)
class Acts:
    """What a party did since the pledge according to our sources, how much was found, and where was looked."""

    found: str
    looked: str
    events: list[Markup]


def commitments(facts: PageFacts) -> Section:
    """Return the commitments in short, numbered as in the pledge."""
    w, entries, has_reports = facts.wording, list[Commitment](), False
    for name, rows in facts.records.commitments.items():
        events, newest = facts.records.events_by_commitment[name], _newest(rows)
        said, happened = _in_figures(facts, newest), [_with_vote(facts, event) for event in events.on_page]
        if not has_reports and any(row["unit"] == "reports" for row in newest):
            said.append(w.html("briefing.commitments.reports"))
            has_reports = True
        to_come, question = _still_to_come(facts, events.due[:_DUE_ON_PAGE]), _question(facts, events)
        entries.append(Commitment(_title(facts, name), "", said, happened, to_come, question))
    return facts.section("commitments", commitments=entries)


def _with_vote(facts: PageFacts, event: Row) -> Markup:
    return event_in_words(facts, event, more=tally_and_own_vote(facts, event))


def commitments_in_full(facts: PageFacts) -> Section:
    """Return the commitments with all figures and what is to come; their events are in the workbook."""
    w, entries = facts.wording, []
    for name, rows in facts.records.commitments.items():
        events = facts.records.events_by_commitment[name]
        text, due = rows[0][f"text_{w.language}"], _still_to_come(facts, events.due)
        entries.append(Commitment(_title(facts, name), text, _in_figures(facts, rows), [], due, Markup("")))
    return facts.section("commitments_in_full", commitments=entries)


def _title(facts: PageFacts, commitment_id: str) -> str:
    return facts.wording.say(f"briefing.commitments.title.{commitment_id}")


def _newest(rows: list[Row]) -> list[Row]:
    """Return the figures that fit on two pages: the three newest of the first quantity, the newest of the second."""
    quantities = [*_by_quantity(rows).values()][:_QUANTITIES_ON_PAGE]
    return [row for place, own in enumerate(quantities) for row in own[-1 if place else -3 :]]


def _by_quantity(rows: list[Row]) -> dict[str, list[Row]]:
    return grouped((row for row in rows if row["publication"]), "quantity_id")


def _in_figures(facts: PageFacts, rows: list[Row]) -> list[Markup]:
    """Return a sentence for each quantity of a commitment, its oldest figure first, or that there are none."""
    w, quantities, said = facts.wording, facts.month.figures.quantities, []
    found = _by_quantity(rows)
    for name, own in found.items():
        # Revictimisation within seven years can't be measured over five: its years are those of the edition.
        form = f"briefing.commitments.{'edition' if quantities[name].period == 'edition' else 'year'}"
        numbers = [w.html(form, number=facts.number(row), years=years_in_words(row["reference_year"])) for row in own]
        label = facts.quantity_name(name)
        said.append(w.html("briefing.commitments.figure", label=label, numbers=Markup(", ").join(numbers)))
    if any(quantities[name].population == _OWN_FIGURES for name in found):
        said.append(w.html("briefing.commitments.own"))
    return said or [w.html("briefing.commitments.none")]


def _question(facts: PageFacts, events: CommitmentEvents) -> Markup:
    """Return the question of the month, or one about what is overdue if that is younger; empty for neither."""
    w, row = facts.wording, facts.records.questions.get(events.commitment_id)
    office = row[f"office_{w.language}"] if row else None
    label = (
        w.say("briefing.commitments.question_to", office=office) if office else w.say("briefing.commitments.question")
    )
    asked = row[f"question_{w.language}"] if row else ""
    overdue = [event["last_day"] for event in events.due[:_DUE_ON_PAGE] if event["is_overdue"]]
    if overdue and (not row or row["fits_from"] < max(overdue)):
        asked = w.say("briefing.events.ask_overdue")
    return strong(label) + " " + asked if asked else Markup("")


def _still_to_come(facts: PageFacts, due: Sequence[Row]) -> Markup:
    """Return what was not seen by the day on which it was due, and what is still to come; empty for nothing."""
    w, sentences = facts.wording, []
    for label, of_label in grouped_by(due, lambda event: "not_seen" if event["is_overdue"] else "to_come").items():
        said = []
        for event in of_label:
            key = "overdue" if event["is_overdue"] else "due" if event["due_on"] else "since"
            date = w.partial_date(event["due_on"] or event["date"])
            said.append(w.html(f"briefing.events.{key}", what=event[f"awaits_{w.language}"], date=date))
        named = strong(w.say(f"briefing.events.{label}"))
        sentences.append(Markup("{} {}.").format(named, Markup("; ").join(said)))
    return Markup(" ").join(sentences)


def event_in_words(facts: PageFacts, event: Row, *, before: str = "", after: str = "", more: str = "") -> Markup:
    """Return one event: its date (with texts before and after it), what happened, its source, and more about it."""
    w = facts.wording
    date = strong(f"{before}{w.partial_date(event['date'], short=True)}") + after
    document, site = event["document"] or "", site_of(event["url"])
    # A document that was read elsewhere than with who publishes it: then its link says where it leads.
    name = document if not document or site.endswith(_OFFICIAL) else f"{document}, {site}"
    read_at = link_to(event["url"], name) if site else document
    outcome = w.html("briefing.events.put_to_vote") if event["result"] == _PUT_TO_VOTE else ""
    source = Markup(", ").join(part for part in (read_at, outcome, more) if part) or w.say("briefing.events.title")
    what = event[f"what_{w.language}"].rstrip(".")
    return w.html("briefing.events.event", date=date, what=what, source=source)


def acts_found(facts: PageFacts) -> Acts:
    """Return what the reader's party did since the pledge according to our sources.

    The words do not depend on whether it signed. They say where and until when was searched: a party may have done
    things that were not found.
    """
    w, events, house = facts.wording, facts.records.events, facts.month.house
    # A year or a month counts as its last day, and is no day on which something happened.
    dated = [event["date"] for event in events if len(event["date"]) == 10]
    until = w.partial_date(dated[0]) if dated else w.date(facts.month.month.as_of)
    found = acts_of_party(events, house, facts.party)
    # A group that began after the pledge can be named since then alone.
    first = min(filter(None, map(house.first_day, house.predecessors_of(facts.party))), default=None)
    is_younger = first is not None and first.date() > FIRST_MONTH.as_of
    since = {"since": w.date(first.date()) if first is not None and is_younger else w.month(str(FIRST_MONTH))}
    looked, left_out = w.html("briefing.events.acts.looked", until=until), facts.month.sources.events_left_out
    own = left_out["party_ids"].fillna("").str.split("|").map(house.predecessors_of(facts.party).intersection)
    if count := int(own.map(bool).sum()):
        looked += " " + w.count("briefing.events.acts.left_out", count)
    if (absence := house.absence(facts.party)) and not absence.meanwhile_in:
        days = {"left": w.date(absence.left.date()), "came": w.date(absence.came.date())}
        looked += " " + w.html("briefing.events.acts.away", party=facts.names(facts.party), **days)
    if found:
        said: str = w.count("briefing.events.acts.found", len(found), **since)
    else:
        key = "no_other" if count else "none"
        said = w.html(f"briefing.events.acts.{key}", party=facts.names(facts.party), **since)
    return Acts(said, looked, [_act(facts, event) for event in found[:_ACTS_SHOWN]])


def _act(facts: PageFacts, event: Row) -> Markup:
    """Return one act of the reader's party, with its role, and a star where that is second hand."""
    role = facts.wording.say(f"briefing.events.role.{event['party_role']}")
    return event_in_words(facts, event, after=f", {role}{_star(facts, event['certainty'] == 'primary')}")


def _star(facts: PageFacts, is_primary: bool) -> str:
    """Return the mark of what is known at second hand, which the page then explains."""
    facts.notes.any_second_hand |= not is_primary
    return "" if is_primary else "*"


def tally_and_own_vote(facts: PageFacts, event: Row) -> str:
    """Return the tally of a decision and the vote of the reader's party, with a star where these are second hand.

    Empty for what is no decision, or has no tally. Only votes that may be published count (see `parliament.votes`).
    """
    if event["seats_for"] is None:
        return ""
    w, votes = facts.wording, facts.records.votes.get(event["event_id"], [])
    seats = {"seats_for": w.number(event["seats_for"]), "seats_against": w.number(event["seats_against"])}
    said = [w.say("briefing.votes.own.tally", **seats), *_own(facts, event, votes)]
    is_primary = event["certainty"] == "primary" and all(row["certainty"] == "primary" for row in votes)
    return ", ".join(said) + _star(facts, is_primary)


def _own(facts: PageFacts, event: Row, votes: list[Row]) -> Iterator[str]:
    """Yield the vote of the reader's party, or of each of its predecessors under its name, if it sat on that day.

    Where the votes for are as many as the filled seats, everybody voted for: that needs no other source.
    """
    if facts.is_all:
        return
    w, house = facts.wording, facts.month.house
    cast, own = {row["party_id"]: row for row in votes}, house.predecessors_of(facts.party)
    held = house.held_on(datetime.date.fromisoformat(event["date"]))
    not_in_source = "for" if event["seats_for"] == held["seats"].sum() else "unknown"
    for party in held["party_id"]:
        if party in own:
            vote = w.say(f"briefing.votes.own.{cast[party]['vote'] if party in cast else not_in_source}")
            if party in cast and cast[party]["mistake"]:
                vote = w.say("briefing.votes.own.mistake", vote=vote)
            yield w.say("briefing.votes.own.vote", group=facts.party_name(party), vote=vote)
