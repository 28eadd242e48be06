"""What can go wrong in a build: a briefing that fails, a build that is killed, a full disk, a second build at once."""

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.core.folders import locked
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError
from analysis.publish.build import BuildResult, build
from analysis.publish.month_folder import Manifest, MonthFolder
from support.disturbed import disturbed, refused, spread
from support.project import PROJECT
from support.small_notebooks import command, contents, with_a_short_briefing, write_notebook

MONTH = Month(2021, 6)
LIST = "Naam,Functie + organisatie,Datum,Mag genoemd worden\nXylofoon Quastenberg,raadslid,2021-04-01,ja\n"
FAILS_FOR_THE_VVD = "if party == 'vvd':\n    raise ValueError('Xylofoon Quastenberg')\n"
SHOWS_THE_LIST = "import pathlib\nprint(pathlib.Path(data_dir, 'signatories', 'lijst.csv').read_text())"
KILLS_FOR_THE_VVD = "import os, signal\nif party == 'vvd':\n    os.kill({process}, signal.SIGKILL)\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with data, notebooks and the reports that were made of them; one notebook shows a list with a name."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(PROJECT / "data", folder / "data")
    (folder / "data" / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    with_a_short_briefing(folder / "notebooks")
    write_notebook(folder / "notebooks" / "2-signatories.ipynb", SHOWS_THE_LIST)
    assert ordered(folder).failures == {}
    return folder


@pytest.fixture
def folder(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "folder"))


def ordered(folder: Path, **more: object) -> BuildResult:
    places = {"data_dir": folder / "data", "out_dir": folder / "reports", "notebooks": folder / "notebooks"}
    order = {"parties": ["all", "vvd", "d66"], "languages": ["nl"], "formats": ["html"], "workers": 2}
    return build(**({"month": MONTH} | places | order | more))


def change_the_data(folder: Path) -> None:
    titles = folder / "data" / "publications.csv"
    titles.write_text(titles.read_text(encoding="utf-8").replace("mensenhandel", "slavernij"), encoding="utf-8")


def test_a_briefing_that_fails_is_named_and_the_published_one_stays_and_is_said_to_be_earlier(folder):
    before = contents(folder / "reports")
    with_a_short_briefing(folder / "notebooks", FAILS_FOR_THE_VVD)
    result = ordered(folder)
    assert result.failures == {"vvd nl": "cell 3: ValueError (see internal/failed/vvd-nl.ipynb)"}
    assert sorted(result.made) == ["1-figures", "2-signatories", "all nl", "annex nl", "d66 nl"]
    after = contents(folder / "reports")
    assert after["2021-06/share/nl/vvd.html"] == before["2021-06/share/nl/vvd.html"]
    assert after["2021-06/share/mail/vvd.eml"] == before["2021-06/share/mail/vvd.eml"]
    assert "kon niet opnieuw worden gemaakt" in after["2021-06/share/index.html"].decode()
    assert "Quastenberg" in after["2021-06/internal/failed/vvd-nl.ipynb"].decode()
    with_a_short_briefing(folder / "notebooks")
    assert ordered(folder).failures == {}
    assert "2021-06/internal/failed/vvd-nl.ipynb" not in contents(folder / "reports")


def test_an_earlier_briefing_does_not_stay_where_a_list_changed_since(folder):
    (folder / "data" / "signatories" / "later.csv").write_text(LIST, encoding="utf-8")
    with_a_short_briefing(folder / "notebooks", FAILS_FOR_THE_VVD)
    result = ordered(folder)
    assert not {"share/nl/vvd.html", "share/mail/vvd.eml"} & set(result.files)
    assert any("share/nl/vvd.html" in note for note in result.notes)


@pytest.mark.parametrize("process", ["os.getpid()", "os.getppid()"], ids=["kernel", "worker"])
def test_a_process_that_dies_fails_briefings_and_not_the_build(folder, process):
    with_a_short_briefing(folder / "notebooks", KILLS_FOR_THE_VVD.format(process=process))
    result = ordered(folder)
    assert "vvd nl" in result.failures
    assert "share/nl/vvd.html" in result.files
    if process == "os.getpid()":
        assert set(result.failures) == {"vvd nl"}


def test_a_build_that_is_killed_leaves_the_month_of_before_or_the_new_one_and_no_name_for_others(
    folder, times, tmp_path
):
    # A long name: the sockets of a kernel take none, so they are elsewhere.
    scratch = tmp_path / ("scratch" * 20)
    scratch.mkdir()
    old = contents(folder / "reports")
    change_the_data(folder)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    begun = time.monotonic()
    ordered(other)
    whole, new = time.monotonic() - begun, contents(other / "reports")
    for number in range(times(3, 100)):
        reports = folder / f"reports-{number}"
        shutil.copytree(folder / "reports", reports)
        order = ["build", "--month", MONTH, "--party", "all", "--party", "vvd", "--party", "d66", "--language", "nl"]
        order += ["--format", "html", "--workers", 2, "--data", folder / "data", "--out", reports]
        process = subprocess.Popen(
            command(folder / "notebooks", *order),
            start_new_session=True,
            env=os.environ | {"TMPDIR": str(scratch)},
            umask=0,
        )
        time.sleep(random.Random(number).uniform(0, 1.2 * whole))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        published = {path: content for path, content in contents(reports).items() if not path.startswith(".")}
        assert _month(published) in (_month(old), _month(new))
        holding = [path for path in [*scratch.rglob("*"), *reports.rglob("*")] if _holds_the_name(path)]
        assert all("internal" in path.relative_to(reports).parts for path in holding)
        assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
        ordered(folder, out_dir=reports)
        assert contents(reports) == new


def _holds_the_name(path: Path) -> bool:
    return path.is_file() and b"Quastenberg" in path.read_bytes()


def _month(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith("2021-06/")}


@pytest.mark.parametrize("happens", ["killed", "disk full"])
def test_a_month_takes_the_place_of_the_one_before_in_one_step(tmp_path, happens, times):
    def publish(root: Path, name: str) -> None:
        month = MonthFolder(root, Manifest(inputs={"made of": name}))
        month.begin()
        paths = [*(f"share/nl/{number}.html" for number in range(4)), "internal/list.csv"]
        month.write(dict.fromkeys(paths, name.encode()))
        month.publish()

    def found_in(root: Path) -> set[bytes]:
        """The content of the five files of a month, if its record is of them."""
        assert Manifest.read(root).unchanged(root) == contents(root).keys() - {"manifest.json"}
        return {content for path, content in contents(root).items() if path != "manifest.json"}

    def prepared(place: int) -> Path:
        reports = tmp_path / str(place)
        reports.mkdir()
        publish(reports / "2021-06", "old")
        return reports

    def next_of(reports: Path):
        return lambda: publish(reports / "2021-06", "new")

    first = prepared(0)
    changes = disturbed(next_of(first), first).changes
    assert found_in(first / "2021-06") == {b"new"}
    for at in spread(times(12, changes), changes):
        reports = prepared(at)
        how = {} if happens == "killed" else {"happens": refused(errno.ENOSPC)}
        disturbed(next_of(reports), reports, at=at, **how)
        assert len(contents(reports / "2021-06")) == 6
        assert found_in(reports / "2021-06") in ({b"old"}, {b"new"})
        publish(reports / "2021-06", "newest")
        assert found_in(reports / "2021-06") == {b"newest"}
        assert [path.name for path in reports.iterdir()] == ["2021-06"]


@pytest.mark.skipif(os.name != "posix", reason="this system has no file modes")
def test_what_names_persons_is_made_for_the_owner_alone_whatever_the_mask(tmp_path):
    def modes(*paths: Path) -> set[int]:
        return {stat.S_IMODE(path.stat().st_mode) for path in paths}

    month, mask = MonthFolder(tmp_path / "2021-06", Manifest()), os.umask(0)
    try:
        month.begin()
        assert modes(month.next) == {0o700}
        for path in ("signatures.csv", "briefings/nl/d66.ipynb", "failed/d66-nl.ipynb"):
            month.write({f"internal/{path}": b"x"})
        month.write({"share/nl/d66.html": b"x"})
        month.publish()
    finally:
        os.umask(mask)
    inside = [month.root / "internal", *(month.root / "internal").rglob("*")]
    assert modes(*(path for path in inside if path.is_dir())) == {0o700}
    assert modes(*(path for path in inside if path.is_file())) == {0o600}
    assert modes(month.root / "share/nl/d66.html") == {0o644}


def test_a_full_disk_is_a_message_with_its_exit_code(folder, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "reports")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    order = ["build", "--month", "2021-06", "--party", "d66", "--format", "html", "--data", str(folder / "data")]
    done = CliRunner().invoke(cli.main, [*order, "--out", str(folder / "other")])
    assert (done.exit_code, "free space, then build again" in done.output) == (3, True)


def test_data_that_change_while_they_are_read_stop_the_build_and_the_month_stays(folder):
    before = contents(folder / "reports")
    writes = f"from pathlib import Path\nPath({str(folder / 'data' / 'late.csv')!r}).write_text('x')\n"
    with_a_short_briefing(folder / "notebooks", writes)
    with pytest.raises(InputError, match=r"data/late\.csv: found other content than a moment ago"):
        ordered(folder)
    assert contents(folder / "reports") == before


def test_a_second_build_at_once_is_refused_in_a_line(folder):
    with locked(folder / "reports", wait=False):
        change_the_data(folder)
        with pytest.raises(ParameterError, match="another build is writing"):
            ordered(folder)


def test_a_build_lists_the_other_months_that_were_made_of_other_lists(folder):
    (folder / "data" / "signatories" / "later.csv").write_text(LIST, encoding="utf-8")
    notes = ordered(folder, month=Month(2021, 5), parties=["d66"]).notes
    assert any(note.startswith("2021-06: made from other lists") for note in notes)


def test_ctrl_c_ends_a_build_with_a_message_and_leaves_no_process(folder):
    change_the_data(folder)
    out = folder / "reports"
    order = ["build", "--month", "2021-06", "--data", str(folder / "data"), "--out", str(out)]
    given = [sys.executable, "-m", "analysis", *order]
    process = subprocess.Popen(given, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (out / ".2021-06.next").exists():
        assert process.poll() is None, "it ended before it wrote anything"
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    assert said.strip().endswith("stopped; the month is as it was")
    assert "Traceback" not in said
