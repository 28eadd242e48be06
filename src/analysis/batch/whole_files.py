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
    """A folder in which every file is written whole; paths are relative to it, with `/` between their parts.

    `private`: all of it is closed to others, not only what may name persons.
    """

    root: Path
    private: bool = False

    def path(self, relative: str) -> Path:
        """Return where a file stands."""
        return self.root / relative

    def sha256(self, relative: str) -> str | None:
        """Return the SHA-256 of a file, None if it is not there."""
        path = self.path(relative)
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None

    def files(self) -> list[str]:
        """Return the files that are there, less what is unfinished."""
        found = (path.relative_to(self.root) for path in sorted(self.root.rglob("*")) if path.is_file())
        return [path.as_posix() for path in found if _UNFINISHED not in path.parts]

    def write(self, relative: str, content: bytes) -> str:
        """Write a file in one step and return its SHA-256; one that holds these bytes already is left alone."""
        digest = hashlib.sha256(content).hexdigest()
        if self.sha256(relative) != digest:
            _make_folder(self.root, private=self.private)
            draft = self.root / _UNFINISHED / relative.replace("/", "~")
            _make_folder(draft.parent, private=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            self.take(draft, relative)
        return digest

    def take(self, source: Path, relative: str) -> None:
        """Move a whole file from elsewhere on the same disk to its place, in one step."""
        private = self.private or relative.split("/")[0] == _PRIVATE
        folder = self.root
        for part in relative.split("/")[:-1]:
            folder = folder / part
            _make_folder(folder, private=private)
        source.chmod(0o600 if private else 0o644)
        source.replace(self.root / relative)

    def remove(self, relative: str) -> None:
        """Remove a file, if it is there."""
        self.path(relative).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Leave nothing unfinished."""
        shutil.rmtree(self.root / _UNFINISHED, ignore_errors=True)

    @contextlib.contextmanager
    def for_one_build(self, wait: bool = False) -> Iterator[None]:
        """Keep other builds out of the folder and leave nothing unfinished; raises FolderInUseError, or waits."""
        _make_folder(self.root)
        with locked(self.root, wait):
            self.tidy()
            _close_to_others(self.root / _PRIVATE)
            try:
                yield
            finally:
                self.tidy()


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
