"""The guides teach what the contract takes: their rows, examples and templates, in step with the data."""

import datetime
import io
import re
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis import cli, sources
from analysis.core.parameters import Month
from analysis.parliament.terms import Terms, seats_on
from analysis.sources import OWN_DATA
from analysis.sources.contracts import own_contract
from analysis.sources.missing import GUIDE
from support.csv_rows import rows_in, rows_of
from support.fewer_candidates import with_fewer_candidates
from support.months import checked_tables
from support.planted_faults import errors
from support.project import PROJECT

TEMPLATE = PROJECT / "docs" / "edition-template"
EDITIONS, PARLIAMENT, MEMBERS, BODIES = (
    (PROJECT / guide).read_text(encoding="utf-8")
    for guide in (GUIDE, "docs/following-parliament.md", "docs/members-and-seats.md", "docs/another-body.md")
)
CONTRACT = {table["name"]: table for table in own_contract()["resources"]}
LAST_DAY_BEFORE = "2099-03-24"


# Of an edition


@pytest.fixture
def pasted(data: Path) -> Path:
    """The real data with every row of the template pasted below, not filled in."""
    for name in ("publications.csv", "figures.csv"):
        _, _, body = (TEMPLATE / name).read_text(encoding="utf-8").partition("\n")
        with (data / name).open("a", encoding="utf-8") as file:
            file.write(body)
    return data


def test_each_row_pasted_and_not_filled_in_is_reported(pasted: Path) -> None:
    result = CliRunner().invoke(cli.main, ["check", "--month", "2021-03", "--data", str(pasted)])
    assert (result.exit_code, "Traceback" in result.output) == (1, False)
    reported = {tuple(line.split(":")[:2]) for line in result.stdout.splitlines()}
    for name in ("publications", "figures"):
        first, count = (len(rows_in(folder / f"{name}.csv")) for folder in (OWN_DATA, TEMPLATE))
        assert {(f"{name}.csv", str(first + 2 + place)) for place in range(count)} <= reported
    assert "publications.csv" in result.stdout
    assert "title: found the place <title as printed>, expected what is printed; fill it in" in result.stdout


def test_a_template_filled_in_keeps_the_contract(pasted: Path) -> None:
    filled = {
        "<year>": "2099",
        "<NAME>-<YYYY-MM-DD>": "ANP-2100-10-17",
        "<YYYY-MM-DD>": "2100-10-16",
        "<title as printed>": "A title",
        "<name of the paper>": "ANP",
        "<nl or en>": "nl",
        "<primary or secondary>": "primary",
        "<number>": "1",
        "<url>": "https://example.org/",
    }
    for name in ("publications.csv", "figures.csv"):
        text = (pasted / name).read_text(encoding="utf-8")
        for place, value in filled.items():
            text = text.replace(place, value)
        (pasted / name).write_text(re.sub(r"<f(\d+)>", lambda n: f"f9{int(n[1]):03}", text), encoding="utf-8")
    assert errors(pasted) == []


@pytest.mark.parametrize(("name", "count"), [("publications", 4), ("figures", 10)])
def test_the_worked_example_has_the_rows_of_the_data(name: str, count: int) -> None:
    header = ",".join(field["name"] for field in CONTRACT[name]["schema"]["fields"])
    (block,) = re.findall(rf"```csv {name}\n(.*?)```", EDITIONS, flags=re.DOTALL)
    shown = rows_of(f"{header}\n{block}")
    assert len(shown) == count
    stored = rows_in(OWN_DATA / f"{name}.csv")
    assert all(row in stored for row in shown)


# Of parliament, its members and their seats


def test_the_example_of_the_guide_passes_the_check(data: Path) -> None:
    (row,) = re.findall(r"```csv\n(.+)\n```", PARLIAMENT)
    with (data / "commitment_events.csv").open("a", encoding="utf-8") as file:
        file.write(row.replace("voorbeeld-a", "d66") + "\n")
    assert errors(data) == []


def test_the_guide_names_each_column_that_an_analyst_fills_in() -> None:
    table = checked_tables().tables["commitment_events"]
    assert {name for name in table.columns if f"`{name}`" not in PARLIAMENT} <= {
        *("commitment_id", "kind", "explains_break_in", "note", "number_decimals")
    }


def test_seats_and_members_go_with_the_events_of_the_guide(tmp_path: Path) -> None:
    """A made-up House at the end of 2099; `read_tables` raises what `briefing check` reports as an error."""
    data = with_fewer_candidates(tmp_path / "data")
    shown = re.findall(r"```csv (\w+)\n(.*?)```", MEMBERS, flags=re.DOTALL)
    read = {"dtype": "str", "keep_default_na": False}
    tables = {name: pd.read_csv(OWN_DATA / CONTRACT[name]["path"], **read) for name, _ in shown}
    tables["seats"]["valid_until"] = tables["seats"]["valid_until"].replace("", LAST_DAY_BEFORE)
    for name, body in shown:
        # As the guide says: a row whose key is there takes the place of that row, any other comes at the end.
        rows = pd.read_csv(io.StringIO(body), header=None, names=tables[name].columns, **read)
        keys = CONTRACT[name]["schema"]["primaryKey"]
        tables[name] = pd.concat([tables[name], rows]).drop_duplicates(keys, keep="last")
    for name, table in tables.items():
        table.to_csv(data / CONTRACT[name]["path"], index=False)
    known = sources.as_of(Month(2099, 12), sources.read_tables(data))
    first, last = datetime.date(2099, 3, 25), datetime.date(2099, 12, 20)
    held = seats_on(first, known.seats)
    expected = {"voorbeeld-a": 80, "voorbeeld-b": 40, "voorbeeld-c": 30}
    assert dict(zip(held["party_id"], held["seats"], strict=True)) == expected
    assert seats_on(last, known.seats)["seats"].sum() == 150
    terms = Terms(known.members, known.elections).on(last)
    assert {person: party for person, (party, _) in terms.items()} == {
        "jan-verzonnen": "voorbeeld-a",
        "sam-fictie": "voorbeeld-a",
        "bo-denkbeeld": "voorbeeld-bc",
    }
    assert known.parties.set_index("party_id").loc["voorbeeld-bc", "abbreviation"] == "Samen"


# Of another body


def test_the_support_in_another_body_is_counted_by_the_lines_of_its_guide() -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", BODIES, flags=re.DOTALL)
    said = dict[str, object]()
    exec(lines.replace('"zwolle"', '"house"').replace("\nsupport_by_party(", "\nfound = support_by_party("), said)
    assert {"party_id", "seats"} <= {*getattr(said["found"], "columns", ())}
