"""Changes the method here and there, and tells how many of the changes some test noticed: `make mutants`.

mutmut makes the changes (mutants) in a copy, `mutants/`, and runs the tests of `[tool.mutmut]` in pyproject.toml on
each. There are thousands, and one takes a second or more: `make mutants ARGS="--sample 400"` tries so many at random,
`make mutants ARGS="'analysis.core.names.*'"` those of a name. What was tried before is kept, and counts. Ends with 1 if
fewer than 85% were noticed in some package. `.venv/bin/mutmut results` then lists those that nobody noticed, and
`.venv/bin/mutmut show NAME` shows one.
"""

import argparse
import random
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
AIM_PERCENT = 85
# A test that does not come to an end, or a process that falls over, is noticed as well.
NOTICED = frozenset(["killed", "timeout", "segfault"])
UNNOTICED = frozenset(["survived", "no tests", "suspicious"])


def tests() -> list[str]:
    """Return the files of tests that are about the method itself."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return list(settings["tool"]["mutmut"]["pytest_add_cli_args_test_selection"])


def tried(project: Path, names: list[str]) -> str:
    """Try the mutants of some names (globs; none: all), and return what mutmut says of each there is.

    Ends the program where mutmut could not try them: a name that none has, or a test that fails by itself.
    """
    if subprocess.run([MUTMUT, "run", *names], cwd=project, check=False).returncode:
        sys.exit("mutmut could not try them: its own words above say why")
    return _results(project)


def drawn(project: Path, count: int, seed: int) -> list[str]:
    """Return the names of so many mutants, drawn at random from all there are."""
    # It makes them, and then ends with 1, as none has that name.
    subprocess.run([MUTMUT, "run", "none"], cwd=project, check=False, stderr=subprocess.DEVNULL)
    names = [line.strip().rpartition(": ")[0] for line in _results(project).splitlines()]
    return random.Random(seed).sample(names, min(count, len(names)))


def _results(project: Path) -> str:
    asked = [MUTMUT, "results", "--all", "true"]
    return subprocess.run(asked, cwd=project, capture_output=True, text=True, check=True).stdout


def scores(results: str) -> dict[str, tuple[int, int]]:
    """Return how many mutants of each package were noticed, and how many were tried, by mutmut's list of results.

    A line of it is `analysis.core.names.x_fold__mutmut_3: killed`; raises
    ValueError for a result that is not known.
    """
    noticed, all_tried = Counter[str](), Counter[str]()
    for line in results.splitlines():
        name, _, status = line.strip().rpartition(": ")
        if status in ("not checked", "skipped", "check was interrupted by user"):
            continue
        if status not in NOTICED | UNNOTICED:
            raise ValueError(f"mutmut says {line.strip()!r}: whether a test noticed it is not known")
        package = name.split(".")[1]
        all_tried[package] += 1
        noticed[package] += status in NOTICED
    return {package: (noticed[package], all_tried[package]) for package in sorted(all_tried)}


def report(found: dict[str, tuple[int, int]]) -> str:
    """Return a line for each package: how many of its mutants were noticed."""
    rows = [*found.items(), ("together", (sum(n for n, _ in found.values()), sum(a for _, a in found.values())))]
    return "\n".join(f"{package:12} {n:5,} of {a:5,} noticed: {100 * n / a:.1f}%" for package, (n, a) in rows)


def main() -> int:
    """Try mutants and say how many were noticed; with `--tests`, name the tests."""
    parser = argparse.ArgumentParser(description="Try mutants of the method, and say how many a test noticed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="those of this name, as in 'analysis.core.names.*'")
    parser.add_argument("--sample", type=int, metavar="COUNT", help="so many of all, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="which ones are drawn (1)")
    parser.add_argument("--tests", action="store_true", help="name the files of tests, and try nothing")
    asked = parser.parse_args()
    if asked.tests:
        print(*tests())
        return 0
    names = drawn(PROJECT, asked.sample, asked.seed) if asked.sample else asked.names
    found = scores(tried(PROJECT, names))
    print(report(found))
    return int(any(100 * noticed < AIM_PERCENT * of for noticed, of in found.values()))


if __name__ == "__main__":
    sys.exit(main())
