"""The sections about parties: the reader's own, and all of them."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.changes import changes
from analysis.briefing.charts import support_chart
from analysis.briefing.groups import descent, end, is_group, last_day, origin
from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts, paragraphs, section
from analysis.briefing.who_signed import names_as_seen, support_as_seen
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.signatories.support import (
    SIGNING,
    party_level_signatures,
    seats_without_decisions,
)
from analysis.sources.unfit_texts import LINK

# The pledge was put to the House that was elected in March 2021 and sat from this day on.
_HOUSE_OF_2021 = pd.Timestamp(2021, 3, 31)


def your_party(facts: PageFacts) -> Markup:
    """Return section 3: the signature, seats and coverage of the reader's party, and what changed since last month."""
    w = facts.wording
    if facts.is_all:
        heading, lines = w.say("briefing.your_party.heading_all"), [_signing_seats(facts)]
    else:
        kind = "heading_group" if is_group(facts, facts.party) else "heading"
        heading = w.say(f"briefing.your_party.{kind}", party=facts.reader_name)
        lines = [*origin(facts), *_signatures(facts), _seats(facts), *_came_later(facts), *end(facts)]
    lines += [_coverage(facts), *_named_signatories(facts)]
    panel = Markup('<div class="your-party">{}{}</div>').format(_in_short(facts), paragraphs(*lines))
    changed = Markup("<h3>{}</h3>\n{}").format(w.say("briefing.changes.heading"), changes(facts))
    return section("your-party", heading, panel, changed)


def standing(facts: PageFacts) -> str:
    """Return whether the reader's party signed, as in support by party: yes, by_decision, no or unknown."""
    return str(_row(facts, facts.party)["party_signed"])


def _row(facts: PageFacts, party: str) -> pd.Series:
    """Return the row of a party in support by party, counts that would give someone away withheld.

    A party that holds no seat and did not sign has no row of its own there: it gets one that says so.
    """
    support = support_as_seen(facts.month, facts.party)
    rows = support[support["party_id"] == party]
    if not rows.empty:
        return rows.iloc[0]
    counted = support.iloc[-1]["persons_counted"]
    return pd.Series({"party_id": party, "seats": 0, "party_signed": "unknown", "persons_counted": counted})


def _in_short(facts: PageFacts) -> Markup:
    """Return the signature, the seats and the signatories who sit, each in a few words, side by side."""
    w, row = facts.wording, _row(facts, facts.party)
    signed = w.say(f"charts.support.{row['party_signed']}") if not facts.is_all else _signing_of_filled(facts, row)
    label = "signing_seats" if facts.is_all else "signed"
    known = {label: signed, "seats": w.number(int(row["seats"])), "sitting": _members_in_short(facts, row)}
    pairs = [
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(w.say(f"briefing.your_party.short.{name}"), value)
        for name, value in known.items()
    ]
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(pairs))


def _signing_of_filled(facts: PageFacts, row: pd.Series) -> str:
    signing, filled = (facts.wording.number(int(row[name])) for name in ("seats_of_signing_parties", "seats"))
    return facts.wording.say("briefing.your_party.short.of", part=signing, whole=filled)


def _members_in_short(facts: PageFacts, row: pd.Series) -> str:
    """Return how many of those who sit signed themselves, or in a word why that is not shown."""
    if row["persons_counted"] == "shown" and pd.notna(row.get("sitting_signatories")):
        return facts.wording.number(int(row["sitting_signatories"]))
    return facts.wording.say(f"briefing.coverage.short.{row['persons_counted']}")


def _signatures(facts: PageFacts) -> list[Markup]:
    """Return whether the reader's party signed; of a group that split off, also whether the party it left did."""
    steps, own = descent(facts, facts.party), _row(facts, facts.party)["party_signed"]
    if not steps or own in SIGNING:
        return [_signature(facts, facts.party)]
    party = facts.party_in_sentence(facts.party)["party"]
    said = [facts.wording.html("briefing.group.unknown", party=party)]
    until = last_day(facts, facts.party)
    # Of a group that had ended before the pledge was there, the party it left says nothing.
    if until is None or until >= pd.Timestamp(str(FIRST_MONTH)):
        said.append(_of_the_party_left(facts, steps[-1].left))
    return [Markup(" ").join(said)]


def _of_the_party_left(facts: PageFacts, party: str) -> Markup:
    w, row = facts.wording, _row(facts, party)
    named = facts.party_in_sentence(party)
    if row["party_signed"] == "yes":
        return w.html("briefing.group.left_signed", Party=named["Party"], on=_on(facts, row)) + _signed_where(
            facts, party
        )
    if row["party_signed"] == "unknown" and pd.isna(_declined(facts, party)["declined_on"]):
        return w.html("briefing.group.left_unknown", party=named["party"])
    return _signature(facts, party)


def _signature(facts: PageFacts, party: str) -> Markup:
    """Return whether a party signed, since when as far as known, and what that rests on."""
    w, row, named = facts.wording, _row(facts, party), facts.party_in_sentence(party)
    if row["party_signed"] == "by_decision":
        return _carried(facts, party, _on(facts, row))
    if row["party_signed"] == "yes":
        said = w.html("briefing.your_party.signed", Party=named["Party"], on=_on(facts, row))
        return said + _signed_where(facts, party)
    declined = _declined(facts, party)
    if pd.notna(declined["declined_on"]):
        said = w.html("briefing.your_party.declined", date=w.date(declined["declined_on"].date()), party=named["party"])
        return said + facts.notes.ref(declined["declined_publication"])
    return w.html("briefing.your_party.unknown", party=named["party"])


def _on(facts: PageFacts, row: pd.Series) -> str:
    """Return on which day a party signed, as precisely as that is known."""
    w = facts.wording
    return w.say(f"briefing.your_party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))


def _declined(facts: PageFacts, party: str) -> pd.Series:
    return facts.month.sources.parties.set_index("party_id").loc[party]


def _signed_where(facts: PageFacts, *parties: str) -> Markup:
    """Return the notes of the publications that name parties as signatories: the sources of their lines."""
    signed = party_level_signatures(facts.month.signatures)
    lines = signed[signed["party_id"].isin(parties)].merge(
        facts.month.sources.signature_lines, on=["source_file", "source_row"], suffixes=("", "_line")
    )
    links = dict.fromkeys(link for cell in lines["source_as_written"].dropna() for link in cell.split("|"))
    return facts.notes.refs_of_links("|".join(links))


def _carried(facts: PageFacts, party: str, on: str) -> Markup:
    """Return that a party carries the signatures of its predecessors, by whose decision."""
    w, decisions = facts.wording, facts.month.sources.decisions.parties
    decision = decisions[decisions["party_id"] == party].iloc[-1]
    predecessors = decision["predecessors"].split("|")
    said = w.html(
        "briefing.your_party.by_decision",
        party=facts.party_in_sentence(party)["party"],
        predecessors=w.list([facts.party_in_sentence(p)["party"] for p in predecessors]),
        on=on,
        merged=w.date(decision["valid_from"].date()),
        decided=w.date(decision["decided_on"].date()),
    )
    return said + _signed_where(facts, *predecessors)


def _seats(facts: PageFacts) -> Markup:
    w, named = facts.wording, facts.party_in_sentence(facts.party)
    seats, total = int(_row(facts, facts.party)["seats"]), int(_row(facts, ALL_PARTIES)["total_seats"])
    date = w.date(facts.month.month.as_of)
    return Markup("{}").format(
        w.count("briefing.your_party.seats", seats, party=named["party"], total=w.number(total), date=date)
    )


def _came_later(facts: PageFacts) -> list[Markup]:
    """Return, for a party elected after the House of March 2021, that the pledge was not put to it then.

    Not for a group that split off: its members sat there, for another party.
    """
    w, known = facts.wording, facts.month.sources
    first = known.seats[known.seats["party_id"] == facts.party]["valid_from"].min()
    stood = ((known.candidates["election"] == "TK2021") & (known.candidates["party_id"] == facts.party)).any()
    carries = (known.decisions.parties["party_id"] == facts.party).any()
    if pd.isna(first) or first <= _HOUSE_OF_2021 or stood or carries or is_group(facts, facts.party):
        return []
    party = facts.party_in_sentence(facts.party)["party"]
    return [w.html("briefing.your_party.not_yet", party=party, date=w.date(first.date()))]


def _signing_seats(facts: PageFacts) -> Markup:
    """Return how many seats the parties that signed hold, with and without the decisions of analysts."""
    w, row = facts.wording, _row(facts, ALL_PARTIES)
    signing, filled = int(row["seats_of_signing_parties"]), int(row["seats"])
    date = w.date(facts.month.month.as_of)
    sentences = [
        w.html("briefing.all_parties.signing", signing=w.number(signing), filled=w.number(filled), date=date)
        + _signed_where(facts, *support_as_seen(facts.month, facts.party)["party_id"])
    ]
    bare = seats_without_decisions(support_as_seen(facts.month, facts.party))
    if bare != signing:
        sentences.append(w.html("briefing.all_parties.without_decisions", seats=w.number(bare)))
    if int(row["vacant_seats"]):
        sentences.append(Markup("{}").format(w.count("briefing.all_parties.vacant", int(row["vacant_seats"]))))
    return Markup(" ").join(sentences)


def _coverage(facts: PageFacts) -> Markup:
    """Return how many of those who sit signed, or that no list of persons was received, or why it is withheld."""
    w, row = facts.wording, _row(facts, facts.party)
    if row["persons_counted"] != "shown" or pd.isna(row.get("coverage_percent")):
        reason = "withheld" if row["persons_counted"] == "shown" else row["persons_counted"]
        return w.html(f"briefing.coverage.{reason}")
    return w.html(
        "briefing.coverage.known",
        sitting=w.number(int(row["sitting_signatories"])),
        seats=w.number(int(row["seats"])),
        share=w.percent(float(row["coverage_percent"])),
    )


def _named_signatories(facts: PageFacts) -> list[Markup]:
    """Return the names of the signatories who agreed to be named, if any."""
    names = names_as_seen(facts.month, facts.party)
    return [facts.wording.html("briefing.coverage.named", names=facts.wording.list(names))] if names else []


def all_parties(facts: PageFacts) -> Markup:
    """Return section 5: support by party, as a chart whose numbers, with the days of signing, stand in its table."""
    w = facts.wording
    support = support_as_seen(facts.month, facts.party)
    named = support["party_id"] != ALL_PARTIES
    support.loc[named, "party"] = support.loc[named, "party_id"].map(facts.party_name)
    carried = _carried_by(facts, support)
    intro = w.html("briefing.all_parties.intro")
    # Told once on a page: for all parties together it stands in the panel above.
    signing = "" if facts.is_all else _signing_seats(facts)
    listed = support[~support["party_id"].isin([party for parties in carried.values() for party in parties])]
    chart = Markup(support_chart(listed, facts.party, w.language, signing))
    unlisted = [_unlisted(facts, new, parties) for new, parties in carried.items()]
    basis = paragraphs(*unlisted, _basis_of_seats(facts), *_said_not_yet(facts))
    return section("all-parties", w.say("briefing.all_parties.heading"), paragraphs(intro), chart, basis)


def _carried_by(facts: PageFacts, support: pd.DataFrame) -> dict[str, list[str]]:
    """Return for each party that carries signatures its predecessors without a seat: they need no row of their own."""
    decisions = facts.month.sources.decisions.parties
    without = set(support[support["seats"] == 0]["party_id"]) - {facts.party}
    carriers = support[(support["party_signed"] == "by_decision") & (support["seats"] > 0)]["party_id"]
    found = {
        party: [p for cell in decisions[decisions["party_id"] == party]["predecessors"] for p in cell.split("|")]
        for party in carriers
    }
    seatless = {party: [p for p in predecessors if p in without] for party, predecessors in found.items()}
    return {party: predecessors for party, predecessors in seatless.items() if predecessors}


def _unlisted(facts: PageFacts, party: str, predecessors: list[str]) -> Markup:
    """Return which parties stand in no row though they signed, and that their signatures count for another."""
    w = facts.wording
    names = [facts.party_in_sentence(predecessor)["party"] for predecessor in predecessors]
    said = w.html(
        "briefing.all_parties.unlisted",
        predecessors=w.list(names),
        party=facts.party_in_sentence(party)["party"],
        on=_on(facts, _row(facts, party)),
    )
    return said + _signed_where(facts, *predecessors)


def _basis_of_seats(facts: PageFacts) -> Markup:
    """Return where the seats of the day come from, with a link to each source."""
    w, day = facts.wording, pd.Timestamp(facts.month.month.as_of)
    seats = facts.month.sources.seats
    held = seats[seats["valid_until"].isna() | (seats["valid_until"] >= day)]
    parts = []
    for basis in ("members", "election", "event"):
        links = dict.fromkeys(link for cell in held[held["basis"] == basis]["source_url"] for link in _links(cell))
        if links:
            marks = Markup(", ").join(link_to(link) for link in links)
            parts.append(w.html(f"briefing.all_parties.basis.{basis}", links=marks))
    return w.html("briefing.all_parties.basis.intro", parts=Markup("; ").join(parts))


def _links(cell: str) -> list[str]:
    return [part for part in cell.replace(";", " ").replace(",", " ").split() if LINK.fullmatch(part)]


def _said_not_yet(facts: PageFacts) -> list[Markup]:
    """Return, beside the chart, what stands behind a party that is shown as having said that it would not sign yet."""
    w, parties = facts.wording, facts.month.sources.parties
    declined = support_as_seen(facts.month, facts.party).merge(parties, on="party_id", suffixes=("", "_known"))
    return [
        w.html(
            "briefing.your_party.declined",
            party=facts.party_in_sentence(row["party_id"])["party"],
            date=w.date(row["declined_on"].date()),
        )
        + facts.notes.ref(row["declined_publication"])
        for _, row in declined[declined["party_signed"] == "no"].iterrows()
    ]
