"""A data frame as an accessible HTML table, with a caption and a scope on every heading."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape


@dataclass(frozen=True)
class Column:
    """A column as the reader sees it.

    `numeric` aligns the cells to the right, in digits of equal width; `row_header` makes each cell the heading of its
    row; `show` turns a value that is not missing into text. Text is escaped, unless it is markupsafe.Markup.
    """

    name: str
    heading: str
    numeric: bool = False
    row_header: bool = False
    show: Callable[[Any], str] = escape

    @property
    def css(self) -> str:
        """Return the class of its heading and cells."""
        return "num" if self.numeric else ""


def html_table(
    frame: pd.DataFrame,
    caption: str,
    columns: Iterable[Column],
    *,
    missing: str = "–",
    css: str = "",
    caption_shown: bool = True,
) -> Markup:
    """Return a frame as an HTML table: one row a row, in the frame's order, with only the given columns.

    `missing` is shown where a value is NaN, NA or NaT. `css` names the classes of the table; with `stacked`, a phone
    shows each row as a block. Without `caption_shown` only a screen reader reads the caption, as a heading says the
    same. A wide table scrolls within its own region, so the page itself does not scroll sideways at 320 px.
    """
    shown, stacked = list(columns), "stacked" in css
    # An empty heading is a plain cell: an empty <th> is announced as a heading of nothing.
    heads = [_element("th", c.heading, css=c.css, scope="col") if c.heading else _element("td", "") for c in shown]
    rows = []
    for _, row in frame.iterrows():
        cells = Markup("").join(_cell(column, row[column.name], missing, stacked) for column in shown)
        # To a screen reader, an element that is styled as a block is a row or a cell only if its role says so.
        rows.append(_element("tr", cells, role="row" if stacked else ""))
    named = _element("caption", _element("span", caption), css="" if caption_shown else "visually-hidden")
    parts = Markup("\n{}\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n")
    filled = parts.format(named, Markup("").join(heads), Markup("\n").join(rows))
    table = _element("table", filled, css=css, role="table" if stacked else "")
    label = Markup(escape(caption)).striptags()
    return _element("section", table, css="table-wrap", tabindex="0", aria_label=label)


def _element(tag: str, content: str, *, css: str = "", **attributes: str) -> Markup:
    """Return an element; attributes without a value are left out."""
    named = {"class": css, **{name.replace("_", "-"): value for name, value in attributes.items()}}
    said = Markup("").join(Markup(' {}="{}"').format(*each) for each in named.items() if each[1])
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(tag), said, content)


def _cell(column: Column, value: Any, missing: str, stacked: bool) -> Markup:
    text = missing if pd.isna(value) else column.show(value)
    if column.row_header:
        return _element("th", text, css=column.css, scope="row", role="rowheader" if stacked else "")
    named = {"role": "cell", "data_label": column.heading} if stacked else {}
    return _element("td", text, css=column.css, **named)
