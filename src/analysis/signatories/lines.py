"""A line of a list as it is resolved, and the verdict on it: the records that the rules hand on."""

import datetime
from typing import Any, NamedTuple

import pandas as pd

from analysis.sources.parliament import HOUSE

OUTCOMES = ("accepted", "duplicate", "review", "not_in_parliament", "withdrawn", "rejected")
# Sets a party among the ids of candidates apart from a person.
PARTY_MARK = "party:"
# The columns of the table of lines, in the order of the fields of `Line`.
_COLUMNS = (
    *("source_file", "source_row", "name_as_written", "function_as_written", "organisation_as_written", "body_id"),
    *("signed_on", "signed_on_precision", "may_be_named", "beside_as_written", "waits_because", "unreadable_because"),
)


class Line(NamedTuple):
    """One line of a list as received; texts are empty where nothing was written.

    `beside` is what is under headings that are not known.
    """

    source_file: str
    source_row: int
    name: str
    function: str
    organisation: str
    body_id: str
    day: datetime.date | None
    precision: str
    may_be_named: bool
    beside: str
    waits_because: str
    unreadable_because: str

    @classmethod
    def all_of(cls, lines: pd.DataFrame) -> list["Line"]:
        """Take the lines of the table of `signature_lists.read_lists`, in their order."""
        lines = lines if "body_id" in lines else lines.assign(body_id=HOUSE)
        columns = {name: lines[name].tolist() for name in _COLUMNS}
        for name in lines.select_dtypes("str").columns.intersection(_COLUMNS):
            columns[name] = lines[name].fillna("").tolist()
        columns["signed_on"] = [None if day is pd.NaT else day.date() for day in columns["signed_on"]]
        return [cls(*row) for row in zip(*columns.values(), strict=True)]

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
    """The outcome of a line, with whom it means and why; `candidates` are pairs of name and id, best first.

    `role` is what is beside the name, in plain words, where that is why the line waits.
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
    role: str = ""

    @property
    def signatory(self) -> Signatory | None:
        """Return who signed, a person or a party, if that is known; who sits in two bodies may sign for each."""
        if self.person_id:
            return self.body_id, "person", self.person_id
        return (self.body_id, "party", self.party_id) if self.party_id else None


def without_outcome(verdict: Verdict, **changes: Any) -> Verdict:
    """Return a verdict with the fields of another outcome and nothing left of the review."""
    return verdict._replace(score=None, candidates=(), role="", **changes)
