"""The published tables and their columns, as published_tables.json (Table Schema) has them, and cells as text."""

import json
import re
from datetime import date
from importlib import resources
from typing import Any

from analysis.core.amounts import plain_number
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.wording import Wording

# Text that a spreadsheet program takes for a formula; in Asian editions, wide characters start one too. A cell begins
# at the start of a text, and after a semicolon or tab, where a Dutch spreadsheet program splits a line into cells.
_FORMULA = re.compile(r"(\A|[;\t\r\n])(?='*[=+\-@\t\r\n＝＋－＠])")
# A negative number is no formula.
_PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def package() -> dict[str, Any]:
    """Return the contract (title, description, licences and every table), a new copy for each call."""
    text = resources.files("analysis.publish").joinpath("published_tables.json").read_text(encoding="utf-8")
    read: dict[str, Any] = json.loads(text)
    return read


def published_tables() -> dict[str, dict[str, Any]]:
    """Return the contract of each published table: its title, description, key and fields, by its name."""
    return {table["name"]: table for table in package()["resources"]}


def heading(field: dict[str, Any], w: Wording, unit: str | None = None) -> str:
    """Return the heading of a column with its unit; if each row has its own unit, with `unit` or a reference to it."""
    said = field.get("unit", "")
    if said == "see unit":  # the rows have units of their own
        said = w.say("workbook.table.see_unit") if unit is None else unit
    return f"{field['title']} ({said})" if said else str(field["title"])


def what_a_row_is(table: dict[str, Any]) -> str:
    """Return the first sentence of the description of a table: what one row of it is."""
    return f"{table['description'].split('. ')[0].rstrip('.')}."


def why_empty(name: str, month: Month, w: Wording) -> str:
    """Return the sentence that replaces a table without rows."""
    if name != "changes":
        return w.say("workbook.table.empty", date=w.date(month.as_of))
    if month == FIRST_MONTH:
        return w.say("workbook.table.first_month")
    return w.say("workbook.table.unchanged", month=w.month(str(month.previous())))


def plain(value: Any) -> str:
    """Return a cell as text that no spreadsheet program takes for a formula."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, str):
        return value if _PLAIN_NUMBER.fullmatch(value) else _FORMULA.sub(r"\1'", value)
    return plain_number(value)
