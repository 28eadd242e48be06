"""The tables of a folder of data as rows to add to, and who is invented in them: nobody real."""

import csv
import datetime
import json
import random
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from known_rows import Row, rows_of

Day = datetime.date
DATA = Path(__file__).resolve().parents[1] / "data"
SOURCE = "https://example.org/invented"
LAST_YEAR = 2032
HOUSE = "house"
# What the ids of a table begin with, and how many digits follow.
_IDS = {"members": ("m", 4), "party_events": ("e", 2), "commitment_events": ("ce", 3), "figures": ("f", 3)}
INVENTED = tomllib.loads(Path(__file__).with_name("futures.toml").read_text(encoding="utf-8"))
NAMES_OF_A_PERSON = ("person_id", "full_name", "given_name", "initials", "family_name")


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
    seats_settled: Day = datetime.date(2026, 11, 1)

    def rows(self, table: str, **cells: str) -> list[Row]:
        """Return the rows of a table that have these cells."""
        return [row for row in self.tables[table] if all(row[name] == value for name, value in cells.items())]

    def add(self, table: str, **cells: str) -> Row:
        """Add a row to a table, with the next id; what is not given is empty."""
        columns = self.columns[table]
        unknown = set(cells) - set(columns)
        if unknown:
            raise KeyError(f"{table} has no column {sorted(unknown)}")
        given = {"source_url": SOURCE, **cells}
        if table in _IDS:
            given = {columns[0]: self.next_id(table), **given}
        row = {name: given.get(name, "") for name in columns}
        self.tables[table].append(row)
        return row

    def next_id(self, table: str) -> str:
        """Return the id that the next row of a table gets."""
        letters, digits = _IDS[table]
        column = self.columns[table][0]
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
        """Return the names of somebody invented, as the table of members has them."""
        number, self.persons = self.persons, self.persons + 1
        given, family = (INVENTED[key][number % len(INVENTED[key])] for key in ("given_names", "family_names"))
        family += "".join(INVENTED["syllables"][int(digit)] for digit in f"{number:03}")
        names = (f"invented-{number}", f"{given} {family}", given, f"{given[0]}.", family)
        return dict(zip(NAMES_OF_A_PERSON, names, strict=True))

    def seats(self, body: str = HOUSE) -> dict[str, int]:
        """Return the seats of each party that has some, as the open rows say."""
        return {row["party_id"]: int(row["seats"]) for row in self.rows("seats", body_id=body, valid_until="")}

    def parties(self) -> list[str]:
        """Return the parties in the House that are not called after who is in them."""
        return [name for name in self.seats() if not is_group_of_persons(name)]

    def sitting(self, party: str, day: Day) -> list[Row]:
        """Return the members in the House for a party who sat there before a day."""
        rows = self.rows("members", body_id=HOUSE, party_id=party, end_status="sitting")
        return [row for row in rows if row["start"] < f"{day}"]

    def short_name(self, party: str, day: Day) -> str:
        """Return the short name of a party on a day."""
        rows = self.rows("party_names", party_id=party, kind="abbreviation")
        dated = [row for row in rows if "" < row["valid_from"] <= f"{day}"]
        first = self.rows("parties", party_id=party)[0]["abbreviation"]
        return max(dated, key=lambda row: row["valid_from"])["name"] if dated else first


def is_group_of_persons(party: str) -> bool:
    """Whether a party is called after who is in it."""
    return party.startswith(("lid-", "groep-", "fractie-"))


def before(day: Day) -> Day:
    """Return the day before."""
    return day - datetime.timedelta(1)


def read_world(seed: int, data: Path = DATA) -> World:
    """Read a folder of data; a few candidates and places are kept, since they cost most time."""
    world = World(random.Random(seed), {}, {})
    for table in json.loads((data / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        name = table["path"].removesuffix(".csv")
        world.tables[name] = rows_of(data / table["path"])
        world.columns[name] = [column["name"] for column in table["schema"]["fields"]]
    world.tables["candidates"] = world.tables["candidates"][:20]
    world.tables["sexes"], world.tables["places"] = [], world.tables["places"][:40]
    return world


def nobody_real(world: World) -> None:
    """Give every member an invented name, the same in each row."""
    names = {person: world.person() for person in dict.fromkeys(row["person_id"] for row in world.tables["members"])}
    for row in world.tables["members"]:
        row |= {"aliases": "", "tussenvoegsel": "", "note": "", **names[row["person_id"]]}


def write_world(world: World, folder: Path, data: Path = DATA) -> Path:
    """Lay out a folder of data with the tables and lists of a future; tables without a row that may be absent, are."""
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("*.csv"))
    shutil.copytree(data / "signatories", folder / "signatories", dirs_exist_ok=True)
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
