"""Amounts in words: a value, its range and its unit as every page, notebook, table and mail says them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.core.rounding import rounded
from analysis.core.wording import Wording


def amount(value: Any, lower: Any, upper: Any, unit: str, w: Wording) -> str:
    """Return a value with its range, or the range alone, with the unit where a number by itself would mislead."""
    ranged = w.range(float(lower), float(upper)) if pd.notna(lower) and pd.notna(upper) else ""
    return _with_range(value, ranged, unit, w)


def said_amount(row: Mapping[Any, Any], unit: str, w: Wording) -> str:
    """Return the number of a figure as it was said: with `about` or `more than`, and its range with each upper end."""
    ends = [float(row[name]) for name in ("lower", "upper") if pd.notna(row.get(name))]
    ranged = w.range(*ends) if len(ends) == 2 else ""
    if ranged and pd.notna(row.get("upper_alternative")):
        other = float(row["upper_alternative"])
        named = {"lower": w.number(ends[0]), "first": w.number(other), "second": w.number(ends[1])}
        ranged = w.say("figures.two_upper_ends", **named)
    qualifier = row.get("qualifier")
    return _with_range(row["value"], ranged, unit, w, qualifier if isinstance(qualifier, str) else None)


def _with_range(value: Any, ranged: str, unit: str, w: Wording, qualifier: str | None = None) -> str:
    if pd.isna(value):
        return w.say(f"briefing.unit.{unit}", number=ranged)
    single = w.say(f"briefing.unit.{unit}", number=w.number(rounded(value, 1)))
    single = w.say(f"briefing.qualifier.{qualifier}", number=single) if qualifier else single
    return w.say("briefing.unit.with_range", value=single, range=ranged) if ranged else single
