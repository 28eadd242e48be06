"""Measures whether thousands of briefings take as much time and memory each as the first ones: a made-up country.

    python benchmarks/synthetic_country.py [--briefings 3000] [--workers 2] [--lines 50]

Each council of the country has a data folder with the House's parties and a made-up list of signatories; one process
makes the briefings of all councils, HTML in both languages, as `briefing build` does. Prints, for every ten councils,
the time per briefing and what this process holds: memory, descriptors, children, temporary files.
Ends with 1 if, after the first 200 briefings, time of processor or memory is not within 10% or anything is left behind.
Time by the clock is printed too: it is others' as well, where something else runs on the machine.
"""

import argparse
import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent))

from lists_of_hands import made
from rosters import Rosters, tables_of

from analysis.core.parameters import Month
from analysis.publish.build import build

DATA = Path(__file__).resolve().parents[1] / "data"
MONTH = Month.parse("2026-10")
_WARM = 200


# What is held after some briefings, and how long each of the last ones took, by what it is called.
Held = dict[str, float]


def made_in(country: Path, briefings: int, workers: int, lines: int) -> Iterator[Held]:
    """Make briefings, council by council, and say after each what is held."""
    scratch = Path(tempfile.gettempdir())
    rosters = Rosters(tables_of(0, seed=1))
    data, out = country / "data", country / "reports"
    done = 0
    for number in range(1, sys.maxsize):
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(DATA, data)
        made("webformulier", rosters, lines, number, data / "signatories")
        began, used = time.monotonic(), _processor_seconds()
        result = build(MONTH, formats=["html"], data_dir=data, out_dir=out / str(number), workers=workers)
        assert not result.failures, result.failures
        of_this = len(result.made)
        done += of_this
        taken, used = ((time.monotonic() - began) / of_this * 1000, (_processor_seconds() - used) / of_this * 1000)
        shutil.rmtree(out / str(number))
        yield {
            "briefings": done,
            "milliseconds": taken,
            "milliseconds of processor": used,
            "megabytes": _megabytes(),
            "descriptors": len(list(Path("/proc/self/fd").iterdir())),
            "children": sum(len(path.read_text().split()) for path in Path("/proc/self/task").glob("*/children")),
            "temporary files": len(list(scratch.iterdir())),
        }
        if done >= briefings:
            return


def _processor_seconds() -> float:
    """Return the time of processor that this process and those that it has ended with took."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024**2


def verdicts(held: list[Held]) -> list[str]:
    """Return what was not flat: after the first briefings it grew by a tenth, or anything was left behind."""
    warm = next(place for place, each in enumerate(held) if each["briefings"] >= _WARM)
    found = []
    for name in (name for name in held[0] if name != "briefings"):
        early, late = (statistics.median(each[name] for each in part) for part in (held[warm : warm + 5], held[-5:]))
        print(f"{name}: {early:.1f} after the first {_WARM} briefings, {late:.1f} at the end")
        is_counted = not name.startswith(("milliseconds", "megabytes"))
        if late > early * (1 if is_counted else 1.1) and name != "milliseconds":
            found.append(f"{name} grew from {early:.1f} to {late:.1f}")
    return found


def main() -> int:
    """Make the briefings of a country and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--briefings", type=int, default=3000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lines", type=int, default=50, help="of signatures, in each council")
    asked = parser.parse_args()
    held = []
    with tempfile.TemporaryDirectory(prefix="country-") as country, tempfile.TemporaryDirectory() as scratch:
        tempfile.tempdir = os.environ["TMPDIR"] = scratch  # what other programs leave elsewhere is not counted
        for each in made_in(Path(country), asked.briefings, asked.workers, asked.lines):
            held.append(each)
            if len(held) % 10 == 1:
                print(each, flush=True)
    unflat = verdicts(held)
    print("\n".join(unflat) or "flat, and nothing left behind")
    return 1 if unflat else 0


if __name__ == "__main__":
    sys.exit(main())
