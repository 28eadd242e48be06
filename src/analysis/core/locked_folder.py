"""A folder that one process at a time may write: two builds, or two analysts who decide at the same moment."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.core.problems import ParameterError

LOCK_FILE = ".lock"


class FolderInUseError(ParameterError):
    """Another process is writing the same folder."""


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of a folder that exists; without `wait`, raises FolderInUseError if another process has it."""
    try:
        with FileLock(folder / LOCK_FILE, timeout=-1 if wait else 0, mode=0o600):
            yield
    except Timeout:
        said = f"another build is writing {folder}: wait for it, or end it, and build again"
        raise FolderInUseError(said) from None
