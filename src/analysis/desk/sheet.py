"""A sheet to draw on: the house's colours and letter, sizes in pixels, and a picture with its text and its numbers."""

import base64
import io
from typing import Any

from markupsafe import Markup, escape
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from analysis.briefing.drawing import COLOURS, font
from analysis.desk.shown import SAY, Shown, folded

WIDTH = 1000
TEXT, SMALL = 13.0, 11.5
PIXELS_PER_INCH = 100
# Twice as fine as it is shown: sharp on a screen that has two dots to a pixel, and on paper.
_FINENESS = 2
_PALETTE = 128


def new_figure(height: float) -> Figure:
    """Return an empty sheet of WIDTH by `height` pixels."""
    size = (WIDTH / PIXELS_PER_INCH, height / PIXELS_PER_INCH)
    return Figure(figsize=size, dpi=PIXELS_PER_INCH, facecolor=COLOURS["paper"])


def axes_at(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Return axes at a place on the sheet, in pixels from its upper left corner, with only a base line."""
    total = figure.get_figheight() * PIXELS_PER_INCH
    axes: Axes = figure.add_axes((left / WIDTH, (total - top - height) / total, width / WIDTH, height / total))
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(COLOURS["soft"])
    axes.tick_params(length=0, labelsize=points(SMALL), labelcolor=COLOURS["soft"])
    axes.set_axisbelow(True)
    return axes


def points(pixels: float) -> float:
    """Return a size in pixels as points, which matplotlib counts in."""
    return pixels * 72 / PIXELS_PER_INCH


def write(axes: Axes, x: float, y: float, text: str, **look: Any) -> None:
    """Write a text at a place of the axes; `dx` and `dy` move it by pixels, y upwards.

    Other words: `size` (pixels), `bold`, `colour` (of COLOURS), `ha` and `va` as matplotlib has them, `plate` (a paper
    plate that keeps lines from the digits), `box` (how one around it looks), `transform`.
    """
    face = font(look.pop("bold", False)).copy()
    face.set_size(points(look.pop("size", TEXT)))
    offset = (points(look.pop("dx", 0)), points(look.pop("dy", 0)))
    plate = {"boxstyle": "square,pad=0.1", "fc": COLOURS["paper"], "ec": "none", "alpha": 0.85}
    box = {"boxstyle": "square,pad=0.25"} | look.pop("box") if "box" in look else None
    axes.annotate(
        text,
        (x, y),
        xytext=offset,
        xycoords=look.pop("transform", "data"),
        textcoords="offset points",
        color=COLOURS[look.pop("colour", "ink")],
        fontproperties=face,
        bbox=plate if look.pop("plate", False) else box,
        parse_math=False,
        annotation_clip=False,
        **{"ha": "center", "va": "center"} | look,
    )


def number_axis(axes: Axes, highest: float, steps: int = 5) -> None:
    """Draw a scale from zero to above the highest number, with light lines at round numbers."""
    step = next(
        size * 10**power for power in range(7) for size in (1, 2, 2.5, 5) if size * 10**power * steps >= highest
    )
    ticks = [step * place for place in range(steps + 1) if step * place <= highest * 1.18]
    axes.set_ylim(0, highest * 1.18)
    axes.set_yticks(ticks, [SAY.number(tick) for tick in ticks])
    axes.grid(axis="y", color=COLOURS["rule"], linewidth=0.6)
    letters(axes)


def year_axis(axes: Axes, first: int, last: int, every: int = 1) -> None:
    """Draw one place a year from `first` to `last`, named where the number of years to the last divides by `every`."""
    axes.set_xlim(first - 0.6, last + 0.6)
    named = [year for year in range(first, last + 1) if (last - year) % every == 0]
    axes.set_xticks(named, [str(year) for year in named])
    letters(axes)


def letters(axes: Axes) -> None:
    """Set the names of both scales in the house's letter."""
    face = font(False).copy()
    face.set_size(points(SMALL))
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(face)


def _png(figure: Figure) -> bytes:
    """Return a drawing as PNG, in few colours: a third of the size, and the eye sees no difference.

    They are chosen by coverage: in half the time of a median cut, and no dot is far from the drawing.
    """
    drawn, small = io.BytesIO(), io.BytesIO()
    settings: Any = {"axes.unicode_minus": False}
    dots = PIXELS_PER_INCH * _FINENESS
    with rc_context(settings):
        figure.savefig(drawn, format="rgba", dpi=dots)
    width, height = (int(inches * dots) for inches in figure.get_size_inches())
    image = Image.frombytes("RGBA", (width, height), drawn.getvalue())
    image.convert("RGB").quantize(_PALETTE, Image.Quantize.MAXCOVERAGE).save(small, format="png")
    return small.getvalue()


def picture(figure: Figure, alternative: str, caption: list[str], numbers: str) -> Shown:
    """Return a drawing with its alternative text, how to read it, and its numbers as a table (HTML), folded."""
    image = base64.b64encode(_png(figure)).decode()
    finding, *reading = [escape(line) for line in caption]
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in reading)
    return Shown(
        f'<figure style="margin:0">'
        f"<figcaption><p><strong>{finding}</strong></p>{lines}</figcaption>\n"
        f'<img alt="{escape(alternative)}" width="{WIDTH}" style="max-width:100%;height:auto" '
        f'src="data:image/png;base64,{image}">\n</figure>\n' + folded(SAY.say("charts.numbers"), numbers)
    )
