"""Rows of the tables in data/ as their files have them, and what an update changes in them; nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.core.problems import InputError, ParameterError, Problem
from analysis.sources.contracts import columns_of, own_tables, path_of
from analysis.sources.decisions import decisions_in as rows_of
from analysis.sources.decisions import line_of_csv, with_changed_row, with_row, without_row
from analysis.sources.table_changes import finish, texts_of
from analysis.sources.table_files import rows_in

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
MEMBERS, SEATS, EVENTS_OF_PARTIES = "members", "seats", "party_events"
PARTIES, NAMES, EVENTS, VOTES = "parties", "party_names", "commitment_events", "votes"
FOLLOWED, ANSWERS = "followed", "decisions_updates"
READ = (
    *(MEMBERS, SEATS, EVENTS_OF_PARTIES, PARTIES, NAMES, EVENTS, VOTES, FOLLOWED, ANSWERS),
    *("elections", "candidates", "commitments"),
)


@dataclass(frozen=True)
class Change:
    """One row of a table before and after; a new row has nothing before, one that goes nothing after."""

    table: str
    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, table: str, before: Row | None, after: Row | None) -> "Change":
        """Take the cells of a row before and after."""
        return cls(table, tuple((before or {}).items()), tuple((after or {}).items()))

    @property
    def overwritten(self) -> list[str]:
        """Return the columns in which something that was typed becomes something else."""
        after = dict(self.after)
        return [name for name, cell in self.before if cell and after.get(name, "") != cell]

    def lines(self) -> list[str]:
        """Return it as lines of a diff of its file."""
        path = path_of(self.table)
        sides = (("-", self.before), ("+", self.after))
        return [f"{mark} {path}: {line_of_csv([cell for _, cell in cells])}" for mark, cells in sides if cells]


def tables_in(data_dir: Path) -> dict[str, list[Row]]:
    """Return the rows of the tables that updates are about, each with all columns of the contract, as texts."""
    finish(data_dir)
    return tables_of(texts_of((name for name in READ if name in own_tables()), data_dir))


def tables_of(texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows in the texts of tables, each with all columns of the contract."""
    found = {}
    for table, text in texts.items():
        empty = dict.fromkeys(columns_of(table), "")
        found[table] = [empty | row for row in rows_of(text)] if text.strip() else []
    return found


def changed_texts(changes: Iterable[Change], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the tables that change; raises InputError where a row is not there any more as it was.

    A new row that is there already, as another update brought it too, is not added again.
    """
    new = dict(texts)
    for change in changes:
        before, after, text = dict(change.before), dict(change.after), new[change.table]
        try:
            if before and after:
                new[change.table] = with_changed_row(text, _known(before, text), after, change.table)
            elif before:
                new[change.table] = without_row(text, _known(before, text))[0]
            elif not (text.strip() and any(row.items() >= _known(after, text).items() for row in rows_of(text))):
                new[change.table] = with_row(text, after, change.table)
        except ParameterError:
            found, expected = (
                f"no row {line_of_csv(list(before.values()))}",
                "the row that was there when it was proposed",
            )
            problem = Problem(path_of(change.table), None, None, found, expected, "look again at what is proposed")
            raise InputError([problem]) from None
    return {table: text for table, text in new.items() if text != texts[table]}


def _known(row: Row, text: str) -> Row:
    """Return the cells of the columns that a file has: one that an earlier version wrote may lack the newest."""
    header = rows_in(text.partition("\n")[0], "")[0] if text.strip() else []
    return {name: cell for name, cell in row.items() if name in header}


# The column of each table that numbers its rows, the letters of its names, and how many digits they have at least.
_NUMBERED = {MEMBERS: ("member_id", "m", 3), EVENTS_OF_PARTIES: ("event_id", "e", 2), EVENTS: ("event_id", "ce", 3)}
NEW = "new "


def numbered(changes: Iterable[Change], tables: Tables) -> list[Change]:
    """Return changes with the next free name in place of each `new …`, the same one wherever it is referred to."""
    changes, names = list(changes), dict[str, str]()
    for table, (column, letters, digits) in _NUMBERED.items():
        taken = [row[column].removeprefix(letters) for row in tables[table]]
        highest = max((int(number) for number in taken if number.isdecimal()), default=0)
        new = dict.fromkeys(dict(each.after)[column] for each in changes if each.table == table and each.after)
        asked = [name for name in new if name.startswith(NEW)]
        names |= {name: f"{letters}{highest + place:0{digits}}" for place, name in enumerate(asked, start=1)}
    named = ((each, tuple((name, names.get(cell, cell)) for name, cell in each.after)) for each in changes)
    return [replace(each, after=after) for each, after in named]
