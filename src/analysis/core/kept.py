"""Keeps results together with their inputs, so that equal inputs are not worked out again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import pandas as pd

_Made = TypeVar("_Made")
_Value = TypeVar("_Value")
# The most results of one name: those of a month, the month before and March 2021, and those before the last decisions.
_MOST = 6


@dataclass(frozen=True)
class Content(Generic[_Value]):
    """A value that equals any other with the same SHA-256, for `functools.lru_cache`; it must not be changed."""

    sha256: str
    value: _Value = field(compare=False, repr=False)


class Kept:
    """Results by name with the inputs of each, none of which may be changed; a pickle of it is empty."""

    def __init__(self, earlier: "Kept | None" = None) -> None:
        """Begin with the results that an earlier one keeps."""
        self._made: dict[str, list[tuple[list[Any], Any]]] = {**earlier._made} if earlier else {}

    def result(self, name: str, make: Callable[[], _Made], read: Iterable[object]) -> _Made:
        """Return the result kept under a name for inputs equal to `read` (all that `make` reads), or else make it."""

        def equal(one: object, other: object) -> bool:
            return one is other or bool(one.equals(other) if isinstance(one, pd.DataFrame) else one == other)

        read, known = list(read), self._made.get(name, [])
        found = next((each for each in known if all(map(equal, each[0], read))), None) or (read, make())
        self._made[name] = [found, *(each for each in known if each is not found)][:_MOST]
        made: _Made = found[1]
        return made

    def __reduce__(self) -> tuple[type["Kept"], tuple[()]]:
        """Leave out the results, which can be worked out again."""
        return Kept, ()
