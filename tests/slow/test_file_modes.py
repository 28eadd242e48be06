"""Who can open what: all that names persons is made for the owner's account alone."""

import os
import stat
from pathlib import Path

import pytest

from analysis.publish.month_folder import MonthFolder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
PRIVATE = ("internal/signatures.csv", "internal/briefings/nl/d66.ipynb", "internal/failed/d66-nl.ipynb")


@pytest.fixture
def open_to_all():
    """Every file that is made is open to all, if nobody sees to it."""
    before = os.umask(0)
    yield
    os.umask(before)


def private_modes(folder: Path) -> set[tuple[bool, int]]:
    """The modes of all below a folder: whether it is a folder, and the mode."""
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in [folder, *folder.rglob("*")]}


ALONE = {(True, 0o700), (False, 0o600)}


def test_what_names_persons_is_made_for_the_owner_alone_whatever_the_mask(tmp_path, open_to_all):
    month = MonthFolder(tmp_path / "2021-06")
    month.begin()
    assert stat.S_IMODE(month.next.stat().st_mode) == 0o700
    for path in (*PRIVATE, "share/nl/d66.html"):
        month.write(path, b"x")
    month.publish()
    assert private_modes(month.root / "internal") == ALONE
    assert stat.S_IMODE((month.root / "share/nl/d66.html").stat().st_mode) == 0o644
