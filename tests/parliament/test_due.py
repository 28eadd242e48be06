"""What has to follow in the tables of the House is asked for on its day, and not before."""

import dataclasses
import datetime

import pandas as pd
import pytest

from analysis.parliament import Chamber
from analysis.parliament.chamber import due_in
from support.months import known_in

HOUSE = Chamber.of(known_in("2026-10"))


def columns_due(**changes) -> list[str]:
    return [f"{problem.file}: {problem.column}" for problem in due_in(dataclasses.replace(HOUSE, **changes))]


def test_nothing_is_due_in_october_2026():
    assert columns_due() == []


@pytest.mark.parametrize(("day", "due"), [("2029-11-11", []), ("2029-11-12", ["elections.csv: term_starts"])])
def test_an_election_is_due_when_a_term_of_four_years_is_over(day, due):
    """The term began on 12 November 2025 (Tweede Kamer)."""
    assert columns_due(day=datetime.date.fromisoformat(day)) == due


def test_seats_members_and_a_cabinet_that_ended_without_others_are_due():
    none = {name: getattr(HOUSE, name).head(0) for name in ("seats", "members", "cabinets")}
    assert columns_due(**none) == ["seats.csv: valid_until", "members.csv: end", "cabinets.csv: valid_until"]


@pytest.mark.parametrize(
    ("caretaker", "due"), [(None, ["cabinets.csv: caretaker_from"]), ("2027-01-01", [])], ids=["without", "with"]
)
def test_a_cabinet_of_before_an_election_has_a_caretaker_day(caretaker, due):
    elected = HOUSE.elections.iloc[[-1]].assign(election="TK2027", term="2027-2031")
    elected = elected.assign(polling_day=pd.Timestamp(2027, 3, 17), term_starts=pd.Timestamp(2027, 3, 31))
    rows = {"elections": pd.concat([HOUSE.elections, elected]), "members": HOUSE.members.assign(term="2027-2031")}
    cabinets = HOUSE.cabinets.assign(caretaker_from=pd.Timestamp(caretaker) if caretaker else pd.NaT)
    assert columns_due(day=datetime.date(2027, 4, 30), cabinets=cabinets, **rows) == due
