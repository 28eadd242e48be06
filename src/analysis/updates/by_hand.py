"""What happened to a member, said by an analyst where no service was asked: the rows of all tables that go with it."""

from analysis.core.parameters import HOUSE, one_of
from analysis.core.problems import ParameterError
from analysis.updates.members import People, begun, ended, id_of, new_party
from analysis.updates.rows import MEMBERS, PARTIES, Change, Row, Tables
from analysis.updates.seats import Move, day_before, terms_of, what_follows

GOES_ALONE, JOINS, LEAVES, MINISTER = "goes_alone", "joins", "leaves", "becomes_minister"


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
    """Return the rows of all tables that change; `party` is the group gone to (its name, if it is new).

    Raises ParameterError for somebody who does not sit, or is in no table, and for a group that is missing.
    """
    one_of("what", what, (GOES_ALONE, JOINS, LEAVES, MINISTER))
    people = People(tables)
    row, term = _sitting(person, on, people, tables), next(t for t in reversed(terms_of(tables)) if t.holds(on))
    note = f"minister from {on}" if what == MINISTER else ""
    changes, new, moves = [Change(MEMBERS, row, ended(row, day_before(on), source, note))], list[Change](), list[Move]()
    if what in (GOES_ALONE, JOINS):
        joined = party
        if party not in {each["party_id"] for each in tables[PARTIES]}:
            if what == JOINS or not party:
                raise ParameterError(f"party: found {party!r}, expected a party_id, or the name of a new group")
            joined = id_of(party)
            new = new_party(party, party, party.replace("Lid ", "Member "), on, source)
        changes.append(Change(MEMBERS, {}, begun(row, joined, term.name, on, source)))
        moves.append(Move(on, row["party_id"], joined, (row["full_name"],)))
    elif successor:
        who = _known(successor, people, "successor")
        came = begun(who, row["party_id"], term.name, successor_on or on, source)
        changes.append(Change(MEMBERS, {}, came))
    return [*new, *changes, *what_follows(changes, moves, term, tables, source, {})]


def _sitting(person: str, on: str, people: People, tables: Tables) -> Row:
    who = _known(person, people, "person")
    own = [row for row in tables[MEMBERS] if row["person_id"] == who["person_id"] and row["body_id"] == HOUSE]
    sits = [row for row in own if row["end_status"] == "sitting" and row["start"] <= on]
    if not sits:
        raise ParameterError(f"person: {who['full_name']} does not sit on {on}: members.csv has no such row")
    return sits[-1]


def _known(name: str, people: People, what: str) -> Row:
    found = people.named(name)
    if found is None:
        expected = "a complete name or a person_id of members.csv or candidates.csv, of one person alone"
        raise ParameterError(f"{what}: found {name!r}, expected {expected}")
    return found
