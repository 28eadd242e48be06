"""What happens to members of the House, as rows: in `members`, and in every table that has to change with them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.core.names import fold
from analysis.core.parameters import HOUSE
from analysis.updates.records import Group, HouseTerm
from analysis.updates.rows import MEMBERS, NAMES, NEW, PARTIES, Change, Row, Tables
from analysis.updates.seats import Term, event_of, steps, with_steps


@dataclass(frozen=True)
class Move:
    """Members who go from one group to another on a day and keep their seats."""

    day: str
    left: str
    joined: str
    persons: tuple[str, ...]


def ended(row: Row, last: str, source: str, note: str = "") -> Change:
    """Return the row of a member with its last day."""
    notes = "; ".join(filter(None, (row["note"], note)))
    changed = row | {"end": last, "end_status": "known", "certainty": "official", "note": notes}
    return Change.of(MEMBERS, row, changed | {"source": with_source(row, source)})


def with_source(row: Row, source: str) -> str:
    """Return the sources of a row with one more, after those that are there."""
    return row["source"] if source in row["source"] else f"{row['source']} ; {source}"


def begun(person: Mapping[str, str], party: str, term: str, first: str, source: str, last: str = "") -> Change:
    """Return a new row of a member: `person` has the columns of the name, with the person_id."""
    names = ("person_id", "full_name", "given_name", "initials", "tussenvoegsel", "family_name", "aliases")
    row = {
        "member_id": f"{NEW}{person['person_id']} {party} {first}",
        **{name: person.get(name, "") for name in names},
        **{"body_id": HOUSE, "party_id": party, "term": term, "start": first, "end": last},
        **{"end_status": "known" if last else "sitting", "certainty": "official", "note": "", "source": source},
    }
    return Change.of(MEMBERS, None, row)


class People:
    """Who is in `members` or `candidates`, by name: the columns of the name, with the person_id."""

    def __init__(self, tables: Tables) -> None:
        """Put the rows in order: members before candidates, the newest before older ones."""
        self._by_key: dict[str, dict[str, Row]] = {}
        self._by_surname: dict[str, set[str]] = {}
        for row in (*reversed(tables[MEMBERS]), *reversed(tables["candidates"])):
            for key in _keys_of(row):
                self._by_key.setdefault(key, {}).setdefault(row["person_id"], row)
        for row in tables[MEMBERS]:
            self._by_surname.setdefault(_keys_of(row)[-1].partition(",")[0], set()).add(row["person_id"])

    def find(self, name: HouseTerm) -> Row | None:
        """Return the person who alone has the complete name, or an alias, or the surname with these initials."""
        same = (self._by_key.get(key, {}) for key in _keys_of(name))
        return next((next(iter(each.values())) for each in same if len(each) == 1), None)

    def alike(self, name: HouseTerm) -> list[str]:
        """Return the ids of members with the same surname."""
        return sorted(self._by_surname.get(_keys_of(name)[-1].partition(",")[0], ()))

    def named(self, text: str) -> Row | None:
        """Return the person with an id or a complete name as typed."""
        found = self._by_key.get(fold(text), {}) or {
            id_: row for rows in self._by_key.values() for id_, row in rows.items() if id_ == text
        }
        return next(iter(found.values())) if len(found) == 1 else None


def _keys_of(name: HouseTerm | Row) -> list[str]:
    """Return what a person is known by: complete names, then surname and initials."""
    if isinstance(name, HouseTerm):
        full, family, initials = [name.full_name], f"{name.prefix} {name.family_name}", name.initials
    else:
        full = [name["full_name"], *filter(None, name.get("aliases", "").split("|"))]
        family, initials = f"{name['tussenvoegsel']} {name['family_name']}", name["initials"]
    return [*map(fold, full), f"{fold(family)}, {re.sub('[^a-z]', '', fold(initials))}"]


def id_of(name: str) -> str:
    """Return an id for a name that has none: its words, folded."""
    return re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")


def new_person(name: HouseTerm) -> Row:
    """Return the columns of the name of a person who is in no table yet."""
    names = {"given_name": name.given_name, "initials": name.initials, "tussenvoegsel": name.prefix}
    return {
        "person_id": id_of(name.full_name),
        "full_name": name.full_name,
        "aliases": "",
        "family_name": name.family_name,
        **names,
    }


def party_of_group(name: str, tables: Tables) -> str:
    """Return the party that a group is, by its name; empty if none has it, or several do.

    The House writes `Keijzer`, `Lid Keijzer` and `Groep Markuszower`, and gives one group several ids: its name counts.
    """
    wanted = _plain(name)
    found = {row["party_id"] for row in tables[NAMES] if _plain(row["name"]) == wanted}
    return found.pop() if len(found) == 1 else ""


def _plain(name: str) -> str:
    return re.sub("^(groep |lid |fractie )+", "", fold(name))


def new_party(group: Group, day: str, source: str, tables: Tables) -> list[Change]:
    """Return the rows of a group that the tables do not have, in `parties` and `party_names`."""
    id_ = id_of(group.abbreviation)
    cells = {"party_id": id_, "abbreviation": group.abbreviation, "name_nl": group.name_nl, "name_en": group.name_en}
    cells |= {"note": f"group from {day}", "source_url": source, "certainty": "sourced"}
    names = {"abbreviation": group.abbreviation, "name_nl": group.name_nl, "name_en": group.name_en}
    kinds = {name: kind for kind, name in reversed(names.items()) if name}  # one kind for each name
    rows = [{"party_id": id_, "name": name, "kind": kind} for name, kind in reversed(kinds.items())]
    empty = {table: dict.fromkeys(tables[table][0], "") for table in (PARTIES, NAMES)}
    return [
        Change.of(PARTIES, None, empty[PARTIES] | cells),
        *(Change.of(NAMES, None, empty[NAMES] | row) for row in rows),
    ]


def with_what_follows(
    changes: Iterable[Change], moves: Iterable[Move], term: Term, tables: Tables, source: str
) -> list[Change]:
    """Return changes in `members` with those in `seats` and `party_events` that go with them."""
    changes = list(changes)
    seats = [
        each
        for party, days in steps(changes, term).items()
        for each in with_steps(party, days, term, tables, source, basis="event" if _moves(party, moves) else "members")
    ]
    events = [each for m in moves for each in event_of(m.day, m.left, m.joined, list(m.persons), tables, source)]
    return [*changes, *seats, *events]


def _moves(party: str, moves: Iterable[Move]) -> bool:
    return any(party in (move.left, move.joined) for move in moves)
