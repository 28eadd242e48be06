"""The estimates as a chart: the range of each study over the years it is for, and hatched what is only carried over."""

from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes

from analysis.briefing.drawing import COLOURS
from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import Row, number_in_words, quantity_labels
from analysis.desk.picture import house_style, label, new_figure, number_axis, picture, year_axis
from analysis.desk.series import MARKS, OTHER_MARK
from analysis.desk.shown import SAY, Shown, table
from analysis.figures.estimates import ESTIMATED, repeats_study
from analysis.reconciliation import Reconciliation


def estimates_chart(month: Reconciliation) -> Shown:
    """Return the chart of the estimates in force: all victims over the years, then each group that was estimated.

    Persons a year, with the printed ranges; years to which a study is only carried over are hatched. The numbers are
    below it as a table.
    """
    estimates = month.estimates
    with rc_context(house_style()):
        figure = new_figure(470 + len(estimates) * 40)
        parts: Any = figure.subfigures(2, height_ratios=[400, 70 + len(estimates) * 40])
        _draw_over_years(parts[0].subplots(), month)
        _draw_by_group(parts[1].subplots(), month)
    labels = quantity_labels(month)
    said = [
        SAY.say(
            "desk.estimates.estimate",
            study=SAY.say(f"desk.count.{row['series']}"),
            what=labels[row["quantity_id"]],
            number=_number(row),
            years=years_in_words(row["reference_year"]),
        )
        for row in estimates.to_dict("records")
    ]
    caption = [
        SAY.count("desk.estimates.finding", estimates["series"].nunique()),
        SAY.say("desk.estimates.reading"),
        SAY.say("desk.estimates.carried_over"),
        *_left_out(month),
    ]
    alternative = SAY.say("desk.estimates.alternative", estimates="; ".join(said))
    return picture(figure, alternative, caption, _table(month))


def _number(row: Row) -> str:
    return number_in_words(row | {"unit": "persons"}, qualifier=row["qualifier"])


def _left_out(month: Reconciliation) -> list[str]:
    """Return the printed levels that are not drawn, since no study is behind them."""
    printed = month.figures.printed_figures
    without = printed[(printed["quantity_id"] == ESTIMATED) & (printed["never_chosen_because"] == "no_study")]
    said = [f"{number_in_words(row)} ({row['printed_by']})" for row in without.to_dict("records")]
    return [SAY.say("desk.estimates.left_out", figures=SAY.list(said))] if said else []


def _look(row: Row) -> tuple[str, str]:
    """Return the colour and the mark of a study."""
    colour, mark, _ = MARKS.get(row["series"], OTHER_MARK)
    return COLOURS[colour], mark


def _draw_over_years(axes: Axes, month: Reconciliation) -> None:
    levels = month.estimates[month.estimates["quantity_id"] == ESTIMATED].to_dict("records")
    singles = single_years(month)
    years = month.balance["year"].astype(int)
    number_axis(axes, max(*singles["value"], *(row[n] for row in levels for n in ("value", "upper") if row[n])))
    year_axis(axes, years.min(), years.max())
    axes.set_title(SAY.say("desk.estimates.over_years"))
    carried_over = month.balance[month.balance["extrapolated"].fillna(False).astype(bool)]
    for place, row in enumerate(levels):
        colour, _ = _look(row)
        for year in carried_over.loc[carried_over["estimate_series"] == row["series"], "year"].astype(int):
            span = [year - 0.5, year + 0.5]
            axes.fill_between(span, row["lower"], row["upper"], fc="none", ec=colour, lw=0, hatch="//", alpha=0.35)
            axes.plot(span, [row["value"]] * 2, color=colour, lw=1.2, ls=(0, (3, 3)))
        _draw_study(axes, row, colour, below=place % 2 == 0)
    measured = {row["series"]: row for row in levels}
    for row in singles.to_dict("records"):
        _draw_single(axes, row, measured.get(row["series"]))


def _draw_study(axes: Axes, row: Row, colour: str, below: bool) -> None:
    """Draw the range of a study over the years it is for, with both upper ends if two were printed, and its level."""
    first, last = int(row["reference_year"][:4]), int(row["reference_year"][-4:])
    span = [first - 0.5, last + 0.5]
    axes.fill_between(span, row["lower"], row["upper"], fc=colour, ec="none", alpha=0.22, zorder=2)
    for end in (row["lower"], row["upper"], row["upper_alternative"]):
        axes.plot(span, [end] * 2, color=colour, lw=1.2, zorder=3)
    axes.plot(span, [row["value"]] * 2, color=colour, lw=3.5, zorder=3, solid_capstyle="butt")
    text = SAY.say(
        "desk.estimates.label",
        study=SAY.say(f"desk.count.{row['series']}"),
        number=_number(row),
        years=years_in_words(row["reference_year"]),
    )
    end = row["lower" if below else "upper"]
    place = row["value"] if pd.isna(end) else end
    label(axes, (first + last) / 2, place, text, below=below, color=colour, weight="bold")


def single_years(month: Reconciliation) -> pd.DataFrame:
    """Return the chosen levels that were printed for one year: year, value, series, qualifier, printed_by, repeated.

    `repeated` says that the study can't have seen that year: whoever printed it carried the study over.
    """
    choices = month.figures.choices
    chosen = [f for f in choices.figures if choices.chosen_for(f) is f and f.used_value is not None]
    rows = [
        {
            "year": f.first_year,
            "value": f.used_value,
            "series": f.series,
            "qualifier": f.qualifier,
            "printed_by": f.printed_by,
            "repeated": repeats_study(f, choices.published),
        }
        for f in chosen
        if f.quantity_id == ESTIMATED and f.first_year == f.last_year
    ]
    return pd.DataFrame(rows, columns=["year", "value", "series", "qualifier", "printed_by", "repeated"])


def _single_number(row: Row) -> str:
    return _number(row | {"lower": None, "upper": None})


def _draw_single(axes: Axes, row: Row, study: Row | None) -> None:
    """Draw a level printed for one year: filled for a year that the study saw, open for one that it was carried to.

    It has its number only where that is not the level of the study, or before the years that it is for.
    """
    colour, mark = _look(row)
    face = COLOURS["paper"] if row["repeated"] else colour
    axes.plot(row["year"], row["value"], marker=mark, markersize=8, mfc=face, mec=colour, zorder=5)
    if not study or row["value"] != study["value"] or row["year"] < int(study["reference_year"][:4]):
        label(axes, row["year"], row["value"], _single_number(row), below=True, color=colour, size=8)


def _draw_by_group(axes: Axes, month: Reconciliation) -> None:
    """Draw one row per study and group: the level as a mark, the range as a bar."""
    labels = quantity_labels(month)
    order = month.estimates["quantity_id"].map(list(labels).index)
    estimates = month.estimates.assign(place=order).sort_values(["place", "series"], kind="stable")
    names = []
    for place, row in enumerate(estimates.to_dict("records")):
        colour, mark = _look(row)
        ends = [row[name] for name in ("lower", "upper", "upper_alternative") if pd.notna(row[name])]
        if ends:
            axes.hlines(place, min(ends), max(ends), colors=colour, lw=9, alpha=0.25)
            axes.plot(ends, [place] * len(ends), color=colour, marker="|", markersize=12, ls="none", mew=1.5)
        axes.plot(row["value"], place, color=colour, marker=mark, markersize=9, zorder=4)
        number = _number(row) if ends else SAY.say("desk.estimates.no_range", number=_number(row))
        look: dict[str, Any] = {"color": colour, "weight": "bold", "va": "center"}
        axes.annotate(number, (max([row["value"], *ends]), place), (10, 0), textcoords="offset points", **look)
        years, study = years_in_words(row["reference_year"]), SAY.say(f"desk.count.{row['series']}")
        names.append(f"{labels[row['quantity_id']]}\n{SAY.say('desk.estimates.study', study=study, years=years)}")
    axes.set_title(SAY.say("desk.estimates.by_group"))
    axes.set_xlim(0, estimates[["value", "upper"]].max(axis=None) * 1.6)
    axes.set_xticks([])
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)


def _table(month: Reconciliation) -> str:
    """Return the numbers of the chart as a table: the estimates in force, then the levels printed for one year."""
    labels = quantity_labels(month)
    sources = month.figures.printed_figures.drop_duplicates("publication").set_index("publication")["printed_by"]
    rows = [
        {
            "what": labels[row["quantity_id"]],
            "count": SAY.say(f"desk.count.{row['series']}"),
            "year": years_in_words(row["reference_year"]),
            "value": _number(row),
            "chosen": SAY.say("desk.estimates.measured"),
            "printed_by": sources[row["publication"]],
        }
        for row in month.estimates.to_dict("records")
    ]
    rows += [
        {
            "what": labels[ESTIMATED],
            "count": SAY.say(f"desk.count.{row['series']}"),
            "year": str(row["year"]),
            "value": _single_number(row),
            "chosen": SAY.say(f"desk.estimates.{'repeated' if row['repeated'] else 'measured'}"),
            "printed_by": row["printed_by"],
        }
        for row in single_years(month).to_dict("records")
    ]
    headings = {name: SAY.say(f"desk.column.{name}") for name in rows[0]} | {
        "chosen": SAY.say("desk.estimates.standing")
    }
    columns = [Column(n, heading, numeric=n == "value", row_header=n == "what") for n, heading in headings.items()]
    return table(pd.DataFrame(rows), SAY.say("desk.estimates.table"), columns)
