"""What claims are held against: the figures and estimates known as of the month."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.figures.estimates import estimates_in_force
from analysis.figures.formulas import formulas_of


@dataclass(frozen=True)
class Known:
    """What is known as of the month: chosen and printed figures, estimates and quantities.

    `estimates` have `range_source`: who printed the range, and when; `printed_by` the same by publication; `shares` has
    the counts above and below the line of a share, `complements` the share that it leaves out.
    """

    figures: dict[tuple[str, str], dict[Any, Any]]
    estimates: list[dict[Any, Any]]
    quantities: dict[str, dict[Any, Any]]
    printed: list[dict[Any, Any]]
    printed_by: dict[str, str]
    shares: dict[str, tuple[str, ...]]
    complements: dict[str, str]

    @classmethod
    def of(cls, reconciled: ReconciledFigures, formulas: pd.DataFrame) -> "Known":
        """Return what the reconciled figures of a month tell, and which quantities are shares of which."""
        chosen = reconciled.figures_by_quantity
        quantities = chosen.drop_duplicates("quantity_id")
        printed = reconciled.printed_figures
        rows = chosen.merge(printed[["figure_id", "printed_by"]], on="figure_id").to_dict("records")
        printed_by = printed.drop_duplicates("publication").set_index("publication")["printed_by"]
        estimates = estimates_in_force(reconciled.printed_figures, quantities)
        estimates = estimates.assign(range_source=estimates["range_publication"].map(printed_by))
        return cls(
            figures={(row["quantity_id"], row["reference_year"]): row for row in rows},
            estimates=estimates.to_dict("records"),
            quantities={row["quantity_id"]: row for row in quantities.to_dict("records")},
            printed=printed.sort_values("figure_id").to_dict("records"),
            printed_by=printed_by.to_dict(),
            shares={f.result: f.terms for f in formulas_of(formulas) if f.kind == "share"},
            complements={f.result: f.terms[0] for f in formulas_of(formulas) if f.kind == "complement"},
        )

    def figure(self, quantity: str, year: str) -> dict[Any, Any] | None:
        """Return the chosen figure of a quantity and year that has a value."""
        row = self.figures.get((quantity, year))
        return row if row is not None and pd.notna(row["value"]) else None

    def years_of(self, quantity: str) -> list[str]:
        """Return the single years for which a quantity has a value, oldest first."""
        return sorted(y for q, y in self.figures if q == quantity and len(y) == 4 and self.figure(q, y))

    @property
    def newest_year(self) -> int:
        """Return the year of the newest publication."""
        return max(int(row["known_from"].year) for row in self.printed)

    def studies(self, quantity: str) -> list[dict[Any, Any]]:
        """Return the estimates of a quantity that have a value, the newest study last."""
        return [row for row in self.estimates if row["quantity_id"] == quantity and pd.notna(row["value"])]
