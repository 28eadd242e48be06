"""The folder of reports: its months, each with its record (manifest.json), and the front page and feed of them all.

The new folder of a month is built beside the published one and replaces it in one step: whenever a build is killed,
reports/ holds either the earlier folder or the new one, never a mixture. Only Linux can exchange two folders at once.
Elsewhere there is neither for a moment; if a build is killed then, the next build puts the earlier folder back.
"""

import contextlib
import ctypes
import hashlib
import importlib.metadata
import json
import os
import platform
import shutil
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.core.folders import input_files, locked, remove_left_scratch, sha256_of, write_in_one_step
from analysis.core.problems import ParameterError
from analysis.publish.orders import NOTEBOOKS

MANIFEST = "manifest.json"
# Records what the front page and feed were made from, so that a build can tell without making them if they are right.
_RECORD = ".index.json"
_MONTH = "[0-9][0-9][0-9][0-9]-[0-9][0-9]"
# Months that are being made or replaced, and drafts of the front page, the feed and their record.
_UNFINISHED = (f".{_MONTH}.next", f".{_MONTH}.before", ".*index.*.unfinished", ".*feed.xml.unfinished")
# This folder names persons, so only the account of its owner can open it.
_PRIVATE = "internal"
_CODE = Path(__file__).parents[1]
# The inputs that determine who is a signatory, and which of them may be named.
_ON_PERSONS = ("data/signatories/", "data/decisions/signatories.", "data/decisions/texts.")
# Arguments of renameat2, which exchanges two paths in one step on Linux.
_HERE, _EXCHANGE = -100, 2


@dataclass(frozen=True)
class Manifest:
    """The record of a month: what it was made from, and its outputs by path, each with its SHA-256 and `made_from`.

    `inputs` has the SHA-256 of each file of the data and code and of each notebook that a build runs; `versions` those
    of Python and each installed package; `complete` the orders that were made in full from these, with the names of
    their runs; `released` the released versions, newest first; and `changed` the line on the month for the front page,
    by language. The same inputs and orders give the same record, as it has no times and no absolute paths.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    complete: dict[str, list[str]] = field(default_factory=dict)
    released: list[dict[str, str]] = field(default_factory=list)
    changed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data_dir: Path, notebooks: Path) -> "Manifest":
        """Return the record of a month to be made now, without outputs."""
        files = {f"data/{name}": path for name, path in input_files(data_dir).items()}
        files |= {f"notebooks/{path.name}": path for path in notebooks.glob("*.ipynb") if path.name in NOTEBOOKS}
        code = [path for path in _CODE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        files |= {f"src/analysis/{path.relative_to(_CODE).as_posix()}": path for path in code}
        packages = (each.metadata for each in importlib.metadata.distributions())
        versions = {each["Name"]: each["Version"] for each in packages} | {"python": platform.python_version()}
        return cls({name: sha256_of(path) for name, path in files.items()}, versions)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the record in a month's folder, or an empty one if there is none or it can't be read."""
        try:
            return cls(**json.loads((folder / MANIFEST).read_bytes()))
        except (OSError, ValueError, TypeError):
            return cls()

    @cached_property
    def made_from(self) -> str:
        """Return one SHA-256 of all inputs and versions."""
        return hashlib.sha256(json.dumps([self.inputs, self.versions], sort_keys=True).encode()).hexdigest()

    @property
    def on_persons(self) -> dict[str, str]:
        """Return the inputs that say who signed and who may be named."""
        return {name: digest for name, digest in self.inputs.items() if name.startswith(_ON_PERSONS)}

    def unchanged(self, folder: Path, made_from: str | None = None) -> set[str]:
        """Return the outputs that are in a folder as they were made; with `made_from`, only those of these inputs."""
        of_these = {path: entry for path, entry in self.outputs.items() if made_from in (None, entry["made_from"])}
        there = {path: entry for path, entry in of_these.items() if (folder / path).is_file()}
        return {path for path, entry in there.items() if sha256_of(folder / path) == entry["sha256"]}


class MonthFolder:
    """The published folder of a month, `root`, with its record `before`, and the new one, `next`, with `manifest`."""

    def __init__(self, root: Path, manifest: Manifest) -> None:
        """Read the record of the published month; nothing is written yet."""
        self.root, self.manifest, self.before = root, manifest, Manifest.read(root)
        self.next = root.with_name(f".{root.name}.next")

    def is_complete(self, order: str) -> bool:
        """Return whether the published month has all of an order, made from the same inputs as the new folder."""
        current = self.before.unchanged(self.root, self.manifest.made_from)
        return order in self.before.complete and current == set(self.before.outputs)

    def begin(self) -> None:
        """Start an empty new folder, after repairing what killed builds left behind."""
        _clear_unfinished(self.root.parent)
        self.before = Manifest.read(self.root)  # another build may have replaced it
        self.next.mkdir(mode=0o700, parents=True)  # for its owner only, as it may name persons

    def write(self, files: dict[str, bytes]) -> None:
        """Write files into the new folder, given their content by path."""
        for path, content in files.items():
            self._put(path, content)
            digest = hashlib.sha256(content).hexdigest()
            self.manifest.outputs[path] = {"sha256": digest, "made_from": self.manifest.made_from}

    def keep(self, *paths: str) -> None:
        """Copy files of the published folder into the new one, unchanged."""
        for path in paths:
            self._put(path, (self.root / path).read_bytes())
            self.manifest.outputs[path] = self.before.outputs[path]

    def keep_added_by_hand(self) -> None:
        """Keep the files in internal/ that no build made, such as a filled-in review sheet."""
        for file in sorted(self.root.glob(f"{_PRIVATE}/**/*")):
            path = file.relative_to(self.root).as_posix()
            is_known = path in self.before.outputs or path in self.manifest.outputs
            # A notebook that neither record has was left by an earlier build.
            if file.is_file() and file.suffix != ".ipynb" and not is_known:
                self._put(path, file.read_bytes())

    def publish(self) -> None:
        """Write the record of the new folder, and replace the published folder with it."""
        record = json.dumps(asdict(self.manifest), indent=1, sort_keys=True, ensure_ascii=False)
        self._put(MANIFEST, f"{record}\n".encode())
        for path in self.next.rglob("*"):
            if path.is_dir():
                path.chmod(0o700 if _PRIVATE in path.relative_to(self.next).parts else 0o755)
        self.next.chmod(0o755)
        # Only Linux can exchange two folders in one step.
        exchange, new, old = getattr(ctypes.CDLL(None), "renameat2", None), *map(os.fsencode, (self.next, self.root))
        if not self.root.exists():
            self.next.rename(self.root)
        elif not exchange or exchange(_HERE, new, _HERE, old, _EXCHANGE) != 0:
            self.root.rename(self.root.with_name(f".{self.root.name}.before"))
            self.next.rename(self.root)
        _clear_unfinished(self.root.parent)

    def _put(self, path: str, content: bytes) -> None:
        file = self.next / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        # The record is private, as the checksum of a file with counts of persons would confirm a guess.
        is_private = path.startswith(f"{_PRIVATE}/") or path == MANIFEST
        file.chmod(0o600 if is_private else 0o644)


def _unfinished(out_dir: Path) -> list[Path]:
    """Return what a build that is running or was killed has beside the months in the folder of reports."""
    return [path for pattern in _UNFINISHED for path in out_dir.glob(pattern)]


def _clear_unfinished(out_dir: Path) -> None:
    """Put back a month that was moved but not yet replaced, and remove whatever else was left beside the months."""
    for left in _unfinished(out_dir):
        root = left.with_name(left.stem.removeprefix("."))
        if left.suffix == ".before" and not root.exists():
            left.rename(root)
        elif left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def months_in(out_dir: Path) -> dict[Path, Manifest]:
    """Return the folders of the months that have a page, with their records, oldest first."""
    folders = [page.parents[1] for page in sorted(out_dir.glob(f"{_MONTH}/share/index.html"))]
    return {folder: Manifest.read(folder) for folder in folders}


def put_right(out_dir: Path) -> None:
    """Repair what killed builds left, and write the front page and feed again if they do not fit the months."""
    remove_left_scratch()
    recorded: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        recorded = json.loads((out_dir / _RECORD).read_bytes())
    if _unfinished(out_dir) or recorded != _state(out_dir):
        with contextlib.suppress(ParameterError), locked(out_dir, wait=False):  # else a running build repairs it
            _clear_unfinished(out_dir)
            write_front_page_and_feed(out_dir)


def write_front_page_and_feed(out_dir: Path) -> None:
    """Write reports/index.html with all months, and reports/feed.xml with their released versions."""
    from analysis.publish.index_pages import feed_of, front_page

    made = {folder.name: manifest for folder, manifest in months_in(out_dir).items()}
    write_in_one_step(out_dir / "index.html", front_page(made), 0o644)
    write_in_one_step(out_dir / "feed.xml", feed_of(made), 0o644)
    write_in_one_step(out_dir / _RECORD, json.dumps(_state(out_dir)).encode(), 0o600)


def _state(out_dir: Path) -> dict[str, Any]:
    """Return what the front page and feed are made from, and the SHA-256 of both; empty for a folder without months."""
    months = {folder.name: [month.released, month.changed] for folder, month in months_in(out_dir).items()}
    pages = {page.name: sha256_of(page) for page in (out_dir / "index.html", out_dir / "feed.xml") if page.is_file()}
    return {"months": months, "pages": pages} if months else {}
