"""A month that is reconciled once for many notebooks: kept by the process that they are forks of, and by no other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.parameters import Month
from analysis.reconciliation import Reconciliation, reconcile

_kept: dict[tuple[Month, Path], Reconciliation] = {}


def keep(reconciliation: Reconciliation, data_dir: Path) -> None:
    """Keep the reconciliation of a folder, for this process and those that are forked from it from now on.

    A fork has a copy of its own: what a notebook does to the tables, no other one sees.
    """
    _kept[reconciliation.month, data_dir.resolve()] = reconciliation


@contextmanager
def kept(reconciliation: Reconciliation, data_dir: Path) -> Iterator[None]:
    """Keep the reconciliation of a folder within the block."""
    keep(reconciliation, data_dir)
    try:
        yield
    finally:
        _kept.pop((reconciliation.month, data_dir.resolve()), None)


def reconciled(month: Month, data_dir: Path) -> Reconciliation:
    """Return the reconciliation of a month: the one that is kept, else a new one; raises InputError."""
    return _kept.get((month, data_dir.resolve())) or reconcile(month, data_dir)
