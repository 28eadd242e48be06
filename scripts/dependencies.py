"""Writes docs/dependencies.md, what the project stands on, with purpose, licence and weight: `make dependencies`.

What a package is for is said once, in the comment above it in pyproject.toml. Licence and weight are those of the
packages as installed in the project's own environments; a licence that is in none of the lists below is an error.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).resolve().parents[1]
PAGE = PROJECT / "docs" / "dependencies.md"


@dataclass(frozen=True)
class Part:
    """A set of packages: what for, where pyproject.toml asks for it, its lock file, the environment that holds it."""

    title: str
    key: str
    lock: str
    environment: str


PARTS = (
    Part("the briefings", "dependencies", "requirements.lock", ".venv"),
    Part("the tests", "dev", "requirements-dev.lock", ".venv"),
    Part("JupyterLab", "lab", "requirements-lab.lock", ".venv-lab"),
)
# They ask nothing but their notice of whoever passes the package on, or what they ask concerns that package alone.
COMPATIBLE = {
    *("0BSD", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "CC0-1.0", "ISC", "MIT", "MIT-0"),
    *("MIT-CMU", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib", "Artistic"),
}
# Nothing of these is in a briefing or in the package: the tests run them as programs of their own.
FOR_TESTS_ALONE = {"GPL-2.0 with Classpath exception", "AGPL-3.0"}
# As packages write them that do not use the names of SPDX.
_SAID_AS = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "artistic license": "Artistic",
    "bsd license": "BSD",
    "bsd 3-clause license": "BSD-3-Clause",
    "dual licensed - gnu affero gpl 3.0 or artifex commercial license": "AGPL-3.0",
    "gnu general public license v2 (gplv2)": "GPL-2.0 with Classpath exception",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 1.1 (mpl 1.1)": "MPL-1.1",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
# Packages that say it in no field, or not alike in their builds for each Python; found in the file with their licence.
_SAID_ELSEWHERE = {"axe-playwright-python": "MIT", "contourpy": "BSD-3-Clause"}


@dataclass(frozen=True)
class Package:
    """A locked package: where it is asked for, its licence as one may use it, its weight, and who brings it."""

    name: str
    version: str
    licence: str
    megabytes: float
    brought_by: tuple[str, ...]


class UnknownLicenceError(Exception):
    """A licence that nobody has looked at."""


def purposes(pyproject: str) -> dict[str, dict[str, str]]:
    """Return for each part of pyproject.toml the packages it asks for, with the comment that stands above them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    part, comment, fresh = "", "", True
    for line in map(str.strip, pyproject.splitlines()):
        if opened := re.match(r"(\w+) = \[", line):
            part, comment = opened[1], ""
        if line.startswith("#"):
            comment, fresh = (line[1:].strip() if fresh else f"{comment} {line[1:].strip()}"), False
            continue
        fresh = True
        for asked in re.findall(r'"([^"]+)"', line) if part in {each.key for each in PARTS} else ():
            found[part][canonicalize_name(Requirement(asked).name)] = comment
        if line.endswith("]"):
            part = ""
    return found


def locked(lock: str) -> dict[str, set[str]]:
    """Return the packages of a lock file with their versions: some have another for another Python."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, version in re.findall(
        r"^([\w.-]+)==([^ ;\\]+)", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE
    ):
        found[canonicalize_name(name)].add(version)
    return found


def licence_of(package: Distribution) -> str:
    """Return the licence under which one may use a package: of several, the first that is compatible.

    Raises UnknownLicenceError for one that is in no list here.
    """
    name = canonicalize_name(package.metadata["Name"])
    said = [_SAID_ELSEWHERE[name]] if name in _SAID_ELSEWHERE else list(_licences_said(package))
    for known in (COMPATIBLE, FOR_TESTS_ALONE):
        for each in said:
            if all(part in known for part in re.split(r" AND | OR ", each)):
                return each
    raise UnknownLicenceError(
        f"{name}: licence {' / '.join(said) or 'not said'}; look at it, then add it to {__file__}"
    )


def _licences_said(package: Distribution) -> Iterator[str]:
    said = {name: package.metadata.get_all(name) or [] for name in ("License-Expression", "Classifier", "License")}
    classified = [each.split(" :: ")[-1] for each in said["Classifier"] if each.startswith("License")]
    for each in (*said["License-Expression"], *classified, *said["License"]):
        line = each.strip().splitlines()[0]
        yield _SAID_AS.get(line.lower(), line)


def packages_in(environment: Path, lock: str) -> list[Package]:
    """Return those packages of a lock file that an environment holds, by name."""
    here = {canonicalize_name(each.metadata["Name"]): each for each in distributions(path=_site_packages(environment))}
    found: dict[str, Distribution] = {name: here[name] for name in sorted(here) if name in locked(lock)}
    brought = _brought_by(found)
    return [Package(n, d.version, licence_of(d), _megabytes(d), brought[n]) for n, d in found.items()]


def _site_packages(environment: Path) -> list[str]:
    return [str(path) for path in environment.glob("lib/python3*/site-packages")]


def _brought_by(found: dict[str, Distribution]) -> dict[str, tuple[str, ...]]:
    """Return who asks for each package."""
    askers: dict[str, set[str]] = defaultdict(set)
    for name, package in found.items():
        for asked in _asked_by(package):
            askers[canonicalize_name(asked.name)].add(name)
            # With an extra, as fonttools[woff], that package asks for more.
            for extra in asked.extras if canonicalize_name(asked.name) in found else ():
                for more in _asked_by(found[canonicalize_name(asked.name)], extra):
                    askers[canonicalize_name(more.name)].add(canonicalize_name(asked.name))
    return {name: tuple(sorted(askers[name])) for name in found}


def _asked_by(package: Distribution, extra: str = "") -> list[Requirement]:
    asked = map(Requirement, package.requires or [])
    return [each for each in asked if each.marker is None or each.marker.evaluate({"extra": extra})]


def _megabytes(package: Distribution) -> float:
    files = (Path(str(each.locate())) for each in package.files or [])
    return sum(path.stat().st_size for path in files if path.is_file()) / 1e6


_INTRODUCTION = """# What the project stands on

Generated by `make dependencies`; do not edit it by hand. What a package is for stands in `pyproject.toml`, above its
name. Every package is locked with its hashes, and a test refuses one whose licence nobody has looked at. Weights are
megabytes as installed on Linux with Python {python}, compiled files included; a package that a lock file holds for
other systems or Pythons alone is named, not weighed.

[`SECURITY.md`](../SECURITY.md) says how known vulnerabilities are looked for (`make audit`).
"""


def page() -> str:
    """Return the document."""
    reasons = purposes((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    known: set[str] = set()
    parts = [_INTRODUCTION.format(python=f"{sys.version_info.major}.{sys.version_info.minor}")]
    for part in PARTS:
        held = [each for each in packages_in(PROJECT / part.environment, part.lock) if each.name not in known]
        names = set(locked(part.lock)) - known
        parts.append(f"## For {part.title}\n\n" + _section(held, reasons[part.key], names))
        known |= names
    return "\n".join(parts)


def _section(held: list[Package], reasons: dict[str, str], names: set[str]) -> str:
    asked, brought = ([each for each in held if (each.name in reasons) is direct] for direct in (True, False))
    weight = sum(each.megabytes for each in held)
    lines = [f"{len(held)} packages that are in no part above, {weight:.0f} MB.", ""]
    lines += ["| asked for | what for | licence | MB |", "|---|---|---|--:|"]
    lines += [f"| {e.name} {e.version} | {reasons[e.name]} | {e.licence} | {e.megabytes:.1f} |" for e in asked]
    lines += ["", "| brought along | by | licence | MB |", "|---|---|---|--:|"]
    lines += [
        f"| {e.name} {e.version} | {', '.join(e.brought_by)} | {e.licence} | {e.megabytes:.1f} |" for e in brought
    ]
    if elsewhere := sorted(names - {each.name for each in held}):
        lines += ["", f"For other systems or Pythons alone: {', '.join(elsewhere)}."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
