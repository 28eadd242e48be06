"""What an edition that came out in a month leaves open: parts that are not all there is, and quantities in no formula.

A mistyped number is noticed where parts are compared with their total. What can't be compared is asked for.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.core.problems import Problem
from analysis.figures import ReconciledFigures
from analysis.figures.sums import MAY_OVERLAP
from analysis.sources import Sources


def questions_about_new_editions(sources: Sources, figures: ReconciledFigures) -> list[Problem]:
    """Return a warning for each thing that the publications of the month leave open, with the row to add."""
    day = sources.publications["known_from"]
    first = pd.Timestamp(sources.month.as_of).replace(day=1)
    new = set(sources.publications.loc[day.between(first, pd.Timestamp(sources.month.as_of)), "publication"])
    found = [*_incomplete_parts(figures.arithmetic, new), *_without_formula(sources.formulas, figures, new)]
    return [Problem("figures.csv", None, "quantity_id", *each, "warning") for each in found]


def _incomplete_parts(arithmetic: pd.DataFrame, new: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield parts that one edition prints, that no formula has, and that make less than their total."""
    own = arithmetic[arithmetic["formula_id"].fillna("").str.contains("/") & arithmetic["publication"].isin(new)]
    for row in own[(own["outcome"] == "closes") & (own["derived"] < own["printed"])].to_dict("records"):
        dimension, edition = row["formula_id"].split("/", 1)
        parts = row["figure_ids"].partition("|")[2].replace("|", ", ")
        made = f"{row['derived']:.10g} of {row['printed']:.10g}"
        found = f"parts of {row['quantity_id']} about {row['reference_year']} in {edition} ({parts}) that make {made}"
        overlap = "yes" if dimension in MAY_OVERLAP else "no"
        formula = f"NAME,sum,{row['quantity_id']},PART|PART,{overlap},no,WHY"
        remedy = f"type what it prints; if that is all, add the row of these parts to formulas.csv: {formula}"
        yield found, f"its other parts by {dimension.replace('_', ' ')}", remedy


def _without_formula(
    formulas: pd.DataFrame, figures: ReconciledFigures, new: set[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield quantities that were printed for the first time, and that no formula has as its result or a term."""
    named = {*formulas["result"], *formulas["terms"].str.split("|").explode()}
    printed = figures.printed_figures
    before = set(printed.loc[~printed["publication"].isin(new), "quantity_id"])
    for quantity in sorted(set(printed["quantity_id"]) - before - named):
        formula = f"NAME,sum,TOTAL,{quantity}|PART,no,no,WHY"
        remedy = f"if it is part of a total, add a row to formulas.csv, such as {formula}; else nothing is missing"
        yield f"{quantity}, which was never printed before and is in no formula", "one that compares it", remedy
