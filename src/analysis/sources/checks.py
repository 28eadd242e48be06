"""Everything that is checked in a folder of data before a month is made of it, in order: `examine`.

A build stops at an error; `briefing check` (`reconciliation.check`) prints all, and adds what only a month shows.
"""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.core.folders import sha256_of
from analysis.core.problems import InputError, Problem, in_order
from analysis.sources import case_level
from analysis.sources.contracts import OWN_DATA, path_of, read_contract
from analysis.sources.known_from import with_known_from
from analysis.sources.rules import broken_rules
from analysis.sources.signature_lists import read_lists, with_bodies
from analysis.sources.table_files import read_all

LISTS_FOLDER = "signatories"
# Tables that a briefing names. Whom to mail, members, candidates, sexes, lists and decisions on them are not among
# them: the name of a list may give somebody away, and a checksum confirms a guess at what a file holds.
NAMED_TABLES = (
    *("publications", "quantities", "figures", "formulas", "claims", "commitments", "commitment_events", "contact"),
    *("parties", "party_names", "party_events", "bodies", "elections", "seats", "cabinets", "replies"),
    *("roles", "places"),
    *("decisions_figures", "decisions_parties", "decisions_releases"),
)


@dataclass(frozen=True)
class CheckedTables:
    """The tables of a folder, whenever their rows became known, checked against their contract; with the warnings.

    `checksums` has the first 8 digits of the SHA-256 of each public table, by its path without `.csv`.
    """

    tables: dict[str, pd.DataFrame]
    warnings: tuple[Problem, ...]
    checksums: dict[str, str]
    folder: Path


def read_tables(data_dir: Path = OWN_DATA) -> CheckedTables:
    """Return the checked tables of a folder; raises InputError with every error of every file."""
    checked, problems = examine(data_dir)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise InputError(errors)
    return checked


def check(data_dir: Path) -> list[Problem]:
    """Return every problem of every input file, errors and warnings, by file, row and column, whatever the month.

    Raises InputError only where there is no contract to check against.
    """
    return in_order(examine(data_dir)[1])


def examine(data_dir: Path) -> tuple[CheckedTables, list[Problem]]:
    """Return the typed tables that keep their schema, and every problem of all files.

    Where one of the problems is an error the tables are not fit for use. Raises InputError only without a contract.
    """
    read_contract(data_dir)
    # 1. Each file by itself: nothing about a single victim, its table schema, no unfit text.
    problems = case_level.in_folder(data_dir, LISTS_FOLDER)
    tables, of_tables = read_all(data_dir)
    # 2. The lists of signatories.
    lines, of_lists = read_lists(data_dir / LISTS_FOLDER)
    if "bodies" in tables:
        lines, unknown_bodies = with_bodies(lines, tables["bodies"])
        of_lists += unknown_bodies
    # 3. What shows only between rows and tables; decisions on lines only where no line is missing.
    if "publications" in tables:
        tables["publications"] = with_known_from(tables["publications"])
    are_sound = not any(problem.severity == "error" for problem in of_lists)
    problems += [*of_tables, *of_lists, *broken_rules({**tables, "signature_lines": lines} if are_sound else tables)]
    tables["signature_lines"] = lines
    read = (path_of(name) for name in NAMED_TABLES if name in tables)
    files = [path for path in read if (data_dir / path).is_file()]
    checksums = {file.removesuffix(".csv"): sha256_of(data_dir / file)[:8] for file in files}
    warnings = tuple(in_order(problem for problem in problems if problem.severity == "warning"))
    return CheckedTables(tables, warnings, checksums, data_dir), problems
