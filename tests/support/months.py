"""Months that are read and reconciled once for all tests, by what is in the files and not by where these are."""

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from analysis import sources
from analysis.core.folders import input_files
from analysis.core.parameters import Month
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import OWN_DATA, CheckedTables, Sources

_tables: dict[str, CheckedTables] = {}
_reconciled: dict[tuple[str, str], Reconciliation] = {}


@cache
def known_in(month: Month | str) -> Sources:
    """Return the project's own data as of a month; nobody may change its tables."""
    return sources.as_of(Month.parse(str(month)), checked_tables())


def checked_tables(data: Path = OWN_DATA) -> CheckedTables:
    """Return the tables of a folder as `read_tables` does; nobody may change them."""
    content = _content(data)
    if content not in _tables:
        _tables[content] = sources.read_tables(data)
    return replace(_tables[content], folder=data)


def reconciled(month: Month | str, data: Path = OWN_DATA) -> Reconciliation:
    """Return a month as `reconcile` does; nobody may change its tables."""
    key = (str(month), _content(data))
    if key not in _reconciled:
        _reconciled[key] = reconcile_tables(Month.parse(str(month)), checked_tables(data))
    found = _reconciled[key]
    return found if found.sources.folder == data else replace(found, sources=replace(found.sources, folder=data))


def _content(data: Path) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(input_files(data).items()):
        digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()
