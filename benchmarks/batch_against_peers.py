"""Measures what a briefing takes in the batch, beside the usual ways of running a notebook, in one run.

    python benchmarks/batch_against_peers.py [--runs 5] [--sample 3]

The peers take as long for each briefing as for the last, so they make the first few of the month in each run, and the
batch makes the whole month. All ways take turns; printed are medians per briefing, ratios of them, and the spread.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
BIN = Path(sys.executable).parent
MONTH = "2026-10"
PEERS = {
    "commands": "(a) papermill + jupyter nbconvert, HTML",
    "api": "(b) papermill's function + one exporter, HTML",
    "functions": "(c) plain functions, no kernel, HTML",
}
BATCH = {"html": "the batch, HTML", "html-pdf": "the batch, HTML and PDF"}


def of_one_way(way: str, count: int | None) -> dict[str, float]:
    """Make briefings in one way, in a new process and a new folder, and return what it says of itself."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        command = [sys.executable, HERE / "ways_of_making.py", way, folder, "--month", MONTH]
        command += ["--briefings", str(count)] if count else []
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said: dict[str, float] = json.loads(done.stdout)
    return said


def seconds_of(command: list[str | Path], until: Callable[[Path], bool] | None = None) -> float:
    """Return how long a command takes in a new folder, `{}` in its words; or how long until something is there."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        words = [str(word).format(folder) for word in command]
        began = time.monotonic()
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while until and process.poll() is None and not until(Path(folder)):
                time.sleep(0.005)
            there = time.monotonic() - began
            process.wait()
        assert process.returncode == 0, words
        return there if until else time.monotonic() - began


def first_page(folder: Path) -> bool:
    """Return whether the page of the one party that was asked for is there."""
    return (folder / MONTH / "share/nl/d66.html").exists()


def one_round(sample: int) -> dict[str, float]:
    """Return seconds: of each way per briefing once it has started, and of commands as a whole."""
    took = {}
    for way in (*PEERS, *BATCH):
        said = of_one_way(way, sample if way in PEERS else None)
        took[way] = said["seconds"] / said["briefings"]
        took[f"{way} start"] = said["start_seconds"]
    notebook = HERE.parent / "notebooks" / "3-briefing.ipynb"
    given = [word for name, value in (("month", MONTH), ("party", "d66")) for word in ("-p", name, value)]
    build = [BIN / "briefing", "build", "--month", MONTH, "--out", "{}"]
    one = [*build, "--party", "d66", "--language", "nl", "--format", "html"]
    took["papermill alone"] = seconds_of([BIN / "papermill", notebook, "{}/out.ipynb", *given])
    took["first page"] = seconds_of(one, until=first_page)
    took["one briefing"] = seconds_of(one)
    took["month"] = seconds_of(build)
    took["nothing changed"] = nothing_changed(build)
    took["the command alone"] = seconds_of([BIN / "briefing", "build", "--help"])
    return took


def nothing_changed(build: list[str | Path]) -> float:
    """Return how long the same build takes once more."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        words = [str(word).format(folder) for word in [*build, "--party", "d66"]]
        subprocess.run(words, check=True, capture_output=True)
        began = time.monotonic()
        said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        assert " 0 made" in said
        return time.monotonic() - began


def report(rounds: list[dict[str, float]]) -> None:
    """Print medians, with the lowest and highest, and the ratios that the project aims at."""
    median = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    print(f"{len(rounds)} rounds on {len(os.sched_getaffinity(0))} cores; median (lowest–highest), in seconds\n")
    for name, said in {**PEERS, **BATCH}.items():
        print(f"{said:48} {spread(rounds, name)} per briefing, after a start of {median[f'{name} start']:.1f}")
    print()
    for name in ("papermill alone", "first page", "one briefing", "month", "nothing changed", "the command alone"):
        print(f"{name:48} {spread(rounds, name)}")
    print()
    ratio("HTML, times as fast as (a)", median["commands"] / median["html"], "at least 15")
    ratio("HTML, times the floor (c)", median["html"] / median["functions"], "at most 2")
    ratio("HTML and PDF, times as fast as (a) HTML alone", median["commands"] / median["html-pdf"], "at least 10")
    ratio(
        "first page of one party, times papermill alone",
        median["first page"] / median["papermill alone"],
        "at most 1.2",
    )


def spread(rounds: list[dict[str, float]], name: str) -> str:
    """Return median, lowest and highest of the rounds."""
    values = sorted(each[name] for each in rounds)
    return f"{statistics.median(values):7.3f} ({values[0]:.3f}–{values[-1]:.3f})"


def ratio(what: str, found: float, aim: str) -> None:
    """Print what was found beside what was aimed at."""
    print(f"{what:48} {found:7.2f}   (aim: {aim})")


def main() -> None:
    """Measure in rounds and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=3, help="briefings that the peers make in each round")
    asked = parser.parse_args()
    rounds = []
    for number in range(asked.runs):
        rounds.append(one_round(asked.sample))
        print(f"round {number + 1} of {asked.runs} done", file=sys.stderr)
    report(rounds)


if __name__ == "__main__":
    main()
