"""The record of a month in manifest.json: the inputs it was made from and the files that were made, with SHA-256."""

import hashlib
import importlib.metadata
import json
import platform
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.core.folders import input_files, sha256_of
from analysis.publish.orders import MANIFEST

_ABSENT = "not found"
_PACKAGE = "briefing-1300-deal"
_CODE = Path(__file__).parents[1]
# The inputs that decide who is a signatory and who of them may be named.
_ON_PERSONS = ("data/signatories/", "data/decisions/signatories.")


@dataclass(frozen=True)
class Inputs:
    """The SHA-256 of every file from which a month is made, by its path in the repository, and package versions."""

    files: dict[str, str]
    versions: dict[str, str]

    @classmethod
    def of(cls, data_dir: Path, notebooks: Path) -> "Inputs":
        """Return the inputs of a build: data, notebooks, the code of this package, and versions."""
        data = {f"data/{name}": sha256_of(path) for name, path in input_files(data_dir).items()}
        shown = {f"notebooks/{path.name}": sha256_of(path) for path in sorted(notebooks.glob("*.ipynb"))}
        return cls({**data, **shown, **code_digests()}, versions())

    @property
    def sha256(self) -> str:
        """Return one SHA-256 of all files and versions."""
        return hashlib.sha256(json.dumps([self.files, self.versions], sort_keys=True).encode()).hexdigest()

    def changed_since(self, before: "Inputs") -> list[str]:
        """Return the names of the files that differ."""
        return sorted({name for name, _ in self.files.items() ^ before.files.items()})

    @property
    def on_persons(self) -> dict[str, str]:
        """Return the files that say who signed and who may be named."""
        return {name: digest for name, digest in self.files.items() if name.startswith(_ON_PERSONS)}


def code_digests() -> dict[str, str]:
    """Return the SHA-256 of each file of this package: code, sentences, templates, fonts."""
    files = (path for path in sorted(_CODE.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {f"src/analysis/{path.relative_to(_CODE).as_posix()}": sha256_of(path) for path in files}


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python and of every package that this one needs, directly or indirectly.

    Optional dependencies and those for other systems are left out.
    """
    found: dict[str, str] = {}
    waiting = [_PACKAGE]
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        found[name] = _ABSENT
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
            needed = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [each.name for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    return {**dict(sorted(found.items())), "python": platform.python_version()}


def commit_of(project: Path) -> str | None:
    """Return the commit of the working tree, None outside git."""
    git = shutil.which("git")
    if git is None or not (project / ".git").exists():
        return None
    answer = subprocess.run([git, "-C", str(project), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


@dataclass(frozen=True)
class Manifest:
    """What a month was made from, and its outputs: path -> SHA-256, and the hash of the inputs (`made_from`).

    `complete` has the orders that were made in full from these inputs, with the names of their runs. `released` has the
    released versions of the month, newest first, with their day and what each corrected. There are no times and no
    absolute paths in it: the same inputs and orders give the same manifest, except for `commit`, the last build's.
    """

    inputs: Inputs
    parameters: dict[str, str] = field(default_factory=dict)
    commit: str | None = None
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    complete: dict[str, list[str]] = field(default_factory=dict)
    released: list[dict[str, str]] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Return the record of a month's folder; an empty one if there is none or it can't be read."""
        try:
            found = json.loads((folder / MANIFEST).read_bytes())
            inputs = Inputs(found["inputs"], found["versions"])
            return cls(inputs, outputs=found["outputs"], complete=found["complete"], released=found["released"])
        except (OSError, ValueError, KeyError, TypeError):
            return cls(Inputs({}, {}))

    def current(self, inputs: Inputs) -> set[str]:
        """Return the outputs that were made from these inputs."""
        return {path for path, entry in self.outputs.items() if entry["made_from"] == inputs.sha256}

    def unchanged(self, folder: Path, paths: set[str]) -> set[str]:
        """Return which of some outputs are in a folder unchanged since they were made."""
        files = {path: folder / path for path in paths}
        return {p for p, file in files.items() if file.is_file() and sha256_of(file) == self.outputs[p]["sha256"]}

    def runs_of(self, order_name: str, inputs: Inputs, folder: Path) -> list[str] | None:
        """Return the runs of an order if it was made in full from these inputs and nothing changed since, else None."""
        paths = set(self.outputs)
        if self.inputs != inputs or self.current(inputs) != paths or self.unchanged(folder, paths) != paths:
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
