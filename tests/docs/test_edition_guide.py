"""The guide and the template for next October's edition keep in step with the data and their contract."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis import cli
from analysis.sources import OWN_DATA
from analysis.sources.contracts import own_contract
from analysis.sources.missing import GUIDE
from support.csv_rows import rows_in, rows_of
from support.planted_faults import errors
from support.project import PROJECT

TEMPLATE = PROJECT / "docs" / "edition-template"
TEXT = (PROJECT / GUIDE).read_text(encoding="utf-8")
CONTRACT = {table["name"]: table["schema"]["fields"] for table in own_contract()["resources"]}


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
    header = ",".join(field["name"] for field in CONTRACT[name])
    (block,) = re.findall(rf"```csv {name}\n(.*?)```", TEXT, flags=re.DOTALL)
    shown = rows_of(f"{header}\n{block}")
    assert len(shown) == count
    stored = rows_in(OWN_DATA / f"{name}.csv")
    assert all(row in stored for row in shown)
