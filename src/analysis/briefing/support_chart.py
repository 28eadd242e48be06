"""The chart of the parties: seats as bars, and in words and pattern whether each signed."""

from typing import Any

import pandas as pd

from analysis.briefing.drawing import Drawing, figure, text_width
from analysis.core.wording import Wording, wording

# Half the width of paper, or a phone: at both the text is as large as that around it.
_WIDTH = 380.0
_TEXT = 15.0
_ROW = 17.0
_BAR = 11.5
_ALL = "all"
_SIGNED = ("yes", "by_decision")


def support_chart(support_by_party: pd.DataFrame, party: str, language: str) -> str:
    """Return the figure of the seats of each party and whether it signed: one row a party, the most seats first.

    `support_by_party` has one row per party and the row `all` (share/data/parties.csv: party_id, party, seats,
    party_signed). The reader's party is marked by a strip, a triangle and bold letters.
    """
    say = wording(language)
    parties = support_by_party[support_by_party["party_id"] != _ALL]
    parties = parties.sort_values(["seats", "party"], ascending=[False, True], kind="stable", na_position="last")
    described = say.say("charts.support.description", parties=_in_words(parties, say))
    chart = _draw_support(parties, party, say).svg("support-chart", say.say("charts.support.title"), described)
    return figure(chart, "", [])


def _in_words(parties: pd.DataFrame, say: Wording) -> str:
    """Return each party with its seats and whether it signed, for who hears the chart."""
    said = []
    for row in parties.to_dict("records"):
        seats = say.say("charts.none") if pd.isna(row["seats"]) else say.number(int(row["seats"]))
        said.append(f"{row['party']} {seats}, {say.say('charts.support.' + row['party_signed'])}")
    return "; ".join(said)


def _draw_support(parties: pd.DataFrame, party: str, say: Wording) -> Drawing:
    drawing = Drawing(_WIDTH, _ROW * len(parties) + 2)
    names = [_fitting(str(name), 200) for name in parties["party"]]
    bars_at = 16 + max((text_width(name, _TEXT, True) for name in names), default=0) + 10
    words = {signed: say.say(f"charts.support.{signed}") for signed in parties["party_signed"].unique()}
    widest = max((text_width(word, _TEXT, True) for word in words.values()), default=0)
    scale = (_WIDTH - 6 - widest - 36 - bars_at) / max(float(parties["seats"].fillna(0).max()), 1.0)
    for place, (name, row) in enumerate(zip(names, parties.to_dict("records"), strict=True)):
        y = _ROW * place
        _draw_party(drawing, row, name, y, bars_at, scale, row["party_id"] == party, say)
    return drawing


def _draw_party(
    drawing: Drawing, row: dict[Any, Any], name: str, y: float, bars_at: float, scale: float, mine: bool, say: Wording
) -> None:
    base, middle, signed = y + _ROW / 2 + 5, y + _ROW / 2, row["party_signed"]
    if mine:
        drawing.bar("mine", 0, y - 0.5, _WIDTH, _ROW - 1)
        drawing.triangle("ink", 3, middle, 7)
    drawing.text("ink", 14, base, name, size=_TEXT, bold=mine)
    seats = 0 if pd.isna(row["seats"]) else int(row["seats"])
    width = seats * scale
    if signed in _SIGNED:
        drawing.bar("bar" if signed == "yes" else "pale", bars_at, middle - _BAR / 2, width, _BAR)
    if signed == "by_decision":
        drawing.hatch("outline", bars_at, middle - _BAR / 2, width, _BAR, step=5)
    if signed != "yes" and width:
        edge = "dashed" if signed == "unknown" else "solid"
        drawing.bar("outline", bars_at + 0.75, middle - _BAR / 2 + 0.75, max(width - 1.5, 3), _BAR - 1.5, outlined=edge)
    if pd.notna(row["seats"]):
        drawing.text("ink", bars_at + width + 5, base, say.number(seats), size=_TEXT, bold=True)
    ink, word = ("ink" if signed in _SIGNED else "soft"), say.say(f"charts.support.{signed}")
    drawing.text(ink, _WIDTH - 6, base, word, size=_TEXT, bold=signed in _SIGNED, anchor="right")


def _fitting(name: str, width: float) -> str:
    """Return a name that fits in a width, cut with an ellipsis; the tables of the annex have it in full."""
    if text_width(name, _TEXT, True) <= width:
        return name
    while name and text_width(name + "…", _TEXT, True) > width:
        name = name[:-1].rstrip()
    return name + "…"
