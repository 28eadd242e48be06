"""Results that are kept with the tables they were worked out from: from equal tables they are the same."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pandas as pd

_Made = TypeVar("_Made")
# So many results of one name: those of a month, the month before and March 2021, and those before the last decisions.
_MOST = 6


class Kept:
    """Results by name, with all that each was worked out from, which nobody may change; a pickle of it is empty."""

    def __init__(self, earlier: "Kept | None" = None) -> None:
        """Begin with what is kept already elsewhere."""
        self._made: dict[str, list[tuple[list[Any], Any]]] = {**earlier._made} if earlier else {}

    def result(self, name: str, make: Callable[[], _Made], read: Iterable[object]) -> _Made:
        """Return what is kept under a name for equal things that are read, or else what is made, and keep it.

        `read` has all that `make` reads: tables, days, results that are kept themselves.
        """
        read, known = list(read), self._made.get(name, [])
        found = next((each for each in known if all(map(_equal, each[0], read))), None) or (read, make())
        self._made[name] = [found, *(each for each in known if each is not found)][:_MOST]
        made: _Made = found[1]
        return made

    def __reduce__(self) -> tuple[type["Kept"], tuple[()]]:
        """Leave out what is kept: it is worked out again."""
        return Kept, ()


def _equal(one: object, other: object) -> bool:
    if isinstance(one, pd.DataFrame):
        return one is other or one.equals(other)
    return one is other or bool(one == other)
