"""Sentences about a party on a page (sentences.toml), and what must be in the rows for each of them.

Written from docs/method.md, data/README.md and finished pages. A sentence that is not in the list is not looked at.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from known_rows import KnownRows, day_before, day_of

Groups = dict[str, str]
_SENTENCES = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Said:
    """A sentence of a page of a party: what it says, by the names in the pattern."""

    rows: KnownRows
    party: str
    language: str
    groups: Groups

    def day(self, name: str = "day") -> str:
        """Return the day that the sentence says."""
        return day_of(self.groups[name], self.language)

    def parties(self, name: str, among: set[str]) -> set[str]:
        """Return the parties, of some, that a part of the sentence names."""
        return {party for party in among if self.rows.is_named(party, self.groups[name])}


def _signed(said: Said) -> bool:
    return said.rows.signed(said.party) == "yes" and said.day() == said.rows.signatures[said.party]


def _itself_signed(said: Said) -> bool:
    return said.rows.signed(said.party) == "yes"


def _carried(said: Said) -> bool:
    if said.rows.signed(said.party) != "by_decision":
        return False
    named = set(said.rows.carried[said.party]["predecessors"].split("|"))
    days = [said.rows.signatures[name] for name in named if name in said.rows.signatures]
    return said.parties("names", named) == named and (not days or said.day() == max(days))


def _with_left(said: Said) -> set[str]:
    """Return a party and those it split from: its page says of them, too, what is known of their signature."""
    rows = [row for row in said.rows.events("split") if said.party in row["to_party_ids"].split("|")]
    return {said.party, *(row["from_party_ids"] for row in rows)}


def _merged_on(said: Said) -> bool:
    merges = [row for row in said.rows.events("merge") if row["date"] == said.day()]
    unsigned = _with_left(said) - {*said.rows.signatures}
    return any(unsigned.intersection(row["to_party_ids"].split("|")) for row in merges)


def _decided_on(said: Said) -> bool:
    carried = said.rows.carried
    return any(said.day() == carried[party]["decided_on"] for party in _with_left(said) if party in carried)


def _unconfirmed(said: Said) -> bool:
    rows = [said.rows.carried[party] for party in _with_left(said) if party in said.rows.carried]
    return any(not "" < row.get("confirmed_on", "") <= said.rows.day for row in rows)


def _declined(said: Said) -> bool:
    return said.rows.signed(said.party) == "no" and said.day() == _declined_on(said.rows, said.party)


def _declined_on(rows: KnownRows, party: str) -> str:
    return rows.row("parties", "party_id", party)["declined_on"]


def _by_ckm(said: Said) -> bool:
    """What the press reported in March 2021 it had from CKM; of what it reports later no row says so."""
    return _declined_on(said.rows, said.party)[:7] == "2021-03"


def _unknown(said: Said) -> bool:
    return said.rows.signed(said.party) == "unknown"


def _not_there(said: Said) -> bool:
    return not said.rows.was_there(said.party)


def _came_in(said: Said) -> bool:
    return _not_there(said) and said.day() == said.rows.first_seat(said.party)


def _in_coalition(said: Said) -> bool:
    row = said.rows.cabinet.get(said.party)
    caretaker = bool(row) and "" < row["caretaker_from"] <= said.rows.day  # type: ignore[index]
    says_so = "caretaker" in said.groups["cabinet"] or "demissionair" in said.groups["cabinet"]
    return (
        row is not None
        and row["cabinet"] in said.groups["cabinet"]
        and says_so == caretaker
        and said.day() == row["valid_from"]
    )


def _in_opposition(said: Said) -> bool:
    return bool(said.rows.cabinet) and said.party not in said.rows.cabinet and said.party in said.rows.seats


def _split(said: Said) -> bool:
    rows = [row for row in said.rows.events("split") if said.party in row["to_party_ids"].split("|")]
    return any(row["date"] == said.day() and said.parties("left", {row["from_party_ids"]}) for row in rows)


def _sits_after_split(said: Said) -> bool:
    return _split(said) and said.party in said.rows.seats


def _sat(said: Said) -> bool:
    ended = said.day("until")
    return _split(said) and said.party in said.rows.seats_on(ended) and said.party not in said.rows.seats


def _left_signed(said: Said) -> bool:
    return any(said.parties("left", {name}) and day == said.day() for name, day in said.rows.signatures.items())


def _left_unknown(said: Said) -> bool:
    rows = [row for row in said.rows.events("split") if said.party in row["to_party_ids"].split("|")]
    left = {row["from_party_ids"] for row in rows if said.parties("left", {row["from_party_ids"]})}
    return any(said.rows.signed(name) == "unknown" for name in left)


def _merged_away(said: Said) -> bool:
    rows = [row for row in said.rows.events("merge") if said.party in row["from_party_ids"].split("|")]
    return any(row["date"] == said.day() and said.parties("new", {row["to_party_ids"]}) for row in rows)


def _lost_last_seat(said: Said) -> bool:
    there = said.party in said.rows.seats_on(day_before(said.day()))
    return there and said.party not in said.rows.seats_on(said.day())


def _alone(said: Said) -> bool:
    return said.rows.seats.get(said.party) == 1


def _predecessors_signed(said: Said) -> bool:
    return said.rows.signed(said.party) == "by_decision"


def _gone(said: Said) -> bool:
    return said.party not in said.rows.seats


def _no_document(said: Said) -> bool:
    known = [row for row in said.rows.table("commitment_events") if "2021-03" <= row["date"] <= said.rows.day]
    return not any(said.party in row["party_ids"].split("|") for row in known)


def _own_seats(said: Said) -> bool:
    seats, filled = said.rows.seats, sum(said.rows.seats.values())
    vacant = int(said.groups["vacant"] or 0)
    return (int(said.groups["own"]), int(said.groups["filled"])) == (seats.get(said.party, 0), filled) and vacant in (
        0,
        150 - filled,
    )


CHECKS: dict[str, Callable[[Said], bool]] = {
    "signed": _signed,
    "signed later": _signed,
    "carries signatures": _carried,
    "groups joined on": _merged_on,
    "decided on": _decided_on,
    "not confirmed": _unconfirmed,
    "declined": _declined,
    "declined, by CKM": _by_ckm,
    "no signature known": _unknown,
    "was not in the House": _came_in,
    "was not there": _not_there,
    "coalition": _in_coalition,
    "opposition": _in_opposition,
    "a group since": _sits_after_split,
    "was a group": _sat,
    "the left one signed": _left_signed,
    "the left one did not": _left_unknown,
    "merged away": _merged_away,
    "lost its last seat": _lost_last_seat,
    "alone": _alone,
    "predecessors signed": _predecessors_signed,
    "asked as signed": _itself_signed,
    "asked as unknown": _unknown,
    "gone": _gone,
    "no document": _no_document,
    "seats": _own_seats,
}


def untrue(text: str, rows: KnownRows, party: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence on the page of a party that the rows do not bear out: its name, and what it says.

    On the page of all, what it says of any party by its name.
    """
    if party == "all":
        for name in rows.seats:
            yield from _untrue(text, rows, name, language, named=True)
    else:
        yield from _untrue(text, rows, party, language)


_SAID = {
    "yes": ("signed",),
    "by_decision": ("carries signatures",),
    "no": ("declined",),
    "unknown": ("no signature known", "was not in the House"),
}


def unsaid(text: str, rows: KnownRows, party: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what the page of a party must say of its signature, and of its newest reply, and does not."""
    names = "|".join(sorted((re.escape(name) for name in rows.names(party)), key=len, reverse=True))
    own = rf"(?:[Dd]e |[Hh]et |[Tt]he )?(?:{names})(?: \([^)]*\))?"
    state = rows.signed(party)
    if not any(re.search(_SENTENCES[name][language].format(p=own), text) for name in _SAID[state]):
        yield "what is known of the signature is said", state
    confirmed = rows.carried.get(party, {}).get("confirmed_on", "")
    if state == "by_decision" and not confirmed and not re.search(_SENTENCES["not confirmed"][language], text):
        yield "what is not confirmed is said", party
    replies = [row for row in rows.table("replies") if row["party_id"] == party and row["received_on"] <= rows.day]
    if replies and re.search(r"Reactie nog geen|Reply none yet", text):
        yield "a reply is not none", replies[-1]["received_on"]


def _untrue(text: str, rows: KnownRows, party: str, language: str, named: bool = False) -> Iterator[tuple[str, str]]:
    names = "|".join(sorted((re.escape(name) for name in rows.names(party)), key=len, reverse=True))
    # With an article before it, and what it was called before behind it.
    own = rf"(?<![\w-])(?:[Dd]e |[Hh]et |[Tt]he )?(?:{names})(?: \([^)]*\))?"
    for name, patterns in _SENTENCES.items():
        if named and "{p}" not in patterns["nl"]:
            continue
        for match in re.finditer(patterns[language].format(p=own), text):
            if not CHECKS[name](Said(rows, party, language, match.groupdict())):
                yield name, match.group()
