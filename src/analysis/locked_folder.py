"""A folder that only one process at a time may write: two builds of one month, two analysts who rule at once."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


class FolderInUseError(Exception):
    """Another process is writing the same folder."""


@contextlib.contextmanager
def locked(folder: Path, wait: bool) -> Iterator[None]:
    """Hold a lock on a folder that ends with the process, however it ends (on systems that have such locks)."""
    try:
        import fcntl
    except ImportError:  # Windows: two at once are then not noticed
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError:
        raise FolderInUseError(f"another build is writing {folder}: wait for it, or end it, and build again") from None
    finally:
        os.close(handle)
