"""The table of changes: what differs between a month and the one before it, why, and a sentence that says so."""

from collections.abc import Callable

import pandas as pd

from analysis.core.parameters import ALL_PARTIES
from analysis.reconciliation.changes.change import REASONS, Change
from analysis.reconciliation.changes.events import party_event
from analysis.reconciliation.changes.in_figures import claim, estimate, figure, is_yearly_total, publication
from analysis.reconciliation.changes.seats import seats_of_party
from analysis.reconciliation.changes.signatures import filled_seats, seats_of_signing_parties, signature_of_party
from analysis.reconciliation.comparison import Comparison, Difference

__all__ = ["REASONS", "changes_table", "is_yearly_total", "no_changes"]


def seats(two: Comparison, found: Difference) -> Change:
    """Return the change in the seats of a party, or of all together."""
    return filled_seats(two, found) if found.subject == ALL_PARTIES else seats_of_party(two, found)


# The kinds of difference that are published, in their order.
_KINDS: dict[str, Callable[[Comparison, Difference], Change]] = {
    "publication": publication,
    "estimate": estimate,
    "figure": figure,
    "claim": claim,
    "party_event": party_event,
    "party_signed": signature_of_party,
    "seats": seats,
    "seats_of_signing_parties": seats_of_signing_parties,
}
# In an order of their own: by authority, and by day.
_NOT_BY_SUBJECT = ("publication", "party_event")


def changes_table(two: Comparison) -> pd.DataFrame:
    """Return what differs between two months.

    One row per difference: kind (`publication`, `estimate`, `figure`, `claim`, `party_event`, `party_signed`, `seats`,
    `seats_of_signing_parties`, in this order), subject (its id), before and after (empty where there was, or is,
    nothing), because (ids separated by |: publications, events, decisions, figures' quantities, or `election:TK2023`,
    `member:left:d66`, `member:came:d66`, `signature:d66`, `withdrawal:d66`, `seats:d66`; no person is ever named),
    reason (one of REASONS), sentence_nl and sentence_en (plain text). Reasons are given as for a month and the one
    before it: over a longer time what differs is right, but of several elections only the last is named.
    """
    published = sorted(two.differences(*_KINDS), key=_order)
    return _table([_KINDS[found.kind](two, found) for found in published])


def _order(found: Difference) -> tuple[int, str]:
    first = found.kind in _NOT_BY_SUBJECT or found.subject == ALL_PARTIES
    return list(_KINDS).index(found.kind), "" if first else found.subject


def no_changes() -> pd.DataFrame:
    """Return the table of changes of a month that has no month before it: no row, the columns of `changes_table`."""
    return _table([])


def _table(rows: list[Change]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(Change._fields)).astype("str")
