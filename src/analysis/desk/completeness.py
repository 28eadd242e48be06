"""What was published of which quantity for which year, and above all what was not: one table per kind of measure."""

import pandas as pd
from markupsafe import Markup

from analysis.briefing.drawing import COLOURS
from analysis.briefing.tables import Column
from analysis.desk.numbers import Row
from analysis.desk.shown import SAY, Shown, paragraph, shown, table
from analysis.reconciliation import Reconciliation

# One table each, the measures that matter first.
_TABLES = (
    ("registered_persons",),
    ("estimate", "rate", "ratio"),
    ("share",),
    ("reports", "contacts", "suspects_and_offenders", "cases", "change"),
)
# The cells of the table behind the first estimate: all of one study and one period.
_LEFT_OUT = "victims_on_estimate_lists"
# How a cell looks, by its standing: colours of face, edge and text, and the character after its number.
_LOOKS = {
    "agreed": ("bar", "bar", "paper", ""),
    "single": ("pale", "bar", "ink", ""),
    "differs": ("band", "level", "ink", "*"),
    "never_chosen": ("paper", "gap", "ink", "×"),
}
_NOTHING = "·"
_AGREED = ("agree", "within_rounding")


def completeness(month: Reconciliation) -> Shown:
    """Return what was published as tables: one row a quantity, one column a year, the longest series first.

    A cell has how many publications printed the quantity for that year, and how they agree; a dot is unknown. Figures
    over several years are in the last column.
    """
    grid = completeness_grid(month)
    last = int(month.figures.printed_figures["reference_year"].str[-4:].max())
    years = [str(year) for year in range(int(month.balance["year"].min()), last + 1)]
    tables = [_table(grid[grid["measure"].isin(measures)], years) for measures in _TABLES]
    legend = [
        Markup("{} {}").format(
            _cell({"standing": standing, "publications": publications}), _standing_in_words(standing)
        )
        for standing, publications in (("agreed", 2), ("single", 1), ("differs", 2), ("never_chosen", 1))
    ]
    legend.append(Markup(_standing_in_words("nothing")))
    reading = [SAY.say("desk.completeness.reading"), Markup(" &nbsp; ").join(legend)]
    return shown(*map(paragraph, reading), *filter(None, tables))


def completeness_grid(month: Reconciliation) -> pd.DataFrame:
    """Return one row per quantity and period that was printed: quantity_id, measure, what, reference_year,
    publications (how many printed it) and standing.

    `standing`: `agreed` (several publications, one value), `single` (one publication), `differs` (other values were
    printed as well), `never_chosen` (printed, but nothing of it can be chosen).
    """
    quantities = month.sources.quantities
    kept = quantities[quantities["population"] != _LEFT_OUT].rename(columns={"label_en": "what"})
    printed = month.figures.printed_figures.drop(columns="measure")
    printed = printed.merge(kept[["quantity_id", "measure", "what"]], on="quantity_id")
    grid = (
        printed.assign(disagrees=~printed["chosen"] & ~printed["verdict"].isin(_AGREED))
        .groupby(["quantity_id", "measure", "what", "reference_year"], sort=False, as_index=False)
        .agg(publications=("publication", "nunique"), chosen=("chosen", "any"), disagrees=("disagrees", "any"))
    )
    grid["standing"] = [_standing(cell) for cell in grid.to_dict("records")]
    single = grid[grid["reference_year"].str.len() == 4].groupby("quantity_id").size()
    return (
        grid.assign(
            length=-grid["quantity_id"].map(single).fillna(0),
            place=grid["quantity_id"].map(list(quantities["quantity_id"]).index),
        )
        .sort_values(["length", "place", "reference_year"], kind="stable", ignore_index=True)
        .drop(columns=["length", "place", "chosen", "disagrees"])
    )


def _standing(cell: Row) -> str:
    if not cell["chosen"]:
        return "never_chosen"
    if cell["disagrees"]:
        return "differs"
    return "agreed" if cell["publications"] > 1 else "single"


def _standing_in_words(standing: str) -> str:
    return SAY.say(f"desk.completeness.standing.{standing}")


def _table(grid: pd.DataFrame, years: list[str]) -> str:
    if grid.empty:
        return ""
    is_year = grid["reference_year"].isin(years)
    cells = grid.assign(cell=[_cell(row) for row in grid.to_dict("records")])
    pivot = cells[is_year].pivot(index="quantity_id", columns="reference_year", values="cell")
    pivot = pivot.reindex(index=grid["quantity_id"].unique(), columns=years).astype("object").fillna(_NOTHING)
    spans = cells[~is_year].groupby("quantity_id")[["reference_year", "cell"]].apply(_spans)
    frame = pivot.assign(
        what=grid.drop_duplicates("quantity_id").set_index("quantity_id")["what"],
        periods=spans.reindex(pivot.index) if len(spans) else "",
    )
    kind = SAY.say(f"desk.completeness.measure.{grid['measure'].iloc[0]}")
    share = SAY.percent(100 * (pivot == _NOTHING).to_numpy().mean(), 0)
    finding = SAY.say("desk.completeness.finding", measure=kind, quantities=len(pivot), share=share)
    columns = [
        Column("what", SAY.say("desk.column.what"), row_header=True),
        *(Column(year, f"’{year[-2:]}", numeric=True, show=lambda cell: cell) for year in years),
        Column("periods", SAY.say("desk.column.periods"), show=lambda cell: cell),
    ]
    html = table(frame.fillna(""), finding, columns)
    return html.replace("padding:4px 10px 4px 0", "padding:1px 3px").replace("min-width:5em", "min-width:16em")


def _cell(cell: Row) -> Markup:
    """Return how many publications printed something, marked by how they agree."""
    face, edge, ink, character = _LOOKS[cell["standing"]]
    text = character if cell["standing"] == "never_chosen" else f"{cell['publications']}{character}"
    dashes = "dashed" if cell["standing"] == "never_chosen" else "solid"
    look = f"background:{COLOURS[face]};color:{COLOURS[ink]};border:1px {dashes} {COLOURS[edge]};padding:0 4px"
    return Markup('<span style="{}" title="{}">{}</span>').format(look, _standing_in_words(cell["standing"]), text)


def _spans(cells: pd.DataFrame) -> Markup:
    """Return the figures over several years of one quantity: 2015–19 and its cell."""
    span = Markup('<span style="white-space:nowrap">{}–{} {}</span>')
    return Markup(", ").join(span.format(period[:4], period[-2:], cell) for period, cell in cells.to_numpy())
