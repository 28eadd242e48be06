"""Tables to explore: one to search with the mouse, one over several months, and parts as shares of a total."""

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter

import pandas as pd

from analysis.core.problems import ParameterError
from analysis.desk.opening import open_month
from analysis.desk.tables import TABLES, ReadableTable, columns_shown, heading_of, readable
from analysis.desk.writing import is_attended
from analysis.figures.records import DIMENSIONS
from analysis.reconciliation import Reconciliation

# itables gives its table a white background, on which the white letters of JupyterLab's dark theme can't be read.
_ON_ANY_THEME = "<style>.dt-container { background: transparent !important }</style>\n"


@dataclass(frozen=True, repr=False)
class InteractiveTable(ReadableTable):
    """A table with pages and a search field below each heading; as text it is the table of `readable`."""

    interactive: str = field(compare=False)

    def _repr_html_(self) -> str:
        return self.interactive


def browse(month: Reconciliation, name: str, *, where: str = "") -> ReadableTable:
    """Return a table of a month to search, filter and sort with the mouse: every row, each cell as in the DataFrame.

    `name` and `where` are those of `readable`. Where itables is not installed, and in a notebook that runs by itself,
    as in a build, the table of `readable` is returned. Raises what `readable` raises.
    """
    in_words = readable(month, name, where=where)
    if not is_attended() or importlib.util.find_spec("itables") is None:
        return in_words
    itables = importlib.import_module("itables")
    itables.init_notebook_mode(all_interactive=False)  # the script is stored in the cell: no request is made
    frame = in_words.frame[columns_shown(in_words.frame)].rename(columns=lambda column: heading_of(name, column))
    look = {"classes": "display compact", "columnDefs": [{"className": "dt-left", "targets": "_all"}]}
    options = {"showIndex": False, "maxBytes": 0, "display_logo_when_loading": False, "connected": False}
    html = itables.to_html_datatable(frame, column_filters="header", **look, **options)
    return InteractiveTable(in_words.html, in_words.frame, _ON_ANY_THEME + html)


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

    Only parts and totals of the same series and year are compared. `edition` and `edition_of_total` are the editions
    that print the two numbers: if they differ, no source printed this share. One person can be counted in several
    forms or by several reporters, so the shares need not add up to a hundred. Raises ParameterError for an unknown
    dimension or quantity.
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
