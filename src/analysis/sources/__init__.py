"""Reads data/ against its contract, and as of the end of a month: without what was not yet published or in office.

`examine` does everything that is checked in a folder before a month is made from it. A build stops at an error;
`briefing check` (`reconciliation.checks`) prints every problem, and adds those that only a month shows.
"""

from contextlib import suppress
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.folders import sha256_of
from analysis.core.kept import Kept
from analysis.core.parameters import Month
from analysis.core.problems import InputError, ParameterError, Problem, in_order, shortened
from analysis.core.record_tables import rows_of
from analysis.sources import case_level
from analysis.sources.contracts import OWN_DATA, path_of
from analysis.sources.decisions import Decisions
from analysis.sources.known_from import known_by, with_known_from
from analysis.sources.list_contents import KNOWN_WORDS_TABLES, KnownWords
from analysis.sources.rules import broken_rules
from analysis.sources.signature_lists import files_of, read_lists, with_bodies
from analysis.sources.table_files import read_all

LISTS_FOLDER = "signatories"
# Tables that a briefing names, with their checksums. Whom to mail, members, candidates, sexes, lists and decisions on
# lines are not among them: the name of a list may give somebody away, and a checksum confirms a guess at what a file
# holds. Nor is what is asked of the House and decided on its answers, as no page is made from it.
NAMED_TABLES = (
    *("publications", "groups", "quantities", "series", "figures", "formulas", "claims", "commitments"),
    *("commitment_events", "votes", "questions", "contact", "parties", "party_names", "party_events", "bodies"),
    *("elections", "seats", "cabinets", "replies", "roles", "places"),
    *("decisions_figures", "decisions_parties", "decisions_releases"),
)


@dataclass(frozen=True)
class CheckedTables:
    """The tables of a folder, checked against their contract, with every row whenever it became known; and warnings.

    `checksums` has the first 8 digits of the SHA-256 of each table in NAMED_TABLES, by its path without `.csv`.
    """

    tables: dict[str, pd.DataFrame]
    warnings: tuple[Problem, ...]
    checksums: dict[str, str]
    folder: Path


@dataclass(frozen=True)
class Sources:
    """Every input table as of the last day of a month; the columns are those of data/datapackage.json.

    `figures` has one row per printed figure of a publication known by then, with `known_from` added; a publication
    whose date is unknown is used in no month. `publications` has `known_from` and `known_from_basis` added.
    `commitment_events` has `known_from` added, and `settled_by` only if that event was known; `votes` has the votes on
    known events. Neither has what is inferred: `events_left_out` has such events, to be counted.
    `contact` says whom a reader can call, without empty cells; `contacts` has the offices to which a mail is addressed.
    `signature_lines` has one row per line of each list, whenever it was signed (see `signature_lists`), with the body
    it is about. `folder` is where the files are, for adding decisions.
    """

    month: Month
    publications: pd.DataFrame
    groups: pd.DataFrame
    quantities: pd.DataFrame
    series: pd.DataFrame
    formulas: pd.DataFrame
    figures: pd.DataFrame
    claims: pd.DataFrame
    commitments: pd.DataFrame
    commitment_events: pd.DataFrame
    events_left_out: pd.DataFrame
    questions: pd.DataFrame
    votes: pd.DataFrame
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

    @cached_property
    def parties_by_id(self) -> dict[str, dict[Any, Any]]:
        """Return each party as a row of data/parties.csv."""
        return {row["party_id"]: row for row in rows_of(self.parties)}

    @cached_property
    def names_taken_later(self) -> frozenset[tuple[str, str]]:
        """Return each party (party_id) with each name that it took later."""
        taken = self.party_names[self.party_names["valid_from"].notna()]
        return frozenset(zip(taken["party_id"], taken["name"], strict=True))


def folder_of(data_dir: str | Path) -> Path:
    """Return the folder of the data, the project's own for an empty name; raises ParameterError if it has no data."""
    folder = Path(data_dir) if str(data_dir) else OWN_DATA
    with suppress(OSError):  # the name may be too long
        if (folder / "datapackage.json").is_file():
            return folder
    where = "" if folder.is_absolute() else f" (that is {folder.absolute()})"
    found, what = shortened(f"{str(data_dir)!r}{where}"), "a folder with the data, in which datapackage.json is"
    raise ParameterError(f"data_dir: found {found}, expected {what}, or '' for the project's own")


def read_tables(data_dir: Path = OWN_DATA, kept: Kept | None = None) -> CheckedTables:
    """Return the checked tables of a folder; raises InputError with every error of every file."""
    checked, problems = examine(data_dir, kept)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InputError(errors)
    return checked


def examine(data_dir: Path, kept: Kept | None = None) -> tuple[CheckedTables, list[Problem]]:
    """Return the tables that fit their schema, and every problem; raises InputError only without a valid contract."""
    # 1. Each file by itself: its table schema, no unfit text, nothing about a single victim.
    read, of_tables = read_all(data_dir)
    problems = case_level.in_folder(data_dir, LISTS_FOLDER)
    tables, sha256 = ({name: getattr(own, part) for name, own in read.items()} for part in ("value", "sha256"))
    # 2. The lists of signatories.
    lists = data_dir / LISTS_FOLDER
    read_by = [files_of(lists), *(tables.get(name) for name in KNOWN_WORDS_TABLES)]
    lines, of_lists = (kept or Kept()).result("lines", lambda: read_lists(lists, KnownWords.of(tables)), read_by)
    if "bodies" in tables:
        lines, unknown_bodies = with_bodies(lines, tables["bodies"])
        of_lists = [*of_lists, *unknown_bodies]
    # 3. What shows only when rows and tables are compared; decisions on lines only if every list could be read.
    if "publications" in tables:
        tables["publications"] = with_known_from(tables["publications"])
    are_sound = not any(problem.severity == "error" for problem in of_lists)
    with_lines = {**tables, "signature_lines": lines} if are_sound else tables
    problems += [*of_tables, *of_lists, *broken_rules(with_lines, sha256)]
    tables["signature_lines"] = lines
    paths = (path_of(name) for name in NAMED_TABLES if name in tables)
    files = [path for path in paths if (data_dir / path).is_file()]
    checksums = {file.removesuffix(".csv"): sha256_of(data_dir / file)[:8] for file in files}
    warnings = tuple(in_order(problem for problem in problems if problem.severity == "warning"))
    return CheckedTables(tables, warnings, checksums, data_dir), problems


def as_of(month: Month, checked: CheckedTables) -> Sources:
    """Return what was known at the end of a month by the tables of a folder; the lists keep every line."""
    known: dict[str, Any] = {
        **known_by(pd.Timestamp(month.as_of), checked.tables),
        "month": month,
        "contact": checked.tables["contact"].iloc[0].dropna().to_dict(),
        "decisions": Decisions.as_of(month, checked.tables),
        "warnings": checked.warnings,
        "checksums": checked.checksums,
        "folder": checked.folder,
    }
    return Sources(**{field.name: known[field.name] for field in fields(Sources)})
