"""What a month says that changed, and whom it names, compared with the rows: each sentence with a check."""

import re
from collections.abc import Iterator

from known_rows import KnownRows, Row, day_of, last_day

_EVENTS = {
    "split": r"(?:On|In) (?P<day>[^,.]*\d{4}) (?P<joined>[^.]*) split off from (?P<left>[^.]*)\.",
    "merge": r"(?:On|In) (?P<day>[^,.]*\d{4}) (?P<left>[^.]*) merged into (?P<joined>[^.]*)\.",
    "join": r"(?:On|In) (?P<day>[^,.]*\d{4}) (?P<left>[^.]*?) joined (?P<joined>[^.]*)\.",
    "rename": r"(?P<left>[^.]*) has been called (?P<joined>[^.]*) since (?P<day>[^.]*\d{4})\.",
}


def wrong_changes(rows: KnownRows, changes: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield each row of changes.csv that the rows of this month and of the month before contradict."""
    for row in changes:
        for law, (kind, holds) in _CHECKS.items():
            if kind in ("", row["kind"]) and not holds(rows, row):
                yield f"changes: {law}", f"{row['subject']} {row['before']} -> {row['after']}: {row['sentence_en']}"
    told = {row["subject"] for row in changes if row["kind"] == "seats"}
    now, then = rows.seats, rows.before.seats
    for party in sorted({party for party in {*now, *then} if now.get(party) != then.get(party)} - told):
        if party in now and party in then:
            yield "changes: all seats", f"{party} went from {then[party]} to {now[party]}, and no row says so"


def _seats(rows: KnownRows, row: Row) -> bool:
    both = (rows.before.seats, rows.seats)
    then, now = (sum(seats.values()) if row["subject"] == "all" else seats.get(row["subject"], 0) for seats in both)
    is_said = re.search(rf"\b{then} to {now}\b", row["sentence_en"]) is not None
    return (int(row["before"] or 0), int(row["after"] or 0)) == (then, now) and is_said


def _election(rows: KnownRows, row: Row) -> bool:
    said = re.search(r"With the election of ([^,]*),", row["sentence_en"])
    of_house = [held for held in rows.table("elections") if held["body_id"] == "house"]
    begun = {held["polling_day"] for held in of_house if held["term_starts"][:7] == rows.day[:7]}
    return said is None or day_of(said.group(1), "en") in begun


def _events(rows: KnownRows, row: Row) -> bool:
    if row["kind"] == "commitment_event":
        return True
    for kind, pattern in _EVENTS.items():
        for said in re.finditer(pattern, row["sentence_en"]):
            events = [event for event in rows.events(kind) if event["date"] == day_of(said["day"], "en")]
            left = [event["from_party_ids"].split("|") for event in events]
            if not any(all(rows.is_named(name, said["left"]) for name in names) for names in left):
                return False
    return True


def _there(rows: KnownRows, row: Row) -> bool:
    party, said = row["subject"], row["sentence_en"]
    here, before = party in rows.seats, party in rows.before.seats
    comes, goes = "is now in the House" in said, "is no longer in the House" in said
    return not (comes and here <= before) and not (goes and here >= before)


def _signed(rows: KnownRows, row: Row) -> bool:
    """`before` and `after` are the states of the two months; a reason says what the rows say."""
    then, now = rows.before.signed(row["subject"]), rows.signed(row["subject"])
    reasons = {"signature": now == "yes" != then, "withdrawal": now != "yes", "decision": "by_decision" in (then, now)}
    said = (row["before"] or then, row["after"] or now)
    return said == (then, now) and reasons.get(row["reason"], True)


def _published(rows: KnownRows, row: Row) -> bool:
    printed = rows.row("publications", "publication", row["subject"])["published_on"]
    return not printed or last_day(printed)[:7] == rows.day[:7]


# Each law with the kind of change that it is of, or of any.
_CHECKS = {
    "seats went from and to": ("seats", _seats),
    "the election of the sentence": ("", _election),
    "events of parties": ("", _events),
    "in the House and gone": ("", _there),
    "signed before and after": ("party_signed", _signed),
    "publication of this month": ("publication", _published),
}


def wrong_signers(rows: KnownRows, signatures: list[Row]) -> Iterator[tuple[str, str]]:
    """Yield each line of an invented member, who sat on the day of signing, that was not accepted."""
    for row in signatures:
        own = [term for term in rows.table("members") if term["full_name"] == row["name_as_written"]]
        sat = [term for term in own if _sits(term, row["signed_on"])]
        taken = row["outcome"] in ("accepted", "duplicate") and sat and row["person_id"] == sat[0]["person_id"]
        if sat and row["body_id"] == "house" and not taken:
            line = f"{row['source_file']}:{row['source_row']} {row['organisation_as_written']}"
            yield "who sits and signs is accepted", f"{line}: {row['outcome']}, {row['because']}"


def _sits(term: Row, day: str) -> bool:
    return term["body_id"] == "house" and term["start"] <= day and (not term["end"] or term["end"] >= day)


def named_on(rows: KnownRows, party: str) -> set[str]:
    """Return the names of the members who sit for a party, signed, and said yes in each of their lines."""
    answers: dict[str, set[str]] = {}
    for line in rows.lines:
        if line["Naam"] and line["Datum"] <= rows.day:
            answers.setdefault(line["Naam"], set()).add(line["Mag genoemd worden"])
    sitting = {row["full_name"] for row in rows.table("members") if row["party_id"] == party and _sits(row, rows.day)}
    return {name for name, said in answers.items() if said == {"ja"}} & sitting


def wrong_names(rows: KnownRows, party: str, text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what the page of a party says otherwise of who signed and agreed to be named."""
    expected = named_on(rows, party)
    pattern = r"Getekend, bij naam (geen|\d+) van (\d+)" if language == "nl" else r"Signed, by name (none|\d+) of (\d+)"
    for number, _ in re.findall(pattern, text):
        if int(number if number.isdigit() else 0) != len(expected):
            yield "how many are named", f"{number}, by the rows {sorted(expected)}"
