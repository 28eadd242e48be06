"""Parties, seats and members of a body on a date: party is a fact about a date, not about a person."""

import datetime

import pandas as pd

# The body that the briefings are about; others have rows in the same tables (see data/bodies.csv).
HOUSE = "house"


def seats_on(day: datetime.date, seats: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return the filled seats of a body on a day.

    One row per party with a seat: party_id, seats; most seats first, then by name.
    """
    at = pd.Timestamp(day)
    seats = seats[seats["body_id"] == body_id]
    held = seats[(seats["valid_from"] <= at) & (seats["valid_until"].isna() | (seats["valid_until"] >= at))]
    ordered = held.sort_values(["seats", "party_id"], ascending=[False, True])
    return ordered[["party_id", "seats"]].reset_index(drop=True)


def seats_by_law(bodies: pd.DataFrame, body_id: str = HOUSE) -> int:
    """Return how many seats a body has, filled or not: 150 for the House."""
    return int(bodies.set_index("body_id").at[body_id, "seats"])


def terms_on(day: datetime.date, members: pd.DataFrame, elections: pd.DataFrame, body_id: str = HOUSE) -> pd.DataFrame:
    """Return who sits, or may sit, in a body for which party on a day.

    One row per person: person_id, party_id, sits (`yes`, or `unknown` where the start or the end is not known).
    Where terms of one person overlap, the later start wins, as in the House's own data.
    """
    at = pd.Timestamp(day)
    members = members[members["body_id"] == body_id]
    open_end = members["end"].isna()
    rows = members[(members["start"].isna() | (members["start"] <= at)) & (open_end | (members["end"] >= at))]
    rows = rows[rows["term"].isin(_terms(day, elections, body_id))]
    known = rows["start"].notna() & ~(rows["end"].isna() & (rows["end_status"] == "unknown"))
    rows = rows.assign(sits=known.map({True: "yes", False: "unknown"}).astype("str"))
    latest = rows.sort_values(["start", "member_id"], na_position="first").drop_duplicates("person_id", keep="last")
    return latest[["person_id", "party_id", "sits"]].sort_values("person_id").reset_index(drop=True)


def unaccounted_seats(
    day: datetime.date, seats: pd.DataFrame, members: pd.DataFrame, elections: pd.DataFrame, body_id: str = HOUSE
) -> pd.DataFrame:
    """Return where the members known to sit on a day do not fill the seats of their party.

    One row per party: party_id, seats, members_known. For the House empty on any day before 2023-12-06, where the data
    are exact.
    """
    terms = terms_on(day, members, elections, body_id)
    known = terms[terms["sits"] == "yes"].groupby("party_id").size()
    held = seats_on(day, seats, body_id)
    held = held.assign(members_known=held["party_id"].map(known).fillna(0).astype("Int64"))
    return held[held["members_known"] != held["seats"]].reset_index(drop=True)


def _terms(day: datetime.date, elections: pd.DataFrame, body_id: str) -> list[str]:
    """Return the term of a body on a day, as a list of none or one: a term begins after election day."""
    own = elections[(elections["body_id"] == body_id) & (elections["term_starts"] <= pd.Timestamp(day))]
    return own.sort_values("term_starts")["term"].tolist()[-1:]
