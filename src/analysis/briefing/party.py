"""The section on the reader's own party: its signature, seats, signatories, reply and acts, and what is asked of it."""

import urllib.parse

import pandas as pd
from markupsafe import Markup

from analysis.briefing.commitments import acts_found
from analysis.briefing.groups import end_of_group, is_group, last_day, origin_of_group, splits_behind
from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts, pairs, paragraphs, section
from analysis.briefing.support import names_as_seen, row_of, signed_on, signed_where, support_as_seen
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import Wording
from analysis.signatories.support import SIGNING, in_cabinet

# The first day of the parliament that was elected in March 2021, to which the pledge was put.
_PARLIAMENT_OF_2021 = pd.Timestamp(2021, 3, 31)
# Words in `decided_by` of a decision that the customer has not confirmed.
_UNCONFIRMED = "to be confirmed"
# The most characters of a reply that fits on the two pages.
_LONG_REPLY = 280


def your_party(facts: PageFacts) -> Markup:
    """Return the section on the reader's party, or on all parties."""
    w, party = facts.wording, facts.party
    if facts.is_all:
        heading = w.say("briefing.party.heading_all")
        # The source for each party that is shown as having said that it would not sign yet.
        support = support_as_seen(facts.month, party)
        said = [_signature(facts, other) for other in support[support["party_signed"] == "no"]["party_id"]]
    else:
        kind = "heading_group" if is_group(facts, party) else "heading"
        heading = w.say(f"briefing.party.{kind}", party=facts.reader_name)
        said = [*origin_of_group(facts), _signatures(facts)]
        if first := _elected_later(facts):
            said.append(w.html("briefing.party.not_yet", party=facts.names(party), date=w.date(first.date())))
        said += end_of_group(facts)
    listed = pairs({w.say(f"briefing.party.fact.{name}"): value for name, value in _facts_of_party(facts).items()})
    return section("your-party", heading, paragraphs(*said), listed, Markup("") if facts.is_all else acts_found(facts))


def signature_in_short(facts: PageFacts) -> Markup:
    """Return in one sentence whether the reader's party signed."""
    w, row, named = facts.wording, row_of(facts, facts.party), facts.party_in_sentence(facts.party)
    if row["party_signed"] == "yes":
        return w.html("briefing.party.signed", Party=named["Party"], on=signed_on(facts, row))
    if row["party_signed"] == "by_decision":
        return _counts_by_decision(facts, facts.party)
    if row["party_signed"] == "no":
        date = w.date(_party_row(facts, facts.party)["declined_on"].date())
        return w.html("briefing.party.declined_short", Party=named["Party"], date=date)
    return w.html("briefing.party.unknown", party=named["party"])


def _signatures(facts: PageFacts) -> Markup:
    """Return whether the reader's party signed; for a group that split off, also whether the party it left did."""
    steps, own = splits_behind(facts, facts.party), row_of(facts, facts.party)["party_signed"]
    if not steps or own in SIGNING:
        return _signature(facts, facts.party)
    w, until = facts.wording, last_day(facts, facts.party)
    said = w.html("briefing.party.unknown", party=facts.names(facts.party))
    # The group ended before the pledge, so the signature of the party it left says nothing about it.
    if until is not None and until < pd.Timestamp(str(FIRST_MONTH)):
        return said
    left = steps[-1].left
    row = row_of(facts, left)
    if row["party_signed"] == "yes":
        named = {"Party": facts.party_in_sentence(left)["Party"], "on": signed_on(facts, row)}
        of_left = w.html("briefing.group.left_signed", **named) + signed_where(facts, left)
    elif row["party_signed"] == "unknown" and pd.isna(_party_row(facts, left)["declined_on"]):
        of_left = w.html("briefing.group.left_unknown", party=facts.names(left))
    else:
        of_left = _signature(facts, left)
    return said + " " + of_left


def _signature(facts: PageFacts, party: str) -> Markup:
    """Return whether a party signed, since when, and the source."""
    w, row, named = facts.wording, row_of(facts, party), facts.party_in_sentence(party)
    if row["party_signed"] == "by_decision":
        decision = _decision(facts, party)
        since = {"merged": w.date(decision["valid_from"].date()), "decided": w.date(decision["decided_on"].date())}
        said = _counts_by_decision(facts, party) + signed_where(facts, *decision["predecessors"].split("|"))
        said += " " + w.html("briefing.party.carried_since", party=named["party"], **since)
        return said + unconfirmed(facts, decision)
    if row["party_signed"] == "yes":
        said = w.html("briefing.party.signed", Party=named["Party"], on=signed_on(facts, row))
        return said + signed_where(facts, party)
    declined = _party_row(facts, party)
    if pd.notna(declined["declined_on"]):
        said = w.html("briefing.party.declined", **named, date=w.date(declined["declined_on"].date()))
        return said + facts.notes.ref(declined["declined_publication"])
    return w.html("briefing.party.unknown", party=named["party"])


def _counts_by_decision(facts: PageFacts, party: str) -> Markup:
    """Return the sentence that the signatures of its predecessors count for a party."""
    predecessors = facts.names(*_decision(facts, party)["predecessors"].split("|"))
    named = {"party": facts.names(party), "predecessors": predecessors, "on": signed_on(facts, row_of(facts, party))}
    return facts.wording.html("briefing.party.carried", **named)


def _party_row(facts: PageFacts, party: str) -> pd.Series:
    return facts.month.sources.parties.set_index("party_id").loc[party]


def _decision(facts: PageFacts, party: str) -> pd.Series:
    decisions = facts.month.sources.decisions.parties
    return decisions[decisions["party_id"] == party].iloc[-1]


def unconfirmed(facts: PageFacts, decision: pd.Series) -> Markup:
    """Return the sentence that the customer has not confirmed a decision, or nothing if it was confirmed."""
    is_confirmed = _UNCONFIRMED not in str(decision["decided_by"])
    return Markup("") if is_confirmed else " " + facts.wording.html("briefing.party.unconfirmed")


def _facts_of_party(facts: PageFacts) -> dict[str, Markup | str]:
    """Return the seats, role, sitting signatories and reply of the reader's party, by the name of the fact."""
    w, row, everyone = facts.wording, row_of(facts, facts.party), row_of(facts, ALL_PARTIES)
    seats = row["seats_of_signing_parties"] if facts.is_all else row["seats"]
    named = {"seats": w.number(int(seats)), "filled": w.number(int(everyone["seats"]))}
    key, vacant = "briefing.party.value.seats", int(everyone["vacant_seats"])
    if vacant:
        key += "_vacant"
        named |= {"vacant": w.number(vacant), "total": w.number(int(everyone["total_seats"]))}
    found: dict[str, Markup | str] = {"signing_seats" if facts.is_all else "seats": w.say(key, **named)}
    if not facts.is_all and int(row["seats"]):
        found["role"] = _role(facts)
    found["sitting"] = _coverage(facts, row)
    if names := names_as_seen(facts.month, facts.party):
        found["sitting"] += ". " + w.say("briefing.coverage.named", names=w.list(names))
    return found | {"reply": _reply(facts)}


def _role(facts: PageFacts) -> str:
    """Return whether the reader's party is in the cabinet, since when, and whether that is a caretaker cabinet."""
    w, cabinets = facts.wording, facts.month.sources.cabinets
    own = in_cabinet(cabinets[cabinets["party_id"] == facts.party], facts.month.month.as_of)
    if own.empty:
        return w.say("briefing.party.role.opposition")
    now = own.iloc[-1]
    form = "coalition" if pd.isna(now["caretaker_from"]) else "caretaker"
    since = w.partial_date(str(now["valid_from"].date()), short=True)
    return w.say(f"briefing.party.role.{form}", date=since, cabinet=now["cabinet"])


def _coverage(facts: PageFacts, row: pd.Series) -> str:
    """Return how many sitting members signed, or why that is unknown or withheld.

    It is a lower bound where not all sitting members are known.
    """
    w, incomplete = facts.wording, facts.month.unaccounted_seats["party_id"]
    form = "at_least" if incomplete.eq(facts.party).any() or (facts.is_all and len(incomplete)) else "known"
    if row["persons_counted"] != "shown" or pd.isna(row.get("coverage_percent")):
        reason = "withheld" if row["persons_counted"] == "shown" else row["persons_counted"]
        return w.say(f"briefing.coverage.{reason}")
    return w.say(
        f"briefing.coverage.{form}",
        sitting=w.number(int(row["sitting_signatories"])),
        seats=w.number(int(row["seats"])),
        share=w.percent(float(row["coverage_percent"])),
    )


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


def reply_in_its_language(reply: pd.Series, w: Wording) -> Markup:
    """Return a reply word for word, marked with its language if the page has another one."""
    html = "{}" if reply["language"] == w.language else '<span lang="{1}">{0}</span>'
    return Markup(html).format(reply["text"], reply["language"])


def _elected_later(facts: PageFacts) -> pd.Timestamp | None:
    """Return the first day of a party that entered parliament after March 2021 by an election; None for others.

    The members of a group that split off sat in the parliament of March 2021 for another party.
    """
    known = facts.month.sources
    first = known.seats[known.seats["party_id"] == facts.party]["valid_from"].min()
    stood = ((known.candidates["election"] == "TK2021") & (known.candidates["party_id"] == facts.party)).any()
    carries = (known.decisions.parties["party_id"] == facts.party).any()
    if pd.isna(first) or first <= _PARLIAMENT_OF_2021 or stood or carries or is_group(facts, facts.party):
        return None
    return first


def request(facts: PageFacts) -> Markup:
    """Return the section with what is asked of the reader, and where to reply or report an error."""
    w = facts.wording
    said = Markup("{} {}").format(request_in_short(facts), w.html("briefing.ask.errors"))
    return section("ask", w.say("briefing.ask.heading"), paragraphs(said, contact(facts)))


def request_in_short(facts: PageFacts) -> Markup:
    """Return what is asked of the reader, which depends on whether the party signed and is still in parliament."""
    w = facts.wording
    if facts.is_all:
        return w.html("briefing.ask.all")
    row = row_of(facts, facts.party)
    known = {"yes": "signed", "by_decision": "carried", "no": "declined"}.get(row["party_signed"])
    if int(row["seats"]) == 0:
        known = "gone"
    elif known is None and _elected_later(facts) is not None:
        known = "later"
    key = f"briefing.ask.{known or ('member' if int(row['seats']) == 1 else 'unknown')}"
    named = facts.party_in_sentence(facts.party)
    return w.html(key, **{place: named[place] for place in w.places(key)})


def contact(facts: PageFacts) -> Markup:
    """Return the contact details; the link to mail fills in month and party."""
    w, known, reach = facts.wording, facts.month.sources.contact, []
    if "phone" in known:
        reach.append(Markup('<a href="tel:{0}">{0}</a>').format(known["phone"]))
    if "email" in known:
        subject = w.say("briefing.ask.mail_subject", month=w.month(str(facts.month.month)), party=facts.reader_name)
        filled = {"subject": subject, "body": w.sentences["briefing.ask.mail_body"]}
        address = f"mailto:{known['email']}?{urllib.parse.urlencode(filled, quote_via=urllib.parse.quote)}"
        reach.append(Markup('<a href="{}">{}</a>').format(address, known["email"]))
    if "url" in known:
        reach.append(link_to(known["url"], known["url"].removeprefix("https://").rstrip("/")))
    return w.html("briefing.ask.contact", organisation=known["organisation"], reach=Markup(", ").join(reach))
