"""Folders: the files of a data folder that are read, with their SHA-256, and the lock of a folder that is written."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.core.problems import ParameterError

_DATA = ("*.csv", "*.json", "*.toml", "signatories/**/*", "decisions/*")


def input_files(data_dir: Path) -> dict[str, Path]:
    """Return the files of a data folder that are read, by their name in it; prose and hidden files left out."""
    found = sorted({file for pattern in _DATA for file in data_dir.glob(pattern) if file.is_file()})
    return {
        file.relative_to(data_dir).as_posix(): file
        for file in found
        if file.suffix != ".md" and not any(part.startswith(".") for part in file.relative_to(data_dir).parts)
    }


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def content_of(data_dir: Path) -> str:
    """Return one SHA-256 of all files of a data folder that are read, with their names."""
    lines = (f"{name} {sha256_of(path)}\n" for name, path in input_files(data_dir).items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the lock of a folder that exists; without `wait`, raises ParameterError if another process has it."""
    try:
        with FileLock(folder / ".lock", timeout=-1 if wait else 0, mode=0o600):
            yield
    except Timeout:
        raise ParameterError(f"another build is writing {folder}: wait for it, or end it, and build again") from None
