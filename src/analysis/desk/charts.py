"""The charts of the notebooks, each a picture with its numbers, and the table of what was published about each year."""

import base64
import io
import re
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from markupsafe import Markup, escape
from matplotlib import rc_context, rcParams

from analysis.briefing.html import paragraphs, strong
from analysis.core.parameters import one_of
from analysis.core.problems import ParameterError
from analysis.core.record_tables import rows_of
from analysis.core.wording import capital, years_in_words
from analysis.desk.html import SAY, Shown, blocks, folded, headings, line_to_copy, link, shown, table, with_dutch
from analysis.desk.tables import Names, number_in_words, readable
from analysis.figures.tables import REGISTERED
from analysis.reconciliation import Reconciliation
from analysis.reconciliation import month_tables as tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STYLE = Path(__file__).with_suffix(".mplstyle")
# The legend stands above the axes, where no grid line crosses it.
_ABOVE = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": 4}


@dataclass(frozen=True, repr=False)
class Chart(Shown):
    """A chart with its numbers: `chart.save("minors.png")` writes the picture."""

    figure: "Figure" = field(compare=False)
    title: str
    alternative: str
    source: str

    def save(self, path: str | Path) -> Shown:
        """Write the picture as PNG or SVG, according to the suffix of `path`, and show its alternative text to paste.

        Raises ParameterError for another suffix, and for a folder that does not exist.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise ParameterError(f"path: there is no folder {path.parent}: make it, or give another path")
        kind = path.suffix.lower().removeprefix(".")
        if kind not in ("png", "svg"):
            raise ParameterError(f"path: found {str(path)!r}, expected a name that ends in .png or .svg")
        about = {"Title": self.title, "Description": self.alternative}
        drawn = io.BytesIO()
        with rc_context(fname=_STYLE, rc={"savefig.transparent": False}):
            self.figure.suptitle(textwrap.fill(self.title, 90), x=0.01, ha="left", weight="bold")
            self.figure.supxlabel(textwrap.fill(self.source, 160), x=0.01, ha="left", fontsize=8)
            self.figure.savefig(drawn, format=kind, dpi=200, metadata=about | ({"Date": None} if kind == "svg" else {}))
        content = drawn.getvalue()
        if kind == "svg":  # so that a screen reader can read it aloud
            said = f"<title>{escape(self.title)}</title>\n<desc>{escape(self.alternative)}</desc>\n".encode()
            content = re.sub(rb"(<svg )([^>]*>\n)", rb'\1role="img" \2' + said.replace(b"\\", rb"\\"), content, count=1)
        path.write_bytes(content)
        return shown(SAY.say("desk.chart.saved", path=str(path), alternative=self.alternative))


@contextmanager
def _subplots(height: float) -> Iterator[tuple["Figure", "Axes"]]:
    from matplotlib.figure import Figure  # slow to import, and a briefing has none

    with rc_context(fname=_STYLE):
        figure = Figure(figsize=(10, height))
        yield figure, figure.subplots()


def _looks(month: Reconciliation) -> dict[str, dict[str, Any]]:
    """Return the colour and marker of each series: the same in every chart, assigned in the order of series.csv."""
    return dict(zip(month.figures.series, rcParams["axes.prop_cycle"](), strict=False))


def series_chart(month: Reconciliation, quantity_id: str = REGISTERED) -> Chart:
    """Return a chart of a quantity by year, with a table: a mark for each printed value, a number at each chosen one.

    Raises ParameterError for an unknown quantity, and if no value for a single year was printed.
    """
    one_of("quantity_id", quantity_id, month.figures.quantities)
    names, points = Names(month), tables.printed_values_by_series(month, quantity_id)
    unit = month.figures.quantities[quantity_id].unit.replace("_", " ")
    if points.empty:
        raise ParameterError(f"quantity_id: no value for a single year of {quantity_id!r} was printed")
    # The axis runs to the newest year of which anything is known, so that a series that ended does not look current.
    years = range(points["year"].min(), max(points["year"].max(), month.balance["year"].max()) + 1)
    missing = sorted({*years} - {*points["year"]})
    chosen = list(points.loc[points["standing"] == "chosen", ["year", "value"]].itertuples(index=False, name=None))
    others = points[~points["in_use"]]
    # A line is broken where a year is missing.
    lines = points[points["in_use"]].pivot(index="year", columns="series", values="value").reindex(years)
    with _subplots(4.5) as (figure, axes):
        for series, look in reversed(_looks(month).items()):  # so that a preferred series covers another
            if series in lines:
                axes.plot(lines[series], label=names.series[series], **look)
        if len(others):
            other = SAY.say("desk.series.other")
            axes.plot(others["year"], others["value"], "x", color=rcParams["text.color"], label=other, zorder=3)
        for (_, before), (year, value) in pairwise([(0, 0.0), *chosen]):
            # To the left of all marks of that year: above a line that rises, below one that falls.
            place = (-4, 7 if value >= before else -15)
            axes.annotate(SAY.number(value), (year, value), place, textcoords="offset points", ha="right")
        for year in missing:  # unknown is not zero
            axes.annotate("?", (year, 0), ha="center", va="bottom")
        lowest, highest = min(0, points["value"].min()), max(0, points["value"].max())  # a change can be negative
        axes.set(ylim=(lowest * 1.15, highest * 1.15), xlim=(years[0] - 0.5, years[-1] + 0.5), xticks=years)
        axes.set_ylabel(unit)
        axes.xaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_major_formatter(lambda number, _: SAY.number(number))
        axes.grid(visible=False, axis="x")
        axes.legend(reverse=True, **_ABOVE)
    label = capital(names.by_id[quantity_id])
    caption = [SAY.say("desk.series.title", label=label), SAY.say("desk.series.reading")]
    if missing:
        caption.append(SAY.say("desk.series.gaps", years=SAY.list([str(year) for year in missing])))
    values = SAY.list([f"{year}: {SAY.number(value)}" for year, value in chosen])
    alternative = SAY.say("desk.series.alternative", label=label, unit=unit, values=values)
    numbers = _values_by_year(points.assign(series=points["series"].map(names.series)), years, quantity_id)
    drawn = "quantity_id == @quantity_id and chosen and reference_year.str.len() == 4"
    printed = month.figures.printed_figures.query(drawn)
    return _chart(month, figure, alternative, caption, numbers, printed["printed_by"])


def _values_by_year(points: pd.DataFrame, years: range, quantity_id: str) -> Markup:
    standing = points["standing"].map(lambda each: SAY.say(f"desk.readable.verdict.{each}"))
    said = points.assign(said=points["value"].map(SAY.number) + " (" + standing + ")")
    by_year = said.groupby(["year", "series"])["said"].agg("; ".join).unstack().reindex(years)
    html = by_year.rename_axis(index=None, columns=None).to_html(na_rep=SAY.say("desk.none"), border=0)
    code = f"""desk.readable(month_reconciled, "printed_figures", where="quantity_id == '{quantity_id}'")"""
    return Markup(html) + line_to_copy(SAY.say("desk.series.printed"), code)


def estimates_chart(month: Reconciliation) -> Chart:
    """Return a chart of the estimates in force, in persons a year: one row per group and study, its range as a bar."""
    rows = month.estimates.sort_values(["quantity_id", "series"], ignore_index=True)
    names, said = Names(month), list[tuple[str, str]]()
    for row in rows.to_dict("records"):
        study = f"{names.series[row['series']]}, {years_in_words(row['reference_year'])}"
        number = number_in_words(row)
        if pd.isna(row["lower"]):
            number = SAY.say("desk.estimates.no_range", number=number)
        said.append((names.by_id[row["quantity_id"]], f"{study}: {number}"))
    with _subplots(0.6 + 0.7 * len(rows)) as (figure, axes):
        looks = _looks(month)
        for series, own in rows.groupby("series"):
            numbers = own[["value", "lower", "upper", "upper_alternative"]].astype(float)
            highest = numbers[["upper", "upper_alternative"]].max(axis=1)
            ends = [numbers["value"] - numbers["lower"], highest - numbers["value"]]
            axes.errorbar(numbers["value"], own.index, xerr=ends, ls="none", elinewidth=2, **looks[series])
        axes.set_yticks(rows.index, [f"{textwrap.fill(label, 60)}\n{number}" for label, number in said])
        axes.set_xlim(0)
        axes.set_xlabel(SAY.say("desk.estimates.unit"))
        axes.xaxis.set_major_formatter(lambda number, _: SAY.number(number))
        axes.invert_yaxis()
    caption = [SAY.count("desk.estimates.title", rows["series"].nunique()), SAY.say("desk.estimates.reading")]
    without = month.figures.printed_figures.query("never_chosen_because == 'no_study'").to_dict("records")
    if left_out := [f"{number_in_words(row)} ({row['printed_by']})" for row in without]:
        caption.append(SAY.say("desk.estimates.left_out", figures=SAY.list(left_out)))
    alternative = SAY.say("desk.estimates.alternative", estimates="; ".join(map(", ".join, said)))
    publishers = rows["publication"].map(names.by_id)
    return _chart(month, figure, alternative, caption, readable(month, "estimates").html, publishers)


def support_chart(month: Reconciliation) -> Chart:
    """Return a chart of the seats of the parties that signed, by day, and of the seats for decisions of the House."""
    seats, decided = tables.seats_over_time(month), month.house.decided.dropna(subset=["seats_for"])
    total, label = month.house.total_seats, SAY.say("desk.support.signed")
    own = seats["seats_of_signing_parties"]
    with _subplots(4.5) as (figure, axes):
        days = [*seats["day"], pd.Timestamp(month.month.as_of)]
        axes.plot(days, [*own, own.iloc[-1]], drawstyle="steps-post", marker="", label=label)
        for result, rows in decided.groupby("result"):
            said = SAY.say("desk.support.decided", result=SAY.say(f"briefing.votes.outcome.{result}"))
            axes.plot(pd.to_datetime(rows["date"]), rows["seats_for"].astype(float), ls="", ms=5, label=said)
        axes.axhline(total / 2, color=rcParams["text.color"], lw=1, ls=":", label=SAY.say("desk.support.half"))
        axes.set_ylim(0, total + 5)  # so that a dot at the total is not cut off
        axes.set_ylabel(SAY.say("desk.support.unit", total=total))
        axes.legend(**_ABOVE)
    cells = [(SAY.date(day.date()), f"{n} / {filled}") for day, n, filled in seats.itertuples(index=False)]
    decisions = []
    for row in rows_of(decided):
        facts = {"seats_for": row["seats_for"], "seats_against": row["seats_against"]}
        tally = SAY.say("briefing.votes.tally", **facts, outcome=SAY.say(f"briefing.votes.outcome.{row['result']}"))
        what = with_dutch(link(row["what_en"], row["url"]), row["what_nl"])
        decisions.append((SAY.partial_date(row["date"]), what, tally))
    columns = headings("desk.support.decision", "date", "what", "outcome")
    numbers = blocks(
        table(cells, label, headings("desk.support.column", "day", "seats")),
        table(decisions, SAY.say("desk.support.decisions"), columns),
        SAY.say("desk.support.votes"),
    )
    said = SAY.list([f"{own.iloc[at]} ({cells[at][0]})" for at in (0, own.argmin(), -1)])
    alternative = SAY.say("desk.support.alternative", seats=said, decisions=len(decided))
    caption = [SAY.say("desk.support.title"), SAY.say("desk.support.reading")]
    return _chart(month, figure, alternative, caption, numbers, [SAY.say("desk.support.source")])


def _chart(
    month: Reconciliation, figure: "Figure", alternative: str, caption: list[str], numbers: Markup, by: Iterable[str]
) -> Chart:
    drawn = io.BytesIO()
    with rc_context(fname=_STYLE):
        figure.savefig(drawn, dpi=144)
    image = base64.b64encode(drawn.getvalue()).decode()
    title, *reading = caption
    # In a narrow window the picture scrolls sideways, so that its letters stay large enough to read.
    style = "max-width:100%;min-width:680px;height:auto"
    picture = Markup(
        '<div style="overflow-x:auto"><img alt="{}" style="{}" width="1000" src="data:image/png;base64,{}"></div>'
    )
    picture = picture.format(f"{alternative} {SAY.say('desk.chart.below')}", style, image)
    html = blocks(paragraphs(strong(title)), *reading, picture, folded(SAY.say("charts.numbers"), numbers))
    publishers = SAY.list(list(dict.fromkeys(re.sub(r", \d{4}$", "", each) for each in by)))
    facts = {"publishers": publishers, "organisation": month.sources.contact["organisation"]}
    source = SAY.say("desk.chart.source", **facts, day=SAY.date(month.month.as_of))
    return Chart(html, figure, title, alternative, source)


def completeness(month: Reconciliation) -> Shown:
    """Return a table per measure of how many publications printed each quantity for each year, longest series first."""
    grid = tables.publications_by_quantity_and_year(month)
    mark = grid["differs"].map({True: "*", False: ""}).where(grid["chosen"], "×")
    grid["cell"] = grid["publications"].astype(str) + mark
    parts = [SAY.say("desk.completeness.reading")]
    first = min(grid.loc[grid["reference_year"].str.len() == 4, "reference_year"].astype(int))
    for measure, rows in grid.groupby("measure", sort=False):
        periods = sorted({each for each in rows["reference_year"] if len(each) > 4})
        columns = [*map(str, range(month.month.year - 1, first - 1, -1)), *periods]
        pivot = rows.pivot(index="label_en", columns="reference_year", values="cell").reindex(columns=columns)
        pivot = pivot.loc[pivot.notna().sum(axis=1).sort_values(ascending=False, kind="stable").index]
        html = pivot.rename_axis(index=None, columns=SAY.say("desk.column.what")).to_html(border=0, na_rep="·")
        html = html.replace("<th>", '<th style="text-align:left;min-width:22em">', 1)
        html = html.replace("<th>", '<th style="text-align:left">')
        parts.append(folded(SAY.say(f"desk.readable.measure.{measure}"), Markup(html)))
    return shown(*parts)
