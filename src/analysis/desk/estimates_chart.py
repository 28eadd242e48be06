"""The estimates as a chart: the range of each study over the years it is for, and apart what is only carried over."""

from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.briefing.drawing import COLOURS
from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import number_in_words, quantity_labels
from analysis.desk.sheet import (
    SMALL,
    WIDTH,
    axes_at,
    letters,
    new_figure,
    number_axis,
    picture,
    points,
    write,
    year_axis,
)
from analysis.desk.shown import SAY, Shown, table
from analysis.figures.estimates import ESTIMATED, repeats_study
from analysis.reconciliation import Reconciliation

_LOOKS = {"first_estimate": ("level", "P"), "second_estimate": ("bar", "X")}
_ROW = 40


def estimates_chart(month: Reconciliation) -> Shown:
    """Return the chart of the estimates in force: all victims over the years, then each group that was estimated.

    Persons a year, with the printed ranges; years to which a study is only carried over are hatched. The numbers stand
    below it as a table.
    """
    estimates = month.estimates
    rows = len(estimates)
    figure = new_figure(456 + rows * _ROW)
    over_years = axes_at(figure, 50, 36, WIDTH - 80, 330)
    _draw_over_years(over_years, month)
    by_group = axes_at(figure, 400, 440, WIDTH - 480, rows * _ROW)
    _draw_by_group(by_group, month)
    write(
        over_years,
        0,
        1,
        SAY.say("desk.estimates.over_years"),
        dx=-44,
        dy=20,
        ha="left",
        bold=True,
        transform="axes fraction",
    )
    write(
        by_group,
        0,
        1,
        SAY.say("desk.estimates.by_group"),
        dx=-394,
        dy=16,
        ha="left",
        bold=True,
        transform="axes fraction",
    )
    caption = [
        SAY.count("desk.estimates.finding", estimates["series"].nunique()),
        SAY.say("desk.estimates.reading"),
        SAY.say("desk.estimates.carried_over"),
    ]
    told = [_told(row, month) for row in estimates.to_dict("records")]
    alternative = SAY.say("desk.estimates.alternative", estimates="; ".join(told))
    return picture(figure, alternative, caption + _left_out(month), estimates_table(month))


def _told(row: dict, month: Reconciliation) -> str:
    return SAY.say(
        "desk.estimates.told",
        study=SAY.say(f"desk.count.{row['series']}"),
        what=quantity_labels(month)[row["quantity_id"]],
        number=_number(row),
        years=years_in_words(row["reference_year"]),
    )


def _number(row: dict) -> str:
    return number_in_words(row | {"unit": "persons"}, qualifier=row["qualifier"])


def _left_out(month: Reconciliation) -> list[str]:
    """Return the printed levels that are not drawn, since no study stands behind them."""
    table_ = month.figures.printed_figures
    without = table_[(table_["quantity_id"] == ESTIMATED) & (table_["never_chosen_because"] == "no_study")]
    if without.empty:
        return []
    said = [f"{number_in_words(row)} ({row['printed_by']})" for row in without.to_dict("records")]
    return [SAY.say("desk.estimates.left_out", figures=SAY.list(said))]


def _draw_over_years(axes: Axes, month: Reconciliation) -> None:
    levels = month.estimates[month.estimates["quantity_id"] == ESTIMATED].to_dict("records")
    singles = single_years(month)
    highest = max([*(row["upper"] if pd.notna(row["upper"]) else row["value"] for row in levels), *singles["value"]])
    years = month.balance["year"].astype(int)
    number_axis(axes, float(highest))
    year_axis(axes, int(years.min()), int(years.max()))
    for row in levels:
        _draw_carried_over(axes, row, month.balance)
    for place, row in enumerate(levels):
        _draw_measured(axes, row)
        _name_study(axes, row, above=place % 2 == 1)
    measured = {row["series"]: row for row in levels}
    for row in singles.to_dict("records"):
        _draw_single(axes, row, measured.get(row["series"]))


def _draw_carried_over(axes: Axes, row: dict, balance: pd.DataFrame) -> None:
    """Hatch the years to which the balance carries a study over: no study measured those."""
    mine = balance[(balance["estimate_series"] == row["series"]) & balance["extrapolated"].fillna(False).astype(bool)]
    colour = COLOURS[_LOOKS.get(row["series"], ("ink", ""))[0]]
    for year in mine["year"].astype(int):
        if pd.notna(row["lower"]) and pd.notna(row["upper"]):
            shape = Rectangle(
                (year - 0.5, row["lower"]), 1, row["upper"] - row["lower"],
                facecolor="none", edgecolor=colour, linewidth=0, hatch="//", alpha=0.35,
            )  # fmt: skip
            axes.add_patch(shape)
        axes.plot([year - 0.5, year + 0.5], [row["value"]] * 2, color=colour, lw=1.2, ls=(0, (3, 3)))


def _draw_measured(axes: Axes, row: dict) -> None:
    """Draw the range of a study over the years it is for, with both upper ends if two were printed, and its level."""
    colour, _ = _LOOKS.get(row["series"], ("ink", "o"))
    first, last = int(row["reference_year"][:4]) - 0.5, int(row["reference_year"][-4:]) + 0.5
    if pd.notna(row["lower"]) and pd.notna(row["upper"]):
        size = last - first, row["upper"] - row["lower"]
        axes.add_patch(Rectangle((first, row["lower"]), *size, fc=COLOURS["paper"], ec="none", zorder=2))
        axes.add_patch(
            Rectangle((first, row["lower"]), *size, fc=COLOURS[colour], ec=COLOURS[colour], alpha=0.22, zorder=2)
        )
        for end in (row["lower"], row["upper"], row["upper_alternative"]):
            if pd.notna(end):
                axes.plot([first, last], [end] * 2, color=COLOURS[colour], lw=1.2, zorder=3)
    axes.plot([first, last], [row["value"]] * 2, color=COLOURS[colour], lw=3.5, zorder=3, solid_capstyle="butt")


def _name_study(axes: Axes, row: dict, above: bool) -> None:
    """Write what a study says over or under the years it is for: by turns, so that two names keep apart."""
    colour, _ = _LOOKS.get(row["series"], ("ink", "o"))
    middle = (int(row["reference_year"][:4]) + int(row["reference_year"][-4:])) / 2
    end = row["upper" if above else "lower"]
    y, side = float(row["value"] if pd.isna(end) else end), 1 if above else -1
    name = SAY.say(f"desk.count.{row['series']}")
    text = SAY.say("desk.estimates.label", study=name, number=_number(row), years=years_in_words(row["reference_year"]))
    at = {"dy": 8 * side, "va": "bottom" if above else "top", "zorder": 6}
    write(axes, middle, y, text, bold=True, size=SMALL, colour=colour, plate=True, **at)


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


def _draw_single(axes: Axes, row: dict, study: dict | None) -> None:
    """Draw a level printed for one year: filled for a year that the study saw, open for one that it was carried to.

    The number stands with it only where it is not the level of the study, or before the years that it is for.
    """
    colour, mark = _LOOKS.get(row["series"], ("ink", "o"))
    face = COLOURS["paper"] if row["repeated"] else COLOURS[colour]
    look: dict[str, Any] = {"marker": mark, "markersize": points(11), "mfc": face, "mec": COLOURS[colour]}
    axes.plot([row["year"]], [row["value"]], linestyle="none", zorder=5, **look)
    if study and row["value"] == study["value"] and row["year"] >= int(study["reference_year"][:4]):
        return
    number = number_in_words(row | {"lower": None, "upper": None, "unit": "persons"}, qualifier=row["qualifier"])
    write(axes, row["year"], row["value"], number, dy=-9, va="top", size=10.5, colour=colour, plate=True, zorder=6)


def _draw_by_group(axes: Axes, month: Reconciliation) -> None:
    """Draw one row per study and group: the level as a mark, the range as a bar."""
    rows = month.estimates.assign(place=month.estimates["quantity_id"].map(_order(month)))
    rows = rows.sort_values(["place", "series"], kind="stable").to_dict("records")
    highest = max(max(float(row[n]) for n in ("value", "upper") if pd.notna(row[n])) for row in rows)
    axes.set_xlim(0, highest * 1.02)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xticks([])
    axes.spines["left"].set_visible(True)
    axes.spines["left"].set_color(COLOURS["soft"])
    axes.spines["bottom"].set_visible(False)
    letters(axes)
    for place, row in enumerate(rows):
        _draw_group(axes, place, row, month)


def _order(month: Reconciliation) -> dict[str, int]:
    return {name: place for place, name in enumerate(month.sources.quantities["quantity_id"])}


def _draw_group(axes: Axes, place: int, row: dict, month: Reconciliation) -> None:
    colour, mark = _LOOKS.get(row["series"], ("ink", "o"))
    end = row["value"]
    if pd.notna(row["lower"]) and pd.notna(row["upper"]):
        axes.plot(
            [row["lower"], row["upper"]], [place] * 2, color=COLOURS[colour], lw=9, alpha=0.25, solid_capstyle="butt"
        )
        end = row["upper"]
        for tick in (row["lower"], row["upper"], row["upper_alternative"]):
            if pd.notna(tick):
                axes.plot([tick] * 2, [place - 0.2, place + 0.2], color=COLOURS[colour], lw=1.5)
    axes.plot([row["value"]], [place], marker=mark, markersize=points(12), color=COLOURS[colour], zorder=4)
    study = SAY.say(
        "desk.estimates.study",
        study=SAY.say(f"desk.count.{row['series']}"),
        years=years_in_words(row["reference_year"]),
    )
    label = quantity_labels(month)[row["quantity_id"]]
    write(axes, 0, place, label, dx=-10, dy=8, ha="right", size=SMALL)
    write(axes, 0, place, study, dx=-10, dy=-8, ha="right", size=SMALL, colour=colour)
    ranged = pd.notna(row["lower"]) and pd.notna(row["upper"])
    number = _number(row) if ranged else SAY.say("desk.estimates.no_range", number=_number(row))
    if end > axes.get_xlim()[1] * 0.6:
        write(axes, row["value"], place, number, dy=15, size=SMALL, bold=True, colour=colour)
    else:
        write(axes, end, place, number, dx=12, ha="left", size=SMALL, bold=True, colour=colour)


def estimates_table(month: Reconciliation) -> str:
    """Return the numbers of the chart of estimates as a table."""
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
    for row in single_years(month).to_dict("records"):
        number = number_in_words(row | {"lower": None, "upper": None, "unit": "persons"}, qualifier=row["qualifier"])
        rows.append(
            {
                "what": labels[ESTIMATED],
                "count": SAY.say(f"desk.count.{row['series']}"),
                "year": str(row["year"]),
                "value": number,
                "chosen": SAY.say(f"desk.estimates.{'repeated' if row['repeated'] else 'measured'}"),
                "printed_by": row["printed_by"],
            }
        )
    names = ["what", "count", "year", "value", "chosen", "printed_by"]
    headings = {name: SAY.say(f"desk.column.{name}") for name in names} | {"chosen": SAY.say("desk.estimates.standing")}
    columns = [Column(n, headings[n], numeric=n == "value", row_header=n == "what") for n in names]
    return table(pd.DataFrame(rows, columns=names), SAY.say("desk.estimates.table"), columns)
