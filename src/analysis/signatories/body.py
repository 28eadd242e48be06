"""The bodies that lines are about: who could have signed on a day, and the words and names that mean somebody there.

The pledge was put to sitting members and to candidates: a signature is looked up among both, as of its day.
"""

import datetime
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any

import pandas as pd

from analysis.core.names import REMEMBERED, PartyName, PartyNames, words_of
from analysis.parliament.terms import GroupsOfOne, Terms
from analysis.signatories.matching import AGREEMENT, KnownNames, NameIndex
from analysis.signatories.role_words import RoleWords
from analysis.signatories.roles import Role

TABLES = (
    *("bodies", "elections", "seats", "members", "candidates", "sexes"),
    *("parties", "party_names", "party_events", "roles", "places"),
)
# What separates a name from what else is in its cell: *Jan Jansen (CDA)*, *Jan Jansen | CDA*, *Jan Jansen - Kamerlid*.
_SEPARATORS = re.compile(r"\s+[-–—]+\s+|\s*[|•·:;\n()\[\]]\s*|\s*,\s*|(?<=\w\w)\s*/\s*(?=\w\w)|\s+/\s+")
BETWEEN_NAMES = re.compile(r"\s+(?:en|and)\s+|\s*[&/+;]\s*|,\s+", re.IGNORECASE)
# Where a part of a cell is taken for the name, no less of it may agree.
_ENOUGH = AGREEMENT[: AGREEMENT.index("part_of_surname") + 1]
_MAX_WORDS = 12
Row = dict[str, Any]


def election_in_force(day: datetime.date, nominated: Mapping[str, datetime.date]) -> str:
    """Return the election whose candidates count on a day; empty without any election.

    They count until those of the next are `nominated` (the day by election, in order), for they may still succeed to a
    seat; the first also before their nomination, for to them the pledge was put.
    """
    begun = [election for election, start in nominated.items() if start <= day]
    return begun[-1] if begun else next(iter(nominated), "")


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who sat in a body or stood for it on a day: name, party and places as on the list, else as in parliament.

    `party_id`: empty for a list that never had a seat. `known`: false if it is only known that the person may have sat.
    `parties` and `lists`: all (in words) that the person may rightly write. `sex`: m or v as it was published, else
    empty. `sits`: certainly. `stood`: for a term that has begun, and has no seat.
    """

    person_id: str
    name: str
    party_id: str
    known: bool
    parties: frozenset[str]
    lists: frozenset[str]
    sex: str = ""
    sits: bool = False
    stood: bool = False
    places: frozenset[int] = frozenset()


class Parties:
    """The names of parties and of lists of candidates."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take `parties`, `party_names` and `candidates`."""
        parties, party_names = tables["parties"], tables["party_names"]
        self._abbreviations = dict(zip(parties["party_id"], parties["abbreviation"], strict=True))
        rows = zip(party_names["party_id"], party_names["name"], party_names["valid_from"], strict=True)
        self._names = [(PartyName(p, n), datetime.date.min if pd.isna(day) else day.date()) for p, n, day in rows]
        self._changes = sorted({datetime.date.min, *(since for _, since in self._names)})
        self._names_since = cache(lambda day: PartyNames.of(name for name, since in self._names if since <= day))
        lists = tables["candidates"].dropna(subset=["list_name"])
        without_seat = set(lists.loc[lists["party_id"].isna(), "list_name"])
        names = []
        for name in lists["list_name"].unique():
            # A name on the ballot may be made of several: *LP (Libertaire Partij)*.
            pieces = re.split(r"\s*[()]\s*|\s+[-/]\s+", name) if name in without_seat else ()
            written = dict.fromkeys([name, *(each for each in pieces if len(each) > 1)])
            names += [PartyName(" ".join(words_of(name)), each) for each in written]
        self.lists = PartyNames.of(names)

    def names_on(self, day: datetime.date) -> PartyNames:
        """Return the names of parties in use on a day: one object for each period without a change."""
        return self._names_since(self._changes[bisect_right(self._changes, day) - 1])

    def abbreviation(self, party_id: str) -> str:
        """Return the short name of a party."""
        return str(self._abbreviations.get(party_id, party_id))


class Body:
    """One body (the parliament, a council): everyone who ever sat in it or stood for it, and its words.

    `index` and `parties` are those of all bodies; names are indexed once a line names somebody. `nominated` has the day
    of nomination of each election of which candidates are kept, in order.
    """

    def __init__(
        self,
        row: Mapping[str, str],
        tables: Mapping[str, pd.DataFrame],
        rosters: tuple[list[Row], list[Row]],
        index: Callable[[], NameIndex],
        parties: Parties,
    ) -> None:
        """Take a row of data/bodies.csv, the tables named in TABLES, and the rows of members and candidates there."""
        self.body_id, self._index, self.parties = row["body_id"], index, parties
        elections = tables["elections"][tables["elections"]["body_id"] == self.body_id]
        self._polling_years = {each["election"]: each["polling_day"].year for each in elections.to_dict("records")}
        self._term_starts = {each["election"]: each["term_starts"].date() for each in elections.to_dict("records")}
        named = elections.dropna(subset=["nominated_on"]).sort_values("nominated_on")
        self.nominated = {each["election"]: each["nominated_on"].date() for each in named.to_dict("records")}
        members, candidates = rosters
        terms = Terms(tables["members"], tables["elections"], self.body_id)
        self._members = {each["person_id"]: each["full_name"] for each in members if each["body_id"] == self.body_id}
        self._standing: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for each in candidates:
            if each["election"] in self._polling_years:
                self._standing[each["election"], each["person_id"]].append(each)
        events = tables["party_events"][tables["party_events"]["kind"] == "merge"].to_dict("records")
        self._mergers = [(each["date"].date(), each["to_party_ids"], each["from_party_ids"]) for each in events]
        self._sexes = dict(zip(tables["sexes"]["person_id"], tables["sexes"]["sex"], strict=True))
        # Between two of these days nobody's seat, candidacy or party changes: most sign within weeks.
        changes = {*terms.changes, *self.nominated.values(), *self._term_starts.values()}
        self._changes = sorted({datetime.date.min, *changes, *(since for since, _, _ in self._mergers)})
        self._election_on = cache(partial(election_in_force, nominated=self.nominated))
        self._seats_on = cache(terms.on)
        self._groups = GroupsOfOne(tables["members"], tables["seats"], self.body_id)
        self.why_not_a_party = cache(self._why_not_a_party)
        self._person_since = lru_cache(maxsize=REMEMBERED)(self._person)
        given, surnames = (
            frozenset(word for each in (*members, *candidates) for word in words_of(each[name]))
            for name in ("given_name", "family_name")
        )
        self.role_in = RoleWords(row, tables["roles"], tables["places"], parties.lists, given, surnames).read

    @property
    def names(self) -> NameIndex:
        """Return the names of the people of all bodies."""
        return self._index()

    def person(self, person_id: str, day: datetime.date) -> Person | None:
        """Return someone who sat on a day, may have, or was a candidate of the election in force; else None."""
        return self._person_since(person_id, self._changes[bisect_right(self._changes, day) - 1])

    def _person(self, person_id: str, day: datetime.date) -> Person | None:
        party_of_seat, sits = self._seats_on(day).get(person_id, ("", "no"))
        election = self._election_on(day)
        standing = self._standing.get((election, person_id), [])
        if sits == "no" and not standing:
            return None
        parties = [row["party_id"] for row in standing if row["party_id"]]
        if sits != "no":
            # A seat that is not certain does not outweigh a candidacy that is.
            parties = [party_of_seat, *parties] if sits == "yes" else [*parties, party_of_seat]
        # A member of a merged party may write the parties it was made of; several mergers may have led to one party.
        merged = (of for since, party, of in self._mergers if since <= day and party in parties)
        return Person(
            person_id=person_id,
            name=standing[0]["full_name"] if standing else self._members[person_id],
            party_id=parties[0] if parties else "",
            known=bool(standing) or sits == "yes",
            parties=frozenset([*parties, *(old for of in merged for old in of.split("|"))]),
            lists=frozenset(" ".join(words_of(row["list_name"])) for row in standing) - {""},
            sex=self._sexes.get(person_id, ""),
            sits=sits == "yes",
            stood=sits == "no" and self._term_starts.get(election, datetime.date.max) <= day,
            places=frozenset(int(place) for row in standing if (place := row.get("position"))),
        )

    def term_start(self, day: datetime.date) -> datetime.date | None:
        """Return when the term began of the election whose candidates count on a day; None if that is not known."""
        return self._term_starts.get(self._election_on(day))

    def sitting_for(self, party_id: str, day: datetime.date) -> list[Person]:
        """Return who sat for a party on a day, or may have."""
        sitting = [person_id for person_id, (party, _) in self._seats_on(day).items() if party == party_id]
        return [person for person_id in sitting if (person := self.person(person_id, day))]

    def _why_not_a_party(self, party_id: str, written: str, day: datetime.date) -> str:
        election = self._election_on(day)
        standing = (row for (each, _), rows in self._standing.items() if each == election for row in rows)
        stands = any(row["party_id"] == party_id for row in standing)
        return self._groups.because(party_id, written, day, stands=stands)

    def election_years(self, day: datetime.date) -> frozenset[int]:
        """Return the year of the election whose candidates count on a day, and that of the day."""
        election = self._election_on(day)
        return frozenset({day.year, self._polling_years.get(election, day.year)})

    def seat_and_candidacy(self, day: datetime.date, person_id: str) -> dict[str, Any]:
        """Return whether a person sat on a day (yes, unknown, no); list_name, position, elected if they stood."""
        _, sits = self._seats_on(day).get(person_id, ("", "no"))
        stood = self._standing.get((self._election_on(day), person_id), [{}])[0]
        return {"sits": sits} | {name: stood.get(name) or None for name in ("list_name", "position", "elected")}

    def name_of(self, person_id: str) -> str:
        """Return the name of a person who ever sat or stood, as written last; empty if nobody has that id."""
        stood = [row["full_name"] for (_, each), rows in self._standing.items() if each == person_id for row in rows]
        return stood[-1] if stood else self._members.get(person_id, "")

    def split_from_name(self, text: str, names: PartyNames) -> tuple[str, list[str]]:
        """Split the cell of a name into the name and what else is in it.

        The name is all of the cell, or what is left without roles, parties and addresses at either end, or else the one
        part of it, or words in it, that is a name of somebody.
        """
        if self._is_a_name(text, _ENOUGH if _SEPARATORS.search(text) else AGREEMENT):
            return text, []
        breaks = [place for found in _SEPARATORS.finditer(text) for place in found.span()]
        spans = zip([0, *breaks[1::2]], [*breaks[::2], len(text)], strict=True)
        parts = [found for found in spans if text[slice(*found)].strip(" .")]
        front, behind = list[str](), list[str]()
        while len(parts) > 1 and self._is_role(text[slice(*parts[-1])], names):
            behind.insert(0, text[slice(*parts.pop())])
        while len(parts) > 1 and self._is_role(text[slice(*parts[0])], names):
            front.append(text[slice(*parts.pop(0))])
        rest = text[parts[0][0] : parts[-1][1]] if parts else text
        rest += ")" * (rest.count("(") - rest.count(")"))
        if self._is_a_name(rest, _ENOUGH):
            return rest, [*front, *behind]
        texts = [text[slice(*part)] for part in parts]
        for size in (2, 1) if len(texts) > 1 else ():
            for place in range(len(texts) - size + 1):
                name = ", ".join(texts[place : place + size])
                if len(texts) > size and self._is_a_name(name, _ENOUGH):
                    return name, [*front, *texts[:place], *texts[place + size :], *behind]
        if (found := self._name_among_words(rest, names))[1]:
            return found[0], [*front, *found[1], *behind]
        # Or the one part with a name among other words: `kandidaat 28 Jan Jansen; per mail`.
        parted = [*front, *texts, *behind]
        for place, part in enumerate(parted):
            if (found := self._name_among_words(part, names))[1]:
                return found[0], [*parted[:place], *found[1], *parted[place + 1 :]]
        return rest, [*front, *behind]

    def _name_among_words(self, text: str, names: PartyNames) -> tuple[str, list[str]]:
        """Return the most words in a row that are a name of somebody, and the others; all if there are none."""
        words, found = text.split(), ("", list[str]())
        if any(self._is_a_name(part, _ENOUGH) for part in BETWEEN_NAMES.split(text)):
            return text, []
        for size in range(len(words) - 1, 1, -1) if len(words) <= _MAX_WORDS else ():
            for place in range(len(words) - size + 1):
                name = " ".join(words[place : place + size])
                if self._is_a_name(name, _ENOUGH):
                    pieces = (" ".join(each) for each in (words[:place], words[place + size :]))
                    beside = [each for each in pieces if each]
                    if all(self._is_role(each, names) for each in beside):
                        return name, beside
                    found = found if found[0] else (name, beside)
        return found if found[0] and not self.names.alike(text) else (text, [])

    def _is_a_name(self, text: str, agreements: Collection[str]) -> bool:
        agreeing = self.names.agreeing(text)
        return any(
            how in agreements and not self.names.unknown_words(text, person_id) for person_id, how in agreeing.items()
        )

    def _is_role(self, text: str, names: PartyNames) -> bool:
        role = self.role_in(text, names)
        # Some groups are called after their only member.
        return (role.says_something or role == Role()) and not self._is_a_name(text, AGREEMENT)


class Bodies(dict[str, Body]):
    """All bodies of data/bodies.csv by their id, each with its own people: another body is rows, not code."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Take the tables named in TABLES, under their contract."""
        frames = (tables[name].astype("object").fillna("") for name in ("members", "candidates"))
        columns = ({name: frame[name].tolist() for name in frame} for frame in frames)
        members, candidates = (
            [dict(zip(own, row, strict=True)) for row in zip(*own.values(), strict=True)] for own in columns
        )
        index, parties = cache(lambda: _index_of([*members, *candidates])), Parties(tables)
        for row in tables["bodies"].fillna("").to_dict("records"):
            self[row["body_id"]] = Body(row, tables, (members, candidates), index, parties)


def _index_of(rows: list[Row]) -> NameIndex:
    # People sign with any name under which they ever sat or stood.
    split: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    written: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        split[row["person_id"]].append((row["given_name"], row["initials"], row["tussenvoegsel"], row["family_name"]))
        written[row["person_id"]] |= {row["full_name"], *row.get("aliases", "").split("|")}
    return NameIndex({i: KnownNames.of(dict.fromkeys(split[i]), sorted(written[i])) for i in sorted(split)})
