"""The data with an invented chamber: the real figures and seats, but nobody in it exists, and a list that they signed.

Every member and candidate gets an invented name, the same in each table. The list has lines of each kind that a
briefing tells apart: who may be named and who may not, twice, misspelt, from another party, and not in parliament.
"""

import csv
import shutil
from pathlib import Path

from analysis.sources import OWN_DATA

LIST = "verzonnen-lijst.csv"
# The invented members of which parties signed, and how many of each.
SIGNED = {"d66": 6, "vvd": 3, "cda": 5, "sp": 4, "cu": 2, "volt": 3, "bij1": 1}
_GIVEN = (
    *("Abelle", "Brandt", "Cirrus", "Dagmar", "Eikel", "Fluweel", "Gordijn", "Havik", "IJsbrand", "Jasmijn"),
    *("Korenaar", "Luchtig", "Mistral", "Nevel"),
)
_FAMILY = (
    *("Zonderland", "Nergenshuis", "Wolkenveld", "Luchtkasteel", "Droomoord", "Nimmermeer"),
    *("Sterrenburg", "Mistbank"),
)
_PREFIXES = ("", "", "van", "de", "van der", "")

Row = dict[str, str]


def invented_data(folder: Path) -> Path:
    """Lay out the data in a folder that is not there yet."""
    shutil.copytree(OWN_DATA, folder)
    members = _rows(folder / "members.csv")
    names = _names_by_person([*members, *_rows(folder / "candidates.csv")])
    for table in ("members", "candidates", "sexes"):
        path = folder / f"{table}.csv"
        rows = [row | {c: v for c, v in names[row["person_id"]].items() if c in row} for row in _rows(path)]
        _write(path, rows)
    _write(folder / "signatories" / LIST, _lines(_rows(folder / "members.csv")))
    return folder


def _names_by_person(people: list[Row]) -> dict[str, Row]:
    """Return an invented name for each person, by the id of the real one."""
    names: dict[str, Row] = {}
    for row in people:
        number = len(names)
        given = _GIVEN[number % len(_GIVEN)]
        prefix = _PREFIXES[number // len(_GIVEN) % len(_PREFIXES)]
        family = f"{_FAMILY[number % len(_FAMILY)]}-{_in_letters(number)}"
        name = {"person_id": f"invented-{number}", "full_name": " ".join(filter(None, (given, prefix, family)))}
        name |= {"given_name": given, "initials": f"{given[0]}.", "tussenvoegsel": prefix, "family_name": family}
        names.setdefault(row["person_id"], name | {"aliases": ""})
    return names


def _in_letters(number: int) -> str:
    """Return a syllable for each digit, as in Bakodi."""
    return "".join(("ba", "ko", "di", "fe", "gu", "la", "mo", "ni", "pe", "ru")[int(d)] for d in str(number)).title()


def _lines(members: list[Row]) -> list[Row]:
    sitting = [
        row
        for row in members
        if row["term"] == "2021-2023" and row["start"] <= "2021-04-15" and not "0" < row["end"] < "2021-07"
    ]
    lines = [
        _line(row, "ja" if place % 2 else "nee")
        for party, count in SIGNED.items()
        for place, row in enumerate([row for row in sitting if row["party_id"] == party][:count])
    ]
    twice, moved = sitting[-1], sitting[-2]
    misspelt = _line(sitting[0], "ja") | {"Naam": sitting[0]["full_name"].replace("n", "m", 1)}
    lines += [_line(twice, "ja"), _line(twice, "") | {"Datum": "2021-05-02"}, misspelt]
    lines += [_line(moved, "ja") | {"Partij": "SGP"}, _line(sitting[1], "ja") | {"Datum": "ergens in mei"}]
    lines += [_line(sitting[2], "ja") | {"Naam": "Xylofoon Quastenberg", "Partij": ""}]
    return lines


def _line(member: Row, may_be_named: str) -> Row:
    party = {"cu": "ChristenUnie", "volt": "Volt"}.get(member["party_id"], member["party_id"].upper())
    name = {"Naam": member["full_name"], "Functie": "Tweede Kamerlid", "Partij": party, "Datum": "2021-04-15"}
    return name | {"Mag genoemd worden": may_be_named, "Bron": "https://example.org/verzonnen"}


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
