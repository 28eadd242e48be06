"""What a month was made from and what came out: inputs and outputs with their SHA-256, parameters and versions."""

import hashlib
import importlib.metadata
import json
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.batch.whole_files import OutputFolder

MANIFEST = "manifest.json"
# The inputs that say who signed, and who of them may be named.
_ON_PERSONS = ("data/signatories/", "data/decisions/signatories.")

# The packages that decide what a number, a chart or a page looks like.
_PACKAGES = (
    "babel",
    "briefing-1300-deal",
    "ipykernel",
    "jinja2",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "weasyprint",
    "xlsxwriter",
)


@dataclass(frozen=True)
class Manifest:
    """The record of one month.

    `inputs`: file -> SHA-256. `outputs`: file -> its SHA-256 and the fingerprint of what it was made from.
    No times and no absolute paths: the same inputs give the same manifest.
    """

    inputs: dict[str, str] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    parameters: dict[str, Any] = field(default_factory=dict)
    commit: str | None = None

    @cached_property
    def made_from(self) -> str:
        """Return the SHA-256 of inputs and versions: whatever changes it, remakes (a path says the rest)."""
        return hashlib.sha256(json.dumps([self.inputs, self.versions], sort_keys=True).encode()).hexdigest()

    def with_outputs(self, files: dict[str, str]) -> "Manifest":
        """Return the manifest with files added (path -> SHA-256) that were made from its inputs."""
        added = {path: {"sha256": digest, "made_from": self.made_from} for path, digest in files.items()}
        return replace(self, outputs={**self.outputs, **added})

    def without_outputs(self, files: Iterable[str]) -> "Manifest":
        """Return the manifest without some files."""
        gone = set(files)
        return replace(self, outputs={path: entry for path, entry in self.outputs.items() if path not in gone})

    def current_outputs(self) -> set[str]:
        """Return the files that were made from these inputs."""
        return {path for path, entry in self.outputs.items() if entry["made_from"] == self.made_from}

    def is_current(self, path: str, folder: OutputFolder) -> bool:
        """Return whether a file was made from these inputs and has not been touched since."""
        return path in self.current_outputs() and self.outputs[path]["sha256"] == folder.sha256(path)

    def reads_other_lists(self, folder: OutputFolder) -> bool:
        """Return whether the manifest in the folder lists other signatories, or rulings on them; False without one."""
        before = _recorded(folder, "inputs")
        return before is not None and _on_persons(before) != _on_persons(self.inputs)

    def to_json(self) -> bytes:
        """Return the text of manifest.json."""
        record = {
            "parameters": self.parameters,
            "commit": self.commit,
            "versions": self.versions,
            "inputs": self.inputs,
            "outputs": self.outputs,
        }
        return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def outputs_of_before(folder: OutputFolder) -> dict[str, dict[str, str]]:
    """Return the outputs that the month's manifest lists and that are still there; none if it can't be read."""
    try:
        listed = _recorded(folder, "outputs") or {}
        entries = {path: {"sha256": entry["sha256"], "made_from": entry["made_from"]} for path, entry in listed.items()}
    except (KeyError, TypeError):
        return {}
    return {path: entry for path, entry in entries.items() if folder.path(path).is_file()}


def _recorded(folder: OutputFolder, part: str) -> dict[str, Any] | None:
    """Return a part of the month's manifest, None if it can't be read."""
    try:
        found = json.loads(folder.path(MANIFEST).read_bytes())[part]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if isinstance(found, dict) else None


def _on_persons(inputs: dict[str, str]) -> dict[str, str]:
    return {path: digest for path, digest in inputs.items() if path.startswith(_ON_PERSONS)}


def manifest_of(project: Path, data_dir: Path, notebooks: Path, **parameters: Any) -> Manifest:
    """Return the manifest of a build before anything is made: what is read, in which versions."""
    return Manifest(
        inputs={
            **_digests(data_dir, "data", ["*.csv", "*.json", "*.toml", "signatories/**/*", "decisions/*"]),
            **_digests(notebooks, "notebooks", ["*.ipynb"]),
            **_digests(Path(__file__).parents[1], "src/analysis", ["**/*"]),
        },
        versions=_versions(),
        parameters=parameters,
        commit=_commit(project),
    )


def _digests(folder: Path, name: str, patterns: list[str]) -> dict[str, str]:
    """Return file -> SHA-256 of the files of a folder, named as in the repository; caches and prose left out."""
    files = sorted({file for pattern in patterns for file in folder.glob(pattern) if file.is_file()})
    return {
        f"{name}/{file.relative_to(folder).as_posix()}": hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if "__pycache__" not in file.parts and file.suffix != ".md" and not file.name.startswith(".")
    }


def _versions() -> dict[str, str]:
    packages = {name: importlib.metadata.version(name) for name in _PACKAGES}
    return {**packages, "python": platform.python_version()}


def _commit(project: Path) -> str | None:
    """Return the commit of the working tree, None outside git."""
    git = shutil.which("git")
    if git is None or not (project / ".git").exists():
        return None
    answer = subprocess.run([git, "-C", str(project), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None
