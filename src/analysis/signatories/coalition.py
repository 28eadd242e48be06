"""Coalition and opposition: which of the parties with a seat are in the cabinet, and how many of their seats signed."""

import datetime

import pandas as pd

from analysis.core.parameters import ALL_PARTIES
from analysis.signatories.support import SIGNING, seats_without_decisions


def in_cabinet(cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return the parties in the cabinet of a day: one row per party, as in data/cabinets.csv."""
    moment = pd.Timestamp(day)
    open_end = cabinets["valid_until"].isna() | (cabinets["valid_until"] >= moment)
    return cabinets[(cabinets["valid_from"] <= moment) & open_end]


def with_coalition(support: pd.DataFrame, cabinets: pd.DataFrame, day: datetime.date) -> pd.DataFrame:
    """Return support by party with what is of coalition and opposition: the columns of share/data/parties.csv.

    `role` of each party with a seat is `coalition` or `opposition`; in the row of `all` are the seats of both, and how
    many of them are of parties that signed, and the seats without the decisions of analysts.
    """
    coalition = set(in_cabinet(cabinets, day)["party_id"])
    parties = support[(support["party_id"] != ALL_PARTIES) & (support["seats"] > 0)]
    roles = parties["party_id"].map(lambda party: "coalition" if party in coalition else "opposition")
    found, signed = support.assign(role=roles.astype("str")), parties["party_signed"].isin(SIGNING)
    everyone = {"seats_signed_without_decisions": seats_without_decisions(parties)}
    for role in ("coalition", "opposition"):
        everyone[f"{role}_seats"] = parties[roles == role]["seats"].sum()
        everyone[f"{role}_seats_signed"] = parties[(roles == role) & signed]["seats"].sum()
    for name, seats in everyone.items():
        found[name] = pd.Series(seats, index=found.index, dtype="Int64").where(found["party_id"] == ALL_PARTIES)
    return found
