"""What each published table and each of its columns is called, and what a row of it is: the workbook and the notebooks
say it in the same words.

They are in published_tables.json, the contract of share/data (Table Schema), in English.
"""

import json
from importlib import resources
from typing import Any

from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.wording import Wording

# The unit of a column whose rows have a unit of their own.
SEE_UNIT = "see unit"


def package() -> dict[str, Any]:
    """Return the contract: title, description, licences and every table; each call its own copy."""
    text = resources.files("analysis.publish").joinpath("published_tables.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def published_tables() -> dict[str, dict[str, Any]]:
    """Return the contract of each published table: its title, description, key and fields, by its name."""
    return {table["name"]: table for table in package()["resources"]}


def heading(field: dict[str, Any], w: Wording, unit: str | None = None) -> str:
    """Return the heading of a column, with its unit.

    `unit` is for a column whose rows have a unit of their own: the one that all rows shown share, empty where each
    cell names its own. Without it the heading points to the column Unit.
    """
    said = field.get("unit", "")
    if said == SEE_UNIT:
        said = w.say("workbook.table.see_unit") if unit is None else unit
    return f"{field['title']} ({said})" if said else str(field["title"])


def what_a_row_is(table: dict[str, Any]) -> str:
    """Return the first sentence of the description of a table: what one row of it is."""
    return f"{table['description'].split('. ')[0].rstrip('.')}."


def why_empty(name: str, month: Month, w: Wording) -> str:
    """Return what a reader sees instead of a table without rows."""
    if name != "changes":
        return w.say("workbook.table.empty", date=w.date(month.as_of))
    if month == FIRST_MONTH:
        return w.say("workbook.table.first_month")
    return w.say("workbook.table.unchanged", month=w.month(str(month.previous())))
