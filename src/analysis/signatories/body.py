"""The bodies that lines are about: their people and names, and the names of parties, asked by day."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.core.names import PartyName, PartyNames, words_of
from analysis.core.uncollected import uncollected
from analysis.signatories.matching import NameIndex
from analysis.signatories.people import People, PeopleOfDay, known_names
from analysis.signatories.roles import Role, RoleWords, role_of

# So many answers on words beside a name are kept: fewer cost time, more cost memory in each process.
_REMEMBERED = 20_000
_BEHIND_A_NAME = (re.compile(r"^([^(]+?)\s*\((.+)\)\s*$"), re.compile(r"^([^,]+?)\s*,\s*(.+)$"))
# The tables of data/ that the people of a body, and the names of parties, are looked up in.
TABLES = (
    *("bodies", "elections", "members", "candidates", "sexes"),
    *("parties", "party_names", "party_events", "roles", "places"),
)


class Parties:
    """Parties and lists by their names; whatever is asked twice is prepared once."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Keep the names in `parties`, `party_names` and `candidates`."""
        parties, party_names = tables["parties"], tables["party_names"]
        self._abbreviations = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
        rows = zip(party_names["party_id"], party_names["name"], party_names["valid_from"], strict=True)
        self._names = [(PartyName(p, n), None if pd.isna(day) else day.date()) for p, n, day in rows]
        self._changes = sorted({since for _, since in self._names if since})
        self._named: dict[int, PartyNames] = {}
        written = tables["candidates"]["list_name"].dropna().unique()
        self.lists = PartyNames.of(PartyName(" ".join(words_of(name)), name) for name in written)

    def names_on(self, day: datetime.date) -> PartyNames:
        """Return the names of parties that were in use on a day."""
        period = bisect_right(self._changes, day)
        if period not in self._named:
            names = (name for name, since in self._names if since is None or since <= day)
            self._named[period] = PartyNames.of(names)
        return self._named[period]

    def abbreviation(self, party_id: str) -> str:
        """Return how a party is called for short."""
        return str(self._abbreviations.get(party_id, party_id))


class Body:
    """One body (the parliament, a council) that lines are about; whatever is asked twice is prepared once."""

    def __init__(self, body_id: str, people: People, words: RoleWords, names: NameIndex, parties: Parties) -> None:
        """Keep the people and words of this body, and the names of all people and parties."""
        self.body_id, self.names, self.words, self.parties = body_id, names, words, parties
        self._people = people
        self._roles: dict[tuple[int, str], Role] = {}

    @property
    def nomination_days(self) -> list[datetime.date]:
        """Return the days from which the candidates of each election count, in order."""
        return sorted(self._people.nominated.values())

    def people(self, day: datetime.date) -> PeopleOfDay:
        """Return everyone who could have signed on a day, by person_id."""
        return self._people.on(day)

    def election_years(self, day: datetime.date) -> frozenset[int]:
        """Return the years that say nothing against a seat or candidacy: of the election in force, and the day's."""
        return self._people.election_years(day)

    def role_in(self, text: str, names: PartyNames) -> Role:
        """Return what the words beside a name say; the texts between commas come back in line after line."""
        pieces = [self._role_in(piece.strip(), names) for piece in text.split(",")]
        if len(pieces) == 1:
            return pieces[0]
        parties, lists, other_lists, years = (
            frozenset(each for piece in pieces for each in getattr(piece, name))
            for name in ("parties", "lists", "other_lists", "years")
        )
        return role_of(parties, lists, other_lists, years, tuple(word for piece in pieces for word in piece.words))

    def _role_in(self, piece: str, names: PartyNames) -> Role:
        key = id(names), piece
        if key not in self._roles:
            if len(self._roles) > _REMEMBERED:
                self._roles.clear()
            self._roles[key] = self.words.read(piece, names, self.parties.lists)
        return self._roles[key]

    def is_only_a_party(self, role: Role) -> bool:
        """Return whether a text names a party and nothing else."""
        return self.words.is_only_a_party(role)

    def split_from_name(self, name: str, names: PartyNames) -> tuple[str, str]:
        """Split `Jan Jansen (CDA)`, `Jan Jansen, CDA` and `Jan Jansen, Kamerlid CDA` into the name and the role."""
        said: list[str] = []
        for pattern in _BEHIND_A_NAME:
            found = pattern.match(name)
            if found and self.role_in(found[2], names).says_something:
                name = found[1]
                said.insert(0, found[2])
        return name, ", ".join(said)

    def office(self, day: datetime.date, person_id: str) -> dict[str, Any]:
        """Return whether a person sat on a day, and on which list they stood: sits, list_name, position, elected."""
        return self._people.office(day, person_id)

    def name_of(self, person_id: str) -> str:
        """Return the name of a person who ever sat in it or stood for it, as written last; empty if nobody did."""
        return self._people.name_of(person_id)


class Bodies:
    """All bodies of `data/bodies.csv`, each with its own people: another chamber is rows, not code."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take the tables named in TABLES, under their contract."""
        with uncollected():
            self._of = dict(_bodies_of(tables))

    def __getitem__(self, body_id: str) -> Body:
        """Return the body of an id."""
        return self._of[body_id]


def _bodies_of(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, Body]]:
    members, candidates, elections = (tables[name] for name in ("members", "candidates", "elections"))
    names, parties = NameIndex(known_names(members, candidates)), Parties(tables)
    sexes = dict(zip(tables["sexes"]["person_id"], tables["sexes"]["sex"], strict=True))
    for row in tables["bodies"].fillna("").to_dict("records"):
        body_id = row["body_id"]
        people = People(body_id, members, candidates, elections, tables["party_events"], sexes)
        words = RoleWords(row, tables["roles"], tables["places"])
        yield body_id, Body(body_id, people, words, names, parties)
