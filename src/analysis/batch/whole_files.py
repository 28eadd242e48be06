"""Files that are there whole or not at all, also when a build is killed halfway."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.locked_folder import locked

# What is being written lies here, inside the same folder tree: only there is the final rename a single step.
_UNFINISHED = ".unfinished"
# Folders with names of persons in them: for the analyst's eyes only.
_PRIVATE = "internal"


@dataclass(frozen=True)
class OutputFolder:
    """A folder in which every file is written whole; paths are relative to it, with `/` between their parts."""

    root: Path

    def path(self, relative: str) -> Path:
        """Return where a file stands."""
        return self.root / relative

    def sha256(self, relative: str) -> str | None:
        """Return the SHA-256 of a file, None if it is not there."""
        path = self.path(relative)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def write(self, relative: str, content: bytes) -> str:
        """Write a file in one step and return its SHA-256; one that holds these bytes already is left alone."""
        digest = hashlib.sha256(content).hexdigest()
        if self.sha256(relative) != digest:
            private = relative.split("/")[0] == _PRIVATE
            draft = self.root / _UNFINISHED / relative.replace("/", "~")
            _make_folder(draft.parent, private=True)
            self._make_parents(relative, private=private)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            draft.chmod(0o600 if private else 0o644)
            draft.replace(self.path(relative))
        return digest

    def remove(self, relative: str) -> None:
        """Remove a file, if it is there."""
        self.path(relative).unlink(missing_ok=True)

    @contextlib.contextmanager
    def for_one_build(self, wait: bool = False) -> Iterator[None]:
        """Keep other builds out of the folder and leave nothing unfinished; raises FolderInUseError, or waits."""
        _make_folder(self.root)
        with locked(self.root, wait):
            shutil.rmtree(self.root / _UNFINISHED, ignore_errors=True)
            _close_to_others(self.root / _PRIVATE)
            try:
                yield
            finally:
                shutil.rmtree(self.root / _UNFINISHED, ignore_errors=True)

    def _make_parents(self, relative: str, private: bool) -> None:
        folder = self.root
        for part in relative.split("/")[:-1]:
            folder = folder / part
            _make_folder(folder, private=private)


def _make_folder(folder: Path, private: bool = False) -> None:
    folder.mkdir(mode=0o700 if private else 0o755, parents=True, exist_ok=True)
    if private:
        folder.chmod(0o700)


def _close_to_others(folder: Path) -> None:
    """Take from everybody but the owner what lies in a folder: copied back, say, it is open to all."""
    if folder.is_dir() and not folder.is_symlink():
        folder.chmod(0o700)
        for path in folder.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)
