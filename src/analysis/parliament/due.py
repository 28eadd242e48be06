"""Rows that the tables of a chamber should have by a day: an election, a cabinet, seats, members; warnings only."""

from collections.abc import Iterator

import pandas as pd

from analysis.core.parameters import HOUSE
from analysis.core.problems import Problem
from analysis.parliament.chamber import Chamber

# Members are elected for four years (Constitution, article 52).
_YEARS_OF_A_TERM = 4


def due_in(chamber: Chamber) -> Iterator[Problem]:
    """Yield a warning for each row that should be there by the day of a chamber, with what to do."""
    day = pd.Timestamp(chamber.day)
    begun = chamber.elections[chamber.elections["term_starts"] <= day]
    newest = begun.iloc[-1] if len(begun) else None
    if newest is not None and day >= newest["term_starts"] + pd.DateOffset(years=_YEARS_OF_A_TERM):
        found = f"no election after {newest['election']}, whose term began on {newest['term_starts']:%Y-%m-%d}"
        yield _missing("elections", "term_starts", found, f"a term of {_YEARS_OF_A_TERM} years at most")
    if chamber.held.empty:
        yield _missing("seats", "valid_until", f"no seat of {chamber.body_id} that is held on {day:%Y-%m-%d}", "seats")
    if not chamber.sitting:
        found = f"no member of {chamber.body_id} who sits on {day:%Y-%m-%d}"
        yield _missing("members", "end", found, "the members of the newest term")
    if chamber.body_id == HOUSE:
        yield from _of_cabinets(chamber, newest)


def _of_cabinets(chamber: Chamber, newest: pd.Series | None) -> Iterator[Problem]:
    cabinet = chamber.in_cabinet()
    if cabinet.empty:
        found = f"no cabinet on {chamber.day}, so that nobody is called coalition or opposition"
        yield _missing("cabinets", "valid_until", found, "the next cabinet, or the end of the last one")
    elif newest is not None and newest["polling_day"] <= pd.Timestamp(chamber.day):
        # A cabinet resigns on the eve of an election at the latest (convention since 1922).
        older = cabinet[(cabinet["valid_from"] < newest["polling_day"]) & cabinet["caretaker_from"].isna()]
        for name in older["cabinet"].unique():
            found = f"the {name} cabinet of before {newest['election']} with neither an end nor a caretaker day"
            yield _missing("cabinets", "caretaker_from", found, "the day on which it resigned, or its last one")


def _missing(table: str, column: str, found: str, expected: str) -> Problem:
    return Problem(f"{table}.csv", None, column, found, expected, "add it as docs/members-and-seats.md says", "warning")
