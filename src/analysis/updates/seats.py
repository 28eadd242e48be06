"""The filled seats of groups, period by period, when members change; and the event by which seats go elsewhere."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.core.parameters import HOUSE
from analysis.updates.rows import EVENTS_OF_PARTIES, NEW, SEATS, Change, Row, Tables, new_row

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """A term of the House, from its first day to its last; the newest has no last one yet."""

    name: str
    first: str
    last: str

    def holds(self, day: str) -> bool:
        """Return whether a day is in it."""
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
    """Return the row of `seats` that each party has on a day, with changes in the table."""
    of_seats = [each for each in changes if each.table == SEATS]
    gone = [each.before for each in of_seats]
    rows = [row for row in tables[SEATS] if row["body_id"] == HOUSE and row not in gone]
    rows += [each.after for each in of_seats if each.after]
    held = (row for row in rows if day and row["valid_from"] <= day and (row["valid_until"] or day) >= day)
    return {row["party_id"]: row for row in held}


def seats_on(day: str, tables: Tables, changes: Iterable[Change] = ()) -> Counter[str]:
    """Return the filled seats of each party on a day, with changes in the table."""
    return Counter({party: int(row["seats"]) for party, row in periods_on(day, tables, changes).items()})


def what_follows(
    changes: Iterable[Change], moves: Iterable[Move], term: Term, tables: Tables, source: str, first: Mapping[str, int]
) -> list[Change]:
    """Return what follows in `seats` and `party_events`; `first` has the seats on the first day of a new term."""
    moves, days = list(moves), _steps(changes, term)
    moved = {party for move in moves for party in (move.left, move.joined)}
    found: list[Change] = []
    for party in sorted(days.keys() | first.keys()):
        basis = "event" if party in moved else "members"
        new = new_row(SEATS, body_id=HOUSE, party_id=party, basis=basis, source_url=source)
        found += _periods(new, days[party], first.get(party, 0), term, tables)
    return [*found, *(each for move in moves for each in _event_of(move, tables, source))]


def _steps(changes: Iterable[Change], term: Term) -> defaultdict[str, Counter[str]]:
    """Return by party on which days of a term how many seats are filled or fall vacant, by changes in the members."""
    found = defaultdict[str, Counter[str]](Counter)
    for change in changes:
        for row, sign in ((change.before, -1), (change.after, 1)):
            if row and row["term"] == term.name:
                days = found[row["party_id"]]
                if row["start"] > term.first:  # else it is not known, or in the result of the election
                    days[row["start"]] += sign
                if row["end"] and row["end"] != term.last:
                    days[day_after(row["end"])] -= sign
    return found


def _periods(new: Row, steps: Mapping[str, int], first: int, term: Term, tables: Tables) -> list[Change]:
    """Return how the periods of a party in `seats` change by steps on days of a term; `new` has what a new one says."""
    party = [row for row in tables[SEATS] if (row["body_id"], row["party_id"]) == (HOUSE, new["party_id"])]
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
    return [Change(SEATS, own.get(day, {}), after.get(day, {})) for day in days]


def _event_of(move: Move, tables: Tables, source: str) -> list[Change]:
    what = {"date": move.day, "from_party_ids": move.left, "to_party_ids": move.joined}
    if any(what.items() <= row.items() for row in tables[EVENTS_OF_PARTIES]):
        return []
    is_new = not any(row["party_id"] == move.joined and row["valid_from"] < move.day for row in tables[SEATS])
    remains = seats_on(day_before(move.day), tables)[move.left] > len(move.persons)
    cells = {"event_id": f"{NEW}{move.left} {move.joined} {move.day}", "body_id": HOUSE, "date_as_printed": move.day}
    cells |= {"kind": "split" if is_new else "leave" if remains else "join", "takes_seat": "yes", "source_url": source}
    cells |= {"seats": str(len(move.persons)), "persons": "|".join(sorted(move.persons))}
    return [Change(EVENTS_OF_PARTIES, {}, new_row(EVENTS_OF_PARTIES, **what, **cells))]
