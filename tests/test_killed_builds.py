"""A build that is killed at any moment: what is there is whole and of one month, and the next build finishes.

Whole builds, with their workers, and real notebooks of the briefing; `test_publishing` looks at each change of a file.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis import batch
from analysis.parameters import Month
from one_month import assert_whole_and_of_one_month
from small_notebooks import PROJECT, contents, with_empty_evidence

MONTH = Month.parse("2021-03")
ORDER = {"parties": ["all", "d66"], "languages": ["nl"], "formats": ["html"], "workers": 2}
# Says when it begins: the seconds in which Python starts are not worth a moment.
BUILD = f"""
import sys
from pathlib import Path
from analysis import batch
from analysis.batch.workers import warm_up
from analysis.parameters import Month
warm_up()
notebooks, data, out = map(Path, sys.argv[1:])
print("begins", flush=True)
batch.build(Month.parse("{MONTH}"), notebooks=notebooks, data_dir=data, out_dir=out, **{ORDER})
"""
# The inputs of what stood there before; nothing, a title that was changed since, or a party that signed since.
BEFORE = ("nothing", "another title", "one signature less")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for name in ("now", *BEFORE[1:]):
        shutil.copytree(PROJECT / "data", folder / name / "data")
    titles = folder / "another title/data/publications.csv"
    titles.write_text(titles.read_text(encoding="utf-8").replace("mensenhandel", "slavernij"), encoding="utf-8")
    signed = folder / "one signature less/data/signatories/parties-2021-03-10.csv"
    signed.write_text("".join(signed.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    with_empty_evidence(folder / "notebooks")
    return folder


@pytest.fixture(scope="module")
def reports(inputs, tmp_path_factory) -> dict[str, Path]:
    """What undisturbed builds make, and a folder in which nothing was made."""
    folder = tmp_path_factory.mktemp("undisturbed")
    for name in ("now", *BEFORE[1:]):
        finish(inputs, folder / name, name)
    (folder / "nothing").mkdir()
    return {path.name: path for path in folder.iterdir()}


def finish(inputs: Path, out: Path, name: str = "now") -> None:
    result = batch.build(MONTH, data_dir=inputs / name / "data", notebooks=inputs / "notebooks", out_dir=out, **ORDER)
    assert result.failures == {}


def begun(inputs: Path, out: Path, drafts: Path) -> subprocess.Popen:
    """A build that has just begun, in a process of its own."""
    command = [sys.executable, "-c", BUILD, inputs / "notebooks", inputs / "now/data", out]
    environment = os.environ | {"TMPDIR": str(drafts)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT, env=environment)
    assert process.stdout.readline() == "begins\n"
    return process


def moments(count: int, whole: float) -> Iterator[float]:
    """Moments at random and all over a build; the number that they come from is told, so as to have them again."""
    seed = int(os.environ.get("MOMENTS", random.SystemRandom().randrange(10**6)))
    print(f"MOMENTS={seed}, over {whole:.2f} seconds")
    drawn = random.Random(seed)
    for number in range(count):
        yield whole * (number + drawn.random()) / count


def killed_after(seconds: float, process: subprocess.Popen) -> bool:
    """Kill a build, but not its workers, and wait for the end of these; whether it had not ended by itself."""
    with process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate(timeout=60)  # no worker holds the other end of its output any more
    return process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def duration(inputs, reports, tmp_path_factory) -> float:
    """How long a build takes that nobody disturbs."""
    process, start = begun(inputs, tmp_path_factory.mktemp("out"), tmp_path_factory.mktemp("drafts")), time.monotonic()
    assert not killed_after(60, process)
    return time.monotonic() - start


@pytest.mark.torture
def test_a_build_that_is_killed_at_any_moment_leaves_one_month_and_the_next_finishes(
    inputs, reports, duration, tmp_path, times
):
    untouched, kills = contents(inputs), 0
    for number, moment in enumerate(moments(times(4, 200), duration)):
        before, out, drafts = BEFORE[number % len(BEFORE)], tmp_path / "out", tmp_path / "drafts"
        for folder in (out, drafts):
            shutil.rmtree(folder, ignore_errors=True)
        drafts.mkdir()
        shutil.copytree(reports[before], out)
        kills += killed_after(moment, begun(inputs, out, drafts))
        assert_whole_and_of_one_month(out, MONTH, reports[before], reports["now"])
        assert contents(inputs) == untouched
        finish(inputs, out)
        assert contents(out) == contents(reports["now"]), f"killed {moment:.3f} s after it began, over {before}"
    assert kills >= times(2, 150), "most of the moments come before the end of the build"
