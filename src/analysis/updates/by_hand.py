"""What happened to a member, said by an analyst where no service was asked: the rows of all tables that go with it."""

from dataclasses import dataclass

from analysis.core.parameters import HOUSE, one_of
from analysis.core.problems import ParameterError
from analysis.updates.members import Move, People, begun, ended, id_of, new_party, with_what_follows
from analysis.updates.records import Group
from analysis.updates.rows import MEMBERS, PARTIES, Change, Row, Tables
from analysis.updates.seats import day_before, terms_of

GOES_ALONE, JOINS, LEAVES, MINISTER = "goes_alone", "joins", "leaves", "becomes_minister"
WHAT_HAPPENS = (GOES_ALONE, JOINS, LEAVES, MINISTER)


@dataclass(frozen=True)
class Happening:
    """What happens to a member from a day on: `party` is the group gone to (its name, if it is new)."""

    person: str
    what: str
    on: str
    source: str
    party: str = ""
    successor: str = ""
    successor_on: str = ""

    def changes(self, tables: Tables) -> list[Change]:
        """Return the rows of all tables that change.

        Raises ParameterError for somebody who does not sit, or is in no table, and for a group that is missing.
        """
        one_of("what", self.what, WHAT_HAPPENS)
        row, term = self._sitting(tables), next(t for t in reversed(terms_of(tables)) if t.holds(self.on))
        note = f"minister from {self.on}" if self.what == MINISTER else ""
        changes = [ended(row, day_before(self.on), self.source, note)]
        if self.what in (LEAVES, MINISTER):
            if self.successor:
                who, first = _known(self.successor, tables, "successor"), self.successor_on or self.on
                changes.append(begun(who, row["party_id"], term.name, first, self.source))
            return with_what_follows(changes, [], term, tables, self.source)
        if not self.party:
            raise ParameterError("party: found nothing, expected the id of a group, or the name of a new one")
        party, new = self._group(tables)
        changes.append(begun(row, party, term.name, self.on, self.source))
        move = Move(self.on, row["party_id"], party, (row["full_name"],))
        return [*new, *with_what_follows(changes, [move], term, tables, self.source)]

    def _sitting(self, tables: Tables) -> Row:
        who = _known(self.person, tables, "person")
        own = [row for row in tables[MEMBERS] if row["person_id"] == who["person_id"] and row["body_id"] == HOUSE]
        sits = [row for row in own if row["end_status"] == "sitting" and row["start"] <= self.on]
        if not sits:
            raise ParameterError(f"person: {who['full_name']} does not sit on {self.on}: members.csv has no such row")
        return sits[-1]

    def _group(self, tables: Tables) -> tuple[str, list[Change]]:
        known = {row["party_id"] for row in tables[PARTIES]}
        if self.party in known:
            return self.party, []
        if self.what == JOINS:
            raise ParameterError(f"party: found {self.party!r}, expected a party_id of parties.csv")
        group = Group("", self.party, self.party, self.party.replace("Lid ", "Member "), self.on, "")
        return id_of(self.party), new_party(group, self.on, self.source, tables)


def _known(name: str, tables: Tables, what: str) -> Row:
    found = People(tables).named(name)
    if found is None:
        expected = "a complete name or a person_id of members.csv or candidates.csv, of one person alone"
        raise ParameterError(f"{what}: found {name!r}, expected {expected}")
    return found
