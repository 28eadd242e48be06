"""What the House's open data says, as records of a few columns, and the snapshot of them that `update` keeps.

The snapshot is one file, so that it is the old one or the new one whenever the program is stopped; a record is a line
of it, in a fixed order, so that what changed can be read in a diff. Of persons it has names and terms alone.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from analysis.core.problems import InputError, Problem

SNAPSHOT = "house/snapshot.json"
# The address of a record, which anybody can open, whatever mirror it was read from.
SERVICE = "https://gegevensmagazijn.tweedekamer.nl/OData/v4/2.0/"


@dataclass(frozen=True, order=True)
class Group:
    """A group in the House (`Fractie`)."""

    id: str
    abbreviation: str
    name_nl: str
    name_en: str
    active_from: str
    active_until: str


@dataclass(frozen=True, order=True)
class HouseTerm:
    """The days on which a person holds a seat of a group (`FractieZetelPersoon`); `sits`: is a member now."""

    id: str
    person: str
    given_name: str
    initials: str
    prefix: str
    family_name: str
    sits: bool
    group: str
    start: str
    end: str

    @property
    def full_name(self) -> str:
        """Return the name as the House writes it."""
        return " ".join(filter(None, (self.given_name or self.initials, self.prefix, self.family_name)))


@dataclass(frozen=True, order=True)
class HouseDecision:
    """A decision of the House (`Besluit`) with its item; `cases` has several numbers in a doubtful one."""

    id: str
    cases: str
    case_kind: str
    title: str
    dossiers: str
    date: str
    method: str
    kind: str
    text: str
    deleted: bool


@dataclass(frozen=True, order=True)
class GroupVote:
    """How many seats of a group were for, against and absent in one decision: never who."""

    decision: str
    group: str
    seats_for: int
    seats_against: int
    seats_absent: int
    mistake: bool


@dataclass(frozen=True, order=True)
class Document:
    """A document of the House; `paper` is its number in the parliamentary papers (28638-249), if it has one."""

    id: str
    number: str
    kind: str
    title: str
    date: str
    paper: str
    dossiers: str


@dataclass(frozen=True)
class Snapshot:
    """What the House's open data said when it was last read, each list in order."""

    groups: tuple[Group, ...] = ()
    terms: tuple[HouseTerm, ...] = ()
    decisions: tuple[HouseDecision, ...] = ()
    votes: tuple[GroupVote, ...] = ()
    documents: tuple[Document, ...] = ()

    @classmethod
    def of(cls, **records: Iterable[Any]) -> Self:
        """Return a snapshot of records in any order; one that was read twice is kept once."""
        return cls(**{name: tuple(sorted(set(each))) for name, each in records.items()})

    def with_newer(self, newer: "Snapshot") -> "Snapshot":
        """Return it with what was read later; groups and terms are always read in full."""
        read = {each.id for each in newer.decisions}
        documents = {each.id: each for each in (*self.documents, *newer.documents)}
        return Snapshot.of(
            groups=newer.groups,
            terms=newer.terms,
            decisions=[*newer.decisions, *(each for each in self.decisions if each.id not in read)],
            votes=[*newer.votes, *(each for each in self.votes if each.decision not in read)],
            documents=documents.values(),
        )

    def as_text(self) -> str:
        """Return the text of its file."""
        lists = []
        for name, records in vars(self).items():
            lines = [json.dumps(asdict(record), ensure_ascii=False) for record in records]
            lists.append(f'"{name}": [\n' + ",\n".join(lines) + "\n]")
        return "{\n" + ",\n".join(lists) + "\n}\n"


_RECORDS = {"groups": Group, "terms": HouseTerm, "decisions": HouseDecision, "votes": GroupVote, "documents": Document}


def read_snapshot(data_dir: Path) -> Snapshot | None:
    """Return the snapshot in a data folder, None if there is none; raises InputError for a file that is none."""
    file = data_dir / SNAPSHOT
    if not file.exists():
        return None
    try:
        lists = json.loads(file.read_text(encoding="utf-8"))
        return Snapshot.of(**{name: [_record(kind, each) for each in lists[name]] for name, kind in _RECORDS.items()})
    except (ValueError, KeyError, TypeError) as error:
        found, expected = f"a file that is no snapshot ({error!r})", "what briefing update writes"
        raise InputError([Problem(SNAPSHOT, None, None, found, expected, "run briefing update again")]) from None


def _record(kind: type[Any], cells: dict[str, Any]) -> Any:
    for field in fields(kind):
        if not isinstance(cells[field.name], field.type if isinstance(field.type, type) else object):
            raise ValueError(f"{field.name}: {cells[field.name]!r}")
    return kind(**cells)


def draft_snapshot(data_dir: Path, snapshot: Snapshot) -> Path:
    """Write a snapshot beside the one that is read, and return its file (see `put_in_place`)."""
    file = data_dir / SNAPSHOT
    file.parent.mkdir(exist_ok=True)
    draft = file.with_name(f".{file.name}.unfinished")
    with draft.open("w", encoding="utf-8", newline="\n") as written:
        written.write(snapshot.as_text())
        written.flush()
        os.fsync(written.fileno())
    return draft


def put_in_place(draft: Path) -> None:
    """Make a draft the snapshot, in one step."""
    draft.replace(draft.with_name(Path(SNAPSHOT).name))
