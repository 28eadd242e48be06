"""The balance and the seats, recomputed from the rows in a few plain lines, beside what the tables of a month say."""

from collections.abc import Iterator
from decimal import Decimal

from known_rows import KnownRows, Row, last_day

_HUNDRED, _NEAR = Decimal(100), Decimal("0.001")


def known_figures(rows: KnownRows, quantity: str) -> list[tuple[str, Row, Row]]:
    """Return the figures of a quantity that are known, each with the day it became known and its publication."""
    publications = {row["publication"]: row for row in rows.table("publications")}
    own = [(row, publications[row["publication"]]) for row in rows.table("figures") if row["quantity_id"] == quantity]
    dated = [(last_day(by["published_on"]), row, by) for row, by in own if by["published_on"]]
    return [found for found in dated if found[0] <= rows.day]


def newest_edition(rows: KnownRows, quantity: str) -> dict[str, Decimal]:
    """Return by year what the newest edition of the Rapporteur prints in its own text, of editions after 2026."""
    known = sorted(known_figures(rows, quantity), key=lambda found: found[0])
    own = [row for _, row, by in known if by["kind"] == "monitor" and by["published_on"] > "2026-10"]
    return {row["reference_year"]: Decimal(row["value"]) for row in own}


def newest_study(rows: KnownRows, quantity: str) -> Row | None:
    """Return the figure of a quantity in the newest study that has it, of studies after 2026."""
    known = known_figures(rows, quantity)
    studies = [found for found in known if found[2]["kind"] == "estimate_study" and found[0] > "2026-10"]
    return max(studies, key=lambda found: found[0])[1] if studies else None


def newest_publication(rows: KnownRows, kind: str) -> str:
    """Return the newest publication of a kind."""
    own = [row for row in rows.table("publications") if row["kind"] == kind and row["published_on"]]
    known = [row for row in own if last_day(row["published_on"]) <= rows.day]
    return max(known, key=lambda row: last_day(row["published_on"]))["publication"]


def wrong_numbers(rows: KnownRows, tables: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    """Yield each number of the balance and of the parties that the rows contradict: which law, and what it is."""
    yield from _wrong_balance(rows, tables["balance"])
    yield from _wrong_seats(rows, tables["parties"])


def _wrong_balance(rows: KnownRows, balance: list[Row]) -> Iterator[tuple[str, str]]:
    editions, study = newest_edition(rows, "registered-all"), newest_study(rows, "estimate-all")
    by_year = {row["year"]: row for row in balance}
    for year, total in editions.items():
        if year not in by_year or Decimal(by_year[year]["registered"]) != total:
            said = by_year.get(year, {}).get("registered")
            yield "registered as the newest edition", f"{year}: {said}, printed {total}"
    for row in balance:
        for end, other in (("", ""), ("_lower", "_upper"), ("_upper", "_lower")):
            estimated, unseen, share = row[f"estimated{end}"], row[f"unseen{end}"], row[f"in_view{other}_percent"]
            said = f"{row['year']}{end}: estimated {estimated}, registered {row['registered']}, {unseen}, {share}%"
            if len({bool(estimated), bool(unseen), bool(share)}) > 1:
                yield "balance has all or nothing", said
            elif estimated and Decimal(estimated) - Decimal(row["registered"]) != Decimal(unseen):
                yield "not registered is estimated minus registered", said
            elif estimated and abs(Decimal(row["registered"]) / Decimal(estimated) * _HUNDRED - Decimal(share)) > _NEAR:
                yield "registered share", said
    if study and balance and balance[-1]["year"] > study["reference_year"][-4:]:
        said = tuple(balance[-1][name] for name in ("estimated", "estimated_lower", "estimated_upper"))
        printed = tuple(study[name] for name in ("value", "lower", "upper"))
        if [Decimal(number or -1) for number in said] != [Decimal(number or -1) for number in printed]:
            yield "the last year takes the newest study", f"{balance[-1]['year']}: {said}, printed {printed}"


def _wrong_seats(rows: KnownRows, parties: list[Row]) -> Iterator[tuple[str, str]]:
    said = {row["party_id"]: row for row in parties}
    total = said.pop("all")
    seats = {party: int(row["seats"]) for party, row in said.items() if int(row["seats"] or 0)}
    if seats != rows.seats or int(total["seats"]) != sum(rows.seats.values()):
        yield "seats of the table", f"{sorted(set(seats.items()) ^ set(rows.seats.items()))}, filled {total['seats']}"
    for party, row in said.items():
        if row["party_signed"] != rows.signed(party):
            yield "party_signed of the table", f"{party}: {row['party_signed']}, by the rows {rows.signed(party)}"
        place = "coalition" if party in rows.cabinet else "opposition"
        if party in rows.seats and rows.cabinet and row["role"] != place:
            yield "role of the table", f"{party}: {row['role']}, by the rows {place}"
        if not rows.cabinet and row["role"]:
            yield "no role without a cabinet", f"{party}: {row['role']}"
    signing = {party: seats for party, seats in rows.seats.items() if rows.signed(party) in ("yes", "by_decision")}
    own = sum(seats for party, seats in signing.items() if rows.signed(party) == "yes")
    expected = {"seats_of_signing_parties": sum(signing.values()), "seats_signed_without_decisions": own}
    for name, number in expected.items():
        if int(total[name] or 0) != number:
            yield name, f"{total[name]}, by the rows {number}"
