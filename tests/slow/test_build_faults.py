"""Builds after a change, and what can go wrong in one: a failure, a kill, a full disk."""

import errno
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.core.parameters import Month
from analysis.publish.build import BuildResult, build
from analysis.publish.reports_folder import Manifest, MonthFolder
from support.disturbed import disturbed, full, killed, spread
from support.fewer_candidates import with_fewer_candidates
from support.planted_faults import spoil
from support.small_notebooks import command, contents, with_a_short_briefing, write_notebook

MONTH = Month(2021, 6)
ANALYST_NOTEBOOKS = ["1-figures", "2-signatories"]
LIST = "Naam,Functie + organisatie,Datum,Mag genoemd worden\nXylofoon Quastenberg,raadslid,2021-04-01,ja\n"
FAILS_FOR_THE_VVD = "if party == 'vvd':\n    raise ValueError('Xylofoon Quastenberg')\n"
SHOWS_THE_LIST = "import pathlib\nprint(pathlib.Path(data_dir, 'signatories', 'lijst.csv').read_text())"
KILLS_FOR_THE_VVD = "import os, signal\nif party == 'vvd':\n    os.kill({process}, signal.SIGKILL)\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A folder with data, notebooks and the reports that were made of them; one notebook shows a list with a name."""
    folder = tmp_path_factory.mktemp("made")
    with_fewer_candidates(folder / "data")
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
    spoil(folder / "data", "publications.csv", "mensenhandel", "slavernij")


def test_a_page_that_somebody_changed_is_made_again(folder):
    page = folder / "reports" / "2021-06/share/nl/d66.html"
    content = page.read_bytes()
    page.write_text("changed", encoding="utf-8")
    assert ordered(folder).made == ["d66 nl"]
    assert page.read_bytes() == content


def test_an_order_for_one_party_makes_that_and_names_the_others_that_an_order_for_all_makes_again(folder):
    more = ordered(folder, parties=["volt"])
    assert (more.made, sorted(more.kept)) == (
        ["volt nl"],
        [*ANALYST_NOTEBOOKS, "all nl", "annex nl", "d66 nl", "vvd nl"],
    )
    pages = {f"share/nl/{party}.html" for party in ("all", "annex", "d66", "volt", "vvd")}
    assert pages <= contents(more.folder).keys()
    change_the_data(folder)
    one = ordered(folder, parties=["D66"])
    assert sorted(one.made) == [*ANALYST_NOTEBOOKS, "annex nl", "d66 nl"]
    assert pages <= contents(one.folder).keys()
    (older,) = (note for note in one.notes if "not asked for" in note)
    others = "all nl, volt nl, vvd nl: not asked for, so are still made from earlier data"
    assert older.startswith(f"{others}; briefing build --month 2021-06 --data {folder}/data makes")
    assert "niet opnieuw gemaakt" in (one.folder / "share/index.html").read_text(encoding="utf-8")
    again = ordered(folder, parties=["d66", "all", "volt", "vvd"])
    assert (sorted(again.made), again.notes) == (["all nl", "volt nl", "vvd nl"], [])


def test_a_briefing_that_fails_is_named_and_the_published_one_stays_and_is_said_to_be_earlier(folder):
    before = contents(folder / "reports")
    with_a_short_briefing(folder / "notebooks", FAILS_FOR_THE_VVD)
    result = ordered(folder)
    assert result.failures == {"vvd nl": "cell 3: ValueError (see internal/failed/vvd-nl.ipynb)"}
    assert sorted(result.made) == [*ANALYST_NOTEBOOKS, "all nl", "annex nl", "d66 nl"]
    after = contents(folder / "reports")
    assert after["2021-06/share/nl/vvd.html"] == before["2021-06/share/nl/vvd.html"]
    assert after["2021-06/share/mail/vvd.eml"] == before["2021-06/share/mail/vvd.eml"]
    assert "niet opnieuw gemaakt" in after["2021-06/share/index.html"].decode()
    assert "Quastenberg" in after["2021-06/internal/failed/vvd-nl.ipynb"].decode()
    with_a_short_briefing(folder / "notebooks")
    assert ordered(folder).failures == {}
    assert "2021-06/internal/failed/vvd-nl.ipynb" not in contents(folder / "reports")


def test_an_earlier_briefing_does_not_stay_where_a_list_changed_since(folder):
    (folder / "data" / "signatories" / "later.csv").write_text(LIST, encoding="utf-8")
    with_a_short_briefing(folder / "notebooks", FAILS_FOR_THE_VVD)
    result = ordered(folder)
    assert not {"share/nl/vvd.html", "share/mail/vvd.eml"} & contents(result.folder).keys()
    assert any("share/nl/vvd.html" in note for note in result.notes)


def test_a_kernel_that_dies_fails_its_own_briefing_alone(folder):
    with_a_short_briefing(folder / "notebooks", KILLS_FOR_THE_VVD.format(process="os.getpid()"))
    result = ordered(folder)
    assert set(result.failures) == {"vvd nl"}
    assert (result.folder / "share/nl/vvd.html").exists()


def test_a_worker_that_is_killed_ends_the_build_with_a_message_and_the_month_stays(folder):
    before = contents(folder / "reports")
    with_a_short_briefing(folder / "notebooks", KILLS_FOR_THE_VVD.format(process="os.getppid()"))
    order = ["--month", MONTH, "--party", "vvd", "--party", "d66", "--data", folder / "data", "--workers", 2]
    given = command(folder / "notebooks", "build", *order, "--out", folder / "reports")
    done = subprocess.run(given, capture_output=True, text=True)
    said = "a process that makes pages was killed, perhaps for want of memory; the month is as it was: build again\n"
    assert (done.returncode, done.stderr) == (3, said)
    assert contents(folder / "reports") == before
    assert {path.name for path in (folder / "reports").iterdir() if path.name.startswith(".2")} == set()


def test_a_build_that_is_killed_leaves_the_month_of_before_or_the_new_one_and_the_next_puts_the_rest_right(
    folder, times, tmp_path
):
    """Alone, as by a system out of memory, or with all its processes; amid the swap: below."""
    # A long name: the sockets of a kernel take none, so they are elsewhere.
    elsewhere = tmp_path / ("scratch" * 20)
    elsewhere.mkdir()
    data_before = Path(shutil.copytree(folder / "data", tmp_path / "before"))
    old = contents(folder / "reports")
    change_the_data(folder)
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    begun = time.monotonic()
    ordered(other, workers=1)
    seconds, new = time.monotonic() - begun, contents(other / "reports")
    order = ["--month", MONTH, "--party", "all", "--party", "vvd", "--party", "d66", "--language", "nl"]
    order += ["--format", "html", "--workers", 1, "--data", folder / "data"]
    for number in range(times(3, 200)):
        reports = Path(shutil.copytree(folder / "reports", tmp_path / f"reports-{number}"))
        given, chance = command(folder / "notebooks", "build", *order, "--out", reports), random.Random(number)
        environment = os.environ | {"TMPDIR": str(elsewhere)}
        process = subprocess.Popen(given, start_new_session=True, env=environment, umask=0)
        time.sleep(chance.uniform(0, 1.2 * seconds))
        (os.kill if chance.random() < 0.5 else os.killpg)(process.pid, signal.SIGKILL)
        process.wait()
        found = _month(contents(reports))
        assert found in (_month(old), _month(new)), number
        paths = [path for path in [*elsewhere.rglob("*"), *reports.rglob("*")] if path.is_file()]
        holding = [path for path in paths if b"Quastenberg" in path.read_bytes()]
        assert all("internal" in path.relative_to(reports).parts for path in holding)
        assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
        if found == _month(old) and number % 10:  # a build with nothing to make puts right as much
            assert ordered(folder, data_dir=data_before, out_dir=reports).made == []
            assert contents(reports) == old, number
        else:
            ordered(folder, out_dir=reports, workers=1)
            assert contents(reports) == new, number
        assert not list(elsewhere.iterdir())
        shutil.rmtree(reports)


def _month(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith("2021-06/")}


@pytest.mark.parametrize("happens", [killed, full])
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

    first = prepared(0)
    changes = disturbed(partial(publish, first / "2021-06", "new"), first).changes
    assert found_in(first / "2021-06") == {b"new"}
    for at in spread(times(12, changes), changes):
        reports = prepared(at)
        disturbed(partial(publish, reports / "2021-06", "new"), reports, at, happens)
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
    monkeypatch.setattr("pathlib.Path.write_bytes", lambda *_: full())
    order = ["build", "--month", "2021-06", "--party", "d66", "--format", "html", "--data", str(folder / "data")]
    done = CliRunner().invoke(cli.main, [*order, "--out", str(folder / "other")])
    assert (done.exit_code, "free space, then run it again" in done.output) == (3, True)


def test_what_changes_during_a_build_is_not_read_and_is_named_and_the_next_build_takes_it(folder):
    table = folder / "data" / "publications.csv"
    writes = f"""
from functools import partial
from pathlib import Path
given, copy = Path({str(table)!r}), Path(data_dir, "publications.csv")
party = "unchanged" if given.read_bytes() == copy.read_bytes() else "changed"
given.write_bytes(given.read_bytes().replace(b"mensenhandel", b"slavernij"))
party += ", copied" if b"mensenhandel" in copy.read_bytes() else ", not copied"
"""
    with_a_short_briefing(folder / "notebooks", writes)
    result = ordered(folder, workers=1)
    assert result.notes == ["data/publications.csv: changed during this build, which did not read it; build again"]
    pages = [(result.folder / f"share/nl/{party}.html").read_text(encoding="utf-8") for party in ("all", "vvd", "d66")]
    assert all(", copied" in page for page in pages)
    assert "slavernij" not in (result.folder / "share/data/publications.csv").read_text(encoding="utf-8")
    assert len(ordered(folder, workers=1).made) == 6
    assert ordered(folder).made == []
    assert "slavernij" in (result.folder / "share/data/publications.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "raised"),
    [(f"OSError({errno.ENOSPC}, 'full', 'Quastenberg')", OSError), ("MemoryError()", MemoryError)],
    ids=["space", "memory"],
)
def test_a_notebook_for_which_there_is_no_space_or_memory_ends_the_build_and_the_month_stays(folder, fault, raised):
    before = contents(folder / "reports")
    with_a_short_briefing(folder / "notebooks", f"if party == 'vvd':\n    raise {fault}\n")
    with pytest.raises(raised) as caught:
        ordered(folder)
    assert (contents(folder / "reports"), "Quastenberg" in str(caught.value)) == (before, False)


def test_a_build_in_which_every_briefing_fails_leaves_the_month_as_it_was(folder):
    before = contents(folder / "reports")
    with_a_short_briefing(folder / "notebooks", "raise ValueError\n")
    write_notebook(folder / "notebooks" / "4-annex.ipynb", "raise ValueError\n")
    result = ordered(folder)
    assert result.failures == dict.fromkeys(["all nl", "annex nl", "d66 nl", "vvd nl"], "cell 3: ValueError")
    assert "no briefing could be made: the month is as it was" in result.notes
    assert contents(folder / "reports") == before


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
    assert said.strip().endswith("stopped; what was not finished is not written")
    assert "Traceback" not in said
