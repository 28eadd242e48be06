"""The folder of a month: it is built beside the one that is there, and takes its place in one step when it is complete.

Killed at any moment, reports/ has the month of before or the new one.
"""

import ctypes
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

# Names of persons are in there: it is for the owner's account alone.
PRIVATE = "internal"
# Linux: rename two paths into each other's place (renameat2).
_HERE, _EXCHANGE = -100, 2


@dataclass(frozen=True)
class MonthFolder:
    """The month that is published in `root`, and the next one, which is built beside it."""

    root: Path

    @property
    def next(self) -> Path:
        """Return where the next month is built; it may name persons and is closed to others."""
        return self.root.with_name(f".{self.root.name}.next")

    @property
    def _before(self) -> Path:
        return self.root.with_name(f".{self.root.name}.before")

    def begin(self) -> None:
        """Start with nothing, and put right what a build that was killed left."""
        if self._before.exists() and not self.root.exists():
            self._before.rename(self.root)
        for left in (self.next, self._before):
            shutil.rmtree(left, ignore_errors=True)
        _make(self.next, private=True)

    def write(self, path: str, content: bytes) -> None:
        """Write a file of the next month."""
        file = self._place(path)
        file.write_bytes(content)
        file.chmod(_mode(path))

    def keep(self, path: str) -> None:
        """Take a file of the published month over into the next one."""
        file = self._place(path)
        try:
            os.link(self.root / path, file)
        except OSError:  # a file system without hard links
            shutil.copyfile(self.root / path, file)
        file.chmod(_mode(path))

    def publish(self) -> None:
        """Put the next month in the place of the one that is published."""
        self.next.chmod(0o755)
        if not self.root.exists():
            self.next.rename(self.root)
        elif not _exchanged(self.next, self.root):
            self.root.rename(self._before)
            self.next.rename(self.root)
        for left in (self.next, self._before):
            shutil.rmtree(left, ignore_errors=True)

    def discard(self) -> None:
        """Leave nothing of the next month."""
        shutil.rmtree(self.next, ignore_errors=True)

    def close_to_others(self) -> None:
        """Take from everybody but the owner what may name persons: copied back, say, it is open to all."""
        internal = self.root / PRIVATE
        for path in [internal, *internal.rglob("*")] if internal.is_dir() and not internal.is_symlink() else []:
            if not path.is_symlink():
                path.chmod(0o700 if path.is_dir() else 0o600)

    def others(self, known: set[str]) -> list[str]:
        """Return what a person put beside the published month: in share/ and in notebooks there is no such thing."""
        found = (path.relative_to(self.root) for path in sorted(self.root.rglob("*")) if path.is_file())
        own = (path for path in found if path.parts[0] != "share" and path.suffix != ".ipynb")
        return [path.as_posix() for path in own if path.as_posix() not in known and not path.as_posix().startswith(".")]

    def _place(self, path: str) -> Path:
        folder = self.next
        for part in path.split("/")[:-1]:
            folder = folder / part
            _make(folder, private=path.split("/")[0] == PRIVATE)
        return self.next / path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that others read in one step."""
    draft = file.with_name(f".{file.name}.next")
    draft.write_bytes(content)
    draft.chmod(0o644)
    draft.replace(file)


def _mode(path: str) -> int:
    return 0o600 if path.split("/")[0] == PRIVATE else 0o644


def _make(folder: Path, private: bool = False) -> None:
    folder.mkdir(mode=0o700 if private else 0o755, parents=True, exist_ok=True)
    if private:
        folder.chmod(0o700)


def _exchanged(one: Path, other: Path) -> bool:
    """Return whether two folders took each other's place, which only Linux does in one step."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
