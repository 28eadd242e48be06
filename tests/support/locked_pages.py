"""The lock on what is published: what the pages and tables of four months say, in tests/data/locked_pages/.

The months are March 2021, December 2021 and October 2026, and June 2021 with an invented chamber (`invented_data`).
The lock holds a SHA-256 of each page and table, the text of the pages of each month by language, and the small tables
of results. `make lock-pages` renews it; `git diff tests/data/locked_pages` then shows what changed.
"""

import csv
import difflib
import hashlib
import io
import re
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

from analysis.core.parameters import Month
from analysis.publish.build import build
from support.invented_data import invented_data
from support.project import PROJECT

FOLDER = PROJECT / "tests" / "data" / "locked_pages"
REAL = ("2021-03", "2021-12", "2026-10")
INVENTED = "2021-06"
CHECKSUMS = "checksums.csv"
# The others hold what was typed: git shows there what changed.
TABLES_OF_RESULTS = ("balance", "claims", "derived", "parties", "changes", "commitments")
_BLOCKS = re.compile("^(p|li|tr|h[1-6]|dt|dd|caption|figcaption|title|summary|text|desc)$")

Contents = dict[str, bytes]


def published(folder: Path) -> Contents:
    """Build the months in a folder, and return each HTML page and table in share/ by its path there."""
    orders = [(month, PROJECT / "data", folder / "real") for month in REAL]
    orders.append((INVENTED, invented_data(folder / "data"), folder / "invented"))
    for month, data, out in orders:
        result = build(Month.parse(month), formats=["html"], data_dir=data, out_dir=out, workers=2)
        assert result.failures == {}
    found = (path for kind in ("html", "csv") for path in folder.rglob(f"*.{kind}") if "share" in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


def lock_of(contents: Contents) -> dict[str, str]:
    """Return the files of the lock by name: checksums, texts of pages, tables of results."""
    checksums = io.StringIO()
    writer = csv.writer(checksums, lineterminator="\n")
    writer.writerows([("path", "sha256"), *((path, hashlib.sha256(c).hexdigest()) for path, c in contents.items())])
    found = {CHECKSUMS: checksums.getvalue()}
    pages: dict[str, dict[str, list[str]]] = {}
    for path, content in contents.items():
        name = name_of_text(path)
        if name.endswith(".txt"):
            pages.setdefault(name, {})[Path(path).stem] = lines_of_page(content)
        elif name:
            found[name] = content.decode()
    return found | {name: text_of_pages(lines_by_page) for name, lines_by_page in pages.items()}


def name_of_text(path: str) -> str:
    """Return which file of the lock holds what a page or table says, empty if only its checksum is locked."""
    kind, month, _, folder, name = Path(path).parts if path.count("/") == 4 else ("", "", "", "", "")
    if name.endswith(".html"):
        return f"{kind}-{month}-{folder}.txt"
    return f"{kind}-{month}-{name}" if name.removesuffix(".csv") in TABLES_OF_RESULTS else ""


def lines_of_page(html: bytes) -> list[str]:
    page = BeautifulSoup(html, "lxml")
    for unread in page(["style", "script"]):
        unread.decompose()
    for cell in page(["td", "th"]):
        cell.append(" | ")
    for block in page(_BLOCKS):
        block.append("\n")
    return [" ".join(line.split()).rstrip(" |") for line in page.get_text().splitlines() if line.strip(" |")]


def text_of_pages(lines_by_page: dict[str, list[str]]) -> str:
    """Return each distinct line of the pages once, in the order of the pages, with the names of those that hold it."""
    pages_by_line: dict[str, list[str]] = {}
    for page, lines in lines_by_page.items():
        for line in dict.fromkeys(lines):
            pages_by_line.setdefault(line, []).append(page)
    pages = list(lines_by_page)
    briefings = [page for page in pages if page not in ("annex", "index")]
    groups = {
        "every page": pages,
        "every briefing": briefings,
        "every party": [page for page in briefings if page != "all"],
    }
    name_by_pages = {tuple(group): name for name, group in groups.items()}
    return "".join(
        f"[{name_by_pages.get(tuple(holding), ' '.join(holding))}] {line}\n" for line, holding in pages_by_line.items()
    )


def locked() -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(FOLDER.iterdir())}


def differences(before: dict[str, str], now: dict[str, str]) -> list[str]:
    """Return the lines by which two locks differ, file by file, and the files that differ in nothing that has lines."""
    found = []
    for name in sorted({*before, *now} - {CHECKSUMS}):
        lines = [lock.get(name, "").splitlines() for lock in (before, now)]
        changed = difflib.unified_diff(*lines, n=0, lineterm="")
        found += [f"{name}: {line}" for line in changed if line[:2] not in ("--", "++", "@@")]
    changed_texts = {line.partition(": ")[0] for line in found}
    sums = [dict(csv.reader(io.StringIO(lock.get(CHECKSUMS, "")))) for lock in (before, now)]
    paths = sorted(path for path in {*sums[0], *sums[1]} if sums[0].get(path) != sums[1].get(path))
    return found + [f"{CHECKSUMS}: {path}" for path in paths if name_of_text(path) not in changed_texts]


def renew() -> None:
    with tempfile.TemporaryDirectory() as folder:
        now = lock_of(published(Path(folder)))
    print(*differences(locked() if FOLDER.exists() else {}, now), sep="\n")
    FOLDER.mkdir(exist_ok=True)
    for name in {*locked()} - {*now}:
        (FOLDER / name).unlink()
    for name, text in now.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    renew()
