"""Parties, seats and members of the House on a date: party is a fact about a date, not about a person."""

import datetime

import pandas as pd

from analysis.sources.rules import HOUSE_SEATS


def seats_on(day: datetime.date, seats: pd.DataFrame) -> pd.DataFrame:
    """Return the filled seats of a day.

    One row per party with a seat: party_id, seats; most seats first, then by name.
    """
    at = pd.Timestamp(day)
    held = seats[(seats["valid_from"] <= at) & (seats["valid_until"].isna() | (seats["valid_until"] >= at))]
    ordered = held.sort_values(["seats", "party_id"], ascending=[False, True])
    return ordered[["party_id", "seats"]].reset_index(drop=True)


def vacant_seats(day: datetime.date, seats: pd.DataFrame) -> int:
    """Return how many of the 150 seats are not filled on a day."""
    return HOUSE_SEATS - int(seats_on(day, seats)["seats"].sum())


def terms_on(day: datetime.date, members: pd.DataFrame) -> pd.DataFrame:
    """Return who sits, or may sit, for which party on a day.

    One row per person: person_id, party_id, sits (`yes`, or `unknown` where the start or the end is not known).
    Where terms of one person overlap, the later start wins, as in the House's own data.
    """
    at = pd.Timestamp(day)
    open_end = members["end"].isna()
    rows = members[(members["start"].isna() | (members["start"] <= at)) & (open_end | (members["end"] >= at))]
    rows = rows[rows["term"].isin(_terms(day))]
    known = rows["start"].notna() & ~(rows["end"].isna() & (rows["end_status"] == "unknown"))
    rows = rows.assign(sits=known.map({True: "yes", False: "unknown"}).astype("str"))
    latest = rows.sort_values(["start", "member_id"], na_position="first").drop_duplicates("person_id", keep="last")
    return latest[["person_id", "party_id", "sits"]].sort_values("person_id").reset_index(drop=True)


def unaccounted_seats(day: datetime.date, seats: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return where the members known to sit on a day do not fill the seats of their party.

    One row per party: party_id, seats, members_known. Empty on any day before 2023-12-06, where the data are exact.
    """
    terms = terms_on(day, members)
    known = terms[terms["sits"] == "yes"].groupby("party_id").size()
    held = seats_on(day, seats)
    held = held.assign(members_known=held["party_id"].map(known).fillna(0).astype("Int64"))
    return held[held["members_known"] != held["seats"]].reset_index(drop=True)


# The House changed on these days, not on election day (research: traps of parliament).
TERM_STARTS = {
    "2017-2021": datetime.date(2017, 3, 23),
    "2021-2023": datetime.date(2021, 3, 31),
    "2023-2025": datetime.date(2023, 12, 6),
    "2025-": datetime.date(2025, 11, 12),
}


def _terms(day: datetime.date) -> list[str]:
    """Return the term of the House on a day, as a list of none or one."""
    begun = [term for term, start in TERM_STARTS.items() if start <= day]
    return begun[-1:]
