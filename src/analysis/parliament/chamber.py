"""One chamber as of a day: its seats, cabinet, the decisions on its parties, and which party continues which."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.core.parameters import HOUSE
from analysis.parliament.terms import seats_by_law, seats_on, terms_on, unaccounted_seats
from analysis.sources import Sources

_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Chamber:
    """A chamber as of the last day of a month; each table but `parties` has the rows of this chamber alone.

    `seats` has one row per party and period, `events` one per event of a group (a split, merger, move or new name),
    oldest first, `cabinets` one per party and cabinet, `decisions` one per decision on a party that applies.
    """

    body_id: str
    day: datetime.date
    total_seats: int
    parties: pd.DataFrame
    seats: pd.DataFrame
    members: pd.DataFrame
    elections: pd.DataFrame
    events: pd.DataFrame
    cabinets: pd.DataFrame
    decisions: pd.DataFrame

    @classmethod
    def of(cls, sources: Sources, body_id: str = HOUSE) -> "Chamber":
        """Return a chamber by the tables of a month."""

        def own(table: pd.DataFrame) -> pd.DataFrame:
            return table[table["body_id"].fillna(HOUSE) == body_id]

        events = own(sources.party_events).sort_values(["date", "event_id"], kind="stable")
        return cls(
            body_id=body_id,
            day=sources.month.as_of,
            total_seats=seats_by_law(sources.bodies, body_id),
            parties=sources.parties,
            seats=own(sources.seats),
            members=own(sources.members),
            elections=own(sources.elections).sort_values("term_starts"),
            events=events,
            # A cabinet answers to the House; parties of another chamber have no part in it of their own.
            cabinets=sources.cabinets if body_id == HOUSE else sources.cabinets.head(0),
            decisions=own(sources.decisions.parties),
        )

    @cached_property
    def held(self) -> pd.DataFrame:
        """Return the filled seats: one row per party with a seat (party_id, seats), most seats first."""
        return self.held_on(self.day)

    def held_on(self, day: datetime.date) -> pd.DataFrame:
        """Return the filled seats of an earlier day, as `held`."""
        return seats_on(day, self.seats, self.body_id)

    @cached_property
    def sitting(self) -> dict[str, str]:
        """Return the party of each person of whom it is certain that he or she sits."""
        terms = terms_on(self.day, self.members, self.elections, self.body_id)
        terms = terms[terms["sits"] == "yes"]
        return dict(zip(terms["person_id"], terms["party_id"], strict=True))

    @property
    def unaccounted_seats(self) -> pd.DataFrame:
        """Return where the members known to sit do not fill the seats of their party (see `terms`)."""
        return unaccounted_seats(self.day, self.seats, self.members, self.elections, self.body_id)

    def first_day(self, party_id: str) -> pd.Timestamp | None:
        """Return the first day on which a party held a seat; None if it never did."""
        first = self.seats.loc[self.seats["party_id"] == party_id, "valid_from"].min()
        return None if pd.isna(first) else first

    def last_day(self, party_id: str) -> pd.Timestamp | None:
        """Return the last day on which a party held a seat; None while it holds one."""
        held = self.seats[self.seats["party_id"] == party_id]
        return None if held["valid_until"].isna().any() else held["valid_until"].max()

    def in_cabinet(self) -> pd.DataFrame:
        """Return the parties in the cabinet of the day: one row per party, as in data/cabinets.csv."""
        moment = pd.Timestamp(self.day)
        lasts = self.cabinets["valid_until"].isna() | (self.cabinets["valid_until"] >= moment)
        return self.cabinets[(self.cabinets["valid_from"] <= moment) & lasts]

    # Which party continues which

    def events_of(self, side: str, party_id: str) -> pd.DataFrame:
        """Return the splits, mergers and moves of groups with a party in `from_party_ids` or `to_party_ids`."""
        complete = self.events[self.events["kind"].isin(["split", "merge", "join"])]
        return complete.loc[[party_id in str(cell).split("|") for cell in complete[side]]]

    def events_at_end(self, party_id: str) -> pd.DataFrame:
        """Return the events by which the last seats of a party went to another one; none if it lost an election."""
        last, events = self.last_day(party_id), self.events_of("from_party_ids", party_id)
        return events.head(0) if last is None else events[events["date"] == last + _DAY]

    def ids_of(self, party_id: str) -> frozenset[str]:
        """Return a party and the ids that it had before it was renamed, however often."""
        return self._behind(party_id, "rename")

    def origins_of(self, party_id: str) -> frozenset[str]:
        """Return a party and all that it comes from, by a new name, a merger or a split, however often."""
        return self._behind(party_id, "rename", "merge", "split")

    def _behind(self, party_id: str, *kinds: str) -> frozenset[str]:
        events = self.events[self.events["kind"].isin(kinds)].dropna(subset=["from_party_ids", "to_party_ids"])
        sides = [
            (set(each.from_party_ids.split("|")), set(each.to_party_ids.split("|"))) for each in events.itertuples()
        ]
        found = {party_id}
        while new := {party for left, joined in sides if joined & found for party in left} - found:
            found |= new
        return frozenset(found)

    def sat_on(self, day: pd.Timestamp, party_id: str) -> bool:
        """Return whether a party, or one that it comes from, held a seat on a day."""
        return bool(self.held_on(day.date())["party_id"].isin(self.origins_of(party_id)).any())

    def is_group(self, party_id: str) -> bool:
        """Return whether a party began by a split, directly or through a merger, and not by an election."""
        began = self.events_of("to_party_ids", party_id)
        merged = began[began["kind"] == "merge"]["from_party_ids"].str.split("|").explode()
        return bool((began["kind"] == "split").any() or any(self.is_group(part) for part in merged))

    def splits_behind(self, party_id: str) -> list[dict[Any, Any]]:
        """Return the splits that lead from a group back to an elected party, the newest first; none for an elected one.

        In each the group `party` left `from_party_ids`. A group that merged and split off again goes back to its first
        split.
        """
        events = self.events_of("to_party_ids", party_id)
        own = events[events["kind"] == "split"][::-1].drop_duplicates("from_party_ids")
        steps = own.assign(party=party_id).to_dict("records")
        return [*steps, *self.splits_behind(steps[-1]["from_party_ids"])] if steps else []

    # Decisions and what was reported

    def decisions_on(self, party_id: str) -> pd.DataFrame:
        """Return the decisions that a party carries the signature of its predecessors, also under an earlier id."""
        return self.decisions[self.decisions["party_id"].isin(self.ids_of(party_id))]

    def declined(self, party_id: str) -> pd.Series | None:
        """Return the row of `parties` by which a party was last reported to have declined, also under an earlier id.

        None if it was not. A party declined for its group in the House, not for its groups elsewhere.
        """
        rows = self.parties[self.parties["party_id"].isin(self.ids_of(party_id))].dropna(subset=["declined_on"])
        return rows.sort_values("declined_on").iloc[-1] if self.body_id == HOUSE and len(rows) else None

    def predecessors_of(self, party_id: str) -> frozenset[str]:
        """Return a party and all whose signature and acts count for it, by new names or by decisions, however often."""
        found, new = set[str](), {party_id}
        while new:
            found |= new
            of_names = {each for party in new for each in self.ids_of(party)}
            decided = self.decisions[self.decisions["party_id"].isin(of_names)]["predecessors"].str.split("|").explode()
            new = {*of_names, *decided} - found
        return frozenset(found)
