"""The folder of reports: front page and feed of its months, and what builds that were killed left in it."""

import contextlib
import json
from pathlib import Path
from typing import Any

from analysis.core.folders import locked, remove_left_scratch
from analysis.core.problems import ParameterError
from analysis.publish.month_folder import MONTH_NAME, Manifest, MonthFolder, clear_unfinished, unfinished

# Front page and feed as they have to be, and of which months: so a build needs not make them to repair them.
RECORD = ".index.json"
_PAGES = ("index.html", "feed.xml")


def months_in(out_dir: Path) -> dict[Path, Manifest]:
    """Return the folders of the months that have a page, with their records, oldest first."""
    folders = [page.parents[1] for page in sorted(out_dir.glob(f"{MONTH_NAME}/share/index.html"))]
    return {folder: Manifest.read(folder) for folder in folders}


def put_right(out_dir: Path) -> None:
    """Repair what builds that were killed left, and front page and feed if they are not those of the months.

    While another build is at work nothing is done in its folder: it does so itself.
    """
    remove_left_scratch()
    if unfinished(out_dir) or not _is_right(out_dir):
        with contextlib.suppress(ParameterError), locked(out_dir, wait=False):
            clear_unfinished(out_dir)
            write_front_page_and_feed(out_dir)


def write_front_page_and_feed(out_dir: Path) -> None:
    """Write reports/index.html with all months, and reports/feed.xml with their released versions."""
    if _recorded(out_dir).get("made_of") != _made_of(months_in(out_dir)):
        record_front_page_and_feed(out_dir)
    for name, content in _recorded(out_dir)["pages"].items():
        _replace(out_dir / name, content, 0o644)


def record_front_page_and_feed(out_dir: Path, coming: MonthFolder | None = None) -> None:
    """Write down what front page and feed have to be, with the month that takes its place next."""
    from analysis.publish.index_pages import feed_of, front_page, month_made

    months = months_in(out_dir) | ({coming.root: coming.manifest} if coming else {})
    folders = {coming.root: coming.next} if coming else {}
    made = [month_made(root.name, folders.get(root, root), manifest) for root, manifest in months.items()]
    pages = dict(zip(_PAGES, (front_page(made).decode(), feed_of(made).decode()), strict=True))
    _replace(out_dir / RECORD, json.dumps({"made_of": _made_of(months), "pages": pages}), 0o600)


def _made_of(months: dict[Path, Manifest]) -> dict[str, Any]:
    changes = {root: manifest.outputs.get("share/data/changes.csv", {}) for root, manifest in months.items()}
    return {root.name: [manifest.released, changes[root].get("sha256")] for root, manifest in sorted(months.items())}


def _recorded(out_dir: Path) -> dict[str, Any]:
    with contextlib.suppress(OSError, ValueError):
        return dict(json.loads((out_dir / RECORD).read_bytes()))
    return {}


def _is_right(out_dir: Path) -> bool:
    record = _recorded(out_dir)
    pages = {out_dir / name: content.encode() for name, content in record.get("pages", {}).items()}
    is_as_recorded = all(page.is_file() and page.read_bytes() == content for page, content in pages.items())
    return is_as_recorded and record.get("made_of", {}) == _made_of(months_in(out_dir))


def _replace(file: Path, content: str, mode: int) -> None:
    """Write a file in one step: a reader meets the old content or the new, never half of it."""
    draft = file.with_name(f".{file.name}.next")
    draft.unlink(missing_ok=True)  # of a build that was killed, or a link that leads elsewhere
    with draft.open("xb") as opened:
        opened.write(content.encode())
    draft.chmod(mode)
    draft.replace(file)
