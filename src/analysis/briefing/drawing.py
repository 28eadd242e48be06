"""Drawings in matplotlib, exported as inline SVG with real text, a class for each colour, a title and a description.

Colours are attributes of the SVG, for print and PDF. A style sheet overrides them by class (`f-bar` fills, `s-gap`
strokes), for light and dark. There are no style attributes, which a strict Content-Security-Policy forbids.
"""

import io
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.textpath import TextToPath

FONT_FAMILY = "Atkinson Hyperlegible Next, sans-serif"
# The light colours; briefing.css names the same classes, with their dark counterparts.
COLOURS = {
    "ink": "#17212b",
    "soft": "#4b5966",
    "rule": "#c9d1d8",
    "bar": "#0b5c73",
    "outline": "#0b5c73",
    "pale": "#d6e6ea",
    "gap": "#7b8894",
    "band": "#f4dfb4",
    "level": "#8a5300",
    "hatch": "#d0a04a",
    "first": "#17212b",
    "mine": "#e3eef1",
    "unseen": "#f3c9c0",
    "missed": "#7d1f12",
    "paper": "#ffffff",
}
_SVG = "{http://www.w3.org/2000/svg}"
_KEPT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
# The colour and size of most texts are set once, on the drawing itself.
_COMMON_INK, _COMMON_SIZE = "ink", "15"
_DEFAULTS = {"text-anchor": "start", "font-weight": "400", "stroke-width": "1", "font-size": _COMMON_SIZE}


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
    """A drawing of `width` by `height` units, y downwards; marks are drawn in the colours of `COLOURS`, by name."""

    def __init__(self, width: float, height: float) -> None:
        """Create an empty drawing."""
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / 72, height / 72))
        self._axes: Axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._figure.patch.set_visible(False)

    def bar(self, colour: str, x: float, y: float, width: float, height: float, outlined: str = "") -> None:
        """Draw a filled rectangle, or only its edge if `outlined` is "solid" or "dashed"."""
        look: dict[str, Any] = {"facecolor": COLOURS[colour], "linewidth": 0}
        if outlined:
            style = (0, (2.2, 1.6)) if outlined == "dashed" else "solid"
            look = {"fill": False, "edgecolor": COLOURS[colour], "linewidth": 1.4, "linestyle": style}
        self._axes.add_patch(Rectangle((x, y), width, height, gid=colour, clip_on=False, **look))

    def line(self, colour: str, x0: float, y0: float, x1: float, y1: float, *, width: float, dashed: bool) -> None:
        """Draw a straight line."""
        style = (0, (3 / width, 3 / width)) if dashed else "solid"
        mark = Line2D((x0, x1), (y0, y1), color=COLOURS[colour], lw=width, ls=style, gid=colour, clip_on=False)
        mark.set_dash_capstyle("butt")
        self._axes.add_line(mark)

    def hatch(self, colour: str, x: float, y: float, width: float, height: float, step: float = 12) -> None:
        """Draw slanted lines in a rectangle, as one path; an SVG pattern would need an id."""
        points, offset = [], step
        while offset < width + height:
            points.append((x + min(offset, width), y + max(0.0, offset - width)))
            points.append((x + max(0.0, offset - height), y + min(offset, height)))
            offset += step
        shape = Outline(points, [Outline.MOVETO, Outline.LINETO] * (len(points) // 2))
        self._axes.add_patch(PathPatch(shape, fill=False, edgecolor=COLOURS[colour], lw=1.2, gid=colour, clip_on=False))

    def triangle(self, colour: str, x: float, y: float, size: float) -> None:
        """Draw a triangle that points right, with the middle of its left side at (x, y)."""
        half = size * 0.6
        shape = Outline([(x, y - half), (x + size, y), (x, y + half), (x, y - half)])
        self._axes.add_patch(PathPatch(shape, facecolor=COLOURS[colour], lw=0, gid=colour, clip_on=False))

    def text(
        self, colour: str, x: float, y: float, text: str, *, size: float, bold: bool = False, anchor: str = "left"
    ) -> None:
        """Write a text with its baseline at y; anchor is left, center or right."""
        face = font(bold).copy()
        face.set_size(size)
        self._axes.text(
            x, y, text, fontproperties=face, color=COLOURS[colour], ha=anchor, va="baseline", gid=colour,
            parse_math=False, clip_on=False,
        )  # fmt: skip

    def svg(self, name: str, title: str, description: str) -> Markup:
        """Return the drawing as an `<svg role="img">`; `name` makes its ids unique on the page."""
        sheet = io.StringIO()
        settings: Any = {"svg.fonttype": "none", "svg.hashsalt": name, "axes.unicode_minus": False}
        with rc_context(settings):
            self._figure.savefig(sheet, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
        tree = ElementTree.fromstring(sheet.getvalue())
        named = [(group.get("id", ""), group) for group in tree.iter(f"{_SVG}g")]
        shapes = [(colour, shape) for colour, group in named if colour in COLOURS for shape in group]
        marks = Markup("").join(
            _mark(colour, shape) for colour, shape in shapes if shape.tag in (f"{_SVG}path", f"{_SVG}text")
        )
        opened = _attributes(
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
        return Markup("<svg {}>{}{}</svg>").format(opened, said.format(name, title, description), marks)


def figure(chart: Markup, finding: str = "", reading: Sequence[str] = ()) -> Markup:
    """Return a drawing below its caption: the finding, if any, and the lines on how to read it."""
    caption = Markup('<p class="finding">{}</p>').format(finding) if finding else Markup("")
    caption += Markup("").join(Markup("<p>{}</p>").format(line) for line in reading)
    caption = Markup("<figcaption>{}</figcaption>").format(caption) if caption else caption
    return Markup('<figure class="chart-figure">{}{}</figure>').format(caption, chart)


def _mark(colour: str, shape: ElementTree.Element) -> Markup:
    """Return a path or a text of matplotlib's SVG with the class of its colour and as few attributes as possible."""
    style = dict(part.split(": ", 1) for part in shape.get("style", "").split("; ") if ": " in part)
    kept = {key: style[key].removesuffix("px") for key in _KEPT if key in style}
    kept = {key: value for key, value in kept.items() if _DEFAULTS.get(key) != value}
    named = {"class": f"{'s' if 'stroke' in kept else 'f'}-{colour}"}
    if shape.tag == f"{_SVG}path":
        line = _short(" ".join(shape.get("d", "").split()))
        return Markup("<path {}/>").format(_attributes({**named, **kept, "d": line}))
    # A text in the common colour inherits it from the drawing.
    kept.pop("fill", None)
    own = {} if colour == _COMMON_INK else {**named, "fill": COLOURS[colour]}
    place = {name: _short(shape.get(name, "0")) for name in ("x", "y")}
    return Markup("<text {}>{}</text>").format(_attributes({**own, **kept, **place}), shape.text or "")


def _attributes(values: dict[str, str]) -> Markup:
    return Markup(" ").join(Markup('{}="{}"').format(*each) for each in values.items())


def _short(numbers: str) -> str:
    """Return coordinates with at most one decimal and without needless spaces, in a third of the bytes."""
    rounded = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), numbers)
    return re.sub(r"([A-Za-z]) ", r"\1", rounded).replace(" L", "L").replace(" M", "M").replace(" z", "z")
