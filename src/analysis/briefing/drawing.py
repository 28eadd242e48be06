"""Drawings as inline SVG with real text, a class for each colour, a title and a description.

Colours are attributes of the SVG, for print and PDF. A style sheet overrides them by class (`f-bar` fills, `s-gap`
strokes), for light and dark. There are no style attributes, which a strict Content-Security-Policy forbids.
"""

from collections.abc import Sequence
from functools import cache
from importlib import resources

from markupsafe import Markup
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from analysis.briefing.html import attributes

FONT_FAMILY = "Atkinson Hyperlegible Next, sans-serif"
# The light colours; briefing.css names the same classes, with their dark counterparts.
COLOURS = {
    "ink": "#17212b",
    "soft": "#4b5966",
    "bar": "#0b5c73",
    "outline": "#0b5c73",
    "pale": "#d6e6ea",
    "band": "#f4dfb4",
    "level": "#8a5300",
    "hatch": "#d0a04a",
    "first": "#17212b",
    "mine": "#e3eef1",
    "missed": "#7d1f12",
    "paper": "#ffffff",
}
# The size of text, as large as that around a chart, and the heights of a row of a chart and of the bar in it.
TEXT, ROW, BAR = 15.0, 17.0, 11.5
# The colour and size of most texts are set once, on the drawing itself.
_COMMON_INK, _COMMON_SIZE = "ink", f"{TEXT:g}"


@cache
def font(bold: bool) -> FontProperties:
    """Return the font of the page, from its file, so that matplotlib measures the text as the page shows it."""
    weight = 700 if bold else 400
    file = resources.files("analysis") / "briefing" / "fonts" / f"AtkinsonHyperlegibleNext-{weight}.ttf"
    with resources.as_file(file) as path:
        return FontProperties(fname=str(path), weight=weight)


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a text in the drawing's units."""
    sized = font(bold).copy()
    sized.set_size(size)
    return float(TextToPath().get_text_width_height_descent(text, sized, False)[0])


class Drawing:
    """A drawing of `width` by `height` units, y downwards; marks are drawn in the colours of `COLOURS`, by name.

    Texts are above lines, and lines above shapes, in whatever order they are drawn.
    """

    def __init__(self, width: float, height: float) -> None:
        """Create an empty drawing."""
        self.width, self.height = width, height
        self._shapes, self._lines, self._texts = list[Markup](), list[Markup](), list[Markup]()

    def bar(self, colour: str, x: float, y: float, width: float, height: float, outlined: str = "") -> None:
        """Draw a filled rectangle, or only its edge if `outlined` is "solid" or "dashed"."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        if outlined:
            dashes = "3.08,2.24" if outlined == "dashed" else ""
            self._shapes.append(_stroke(colour, _path(*corners, corners[0]) + "z", 1.4, dashes))
        else:
            self._shapes.append(_filled(colour, _path(*corners) + "z"))

    def line(
        self, colour: str, x0: float, y0: float, x1: float, y1: float, *, width: float, dashed: bool = False
    ) -> None:
        """Draw a straight line."""
        self._lines.append(_stroke(colour, _path((x0, y0), (x1, y1)), width, "3,3" if dashed else ""))

    def hatch(self, colour: str, x: float, y: float, width: float, height: float, step: float = 12) -> None:
        """Draw slanted lines in a rectangle, as one path; an SVG pattern would need an id."""
        lines, offset = "", step
        while offset < width + height:
            start = (x + min(offset, width), y + max(0.0, offset - width))
            lines += _path(start, (x + max(0.0, offset - height), y + min(offset, height)))
            offset += step
        self._shapes.append(_stroke(colour, lines, 1.2))

    def triangle(self, colour: str, x: float, y: float, size: float) -> None:
        """Draw a triangle that points right, with the middle of its left side at (x, y)."""
        top, bottom = (x, y - size * 0.6), (x, y + size * 0.6)
        self._shapes.append(_filled(colour, _path(top, (x + size, y), bottom, top)))

    def text(
        self, colour: str, x: float, y: float, text: str, *, size: float, bold: bool = False, anchor: str = ""
    ) -> None:
        """Write a text with its baseline at y; it starts at x, or has its `anchor` (middle, end) there."""
        look = {
            # A text in the common colour and size inherits these from the drawing.
            "class": "" if colour == _COMMON_INK else f"f-{colour}",
            "fill": "" if colour == _COMMON_INK else COLOURS[colour],
            "font-size": "" if f"{size:g}" == _COMMON_SIZE else f"{size:g}",
            "font-weight": "700" if bold else "",
            "text-anchor": anchor,
            "x": _short(x),
            "y": _short(y),
        }
        self._texts.append(Markup("<text {}>{}</text>").format(attributes(look), text))

    def svg(self, name: str, title: str, description: str) -> Markup:
        """Return the drawing as an `<svg role="img">`; `name` makes its ids unique on the page."""
        opened = attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": f"chart f-{_COMMON_INK}",
                "role": "img",
                "viewBox": f"0 0 {self.width:g} {self.height:g}",
                "font-family": FONT_FAMILY,
                "font-size": _COMMON_SIZE,
                "fill": COLOURS[_COMMON_INK],
                "aria-labelledby": f"{name}-title {name}-desc",
            }
        )
        said = Markup('<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>')
        marks = Markup("").join([*self._shapes, *self._lines, *self._texts])
        return Markup("<svg {}>{}{}</svg>").format(opened, said.format(name, title, description), marks)


def figure(chart: Markup, finding: str = "", reading: Sequence[str] = ()) -> Markup:
    """Return a drawing below its caption: the finding, if any, and the lines on how to read it."""
    caption = Markup('<p class="finding">{}</p>').format(finding) if finding else Markup("")
    caption += Markup("").join(Markup("<p>{}</p>").format(line) for line in reading)
    caption = Markup("<figcaption>{}</figcaption>").format(caption) if caption else caption
    return Markup('<figure class="chart-figure">{}{}</figure>').format(caption, chart)


def _filled(colour: str, path: str) -> Markup:
    return Markup("<path {}/>").format(attributes({"class": f"f-{colour}", "fill": COLOURS[colour], "d": path}))


def _stroke(colour: str, path: str, width: float, dashes: str = "") -> Markup:
    look = {"class": f"s-{colour}", "fill": "none", "stroke": COLOURS[colour], "stroke-width": f"{width:g}"}
    return Markup("<path {}/>").format(attributes({**look, "stroke-dasharray": dashes, "d": path}))


def _path(*points: tuple[float, float]) -> str:
    return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in points)


def _short(number: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{round(number, 6):.1f}".removesuffix(".0")
