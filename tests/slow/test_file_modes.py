"""Who can open what: all that names persons is for the owner's account, however a folder came to be there."""

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.publish.month_folder import MonthFolder
from analysis.sources.exposed_files import open_to_others
from analysis.sources.signature_lists import read_lists

pytestmark = pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
NAMED = 'Naam,Functie + organisatie,Datum\nXandra Voorbeeld,"Kamerlid, D66",15-4-2021\n'
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


@pytest.fixture
def data() -> Iterator[Path]:
    """A folder of data that everybody can enter, with lists of persons and of parties."""
    with tempfile.TemporaryDirectory() as name:  # the folders of pytest are closed to others
        folder = Path(name) / "data"
        for path, text in {
            "signatories/persons.csv": NAMED,
            "signatories/parties.csv": "Naam,Functie + organisatie,Datum\n,CDA,15-4-2021\n",
            "decisions/signatories.csv": "x",
        }.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        Path(name).chmod(0o755)
        yield folder


def warned(data: Path) -> list[str]:
    lines, _ = read_lists(data / "signatories")
    return [f"{p.severity} {p.file}" for p in open_to_others(data, lines)]


def test_a_list_of_persons_that_every_account_can_read_is_told_of_and_one_of_parties_is_not(data):
    assert warned(data) == ["warning signatories/persons.csv", "warning decisions/signatories.csv"]


@pytest.mark.parametrize("mode", [0o640, 0o660, 0o600])
def test_a_group_of_analysts_may_share_a_list(data, mode):
    for name in ("signatories/persons.csv", "decisions/signatories.csv"):
        (data / name).chmod(mode)
    assert warned(data) == []


@pytest.mark.parametrize("folder", ["..", ".", "signatories"])
def test_a_folder_that_nobody_else_can_enter_closes_what_is_in_it(data, folder):
    (data / folder).chmod(0o750)
    assert warned(data) == (["warning decisions/signatories.csv"] if folder == "signatories" else [])
