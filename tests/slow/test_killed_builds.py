"""A build that is killed at any moment: what is there is whole and of one month, and the next build finishes.

Whole builds, with their workers and notebooks, killed at random; `test_publishing` looks at each change of a file.
"""

import os
import random
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from analysis import batch
from analysis.batch.inputs import digests_of, versions
from analysis.batch.workers import warm_up
from analysis.parameters import Month
from support.one_month import assert_whole_and_of_one_month
from support.small_notebooks import PROJECT, contents, with_a_short_briefing
from support.without_kernels import tables_made_once

MONTH = Month.parse("2021-03")
ORDER = {"parties": ["all", "d66", "vvd"], "languages": ["nl"], "formats": ["html"], "workers": 2}
# What stood there before: nothing, or what was made with another title, or before a party was known to have signed.
BEFORE = ("nothing", "another title", "one signature less")


@pytest.fixture(scope="module", autouse=True)
def _quickly():
    warm_up()
    with tables_made_once():
        yield


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for name in ("now", *BEFORE[1:]):
        shutil.copytree(PROJECT / "data", folder / name / "data")
    titles = folder / "another title/data/publications.csv"
    titles.write_text(titles.read_text(encoding="utf-8").replace("mensenhandel", "slavernij"), encoding="utf-8")
    signed = folder / "one signature less/data/signatories/parties-2021-03-10.csv"
    signed.write_text("".join(signed.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    with_a_short_briefing(folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def reports(inputs, _quickly, tmp_path_factory) -> dict[str, Path]:
    """What undisturbed builds make, and a folder in which nothing was made."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for name in ("now", *BEFORE[1:]):
        read_in_this_process(inputs, name)
        finish(inputs, folder / name, name)
    (folder / "nothing").mkdir()
    return {path.name: path for path in folder.iterdir()}


def build(inputs: Path, out: Path, name: str) -> None:
    data, notebooks = inputs / name / "data", inputs / "notebooks"
    assert batch.build(MONTH, data_dir=data, notebooks=notebooks, out_dir=out, **ORDER).failures == {}


def read_in_this_process(inputs: Path, name: str) -> None:
    """Read the tables of a build and make those that it publishes: its forks find them."""
    data = inputs / name / "data"
    month = batch.reconcile(MONTH, data)
    batch.tables_of(month)
    batch.fingerprints_of(month, digests_of(data, inputs / "notebooks"), versions())


def finish(inputs: Path, out: Path, name: str = "now") -> None:
    """Build undisturbed, in a process that can be forked: that of the tests has threads."""
    assert not Begun.of(inputs, out, name).killed_after(100)


@dataclass(frozen=True)
class Begun:
    """A build in a process of its own, and the end of a pipe of which it and all that it starts hold the other."""

    process: ForkProcess
    alive: int

    @classmethod
    def of(cls, inputs: Path, out: Path, name: str = "now") -> "Begun":
        alive, held = os.pipe()
        os.set_inheritable(held, True)
        process = get_context("fork").Process(target=build, args=(inputs, out, name))
        process.start()
        os.close(held)
        return cls(process, alive)

    def killed_after(self, seconds: float) -> bool:
        """Kill it, but not its workers, and wait until these have ended too; whether it had not ended by itself."""
        self.process.join(seconds)
        self.process.kill()
        self.process.join()
        assert os.read(self.alive, 1) == b""  # nobody holds the other end any more
        os.close(self.alive)
        assert self.process.exitcode in (0, -signal.SIGKILL)
        return bool(self.process.exitcode)


@pytest.fixture(scope="module")
def duration(inputs, reports, tmp_path_factory) -> float:
    """How long a build takes that nobody disturbs."""
    start = time.monotonic()
    finish(inputs, tmp_path_factory.mktemp("out"))
    return time.monotonic() - start


def moments(count: int) -> Iterator[float]:
    """Moments at random and all over a build, as parts of it; what they come from is told, so as to have them again."""
    seed = int(os.environ.get("MOMENTS", random.SystemRandom().randrange(10**6)))
    print(f"MOMENTS={seed}")
    drawn = random.Random(seed)
    for number in range(count):
        yield (number + drawn.random()) / count


def test_a_build_that_is_killed_at_any_moment_leaves_one_month_and_the_next_finishes(
    inputs, reports, duration, tmp_path, times
):
    untouched, out, ended = contents(inputs), tmp_path / "out", 0
    for number, part in enumerate(moments(times(4, 200))):
        before, killed = BEFORE[number % len(BEFORE)], False
        while not killed:
            shutil.copytree(reports[before], out)
            start = time.monotonic()
            killed = Begun.of(inputs, out).killed_after(part * duration)
            assert_whole_and_of_one_month(out, MONTH, reports[before], reports["now"])
            if not killed:  # the machine has less to do than before
                duration, ended = time.monotonic() - start, ended + 1
            finish(inputs, out)
            assert contents(out) == contents(reports["now"]), f"killed after {part:.3f} of a build, over {before}"
            assert contents(inputs) == untouched
            shutil.rmtree(out)
    print(f"{number + 1} were killed; {ended} ended before, which do not count; at last one took {duration:.2f} s")
