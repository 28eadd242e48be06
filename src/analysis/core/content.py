"""Values known by their content, so that results computed from them are cached with `functools.lru_cache`.

A decision changes one table: what rests on the others need not be worked out again.
"""

import hashlib
import pickle
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import pandas as pd

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Content(Generic[_Value]):
    """A value that equals each other one with the same SHA-256; nobody may change it."""

    sha256: str
    value: _Value = field(compare=False, repr=False)


def content_of_text(value: _Value) -> Content[_Value]:
    """Return a value that its `repr` gives in full, such as rows of text."""
    return Content(hashlib.sha256(repr(value).encode()).hexdigest(), value)


def sha256_of_tables(tables: Iterable[pd.DataFrame]) -> str:
    """Return one SHA-256 of some tables, in this order: other cells have another one.

    Equal cells may have another one too, where they were put together otherwise: it is of what pickle writes, which
    takes a quarter of the time that text does.
    """
    digest = hashlib.sha256()
    for table in tables:
        digest.update(pickle.dumps(table, protocol=pickle.HIGHEST_PROTOCOL))
    return digest.hexdigest()
