"""What a month says that changed, and whom it names, compared with the rows: each sentence with a check."""

import re
from collections.abc import Iterator

from known_rows import KnownRows, Row, day_of
from true_numbers import PATTERNS


def wrong_changes(rows: KnownRows, changes: list[Row]) -> Iterator[tuple[str, str]]:
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


def wrong_signers(rows: KnownRows, signatures: list[Row]) -> Iterator[tuple[str, str]]:
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


def wrong_names(rows: KnownRows, party: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what a page says otherwise of how many sit for the party, signed, and said yes in each of their lines."""
    answers: dict[str, set[str]] = {}
    for line in rows.lines:
        if line["Naam"] and line["Datum"] <= rows.day:
            answers.setdefault(line["Naam"], set()).add(line["Mag genoemd worden"])
    sitting = {row["full_name"] for row in rows.table("members") if row["party_id"] == party and _sits(row, rows.day)}
    named = sorted(name for name, said in answers.items() if said == {"ja"} and name in sitting)
    for number, _ in re.findall(PATTERNS["named"][language], text):
        if int(number if number.isdigit() else 0) != len(named):
            yield "how many are named", f"{number}, by the rows {named}"
