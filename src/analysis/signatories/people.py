"""The people who could have signed on a day: who sat in a body, or may have, and who stood for it.

The pledge was put to sitting members and to candidates: a signature is looked up among both, as of its day.
"""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from analysis.core.names import words_of
from analysis.signatories.matching import KnownNames
from analysis.sources.parliament import Terms

Row = dict[str, str]
# The party of a seat, and whether it is certain that it was held (yes, unknown).
Seat = tuple[str, str]
_TEXTS = (
    *("person_id", "full_name", "given_name", "initials", "tussenvoegsel", "family_name", "aliases", "party_id"),
    *("election", "list_name"),
)


def election_in_force(day: datetime.date, nominated: Mapping[str, datetime.date]) -> str:
    """Return the election whose candidates count on a day; `nominated` has the day of nomination of each, in order.

    They count until those of the next election are nominated: a candidate who was not elected may still succeed to a
    seat. Before the first nomination those of the first election count: to them the pledge was put. Empty without any
    election.
    """
    begun = [election for election, start in nominated.items() if start <= day]
    return begun[-1] if begun else next(iter(nominated), "")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who sat in a body or stood for it on a day.

    `name`: as on the list of candidates of that election, else as in parliament. `party_id`: the party on that day,
    empty for a list that never had a seat. `known`: false if it is only known that the person may have sat.
    `parties` and `lists`: every party and list (in words) that the person may rightly write. `sex`: m or v as it was
    published, else empty.
    """

    person_id: str
    name: str
    party_id: str
    known: bool
    parties: frozenset[str]
    lists: frozenset[str]
    sex: str = ""


class People:
    """Everyone who ever sat in one body or stood for it.

    `nominated` has the day of nomination of each election of which candidates are kept, in order.
    """

    def __init__(
        self,
        body_id: str,
        members: pd.DataFrame,
        candidates: pd.DataFrame,
        elections: pd.DataFrame,
        party_events: pd.DataFrame,
        sexes: Mapping[str, str],
    ) -> None:
        """Keep the rows of one body, out of the tables of data/ under their contract."""
        elections = elections[elections["body_id"] == body_id]
        members = members[members["body_id"] == body_id]
        candidates = candidates[candidates["election"].isin(elections["election"])]
        self._members, self._candidates = members, candidates
        self._terms = Terms(members, elections, body_id)
        named = elections.dropna(subset=["nominated_on"]).sort_values("nominated_on")
        self.nominated = {row["election"]: row["nominated_on"].date() for row in named.to_dict("records")}
        self._polling_years = {row["election"]: row["polling_day"].year for row in elections.to_dict("records")}
        self._member_rows: dict[str, Row] = {row["person_id"]: row for row in _records(members)}
        self._standing: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in _records(candidates):
            self._standing[row["election"]][row["person_id"]].append(row)
        self._mergers, self._sexes = _mergers(party_events), sexes
        # Between two of these days nothing changes: what is found for one day holds for the period.
        begun = {stamp.date() for stamp in [*members["start"].dropna(), *elections["term_starts"]]}
        ended = {stamp.date() + datetime.timedelta(days=1) for stamp in members["end"].dropna()}
        merged = {day for day, _, _ in self._mergers}
        self._changes = sorted(begun | ended | merged | set(self.nominated.values()))
        self._periods: dict[int, tuple[str, int, dict[str, Seat]]] = {}
        self._person = cache(self._person_of)

    def person(self, person_id: str, day: datetime.date) -> Person | None:
        """Return someone who sat on a day, or may have, or was a candidate of the election in force; else None.

        Of someone who sits and stands, the party is that of the seat, the name that on the list of candidates.
        """
        period = bisect_right(self._changes, day)
        if period not in self._periods:
            merged = sum(since <= day for since, _, _ in self._mergers)
            self._periods[period] = election_in_force(day, self.nominated), merged, self._terms.on(day)
        election, merged, seats = self._periods[period]
        seat = seats.get(person_id)
        if seat is None and person_id not in self._standing[election]:
            return None
        return self._person(person_id, seat, election, merged)

    def election_years(self, day: datetime.date) -> frozenset[int]:
        """Return the year of the election whose candidates count on a day, and that of the day."""
        election = election_in_force(day, self.nominated)
        return frozenset({day.year, self._polling_years.get(election, day.year)})

    def _person_of(self, person_id: str, seat: Seat | None, election: str, merged: int) -> Person:
        """Return someone with a seat, or a candidate of an election, after the first `merged` mergers of parties."""
        standing = self._standing[election].get(person_id, [])
        parties = [row["party_id"] for row in standing if row["party_id"]]
        party_of_seat, sits = seat or ("", "no")
        if seat:
            # A seat that is not certain does not outweigh a candidacy that is.
            parties = [party_of_seat, *parties] if sits == "yes" else [*parties, party_of_seat]
        # A member of a merged party may write the parties it was made of; several mergers may have led to one party.
        before = (old for _, party, of in self._mergers[:merged] if party in parties for old in of)
        return Person(
            person_id=person_id,
            name=(standing[0] if standing else self._member_rows[person_id])["full_name"],
            party_id=parties[0] if parties else "",
            known=bool(standing) or sits == "yes",
            parties=frozenset([*parties, *before]),
            lists=frozenset(" ".join(words_of(row["list_name"])) for row in standing) - {""},
            sex=self._sexes.get(person_id, ""),
        )

    def office(self, day: datetime.date, person_id: str) -> dict[str, Any]:
        """Return whether a person sat on a day (yes, unknown, no); list_name, position, elected if they stood."""
        _, sits = self._terms.on(day).get(person_id, ("", "no"))
        election = election_in_force(day, self.nominated)
        standing = self._candidates[
            (self._candidates["election"] == election) & (self._candidates["person_id"] == person_id)
        ]
        stood = standing.iloc[0] if len(standing) else {}
        return {"sits": sits} | {name: stood.get(name) for name in ("list_name", "position", "elected")}

    def name_of(self, person_id: str) -> str:
        """Return the name of a person who ever sat or stood, as written last; empty if nobody has that id."""
        for table in (self._candidates, self._members):
            names = table[table["person_id"] == person_id]["full_name"]
            if len(names):
                return str(names.iloc[-1])
        return ""


def _mergers(party_events: pd.DataFrame) -> list[tuple[datetime.date, str, frozenset[str]]]:
    """Return of each merger its day, the new party, and the parties that it was made of."""
    rows = party_events[party_events["kind"] == "merge"].to_dict("records")
    found = [(row["date"].date(), row["to_party_ids"], frozenset(row["from_party_ids"].split("|"))) for row in rows]
    return sorted(found, key=lambda merger: merger[:2])


def known_names(members: pd.DataFrame, candidates: pd.DataFrame) -> dict[str, KnownNames]:
    """Return every name under which each person ever sat or stood: people sign with an earlier or later one too."""
    rows = [*_records(members), *_records(candidates)]
    split: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    written: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        split[row["person_id"]].append((row["given_name"], row["initials"], row["tussenvoegsel"], row["family_name"]))
        written[row["person_id"]] |= {row["full_name"], *row.get("aliases", "").split("|")}
    return {i: KnownNames.of(dict.fromkeys(split[i]), sorted(written[i])) for i in sorted(split)}


def _records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a table as texts, an empty cell as an empty text."""
    names = [name for name in _TEXTS if name in frame]
    return list(frame[names].fillna("").astype("str").to_dict("records"))
