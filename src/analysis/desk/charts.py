"""The charts of notebook 1, each a picture with its numbers: a series, the estimates, what was published by year."""

import base64
import io
from pathlib import Path

import pandas as pd
from markupsafe import Markup
from matplotlib import rc_context, rcParams
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.briefing.html import paragraphs, strong
from analysis.core.parameters import one_of
from analysis.core.problems import ParameterError
from analysis.core.wording import capital, years_in_words
from analysis.desk.html import SAY, Shown, folded, line_to_copy, shown
from analysis.desk.names import Names, number_in_words
from analysis.desk.opening import needs_month
from analysis.desk.tables import readable
from analysis.figures.tables import REGISTERED
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.month_tables import printed_values_by_series, publications_by_quantity_and_year

_STYLE = Path(__file__).with_suffix(".mplstyle")
_NUMBERS = FuncFormatter(lambda number, _: SAY.number(number))


@needs_month
def series_chart(month: Reconciliation, quantity_id: str = REGISTERED) -> Shown:
    """Return a chart of a quantity by year: every printed value as a mark, the chosen ones with their number.

    Each counting rule has its own line; a year without a figure is a gap. A table with the printed values is below it.
    Raises ParameterError for an unknown quantity, and if no value for a single year was printed.
    """
    one_of("quantity_id", quantity_id, month.figures.quantities)
    names = Names(month)
    points = printed_values_by_series(month, quantity_id)
    if points.empty:
        raise ParameterError(f"quantity_id: found {quantity_id!r}, of which no single year was printed")
    years = range(points["year"].min(), points["year"].max() + 1)
    missing = sorted({*years} - {*points["year"]})
    chosen = list(points.loc[points["standing"] == "chosen", ["year", "value"]].itertuples(index=False, name=None))
    others = points[~points["in_use"]]
    # A line is broken where a year is missing.
    lines = points[points["in_use"]].pivot(index="year", columns="series", values="value").reindex(years)
    with rc_context(fname=_STYLE):
        figure = Figure(figsize=(10, 4.5))
        axes = figure.subplots()
        axes.plot(lines, label=[names.series[each] for each in lines])
        axes.plot(others["year"], others["value"], "x", color=rcParams["text.color"])
        before = 0.0
        for year, value in chosen:  # left of its mark, above a line that rises and below one that falls
            place = (3, 7 if value >= before else -15)
            axes.annotate(SAY.number(value), (year, value), place, textcoords="offset points", ha="right")
            before = value
        for year in missing:  # unknown is not zero
            axes.annotate("?", (year, 0), ha="center", va="bottom")
        axes.set_ylim(0, points["value"].max() * 1.15)
        axes.yaxis.set_major_formatter(_NUMBERS)
        axes.set_ylabel(month.figures.quantities[quantity_id].unit.replace("_", " "))
        axes.set_xticks(years, [str(year) for year in years])
        axes.grid(visible=False, axis="x")
        axes.legend()
    label = capital(names.by_id[quantity_id])
    caption = [SAY.say("desk.series.title", label=label), SAY.say("desk.series.reading")]
    if missing:
        caption.append(SAY.say("desk.series.gaps", years=SAY.list([str(year) for year in missing])))
    values = SAY.list([f"{year}: {SAY.number(value)}" for year, value in chosen])
    alternative = SAY.say("desk.series.alternative", label=label, values=values)
    points["series"] = points["series"].map(names.series)
    standing = points["standing"].map(lambda each: SAY.say(f"desk.readable.verdict.{each}"))
    points["said"] = points["value"].map(SAY.number) + " (" + standing + ")"
    by_year = points.groupby(["year", "series"])["said"].agg("; ".join).unstack().reindex(years)
    html = by_year.rename_axis(index=None, columns=None).to_html(na_rep=SAY.say("desk.none"), border=0)
    code = f"""desk.readable(month_reconciled, "printed_figures", where="quantity_id == '{quantity_id}'")"""
    numbers = Markup(html) + line_to_copy(SAY.say("desk.series.printed"), code)
    return _picture(figure, alternative, caption, numbers)


@needs_month
def estimates_chart(month: Reconciliation) -> Shown:
    """Return a chart of the estimates in force, in persons a year: a row per group and study, its range as a bar.

    A table with the numbers is below it.
    """
    rows = month.estimates.sort_values(["quantity_id", "series"], ignore_index=True)
    names, said = Names(month), []
    for row in rows.to_dict("records"):
        study = f"{names.series[row['series']]}, {years_in_words(row['reference_year'])}"
        number = number_in_words(row)
        number = number if pd.notna(row["lower"]) else SAY.say("desk.estimates.no_range", number=number)
        said.append(f"{names.by_id[row['quantity_id']]}\n{study}: {number}")
    with rc_context(fname=_STYLE):
        figure = Figure(figsize=(10, 0.6 + 0.55 * len(rows)))
        axes = figure.subplots()
        for _, own in rows.groupby("series"):
            numbers = own[["value", "lower", "upper", "upper_alternative"]].astype(float)
            highest = numbers[["upper", "upper_alternative"]].max(axis=1)
            ends = [numbers["value"] - numbers["lower"], highest - numbers["value"]]
            axes.errorbar(numbers["value"], own.index, xerr=ends, ls="none", elinewidth=2)
        axes.set_yticks(rows.index, said)
        axes.set_xlim(0)
        axes.xaxis.set_major_formatter(_NUMBERS)
        axes.invert_yaxis()
    caption = [SAY.count("desk.estimates.title", rows["series"].nunique()), SAY.say("desk.estimates.reading")]
    printed = month.figures.printed_figures
    without = printed[printed["never_chosen_because"] == "no_study"].to_dict("records")
    if left_out := [f"{number_in_words(row)} ({row['printed_by']})" for row in without]:
        caption.append(SAY.say("desk.estimates.left_out", figures=SAY.list(left_out)))
    alternative = SAY.say("desk.estimates.alternative", estimates="; ".join(said))
    return _picture(figure, alternative, caption, readable(month, "estimates").html)


def _picture(figure: Figure, alternative: str, caption: list[str], numbers: str) -> Shown:
    """Return a figure as a picture with its title, how to read it, its alternative text and its numbers, folded."""
    drawn = io.BytesIO()
    with rc_context(fname=_STYLE):
        figure.savefig(drawn, dpi=144)
    image = base64.b64encode(drawn.getvalue()).decode()
    title, *reading = caption
    picture = Markup('<img alt="{}" style="max-width:100%;height:auto" width="1000" src="data:image/png;base64,{}">')
    return shown(
        paragraphs(strong(title), *reading),
        picture.format(alternative, image),
        folded(SAY.say("charts.numbers"), numbers),
    )


@needs_month
def completeness(month: Reconciliation) -> Shown:
    """Return what was published, folded by measure: one row a quantity, one column a year, the longest series first.

    A cell has how many publications printed the quantity for that year, with a mark where they differ (*) or where
    nothing of it can be chosen (×); a dot is unknown. Figures over several years are in the last columns.
    """
    grid = publications_by_quantity_and_year(month)
    mark = grid["differs"].map({True: "*", False: ""}).where(grid["chosen"], "×")
    grid["cell"] = grid["publications"].astype(str) + mark
    blocks = [paragraphs(SAY.say("desk.completeness.reading"))]
    for measure, rows in grid.groupby("measure", sort=False):
        periods = sorted({each for each in rows["reference_year"] if len(each) > 4})
        columns = [*(str(year) for year in range(month.month.year - 1, 2006, -1)), *periods]
        pivot = rows.pivot(index="label_en", columns="reference_year", values="cell").reindex(columns=columns)
        pivot = pivot.loc[pivot.notna().sum(axis=1).sort_values(ascending=False, kind="stable").index]
        html = pivot.rename_axis(index=None, columns=SAY.say("desk.column.what")).to_html(border=0, na_rep="·")
        html = html.replace("<th>", '<th style="text-align:left;min-width:22em">', 1)
        html = html.replace("<th>", '<th style="text-align:left">')
        blocks.append(folded(SAY.say(f"desk.readable.measure.{measure}"), html))
    return shown(*blocks)
