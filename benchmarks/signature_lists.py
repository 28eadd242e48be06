"""Measures how well lists of signatories resolve to who sat in or stood for the House: against made-up lists.

    python benchmarks/signature_lists.py [--lines 10000] [--seed 1300] [--people 3086] [--careful 0.75] [--out FILE]

The lists are made up from the real rosters, live in a temporary folder only, and say nothing about who signed.
Prints precision and recall, every wrong acceptance, what waits and why, speed and memory, beside plain rapidfuzz.
"""

import argparse
import datetime
import itertools
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_up_lists import write_lists
from made_up_signers import LAST_DAY, made_up_lines
from plain_fuzzy import measure_plainly
from rosters import Rosters, ids_of_one_person, with_made_up_people
from signature_measures import measured
from watched import watched

from analysis.signatories.body import TABLES

DATA = Path(__file__).resolve().parents[1] / "data"
_DAYS = {
    "members": ("start", "end"),
    "party_names": ("valid_from",),
    "party_events": ("date",),
    "elections": ("nominated_on", "term_starts", "polling_day"),
}
# Everything signed by then is in it.
AS_OF = LAST_DAY + datetime.timedelta(days=60)


def tables_of(people: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the real rosters, with made-up people added until so many stand in them."""
    tables = {name: pd.read_csv(DATA / f"{name}.csv", dtype="str") for name in TABLES}
    for name, columns in _DAYS.items():
        for column in columns:
            tables[name][column] = pd.to_datetime(tables[name][column]).astype("datetime64[us]")
    return with_made_up_people(tables, people, seed)


def run(lines: int, seed: int, people: int, careful: float = 0, plain_lines: int = 3000) -> dict[str, Any]:
    """Make lists, read them, resolve them and measure."""
    tables = tables_of(people, seed)
    made = list(made_up_lines(Rosters(tables), lines, seed, careful))
    with tempfile.TemporaryDirectory(prefix="made-up-lists-") as folder:
        truth = write_lists(Path(folder), made, seed)
        found, memory = watched(Path(folder), tables, AS_OF)
    plainly = measure_plainly(truth, tables, plain_lines)
    return {
        "lines": lines,
        "seed": seed,
        "careful": careful,
        "people": len(set(tables["candidates"]["person_id"]) | set(tables["members"]["person_id"])),
        "problems_of_files": found.errors,
        "seconds_reading": found.seconds_reading,
        "seconds_resolving": found.seconds_resolving,
        "cpu_seconds": found.cpu_seconds,
        "peak_mb_before": found.peak_mb_before,
        "memory": asdict(memory),
        "measure": asdict(measured(truth, found.lines, found.result, ids_of_one_person(tables))),
        "plain": asdict(plainly),
        "times_as_fast_as_plain": plainly.seconds / max(plainly.lines, 1) / (found.seconds_resolving / len(truth)),
    }


def report(found: dict[str, Any], show: int) -> str:
    """Return the measures of one run as text."""
    m, p = found["measure"], found["plain"]
    plain = "; ".join(
        f"at {t}: {row['wrong']} wrong of {row['accepted']} accepted, {row['recall']:.1%} of signers"
        for t, row in p["by_threshold"].items()
    )
    text = [
        f"{m['lines']} lines, seed {found['seed']}, {found['people']} people; "
        f"{found['careful']:.0%} fill in the form as it asks, the others anyhow",
        f"accepted {m['accepted']}, wrong {m['wrong']}, precision {m['precision']:.3%} "
        f"(and {m['twins_accepted']} that nobody could tell from a signer)",
        f"true signers {m['signers']}: {m['found']:.2%} accepted or queued with the right candidate first; "
        f"{m['accepted_of_signers']:.2%} accepted without help",
        f"of {m['settled']} that the line alone settles {m['accepted_of_settled']:.2%} accepted",
        f"queue {m['queue']} ({m['queue_share']:.1%}); "
        f"of {m['strangers']} strangers {m['strangers_queued']:.1%} queued",
        f"signed again {m['repeated']}: {m['repeated_caught']:.1%} found; counted twice {m['counted_twice']}; "
        f"ledger closes: {m['ledger_closes']}; lost in reading {m['lost_in_reading']}; "
        f"unreadable dates kept {m['unreadable_kept']:.1%}; files not opened {found['problems_of_files']}",
        f"reading {found['seconds_reading']:.2f} s, resolving {found['seconds_resolving']:.2f} s "
        f"({found['cpu_seconds']:.2f} s of processor for both), "
        f"most memory {found['memory']['with_forks_mb']:.0f} MB with forks, shared memory counted once, and "
        f"{found['memory']['alone_mb']:.0f} MB of the process itself ({found['peak_mb_before']:.0f} MB before reading; "
        f"{found['memory']['looks']} looks)",
        f"plain rapidfuzz on {p['lines']} lines in {p['seconds']:.2f} s "
        f"(per line {found['times_as_fast_as_plain']:.1f} times our time): {plain}",
    ]
    for title, key in [
        ("WRONG", "wrong_lines"),
        ("missed", "missed_lines"),
        ("waiting though settled", "waiting_lines"),
    ]:
        rows = m[key] if key == "wrong_lines" else m[key][:show]
        text += [f"  {title}: {row['written']} | {row['says']} | {row['outcome']} {row['got']} | "
                 f"truth {row['truth'] or 'nobody'} | {row['ways']} | {row['because']}" for row in rows]  # fmt: skip
    for title, key in [("missed", "missed_by_way"), ("waiting though settled", "waiting_by_way")]:
        text.append(f"{title}: " + ", ".join(f"{way} {count}" for way, count in list(m[key].items())[:25]))
    return "\n".join(text)


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--seed", type=int, nargs="+", default=[1300])
    parser.add_argument("--people", type=int, default=0, help="add made-up people until there are so many")
    parser.add_argument("--careful", type=float, nargs="+", default=[0.0], help="share that fills in the form as asked")
    parser.add_argument("--show", type=int, default=10, help="how many lines to show of each sort of miss")
    parser.add_argument("--out", type=Path, help="write every measure as JSON; it holds made-up lines with real names")
    chosen = parser.parse_args()
    found = []
    for seed, careful in itertools.product(chosen.seed, chosen.careful):
        found.append(run(chosen.lines, seed, chosen.people, careful))
        print(report(found[-1], chosen.show), flush=True)
    if chosen.out:
        chosen.out.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
