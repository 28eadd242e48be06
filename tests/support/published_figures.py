"""The published figures as of a month, reconciled once for all tests, and with made-up ones beside them."""

from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures, reconcile_figures
from support.months import known_in, made_once


@cache
def figures_of(month: str) -> ReconciledFigures:
    return made_once(f"figures-{month}", lambda: reconcile_figures(known_in(month)))


def with_made_up(**changes: Any) -> ReconciledFigures:
    """Return the figures of September 2026 with one more, like the total of 2024 but for what is given.

    It is printed by a press publication NEW of that month.
    """
    known, printed = known_in("2026-09"), {"publication": "NEW", "known_from": pd.Timestamp(2026, 9, 1)}
    total = known.figures[known.figures["figure_id"] == "f340"]  # 944, Jaarcijfers 2024
    more = total.assign(figure_id="f900", **printed, **changes).astype(known.figures.dtypes.to_dict())
    new = known.publications.iloc[[0]].assign(kind="press", quotes=None, **printed)
    added = {"figures": (known.figures, more), "publications": (known.publications, new)}
    return reconcile_figures(replace(known, **{name: pd.concat(both) for name, both in added.items()}))
