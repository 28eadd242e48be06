"""The folder of a month, in which what a build makes takes the place of the one before only when all of it is there.

Until then it waits in `.waiting`: who reads the month has that of before, whole, also if the build is killed; the next
build finds what waits and goes on from there.
"""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.batch.whole_files import OutputFolder

MANIFEST = "manifest.json"
PAGE = "share/index.html"
_WAITING = ".waiting"


@dataclass(frozen=True)
class MonthFolder:
    """What others read of a month, and what waits to take its place; paths are relative to its root."""

    root: Path

    @property
    def published(self) -> OutputFolder:
        """Return what others read."""
        return OutputFolder(self.root)

    @property
    def waiting(self) -> OutputFolder:
        """Return what is made and not published yet; some of it may name persons."""
        return OutputFolder(self.root / _WAITING, private=True)

    def path(self, relative: str) -> Path:
        """Return where the newest version of a file stands."""
        return self._newest(relative).path(relative)

    def sha256(self, relative: str) -> str | None:
        """Return the SHA-256 of the newest version of a file, None if there is none."""
        return self._newest(relative).sha256(relative)

    def _newest(self, relative: str) -> OutputFolder:
        return self.waiting if self.waiting.path(relative).is_file() else self.published

    def write(self, relative: str, content: bytes) -> str:
        """Write a file that is to be published, and return its SHA-256; one that holds these bytes is left alone."""
        digest = hashlib.sha256(content).hexdigest()
        return digest if self.sha256(relative) == digest else self.waiting.write(relative, content)

    def withdraw(self, files: Iterable[str], notice: bytes) -> None:
        """Remove published files at once; the page of the month, which lists them, gives way to a notice first."""
        there = self._published_of(files)
        if there and self.published.path(PAGE).is_file():
            self.published.write(PAGE, notice)
        for path in there:
            self.published.remove(path)

    def publish(self, gone: Iterable[str], notice: bytes) -> None:
        """Put what waits in its place; `gone` are files of the month of before that have no successor.

        Files of two builds never stand side by side, also if this is killed: what is not of the new month goes first,
        then the new comes, last the page that lists it and the manifest. Raises an OSError before anything is touched
        if a folder stands in the place of a file, or a file in that of a folder.
        """
        new = [path for path in self.waiting.files() if path not in (PAGE, MANIFEST)]
        outdated = [*gone, *new]
        self._refuse_what_is_in_the_way([*outdated, PAGE, MANIFEST])
        if self._published_of(outdated) and self.path(PAGE) == self.published.path(PAGE):
            self.waiting.write(PAGE, self.path(PAGE).read_bytes())  # it stays as it is, but for a moment
        self.withdraw(outdated, notice)
        for path in (*new, PAGE, MANIFEST):
            if self.waiting.path(path).is_file():
                self.published.take(self.waiting.path(path), path)
        self.discard()

    def discard(self, files: Iterable[str] | None = None) -> None:
        """Remove what waits: some files, or all."""
        if files is None:
            shutil.rmtree(self.waiting.root, ignore_errors=True)
        for path in files or ():
            self.waiting.remove(path)

    @contextlib.contextmanager
    def for_one_build(self) -> Iterator[None]:
        """Keep other builds out of the folder and leave nothing half-written; raises FolderInUseError."""
        with self.published.for_one_build():
            self.waiting.tidy()
            try:
                yield
            finally:
                self.waiting.tidy()

    def _published_of(self, files: Iterable[str]) -> list[str]:
        return [path for path in files if path != PAGE and self.published.path(path).is_file()]

    def _refuse_what_is_in_the_way(self, files: Iterable[str]) -> None:
        for path in map(self.published.path, files):
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
            for folder in path.parents:
                if folder == self.root:
                    break
                if folder.exists() and not folder.is_dir():
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
