"""What changed in each month of the real data: explained, and reported, whatever the month."""

import datetime
from dataclasses import replace
from functools import cache

import pytest

from analysis import sources
from analysis.core.kept import Kept
from analysis.core.parameters import Month
from analysis.reconciliation import Reconciliation, without_changes
from analysis.reconciliation.changes import changes_table
from analysis.reconciliation.comparison import Comparison
from support.changes_read import faults_in_changes
from support.months import checked_tables, known_in

FIRST, LAST = Month(2021, 4), Month(2026, 10)
KEPT = Kept()
state_at = cache(lambda month: without_changes(sources.as_of(month, checked_tables()), KEPT))


def months_that_differ() -> list[str]:
    """The months whose inputs are not those of the month before; of the others there is nothing to tell."""
    tables = ("publications", "party_events", "seats", "parties")
    months, month = [], FIRST
    while month <= LAST:
        before, now = known_in(month.previous()), known_in(month)
        if not all(getattr(before, name).equals(getattr(now, name)) for name in tables):
            months.append(str(month))
        month = Month.of(month.as_of + datetime.timedelta(days=1))
    return months


def newest_estimate(month: Reconciliation) -> float:
    return float(month.balance.sort_values("year").iloc[-1]["estimated"])


@pytest.mark.parametrize("month", months_that_differ())
def test_every_change_has_a_reason_ids_that_exist_and_a_sentence_in_both_languages(month: str) -> None:
    before, alone = state_at(Month.parse(month).previous()), state_at(Month.parse(month))
    now = replace(alone, changes=changes_table(Comparison(before, alone)))
    assert faults_in_changes(now) == []
    headline = now.changes.query("kind == 'estimate' and subject == 'estimate-all'")
    assert (newest_estimate(before) != newest_estimate(now)) == (len(headline) == 1)
