"""Lists in three hands (see `hands`) held against the aims for reading lists: `python benchmarks/lists_of_hands.py`.

Nobody signed these lists. They hold real names beside made-up functions: never commit what is written.
"""

import argparse
import calendar
import csv
import datetime
import io
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hands import DAY, SEEN, UNSEEN, Hand
from rosters import Rosters, Standing, ids_of_one_person
from signature_lists import AS_OF, tables_of
from watched import resolved
from ways_of_writing import Pieces, in_one_line, one_of, pieces_as_written, slip

from analysis.sources.signature_lists import read_lists

_LONG = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]
_SHORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"]
_ODD = ["jan.", "febr.", "mrt.", "apr.", "Mei", "juni", "juli", "aug", "sep.", "oct.", "nov.", "dec."]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
# On a list as people write it three in four write their name as it is on the list of candidates.
_CAREFUL = 0.75
_KINDS = {"signer": 62.0, "other party": 3.0, "no party": 5.0, "namesake": 20.0, "branch": 5.0, "stranger": 5.0}
_LINES_PER_FILE = 250


@dataclass(frozen=True)
class Truth:
    """What is true of a line: its kind, who signed (empty: nobody who could), its day and whether it may name."""

    kind: str
    signer: str
    precision: str
    day: datetime.date | None
    may_be_named: bool
    written: str


@dataclass(frozen=True)
class Measure:
    """What became of the lines of one hand; shares of 0-1. `wrong` and `stray` are lines in words."""

    lines: int
    accepted: int
    wrong: list[str]
    of_own_party: int
    accepted_of_own_party: float
    found: float
    rejected: list[str]
    waiting: Counter[str]
    missed: list[str]
    wrong_days: list[str]
    wrong_consents: list[str]
    stray: int

    def report(self) -> str:
        """Return the measures as text."""
        shown = [f"  WRONG {text}" for text in self.wrong[:20]] + [f"  missed {text}" for text in self.missed[:12]]
        shown += [f"  REJECTED {text}" for text in self.rejected[:8]] + [
            f"  DAY {text}" for text in self.wrong_days[:8]
        ]
        shown += [f"  CONSENT {text}" for text in self.wrong_consents[:5]]
        shown += [f"  waits {count}: {text}" for text, count in self.waiting.most_common(25)]
        return "\n".join(
            [
                f"{self.lines} lines, accepted {self.accepted}, wrong {len(self.wrong)}; "
                f"of {self.of_own_party} signers with their own party {self.accepted_of_own_party:.1%} accepted; "
                f"{self.found:.2%} of signers accepted or queued with the right person first; "
                f"legible and rejected {len(self.rejected)}; days misread {len(self.wrong_days)}; "
                f"consents misread {len(self.wrong_consents)}; rows that are no lines {self.stray}",
                *shown,
            ]
        )


def made(hand: Hand, rosters: Rosters, count: int, seed: int, folder: Path) -> dict[tuple[str, int], Truth]:
    """Write the lists of a hand, and return the truth of each line by file and row."""
    rng = random.Random(f"{hand.name} {seed}")
    truths: dict[tuple[str, int], Truth] = {}
    for number in range(-(-count // _LINES_PER_FILE)):
        lines = min(_LINES_PER_FILE, count - number * _LINES_PER_FILE)
        # Lists come in around the election; each is of some weeks of one year.
        start = datetime.date(2021, 2, 12) + datetime.timedelta(days=rng.randrange(30))
        rows = [[hand.title], []] if hand.title else []
        rows.append(list(hand.headings))
        for line in range(1, lines + 1):
            cells, truth = _line(hand, rosters, rng, start)
            rows.append([str(line) if kind == "number" else cells.get(kind, "") for kind in hand.columns])
            truths[f"{hand.name}-{number:03}.csv", len(rows)] = truth
        if hand.remarks:
            rows.append([])
            rows += [["", text.format(n=lines)] for text in hand.remarks]
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=hand.separator).writerows(rows)
        content = text.getvalue().encode(hand.encoding, errors="replace")
        (folder / f"{hand.name}-{number:03}.csv").write_bytes(content)
    return truths


def _line(hand: Hand, rosters: Rosters, rng: random.Random, start: datetime.date) -> tuple[dict[str, str], Truth]:
    day = start + datetime.timedelta(days=rng.randrange(25))
    roster = rosters.on(day)
    kind = one_of(rng, _KINDS)
    person = rng.choice(roster.everyone)
    while kind != "stranger" and not rosters.names_of(person.party_id, day):
        person = rng.choice(roster.everyone)
    if kind == "stranger":
        name = Pieces(rng.choice(roster.everyone).given or "Els", "", person.prefix, person.family)
        if any(p.family == name.family and _reads_as(name.given, p) for p in roster.everyone):
            return _line(hand, rosters, rng, start)
    elif kind == "signer" and (rng.random() >= _CAREFUL or not person.given):
        name = pieces_as_written(rng, person.given, person.initials, person.prefix, person.family)
    else:
        letters = "" if person.given else person.initials.replace(".", "")
        name = Pieces(person.given, letters, person.prefix, person.family)
    alone = _in_line(rng, name, person)
    party = rng.choice(rosters.names_of(person.party_id, day) or [person.list_name])
    function = rng.choice(hand.sits if kind in ("signer", "other party", "no party", "stranger") else hand.elsewhere)
    if kind == "other party":
        others = [p for p in ("cda", "d66", "sp", "vvd", "pvda", "sgp") if p not in person.parties]
        party = rng.choice(rosters.names_of(rng.choice(others), day))
    if kind == "no party":
        party = ""
    if kind == "branch":
        function, party = "", rng.choice(hand.branches).format(party)
    if kind == "signer" and rng.random() < 0.01 and len(party) > 6:
        party = slip(rng, party, "drop")
    form = one_of(rng, {str(place): weight for place, (_, _, weight) in enumerate(hand.dates)})
    pattern, precision, _ = hand.dates[int(form)]
    consent, may = rng.choice(hand.consents)
    given = " ".join(filter(None, [name.given, ".".join(name.letters)]))
    cells = {
        "name": alone, "given": given, "family": name.surname, "function": function, "party": party,
        "date": _date(pattern, day), "consent": consent,
    }  # fmt: skip
    signer = person.person_id if kind in ("signer", "other party", "no party") else ""
    known = day if precision in (DAY, "inferred") else None
    if precision == "month":
        known = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        known = known if "March" not in pattern else datetime.date(day.year, 3, 31)
    written = f"{alone} | {function} | {party} | {cells['date']} [{kind} {person.person_id}; {', '.join(name.ways)}]"
    return cells, Truth(kind, signer, precision, known, may, written)


def _reads_as(given: str, person: Standing) -> bool:
    """Return whether a given name may be that of a person: nobody can tell such a stranger of one party and surname."""
    if not person.given:
        return person.initials[:1] == given[:1]
    return person.given.split()[0] == given.split()[0]


def _in_line(rng: random.Random, name: Pieces, person: Standing) -> str:
    return in_one_line(rng, name, person.sex).text if rng.random() < 0.4 else _plainly(name)


def _plainly(name: Pieces) -> str:
    letters = "".join(f"{letter}." for letter in name.letters)
    return " ".join(filter(None, [name.given or letters, name.surname]))


def _date(pattern: str, day: datetime.date) -> str:
    moment = datetime.datetime.combine(day, datetime.time(14, 3, 9))
    text = pattern.replace("%", "\0").format(
        d=day.day, m=day.month, short=_SHORT[day.month - 1], long=_LONG[day.month - 1], odd=_ODD[day.month - 1],
        roman=_ROMAN[day.month - 1], week=day.isocalendar().week, weekday=_DAYS[day.weekday()],
    )  # fmt: skip
    return moment.strftime(text.replace("\0", "%"))


def measured(hand: Hand, tables: dict[str, pd.DataFrame], count: int, seed: int) -> Measure:
    """Make the lists of a hand, read and resolve them, and compare."""
    with tempfile.TemporaryDirectory(prefix="hands-") as name:
        folder = Path(name)
        truths = made(hand, Rosters(tables), count, seed, folder)
        read, problems = read_lists(folder)
    errors = [str(problem) for problem in problems if problem.severity == "error"]
    assert not errors, errors
    lines = read.assign(body_id="house")
    found = resolved(lines, tables, AS_OF).signatures
    rows = {(row["source_file"], row["source_row"]): row for row in found.to_dict("records")}
    return _compared(truths, rows, ids_of_one_person(tables))


def _compared(truths: dict[tuple[str, int], Truth], rows: dict, same: dict[str, str]) -> Measure:
    wrong, rejected, missed, days, consents = [], [], [], [], []
    waiting: Counter[str] = Counter()
    accepted = right = own = first = signers = 0
    for place, truth in truths.items():
        row = {key: "" if pd.isna(value) else value for key, value in rows.get(place, {"outcome": "lost"}).items()}
        got = row["person_id"] if row["outcome"] in ("accepted", "duplicate") else ""
        best = str(row.get("candidate_ids", "")).split("|")[0]
        got, best, signer = (same.get(each, each) for each in (got, best, truth.signer))
        text = f"{truth.written}: {row['outcome']} {got or best} {row.get('because', '')}"
        accepted += bool(got)
        signers += bool(signer)
        if got and got != signer:
            wrong.append(text)
        if row["outcome"] in ("rejected", "lost"):
            rejected.append(text)
        if signer and signer not in (got, best):
            missed.append(text)
        first += bool(signer) and signer in (got, best)
        if truth.kind == "signer":
            own += 1
            right += got == signer
            if got != signer:
                waiting[str(row.get("because", "")) or row["outcome"]] += 1
        signed_on = row.get("signed_on", "")
        if (signed_on.date() if signed_on else None) != truth.day:
            days.append(text + f" {signed_on}")
        if bool(row.get("may_be_named", False)) != truth.may_be_named:
            consents.append(text)
    return Measure(
        len(truths), accepted, wrong, own, right / max(own, 1), first / max(signers, 1), rejected, waiting, missed,
        days, consents, len(rows) - len(truths),
    )  # fmt: skip


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=3_000, help="lines of each hand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unseen", action="store_true", help="the third hand too")
    chosen = parser.parse_args()
    tables = tables_of(0, chosen.seed)
    for hand in [*SEEN, *(UNSEEN if chosen.unseen else ())]:
        begun = time.perf_counter()
        print(f"{hand.name}: {measured(hand, tables, chosen.lines, chosen.seed).report()}")
        print(f"  ({time.perf_counter() - begun:.1f} s)", flush=True)


if __name__ == "__main__":
    main()
