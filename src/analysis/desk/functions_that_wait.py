"""Functions that wait for a decision: one decides all lines that have the words, in these lists and in later ones."""

import pandas as pd

from analysis.reconciliation import Reconciliation


def functions_that_wait(month: Reconciliation) -> pd.DataFrame:
    """Return the functions that alone keep lines waiting, most lines first; they can point at persons.

    One row per body and function: body_id, words (of the function, as a decision names it), lines (how many wait for
    it), because (of the first line).
    """
    waiting = month.signatures[(month.signatures["outcome"] == "review") & month.signatures["role"].notna()]
    grouped = waiting.groupby(["body_id", "role"], as_index=False).agg(
        lines=("role", "size"), because=("because", "first")
    )
    ordered = grouped.sort_values(["lines", "role"], ascending=[False, True], ignore_index=True)
    return ordered.rename(columns={"role": "words"})
