"""HTML that pages and notebooks have in common: sections, paragraphs, lists and tables. Text in it is escaped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

# Classes that keep MathJax from reading text between two dollar signs as a formula: nbconvert's own page knows the
# first, JupyterLab the second.
NO_MATHS = "tex2jax_ignore mathjax_ignore"


def section(name: str, heading: str, *content: str) -> Markup:
    """Return a section of the page, labelled by its heading."""
    return Markup('<section class="{3}" aria-labelledby="h-{0}">\n<h2 id="h-{0}">{1}</h2>\n{2}\n</section>').format(
        name, heading, Markup("\n").join(content), NO_MATHS
    )


def paragraphs(*sentences: str) -> Markup:
    """Return a paragraph for each sentence that is not empty."""
    return Markup("\n").join(Markup("<p>{}</p>").format(sentence) for sentence in sentences if sentence)


def bullets(entries: Iterable[str], css: str = "", between: str = "\n") -> Markup:
    """Return a bulleted list with the class `css`, or nothing without entries."""
    items = Markup(between).join(Markup("<li>{}</li>").format(entry) for entry in entries)
    return _element("ul", items, css=css) if items else items


def pairs(explained: Mapping[str, str]) -> Markup:
    """Return a list of terms, each with its description."""
    pair = Markup("<div><dt>{}</dt><dd>{}</dd></div>")
    return Markup('<dl class="facts">{}</dl>').format(Markup("").join(pair.format(*each) for each in explained.items()))


def strong(number: str) -> Markup:
    """Return a number in bold."""
    return Markup("<strong>{}</strong>").format(number)


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


def attributes(values: Mapping[str, str]) -> Markup:
    """Return the attributes of an element; those without a value are left out."""
    return Markup(" ").join(Markup('{}="{}"').format(*each) for each in values.items() if each[1])


def _element(tag: str, content: str, *, css: str = "", **named: str) -> Markup:
    """Return an element with the class `css` and other attributes."""
    said = attributes({"class": css, **{name.replace("_", "-"): value for name, value in named.items()}})
    return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(tag), Markup(" " if said else ""), said, content)


def _cell(column: Column, value: Any, missing: str, stacked: bool) -> Markup:
    text = missing if pd.isna(value) else column.show(value)
    if column.row_header:
        return _element("th", text, css=column.css, scope="row", role="rowheader" if stacked else "")
    named = {"role": "cell", "data_label": column.heading} if stacked else {}
    return _element("td", text, css=column.css, **named)
