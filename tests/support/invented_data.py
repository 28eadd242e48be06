"""The data with an invented chamber: the real figures and seats, but nobody in it exists, and a list that they signed.

Every member and candidate gets an invented name, the same in each table. The list has lines of each kind that a
briefing tells apart: who may be named and who may not, twice, misspelt, from another party, and not in parliament.
"""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
from practice import renamed

from analysis.sources import OWN_DATA

LIST = "lijst.csv"
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
_SYLLABLES = ("ba", "ko", "di", "fe", "gu", "la", "mo", "ni", "pe", "ru")

Row = dict[str, str]


def invented_data(folder: Path) -> Path:
    shutil.copytree(OWN_DATA, folder)
    lines = pd.DataFrame(_lines(with_invented_persons(folder)))
    lines.to_csv(folder / "signatories" / LIST, index=False, lineterminator="\n")
    return folder


def with_invented_persons(data: Path) -> list[Row]:
    """Give every member and candidate in a folder of data an invented name; return the rows of the members."""
    paths = [data / f"{table}.csv" for table in ("members", "candidates", "sexes")]
    tables = renamed(_names(), *(pd.read_csv(path, dtype="str", keep_default_na=False) for path in paths))
    for path, table in zip(paths, tables, strict=True):
        table.to_csv(path, index=False, lineterminator="\n")
    return [*tables[0].to_dict("records")]


def _names() -> Iterator[Row]:
    """Yield names of persons who do not exist, each with a syllable for each digit of its number, as in Bakodi."""
    for number in itertools.count():
        given = _GIVEN[number % len(_GIVEN)]
        prefix = _PREFIXES[number // len(_GIVEN) % len(_PREFIXES)]
        coded = "".join(_SYLLABLES[int(digit)] for digit in str(number)).title()
        family = f"{_FAMILY[number % len(_FAMILY)]}-{coded}"
        names = {"given_name": given, "initials": f"{given[0]}.", "tussenvoegsel": prefix, "family_name": family}
        full = " ".join(filter(None, (given, prefix, family)))
        yield {"person_id": f"invented-{number}", "full_name": full, **names}


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
