"""A month takes the place of the one before in one go: disturbed at any change of a file, it is one month or says not.

Briefings are made without a kernel here, so that a build can be killed at each file that it touches;
`test_killed_builds` kills whole builds at any moment.
"""

import errno
import resource
import shutil
from pathlib import Path

import pytest

from analysis import batch
from support.disturbed import NEVER, Ended, disturbed, killed, refused, spread
from support.one_month import assert_whole_and_of_one_month, published
from support.small_notebooks import PROJECT, contents
from support.without_kernels import MONTH, ORDER, building, without_kernels

# He was a member; that he signed is made up.
PERSON = "Naam,Functie,Partij,Datum,Mag genoemd worden\nSjoerd Sjoerdsma,Kamerlid,D66,15-4-2021,"
SAID = 4_000  # more bytes than a build says
# What stood there -> what is built over it. Pages with who was named, and says no now, go before anything is made.
OVER = {"nothing": "as it is", "another title": "as it is", "named": "not named"}


@pytest.fixture(scope="module", autouse=True)
def _quickly():
    with without_kernels():
        yield


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    """Data as it is, with another title of a publication, with a person who may be named and with one who may not."""
    folder = tmp_path_factory.mktemp("inputs")
    for name in ("as it is", "another title", "named", "not named"):
        shutil.copytree(PROJECT / "data", folder / name / "data")
    titles = folder / "another title/data/publications.csv"
    text = titles.read_text(encoding="utf-8")
    assert "mensenhandel" in text
    titles.write_text(text.replace("mensenhandel", "slavernij"), encoding="utf-8")
    for name, answer in (("named", "ja"), ("not named", "nee")):
        (folder / name / "data/signatories/persons.csv").write_text(f"{PERSON}{answer}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def reports(inputs, _quickly, tmp_path_factory) -> dict[str, Path]:
    """What undisturbed builds make of each folder of data, and a folder in which nothing was made."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for data in inputs.glob("*/data"):
        batch.build(MONTH, data_dir=data, out_dir=folder / data.parent.name / "reports", **ORDER)
    (folder / "nothing/reports").mkdir(parents=True)
    return {path.name: path / "reports" for path in folder.iterdir()}


@pytest.fixture(params=OVER)
def before(request) -> str:
    """What stood in the folder of reports when a build began."""
    return request.param


@pytest.fixture
def now(before) -> str:
    """What is built."""
    return OVER[before]


@pytest.fixture
def build_over(inputs, reports, before, now, tmp_path):
    """Return a function that builds over what was before, and is disturbed; the state it leaves is looked at."""
    data, out = inputs / now / "data", tmp_path / "reports"
    untouched = contents(data)

    def of(at: int = NEVER, happens=killed) -> Ended:
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(reports[before], out)
        ended = disturbed(building(data, out), out, at, happens)
        assert_whole_and_of_one_month(out, MONTH, reports[before], reports[now])
        assert contents(data) == untouched
        return ended

    return of


@pytest.fixture
def finish(inputs, reports, now, tmp_path):
    """Return a function that builds once more, which comes to what an undisturbed build makes."""
    data, out = inputs / now / "data", tmp_path / "reports"

    def of() -> str:
        after = disturbed(building(data, out), out)
        assert (after.code, ", 0 failed" in after.said) == (0, True), after.said
        assert contents(out) == contents(reports[now])
        return after.said

    return of


def test_a_build_that_is_killed_at_any_change_of_a_file_leaves_one_month_and_the_next_finishes(
    build_over, finish, times
):
    undisturbed = build_over()
    assert undisturbed.code == 0
    all_of_them = range(1, undisturbed.changes + 1)
    late = [undisturbed.changes * part // 24 for part in range(18, 24)]  # while files are put in their place
    for at in times([1, undisturbed.changes // 3, *late], all_of_them):
        assert build_over(at).code == -9
        finish()


@pytest.mark.parametrize(
    ("reason", "code", "said"),
    [
        (errno.ENOSPC, 3, "No space left on device; free space, then build again"),
        (errno.EROFS, 2, "Read-only file system; give a folder that can be written"),
    ],
)
def test_a_disk_that_can_not_be_written_is_a_message_and_loses_nothing(build_over, finish, times, reason, code, said):
    changes = build_over().changes
    for at in spread(times(2, changes), changes):
        ended = build_over(at, refused(reason))
        if ended.code:  # the last that a build does is to clean up, and that may fail
            assert (ended.code, said in ended.said, "Traceback" in ended.said) == (code, True, False), ended.said
        finish()


def test_a_file_that_is_cut_off_is_not_published(inputs, reports, tmp_path, times):
    out, data = tmp_path / "reports", inputs / "as it is/data"
    shutil.copytree(reports["another title"], out)

    def with_room_for(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # what is longer is written as far as it goes
        building(data, out)()

    sizes = [len(content) for path, content in contents(reports["as it is"]).items() if "share" in path]
    for size in spread(times(3, 40), max(sizes) - 1 - SAID):
        ended = disturbed(lambda size=size: with_room_for(SAID + size), out)
        assert (ended.code, "File too large; free space" in ended.said) == (3, True), ended.said
        assert published(out) == published(reports["another title"])


def test_what_a_killed_build_made_is_not_made_again(build_over, finish):
    late = build_over().changes * 3 // 4
    assert build_over(late).code == -9
    assert "0 made, 4 up to date" in finish()


def test_of_a_killed_build_of_other_inputs_nothing_stays(inputs, reports, tmp_path, times):
    out = tmp_path / "reports"
    named, not_named = (building(inputs / name / "data", out) for name in ("named", "not named"))
    one_party = building(inputs / "not named/data", out, "--party", "d66")
    changes = disturbed(named, out).changes
    for at in spread(times(4, changes), changes):
        shutil.rmtree(out)
        shutil.copytree(reports["as it is"], out)
        disturbed(named, out, at)
        assert disturbed(one_party, out).code == 0
        outside = {path: content for path, content in contents(out).items() if not path.startswith(f"{MONTH}/internal")}
        assert [path for path, content in outside.items() if content.endswith(b" of named\n")] == []
        assert disturbed(not_named, out).code == 0
        assert published(out).keys() == published(reports["not named"]).keys()
        different = [
            path for path, content in published(out).items() if content != published(reports["not named"])[path]
        ]
        assert set(different) <= {f"{MONTH}/manifest.json"}  # it may also know of the order for one party


def test_a_build_that_is_refused_halfway_leaves_the_month_as_it_was(build_over, reports, before, now, tmp_path):
    """Without anybody who may not be named now, whatever stops a build before the end changes nothing that is read."""
    stopped = build_over(build_over().changes // 2, refused(errno.ENOSPC))
    assert stopped.code == 3
    if before != "named":
        assert published(tmp_path / "reports") == published(reports[before])
