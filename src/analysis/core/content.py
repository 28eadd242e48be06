"""Values known by their content, so that results computed from them are cached with `functools.lru_cache`."""

import hashlib
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


@dataclass(frozen=True)
class Content(Generic[_Value]):
    """A value that equals each other one with the same SHA-256; nobody may change it."""

    sha256: str
    value: _Value = field(compare=False, repr=False)


def content_of_text(value: _Value) -> Content[_Value]:
    """Return a value that its `repr` gives in full, such as rows of text."""
    return Content(hashlib.sha256(repr(value).encode()).hexdigest(), value)
