"""The charts of notebook 1, each a picture with its numbers: a series, the estimates, what was published by year."""

import base64
import io
from functools import cache
from typing import Any

import pandas as pd
from markupsafe import Markup
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.briefing.drawing import font
from analysis.core.problems import ParameterError
from analysis.core.wording import years_in_words
from analysis.desk.shown import SAY, Names, Row, Shown, capital, folded, line_to_copy, number_in_words, paragraph, shown
from analysis.desk.tables import readable
from analysis.figures.choice import best_within_series
from analysis.reconciliation import Reconciliation

REGISTERED = "registered-all"
# The pictures are transparent, so that they fit the theme of JupyterLab: these colours are legible on white and black.
_INK, _COLOURS = "#6f7c88", ("#2a8ba6", "#c07a1e", "#8c7bb8", "#5a9a5a", "#c0605a")
_MARKS = "oDs^v"
# Not in the table of what was published: the many cells of one table, behind the first estimate.
_LEFT_OUT = "victims_on_estimate_lists"


@cache
def _house_style() -> dict[str, Any]:
    """Return the settings of matplotlib that give charts the typeface and the lines of the pages."""
    for bold in (False, True):
        font_manager.fontManager.addfont(str(font(bold).get_file()))
    inked = ("text.color", "axes.edgecolor", "xtick.color", "ytick.color", "grid.color")
    on = ("axes.grid", "axes.axisbelow", "figure.constrained_layout.use", "savefig.transparent")
    off = ("axes.spines.left", "axes.spines.right", "axes.spines.top", "text.parse_math", "legend.frameon")
    settings = {**dict.fromkeys(inked, _INK), **dict.fromkeys(on, True), **dict.fromkeys(off, False)}
    lines = {"axes.grid.axis": "y", "grid.alpha": 0.4, "legend.labelcolor": "linecolor"}
    return settings | lines | {"font.family": font(False).get_name()}


def series_chart(month: Reconciliation, quantity_id: str = REGISTERED) -> Shown:
    """Return a chart of a quantity by year: every printed value as a mark, the chosen ones with their number.

    Each counting rule has its own line; a year without a figure is a gap. A table with the printed values is below it.
    Raises ParameterError if no value for a single year was printed.
    """
    points = points_of(month, quantity_id)
    if points.empty:
        raise ParameterError(f"quantity_id: found {quantity_id!r}, of which no single year was printed")
    years = range(points["year"].min(), points["year"].max() + 1)
    missing = sorted({*years} - {*points["year"]})
    with rc_context(_house_style()):
        figure = Figure(figsize=(10, 4.5))
        axes = figure.subplots()
        for place, (series, own) in enumerate(points.groupby("series", sort=False)):
            look: dict[str, Any] = {"color": _COLOURS[place % len(_COLOURS)], "marker": _MARKS[place % len(_MARKS)]}
            in_use, chosen = own[own["in_use"]].set_index("year")["value"], own[own["standing"] == "chosen"]
            # A line is broken where a year is missing.
            axes.plot(years, in_use.reindex(years), **look, mfc="none", label=SAY.say(f"desk.count.{series}"))
            axes.plot(chosen["year"], chosen["value"], **look, ls="none")
            for year, value in zip(chosen["year"], chosen["value"], strict=True):
                axes.annotate(SAY.number(value), (year, value), (0, 7), textcoords="offset points", ha="center")
            axes.plot("year", "value", "x", data=own[~own["in_use"]], color=look["color"], ms=5)
        for year in missing:  # unknown is not zero
            axes.annotate("?", (year, 0), ha="center", va="bottom")
        axes.set_ylim(0, points["value"].max() * 1.15)
        axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: SAY.number(number)))
        axes.set_xticks(years, [str(year) for year in years])
        axes.legend()
    chosen = points[points["standing"] == "chosen"]
    values = SAY.list([f"{row.year}: {SAY.number(row.value)}" for row in chosen.itertuples()])
    label = capital(Names(month).by_id[quantity_id])
    caption = [SAY.say("desk.series.title", label=label), SAY.say("desk.series.reading")]
    if missing:
        caption.append(SAY.say("desk.series.gaps", years=SAY.list([str(year) for year in missing])))
    code = f"""desk.readable(month_reconciled, "printed_figures", where="quantity_id == '{quantity_id}'")"""
    numbers = _values_by_year(points, years) + line_to_copy(SAY.say("desk.series.printed"), code)
    return _picture(figure, SAY.say("desk.series.alternative", label=label, values=values), caption, numbers)


def _values_by_year(points: pd.DataFrame, years: range) -> Markup:
    """Return the printed values as a table: one row a year, one column a counting rule."""
    said = points["value"].map(SAY.number) + " (" + points["standing"].map(_standing) + ")"
    cells = points.assign(said=said).groupby(["year", "series"])["said"].agg("; ".join).unstack()
    cells.columns = [SAY.say(f"desk.count.{series}") for series in cells.columns]
    cells = cells.reindex(years).fillna(SAY.say("desk.none")).rename_axis("Year").reset_index()
    return Markup(cells.to_html(index=False))


def _standing(standing: str) -> str:
    return SAY.say("desk.series.chosen" if standing == "chosen" else f"desk.readable.verdict.{standing}")


def points_of(month: Reconciliation, quantity_id: str) -> pd.DataFrame:
    """Return one row per year, series and printed value of a quantity, by year.

    Columns: year, series, value, standing (`chosen`, or the verdict), in_use (whether it is the value of its series).
    Where nothing of a series and year can be chosen, no value is there.
    """
    choices, printed = month.figures.choices, month.figures.printed_figures
    own = [each for each in choices.figures if each.quantity_id == quantity_id and len(each.reference_year) == 4]
    own = [each for each in own if each.used_value is not None]
    best = best_within_series(each for each in own if each.figure_id not in choices.never_chosen)
    standing = printed["verdict"].mask(printed["chosen"], "chosen").set_axis(printed["figure_id"])
    rows = [
        [
            int(each.reference_year),
            each.series,
            each.used_value,
            standing[each.figure_id],
            best[each.series_key] is each,
        ]
        for each in own
        if each.series_key in best
    ]
    points = pd.DataFrame(rows, columns=["year", "series", "value", "standing", "in_use"])
    points = points.sort_values(["in_use"], ascending=False, kind="stable")
    points = points.drop_duplicates(["year", "series", "value"])
    return points.sort_values(["year", "series"], kind="stable", ignore_index=True)


def estimates_chart(month: Reconciliation) -> Shown:
    """Return a chart of the estimates in force, in persons a year: a row per group and study, its range as a bar.

    A table with the numbers is below it.
    """
    labels, studies = Names(month).by_id, sorted(month.estimates["series"].unique())
    order = month.estimates["quantity_id"].map([*month.sources.quantities["quantity_id"]].index)
    rows = month.estimates.assign(place=order).sort_values(["place", "series"], kind="stable").to_dict("records")
    names = [f"{labels[row['quantity_id']]}\n{_study(row)}" for row in rows]
    with rc_context(_house_style() | {"axes.grid": False}):
        figure = Figure(figsize=(10, 0.6 + 0.55 * len(rows)))
        axes = figure.subplots()
        for place, row in enumerate(rows):
            colour = _COLOURS[studies.index(row["series"])]
            ends = [row[name] for name in ("value", "lower", "upper", "upper_alternative") if pd.notna(row[name])]
            axes.hlines(place, min(ends), max(ends), colors=colour, lw=8, alpha=0.35)
            axes.plot(ends, [place] * len(ends), color=colour, marker="|", ms=12, ls="none")
            axes.plot(row["value"], place, color=colour, marker="o")
            axes.annotate(_estimate(row), (max(ends), place), (9, 0), textcoords="offset points", va="center")
        axes.set_yticks(range(len(rows)), names)
        axes.set_xlim(0, month.estimates[["value", "upper"]].max(axis=None) * 1.9)
        axes.set_xticks([])
        axes.invert_yaxis()
    caption = [SAY.count("desk.estimates.title", len(studies)), SAY.say("desk.estimates.reading")]
    printed = month.figures.printed_figures
    without = printed[printed["never_chosen_because"] == "no_study"].to_dict("records")
    if left_out := [f"{number_in_words(row)} ({row['printed_by']})" for row in without]:
        caption.append(SAY.say("desk.estimates.left_out", figures=SAY.list(left_out)))
    said = "; ".join(f"{name}: {_estimate(row)}" for name, row in zip(names, rows, strict=True))
    alternative = SAY.say("desk.estimates.alternative", estimates=said)
    return _picture(figure, alternative, caption, readable(month, "estimates").html)


def _study(row: Row) -> str:
    return f"{SAY.say('desk.count.' + row['series'])}, {years_in_words(row['reference_year'])}"


def _estimate(row: Row) -> str:
    said = number_in_words(row)
    return said if pd.notna(row["lower"]) else SAY.say("desk.estimates.no_range", number=said)


def _picture(figure: Figure, alternative: str, caption: list[str], numbers: str) -> Shown:
    """Return a figure as a picture with its title, how to read it, its alternative text and its numbers, folded."""
    drawn = io.BytesIO()
    with rc_context(_house_style()):
        figure.savefig(drawn, dpi=144)
    image = base64.b64encode(drawn.getvalue()).decode()
    title, *reading = caption
    picture = Markup('<img alt="{}" style="max-width:100%;height:auto" width="1000" src="data:image/png;base64,{}">')
    return shown(
        paragraph(Markup("<strong>{}</strong>").format(title)),
        *map(paragraph, reading),
        picture.format(alternative, image),
        folded(SAY.say("charts.numbers"), numbers),
    )


def completeness(month: Reconciliation) -> Shown:
    """Return what was published, folded by measure: one row a quantity, one column a year, the longest series first.

    A cell has how many publications printed the quantity for that year, with a mark where they differ (*) or where
    nothing of it can be chosen (×); a dot is unknown. Figures over several years are in the last column.
    """
    grid = completeness_grid(month)
    blocks = [paragraph(SAY.say("desk.completeness.reading"))]
    for measure, rows in grid.groupby("measure", sort=False):
        is_year = rows["reference_year"].str.len() == 4
        years = [str(year) for year in range(2007, month.month.year)]
        pivot = rows[is_year].pivot(index="what", columns="reference_year", values="cell")
        pivot = pivot.reindex(index=rows["what"].unique(), columns=years).astype("object").fillna("·")
        periods = rows[~is_year].assign(said=rows["reference_year"].map(years_in_words) + ": " + rows["cell"])
        pivot[SAY.say("desk.column.periods")] = periods.groupby("what")["said"].agg(", ".join).reindex(pivot.index)
        html = pivot.fillna("").rename_axis(index=None, columns=SAY.say("desk.column.what")).to_html(border=0)
        blocks.append(folded(SAY.say(f"desk.readable.measure.{measure}"), html))
    return shown(*blocks)


def completeness_grid(month: Reconciliation) -> pd.DataFrame:
    """Return one row per quantity and period that was printed: quantity_id, measure, what, reference_year, cell.

    `cell` is how many publications printed it, with * where other values were printed as well, and × where nothing of
    it can be chosen. The quantities with most years come first.
    """
    printed = month.figures.printed_figures.merge(
        month.sources.quantities[["quantity_id", "population", "label_en"]].rename(columns={"label_en": "what"})
    )
    printed = printed[printed["population"] != _LEFT_OUT]
    printed["differs"] = ~printed["chosen"] & ~printed["verdict"].isin(["agree", "within_rounding"])
    grid = printed.groupby(["quantity_id", "measure", "what", "reference_year"], as_index=False).agg(
        publications=("publication", "nunique"), chosen=("chosen", "any"), differs=("differs", "any")
    )
    mark = grid["differs"].map({True: "*", False: ""}).where(grid["chosen"], "×")
    years = grid.groupby("quantity_id")["reference_year"].transform("size")
    grid = grid.assign(cell=grid["publications"].astype(str) + mark, years=-years)
    columns = ["quantity_id", "measure", "what", "reference_year", "cell"]
    return grid.sort_values(["years", "quantity_id", "reference_year"], kind="stable", ignore_index=True)[columns]
