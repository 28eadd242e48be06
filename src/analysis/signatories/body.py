"""The bodies that lines are about: the people and words of each, and the names of parties, by day."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from analysis.core.names import PartyName, PartyNames, words_of
from analysis.signatories.matching import NameIndex
from analysis.signatories.people import People, known_names
from analysis.signatories.roles import Role, RoleWords, together

_BEHIND_A_NAME = (re.compile(r"^([^(]+?)\s*\((.+)\)\s*$"), re.compile(r"^([^,]+?)\s*,\s*(.+)$"))
# The tables of data/ that bodies are made of.
TABLES = (
    *("bodies", "elections", "members", "candidates", "sexes"),
    *("parties", "party_names", "party_events", "roles", "places"),
)


class Parties:
    """The names of parties and of lists of candidates."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take `parties`, `party_names` and `candidates`."""
        parties, party_names = tables["parties"], tables["party_names"]
        self._abbreviations = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
        rows = zip(party_names["party_id"], party_names["name"], party_names["valid_from"], strict=True)
        self._names = [(PartyName(p, n), None if pd.isna(day) else day.date()) for p, n, day in rows]
        self._changes = sorted({since for _, since in self._names if since})
        self._named: dict[int, PartyNames] = {}
        written = tables["candidates"]["list_name"].dropna().unique()
        self.lists = PartyNames.of(PartyName(" ".join(words_of(name)), name) for name in written)

    def names_on(self, day: datetime.date) -> PartyNames:
        """Return the names of parties in use on a day: one object for each period without a change."""
        period = bisect_right(self._changes, day)
        if period not in self._named:
            names = (name for name, since in self._names if since is None or since <= day)
            self._named[period] = PartyNames.of(names)
        return self._named[period]

    def abbreviation(self, party_id: str) -> str:
        """Return the short name of a party."""
        return str(self._abbreviations.get(party_id, party_id))


class Body:
    """One body (the parliament, a council): its people and words, and the names of all people and parties."""

    def __init__(self, body_id: str, people: People, words: RoleWords, names: NameIndex, parties: Parties) -> None:
        """Keep them; what was read of a text is remembered, for many lines have the same function."""
        self.body_id, self.people, self.names, self.parties = body_id, people, names, parties
        self._read = lru_cache(maxsize=20_000)(words.read)
        self.role_in = lru_cache(maxsize=20_000)(self._role_in)

    def _role_in(self, text: str, names: PartyNames) -> Role:
        """Return what the words beside a name say, given the names of parties of the day."""
        pieces = [self._read(piece.strip(), names, self.parties.lists) for piece in text.split(",")]
        return together(pieces) if len(pieces) > 1 else pieces[0]

    def split_from_name(self, name: str, names: PartyNames) -> tuple[str, str]:
        """Split `Jan Jansen (CDA)`, `Jan Jansen, CDA` and `Jan Jansen, Kamerlid CDA` into the name and the role."""
        roles: list[str] = []
        for pattern in _BEHIND_A_NAME if "(" in name or "," in name else ():
            found = pattern.match(name)
            if found and self.role_in(found[2], names).says_something:
                name = found[1]
                roles.insert(0, found[2])
        return name, ", ".join(roles)


class Bodies(dict[str, Body]):
    """All bodies of data/bodies.csv by their id, each with its own people: another body is rows, not code."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take the tables named in TABLES, under their contract."""
        members, candidates = tables["members"], tables["candidates"]
        names, parties = NameIndex(known_names(members, candidates)), Parties(tables)
        sexes = dict(zip(tables["sexes"]["person_id"], tables["sexes"]["sex"], strict=True))
        for row in tables["bodies"].fillna("").to_dict("records"):
            body_id = row["body_id"]
            people = People(body_id, members, candidates, tables["elections"], tables["party_events"], sexes)
            words = RoleWords(row, tables["roles"], tables["places"])
            self[body_id] = Body(body_id, people, words, names, parties)
