"""Any table of a month in the reader's words, with the plain DataFrame underneath for further work."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import Any

import pandas as pd
from markupsafe import Markup

from analysis.briefing.tables import Column
from analysis.core.problems import ParameterError
from analysis.desk import tables_of_estimates, tables_of_figures, tables_of_signatories
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


TABLES = {
    table.place.rpartition(".")[2]: table
    for table in (
        TableInWords(
            "figures.figures_by_quantity",
            tables_of_figures.figures_by_quantity,
            published="figures",
            folded_by="measure",
            key="desk.readable.measure",
        ),
        TableInWords(
            "figures.printed_figures",
            tables_of_figures.printed_figures,
            folded_by="measure",
            key="desk.readable.measure",
        ),
        TableInWords(
            "figures.discrepancies",
            tables_of_figures.discrepancies,
            published="discrepancies",
            folded_by="kind",
            key="desk.kind",
        ),
        TableInWords("estimates", tables_of_estimates.estimates),
        TableInWords("balance", tables_of_estimates.balance),
        TableInWords("claims", tables_of_figures.claims, published="claims"),
        TableInWords(
            "changes",
            tables_of_figures.changes,
            published="changes",
            folded_by="kind",
            key="desk.readable.change",
        ),
        TableInWords("ledger", tables_of_signatories.ledger),
        TableInWords(
            "signatures",
            tables_of_signatories.signatures,
            published="signatures",
            folded_by="outcome",
            key="desk.readable.outcome",
        ),
        TableInWords("support_by_party", tables_of_signatories.support_by_party, published="parties"),
        TableInWords("unaccounted_seats", tables_of_signatories.unaccounted_seats),
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
            none = why_empty(self.table.published, self.names.month.month, SAY)
            return shown(paragraph(none), self._underneath()).html
        caption = self._caption(_rows(self.frame))
        if len(self.frame) <= WHOLE or not self.table.folded_by:
            rows = self._rows(self.frame, caption, "", max(at_most, WHOLE))
            return shown(*rows, self._underneath()).html
        parts = [self._part(value, rows, at_most) for value, rows in self._parts()]
        return shown(paragraph(Markup("<strong>{}</strong>").format(caption)), *parts, self._underneath()).html

    def _caption(self, rows: str) -> str:
        return SAY.say("desk.readable.caption", rows=capital(rows), what=self._what_a_row_is())

    def _parts(self) -> Iterator[tuple[Any, pd.DataFrame]]:
        yield from self.frame.groupby(self.table.folded_by, sort=False, dropna=False)

    def _part(self, value: str, rows: pd.DataFrame, at_most: int) -> str:
        kind = SAY.say(f"{self.table.key}.{value}")
        summary = SAY.say("desk.readable.part", part=capital(kind), rows=_rows(rows))
        only = f""".query("{self.table.folded_by} == '{value}'")"""
        return folded(summary, "\n".join(self._rows(rows, self._caption(summary), only, at_most)))

    def _rows(self, rows: pd.DataFrame, caption: str, only: str, at_most: int) -> list[str]:
        """Return the first rows as a table, and what shows the others; `only` is the code that chooses these rows."""
        html = self._table(rows.head(at_most), caption)
        if len(rows) <= at_most:
            return [html]
        code = f'desk.readable({_MONTH}, "{self.name}", {self.place or "rows"}{only}[{at_most}:])'
        counts = {"shown": SAY.number(at_most), "all": SAY.number(len(rows))}
        others = paragraph(SAY.say("desk.readable.others", **counts))
        return [html, others, pre(code)]

    def _table(self, rows: pd.DataFrame, caption: str) -> str:
        records = rows_of(rows)
        columns = self._columns(records)
        cells = pd.DataFrame([[_cell(column, row) for column in columns] for row in records], dtype="object")
        cells.columns = [str(place) for place in range(len(columns))]
        heads = [
            Column(str(place), column.heading, column.numeric, column.row_header, show=lambda cell: cell)
            for place, column in enumerate(columns)
        ]
        return table(cells, caption, heads)

    def _columns(self, records: list[dict[Any, Any]]) -> list[InWords]:
        units = {self.names.unit_of(row) for row in records}
        columns = self.table.columns(self.names, units.pop() if len(units) == 1 else "")
        return [column for column in columns if not self._is_empty(column)]

    def _is_empty(self, column: InWords) -> bool:
        """Return whether a column is empty in every row: it is left out then."""
        return not column.row_header and self._empty.issuperset(column.made_of)

    @cached_property
    def _empty(self) -> set[str]:
        return set(self.frame.columns[self.frame.isna().all()])

    def _what_a_row_is(self) -> str:
        if self.table.published:
            return _CODE.sub(r"‘\1’", what_a_row_is(published_tables()[self.table.published]))
        return SAY.say(f"desk.readable.row.{self.name}")

    def _underneath(self) -> str:
        """Return where the DataFrame is, how large, and which of its columns are nowhere above: empty or not."""
        columns = self.table.columns(self.names, "")
        shown_above = {self.table.folded_by, *(name for column in columns for name in column.made_of)}
        only_there = [name for name in self.frame.columns if name not in shown_above]
        empty = [name for column in columns if self._is_empty(column) for name in column.made_of]
        size = {"rows": _rows(self.frame), "columns": SAY.count("desk.readable.columns", len(self.frame.columns))}
        place = Markup("<code>{}</code>").format(self.place) if self.place else SAY.say("desk.readable.your_rows")
        lines = [SAY.html("desk.readable.underneath", place=place, frame=Markup("<code>.frame</code>"), **size)]
        for key, names in (("only_there", only_there), ("empty", [] if self.frame.empty else empty)):
            if names:
                listed = Markup(", ").join(Markup("<code>{}</code>").format(name) for name in names)
                lines.append(SAY.html(f"desk.readable.{key}", names=listed))
        return paragraph(Markup(" ").join(lines))


def _cell(column: InWords, row: dict[Any, Any]) -> Said:
    return unbroken(column.say(row)) if column.numeric else column.say(row)


def _rows(frame: pd.DataFrame) -> str:
    return SAY.count("desk.readable.rows", len(frame))
