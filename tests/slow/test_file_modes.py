"""Who can open what: all that names persons is for the owner's account, however a folder came to be there."""

import os
import stat
from pathlib import Path

import pytest

from analysis.publish.month_folder import MonthFolder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
PRIVATE = ("internal/signatures.csv", "internal/briefings/nl/d66.ipynb", "internal/failed/d66-nl.ipynb")


@pytest.fixture(autouse=True)
def open_to_all():
    """Every file that is made is open to all, if nobody sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def private_modes(folder: Path) -> set[tuple[bool, int]]:
    """The modes of all below a folder: whether it is a folder, and the mode."""
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [folder, *folder.rglob("*")]}


ALONE = {(True, 0o700), (False, 0o600)}


def test_what_names_persons_is_made_for_the_owner_alone_whatever_the_mask(tmp_path):
    month = MonthFolder(tmp_path / "2021-06")
    month.begin()
    assert stat.S_IMODE(month.next.stat().st_mode) == 0o700
    for path in (*PRIVATE, "share/nl/d66.html"):
        month.write(path, b"x")
    month.publish()
    assert private_modes(month.root / "internal") == ALONE
    assert stat.S_IMODE((month.root / "share/nl/d66.html").stat().st_mode) == 0o644


def test_a_folder_that_was_open_to_all_is_closed_by_the_next_build_also_if_nothing_is_made_again(tmp_path):
    month, elsewhere = MonthFolder(tmp_path / "2021-06"), tmp_path / "elsewhere"
    elsewhere.write_bytes(b"x")
    for path in PRIVATE:
        (month.root / path).parent.mkdir(parents=True, exist_ok=True)
        (month.root / path).write_bytes(b"x")
    month.close_to_others()
    assert private_modes(month.root / "internal") == ALONE
    (month.root / "internal/link").symlink_to(elsewhere)
    month.close_to_others()
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o666, "what a link leads to is left alone"
