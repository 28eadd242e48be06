"""What a page shows of who signed: of all parties whether they did, of persons only those of the reader's own party.

Nothing else of the signatures of persons reaches a page, so that a page stays as it is while these do.
"""

import pandas as pd

from analysis.core.parameters import ALL_PARTIES
from analysis.reconciliation import Reconciliation
from analysis.signatories.support import named_signatories, publishable_counts

_COUNTS = ["signatories", "sitting_signatories", "coverage_percent"]


def support_as_seen(month: Reconciliation, party: str) -> pd.DataFrame:
    """Return support by party as one reader sees it: counts of persons for the own party (or `all`) alone.

    One row per party: the columns of share/data/parties.csv. `persons_counted` of another party is empty; of a reader's
    party without a row of its own that of `all` says whether anything is known of persons.
    """
    support = publishable_counts(month.support_by_party, month.signatures)
    own = support["party_id"] == party
    others = ~own if own.any() else support["party_id"] != ALL_PARTIES
    support.loc[~own, _COUNTS] = pd.NA
    return support.assign(persons_counted=support["persons_counted"].mask(others))


def names_as_seen(month: Reconciliation, party: str) -> list[str]:
    """Return the names of signatories who agreed to be named, of one party or (`all`) of each, by alphabet."""
    named = named_signatories(month.signatures)
    if party != ALL_PARTIES:
        named = named[named["party_id"] == party]
    return sorted(set(named["matched_name"].dropna()))
