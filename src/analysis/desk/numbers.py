"""Numbers and names of figures as an analyst reads them: with unit, range and `about`, and who printed them."""

from typing import Any

from analysis.core.amounts import amount
from analysis.desk.shown import SAY
from analysis.figures.records import source_in_words
from analysis.reconciliation import Reconciliation

Row = dict[Any, Any]


def number_in_words(row: Row, side: str = "", qualifier: Any = None) -> str:
    """Return the number of a figure with its range, both where both were printed; empty where there is none.

    `row` has `value`, `lower` and `upper` (with `side`, `_a` or `_b`, added to each), `unit`, and may have
    `upper_alternative`; `qualifier` is what was said with the number (`about`, `more_than`).
    """
    value, lower, upper = (row[f"{name}{side}"] for name in ("value", "lower", "upper"))
    other = row.get("upper_alternative") if not side else None
    return amount(SAY, value, lower, upper, other_upper=other, unit=row["unit"], qualifier=qualifier, decimals=2)


def printed_by(month: Reconciliation) -> dict[str, str]:
    """Return who printed each publication, with the year, as the explanations name it."""
    return {row["publication"]: source_in_words(row) for row in month.sources.publications.to_dict("records")}


def quantity_labels(month: Reconciliation) -> dict[str, str]:
    """Return the English label of each quantity."""
    quantities = month.sources.quantities
    return dict(zip(quantities["quantity_id"], quantities["label_en"], strict=True))
