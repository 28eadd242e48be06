"""Seats and terms of a body on a date: party is a fact about a date, not about a person."""

import datetime

import pandas as pd

from analysis.core.names import words_of
from analysis.core.parameters import HOUSE


def valid_on(
    day: datetime.date, table: pd.DataFrame, start: str = "valid_from", end: str = "valid_until"
) -> pd.DataFrame:
    """Return the rows of a table that hold on a day: begun by then, and not ended before it."""
    at = pd.Timestamp(day)
    return table[(table[start] <= at) & (table[end].isna() | (table[end] >= at))]


def seats_on(day: datetime.date, seats: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return the filled seats of a body on a day: one row per party (party_id, seats), most first, then by id."""
    held = valid_on(day, seats[seats["body_id"] == body_id])[["party_id", "seats"]]
    return held.sort_values(["seats", "party_id"], ascending=[False, True], ignore_index=True)


class Terms:
    """The terms of the members of one body, sorted once and then looked up by day."""

    def __init__(self, members: pd.DataFrame, elections: pd.DataFrame, body_id: str = HOUSE) -> None:
        """Keep when each term was and for which party, the latest start last."""
        own = members[members["body_id"] == body_id].sort_values(["start", "member_id"], na_position="first")
        columns = (own[name].tolist() for name in ("person_id", "party_id", "term", "end_status"))
        self._held = list(zip(*columns, _days(own["start"]), _days(own["end"]), strict=True))
        own = elections[elections["body_id"] == body_id].sort_values("term_starts")
        self._begun = list(zip(_days(own["term_starts"]), own["term"].tolist(), strict=True))

    @property
    def changes(self) -> frozenset[datetime.date]:
        """Return the days on which a term begins, or somebody begins or ceases to sit."""
        held = ((start, end and end + datetime.timedelta(days=1)) for *_, start, end in self._held)
        return frozenset(day for days in (*held, [start for start, _ in self._begun]) for day in days if day)

    def on(self, day: datetime.date) -> dict[str, tuple[str, str]]:
        """Return by person_id the party for which a person sits on a day, and `yes`, or `unknown` if uncertain."""
        # A term begins after election day.
        term = next((name for start, name in reversed(self._begun) if start and start <= day), None)
        found = {}  # if terms overlap, the later start wins, as in the House's own data
        for person_id, party_id, own_term, end_status, start, end in self._held:
            if own_term == term and (not start or start <= day) and (not end or end >= day):
                unknown = not start or end_status == "at_latest" or (not end and end_status == "unknown")
                found[person_id] = (party_id, "unknown" if unknown else "yes")
        return dict(sorted(found.items()))


class GroupsOfOne:
    """The groups of one body that can't sign on a day: a single person, who signs instead, or not there that day."""

    def __init__(self, members: pd.DataFrame, seats: pd.DataFrame, body_id: str = HOUSE) -> None:
        """Keep the family names of all who ever sat for each group, and its seats by period."""
        members, seats = members[members["body_id"] == body_id], seats[seats["body_id"] == body_id]
        self._names = members.groupby("party_id")["family_name"].unique().to_dict()
        periods = zip(_days(seats["valid_from"]), _days(seats["valid_until"]), seats["seats"].astype(int), strict=True)
        self._seats = pd.Series(list(periods), dtype="object").groupby(seats["party_id"].to_numpy()).agg(list).to_dict()

    def because(self, party_id: str, written: str, day: datetime.date, *, stands: bool) -> str:
        """Return why a group can't sign on a day; empty if it can. `stands`: it has candidates that day."""
        periods = self._seats.get(party_id, [])
        held = [seats for start, end, seats in periods if start <= day and (not end or end >= day)]
        if 1 in held:
            return "a group with one seat is one person: it is the signature of whoever sat for it"
        if not held and not stands:
            return "a party or group is named that had no seat and no candidates on that day"
        words, names = {*words_of(written)}, ({*words_of(name)} for name in self._names.get(party_id, []))
        if any(name and name <= words for name in names):
            return "a group that is called after a person: it may be the signature of that person"
        return ""


def _days(stamps: pd.Series) -> list[datetime.date | None]:
    return [None if stamp is pd.NaT else stamp.date() for stamp in stamps]
