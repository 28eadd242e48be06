"""The folder of a month: the next month is built beside the published one, and replaces it in one step when complete.

Whenever a build is killed, reports/ holds either the earlier month or the new one, never a mixture.
"""

import ctypes
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

# This folder names persons: only the account of its owner can open it.
PRIVATE = "internal"
# Arguments of renameat2, which exchanges two paths in one step on Linux.
_HERE, _EXCHANGE = -100, 2


@dataclass(frozen=True)
class MonthFolder:
    """The month that is published in `root`, and the next one, which is built beside it."""

    root: Path

    @property
    def next(self) -> Path:
        """Return where the next month is built; only its owner can open it, as it may name persons."""
        return self.root.with_name(f".{self.root.name}.next")

    @property
    def _before(self) -> Path:
        return self.root.with_name(f".{self.root.name}.before")

    def begin(self) -> None:
        """Start an empty next month, after repairing what a build that was killed left behind."""
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
        """Put a file of the published month into the next one, unchanged."""
        file = self._place(path)
        try:
            os.link(self.root / path, file)
        except OSError:  # a file system without hard links
            shutil.copyfile(self.root / path, file)
        file.chmod(_mode(path))

    def publish(self) -> None:
        """Replace the published month by the next one."""
        self.next.chmod(0o755)
        if not self.root.exists():
            self.next.rename(self.root)
        elif not _exchanged(self.next, self.root):
            self.root.rename(self._before)
            self.next.rename(self.root)
        for left in (self.next, self._before):
            shutil.rmtree(left, ignore_errors=True)

    def discard(self) -> None:
        """Remove the next month."""
        shutil.rmtree(self.next, ignore_errors=True)

    def added_by_hand(self, known: set[str]) -> list[str]:
        """Return the files in internal/ of the published month that no build made, such as a filled-in review sheet.

        `known` are the files that a build made. Notebooks are left out: an unknown one is of an earlier build.
        """
        found = (path.relative_to(self.root).as_posix() for path in sorted(self.root.glob(f"{PRIVATE}/**/*")))
        added = [path for path in found if path not in known and not path.endswith(".ipynb")]
        return [path for path in added if (self.root / path).is_file()]

    def _place(self, path: str) -> Path:
        folder = self.next
        for part in path.split("/")[:-1]:
            folder = folder / part
            _make(folder, private=path.split("/")[0] == PRIVATE)
        return self.next / path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file so that a reader meets the old content or the new, never half of it."""
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
    """Exchange two folders in one step; return False where the system can't, which only Linux can."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
