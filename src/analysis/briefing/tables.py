"""The one table of the project: real headings, a caption and a scope on each of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape


@dataclass(frozen=True)
class Column:
    """A column as the reader sees it.

    `numeric` sets the cells right in figures of equal width; `row_header` makes each cell the heading of its row;
    `show` turns a value that is there into text. Text is escaped, unless it is markupsafe.Markup.
    """

    name: str
    heading: str
    numeric: bool = False
    row_header: bool = False
    show: Callable[[Any], str] = str


def html_table(
    frame: pd.DataFrame,
    caption: str,
    columns: Iterable[Column],
    *,
    missing: str = "–",
    row_class: Callable[[Mapping[Any, Any]], str] | None = None,
    css: str = "",
    caption_shown: bool = True,
) -> str:
    """Return a frame as an HTML table: one row a row, in the frame's order, with only the given columns.

    `missing` is shown where a value is NaN, NA or NaT; `row_class` names the CSS classes of a row (`party-row
    is-reader`), `css` those of the table; on a phone a `stacked` one has each row as a block of its own. The caption is
    for the ear alone where a heading says the same. The table scrolls within its own region, so that a page of 320 px
    need not.
    Raises ValueError without a caption, without a row header or when a column is not in the frame.
    """
    shown = list(columns)
    _check(frame, caption, shown)
    stacked = "stacked" in css
    heads = "".join(_head(column) for column in shown)
    rows = [row for _, row in frame.iterrows()]
    body = "\n".join(_row(row, shown, missing, row_class(row.to_dict()) if row_class else "", stacked) for row in rows)
    heading = _opened("caption", css="" if caption_shown else "visually-hidden")
    return (
        _opened("section", "table-wrap", tabindex="0", aria_label=Markup(escape(caption)).striptags())
        + _opened("table", css, role="table" if stacked else "")
        + f"\n{heading}<span>{escape(caption)}</span></caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></section>"
    )


def _opened(tag: str, css: str = "", **attributes: str) -> str:
    """Return the opening of an element; attributes without a value are left out."""
    named = {"class": css, **{name.replace("_", "-"): value for name, value in attributes.items()}}
    return f"<{tag}{''.join(f' {name}={chr(34)}{escape(value)}{chr(34)}' for name, value in named.items() if value)}>"


def _check(frame: pd.DataFrame, caption: str, columns: list[Column]) -> None:
    absent = [column.name for column in columns if column.name not in frame.columns]
    if absent:
        raise ValueError(f"table {caption!r}: no column {', '.join(absent)} in the frame")
    if not caption.strip():
        raise ValueError("a table needs a caption: it is the first thing a screen reader says of it")
    if not any(column.row_header for column in columns):
        raise ValueError(f"table {caption!r}: no column heads the rows, give one row_header=True")


def _head(column: Column) -> str:
    # An empty heading is a plain cell: an empty <th> is announced as a heading of nothing.
    if not column.heading:
        return "<td></td>"
    return f"{_opened('th', 'num' if column.numeric else '', scope='col')}{escape(column.heading)}</th>"


def _row(row: pd.Series, columns: list[Column], missing: str, css: str, stacked: bool) -> str:
    cells = "".join(_cell(column, row[column.name], missing, stacked) for column in columns)
    # What is shown as a block is a row, or a cell, to a screen reader only where it says so.
    return f"{_opened('tr', css, role='row' if stacked else '')}{cells}</tr>"


def _cell(column: Column, value: Any, missing: str, stacked: bool) -> str:
    text = escape(missing) if pd.isna(value) else escape(column.show(value))
    css = "num" if column.numeric else ""
    if column.row_header:
        return f"{_opened('th', css, scope='row', role='rowheader' if stacked else '')}{text}</th>"
    named = {"role": "cell", "data_label": column.heading} if stacked else {}
    return f"{_opened('td', css, **named)}{text}</td>"
