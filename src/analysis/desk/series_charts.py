"""The chosen series as charts: every count its own line and mark, revisions visible, gaps left open."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.tables import Column
from analysis.desk.numbers import printed_by, quantity_labels
from analysis.desk.series import MARKS, Point, missing_years, points_of, runs_of_years
from analysis.desk.sheet import PIXELS_PER_INCH as _DOTS
from analysis.desk.sheet import SMALL, WIDTH, axes_at, new_figure, number_axis, picture, points, write, year_axis
from analysis.desk.shown import SAY, Shown, paragraph, shown, table
from analysis.reconciliation import Reconciliation

REGISTERED = "registered-all"
# Changes are drawn by what they change; the estimates have a chart of their own.
_NOT_A_LEVEL = ("change", "estimate", "rate", "ratio")
_ENOUGH_YEARS = 3
_COLUMNS, _PANEL, _TITLE, _FOOT = 2, 168, 58, 34
_OTHER = ("ink", "h", "solid")
# The part of a scale from which on an arrow can be seen.
_SEEN = 0.04
_STEEP = 0.2


def registered_chart(month: Reconciliation) -> Shown:
    """Return the chart of registered victims a year: every printed value, the chosen one with its number.

    Persons a year, each series its own line, with its revisions; a year without a figure is a gap. The numbers stand
    below it as a table.
    """
    found = points_of(month, REGISTERED)
    first, last = found[0].year, found[-1].year
    figure = new_figure(480)
    axes = axes_at(figure, 50, 6, WIDTH - 190, 440)
    number_axis(axes, max(point.value for point in found))
    year_axis(axes, first, last)
    draw_points(axes, found)
    _name_counts(axes, found)
    _mark_gaps(axes, missing_years(found, first, last))
    caption = [_finding(found), SAY.say("desk.registered.reading"), *_revisions(found)]
    return picture(figure, _alternative(found), [*caption, *_gaps(found)], registered_table(month))


def _finding(found: list[Point]) -> str:
    newest = [point for point in found if point.chosen][-1]
    return SAY.say("desk.registered.finding", year=newest.year, value=SAY.number(newest.value))


def _alternative(found: list[Point]) -> str:
    chosen = [f"{point.year}: {SAY.number(point.value)}" for point in found if point.chosen]
    return SAY.say("desk.registered.alternative", values=", ".join(chosen))


def _revisions(found: list[Point]) -> list[str]:
    revised = [
        SAY.say("desk.registered.revision", year=p.year, first=SAY.number(p.first), now=SAY.number(p.value))
        for p in found
        if p.revised
    ]
    return [SAY.say("desk.registered.revisions", revisions=SAY.list(revised))] if revised else []


def _gaps(found: list[Point]) -> list[str]:
    missing = [str(year) for year in missing_years(found, found[0].year, found[-1].year)]
    return [SAY.say("desk.registered.gaps", years=SAY.list(missing))] if missing else []


def draw_points(axes: Axes, found: list[Point], size: float = 9) -> None:
    """Draw each count as its own runs of years, with the number of every point beside it."""
    for series in dict.fromkeys(point.series for point in found):
        colour, _, line = MARKS.get(series, _OTHER)
        for run in runs_of_years(found, series):
            years, values = [p.year for p in run], [p.value for p in run]
            axes.plot(years, values, color=COLOURS[colour], linestyle=line, linewidth=1.6, zorder=2)
    for point in found:
        _draw_point(axes, point, _has_twin(point, found), size)
        _write_number(axes, point, found, size)


def _has_twin(point: Point, found: list[Point]) -> bool:
    """Return whether a value that is not chosen is that of the chosen one, of another count of the same year."""
    return not point.chosen and any(p.chosen and (p.year, p.value) == (point.year, point.value) for p in found)


def _draw_point(axes: Axes, point: Point, is_same: bool, size: float) -> None:
    """Draw a point: filled where it is chosen, open where it is not; what was printed before or besides it, small."""
    colour, mark, _ = MARKS.get(point.series, _OTHER)
    look: dict[str, Any] = {"color": COLOURS[colour], "linestyle": "none", "zorder": 4, "clip_on": False}
    if abs(point.value - point.first) > axes.get_ylim()[1] * _SEEN:
        axes.annotate(
            "",
            (point.year, point.value),
            xytext=(point.year, point.first),
            arrowprops={"arrowstyle": "->", "color": COLOURS[colour], "lw": 1.0, "shrinkA": 3, "shrinkB": 5},
        )
    if point.revised:
        axes.plot([point.year], [point.first], marker=mark, markersize=size * 0.5, mfc="none", **look)
    for other in point.others:
        axes.plot([point.year], [other], marker="x", markersize=size * 0.55, markeredgewidth=1.2, **look)
    if point.chosen:
        axes.plot(
            [point.year], [point.value], marker=mark, markersize=size, mfc=COLOURS[colour], **look | {"zorder": 5}
        )
    elif is_same:  # a ring around the chosen mark, which would hide it
        axes.plot([point.year], [point.value], marker=mark, markersize=size * 1.5, mfc="none", **look)
    else:
        axes.plot([point.year], [point.value], marker=mark, markersize=size * 0.7, mfc=COLOURS["paper"], **look)


def _write_number(axes: Axes, point: Point, found: list[Point], size: float) -> None:
    """Write the number of a point, bold where it is chosen, and what was printed first where that was another."""
    if _has_twin(point, found):
        return  # two counts with one number: it is written once, with the chosen one
    dx, dy, ha, va = _place(point, found, size)
    look = {"ha": ha, "va": va, "plate": True, "zorder": 5}
    text, colour = SAY.number(point.value), MARKS.get(point.series, _OTHER)[0]
    write(axes, point.year, point.value, text, dx=dx, dy=dy, bold=point.chosen, colour=colour, **look)
    if point.revised:
        was = SAY.say("charts.visibility.was", value=SAY.number(point.first))
        second_line = dy + (15 if va == "bottom" else -15)
        write(axes, point.year, point.value, was, dx=dx, dy=second_line, size=SMALL, colour="soft", **look)


def _place(point: Point, found: list[Point], size: float) -> tuple[float, float, str, str]:
    """Return where the number of a point goes, as offset and alignment: over it, under it, or before it.

    Over it where it is the highest of its year or no dip; under it in a dip; before it where another count stands over
    it and its own line comes from far below, or begins there.
    """
    ring = 4 if any(_has_twin(p, found) and p.year == point.year for p in found) else 0
    over, under = (0, size + ring, "center", "bottom"), (0, -size - ring, "center", "top")
    own = {p.year: p.value for p in found if p.series == point.series}
    same_year = [p.value for p in found if p.year == point.year and p.value != point.value]
    if same_year:
        steep = point.value - own.get(point.year - 1, 0) > max(p.value for p in found) * _STEEP
        return over if point.value > min(same_year) else (-size, -2, "right", "center") if steep else under
    near = [own[year] for year in (point.year - 1, point.year + 1) if year in own]
    return over if not near or point.value > min(near) else under


def _name_counts(axes: Axes, found: list[Point]) -> None:
    """Write the name of each count beside its line: that of the newest year at the right, others at their highest."""
    last = found[-1].year
    for series in dict.fromkeys(point.series for point in found):
        own = [point for point in found if point.series == series]
        colour = MARKS.get(series, _OTHER)[0]
        key = f"desk.count.{series}"
        name = SAY.say(key) if SAY.has(key) else series
        if own[-1].year == last:
            write(axes, last, own[-1].value, name, dx=15, dy=-8, ha="left", colour=colour, bold=True, size=SMALL)
        else:
            top = max(own, key=lambda point: point.value)
            write(axes, top.year, top.value, name, dx=28, dy=6, ha="left", colour=colour, bold=True, size=SMALL)


def _mark_gaps(axes: Axes, missing: Iterable[int]) -> None:
    """Write a question mark at each year for which nothing was found: unknown is not zero."""
    for year in missing:
        write(axes, year, 0, "?", dy=10, colour="gap", bold=True)


def registered_table(month: Reconciliation) -> str:
    """Return the numbers of the chart of registered victims as a table."""
    found = points_of(month, REGISTERED)
    return _numbers(month, [(REGISTERED, found)], SAY.say("desk.registered.table"), with_gaps=True)


def _numbers(month: Reconciliation, groups: list[tuple[str, list[Point]]], caption: str, with_gaps: bool) -> str:
    labels, sources = quantity_labels(month), printed_by(month)
    rows = [_row(labels[name], sources, point) for name, found in groups for point in found]
    if with_gaps:
        found = groups[0][1]
        missing = missing_years(found, found[0].year, found[-1].year)
        rows += [{"what": rows[0]["what"], "year": str(year), "chosen": SAY.say("desk.not_found")} for year in missing]
        rows.sort(key=lambda row: str(row["year"]))
    names = ["what", "year", "count", "value", "first", "others", "chosen", "printed_by"]
    frame = pd.DataFrame(rows, columns=names)
    columns = [
        Column(
            name,
            SAY.say(f"desk.column.{name}"),
            numeric=name in ("value", "first", "others"),
            row_header=name == ("year" if with_gaps else "what"),
        )
        for name in names
        if not (with_gaps and name == "what")
    ]
    return table(frame, caption, columns)


def _row(what: str, sources: dict[str, str], point: Point) -> dict[str, str | None]:
    return {
        "what": what,
        "year": str(point.year),
        "count": _count(point.series),
        "value": SAY.number(point.value),
        "first": SAY.number(point.first),
        "others": "; ".join(SAY.number(other) for other in point.others) or None,
        "chosen": SAY.say("desk.yes" if point.chosen else "desk.no"),
        "printed_by": "; ".join(sources[name] for name in point.publications),
    }


def other_series_chart(month: Reconciliation) -> Shown:
    """Return a small chart of each other quantity with a chosen value in three years or more, in its own unit."""
    groups = other_series(month)
    if not groups:
        return shown(paragraph(SAY.say("desk.others.none")))
    first = min(found[0].year for _, found in groups)
    last = max(found[-1].year for _, found in groups)
    rows = -(-len(groups) // _COLUMNS)
    figure = new_figure(rows * (_PANEL + _TITLE + _FOOT))
    width = WIDTH / _COLUMNS
    for place, (name, found) in enumerate(groups):
        left = place % _COLUMNS * width + 44
        top = place // _COLUMNS * (_PANEL + _TITLE + _FOOT) + _TITLE
        axes = axes_at(figure, left, top, width - 64, _PANEL)
        number_axis(axes, max(max(p.value, p.first, *p.others) for p in found), steps=3)
        year_axis(axes, first, last, every=2)
        draw_points(axes, found, size=7)
        write(axes, 0, 1, _title(month, name), dx=-38, dy=30, ha="left", bold=True, transform="axes fraction")
        _name_marks(axes, found)
    caption = [SAY.count("desk.others.finding", len(groups)), SAY.say("desk.others.reading")]
    labels = SAY.list([quantity_labels(month)[name] for name, _ in groups])
    alternative = SAY.say("desk.others.alternative", labels=labels)
    return picture(figure, alternative, caption, _numbers(month, groups, SAY.say("desk.others.table"), with_gaps=False))


def _title(month: Reconciliation, quantity_id: str) -> str:
    label = quantity_labels(month)[quantity_id]
    unit = month.sources.quantities.set_index("quantity_id")["unit"][quantity_id]
    return SAY.say("desk.others.percent", label=label) if unit == "percent" else label


def _name_marks(axes: Axes, found: list[Point]) -> None:
    """Name the counts of a small chart under its title, each with its mark, where there are several."""
    names = list(dict.fromkeys(point.series for point in found))
    x = -32.0
    for series in names if len(names) > 1 else ():
        colour, mark, _ = MARKS.get(series, _OTHER)
        key = f"charts.visibility.count.{series}"
        text = SAY.say(key) if SAY.has(key) else _count(series)
        at = axes.transAxes + ScaledTranslation(x / _DOTS, 12 / _DOTS, axes.figure.dpi_scale_trans)
        axes.plot([0], [1], marker=mark, markersize=points(8), color=COLOURS[colour], transform=at, clip_on=False)
        write(axes, 0, 1, text, dx=x + 9, dy=12, ha="left", size=SMALL, colour=colour, transform="axes fraction")
        x += 30 + text_width(text, SMALL)


def _count(series: str) -> str:
    """Return the name of a count, on one line."""
    key = f"desk.count.{series}"
    return SAY.say(key).replace("\n", " ") if SAY.has(key) else series


def other_series(month: Reconciliation) -> list[tuple[str, list[Point]]]:
    """Return the other quantities with a chosen level in three years or more, in the order of their table."""
    chosen = month.figures.figures_by_quantity
    single = chosen[(chosen["reference_year"].str.len() == 4) & ~chosen["measure"].isin(_NOT_A_LEVEL)]
    years = single.groupby("quantity_id")["reference_year"].nunique()
    names = [n for n in month.sources.quantities["quantity_id"] if years.get(n, 0) >= _ENOUGH_YEARS and n != REGISTERED]
    return [(name, points_of(month, name)) for name in names]
