"""Changes the method here and there, and says how many of the changes some test noticed: `make mutants`.

mutmut makes the changes (mutants) in a copy, `mutants/`, and runs the tests of `[tool.mutmut]` in pyproject.toml on
each. There are thousands, and one takes a second or more: `make mutants ARGS="--sample 400"` tries so many at random,
`make mutants ARGS="'analysis.core.names.*'"` those of a name. What was tried before is kept, and counts. Ends with 1 if
fewer than 85% of some package were noticed. `.venv/bin/mutmut results` then lists those that nobody noticed, and
`.venv/bin/mutmut show NAME` shows one.
"""

import argparse
import random
import subprocess
import sys
from pathlib import Path

import pandas as pd

PROJECT = Path(__file__).resolve().parents[1]
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
AIM_PERCENT = 85
# A test that does not come to an end, or a process that falls over, is noticed as well.
NOTICED = ("killed", "timeout", "segfault")
NOT_TRIED = ("not checked", "skipped", "check was interrupted by user")


def results() -> dict[str, str]:
    """Return what mutmut says of each mutant, by its name (`analysis.core.names.x_fold__mutmut_3`)."""
    asked = [MUTMUT, "results", "--all", "true"]
    said = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    return dict(line.strip().split(": ") for line in said.splitlines() if ": " in line)


def main() -> int:
    """Try mutants, and print how many of each package, and of all, were noticed."""
    parser = argparse.ArgumentParser(description="Try mutants of the method, and say how many a test noticed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="those of this name, as in 'analysis.core.names.*'")
    parser.add_argument("--sample", type=int, metavar="COUNT", help="so many of all, drawn at random")
    asked = parser.parse_args()
    if asked.sample:
        # It makes them, and then ends with 1, as none has that name.
        subprocess.run([MUTMUT, "run", "none"], cwd=PROJECT, check=False, stderr=subprocess.DEVNULL)
        there = [*results()]
        asked.names = random.Random(1).sample(there, min(asked.sample, len(there)))
    if subprocess.run([MUTMUT, "run", *asked.names], cwd=PROJECT, check=False).returncode:
        sys.exit("mutmut could not try them: its own words above say why")
    tried = pd.Series({name: status for name, status in results().items() if status not in NOT_TRIED}, dtype=str)
    noticed = tried.isin(NOTICED).groupby(tried.index.str.split(".").str[1]).agg(["sum", "count"])
    noticed.loc["together"] = noticed.sum()
    percent = 100 * noticed["sum"] / noticed["count"]
    print(noticed.assign(percent=percent.round(1)).rename(columns={"sum": "noticed", "count": "tried"}).to_string())
    return int((percent < AIM_PERCENT).any())


if __name__ == "__main__":
    sys.exit(main())
