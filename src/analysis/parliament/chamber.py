"""One chamber as of a day: its seats, cabinet, decisions, which party continues which, and what its tables lack."""

import datetime
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from analysis.core.parameters import FIRST_MONTH, HOUSE
from analysis.core.problems import Problem
from analysis.core.record_tables import Row, grouped, rows_of
from analysis.parliament.terms import Terms, seats_on, valid_on
from analysis.parliament.votes import decisions_of_the_house, votes_to_publish
from analysis.sources import Sources

# Members are elected for four years (Constitution, article 52).
_YEARS_OF_A_TERM = 4


class Absence(NamedTuple):
    """When a party began to sit, left and came back, and the parties for which its members sat meanwhile."""

    since: pd.Timestamp
    left: pd.Timestamp
    came: pd.Timestamp
    meanwhile_in: frozenset[str]


@dataclass(frozen=True)
class Chamber:
    """A chamber as of the last day of a month; each table but `parties` has the rows of this chamber alone.

    `seats` has one row per party and period, `candidates` one per election and place on a list, `events` one per event
    of a group (a split, merger, move or new name), oldest first, and `decisions` one per decision on a party that
    applies. Only the House has `cabinets` (one row per party and cabinet), `commitment_events` (one per event of a
    commitment) and `cast` (one per decision and group).
    """

    body_id: str
    day: datetime.date
    total_seats: int
    parties: pd.DataFrame
    seats: pd.DataFrame
    members: pd.DataFrame
    elections: pd.DataFrame
    candidates: pd.DataFrame
    events: pd.DataFrame
    cabinets: pd.DataFrame
    decisions: pd.DataFrame
    commitment_events: pd.DataFrame
    cast: pd.DataFrame

    @classmethod
    def of(cls, sources: Sources, body_id: str = HOUSE) -> "Chamber":
        """Return a chamber from the tables of a month."""

        def own(table: pd.DataFrame) -> pd.DataFrame:
            return table[table["body_id"].fillna(HOUSE) == body_id]

        def of_the_house(table: pd.DataFrame) -> pd.DataFrame:
            return table if body_id == HOUSE else table.head(0)

        elections = own(sources.elections).sort_values("term_starts")
        return cls(
            body_id=body_id,
            day=sources.month.as_of,
            total_seats=int(sources.bodies.set_index("body_id").at[body_id, "seats"]),
            parties=sources.parties,
            seats=own(sources.seats),
            members=own(sources.members),
            elections=elections,
            candidates=sources.candidates[sources.candidates["election"].isin(elections["election"])],
            events=own(sources.party_events).sort_values(["date", "event_id"], kind="stable"),
            # A cabinet answers to the House; parties of another chamber have no part in it of their own.
            cabinets=of_the_house(sources.cabinets),
            commitment_events=of_the_house(sources.commitment_events),
            cast=of_the_house(sources.votes),
            decisions=own(sources.decisions.parties),
        )

    def on(self, day: datetime.date) -> "Chamber":
        """Return the chamber as of an earlier day; a decision counts from its `valid_from` on."""
        moment = pd.Timestamp(day)
        decisions = self.decisions[self.decisions["valid_from"] <= moment]
        events = self.events[pd.to_datetime(self.events["date"]) <= moment]
        return replace(self, day=day, decisions=decisions, events=events)

    @cached_property
    def held(self) -> pd.DataFrame:
        """Return the filled seats: one row per party with a seat (party_id, seats), most seats first."""
        return self.held_on(self.day)

    def held_on(self, day: datetime.date) -> pd.DataFrame:
        """Return the filled seats of another day, as `held`."""
        return seats_on(day, self.seats, self.body_id)

    @cached_property
    def sitting(self) -> dict[str, str]:
        """Return the party of each person who certainly sits, by person_id."""
        return {person: party for person, (party, sits) in self._terms.items() if sits == "yes"}

    @property
    def perhaps_sitting(self) -> set[str]:
        """Return the persons who may or may not sit, as their first or last day is not known."""
        return {person for person, (_, sits) in self._terms.items() if sits != "yes"}

    @cached_property
    def _terms(self) -> dict[str, tuple[str, str]]:
        return Terms(self.members, self.elections, self.body_id).on(self.day)

    @property
    def unaccounted_seats(self) -> pd.DataFrame:
        """Return the parties with more or fewer seats than known members: party_id, seats, members_known (persons)."""
        known = self.held["party_id"].map(Counter(self.sitting.values())).fillna(0).astype("Int64")
        return self.held.assign(members_known=known)[known != self.held["seats"]].reset_index(drop=True)

    @cached_property
    def _periods(self) -> dict[str, list[Row]]:
        return grouped(rows_of(self.seats[["party_id", "valid_from", "valid_until"]]), "party_id")

    def first_day(self, party_id: str) -> pd.Timestamp | None:
        """Return the first day on which a party held a seat; None if it never did."""
        return min((period["valid_from"] for period in self._periods.get(party_id, [])), default=None)

    def last_day(self, party_id: str) -> pd.Timestamp | None:
        """Return the last day on which a party held a seat; None while it holds one."""
        ends = [period["valid_until"] for period in self._periods.get(party_id, [])]
        return None if not ends or None in ends else max(ends)

    def absence(self, party_id: str) -> Absence | None:
        """Return the last absence from which a party returned since the pledge; None if there is none.

        Whoever returned with it may have sat for other parties meanwhile.
        """
        periods = sorted(self._periods.get(party_id, []), key=itemgetter("valid_from"))
        ended = [(before["valid_until"], after["valid_from"]) for before, after in pairwise(periods)]
        ended_on = [(until + pd.Timedelta(days=1), came) for until, came in ended if until]
        away = [(left, came) for left, came in ended_on if came > left]
        began = [*(period["valid_from"] for period in periods[:1]), *(came for _, came in away)]
        for since, (left, came) in reversed([*zip(began, away, strict=False)]):
            if came > pd.Timestamp(str(FIRST_MONTH)):
                own = self.members[self.members["party_id"] == party_id]
                persons = set(valid_on(came, own, "start", "end")["person_id"])
                return Absence(since, left, came, frozenset(self.parties_of(persons, left)))
        return None

    def in_cabinet(self) -> pd.DataFrame:
        """Return the parties in the cabinet of the day: one row per party, as in data/cabinets.csv."""
        return valid_on(self.day, self.cabinets)

    def last_election(self, until: datetime.date, since: datetime.date | None = None) -> pd.Series | None:
        """Return the last election whose term began by one day (and after another, if given); None if there is none."""
        held = self.elections[self.elections["term_starts"] <= pd.Timestamp(until)]
        if since is not None:
            held = held[held["term_starts"] > pd.Timestamp(since)]
        return None if held.empty else held.iloc[-1]

    def parties_of(self, persons: Collection[str], day: pd.Timestamp) -> set[str]:
        """Return the parties for which persons sat, or may have sat, on a day."""
        return set(self.terms_of(persons, day)["party_id"])

    def terms_of(self, persons: Collection[str], day: pd.Timestamp) -> pd.DataFrame:
        """Return the rows of `members` for the terms in which persons sat, or may have sat, on a day."""
        return valid_on(day, self.members[self.members["person_id"].isin(persons)], "start", "end")

    @cached_property
    def decided(self) -> pd.DataFrame:
        """Return the decisions of the House on the commitments (see parliament.votes), the same for every party."""
        return decisions_of_the_house(self.commitment_events)

    @cached_property
    def votes(self) -> pd.DataFrame:
        """Return the votes of groups on these decisions that may be published (see parliament.votes)."""
        return votes_to_publish(self.commitment_events, self.cast, self.seats)

    @cached_property
    def _continued(self) -> list[dict[Any, Any]]:
        return rows_of(self.events[self.events["kind"].isin(["split", "merge", "join", "rename"])])

    def events_of(self, side: str, party_id: str) -> list[dict[Any, Any]]:
        """Return the splits, mergers and moves with a party in `side`, which is `from_party_ids` or `to_party_ids`."""
        of_groups = (event for event in self._continued if event["kind"] != "rename")
        return [event for event in of_groups if party_id in (event[side] or "").split("|")]

    def events_with(self, party_id: str) -> set[str]:
        """Return the ids of all events of groups in which a party took part."""
        columns = (self.events[name].fillna("") for name in ("event_id", "from_party_ids", "to_party_ids"))
        return {name for name, left, joined in zip(*columns, strict=True) if party_id in f"{left}|{joined}".split("|")}

    def events_at_end(self, party_id: str) -> list[dict[Any, Any]]:
        """Return the events by which the last seats of a party went to another one; none if it lost an election."""
        last = self.last_day(party_id)
        events = self.events_of("from_party_ids", party_id)
        return [event for event in events if last is not None and event["date"] == last + pd.Timedelta(days=1)]

    def ids_of(self, party_id: str) -> frozenset[str]:
        """Return a party and the ids that it had before it was renamed, however often."""
        return self.origins_of(party_id, "rename")

    def origins_of(self, party_id: str, *kinds: str) -> frozenset[str]:
        """Return a party and all from which it came, through any chain of renames, mergers and splits (or `kinds`)."""
        kinds = kinds or ("rename", "merge", "split")
        events = [event for event in self._continued if event["kind"] in kinds]
        names = [(event["from_party_ids"], event["to_party_ids"]) for event in events]
        sides = [({*left.split("|")}, {*joined.split("|")}) for left, joined in names if left and joined]
        found = {party_id}
        while new := {party for left, joined in sides if joined & found for party in left} - found:
            found |= new
        return frozenset(found)

    def newcomer_since(self, party_id: str, day: datetime.date) -> pd.Timestamp | None:
        """Return the first day of a party; None if it, or one from which it came, sat or stood in that day's term."""
        election, parties = self.last_election(day), self.origins_of(party_id) | self.predecessors_of(party_id)
        if election is None:
            return self.first_day(party_id)
        origins, began = [each for party in parties for each in self.origins_of(party)], election["term_starts"]
        periods = (period for party in origins for period in self._periods.get(party, []))
        sat = any(period["valid_from"] <= began <= (period["valid_until"] or began) for period in periods)
        lists = self.candidates[self.candidates["election"] == election["election"]]
        return None if sat or lists["party_id"].isin(parties).any() else self.first_day(party_id)

    def is_group(self, party_id: str) -> bool:
        """Return whether a party began as a split from another, directly or through a merger, not in an election."""
        began = self.events_of("to_party_ids", party_id)
        merged = [part for event in began if event["kind"] == "merge" for part in event["from_party_ids"].split("|")]
        return any(event["kind"] == "split" for event in began) or any(map(self.is_group, merged))

    def splits_behind(self, party_id: str) -> list[dict[Any, Any]]:
        """Return the splits from a group back to an elected party, newest first: each `party` left `from_party_ids`."""
        splits = [event for event in self.events_of("to_party_ids", party_id) if event["kind"] == "split"]
        # A group that merged and split off again goes back to its first split.
        newest: dict[str, dict[Any, Any]] = {}
        for event in reversed(splits):
            newest.setdefault(event["from_party_ids"], event | {"party": party_id})
        steps = list(newest.values())
        return [*steps, *self.splits_behind(steps[-1]["from_party_ids"])] if steps else []

    def decisions_on(self, party_id: str) -> pd.DataFrame:
        """Return the decisions that the signatures of its predecessors count for a party, also under an earlier id."""
        return self.decisions[self.decisions["party_id"].isin(self.ids_of(party_id))]

    def declined(self, party_id: str) -> Row | None:
        """Return the row in which a party, also under an earlier id, last declined for its group in the House."""
        ids = self.ids_of(party_id)
        own = [row for row in self._declined if row["party_id"] in ids]
        return own[-1] if self.body_id == HOUSE and own else None

    @cached_property
    def _declined(self) -> list[dict[Any, Any]]:
        return rows_of(self.parties.dropna(subset=["declined_on"]).sort_values("declined_on", kind="stable"))

    def predecessors_of(self, party_id: str) -> frozenset[str]:
        """Return a party and all whose signature and acts count for it, through any number of renames and decisions."""
        found, new = set[str](), {party_id}
        while new:
            found |= new
            of_names = {each for party in new for each in self.ids_of(party)}
            decided = self.decisions[self.decisions["party_id"].isin(of_names)]["predecessors"].str.split("|").explode()
            new = {*of_names, *decided} - found
        return frozenset(found)


def due_in(chamber: Chamber) -> Iterator[Problem]:
    """Yield a warning for each row that the tables of a chamber lack on its day, with what to do."""
    day = pd.Timestamp(chamber.day)
    newest = chamber.last_election(chamber.day)
    if newest is not None and day >= newest["term_starts"] + pd.DateOffset(years=_YEARS_OF_A_TERM):
        found = f"no election after {newest['election']}, whose term began on {newest['term_starts']:%Y-%m-%d}"
        yield _missing("elections", "term_starts", found, f"the next one, as a term lasts {_YEARS_OF_A_TERM} years")
    if chamber.held.empty:
        yield _missing("seats", "valid_until", f"no seat of {chamber.body_id} on {day:%Y-%m-%d}", "its seats")
    if not chamber.sitting:
        found = f"no member of {chamber.body_id} who sits on {day:%Y-%m-%d}"
        yield _missing("members", "end", found, "the members of the newest term")
    cabinet = chamber.in_cabinet()
    if cabinet.empty:
        found = f"no cabinet on {day:%Y-%m-%d}, so that nobody is called coalition or opposition"
        yield _missing("cabinets", "valid_until", found, "the next cabinet, or the end of the last one")
    elif newest is not None and newest["polling_day"] <= day:
        # A cabinet resigns on the eve of an election at the latest (convention since 1922).
        older = cabinet[(cabinet["valid_from"] < newest["polling_day"]) & cabinet["caretaker_from"].isna()]
        for name in older["cabinet"].unique():
            found = f"the {name} cabinet, from before {newest['election']}, with neither an end nor a caretaker day"
            yield _missing("cabinets", "caretaker_from", found, "the day on which it resigned, or its last one")


def _missing(table: str, column: str, found: str, expected: str) -> Problem:
    remedy = "add what is missing, as docs/members-and-seats.md says"
    return Problem(f"{table}.csv", None, column, found, expected, remedy, "warning")
