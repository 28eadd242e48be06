"""Which quantities are made of which others, data/formulas.csv, as records."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Formula:
    """One formula: `result` is made of `terms` in the way of `kind` (see the contract of data/formulas.csv).

    `may_overlap`: one person can be counted in two terms; `complete`: the terms are all there is.
    """

    formula_id: str
    kind: str
    result: str
    terms: tuple[str, ...]
    may_overlap: bool
    complete: bool


def read_formulas(formulas: pd.DataFrame) -> list[Formula]:
    """Return the formulas in the order of their table, which has one row per formula."""
    return [
        Formula(
            formula_id=row["formula_id"],
            kind=row["kind"],
            result=row["result"] if isinstance(row["result"], str) else "",
            terms=tuple(row["terms"].split("|")),
            may_overlap=row["may_overlap"] == "yes",
            complete=row["complete"] == "yes",
        )
        for row in formulas.to_dict("records")
    ]
