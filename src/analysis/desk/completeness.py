"""The completeness as a picture: what was published of which quantity for which year, and above all what was not."""

import textwrap
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.briefing.drawing import COLOURS, text_width
from analysis.briefing.tables import Column
from analysis.desk.sheet import SMALL, WIDTH, axes_at, letters, new_figure, picture, write
from analysis.desk.shown import SAY, Shown, shown, table
from analysis.reconciliation import Reconciliation
from analysis.wording import years_in_words

# One picture each, the measures that matter first.
_PICTURES = (
    ("registered_persons",),
    ("estimate", "rate", "ratio"),
    ("share",),
    ("reports", "contacts", "cases", "change"),
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
class Cell:
    """What is known of one quantity and year: how many publications printed it, and its standing (of _LOOKS)."""

    publications: int
    standing: str


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
    groups = comparable.groupby(["quantity_id", "reference_year"], sort=False)
    rows = [
        {
            "quantity_id": name,
            "reference_year": year,
            "publications": cells["publication"].nunique(),
            "standing": _standing(cells),
        }
        for (name, year), cells in groups
    ]
    grid = pd.DataFrame(rows, columns=["quantity_id", "reference_year", "publications", "standing"])
    described = kept[["quantity_id", "measure", "label_en"]].rename(columns={"label_en": "what"})
    grid = grid.merge(described, on="quantity_id")
    order = {name: place for place, name in enumerate(quantities["quantity_id"])}
    single = grid[grid["reference_year"].str.len() == 4].groupby("quantity_id").size()
    return (
        grid.assign(length=-grid["quantity_id"].map(single).fillna(0), place=grid["quantity_id"].map(order))
        .sort_values(["length", "place", "reference_year"], kind="stable")
        .drop(columns=["length", "place"])
        .reset_index(drop=True)
    )


def _standing(cells: pd.DataFrame) -> str:
    """Return the standing of what was printed for one quantity and period."""
    if not cells["chosen"].any():
        return "never_chosen"
    if not cells.loc[~cells["chosen"], "verdict"].isin(_AGREED).all():
        return "differs"
    return "agreed" if cells["publication"].nunique() > 1 else "single"


def _picture(grid: pd.DataFrame, first: int, last: int) -> Shown | None:
    if grid.empty:
        return None
    names = list(dict.fromkeys(grid["quantity_id"]))
    figure = new_figure(_HEAD + _ROW * len(names) + 34)
    width = WIDTH - _LABELS - _SPANS
    axes = axes_at(figure, _LABELS, _HEAD, width, _ROW * len(names))
    _scales(axes, len(names), first, last)
    for place, name in enumerate(names):
        _draw_row(axes, place, grid[grid["quantity_id"] == name], first, last)
    _legend(axes)
    kind = SAY.say(f"desk.completeness.measure.{grid['measure'].iloc[0]}")
    empty = _empty_share(grid, first, last)
    caption = [
        SAY.say("desk.completeness.finding", measure=kind, quantities=len(names), share=SAY.percent(empty, 0)),
        SAY.say("desk.completeness.reading"),
    ]
    alternative = SAY.say("desk.completeness.alternative", measure=kind, first=first, last=last)
    return picture(figure, alternative, caption, _table(grid, first, last, kind))


def _empty_share(grid: pd.DataFrame, first: int, last: int) -> float:
    """Return how many of the cells of one year hold nothing, in percent."""
    single = grid[(grid["reference_year"].str.len() == 4) & (grid["reference_year"].astype(str) >= str(first))]
    return 100 - 100 * len(single) / (grid["quantity_id"].nunique() * (last - first + 1))


def _scales(axes: Axes, rows: int, first: int, last: int) -> None:
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(rows - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.tick_top()
    axes.set_xticks(range(first, last + 1), [f"’{year % 100:02}" for year in range(first, last + 1)])
    axes.spines["bottom"].set_visible(False)
    letters(axes)


def _draw_row(axes: Axes, place: int, cells: pd.DataFrame, first: int, last: int) -> None:
    known = {row["reference_year"]: Cell(row["publications"], row["standing"]) for row in cells.to_dict("records")}
    axes.axhline(place + 0.5, color=COLOURS["rule"], lw=0.5, zorder=0)
    label = str(cells["what"].iloc[0])
    long = text_width(label, SMALL) > _LABELS - 14
    text = "\n".join(textwrap.wrap(label, len(label) // 2 + 8)) if long else label
    write(axes, first - 0.5, place, text, dx=-8, ha="right", size=10 if long else SMALL, linespacing=0.9)
    years = range(first, last + 1)
    for year in years:
        if str(year) in known:
            _draw_cell(axes, year, place, known[str(year)])
    unknown = [year for year in years if str(year) not in known]
    axes.plot(unknown, [place] * len(unknown), linestyle="none", marker="o", markersize=1.3, color=COLOURS["gap"])
    spans = [_short(period) for period in known if len(period) > 4]
    if spans:
        text = (
            SAY.list(spans)
            if len(spans) < 3
            else SAY.say("desk.completeness.periods", first=spans[0], last=spans[-1], count=len(spans))
        )
        write(axes, last + 0.5, place, text, dx=8, ha="left", size=10.5, colour="soft")


def _short(period: str) -> str:
    return f"{period[:4]}–{period[-2:]}"


def _draw_cell(axes: Axes, year: int, place: int, cell: Cell) -> None:
    _, _, ink, sign = _LOOKS[cell.standing]
    axes.add_patch(Rectangle((year - 0.45, place - 0.42), 0.9, 0.84, **_face(cell.standing)))
    text = sign if cell.standing == "never_chosen" else f"{cell.publications}{sign}"
    write(axes, year, place, text, size=SMALL, bold=cell.standing != "single", colour=ink)


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


def _table(grid: pd.DataFrame, first: int, last: int, kind: str) -> str:
    """Return the picture in words: per quantity the years with a figure, those without, and its periods."""
    rows = []
    for _, cells in grid.groupby("quantity_id", sort=False):
        years = cells[cells["reference_year"].str.len() == 4]
        known = set(years["reference_year"].astype(int))
        rows.append(
            {
                "what": cells["what"].iloc[0],
                "found": "; ".join(_in_words(row) for row in years.to_dict("records")) or SAY.say("desk.none"),
                "not_found": _runs([year for year in range(first, last + 1) if year not in known])
                or SAY.say("desk.none"),
                "periods": "; ".join(
                    _in_words(r) for r in cells[cells["reference_year"].str.len() > 4].to_dict("records")
                ),
            }
        )
    frame = pd.DataFrame(rows, columns=["what", "found", "not_found", "periods"])
    columns = [Column(n, SAY.say(f"desk.column.{n}"), row_header=n == "what") for n in frame.columns]
    return table(frame, SAY.say("desk.completeness.table", measure=kind), columns)


def _in_words(row: dict) -> str:
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
