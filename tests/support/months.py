"""Months that are read and reconciled once for all tests, by what is in the files and not by where these are.

Once, too, for all processes of one run of the tests: what one of them has made, another reads from its pickle.
"""

import hashlib
import os
import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from analysis import sources
from analysis.core.folders import input_files
from analysis.core.parameters import Month
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import OWN_DATA, CheckedTables, Sources

Made = TypeVar("Made")
# The folder in which the processes of a run keep what they have made; without it each makes what it needs.
SHARED = "TESTS_SHARE_MONTHS_IN"
_made: dict[str, object] = {}


def made_once(name: str, make: Callable[[], Made]) -> Made:
    """Return what `make` returns, made by one process of this run; nobody may change it."""
    if name not in _made:
        file = Path(os.environ[SHARED], f"{name}.pickle") if SHARED in os.environ else None
        if file and file.exists():
            _made[name] = pickle.loads(file.read_bytes())
        else:
            _made[name] = make()
            if file:
                unfinished = file.with_suffix(f".{os.getpid()}")
                unfinished.write_bytes(pickle.dumps(_made[name]))
                unfinished.replace(file)
    return _made[name]  # type: ignore[return-value]


@cache
def known_in(month: Month | str) -> Sources:
    """Return the project's own data as of a month; nobody may change its tables."""
    return sources.as_of(Month.parse(str(month)), checked_tables())


def with_events_until(known: Sources, day: str) -> Sources:
    """Return a month without the events after a day, and the votes on them: so none that is added later is in it."""
    events = known.commitment_events[known.commitment_events["known_from"] <= day]
    votes = known.votes[known.votes["event_id"].isin(events["event_id"])]
    return replace(known, commitment_events=events, votes=votes)


def checked_tables(data: Path = OWN_DATA) -> CheckedTables:
    """Return the tables of a folder as `read_tables` does; nobody may change them."""
    return replace(made_once(f"tables-{_content(data)}", lambda: sources.read_tables(data)), folder=data)


def reconciled(month: Month | str, data: Path = OWN_DATA) -> Reconciliation:
    """Return a month as `reconcile` does; nobody may change its tables."""
    found = made_once(
        f"{month}-{_content(data)}", lambda: reconcile_tables(Month.parse(str(month)), checked_tables(data))
    )
    return found if found.sources.folder == data else replace(found, sources=replace(found.sources, folder=data))


def _content(data: Path) -> str:
    return _own_content() if data == OWN_DATA else _digest(data)


def _digest(data: Path) -> str:
    digest = hashlib.sha256()
    for name, path in sorted(input_files(data).items()):
        digest.update(f"{name}\n".encode() + path.read_bytes())
    return digest.hexdigest()


_own_content = cache(lambda: _digest(OWN_DATA))
