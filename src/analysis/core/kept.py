"""Results that are kept with the tables they were worked out from: from equal tables they are the same."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pandas as pd

_Made = TypeVar("_Made")


class Kept:
    """Results by name and by what they were worked out from, which nobody may change; a pickle of it is empty."""

    def __init__(self, earlier: "Kept | None" = None) -> None:
        """Take over what is asked for again from what is kept already, and drop the rest."""
        self._earlier = earlier._made if earlier else []
        self._made: list[tuple[str, list[Any], Any]] = []

    def result(self, name: str, make: Callable[[], _Made], read: Iterable[object]) -> _Made:
        """Return what is kept under a name for equal things that are read, or else what is made, and keep it.

        `read` has all that `make` reads: tables, days, results that are kept themselves.
        """
        known, read = [*self._made, *self._earlier], list(read)
        found = next((each for each in known if each[0] == name and all(map(_equal, each[1], read))), None)
        if found is None:
            found = name, read, make()
        if not any(each is found for each in self._made):
            self._made.append(found)
        made: _Made = found[2]
        return made

    def __reduce__(self) -> tuple[type["Kept"], tuple[()]]:
        """Leave out what is kept: it is worked out again."""
        return Kept, ()


def _equal(one: object, other: object) -> bool:
    if isinstance(one, pd.DataFrame):
        return one is other or one.equals(other)
    return one is other or bool(one == other)
