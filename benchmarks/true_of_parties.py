"""Sentences about a party on a page, in both languages, and what must be in the rows for each of them.

Written from docs/method.md, data/README.md and finished pages. A sentence that is not in the list is not looked at.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from known_rows import KnownRows, day_before, day_of

Groups = dict[str, str]


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


def _carried(said: Said) -> bool:
    if said.rows.signed(said.party) != "by_decision":
        return False
    named = set(said.rows.carried[said.party]["predecessors"].split("|"))
    days = [said.rows.signatures[name] for name in named if name in said.rows.signatures]
    return said.parties("names", named) == named and (not days or said.day() == max(days))


def _merged_on(said: Said) -> bool:
    merges = [row for row in said.rows.events("merge") if said.party in row["to_party_ids"].split("|")]
    return any(row["date"] == said.day() for row in merges) and said.party not in said.rows.signatures


def _decided_on(said: Said) -> bool:
    return said.party in said.rows.carried and said.day() == said.rows.carried[said.party]["decided_on"]


def _unconfirmed(said: Said) -> bool:
    row = said.rows.carried.get(said.party, {})
    return bool(row) and not "" < row.get("confirmed_on", "") <= said.rows.day


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
    return row is not None and row["cabinet"] in said.groups["cabinet"] and says_so == caretaker and said.day() == row["valid_from"]


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
    return (int(said.groups["own"]), int(said.groups["filled"])) == (seats.get(said.party, 0), filled) and vacant in (0, 150 - filled)


# Dutch, English, what must be true. {p} is the party of the page; (?P<day>...) is a day as written.
SENTENCES: tuple[tuple[str, str, str, Callable[[Said], bool]], ...] = (
    ("signed", r"{p} tekende de 1300-deal (?P<day>(?:op|in)\b.*?\d{{4}})", r"{p} signed the 1300-deal (?P<day>.*?\d{{4}})", _signed),
    ("carries signatures", r"Voor {p} tellen de handtekeningen van (?P<names>.*?), gezet (?P<day>.*?\d{{4}})",
     r"For {p} the signatures of (?P<names>.*?) count, given (?P<day>.*?\d{{4}})", _carried),
    ("groups joined on", r"Hun Kamerfracties gingen op (?P<day>.*?\d{{4}}) samen", r"Their groups in the House joined on (?P<day>.*?\d{{4}})", _merged_on),
    ("decided on", r"nog tellen, is een besluit van (?P<day>.*?\d{{4}})", r"still count is a decision of (?P<day>.*?\d{{4}})", _decided_on),
    ("not confirmed", r"Het CKM moet dat besluit nog bevestigen", r"CKM has yet to confirm that decision", _unconfirmed),
    ("declined", r"{p} wilde (?:op )?(?P<day>.*?\d{{4}})[^.]* nog niet tekenen", r"{p} did not yet want to sign on (?P<day>.*?\d{{4}})", _declined),
    ("declined, by CKM", r"{p} wilde op [^.]* nog niet tekenen, zo meldde de pers op gezag van het CKM", r"{p} did not yet want to sign on [^.]*, as the press reported on the authority of CKM", _by_ckm),
    ("no signature known", r"In onze bronnen staat geen handtekening van {p}", r"Our sources have no signature of {p}", _unknown),
    ("was not in the House", r"in maart 2021 werd aangeboden, zat {p} niet in de Kamer; op (?P<day>.*?\d{{4}}) kwam",
     r"in March 2021, {p} was not in the House; it came in on (?P<day>.*?\d{{4}})", _came_in),
    ("was not there", r"{p} zat er in maart 2021 niet bij", r"{p} was not there in March 2021", _not_there),
    ("coalition", r"Rol coalitie, sinds (?P<day>.*?\d{{4}}) \((?P<cabinet>.*?)\)", r"Role coalition, since (?P<day>.*?\d{{4}}) \((?P<cabinet>.*?)\)", _in_coalition),
    ("opposition", r"Rol oppositie", r"Role opposition", _in_opposition),
    ("a group since", r"{p} is sinds (?P<day>.*?\d{{4}}) een eigen fractie, na een afsplitsing van (?P<left>.*?)\.",
     r"{p} has been a group of its own since (?P<day>.*?\d{{4}}), after splitting from (?P<left>.*?)\.", _sits_after_split),
    ("was a group", r"{p} was van (?P<day>.*?\d{{4}}) tot en met (?P<until>.*?\d{{4}}) een eigen fractie, na een afsplitsing van (?P<left>.*?)\.",
     r"{p} was a group of its own from (?P<day>.*?\d{{4}}) to (?P<until>.*?\d{{4}}), after splitting from (?P<left>.*?)\.", _sat),
    ("the left one signed", r"(?P<left>[A-Z][^.]*?) tekende de 1300-deal wel, (?P<day>.*?\d{{4}})", r"(?P<left>[A-Z][^.]*?) did sign the 1300-deal, (?P<day>.*?\d{{4}})", _left_signed),
    ("the left one did not", r"Ook van (?P<left>[^.]*?) staat er geen", r"They have none of (?P<left>[^.]*?) either", _left_unknown),
    ("merged away", r"De Kamerfractie van {p} is op (?P<day>.*?\d{{4}}) opgegaan in die van (?P<new>.*?)\.",
     r"On (?P<day>[^.]*?\d{{4}}) the group of {p} merged into that of (?P<new>.*?)\.", _merged_away),
    ("lost its last seat", r"op (?P<day>\d+ \w+ \d{{4}}), verloor {p} de laatste zetel", r"on (?P<day>\d+ \w+ \d{{4}}), {p} lost its last seat", _lost_last_seat),
    ("alone", r"als enig Kamerlid van {p}", r"the only member of {p}", _alone),
    ("predecessors signed", r"De voorgangers van {p} tekenden", r"The predecessors of {p} signed", _predecessors_signed),
    ("asked as signed", r"(?<!van )(?<!van de )(?<!van het ){p} tekende: stel", r"(?<!of )(?<!of the ){p} signed: put one", lambda said: said.rows.signed(said.party) == "yes"),
    ("asked as unknown", r"Heeft {p} de 1300-deal getekend, laat", r"If {p} has signed the 1300-deal, tell us", _unknown),
    ("gone", r"{p} zit niet meer in de Tweede Kamer", r"{p} is no longer in the Tweede Kamer", _gone),
    ("no document", r"geen stuk waarin {p} wordt genoemd", r"We found no document since March 2021 that names {p}", _no_document),
    ("seats", r"Bezette zetels (?P<own>\d+) van (?P<filled>\d+)(?:; (?P<vacant>\d+))?",
     r"Filled seats (?P<own>\d+) of (?P<filled>\d+)(?:; (?P<vacant>\d+))?", _own_seats),
)  # fmt: skip


def untrue(text: str, rows: KnownRows, party: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence on the page of a party that the rows do not bear out: its name, and what it says.

    On the page of all, what it says of any party by its name.
    """
    if party == "all":
        for name in rows.seats:
            yield from _untrue(text, rows, name, language, named=True)
    else:
        yield from _untrue(text, rows, party, language)


def _untrue(text: str, rows: KnownRows, party: str, language: str, named: bool = False) -> Iterator[tuple[str, str]]:
    names = "|".join(sorted((re.escape(name) for name in rows.names(party)), key=len, reverse=True))
    # With an article before it, and what it was called before behind it.
    own = rf"(?:[Dd]e |[Hh]et |[Tt]he )?(?:{names})(?: \([^)]*\))?"
    for name, dutch, english, holds in SENTENCES:
        if named and "{p}" not in dutch:
            continue
        pattern = (dutch if language == "nl" else english).format(p=own)
        for match in re.finditer(pattern, text):
            if not holds(Said(rows, party, language, match.groupdict())):
                yield name, match.group()

