"""The tables of a folder of data as rows to add to, and who is invented in them: nobody real."""

import csv
import datetime
import json
import random
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from known_rows import Row, rows_of

Day = datetime.date
DATA = Path(__file__).resolve().parents[1] / "data"
SOURCE = "https://example.org/invented"
LAST_YEAR = 2032
HOUSE = "house"
_FIRST = datetime.date(2026, 11, 1)
_GIVEN = ("Abelle", "Brandt", "Cirrus", "Dagmar", "Eikel", "Fluweel", "Gordijn", "Havik", "Jasmijn", "Korenaar")
_FAMILY = ("Zonderland", "Nergenshuis", "Wolkenveld", "Luchtkasteel", "Droomoord", "Nimmermeer", "Mistbank")
_SYLLABLES = ("bax", "koor", "dimp", "fel", "gust", "lind", "morg", "niep", "plov", "rusk")
PARTIES_SIGN, PERSONS_SIGN = "partijen-later.csv", "leden-later.csv"


@dataclass
class World:
    """All tables of a future, the lists in it under their header, what is drawn, and what happened (a line each)."""

    draw: random.Random
    tables: dict[str, list[Row]]
    columns: dict[str, list[str]]
    lists: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    notes: list[tuple[Day, str]] = field(default_factory=list)
    header: tuple[str, ...] = ("Naam", "Functie + organisatie", "Datum", "Mag genoemd worden")
    persons: int = 0
    # What moves seats happens on later days than what moved them before.
    seats_settled: Day = _FIRST

    def rows(self, table: str, **cells: str) -> list[Row]:
        """Return the rows of a table that have these cells."""
        return [row for row in self.tables[table] if all(row[name] == value for name, value in cells.items())]

    def add(self, table: str, **cells: str) -> Row:
        """Add a row to a table; what is not given is empty."""
        unknown = set(cells) - set(self.columns[table])
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        row = {name: cells.get(name, "") for name in self.columns[table]}
        self.tables[table].append(row)
        return row

    def new_id(self, table: str, column: str, letters: str, digits: int = 3) -> str:
        """Return the highest running name of a table plus one."""
        numbers = [int(row[column].removeprefix(letters)) for row in self.tables[table]]
        return f"{letters}{max(numbers, default=0) + 1:0{digits}}"

    def sign(self, file: str, *cells: str) -> int:
        """Add a line to a list of signatories, and return its row in the file."""
        lines = self.lists.setdefault(file, [])
        lines.append(cells)
        return len(lines) + 1

    def note(self, day: Day, what: str) -> None:
        """Write down what happened, for who reads about a fault."""
        self.notes.append((day, what))

    def person(self) -> Row:
        """Return the names of somebody invented, as the tables of members and candidates have them."""
        number, self.persons = self.persons, self.persons + 1
        given = _GIVEN[number % len(_GIVEN)]
        family = _FAMILY[number % len(_FAMILY)] + "".join(_SYLLABLES[int(digit)] for digit in f"{number:03}")
        names = {"full_name": f"{given} {family}", "given_name": given, "initials": f"{given[0]}."}
        return {"person_id": f"invented-{number}", "family_name": family, **names}


def read_world(seed: int, data: Path = DATA) -> World:
    """Read a folder of data; a few candidates and places are kept, since they cost most time."""
    world = World(random.Random(seed), {}, {})
    for table in json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        name = table["path"].removesuffix(".csv")
        world.tables[name] = rows_of(data / table["path"])
        world.columns[name] = [field["name"] for field in table["schema"]["fields"]]
    world.tables["candidates"] = world.tables["candidates"][:20]
    world.tables["sexes"], world.tables["places"] = [], world.tables["places"][:40]
    return world


def write_world(world: World, folder: Path, data: Path = DATA) -> Path:
    """Lay out a folder of data with the tables and lists of a future; tables without a row that may be absent, are."""
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("*.csv"))
    shutil.copytree(data / "signatories", folder / "signatories", dirs_exist_ok=True)
    (folder / "decisions").mkdir(exist_ok=True)
    for name, rows in world.tables.items():
        if rows or (data / f"{name}.csv").exists():
            _write(folder / f"{name}.csv", world.columns[name], ([*row.values()] for row in rows))
    for file, lines in world.lists.items():
        _write(folder / "signatories" / file, world.header, lines)
    return folder


def _write(path: Path, header: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*header], *lines])


def day_of_month(draw: random.Random, month: Day) -> Day:
    """Return a day of the month that begins on a day."""
    return month + datetime.timedelta(draw.randrange(28))


def before(day: Day) -> Day:
    """Return the day before."""
    return day - datetime.timedelta(1)


def seats_now(world: World, body: str = HOUSE) -> dict[str, int]:
    """Return the seats of each party that has some, as the open rows say."""
    return {row["party_id"]: int(row["seats"]) for row in world.rows("seats", body_id=body, valid_until="")}


def sitting(world: World, party: str, body: str = HOUSE) -> list[Row]:
    """Return the invented members that sit for a party."""
    rows = world.rows("members", body_id=body, party_id=party, end_status="sitting")
    return [row for row in rows if row["person_id"].startswith("invented-")]


def abbreviation_on(world: World, party_id: str, day: Day) -> str:
    """Return the short name of a party on a day."""
    rows = world.rows("party_names", party_id=party_id, kind="abbreviation")
    dated = [row for row in rows if row["valid_from"] and row["valid_from"] <= f"{day}"]
    first = world.rows("parties", party_id=party_id)[0]["abbreviation"]
    return max(dated, key=lambda row: row["valid_from"])["name"] if dated else first
