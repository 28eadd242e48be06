"""Measures the wait from starting JupyterLab to a finished `1-figures`, beside a notebook that only imports.

    python benchmarks/cold_start.py [--runs 3] [--notebook 1-figures]

Each time JupyterLab is a new process in a new home, started as `make lab` does, and looked at in a window of Chromium
whose cache is empty; only what the disk keeps in memory is warm. The peer is the same JupyterLab with a notebook of
`import pandas, matplotlib.pyplot`. Both take turns; printed are medians, the lowest and the highest, and the ratio.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import nbformat

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / folder) for folder in ("tests", "scripts")]

from chromium import chromium  # noqa: E402

from support.lab import ERRORS, jupyterlab, open_notebook, run_all_cells  # noqa: E402

PEER = "import pandas, matplotlib.pyplot"
AIM = 12
PARTS = ("server up", "page open, kernel idle", "all cells run")


def wait_of(notebook: Path) -> dict[str, float]:
    """Return what it takes, part by part, from starting JupyterLab to a notebook that has run."""
    with tempfile.TemporaryDirectory(prefix="cold-") as folder, chromium() as browser:
        copies, home = Path(folder, "notebooks"), Path(folder, "home")
        copies.mkdir(), home.mkdir()
        shutil.copy(notebook, copies)
        page = browser.new_page()
        times = [time.monotonic()]
        with jupyterlab(copies, home) as address:
            times.append(time.monotonic())
            open_notebook(page, address)
            times.append(time.monotonic())
            run_all_cells(page)
            times.append(time.monotonic())
            stopped = page.locator(ERRORS).all_text_contents()
            assert not stopped, stopped
            page.close()
    parts = dict(zip(PARTS, (end - start for start, end in pairwise(times)), strict=True))
    return parts | {"together": times[-1] - times[0]}


def peer(folder: Path) -> Path:
    """Write the notebook that only imports."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    only_imports = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PEER)], metadata={"kernelspec": kernel})
    path = folder / "peer.ipynb"
    nbformat.write(only_imports, path)
    return path


def report(ours: list[dict[str, float]], peers: list[dict[str, float]], name: str) -> None:
    """Print medians, with the lowest and highest, and how many times the peer."""
    busy = f"load {os.getloadavg()[1]:.1f} over the last five minutes, this measurement's own among it"
    print(f"{len(ours)} rounds on {len(os.sched_getaffinity(0))} cores, {busy}; median (lowest–highest), in seconds\n")
    print(f"{'':24} {name:20} {'only imports':20} times")
    for part in (*PARTS, "together"):
        ratio = median(ours, part) / median(peers, part)
        print(f"{part:24} {spread(ours, part):20} {spread(peers, part):20} {ratio:5.2f}")
    print(f"\n{name} is finished after {median(ours, 'together'):.1f} s (aim: under {AIM})")


def median(rounds: list[dict[str, float]], part: str) -> float:
    """Return the median of one part."""
    return statistics.median(each[part] for each in rounds)


def spread(rounds: list[dict[str, float]], part: str) -> str:
    """Return median, lowest and highest of one part."""
    values = sorted(each[part] for each in rounds)
    return f"{median(rounds, part):5.2f} ({values[0]:.2f}–{values[-1]:.2f})"


def main() -> None:
    """Measure in rounds and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--notebook", default="1-figures")
    asked = parser.parse_args()
    ours, peers = [], []
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        for number in range(asked.runs):
            ours.append(wait_of(PROJECT / "notebooks" / f"{asked.notebook}.ipynb"))
            peers.append(wait_of(peer(Path(folder))))
            print(f"round {number + 1} of {asked.runs} done", file=sys.stderr)
    report(ours, peers, asked.notebook)


if __name__ == "__main__":
    main()
