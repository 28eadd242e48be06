"""Plausible futures of the data, month by month to 2032, and whether what must always be true of their pages is true.

    python benchmarks/futures.py [--futures 20] [--seed 1] [--keep FOLDER]

prints each fault as: seed, month, page, law, what was found. A future is a copy of data/ with rows added, made from its
seed; its House is peopled by nobody real. What must be true is in always_true.py, apart from the code it judges.
"""

import argparse
import datetime
import random
import sys
import tempfile
import calendar
import time
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

import future_elections as elections
import future_figures as figures
import future_house as house
from always_true import ANNEX, Fault, Page, faults_of
from future_tables import DATA, LAST_YEAR, Day, World, day_of_month, read_world, write_world

from known_rows import KnownRows

from analysis.briefing import annex_of, briefing_of
from analysis.core.parameters import LANGUAGES, Month
from analysis.publish.tables import tables_of
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.sources import CheckedTables, read_tables

FIRST = Day(2026, 11, 1)
_MONTHS = [Day(year, month, 1) for year in range(2026, LAST_YEAR + 1) for month in range(1, 13) if (year, month) > (2026, 10)]


def future(seed: int, data: Path = DATA) -> World:
    """Return the tables of a future: what happens in each month is drawn, and follows from what happened before."""
    world = read_world(seed, data)
    draw = world.draw
    polling, formed = Day(draw.randint(2027, 2030), draw.choice((3, 10)), 17), None
    if draw.random() < 0.6:
        confirmed = draw.random() < 0.5
        elections.decisions_on_parties(world, day_of_month(draw, draw.choice(_MONTHS[:12])), confirmed)
    falls = polling - datetime.timedelta(draw.randint(60, 200))
    for month in _MONTHS:
        day = day_of_month(draw, month)
        if (falls.year, falls.month) == (month.year, month.month):
            elections.cabinet_falls(world, falls)
        if (polling.year, polling.month) == (month.year, month.month):
            elections.election(world, polling)
            formed = polling + datetime.timedelta(draw.choice((40, 90, 250)))
            if draw.random() < 0.4:
                elections.cabinet_ends(world, polling + datetime.timedelta(20))
            polling = polling.replace(year=polling.year + draw.choice((1, 2, 4)))
            falls = max(formed + datetime.timedelta(30), polling - datetime.timedelta(draw.randint(60, 200)))
            continue
        if formed and (formed.year, formed.month) == (month.year, month.month):
            elections.cabinet_enters(world, formed)
        _publishes(world, day)
        _happens(world, day)
    world.notes.sort()
    return world


def _publishes(world: World, day: Day) -> None:
    """Let what is due in a month be published, or not."""
    if day.month == 10 and world.draw.random() < 0.9:
        figures.edition(world, day)
    if day.month == 12 and world.draw.random() < 0.6:
        figures.register_report(world, day)
    if (day.year, day.month) in ((2027, 9), (2030, 6)):
        figures.study(world, day, int(day.year == 2030))


def _happens(world: World, day: Day) -> None:
    """Let some of what may happen in a month happen on a day of it."""
    draw = world.draw
    for what, chance in (
        (figures.happens, 0.6), (house.split, 0.07), (house.joins, 0.06), (house.merge, 0.04), (house.rename, 0.04),
        (house.succession, 0.12), (house.signs, 0.1), (house.declines, 0.05), (house.replies, 0.1), (house.withdraws, 0.05),
    ):  # fmt: skip
        if draw.random() < chance and (day > world.seats_settled or what is figures.happens):
            what(world, day)
            world.seats_settled = max(world.seats_settled, day)
            day += datetime.timedelta(1)


def months_of(world: World, number: int) -> list[str]:
    """Return months to look at: those in which, or after which, most happened, and some others."""
    draw = random.Random(world.draw.random())
    words = ("election", "cabinet", "merge", "study", "decision", "declines", "withdraws", "called")
    busy = sorted({f"{day:%Y-%m}" for day, what in world.notes if any(word in what for word in words)})
    return sorted({*draw.sample(busy, min(number - 1, len(busy))), f"{draw.choice(_MONTHS):%Y-%m}"})


def pages_of(month: Reconciliation, draw: random.Random, parties: int) -> list[Page]:
    """Return some pages of a month, each in one of the languages: of all, of parties, and the annex."""
    support = month.support_by_party
    seated = sorted(support.loc[support["seats"].gt(0) & support["party_id"].ne("all"), "party_id"])
    made = []
    for party in [*draw.sample(seated, min(parties, len(seated))), "all", ANNEX]:
        language = draw.choice(LANGUAGES)
        page = annex_of(month, language) if party == ANNEX else briefing_of(month, party, language)
        sections = {name: part.html for name, part in vars(page).items() if name != "front_matter"}
        made.append(Page(str(month.month), party, language, sections))
    return made


def faults_of_month(folder: Path, tables: CheckedTables, month: str, seed: int, parties: int) -> list[Fault]:
    """Reconcile a month of a future, make some of its pages and its tables, and compare them with what must be true."""
    year, number = map(int, month.split("-"))
    rows = KnownRows(folder, f"{month}-{calendar.monthrange(year, number)[1]}")
    page = "reconciled"
    try:
        made = reconcile_tables(Month.parse(month), tables)
        page = "pages"
        pages = pages_of(made, random.Random(f"{seed} {month}"), parties)
        page = "tables"
        published = tables_of(made)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        return [Fault(month, page, "ends without a fault", f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})")]
    return faults_of(rows, pages, published)


def faults_of_future(seed: int, months: int = 3, parties: int = 3) -> Iterator[Fault]:
    """Yield what is untrue of some months of one future."""
    world = future(seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = write_world(world, Path(temporary) / "data")
        tables = read_tables(folder)
        for month in months_of(world, months):
            yield from faults_of_month(folder, tables, month, seed, parties)


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at some futures, print each fault, and return how many there are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--futures", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--months", type=int, default=3)
    parser.add_argument("--parties", type=int, default=3)
    given = parser.parse_args(arguments)
    found, began = 0, time.perf_counter()
    for seed in range(given.seed, given.seed + given.futures):
        for fault in faults_of_future(seed, given.months, given.parties):
            print(f"{seed}, {fault.month}, {fault.page}, {fault.law}: {fault.found}", flush=True)
            found += 1
    print(f"{given.futures} futures, {found} faults, {time.perf_counter() - began:.0f} s")
    return int(found > 0)


if __name__ == "__main__":
    sys.exit(main())
