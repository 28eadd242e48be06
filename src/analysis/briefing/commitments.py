"""The sections on the five commitments: figures, events and votes, what is still to come, what to ask the minister."""

import datetime
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.html import Section, section_of, strong
from analysis.briefing.page_facts import PageFacts, link_to, site_of
from analysis.core.parameters import FIRST_MONTH
from analysis.core.record_tables import Row, grouped, grouped_by, rows_of
from analysis.core.wording import capital, years_in_words
from analysis.reconciliation.commitments import acts_of_party

# The sites of parliament, the government and the Rapporteur, which publish the documents.
_OFFICIAL = ("overheid.nl", "officielebekendmakingen.nl", "tweedekamer.nl", "eerstekamer.nl", "rapporteur.nl")
# How many of each fit on two pages, in the order of data/commitments.csv; the annex has all of them.
_QUANTITIES_ON_PAGE, _DUE_ON_PAGE, _ACTS_SHOWN = 2, 2, 2
SIDES = ("for", "against", "split", "absent")


def commitments(facts: PageFacts) -> Section:
    """Return the commitments in short, numbered as in the pledge."""
    w, entries, has_reports = facts.wording, [], False
    for name, rows in facts.records.commitments.items():
        events = facts.records.events_by_commitment[name]
        # What fits on two pages: the three newest figures of the first quantity, the newest of the second.
        quantities = grouped((row for row in rows if row["publication"]), "quantity_id").values()
        shown = islice(quantities, _QUANTITIES_ON_PAGE)
        newest = [row for place, own in enumerate(shown) for row in own[-1 if place else -3 :]]
        figures = _in_figures(facts, newest)
        if not has_reports and any(row["unit"] == "reports" for row in newest):
            figures.append(w.html("briefing.commitments.reports"))
            has_reports = True
        entry: dict[str, Any] = {"title": w.say(f"briefing.commitments.title.{name}"), "figures": figures}
        entry["events"] = [event_in_words(facts, each, more=tally_and_own_vote(facts, each)) for each in events.on_page]
        due, more = events.due[:_DUE_ON_PAGE], len(events.due[_DUE_ON_PAGE:])
        to_come = _still_to_come(facts, due)
        if more:
            to_come += " " + w.html("briefing.events.more", n=w.number(more))
        entries.append(entry | {"to_come": to_come, "question": _question(facts, name, due)})
    return section_of("commitments", w, commitments=entries)


def commitments_in_full(facts: PageFacts) -> Section:
    """Return the commitments with all figures and what is to come; their events are in the workbook."""
    w, entries = facts.wording, []
    for name, rows in facts.records.commitments.items():
        entry = {"title": w.say(f"briefing.commitments.title.{name}"), "text": rows[0][f"text_{w.language}"]}
        to_come = _still_to_come(facts, facts.records.events_by_commitment[name].due)
        entries.append(entry | {"figures": _in_figures(facts, rows), "to_come": to_come})
    return section_of("commitments_in_full", w, commitments=entries)


def _in_figures(facts: PageFacts, rows: list[Row]) -> list[Markup]:
    """Return a sentence for each quantity of a commitment, its oldest figure first, or that there are none."""
    w, quantities, said = facts.wording, facts.month.figures.quantities, []
    found = grouped((row for row in rows if row["publication"]), "quantity_id")
    for name, own in found.items():
        # Revictimisation within seven years can't be measured over five: its years are those of the edition.
        form = f"briefing.commitments.{'edition' if quantities[name].period == 'edition' else 'year'}"
        numbers = [w.html(form, number=facts.number(row), years=years_in_words(row["reference_year"])) for row in own]
        label = facts.quantity_name(name)
        said.append(w.html("briefing.commitments.figure", label=label, numbers=Markup(", ").join(numbers)))
    if any(quantities[name].population == "chat_contacts" for name in found):
        said.append(w.html("briefing.commitments.own"))
    return said or [w.html("briefing.commitments.none")]


def _question(facts: PageFacts, commitment_id: str, due: Sequence[Row]) -> Markup:
    """Return the question of the month, or one about what is overdue if that is newer; empty if there is neither."""
    w, row = facts.wording, facts.records.questions.get(commitment_id)
    overdue = [event["last_day"] for event in due if event["is_overdue"]]
    asked = row[f"question_{w.language}"] if row else ""
    if overdue and (not row or row["fits_from"] < max(overdue)):
        asked = w.say("briefing.events.ask_overdue")
    office = row[f"office_{w.language}"] if row else ""
    key = "briefing.commitments.question"
    to_whom = w.say(f"{key}_to", office=office) if office else w.say(key)
    return strong(to_whom) + " " + asked if asked else Markup("")


def _still_to_come(facts: PageFacts, due: Sequence[Row]) -> Markup:
    """Return what was not seen by the day on which it was due, and what is still to come; empty if nothing is."""
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
    # If a document was not read on the site of its publisher, its link says where it leads.
    name = document if not document or site.endswith(_OFFICIAL) else f"{document}, {site}"
    read_at = link_to(event["url"], name) if site else document
    outcome = w.html("briefing.events.put_to_vote") if event["result"] == "put_to_vote" else ""
    source = Markup(", ").join(part for part in (read_at, outcome, more) if part) or w.say("briefing.events.title")
    what = event[f"what_{w.language}"].rstrip(".")
    return w.html("briefing.events.event", date=date, what=what, source=source)


def acts_found(facts: PageFacts) -> dict[str, Any]:
    """Return how often our sources name the reader's party since the pledge, until when we looked, and the newest acts.

    The words do not depend on whether it signed: a party may have done things that were not found.
    """
    w, events, house = facts.wording, facts.records.events, facts.month.house
    # A year or a month counts as its last day, and is no day on which something happened.
    dated = [event["date"] for event in events if len(event["date"]) == 10]
    until = w.partial_date(dated[0]) if dated else w.date(facts.month.month.as_of)
    found, own = acts_of_party(events, house, facts.party), house.predecessors_of(facts.party)
    # A group that began after the pledge can be named only since then.
    first = min(filter(None, map(house.first_day, own)), default=None)
    is_younger = first is not None and first.date() > FIRST_MONTH.as_of
    since = {"since": w.date(first.date()) if first is not None and is_younger else w.month(str(FIRST_MONTH))}
    looked, left_out = w.html("briefing.events.acts.looked", until=until), facts.month.sources.events_left_out
    is_own = left_out["party_ids"].fillna("").str.split("|").map(own.intersection).map(bool)
    if count := int(is_own.sum()):
        documents = w.list([*left_out.loc[is_own, "document"]])
        looked += " " + w.count("briefing.events.acts.left_out", count, documents=documents)
    if (absence := house.absence(facts.party)) and not absence.meanwhile_in:
        days = {"left": w.date(absence.left.date()), "came": w.date(absence.came.date())}
        looked += " " + w.html("briefing.events.acts.away", party=facts.names(facts.party), **days)
    if not found:
        key = "no_other" if count else "none"
        said = w.html(f"briefing.events.acts.{key}", party=facts.names(facts.party), **since)
        return {"found": said, "looked": looked, "events": []}
    acts = []
    for event in found[:_ACTS_SHOWN]:
        role, star = w.say(f"briefing.events.role.{event['party_role']}"), event["certainty"] != "primary"
        acts.append(event_in_words(facts, event, after=f", {role}{facts.star(star)}"))
    return {"found": w.count("briefing.events.acts.found", len(found), **since), "looked": looked, "events": acts}


def tally_and_own_vote(facts: PageFacts, event: Row) -> str:
    """Return the tally of a decision and the own party's vote, with a star if at second hand; empty without a tally."""
    if event["seats_for"] is None:
        return ""
    w, house, votes = facts.wording, facts.month.house, facts.records.votes.get(event["event_id"], [])
    seats = {"seats_for": w.number(event["seats_for"]), "seats_against": w.number(event["seats_against"])}
    said = [w.say("briefing.votes.own.tally", **seats)]
    # The vote of each predecessor that sat on that day, under its own name.
    own = frozenset() if facts.is_all else house.predecessors_of(facts.party)
    for party in (each for each in _held_on(facts, event)["party_id"] if each in own):
        # If everybody voted for, no other source is needed.
        not_in_source = {"vote": "for" if _is_of_everybody(facts, event) else "unknown", "mistake": None}
        row = next((row for row in votes if row["party_id"] == party), not_in_source)
        vote = w.say(f"briefing.votes.own.{row['vote']}")
        if row["mistake"]:
            vote = w.say("briefing.votes.own.mistake", vote=vote)
        said.append(w.say("briefing.votes.own.vote", group=facts.party_name(party), vote=vote))
    is_second_hand = any(row["certainty"] != "primary" for row in (event, *votes))
    return ", ".join(said) + facts.star(is_second_hand)


def votes_by_party(facts: PageFacts) -> Section:
    """Return how the groups voted on each decision: the same decisions and votes for every reader."""
    w, house, say = facts.wording, facts.month.house, "briefing.votes"
    cast, held = grouped(rows_of(house.votes), "event_id"), dict[str, None]()
    decided = grouped(rows_of(house.decided), "commitment_id")
    voted = [(row, cast[row["event_id"]]) for rows in decided.values() for row in rows if row["event_id"] in cast]
    for row, _ in voted:
        held |= dict.fromkeys(_held_on(facts, row)["party_id"])
    # A group without any known vote is named once, not at each decision.
    silent = held.keys() - {vote["party_id"] for _, votes in voted for vote in votes}
    intro = [w.say(f"{say}.intro")]
    if never := [facts.party_name(party) for party in held if party in silent]:
        key = "never_but" if any(_is_of_everybody(facts, row) for row, _ in voted) else "never"
        intro.append(w.say(f"{say}.{key}", groups=w.list(never)))
    # Decisions whose votes are inferred are not shown.
    if days := sorted(facts.month.sources.events_left_out.dropna(subset=["result"])["date"]):
        years = "–".join(dict.fromkeys(day[:4] for day in (days[0], days[-1])))
        intro.append(w.count(f"{say}.left_out", len(days), years=years))
    shown = [
        (w.say(f"briefing.commitments.title.{name}"), [_decision(facts, row, cast, silent) for row in decided[name]])
        for name in facts.records.commitments
        if name in decided
    ]
    if not shown:
        return section_of("votes", w, intro=[w.say(f"{say}.none")], commitments=[])
    second_hand = (house.votes["certainty"] != "primary").any()  # then a star has to be explained
    said = [" ".join(intro), w.say(f"{say}.second_hand") if second_hand else ""]
    return section_of("votes", w, intro=said, commitments=shown)


def _held_on(facts: PageFacts, decision: Row) -> pd.DataFrame:
    return facts.month.house.held_on(datetime.date.fromisoformat(decision["date"]))


def _is_of_everybody(facts: PageFacts, decision: Row) -> bool:
    """Return whether all filled seats voted for: then so did each group, whether or not its vote is in a source."""
    return bool(decision["seats_for"] == _held_on(facts, decision)["seats"].sum())


def _decision(facts: PageFacts, decision: Row, cast: Mapping[str, list[Row]], silent: Set[str]) -> Markup:
    w, votes = facts.wording, cast.get(decision["event_id"], [])
    outcome = w.say(f"briefing.votes.outcome.{decision['result']}")
    if decision["seats_for"] is not None:
        tally = {"seats_for": decision["seats_for"], "seats_against": decision["seats_against"]}
        outcome = w.say("briefing.votes.tally", outcome=outcome, **tally)
    star = "*" if any(row["certainty"] != "primary" for row in votes) else ""
    sides = [
        w.say("briefing.votes.on_side", side=w.say(f"briefing.votes.side.{side}"), groups=groups)
        for side, groups in (_sides(facts, decision, votes, silent) if votes else ())
    ]
    said = " ".join(sides) or w.say("briefing.votes.unknown")
    return Markup("{} {}{}. {}").format(event_in_words(facts, decision), capital(outcome), star, said)


def _sides(facts: PageFacts, decision: Row, votes: list[Row], silent: Set[str]) -> Iterator[tuple[str, str]]:
    """Yield who was on each side, the largest group first; a side of two thirds or more comes last, as all others."""
    w, by_side, most = facts.wording, grouped(votes, "vote"), ""
    if _is_of_everybody(facts, decision):
        yield "for", w.say("briefing.votes.everybody")
        return
    held, voted = _held_on(facts, decision)["party_id"], {row["party_id"] for row in votes}
    for side in (side for side in SIDES if side in by_side):
        own = by_side[side]
        if len(by_side) == 1:
            yield side, w.say("briefing.votes.unanimous")
        elif 3 * len(own) >= 2 * len(votes) and not any(row["mistake"] for row in own):
            most = side
        else:
            names = [(facts.party_name(row["party_id"]), row["mistake"]) for row in own]
            groups = [w.say("briefing.votes.mistake", group=name) if mistake else name for name, mistake in names]
            yield side, w.list(groups)
    if unknown := [facts.party_name(party) for party in held if party not in voted | silent]:
        yield "unknown", w.list(unknown)
    if most:
        yield most, w.say(f"briefing.votes.others{'_known' if {*held} & silent - voted else ''}")
