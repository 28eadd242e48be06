"""Drawings of marks and texts by coordinates; parts.html.j2 writes them as inline SVG (`chart`).

Colours are attributes, for print and PDF; a style sheet overrides them by class (`f-bar` fills, `s-ink` strokes).
"""

import math
from functools import cache
from typing import NamedTuple

from analysis.briefing.html import FONTS

# The light colours; briefing.css names the same classes, with their dark counterparts.
COLOURS = {
    "ink": "#17212b",
    "soft": "#4b5966",
    "bar": "#0b5c73",
    "outline": "#0b5c73",
    "pale": "#d6e6ea",
    "band": "#f4dfb4",
    "level": "#8a5300",
    "first": "#17212b",
    "mine": "#e3eef1",
    "missed": "#7d1f12",
    "paper": "#ffffff",
}
# The size of text, as large as that around a chart, and the heights of a row of a chart and of the bar in it.
TEXT, ROW, BAR = 15.0, 17.0, 11.5


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in the font of the page, in the units of a drawing."""
    from matplotlib.font_manager import FontProperties  # slow to import, so only where something is drawn
    from matplotlib.textpath import TextToPath

    font = FontProperties(fname=FONTS / f"AtkinsonHyperlegibleNext-{700 if bold else 400}.ttf", size=size)
    return float(TextToPath().get_text_width_height_descent(text, font, False)[0])


class Mark(NamedTuple):
    """A filled shape, or a line if it has a width."""

    colour: str
    path: str
    width: float = 0
    dashes: str = ""


class Text(NamedTuple):
    """A text and its place; `x` and `y` are coordinates as written in SVG."""

    colour: str
    x: str
    y: str
    text: str
    size: float
    bold: bool
    anchor: str


class Drawing:
    """A drawing of `width` by `height` units, y downwards; texts are above lines, and lines above shapes."""

    font, colours, ink, size = "Atkinson Hyperlegible Next, sans-serif", COLOURS, "ink", TEXT

    def __init__(self, width: float, height: float) -> None:
        """Create an empty drawing."""
        self.width, self.height = width, height
        self.shapes, self.lines, self.texts = list[Mark](), list[Mark](), list[Text]()

    def bar(self, colour: str, x: float, y: float, width: float, height: float, outlined: str = "") -> None:
        """Draw a filled rectangle, or only its edge if `outlined` is "solid" or "dashed"."""
        path = _path((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        if outlined:
            closed, dashes = f"{path}L{_short(x)} {_short(y)}z", "3.08,2.24" if outlined == "dashed" else ""
            self.shapes.append(Mark(colour, closed, 1.4, dashes))
        else:
            self.shapes.append(Mark(colour, f"{path}z"))

    def line(
        self, colour: str, x0: float, y0: float, x1: float, y1: float, *, width: float, dashed: bool = False
    ) -> None:
        """Draw a straight line."""
        self.lines.append(Mark(colour, _path((x0, y0), (x1, y1)), width, "3,3" if dashed else ""))

    def hatch(self, colour: str, x: float, y: float, width: float, height: float) -> None:
        """Draw slanted lines in a rectangle, as one path; an SVG pattern would need an id."""
        lines, step = "", 5
        for offset in range(step, math.ceil(width + height), step):
            start = (x + min(offset, width), y + max(0.0, offset - width))
            lines += _path(start, (x + max(0.0, offset - height), y + min(offset, height)))
        self.shapes.append(Mark(colour, lines, 1.2))

    def triangle(self, colour: str, x: float, y: float, size: float) -> None:
        """Draw a triangle that points right, with the middle of its left side at (x, y)."""
        top, bottom = (x, y - size * 0.6), (x, y + size * 0.6)
        self.shapes.append(Mark(colour, _path(top, (x + size, y), bottom, top)))

    def text(
        self, colour: str, x: float, y: float, text: str, *, size: float, bold: bool = False, anchor: str = ""
    ) -> None:
        """Write a text with its baseline at y; it starts at x, or has its `anchor` (middle, end) there."""
        self.texts.append(Text(colour, _short(x), _short(y), text, size, bold, anchor))


def _path(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)


def _short(number: float) -> str:
    return f"{round(number, 6):.1f}".removesuffix(".0")
