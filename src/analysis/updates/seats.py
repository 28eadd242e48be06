"""The filled seats of a group, period by period, when its members change; and the event by which seats go elsewhere."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.core.parameters import HOUSE
from analysis.updates.rows import EVENTS_OF_PARTIES, NEW, SEATS, Change, Row, Tables

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


def steps(changes: Iterable[Change], term: Term) -> dict[str, dict[str, int]]:
    """Return by party on which days of a term how many seats are filled or fall vacant, by changes in the members.

    Whoever sits from the first day of a term is in the result of the election; a day that is not known changes nothing.
    """
    found: dict[str, dict[str, int]] = {}
    for change in changes:
        for cells, sign in ((dict(change.before), -1), (dict(change.after), 1)):
            if not cells or cells["term"] != term.name:
                continue
            days = found.setdefault(cells["party_id"], {})
            if cells["start"] > term.first:
                days[cells["start"]] = days.get(cells["start"], 0) + sign
            if cells["end"] and cells["end"] != term.last:
                days[day_after(cells["end"])] = days.get(day_after(cells["end"]), 0) - sign
    return found


def with_steps(
    party: str, days: Mapping[str, int], term: Term, tables: Tables, source: str, basis: str = "members", first: int = 0
) -> list[Change]:
    """Return how the periods of a party in `seats` change when seats are filled or fall vacant on days of a term.

    `first` is the number that begins the term where the table has none.
    """
    own = [row for row in tables[SEATS] if row["body_id"] == HOUSE and row["party_id"] == party]
    own = sorted((row for row in own if term.holds(row["valid_from"])), key=lambda row: row["valid_from"])
    begins = {term.first, *(day for day, step in days.items() if step and term.holds(day))}
    begins |= {row["valid_from"] for row in own} | {day_after(row["valid_until"]) for row in own if row["valid_until"]}
    ordered = sorted(day for day in begins if term.holds(day))
    periods: list[Row] = []
    for begin, end in zip(ordered, [*(day_before(day) for day in ordered[1:]), term.last], strict=True):
        there = [row for row in own if row["valid_from"] <= begin and (row["valid_until"] or begin) >= begin]
        seats = (int(there[0]["seats"]) if there else first) + sum(step for day, step in days.items() if day <= begin)
        if seats <= 0:
            continue
        new = {"body_id": HOUSE, "party_id": party, "valid_from": begin, "basis": basis, "source_url": source}
        is_kept = bool(there) and (there[0]["valid_from"], there[0]["seats"]) == (begin, str(seats))
        last = periods[-1] if periods and periods[-1]["valid_until"] == day_before(begin) else None
        if last and last["seats"] == str(seats) and not is_kept:
            last["valid_until"] = end
        else:
            row = there[0] if is_kept else dict.fromkeys(tables[SEATS][0], "") | new
            periods.append(row | {"valid_until": end, "seats": str(seats)})
    return _differences(own, periods)


def _differences(before: list[Row], after: list[Row]) -> list[Change]:
    old, new = ({row["valid_from"]: row for row in rows} for rows in (before, after))
    days = [day for day in sorted(old.keys() | new.keys()) if old.get(day) != new.get(day)]
    return [Change.of(SEATS, old.get(day), new.get(day)) for day in days]


def seats_held(party: str, day: str, tables: Tables, changes: Iterable[Change] = ()) -> int:
    """Return the filled seats of a party on a day, with changes in the table."""
    rows = [row for row in tables[SEATS] if row["body_id"] == HOUSE and row["party_id"] == party]
    for change in changes:
        if dict(change.before) in rows:
            rows.remove(dict(change.before))
        rows += [dict(change.after)] if change.after and dict(change.after)["party_id"] == party else []
    held = (row for row in rows if row["valid_from"] <= day and (row["valid_until"] or day) >= day)
    return sum(int(row["seats"]) for row in held)


def event_of(day: str, left: str, joined: str, persons: list[str], tables: Tables, source: str) -> list[Change]:
    """Return the event by which members go from one group to another and keep their seats; none if it is there."""
    rows = tables[EVENTS_OF_PARTIES]
    there = (row["from_party_ids"].split("|") == [left] and row["to_party_ids"].split("|") == [joined] for row in rows)
    if any(is_same and row["date"] == day for is_same, row in zip(there, rows, strict=True)):
        return []
    is_new = not any(row["party_id"] == joined and row["valid_from"] < day for row in tables[SEATS])
    remains = seats_held(left, day_before(day), tables) > len(persons)
    row = {
        **dict.fromkeys(rows[0], ""),
        **{"event_id": f"{NEW}{left} {joined} {day}", "body_id": HOUSE, "date": day, "date_as_printed": day},
        **{"from_party_ids": left, "to_party_ids": joined, "takes_seat": "yes", "seats": str(len(persons))},
        **{"kind": "split" if is_new else "leave" if remains else "join", "persons": "|".join(sorted(persons))},
        "source_url": source,
    }
    return [Change.of(EVENTS_OF_PARTIES, None, row)]
