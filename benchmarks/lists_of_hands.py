"""Lists in three hands (see `hands`), measured by the aims for reading lists, beside plain rapidfuzz:

    python benchmarks/lists_of_hands.py [--lines 3000] [--unseen] [--people 15000] [--seed 1]

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
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from babel.dates import get_day_names, get_month_names

sys.path.insert(0, str(Path(__file__).resolve().parent))

from hands import DAY, SEEN, UNSEEN, Hand
from plain_fuzzy import report_of_plain_fuzzy
from rosters import Roster, Rosters, Standing, ids_of_one_person, plain, tables_of
from watched import Watched, watched
from ways_of_writing import Pieces, in_one_line, one_of, pieces_as_written, slip

_LONG = [*get_month_names("wide", locale="nl").values()]
_SHORT = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec"]
_ODD = ["jan.", "febr.", "mrt.", "apr.", "Mei", "juni", "juli", "aug", "sep.", "oct.", "nov.", "dec."]
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
_DAYS = [*get_day_names("wide", locale="nl").values()]
# On a list as people write it three in four write their name as it is on the list of candidates.
_CAREFUL = 0.75
_KINDS = {"signer": 60.0, "other party": 3.0, "no party": 5.0, "party": 2.0, "namesake": 20.0, "branch": 5.0,
          "stranger": 3.0, "of another day": 2.0}  # fmt: skip
_PERSONS, _OTHERS = ("signer", "other party", "no party", "stood"), ("stranger", "of another day")
_PARTIES = ("cda", "d66", "sp", "vvd", "pvda", "sgp")
# Lists come in around the election: everyone who sat or stood only later is a stranger to them.
_FIRST_DAY, _LATER = datetime.date(2021, 2, 12), datetime.date(2025, 12, 1)
_AS_OF = datetime.date(2021, 12, 31)
_TERM_BEGAN = datetime.date(2021, 3, 31)
_LINES_PER_FILE = 250


@dataclass(frozen=True)
class Truth:
    """What is true of a line: its kind, its signatory (empty: nobody who could sign), its day, and its permission."""

    kind: str
    name: str
    signer: str
    day: datetime.date | None
    may_be_named: bool
    written: str


Truths = dict[tuple[str, int], Truth]


@dataclass
class Measure:
    """The outcomes of the lines of one hand, with a description of each that is wrong.

    `stray`: rows that are no lines. `counted_twice`: lines by which a signatory is counted once more.
    """

    lines: int = 0
    accepted: int = 0
    of_own_party: int = 0
    accepted_of_own_party: int = 0
    signers: int = 0
    found: int = 0
    stray: int = 0
    counted_twice: int = 0
    wrong: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    wrong_days: list[str] = field(default_factory=list)
    wrong_consents: list[str] = field(default_factory=list)
    waiting: Counter[str] = field(default_factory=Counter)

    def report(self) -> str:
        """Return the measures as text."""
        texts = [
            f"{self.lines} lines, accepted {self.accepted}, wrong {len(self.wrong)}; of {self.of_own_party} signers "
            f"with their own party {self.accepted_of_own_party / max(self.of_own_party, 1):.1%} accepted; "
            f"{self.found / max(self.signers, 1):.2%} of signers accepted or queued with the right person first; "
            f"legible and rejected {len(self.rejected)}; days misread {len(self.wrong_days)}; consents misread "
            f"{len(self.wrong_consents)}; rows that are no lines {self.stray}; counted twice {self.counted_twice}"
        ]
        for title in ("wrong", "rejected", "missed", "wrong_days", "wrong_consents"):
            texts += [f"  {title}: {text}" for text in getattr(self, title)[:12]]
        texts += [f"  waits {count}: {text}" for text, count in self.waiting.most_common(25)]
        return "\n".join(texts)


def made(hand: Hand, rosters: Rosters, count: int, seed: int, folder: Path) -> Truths:
    """Write the lists of a hand, and return the truth of each line by file and row."""
    rng = random.Random(f"{hand.name} {seed}")
    truths: Truths = {}
    for number in range(-(-count // _LINES_PER_FILE)):
        name = f"{hand.name}-{number:03}.{'csv' if hand.separator else 'xlsx'}"
        lines = min(_LINES_PER_FILE, count - number * _LINES_PER_FILE)
        # Each list is of some weeks of one year.
        start = _FIRST_DAY + datetime.timedelta(days=rng.randrange(30))
        rows = [[hand.title], []] if hand.title else []
        rows.append(list(hand.headings))
        for line in range(1, lines + 1):
            cells, truth = _line(hand, rosters, rng, start)
            rows.append([str(line) if kind == "number" else cells.get(kind, "") for kind in hand.columns])
            truths[name, len(rows)] = truth
        if hand.remarks:
            rows.append([])
            rows += [["", text.format(n=lines)] for text in hand.remarks]
        _write(folder / name, rows, hand)
    return truths


def _write(path: Path, rows: list[list[str]], hand: Hand) -> None:
    if not hand.separator:
        with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=hand.separator).writerows(rows)
    path.write_bytes(text.getvalue().encode(hand.encoding, errors="replace"))


def _line(hand: Hand, rosters: Rosters, rng: random.Random, start: datetime.date) -> tuple[dict[str, str], Truth]:
    day = start + datetime.timedelta(days=rng.randrange(25))
    kind = one_of(rng, _KINDS)
    person = _somebody(kind, rosters, rng, day)
    name = _name(kind, person, rng)
    alone = "" if kind == "party" else _in_line(rng, name, person)
    party_id = rng.choice(_PARTIES) if kind == "party" else person.party_id
    party = rng.choice(rosters.names_of(party_id, day) or [person.list_name])
    function = rng.choice(hand.elsewhere if kind == "namesake" else hand.sits)
    if kind == "other party":
        taken = person.parties.union(*(twin.parties for twin in _twins(person, rosters.on(day))))
        party = rng.choice(rosters.names_of(rng.choice([each for each in _PARTIES if each not in taken]), day))
    if kind == "branch":
        party = rng.choice(hand.branches).format(party)
    party = "" if kind == "no party" else party
    function = "" if kind in ("branch", "party") else function
    if kind == "signer" and rng.random() < 0.01 and len(party) > 6:
        party = slip(rng, party, "drop")
    pattern, precision, _ = rng.choices(hand.dates, [weight for _, _, weight in hand.dates])[0]
    consent, may_be_named = rng.choice(hand.consents)
    given, family = " ".join(filter(None, [name.given, ".".join(name.letters)])), name.surname
    cells = {"name": alone, "function": function, "party": party, "date": _date(pattern, day), "consent": consent}
    cells |= {"given": given, "family": family} if alone else {}
    read = _day(pattern, precision, day)  # of a month its last day
    if kind == "signer" and read and read >= _TERM_BEGAN and not person.sits:
        kind = "stood"  # and is no candidate any more: the line waits
    signer = f"party:{party_id}" if kind == "party" else person.person_id if kind in _PERSONS else ""
    written = f"{alone} | {function} | {party} | {cells['date']} [{kind} {person.person_id}; {', '.join(name.ways)}]"
    return cells, Truth(kind, alone, signer, read, may_be_named, written)


def _somebody(kind: str, rosters: Rosters, rng: random.Random, day: datetime.date) -> Standing:
    """Return the person whose name is written: one of the day, with a party; a stranger is nobody of that day."""
    people, roster = rosters.on(_LATER if kind == "of another day" else day).everyone, rosters.on(day)
    while True:
        person = rng.choice(people)
        if kind not in _OTHERS and rosters.names_of(person.party_id, day):
            return person
        given = person.given if kind == "of another day" else rng.choice(people).given
        if kind in _OTHERS and given:
            stranger = Standing("", given, "", person.prefix, person.family, person.party_id, "", frozenset(), True)
            if not _twins(stranger, roster):
                return stranger


def _twins(person: Standing, roster: Roster) -> list[Standing]:
    """Return the people with the same given name as a person and the same surname, or half of it."""
    near = {each.person_id: each for word in plain(person.family).split() for each in roster.near.get(word, ())}
    return [each for i, each in near.items() if i != person.person_id and _reads_as(person, each)]


def _reads_as(one: Standing, other: Standing) -> bool:
    texts = [plain(each.given or each.initials) for each in (one, other)]
    firsts = [text.split()[0] if one.given and other.given else text[:1] for text in texts]
    return firsts[0] == firsts[1]


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
    return day if precision in (DAY, "inferred") else None


def measured(truths: Truths, found: Watched, same: dict[str, str]) -> Measure:
    """Compare what was resolved with the truth of each line; `same` has the other ids of people who have two."""
    rows = found.result.signatures.astype("object").where(found.result.signatures.notna(), "").to_dict("records")
    by_place = {(row["source_file"], row["source_row"]): row for row in rows}
    measure = Measure(lines=len(truths))
    standing: Counter[str] = Counter()
    for place, truth in truths.items():
        row = by_place.get(place, {"outcome": "lost"})
        _compare(measure, truth, row, same)
        standing[same.get(_signatory(row), _signatory(row))] += row["outcome"] == "accepted"
    measure.counted_twice = sum(count - 1 for count in standing.values() if count > 1)
    names = {file.partition("-")[0] for file, _ in truths}
    measure.stray = sum(file.partition("-")[0] in names for file, _ in by_place.keys() - truths.keys())
    return measure


def _compare(measure: Measure, truth: Truth, row: dict[Any, Any], same: dict[str, str]) -> None:
    got = _signatory(row) if row["outcome"] in ("accepted", "duplicate") else ""
    best = str(row.get("candidate_ids", "")).split("|")[0]
    got, best, signer = (same.get(each, each) for each in (got, best, truth.signer))
    text = f"{truth.written}: {row['outcome']} {got or best} {row.get('because', '')}"
    measure.accepted += bool(got)
    if got and got != signer:
        measure.wrong.append(text)
    if row["outcome"] in ("rejected", "lost"):
        measure.rejected.append(text)
    if signer:
        measure.signers += 1
        measure.found += signer in (got, best)
        if signer not in (got, best):
            measure.missed.append(text)
    if truth.kind == "signer":
        measure.of_own_party += 1
        measure.accepted_of_own_party += got == signer
        if got != signer:
            measure.waiting[str(row.get("because", "")) or row["outcome"]] += 1
    signed_on = row.get("signed_on", "")
    if (signed_on.date() if signed_on else None) != truth.day:
        measure.wrong_days.append(f"{text} {signed_on}")
    if bool(row.get("may_be_named", False)) != truth.may_be_named:
        measure.wrong_consents.append(text)


def _signatory(row: dict[Any, Any]) -> str:
    party = f"party:{row['party_id']}" if row.get("party_id") else ""
    return row.get("person_id") or party


def run(hands: list[Hand], tables: dict[str, pd.DataFrame], lines: int, seed: int) -> tuple[dict[str, Truths], Watched]:
    """Make so many lines in each hand; return the truths of each, and what came of all when they were read together."""
    rosters = Rosters(tables)
    with tempfile.TemporaryDirectory(prefix="hands-") as folder:
        truths = {hand.name: made(hand, rosters, lines, seed, Path(folder)) for hand in hands}
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
    parser.add_argument("--unseen", action="store_true", help="the third hand too")
    chosen = parser.parse_args()
    tables = tables_of(chosen.people, chosen.seed)
    same = ids_of_one_person(tables)
    truths, found = run([*SEEN, *(UNSEEN if chosen.unseen else ())], tables, chosen.lines, chosen.seed)
    for name, own in truths.items():
        print(f"{name}: {measured(own, found, same).report()}")
    print(
        f"reading {found.reading:.1f} s, resolving {found.resolving:.1f} s of processor "
        f"({found.by_the_clock:.1f} s by the clock for both), at most {found.peak_mb:.0f} MB"
    )
    signed = [(t.name, t.signer) for own in truths.values() for t in own.values() if t.kind != "party"]
    print(report_of_plain_fuzzy(signed, tables, same))


if __name__ == "__main__":
    main()
