"""The folder of reports: front page and feed of its months, and what builds that were killed left in it."""

import contextlib
import json
from pathlib import Path
from typing import Any

from analysis.core.folders import locked, remove_left_scratch, sha256_of
from analysis.core.problems import ParameterError
from analysis.publish.month_folder import MONTH_NAME, Manifest, clear_unfinished, unfinished

# Of what front page and feed were made: so a build need not make them again to know that they are right.
_RECORD = ".index.json"


def months_in(out_dir: Path) -> dict[Path, Manifest]:
    """Return the folders of the months that have a page, with their records, oldest first."""
    folders = [page.parents[1] for page in sorted(out_dir.glob(f"{MONTH_NAME}/share/index.html"))]
    return {folder: Manifest.read(folder) for folder in folders}


def put_right(out_dir: Path) -> None:
    """Repair what builds that were killed left, and front page and feed if they are not those of the months."""
    remove_left_scratch()
    recorded: dict[str, Any] = {}
    with contextlib.suppress(OSError, ValueError):
        recorded = json.loads((out_dir / _RECORD).read_bytes())
    if unfinished(out_dir) or recorded != _state(out_dir):
        with contextlib.suppress(ParameterError), locked(out_dir, wait=False):  # another build does so itself
            clear_unfinished(out_dir)
            write_front_page_and_feed(out_dir)


def write_front_page_and_feed(out_dir: Path) -> None:
    """Write reports/index.html with all months, and reports/feed.xml with their released versions."""
    from analysis.publish.index_pages import feed_of, front_page, month_made

    made = [month_made(folder, manifest) for folder, manifest in months_in(out_dir).items()]
    _replace(out_dir / "index.html", front_page(made), 0o644)
    _replace(out_dir / "feed.xml", feed_of(made), 0o644)
    _replace(out_dir / _RECORD, json.dumps(_state(out_dir)).encode(), 0o600)


def _state(out_dir: Path) -> dict[str, Any]:
    """Return what front page and feed are made of, and the SHA-256 of both; nothing for a folder without months."""
    months = {
        folder.name: [manifest.released, manifest.outputs.get("share/data/changes.csv", {}).get("sha256")]
        for folder, manifest in months_in(out_dir).items()
    }
    pages = {page.name: sha256_of(page) for page in (out_dir / "index.html", out_dir / "feed.xml") if page.is_file()}
    return {"months": months, "pages": pages} if months else {}


def _replace(file: Path, content: bytes, mode: int) -> None:
    """Write a file in one step: a reader meets the old content or the new, never half of it."""
    draft = file.with_name(f".{file.name}.next")
    draft.unlink(missing_ok=True)  # of a build that was killed, or a link that leads elsewhere
    with draft.open("xb") as opened:
        opened.write(content)
    draft.chmod(mode)
    draft.replace(file)
