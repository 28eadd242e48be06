"""The completeness as a picture: what was published of which quantity for which year, and above all what was not."""

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.patches import Rectangle

from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.tables import Column
from analysis.core.wording import years_in_words
from analysis.desk.numbers import Row
from analysis.desk.sheet import SMALL, WIDTH, axes_at, letters, new_figure, picture, write
from analysis.desk.shown import SAY, Shown, shown, table
from analysis.reconciliation import Reconciliation

# One picture each, the measures that matter first.
_PICTURES = (
    ("registered_persons",),
    ("estimate", "rate", "ratio"),
    ("share",),
    ("reports", "contacts", "suspects_and_offenders", "cases", "change"),
)
# The cells of the table behind the first estimate: all of one study and one period.
_LEFT_OUT = "victims_on_estimate_lists"
# How a cell looks, by its standing: colour of its face, of its edge, of its sign; and the sign behind its number.
_LOOKS = {
    "agreed": ("bar", "bar", "paper", ""),
    "single": ("pale", "bar", "ink", ""),
    "differs": ("band", "level", "ink", "*"),
    "never_chosen": ("paper", "gap", "ink", "×"),
}
_AGREED = ("agree", "within_rounding")
# What a cell could say, for the legend.
_EXAMPLES = {"agreed": "2", "single": "1", "differs": "2", "never_chosen": ""}
_ROW, _LABELS, _SPANS, _HEAD = 22.0, 400, 170, 30


@dataclass(frozen=True)
class Line:
    """What is known of one quantity: per year or period how many publications printed it, and the standing of that."""

    what: str
    cells: dict[str, Row]

    @property
    def years(self) -> dict[int, Row]:
        """Return the cells of one year, by year."""
        return {int(period): cell for period, cell in self.cells.items() if len(period) == 4}

    def within(self, years: range) -> dict[int, Row]:
        """Return the cells of the years that are drawn, by year."""
        return {year: cell for year, cell in self.years.items() if year in years}

    @property
    def periods(self) -> dict[str, Row]:
        """Return the cells of several years together."""
        return {period: cell for period, cell in self.cells.items() if len(period) > 4}


def completeness(month: Reconciliation) -> Shown:
    """Return the pictures of what was published: one row a quantity, one column a year, the longest series first.

    A cell has how many publications printed the quantity for that year, and how they agree; an empty cell is unknown.
    """
    grid = completeness_grid(month)
    first, last = _span(month)
    pictures = [_picture(grid[grid["measure"].isin(measures)], first, last) for measures in _PICTURES]
    return shown(*[drawn.html for drawn in pictures if drawn])


def _span(month: Reconciliation) -> tuple[int, int]:
    years = month.figures.printed_figures["reference_year"].str[-4:].astype(int)
    return int(month.balance["year"].min()), int(years.max())


def completeness_grid(month: Reconciliation) -> pd.DataFrame:
    """Return one row per quantity and period that was printed: quantity_id, measure, what, reference_year,
    publications (how many printed it) and standing.

    `standing`: `agreed` (several publications, one value), `single` (one publication), `differs` (other values were
    printed as well), `never_chosen` (printed, but nothing of it can be chosen).
    """
    printed = month.figures.printed_figures
    quantities = month.sources.quantities
    kept = quantities[quantities["population"] != _LEFT_OUT]
    comparable = printed[printed["quantity_id"].isin(kept["quantity_id"])]
    disagrees = ~comparable["chosen"] & ~comparable["verdict"].isin(_AGREED)
    grid = (
        comparable.assign(disagrees=disagrees)
        .groupby(["quantity_id", "reference_year"], sort=False)
        .agg(publications=("publication", "nunique"), chosen=("chosen", "any"), disagrees=("disagrees", "any"))
        .reset_index()
    )
    grid["standing"] = [_standing(cell) for cell in grid.to_dict("records")]
    described = kept[["quantity_id", "measure", "label_en"]].rename(columns={"label_en": "what"})
    grid = grid.merge(described, on="quantity_id")
    order = {name: place for place, name in enumerate(quantities["quantity_id"])}
    single = grid[grid["reference_year"].str.len() == 4].groupby("quantity_id").size()
    return (
        grid.assign(length=-grid["quantity_id"].map(single).fillna(0), place=grid["quantity_id"].map(order))
        .sort_values(["length", "place", "reference_year"], kind="stable")
        .drop(columns=["length", "place", "chosen", "disagrees"])
        .reset_index(drop=True)
    )


def _standing(cell: Row) -> str:
    """Return the standing of what was printed for one quantity and period."""
    if not cell["chosen"]:
        return "never_chosen"
    if cell["disagrees"]:
        return "differs"
    return "agreed" if cell["publications"] > 1 else "single"


def _picture(grid: pd.DataFrame, first: int, last: int) -> Shown | None:
    if grid.empty:
        return None
    lines, years = _lines(grid), range(first, last + 1)
    figure = new_figure(_HEAD + _ROW * len(lines) + 34)
    axes = axes_at(figure, _LABELS, _HEAD, WIDTH - _LABELS - _SPANS, _ROW * len(lines))
    _scales(axes, len(lines), years)
    _draw_grid(axes, lines, years)
    for place, line in enumerate(lines):
        _write_line(axes, place, line, years)
    _legend(axes)
    kind = SAY.say(f"desk.completeness.measure.{grid['measure'].iloc[0]}")
    empty = _empty_share(grid, first, last)
    caption = [
        SAY.say("desk.completeness.finding", measure=kind, quantities=len(lines), share=SAY.percent(empty, 0)),
        SAY.say("desk.completeness.reading"),
    ]
    alternative = SAY.say("desk.completeness.alternative", measure=kind, first=first, last=last)
    return picture(figure, alternative, caption, _table(lines, years, kind))


def _lines(grid: pd.DataFrame) -> list[Line]:
    lines: dict[str, Line] = {}
    for cell in grid.to_dict("records"):
        line = lines.setdefault(cell["quantity_id"], Line(cell["what"], {}))
        line.cells[cell["reference_year"]] = cell
    return list(lines.values())


def _empty_share(grid: pd.DataFrame, first: int, last: int) -> float:
    """Return how many of the cells of one year hold nothing, in percent."""
    single = grid[(grid["reference_year"].str.len() == 4) & (grid["reference_year"].astype(str) >= str(first))]
    return 100 - 100 * len(single) / (grid["quantity_id"].nunique() * (last - first + 1))


def _scales(axes: Axes, rows: int, years: range) -> None:
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.set_xticks(years, [f"’{year % 100:02}" for year in years])
    axes.spines["bottom"].set_visible(False)
    letters(axes)


def _draw_grid(axes: Axes, lines: list[Line], years: range) -> None:
    """Draw the lines under the rows, a dot where nothing is known, and the boxes: marks of one look all at once.

    One by one they would take longer than anything else in the notebook.
    """
    below = [place + 0.5 for place in range(len(lines))]
    axes.hlines(below, years[0] - 0.5, years[-1] + 0.5, colors=COLOURS["rule"], lw=0.5, zorder=0)
    unknown = [(year, place) for place, line in enumerate(lines) for year in years if year not in line.years]
    axes.plot(*zip(*unknown, strict=True), linestyle="none", marker="o", markersize=1.3, color=COLOURS["gap"])
    boxes: dict[str, list[Rectangle]] = {}
    for place, line in enumerate(lines):
        for year, cell in line.within(years).items():
            boxes.setdefault(cell["standing"], []).append(Rectangle((year - 0.45, place - 0.42), 0.9, 0.84))
    for standing, alike in boxes.items():
        axes.add_collection(PatchCollection(alike, **_face(standing), joinstyle="miter"), autolim=False)


def _write_line(axes: Axes, place: int, line: Line, years: range) -> None:
    """Write the name of a quantity, the numbers in its boxes, and behind them the periods of several years."""
    long = text_width(line.what, SMALL) > _LABELS - 14
    label = "\n".join(textwrap.wrap(line.what, len(line.what) // 2 + 8)) if long else line.what
    write(axes, years[0] - 0.5, place, label, dx=-8, ha="right", size=10 if long else SMALL, linespacing=0.9)
    for year, cell in line.within(years).items():
        _write_number(axes, year, place, cell)
    if line.periods:
        write(axes, years[-1] + 0.5, place, _spans(line), dx=8, ha="left", size=10.5, colour="soft")


def _spans(line: Line) -> str:
    spans = [_short(period) for period in line.periods]
    if len(spans) < 3:
        return SAY.list(spans)
    return SAY.say("desk.completeness.periods", first=spans[0], last=spans[-1], count=len(spans))


def _short(period: str) -> str:
    return f"{period[:4]}–{period[-2:]}"


def _write_number(axes: Axes, year: int, place: int, cell: Row) -> None:
    _, _, ink, sign = _LOOKS[cell["standing"]]
    text = sign if cell["standing"] == "never_chosen" else f"{cell['publications']}{sign}"
    write(axes, year, place, text, size=SMALL, bold=cell["standing"] != "single", colour=ink)


def _legend(axes: Axes) -> None:
    """Write what each sign means under the grid, with the sign itself."""
    x = 12.0 - _LABELS
    for standing, (_, _, ink, sign) in _LOOKS.items():
        text, number = SAY.say(f"desk.completeness.standing.{standing}"), _EXAMPLES[standing] + sign
        place = {"dy": -22, "size": SMALL, "transform": "axes fraction"}
        write(axes, 0, 0, number, dx=x, bold=standing != "single", colour=ink, box=_face(standing), **place)
        write(axes, 0, 0, text, dx=x + 16, ha="left", **place)
        x += 50 + text_width(text, SMALL)
    nothing = SAY.say("desk.completeness.standing.nothing")
    write(axes, 0, 0, nothing, dx=x, dy=-22, ha="left", size=SMALL, transform="axes fraction")


def _face(standing: str) -> dict[str, Any]:
    """Return how the box of a standing looks: by its edge as well as by its colour."""
    face, edge, _, _ = _LOOKS[standing]
    style = (0, (2, 1.5)) if standing == "never_chosen" else "solid"
    return {"fc": COLOURS[face], "ec": COLOURS[edge], "lw": 0.9, "ls": style}


def _table(lines: list[Line], years: range, kind: str) -> str:
    """Return the picture in words: per quantity the years with a figure, those without, and its periods."""
    none = SAY.say("desk.none")
    rows = [
        {
            "what": line.what,
            "found": "; ".join(_in_words(cell) for cell in line.years.values()) or none,
            "not_found": _runs([year for year in years if year not in line.years]) or none,
            "periods": "; ".join(_in_words(cell) for cell in line.periods.values()),
        }
        for line in lines
    ]
    frame = pd.DataFrame(rows, columns=["what", "found", "not_found", "periods"])
    columns = [Column(n, SAY.say(f"desk.column.{n}"), row_header=n == "what") for n in frame.columns]
    return table(frame, SAY.say("desk.completeness.table", measure=kind), columns)


def _in_words(row: Row) -> str:
    standing = SAY.say(f"desk.completeness.standing.{row['standing']}")
    year = years_in_words(row["reference_year"])
    return SAY.say("desk.completeness.cell", year=year, count=row["publications"], standing=standing)


def _runs(years: list[int]) -> str:
    """Return years as runs: 2008–2010, 2016."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
