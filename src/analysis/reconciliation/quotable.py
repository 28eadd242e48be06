"""What a reader can quote of a month: every number, verdict, day, source and name that its pages and tables show."""

from typing import Protocol

import pandas as pd

from analysis.reconciliation.changes.change import MonthKnown
from analysis.signatories.support import named_signatories, publishable_counts
from analysis.sources import Sources
from analysis.sources.parliament import HOUSE

_NUMBERS = ("value", "lower", "upper")
_BALANCE = (
    *("year", "registered", "registered_publication", "estimated", "estimated_lower", "estimated_upper"),
    *("estimated_upper_alternative", "estimate_qualifier", "estimate_publication", "estimate_range_publication"),
    *("estimate_years", "extrapolated", "unseen", "unseen_lower", "unseen_upper", "in_view_percent"),
    *("in_view_lower_percent", "in_view_upper_percent", "first_printed", "first_publication"),
)
_JUDGED = ("verdict", "computed", "publications", "verdict_when_signed")
_SIDES = ("value_a", "lower_a", "upper_a", "publication_a", "value_b", "lower_b", "upper_b", "publication_b")
_SIGNED = ("party_id", "party", "party_signed", "signed_on", "signed_on_precision")
_COUNTS = ("signatories", "sitting_signatories", "coverage_percent", "persons_counted")
_SEATS = ("seats", "total_seats", "vacant_seats", "seats_of_signing_parties")
# Of each table what a reader can quote; the rest is sentences and columns that may come and go with the code.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "figures": ("quantity_id", "reference_year", *_NUMBERS, "unit", "publication", "verdict"),
    "printed": ("figure_id", "publication", "reference_year", *_NUMBERS, "qualifier", "reserve", "used_value"),
    "discrepancies": ("discrepancy_id", "kind", "quantity_id", "reference_year", *_SIDES),
    "claims": ("claim_id", "comparator", "claimed", "unit", *_JUDGED),
    "estimates": ("series", "quantity_id", *_NUMBERS, "upper_alternative", "qualifier", "publication"),
    "balance": _BALANCE,
    "commitments": ("commitment_id", "quantity_id", "reference_year", *_NUMBERS, "unit", "publication", "qualifier"),
    "support": (*_SIGNED, *_SEATS, *_COUNTS),
    "names": ("party_id", "matched_name"),
    "declined": ("party_id", "declined_on", "declined_publication"),
    "groups": ("date", "kind", "from_party_ids", "to_party_ids"),
    "held": ("party_id", "valid_from", "valid_until"),
    "changes": ("kind", "subject", "before", "after"),
    "sources": ("publication", "publisher", "title", "published_on"),
    "decisions_on_figures": ("figure_id", "action"),
    "decisions_on_parties": ("party_id", "predecessors", "valid_from", "decided_on"),
    "decisions_on_lines": ("count",),
}


class MonthReconciled(MonthKnown, Protocol):
    """What is released of a month: the tables of a `reconciliation.Reconciliation` that a reader meets."""

    @property
    def balance(self) -> pd.DataFrame:
        """Return estimated, registered and unseen by year."""

    @property
    def commitments(self) -> pd.DataFrame:
        """Return the commitments with the figures that speak to them."""

    @property
    def signatures(self) -> pd.DataFrame:
        """Return each line of each list with its outcome."""

    @property
    def changes(self) -> pd.DataFrame:
        """Return what differs from the month before."""


def quotable_tables(month: MonthReconciled) -> dict[str, pd.DataFrame]:
    """Return what a reader can quote of a month, table by table; of persons what may be shown outside, and no more."""
    tables = {**_of_figures(month), **_of_parties(month), **_of_decisions(month.sources)}
    return {name: tables[name][list(columns)] for name, columns in _COLUMNS.items()}


def _of_figures(month: MonthReconciled) -> dict[str, pd.DataFrame]:
    printed, publications = month.figures.printed_figures, month.sources.publications
    return {
        "figures": month.figures.figures_by_quantity,
        "printed": printed,
        "discrepancies": month.figures.discrepancies,
        "claims": month.claims,
        "estimates": month.estimates,
        "balance": month.balance,
        "commitments": month.commitments,
        "changes": month.changes,
        "sources": publications[publications["publication"].isin(printed["publication"])],
    }


def _of_parties(month: MonthReconciled) -> dict[str, pd.DataFrame]:
    seats = month.sources.seats
    return {
        "support": publishable_counts(month.support_by_party, month.signatures),
        "names": named_signatories(month.signatures).sort_values(["matched_name", "party_id"]),
        # Not the others: a party that comes later is no news of this month.
        "declined": month.sources.parties.dropna(subset=["declined_on"]),
        "groups": month.sources.party_events,
        "held": seats[seats["body_id"] == HOUSE],
    }


def _of_decisions(sources: Sources) -> dict[str, pd.DataFrame]:
    return {
        "decisions_on_figures": sources.decisions.figures,
        "decisions_on_parties": sources.decisions.parties,
        "decisions_on_lines": pd.DataFrame({"count": [len(sources.decisions.signatories)]}),
    }
