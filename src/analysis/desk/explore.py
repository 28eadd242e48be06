"""Tables for who explores with pandas: one table over several months, and the parts of a total as shares of it."""

from collections.abc import Iterable
from operator import attrgetter

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.opening import open_month
from analysis.desk.tables import TABLES
from analysis.figures.records import DIMENSIONS
from analysis.reconciliation import Reconciliation


def over_months(table: str, months: Iterable[str], *, where: str = "", data_dir: str = "") -> pd.DataFrame:
    """Return a table (see `readable`) of several months under each other, each reconciled as of its own last day.

    One row per row of the table and month, `month` (YYYY-MM) first; `where` keeps the rows for which a condition holds,
    as `DataFrame.query` has it. Raises ParameterError for an unknown table or month.
    """
    if table not in TABLES:
        raise ParameterError(f"no table {table!r}, expected one of {', '.join(TABLES)}")
    place, frames = TABLES[table][0], []
    for month in months:
        frame = attrgetter(place)(open_month(month=month, data_dir=data_dir))
        frames.append((frame.query(where) if where else frame).assign(month=month))
    if not frames:
        raise ParameterError("months: found none, expected one or more, as ['2021-03', '2026-10']")
    together = pd.concat(frames, ignore_index=True)
    return together[["month", *together.columns.drop("month")]]


def shares_by(month: Reconciliation, dimension: str, *, of: str = "registered-all") -> pd.DataFrame:
    """Return the chosen parts of a total as shares of it: one row per year and part, by one `dimension`.

    Only parts and totals of one series and year are compared. `edition` and `edition_of_total` are the editions that
    print the two numbers: a share of two editions can be one that nobody meant. One person can be counted in several
    forms or by several reporters, so shares need not make a hundred. Raises ParameterError for another dimension, and
    for a total that nobody counts.
    """
    if dimension not in DIMENSIONS:
        raise ParameterError(f"dimension: found {dimension!r}, expected one of {', '.join(DIMENSIONS)}")
    quantities = month.figures.quantities
    if of not in quantities:
        raise ParameterError(f"of: found {of!r}, expected a quantity_id of quantities.csv")
    parts = [name for name, quantity in quantities.items() if quantity.is_part_by(dimension, quantities[of])]
    printed = month.figures.printed_figures.set_index("figure_id")
    edition = printed["quotes"].fillna(printed["publication"])
    columns = ["reference_year", "series", "quantity_id", "value", "edition"]
    chosen = month.figures.figures_by_quantity
    chosen = chosen.assign(edition=chosen["figure_id"].map(edition))[columns].dropna(subset=["value"])
    totals = chosen[chosen["quantity_id"] == of].drop(columns="quantity_id")
    shares = chosen[chosen["quantity_id"].isin(parts)].merge(
        totals, on=["reference_year", "series"], suffixes=("", "_of_total")
    )
    shares = shares.assign(share_percent=100 * shares["value"] / shares["value_of_total"])
    return shares.sort_values(["reference_year", "value"], ascending=[True, False], ignore_index=True)
