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
) -> str:
    """Return a frame as an HTML table: one row a row, in the frame's order, with only the given columns.

    `missing` stands where a value is NaN, NA or NaT; `row_class` names the CSS classes of a row (`party-row
    is-reader`). The table scrolls within its own region, so that a page of 320 px need not.
    Raises ValueError without a caption, without a row header or when a column is not in the frame.
    """
    shown = list(columns)
    _check(frame, caption, shown)
    heads = "".join(_head(column) for column in shown)
    rows = [row for _, row in frame.iterrows()]
    label = Markup(escape(caption)).striptags()
    body = "\n".join(_row(row, shown, missing, row_class(row.to_dict()) if row_class else "") for row in rows)
    return (
        f'<section class="table-wrap" tabindex="0" aria-label="{escape(label)}">'
        f"<table>\n<caption><span>{escape(caption)}</span></caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></section>"
    )


def _check(frame: pd.DataFrame, caption: str, columns: list[Column]) -> None:
    absent = [column.name for column in columns if column.name not in frame.columns]
    if absent:
        raise ValueError(f"table {caption!r}: no column {', '.join(absent)} in the frame")
    if not caption.strip():
        raise ValueError("a table needs a caption: it is the first thing a screen reader says of it")
    if not any(column.row_header for column in columns):
        raise ValueError(f"table {caption!r}: no column heads the rows, give one row_header=True")


def _head(column: Column) -> str:
    number = ' class="num"' if column.numeric else ""
    # An empty heading is a plain cell: an empty <th> is announced as a heading of nothing.
    return f'<th scope="col"{number}>{escape(column.heading)}</th>' if column.heading else "<td></td>"


def _row(row: pd.Series, columns: list[Column], missing: str, css: str) -> str:
    cells = "".join(_cell(column, row[column.name], missing) for column in columns)
    return f'<tr class="{escape(css)}">{cells}</tr>' if css else f"<tr>{cells}</tr>"


def _cell(column: Column, value: Any, missing: str) -> str:
    text = escape(missing) if pd.isna(value) else escape(column.show(value))
    number = ' class="num"' if column.numeric else ""
    return f'<th scope="row"{number}>{text}</th>' if column.row_header else f"<td{number}>{text}</td>"
