"""The chart of registered and estimated victims: one row a year, every bar with its own number.

Nothing has to be read off an axis, on a phone of 320 px as on paper. What a mark means is always said in words or by
its shape too, never by colour alone.
"""

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from analysis.briefing.balance_table import LOWEST, unseen_shown
from analysis.briefing.drawing import Drawing, figure, text_width
from analysis.core.wording import Wording, wording

_WIDTH = 400.0
_TEXT = 15.0
_SMALL = 14.0
_YEAR_COLUMN = 56.0
_ROW = 17.0
_BAR = 11.5
_HEADER = 24.0


def balance_chart(balance: pd.DataFrame, language: str, finding: str, reading: Sequence[str]) -> str:
    """Return the figure of registered, not registered and estimated victims: one row a year.

    `balance` has one row per year (estimates.visibility_balance). A year without an estimate shows no band; an estimate
    made for other years is hatched; a number revised since shows what was printed first; a letter before a year
    (`letter`) leads to what the caption says of a break in its figures. Yearly levels are shown side
    by side and never summed. `finding` and `reading` are its caption.
    """
    return figure(_svg(pickle.dumps(balance.sort_values("year")), language), finding, reading)


@lru_cache(maxsize=4)
def _svg(pickled_years: bytes, language: str) -> str:
    """Return the drawing: the same for every party, so that of a month it is made once in each language."""
    say, years = wording(language), pickle.loads(pickled_years)
    ends = {"first": str(years["year"].iloc[0]), "last": str(years["year"].iloc[-1])}
    description = say.say("charts.visibility.description", **ends)
    return _draw(years, say).svg("balance-chart", say.say("charts.visibility.title"), description)


def _draw(years: pd.DataFrame, say: Wording) -> Drawing:
    height = _HEADER + _ROW * len(years) + 6
    drawing = Drawing(_WIDTH, height)
    highest = pd.concat([years[name] for name in ("registered", "estimated", "estimated_upper")]).max()
    scale = (_WIDTH - _YEAR_COLUMN) / float(highest)
    labels = _labels(years, say)
    for place, year in enumerate(years.to_dict("records")):
        _draw_year(drawing, year, _HEADER + _ROW * place, scale, labels.get(place, ""), say)
    _draw_estimates(drawing, years, scale, say)
    for place, label in labels.items():
        level = _YEAR_COLUMN + float(years["estimated"].iloc[place]) * scale
        _write_label(drawing, level, _HEADER + _ROW * place, label)
    for place in _breaks(years):
        y = _HEADER + _ROW * place - 1
        drawing.line("first", 0, y, _WIDTH, y, width=0.75, dashed=False)
    drawing.line("ink", _YEAR_COLUMN, _HEADER - 2, _YEAR_COLUMN, height - 4, width=1.5, dashed=False)
    drawing.text("ink", _YEAR_COLUMN, 18, say.say("charts.visibility.registered"), size=_SMALL, bold=True)
    return drawing


def _breaks(years: pd.DataFrame) -> list[int]:
    """Return the rows at which another counting rule begins: what is printed there does not continue what is above."""
    if "registered_series" not in years:
        return []
    series = years["registered_series"].to_list()
    return [place for place in range(1, len(series)) if series[place] != series[place - 1]]


def _runs_of_one_estimate(years: pd.DataFrame) -> list[tuple[int, int, dict[Any, Any]]]:
    """Return (first row, rows, facts) of each run of years with the same estimate, in the same standing."""
    keys = [
        "estimate_series",
        "estimate_publication",
        "estimated",
        "estimated_lower",
        "estimated_upper",
        "extrapolated",
    ]
    rows = years.reindex(columns=[*keys, "estimate_qualifier"]).to_dict("records")
    runs: list[tuple[int, int, dict[Any, Any]]] = []
    for place, row in enumerate(rows):
        if pd.isna(row["estimated"]):
            continue
        told = {key: None if pd.isna(value) else value for key, value in row.items()}
        if runs and runs[-1][2] == told and runs[-1][0] + runs[-1][1] == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1, told)
        else:
            runs.append((place, 1, told))
    return runs


def _draw_estimates(drawing: Drawing, years: pd.DataFrame, scale: float, say: Wording) -> None:
    runs = _runs_of_one_estimate(years)
    for first, length, told in runs:
        y, height = _HEADER + _ROW * first, _ROW * length - 2
        level = _YEAR_COLUMN + float(told["estimated"]) * scale
        if told["estimated_lower"] is not None and told["estimated_upper"] is not None:
            left = _YEAR_COLUMN + float(told["estimated_lower"]) * scale
            width = float(told["estimated_upper"] - told["estimated_lower"]) * scale
            _draw_band(drawing, left, y, width, height, bool(told["extrapolated"]))
        drawing.line("level", level, y, level, y + height, width=2.5, dashed=bool(told["extrapolated"]))
    if runs:
        level = _YEAR_COLUMN + float(runs[0][2]["estimated"]) * scale
        _head_estimates(drawing, level, say)


def _draw_band(drawing: Drawing, x: float, y: float, width: float, height: float, extrapolated: bool) -> None:
    if extrapolated:
        drawing.hatch("hatch", x, y, width, height)
        drawing.bar("hatch", x, y, width, height, outlined="dashed")
    else:
        drawing.bar("band", x, y, width, height)


def _head_estimates(drawing: Drawing, level: float, say: Wording) -> None:
    """Head the gap and the band; each heading keeps clear of the one before."""
    registered_end = _YEAR_COLUMN + text_width(say.say("charts.visibility.registered"), _SMALL, True)
    estimated = say.say("charts.visibility.estimated")
    estimated_at = min(level, _WIDTH - text_width(estimated, _SMALL, True) / 2)
    estimated_start = estimated_at - text_width(estimated, _SMALL, True) / 2
    drawing.text("level", estimated_at, 18, estimated, size=_SMALL, bold=True, anchor="center")
    middle = (registered_end + estimated_start) / 2
    unseen = say.say("charts.visibility.unseen")
    if text_width(unseen, _SMALL, True) < estimated_start - registered_end - 12:
        drawing.text("missed", middle, 18, unseen, size=_SMALL, bold=True, anchor="center")


def _labels(years: pd.DataFrame, say: Wording) -> dict[int, str]:
    """Return what is written beside the line of each estimate, by row: its number, and in the row below its study."""
    labels: dict[int, str] = {}
    previous, begun = None, -1
    for place, year in enumerate(years.to_dict("records")):
        estimate = tuple(str(year[name]) for name in ("estimate_series", "estimated", "estimated_upper"))
        if estimate != previous:
            previous, begun = estimate, place
        if pd.notna(year["estimated"]) and place == begun:
            labels[place] = _with_qualifier(say.number(year["estimated"]), year, say)
        elif pd.notna(year["estimated"]) and place == begun + 1:
            labels[place] = say.say(f"charts.study.{year['estimate_series']}")
    return labels


def _write_label(drawing: Drawing, level: float, y: float, label: str) -> None:
    """Write a label beside the line of an estimate, on a plate that keeps the hatching from the letters."""
    width, before = _label(level, label)
    x = level - width - 9 if before else level + 5
    drawing.bar("paper", x, y + 3, width + 6, _ROW - 6)
    drawing.text("level", x + 3, y + _ROW / 2 + 5, label, size=_TEXT, bold=True)


def _label(level: float, text: str) -> tuple[float, bool]:
    """Return the width of what is written beside the line of an estimate, and whether it is before the line."""
    width = text_width(text, _TEXT, True)
    return width, level + 9 + width > _WIDTH


def _with_qualifier(number: str, told: dict[Any, Any], say: Wording) -> str:
    lowest = told.get("estimate_qualifier") in LOWEST
    return say.say("charts.more_than", value=number) if lowest else number


def _draw_year(drawing: Drawing, year: dict[Any, Any], y: float, scale: float, label: str, say: Wording) -> None:
    base, middle = y + _ROW / 2 + 5, y + _ROW / 2
    drawing.text("ink", _YEAR_COLUMN - 8, base, str(year["year"]), size=_TEXT, anchor="right")
    if pd.notna(year.get("letter")):
        drawing.text("level", 0, base, year["letter"], size=_SMALL, bold=True)
    if pd.isna(year["registered"]):
        return
    end = _YEAR_COLUMN + float(year["registered"]) * scale
    drawing.bar("bar", _YEAR_COLUMN, middle - _BAR / 2, end - _YEAR_COLUMN, _BAR)
    if _revised(year):
        first = _YEAR_COLUMN + float(year["first_printed"]) * scale
        drawing.bar("paper", first - 2, middle - _BAR / 2, 4, _BAR)
        drawing.line("first", first, middle - _BAR / 2 - 3, first, middle + _BAR / 2 + 3, width=2, dashed=False)
        end = max(end, first)
    number = say.number(year["registered"])
    drawing.text("ink", end + 6, base, number, size=_TEXT, bold=True)
    free = end + 6 + text_width(number, _TEXT, True)
    if _revised(year):
        was = say.say("charts.visibility.was", value=say.number(year["first_printed"]))
        drawing.text("soft", free + 5, base, was, size=_SMALL)
        free += 5 + text_width(was, _SMALL)
    _draw_gap(drawing, year, free, base, middle, scale, label, say)


def _draw_gap(
    drawing: Drawing,
    year: dict[Any, Any],
    free: float,
    base: float,
    middle: float,
    scale: float,
    label: str,
    say: Wording,
) -> None:
    """Fill the gap from the number to the lowest estimate, or what is written there, with how many it is."""
    if pd.isna(year["estimated"]) or pd.isna(year["unseen"]):
        return
    lowest = year["estimated"] if pd.isna(year["estimated_lower"]) else year["estimated_lower"]
    level = _YEAR_COLUMN + float(year["estimated"]) * scale
    width, before = _label(level, label) if label else (0.0, False)
    start, stop = free + 6, _YEAR_COLUMN + float(lowest) * scale - 3
    stop = min(stop, level - width - 14) if before else stop
    if stop <= start:
        return
    drawing.bar("unseen", start, middle - _BAR / 2, stop - start, _BAR)
    unseen = say.number(unseen_shown(year))
    text = _with_qualifier(unseen, year, say)
    text = text if text != unseen else say.say("charts.about", value=unseen)
    if stop - start > text_width(text, _SMALL, True) + 4:
        drawing.text("missed", (start + stop) / 2, base, text, size=_SMALL, bold=True, anchor="center")


def _revised(year: dict[Any, Any]) -> bool:
    printed = year.get("first_printed")
    return bool(pd.notna(printed) and pd.notna(year["registered"]) and printed != year["registered"])
