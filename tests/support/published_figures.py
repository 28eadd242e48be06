"""The published figures as of a month, reconciled once for all tests, and with made-up ones beside them."""

import datetime
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures, reconcile_figures
from support.months import known_in, made_once


@cache
def figures_of(month: str) -> ReconciledFigures:
    return made_once(f"figures-{month}", lambda: reconcile_figures(known_in(month)))


def made_up(**changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "quantity_id": "registered-all", "publication": "NEW", "reference_year": "2019", "value": 1334.0,
        "value_decimals": 0,
        "lower": None, "upper": None, "upper_alternative": None, "unit": "persons", "series": "rapporteur_yearly",
        "qualifier": None, "reserve": None,
        "quotes": None, "attributed_to": None, "certainty": "primary", "not_comparable_because": None,
        "source_url": "-", "note": None, "printed_text": None, "printed_text_at": None, "printed_text_read_on": None,
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
    return reconcile_figures(replace(known, figures=figures, publications=publications))
