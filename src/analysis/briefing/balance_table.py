"""The numbers of the chart of registered and estimated victims, as a table: one row a year."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.tables import Column, html_table
from analysis.core.amounts import rounded, rounded_down, rounded_up
from analysis.core.wording import Wording

Cite = Callable[[str], str]
LOWEST = ("more_than", "at_least")
# Each column, whether its cells are numbers, and what fills it.
_NUMERIC = ("registered", "estimated", "range", "unseen", "in_view_percent")


def unseen_shown(year: Mapping[Any, Any]) -> float:
    """Return how many are not in view in hundreds: the two lists behind it differ, so it is an order of magnitude.

    Where the estimate is only a lower end, so is this, and a lower end is rounded down.
    """
    shown = rounded_down if year.get("estimate_qualifier") in LOWEST else rounded
    return shown(float(year["unseen"]), -2)


def in_view_shown(year: Mapping[Any, Any]) -> float:
    """Return the share in view in whole percents; where the estimate is only a lower end, it is an upper one."""
    shown = rounded_up if year.get("estimate_qualifier") in LOWEST else rounded
    return shown(float(year["in_view_percent"]))


def balance_table(years: pd.DataFrame, say: Wording, cite: Cite | None) -> str:
    """Return the balance (claims.visibility_balance) by year, each number with the note of its publication.

    A column in which no year has a value is left out. A number revised since shows what was published first; where the
    estimate is only a lower end, so is what is unseen, and what is in view is an upper end.
    """
    rows = [_row(year, say, cite) for year in years.to_dict("records")]
    shown = pd.DataFrame(rows).astype("object")
    shown = shown.where(shown.notna(), None)
    columns = [
        # Cells are escaped as they are made: notes are links.
        Column(name, say.say(f"charts.visibility.column.{name}"), name in _NUMERIC, name == "year", escape)
        for name in shown
        if shown[name].notna().any()
    ]
    return html_table(shown, say.say("charts.visibility.table"), columns, missing=say.say("charts.none"))


def _row(year: dict[Any, Any], say: Wording, cite: Cite | None) -> dict[str, Any]:
    noted = {name: _note(year.get(f"{name}_publication"), cite) for name in ("registered", "estimate")}
    series = year.get("registered_series")
    lowest = year.get("estimate_qualifier") in LOWEST
    return {
        "year": str(year["year"]),
        "registered": _number(year["registered"], say, noted["registered"], _first(year, say)),
        "registered_series": None if pd.isna(series) else say.say(f"charts.visibility.count.{series}"),
        "estimated": _number(year["estimated"], say, noted["estimate"], lowest=lowest),
        "range": _range(year, say, cite),
        "extrapolated": _own_year(year, say),
        "unseen": _number(_unseen(year), say, lowest=lowest),
        "in_view_percent": _share(year, say, lowest),
    }


def _number(value: Any, say: Wording, note: str = "", behind: str = "", *, lowest: bool = False) -> str | None:
    if pd.isna(value):
        return None
    number = say.say("charts.more_than", value=say.number(value)) if lowest else say.number(value)
    return Markup("{}{}{}").format(number, Markup(note), behind)


def _unseen(year: dict[Any, Any]) -> Any:
    return None if pd.isna(year["unseen"]) else unseen_shown(year)


def _share(year: dict[Any, Any], say: Wording, lowest: bool) -> str | None:
    if pd.isna(year["in_view_percent"]):
        return None
    share = say.percent(in_view_shown(year), 0)
    return say.say("charts.less_than", value=share) if lowest else share


def _first(year: dict[Any, Any], say: Wording) -> str:
    """Return what was published first in the same count, where it was revised since."""
    first: Any = year.get("first_printed")
    if pd.isna(first) or pd.isna(year["registered"]) or first == year["registered"]:
        return ""
    return f" ({say.say('charts.visibility.was', value=say.number(first))})"


def _range(year: dict[Any, Any], say: Wording, cite: Cite | None) -> str | None:
    lower, upper = year["estimated_lower"], year["estimated_upper"]
    if pd.isna(lower) or pd.isna(upper):
        return None
    # The note is beside the estimate already, unless another publication has the range.
    own = year.get("estimate_range_publication")
    note = "" if own == year.get("estimate_publication") else _note(own, cite)
    return escape(say.range(lower, upper)) + Markup(note)


def _note(publication: Any, cite: Cite | None) -> str:
    return cite(publication) if cite and isinstance(publication, str) else ""


def _own_year(year: dict[Any, Any], say: Wording) -> str | None:
    other = year["extrapolated"]
    return None if pd.isna(other) else say.say(f"charts.visibility.own.{'no' if other else 'yes'}")
