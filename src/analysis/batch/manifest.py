"""What a month was made from and what came out: inputs and outputs with their SHA-256, parameters and versions."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.batch.inputs import digests_of, versions
from analysis.batch.month_folder import MANIFEST, MonthFolder
from analysis.batch.whole_files import OutputFolder
from analysis.sources import limits

# No path of an output comes near; longer ones some systems refuse.
_LONGEST = 200
# The inputs that say who signed, and who of them may be named.
_ON_PERSONS = ("data/signatories/", "data/decisions/signatories.")


@dataclass(frozen=True)
class Manifest:
    """The record of one month.

    `inputs`: file -> SHA-256. `outputs`: file -> its SHA-256 and the fingerprint of what it was made from.
    `complete`: orders that were made in full from these inputs -> their runs. `expected`: path of a briefing -> the
    fingerprint of what it is made from now; what is not in it rests on all inputs and versions.
    No times and no absolute paths. The same inputs and orders give the same manifest; `commit` is that of the last
    build that made something.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    commit: str | None = None
    complete: dict[str, list[str]] = field(default_factory=dict)
    expected: dict[str, str] = field(default_factory=dict)

    @cached_property
    def made_from(self) -> str:
        """Return the SHA-256 of all inputs and versions."""
        return hashlib.sha256(json.dumps([self.inputs, self.versions], sort_keys=True).encode()).hexdigest()

    def with_outputs(self, files: dict[str, str]) -> "Manifest":
        """Return the manifest with files added (path -> SHA-256) that were made from its inputs."""
        added = {path: {"sha256": digest, "made_from": self._made_from(path)} for path, digest in files.items()}
        return replace(self, outputs={**self.outputs, **added})

    def without_outputs(self, files: Iterable[str]) -> "Manifest":
        """Return the manifest without some files; an order that was made in full may lack one then."""
        gone = set(files)
        left = {path: entry for path, entry in self.outputs.items() if path not in gone}
        return replace(self, outputs=left, complete=self.complete if left == self.outputs else {})

    def with_all_of(self, order: str, runs: list[str]) -> "Manifest":
        """Return the manifest of a folder in which an order was made in full, and nothing is of other inputs."""
        return replace(self, complete={**self.complete, order: runs})

    def current_outputs(self) -> set[str]:
        """Return the files that were made from these inputs."""
        return {path for path, entry in self.outputs.items() if entry["made_from"] == self._made_from(path)}

    def _made_from(self, path: str) -> str:
        return self.expected.get(path, self.made_from)

    def is_current(self, path: str, folder: OutputFolder | MonthFolder) -> bool:
        """Return whether a file was made from these inputs and has not been touched since."""
        entry = self.outputs.get(path)
        return bool(entry) and entry == {"sha256": folder.sha256(path), "made_from": self._made_from(path)}

    def all_of(self, order: str, folder: MonthFolder) -> list[str] | None:
        """Return the runs of an order that was made in full, if no file has been touched since; else None."""
        untouched = all(entry["sha256"] == folder.sha256(path) for path, entry in self.outputs.items())
        return self.complete.get(order) if untouched else None

    def reads_other_lists(self, folder: MonthFolder) -> bool:
        """Return whether what is in the folder may rest on other lists of signatories, or other rulings on them.

        Of a build that was killed while it published, some of what waited stands in the month already.
        """
        waiting = [folder.waiting] if folder.waiting.files() else []
        before = [_recorded(each, "inputs") for each in (folder.published, *waiting)]
        return any(inputs is None or _on_persons(inputs) != _on_persons(self.inputs) for inputs in before)

    def without_successor(self, folder: MonthFolder) -> set[str]:
        """Return the published files of earlier builds that are no part of the month any more."""
        return set(_entries(folder.published)) - set(self.outputs)

    def to_json(self) -> bytes:
        """Return the text of manifest.json."""
        record = {
            "parameters": self.parameters,
            "commit": self.commit,
            "versions": self.versions,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "complete": self.complete,
        }
        return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def with_record_of_before(manifest: Manifest, folder: MonthFolder) -> Manifest:
    """Return the manifest with what the month's folder says of earlier builds.

    What it says in another form than `to_json` gives counts as not said: then it is made again.
    """
    entries = _entries(folder.published)
    there = {path: entry for path, entry in entries.items() if folder.published.path(path).is_file()}
    same = (_recorded(folder.published, "inputs"), _recorded(folder.published, "versions"))
    as_before = same == (manifest.inputs, manifest.versions) and there == _recorded(folder.published, "outputs")
    complete = _recorded(folder.published, "complete") if as_before else None
    made = {order: runs for order, runs in (complete or {}).items() if order.isprintable() and _is_texts(runs)}
    return replace(manifest, outputs=there, complete=made)


def with_record_of_waiting(manifest: Manifest, folder: MonthFolder) -> Manifest:
    """Return the manifest with what a build left waiting that did not end, as far as it is of these inputs.

    Of one that was killed while it published, some has its place already: of whatever inputs that is.
    """
    waiting = _entries(folder.waiting)
    if not waiting:
        return manifest
    newest = replace(manifest, outputs={**manifest.outputs, **waiting}, complete={})
    published = {path for path, entry in waiting.items() if folder.published.sha256(path) == entry["sha256"]}
    good = {path for path in waiting if newest.is_current(path, folder)} | published
    return replace(newest, outputs={**manifest.outputs, **{path: waiting[path] for path in good}})


def _entries(folder: OutputFolder) -> dict[str, dict[str, str]]:
    """Return the outputs that a manifest lists, each if it is said as it should be."""
    listed = _recorded(folder, "outputs") or {}
    return {path: said for path, entry in listed.items() if _is_inside(path) and (said := _entry(entry))}


def _entry(entry: Any) -> dict[str, str]:
    """Return what is said of an output, nothing if it is not said as it should be."""
    said = [entry.get(name) for name in ("sha256", "made_from")] if isinstance(entry, dict) else [None]
    return {"sha256": str(said[0]), "made_from": str(said[1])} if _is_texts(said) else {}


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.isprintable() for each in value)


def _is_inside(path: str) -> bool:
    """Return whether a path stays in its folder: what a manifest names may be removed."""
    parts = path.split("/")
    return (
        len(path) < _LONGEST
        and path.isprintable()
        and "\\" not in path
        and ":" not in path
        and not {"", ".", ".."} & set(parts)
    )


def _recorded(folder: OutputFolder, part: str) -> dict[str, Any] | None:
    """Return a part of the month's manifest, None if it can't be read."""
    file = folder.path(MANIFEST)
    try:
        found = json.loads(file.read_bytes())[part] if file.stat().st_size <= limits.TABLE_BYTES else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _on_persons(inputs: dict[str, str]) -> dict[str, str]:
    return {path: digest for path, digest in inputs.items() if path.startswith(_ON_PERSONS)}


def manifest_of(project: Path, data_dir: Path, notebooks: Path, **parameters: Any) -> Manifest:
    """Return the manifest of a build before anything is made: what is read, in which versions."""
    return Manifest(digests_of(data_dir, notebooks), versions(), parameters=parameters, commit=_commit(project))


def _commit(project: Path) -> str | None:
    """Return the commit of the working tree, None outside git."""
    git = shutil.which("git")
    if git is None or not (project / ".git").exists():
        return None
    answer = subprocess.run([git, "-C", str(project), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None
