"""The lock on what is published: the SHA-256 of each page and table of four months, in tests/data/locked_pages.csv.

The months are March 2021, December 2021 and October 2026, and June 2021 with an invented chamber (`invented_data`).
`make lock-pages` says which files changed since the lock was last committed and how, and renews it. What was before is
made again for that, from the commit of the lock.
"""

import csv
import difflib
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.core.parameters import Month
from analysis.publish.build import build
from support.invented_data import invented_data
from support.project import PROJECT

LOCK = PROJECT / "tests" / "data" / "locked_pages.csv"
REAL = ("2021-03", "2021-12", "2026-10")
INVENTED = "2021-06"
LINES_SHOWN = 20

Contents = dict[str, bytes]


def published(folder: Path) -> Contents:
    """Build the months in a folder, and return each HTML page and table in share/ by its path there."""
    orders = [(month, PROJECT / "data", folder / "real") for month in REAL]
    orders.append((INVENTED, invented_data(folder / "data"), folder / "invented"))
    for month, data, out in orders:
        result = build(Month.parse(month), formats=["html"], data_dir=data, out_dir=out, workers=2)
        assert result.failures == {}
    return read(folder)


def read(folder: Path) -> Contents:
    """Return what `published` made in a folder."""
    found = (path for kind in ("html", "csv") for path in folder.rglob(f"*.{kind}") if "share" in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def digests(contents: Contents) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}


def locked() -> dict[str, str]:
    """Return the SHA-256 of each file as it is locked."""
    with LOCK.open(encoding="utf-8", newline="") as file:
        return {row["path"]: row["sha256"] for row in csv.DictReader(file)}


def differences(before: Contents, now: Contents) -> Iterator[str]:
    """Yield what differs, file by file: that it is new or gone, or its first lines that changed."""
    for path in sorted({*before, *now}):
        if before.get(path) == now.get(path):
            continue
        if path not in before or path not in now:
            yield f"{path}: {'gone' if path in before else 'new'}"
            continue
        lines = [content[path].decode().replace("><", ">\n<").splitlines() for content in (before, now)]
        changed = [
            line for line in difflib.unified_diff(*lines, n=0, lineterm="") if line[:2] not in ("--", "++", "@@")
        ]
        yield f"{path}: {len(changed)} lines removed or added"
        yield from (f"    {line[:200]}" for line in changed[:LINES_SHOWN])


def as_committed(folder: Path) -> Contents:
    """Return what the commit that last renewed the lock publishes, made by that commit in an environment of its own."""
    commit = _git("log", "-1", "--format=%H", "--", str(LOCK)).strip()
    if not commit:
        return {}
    project = folder / "project"
    _git("clone", "--quiet", str(PROJECT), str(project))
    _git("-C", str(project), "checkout", "--quiet", commit)
    subprocess.run(["sh", "scripts/setup.sh", ".venv", "requirements.lock"], cwd=project, check=True)
    made = [".venv/bin/python", "-m", "support.locked_pages", "write", str(folder / "before")]
    subprocess.run(made, cwd=project, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": "tests"}, check=True)
    return read(folder / "before")


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=PROJECT, capture_output=True, text=True, check=True).stdout


def renew() -> None:
    """Say what changed since the lock was committed, and write the lock."""
    with tempfile.TemporaryDirectory() as name:
        now = published(Path(name) / "now")
        print(*differences(as_committed(Path(name)), now), sep="\n")
    with LOCK.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("path", "sha256"), *digests(now).items()])


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        published(Path(sys.argv[2]))
    else:
        renew()
