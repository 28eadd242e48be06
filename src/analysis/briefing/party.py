"""The reader's own party: whether it signed, its seats and signatories, its reply, and what is asked of it."""

import urllib.parse

import pandas as pd
from markupsafe import Markup

from analysis.briefing.events import acts
from analysis.briefing.groups import descent, end, is_group, last_day, origin
from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.briefing.support import names_as_seen, row_of, signed_on, signed_where, support_as_seen
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.wording import Wording
from analysis.signatories.support import SIGNING, in_cabinet

# The pledge was put to the parliament that was elected in March 2021 and sat from this day on.
_PARLIAMENT_OF_2021 = pd.Timestamp(2021, 3, 31)
# What `decided_by` says while the customer has not confirmed a decision.
_UNCONFIRMED = "to be confirmed"
# The letters of a reply that fits beside the party on two pages.
_LONG_REPLY = 280


def your_party(facts: PageFacts) -> Markup:
    """Return the signature, seats, signatories and reply of the reader's party; of all parties, what they have."""
    w = facts.wording
    if facts.is_all:
        heading, said = w.say("briefing.party.heading_all"), _declined_parties(facts)
    else:
        kind = "heading_group" if is_group(facts, facts.party) else "heading"
        heading = w.say(f"briefing.party.{kind}", party=facts.reader_name)
        said = [*origin(facts), *_signatures(facts), *_came_later(facts), *end(facts)]
    rows = Markup("").join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(w.say(f"briefing.party.fact.{name}"), value)
        for name, value in _facts_of_party(facts).items()
    )
    listed = Markup('<dl class="facts">{}</dl>').format(rows)
    return section("your-party", heading, paragraphs(*said), listed, Markup("") if facts.is_all else acts(facts))


def signature_in_short(facts: PageFacts) -> Markup:
    """Return in one sentence whether the reader's party signed."""
    w, row, named = facts.wording, row_of(facts, facts.party), facts.party_in_sentence(facts.party)
    if row["party_signed"] == "yes":
        return w.html("briefing.party.signed", Party=named["Party"], on=signed_on(facts, row))
    if row["party_signed"] == "by_decision":
        predecessors = [facts.party_in_sentence(p)["party"] for p in _predecessors(facts, facts.party)]
        on = signed_on(facts, row)
        return w.html("briefing.party.carried", party=named["party"], predecessors=w.list(predecessors), on=on)
    if row["party_signed"] == "no":
        date = w.date(_declined(facts, facts.party)["declined_on"].date())
        return w.html("briefing.party.declined_short", Party=named["Party"], date=date)
    return w.html("briefing.party.unknown", party=named["party"])


def _facts_of_party(facts: PageFacts) -> dict[str, Markup | str]:
    """Return the seats, the signatories and the reply of the reader, by the name of each fact."""
    w, row, everyone = facts.wording, row_of(facts, facts.party), row_of(facts, ALL_PARTIES)
    total, vacant = int(everyone["total_seats"]), int(everyone["vacant_seats"])
    named = {"seats": w.number(int(row["seats"])), "filled": w.number(int(everyone["seats"]))}
    if facts.is_all:
        named["seats"] = w.number(int(row["seats_of_signing_parties"]))
    key = "briefing.party.value.seats"
    seats = w.say(f"{key}_vacant", **named, vacant=w.number(vacant), total=w.number(total)) if vacant else ""
    names = names_as_seen(facts.month, facts.party)
    sitting = _coverage(facts, row)
    if names:
        sitting = sitting + ". " + w.say("briefing.coverage.named", names=w.list(names))
    return {
        "signing_seats" if facts.is_all else "seats": seats or w.say(key, **named),
        **_role(facts, row),
        "sitting": sitting,
        "reply": _reply(facts),
    }


def _role(facts: PageFacts, row: pd.Series) -> dict[str, str]:
    """Return whether the reader's party is in the cabinet, since when, and whether that is a caretaker."""
    if facts.is_all or int(row["seats"]) == 0:
        return {}
    w, cabinets = facts.wording, facts.month.sources.cabinets
    own = in_cabinet(cabinets[cabinets["party_id"] == facts.party], facts.month.month.as_of)
    if own.empty:
        return {"role": w.say("briefing.party.role.opposition")}
    now = own.iloc[-1]
    form = "coalition" if pd.isna(now["caretaker_from"]) else "caretaker"
    since = w.partial_date(str(now["valid_from"].date()), short=True)
    said = w.say(f"briefing.party.role.{form}", date=since, cabinet=now["cabinet"])
    return {"role": said}


def _reply(facts: PageFacts) -> Markup | str:
    """Return the newest reply of the reader's party, unchanged; a long one is in the annex."""
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
    return w.html("briefing.party.value.reply", text=in_its_language(newest, w), date=date)


def in_its_language(reply: pd.Series, w: Wording) -> Markup:
    """Return a reply word for word; one in another language than the page says so."""
    said = Markup("{}").format(reply["text"])
    return (
        said if reply["language"] == w.language else Markup('<span lang="{}">{}</span>').format(reply["language"], said)
    )


def _coverage(facts: PageFacts, row: pd.Series) -> str:
    """Return how many of those who sit signed, or that no list of persons was received, or why it is withheld."""
    w = facts.wording
    if row["persons_counted"] != "shown" or pd.isna(row.get("coverage_percent")):
        reason = "withheld" if row["persons_counted"] == "shown" else row["persons_counted"]
        return w.say(f"briefing.coverage.{reason}")
    return w.say(
        "briefing.coverage.known",
        sitting=w.number(int(row["sitting_signatories"])),
        seats=w.number(int(row["seats"])),
        share=w.percent(float(row["coverage_percent"])),
    )


def _signatures(facts: PageFacts) -> list[Markup]:
    """Return whether the reader's party signed; of a group that split off, also whether the party it left did."""
    steps, own = descent(facts, facts.party), row_of(facts, facts.party)["party_signed"]
    if not steps or own in SIGNING:
        return [_signature(facts, facts.party)]
    said = [facts.wording.html("briefing.party.unknown", party=facts.party_in_sentence(facts.party)["party"])]
    until = last_day(facts, facts.party)
    # Of a group that had ended before the pledge was there, the party it left says nothing.
    if until is None or until >= pd.Timestamp(str(FIRST_MONTH)):
        said.append(_of_the_party_left(facts, steps[-1].left))
    return [Markup(" ").join(said)]


def _of_the_party_left(facts: PageFacts, party: str) -> Markup:
    w, row, named = facts.wording, row_of(facts, party), facts.party_in_sentence(party)
    if row["party_signed"] == "yes":
        said = w.html("briefing.group.left_signed", Party=named["Party"], on=signed_on(facts, row))
        return said + signed_where(facts, party)
    if row["party_signed"] == "unknown" and pd.isna(_declined(facts, party)["declined_on"]):
        return w.html("briefing.group.left_unknown", party=named["party"])
    return _signature(facts, party)


def _signature(facts: PageFacts, party: str) -> Markup:
    """Return whether a party signed, since when as far as known, and what that rests on."""
    w, row, named = facts.wording, row_of(facts, party), facts.party_in_sentence(party)
    if row["party_signed"] == "by_decision":
        return _carried(facts, party, signed_on(facts, row))
    if row["party_signed"] == "yes":
        said = w.html("briefing.party.signed", Party=named["Party"], on=signed_on(facts, row))
        return said + signed_where(facts, party)
    declined = _declined(facts, party)
    if pd.notna(declined["declined_on"]):
        date = w.date(declined["declined_on"].date())
        said = w.html("briefing.party.declined", Party=named["Party"], party=named["party"], date=date)
        return said + facts.notes.ref(declined["declined_publication"])
    return w.html("briefing.party.unknown", party=named["party"])


def _declined(facts: PageFacts, party: str) -> pd.Series:
    return facts.month.sources.parties.set_index("party_id").loc[party]


def _predecessors(facts: PageFacts, party: str) -> list[str]:
    decisions = facts.month.sources.decisions.parties
    return str(decisions[decisions["party_id"] == party].iloc[-1]["predecessors"]).split("|")


def is_confirmed(decision: pd.Series) -> bool:
    """Return whether the customer stands behind a decision: `decided_by` says so while it does not yet."""
    return _UNCONFIRMED not in str(decision["decided_by"])


def _carried(facts: PageFacts, party: str, on: str) -> Markup:
    """Return that a party carries the signatures of its predecessors, by whose decision."""
    w, decisions = facts.wording, facts.month.sources.decisions.parties
    decision = decisions[decisions["party_id"] == party].iloc[-1]
    predecessors, named = decision["predecessors"].split("|"), facts.party_in_sentence(party)
    said = w.html(
        "briefing.party.carried",
        party=named["party"],
        predecessors=w.list([facts.party_in_sentence(p)["party"] for p in predecessors]),
        on=on,
    ) + signed_where(facts, *predecessors)
    since = w.html(
        "briefing.party.carried_since",
        party=named["party"],
        merged=w.date(decision["valid_from"].date()),
        decided=w.date(decision["decided_on"].date()),
    )
    unconfirmed = [] if is_confirmed(decision) else [w.html("briefing.party.unconfirmed")]
    return Markup(" ").join([said, since, *unconfirmed])


def came_later(facts: PageFacts) -> pd.Timestamp | None:
    """Return since when a party sits that was elected after the parliament of March 2021; None for any other.

    Not of a group that split off: its members sat there, for another party.
    """
    known = facts.month.sources
    first = known.seats[known.seats["party_id"] == facts.party]["valid_from"].min()
    stood = ((known.candidates["election"] == "TK2021") & (known.candidates["party_id"] == facts.party)).any()
    carries = (known.decisions.parties["party_id"] == facts.party).any()
    if pd.isna(first) or first <= _PARLIAMENT_OF_2021 or stood or carries or is_group(facts, facts.party):
        return None
    return first


def _came_later(facts: PageFacts) -> list[Markup]:
    w, first = facts.wording, came_later(facts)
    party = facts.party_in_sentence(facts.party)["party"]
    return [] if first is None else [w.html("briefing.party.not_yet", party=party, date=w.date(first.date()))]


def _declined_parties(facts: PageFacts) -> list[Markup]:
    """Return of each party that is shown as having said that it would not sign yet, what that rests on."""
    support = support_as_seen(facts.month, facts.party)
    return [_signature(facts, party) for party in support[support["party_signed"] == "no"]["party_id"]]


def asked(facts: PageFacts) -> Markup:
    """Return what is asked of this reader, and where to reply or report an error."""
    w = facts.wording
    said = Markup("{} {}").format(ask_of(facts), w.html("briefing.ask.errors"))
    return section("ask", w.say("briefing.ask.heading"), paragraphs(said, contact(facts)))


def ask_of(facts: PageFacts) -> Markup:
    """Return what is asked of this reader: a party that signed, carries, declined, came later or is unknown, or all."""
    key = f"briefing.ask.{_asked_as(facts)}"
    named = {} if facts.is_all else facts.party_in_sentence(facts.party)
    return facts.wording.html(key, **{place: named[place] for place in facts.wording.places(key)})


def _asked_as(facts: PageFacts) -> str:
    """Return as what a reader is addressed: signed, carried, declined, later, member, gone, unknown, or all."""
    if facts.is_all:
        return "all"
    row = row_of(facts, facts.party)
    known = {"yes": "signed", "by_decision": "carried", "no": "declined"}.get(row["party_signed"])
    if int(row["seats"]) == 0:
        return "gone"
    if known is None and came_later(facts) is not None:
        return "later"
    return known or ("member" if int(row["seats"]) == 1 else "unknown")


def contact(facts: PageFacts) -> Markup:
    """Return whom to call or mail; a mail opens with month and party filled in."""
    w, known = facts.wording, facts.month.sources.contact
    reach = []
    if "phone" in known:
        reach.append(Markup('<a href="tel:{0}">{0}</a>').format(known["phone"]))
    if "email" in known:
        reach.append(Markup('<a href="{}">{}</a>').format(_mail_to(facts, known["email"]), known["email"]))
    if "url" in known:
        site = known["url"].removeprefix("https://").rstrip("/")
        reach.append(Markup('<a class="address" href="{}">{}</a>').format(known["url"], site))
    return w.html("briefing.ask.contact", organisation=known["organisation"], reach=Markup(", ").join(reach))


def _mail_to(facts: PageFacts, address: str) -> str:
    w = facts.wording
    subject = w.say("briefing.ask.mail_subject", month=w.month(str(facts.month.month)), party=facts.reader_name)
    filled = {"subject": subject, "body": w.sentences["briefing.ask.mail_body"]}
    return f"mailto:{address}?{urllib.parse.urlencode(filled, quote_via=urllib.parse.quote)}"
