"""What the House's open data says that data/ does not: read on request, kept as a snapshot, proposed row by row.

Nothing here writes a table: accepting is an analyst's act (`desk.updates`). No other room asks the network.
"""

from pathlib import Path

from analysis.updates.client import Service
from analysis.updates.decided import decided, decisions_named
from analysis.updates.proposals import Proposal, in_order
from analysis.updates.reading import followed_in, read
from analysis.updates.records import SERVICE, Snapshot, draft_snapshot, put_in_place, read_snapshot
from analysis.updates.rows import Tables, tables_in
from analysis.updates.seats import terms_of
from analysis.updates.who_sits import who_sits

__all__ = ["SERVICE", "Proposal", "Service", "proposals_in", "proposals_of", "update"]


def update(data_dir: Path, service: Service, since: str = "") -> list[Proposal]:
    """Read the service, keep what it says as the snapshot of a data folder, and return what differs from its tables.

    With `since` only what was changed from that day on is read anew, and what waits; groups and seats always are.
    Raises InputError as `Service.records` does: the old snapshot stays then, as it does if the program is stopped.
    """
    tables = tables_in(data_dir)
    old = read_snapshot(data_dir) if since else None
    if old is None:
        asked, since = set(decisions_named(tables)), ""
    else:
        doubtful = {each.url.rpartition("(")[2].rstrip(")") for each in proposals_of(old, tables) if each.waits}
        asked = doubtful & {each.id for each in old.decisions} | {*decisions_named(tables)} - {
            d.id for d in old.decisions
        }
    terms = terms_of(tables)
    snapshot = read(service, followed_in(tables), terms[-2:][0].first, asked, since)
    snapshot = old.with_newer(snapshot) if old else snapshot
    put_in_place(draft_snapshot(data_dir, snapshot))
    return proposals_of(snapshot, tables)


def proposals_of(snapshot: Snapshot, tables: Tables) -> list[Proposal]:
    """Return what a snapshot says that the tables do not, without what was refused."""
    return in_order([*who_sits(snapshot, tables), *decided(snapshot, tables)], tables)


def proposals_in(data_dir: Path) -> list[Proposal] | None:
    """Return what the snapshot of a data folder says that its tables do not; None where there is no snapshot."""
    snapshot = read_snapshot(data_dir)
    return None if snapshot is None else proposals_of(snapshot, tables_in(data_dir))
