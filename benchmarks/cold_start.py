"""Measures the wait from starting JupyterLab to a finished `1-figures`, beside a notebook that only imports.

    python benchmarks/cold_start.py [--runs 3] [--notebook 1-figures]

Each time JupyterLab is a new process in a new home, started as `make lab` does, and looked at in a window of Chromium
whose cache is empty; only what the disk keeps in memory is warm. The peer is the same JupyterLab with a notebook of
`import pandas, matplotlib.pyplot`. Both take turns; printed are medians, the lowest and the highest.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import nbformat
import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PROJECT / folder) for folder in ("tests", "scripts")]

from chromium import chromium  # noqa: E402

from support.lab import ERRORS, jupyterlab, open_notebook, run_all_cells  # noqa: E402

AIM = 12
PARTS = ("server up", "page open, kernel idle", "all cells run")


def wait_of(notebook: Path) -> dict[str, float]:
    """Return what it takes, part by part, from starting JupyterLab to a notebook that has run."""
    with tempfile.TemporaryDirectory(prefix="cold-") as folder, chromium() as browser:
        copies, home = Path(folder, "notebooks"), Path(folder, "home")
        copies.mkdir()
        home.mkdir()
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


def main() -> None:
    """Measure in rounds, and print medians, the lowest and the highest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--notebook", default="1-figures")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        notebooks = {asked.notebook: PROJECT / "notebooks" / f"{asked.notebook}.ipynb"}
        peer = notebooks["only imports"] = Path(folder) / "peer.ipynb"
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        cells = [nbformat.v4.new_code_cell("import pandas, matplotlib.pyplot")]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}), peer)
        rounds = [wait_of(path) | {"notebook": name} for _ in range(asked.runs) for name, path in notebooks.items()]
    print(f"{asked.runs} rounds, load {os.getloadavg()[1]:.1f} over the last five minutes, these rounds among it")
    print(f"in seconds; aim: {asked.notebook} together under {AIM}\n")
    print(pd.DataFrame(rounds).groupby("notebook").agg(["median", "min", "max"]).T.round(2).to_string())


if __name__ == "__main__":
    main()
