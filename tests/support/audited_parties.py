"""What an auditor knows of parties: the days of their signatures and groups, and the seats that a sentence may name."""

import re
from typing import Any

from support.build_tables import SIGNED, Build, Row, typed

_N = r"(\d[\d.,]*\d|\d|one|één|none|geen)"
_ONE = {"one": 1, "één": 1, "eén": 1, "none": 0, "geen": 0}
# Each way of naming seats: the words in both languages, and which numbers have to stand there.
_SAID = [
    (rf"holds {_N} of the {_N} seats|heeft \S+(?: \S+)? {_N} van de {_N} zetels", "own"),
    (
        rf"hold {_N} of the {_N} filled seats|(?:hebben|hebben samen|tekenden) {_N} van de {_N} bezette zetels",
        "signing",
    ),
    (rf"sign itself, they hold {_N}|geen ondertekenaar, zijn het er {_N}", "bare"),
    (
        rf"Of the coalition, {_N} of {_N} seats signed; of the opposition, {_N} of {_N}"
        rf"|Van de coalitie tekende {_N} van de {_N} zetels, van de oppositie {_N} van de {_N}",
        "roles",
    ),
]
_MOVED = rf"(?:from|van) {_N} (?:to|naar) {_N}"
_MEMBERS = rf"(?<![\w.,]){_N} (?:members|Kamerleden)"


def days_of_parties(build: Build, parties: set[str]) -> set[str]:
    """Return the days that belong to parties by then: signatures, refusals, events, seats, decisions; and elections."""
    days = {"2021-03", _month_before(build.month)}
    days |= {row["polling_day"] for row in typed("elections")}
    days.add(max((row["known_from"] for row in build.tables["events"]), default=""))
    for row in typed("parties"):
        if row["party_id"] in parties and row["declined_on"]:
            days.add(row["declined_on"])
    for row in build.tables["parties"]:
        if row["party_id"] in parties and row["signed_on"]:
            days.add(row["signed_on"])
    for row in typed("party_events"):
        if parties & {*row["from_party_ids"].split("|"), *row["to_party_ids"].split("|")}:
            days |= {row["date"], row["date_as_printed"]}
    for row in typed("seats"):
        if row["party_id"] in parties:
            days |= {row["valid_from"], row["valid_until"]}
    for row in build.decisions("parties"):
        if parties & {row["party_id"], *row["predecessors"].split("|")}:
            days |= {row["valid_from"], row["decided_on"]}
            days |= {r["signed_on"] for r in build.tables["parties"] if r["party_id"] in row["predecessors"].split("|")}
    for row in typed("cabinets"):
        if row["party_id"] in parties:
            days.add(row["valid_from"])
    return {day for day in days if day}


def _month_before(month: str) -> str:
    year, number = map(int, month.split("-"))
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def seats(rows: dict[str, Row], party: str, column: str = "seats") -> int:
    """Return the seats of a party, or another count in its row; 0 for a party without a row."""
    return int(rows.get(party, {}).get(column) or 0)


def bare(build: Build) -> int:
    """Return the seats of the parties that signed themselves, without any decision."""
    return sum(int(row["seats"]) for row in build.tables["parties"] if row["party_signed"] == "yes")


def roles(build: Build) -> list[int]:
    """Return the seats that signed, and all, of the coalition and then of the opposition, from the typed cabinets."""
    day = build.as_of.isoformat()
    cabinet = {r["party_id"] for r in typed("cabinets") if r["valid_from"] <= day <= (r["valid_until"] or day)}
    counts = []
    for inside in (True, False):
        own = [row for row in build.tables["parties"] if row["party_id"] != "all"]
        own = [row for row in own if (row["party_id"] in cabinet) == inside]
        counts += [sum(int(row["seats"]) for row in own if row["party_signed"] in SIGNED)]
        counts += [sum(int(row["seats"]) for row in own)]
    return counts


def seats_said(sentence: Any, build: Build, language: str, parties: set[str]) -> None:
    """Explain the seats that a sentence names, where they are those of its parties."""
    now, text = build.parties, sentence.text
    wanted = {
        "own": [[seats(now, party), seats(now, "all", "total_seats")] for party in parties],
        "signing": [[seats(now, "all", "seats_of_signing_parties"), seats(now, "all")]],
        "bare": [[bare(build)]],
        "roles": [roles(build)],
    }
    for pattern, name in _SAID:
        for found in re.finditer(pattern, text):
            _explain(sentence, found, wanted[name], f"seats ({name})")
    _in_short(sentence, now, parties)
    _moved(sentence, build, parties)
    for found in re.finditer(_MEMBERS, text):
        _explain(sentence, found, [[n] for n in _members(build, parties)], "members who came or went")


def _in_short(sentence: Any, now: dict[str, Row], parties: set[str]) -> None:
    """Explain a count that stands beside its name: seats, or those of the parties that signed."""
    term = sentence.block.term
    filled, vacant, total = (seats(now, "all", name) for name in ("seats", "vacant_seats", "total_seats"))
    own = [seats(now, party) for party in parties]
    if term in ("Signed", "Getekend"):
        own = [seats(now, "all", "seats_of_signing_parties")]
    if term in ("Filled seats", "Bezette zetels", "Signed", "Getekend"):
        left = rf"(?:; {_N} (?:of the|van de) {_N} (?:seats not filled|zetels niet bezet))?"
        for found in re.finditer(rf"^{_N} (?:of|van) {_N}{left}$", sentence.text):
            rest = [vacant, total] if vacant else []
            _explain(sentence, found, [[number, filled, *rest] for number in own], "seats")


def _moved(sentence: Any, build: Build, parties: set[str]) -> None:
    """Explain `from 22 to 23 seats` by the seats of then and now, of the parties named or of those that signed."""
    before, now = build.parties_before, build.parties
    text = sentence.text
    if re.search(r"parties that signed|partijen die tekenden", text):
        ends = [[seats(rows, "all", "seats_of_signing_parties") for rows in (before, now)]]
    elif re.search(r"number of filled seats|aantal bezette zetels", text):
        ends = [[seats(rows, "all") for rows in (before, now)]]
    else:
        ends = [[seats(rows, party) for rows in (before, now)] for party in parties]
        ends += [[a, seats(now, p)] for p in parties for a in _between(build, p)]
        ends += [[seats(before, p), b] for p in parties for b in _between(build, p)]
    for found in re.finditer(_MOVED, text):
        _explain(sentence, found, ends, "seats then and now")


def _between(build: Build, party: str) -> list[int]:
    """Return the seats that the table of seats has for a party in between, on some day of the month."""
    days = [row for row in typed("seats") if row["party_id"] == party and row["valid_from"][:7] <= build.month]
    return [int(row["seats"]) for row in days if not row["valid_until"] or row["valid_until"][:7] >= build.month]


def _members(build: Build, parties: set[str]) -> set[int]:
    """Return how many members of a party can have come or gone in the month: by events, or by its seats."""
    found = {abs(seats(build.parties, p) - seats(build.parties_before, p)) for p in parties}
    of_month = [row for row in typed("party_events") if row["date"][:7] == build.month]
    of_month = [
        row for row in of_month if parties & {*row["from_party_ids"].split("|"), *row["to_party_ids"].split("|")}
    ]
    alike = [(row["from_party_ids"], row["date_as_printed"], row["kind"]) for row in of_month]
    return found | {int(row["seats"]) for row in of_month} | {alike.count(each) for each in alike}


def _explain(sentence: Any, found: re.Match[str], wanted: list[list[int]], why: str) -> None:
    """Explain the groups of a match that are, together, one of the lists of numbers that may stand there."""
    places = [place for place in range(1, found.re.groups + 1) if found[place] is not None]
    said = [_ONE.get(found[place].lower()) for place in places]
    said = [int(re.sub(r"\D", "", found[p])) if n is None else n for n, p in zip(said, places, strict=True)]
    if said in wanted:
        for place in places:
            sentence.explained[found.start(place)] = why


__all__ = ["SIGNED", "bare", "days_of_parties", "seats", "seats_said"]


def acts_said(sentence: Any, build: Build, party: str) -> None:
    """Explain how many acts of the reader's party are in the annex alone: all since the pledge but two."""
    acts = [row for row in build.tables["events"] if party in row["party_ids"].split("|")]
    left = len([row for row in acts if row["known_from"] >= "2021-03-01"]) - 2
    for found in re.finditer(rf"nog {_N} in de verantwoording|{_N} more in the annex", sentence.text):
        place = 1 if found[1] else 2
        if _ONE.get(found[place], found[place]) in (left, str(left)):
            sentence.explained[found.start(place)] = "counted"
