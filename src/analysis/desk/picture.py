"""Charts of the notebooks in the style of the house, each as a picture with its text and its numbers as a table."""

import base64
import io
from functools import cache
from typing import Any

from markupsafe import Markup, escape
from matplotlib import font_manager, rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from PIL import Image

from analysis.briefing.drawing import COLOURS, font
from analysis.desk.shown import SAY, Shown, folded

WIDTH = 1000  # in pixels, as shown
_PIXELS_PER_INCH = 100
# Twice as fine as it is shown: sharp on a screen that has two dots to a pixel, and on paper.
_FINENESS = 2
_FEW_COLOURS = 128


@cache
def house_style() -> dict[str, Any]:
    """Return the settings of matplotlib for the letter, the colours and the lines of the house."""
    known = font_manager.fontManager
    for bold in (False, True):
        known.addfont(str(font(bold).get_file()))
        # Before one of the same name that a machine may have: pictures are the same everywhere.
        known.ttflist.insert(0, known.ttflist.pop())
    return {
        "font.family": font(False).get_name(),
        "font.size": 9,
        "text.color": COLOURS["ink"],
        "text.parse_math": False,
        "axes.edgecolor": COLOURS["soft"],
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.titlelocation": "left",
        "axes.titleweight": "bold",
        "axes.titlesize": 9.5,
        "axes.unicode_minus": False,
        "grid.color": COLOURS["rule"],
        "grid.linewidth": 0.6,
        "hatch.linewidth": 0.9,
        "legend.frameon": False,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "xtick.labelcolor": COLOURS["soft"],
        "ytick.labelcolor": COLOURS["soft"],
        "figure.constrained_layout.use": True,
    }


def new_figure(height: float) -> Figure:
    """Return an empty figure of WIDTH by `height` pixels; make it, and draw on it, within the style of the house."""
    return Figure(figsize=(WIDTH / _PIXELS_PER_INCH, height / _PIXELS_PER_INCH), dpi=_PIXELS_PER_INCH)


def number_axis(axes: Axes, highest: float) -> None:
    """Scale the y axis from zero to well above the highest number."""
    axes.set_ylim(0, highest * 1.2)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda number, _: SAY.number(number)))


def year_axis(axes: Axes, first: int, last: int, every: int = 1) -> None:
    """Scale the x axis from the first year to the last, and name the last and each `every` years before it."""
    years = range(last, first - 1, -every)
    axes.set_xlim(first - 0.6, last + 0.6)
    axes.set_xticks([*years], [str(year) for year in years])


def label(axes: Axes, x: float, y: float, text: str, *, below: bool = False, **look: Any) -> None:
    """Write a text over, or below, a place of the axes, on a plate that keeps lines from its digits.

    `look`: as matplotlib's `annotate` has it; `offset` is how many points away it is.
    """
    offset, plate = look.pop("offset", 6), {"boxstyle": "square,pad=0.1", "fc": COLOURS["paper"], "ec": "none"}
    axes.annotate(
        text,
        (x, y),
        xytext=(0, -offset if below else offset),
        textcoords="offset points",
        bbox=plate | {"alpha": 0.8},
        annotation_clip=False,
        **{"ha": "center", "va": "top" if below else "bottom", "zorder": 6} | look,
    )


def picture(figure: Figure, alternative: str, caption: list[str], numbers: str) -> Shown:
    """Return a figure with its alternative text, how to read it, and its numbers as a table (HTML), folded."""
    image = base64.b64encode(_png(figure)).decode()
    finding, *reading = [escape(line) for line in caption]
    lines = Markup("").join(Markup("<p>{}</p>").format(line) for line in reading)
    return Shown(
        f'<figure style="margin:0">'
        f"<figcaption><p><strong>{finding}</strong></p>{lines}</figcaption>\n"
        f'<img alt="{escape(alternative)}" width="{WIDTH}" style="max-width:100%;height:auto" '
        f'src="data:image/png;base64,{image}">\n</figure>\n' + folded(SAY.say("charts.numbers"), numbers)
    )


def _png(figure: Figure) -> bytes:
    """Return a figure as PNG, in few colours: a third of the size, and the eye sees no difference."""
    drawn, small = io.BytesIO(), io.BytesIO()
    with rc_context(house_style()):
        figure.savefig(drawn, dpi=_PIXELS_PER_INCH * _FINENESS)
    image = Image.open(drawn).convert("RGB").quantize(_FEW_COLOURS, Image.Quantize.MAXCOVERAGE)
    image.save(small, format="png")
    return small.getvalue()
