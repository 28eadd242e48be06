"""Who could have signed on a day, and which of them a written name means.

The pledge was put to sitting members and to candidates: both are looked through, as of the day of signing.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import pandas as pd
from rapidfuzz import fuzz, process

from analysis.names import PersonName, fold, readings, without_prefix, words_of
from analysis.parliament import terms_on

# The day of nomination of each election, 44 days before its polling day (Electoral Act; 1 February 2021 and 9 October
# 2023 are published). From then on its candidates are the candidates, until the next election's are nominated: whoever
# was not elected may still succeed to a seat. Before the first, those of 2021 count: the pledge was put to them.
NOMINATION_DAYS = {
    "TK2021": datetime.date(2021, 2, 1),
    "TK2023": datetime.date(2023, 10, 9),
    "TK2025": datetime.date(2025, 9, 15),
}
# From here on a name is proposed as a misspelling. Measured on the 1,625 people of 10 March 2021: it finds nearly every
# name with one typing error, and proposes someone for 6% of made-up combinations of their names (at 80: 26%).
PLAUSIBLE_SPELLING = 86
_MOST_CANDIDATES = 5
# How a name can agree, best first. `full_name` and `initials` are exact; the others only propose.
_AGREEMENT = ("full_name", "initials", "first_initial", "other_given_name", "surname", "part_of_surname", "spelling")
EXACT = ("full_name", "initials")


def election_in_force(day: datetime.date) -> str:
    """Return the election whose candidates count on a day (see NOMINATION_DAYS for the rule)."""
    begun = [election for election, start in NOMINATION_DAYS.items() if start <= day]
    return begun[-1] if begun else next(iter(NOMINATION_DAYS))


@dataclass(frozen=True)
class Person:
    """Someone who sat in the House or stood for it on a day.

    `name`: as on the list of candidates of that election, else as in parliament. `party_id`: the party on that day,
    empty for a list that never had a seat. `parties` and `lists`: every party and list (in words) the person may
    rightly write. `known`: false if it is only known that the person may have sat.
    """

    person_id: str
    name: str
    party_id: str
    known: bool
    parties: frozenset[str]
    lists: frozenset[str]
    names: frozenset[PersonName]
    exact: frozenset[PersonName]


@dataclass(frozen=True)
class Match:
    """A person whom a written name may mean: how the names agree, and how alike they are (0-100)."""

    person: Person
    how: str
    score: float

    @property
    def order(self) -> tuple[int, float, str]:
        """Sort the best first."""
        return _AGREEMENT.index(self.how), -self.score, self.person.person_id


@dataclass(frozen=True)
class People:
    """Everyone who could have signed on a day, findable by name."""

    persons: dict[str, Person]
    by_exact: dict[PersonName, set[str]]
    by_surname: dict[str, set[str]]
    spellings: dict[tuple[str, str], str]
    asked: dict[str, list[Match]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, persons: Iterable[Person]) -> "People":
        """Index the persons by each form of their names."""
        by_exact: dict[PersonName, set[str]] = defaultdict(set)
        by_surname: dict[str, set[str]] = defaultdict(set)
        spellings: dict[tuple[str, str], str] = {}
        kept = {person.person_id: person for person in persons}
        for person in kept.values():
            for form in person.exact:
                by_exact[form].add(person.person_id)
            for name in person.names | person.exact:
                spellings[(person.person_id, name.plain)] = name.plain
            for name in person.names:
                for surname in _surnames(name):
                    by_surname[surname].add(person.person_id)
        return cls(kept, dict(by_exact), dict(by_surname), spellings)

    def matches(self, written: str) -> list[Match]:
        """Return the persons whom a written name may mean, best first; none if no name is like it."""
        if written not in self.asked:
            self.asked[written] = self._found(readings(written))
        return self.asked[written]

    def _found(self, written: tuple[PersonName, ...]) -> list[Match]:
        ids = {i for r in written for i in self.by_exact.get(r, ())}
        ids |= {i for r in written for surname in _surnames(r) for i in self.by_surname.get(surname, ())}
        found = {i: match for i in ids if (match := _best_match(self.persons[i], written))}
        # A name that agrees exactly is not a misspelling of another.
        for person_id, score in [] if any(m.how in EXACT for m in found.values()) else self._alike(written):
            if person_id not in found:
                found[person_id] = Match(self.persons[person_id], "spelling", score)
        return sorted(found.values(), key=lambda match: match.order)

    def _alike(self, written: tuple[PersonName, ...]) -> list[tuple[str, float]]:
        # The readings of a name differ in where they split it, not in their words: one is enough.
        plain = written[0].plain if written else ""
        scores: dict[str, float] = {}
        # In the order written, and sorted: alone, sorting parts two names whose order a typing error turns.
        for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
            found = process.extract(
                plain, self.spellings, scorer=scorer, score_cutoff=PLAUSIBLE_SPELLING, limit=_MOST_CANDIDATES
            )
            for _, score, (person_id, _) in found if plain else []:
                scores[person_id] = max(scores.get(person_id, 0.0), round(score, 1))
        return list(scores.items())


def _surnames(name: PersonName) -> set[str]:
    return {name.surname, without_prefix(name.surname), *name.parts} - {""}


def _best_match(person: Person, written: tuple[PersonName, ...]) -> Match | None:
    hows = [_agreement(reading, known) for reading in written for known in person.names]
    kinds = [how for how in hows if how]
    if any(reading in person.exact for reading in written):
        kinds.append("full_name" if any(r in person.exact and r.given for r in written) else "initials")
    if not kinds:
        return None
    score = max(fuzz.token_sort_ratio(r.plain, known.plain) for r in written for known in person.names)
    return Match(person, min(kinds, key=_AGREEMENT.index), round(score, 1))


def _agreement(written: PersonName, known: PersonName) -> str:
    """Return how a reading agrees with a known name short of exactly; empty if it does not."""
    if not _surnames(written) & _surnames(known):
        return ""
    letters = written.initials or written.given[:1]
    if not letters:
        return "surname" if written.surname == known.surname else ""
    fits = any(k and (k.startswith(letters) or letters.startswith(k)) for k in (known.initials, known.given[:1]))
    if not fits:
        return ""
    if written.surname != known.surname:
        return "part_of_surname"
    return "other_given_name" if written.given else "first_initial"


def people_on(day: datetime.date, members: pd.DataFrame, candidates: pd.DataFrame) -> People:
    """Return who sat on a day, or may have, and who was a candidate of the election in force.

    Of someone who sits and stands, the party is the one of the seat, the name the one on the list of candidates.
    """
    seats = {row["person_id"]: row for row in _records(terms_on(day, members))}
    sitting = {row["person_id"]: row for row in _records(members) if row["person_id"] in seats}
    standing: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _records(candidates[candidates["election"] == election_in_force(day)]):
        standing[row["person_id"]].append(row)
    aliases: dict[str, set[str]] = defaultdict(set)
    for row in _records(members):
        aliases[row["person_id"]] |= {row["full_name"], *row.get("aliases", "").split("|")} - {""}
    persons = []
    for person_id in sorted(seats.keys() | standing.keys()):
        own = [sitting[person_id]] if person_id in sitting else []
        persons.append(_person(person_id, seats.get(person_id), standing[person_id], own, aliases[person_id]))
    return People.of(persons)


def _person(
    person_id: str,
    seat: dict[str, str] | None,
    standing: list[dict[str, str]],
    sitting: list[dict[str, str]],
    aliases: set[str],
) -> Person:
    rows = standing + sitting
    parties = [row["party_id"] for row in standing if row["party_id"]]
    sits = bool(seat and seat["sits"] == "yes")
    if seat:
        # A seat that is not certain does not outweigh a candidacy that is.
        parties = [seat["party_id"], *parties] if sits else [*parties, seat["party_id"]]
    split = [_known_name(row) for row in rows]
    return Person(
        person_id=person_id,
        name=rows[0]["full_name"],
        party_id=parties[0] if parties else "",
        known=bool(standing) or sits,
        parties=frozenset(parties),
        lists=frozenset(" ".join(words_of(row.get("list_name", ""))) for row in standing) - {""},
        names=frozenset(split),
        exact=frozenset(_exact_forms(split, aliases | {row["full_name"] for row in rows})),
    )


def _known_name(row: dict[str, str]) -> PersonName:
    surname = f"{row.get('tussenvoegsel', '')} {row['family_name']}"
    return PersonName.of(row.get("given_name", ""), row.get("initials", ""), surname)


def _exact_forms(known: Iterable[PersonName], written: Iterable[str]) -> Iterable[PersonName]:
    for name in known:
        if name.given:
            yield PersonName(name.given, "", name.surname)
        if len(name.initials) > 1:
            yield PersonName("", name.initials, name.surname)
        if name.given and name.initials:
            yield name
    for text in written:
        # A surname by itself is never exact, whatever a list of aliases says.
        yield from (form for form in readings(text) if form.given or len(form.initials) > 1)


def _records(frame: pd.DataFrame) -> list[dict[str, str]]:
    texts = frame.astype(object).where(frame.notna(), "")
    return [{str(key): str(value) for key, value in row.items()} for row in texts.to_dict("records")]


def names_alike(text: str, names: Iterable[str]) -> list[tuple[str, float]]:
    """Return the names that a text may be a misspelling of, best first, with how alike they are (0-100)."""
    choices = {name: fold(name) for name in names}
    found = process.extract(
        fold(text), choices, scorer=fuzz.ratio, score_cutoff=PLAUSIBLE_SPELLING, limit=_MOST_CANDIDATES
    )
    return [(name, round(score, 1)) for _, score, name in found]
