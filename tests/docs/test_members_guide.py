"""What docs/members-and-seats.md teaches passes `briefing check`, and `check` says what it is quoted for."""

import csv
import datetime
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import sources
from analysis.core.parameters import Month
from analysis.sources import OWN_DATA, Sources
from analysis.sources.contracts import read_contract
from analysis.sources.parliament import seats_on, terms_on
from support.project import PROJECT

TEXT = (PROJECT / "docs" / "members-and-seats.md").read_text(encoding="utf-8")
CONTRACT = {table["name"]: table for table in read_contract(OWN_DATA)["resources"]}
EXAMPLES = re.findall(r"```csv (\w+)\n(.*?)```", TEXT, flags=re.DOTALL)
FIRST_DAY, LAST_DAY_BEFORE = "2099-03-25", "2099-03-24"

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
    return sources.read(Month(2099, 12), written(applied(), tmp_path_factory.mktemp("guide") / "data"))


def seats(day: str, known: Sources) -> dict[str, int]:
    held = seats_on(datetime.date.fromisoformat(day), known.seats)
    return dict(zip(held["party_id"], held["seats"], strict=True))


def sitting(day: str, known: Sources) -> dict[str, str]:
    terms = terms_on(datetime.date.fromisoformat(day), known.members, known.elections)
    return dict(zip(terms["person_id"], terms["party_id"], strict=True))


def test_seats_go_with_the_events_of_the_guide(known: Sources) -> None:
    a, b, c = "voorbeeld-a", "voorbeeld-b", "voorbeeld-c"
    assert seats(FIRST_DAY, known) == {a: 80, b: 40, c: 30}
    assert seats("2099-05-11", known)[a] == 79
    assert seats("2099-05-13", known)[a] == 80
    assert seats("2099-06-01", known) == {a: 79, b: 40, c: 30, "lid-verzonnen": 1}
    assert seats("2099-09-01", known) == {a: 79, "voorbeeld-bc": 70, "lid-verzonnen": 1}
    assert seats("2099-12-01", known)[a] == 78
    assert sum(seats("2099-12-20", known).values()) == 150


def test_members_go_with_the_events_of_the_guide(known: Sources) -> None:
    a = "voorbeeld-a"
    assert sitting(FIRST_DAY, known) == {"jan-verzonnen": a, "sam-fictie": a, "bo-denkbeeld": "voorbeeld-b"}
    assert sitting("2099-05-13", known)["noor-van-bedacht"] == a
    assert "sam-fictie" not in sitting("2099-05-13", known)
    assert sitting("2099-06-01", known)["jan-verzonnen"] == "lid-verzonnen"
    assert sitting("2099-09-01", known)["bo-denkbeeld"] == "voorbeeld-bc"
    assert "noor-van-bedacht" not in sitting("2099-12-01", known)
    assert sitting("2099-12-20", known)["noor-van-bedacht"] == a


def test_the_new_name_of_the_guide_is_the_party_s_name(known: Sources) -> None:
    names = known.parties.set_index("party_id").loc["voorbeeld-bc"]
    assert names[["abbreviation", "name_nl"]].to_list() == ["Samen", "Samen (voorheen VB-VC)"]


def of(tables: Tables, name: str, **key: str) -> Row:
    return next(row for row in tables[name] if row.items() >= key.items())


def reopened(tables: Tables) -> None:
    for row in tables["seats"]:
        row["valid_until"] = "" if row["valid_until"] == LAST_DAY_BEFORE else row["valid_until"]


def without_the_split(seats: list[Row]) -> list[Row]:
    """The seats as they were before the event of 1 June, carried on until the next change."""
    kept = [row for row in seats if row["party_id"] != "lid-verzonnen" and row["valid_from"] != "2099-06-01"]
    return [row | {"valid_until": "2099-11-30"} if row["valid_until"] == "2099-05-31" else row for row in kept]


Spoil = Callable[[Tables], object]
# Three folders of faults: what compares rows is reported only where each row is right by itself.
SPOILT: list[dict[str, Spoil]] = [
    {
        "The party is not in": lambda t: of(t, "members", member_id="m9905").update(party_id="nieuw"),
        "An event names a party": lambda t: of(t, "party_events", event_id="e91").update(to_party_ids="nieuw"),
        "The term is not in": lambda t: of(t, "members", member_id="m9901").update(term="2098-"),
        "The old row of a party": lambda t: of(t, "seats", party_id="voorbeeld-a").update(valid_until=""),
        "The old House": reopened,
        "The same `member_id` twice": lambda t: t["members"].append(dict(t["members"][-1])),
    },
    {
        "A last day without": lambda t: of(t, "members", member_id="m9902").update(end_status="sitting"),
        "A period that ends": lambda t: of(t, "members", member_id="m9902").update(end="2099-03-01"),
        "Somebody in `sexes.csv`": lambda t: t["sexes"].append({"person_id": "wie", "sex": "m", "source": "none"}),
    },
    {
        "An event without its rows": lambda t: t.update(seats=without_the_split(t["seats"])),
        "A party that has no name": lambda t: t.update(
            party_names=[row for row in t["party_names"] if row["party_id"] != "lid-verzonnen"]
        ),
    },
]


def quoted() -> dict[str, str]:
    """What the guide says of each fault: the fault, and the message."""
    table = TEXT.partition("| what is missing | what it says |\n|---|---|\n")[2].partition("\n\n")[0]
    return dict(re.findall(r"^\| (.*?) \| `(.*)` \|$", table, flags=re.MULTILINE))


def test_check_says_what_the_guide_quotes_of_each_fault(tmp_path: Path) -> None:
    untried = quoted()
    for place, faults in enumerate(SPOILT):
        tables = applied()
        for spoil in faults.values():
            spoil(tables)
        problems = sources.check(written(tables, tmp_path / str(place)))
        found = {re.sub(r":\d+:", ":ROW:", str(problem), count=1).replace("`", "'") for problem in problems}
        for fault in faults:
            (described,) = [each for each in untried if each.startswith(fault)]
            assert untried.pop(described) in found, fault
    assert untried == {}
