"""The section on the reader's own party: its origin, seats, votes, reply and acts, and what is asked of it."""

import urllib.parse
from collections import Counter

import pandas as pd
from markupsafe import Markup

from analysis.briefing.commitments import acts_found
from analysis.briefing.html import PARTS, Section
from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts
from analysis.briefing.signed import declined_together, not_known_of_others, signatures, signed_together
from analysis.briefing.support import signing_seats, support_in_parliament
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import Wording

# The most characters of a reply that fits on the two pages.
_LONG_REPLY = 280


def reader(facts: PageFacts) -> Section:
    """Return the section on the reader's party, the support in parliament beside it, and where to report an error."""
    party, support = your_party(facts), support_in_parliament(facts)
    return facts.section(
        "reader", party=party, support=support, reading=support.said["reading"], contact=contact(facts)
    )


def your_party(facts: PageFacts) -> Section:
    """Return what is known of the reader's party: sentences, facts by name, and what it did; of all parties no acts."""
    w, party = facts.wording, facts.party
    if facts.is_all:
        heading = w.say("briefing.party.heading_all")
        # Who signed, and the source for each party that is shown as having said that it would not sign yet.
        said: list[str] = [signed_together(facts), declined_together(facts), not_known_of_others(facts)]
    else:
        kind = "heading_group" if facts.month.house.is_group(party) else "heading"
        heading = w.say(f"briefing.party.{kind}", party=facts.reader_name)
        said = [_origin_of_group(facts), signatures(facts)]
        if first := facts.month.house.newcomer_since(facts.party, FIRST_MONTH.as_of):
            said.append(w.html("briefing.party.not_yet", party=facts.names(party), date=w.date(first.date())))
        said.append(_end_of_group(facts))
    named = {w.say(f"briefing.party.fact.{name}"): value for name, value in _facts_of_party(facts).items()}
    acts = None if facts.is_all else acts_found(facts)
    return facts.section("your_party", heading=heading, sentences=said, facts=named, acts=acts)


def _origin_of_group(facts: PageFacts) -> Markup:
    """Return since when, or from when to when, the reader's group existed, with a sentence for each split."""
    w, house, said = facts.wording, facts.month.house, []
    until = house.last_day(facts.party)
    for place, step in enumerate(house.splits_behind(facts.party)):
        named = {"date": w.date(step["date"]), "left": facts.names(step["from_party_ids"])}
        if place:
            said.append(w.html("briefing.group.earlier", party=facts.names(step["party"]), **named))
            continue
        named["Party"] = facts.party_in_sentence(step["party"])["Party"]
        if until is None:
            said.append(w.html("briefing.group.sits", **named))
        else:
            said.append(w.html("briefing.group.sat", until=w.date(until), **named))
    if said and (absence := house.absence(facts.party)) and absence.meanwhile_in:
        named = {"left": w.date(absence.left.date()), "came": w.date(absence.came.date())}
        said.append(w.html("briefing.group.meanwhile", parties=facts.names(*sorted(absence.meanwhile_in)), **named))
    return Markup(" ").join(said)


def _end_of_group(facts: PageFacts) -> str:
    """Return which party or group took over the last seats of the reader's group; nothing if it lost an election."""
    w, events = facts.wording, facts.month.house.events_at_end(facts.party)
    if not events:
        return ""
    event = events[-1]
    key = "last_seat" if event["kind"] == "split" else "merged"
    new = facts.names(*event["to_party_ids"].split("|"))
    return w.html(f"briefing.group.{key}", party=facts.names(facts.party), new=new, date=w.date(event["date"]))


def _facts_of_party(facts: PageFacts) -> dict[str, Markup | str]:
    """Return the seats, role, sitting signatories and reply of the reader's party, by the name of the fact."""
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


def _votes(facts: PageFacts) -> str:
    """Return how often the reader's party voted for and against, on the decisions of which its vote is published."""
    w, own, sides = facts.wording, facts.month.house.predecessors_of(facts.party), Counter[str]()
    rows = [[row for row in votes if row["party_id"] in own] for votes in facts.records.votes.values()]
    for cast in filter(None, rows):
        sides[cast[0]["vote"] if len({row["vote"] for row in cast}) == 1 else "split"] += 1
    counted = [w.say(f"briefing.party.value.votes.{side}", n=w.number(n)) for side, n in sides.most_common()]
    is_primary = all(row["certainty"] == "primary" for cast in rows for row in cast)
    facts.notes.any_second_hand |= not is_primary
    return w.list(counted) + ("" if is_primary else "*")


def _role(facts: PageFacts) -> str:
    """Return whether the reader's party is in the cabinet, since when, and whether that is a caretaker cabinet."""
    w, cabinet = facts.wording, facts.month.house.in_cabinet()
    own = cabinet[cabinet["party_id"] == facts.party]
    if own.empty:
        outside = "outside_caretaker" if cabinet["caretaker_from"].notna().any() else "opposition"
        return w.say(f"briefing.party.role.{'unknown' if cabinet.empty else outside}")
    now = own.iloc[-1]
    form = "coalition" if pd.isna(now["caretaker_from"]) else "caretaker"
    since = w.partial_date(str(now["valid_from"].date()), short=True)
    named = {"date": since, "cabinet": now["cabinet"]}
    if form == "caretaker":
        named["fell"] = w.partial_date(str(now["caretaker_from"].date()), short=True)
    return w.say(f"briefing.party.role.{form}", **named)


def _named(facts: PageFacts, seats: int) -> str:
    """Return how many who sit signed and agreed to be named, and their names (of all parties: where these are)."""
    w = facts.wording
    own = [row for row in facts.records.named if facts.is_all or row["party_id"] == facts.party]
    names = [row["matched_name"] for row in own if row["sits"]]
    perhaps = facts.month.house.perhaps_sitting
    others = {
        "perhaps": [row["matched_name"] for row in own if not row["sits"] and row["person_id"] in perhaps],
        "seatless": [row["matched_name"] for row in own if not row["sits"] and row["person_id"] not in perhaps],
    }
    said = w.count("briefing.named.sitting", len(names), seats=w.number(seats))
    if facts.is_all:
        return "; ".join([said, w.say("briefing.named.in_annex")] if own else [said])
    if names:
        said = w.say("briefing.named.sitting_names", sitting=said, names=w.list(names))
    more = [w.say(f"briefing.named.{key}", names=w.list(each)) for key, each in others.items() if each]
    return "; ".join([said, *more])


def _reply(facts: PageFacts) -> Markup | str:
    """Return the newest reply of the reader's party word for word, or where it is if it is long."""
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
    return w.html("briefing.party.value.reply", text=reply_in_its_language(newest, w), date=date)


def reply_in_its_language(reply: Row, w: Wording) -> str | Markup:
    """Return a reply word for word, marked with its language if the page has another one."""
    text, language = str(reply["text"]), reply["language"]
    return text if language == w.language else Markup(PARTS.in_language(text, language))


def request_in_short(facts: PageFacts) -> Markup:
    """Return what is asked of the reader, which depends on whether the party signed and is still in parliament."""
    w = facts.wording
    if facts.is_all:
        return w.html("briefing.ask.all")
    row = facts.support(facts.party)
    known = {"yes": "signed", "by_decision": "carried", "no": "declined"}.get(row["party_signed"])
    if int(row["seats"]) == 0:
        known = "gone"
    elif known is None and facts.month.house.newcomer_since(facts.party, FIRST_MONTH.as_of) is not None:
        known = "later"
    alone = int(row["seats"]) == 1 and facts.month.house.is_group(facts.party)
    key = f"briefing.ask.{known or ('member' if alone else 'unknown')}"
    named = facts.party_in_sentence(facts.party)
    return w.html(key, **{place: named[place] for place in w.places(key)})


def contact(facts: PageFacts) -> Markup:
    """Return the contact details; the link to mail fills in month and party."""
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
