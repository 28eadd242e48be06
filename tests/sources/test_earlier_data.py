"""Data that version 1.0 wrote are refused with the command that adds what is new since."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.cli import main
from analysis.core.problems import InputError
from analysis.sources import read_tables
from analysis.sources.contracts import OWN_DATA
from support.csv_rows import rows_in
from support.fewer_candidates import write_rows

# What 1.0 did not have, of the tables and columns that can't be left out.
NEW_TABLES = ("groups", "series", "questions")
NEW_COLUMNS = {
    "quantities.csv": "period",
    "commitment_events.csv": "on_page",
    "decisions/figures.csv": "reason_nl",
    "decisions/parties.csv": "reason_nl",
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The project's data as 1.0 would have written them."""
    data = Path(shutil.copytree(OWN_DATA, tmp_path / "data"))
    contract = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    contract["resources"] = [each for each in contract["resources"] if each["name"] not in NEW_TABLES]
    for table in contract["resources"]:
        if column := NEW_COLUMNS.get(table["path"]):
            fields = table["schema"]["fields"]
            table["schema"]["fields"] = [field for field in fields if field["name"] != column]
            change(data / table["path"], lambda row, column=column: row.pop(column))
    (data / "datapackage.json").write_text(json.dumps(contract), encoding="utf-8")
    for name in NEW_TABLES:
        (data / f"{name}.csv").unlink()
    return data


def change(path: Path, edit) -> None:
    rows = rows_in(path)
    for row in rows:
        edit(row)
    write_rows(path, [*rows[0]], *([*row.values()] for row in rows))


def with_what_is_new(data: Path) -> str:
    added = CliRunner().invoke(main, ["check", "--add-missing", "--data", str(data)])
    return added.output


def test_data_of_an_earlier_version_are_refused_with_the_command_that_adds_what_is_new(data: Path) -> None:
    with pytest.raises(InputError, match=r"datapackage.json: found that of an earlier version, .* --add-missing adds"):
        read_tables(data)


def test_the_command_adds_what_is_new_and_leaves_the_rest(data: Path) -> None:
    (data / "contacts.csv").write_text("party_id,office,email\nd66,Fractie,a@b.example\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    assert "quantities.csv: written with what is new" in with_what_is_new(data)
    read, own = read_tables(data), read_tables(OWN_DATA)
    assert [name for name, table in own.tables.items() if not table.equals(read.tables[name])] == ["contacts"]
    after = {path.name for path in data.glob("*.csv") if path.read_bytes() != before.get(path.name)}
    completed = {"quantities.csv", "commitment_events.csv", "contacts.csv"}
    assert after == {*(f"{name}.csv" for name in NEW_TABLES), *completed}


def test_a_row_that_means_something_else_takes_nothing_from_ours(data: Path) -> None:
    change(
        data / "quantities.csv",
        lambda row: row.update(unit="cases") if row["quantity_id"] == "registered-all" else None,
    )
    assert re.search(r"quantities\.csv:\d+: period: found an empty cell", with_what_is_new(data))


def test_a_new_label_leaves_a_row_what_it_was(data: Path) -> None:
    change(data / "quantities.csv", lambda row: row.update(label_en=f"{row['label_en']}, as we say"))
    with_what_is_new(data)
    assert read_tables(data).tables["quantities"]["period"].notna().all()


def test_a_table_that_1_0_had_is_not_taken_from_ours(data: Path) -> None:
    (data / "decisions/parties.csv").unlink()
    assert "decisions/parties.csv: found no such file" in with_what_is_new(data)
