"""Files from earlier builds that may name somebody who may not be named now: none of them stays without a word."""

from pathlib import Path

from analysis.batch.manifest import Manifest
from analysis.batch.month_folder import MonthFolder
from analysis.parameters import LANGUAGES, Month
from analysis.reconciliation import Reconciliation
from analysis.support import has_persons

# The page of each month that was built, in the folder of reports.
MONTHS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]/share/index.html"
_WITH_NAMES = (
    *(f"share/{language}/*.{kind}" for language in LANGUAGES for kind in ("html", "pdf")),
    "share/mail/*.eml",
)


def pages_with_old_names(reconciliation: Reconciliation, folder: MonthFolder, manifest: Manifest) -> list[str]:
    """Return a month's briefings and drafts that were made of other inputs, where persons signed or may have."""
    if not (has_persons(reconciliation.signatures) or manifest.reads_other_lists(folder)):
        return []
    found = [path for pattern in _WITH_NAMES for path in folder.root.glob(pattern)]
    paths = [path.relative_to(folder.root).as_posix() for path in found]
    return [path for path in paths if not manifest.is_current(path, folder.published)]


def note_on_removed(paths: set[str]) -> list[str]:
    """Return a note on files that were removed and not made again, if there are any."""
    why = "they could name who may not be named now"
    return [f"removed from share/, as {why}: {', '.join(sorted(paths))}"] if paths else []


def note_on_other_months(manifest: Manifest, out_dir: Path, month: Month) -> list[str]:
    """Return a note on months that were made of other lists of signatories, or other rulings on them, if any were."""
    made = [page.parents[1] for page in sorted(out_dir.glob(MONTHS)) if page.parents[1].name != str(month)]
    others = [folder.name for folder in made if manifest.reads_other_lists(MonthFolder(folder))]
    why = "made from other lists of signatories or rulings, and may name who may not be named now"
    return [f"{', '.join(others)}: {why}; build again"] if others else []
