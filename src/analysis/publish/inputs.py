"""What a build reads, each file with its SHA-256, the versions of what it uses, and one hash of all of it."""

import hashlib
import importlib.metadata
import json
import platform
import shutil
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from analysis.core.folders import input_files, sha256_of

_ABSENT = "not found"
_PACKAGE = "briefing-1300-deal"
_CODE = Path(__file__).parents[1]
# The inputs that say who signed, and who of them may be named.
_ON_PERSONS = ("data/signatories/", "data/decisions/signatories.")


@dataclass(frozen=True)
class Inputs:
    """The SHA-256 of every file that decides what a month looks like, and the versions of every package."""

    files: dict[str, str]
    versions: dict[str, str]

    @classmethod
    def of(cls, data_dir: Path, notebooks: Path) -> "Inputs":
        """Read the files; they are named as in the repository."""
        data = {f"data/{name}": sha256_of(path) for name, path in input_files(data_dir).items()}
        shown = {f"notebooks/{path.name}": sha256_of(path) for path in sorted(notebooks.glob("*.ipynb"))}
        return cls({**data, **shown, **code_digests()}, versions())

    @property
    def sha256(self) -> str:
        """Return one hash of everything."""
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
    """Return the versions of all that this package needs: Python, packages and what these need."""
    packages = {name: _version(name) for name in sorted(_needed_by([_PACKAGE]))}
    return {**packages, "python": platform.python_version()}


def commit_of(project: Path) -> str | None:
    """Return the commit of the working tree, None outside git."""
    git = shutil.which("git")
    if git is None or not (project / ".git").exists():
        return None
    answer = subprocess.run([git, "-C", str(project), "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None


def _needed_by(packages: Sequence[str]) -> set[str]:
    """Return some packages, what they need to run, and what these need; extras and other systems left out."""
    known: set[str] = set()
    waiting = [canonicalize_name(name) for name in packages]
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        with suppress(importlib.metadata.PackageNotFoundError):
            needed = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [canonicalize_name(each.name) for each in needed if _is_for_this_system(each)]
    return known


def _is_for_this_system(needed: Requirement) -> bool:
    return needed.marker is None or needed.marker.evaluate({"extra": ""})


def _version(name: str) -> str:
    with suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return _ABSENT
