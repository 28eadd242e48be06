"""Lists in three hands (hands.toml), measured by the aims for reading lists:

    python benchmarks/lists_of_hands.py [--lines 3000] [--people 15000] [--seed 1]

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
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from babel.dates import get_day_names, get_month_names

sys.path.insert(0, str(Path(__file__).resolve().parent))

from rosters import Rosters, Standing, ids_of_one_person, tables_of
from watched import Watched, watched
from ways_of_writing import Pieces, in_one_line, one_of, pieces_as_written, slip

HANDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("hands.toml").read_text(encoding="utf-8"))
_LONG = [*get_month_names("wide", locale="nl").values()]
_SHORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"]
_ODD = ["jan.", "febr.", "mrt.", "apr.", "Mei", "juni", "juli", "aug", "sep.", "oct.", "nov.", "dec."]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_DAYS = [*get_day_names("wide", locale="nl").values()]
# On a list as people write it three in four write their name as it is on the list of candidates.
_CAREFUL = 0.75
_KINDS = {"signer": 60.0, "other party": 3.0, "no party": 5.0, "party": 2.0, "namesake": 20.0, "branch": 5.0,
          "stranger": 3.0, "of another day": 2.0}  # fmt: skip
_PERSONS = ("signer", "other party", "no party", "stood")
_PARTIES = ("cda", "d66", "sp", "vvd", "pvda", "sgp")
# Days on which the candidates of March 2021 are the candidates; of a list each is in some weeks.
_FIRST_DAY, _TERM_BEGAN, _AS_OF = (datetime.date(2021, *day) for day in ((2, 12), (3, 31), (12, 31)))
_LINES_PER_FILE = 250


@dataclass(frozen=True)
class Truth:
    """What is true of a line: its kind, its signatory (empty: nobody who could sign), its day, and its permission."""

    kind: str
    signer: str
    day: datetime.date | None
    may_be_named: bool
    written: str


Truths = dict[tuple[str, int], Truth]


@dataclass
class Measure:
    """How many lines of one hand there are of each kind, and a description of each that came out wrong, by fault."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def report(self) -> str:
        """Return the measures as text."""
        texts = [", ".join(f"{name} {count}" for name, count in self.counts.items())]
        for name, found in self.faults.items():
            texts += [f"  {name}: {len(found)}", *(f"    {text}" for text in found[:12])]
        return "\n".join(texts)


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
            cells, truth = _line(hand, rosters, rng, start)
            rows.append([str(line) if kind == "number" else cells.get(kind, "") for kind in hand["columns"]])
            truths[file, len(rows)] = truth
        rows += [[], *(["", text.format(n=lines)] for text in hand.get("remarks", ()))]
        _write(folder / file, rows, hand)
    return truths


def _write(path: Path, rows: list[list[str]], hand: dict[str, Any]) -> None:
    if not hand["separator"]:
        with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=hand["separator"]).writerows(rows)
    path.write_bytes(text.getvalue().encode(hand["encoding"], errors="replace"))


def _line(
    hand: dict[str, Any], rosters: Rosters, rng: random.Random, start: datetime.date
) -> tuple[dict[str, str], Truth]:
    day = start + datetime.timedelta(days=rng.randrange(25))
    kind = one_of(rng, _KINDS)
    person = _somebody(kind, rosters, rng, day)
    name = _name(kind, person, rng)
    alone = "" if kind == "party" else _in_line(rng, name, person)
    party_id = rng.choice(_PARTIES) if kind == "party" else person.party_id
    party = rng.choice(rosters.names_of(party_id, day) or [person.list_name])
    function = rng.choice(hand["elsewhere"] if kind == "namesake" else hand["sits"])
    if kind == "other party":
        taken = {each.party_id for each in (person, *rosters.twins(person))}
        party = rng.choice(rosters.names_of(rng.choice([each for each in _PARTIES if each not in taken]), day))
    if kind == "branch":
        party = rng.choice(hand["branches"]).format(party)
    party = "" if kind == "no party" else party
    function = "" if kind in ("branch", "party") else function
    if kind == "signer" and rng.random() < 0.01 and len(party) > 6:
        party = slip(rng, party, "drop")
    pattern, precision, _ = rng.choices(hand["dates"], [weight for _, _, weight in hand["dates"]])[0]
    consent, may_be_named = rng.choice(hand["consents"])
    given, family = " ".join(filter(None, [name.given, ".".join(name.letters)])), name.surname
    cells = {"name": alone, "function": function, "party": party, "date": _date(pattern, day), "consent": consent}
    cells |= {"given": given, "family": family} if alone else {}
    read = _day(pattern, precision, day)
    if kind == "signer" and read and read >= _TERM_BEGAN:
        kind = "stood"  # of a month its last day counts, on which most are no candidates any more: the line waits
    signer = f"party:{party_id}" if kind == "party" else person.person_id if kind in _PERSONS else ""
    written = f"{alone} | {function} | {party} | {cells['date']} [{kind} {person.person_id}; {', '.join(name.ways)}]"
    return cells, Truth(kind, signer, read, may_be_named, written)


def _somebody(kind: str, rosters: Rosters, rng: random.Random, day: datetime.date) -> Standing:
    """Return the person whose name is written: a candidate with a party; a stranger has a name of nobody there."""
    while True:
        person = rng.choice(rosters.later if kind == "of another day" else rosters.standing)
        if kind not in ("stranger", "of another day"):
            if rosters.names_of(person.party_id, day):
                return person
            continue
        given = person.given if kind == "of another day" else rng.choice(rosters.standing).given
        stranger = Standing("", given, "", person.prefix, person.family, person.party_id)
        if given and not rosters.twins(stranger):
            return stranger


def _name(kind: str, person: Standing, rng: random.Random) -> Pieces:
    if kind == "signer" and (rng.random() >= _CAREFUL or not person.given):
        return pieces_as_written(rng, person.given, person.initials, person.prefix, person.family)
    letters = "" if person.given else person.initials.replace(".", "")
    return Pieces(person.given, letters, person.prefix, person.family)


def _in_line(rng: random.Random, name: Pieces, person: Standing) -> str:
    if rng.random() < 0.4:
        return in_one_line(rng, name, person.sex).text
    letters = "".join(f"{letter}." for letter in name.letters)
    return " ".join(filter(None, [name.given or letters, name.surname]))


def _date(pattern: str, day: datetime.date) -> str:
    moment = datetime.datetime.combine(day, datetime.time(14, 3, 9))
    text = pattern.replace("%", "\0").format(
        d=day.day, m=day.month, short=_SHORT[day.month - 1], long=_LONG[day.month - 1], odd=_ODD[day.month - 1],
        roman=_ROMAN[day.month - 1], week=day.isocalendar().week, weekday=_DAYS[day.weekday()],
    )  # fmt: skip
    return moment.strftime(text.replace("\0", "%"))


def _day(pattern: str, precision: str, day: datetime.date) -> datetime.date | None:
    """Return the day that a date counts as; of a month, its last."""
    if precision == "month":
        month = 3 if "March" in pattern else day.month
        return day.replace(month=month, day=calendar.monthrange(day.year, month)[1])
    return None if precision == "no day" else day


def measured(truths: Truths, found: Watched, same: dict[str, str]) -> Measure:
    """Compare what was resolved with the truth of each line; `same` has the other ids of people who have two."""
    signatures = found.result.signatures
    rows = signatures.astype("object").where(signatures.notna(), "").to_dict("records")
    by_place = {(row["source_file"], row["source_row"]): row for row in rows}
    measure = Measure(Counter(lines=len(truths)))
    for place, truth in truths.items():
        _compare(measure, truth, by_place.get(place, {"outcome": "lost"}), same)
    names = {file.partition("-")[0] for file, _ in truths}
    stray = [f"{file}:{row}" for file, row in by_place.keys() - truths.keys() if file.partition("-")[0] in names]
    measure.faults |= {"rows that are no lines": stray} if stray else {}
    return measure


def _compare(measure: Measure, truth: Truth, row: dict[Any, Any], same: dict[str, str]) -> None:
    party = f"party:{row['party_id']}" if row.get("party_id") else ""
    got = row["person_id"] or party if row["outcome"] in ("accepted", "duplicate") else ""
    best = str(row.get("candidate_ids", "")).split("|")[0]
    got, best, signer = (same.get(each, each) for each in (got, best, truth.signer))
    signed_on = row.get("signed_on") or None
    is_fault = {
        "wrong": bool(got) and got != signer,
        "rejected": row["outcome"] in ("rejected", "lost"),
        "not found": bool(signer) and signer not in (got, best),
        "day misread": (signed_on and signed_on.date()) != truth.day,
        "consent misread": bool(row.get("may_be_named", False)) != truth.may_be_named,
        f"waits: {row.get('because') or row['outcome']}": truth.kind == "signer" and got != signer,
    }
    text = f"{truth.written}: {row['outcome']} {got or best} {row.get('because', '')}"
    for name in (name for name, is_so in is_fault.items() if is_so):
        measure.faults[name].append(text)
    of_own_party = truth.kind == "signer"
    measure.counts.update(
        {"accepted": bool(got), "signers": bool(signer), "of their own party": of_own_party,
         "of these accepted": of_own_party and got == signer}
    )  # fmt: skip


def run(tables: dict[str, pd.DataFrame], lines: int, seed: int) -> tuple[dict[str, Truths], Watched]:
    """Make so many lines in each hand; return the truths of each, and what came of all when they were read together."""
    rosters = Rosters(tables)
    with tempfile.TemporaryDirectory(prefix="hands-") as folder:
        truths = {name: made(name, rosters, lines, seed, Path(folder)) for name in HANDS}
        found = watched(Path(folder), tables, _AS_OF)
    errors = [str(problem) for problem in found.problems if problem.severity == "error"]
    assert not errors, errors
    return truths, found


def main() -> None:
    """Run as a script."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, default=3_000, help="lines of each hand")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--people", type=int, default=0, help="add made-up people until there are so many")
    chosen = parser.parse_args()
    tables = tables_of(chosen.people, chosen.seed)
    same = ids_of_one_person(tables)
    truths, found = run(tables, chosen.lines, chosen.seed)
    for name, own in truths.items():
        print(f"{name}: {measured(own, found, same).report()}")
    print(
        f"reading {found.reading:.1f} s, resolving {found.resolving:.1f} s of processor "
        f"({found.by_the_clock:.1f} s by the clock for both), at most {found.peak_mb:.0f} MB"
    )


if __name__ == "__main__":
    main()
