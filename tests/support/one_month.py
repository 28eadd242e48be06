"""Reports beside those of undisturbed builds: is each file whole, and are the files of a month of one build."""

from pathlib import Path

from analysis.batch.index_pages import page_of_half_a_month
from analysis.parameters import Month
from support.small_notebooks import contents


def published(reports: Path) -> dict[str, bytes]:
    """What others read; not what waits, nor what is unfinished, both of which are hidden."""
    hidden = (path for path in reports.rglob(".*"))
    folders = [str(path.relative_to(reports)) for path in hidden]
    return {path: content for path, content in contents(reports).items() if not path.startswith(tuple(folders))}


def assert_whole_and_of_one_month(reports: Path, month: Month, *undisturbed: Path) -> None:
    """Each file is that of an undisturbed build; those that are shared are all of one, and the page of the month lists
    them all, or says that not all are there.
    """
    half, known = page_of_half_a_month(month), {item for each in undisturbed for item in published(each).items()}
    spoilt = {path for path, content in published(reports).items() if content != half and (path, content) not in known}
    assert spoilt == set(), "files that no build makes"
    page, shared = _shared(reports, month)
    builds = [_shared(each, month) for each in undisturbed]
    assert any(shared.items() <= whole.items() for _, whole in builds), "files of two builds side by side"
    assert page in (None, half) or (page, shared) in builds, "a page of the month that lists what is not there"


def _shared(reports: Path, month: Month) -> tuple[bytes | None, dict[str, bytes]]:
    """The page of a month, and all else that may leave the house."""
    files = {path: content for path, content in published(reports).items() if path.startswith(f"{month}/share/")}
    return files.pop(f"{month}/share/index.html", None), files
