"""Rows of the tables in data/ as their files have them, what an update changes in them, and each proposal for it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.core.problems import InputError, ParameterError, Problem
from analysis.sources.contracts import columns_of, path_of
from analysis.sources.decisions import rows_in_text, with_changed_row, with_row, without_row
from analysis.sources.table_changes import finish, texts_of
from analysis.sources.table_files import line_of_csv

Row = dict[str, str]
Tables = Mapping[str, list[Row]]
ANSWERS = "decisions_updates"
# All tables that are read to make rows, so that nobody else may change one meanwhile.
READ = (
    *("members", "seats", "party_events", "parties", "party_names", "commitment_events", "votes", "followed", ANSWERS),
    *("elections", "candidates"),
)
# The column of each table that numbers its rows, the letters before the number, and the fewest digits that it has.
_NUMBERED = {
    "members": ("member_id", "m", 3),
    "party_events": ("event_id", "e", 2),
    "commitment_events": ("event_id", "ce", 3),
}
NEW = "new "
KINDS = ("came", "left", "confirmed", "moved", "seats", "outcome", "event", "letter", "deleted")
ALL = "all"
ACCEPT, REFUSE = "accept", "refuse"
# The certainty of what data/ has and the House may confirm, the least sure first; empty for the rest.
UNSURE = ("inferred", "secondary", "")
_MOST_WORDS = 25


@dataclass(frozen=True)
class Change:
    """One row of a table before and after: a new row has an empty `before`, one that is taken out an empty `after`."""

    table: str
    before: Row
    after: Row

    def lines(self) -> list[str]:
        """Return the change as lines of a diff of its file."""
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
    rows = {table: rows_in_text(text) if text.strip() else [] for table, text in texts.items()}
    return {table: [empty[table] | row for row in rows[table]] for table in rows}


def new_row(table: str, **cells: str) -> Row:
    """Return a row with all columns of the contract, empty but for these cells."""
    return dict.fromkeys(columns_of(table), "") | cells


def changed_texts(changes: Iterable[Change], texts: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of tables with changes made in them; raises InputError if a row is no longer as it was."""
    new = dict(texts)
    for change in changes:
        text = new[change.table]
        try:
            if not change.before:
                # Another update may have added the same row.
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
    """Return changes with the next free id in place of each `new …`, the same one wherever it is referred to."""
    changes, names = list(changes), dict[str, str]()
    for table, (column, letters, digits) in _NUMBERED.items():
        taken = [row[column].removeprefix(letters) for row in tables[table]]
        highest = max((int(number) for number in taken if number.isdecimal()), default=0)
        asked = dict.fromkeys(each.after[column] for each in changes if each.table == table and each.after)
        new = [name for name in asked if name.startswith(NEW)]
        names |= {name: f"{letters}{highest + place:0{digits}}" for place, name in enumerate(new, start=1)}
    named = ((each, {name: names.get(cell, cell) for name, cell in each.after.items()}) for each in changes)
    return [replace(each, after=after) for each, after in named]


@dataclass(frozen=True)
class Proposal:
    """One difference: what data/ has, what the House has and where, and the rows that would change.

    `waits` says why it is not accepted with the others; a proposal without changes can't be accepted at all. Those that
    share a `bundle` are accepted together, so that members, seats and events of parties can't disagree. `certainty` is
    that of what data/ has, one of UNSURE.
    """

    kind: str
    subject: str
    has: str
    house: str
    url: str
    changes: tuple[Change, ...] = ()
    waits: str = ""
    bundle: str = ""
    certainty: str = ""

    @property
    def id(self) -> str:
        """Return its id, made from what the House says; for what may become an event, from its record alone."""
        # Whoever refused an event for its subject is not asked again because its votes came in.
        said = (
            (self.kind, self.url)
            if self.kind in ("event", "letter")
            else (self.kind, self.subject, self.house, self.url)
        )
        return "u" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:7]

    @property
    def to_fill_in(self) -> list[str]:
        """Return the columns of its new event that an analyst must fill in: the commitment, or a shorter sentence."""
        new = (each.after for each in self.changes if each.table == "commitment_events" and not each.before)
        said = ((name, row[name]) for row in new for name in ("commitment_id", "what_nl", "what_en"))
        return [name for name, text in said if not text or len(text.split()) > _MOST_WORDS]

    @property
    def agrees(self) -> bool:
        """Return whether the proposal can be accepted as it is, with others."""
        return not self.waits and not self.to_fill_in

    def waiting(self, *reasons: str) -> "Proposal":
        """Return the proposal with more reasons to wait; empty ones are left out."""
        return replace(self, waits="; ".join(filter(None, (self.waits, *reasons))))


def typed_otherwise(changes: Iterable[Change], *columns: str) -> str:
    """Return why changes wait that would replace something typed in these columns; empty if none would."""
    says_nothing = ("", "put_to_vote", "unknown")
    typed = [(name, each.before.get(name, ""), each.after.get(name, "")) for name in columns for each in changes]
    names = dict.fromkeys(name for name, old, new in typed if old not in (*says_nothing, new))
    return f"{' and '.join(names)} typed otherwise: accept it by its id" if names else ""


def to_show(found: Iterable[Proposal], tables: Tables) -> list[Proposal]:
    """Return proposals by kind, the least sure first, without the refused ones, for which their bundle waits."""
    unique = {each.id: each for each in found}
    refused = {row["update_id"] for row in tables[ANSWERS] if row["action"] == REFUSE}
    held: dict[str, str] = {}
    for name, each in unique.items():
        if each.bundle and (each.waits or name in refused):
            state = "which waits" if each.waits else "which was refused"
            held.setdefault(each.bundle, f"goes together with {name}, {state}")
    kept = [each if each.waits else each.waiting(held.get(each.bundle, "")) for each in unique.values()]
    kept = [each for each in kept if each.id not in refused]
    return sorted(kept, key=lambda p: (KINDS.index(p.kind), UNSURE.index(p.certainty), p.subject, p.id))


def meant_by(word: str, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals with an id, or of a kind; raises ParameterError for a word that is neither."""
    found = [each for each in proposals if word in (each.id, each.kind)]
    if not found and word not in KINDS:
        kinds = ", ".join(KINDS)
        raise ParameterError(
            f"found {word!r}, expected the id of a proposal without an answer, {ALL} (to accept) or one of {kinds}"
        )
    return found


def to_accept(words: Iterable[str], proposals: list[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Return the proposals that ids, kinds or `all` accept, with their bundles, and those meant that are left out.

    A proposal that waits is accepted only by its id. One without a row to write is left out of its bundle, so that it
    does not count as answered when the others are written. Raises ParameterError as `meant_by` does.
    """
    words = list(words)
    meant = [each for word in words for each in (proposals if word == ALL else meant_by(word, proposals))]
    named = {each.id for each in meant if each.agrees or each.id in words}
    bundles = {each.bundle for each in meant if each.bundle and each.id in named}
    of_bundles = [each for each in proposals if each.bundle in bundles]
    accepted = [each for each in proposals if each.id in named or (each.changes and each in of_bundles)]
    return accepted, [each for each in proposals if each not in accepted and (each in meant or each in of_bundles)]


def others_of(proposal: Proposal, proposals: Iterable[Proposal]) -> list[str]:
    """Return the ids of the other proposals that are accepted together with one: those with a row to write."""
    others = (each for each in proposals if each.bundle and each.bundle == proposal.bundle and each.changes)
    return [each.id for each in others if each.id != proposal.id]
