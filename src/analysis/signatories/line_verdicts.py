"""What one line of a list of signatories means, by rule: before rulings, and before duplicates are known."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.names import PartyName, PartyNames, fold, words_of
from analysis.signatories.people import EXACT, Match, People, names_alike, people_on

OUTCOMES = ("accepted", "duplicate", "review", "not_in_parliament", "withdrawn", "rejected")

# Sets a party among the ids of candidates apart from a person.
PARTY_MARK = "party:"

# The press wrote of the pledge on this day (NL Times and ANP, 10 March 2021).
PRESENTED_ON = datetime.date(2021, 3, 10)

# Someone who writes one of these signs in that office; members of the House and candidates with the same name exist.
_OTHER_OFFICE = re.compile(
    r"raadslid|raadsleden|gemeenteraad|wethouder|statenlid|statenleden|provinciale staten|gedeputeerde|burgemeester|"
    r"burgerlid|commissielid|dijkgraaf|heemraad|waterschap|stadsdeel|deelraad|eilandsraad|senator|eerste[ -]?kamer|"
    r"europarlement|europees parlement|councillor|councilor|alderman|mayor|european parliament|\bmep\b|senate"
)
# ... unless they say that they are, or stand, for the House as well.
_SITS_OR_STANDS = re.compile(
    r"tweede[ -]?kamerlid|\blid (?:van )?(?:de )?tweede[ -]?kamer|kandidaat[ -]?(?:tweede[ -]?)?kamerlid|"
    r"kandidaat (?:voor )?(?:de )?tweede[ -]?kamer|(?<!eerste )(?<!eerste-)\bkamerlid|member of (?:the )?"
    r"(?:house of representatives|parliament)|candidate (?:mp|for (?:the )?(?:house|parliament))"
)
# These are not in parliament, however near to it.
_NEAR_THE_HOUSE = re.compile(
    r"\boud[ -]|\bvoormalig|\bvm\.|\bex[ -]|\bformer\b|\b(?:assistant|staff)\b|"
    r"(?:fractie|beleids|persoonlijk|kamer)\w*[ -]?(?:medewerk|assisten)"
)
_HOUSE = re.compile(
    r"tweede[ -]?kamer|kamerlid|kamerleden|\btk\b|volksvertegenwoordiger|parliament|\bmp\b|\bhouse of rep"
)
# Words around the name of a party that do not change who signed.
_AROUND_A_PARTY = frozenset(
    words_of(
        "partij politieke fractie tweede kamer kamerfractie tweedekamerfractie tweedekamer de het van namens in der "
        "landelijk landelijke staten generaal party the political group parliamentary on behalf of"
    )
)


@dataclass(frozen=True)
class Line:
    """One line of a list as received; texts are empty where nothing was written."""

    source_file: str
    source_row: int
    name: str
    function: str
    organisation: str
    day: datetime.date | None
    precision: str
    may_be_named: bool
    unreadable_because: str

    @classmethod
    def of(cls, row: dict[Any, Any]) -> "Line":
        """Take a line from the table of `signature_lists.read_lists`."""
        texts = {key: "" if pd.isna(value) else str(value) for key, value in row.items()}
        return cls(
            source_file=texts["source_file"],
            source_row=int(row["source_row"]),
            name=texts["name_as_written"],
            function=texts["function_as_written"],
            organisation=texts["organisation_as_written"],
            day=None if pd.isna(row["signed_on"]) else row["signed_on"].date(),
            precision=texts["signed_on_precision"] or "missing",
            may_be_named=not pd.isna(row["may_be_named"]) and bool(row["may_be_named"]),
            unreadable_because=texts["unreadable_because"],
        )

    @property
    def key(self) -> tuple[str, int]:
        """Return what a ruling refers to."""
        return self.source_file, self.source_row

    @property
    def place(self) -> str:
        """Return FILE:ROW."""
        return f"{self.source_file}:{self.source_row}"

    @property
    def order(self) -> tuple[datetime.date, str, int]:
        """Sort the earliest first, then by file and row; lines without a day last."""
        return self.day or datetime.date.max, self.source_file, self.source_row

    @property
    def row(self) -> dict[str, Any]:
        """Return the line's own columns of the table of signatures."""
        return {
            "source_file": self.source_file,
            "source_row": self.source_row,
            "name_as_written": self.name or None,
            "function_as_written": self.function or None,
            "organisation_as_written": self.organisation or None,
            "signed_on": self.day,
            "signed_on_precision": self.precision,
            "may_be_named": self.may_be_named,
        }


@dataclass(frozen=True)
class Verdict:
    """The outcome of a line, with whom it means and why; `candidates` are pairs of name and id, best first."""

    outcome: str
    matched_name: str = ""
    person_id: str = ""
    party_id: str = ""
    matched_by: str = ""
    score: float | None = None
    candidates: tuple[tuple[str, str], ...] = ()
    duplicate_of: str = ""
    because: str = ""
    withdrawn_on: datetime.date | None = None

    @property
    def signatory(self) -> tuple[str, str] | None:
        """Return who signed, a person or a party, if that is known."""
        if self.person_id:
            return "person", self.person_id
        return ("party", self.party_id) if self.party_id else None

    @property
    def row(self) -> dict[str, Any]:
        """Return the verdict's columns of the table of signatures."""
        texts = ("matched_name", "person_id", "party_id", "matched_by", "duplicate_of", "because")
        return {name: getattr(self, name) or None for name in texts} | {
            "outcome": self.outcome,
            "score": self.score,
            "candidates": "|".join(name for name, _ in self.candidates) or None,
            "candidate_ids": "|".join(key for _, key in self.candidates) or None,
        }


class Parliament:
    """Members, candidates and parties, asked by day; each day is prepared once."""

    def __init__(
        self, members: pd.DataFrame, candidates: pd.DataFrame, parties: pd.DataFrame, party_names: pd.DataFrame
    ) -> None:
        """Keep the tables of data/ under their contract."""
        self._members, self._candidates, self._party_names = members, candidates, party_names
        self._abbreviations = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
        self._people: dict[datetime.date, People] = {}
        self._names: dict[tuple[PartyName, ...], PartyNames] = {}

    def people(self, day: datetime.date) -> People:
        """Return everyone who could have signed on a day."""
        if day not in self._people:
            self._people[day] = people_on(day, self._members, self._candidates)
        return self._people[day]

    def party_names(self, day: datetime.date) -> PartyNames:
        """Return the names of parties that were in use on a day."""
        rows = self._party_names
        if "valid_from" in rows:
            rows = rows[rows["valid_from"].isna() | (rows["valid_from"] <= pd.Timestamp(day))]
        names = tuple(PartyName(p, n) for p, n in zip(rows["party_id"], rows["name"], strict=True))
        if names not in self._names:
            self._names[names] = PartyNames.of(names)
        return self._names[names]

    def abbreviation(self, party_id: str) -> str:
        """Return how a party is called for short."""
        return str(self._abbreviations.get(party_id, party_id))

    def name_of(self, person_id: str) -> str:
        """Return the name of a person who ever sat or stood, as written last; empty if nobody has that id."""
        for table in (self._candidates, self._members):
            names = table[table["person_id"] == person_id]["full_name"]
            if len(names):
                return str(names.iloc[-1])
        return ""


def verdict_of(line: Line, parliament: Parliament, day: datetime.date) -> Verdict:
    """Return what a line means by rule, looked up on its day of signing.

    Without that day a line waits for a ruling, whoever it names, so that it says the same in each month: candidates
    are sought on the day the pledge was presented, then on `day`.
    """
    if line.unreadable_because:
        return Verdict("rejected", because=line.unreadable_because)
    if line.day:
        return _verdict_on(line, parliament, line.day)
    tried = [_verdict_on(line, parliament, each) for each in (PRESENTED_ON, day)]
    found = next((verdict for verdict in tried if verdict.outcome != "not_in_parliament"), tried[0])
    candidates = found.candidates
    if found.outcome == "accepted":
        candidates = ((found.matched_name, found.person_id or PARTY_MARK + found.party_id),)
    return Verdict("review", score=found.score, candidates=candidates, because="no date of signing")


def _verdict_on(line: Line, parliament: Parliament, day: datetime.date) -> Verdict:
    names = parliament.party_names(day)
    if not line.name or _is_party(line.name, names, parliament.people(day)):
        return _party_verdict(line, names, parliament)
    return _person_verdict(line, names, parliament.people(day))


def _is_party(name: str, names: PartyNames, people: People) -> bool:
    # Some groups are called after their only member: Krol as a name is the person.
    return _is_only_a_party(name, names) and not people.matches(name)


def _is_only_a_party(text: str, names: PartyNames) -> bool:
    return bool(names.mentions(text)) and not set(names.rest(text)) - _AROUND_A_PARTY


def _party_verdict(line: Line, names: PartyNames, parliament: Parliament) -> Verdict:
    text = ", ".join(filter(None, [line.name, line.function, line.organisation]))
    named = list(dict.fromkeys(mention.party_id for mention in names.mentions(text)))
    if len(named) == 1 and _is_only_a_party(text, names):
        return Verdict("accepted", parliament.abbreviation(named[0]), "", named[0], "party_name")
    if named:
        because = "more than one party is named" if len(named) > 1 else "a party is named, but not the party alone"
        return Verdict("review", candidates=_as_candidates(named, parliament), because=because)
    alike = names_alike(text, [name.name for name in names.names])
    if not alike:
        return Verdict("not_in_parliament", because="no person is named, and no party that had a seat")
    meant = dict.fromkeys(n.party_id for text, _ in alike for n in names.names if n.name == text)
    because = "the name of a party may be misspelt"
    return Verdict("review", score=alike[0][1], candidates=_as_candidates(meant, parliament), because=because)


def _as_candidates(party_ids: Iterable[str], parliament: Parliament) -> tuple[tuple[str, str], ...]:
    return tuple((parliament.abbreviation(party_id), PARTY_MARK + party_id) for party_id in party_ids)


def _person_verdict(line: Line, names: PartyNames, people: People) -> Verdict:
    name, party = _without_party(line.name, names)
    text = ", ".join(filter(None, [line.function, line.organisation, party]))
    parties = {mention.party_id for mention in names.mentions(text)}
    found = people.matches(name)
    if not found:
        return Verdict("not_in_parliament", because="nobody who sat or stood on that day has a name like it")
    # Whoever fits the party comes first, within each way of agreeing.
    found = sorted(found, key=lambda m: (m.how not in EXACT, not _fits(m, parties, text), m.order))
    chosen, how, because = _chosen(found, parties, text)
    because = because or _doubt(chosen, parties, text)
    if because or not chosen:
        candidates = tuple((match.person.name, match.person.person_id) for match in found)
        return Verdict("review", score=found[0].score, candidates=candidates, because=because)
    person = chosen.person
    return Verdict("accepted", person.name, person.person_id, person.party_id, how)


def _without_party(name: str, names: PartyNames) -> tuple[str, str]:
    """Split `Jan Jansen (CDA)` and `Jan Jansen, CDA` into the name and the party."""
    for pattern in (r"^(.+?)\s*\(([^()]+)\)\s*$", r"^(.+?)\s*,\s*([^,]+)$"):
        found = re.match(pattern, name)
        if found and _is_only_a_party(found[2], names):
            return found[1], found[2]
    return name, ""


def _fits(match: Match, parties: set[str], text: str) -> bool:
    written = f" {' '.join(words_of(text))} "
    return bool(parties & match.person.parties) or any(f" {name} " in written for name in match.person.lists)


def _chosen(found: list[Match], parties: set[str], text: str) -> tuple[Match | None, str, str]:
    """Return the one person a name means, how that is known, and else why it is not."""
    exact = [match for match in found if match.how in EXACT]
    fitting = [match for match in exact if _fits(match, parties, text)]
    if len(exact) == 1:
        return exact[0], exact[0].how, ""
    if len(fitting) == 1:
        return fitting[0], f"{fitting[0].how}_and_party", ""
    if exact:
        return None, "", "more than one person has this name"
    # One initial is enough only where nobody else with that surname is near, and the party says the same.
    if len(found) == 1 and found[0].how == "first_initial" and _fits(found[0], parties, text):
        return found[0], "first_initial_and_party", ""
    return None, "", _WHY_NOT[found[0].how]


_WHY_NOT = {
    "first_initial": "only an initial and a surname agree",
    "other_given_name": "the surname and the first letter agree, the given name does not",
    "surname": "only the surname agrees",
    "part_of_surname": "only part of the surname agrees",
    "spelling": "the name may be misspelt",
}


def _doubt(match: Match | None, parties: set[str], text: str) -> str:
    """Return why a name that agrees is not enough; empty if nothing speaks against it."""
    if match is None:
        return ""
    words = fold(text)
    if _NEAR_THE_HOUSE.search(words):
        return "a former member or a member of staff is not accepted on the name"
    if _OTHER_OFFICE.search(words) and not _SITS_OR_STANDS.search(words):
        return "another office is named: not accepted on the name"
    if not match.person.known:
        return "it is not known whether this person sat on that day"
    if _fits(match, parties, text):
        return ""
    if parties:
        return "another party is named than this person's on that day"
    return "" if not words or _HOUSE.search(words) else "what is named is neither a party nor the House"


def without_outcome(verdict: Verdict, **changes: Any) -> Verdict:
    """Return a verdict with the fields of another outcome and nothing left of the review."""
    return replace(verdict, score=None, candidates=(), **changes)
