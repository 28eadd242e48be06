"""Measures what a briefing takes in the batch, beside the usual ways of running a notebook, in one run.

    python benchmarks/batch_against_peers.py [--runs 5] [--sample 3]

The peers take as long for each briefing as for the last, so they make the first few of the month in each run, and the
batch makes the whole month. All ways take turns, each in a process of its own; printed are medians per briefing, ratios
of them, and the spread. "Start" is what comes before the first briefing is begun: imports, reading, reconciling.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
BEGAN = time.monotonic()

import pandas as pd  # noqa: E402

from analysis.core.parameters import Month  # noqa: E402
from analysis.publish.build import PROJECT  # noqa: E402
from analysis.publish.orders import BRIEFING_NOTEBOOK, NotebookRun, Order, runs_of  # noqa: E402
from analysis.reconciliation import reconcile  # noqa: E402

BIN = Path(sys.executable).parent
MONTH = "2026-10"
Seconds = dict[str, float]


# The ways, each of which makes briefings in a folder


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


def by_api(runs: list[NotebookRun], folder: Path) -> None:
    """papermill's function and one exporter, all in one process, one after the other."""
    import papermill

    from analysis.publish.exporters import BriefingHTMLExporter

    exporter = BriefingHTMLExporter()
    for run in runs:
        out = folder / f"{run.name}.ipynb"
        executed = papermill.execute_notebook(run.notebook, out, run.parameters, progress_bar=False)
        out.with_suffix(".html").write_text(exporter.from_notebook_node(executed)[0], encoding="utf-8")


def by_batch(runs: list[NotebookRun], folder: Path) -> None:
    """The batch's way: a kernel in each of two workers that runs one notebook after the other."""
    from analysis.publish.workers import Workers

    with Workers(2, folder) as workers:
        for each in workers.run(runs):
            assert each.failure is None, each.failure
            for path, content in each.files.items():
                (folder / path.replace("/", "-")).write_bytes(content)


WAYS: dict[str, tuple[Callable[..., None], list[str]]] = {
    "(a) papermill + jupyter nbconvert, HTML": (by_commands, ["html"]),
    "(b) papermill's function + one exporter, HTML": (by_api, ["html"]),
    "the batch, HTML": (by_batch, ["html"]),
    "the batch, HTML and PDF": (by_batch, ["html", "pdf"]),
}
A, _, HTML, PDF = WAYS
MONTH_IN_ALL = "the month with annexes, tables, mails and PDF"


def of_this_process(way: str, count: int | None) -> Seconds:
    """Make the first briefings of the month, parties with a seat and `all`, in one way; return what it took."""
    make, formats = WAYS[way]
    month = reconcile(Month.parse(MONTH), PROJECT / "data")
    order = Order(month.month, PROJECT / "data", PROJECT / "notebooks", formats=formats)
    # Without evidence and annexes: the peers do not make them.
    runs = [run for run in runs_of(order, month) if run.notebook.name == BRIEFING_NOTEBOOK][:count]
    with tempfile.TemporaryDirectory(prefix="peers-") as folder:
        began = time.monotonic()
        make(runs, Path(folder))
        return {"start": began - BEGAN, "briefings": len(runs), "a briefing": (time.monotonic() - began) / len(runs)}


# The rounds


def of_one_way(way: str, count: int | None) -> Seconds:
    """Make briefings in one way, in a new process, and return what it says of itself."""
    command = [sys.executable, __file__, "--way", way, *(["--sample", str(count)] if count else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    said: Seconds = json.loads(done.stdout)
    return said


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


def one_round(sample: int) -> Seconds:
    """Return seconds: of each way per briefing once it has started, and of commands as a whole."""
    took: Seconds = {}
    for way, (make, _) in WAYS.items():
        said = of_one_way(way, None if make is by_batch else sample)
        took |= {way: said["a briefing"], f"{way}: start": said["start"], "briefings": said["briefings"]}
    given = (PROJECT / "notebooks" / "3-briefing.ipynb", "{}/out.ipynb", "-p", "month", MONTH, "-p", "party", "d66")
    build = (BIN / "briefing", "build", "--month", MONTH, "--out", "{}")
    d66 = (*build, "--party", "d66")
    page = f"{MONTH}/share/nl/d66.html"
    return took | {
        "papermill alone": seconds_of(BIN / "papermill", *given),
        "first page": seconds_of(*d66, "--language", "nl", "--format", "html", until=page),
        MONTH_IN_ALL: seconds_of(*build) / took.pop("briefings"),
        "nothing changed": seconds_of(*d66, again=True),
    }


def report(rounds: list[Seconds]) -> None:
    """Print medians, with the lowest and highest, and the ratios that the project aims at."""
    seconds = pd.DataFrame(rounds)
    print(f"{len(rounds)} rounds on {len(os.sched_getaffinity(0))} cores, in seconds\n")
    print(seconds.agg(["median", "min", "max"]).T.round(3).to_string(), end="\n\n")
    median = seconds.median()
    for what, name, other, aim in (
        ("HTML, times as fast as (a)", A, HTML, "at least 15"),
        ("HTML and PDF, times as fast as (a) HTML alone", A, PDF, "at least 10"),
        ("the month in all, a briefing, times as fast as (a)", A, MONTH_IN_ALL, "at least 20"),
        ("first page of one party, times papermill alone", "first page", "papermill alone", "at most 1.3"),
    ):
        print(f"{what:56} {median[name] / median[other]:7.2f}   (aim: {aim})")


def main() -> None:
    """Measure in rounds and report; or, in a process of its own, one way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sample", type=int, help="briefings that the peers make in each round (3)")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        print(json.dumps(of_this_process(asked.way, asked.sample)))
        return
    rounds = []
    for number in range(asked.runs):
        rounds.append(one_round(asked.sample or 3))
        print(f"round {number + 1} of {asked.runs} done", file=sys.stderr)
    report(rounds)


if __name__ == "__main__":
    main()
