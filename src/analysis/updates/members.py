"""Who is who in the tables, and the rows of a member or a group that begins or ends, by a service or an analyst."""

import re
from functools import cache

from analysis.core.names import fold
from analysis.core.parameters import HOUSE, one_of
from analysis.core.problems import ParameterError
from analysis.updates.answers import Record
from analysis.updates.rows import MEMBERS, NAMES, NEW, PARTIES, Change, Row, Tables, new_row
from analysis.updates.seats import Move, day_before, terms_of, what_follows

_ALONE, _JOINS, _LEAVES, _MINISTER = "goes_alone", "joins", "leaves", "becomes_minister"


def ended(row: Row, last: str, source: str, note: str = "") -> Row:
    """Return the row of a member with its last day."""
    notes = "; ".join(filter(None, (row["note"], note)))
    return with_source(row, source) | {"end": last, "end_status": "known", "note": notes}


def with_source(row: Row, source: str) -> Row:
    """Return the row of a member with one more source, after those that are there."""
    sources = row["source"] if source in row["source"] else f"{row['source']} ; {source}"
    return row | {"certainty": "official", "source": sources}


def begun(person: Row, party: str, term: str, first: str, source: str) -> Row:
    """Return a new row of a member who sits: `person` has the columns of the name, with the person_id."""
    names = ("person_id", "full_name", "given_name", "initials", "tussenvoegsel", "family_name", "aliases")
    cells = {"member_id": f"{NEW}{person['person_id']} {party} {first}", "body_id": HOUSE, "party_id": party}
    cells |= {"term": term, "start": first, "end_status": "sitting", "certainty": "official", "source": source}
    return new_row(MEMBERS, **cells, **{name: person.get(name, "") for name in names})


class People:
    """Who is in `members` or `candidates`, by name: the columns of the name, with the person_id."""

    def __init__(self, tables: Tables) -> None:
        """Put the rows in order: members before candidates, the newest before older ones."""
        self._by_key: dict[str, dict[str, Row]] = {}
        self._by_surname: dict[str, set[str]] = {}
        for row in (*reversed(tables[MEMBERS]), *reversed(tables["candidates"])):
            for key in (*_keys_of(row), row["person_id"]):
                self._by_key.setdefault(key, {}).setdefault(row["person_id"], row)
        for row in tables[MEMBERS]:
            self._by_surname.setdefault(_surname(row), set()).add(row["person_id"])

    def find(self, person: Row) -> Row | None:
        """Return the person who alone has the complete name, or an alias, or the surname with these initials."""
        same = (self._by_key.get(key, {}) for key in _keys_of(person))
        return next((next(iter(each.values())) for each in same if len(each) == 1), None)

    def alike(self, person: Row) -> list[str]:
        """Return the ids of members with the same surname."""
        return sorted(self._by_surname.get(_surname(person), ()))

    def named(self, text: str, what: str) -> Row:
        """Return the one person with an id or a complete name as typed; raises ParameterError, with `what` it is of."""
        found = self._by_key.get(fold(text), {})
        if len(found) != 1:
            expected = "a complete name or a person_id of members.csv or candidates.csv, of one person alone"
            raise ParameterError(f"{what}: found {text!r}, expected {expected}")
        return next(iter(found.values()))


def _keys_of(row: Row) -> list[str]:
    names = [row["full_name"], *filter(None, row.get("aliases", "").split("|"))]
    return [*map(fold, names), f"{_surname(row)}, {re.sub('[^a-z]', '', fold(row['initials']))}"]


def _surname(row: Row) -> str:
    return fold(f"{row['tussenvoegsel']} {row['family_name']}")


def id_of(name: str) -> str:
    """Return an id for a name that has none: its words, folded."""
    return re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")


def person_of(term: Record) -> Row:
    """Return the columns of the name of the person of a `FractieZetelPersoon`, as the House writes it."""
    names = {"given_name": term["Roepnaam"], "initials": term["Initialen"], "tussenvoegsel": term["Tussenvoegsel"]}
    pieces = term["Roepnaam"] or term["Initialen"], term["Tussenvoegsel"], term["Achternaam"]
    full_name = " ".join(filter(None, pieces))
    return names | {"family_name": term["Achternaam"], "full_name": full_name, "person_id": id_of(full_name)}


def party_of_group(name: str, tables: Tables) -> str:
    """Return the party that a group is, by its name, for it can have several ids; empty if no party alone has it."""
    wanted = _plain(name)
    found = {row["party_id"] for row in tables[NAMES] if _plain(row["name"]) == wanted}
    return found.pop() if len(found) == 1 else ""


@cache
def _plain(name: str) -> str:
    return re.sub("^(groep |lid |fractie )+", "", fold(name))


def new_party(abbreviation: str, name_nl: str, name_en: str, day: str, source: str) -> list[Change]:
    """Return the rows of a group that the tables do not have, in `parties` and `party_names`."""
    name_nl = name_nl or abbreviation
    names = {"abbreviation": abbreviation, "name_nl": name_nl, "name_en": name_en or name_nl}
    kinds = {name: kind for kind, name in reversed(names.items())}  # one kind for each name
    id_ = id_of(abbreviation)
    facts = {"note": f"group from {day}", "source_url": source, "certainty": "sourced"}
    rows = [new_row(NAMES, party_id=id_, name=name, kind=kind) for name, kind in reversed(kinds.items())]
    party = Change(PARTIES, {}, new_row(PARTIES, party_id=id_, **names, **facts))
    return [party, *(Change(NAMES, {}, row) for row in rows)]


def happened(
    tables: Tables,
    person: str,
    what: str,
    on: str,
    source: str,
    *,
    party: str = "",
    successor: str = "",
    successor_on: str = "",
) -> list[Change]:
    """Return the rows that change; `party` is the group gone to. Raises ParameterError for who does not sit."""
    one_of("what", what, (_ALONE, _JOINS, _LEAVES, _MINISTER))
    people, term = People(tables), next(each for each in reversed(terms_of(tables)) if each.holds(on))
    who = people.named(person, "person")
    now = {"person_id": who["person_id"], "body_id": HOUSE, "end_status": "sitting"}
    sits = [row for row in tables[MEMBERS] if now.items() <= row.items() and row["start"] <= on]
    if not sits:
        raise ParameterError(f"person: {who['full_name']} does not sit on {on}: members.csv has no such row")
    row, note = sits[-1], f"minister from {on}" if what == _MINISTER else ""
    changes, new, moves = [Change(MEMBERS, row, ended(row, day_before(on), source, note))], list[Change](), list[Move]()
    if what in (_ALONE, _JOINS):
        if party not in {each["party_id"] for each in tables[PARTIES]}:
            if what == _JOINS or not party:
                raise ParameterError(f"party: found {party!r}, expected a party_id, or the name of a new group")
            new = new_party(party, party, party.replace("Lid ", "Member "), on, source)
            party = id_of(party)
        changes.append(Change(MEMBERS, {}, begun(row, party, term.name, on, source)))
        moves.append(Move(on, row["party_id"], party, (row["full_name"],)))
    elif successor:
        came = begun(people.named(successor, "successor"), row["party_id"], term.name, successor_on or on, source)
        changes.append(Change(MEMBERS, {}, came))
    return [*new, *changes, *what_follows(changes, moves, term, tables, source, {})]
