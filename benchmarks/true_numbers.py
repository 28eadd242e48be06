"""The balance and the claims, recomputed from the rows in a few plain lines, beside what the tables of a month say."""

from collections.abc import Iterator
from decimal import Decimal

from known_rows import KnownRows, Row, last_day

_HUNDRED = Decimal(100)


def known_figures(rows: KnownRows, quantity: str) -> list[tuple[str, Row, Row]]:
    """Return the figures of a quantity that are known, each with the day it became known and its publication."""
    publications = {row["publication"]: row for row in rows.table("publications")}
    found = []
    for row in rows.table("figures"):
        publication = publications[row["publication"]]
        day = last_day(publication["published_on"]) if publication["published_on"] else "9999"
        if row["quantity_id"] == quantity and day <= rows.day:
            found.append((day, row, publication))
    return found


def newest_edition(rows: KnownRows, quantity: str) -> dict[str, Decimal]:
    """Return by year what the newest edition of the Rapporteur prints in its own text, of editions after 2026."""
    known = sorted(known_figures(rows, quantity), key=lambda found: found[0])
    own = [(row, publication) for _, row, publication in known if publication["kind"] == "monitor"]
    return {
        row["reference_year"]: Decimal(row["value"])
        for row, publication in own
        if publication["published_on"] > "2026-10"
    }


def newest_study(rows: KnownRows, quantity: str) -> Row | None:
    """Return the figure of a quantity in the newest study that has it, of studies after 2026."""
    studies = [
        (day, row)
        for day, row, publication in known_figures(rows, quantity)
        if publication["kind"] == "estimate_study" and day > "2026-10"
    ]
    return max(studies, key=lambda found: found[0])[1] if studies else None


def wrong_numbers(rows: KnownRows, tables: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    """Yield each number of the balance, and verdict on a claim, that the rows contradict: which law, and what it is."""
    yield from _wrong_balance(rows, tables["balance"])
    yield from _wrong_claims(rows, {row["claim_id"]: row for row in tables["claims"]})
    yield from _wrong_seats(rows, tables["parties"])


def _wrong_balance(rows: KnownRows, balance: list[Row]) -> Iterator[tuple[str, str]]:
    editions, study = newest_edition(rows, "registered-all"), newest_study(rows, "estimate-all")
    by_year = {row["year"]: row for row in balance}
    for year, total in editions.items():
        if year not in by_year or Decimal(by_year[year]["registered"]) != total:
            yield (
                "registered as the newest edition",
                f"{year}: {by_year.get(year, {}).get('registered')}, printed {total}",
            )
    for row in balance:
        for end, other in (("", ""), ("_lower", "_upper"), ("_upper", "_lower")):
            estimated, unseen, share = row[f"estimated{end}"], row[f"unseen{end}"], row[f"in_view{other}_percent"]
            if bool(estimated) != bool(unseen) or bool(estimated) != bool(share):
                yield "balance has all or nothing", f"{row['year']}{end}: {estimated!r} {unseen!r} {share!r}"
            elif estimated and Decimal(estimated) - Decimal(row["registered"]) != Decimal(unseen):
                yield (
                    "not registered is estimated minus registered",
                    f"{row['year']}{end}: {estimated} - {row['registered']} = {unseen}",
                )
            elif estimated and abs(
                Decimal(row["registered"]) * _HUNDRED / Decimal(estimated) - Decimal(share)
            ) > Decimal("0.001"):
                yield "registered share", f"{row['year']}{end}: {share}"
    if study and balance and balance[-1]["year"] > study["reference_year"][-4:]:
        said = tuple(balance[-1][name] for name in ("estimated", "estimated_lower", "estimated_upper"))
        printed = tuple(study[name] for name in ("value", "lower", "upper"))
        if [Decimal(number or -1) for number in said] != [Decimal(number or -1) for number in printed]:
            yield "the last year takes the newest study", f"{balance[-1]['year']}: {said}, printed {printed}"


def _wrong_claims(rows: KnownRows, claims: dict[str, Row]) -> Iterator[tuple[str, str]]:
    def judged(claim: str, *allowed: str, by: str) -> Iterator[tuple[str, str]]:
        if claims[claim]["verdict"] not in allowed:
            yield f"claim {claim}", f"{claims[claim]['verdict']}, expected {' or '.join(allowed)}: {by}"

    study = newest_study(rows, "estimate-all")
    if study:
        low, high, by = *_ends(study), f"{study['value']} ({study['lower']} to {study['upper']})"
        if low > 6000:
            yield from judged("more_than_6000", "supported", "qualified", by=by)
        elif high > 6000:
            yield from judged("more_than_6000", "qualified", by=by)
        else:
            yield from judged("more_than_6000", "superseded", "contradicted", by=by)
    girls = newest_study(rows, "estimate-dutch-minor-girls-sexual")
    if girls:
        low, high = _ends(girls)
        said = ("qualified", "supported") if low <= 1350 and high >= 1250 else ("superseded", "contradicted")
        yield from judged("dutch_girls_1300", *said, by=f"{girls['value']} ({girls['lower']} to {girls['upper']})")
    part = newest_edition(rows, "registered-minors-domestic-sexual")
    if part:
        # Of the newest estimate of these girls; 1,320 is that of the first study.
        low, high = _ends(girls) if girls else (Decimal(1320), Decimal(1320))
        smallest, largest = part[max(part)] * _HUNDRED / high, part[max(part)] * _HUNDRED / low
        by = f"{part[max(part)]} of {low} to {high}: {smallest:.1f} to {largest:.1f}%"
        if smallest > 4 or largest < 1:
            yield from judged("in_view_2_to_3_percent", "superseded", "contradicted", by=by)
        elif smallest >= 2 and largest <= 3:
            yield from judged("in_view_2_to_3_percent", "qualified", by=by)
        if smallest > 5:
            yield from judged("unseen_97_percent", "superseded", "contradicted", by=by)
        elif largest <= 3:
            yield from judged("unseen_97_percent", "qualified", "supported", by=by)
    # In 2015 288 of 1,150 were minors, in 2019 108 of 1,334; later editions may have other totals.
    totals = newest_edition(rows, "registered-all")
    shares = [
        Decimal(minors) * _HUNDRED / totals.get(year, before)
        for year, minors, before in (("2015", 288, Decimal(1150)), ("2019", 108, Decimal(1334)))
    ]
    fits = all(abs(share - claimed) < Decimal("0.5") for share, claimed in zip(shares, (25, 8), strict=True))
    yield from judged(
        "minors_25_to_8_percent",
        "supported" if fits else "superseded",
        by=" and ".join(f"{share:.2f}%" for share in shares),
    )


def _ends(row: Row) -> tuple[Decimal, Decimal]:
    """Return the lowest and highest that a printed number, or range, may mean; a minimum has no upper end."""
    if row["lower"]:
        return Decimal(row["lower"]), Decimal(row["upper"])
    open_end = row["qualifier"] in ("at_least", "more_than")
    return Decimal(row["value"]), Decimal(10**9) if open_end else Decimal(row["value"])


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
    for name, number in {
        "seats_of_signing_parties": sum(signing.values()),
        "seats_signed_without_decisions": own,
    }.items():
        if int(total[name] or 0) != number:
            yield name, f"{total[name]}, by the rows {number}"
