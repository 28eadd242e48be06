"""Rows of the tables in data/ as their files have them, and what an update changes in them; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.core.problems import InputError, ParameterError, Problem
from analysis.sources.contracts import columns_of, path_of
from analysis.sources.decisions import decisions_in as rows_of
from analysis.sources.decisions import with_changed_row, with_row, without_row
from analysis.sources.table_changes import finish, texts_of
from analysis.sources.table_files import line_of_csv

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
MEMBERS, SEATS, EVENTS_OF_PARTIES = "members", "seats", "party_events"
PARTIES, NAMES, EVENTS, VOTES = "parties", "party_names", "commitment_events", "votes"
FOLLOWED, ANSWERS = "followed", "decisions_updates"
# All that are read: rows are made from them, and nobody else may change one meanwhile.
READ = (
    *(MEMBERS, SEATS, EVENTS_OF_PARTIES, PARTIES, NAMES, EVENTS, VOTES, FOLLOWED, ANSWERS),
    *("bodies", "elections", "candidates", "commitments"),
)
# The column of each table that numbers its rows, the letters of its names, and how many digits they have at least.
_NUMBERED = {MEMBERS: ("member_id", "m", 3), EVENTS_OF_PARTIES: ("event_id", "e", 2), EVENTS: ("event_id", "ce", 3)}
NEW = "new "


@dataclass(frozen=True)
class Change:
    """One row of a table before and after; a new row has nothing before, one that goes nothing after."""

    table: str
    before: Row
    after: Row

    def lines(self) -> list[str]:
        """Return it as lines of a diff of its file."""
        path = path_of(self.table)
        sides = (("-", self.before), ("+", self.after))
        return [f"{mark} {path}: {line_of_csv([*cells.values()])}" for mark, cells in sides if cells]


def tables_in(data_dir: Path) -> dict[str, list[Row]]:
    """Return the rows of the tables that updates are about, each with all columns of the contract, as texts."""
    finish(data_dir)
    return tables_of(texts_of(READ, data_dir))


def tables_of(texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows in the texts of tables, each with all columns of the contract."""
    empty = {table: dict.fromkeys(columns_of(table), "") for table in texts}
    rows = {table: rows_of(text) if text.strip() else [] for table, text in texts.items()}
    return {table: [empty[table] | row for row in rows[table]] for table in rows}


def new_row(table: str, **cells: str) -> Row:
    """Return a row with all columns of the contract, empty but for these cells."""
    return dict.fromkeys(columns_of(table), "") | cells


def changed_texts(changes: Iterable[Change], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of tables with changes in them; raises InputError where a row is no longer as it was."""
    new = dict(texts)
    for change in changes:
        text = new[change.table]
        try:
            if not change.before:
                # Another update may have brought it, too.
                there = change.after in tables_of({change.table: text})[change.table]
                new[change.table] = text if there else with_row(text, change.after, change.table)
            elif change.after:
                new[change.table] = with_changed_row(text, change.before, change.after, change.table)
            else:
                new[change.table] = without_row(text, change.before)[0]
        except ParameterError:
            found, expected = f"no row {change.lines()[0][2:]}", "the row that was there when it was proposed"
            problem = Problem(path_of(change.table), None, None, found, expected, "look again at what is proposed")
            raise InputError([problem]) from None
    return new


def numbered(changes: Iterable[Change], tables: Tables) -> list[Change]:
    """Return changes with the next free name in place of each `new …`, the same one wherever it is referred to."""
    changes, names = list(changes), dict[str, str]()
    for table, (column, letters, digits) in _NUMBERED.items():
        taken = [row[column].removeprefix(letters) for row in tables[table]]
        highest = max((int(number) for number in taken if number.isdecimal()), default=0)
        asked = dict.fromkeys(each.after[column] for each in changes if each.table == table and each.after)
        new = [name for name in asked if name.startswith(NEW)]
        names |= {name: f"{letters}{highest + place:0{digits}}" for place, name in enumerate(new, start=1)}
    named = ((each, {name: names.get(cell, cell) for name, cell in each.after.items()}) for each in changes)
    return [replace(each, after=after) for each, after in named]
