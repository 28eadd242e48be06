"""The rows that change when a member or a group begins or ends, whether the House's data or an analyst says so."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from analysis.core.names import fold
from analysis.core.parameters import HOUSE, nearest, one_of
from analysis.core.problems import ParameterError
from analysis.updates.answers import Record
from analysis.updates.proposals import NEW, Change, Row, Tables, new_row

_ALONE, _JOINS, _LEAVES, _MINISTER = "goes_alone", "joins", "leaves", "becomes_minister"
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """A term of the House, from its first day to its last, which is empty for the newest term."""

    name: str
    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Return whether a day is in the term."""
        return self.first <= day <= (self.last or day)


@dataclass(frozen=True)
class Move:
    """Members who go from one group to another on a day and keep their seats."""

    day: str
    left: str
    joined: str
    persons: tuple[str, ...]


def terms_of(tables: Tables) -> list[Term]:
    """Return the terms of the House, the newest last; each ends on the day before the next."""
    own = sorted((row["term_starts"], row["term"]) for row in tables["elections"] if row["body_id"] == HOUSE)
    ends = [*(day_before(first) for first, _ in own[1:]), ""]
    return [Term(name, first, last) for (first, name), last in zip(own, ends, strict=True)]


def day_before(day: str) -> str:
    """Return the day before a day, both as YYYY-MM-DD."""
    return (datetime.date.fromisoformat(day) - _DAY).isoformat()


def day_after(day: str) -> str:
    """Return the day after a day, both as YYYY-MM-DD."""
    return (datetime.date.fromisoformat(day) + _DAY).isoformat()


def periods_on(day: str, tables: Tables, changes: Iterable[Change] = ()) -> dict[str, Row]:
    """Return the row of `seats` that each party has on a day, after `changes` to the table."""
    of_seats = [each for each in changes if each.table == "seats"]
    gone = [each.before for each in of_seats]
    rows = [row for row in tables["seats"] if row["body_id"] == HOUSE and row not in gone]
    rows += [each.after for each in of_seats if each.after]
    held = (row for row in rows if day and row["valid_from"] <= day and (row["valid_until"] or day) >= day)
    return {row["party_id"]: row for row in held}


def seats_on(day: str, tables: Tables, changes: Iterable[Change] = ()) -> Counter[str]:
    """Return the filled seats of each party on a day, after `changes` to the table."""
    return Counter({party: int(row["seats"]) for party, row in periods_on(day, tables, changes).items()})


def what_follows(
    changes: Iterable[Change], moves: Iterable[Move], term: Term, tables: Tables, source: str, first: Mapping[str, int]
) -> list[Change]:
    """Return what changes then in `seats` and `party_events`; `first` has the seats on the first day of a new term."""
    moves, days = list(moves), _steps(changes, term)
    moved = {party for move in moves for party in (move.left, move.joined)}
    found: list[Change] = []
    for party in sorted(days.keys() | first.keys()):
        basis = "event" if party in moved else "members"
        new = new_row("seats", body_id=HOUSE, party_id=party, basis=basis, source_url=source)
        found += _periods(new, days[party], first.get(party, 0), term, tables)
    return [*found, *(each for move in moves for each in _event_of(move, tables, source))]


def _steps(changes: Iterable[Change], term: Term) -> defaultdict[str, Counter[str]]:
    """Return, by party and day of a term, how many more (or fewer) seats are filled after changes in the members."""
    found = defaultdict[str, Counter[str]](Counter)
    for change in changes:
        for row, sign in ((change.before, -1), (change.after, 1)):
            if row and row["term"] == term.name:
                days = found[row["party_id"]]
                if row["start"] > term.first:  # else it is unknown, or part of the election result
                    days[row["start"]] += sign
                if row["end"] and row["end"] != term.last:
                    days[day_after(row["end"])] -= sign
    return found


def _periods(new: Row, steps: Mapping[str, int], first: int, term: Term, tables: Tables) -> list[Change]:
    """Return how the periods of a party in `seats` change by steps on days of a term; new ones are based on `new`."""
    party = [row for row in tables["seats"] if (row["body_id"], row["party_id"]) == (HOUSE, new["party_id"])]
    own = {row["valid_from"]: row for row in party if term.holds(row["valid_from"])}
    begins = {term.first, *own, *(day_after(row["valid_until"]) for row in own.values() if row["valid_until"])}
    ordered = sorted(day for day in begins | {day for day, step in steps.items() if step} if term.holds(day))
    periods: list[Row] = []
    for begin, end in zip(ordered, [*map(day_before, ordered[1:]), term.last], strict=True):
        there = next((row for row in own.values() if row["valid_from"] <= begin <= (row["valid_until"] or begin)), None)
        seats = (int(there["seats"]) if there else first) + sum(step for day, step in steps.items() if day <= begin)
        is_kept = there is not None and (there["valid_from"], there["seats"]) == (begin, str(seats))
        last = periods[-1] if periods and periods[-1]["valid_until"] == day_before(begin) else None
        if seats > 0 and last and last["seats"] == str(seats) and not is_kept:
            last["valid_until"] = end
        elif seats > 0:
            basis = {"basis": "election"} if begin == term.first else {}
            row = there if there and is_kept else new | {"valid_from": begin, "seats": str(seats)} | basis
            periods.append(row | {"valid_until": end})
    after = {row["valid_from"]: row for row in periods}
    days = [day for day in sorted(own.keys() | after.keys()) if own.get(day) != after.get(day)]
    return [Change("seats", own.get(day, {}), after.get(day, {})) for day in days]


def _event_of(move: Move, tables: Tables, source: str) -> list[Change]:
    what = {"date": move.day, "from_party_ids": move.left, "to_party_ids": move.joined}
    if any(what.items() <= row.items() for row in tables["party_events"]):
        return []
    is_new = not any(row["party_id"] == move.joined and row["valid_from"] < move.day for row in tables["seats"])
    remains = seats_on(day_before(move.day), tables)[move.left] > len(move.persons)
    cells = {"event_id": f"{NEW}{move.left} {move.joined} {move.day}", "body_id": HOUSE, "date_as_printed": move.day}
    cells |= {"kind": "split" if is_new else "leave" if remains else "join", "takes_seat": "yes", "source_url": source}
    cells |= {"seats": str(len(move.persons)), "persons": "|".join(sorted(move.persons))}
    return [Change("party_events", {}, new_row("party_events", **what, **cells))]


def ended(row: Row, last: str, source: str, note: str = "") -> Row:
    """Return the row of a member with its last day."""
    notes = "; ".join(filter(None, (row["note"], note)))
    return with_source(row, source) | {"end": last, "end_status": "known", "note": notes}


def with_source(row: Row, source: str) -> Row:
    """Return the row of a member with one more source after those it has, and the certainty `official`."""
    is_there = source in row["source"].split(" ; ")
    sources = row["source"] if is_there else f"{row['source']} ; {source}"
    return row | {"certainty": "official", "source": sources}


def begun(person: Row, party: str, term: str, first: str, source: str) -> Row:
    """Return a new row of a member who sits; `person` has the person_id and the columns of the name."""
    names = ("person_id", "full_name", "given_name", "initials", "tussenvoegsel", "family_name", "aliases")
    cells = {"member_id": f"{NEW}{person['person_id']} {party} {first}", "body_id": HOUSE, "party_id": party}
    cells |= {"term": term, "start": first, "end_status": "sitting", "certainty": "official", "source": source}
    return new_row("members", **cells, **{name: person.get(name, "") for name in names})


class People:
    """The people in `members` and `candidates`, each by name and person_id."""

    def __init__(self, tables: Tables) -> None:
        """Take the rows: of a person in several, the newest row of `members` counts, or else of `candidates`."""
        self._by_key: dict[str, dict[str, Row]] = {}
        self._by_surname: dict[str, set[str]] = {}
        for row in (*reversed(tables["members"]), *reversed(tables["candidates"])):
            for key in (*_keys_of(row), row["person_id"]):
                self._by_key.setdefault(key, {}).setdefault(row["person_id"], row)
        for row in tables["members"]:
            self._by_surname.setdefault(_surname(row), set()).add(row["person_id"])

    def find(self, person: Row) -> Row | None:
        """Return the one person with the same complete name or alias, or else with the same surname and initials."""
        same = (self._by_key.get(key, {}) for key in _keys_of(person))
        return next((next(iter(each.values())) for each in same if len(each) == 1), None)

    def alike(self, person: Row) -> list[str]:
        """Return the ids of members with the same surname."""
        return sorted(self._by_surname.get(_surname(person), ()))

    def named(self, text: str, what: str) -> Row:
        """Return the one person with an id or complete name as typed; raises ParameterError that names `what` it is."""
        found = self._by_key.get(fold(text), {})
        if len(found) != 1:
            rows = {row["full_name"]: row for people in self._by_key.values() for row in people.values()}
            surnames = {row["family_name"]: name for name, row in rows.items()}
            meant = f" ({' or '.join(found)})" if found else nearest(text, [*rows], surnames)
            expected = "a complete name or a person_id of members.csv or candidates.csv, of one person alone"
            raise ParameterError(f"{what}: found {text!r}, expected {expected}{meant}")
        return next(iter(found.values()))


def _keys_of(row: Row) -> list[str]:
    names = [row["full_name"], *filter(None, row.get("aliases", "").split("|"))]
    return [*map(fold, names), f"{_surname(row)}, {re.sub('[^a-z]', '', fold(row['initials']))}"]


def _surname(row: Row) -> str:
    return fold(f"{row['tussenvoegsel']} {row['family_name']}")


def id_of(name: str) -> str:
    """Return an id made from a name: its words without capitals and accents, joined by hyphens."""
    return re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")


def person_of(term: Record) -> Row:
    """Return the person of a `FractieZetelPersoon`: a person_id, and the columns of the name as the House writes it."""
    names = {"given_name": term["Roepnaam"], "initials": term["Initialen"], "tussenvoegsel": term["Tussenvoegsel"]}
    pieces = term["Roepnaam"] or term["Initialen"], term["Tussenvoegsel"], term["Achternaam"]
    full_name = " ".join(filter(None, pieces))
    return names | {"family_name": term["Achternaam"], "full_name": full_name, "person_id": id_of(full_name)}


def party_of_group(name: str, tables: Tables) -> str:
    """Return the party with the name of a group, which can have several ids itself; empty if it is not one party's."""
    wanted = _plain(name)
    found = {row["party_id"] for row in tables["party_names"] if _plain(row["name"]) == wanted}
    return found.pop() if len(found) == 1 else ""


@cache
def _plain(name: str) -> str:
    return re.sub("^(groep |lid |fractie )+", "", fold(name))


def new_party(abbreviation: str, name_nl: str, name_en: str, day: str, source: str) -> list[Change]:
    """Return the rows to add to `parties` and `party_names` for a new group."""
    name_nl = name_nl or abbreviation
    names = {"abbreviation": abbreviation, "name_nl": name_nl, "name_en": name_en or name_nl}
    kinds = {name: kind for kind, name in reversed(names.items())}  # one kind for each name
    id_ = id_of(abbreviation)
    facts = {"note": f"group from {day}", "source_url": source, "certainty": "sourced"}
    rows = [new_row("party_names", party_id=id_, name=name, kind=kind) for name, kind in reversed(kinds.items())]
    party = Change("parties", {}, new_row("parties", party_id=id_, **names, **facts))
    return [party, *(Change("party_names", {}, row) for row in rows)]


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
    """Return what changes when something happens to a member (see `desk.member_change`); raises ParameterError."""
    one_of("what", what, (_ALONE, _JOINS, _LEAVES, _MINISTER))
    name, unfit = ("successor", successor) if what in (_ALONE, _JOINS) else ("party", party)
    if unfit:
        raise ParameterError(f"{name}: found {unfit!r}, expected nothing: leave it out, as {what!r} takes none")
    people, term = People(tables), _term_of(on, tables)
    who = people.named(person, "person")
    if not (row := _seat_of(who, on, tables)):
        raise ParameterError(f"person: {who['full_name']} has no seat in members.csv on {on}: correct the name or day")
    note = f"minister from {on}" if what == _MINISTER else ""
    changes = [Change("members", row, ended(row, day_before(on), source, note))]
    new, moves = list[Change](), list[Move]()
    if what in (_ALONE, _JOINS):
        group, new = _group_joined(party, what, on, tables, source)
        if group == row["party_id"]:
            raise ParameterError(f"party: found {party!r}, of which {who['full_name']} is a member already")
        changes.append(Change("members", {}, begun(row, group, term.name, on, source)))
        moves.append(Move(on, row["party_id"], group, (row["full_name"],)))
    elif successor:
        came, day = people.named(successor, "successor"), successor_on or on
        if day < on:
            raise ParameterError(f"successor_on: found {day}, expected {on}, from which the seat is vacant, or later")
        if _seat_of(came, day, tables):
            raise ParameterError(f"successor: {came['full_name']} sits already on {day}: correct the name or the day")
        changes.append(Change("members", {}, begun(came, row["party_id"], term.name, day, source)))
    return [*new, *changes, *what_follows(changes, moves, term, tables, source, {})]


def _term_of(day: str, tables: Tables) -> Term:
    terms = terms_of(tables)
    if found := next((each for each in reversed(terms) if each.holds(day)), None):
        return found
    raise ParameterError(f"on: found {day!r}, expected {terms[0].first} or later: the first term in elections.csv")


def _group_joined(party: str, what: str, on: str, tables: Tables, source: str) -> tuple[str, list[Change]]:
    """Return the id of the group that somebody goes to, with the rows of a new one; raises ParameterError."""
    ids = [each["party_id"] for each in tables["parties"]]
    known = party if party in ids else party_of_group(party, tables)
    if what == _JOINS:
        names = {each["name"].lower(): each["party_id"] for each in tables["party_names"]}
        return one_of("party", known or party, ids, names), []
    if not party or seats_on(on, tables)[known]:
        raise ParameterError(f"party: found {party!r}, expected the name of a new group; for another one use `joins`")
    new = [] if known else new_party(party, party, party.replace("Lid ", "Member "), on, source)
    return known or id_of(party), new


def _seat_of(person: Row, day: str, tables: Tables) -> Row | None:
    now = {"person_id": person["person_id"], "body_id": HOUSE, "end_status": "sitting"}
    return next((r for r in reversed(tables["members"]) if now.items() <= r.items() and r["start"] <= day), None)
