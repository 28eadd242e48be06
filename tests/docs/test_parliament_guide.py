"""The guide of the events of the commitments: its example is a row that the table takes."""

import re
from pathlib import Path

from support.months import checked_tables
from support.planted_faults import errors
from support.project import PROJECT

GUIDE = (PROJECT / "docs" / "following-parliament.md").read_text(encoding="utf-8")


def test_the_example_of_the_guide_passes_the_check(data: Path) -> None:
    (row,) = re.findall(r"```csv\n(.+)\n```", GUIDE)
    with (data / "commitment_events.csv").open("a", encoding="utf-8") as file:
        file.write(row.replace("voorbeeld-a", "d66") + "\n")
    assert errors(data) == []


def test_the_guide_names_each_column_that_an_analyst_fills_in() -> None:
    table = checked_tables().tables["commitment_events"]
    assert {name for name in table.columns if f"`{name}`" not in GUIDE} <= {
        *("commitment_id", "kind", "explains_break_in", "note", "number_decimals")
    }
