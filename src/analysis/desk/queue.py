"""What waits for a decision in a month: figures that the written rule can't settle, and lines of lists."""

import pandas as pd

from analysis.figures.waiting import waiting_figures
from analysis.reconciliation import Reconciliation


def figures_that_wait(month: Reconciliation) -> pd.DataFrame:
    """Return the figures that wait for a decision (see `figures.waiting.waiting_figures`)."""
    return waiting_figures(month.figures, month.sources.decisions.figures)


def counts_that_wait(month: Reconciliation) -> dict[str, int]:
    """Return how many `figures` and `lines` wait for a decision."""
    lines = int((month.signatures["outcome"] == "review").sum())
    return {"figures": len(figures_that_wait(month)), "lines": lines}
