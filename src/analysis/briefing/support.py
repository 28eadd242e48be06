"""The section on support in parliament: a chart of the parties, and how to read it."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from analysis.briefing.drawing import BAR, ROW, TEXT, Drawing, text_width
from analysis.briefing.html import PARTS, Section, section_of, strong
from analysis.briefing.page_facts import PageFacts, link_to
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import wording
from analysis.parliament.terms import valid_on
from analysis.signatories.support import SIGNED_VALUES, signature_in_words
from analysis.sources.contracts import LINK

# The chart fills half the width of the paper, or the width of a phone.
_WIDTH, _WIDEST_NAME = 380.0, 200.0


def signed_on(facts: PageFacts, row: Row) -> str:
    """Return the day on which a party signed, as precisely as it is known."""
    w = facts.wording
    return w.say(f"briefing.party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))


def signed_in(facts: PageFacts) -> list[str]:
    """Return the months in which parties signed, as YYYY-MM, the oldest first; if none did, that of the pledge."""
    days = [row["signed_on"] for row in facts.records.support.values() if row["signed_on"]]
    return sorted({str(day)[:7] for day in days} or {str(FIRST_MONTH)})


def seats_of_signing_parties(facts: PageFacts) -> Markup:
    """Return how many seats the signing parties hold, with and without those that count by a decision."""
    w, (bare, signing, carriers) = facts.wording, _signing(facts)
    named = {"signing": strong(w.number(signing)), "filled": w.number(facts.support(ALL_PARTIES)["seats"])}
    named["notes"] = facts.signed_where(*facts.records.support)
    if not carriers:
        return w.html("briefing.main.support", **named)
    confirmed = all(facts.month.house.decisions_on(party)["confirmed_on"].notna().all() for party in carriers)
    key = f"briefing.main.support_{'carried' if confirmed else 'unconfirmed'}"
    return w.html(key, **named, carriers=facts.names(*carriers), bare=strong(w.number(bare)))


def signing_seats(facts: PageFacts, role: str = "") -> str:
    """Return the seats of the parties that signed (in one role), then with those for which a decision counts."""
    w, (bare, signing, carriers) = facts.wording, _signing(facts, role)
    if not carriers:
        return w.number(bare)
    return w.say("briefing.main.with", bare=w.number(bare), signing=w.number(signing), carriers=facts.names(*carriers))


def _signing(facts: PageFacts, role: str = "") -> tuple[int, int, list[str]]:
    """Return the seats of parties that signed, the same with parties that count by a decision, and the latter."""
    support = facts.records.support.values()
    own = [row for row in support if row["party_id"] != ALL_PARTIES and role in ("", row["role"])]
    bare = sum(row["seats"] for row in own if row["party_signed"] == "yes")
    carriers = [row for row in own if row["party_signed"] == "by_decision" and row["seats"]]
    return bare, bare + sum(row["seats"] for row in carriers), [row["party_id"] for row in carriers]


def support_in_parliament(facts: PageFacts) -> Section:
    """Return the chart of the parties with a seat, and the reader's party if it has none."""
    w, support = facts.wording, facts.records.support.items()
    listed = [
        {**row, "party": facts.party_name(party)}
        for party, row in support
        if party != ALL_PARTIES and (row["seats"] or party == facts.party)
    ]
    years = w.list(list(dict.fromkeys(month[:4] for month in signed_in(facts))))
    chart = support_chart(listed, facts.party, w.language)
    return section_of("support", w, years=years, chart=chart)


def reading_of_support(facts: PageFacts) -> list[Markup]:
    """Return how to read the chart: who governs, who declined, and whose signature counts for another."""
    w, house, everyone, said = facts.wording, facts.month.house, facts.support(ALL_PARTIES), []
    if everyone["coalition_seats"] is not None:
        # Seats of the signing parties in the coalition and in the opposition.
        seats = {role: w.number(everyone[f"{role}_seats"]) for role in ("coalition", "opposition")}
        signed = {f"{role}_signed": signing_seats(facts, role) for role in seats}
        is_caretaker = house.in_cabinet()["caretaker_from"].notna().any()
        said.append(w.html(f"briefing.support.roles{'_caretaker' if is_caretaker else ''}", **seats, **signed))
        said.append(w.html("briefing.support.not_asked"))
    # A predecessor without a seat, whose signature counts for another party, is named below the chart.
    seatless = {party for party, row in facts.records.support.items() if party != ALL_PARTIES and not row["seats"]}
    others = seatless - {facts.party}
    for party in _signing(facts)[2]:
        predecessors = "|".join(house.decisions_on(party)["predecessors"]).split("|")
        without = [predecessor for predecessor in predecessors if predecessor in seatless]
        others -= set(without)
        # The section on the reader's own party names its predecessors already.
        if without and party != facts.party:
            named = {"predecessors": facts.names(*without), "party": facts.names(party)}
            said.append(w.html("briefing.support.carried", **named) + facts.signed_where(*without))
    if others:
        said.append(w.html("briefing.support.seatless", parties=facts.names(*sorted(others))))
    # Beside who is named; the same on every page, whatever anybody did: nothing may tell of who did not agree.
    return [*said, w.html("briefing.named.others")]


def basis_of_seats(facts: PageFacts) -> Markup:
    """Return the sources of the numbers of seats, with links."""
    w, house, parts = facts.wording, facts.month.house, []
    held = valid_on(house.day, house.seats)
    for basis in ("members", "election", "event"):
        addresses = held[held["basis"] == basis]["source_url"].str.split(r"[;,\s]+", regex=True).explode().dropna()
        if links := [address for address in addresses.unique() if LINK.fullmatch(address)]:
            marks = Markup(", ").join(link_to(link) for link in links)
            parts.append(w.html(f"briefing.seats.{basis}", links=marks))
    return w.html("briefing.seats.intro", parts=Markup("; ").join(parts))


def support_chart(support_by_party: Iterable[Row], party: str, language: str) -> Markup:
    """Return the chart: one row per party of share/data/parties.csv, the most seats first, the reader's own marked."""
    w, heard = wording(language), []
    rows: list[dict[Any, Any]] = [dict(row) for row in support_by_party if row["party_id"] != ALL_PARTIES]
    rows.sort(key=lambda row: (row["seats"] is None, -(row["seats"] or 0), row["party"]))
    for row in rows:
        row["word"] = signature_in_words(row, w)
        row["number"] = "" if row["seats"] is None else w.number(row["seats"])
        heard.append(f"{row['party']} {row['number'] or w.say('charts.none')}, {row['word']}")
        # A long name ends in an ellipsis; the annex has the full name.
        while text_width(row["party"], TEXT, True) > _WIDEST_NAME:
            row["party"] = row["party"].removesuffix("…")[:-1].rstrip() + "…"
    drawing = Drawing(_WIDTH, ROW * len(rows) + 2)
    bars_at = 26 + max((text_width(row["party"], TEXT, True) for row in rows), default=0)
    widest = max((text_width(row["word"], TEXT, True) for row in rows), default=0)
    scale = (_WIDTH - 42 - widest - bars_at) / max([1.0, *(float(row["seats"] or 0) for row in rows)])
    for place, row in enumerate(rows):
        _draw_party(drawing, row, ROW * place, bars_at, (row["seats"] or 0) * scale, row["party_id"] == party)
    described = w.say("charts.support.description", parties="; ".join(heard))
    return Markup(PARTS.chart(drawing, "support-chart", w.say("charts.support.title"), described))


def _draw_party(drawing: Drawing, row: Row, y: float, bars_at: float, width: float, is_reader: bool) -> None:
    base, middle, signed = y + ROW / 2 + 5, y + ROW / 2, row["party_signed"]
    top = middle - BAR / 2
    if is_reader:
        drawing.bar("mine", 0, y - 0.5, _WIDTH, ROW - 1)
        drawing.triangle("ink", 3, middle, 7)
    drawing.text("ink", 14, base, row["party"], size=TEXT, bold=is_reader)
    if signed in SIGNED_VALUES:
        drawing.bar("bar" if signed == "yes" else "pale", bars_at, top, width, BAR)
    if signed == "by_decision":
        drawing.hatch("outline", bars_at, top, width, BAR)
    if signed != "yes" and width:
        edge = "dashed" if signed == "unknown" else "solid"
        drawing.bar("outline", bars_at + 0.75, top + 0.75, max(width - 1.5, 3), BAR - 1.5, outlined=edge)
    if row["number"]:
        drawing.text("ink", bars_at + width + 5, base, row["number"], size=TEXT, bold=True)
    ink = "ink" if signed in SIGNED_VALUES else "soft"
    drawing.text(ink, _WIDTH - 6, base, row["word"], size=TEXT, bold=signed in SIGNED_VALUES, anchor="end")
