"""Sentences about a party on a page (sentences.toml), and what must be in the rows for each of them.

Written from docs/method.md, data/README.md and finished pages. A sentence that is not in the list is not looked at.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from known_rows import KnownRows, Row, day_before, day_of

Groups = dict[str, str]
_SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Said:
    """A sentence of a page of a party: what it says, by the names in its pattern, and what the rows say."""

    rows: KnownRows
    party: str
    language: str
    groups: Groups

    def day(self, name: str = "day") -> str:
        """Return the day that the sentence says."""
        return day_of(self.groups[name], self.language)

    def names(self, party: str, part: str) -> bool:
        """Return whether a part of the sentence names a party."""
        return self.rows.is_named(party, self.groups[part])

    @property
    def signed(self) -> str:
        """Return yes, by_decision, no or unknown."""
        return self.rows.signed(self.party)

    @property
    def with_left(self) -> set[str]:
        """Return the party and those it split from: its page says of them, too, what is known of their signature."""
        return {self.party, *(row["from_party_ids"] for row in self.events("split", "to"))}

    @property
    def decisions(self) -> list[Row]:
        """Return the decisions by which the party, or one that it split from, carries signatures of others."""
        return [self.rows.carried[party] for party in self.with_left if party in self.rows.carried]

    def sits(self, day: str = "") -> bool:
        """Return whether the party has a seat, at the end of the month or on a day."""
        return self.party in self.rows.seats_on(day or self.rows.day)

    def events(self, kind: str, side: str) -> list[Row]:
        """Return the events of a kind that the party is in, as who left or as who joined (`from` or `to`)."""
        return [row for row in self.rows.events(kind) if self.party in row[f"{side}_party_ids"].split("|")]

    def has_event(self, kind: str, side: str, other: str, part: str) -> bool:
        """Return whether such an event is of the day of the sentence, and a part of it names the other side."""
        of_that_day = [row for row in self.events(kind, side) if row["date"] == self.day()]
        return any(self.names(row[f"{other}_party_ids"], part) for row in of_that_day)


def _signed_that_day(said: Said) -> bool:
    return said.signed == "yes" and said.day() == said.rows.signatures[said.party]


def _carried(said: Said) -> bool:
    if said.signed != "by_decision":
        return False
    named = said.rows.carried[said.party]["predecessors"].split("|")
    days = [said.rows.signatures[name] for name in named if name in said.rows.signatures]
    return all(said.names(name, "names") for name in named) and (not days or said.day() == max(days))


def _in_coalition(said: Said) -> bool:
    row, words = said.rows.cabinet.get(said.party), said.groups["cabinet"]
    if row is None:
        return False
    caretaker = "" < row["caretaker_from"] <= said.rows.day
    is_said = said.day("fell") == row["caretaker_from"] if caretaker else not said.groups["fell"]
    return row["cabinet"] in words and is_said and said.day() == row["valid_from"]


def _own_seats(said: Said) -> bool:
    own, filled = said.rows.seats.get(said.party, 0), sum(said.rows.seats.values())
    numbers = (int(said.groups["own"]), int(said.groups["filled"]))
    return numbers == (own, filled) and int(said.groups["vacant"] or 0) in (0, 150 - filled)


CHECKS: dict[str, Callable[[Said], bool]] = {
    "signed": _signed_that_day,
    "signed later": _signed_that_day,
    "carries signatures": _carried,
    "groups joined on": lambda said: any(
        row["date"] == said.day() and (said.with_left - {*said.rows.signatures}) & {*row["to_party_ids"].split("|")}
        for row in said.rows.events("merge")
    ),
    "decided on": lambda said: any(row["decided_on"] == said.day() for row in said.decisions),
    "not confirmed": lambda said: any(not "" < row.get("confirmed_on", "") <= said.rows.day for row in said.decisions),
    "declined": lambda said: said.signed == "no" and said.day() == said.rows.declined_on(said.party),
    # What the press reported in March 2021 it had from CKM; of what it reports later no row says so.
    "declined, by CKM": lambda said: said.rows.declined_on(said.party).startswith("2021-03"),
    "no signature known": lambda said: said.signed == "unknown",
    "was not in the House": lambda said: (
        not said.rows.was_there(said.party) and said.day() == said.rows.first_seat(said.party)
    ),
    "was not there": lambda said: not said.rows.was_there(said.party),
    "coalition": _in_coalition,
    "opposition": lambda said: bool(said.rows.cabinet) and said.party not in said.rows.cabinet and said.sits(),
    "a group since": lambda said: said.has_event("split", "to", "from", "left") and said.sits(),
    "was a group": lambda said: (
        said.has_event("split", "to", "from", "left") and said.sits(said.day("until")) and not said.sits()
    ),
    "the left one signed": lambda said: any(
        said.names(name, "left") and day == said.day() for name, day in said.rows.signatures.items()
    ),
    "the left one did not": lambda said: any(
        said.names(row["from_party_ids"], "left") and said.rows.signed(row["from_party_ids"]) == "unknown"
        for row in said.events("split", "to")
    ),
    "merged away": lambda said: said.has_event("merge", "from", "to", "new"),
    "lost its last seat": lambda said: said.sits(day_before(said.day())) and not said.sits(said.day()),
    "alone": lambda said: said.rows.seats.get(said.party) == 1,
    "predecessors signed": lambda said: said.signed == "by_decision",
    "asked as signed": lambda said: said.signed == "yes",
    "asked as unknown": lambda said: said.signed == "unknown",
    "gone": lambda said: not said.sits(),
    "no document": lambda said: (
        not any(
            "2021-03" <= row["date"] <= said.rows.day and said.party in row["party_ids"].split("|")
            for row in said.rows.table("commitment_events")
        )
    ),
    "seats": _own_seats,
}


_SAID = {
    "yes": ("signed",),
    "by_decision": ("carries signatures",),
    "no": ("declined",),
    "unknown": ("no signature known", "was not in the House"),
}


def untrue(text: str, rows: KnownRows, party: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence on the page of a party that the rows do not bear out: its name, and what it says.

    On the page of all, what it says of any party by its name.
    """
    for name in rows.seats if party == "all" else [party]:
        for sentence, patterns in _SENTENCES.items():
            if party != "all" or "{p}" in patterns["nl"]:
                for match in re.finditer(patterns[language].format(p=_named(rows, name)), text):
                    if not CHECKS[sentence](Said(rows, name, language, match.groupdict())):
                        yield sentence, match.group()


def unsaid(text: str, rows: KnownRows, party: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what the page of a party must say of its signature, and of its newest reply, and does not."""
    own, state = _named(rows, party), rows.signed(party)
    if not any(re.search(_SENTENCES[name][language].format(p=own), text) for name in _SAID[state]):
        yield "what is known of the signature is said", state
    confirmed = rows.carried.get(party, {}).get("confirmed_on", "")
    if state == "by_decision" and not confirmed and not re.search(_SENTENCES["not confirmed"][language], text):
        yield "what is not confirmed is said", party
    replies = [row for row in rows.table("replies") if row["party_id"] == party and row["received_on"] <= rows.day]
    if replies and re.search(r"Reactie nog geen|Reply none yet", text):
        yield "a reply is not none", replies[-1]["received_on"]


def _named(rows: KnownRows, party: str) -> str:
    """Return what finds a party: with an article before it, and what it was called before behind it."""
    names = "|".join(sorted((re.escape(name) for name in rows.names(party)), key=len, reverse=True))
    return rf"(?<![\w-])(?:[Dd]e |[Hh]et |[Tt]he )?(?:{names})(?: \([^)]*\))?"
