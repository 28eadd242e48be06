"""Tables of a month, by name, over several months, or in answer to a question: shares, values, seats, publications."""

from collections.abc import Iterable
from operator import attrgetter

import pandas as pd

from analysis.core.parameters import month_of_a_briefing, one_of
from analysis.core.problems import ParameterError, shortened
from analysis.figures.choice import best_within_series
from analysis.figures.records import DIMENSIONS
from analysis.reconciliation import Reconciliation, reconcile_tables
from analysis.signatories.acceptance import PRESENTED_ON
from analysis.signatories.support import parties_that_signed
from analysis.sources import folder_of, read_tables

# The population that the table behind the first estimate counts.
_LEFT_OUT = "victims_on_estimate_lists"
# The name of each table, and the attribute of a month that has it.
TABLES = {
    "figures_by_quantity": "figures.figures_by_quantity",
    "printed_figures": "figures.printed_figures",
    "discrepancies": "figures.discrepancies",
    "derived_figures": "figures.derived_figures",
    **{name: name for name in ("estimates", "balance", "claims", "changes", "ledger", "signatures")},
    **{name: name for name in ("revisions", "votes", "support_by_party", "signatories_by_party", "unaccounted_seats")},
}


def table_of_month(month: Reconciliation, name: str) -> pd.DataFrame:
    """Return a table of a month by its name in TABLES; raises ParameterError for another name."""
    frame: pd.DataFrame = attrgetter(TABLES[one_of("table", name, TABLES)])(month)
    return frame


def selected(frame: pd.DataFrame, where: str = "", by: str = "") -> pd.DataFrame:
    """Return the rows that meet a condition of `DataFrame.query`, sorted by a column.

    Raises ParameterError for an invalid condition or an unknown column.
    """
    if by:
        frame = frame.sort_values(one_of("by", by, frame.columns), kind="stable")
    try:
        return frame.query(where) if where else frame
    except Exception as error:  # pandas raises whatever the condition does
        condition = "a column, a comparison and a value, with text in quotes: \"quantity_id == 'share-minors'\""
        columns = f"the columns are {', '.join(frame.columns)}"
        raise ParameterError(f"where: found {shortened(repr(where))}, expected {condition}; {columns}") from error


def over_months(table: str, months: Iterable[str], *, where: str = "", data_dir: str = "") -> pd.DataFrame:
    """Return a table (see TABLES) of several months, one below another, each reconciled as of its own last day.

    One row per month and row of the table, with `month` (YYYY-MM) first; `where` keeps the rows that meet a condition
    of `DataFrame.query`. Raises ParameterError for an unknown table, month or folder.
    """
    if isinstance(months, str) or not isinstance(months, Iterable):
        raise ParameterError(f"months: found {months!r}, expected a list, such as [{months!r}]")
    frames, tables, kept = [], read_tables(folder_of(data_dir)), None
    for month in months:
        reconciled = reconcile_tables(month_of_a_briefing(month), tables, kept)
        frames.append(selected(table_of_month(reconciled, table), where).assign(month=month))
        kept = reconciled.kept
    if not frames:
        raise ParameterError("months: found none, expected one or more, such as ['2021-03', '2026-10']")
    together = pd.concat(frames, ignore_index=True)
    return together[["month", *together.columns.drop("month")]]


def shares_by(month: Reconciliation, dimension: str, *, of: str = "registered-all") -> pd.DataFrame:
    """Return the chosen parts of a total as shares of it: one row per year and part, by one `dimension`.

    Only parts and totals of the same series and year are compared. `edition` and `edition_of_total` are the editions
    that print the two numbers: if they differ, no source printed this share. One person can be counted in several
    forms or by several reporters, so the shares need not add up to a hundred. Raises ParameterError for an unknown
    dimension or quantity.
    """
    quantities = month.figures.quantities
    one_of("dimension", dimension, DIMENSIONS)
    one_of("of", of, quantities)
    parts = [name for name, quantity in quantities.items() if quantity.is_part_by(dimension, quantities[of])]
    printed = month.figures.printed_figures.set_index("figure_id")
    edition = printed["quotes"].fillna(printed["publication"])
    columns = ["reference_year", "series", "quantity_id", "value", "edition"]
    chosen = month.figures.figures_by_quantity
    chosen = chosen.assign(edition=chosen["figure_id"].map(edition))[columns].dropna(subset=["value"])
    totals = chosen[chosen["quantity_id"] == of].drop(columns="quantity_id")
    own, of_one = chosen[chosen["quantity_id"].isin(parts)], ["reference_year", "series"]
    shares = own.merge(totals, on=of_one, suffixes=("", "_of_total"))
    shares = shares.assign(share_percent=100 * shares["value"] / shares["value_of_total"])
    return shares.sort_values(["reference_year", "value"], ascending=[True, False], ignore_index=True)


def printed_values_by_series(month: Reconciliation, quantity_id: str) -> pd.DataFrame:
    """Return each value printed of a quantity for a single year, once: one row per year, series and value.

    Columns: year, series, value, standing (`chosen`, or the verdict), in_use (whether it is the value of its series).
    A series has no rows for a year in which none of its figures can be chosen.
    """
    choices, printed = month.figures.choices, month.figures.printed_figures.set_index("figure_id")
    own = [each for each in choices.figures if each.quantity_id == quantity_id and len(each.reference_year) == 4]
    own = [each for each in own if each.used_value is not None]
    best = best_within_series(each for each in own if each.figure_id not in choices.never_chosen)
    standing = printed["verdict"].mask(printed["chosen"], "chosen")
    known = [(f, best[f.series_key] is f) for f in own if f.series_key in best]
    rows = [[f.first_year, f.series, f.used_value, standing[f.figure_id], in_use] for f, in_use in known]
    values = pd.DataFrame(rows, columns=["year", "series", "value", "standing", "in_use"])
    values = values.sort_values("in_use", ascending=False, kind="stable").drop_duplicates(["year", "series", "value"])
    return values.sort_values(["year", "series"], kind="stable", ignore_index=True)


def seats_over_time(month: Reconciliation) -> pd.DataFrame:
    """Return the seats of the signing parties since the pledge was presented: one row per day on which they change.

    Columns: day, seats_of_signing_parties, seats (all filled seats). A decision counts from its `valid_from` on.
    """
    house, signed = month.house, month.party_signatures
    first, last = pd.Timestamp(PRESENTED_ON), pd.Timestamp(month.month.as_of)
    changes = [house.seats["valid_from"], house.seats["valid_until"] + pd.Timedelta(days=1)]
    changes += [signed["signed_on"], house.decisions["valid_from"]]
    rows: list[tuple[pd.Timestamp, int, int]] = []
    for day in sorted({first, *(each for each in pd.concat(changes).dropna() if first < each <= last)}):
        then = house.on(day.date())
        own = parties_that_signed(then, signed[signed["signed_on"] <= day])
        now = int(then.held.loc[then.held["party_id"].isin(own), "seats"].sum()), int(then.held["seats"].sum())
        if not rows or rows[-1][1:] != now:
            rows.append((day, *now))
    return pd.DataFrame(rows, columns=["day", "seats_of_signing_parties", "seats"])


def publications_by_quantity_and_year(month: Reconciliation) -> pd.DataFrame:
    """Return how many publications printed each quantity for each year: one row per quantity and year, by measure.

    Columns: measure, label_en, reference_year, publications, chosen (whether one of its figures is), differs (whether
    another differs from it). The many cells of the table behind the first estimate are left out.
    """
    printed = month.figures.printed_figures.merge(month.sources.quantities[["quantity_id", "population", "label_en"]])
    printed = printed[printed["population"] != _LEFT_OUT]
    differs = ~printed["chosen"] & ~printed["verdict"].isin(["agree", "within_rounding"])
    by_year = printed.assign(differs=differs).groupby(["measure", "label_en", "reference_year"], as_index=False)
    grid = by_year.agg(publications=("publication", "nunique"), chosen=("chosen", "any"), differs=("differs", "any"))
    first = {measure: place for place, measure in enumerate(printed["measure"].unique())}
    return grid.sort_values("measure", key=lambda each: each.map(first), kind="stable", ignore_index=True)
