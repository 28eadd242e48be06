"""What docs/members-and-seats.md teaches passes `briefing check`, and seats and members go with it."""

import csv
import datetime
import io
import re
import shutil
from pathlib import Path

import pytest

from analysis import sources
from analysis.core.parameters import Month
from analysis.parliament.terms import seats_on, terms_on
from analysis.sources import OWN_DATA, Sources
from analysis.sources.contracts import own_contract
from support.project import PROJECT

TEXT = (PROJECT / "docs" / "members-and-seats.md").read_text(encoding="utf-8")
CONTRACT = {table["name"]: table for table in own_contract()["resources"]}
EXAMPLES = re.findall(r"```csv (\w+)\n(.*?)```", TEXT, flags=re.DOTALL)
LAST_DAY_BEFORE = "2099-03-24"

Row = dict[str, str]
Tables = dict[str, list[Row]]


def own(name: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO((OWN_DATA / CONTRACT[name]["path"]).read_text(encoding="utf-8"))))


def shown(name: str, body: str) -> list[Row]:
    header = ",".join(field["name"] for field in CONTRACT[name]["schema"]["fields"])
    return list(csv.DictReader(io.StringIO(f"{header}\n{body}")))


def put(row: Row, table: list[Row], name: str) -> None:
    """As the guide says: a row whose key is there takes the place of that row, any other comes at the end."""
    keys = CONTRACT[name]["schema"]["primaryKey"]
    keys = [keys] if isinstance(keys, str) else keys
    places = [place for place, there in enumerate(table) if all(there[key] == row[key] for key in keys)]
    if places:
        table[places[0]] = row
    else:
        table.append(row)


def applied() -> Tables:
    tables = {name: own(name) for name, _ in EXAMPLES}
    for row in tables["seats"]:
        row["valid_until"] = row["valid_until"] or LAST_DAY_BEFORE
    for name, body in EXAMPLES:
        for row in shown(name, body):
            put(row, tables[name], name)
    return tables


def written(tables: Tables, data: Path) -> Path:
    shutil.copytree(OWN_DATA, data)
    for name, rows in tables.items():
        with (data / CONTRACT[name]["path"]).open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    return data


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The made-up House at the end of 2099, read from a copy of the data with every example put in.

    `read` raises what `briefing check` reports as an error: the examples have none.
    """
    data = written(applied(), tmp_path_factory.mktemp("guide") / "data")
    return sources.as_of(Month(2099, 12), sources.read_tables(data))


def test_seats_and_members_go_with_the_events_of_the_guide(known: Sources) -> None:
    first, last = datetime.date(2099, 3, 25), datetime.date(2099, 12, 20)
    held = seats_on(first, known.seats)
    expected = {"voorbeeld-a": 80, "voorbeeld-b": 40, "voorbeeld-c": 30}
    assert dict(zip(held["party_id"], held["seats"], strict=True)) == expected
    assert seats_on(last, known.seats)["seats"].sum() == 150
    terms = terms_on(last, known.members, known.elections)
    assert dict(zip(terms["person_id"], terms["party_id"], strict=True)) == {
        "jan-verzonnen": "voorbeeld-a",
        "sam-fictie": "voorbeeld-a",
        "bo-denkbeeld": "voorbeeld-bc",
    }
    assert known.parties.set_index("party_id").loc["voorbeeld-bc", "abbreviation"] == "Samen"
