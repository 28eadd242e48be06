"""What differs between a month and the one before it: for each difference why, and a sentence that says so."""

import pandas as pd

from analysis.reconciliation.changes.change import REASONS, Change, MonthKnown, TwoMonths
from analysis.reconciliation.changes.events import party_events
from analysis.reconciliation.changes.in_figures import claims, estimates, figures, is_yearly_total, publications
from analysis.reconciliation.changes.seats import seats_of_parties
from analysis.reconciliation.changes.signatures import seats_of_all, seats_of_signing_parties, signatures_of_parties

__all__ = ["REASONS", "changes_between", "is_yearly_total", "no_changes"]

_BUILDERS = (
    publications,
    estimates,
    figures,
    claims,
    party_events,
    signatures_of_parties,
    seats_of_all,
    seats_of_parties,
    seats_of_signing_parties,
)


def changes_between(before: MonthKnown, now: MonthKnown) -> pd.DataFrame:
    """Return what differs between two months.

    One row per difference: kind (`publication`, `estimate`, `figure`, `claim`, `party_event`, `party_signed`, `seats`,
    `seats_of_signing_parties`, in this order), subject (its id), before and after (empty where there was, or is,
    nothing), because (ids separated by |: publications, events, decisions, figures' quantities, or `election:TK2023`,
    `member:left:d66`, `member:came:d66`, `signature:d66`, `withdrawal:d66`, `seats:d66`; no person is ever named),
    reason (one of REASONS), sentence_nl and sentence_en (plain text). Both months are a
    `reconciliation.Reconciliation`. Reasons are given as for a month and the one before it: over a longer time what
    differs is right, but of several elections only the last is named.
    """
    two = TwoMonths(before, now)
    return _table([row for build in _BUILDERS for row in build(two)])


def no_changes() -> pd.DataFrame:
    """Return the table of changes of a month that has no month before it: no row, the columns of `changes_between`."""
    return _table([])


def _table(rows: list[Change]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(Change._fields)).astype("str")
