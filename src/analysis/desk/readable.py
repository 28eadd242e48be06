"""Any table of a month in the reader's words, with the plain DataFrame underneath for further work."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.tables import Column
from analysis.core.problems import ParameterError
from analysis.desk import tables_of_estimates as estimates
from analysis.desk import tables_of_figures as figures
from analysis.desk import tables_of_signatories as signatories
from analysis.desk.calls import pre
from analysis.desk.columns import InWords, Names, Said, capital, rows_of, unbroken
from analysis.desk.shown import SAY, Shown, folded, paragraph, shown, table
from analysis.publish.published_tables import published_tables, what_a_row_is, why_empty
from analysis.reconciliation import Reconciliation

# Up to so many rows a table is shown complete; a longer one is folded into parts.
WHOLE = 30
# So many rows of a part are shown: more would make a notebook slow to open. A text is read line by line.
MOST, MOST_AS_TEXT = 250, 10
# The notebooks call the month so.
_MONTH = "month_reconciled"
_CODE = re.compile("`([^`]*)`")
_FOLDED_IN_A_CELL = re.compile(r"<summary>([^<]*)</summary>(?!\n)")


@dataclass(frozen=True)
class TableInWords:
    """How a table is shown: where it is in a reconciliation, its columns, and what a long one is folded by.

    `columns` gets the names of the month and the unit that all rows shown share, empty where they differ; `published`
    is its name in share/data, `key` has the sentences of the values of `folded_by`.
    """

    place: str
    columns: Callable[[Names, str], list[InWords]]
    published: str = ""
    folded_by: str = ""
    key: str = ""


_OF_FIGURES = {"folded_by": "measure", "key": "desk.readable.measure"}
TABLES = {
    table.place.rpartition(".")[2]: table
    for table in (
        TableInWords("figures.figures_by_quantity", figures.figures_by_quantity, "figures", **_OF_FIGURES),
        TableInWords("figures.printed_figures", figures.printed_figures, **_OF_FIGURES),
        TableInWords("figures.discrepancies", figures.discrepancies, "discrepancies", "kind", "desk.kind"),
        TableInWords("estimates", estimates.estimates),
        TableInWords("balance", estimates.balance),
        TableInWords("claims", figures.claims, "claims"),
        TableInWords("changes", figures.changes, "changes", "kind", "desk.readable.change"),
        TableInWords("ledger", signatories.ledger),
        TableInWords("signatures", signatories.signatures, "signatures", "outcome", "desk.readable.outcome"),
        TableInWords("support_by_party", signatories.support_by_party, "parties"),
        TableInWords("unaccounted_seats", signatories.unaccounted_seats),
    )
}


@dataclass(frozen=True, repr=False)
class ReadableTable(Shown):
    """A table to read, and the DataFrame underneath (`frame`), untouched; as text it is shorter, and says so."""

    text: str = field(compare=False)
    frame: pd.DataFrame = field(compare=False)

    def __repr__(self) -> str:
        """Return the text."""
        return self.text


def readable(month: Reconciliation, name: str, rows: pd.DataFrame | None = None) -> ReadableTable:
    """Return a table of a month in the reader's words: `figures_by_quantity`, `signatures`, ... (see TABLES).

    A long table is folded into parts, and a very long part is cut, saying how many rows there are and what shows the
    others. `rows`, any rows of the DataFrame, shows those instead. Raises ParameterError for an unknown name, and for
    rows without the columns of the table.
    """
    if name not in TABLES:
        raise ParameterError(f"no table {name!r}, expected one of {', '.join(TABLES)}")
    everything = attrgetter(TABLES[name].place)(month)
    frame = everything if rows is None else rows
    lacking = [column for column in everything.columns if column not in frame.columns]
    if lacking:
        raise ParameterError(f"rows of {name}: found no column {', '.join(lacking)}, expected rows of the DataFrame")
    page = _Page(TABLES[name], name, Names.of(month), frame, f"{_MONTH}.{TABLES[name].place}" if rows is None else "")
    as_text = _FOLDED_IN_A_CELL.sub(r" (\1:) ", page.html(MOST_AS_TEXT))
    return ReadableTable(page.html(MOST), repr(Shown(as_text)), frame)


@dataclass(frozen=True)
class _Page:
    """What is shown of a table: `place` is the DataFrame as code, empty for rows that the analyst chose."""

    table: TableInWords
    name: str
    names: Names
    frame: pd.DataFrame
    place: str

    def html(self, at_most: int) -> str:
        """Return the table, or its parts, with not more rows of each than `at_most`; then the DataFrame underneath."""
        if self.frame.empty:
            none = paragraph(why_empty(self.table.published, self.names.month.month, SAY))
            return shown(none, self._underneath()).html
        caption = self._caption(_rows(self.frame))
        if len(self.frame) <= WHOLE or not self.table.folded_by:
            return shown(*self._first_rows(self.frame, caption, "", max(at_most, WHOLE)), self._underneath()).html
        parts = []
        for value, rows in self.frame.groupby(self.table.folded_by, sort=False, dropna=False):
            part = capital(SAY.say(f"{self.table.key}.{value}"))
            summary = SAY.say("desk.readable.part", part=part, rows=_rows(rows))
            only = f""".query("{self.table.folded_by} == '{value}'")"""
            html = "\n".join(self._first_rows(rows, self._caption(summary), only, at_most))
            parts.append(folded(summary, html))
        return shown(paragraph(Markup("<strong>{}</strong>").format(caption)), *parts, self._underneath()).html

    def _caption(self, rows: str) -> str:
        """Return how many rows there are, and what one is."""
        if self.table.published:
            what = _CODE.sub(r"‘\1’", what_a_row_is(published_tables()[self.table.published]))
        else:
            what = SAY.say(f"desk.readable.row.{self.name}")
        return SAY.say("desk.readable.caption", rows=capital(rows), what=what)

    def _first_rows(self, rows: pd.DataFrame, caption: str, only: str, at_most: int) -> list[str]:
        """Return the first rows as a table, and what shows the others; `only` is the code that chooses these rows."""
        html = self._table(rows.head(at_most), caption)
        if len(rows) <= at_most:
            return [html]
        code = f'desk.readable({_MONTH}, "{self.name}", {self.place or "rows"}{only}[{at_most}:])'
        counts = {"shown": SAY.number(at_most), "all": SAY.number(len(rows))}
        return [html, paragraph(SAY.say("desk.readable.others", **counts)), pre(code)]

    def _table(self, rows: pd.DataFrame, caption: str) -> str:
        records = rows_of(rows)
        units = {self.names.unit_of(row) for row in records}
        columns = self.table.columns(self.names, units.pop() if len(units) == 1 else "")
        columns = [column for column in columns if not self._is_empty(column)]
        said = [[_cell(column, row) for column in columns] for row in records]
        cells = pd.DataFrame(said, columns=[str(place) for place in range(len(columns))], dtype="object")
        heads = [
            Column(str(place), column.heading, column.numeric, column.row_header, show=lambda cell: cell)
            for place, column in enumerate(columns)
        ]
        return table(cells, caption, heads)

    def _is_empty(self, column: InWords) -> bool:
        """Return whether a column is empty in every row: it is left out then."""
        return not column.row_header and self._empty.issuperset(column.made_of)

    @cached_property
    def _empty(self) -> set[str]:
        return set(self.frame.columns[self.frame.isna().all()])

    def _underneath(self) -> str:
        """Return where the DataFrame is, how large, and which of its columns are not shown above."""
        columns = self.table.columns(self.names, "")
        shown_above = {self.table.folded_by, *(name for column in columns for name in column.made_of)}
        empty = [name for column in columns if self._is_empty(column) for name in column.made_of]
        size = {"rows": _rows(self.frame), "columns": SAY.count("desk.readable.columns", len(self.frame.columns))}
        place = Markup("<code>{}</code>").format(self.place) if self.place else SAY.say("desk.readable.your_rows")
        lines = [SAY.html("desk.readable.underneath", place=place, frame=Markup("<code>.frame</code>"), **size)]
        for key, names in (
            ("only_there", [name for name in self.frame.columns if name not in shown_above]),
            ("empty", [] if self.frame.empty else empty),
        ):
            if names:
                listed = Markup(", ").join(Markup("<code>{}</code>").format(name) for name in names)
                lines.append(SAY.html(f"desk.readable.{key}", names=listed))
        return paragraph(Markup(" ").join(lines))


def _cell(column: InWords, row: dict[Any, Any]) -> Said:
    return unbroken(column.say(row)) if column.numeric else column.say(row)


def _rows(frame: pd.DataFrame) -> str:
    return SAY.count("desk.readable.rows", len(frame))
