"""The record of a month in manifest.json: what it was made from, and what was made."""

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from analysis.core.folders import sha256_of
from analysis.publish.inputs import Inputs
from analysis.publish.orders import MANIFEST

_LARGEST_BYTES = 5_000_000


@dataclass(frozen=True)
class Manifest:
    """What a month was made from, and its outputs: path -> SHA-256 and the hash of the inputs of which it was made.

    `complete`: orders that were made in full of these inputs -> the names of their runs. `released`: the versions
    of the month, newest first, with their day and what each corrected. No times and no absolute
    paths: the same inputs and orders give the same manifest, but for `commit`, that of the last build.
    """

    inputs: Inputs
    parameters: dict[str, str] = field(default_factory=dict)
    commit: str | None = None
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    complete: dict[str, list[str]] = field(default_factory=dict)
    released: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the record of a folder; one that is not there or can't be read counts as one of nothing."""
        file = folder / MANIFEST
        try:
            found = json.loads(file.read_bytes()) if file.stat().st_size <= _LARGEST_BYTES else {}
            outputs = {path: _entry(entry) for path, entry in found["outputs"].items() if _is_inside(path)}
            complete = {order: _names(runs) for order, runs in found["complete"].items()}
            released = [_version(row) for row in found.get("released", [])]
            inputs = Inputs(dict(found["inputs"]), dict(found["versions"]))
            record = cls(inputs, {}, None, outputs, complete, released)
            record.to_json()  # raises ValueError for half of a character, which no file can hold
            return record
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls(Inputs({}, {}))

    def current(self, inputs: Inputs) -> set[str]:
        """Return the outputs that were made of these inputs."""
        return {path for path, entry in self.outputs.items() if entry["made_from"] == inputs.sha256}

    def untouched(self, folder: Path, paths: set[str]) -> set[str]:
        """Return those of some outputs that are in a folder as they were made."""
        files = {path: folder / path for path in paths}
        return {p for p, file in files.items() if file.is_file() and sha256_of(file) == self.outputs[p]["sha256"]}

    def runs_of(self, order_name: str, inputs: Inputs, folder: Path) -> list[str] | None:
        """Return the runs of an order that was made in full of these inputs and is there unchanged, else None."""
        paths = set(self.outputs)
        if self.inputs != inputs or self.current(inputs) != paths or self.untouched(folder, paths) != paths:
            return None
        return self.complete.get(order_name)

    def to_json(self) -> bytes:
        """Return the text of manifest.json."""
        record = {
            "parameters": self.parameters,
            "commit": self.commit,
            "versions": self.inputs.versions,
            "inputs": self.inputs.files,
            "outputs": self.outputs,
            "complete": self.complete,
            "released": self.released,
        }
        return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _entry(entry: Any) -> dict[str, str]:
    return {"sha256": str(entry["sha256"]), "made_from": str(entry["made_from"])}


def _version(row: Any) -> dict[str, str]:
    date.fromisoformat(row["released_on"])
    return {str(name): str(text) for name, text in row.items()} | {"version": str(int(row["version"]))}


def _names(runs: Any) -> list[str]:
    if not isinstance(runs, list):
        raise TypeError("the runs of an order are a list of names")
    return [str(run) for run in runs]


def _is_inside(path: str) -> bool:
    """Return whether a path is below its folder: what a manifest names may be linked or removed."""
    return path.isprintable() and "\\" not in path and ":" not in path and not {"", ".", ".."} & set(path.split("/"))
