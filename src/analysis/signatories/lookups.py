"""Parliament as a line is held against it: people, their names, and the names of parties, asked by day."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Mapping

import pandas as pd

from analysis.names import PartyName, PartyNames, words_of
from analysis.signatories.matching import NameIndex
from analysis.signatories.offices import Said, said_in
from analysis.signatories.people import People, Person

_BEHIND_A_NAME = (re.compile(r"^([^(]+?)\s*\((.+)\)\s*$"), re.compile(r"^([^,]+?)\s*,\s*(.+)$"))


class Parliament:
    """Members, candidates and parties; whatever is asked twice is prepared once."""

    def __init__(
        self,
        members: pd.DataFrame,
        candidates: pd.DataFrame,
        parties: pd.DataFrame,
        party_names: pd.DataFrame,
        party_events: pd.DataFrame | None = None,
    ) -> None:
        """Keep the tables of data/ under their contract."""
        people = People(members, candidates, party_events)
        self._people, self.names = people, NameIndex(people.names)
        self._members, self._candidates = members, candidates
        self._abbreviations = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
        since = party_names["valid_from"] if "valid_from" in party_names else pd.Series(pd.NaT, party_names.index)
        rows = zip(party_names["party_id"], party_names["name"], since, strict=True)
        self._party_names = [(PartyName(p, n), None if pd.isna(day) else day.date()) for p, n, day in rows]
        self._changes = sorted({since for _, since in self._party_names if since})
        self._named: dict[int, PartyNames] = {}
        written = candidates["list_name"].dropna().unique() if "list_name" in candidates else ()
        self._lists = PartyNames.of(PartyName(" ".join(words_of(name)), name) for name in written)
        self._said: dict[tuple[int, str], Said] = {}

    def people(self, day: datetime.date) -> Mapping[str, Person]:
        """Return everyone who could have signed on a day, by person_id."""
        return self._people.on(day)

    def party_names(self, day: datetime.date) -> PartyNames:
        """Return the names of parties that were in use on a day."""
        period = bisect_right(self._changes, day)
        if period not in self._named:
            names = (name for name, since in self._party_names if since is None or since <= day)
            self._named[period] = PartyNames.of(names)
        return self._named[period]

    def said_in(self, text: str, names: PartyNames) -> Said:
        """Return what the words beside a name say."""
        key = id(names), text
        if key not in self._said:
            self._said[key] = said_in(text, names, self._lists)
        return self._said[key]

    def split_from_name(self, name: str, names: PartyNames) -> tuple[str, str]:
        """Split `Jan Jansen (CDA)`, `Jan Jansen, CDA` and `Jan Jansen, Kamerlid CDA` into the name and what is said."""
        said: list[str] = []
        for pattern in _BEHIND_A_NAME:
            found = pattern.match(name)
            if found and self.said_in(found[2], names).anything:
                name = found[1]
                said.insert(0, found[2])
        return name, ", ".join(said)

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
