"""The chart of registered and estimated victims by year, and the words of a number that rests on an estimate.

Every bar has its number, so the chart needs no axis; no meaning depends on colour alone.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from analysis.briefing.drawing import BAR, ROW, TEXT, Drawing, text_width
from analysis.briefing.html import PARTS
from analysis.core.amounts import rounded, rounded_down
from analysis.core.record_tables import Row
from analysis.core.wording import Wording, wording

LOWEST = ("more_than", "at_least")

_WIDTH, _YEAR_COLUMN, _HEADER, _SMALL = 400.0, 56.0, 24.0, 14.0
# Years with equal values in these columns share one estimate in the chart.
_ESTIMATE = ("estimate_series", "estimated", "estimated_upper")


def balance_chart(years: Sequence[Row], language: str, finding: str, reading: Sequence[str]) -> Markup:
    """Return the figure of registered, not registered and estimated victims: one row a year, no text across a line.

    `years` are those of `Reconciliation.balance`, with a `letter` if a note below explains a break in their figures.
    `finding` and `reading` are the caption, followed by what has no room in the drawing.
    """
    w = wording(language)
    chart = _BalanceChart(years, w)
    drawing, labels, heard = chart.drawing, chart.labels(), list[str]()
    chart.draw_estimates()
    for place, year in enumerate(years):
        y = _HEADER + ROW * place
        at, label = labels.get(place, (_WIDTH, ""))
        if label:
            drawing.text("level", at, y + ROW / 2 + 5, label, size=TEXT, bold=True)
        chart.draw_year(year, y, min(at, chart.range_of(year)[0]) - 4)
        said = {
            "year": str(year["year"]),
            "registered": w.number(year["registered"]),
            "unseen": unseen_in_words(year, w),
        }
        heard.append(w.say_from(f"charts.visibility.year{'_estimated' if said['unseen'] else ''}", said))
        if place and year["registered_series"] != years[place - 1]["registered_series"]:
            drawing.line("first", 0, y, _WIDTH, y, width=0.75)
    drawing.line("ink", _YEAR_COLUMN, _HEADER - 2, _YEAR_COLUMN, drawing.height - 4, width=1.5)
    drawing.text("ink", _YEAR_COLUMN, 18, w.say("charts.visibility.registered"), size=_SMALL, bold=True)
    description = w.say("charts.visibility.description", years="; ".join(heard))
    title = w.say("charts.visibility.title")
    return Markup(PARTS.chart(drawing, "balance-chart", title, description, finding, [*reading, *chart.explained()]))


class _BalanceChart:
    def __init__(self, years: Sequence[Row], w: Wording) -> None:
        self.w, self.years = w, years
        ends = [year[name] for year in years for name in ("registered", "estimated", "estimated_upper")]
        self.scale = (_WIDTH - _YEAR_COLUMN) / float(max(end for end in ends if end is not None))
        self.drawing = Drawing(_WIDTH, _HEADER + ROW * len(years) + 6)
        # What draw_year and write_headings found no room for, and whether a number not registered is drawn.
        self.without_room, self.has_heading, self.has_unseen = list[str](), True, False

    def x(self, victims: float) -> float:
        return _YEAR_COLUMN + victims * self.scale

    def range_of(self, year: Row) -> tuple[float, float, float]:
        """Return the positions of an estimate's lower end, its line and its upper end; without one, the right edge."""
        if (level := level_of(year)) is None:
            return _WIDTH, _WIDTH, _WIDTH
        lower, upper = year["estimated_lower"], year["estimated_upper"]
        return self.x(level if lower is None else lower), self.x(level), self.x(level if upper is None else upper)

    def runs(self, *names: str) -> Iterator[tuple[int, Row, int]]:
        """Yield each run of years with equal values in some columns: place and row of the first, and how many."""
        for _, run in groupby(enumerate(self.years), lambda each: [str(each[1][name]) for name in names]):
            (place, year), *others = run
            yield place, year, 1 + len(others)

    def labels(self) -> dict[int, tuple[float, str]]:
        """Return where the label of each estimate begins, and the label, by the first row of the estimate."""
        # It is to the right of the line, within the range or after it, or else to the left; without room it is left
        # out, as the caption has it too.
        labels = {}
        for place, year, _ in self.runs(*_ESTIMATE):
            if label := estimate_in_words(year, self.w):
                (lower, level, upper), width = self.range_of(year), text_width(label, TEXT, True) + 8
                before = max(self.number_of(year)[1], lower - width), lower
                spaces = (level, upper), (upper, _WIDTH), (lower, level), before
                if fits := [start for start, stop in spaces if round(stop - start - width, 3) >= 0]:
                    labels[place] = fits[0] + 4, label
        return labels

    def number_of(self, year: Row) -> tuple[float, float]:
        """Return where the registered number begins and its drawing ends; it is in its bar if the range is near."""
        ends = [self.x(end) for end in (year["registered"], year["first_printed"]) if end is not None]
        width, before = text_width(self.w.number(year["registered"]), TEXT, True), min(ends) - 6
        if max(ends) + width + 10 > self.range_of(year)[0] and before - width > _YEAR_COLUMN:
            return before - width, max(ends)
        return max(ends) + 6, max(ends) + 6 + width

    def draw_year(self, year: Row, y: float, stop: float) -> None:
        """Draw the year, what was registered and printed first, and up to `stop` how many are not registered.

        These are only a number, as a bar that leaves room for the texts would have a wrong length.
        """
        drawing, base, top = self.drawing, y + ROW / 2 + 5, y + ROW / 2 - BAR / 2
        drawing.text("ink", _YEAR_COLUMN - 8, base, str(year["year"]), size=TEXT, anchor="end")
        if year["letter"]:
            drawing.text("level", 0, base, year["letter"], size=_SMALL, bold=True)
        (start, end), was = self.number_of(year), first_printed(year, self.w)
        drawing.bar("bar", _YEAR_COLUMN, top, year["registered"] * self.scale, BAR)
        if was:
            first = self.x(year["first_printed"])
            drawing.bar("paper", first - 2, top, 4, BAR)
            drawing.line("first", first, top - 3, first, top + BAR + 3, width=2)
        colour = "ink" if start > self.x(year["registered"]) else "paper"
        drawing.text(colour, start, base, self.w.number(year["registered"]), size=TEXT, bold=True)
        unseen = unseen_in_words(year, self.w)
        room, named = stop - end - (4 + text_width(unseen, _SMALL, True) if unseen else 0), {"year": str(year["year"])}
        if unseen and room >= 0:
            drawing.text("missed", stop, base, unseen, size=_SMALL, bold=True, anchor="end")
            self.has_unseen = True
        elif unseen:
            self.without_room.append(self.w.say("charts.visibility.unseen_of", **named, value=unseen))
        if was and room >= 5 + text_width(was, _SMALL):
            drawing.text("soft", end + 5, base, was, size=_SMALL)
        elif was:
            self.without_room.append(self.w.say("charts.visibility.was_of", **named, was=was))

    def draw_estimates(self) -> None:
        """Draw each estimate over all its years: a line, and its range as a band; dashed if made for other years."""
        known = [year for year in self.years if level_of(year) is not None]
        if known:
            self.write_headings(known)
        for place, year, count in self.runs(*_ESTIMATE, "extrapolated"):
            y, height = _HEADER + ROW * place + 1, ROW * count - 2
            lower, level, upper = self.range_of(year)
            if lower < upper and year["extrapolated"]:
                self.drawing.bar("level", lower, y, upper - lower, height, outlined="dashed")
            elif lower < upper:
                self.drawing.bar("band", lower, y, upper - lower, height)
            if year["estimated"] is not None:
                self.drawing.line("level", level, y, level, y + height, width=2.5, dashed=bool(year["extrapolated"]))

    def write_headings(self, known: Sequence[Row]) -> None:
        lowest = all(year["estimate_qualifier"] in LOWEST for year in known)
        names = "registered", "estimated", "unseen" if lowest else "unseen_about"
        registered, estimated, unseen = (self.w.say(f"charts.visibility.{name}") for name in names)
        half = text_width(estimated, _SMALL, True) / 2
        middle = min(self.range_of(known[0])[1], _WIDTH - half)
        self.drawing.text("level", middle, 18, estimated, size=_SMALL, bold=True, anchor="middle")
        start, stop = _YEAR_COLUMN + text_width(registered, _SMALL, True), middle - half
        if text_width(unseen, _SMALL, True) < stop - start - 12:
            self.drawing.text("missed", (start + stop) / 2, 18, unseen, size=_SMALL, bold=True, anchor="middle")
        else:
            self.has_heading = False

    def explained(self) -> Iterator[str]:
        """Yield what the caption says in place of the labels that have no room."""
        if self.has_unseen and not self.has_heading:
            yield self.w.say("charts.visibility.left_of_estimate")
        if self.without_room:
            yield self.w.say("charts.visibility.without_room", labels=self.w.list(self.without_room))


def unseen_in_words(year: Row, w: Wording) -> str:
    """Return how many victims are not registered by the estimate of a year; empty without one."""
    return "" if year["estimated"] is None else number_by_estimate(not_registered_in_hundreds(year), year, w)


def level_of(year: Row) -> Any:
    """Return where an estimate is labelled: at its value, or at its upper end if it has only a range."""
    return year["estimated_upper"] if year["estimated"] is None else year["estimated"]


def estimate_in_words(year: Row, w: Wording) -> str:
    """Return an estimate, or its range if it has only that; empty if there is none."""
    if year["estimated"] is not None:
        return number_by_estimate(year["estimated"], year, w)
    return "" if year["estimated_upper"] is None else w.range(year["estimated_lower"], year["estimated_upper"])


def first_printed(year: Row, w: Wording) -> str:
    """Return what was printed first, if a year was revised."""
    first = year["first_printed"]
    return "" if first in (None, year["registered"]) else w.say("charts.visibility.was", value=w.number(first))


def not_registered_in_hundreds(year: Row) -> float:
    """Return how many victims are not registered, rounded to hundreds; down if the estimate is a lower bound."""
    shown = rounded_down if year["estimate_qualifier"] in LOWEST else rounded
    return shown(float(year["unseen"]), -2)


def number_by_estimate(value: float, year: Row, w: Wording) -> str:
    """Return a number based on the estimate of a year, marked as a lower bound if the estimate is one."""
    lowest = year["estimate_qualifier"] in LOWEST
    return w.say("charts.more_than", value=w.number(value)) if lowest else w.number(value)
