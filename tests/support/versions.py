"""Months with other versions or other numbers than data/ has."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis import desk
from analysis.desk.writing import DecisionMade
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import numbers_of

# What a correction of the seats of Volt says; that they were wrong is made up.
CORRECTION = {
    "what_was_wrong_nl": "De zetels van Volt.",
    "what_was_wrong_en": "The seats of Volt.",
    "how_fixed_nl": "Het zijn er drie.",
    "how_fixed_en": "There are three.",
    "what_it_touches_nl": "De steun per partij.",
    "what_it_touches_en": "Support by party.",
}
_EMPTY = dict.fromkeys(CORRECTION)


def with_versions(month: Reconciliation, *versions: dict[str, str]) -> Reconciliation:
    """Return a month with these versions alone, of its own numbers, in their order and released on 5 July 2021."""
    same = {"month": str(month.month), "released_on": pd.Timestamp("2021-07-05"), "numbers": numbers_of(month)}
    rows = [_EMPTY | same | {"edition": n} | each for n, each in enumerate(versions, start=1)]
    releases = pd.DataFrame(rows) if rows else month.sources.decisions.releases.iloc[:0]
    decisions = replace(month.sources.decisions, releases=releases)
    return replace(month, sources=replace(month.sources, decisions=decisions))


def release(month: Reconciliation, **words: str) -> DecisionMade:
    return desk.release(month, numbers_of(month), **words)


def with_other_seats(data: Path, seats_of_volt: int = 2) -> None:
    """Give Volt other seats than its three of 2021: a number that every page shows."""
    path = data / "seats.csv"
    seats = pd.read_csv(path, dtype="str", keep_default_na=False)
    seats.loc[seats.index[seats["party_id"] == "volt"][0], "seats"] = str(seats_of_volt)
    seats.to_csv(path, index=False)
