"""Reads data/ as of the end of a month, against its contract: without what was not yet published or in office."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import ParameterError, Problem, in_order, shortened
from analysis.sources.checks import CheckedTables, check, examine, read_tables
from analysis.sources.contracts import OWN_DATA
from analysis.sources.decisions import Decisions
from analysis.sources.known_from import known_by, last_days, with_known_from
from analysis.sources.missing import missing_by

__all__ = [
    "OWN_DATA",
    "CheckedTables",
    "Sources",
    "as_of",
    "check",
    "examine",
    "folder_of",
    "last_days",
    "read",
    "read_tables",
    "with_known_from",
]


@dataclass(frozen=True)
class Sources:
    """Every input table as of the last day of a month; the columns are those of data/datapackage.json.

    `figures` has one row per printed figure of a publication known by then, with `known_from` added;
    `undated_figures` those of publications whose date is unknown, which no month can use.
    `publications` has `known_from` and `known_from_basis` added; `commitment_events` has `known_from`, and `settled_by`
    only where that event was known.
    `cabinets` and `replies` are those of data/cabinets.csv and data/replies.csv that had begun, or come in, by then.
    `contact` is whom a reader calls, without what is not known; `contacts` the offices that a mail is addressed to.
    `checksums` has short checksums of the public tables (see `CheckedTables`).
    `signature_lines` has one row per line of each list, whenever it was signed (see `signature_lists`), with the body
    it is about. `folder` is where the files are, for whoever adds a decision.
    """

    month: Month
    publications: pd.DataFrame
    quantities: pd.DataFrame
    formulas: pd.DataFrame
    figures: pd.DataFrame
    undated_figures: pd.DataFrame
    claims: pd.DataFrame
    commitments: pd.DataFrame
    commitment_events: pd.DataFrame
    parties: pd.DataFrame
    party_names: pd.DataFrame
    party_events: pd.DataFrame
    bodies: pd.DataFrame
    elections: pd.DataFrame
    seats: pd.DataFrame
    cabinets: pd.DataFrame
    replies: pd.DataFrame
    members: pd.DataFrame
    candidates: pd.DataFrame
    sexes: pd.DataFrame
    roles: pd.DataFrame
    places: pd.DataFrame
    signature_lines: pd.DataFrame
    contact: dict[str, str]
    contacts: pd.DataFrame
    decisions: Decisions
    warnings: tuple[Problem, ...]
    checksums: dict[str, str]
    folder: Path = OWN_DATA


def folder_of(data_dir: str | Path) -> Path:
    """Return the folder of the data: the one given, or the project's own for an empty name.

    Raises ParameterError if it is not there or holds no data.
    """
    folder = Path(data_dir) if str(data_dir) else OWN_DATA
    try:
        is_there = (folder / "datapackage.json").is_file()
    except OSError:  # a name that is too long
        is_there = False
    if not is_there:
        where = "" if folder.is_absolute() else f" (that is {folder.absolute()})"
        found = shortened(f"{str(data_dir)!r}{where}")
        what = "a folder with the data, in which datapackage.json is"
        raise ParameterError(f"data_dir: found {found}, expected {what}, or '' for the project's own")
    return folder


def read(month: Month, data_dir: Path = OWN_DATA) -> Sources:
    """Return the sources as of a month; raises InputError with every error of every file."""
    return as_of(month, read_tables(data_dir))


def as_of(month: Month, checked: CheckedTables) -> Sources:
    """Return what the tables of a folder knew at the end of a month: what was published, in office or decided by then.

    Lines of lists are all there, whenever they were signed: `signatories` compares them with the day.
    """
    known: dict[str, Any] = {
        **known_by(pd.Timestamp(month.as_of), checked.tables),
        "month": month,
        "contact": checked.tables["contact"].iloc[0].dropna().to_dict(),
        "decisions": Decisions.as_of(month, checked.tables),
        "warnings": tuple(in_order([*checked.warnings, *missing_by(month, checked.tables)])),
        "checksums": checked.checksums,
        "folder": checked.folder,
    }
    return Sources(**{field.name: known[field.name] for field in fields(Sources)})
