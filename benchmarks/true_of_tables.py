"""The numbers, changes and names of a month, in tables and sentences, recomputed from the rows in plain lines."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from known_rows import KnownRows, Row, day_of, last_day

Wrong = Iterator[tuple[str, str]]
PATTERNS = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))


# What is known of a quantity, of what appeared after 2026


def newest_edition(rows: KnownRows) -> dict[str, Decimal]:
    """Return by year how many registered victims the newest edition of the Rapporteur prints in its own text."""
    known = _known_figures(rows, "registered-all", "monitor")
    return {row["reference_year"]: Decimal(row["value"]) for row in known}


def newest_study(rows: KnownRows) -> Row | None:
    """Return the estimate of all victims in the newest study that has one."""
    return next(iter(_known_figures(rows, "estimate-all", "estimate_study")[::-1]), None)


def _known_figures(rows: KnownRows, quantity: str, kind: str) -> list[Row]:
    """Return the figures of a quantity in publications of a kind, in the order in which they appeared."""
    of_kind = {row["publication"]: row for row in rows.table("publications") if row["kind"] == kind}
    appeared = {name: last_day(row["published_on"]) for name, row in of_kind.items() if row["published_on"]}
    known = {name: day for name, day in appeared.items() if "2026-10" < day <= rows.day}
    own = [row for row in rows.table("figures") if row["quantity_id"] == quantity and row["publication"] in known]
    return sorted(own, key=lambda row: known[row["publication"]])


# In tables


def wrong_balance(rows: KnownRows, balance: list[Row]) -> Wrong:
    """Yield each number of the balance that does not follow from the rows, or from the numbers beside it."""
    study, by_year = newest_study(rows), {row["year"]: row for row in balance}
    for year, total in newest_edition(rows).items():
        said = by_year.get(year, {}).get("registered", "")
        if not said or Decimal(said) != total:
            yield "registered as the newest edition", f"{year}: {said}, printed {total}"
    for row in balance:
        for end, other in (("", ""), ("_lower", "_upper"), ("_upper", "_lower")):
            numbers = [row[f"estimated{end}"], row[f"unseen{end}"], row[f"in_view{other}_percent"]]
            said = f"{row['year']}{end}: registered {row['registered']}, estimated, not registered, share: {numbers}"
            if not all(numbers):
                if any(numbers):
                    yield "balance has all or nothing", said
                continue
            registered, estimated, unseen, share = map(Decimal, (row["registered"], *numbers))
            if estimated - registered != unseen:
                yield "not registered is estimated minus registered", said
            if abs(100 * registered / estimated - share) > Decimal("0.001"):
                yield "registered share", said
    if study and balance and balance[-1]["year"] > study["reference_year"][-4:]:
        said_of_last = [balance[-1][name] for name in ("estimated", "estimated_lower", "estimated_upper")]
        printed = [study[name] for name in ("value", "lower", "upper")]
        if [Decimal(number or -1) for number in said_of_last] != [Decimal(number or -1) for number in printed]:
            yield "the last year takes the newest study", f"{balance[-1]['year']}: {said_of_last}, printed {printed}"


def wrong_seats(rows: KnownRows, parties: list[Row]) -> Wrong:
    """Yield each party whose seats, signature or role in the table are not those of the rows, and each wrong sum."""
    said = {row["party_id"]: row for row in parties}
    total = said.pop("all")
    yield from (("each party with a seat is in the table", party) for party in rows.seats if party not in said)
    for party, row in said.items():
        role = ("coalition" if party in rows.cabinet else "opposition") if rows.cabinet else ""
        expected = {"seats": f"{rows.seats.get(party, 0)}", "party_signed": rows.signed(party), "role": role}
        if party not in rows.seats and rows.cabinet:
            del expected["role"]
        for name, by_rows in expected.items():
            if (row[name] or ("0" if name == "seats" else "")) != by_rows:
                yield f"{name} of the table", f"{party}: {row[name]}, by the rows {by_rows}"
    own = sum(seats for party, seats in rows.seats.items() if rows.signed(party) == "yes")
    decided = sum(seats for party, seats in rows.seats.items() if rows.signed(party) == "by_decision")
    sums = {"seats": sum(rows.seats.values()), "seats_signed_without_decisions": own}
    sums["seats_of_signing_parties"] = own + decided
    for name, number in sums.items():
        if int(total[name] or 0) != number:
            yield f"{name} of all", f"{total[name]}, by the rows {number}"


# In sentences


def wrong_in_words(rows: KnownRows, language: str, text: str, balance: list[Row]) -> Wrong:
    """Yield each number in the main points and the balance that the rows, or the table, do not bear out."""
    editions = newest_edition(rows)
    for year, number in re.findall(PATTERNS["registered"][language], text):
        if year in editions and _plain(number) != editions[year]:
            yield "registered in the main points", f"{year}: {number}, printed {editions[year]}"
        if editions and year < max(editions):
            yield "the newest year in the main points", f"{year}, while {max(editions)} is printed"
    study, said = newest_study(rows), re.search(PATTERNS["estimated"][language], text)
    if study and said:
        words = said.group()
        printed = [study[name] for name in ("value", "lower", "upper", "upper_alternative") if study[name]]
        found = {_plain(number) for number in re.findall(r"\d[\d.,]*\d", words) if len(number) > 4}
        if found != {Decimal(number) for number in printed} or study["reference_year"][:4] not in words:
            yield "the newest study in the main points", f"{words}: printed {printed} for {study['reference_year']}"
    elif study and not re.search(r"geschat op|estimated at", text):
        yield "an estimate is known", f"{study['publication']} prints {study['value'] or study['lower']}"
    by_year = {row["year"]: row for row in balance}
    for match in re.finditer(PATTERNS["not_registered"][language], text):
        numbers = [_plain(number) for number in match.groups() if number != match["year"]]
        ends = [by_year[match["year"]][name] for name in ("unseen", "unseen_lower", "unseen_upper")]
        if numbers != [(Decimal(end) / 100).quantize(Decimal(1), ROUND_HALF_UP) * 100 for end in ends]:
            yield "not registered, in words", f"{match.group()}, by the table {ends}"


def _plain(number: str) -> Decimal:
    return Decimal(re.sub(r"[.,](?=\d{3})", "", number))


# What changed, and who is named


def wrong_changes(rows: KnownRows, changes: list[Row]) -> Wrong:
    """Yield each row of changes.csv that the rows of this month and of the month before contradict."""
    checks = {"seats": _seats, "party_signed": _signed}
    for row in changes:
        what = f"{row['subject']} {row['before']} -> {row['after']}: {row['sentence_en']}"
        if row["kind"] in checks and not checks[row["kind"]](rows, row):
            yield f"changes: {row['kind']} before and after", what
        if row["kind"] != "commitment_event" and not _events_happened(rows, row["sentence_en"]):
            yield "changes: events of parties", what
    told = {row["subject"] for row in changes if row["kind"] == "seats"}
    now, then = rows.seats, rows.before.seats
    for party in sorted((now.keys() & then.keys()) - told):
        if now[party] != then[party]:
            yield "changes: all seats", f"{party} went from {then[party]} to {now[party]}, and no row says so"


def _seats(rows: KnownRows, row: Row) -> bool:
    """Whether numbers and sentence are those of the rows, and who comes or goes had no seat before or has none now."""
    party, said = row["subject"], row["sentence_en"]
    both = (rows.before.seats, rows.seats)
    then, now = (sum(seats.values()) if party == "all" else seats.get(party, 0) for seats in both)
    if ("is now in the House" in said and then) or ("is no longer in the House" in said and now):
        return False
    is_said = re.search(rf"\b{then} to {now}\b", said) is not None
    return is_said and (int(row["before"] or 0), int(row["after"] or 0)) == (then, now)


def _signed(rows: KnownRows, row: Row) -> bool:
    """Whether before and after are the states of the two months, and the reason is what the rows say."""
    then, now = rows.before.signed(row["subject"]), rows.signed(row["subject"])
    reasons = {"signature": now == "yes" != then, "withdrawal": now != "yes", "decision": "by_decision" in (then, now)}
    return (row["before"] or then, row["after"] or now) == (then, now) and reasons.get(row["reason"], True)


def _events_happened(rows: KnownRows, sentence: str) -> bool:
    for kind, pattern in PATTERNS["events"].items():
        for said in re.finditer(pattern, sentence):
            events = [event for event in rows.events(kind) if event["date"] == day_of(said["day"], "en")]
            left = [event["from_party_ids"].split("|") for event in events]
            if not any(all(rows.is_named(name, said["left"]) for name in names) for names in left):
                return False
    return True


def wrong_signers(rows: KnownRows, signatures: list[Row]) -> Wrong:
    """Yield each line of an invented member, who sat on the day of signing, that was not accepted."""
    for row in signatures:
        own = [term for term in rows.table("members") if term["full_name"] == row["name_as_written"]]
        sat = {term["person_id"] for term in own if _sits(term, row["signed_on"])}
        taken = row["outcome"] in ("accepted", "duplicate") and row["person_id"] in sat
        if sat and row["body_id"] == "house" and not taken:
            line = f"{row['source_file']}:{row['source_row']} {row['organisation_as_written']}"
            yield "who sits and signs is accepted", f"{line}: {row['outcome']}, {row['because']}"


def _sits(term: Row, day: str) -> bool:
    return term["body_id"] == "house" and term["start"] <= day and (not term["end"] or term["end"] >= day)


def wrong_names(rows: KnownRows, party: str, text: str, language: str) -> Wrong:
    """Yield what a page says otherwise of how many sit for the party, signed, and said yes in each of their lines."""
    answers, later = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for line in rows.lines:
        if line["Naam"]:
            (answers if line["Datum"] <= rows.day else later)[line["Naam"]].add(line["Mag genoemd worden"])
    sitting = {row["full_name"] for row in rows.table("members") if row["party_id"] == party and _sits(row, rows.day)}
    # Whoever says no later is named in no earlier month either; nor is who says nothing, while that later line waits.
    said_yes = sitting & {who for who, said in answers.items() if said == {"ja"}}
    named = sorted(who for who in said_yes if "nee" not in later[who])
    silent = [who for who in named if "" in later[who]]
    for number, _ in re.findall(PATTERNS["named"][language], text):
        if not len(named) - len(silent) <= int(number if number.isdigit() else 0) <= len(named):
            yield "how many are named", f"{number}, by the rows {named}"
