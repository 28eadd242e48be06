"""Numbers and names of figures as an analyst reads them: with unit, range and `about`, and who printed them."""

from typing import Any

import pandas as pd

from analysis.core.rounding import rounded
from analysis.desk.shown import SAY
from analysis.figures.explained import source_of
from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]


def number_in_words(row: Row, side: str = "", qualifier: Any = None) -> str:
    """Return the number of a figure with its range, both where both were printed; empty where there is none.

    `row` has `value`, `lower` and `upper` (with `side`, `_a` or `_b`, added to each), `unit`, and may have
    `upper_alternative`; `qualifier` is what was said with the number (`about`, `more_than`).
    """
    value, lower, upper = (row[f"{name}{side}"] for name in ("value", "lower", "upper"))
    other = row.get("upper_alternative") if not side else None
    ranged = "" if pd.isna(lower) or pd.isna(upper) else _range(lower, upper, other)
    if pd.isna(value):
        return _with_unit(ranged, row["unit"]) if ranged else ""
    said = qualifier if isinstance(qualifier, str) and qualifier not in ("", "converted") else "exact"
    number = SAY.say(f"figures.said.{said}", number=_with_unit(SAY.number(rounded(value, 2)), row["unit"]))
    return SAY.say("figures.with_range", number=number, range=ranged) if ranged else number


def _range(lower: float, upper: float, other: Any) -> str:
    if pd.isna(other):
        return SAY.range(lower, upper)
    first, second = sorted((float(other), float(upper)))
    ends = {"lower": SAY.number(lower), "first": SAY.number(first), "second": SAY.number(second)}
    return SAY.say("figures.two_upper_ends", **ends)


def _with_unit(number: str, unit: str) -> str:
    return SAY.say(f"briefing.unit.{unit}", number=number) if SAY.has(f"briefing.unit.{unit}") else number


def printed_by(month: Reconciliation) -> dict[str, str]:
    """Return who printed each publication, with the year, as the explanations name it."""
    return {row["publication"]: source_of(row) for row in month.sources.publications.to_dict("records")}


def quantity_labels(month: Reconciliation) -> dict[str, str]:
    """Return the English label of each quantity."""
    quantities = month.sources.quantities
    return dict(zip(quantities["quantity_id"], quantities["label_en"], strict=True))
