"""Lists in three hands (hands.toml), measured by the aims for reading lists:

    python benchmarks/lists_of_hands.py [--lines 3000] [--people 15000] [--seed 1]

Nobody signed these lists. They hold real names beside made-up functions: never commit what is written.
"""

import argparse
import datetime
import multiprocessing
import random
import re
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rosters import Rosters, Standing, ids_of_one_person, tables_of
from ways_of_writing import Pieces, in_one_line, one_of, pieces_as_written, slip

from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.body import Bodies
from analysis.signatories.text_decisions import SAYS_NOTHING
from analysis.signatories.waiting import texts_that_wait
from analysis.sources.signature_lists import read_lists

HANDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("hands.toml").read_text(encoding="utf-8"))
# On a list as people write it three in four write their name as it is on the list of candidates.
_CAREFUL = 0.75
_KINDS = {"signer": 60.0, "other party": 3.0, "no party": 5.0, "party": 2.0, "namesake": 20.0, "branch": 5.0,
          "stranger": 5.0}  # fmt: skip
_PERSONS = ("signer", "other party", "no party")
_PARTIES = ("cda", "d66", "sp", "vvd", "pvda", "sgp")
# Days on which the candidates of March 2021 are the candidates; of a list each is in some weeks.
_FIRST_DAY, _AS_OF = datetime.date(2021, 2, 12), datetime.date(2021, 12, 31)
_LINES_PER_FILE = 250
# A text that stands beside so many of all lines stands in a heading or a title.
_OF_A_LIST = 0.05
_A_PLACE = re.compile(r"((?:nummer|nr\.?|plek|plaats|#)\s*)\d+")


@dataclass(frozen=True)
class Truth:
    """What is true of a line: its kind, and its signatory (empty: nobody who could sign)."""

    kind: str
    signer: str
    written: str


Truths = dict[tuple[str, int], Truth]
Measure = tuple[Counter[str], dict[str, list[str]]]
Row = dict[str, Any]


# The lists


def made(name: str, rosters: Rosters, count: int, seed: int, folder: Path) -> Truths:
    """Write the lists of a hand, and return the truth of each line by file and row."""
    hand, rng = HANDS[name], random.Random(f"{name} {seed}")
    truths: Truths = {}
    for number in range(-(-count // _LINES_PER_FILE)):
        file = f"{name}-{number:03}.{'csv' if hand['separator'] else 'xlsx'}"
        lines = min(_LINES_PER_FILE, count - number * _LINES_PER_FILE)
        start = _FIRST_DAY + datetime.timedelta(days=rng.randrange(20))
        rows = [[hand["title"]], []] if "title" in hand else []
        rows.append(hand["headings"])
        for line in range(1, lines + 1):
            cells, truth = _line(hand, rosters, rng, start + datetime.timedelta(days=rng.randrange(25)))
            rows.append([str(line) if kind == "number" else cells.get(kind, "") for kind in hand["columns"]])
            truths[file, len(rows)] = truth
        rows += [[], *(["", text.format(n=lines)] for text in hand.get("remarks", ()))]
        frame = pd.DataFrame([row + [""] * (len(hand["columns"]) - len(row)) for row in rows])
        as_csv = {"sep": hand["separator"], "encoding": hand["encoding"], "errors": "replace"}
        if hand["separator"]:
            frame.to_csv(folder / file, header=False, index=False, **as_csv)
        else:
            frame.to_excel(folder / file, header=False, index=False, engine="xlsxwriter")
    return truths


def _line(hand: Row, rosters: Rosters, rng: random.Random, day: datetime.date) -> tuple[dict[str, str], Truth]:
    kind = one_of(rng, _KINDS)
    person = _somebody(kind, rosters, rng)
    if kind == "signer" and (rng.random() >= _CAREFUL or not person.given):
        name = pieces_as_written(rng, person.given, person.initials, person.prefix, person.family)
    else:
        letters = "" if person.given else person.initials.replace(".", "")
        name = Pieces(person.given, letters, person.prefix, person.family)
    alone = "" if kind == "party" else _in_line(rng, name, person)
    party_id = rng.choice(_PARTIES) if kind == "party" else person.party_id
    party = rng.choice(rosters.names[party_id] or [person.list_name])
    function = _function(hand, kind, person, rng)
    if kind == "other party":
        taken = {each.party_id for each in (person, *rosters.twins(person))}
        party = rng.choice(rosters.names[rng.choice([each for each in _PARTIES if each not in taken])])
    if kind == "branch":
        party = rng.choice(hand["branches"]).format(party)
    party = "" if kind == "no party" else party
    if kind == "signer" and rng.random() < 0.01 and len(party) > 6:
        party = slip(rng, party, "drop")
    cells = {"name": alone, "function": function, "party": party, "consent": hand["consent"]}
    cells["date"] = f"{day:{hand['date']}}"
    if alone:
        cells |= {"given": " ".join(filter(None, [name.given, ".".join(name.letters)])), "family": name.surname}
    signer = f"party:{party_id}" if kind == "party" else person.person_id if kind in _PERSONS else ""
    return cells, Truth(kind, signer, f"{alone} | {function} | {party} [{kind} {person.person_id}]")


def _function(hand: Row, kind: str, person: Standing, rng: random.Random) -> str:
    """Return what somebody writes of themselves; who names a place on the list names the own one."""
    function: str = rng.choice(hand["elsewhere"] if kind == "namesake" else hand["sits"])
    if kind in ("branch", "party"):
        return ""
    if kind == "namesake":
        return function
    if function.startswith("lijsttrekker") and person.position != "1":
        return "kandidaat"
    return _A_PLACE.sub(rf"\g<1>{person.position}", function)


def _somebody(kind: str, rosters: Rosters, rng: random.Random) -> Standing:
    """Return the person whose name is written: a candidate with a party; a stranger has a name of nobody there."""
    while True:
        person = rng.choice(rosters.standing)
        if kind == "stranger":
            given = rng.choice(rosters.standing).given
            person = Standing("", given, "", person.prefix, person.family, person.party_id)
        if rosters.names[person.party_id] and not (kind == "stranger" and (not person.given or rosters.twins(person))):
            return person


def _in_line(rng: random.Random, name: Pieces, person: Standing) -> str:
    if rng.random() < 0.4:
        return in_one_line(rng, name, person.sex)
    letters = "".join(f"{letter}." for letter in name.letters)
    return " ".join(filter(None, [name.given or letters, name.surname]))


# What became of them


def measured(
    truths: Truths, signatures: pd.DataFrame, same: dict[str, str]
) -> tuple[Counter[str], dict[str, list[str]]]:
    """Compare what was resolved with the truth of each line of a hand; `same` has the other ids of who has two.

    Return how many lines there are of each kind, and by fault a description of each line that came out wrong.
    """
    rows = signatures.astype("object").where(signatures.notna(), "").to_dict("records")
    by_place = {(row["source_file"], row["source_row"]): row for row in rows}
    counts, faults = Counter(lines=len(truths)), defaultdict[str, list[str]](list)
    for place, truth in truths.items():
        row = by_place.pop(place, {"outcome": "lost"})
        party = f"party:{row['party_id']}" if row.get("party_id") else ""
        got = row["person_id"] or party if row["outcome"] in ("accepted", "duplicate") else ""
        best = str(row.get("candidate_ids", "")).split("|")[0]
        got, best, signer = (same.get(each, each) for each in (got, best, truth.signer))
        is_own, is_right = truth.kind == "signer", bool(signer) and got == signer
        counts.update({"signers": bool(signer), "of their own party": is_own, "accepted": is_own and is_right})
        is_fault = {
            "wrong": bool(got) and got != signer,
            "rejected": row["outcome"] in ("rejected", "lost"),
            "not found": bool(signer) and signer not in (got, best),
            "day misread": not row.get("signed_on"),
            "permission misread, or taken back by another line": not row.get("may_be_named"),
            f"waits: {row.get('because') or row['outcome']}": is_own and not is_right,
        }
        for name in (name for name, is_so in is_fault.items() if is_so):
            faults[name].append(f"{truth.written}: {row['outcome']} {got or best} {row.get('because', '')}")
    names = {file.partition("-")[0] for file, _ in truths}
    if stray := [f"{file}:{row}" for file, row in by_place if file.partition("-")[0] in names]:
        faults["rows that are no lines"] = stray
    return counts, faults


def resolved(folder: Path, tables: dict[str, pd.DataFrame]) -> tuple[ResolvedSignatures, str]:
    """Read and resolve the lists of a folder, and again once it was decided that their titles and headings say nothing.

    Return what came of the second time, and of the first how long it took and how much memory, in words.
    """
    begun = time.process_time()
    lines, problems = read_lists(folder)
    assert not any(problem.severity == "error" for problem in problems), problems
    lines, read = lines.assign(body_id="house"), time.process_time()
    bodies = Bodies(tables)
    found = resolve_signatures(lines, bodies, pd.DataFrame(), _AS_OF)
    done = time.process_time()
    peak = re.search(r"VmHWM:\s*(\d+ kB)", Path("/proc/self/status").read_text(encoding="ascii"))  # on Linux
    texts = texts_that_wait(found.signatures, bodies)
    decided = texts.loc[texts["lines"] >= _OF_A_LIST * len(lines), ["body_id", "text"]]
    decided = decided.assign(action=SAYS_NOTHING, valid_from=pd.Timestamp(_AS_OF))
    found = resolve_signatures(lines, bodies, pd.DataFrame(), _AS_OF, decided)
    took = f"reading {read - begun:.1f} s, resolving {done - read:.1f} s of processor"
    return found, f"{took}, at most {peak[1] if peak else 'unknown'} of memory"


def run(
    tables: dict[str, pd.DataFrame], lines: int, seed: int
) -> tuple[dict[str, Truths], tuple[ResolvedSignatures, str]]:
    """Make so many lines in each hand; return the truths of each, and what came of all when they were read together.

    They are read in a new process, so that its memory is not that of making the lists.
    """
    rosters = Rosters(tables)
    with tempfile.TemporaryDirectory(prefix="hands-") as folder:
        truths = {name: made(name, rosters, lines, seed, Path(folder)) for name in HANDS}
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            return truths, pool.submit(resolved, Path(folder), tables).result()


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=3_000, help="lines of each hand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=0, help="add made-up people until there are so many")
    chosen = parser.parse_args()
    tables = tables_of(chosen.people, chosen.seed)
    same = ids_of_one_person(tables)
    truths, (found, said) = run(tables, chosen.lines, chosen.seed)
    for name, own in truths.items():
        counts, faults = measured(own, found.signatures, same)
        print(f"{name}:", ", ".join(f"{what} {count}" for what, count in counts.items()))
        for fault, texts in faults.items():
            print(f"  {fault}: {len(texts)}", *(f"    {text}" for text in texts[:12]), sep="\n")
    print(said)


if __name__ == "__main__":
    main()
