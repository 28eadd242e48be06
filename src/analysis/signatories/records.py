"""A line of a list as it is resolved, whom it may mean, and the verdict on it, with its reasons in words."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from analysis.signatories.body import Person
from analysis.signatories.matching import EXACT, RANK
from analysis.signatories.roles import Role

OUTCOMES = ("accepted", "duplicate", "review", "not_in_parliament", "withdrawn", "rejected")
# What a line is after an action of a decision; any other action is the outcome itself.
OUTCOME_OF_ACTION = {"accept": "accepted", "reject": "rejected", "withdraw": "withdrawn"}
# In front of the id of a party, where ids of persons and of parties are in one list of candidates.
PARTY_MARK = "party:"
# The reasons that a reader of the signatures is given, by kind of role and by how a name agrees.
REASONS_AGAINST = {
    "undone": "it is said to be withdrawn, or no signature",
    "test": "it is said to be a test or an example",
    "negation": "something is said not to be so",
    "former": "who has left is not accepted on the name",
    "staff": "who works for a member, a group or a party is not accepted on the name",
    "relation": "who is near a member is not accepted on the name",
    "letter": "another letter or petition than the deal may be meant",
    "office": "another office is named",
    "body": "another body is named",
    "post": "a post in a party is named, and no seat or candidacy",
    "profession": "a profession or an earlier office is named, and no seat or candidacy",
    "place": "a place is named, and no seat or candidacy: a branch or a council may be meant",
    "member": "a member or leader is named, and not of what",
    "unknown": "not understood",
}
REVIEW_REASONS = {
    "surname_first": "the surname seems to stand first, and no party agrees",
    "one_given_name": "the surname and the given name agree, the party does not",
    "first_initial": "only an initial and a surname agree",
    "initial_of_given_name": "only the surname and the first letter are known, and no party agrees",
    "other_given_name": "the surname and the first letter agree, the given name or other initials do not",
    "surname": "only the surname agrees",
    "part_of_surname": "only part of the surname agrees",
    "spelling": "the name may be misspelt",
    "spelling_of_surname": "the surname may be misspelt",
    "surname_in_part": "only part of the surname agrees, and nothing else is written of the name",
    "given_name": "only the given name and the first letter of the surname agree",
}
# Why a line has an outcome, or waits for something else, that a decision on a text gives it.
DECIDED_OF_TEXT = "decided of the text"
# So little that a person is proposed only if of the party named, or if nothing is written beside the name.
_PROPOSED_WITH_PARTY = ("other_given_name", "spelling_of_surname", "surname_in_part", "given_name")


@dataclass(eq=False, slots=True)
class Match:
    """A person whom a written name may mean, and how well that agrees with what is written.

    `how` is how the names agree (one of `matching.AGREEMENT`). `fits`: the party or list named is this person's.
    `misaddressed`: the form of address is that of the other sex, as far as the sex was published.
    """

    person: Person
    how: str
    fits: bool
    plausible: bool
    misaddressed: bool

    @classmethod
    def of(cls, person: Person, how: str, role: Role, address: str) -> "Match":
        """Compare a person with the party that a line names, and with its form of address (m, v or none)."""
        fits = not (role.parties.isdisjoint(person.parties) and role.lists.isdisjoint(person.lists))
        nothing_beside = not (role.names_party or role.against)
        misaddressed = bool(address and person.sex) and address != person.sex
        return cls(person, how, fits, fits or nothing_beside or how not in _PROPOSED_WITH_PARTY, misaddressed)

    @property
    def order(self) -> tuple[bool, bool, bool, int]:
        """Sort the best first."""
        return self.how not in EXACT, not self.fits, self.misaddressed, RANK[self.how]


class Line(NamedTuple):
    """One line of a list as received, by the columns of `read_lists` and its body; an empty cell is an empty text."""

    source_file: str
    source_row: int
    name_as_written: str
    function_as_written: str
    organisation_as_written: str
    body_as_written: str
    body_id: str
    signed_on: datetime.date | None
    signed_on_precision: str
    may_be_named: bool
    refuses_naming: bool
    beside_as_written: str
    headings_as_written: str
    answer_as_written: str
    aside_as_written: str
    alone_as_written: str
    consent_as_written: str
    under_as_written: str
    above_as_written: str
    sheet_as_written: str
    waits_because: str
    unreadable_because: str

    @property
    def file(self) -> str:
        """Return the file, without the name of a sheet."""
        return self.source_file.partition("#")[0]

    @property
    def place(self) -> str:
        """Return FILE:ROW, as decisions refer to a line."""
        return f"{self.source_file}:{self.source_row}"

    @classmethod
    def all_of(cls, lines: pd.DataFrame) -> list["Line"]:
        """Return the lines of a table, in their order."""
        columns = {name: lines[name].tolist() for name in cls._fields}
        for name in lines.select_dtypes("str").columns.intersection(cls._fields):
            columns[name] = lines[name].fillna("").tolist()
        columns["signed_on"] = [None if day is pd.NaT else day.date() for day in columns["signed_on"]]
        return [cls(*row) for row in zip(*columns.values(), strict=True)]


class Verdict(NamedTuple):
    """The outcome of a line, the person or party that it means, and the reason if it is not accepted.

    `candidates` are pairs of name and id, best first. `withholds_naming`: a text of the line was decided to be harmless
    to the signature, and may say something of being named. `texts` are those that were not understood, or speak against
    the one whom the name means: what a decision on a text refers to.
    """

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
    texts: tuple[str, ...] = ()
    withholds_naming: bool = False

    def waiting(self, because: str) -> "Verdict":
        """Return the verdict on a line that waits for a decision, with whom it was found to mean as its candidate."""
        found = ((self.matched_name, self.person_id or PARTY_MARK + self.party_id),)
        candidates = found if self.signatory else self.candidates
        of_nobody = self._replace(outcome="review", matched_name="", person_id="", party_id="", matched_by="")
        return of_nobody._replace(candidates=candidates, because=because)

    @property
    def signatory(self) -> tuple[str, str] | None:
        """Return the body and the person or party that signed, if known; a member of two bodies signs in each."""
        signed = self.person_id or (self.party_id and PARTY_MARK + self.party_id)
        return (self.body_id, signed) if signed else None


class Decision(NamedTuple):
    """A decision on one line, by the columns of its table; an empty cell is an empty text."""

    decision_id: str
    action: str
    person_id: str
    party_id: str
    duplicate_of: str
    may_be_named: str
    valid_from: datetime.date
    reason: str
