"""The chosen series as charts: every count its own line and mark, revisions visible, gaps left open."""

from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes

from analysis.briefing.drawing import COLOURS
from analysis.briefing.tables import Column
from analysis.desk.numbers import printed_by, quantity_labels
from analysis.desk.picture import house_style, label, new_figure, number_axis, picture, year_axis
from analysis.desk.series import MARKS, OTHER_MARK, Point, missing_years, points_of, runs_of_years
from analysis.desk.shown import SAY, Shown, paragraph, shown, table
from analysis.reconciliation import Reconciliation

REGISTERED = "registered-all"
# Changes are drawn by what they change; the estimates have a chart of their own.
_NOT_A_LEVEL = ("change", "estimate", "rate", "ratio")
_ENOUGH_YEARS = 3


def registered_chart(month: Reconciliation) -> Shown:
    """Return the chart of registered victims a year: every printed value, the chosen one with its number.

    Persons a year, each series its own line, with its revisions; a year without a figure is a gap. The numbers are
    below it as a table.
    """
    found = points_of(month, REGISTERED)
    first, last = found[0].year, found[-1].year
    missing = missing_years(found, first, last)
    with rc_context(house_style()):
        figure = new_figure(480)
        axes = figure.subplots()
        number_axis(axes, max(point.value for point in found))
        year_axis(axes, first, last)
        _draw(axes, found, size=8)
        axes.legend(loc="upper right", labelcolor="linecolor")
        for year in missing:  # unknown is not zero
            label(axes, year, 0, "?", color=COLOURS["gap"], weight="bold")
    newest = [point for point in found if point.chosen][-1]
    chosen = [f"{point.year}: {SAY.number(point.value)}" for point in found if point.chosen]
    revised = [
        SAY.say("desk.registered.revision", year=p.year, first=SAY.number(p.first), now=SAY.number(p.value))
        for p in found
        if p.revised
    ]
    caption = [
        SAY.say("desk.registered.finding", year=newest.year, value=SAY.number(newest.value)),
        SAY.say("desk.registered.reading"),
        *([SAY.say("desk.registered.revisions", revisions=SAY.list(revised))] if revised else []),
        *([SAY.say("desk.registered.gaps", years=SAY.list([str(year) for year in missing]))] if missing else []),
    ]
    numbers = _numbers(month, {REGISTERED: found}, SAY.say("desk.registered.table"), missing)
    return picture(figure, SAY.say("desk.registered.alternative", values=", ".join(chosen)), caption, numbers)


def other_series_chart(month: Reconciliation) -> Shown:
    """Return a small chart of each other quantity with a chosen value in three years or more, in its own unit."""
    groups = dict(other_series(month))
    if not groups:
        return shown(paragraph(SAY.say("desk.others.none")))
    first = min(found[0].year for found in groups.values())
    last = max(found[-1].year for found in groups.values())
    labels, units = quantity_labels(month), month.sources.quantities.set_index("quantity_id")["unit"]
    with rc_context(house_style()):
        rows = -(-len(groups) // 2)
        figure = new_figure(rows * 250)
        panels: list[Axes] = figure.subplots(rows, 2, squeeze=False).ravel().tolist()
        for axes, (name, found) in zip(panels, groups.items(), strict=False):
            number_axis(axes, max(max(p.value, p.first, *p.others) for p in found))
            year_axis(axes, first, last, every=2)
            percent = units[name] == "percent"
            axes.set_title(SAY.say("desk.others.percent", label=labels[name]) if percent else labels[name], pad=20)
            _draw(axes, found, size=6)
            if len({point.series for point in found}) > 1:
                axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 0.98), ncols=3, labelcolor="linecolor")
        for axes in panels[len(groups) :]:
            axes.set_axis_off()
    caption = [SAY.count("desk.others.finding", len(groups)), SAY.say("desk.others.reading")]
    alternative = SAY.say("desk.others.alternative", labels=SAY.list([labels[name] for name in groups]))
    return picture(figure, alternative, caption, _numbers(month, groups, SAY.say("desk.others.table")))


def other_series(month: Reconciliation) -> list[tuple[str, list[Point]]]:
    """Return the other quantities with a chosen level in three years or more, in the order of their table."""
    chosen = month.figures.figures_by_quantity
    single = chosen[(chosen["reference_year"].str.len() == 4) & ~chosen["measure"].isin(_NOT_A_LEVEL)]
    years = single.groupby("quantity_id")["reference_year"].nunique()
    names = [n for n in month.sources.quantities["quantity_id"] if years.get(n, 0) >= _ENOUGH_YEARS and n != REGISTERED]
    return [(name, points_of(month, name)) for name in names]


def _draw(axes: Axes, found: list[Point], size: float) -> None:
    """Draw each count as its own runs of years, named for a legend, with the number of every point."""
    for series in dict.fromkeys(point.series for point in found):
        colour, mark, line = MARKS.get(series, OTHER_MARK)
        for run in runs_of_years(found, series):
            years, values = [p.year for p in run], [p.value for p in run]
            axes.plot(years, values, color=COLOURS[colour], linestyle=line, linewidth=1.6, zorder=2)
        axes.plot([], [], color=COLOURS[colour], linestyle=line, marker=mark, label=_short_name(series))
    for point in found:
        _draw_point(axes, point, found, size)


def _draw_point(axes: Axes, point: Point, found: list[Point], size: float) -> None:
    """Draw a point: filled where it is chosen, open where it is not; what was printed before or besides it, small."""
    colour, mark, _ = MARKS.get(point.series, OTHER_MARK)
    look: dict[str, Any] = {"color": COLOURS[colour], "linestyle": "none", "marker": mark, "clip_on": False}
    # Two counts with one number: a ring around the chosen mark, which has the number.
    is_ring = not point.chosen and any(p.chosen and (p.year, p.value) == (point.year, point.value) for p in found)
    if point.revised:
        axes.plot(point.year, point.first, **look, markersize=size * 0.5, mfc="none", zorder=4)
    for other in point.others:
        axes.plot(point.year, other, **look | {"marker": "x"}, markersize=size * 0.6, zorder=4)
    if point.chosen:
        axes.plot(point.year, point.value, **look, markersize=size, zorder=5)
    else:
        face = "none" if is_ring else COLOURS["paper"]
        axes.plot(point.year, point.value, **look, markersize=size * (1.6 if is_ring else 0.8), mfc=face, zorder=4)
    if is_ring:
        return
    below, weight = _is_low(point, found), "bold" if point.chosen else "normal"
    text = SAY.number(point.value)
    label(axes, point.year, point.value, text, below=below, color=COLOURS[colour], weight=weight)
    if point.revised:
        was = SAY.say("charts.visibility.was", value=SAY.number(point.first))
        label(axes, point.year, point.value, was, below=below, offset=18, color=COLOURS["soft"])


def _is_low(point: Point, found: list[Point]) -> bool:
    """Return whether the number of a point goes below it: where another count is higher, or in a dip of its line."""
    same_year = [p.value for p in found if p.year == point.year and p.value != point.value]
    near = same_year or [p.value for p in found if p.series == point.series and abs(p.year - point.year) == 1]
    return bool(near) and point.value <= min(near)


def _short_name(series: str) -> str:
    key = f"charts.visibility.count.{series}"
    return SAY.say(key) if SAY.has(key) else _count(series)


def _count(series: str) -> str:
    """Return the name of a count, on one line."""
    key = f"desk.count.{series}"
    return SAY.say(key).replace("\n", " ") if SAY.has(key) else series


def _numbers(
    month: Reconciliation, groups: dict[str, list[Point]], caption: str, missing: list[int] | None = None
) -> str:
    """Return the numbers of a chart as a table; with `missing`, of one quantity by year, these years among them."""
    labels, sources = quantity_labels(month), printed_by(month)
    rows = [
        {
            "what": labels[name],
            "year": str(point.year),
            "count": _count(point.series),
            "value": SAY.number(point.value),
            "first": SAY.number(point.first),
            "others": "; ".join(SAY.number(other) for other in point.others) or None,
            "chosen": SAY.say("desk.yes" if point.chosen else "desk.no"),
            "printed_by": "; ".join(sources[publication] for publication in point.publications),
        }
        for name, found in groups.items()
        for point in found
    ]
    columns = list(rows[0])
    if missing is not None:
        rows += [{"year": str(year), "chosen": SAY.say("desk.not_found")} for year in missing]
        rows.sort(key=lambda row: str(row["year"]))
        columns.remove("what")
    shown_as = [
        Column(
            name,
            SAY.say(f"desk.column.{name}"),
            numeric=name in ("value", "first", "others"),
            row_header=name == columns[0],
        )
        for name in columns
    ]
    return table(pd.DataFrame(rows), caption, shown_as)
