"""What a build reads, each file with its SHA-256, and the versions of what it stands on."""

import ctypes
import hashlib
import importlib.metadata
import platform
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_ABSENT = "not found"
_PACKAGE = "briefing-1300-deal"
# What lays out the lines of a PDF and cuts its fonts, and the function that tells the version of each.
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", ""),
}
_DATA = ("*.csv", "*.json", "*.toml", "signatories/**/*", "decisions/*")


def digests_of(data_dir: Path, notebooks: Path) -> dict[str, str]:
    """Return the SHA-256 of every file that decides what a month looks like, named as in the repository."""
    return {
        **_digests("data", input_files(data_dir)),
        **_digests("notebooks", _files(notebooks, ("*.ipynb",))),
        **code_digests(),
    }


def input_files(data_dir: Path) -> dict[str, Path]:
    """Return the files of a data folder that are read, by their name in it."""
    return _files(data_dir, _DATA)


def code_digests() -> dict[str, str]:
    """Return the SHA-256 of each file of this package: code, sentences, templates, fonts."""
    return _digests("src/analysis", _files(Path(__file__).parents[1], ("**/*",)))


@cache
def versions() -> dict[str, str]:
    """Return the versions of all that this package stands on: Python, packages and those of theirs, libraries."""
    packages = {name: _version(name) for name in sorted(_needed_by(_PACKAGE, {}))}
    return {
        **packages,
        **{name: _library(*how) for name, how in _LIBRARIES.items()},
        "python": platform.python_version(),
    }


def _needed_by(package: str, known: dict[str, None]) -> dict[str, None]:
    """Return a package and what it needs to run, and what these need; extras and other systems left out."""
    name = canonicalize_name(package)
    if name not in known:
        known[name] = None
        for line in _requires(name):
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                _needed_by(needed.name, known)
    return known


def _requires(name: str) -> list[str]:
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.requires(name) or []
    return []


def _version(name: str) -> str:
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return _ABSENT


def _library(file: str, tells_version: str) -> str:
    """Return the version of a library of the system, as far as it tells; `not found` where it is not there."""
    try:
        library = ctypes.CDLL(file)
    except OSError:
        return _ABSENT
    if not tells_version:
        return "found"
    tell = getattr(library, tells_version)
    tell.restype = ctypes.c_char_p
    return str(tell().decode())


def _files(folder: Path, patterns: Sequence[str]) -> dict[str, Path]:
    """Return the files of a folder by name; caches, prose and hidden files left out."""
    found = sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})
    return {
        file.relative_to(folder).as_posix(): file
        for file in found
        if "__pycache__" not in file.parts and file.suffix != ".md" and not file.name.startswith(".")
    }


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file, which is read piece by piece: it may be larger than the memory.

    Of one that went a moment ago it is that of no bytes, so that it counts as changed.
    """
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return hashlib.sha256().hexdigest()


def _digests(name: str, files: dict[str, Path]) -> dict[str, str]:
    return {f"{name}/{path}": sha256_of(file) for path, file in files.items()}
