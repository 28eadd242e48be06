"""The section on the reader's own party: its origin, signature, seats, votes, reply, acts, and what is asked of it."""

import urllib.parse
from collections import Counter
from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from analysis.briefing.commitments import SIDES, acts_found
from analysis.briefing.html import PARTS, Section, section_of
from analysis.briefing.page_facts import PageFacts, in_its_language, link_to
from analysis.briefing.support import reading_of_support, signed_on, signing_seats, support_in_parliament
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import grouped, rows_of

# The most characters of a reply that fits on the two pages.
_LONG_REPLY = 280


def reader(facts: PageFacts) -> Section:
    """Return the section on the reader's party, the support in parliament beside it, and where to report an error."""
    beside = {"party": your_party(facts), "support": support_in_parliament(facts)}
    return section_of("reader", facts.wording, **beside, reading=reading_of_support(facts), contact=contact(facts))


def your_party(facts: PageFacts) -> Section:
    """Return what is known about the reader's party: sentences, facts by name, and (not for `all`) what it did."""
    w, party, house = facts.wording, facts.party, facts.month.house
    if facts.is_all:
        heading, said = w.say("briefing.party.heading_all"), [_signed_together(facts)]
        # The source for each party that is shown as having said that it would not sign yet.
        declined = [each for each, row in facts.records.support.items() if row["party_signed"] == "no"]
        said.append(Markup(" ").join([*(_declined(facts, each) for each in declined), *_not_known_of(facts, declined)]))
        unknown = [row["seats"] for row in facts.records.support.values() if row["party_signed"] == "unknown"]
        if held := [int(seats) for seats in unknown if seats]:
            said.append(Markup(w.count("briefing.party.others_unknown", len(held), seats=w.number(sum(held)))))
    else:
        kind = "heading_group" if house.is_group(party) else "heading"
        heading = w.say(f"briefing.party.{kind}", party=facts.reader_name)
        said = [_origin_of_group(facts), _signatures(facts)]
        if first := house.newcomer_since(party, FIRST_MONTH.as_of):
            said.append(w.html("briefing.party.not_yet", party=facts.names(party), date=w.date(first.date())))
        if events := house.events_at_end(party):  # it lost no election: another took over its last seats
            key = "last_seat" if events[-1]["kind"] == "split" else "merged"
            named = {"new": facts.names(*events[-1]["to_party_ids"].split("|")), "date": w.date(events[-1]["date"])}
            said.append(w.html(f"briefing.group.{key}", party=facts.names(party), **named))
    values = {w.say(f"briefing.party.fact.{name}"): value for name, value in _facts_of_party(facts).items()}
    acts = None if facts.is_all else acts_found(facts)
    return section_of("your_party", w, heading=heading, sentences=said, facts=values, acts=acts)


def _origin_of_group(facts: PageFacts) -> Markup:
    w, house, said = facts.wording, facts.month.house, []
    until = house.last_day(facts.party)
    for place, step in enumerate(house.splits_behind(facts.party)):
        named = {"date": w.date(step["date"]), "left": facts.names(step["from_party_ids"])}
        if place:
            said.append(w.html("briefing.group.earlier", party=facts.names(step["party"]), **named))
            continue
        named["Party"] = facts.party_in_sentence(step["party"])["Party"]
        ended = {} if until is None else {"until": w.date(until)}
        said.append(w.html(f"briefing.group.{'sat' if ended else 'sits'}", **named, **ended))
    if said and (absence := house.absence(facts.party)) and absence.meanwhile_in:
        days = {name: w.date(getattr(absence, name).date()) for name in ("since", "left", "came")}
        said.append(w.html("briefing.group.meanwhile", parties=facts.names(*sorted(absence.meanwhile_in)), **days))
    return Markup(" ").join(said)


def _signatures(facts: PageFacts) -> Markup:
    """Return whether the reader's party signed; for a group of which that is unknown, whether the party it left did."""
    w, house = facts.wording, facts.month.house
    steps, until = house.splits_behind(facts.party), house.last_day(facts.party)
    said = _signature(facts, facts.party)
    if not steps or facts.support(facts.party)["party_signed"] != "unknown":
        return said
    # The group ended before the pledge, so the signature of the party it left says nothing about it.
    if until is not None and until < pd.Timestamp(str(FIRST_MONTH)):
        return said
    left = steps[-1]["from_party_ids"]
    row, named = facts.support(left), {"party": facts.names(left)}
    if row["party_signed"] == "yes":
        of_left = w.html("briefing.group.left_signed", on=signed_on(facts, row), **named) + facts.signed_where(left)
    elif row["party_signed"] == "unknown":
        of_left = w.html("briefing.group.left_unknown", **named)
    else:
        of_left = _signature(facts, left)
    return Markup(" ").join([said, of_left, *_came_for(facts, left)])


def _came_for(facts: PageFacts, left: str) -> Iterator[Markup]:
    """Yield the signing party for which a member who sits alone sat in the House of the pledge, if not the one left."""
    w, house = facts.wording, facts.month.house
    elected = house.last_election(FIRST_MONTH.as_of)
    persons = set(house.members.loc[house.members["party_id"] == facts.party, "person_id"])
    if elected is None or len(persons) != 1:
        return
    first = elected["term_starts"]
    for term in rows_of(house.terms_of(persons, first)):
        party, row = term["party_id"], facts.support(term["party_id"])
        if row["party_signed"] == "yes" and party != left:
            name, day = facts.names(party), pd.Timestamp(row["signed_on"])
            signed = w.date(day.date())
            if party in house.parties_of(persons, day):
                yield w.html("briefing.group.came_for", date=signed, party=name)
            elif term["end_status"] == "known":  # else nothing says until when
                days = {"date": w.date(term["start"].date()), "until": w.date(term["end"].date())}
                yield w.html("briefing.group.came_later", party=name, signed=signed, **days)


def _signature(facts: PageFacts, party: str) -> Markup:
    w, row, name = facts.wording, facts.support(party), facts.names(party)
    if row["party_signed"] == "by_decision":
        decision = facts.month.house.decisions_on(party).iloc[-1]
        predecessors = decision["predecessors"].split("|")
        carried = {"party": name, "predecessors": facts.names(*predecessors), "on": signed_on(facts, row)}
        said = w.html("briefing.party.carried", **carried) + facts.signed_where(*predecessors) + " "
        since = {"merged": w.date(decision["valid_from"].date()), "decided": w.date(decision["decided_on"].date())}
        is_later = decision["decided_on"] > pd.Timestamp(facts.month.month.as_of)
        said += w.html(f"briefing.party.carried_since{'_later' if is_later else ''}", party=name, **since)
        return said + unconfirmed(facts, decision["confirmed_on"])
    if row["party_signed"] == "yes":
        return w.html("briefing.party.signed", party=name, on=signed_on(facts, row)) + facts.signed_where(party)
    if row["party_signed"] == "no":
        return Markup(" ").join([_declined(facts, party), *_not_known_of(facts, [party])])
    return w.html("briefing.party.unknown", party=name)


def _signed_together(facts: PageFacts) -> Markup:
    """Return which parties signed themselves: the first in one sentence, and those on later days in another."""
    w, found = facts.wording, []
    signed = [row for row in facts.records.support.values() if row["party_signed"] == "yes"]
    signed.sort(key=lambda row: row["signed_on"] or pd.Timestamp.max)
    for place, rows in enumerate(grouped(signed, "signed_on", "signed_on_precision").values()):
        parties = sorted((row["party_id"] for row in rows), key=lambda party: facts.party_name(party).lower())
        named = {"parties": facts.names(*parties), "on": signed_on(facts, rows[0])}
        said = w.html(f"briefing.party.signed_{'later' if place else 'all'}", **named)
        found.append(said + facts.signed_where(*parties))
    later = [w.html("briefing.party.also_signed", each=Markup("; ").join(found[1:]))] if found[1:] else []
    return Markup(" ").join([*found[:1], *later])


def _declined(facts: PageFacts, party: str) -> Markup:
    w, declined, known = facts.wording, facts.month.house.declined(party), facts.records.publications
    assert declined is not None
    publication, because = declined["declined_publication"], declined[f"declined_because_{w.language}"]
    publisher, quotes = w.institution(known[publication]["publisher"]), known[publication]["quotes"] or ""
    if quoted := [w.institution_in_sentence(known[name]["publisher"]) for name in quotes.split("|") if name in known]:
        publisher = w.say("briefing.party.on_authority", source=publisher, quoted=w.list(quoted))
    reported = {"date": w.date(declined["declined_on"].date()), "because": f", {because}" if because else ""}
    party_name = facts.party_in_sentence(party)["Party"]
    said = w.html("briefing.party.declined", Party=party_name, publisher=publisher, **reported)
    return said + facts.ref(publication)


def _not_known_of(facts: PageFacts, declined: list[str]) -> Iterator[Markup]:
    """Yield that no source says whether parties that declined signed later, and from which we have no reply."""
    w, replied = facts.wording, set(facts.month.sources.replies["party_id"])
    silent = [party for party in declined if party not in replied]
    if len(declined) == 1:
        yield w.html("briefing.party.declined_since", party=facts.names(*declined))
    elif declined:
        yield w.html("briefing.party.all_declined_since")
    if silent:
        yield w.html("briefing.party.not_asked", party=facts.names(*silent))


def unconfirmed(facts: PageFacts, confirmed_on: object) -> Markup:
    """Return the sentence that CKM has not confirmed a decision, or nothing if it was confirmed."""
    return Markup("") if pd.notna(confirmed_on) else " " + facts.wording.html("briefing.party.unconfirmed")


def _facts_of_party(facts: PageFacts) -> dict[str, Markup | str]:
    w, row, everyone = facts.wording, facts.support(facts.party), facts.support(ALL_PARTIES)
    seats = signing_seats(facts) if facts.is_all else w.number(row["seats"])
    named = {"seats": seats, "filled": w.number(everyone["seats"])}
    key, vacant = "briefing.party.value.seats", int(everyone["vacant_seats"])
    if vacant:
        key += "_vacant"
        named |= {"vacant": w.number(vacant), "total": w.number(int(everyone["total_seats"]))}
    found: dict[str, Markup | str] = {"signing_seats" if facts.is_all else "seats": w.say(key, **named)}
    if not facts.is_all and int(row["seats"]):
        found["role"] = _role(facts)
    if votes := _votes(facts):
        found["votes"] = votes
    return found | {"named": _named(facts, int(row["seats"])), "reply": _reply(facts)}


def _role(facts: PageFacts) -> str:
    w, cabinet = facts.wording, facts.month.house.in_cabinet()
    own = cabinet[cabinet["party_id"] == facts.party]
    if own.empty:
        outside = "outside_caretaker" if cabinet["caretaker_from"].notna().any() else "opposition"
        return w.say(f"briefing.party.role.{'unknown' if cabinet.empty else outside}")
    now = own.iloc[-1]
    named = {"date": w.partial_date(str(now["valid_from"].date()), short=True), "cabinet": now["cabinet"]}
    if pd.isna(now["caretaker_from"]):
        return w.say("briefing.party.role.coalition", **named)
    fell = w.partial_date(str(now["caretaker_from"].date()), short=True)
    return w.say("briefing.party.role.caretaker", fell=fell, **named)


def _votes(facts: PageFacts) -> str:
    """Return how often the party voted for and against, in that order, and on which decisions; empty if on none."""
    w, own, sides = facts.wording, facts.month.house.predecessors_of(facts.party), Counter[str]()
    rows = {name: [row for row in votes if row["party_id"] in own] for name, votes in facts.records.votes.items()}
    voted = {name: cast for name, cast in rows.items() if cast}
    if not voted:
        return ""
    for cast in voted.values():
        sides[cast[0]["vote"] if len({row["vote"] for row in cast}) == 1 else "split"] += 1
    counted = [w.say(f"briefing.party.value.votes.{side}", n=w.number(sides[side])) for side in SIDES if sides[side]]
    votes = w.list(counted) + facts.star(any(row["certainty"] != "primary" for cast in voted.values() for row in cast))
    first = min(event["date"] for event in facts.records.events if event["event_id"] in voted)
    return w.count("briefing.party.value.voted", len(voted), votes=votes, since=w.partial_date(first, short=True))


def _named(facts: PageFacts, seats: int) -> str:
    """Return how many sitting members signed and may be named, and their names (for `all`, where these are)."""
    w, perhaps = facts.wording, facts.month.house.perhaps_sitting
    own = [row for row in facts.records.named if facts.is_all or row["party_id"] == facts.party]
    by_place = {"sitting": [row for row in own if row["sits"]]}
    by_place["perhaps"] = [row for row in own if not row["sits"] and row["person_id"] in perhaps]
    by_place["seatless"] = [row for row in own if not row["sits"] and row["person_id"] not in perhaps]
    said = w.count("briefing.named.sitting", len(by_place["sitting"]), seats=w.number(seats))
    if facts.is_all:
        return "; ".join([said, w.say("briefing.named.in_annex")] if own else [said])
    names = {place: w.list([row["matched_name"] for row in rows]) for place, rows in by_place.items() if rows}
    if sitting := names.pop("sitting", ""):
        said = w.say("briefing.named.sitting_names", sitting=said, names=sitting)
    return "; ".join([said, *(w.say(f"briefing.named.{place}", names=each) for place, each in names.items())])


def _reply(facts: PageFacts) -> Markup | str:
    w, replies = facts.wording, facts.month.sources.replies
    if facts.is_all:
        return w.say("briefing.party.value.no_reply_all")
    own = replies[replies["party_id"] == facts.party].sort_values("received_on")
    if own.empty:
        return w.say("briefing.party.value.no_reply")
    newest = own.iloc[-1]
    date = w.date(newest["received_on"].date())
    if len(newest["text"]) > _LONG_REPLY:
        return w.say("briefing.party.value.reply_in_annex", date=date)
    return w.html("briefing.party.value.reply", text=in_its_language(newest["text"], newest["language"], w), date=date)


def request_in_short(facts: PageFacts) -> Markup:
    """Return what is asked of the reader, which depends on whether the party signed and is still in parliament."""
    w, house = facts.wording, facts.month.house
    if facts.is_all:
        return w.html("briefing.ask.all")
    row = facts.support(facts.party)
    known = {"yes": "signed", "by_decision": "carried", "no": "declined"}.get(row["party_signed"])
    if int(row["seats"]) == 0:
        known = "gone"
    elif known is None and house.newcomer_since(facts.party, FIRST_MONTH.as_of) is not None:
        known = "later"
    alone = int(row["seats"]) == 1 and house.is_group(facts.party)
    key = f"briefing.ask.{known or ('member' if alone else 'unknown')}"
    named = dict(facts.party_in_sentence(facts.party))
    if known == "declined" and (declined := house.declined(facts.party)):
        named["date"] = w.date(declined["declined_on"].date())
    return w.html(key, **{place: named[place] for place in w.places(key)})


def contact(facts: PageFacts) -> Markup:
    """Return the contact details; the mail link fills in the month and the party."""
    w, known, reach = facts.wording, facts.month.sources.contact, []
    if "phone" in known:
        reach.append(PARTS.bare_link(f"tel:{known['phone']}", known["phone"]))
    if "email" in known:
        subject = w.say("briefing.ask.mail_subject", month=w.month(str(facts.month.month)), party=facts.reader_name)
        filled = {"subject": subject, "body": w.sentences["briefing.ask.mail_body"]}
        address = f"mailto:{known['email']}?{urllib.parse.urlencode(filled, quote_via=urllib.parse.quote)}"
        reach.append(PARTS.bare_link(address, known["email"]))
    if "url" in known:
        reach.append(link_to(known["url"], known["url"].removeprefix("https://").rstrip("/")))
    return w.html("briefing.ask.contact", organisation=known["organisation"], reach=Markup(", ").join(reach))
