"""Registered and estimated victims by year, as a chart and as a table.

Every bar has its number, so the chart needs no axis and is readable on a phone of 320 px. No meaning depends on colour
alone.
"""

import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from analysis.briefing.drawing import Drawing, figure, text_width
from analysis.briefing.tables import Column, html_table
from analysis.core.amounts import rounded, rounded_down, rounded_up
from analysis.core.wording import Wording, wording

LOWEST = ("more_than", "at_least")
Year = Mapping[Any, Any]
Cite = Callable[[str], str]

_WIDTH = 400.0
_TEXT = 15.0
_SMALL = 14.0
_YEAR_COLUMN = 56.0
_ROW = 17.0
_BAR = 11.5
_HEADER = 24.0
# Years with equal values in these columns share one estimate in the chart.
_ESTIMATE = [
    "estimate_series", "estimate_publication", "estimate_qualifier", "estimated", "estimated_lower", "estimated_upper",
    "extrapolated",
]  # fmt: skip
# The columns of the table, and those of them whose cells are numbers.
_COLUMNS = (
    "year", "registered", "registered_series", "estimated", "range", "extrapolated", "unseen", "in_view_percent",
)  # fmt: skip
_NUMERIC = ("registered", "estimated", "range", "unseen", "in_view_percent")


def not_registered_in_hundreds(year: Year) -> float:
    """Return how many victims are not registered, rounded to hundreds, as it is an order of magnitude.

    If the estimate is a lower bound, so is the difference, which is then rounded down.
    """
    shown = rounded_down if year.get("estimate_qualifier") in LOWEST else rounded
    return shown(float(year["unseen"]), -2)


def balance_chart(balance: pd.DataFrame, language: str, finding: str, reading: Sequence[str]) -> Markup:
    """Return the figure of registered, not registered and estimated victims: one row a year.

    `balance` has one row per year (`Reconciliation.balance`), with a `letter` if a note below explains a break in its
    figures. A year without an estimate has no band, an estimate for other years is hatched, and a revised number also
    shows what was printed first. `finding` and `reading` are the caption.
    """
    return figure(_svg(pickle.dumps(balance.sort_values("year")), language), finding, reading)


@lru_cache(maxsize=4)
def _svg(pickled_years: bytes, language: str) -> Markup:
    """Return the drawing, which is the same for every party of a month and therefore cached."""
    say, years = wording(language), pickle.loads(pickled_years)
    ends = {"first": str(years["year"].iloc[0]), "last": str(years["year"].iloc[-1])}
    description = say.say("charts.visibility.description", **ends)
    drawing = _BalanceChart(years, say).drawn()
    return drawing.svg("balance-chart", say.say("charts.visibility.title"), description)


class _BalanceChart:
    """Draws the chart row by row."""

    def __init__(self, years: pd.DataFrame, say: Wording) -> None:
        self.say, self.years = say, years.to_dict("records")
        highest = years[["registered", "estimated", "estimated_upper"]].max().max()
        self.scale = (_WIDTH - _YEAR_COLUMN) / float(highest)
        self.drawing = Drawing(_WIDTH, _HEADER + _ROW * len(years) + 6)

    def drawn(self) -> Drawing:
        """Return the drawing: years, estimates with their labels, and a line where another counting rule begins."""
        labels = self.labels()
        for place, year in enumerate(self.years):
            self.draw_year(year, _HEADER + _ROW * place, labels.get(place, ""))
        self.draw_estimates()
        for place, label in labels.items():
            self.write_label(self.x(self.years[place]["estimated"]), _HEADER + _ROW * place, label)
        series = [year.get("registered_series") for year in self.years]
        for place in range(1, len(series)):
            if series[place] != series[place - 1]:
                y = _HEADER + _ROW * place - 1
                self.drawing.line("first", 0, y, _WIDTH, y, width=0.75, dashed=False)
        bottom = self.drawing.height - 4
        self.drawing.line("ink", _YEAR_COLUMN, _HEADER - 2, _YEAR_COLUMN, bottom, width=1.5, dashed=False)
        registered = self.say.say("charts.visibility.registered")
        self.drawing.text("ink", _YEAR_COLUMN, 18, registered, size=_SMALL, bold=True)
        return self.drawing

    def x(self, victims: Any) -> float:
        """Return the horizontal position of a number of victims."""
        return _YEAR_COLUMN + float(victims) * self.scale

    def draw_year(self, year: Year, y: float, label: str) -> None:
        """Draw one row: the year, what was registered, what was printed first, and the gap to the estimate."""
        drawing, base, middle = self.drawing, y + _ROW / 2 + 5, y + _ROW / 2
        drawing.text("ink", _YEAR_COLUMN - 8, base, str(year["year"]), size=_TEXT, anchor="right")
        if pd.notna(year.get("letter")):
            drawing.text("level", 0, base, year["letter"], size=_SMALL, bold=True)
        if pd.isna(year["registered"]):
            return
        end = self.x(year["registered"])
        drawing.bar("bar", _YEAR_COLUMN, middle - _BAR / 2, end - _YEAR_COLUMN, _BAR)
        if _is_revised(year):
            first = self.x(year["first_printed"])
            drawing.bar("paper", first - 2, middle - _BAR / 2, 4, _BAR)
            drawing.line("first", first, middle - _BAR / 2 - 3, first, middle + _BAR / 2 + 3, width=2, dashed=False)
            end = max(end, first)
        number = self.say.number(year["registered"])
        drawing.text("ink", end + 6, base, number, size=_TEXT, bold=True)
        free = end + 6 + text_width(number, _TEXT, True)
        if _is_revised(year):
            was = _first_printed(year, self.say)
            drawing.text("soft", free + 5, base, was, size=_SMALL)
            free += 5 + text_width(was, _SMALL)
        if pd.notna(year["estimated"]) and pd.notna(year["unseen"]):
            self.draw_gap(year, free, middle, label)

    def draw_gap(self, year: Year, free: float, middle: float, label: str) -> None:
        """Fill the gap between the registered number and the lower end of the estimate, and write how many it is."""
        lowest = year["estimated"] if pd.isna(year["estimated_lower"]) else year["estimated_lower"]
        level = self.x(year["estimated"])
        start, stop = free + 6, self.x(lowest) - 3
        if label and _is_before(level, label):
            stop = min(stop, level - text_width(label, _TEXT, True) - 14)
        if stop <= start:
            return
        self.drawing.bar("unseen", start, middle - _BAR / 2, stop - start, _BAR)
        unseen = self.say.number(not_registered_in_hundreds(year))
        form = "more_than" if year.get("estimate_qualifier") in LOWEST else "about"
        text = self.say.say(f"charts.{form}", value=unseen)
        if stop - start > text_width(text, _SMALL, True) + 4:
            self.drawing.text("missed", (start + stop) / 2, middle + 5, text, size=_SMALL, bold=True, anchor="center")

    def draw_estimates(self) -> None:
        """Draw each estimate over all its years: a line, and its range as a band; hatched if made for other years."""
        drawing, levels = self.drawing, []
        for _, run in groupby(enumerate(self.years), lambda each: _values_of(each[1], _ESTIMATE)):
            (place, year), *others = run
            if pd.isna(year["estimated"]):
                continue
            y, height = _HEADER + _ROW * place, _ROW * (1 + len(others)) - 2
            level, lower, upper = self.x(year["estimated"]), year["estimated_lower"], year["estimated_upper"]
            if pd.notna(lower) and pd.notna(upper):
                band = (self.x(lower), y, float(upper - lower) * self.scale, height)
                if year["extrapolated"]:
                    drawing.hatch("hatch", *band)
                    drawing.bar("hatch", *band, outlined="dashed")
                else:
                    drawing.bar("band", *band)
            drawing.line("level", level, y, level, y + height, width=2.5, dashed=bool(year["extrapolated"]))
            levels.append(level)
        if levels:
            self.write_headings(levels[0])

    def write_headings(self, level: float) -> None:
        """Write the headings of the gap and of the estimates, if there is room."""
        registered, estimated, unseen = (
            self.say.say(f"charts.visibility.{name}") for name in ("registered", "estimated", "unseen")
        )
        half = text_width(estimated, _SMALL, True) / 2
        middle = min(level, _WIDTH - half)
        self.drawing.text("level", middle, 18, estimated, size=_SMALL, bold=True, anchor="center")
        start, stop = _YEAR_COLUMN + text_width(registered, _SMALL, True), middle - half
        if text_width(unseen, _SMALL, True) < stop - start - 12:
            self.drawing.text("missed", (start + stop) / 2, 18, unseen, size=_SMALL, bold=True, anchor="center")

    def labels(self) -> dict[int, str]:
        """Return the labels of the estimates by row: the number, and the study in the row below."""
        labels: dict[int, str] = {}
        names = ["estimate_series", "estimated", "estimated_upper"]
        for _, run in groupby(enumerate(self.years), lambda each: _values_of(each[1], names)):
            (place, year), *others = run
            if pd.notna(year["estimated"]):
                labels[place] = _number(year["estimated"], year, self.say)
                labels |= {other: self.say.say(f"charts.study.{row['estimate_series']}") for other, row in others[:1]}
        return labels

    def write_label(self, level: float, y: float, label: str) -> None:
        """Write a label beside the line of an estimate, on a plain background that covers the hatching."""
        width = text_width(label, _TEXT, True)
        x = level - width - 9 if _is_before(level, label) else level + 5
        self.drawing.bar("paper", x, y + 3, width + 6, _ROW - 6)
        self.drawing.text("level", x + 3, y + _ROW / 2 + 5, label, size=_TEXT, bold=True)


def _values_of(year: Year, names: list[str]) -> list[str]:
    return [str(year.get(name)) for name in names]


def _is_before(level: float, label: str) -> bool:
    """Return whether a label goes to the left of the line of its estimate, for lack of room to the right."""
    return level + 9 + text_width(label, _TEXT, True) > _WIDTH


def _is_revised(year: Year) -> bool:
    printed = year.get("first_printed")
    return bool(pd.notna(printed) and pd.notna(year["registered"]) and printed != year["registered"])


def _first_printed(year: Year, say: Wording) -> str:
    return say.say("charts.visibility.was", value=say.number(year["first_printed"]))


def _number(value: float, year: Year, say: Wording) -> str:
    """Return a number based on the estimate of a year, marked as a lower bound if the estimate is one."""
    lowest = year.get("estimate_qualifier") in LOWEST
    return say.say("charts.more_than", value=say.number(value)) if lowest else say.number(value)


def balance_table(years: pd.DataFrame, say: Wording, cite: Cite | None) -> Markup:
    """Return the balance by year (`Reconciliation.balance`), each number with the note of its publication.

    Columns without any value are left out. A revised number also shows what was published first. If the estimate is a
    lower bound, so is the number not registered, and the registered share is an upper bound.
    """
    rows = [_row(year, say, cite or (lambda _: "")) for year in years.to_dict("records")]
    shown = pd.DataFrame(rows).astype("object")
    shown = shown.where(shown.notna(), None)
    columns = [
        # The cells are markup already, with links to the notes.
        Column(name, say.say(f"charts.visibility.column.{name}"), name in _NUMERIC, name == "year", escape)
        for name in shown
        if shown[name].notna().any()
    ]
    return html_table(shown, say.say("charts.visibility.table"), columns, missing=say.say("charts.none"))


def _row(year: Year, say: Wording, cite: Cite) -> dict[str, Any]:
    """Return the cells of a year, each number with its note; None for what is unknown."""
    row: dict[str, Any] = dict.fromkeys(_COLUMNS) | {"year": str(year["year"])}
    notes = {
        name: Markup(cite(publication)) if isinstance(publication := year.get(f"{name}_publication"), str) else ""
        for name in ("registered", "estimate", "estimate_range")
    }
    if pd.notna(year["registered"]):
        first = f" ({_first_printed(year, say)})" if _is_revised(year) else ""
        row["registered"] = Markup("{}{}{}").format(say.number(year["registered"]), notes["registered"], first)
    if pd.notna(series := year.get("registered_series")):
        row["registered_series"] = say.say(f"charts.visibility.count.{series}")
    if pd.notna(year["estimated"]):
        row["estimated"] = Markup("{}{}").format(_number(year["estimated"], year, say), notes["estimate"])
    if pd.notna(year["estimated_lower"]) and pd.notna(year["estimated_upper"]):
        # The estimate has this note already, unless another publication printed the range.
        is_other = year.get("estimate_range_publication") != year.get("estimate_publication")
        ends = say.range(year["estimated_lower"], year["estimated_upper"])
        row["range"] = Markup("{}{}").format(ends, notes["estimate_range"] if is_other else "")
    if pd.notna(year["extrapolated"]):
        row["extrapolated"] = say.say(f"charts.visibility.own.{'no' if year['extrapolated'] else 'yes'}")
    if pd.notna(year["unseen"]):
        row["unseen"] = _number(not_registered_in_hundreds(year), year, say)
    if pd.notna(year["in_view_percent"]):
        lowest = year.get("estimate_qualifier") in LOWEST
        share = say.percent((rounded_up if lowest else rounded)(float(year["in_view_percent"])), 0)
        row["in_view_percent"] = say.say("charts.less_than", value=share) if lowest else share
    return row
