"""The tables of a month as one workbook: covers, contents, notes, columns, and a sheet a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import pandas as pd

from analysis.briefing import provenance
from analysis.core.parameters import LANGUAGES, Month
from analysis.core.wording import Wording, wording
from analysis.publish.cells import rows_of
from analysis.publish.published_tables import heading, what_a_row_is, why_empty
from analysis.publish.sheets import Link, Sheet, written
from analysis.reconciliation import Reconciliation
from analysis.reconciliation.releases import Edition, edition_in_words, edition_of

# Headings and descriptions come from published_tables.json, which is in English; each sheet keeps to one language.
_TABLES_IN = "en"
# What holds for tables: sentence -> those tables, none named for all of them.
_NOTES: dict[str, tuple[str, ...]] = {
    "workbook.note.as_of": (),
    "workbook.note.quoted": (),
    "workbook.note.chosen": ("figures", "discrepancies"),
    "workbook.note.persons": ("parties",),
    "briefing.method.limit_1": ("figures", "discrepancies", "derived", "claims"),
    "briefing.method.limit_2": ("figures", "claims"),
    "briefing.method.limit_3": ("figures", "discrepancies"),
    "briefing.method.limit_4": ("parties",),
    "briefing.method.limit_5": ("parties",),
    "briefing.method.limit_6": (),
}


@dataclass(frozen=True)
class About:
    """What the workbook says of itself: its month, whom to call, whether it is released, what it was made from."""

    month: Month
    contact: dict[str, str]
    edition: Edition
    are_members_known: bool
    checksums: dict[str, str]

    @classmethod
    def of(cls, reconciliation: Reconciliation) -> "About":
        """Return what the workbook of a month says of itself."""
        sources = reconciliation.sources
        return cls(
            month=reconciliation.month,
            contact=sources.contact,
            edition=edition_of(reconciliation),
            are_members_known=reconciliation.unaccounted_seats.empty,
            checksums=sources.checksums,
        )


def workbook_of(frames: dict[str, pd.DataFrame], contract: dict[str, dict[str, Any]], about: About) -> bytes:
    """Return an XLSX workbook with a sheet per table, in the order given; the same tables give the same bytes.

    `contract` has title, description, sources and fields of each table (see `published_tables`).
    """
    w = wording(_TABLES_IN)
    tables = {name: contract[name] for name in frames}
    notes = _notes(about, list(tables))
    sheets = [
        *(_cover(about, wording(language)) for language in LANGUAGES),
        _contents(tables, w),
        _notes_sheet(notes, w),
        _columns(tables, frames, w),
        *(_table(name, frame, contract[name], notes, about) for name, frame in frames.items()),
    ]
    return written(sheets, _properties(about))


def _properties(about: About) -> dict[str, Any]:
    """Return what a file manager shows; the day is that of the month's end: the same month gives the same bytes."""
    w = wording(_TABLES_IN)
    return {
        "title": w.say("workbook.title", month=w.month(str(about.month))),
        "author": about.contact["organisation"],
        "created": datetime.combine(about.month.as_of, time()),
        "comments": provenance.generator(),
        "keywords": _inputs(about),
    }


def _cover(about: About, w: Wording) -> Sheet:
    """Return the cover in one language: what this is, who made it, whom to call, licence, how it was made."""
    english = wording(_TABLES_IN)
    reach = ", ".join(about.contact[kind] for kind in ("phone", "email", "url") if kind in about.contact)
    command = f"briefing build --month {about.month}"
    named = {name: english.say(f"workbook.{name}.sheet") for name in ("contents", "notes", "columns")}
    lines = [
        w.say("workbook.title", month=w.month(str(about.month))),
        *([] if about.edition.is_released else [w.say("workbook.status")]),
        *filter(None, [edition_in_words(about.edition, w)]),
        w.say("workbook.cover.what", date=w.date(about.month.as_of)),
        w.say("workbook.cover.made_by", organisation=about.contact["organisation"]),
        w.say("workbook.cover.contact", reach=reach) if reach else w.say("workbook.cover.no_contact"),
        w.say("workbook.cover.licence"),
        w.say("workbook.cover.sheets", **named),
        w.say("workbook.cover.blank"),
        w.say("workbook.cover.made_with", generator=provenance.generator(), command=command),
        w.say("workbook.cover.inputs", checksum=provenance.CHECKSUM, inputs=_inputs(about)),
    ]
    return Sheet(w.say("workbook.cover.sheet"), lines)


def _inputs(about: About) -> str:
    return provenance.in_words(about.checksums)


def _contents(tables: dict[str, dict[str, Any]], w: Wording) -> Sheet:
    """Return the sheet that leads to all that follow it."""
    dutch = wording(LANGUAGES[0])
    rows: list[list[Any]] = []
    for kind in ("notes", "columns"):
        name, title, row = (w.say(f"workbook.{kind}.{what}") for what in ("sheet", "title", "row"))
        rows.append([Link(name, name), title, row, dutch.say(f"workbook.{kind}.title")])
    rows += [
        [Link(name, name), table["title"], table["description"], dutch.say(f"index.table.{name}")]
        for name, table in tables.items()
    ]
    return _own_sheet("contents", rows, w)


def _own_sheet(name: str, rows: list[list[Any]], w: Wording) -> Sheet:
    lines = [w.say(f"workbook.{name}.title"), w.say("workbook.table.one")]
    return Sheet(w.say(f"workbook.{name}.sheet"), lines, w.say(f"workbook.{name}.headings").split(" | "), rows)


def _notes(about: About, tables: list[str]) -> dict[str, list[str]]:
    """Return the notes that hold in this month, each with its tables."""
    notes = {key: [name for name in tables if not holds_for or name in holds_for] for key, holds_for in _NOTES.items()}
    if about.are_members_known:
        del notes["briefing.method.limit_4"]
    return {key: named for key, named in notes.items() if named}


def _notes_sheet(notes: dict[str, list[str]], w: Wording) -> Sheet:
    rows = [[place, w.say(key), ", ".join(named)] for place, (key, named) in enumerate(notes.items(), start=1)]
    return _own_sheet("notes", rows, w)


def _columns(tables: dict[str, dict[str, Any]], frames: dict[str, pd.DataFrame], w: Wording) -> Sheet:
    rows: list[list[Any]] = []
    for name, table in tables.items():
        for field in _fields(table, frames[name]):
            cells = [heading(field, w), field["name"], field.get("unit"), field.get("description")]
            rows.append([Link(name, name), *cells])
    return _own_sheet("columns", rows, w)


def _fields(table: dict[str, Any], frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Return what is known of each column of a frame; of one that is not promised only its name."""
    described = {field["name"]: field for field in table["fields"]}
    yield from (described.get(name, {"name": name, "title": name}) for name in frame.columns)


def _table(name: str, frame: pd.DataFrame, table: dict[str, Any], notes: dict[str, list[str]], about: About) -> Sheet:
    """Return the sheet of one table: five lines, then its headings, always in the sixth row."""
    w = wording(_TABLES_IN)
    holding = [str(place) for place, named in enumerate(notes.values(), start=1) if name in named]
    lines: list[str | Link] = [
        w.say("workbook.table.title", title=table["title"], month=w.month(str(about.month))),
        w.say("workbook.table.none" if frame.empty else "workbook.table.one"),
        what_a_row_is(table),
        w.say("workbook.table.source", source=" ".join(source["title"] for source in table["sources"])),
        Link(w.say("workbook.table.notes", notes=w.list(holding)), w.say("workbook.notes.sheet")),
    ]
    headings = [heading(field, w) for field in _fields(table, frame)]
    return Sheet(name, lines, headings, rows_of(frame), why_empty(name, about.month, w))
