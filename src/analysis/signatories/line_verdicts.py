"""What one line of a list of signatories means, by rule: before decisions, and before duplicates are known."""

import datetime
from collections.abc import Iterable
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from analysis.core.names import PartyNames, form_of_address, lost_letters
from analysis.signatories.choice import WHY_NOT, Match, choose, doubt
from analysis.signatories.lookups import Body
from analysis.signatories.matching import EXACT
from analysis.signatories.offices import is_only_a_party
from analysis.signatories.people import PeopleOfDay
from analysis.signatories.spelling import MOST_CANDIDATES, names_alike
from analysis.sources.parliament import HOUSE

OUTCOMES = ("accepted", "duplicate", "review", "not_in_parliament", "withdrawn", "rejected")

# Sets a party among the ids of candidates apart from a person.
PARTY_MARK = "party:"

_TEXTS = (
    *("source_file", "name_as_written", "function_as_written", "organisation_as_written", "body_id"),
    *("signed_on_precision", "unreadable_because"),
)

# The press wrote of the pledge on this day (NL Times and ANP, 10 March 2021).
PRESENTED_ON = datetime.date(2021, 3, 10)


class Line(NamedTuple):
    """One line of a list as received; texts are empty where nothing was written."""

    source_file: str
    source_row: int
    name: str
    function: str
    organisation: str
    body_id: str
    day: datetime.date | None
    precision: str
    may_be_named: bool
    unreadable_because: str

    @classmethod
    def all_of(cls, lines: pd.DataFrame) -> list["Line"]:
        """Take the lines of the table of `signature_lists.read_lists`, in their order."""
        texts = {name: lines[name].fillna("").tolist() for name in _TEXTS if name in lines}
        days = (None if day is pd.NaT else day.date() for day in lines["signed_on"].tolist())
        columns = (
            *(texts["source_file"], lines["source_row"].tolist()),
            *(texts[name] for name in ("name_as_written", "function_as_written", "organisation_as_written")),
            *(texts.get("body_id", [HOUSE] * len(lines)), days),
            *(texts["signed_on_precision"], lines["may_be_named"].tolist(), texts["unreadable_because"]),
        )
        return list(map(cls, *columns))

    @property
    def key(self) -> tuple[str, int]:
        """Return what a decision refers to."""
        return self.source_file, self.source_row

    @property
    def place(self) -> str:
        """Return FILE:ROW."""
        return f"{self.source_file}:{self.source_row}"

    @property
    def order(self) -> tuple[datetime.date, str, int]:
        """Sort the earliest first, then by file and row; lines without a day last."""
        return self.day or datetime.date.max, self.source_file, self.source_row


# Who signed: the body, `person` or `party`, and the id.
Signatory = tuple[str, str, str]


class Verdict(NamedTuple):
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
    body_id: str = ""

    @property
    def signatory(self) -> Signatory | None:
        """Return who signed, a person or a party, if that is known; who sits in two bodies may sign for each."""
        if self.person_id:
            return self.body_id, "person", self.person_id
        return (self.body_id, "party", self.party_id) if self.party_id else None


def verdict_of(line: Line, body: Body, day: datetime.date) -> Verdict:
    """Return what a line means by rule, looked up on its day of signing.

    Without that day a line waits for a decision, whoever it names, so that it says the same in each month: candidates
    are sought on the day the pledge was presented, on the day of each nomination since, then on `day`.
    """
    if line.unreadable_because:
        return Verdict("rejected", because=line.unreadable_because)
    if line.day:
        return _verdict_on(line, body, line.day)
    days = [PRESENTED_ON, *(start for start in body.nomination_days if PRESENTED_ON < start < day), day]
    first = _verdict_on(line, body, days[0])
    tried = chain([first], (_verdict_on(line, body, each) for each in days[1:]))
    found = next((verdict for verdict in tried if verdict.outcome != "not_in_parliament"), first)
    candidates = found.candidates
    if found.outcome == "accepted":
        candidates = ((found.matched_name, found.person_id or PARTY_MARK + found.party_id),)
    return Verdict("review", score=found.score, candidates=candidates, because="no date of signing")


def _verdict_on(line: Line, body: Body, day: datetime.date) -> Verdict:
    names = body.parties.names_on(day)
    if not line.name:
        return _party_verdict(line, names, body)
    # Some groups are called after their only member: Krol as a name is a person, also when he sits no more.
    if not body.names.agreeing(line.name) and is_only_a_party(line.name, names, body.words):
        return _party_verdict(line, names, body)
    return _person_verdict(line, names, body, day)


def _party_verdict(line: Line, names: PartyNames, body: Body) -> Verdict:
    text = ", ".join(filter(None, [line.name, line.function, line.organisation]))
    named = list(dict.fromkeys(names.mentions(text)))
    if len(named) == 1 and is_only_a_party(text, names, body.words):
        return Verdict("accepted", body.parties.abbreviation(named[0]), "", named[0], "party_name")
    if named:
        because = "more than one party is named" if len(named) > 1 else "a party is named, but not the party alone"
        return Verdict("review", candidates=_as_candidates(named, body), because=because)
    alike = names_alike(text, [name.name for name in names.names])
    if not alike:
        return Verdict("not_in_parliament", because="no person is named, and no party that had a seat")
    meant = dict.fromkeys(n.party_id for text, _ in alike for n in names.names if n.name == text)
    because = "the name of a party may be misspelt"
    return Verdict("review", score=alike[0][1], candidates=_as_candidates(meant, body), because=because)


def _as_candidates(party_ids: Iterable[str], body: Body) -> tuple[tuple[str, str], ...]:
    return tuple((body.parties.abbreviation(party_id), PARTY_MARK + party_id) for party_id in party_ids)


def _person_verdict(line: Line, names: PartyNames, body: Body, day: datetime.date) -> Verdict:
    name, behind = body.split_from_name(line.name, names)
    said = body.said_in(", ".join(filter(None, [line.function, line.organisation, behind])), names)
    people = body.people(day)
    address = form_of_address(line.name)
    found = [
        Match.of(person, each.how, said, address)
        for each in body.names.agreeing(name)
        if (person := people.get(each.person_id))
    ]
    chosen, how, because = choose(found, said)
    if lost_letters(name):
        because = because or "letters of the name were lost: a question mark stands for them"
    because = because or doubt(chosen, said)
    if chosen and not because and how.startswith("initial_of") and _somebody_is_near(name, chosen, body, people):
        because = "somebody else's name may be misspelt"
    if chosen and not because:
        person = chosen.person
        return Verdict("accepted", person.name, person.person_id, person.party_id, how)
    if not any(match.how in EXACT for match in found):
        # A name that agrees exactly is not a misspelling of another.
        known = {match.person.person_id for match in found}
        alike = ((people.get(each.person_id), each.how) for each in body.names.alike(name))
        found += [Match.of(each, how, said, address) for each, how in alike if each and each.person_id not in known]
    return _for_review(name, [match for match in found if match.plausible], because, body)


def _somebody_is_near(name: str, chosen: Match, body: Body, people: PeopleOfDay) -> bool:
    """Return whether a given name that the rosters do not know of one person may be that of another."""
    alike = (each.person_id for each in body.names.alike(name) if each.how == "spelling")
    return any(person_id in people and person_id != chosen.person.person_id for person_id in alike)


def _for_review(name: str, found: list[Match], because: str, body: Body) -> Verdict:
    """Return the verdict on a name that some people may be meant by, best first."""
    if not found:
        return Verdict("not_in_parliament", because="nobody who sat or stood on that day has a name like it")
    scores = {match: body.names.score(name, match.person.person_id) for match in found}
    # Whoever fits the party comes first, within each way of agreeing.
    ordered = sorted(found, key=lambda match: (match.order, -scores[match], match.person.person_id))
    candidates = tuple((match.person.name, match.person.person_id) for match in ordered)[:MOST_CANDIDATES]
    return Verdict(
        "review", score=scores[ordered[0]], candidates=candidates, because=because or WHY_NOT[ordered[0].how]
    )


def without_outcome(verdict: Verdict, **changes: Any) -> Verdict:
    """Return a verdict with the fields of another outcome and nothing left of the review."""
    return verdict._replace(score=None, candidates=(), **changes)
