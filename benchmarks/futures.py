"""Plausible futures of the data, month by month to 2032, and whether what must always be true of their pages is true.

    python benchmarks/futures.py [--futures 20] [--seed 1]

prints the first fault of each law and future as: seed, month, page, law, what was found. A future is a copy of data/
with rows added, made from its seed; its House is peopled by nobody real. What must be true is in always_true.py, apart
from the code it judges.
"""

import argparse
import datetime
import io
import random
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import future_figures as figures
import future_house as house
import future_parties as pledge
import pikepdf
from always_true import ANNEX, Fault, Made, Page, differing, faults_of
from future_tables import DATA, LAST_YEAR, Day, World, nobody_real, read_world, write_world
from known_rows import KnownRows, last_day, rows_of

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import LANGUAGES, Month
from analysis.publish.exporters import pdf_of
from analysis.publish.page import html_of
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import read_tables

_OLD = {row["party_id"] for row in rows_of(DATA / "parties.csv")} - {"gl-pvda"}
_MONTHS = [Day(2026, 11, 1), Day(2026, 12, 1)]
_MONTHS += [Day(year, month, 1) for year in range(2027, LAST_YEAR + 1) for month in range(1, 13)]
# How likely it is that it happens in a month; not all on one day.
_HAPPENINGS = (
    (figures.happens, 0.6), (house.split, 0.07), (house.joins, 0.06), (house.merge, 0.04), (house.rename, 0.04),
    (house.succession, 0.12), (pledge.signs, 0.1), (pledge.declines, 0.05), (pledge.replies, 0.1),
    (pledge.withdraws, 0.05),
)  # fmt: skip
# Of what happens, that after which pages say most.
_BUSY = ("election", "cabinet", "merge", "study", "decision", "declines", "withdraws", "called", "go on")


def future(seed: int, chambers: bool = True, last: Day = _MONTHS[-1]) -> World:
    """Return the tables of a future: what happens in each month is drawn, and follows from what happened before.

    With other chambers or without them, and up to whatever last month, the House is the same until then.
    """
    world = read_world(seed)
    nobody_real(world)
    draw = world.draw
    polling, formed = Day(draw.randint(2027, 2030), draw.choice((3, 10)), 17), None
    if draw.random() < 0.6:
        confirmed = draw.random() < 0.5
        pledge.decisions_on_parties(world, _day_of(draw, draw.choice(_MONTHS[:12])), confirmed)
    falls = polling - datetime.timedelta(draw.randint(60, 200))
    for month in (each for each in _MONTHS if each <= last):
        day = _day_of(draw, month)
        if falls.replace(day=1) == month:
            house.cabinet_falls(world, falls)
        if polling.replace(day=1) == month:
            house.election(world, polling)
            formed = polling + datetime.timedelta(draw.choice((40, 90, 250)))
            if draw.random() < 0.4:
                closed = house.cabinet_ends(world, polling + datetime.timedelta(20))
                world.note(closed, "the cabinet is closed, and nobody has typed yet which entered")
            polling = polling.replace(year=polling.year + draw.choice((1, 2, 4)))
            falls = max(formed + datetime.timedelta(30), polling - datetime.timedelta(draw.randint(60, 200)))
            continue
        if day.month == 10 and draw.random() < 0.9:
            figures.edition(world, day)
        if day.month == 12 and draw.random() < 0.6:
            figures.register_report(world, day)
        if (day.year, day.month) in ((2027, 9), (2030, 6)):
            figures.study(world, day, int(day.year == 2030))
        for what, chance in _HAPPENINGS:
            if draw.random() < chance and (day > world.seats_settled or what is figures.happens):
                what(world, day)
                world.seats_settled = max(world.seats_settled, day)
                day += datetime.timedelta(1)
        if formed and formed.replace(day=1) == month:
            house.cabinet_enters(world, formed)
    if chambers:
        house.other_chamber(world, "senate", Day(2027, 5, 27))
        house.other_chamber(world, "council", Day(2026, 12, 3))
    world.notes.sort(key=lambda note: note[0])
    return world


def _day_of(draw: random.Random, month: Day) -> Day:
    return month + datetime.timedelta(draw.randrange(28))


def months_of(world: World, number: int) -> list[str]:
    """Return months to look at: some in which much happened, and any other one."""
    told = {f"{day:%Y-%m}" for day, what in world.notes if any(word in what for word in _BUSY)}
    busy = sorted(told & {f"{month:%Y-%m}" for month in _MONTHS})
    return sorted({*world.draw.sample(busy, min(number - 1, len(busy))), f"{world.draw.choice(_MONTHS):%Y-%m}"})


def pages_of(month: Reconciliation, draw: random.Random, parties: int) -> list[Page]:
    """Return some pages of a month, each in one of the languages: of all, of parties, and the annex."""
    support = month.support_by_party
    seated = sorted(support.loc[support["seats"].gt(0) & support["party_id"].ne("all"), "party_id"])
    # Of who has been there for long less can be untrue.
    parties_there = sorted(draw.sample(seated, min(2 * parties, len(seated))), key=_OLD.__contains__)[:parties]
    made = []
    for party in [*parties_there, "all", ANNEX]:
        language = draw.choice(LANGUAGES)
        page = annex_of(month, language) if party == ANNEX else briefing_of(month, party, language)
        sections = {name: part.html for name, part in vars(page).items() if name != "front_matter"}
        paper = pdf_of(html_of(page.front_matter, sections.values()))
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            made.append(Page(str(month.month), party, language, sections, len(pdf.pages)))
    return made


def made_of(folder: Path, month: str, seed: int, parties: int) -> Made:
    """Return some pages of a month of a future, and its tables."""
    made = reconcile_tables(Month.parse(month), read_tables(folder))
    return Made(pages_of(made, random.Random(f"{seed} {month}"), parties), tables_of(made))


def faults_of_future(seed: int, months: int = 2, parties: int = 3) -> Iterator[Fault]:
    """Yield what is untrue of some months of one future; the first of them is made again of fewer rows, too."""
    world = future(seed)
    chosen = months_of(world, months)
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_world(world, Path(temporary, "data"))
        for month in chosen:
            try:
                made = made_of(folder, month, seed, parties)
                rows = KnownRows(folder, last_day(month))
                yield from faults_of(rows, made)
                if month == chosen[0]:
                    fewer = write_world(without_later(world, seed, rows.day), Path(temporary, "fewer"))
                    law = "other chambers, and what comes later, change nothing"
                    yield from differing(law, month, made, made_of(fewer, month, seed, parties))
            except Exception:
                yield Fault(month, "the month", "ends without a fault", traceback.format_exc(limit=-4))


def without_later(world: World, seed: int, day: str) -> World:
    """Return the same future without the other chambers, and without what happens two months after a day, and later.

    What is nominated or typed ahead is there. A later line without a yes stays: it can take one back in each month.
    """
    last = Day.fromisoformat(day) + datetime.timedelta(60)
    fewer = future(seed, chambers=False, last=last)
    of_house = {file: lines for file, lines in world.lists.items() if "/" not in file}
    for file, lines in of_house.items():
        fewer.lists[file] = [line for line in lines if line[2] <= f"{last}" or line[3] != "ja"]
    return fewer


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at some futures, print what is untrue, and return whether anything is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--futures", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--story", action="store_true", help="print what happens in the first future, and stop")
    given = parser.parse_args(arguments)
    if given.story:
        print(*(f"{day} {what}" for day, what in future(given.seed).notes), sep="\n")
        return 0
    total = 0
    for seed in range(given.seed, given.seed + given.futures):
        faults = list(faults_of_future(seed))
        for fault in {fault.law: fault for fault in reversed(faults)}.values():  # the first of each law
            print(f"{seed}, {fault.month}, {fault.page}, {fault.law}: {fault.found}", flush=True)
        total += len(faults)
    print(f"{given.futures} futures, {total} faults")
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
