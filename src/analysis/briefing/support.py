"""The section on support in parliament: a chart of the parties, and how to read it."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from analysis.briefing.drawing import BAR, ROW, TEXT, Drawing, text_width
from analysis.briefing.html import Section, strong
from analysis.briefing.notes import link_to
from analysis.briefing.page_facts import PageFacts
from analysis.core.parameters import ALL_PARTIES, FIRST_MONTH
from analysis.core.record_tables import Row
from analysis.core.wording import Wording, wording
from analysis.parliament.terms import valid_on
from analysis.signatories.support import SIGNING, signature_in_words
from analysis.sources.contracts import LINK

# The chart fills half the width of the paper, or a phone.
_WIDTH, _WIDEST_NAME = 380.0, 200.0


def signed_on(facts: PageFacts, row: Row) -> str:
    """Return the day on which a party signed, as precisely as it is known."""
    w = facts.wording
    return w.say(f"briefing.party.on.{row['signed_on_precision']}", date=w.date(row["signed_on"].date()))


def signed_in(facts: PageFacts) -> list[str]:
    """Return the months in which parties signed, as YYYY-MM, the oldest first; where none did, that of the pledge."""
    days = [row["signed_on"] for row in facts.records.support.values() if row["signed_on"]]
    return sorted({str(day)[:7] for day in days} or {str(FIRST_MONTH)})


def seats_of_signing_parties(facts: PageFacts) -> Markup:
    """Return how many seats the signing parties hold, with and without those that count by a decision."""
    w, row = facts.wording, facts.support(ALL_PARTIES)
    signing, bare = row["seats_of_signing_parties"], row["seats_signed_without_decisions"]
    named = {"signing": strong(w.number(signing)), "filled": w.number(row["seats"])}
    named["notes"] = facts.signed_where(*facts.records.support)
    if bare == signing:
        return w.html("briefing.main.support", **named)
    carriers = _parties_with_predecessors(facts)
    confirmed = all(facts.month.house.decisions_on(party)["confirmed_on"].notna().all() for party in carriers)
    key = f"briefing.main.support_{'carried' if confirmed else 'unconfirmed'}"
    return w.html(key, **named, carriers=facts.names(*carriers), bare=strong(w.number(bare)))


def signing_seats(facts: PageFacts, role: str = "") -> str:
    """Return the seats of the parties that signed (of one role), then with those for which a decision counts."""
    w, support = facts.wording, facts.records.support.values()
    own = [row for row in support if row["party_id"] != ALL_PARTIES and (not role or row["role"] == role)]
    bare = sum(row["seats"] for row in own if row["party_signed"] == "yes")
    carriers = [row["party_id"] for row in own if row["party_signed"] == "by_decision" and row["seats"]]
    if not carriers:
        return w.number(bare)
    signing = w.number(bare + sum(row["seats"] for row in own if row["party_id"] in carriers))
    return w.say("briefing.main.with", bare=w.number(bare), carriers=facts.names(*carriers), signing=signing)


def _parties_with_predecessors(facts: PageFacts) -> list[str]:
    """Return the parties in parliament for which the signatures of predecessors count."""
    support = facts.records.support.items()
    return [party for party, row in support if row["party_signed"] == "by_decision" and row["seats"]]


def support_in_parliament(facts: PageFacts) -> Section:
    """Return the chart, and how to read it: who governs, who declined, and whose signature counts for another."""
    w, everyone = facts.wording, facts.support(ALL_PARTIES)
    parties = [row for party, row in facts.records.support.items() if party != ALL_PARTIES]
    said = []
    if everyone["coalition_seats"] is not None:
        # Seats of the signing parties in the coalition and in the opposition.
        seats = {role: w.number(everyone[f"{role}_seats"]) for role in ("coalition", "opposition")}
        signed = {f"{role}_signed": signing_seats(facts, role) for role in seats}
        is_caretaker = facts.month.house.in_cabinet()["caretaker_from"].notna().any()
        said.append(w.html(f"briefing.support.roles{'_caretaker' if is_caretaker else ''}", **seats, **signed))
        said.append(w.html("briefing.support.not_asked"))
    # A predecessor without a seat, whose signature counts for another party, is named below the chart.
    house, left_out = facts.month.house, set[str]()
    seatless = {row["party_id"] for row in parties if not row["seats"]}
    for party in _parties_with_predecessors(facts):
        predecessors = "|".join(house.decisions_on(party)["predecessors"]).split("|")
        without = [predecessor for predecessor in predecessors if predecessor in seatless]
        left_out |= set(without)
        # The section on the reader's own party names its predecessors already.
        if without and party != facts.party:
            named = {"predecessors": facts.names(*without), "party": facts.names(party)}
            said.append(w.html("briefing.support.carried", **named) + facts.signed_where(*without))
    others = seatless - left_out - {facts.party}
    if others:
        said.append(w.html("briefing.support.seatless", parties=facts.names(*sorted(others))))
    # Beside who is named; the same on every page, whatever anybody did: nothing may tell of who did not agree.
    said.append(w.html("briefing.named.others"))
    listed = [row for row in parties if row["party_id"] not in seatless - {facts.party}]
    named_rows = [{**row, "party": facts.party_name(row["party_id"])} for row in listed]
    years = w.list(list(dict.fromkeys(month[:4] for month in signed_in(facts))))
    chart = support_chart(named_rows, facts.party, w.language)
    return facts.section("support", chart=chart, reading=said, years=years)


def basis_of_seats(facts: PageFacts) -> Markup:
    """Return the sources of the numbers of seats, with links."""
    w, house, parts = facts.wording, facts.month.house, []
    held = valid_on(house.day, house.seats)
    for basis in ("members", "election", "event"):
        addresses = held[held["basis"] == basis]["source_url"].str.split(r"[;,\s]+", regex=True).explode().dropna()
        links = [address for address in addresses.unique() if LINK.fullmatch(address)]
        if links:
            marks = Markup(", ").join(link_to(link) for link in links)
            parts.append(w.html(f"briefing.seats.{basis}", links=marks))
    return w.html("briefing.seats.intro", parts=Markup("; ").join(parts))


def support_chart(support_by_party: Iterable[Row], party: str, language: str) -> Markup:
    """Return the chart: one row per party with its seats and whether it signed, the most seats first.

    `support_by_party` has the rows of parties (share/data/parties.csv: party_id, party, seats, party_signed,
    declined_on). The reader's party is marked by a strip, a triangle and bold letters.
    """
    say, heard = wording(language), []
    rows: list[dict[Any, Any]] = [dict(row) for row in support_by_party if row["party_id"] != ALL_PARTIES]
    rows.sort(key=lambda row: (row["seats"] is None, -(row["seats"] or 0), row["party"]))
    for row in rows:
        row["word"] = signature_in_words(row, say)
        seats = say.say("charts.none") if row["seats"] is None else say.number(row["seats"])
        heard.append(f"{row['party']} {seats}, {row['word']}")
        # A long name ends in an ellipsis; the annex has the full name.
        while text_width(row["party"], TEXT, True) > _WIDEST_NAME:
            row["party"] = row["party"].removesuffix("…")[:-1].rstrip() + "…"
    drawing = Drawing(_WIDTH, ROW * len(rows) + 2)
    bars_at = 26 + max((text_width(row["party"], TEXT, True) for row in rows), default=0)
    widest = max((text_width(row["word"], TEXT, True) for row in rows), default=0)
    scale = (_WIDTH - 42 - widest - bars_at) / max([1.0, *(float(row["seats"] or 0) for row in rows)])
    for place, row in enumerate(rows):
        _draw_party(drawing, row, ROW * place, bars_at, scale, row["party_id"] == party, say)
    described = say.say("charts.support.description", parties="; ".join(heard))
    return drawing.figure("support-chart", say.say("charts.support.title"), described)


def _draw_party(
    drawing: Drawing, row: Row, y: float, bars_at: float, scale: float, is_reader: bool, say: Wording
) -> None:
    """Draw one row: the name, a bar and the number of seats, and in words whether the party signed."""
    base, middle, signed = y + ROW / 2 + 5, y + ROW / 2, row["party_signed"]
    if is_reader:
        drawing.bar("mine", 0, y - 0.5, _WIDTH, ROW - 1)
        drawing.triangle("ink", 3, middle, 7)
    drawing.text("ink", 14, base, row["party"], size=TEXT, bold=is_reader)
    width = (row["seats"] or 0) * scale
    if signed in SIGNING:
        drawing.bar("bar" if signed == "yes" else "pale", bars_at, middle - BAR / 2, width, BAR)
    if signed == "by_decision":
        drawing.hatch("outline", bars_at, middle - BAR / 2, width, BAR)
    if signed != "yes" and width:
        edge = "dashed" if signed == "unknown" else "solid"
        drawing.bar("outline", bars_at + 0.75, middle - BAR / 2 + 0.75, max(width - 1.5, 3), BAR - 1.5, outlined=edge)
    if row["seats"] is not None:
        drawing.text("ink", bars_at + width + 5, base, say.number(row["seats"]), size=TEXT, bold=True)
    ink = "ink" if signed in SIGNING else "soft"
    drawing.text(ink, _WIDTH - 6, base, row["word"], size=TEXT, bold=signed in SIGNING, anchor="end")
