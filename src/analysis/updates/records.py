"""What the House's open data says, as records of a few columns, and the snapshot of them that `update` keeps.

The snapshot is one file, so that it is the old one or the new one whenever the program is stopped; a record is a line
of it, in a fixed order, so that what changed can be read in a diff. Of persons it has names and terms alone.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
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
    kind: str
    text: str


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


_RECORDS = {"groups": Group, "terms": HouseTerm, "decisions": HouseDecision, "votes": GroupVote, "documents": Document}


def read_snapshot(data_dir: Path) -> Snapshot | None:
    """Return the snapshot in a data folder, None if there is none; raises InputError for a file that is none."""
    file = data_dir / SNAPSHOT
    if not file.exists():
        return None
    try:
        lists = json.loads(file.read_text(encoding="utf-8"))
        return Snapshot.of(**{name: [kind(**each) for each in lists[name]] for name, kind in _RECORDS.items()})
    except (ValueError, KeyError, TypeError) as error:
        found, expected = f"a file that is no snapshot ({error!r})", "what briefing update writes"
        raise InputError([Problem(SNAPSHOT, None, None, found, expected, "run briefing update again")]) from None


def write_snapshot(data_dir: Path, snapshot: Snapshot) -> None:
    """Write the snapshot of a data folder in one step."""
    lists = (
        f'"{name}": [\n' + ",\n".join(json.dumps(asdict(each), ensure_ascii=False) for each in records) + "\n]"
        for name, records in vars(snapshot).items()
    )
    file = data_dir / SNAPSHOT
    file.parent.mkdir(exist_ok=True)
    draft = file.with_name(f".{file.name}.unfinished")
    draft.write_text("{\n" + ",\n".join(lists) + "\n}\n", encoding="utf-8", newline="\n")
    draft.replace(file)
