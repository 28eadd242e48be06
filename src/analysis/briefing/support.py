"""Support in parliament as one reader sees it: seats of the parties that signed, party by party, and their sources."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts, paragraphs, section, strong
from analysis.briefing.support_chart import support_chart
from analysis.core.parameters import ALL_PARTIES
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import named_signatories, party_level_signatures, publishable_counts
from analysis.sources.table_texts import LINK

# Of persons a page shows those of the reader's own party alone, so that it stays as it is while others change.
_COUNTS = ["signatories", "sitting_signatories", "coverage_percent"]


def support_as_seen(month: Reconciliation, party: str) -> pd.DataFrame:
    """Return support by party as one reader sees it: counts of persons for the own party (or `all`) alone.

    One row per party: the columns of share/data/parties.csv. `persons_counted` of another party is empty; of a reader's
    party without a row of its own that of `all` says whether anything is known of persons.
    """
    support = publishable_counts(month.support_by_party, month.signatures)
    own = support["party_id"] == party
    others = ~own if own.any() else support["party_id"] != ALL_PARTIES
    support.loc[~own, _COUNTS] = pd.NA
    return support.assign(persons_counted=support["persons_counted"].mask(others))


def names_as_seen(month: Reconciliation, party: str) -> list[str]:
    """Return the names of signatories who agreed to be named, of one party or (`all`) of each, by alphabet."""
    named = named_signatories(month.signatures)
    if party != ALL_PARTIES:
        named = named[named["party_id"] == party]
    return sorted(set(named["matched_name"].dropna()))


def row_of(facts: PageFacts, party: str) -> pd.Series:
    """Return the row of a party in support by party, counts that would give someone away withheld.

    A party that holds no seat and did not sign has no row of its own there: it gets one that says so.
    """
    support = support_as_seen(facts.month, facts.party)
    rows = support[support["party_id"] == party]
    if not rows.empty:
        return rows.iloc[0]
    counted = support.iloc[-1]["persons_counted"]
    return pd.Series({"party_id": party, "seats": 0, "party_signed": "unknown", "persons_counted": counted})


def signed_on(facts: PageFacts, row: pd.Series) -> str:
    """Return on which day a party signed, as precisely as that is known."""
    w = facts.wording
    return w.say(f"briefing.party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))


def signed_where(facts: PageFacts, *parties: str) -> Markup:
    """Return the notes of the publications that name parties as signatories: the sources of their lines."""
    signed = party_level_signatures(facts.month.signatures)
    lines = signed[signed["party_id"].isin(parties)].merge(
        facts.month.sources.signature_lines, on=["source_file", "source_row"], suffixes=("", "_line")
    )
    links = dict.fromkeys(link for cell in lines["source_as_written"].dropna() for link in cell.split("|"))
    return facts.notes.refs_of_links("|".join(links))


def seats_of_signing_parties(facts: PageFacts) -> Markup:
    """Return how many seats the parties that signed hold, with and without the decisions of analysts."""
    w, row = facts.wording, row_of(facts, ALL_PARTIES)
    support = support_as_seen(facts.month, facts.party)
    signing, bare = int(row["seats_of_signing_parties"]), int(row["seats_signed_without_decisions"])
    named = {"signing": strong(w.number(signing)), "filled": w.number(int(row["seats"]))}
    if bare == signing:
        said = w.html("briefing.main.support", **named)
    else:
        carriers = support[(support["party_signed"] == "by_decision") & (support["seats"] > 0)]["party_id"]
        listed = w.list([facts.party_in_sentence(party)["party"] for party in carriers])
        said = w.html("briefing.main.support_bare", **named, carriers=listed, bare=w.number(bare))
    return said + signed_where(facts, *support["party_id"])


def support_in_parliament(facts: PageFacts) -> Markup:
    """Return support by party as one chart, with what its marks mean."""
    w, support = facts.wording, support_as_seen(facts.month, facts.party)
    named = support["party_id"] != ALL_PARTIES
    support.loc[named, "party"] = support.loc[named, "party_id"].map(facts.party_name)
    carried = _carried_by(facts, support)
    listed = support[~support["party_id"].isin([party for parties in carried.values() for party in parties])]
    chart = Markup(support_chart(listed, facts.party, w.language))
    # Of the reader's own party it is said beside the chart already.
    said = [_roles(facts), *(_carried(facts, new, parties) for new, parties in carried.items() if new != facts.party)]
    if (listed["party_signed"] == "no").any():
        said.insert(1, w.html("briefing.support.declined"))
    notes = Markup('<div class="reading">{}</div>').format(paragraphs(Markup(" ").join(said)))
    return section("support", w.say("briefing.support.heading"), chart, notes)


def _roles(facts: PageFacts) -> Markup:
    """Return how much of the coalition and of the opposition signed: the pledge binds in either."""
    row = row_of(facts, ALL_PARTIES)
    names = [f"{role}_seats{signed}" for role in ("coalition", "opposition") for signed in ("", "_signed")]
    numbers = {name.replace("_seats", ""): facts.wording.number(int(row[name])) for name in names}
    return facts.wording.html("briefing.support.roles", **numbers)


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


def _carried(facts: PageFacts, party: str, predecessors: list[str]) -> Markup:
    """Return which parties are in no row though they signed, and that their signatures count for another."""
    w = facts.wording
    return w.html(
        "briefing.support.carried",
        predecessors=w.list([facts.party_in_sentence(predecessor)["party"] for predecessor in predecessors]),
        party=facts.party_in_sentence(party)["party"],
        on=signed_on(facts, row_of(facts, party)),
    ) + signed_where(facts, *predecessors)


def basis_of_seats(facts: PageFacts) -> Markup:
    """Return where the seats of the day come from, with a link to each source."""
    w, day = facts.wording, pd.Timestamp(facts.month.month.as_of)
    seats = facts.month.sources.seats
    held = seats[seats["valid_until"].isna() | (seats["valid_until"] >= day)]
    parts = []
    for basis in ("members", "election", "event"):
        links = dict.fromkeys(link for cell in held[held["basis"] == basis]["source_url"] for link in _links(cell))
        if links:
            marks = Markup(", ").join(link_to(link) for link in links)
            parts.append(w.html(f"briefing.seats.{basis}", links=marks))
    return w.html("briefing.seats.intro", parts=Markup("; ").join(parts))


def _links(cell: str) -> list[str]:
    return [part for part in cell.replace(";", " ").replace(",", " ").split() if LINK.fullmatch(part)]
