"""The published figures as of a month, reconciled once for all tests, and with made-up ones beside them."""

import datetime
from functools import cache
from typing import Any

import pandas as pd
from hypothesis import strategies as st

from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.parameters import Month
from support.months import known_in


@cache
def figures_of(month: str) -> ReconciledFigures:
    known = known_in(month)
    return reconcile_figures(
        known.figures, known.publications, known.quantities, known.formulas, known.decisions.figures
    )


def value_of(month: str, quantity: str, year: str) -> pd.Series:
    chosen = figures_of(month).figures_by_quantity
    found = chosen[(chosen["quantity_id"] == quantity) & (chosen["reference_year"] == year)]
    assert len(found) == 1, f"{quantity} {year} is chosen {len(found)} times"
    return found.iloc[0]


def discrepancy(month: str, publication: str, quantity: str, year: str, kind: str | None = None) -> pd.Series:
    rows = figures_of(month).discrepancies
    rows = rows[(rows["publication_a"] == publication) & (rows["quantity_id"] == quantity)]
    rows = rows[rows["reference_year"] == year]
    rows = rows if kind is None else rows[rows["kind"] == kind]
    assert len(rows) == 1, f"{len(rows)} discrepancies of {quantity} {year} in {publication}"
    return rows.iloc[0]


def verdict_of(month: str, figure_id: str) -> str:
    printed = figures_of(month).printed_figures
    return str(printed.loc[printed["figure_id"] == figure_id, "verdict"].item())


MONTHS = st.builds(Month, st.integers(2021, 2026), st.integers(1, 12)).filter(lambda month: str(month) >= "2021-03")


def made_up(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "quantity_id": "registered-all", "publication": "NEW", "reference_year": "2019", "value": 1334.0,
        "value_decimals": 0,
        "lower": None, "upper": None, "upper_alternative": None, "unit": "persons", "series": "rapporteur_yearly",
        "qualifier": None, "reserve": None,
        "quotes": None, "attributed_to": None, "certainty": "primary", "not_comparable_because": None,
        "source_url": "-", "note": None,
    }  # fmt: skip
    return row | changes


def with_made_up(*rows: dict[str, Any]) -> ReconciledFigures:
    """Return the figures of October 2026 with more of them, printed by a press publication NEW of that month."""
    known = known_in("2026-10")
    day = pd.Timestamp(datetime.date(2026, 10, 1))
    more = pd.DataFrame([made_up(**row) for row in rows]).assign(known_from=day)
    more["figure_id"] = [f"f{900 + place}" for place in range(len(rows))]
    figures = pd.concat([known.figures, more.astype(known.figures.dtypes.to_dict())], ignore_index=True)
    new = known.publications.iloc[[0]].assign(publication="NEW", kind="press", quotes=None, known_from=day)
    publications = pd.concat([known.publications, new], ignore_index=True)
    return reconcile_figures(figures, publications, known.quantities, known.formulas, known.decisions.figures)
