"""Measures what a briefing takes in the batch, beside the usual way of running a notebook, in one run.

    python benchmarks/batch_against_peers.py [--runs 5] [--sample 3]

The peer takes as long for each briefing as for the last, so it makes the first few of the month in each run, and the
batch makes the whole month. All ways take turns, each in a process of its own; printed are medians per briefing, once
it has started (imports, reading, reconciling), ratios of them, and the spread.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pandas as pd

from analysis.core.parameters import Month
from analysis.publish.build import PROJECT
from analysis.publish.orders import BRIEFING_NOTEBOOK, NotebookRun, Order, runs_of
from analysis.reconciliation import reconcile

BIN = Path(sys.executable).parent
MONTH = "2026-10"
# Every party with a seat, and all, in two languages.
BRIEFINGS = 36


def by_commands(runs: list[NotebookRun], folder: Path) -> None:
    """`papermill` and then `jupyter nbconvert` for each briefing, as its users type it."""
    for run in runs:
        executed = folder / f"{run.name}.ipynb"
        given = [word for name, value in run.parameters.items() for word in ("-p", name, value)]
        for command in (
            [BIN / "papermill", run.notebook, executed, *given, "--no-progress-bar"],
            [BIN / "jupyter", "nbconvert", "--to", "briefing", executed, "--log-level", "ERROR"],
        ):
            subprocess.run([str(word) for word in command], check=True, capture_output=True)


def by_batch(runs: list[NotebookRun], folder: Path) -> None:
    """The batch's way: a kernel in each of two workers that runs one notebook after the other."""
    from analysis.publish.workers import workers

    with workers(2, folder) as run_all:
        for each in run_all(runs):
            assert each.failure is None, each.failure
            for path, content in each.files.items():
                (folder / path.replace("/", "-")).write_bytes(content)


WAYS: dict[str, tuple[Callable[[list[NotebookRun], Path], None], list[str]]] = {
    "(a) papermill + jupyter nbconvert, HTML": (by_commands, ["html"]),
    "the batch, HTML": (by_batch, ["html"]),
    "the batch, HTML and PDF": (by_batch, ["html", "pdf"]),
}
A, HTML, PDF = WAYS
MONTH_IN_ALL = "the month with annexes, tables, mails and PDF"
AIMS = (
    ("HTML, times as fast as (a)", A, HTML, "at least 15"),
    ("HTML and PDF, times as fast as (a) HTML alone", A, PDF, "at least 10"),
    ("the month in all, a briefing, times as fast as (a)", A, MONTH_IN_ALL, "at least 20"),
    ("first page of one party, times papermill alone", "first page", "papermill alone", "at most 1.3"),
)


def of_this_process(way: str, count: int) -> float:
    """Make the first briefings of the month in one way; return the seconds that each took."""
    make, formats = WAYS[way]
    month = reconcile(Month.parse(MONTH), PROJECT / "data")
    order = Order(month.month, PROJECT / "data", PROJECT / "notebooks", formats=formats)
    # Without evidence and annexes: the peer does not make them.
    runs = [run for run in runs_of(order, month) if run.notebook.name == BRIEFING_NOTEBOOK][:count]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        began = time.monotonic()
        make(runs, Path(folder))
        return (time.monotonic() - began) / len(runs)


def seconds_of(*command: str | Path, until: str = "", again: bool = False) -> float:
    """Return how long a command takes in a new folder, `{}` in its words: until a file is there, or a second time."""
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        words = [str(word).format(folder) for word in command]
        if again:
            subprocess.run(words, check=True, capture_output=True)
        began = time.monotonic()
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and not (until and Path(folder, until).exists()):
                time.sleep(0.005)
            took = time.monotonic() - began
        assert process.returncode == 0, words
        return took


def one_round(sample: int) -> dict[str, float]:
    """Return seconds: of each way per briefing once it has started, and of commands as a whole."""
    took: dict[str, float] = {}
    for way, (make, _) in WAYS.items():
        count = BRIEFINGS if make is by_batch else sample
        command = [sys.executable, __file__, "--way", way, "--sample", str(count)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        took[way] = float(done.stdout)
    given = (PROJECT / "notebooks" / "3-briefing.ipynb", "{}/out.ipynb", "-p", "month", MONTH, "-p", "party", "d66")
    build = (BIN / "briefing", "build", "--month", MONTH, "--out", "{}")
    d66 = (*build, "--party", "d66")
    page = f"{MONTH}/share/nl/d66.html"
    return took | {
        "papermill alone": seconds_of(BIN / "papermill", *given),
        "first page": seconds_of(*d66, "--language", "nl", "--format", "html", until=page),
        MONTH_IN_ALL: seconds_of(*build) / BRIEFINGS,
        "nothing changed": seconds_of(*d66, again=True),
    }


def main() -> None:
    """Measure in rounds, and print medians, the lowest and the highest; or, in a process of its own, one way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, default=3, help="briefings that the peer makes in each round")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(of_this_process(asked.way, asked.sample))
        return
    seconds = pd.DataFrame([one_round(asked.sample) for _ in range(asked.runs)])
    print(f"{asked.runs} rounds on {len(os.sched_getaffinity(0))} cores, in seconds\n")
    print(seconds.agg(["median", "min", "max"]).T.round(3).to_string(), end="\n\n")
    median = seconds.median()
    for what, name, other, aim in AIMS:
        print(f"{what:56} {median[name] / median[other]:7.2f}   (aim: {aim})")


if __name__ == "__main__":
    main()
