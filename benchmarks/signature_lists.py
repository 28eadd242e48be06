"""Measures how well lists of signatories resolve to who sat in or stood for the House: against made-up lists.

    python benchmarks/signature_lists.py [--lines 10000] [--seed 1300] [--people 3086] [--show 10] [--out FILE.json]

The lists are made up from the real rosters, live in a temporary folder only, and say nothing about who signed.
Prints precision and recall, every wrong acceptance, what waits and why, speed and memory, beside plain rapidfuzz.
"""

import argparse
import datetime
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from made_up_lists import Truth, write_lists
from made_up_signers import LAST_DAY, made_up_lines
from plain_fuzzy import measure_plainly
from rosters import Rosters, ids_of_one_person, with_made_up_people

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.lookups import TABLES, Bodies
from analysis.sources.signature_lists import read_lists

DATA = Path(__file__).resolve().parents[1] / "data"
_DAYS = {
    "members": ("start", "end"),
    "party_names": ("valid_from",),
    "party_events": ("date",),
    "elections": ("nominated_on", "term_starts"),
}
TRUE_KINDS = ("signer", "signer of a name that two have", "no date", "party")
Pool = multiprocessing.get_context("spawn").Pool
# Everything signed by then is in it.
AS_OF = LAST_DAY + datetime.timedelta(days=60)


@dataclass(frozen=True)
class Missed:
    """A line that did not end as it should, for whoever wants to know why."""

    place: str
    written: str
    says: str
    outcome: str
    got: str
    truth: str
    ways: str
    because: str


@dataclass(frozen=True)
class Measure:
    """What the resolver made of made-up lists.

    Shares are of 0-1. `signers`: lines of somebody who could sign, or of a party, with a date that is read or missing.
    `settled`: those of them that an honest analyst settles from the line alone. `twins`: lines of others that read
    as a signer's, which nobody can tell apart: accepted ones are counted here and not as wrong.
    """

    lines: int
    accepted: int
    wrong: int
    twins_accepted: int
    precision: float
    signers: int
    found: float
    accepted_of_signers: float
    settled: int
    accepted_of_settled: float
    queue: int
    queue_share: float
    strangers: int
    strangers_queued: float
    repeated: int
    repeated_caught: float
    counted_twice: int
    ledger_closes: bool
    lost_in_reading: int
    unreadable_rejected: float
    wrong_lines: tuple[Missed, ...]
    missed_by_way: dict[str, int]
    missed_lines: tuple[Missed, ...]
    waiting_by_way: dict[str, int]
    waiting_lines: tuple[Missed, ...]


def tables_of(people: int, seed: int) -> dict[str, pd.DataFrame]:
    """Return the real rosters, with made-up people added until so many stand in them."""
    tables = {name: pd.read_csv(DATA / f"{name}.csv", dtype="str") for name in TABLES}
    for name, columns in _DAYS.items():
        for column in columns:
            tables[name][column] = pd.to_datetime(tables[name][column]).astype("datetime64[us]")
    return with_made_up_people(tables, people, seed)


def resolved(lines: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> ResolvedSignatures:
    """Return the lines resolved by the code that is measured, without any ruling."""
    return resolve_signatures(lines, Bodies(tables), pd.DataFrame(), AS_OF)


def measured(truth: Truth, lines: pd.DataFrame, result: ResolvedSignatures, same: dict[str, str]) -> Measure:
    """Compare what was resolved with the truth of each line; `same` has the other ids of people who have two."""
    rows = {(row["source_file"], row["source_row"]): row for row in result.signatures.to_dict("records")}
    read = set(zip(lines["source_file"], lines["source_row"], strict=True))
    judged = [(place, line, _Outcome.of(rows.get(place), same)) for place, line in truth.items()]
    judged = [
        (place, replace(line, signer=same.get(line.signer, line.signer)), outcome) for place, line, outcome in judged
    ]
    accepted = [entry for entry in judged if entry[2].standing]
    wrong = [entry for entry in accepted if entry[2].signatory != entry[1].signer and not entry[1].twin]
    signers = [entry for entry in judged if entry[1].kind in TRUE_KINDS]
    settled = [entry for entry in signers if entry[1].settled]
    right = [entry for entry in signers if entry[2].standing and entry[2].signatory == entry[1].signer]
    found = [entry for entry in signers if entry[1].signer in (entry[2].signatory, entry[2].first)]
    missed = [entry for entry in signers if entry[1].signer not in (entry[2].signatory, entry[2].first)]
    waiting = [entry for entry in settled if not entry[2].standing]
    strangers = [entry for entry in judged if entry[1].kind == "stranger"]
    unreadable = [entry for entry in judged if entry[1].kind == "unreadable date"]
    repeated = _repeated(judged)
    queue = sum(o.outcome == "review" for _, _, o in judged)
    return Measure(
        lines=len(truth),
        accepted=len(accepted),
        wrong=len(wrong),
        twins_accepted=sum(line.twin for _, line, _ in accepted),
        precision=1 - len(wrong) / max(len(accepted), 1),
        signers=len(signers),
        found=len(found) / max(len(signers), 1),
        accepted_of_signers=len(right) / max(len(signers), 1),
        settled=len(settled),
        accepted_of_settled=1 - len(waiting) / max(len(settled), 1),
        queue=queue,
        queue_share=queue / len(truth),
        strangers=len(strangers),
        strangers_queued=sum(o.outcome == "review" for _, _, o in strangers) / max(len(strangers), 1),
        repeated=len(repeated),
        repeated_caught=sum(repeated) / max(len(repeated), 1),
        counted_twice=_counted_twice(accepted),
        ledger_closes=_closes(result, lines),
        lost_in_reading=len(set(truth) ^ read),
        unreadable_rejected=sum(o.outcome == "rejected" for _, _, o in unreadable) / max(len(unreadable), 1),
        wrong_lines=tuple(_missed(*entry) for entry in wrong),
        missed_by_way=_by_way(missed),
        missed_lines=tuple(_missed(*entry) for entry in missed),
        waiting_by_way=_by_way(waiting),
        waiting_lines=tuple(_missed(*entry) for entry in waiting),
    )


@dataclass(frozen=True)
class _Outcome:
    outcome: str
    signatory: str
    first: str
    because: str

    @classmethod
    def of(cls, row: dict[Any, Any] | None, same: dict[str, str]) -> "_Outcome":
        if row is None:
            return cls("lost", "", "", "")
        texts = {key: "" if pd.isna(value) else str(value) for key, value in row.items()}
        party = f"party:{texts['party_id']}" if texts["party_id"] and not texts["person_id"] else ""
        standing = texts["outcome"] in ("accepted", "duplicate")
        signatory = (texts["person_id"] or party) if standing else ""
        first = texts["candidate_ids"].split("|")[0]
        return cls(texts["outcome"], same.get(signatory, signatory), same.get(first, first), texts["because"])

    @property
    def standing(self) -> bool:
        return bool(self.signatory)


Judged = tuple[tuple[str, int], Any, _Outcome]


def _repeated(judged: list[Judged]) -> list[bool]:
    """Return of each line whose signer stands already whether it was found to be a duplicate."""
    dated = [(line.day, place, line, outcome) for place, line, outcome in judged if line.day and line.signer]
    stands: set[str] = set()
    caught = []
    for _, _, line, outcome in sorted(dated, key=lambda entry: entry[:2]):
        if line.signer in stands and outcome.standing:
            caught.append(outcome.outcome == "duplicate")
        if outcome.signatory == line.signer:
            stands.add(line.signer)
    return caught


def _counted_twice(accepted: list[Judged]) -> int:
    counts = Counter(outcome.signatory for _, _, outcome in accepted if outcome.outcome == "accepted")
    return sum(count - 1 for count in counts.values())


def _closes(result: ResolvedSignatures, lines: pd.DataFrame) -> bool:
    ledger = result.ledger.set_index("source_file")
    outcomes = ledger.drop(columns=["lines", "signed_later"]).sum(axis=1)
    return bool(
        (outcomes == ledger["lines"]).all() and ledger.loc["total"][["lines", "signed_later"]].sum() == len(lines)
    )


def _missed(place: tuple[str, int], line: Any, outcome: _Outcome) -> Missed:
    says = ", ".join(filter(None, [line.function, line.organisation, line.date]))
    got = outcome.signatory or outcome.first
    ways = ", ".join(line.ways)
    return Missed(
        f"{place[0]}:{place[1]}", line.name.text, says, outcome.outcome, got, line.signer, ways, outcome.because
    )


def _by_way(entries: list[Judged]) -> dict[str, int]:
    ways = Counter(" + ".join(_telling(line.ways)) or "plain" for _, line, _ in entries)
    return dict(ways.most_common())


def _telling(ways: tuple[str, ...]) -> list[str]:
    quiet = {"house", "title", "spaces", "numbered", "degree", "capitals", "small letters", "capital prefix"}
    return sorted({way.split(":")[0] if way.startswith("misspelt") else way for way in ways} - quiet)


@dataclass(frozen=True)
class Timed:
    """Lists read and resolved: seconds by the clock and of the processor; the most memory used, in megabytes."""

    lines: pd.DataFrame
    result: ResolvedSignatures
    errors: int
    seconds_reading: float
    seconds_resolving: float
    cpu_seconds: float
    peak_mb_before: float
    peak_mb: float


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(folder: Path, tables: dict[str, pd.DataFrame]) -> Timed:
    """Read and resolve the lists of a folder."""
    before, begun, cpu = _peak(), time.perf_counter(), _cpu()
    lines, problems = read_lists(folder)
    have_read = time.perf_counter()
    result = resolved(lines, tables)
    done, cpu = time.perf_counter(), _cpu() - cpu
    errors = sum(problem.severity == "error" for problem in problems)
    return Timed(lines, result, errors, have_read - begun, done - have_read, cpu, before, _peak())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(lines: int, seed: int, people: int, plain_lines: int = 3000) -> dict[str, Any]:
    """Make lists, read them, resolve them and measure."""
    tables = tables_of(people, seed)
    made = list(made_up_lines(Rosters(tables), lines, seed))
    # A process of its own, so that the memory measured is not that of making the lists.
    with tempfile.TemporaryDirectory(prefix="made-up-lists-") as folder, Pool(1) as other:
        truth = write_lists(Path(folder), made, seed)
        found = other.apply(timed, (Path(folder), tables))
    plainly = measure_plainly(truth, tables, plain_lines)
    return {
        "lines": lines,
        "seed": seed,
        "people": len(set(tables["candidates"]["person_id"]) | set(tables["members"]["person_id"])),
        "problems_of_files": found.errors,
        "seconds_reading": found.seconds_reading,
        "seconds_resolving": found.seconds_resolving,
        "cpu_seconds": found.cpu_seconds,
        "peak_mb_before": found.peak_mb_before,
        "peak_mb": found.peak_mb,
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
        f"{m['lines']} lines, seed {found['seed']}, {found['people']} people",
        f"accepted {m['accepted']}, wrong {m['wrong']}, precision {m['precision']:.3%} "
        f"(and {m['twins_accepted']} that nobody could tell from a signer)",
        f"true signers {m['signers']}: {m['found']:.2%} accepted or queued with the right candidate first; "
        f"{m['accepted_of_signers']:.2%} accepted without help",
        f"of {m['settled']} that the line alone settles {m['accepted_of_settled']:.2%} accepted",
        f"queue {m['queue']} ({m['queue_share']:.1%}); "
        f"of {m['strangers']} strangers {m['strangers_queued']:.1%} queued",
        f"signed again {m['repeated']}: {m['repeated_caught']:.1%} found; counted twice {m['counted_twice']}; "
        f"ledger closes: {m['ledger_closes']}; lost in reading {m['lost_in_reading']}; "
        f"unreadable dates rejected {m['unreadable_rejected']:.1%}; files not opened {found['problems_of_files']}",
        f"reading {found['seconds_reading']:.2f} s, resolving {found['seconds_resolving']:.2f} s "
        f"({found['cpu_seconds']:.2f} s of processor for both), "
        f"peak {found['peak_mb']:.0f} MB ({found['peak_mb_before']:.0f} MB before reading)",
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
    parser.add_argument("--show", type=int, default=10, help="how many lines to show of each sort of miss")
    parser.add_argument("--out", type=Path, help="write every measure as JSON; it holds made-up lines with real names")
    chosen = parser.parse_args()
    found = []
    for seed in chosen.seed:
        found.append(run(chosen.lines, seed, chosen.people))
        print(report(found[-1], chosen.show), flush=True)
    if chosen.out:
        chosen.out.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
