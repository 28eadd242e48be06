"""The section on support in parliament: a chart of the parties, and how to read it."""

from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.drawing import BAR, ROW, TEXT, Drawing, figure, text_width
from analysis.briefing.html import paragraphs, section, strong
from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import ALL_PARTIES
from analysis.core.wording import Wording, wording
from analysis.signatories.support import SIGNING, signature_in_words
from analysis.sources.contracts import LINK

# The chart fills half the width of the paper, or a phone.
_WIDTH, _WIDEST_NAME = 380.0, 200.0


def row_of(facts: PageFacts, party: str) -> pd.Series:
    """Return the row of a party in support by party; of one that is not in it, that it has no seat and no signature."""
    support = facts.month.support_by_party
    rows = support[support["party_id"] == party]
    return rows.iloc[0] if len(rows) else pd.Series({"party_id": party, "seats": 0, "party_signed": "unknown"})


def signed_on(facts: PageFacts, row: pd.Series) -> str:
    """Return the day on which a party signed, as precisely as it is known."""
    w = facts.wording
    return w.say(f"briefing.party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))


def signed_where(facts: PageFacts, *parties: str) -> Markup:
    """Return the notes of the publications that name parties as signatories."""
    signed = facts.month.party_signatures
    lines = signed[signed["party_id"].isin(parties)].merge(
        facts.month.sources.signature_lines, on=["source_file", "source_row"], suffixes=("", "_line")
    )
    links = lines["source_as_written"].dropna().str.split("|").explode().drop_duplicates()
    return facts.notes.refs_of_links(links.to_list())


def seats_of_signing_parties(facts: PageFacts) -> Markup:
    """Return how many seats the signing parties hold, with and without those that count by a decision."""
    w, row = facts.wording, row_of(facts, ALL_PARTIES)
    support = facts.month.support_by_party
    signing, bare = int(row["seats_of_signing_parties"]), int(row["seats_signed_without_decisions"])
    named = {"signing": strong(w.number(signing)), "filled": w.number(int(row["seats"]))}
    if bare == signing:
        said = w.html("briefing.main.support", **named)
    else:
        carriers = facts.names(*_parties_with_predecessors(support))
        said = w.html("briefing.main.support_bare", **named, carriers=carriers, bare=w.number(bare))
    return said + signed_where(facts, *support["party_id"])


def _parties_with_predecessors(support: pd.DataFrame) -> pd.Series:
    """Return the parties in parliament for which the signatures of predecessors count."""
    return support[(support["party_signed"] == "by_decision") & (support["seats"] > 0)]["party_id"]


def support_in_parliament(facts: PageFacts) -> Markup:
    """Return the section: a chart of the parties, and how to read it."""
    w, support = facts.wording, facts.month.support_by_party
    support = support[support["party_id"] != ALL_PARTIES]
    support = support.assign(party=support["party_id"].map(facts.party_name))
    everyone = row_of(facts, ALL_PARTIES)
    said = []
    if pd.notna(everyone["coalition_seats"]):
        # Seats of the signing parties in the coalition and in the opposition.
        names = [f"{role}_seats{signed}" for role in ("coalition", "opposition") for signed in ("", "_signed")]
        said.append(
            w.html("briefing.support.roles", **{n.replace("_seats", ""): w.number(int(everyone[n])) for n in names})
        )
    # A predecessor without a seat, whose signature counts for another party, is named below the chart.
    house, left_out = facts.month.house, set[str]()
    seatless = set(support[support["seats"] == 0]["party_id"]) - {facts.party}
    for party in _parties_with_predecessors(support):
        predecessors = "|".join(house.decisions_on(party)["predecessors"]).split("|")
        without = [predecessor for predecessor in predecessors if predecessor in seatless]
        left_out |= set(without)
        # The section on the reader's own party names its predecessors already.
        if without and party != facts.party:
            named = {"predecessors": facts.names(*without), "party": facts.names(party)}
            carried = w.html("briefing.support.carried", **named, on=signed_on(facts, row_of(facts, party)))
            said.append(carried + signed_where(facts, *without))
    # Beside who is named; the same on every page, whatever anybody did: nothing may tell of who did not agree.
    said.append(w.html("briefing.named.others"))
    listed = support[~support["party_id"].isin(left_out)]
    declined = listed["declined_on"].dropna().sort_values()
    if len(declined):
        months = [w.month(month) for month in declined.dt.strftime("%Y-%m").unique()]
        said.insert(1, w.html("briefing.support.declined", months=w.list(months)))
    chart = support_chart(listed, facts.party, w.language)
    notes = Markup('<div class="reading">{}</div>').format(paragraphs(Markup(" ").join(said)))
    return section("support", w.say("briefing.support.heading"), chart, notes)


def basis_of_seats(facts: PageFacts) -> Markup:
    """Return the sources of the numbers of seats, with links."""
    w, day, seats = facts.wording, pd.Timestamp(facts.month.house.day), facts.month.house.seats
    held = seats[seats["valid_until"].isna() | (seats["valid_until"] >= day)]
    parts = []
    for basis in ("members", "election", "event"):
        addresses = held[held["basis"] == basis]["source_url"].str.split(r"[;,\s]+", regex=True).explode().dropna()
        links = [address for address in addresses.unique() if LINK.fullmatch(address)]
        if links:
            marks = Markup(", ").join(link_to(link) for link in links)
            parts.append(w.html(f"briefing.seats.{basis}", links=marks))
    return w.html("briefing.seats.intro", parts=Markup("; ").join(parts))


def support_chart(support_by_party: pd.DataFrame, party: str, language: str) -> Markup:
    """Return the chart: one row per party with its seats and whether it signed, the most seats first.

    `support_by_party` has one row per party and the row `all` (share/data/parties.csv: party_id, party, seats,
    party_signed, declined_on). The reader's party is marked by a strip, a triangle and bold letters.
    """
    say = wording(language)
    parties = support_by_party[support_by_party["party_id"] != ALL_PARTIES]
    parties = parties.sort_values(["seats", "party"], ascending=[False, True], kind="stable", na_position="last")
    rows, heard = parties.to_dict("records"), []
    for row in rows:
        row["word"] = signature_in_words(row, say)
        seats = say.say("charts.none") if pd.isna(row["seats"]) else say.number(int(row["seats"]))
        heard.append(f"{row['party']} {seats}, {row['word']}")
        # A long name ends in an ellipsis; the annex has the full name.
        while text_width(row["party"], TEXT, True) > _WIDEST_NAME:
            row["party"] = row["party"].removesuffix("…")[:-1].rstrip() + "…"
    drawing = Drawing(_WIDTH, ROW * len(rows) + 2)
    bars_at = 26 + max((text_width(row["party"], TEXT, True) for row in rows), default=0)
    widest = max((text_width(row["word"], TEXT, True) for row in rows), default=0)
    scale = (_WIDTH - 42 - widest - bars_at) / max(float(parties["seats"].fillna(0).max()), 1.0)
    for place, row in enumerate(rows):
        _draw_party(drawing, row, ROW * place, bars_at, scale, row["party_id"] == party, say)
    described = say.say("charts.support.description", parties="; ".join(heard))
    return figure(drawing.svg("support-chart", say.say("charts.support.title"), described))


def _draw_party(
    drawing: Drawing, row: dict[Any, Any], y: float, bars_at: float, scale: float, is_reader: bool, say: Wording
) -> None:
    """Draw one row: the name, a bar and the number of seats, and in words whether the party signed."""
    base, middle, signed = y + ROW / 2 + 5, y + ROW / 2, row["party_signed"]
    if is_reader:
        drawing.bar("mine", 0, y - 0.5, _WIDTH, ROW - 1)
        drawing.triangle("ink", 3, middle, 7)
    drawing.text("ink", 14, base, row["party"], size=TEXT, bold=is_reader)
    seats = 0 if pd.isna(row["seats"]) else int(row["seats"])
    width = seats * scale
    if signed in SIGNING:
        drawing.bar("bar" if signed == "yes" else "pale", bars_at, middle - BAR / 2, width, BAR)
    if signed == "by_decision":
        drawing.hatch("outline", bars_at, middle - BAR / 2, width, BAR, step=5)
    if signed != "yes" and width:
        edge = "dashed" if signed == "unknown" else "solid"
        drawing.bar("outline", bars_at + 0.75, middle - BAR / 2 + 0.75, max(width - 1.5, 3), BAR - 1.5, outlined=edge)
    if pd.notna(row["seats"]):
        drawing.text("ink", bars_at + width + 5, base, say.number(seats), size=TEXT, bold=True)
    ink = "ink" if signed in SIGNING else "soft"
    drawing.text(ink, _WIDTH - 6, base, row["word"], size=TEXT, bold=signed in SIGNING, anchor="end")
