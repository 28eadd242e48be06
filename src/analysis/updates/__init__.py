"""What the House's open data says that data/ does not, and what cited pages still say; no other room uses the web."""

from pathlib import Path
from typing import TYPE_CHECKING

from analysis.updates.decided import decided
from analysis.updates.proposals import Proposal, Tables, tables_in, to_show
from analysis.updates.snapshot import Snapshot, read_service, read_snapshot, write_snapshot
from analysis.updates.who_sits import who_sits

if TYPE_CHECKING:  # imports requests, which only `update` needs
    from analysis.updates.asking import Service

__all__ = ["Proposal", "proposals_in", "update"]


def update(data_dir: Path, service: "Service", since: str = "") -> list[Proposal]:
    """Read the service, keep what it says as the snapshot of a data folder, and return what differs from its tables.

    With a day `since`, items and letters that did not change from then on are taken from the earlier snapshot. Raises
    InputError as `Service.records` does.
    """
    tables = tables_in(data_dir)
    snapshot = read_service(service, tables, since, read_snapshot(data_dir) if since else None)
    write_snapshot(data_dir, snapshot)
    return _proposals(snapshot, tables)


def proposals_in(data_dir: Path) -> list[Proposal] | None:
    """Return what the snapshot of a data folder says that its tables do not; None where there is no snapshot."""
    snapshot = read_snapshot(data_dir)
    return None if snapshot is None else _proposals(snapshot, tables_in(data_dir))


def _proposals(snapshot: Snapshot, tables: Tables) -> list[Proposal]:
    return to_show([*who_sits(snapshot, tables), *decided(snapshot, tables)], tables)
