"""Everything that is checked in a folder of data before a month is made of it, in order: `examine`.

A build stops at an error; `briefing check` (`reconciliation.check`) prints all, and adds what only a month shows.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.problems import InputError, Problem, in_order, row_of
from analysis.sources import case_level
from analysis.sources.contracts import OWN_DATA, check_tables, read_contract, read_table, tables_of
from analysis.sources.decisions import checks as decisions
from analysis.sources.known_from import with_known_from
from analysis.sources.missing import gaps_in
from analysis.sources.rules import RULES, Tables
from analysis.sources.signature_lists import read_lists, with_bodies
from analysis.sources.table_texts import unfit_texts

LISTS_FOLDER = "signatories"
# Tables that a briefing names. Whom to mail, members, candidates, sexes, lists and decisions on them are not among
# them: the name of a list may give somebody away, and a checksum confirms a guess at what a file holds.
NAMED_TABLES = (
    *("publications", "quantities", "figures", "formulas", "claims", "commitments", "commitment_events", "contact"),
    *("parties", "party_names", "party_events", "bodies", "elections", "seats", "cabinets", "replies"),
    *("roles", "places"),
    *("decisions_figures", "decisions_parties", "decisions_releases"),
)
_DIGITS = 8


@dataclass(frozen=True)
class CheckedTables:
    """The tables of a folder, whenever their rows became known, checked against their contract; with the warnings.

    `paths` has the file of each table, `checksums` short checksums of the public ones.
    """

    tables: dict[str, pd.DataFrame]
    warnings: tuple[Problem, ...]
    paths: dict[str, str]
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
    contract = read_contract(data_dir)
    # 1. Each file by itself: nothing about a single victim, its table schema, no unfit text.
    problems = case_level.in_folder(contract, data_dir, LISTS_FOLDER)
    problems += check_tables(_without_decided_figures(contract), data_dir)
    problems += unfit_texts(tables_of(contract, data_dir), data_dir)
    broken = {problem.file for problem in problems if problem.severity == "error"}
    tables = {t["name"]: read_table(data_dir, t) for t in contract["resources"] if t["path"] not in broken}
    # 2. The lists of signatories.
    tables["signature_lines"], of_lists = read_lists(data_dir / LISTS_FOLDER)
    if "bodies" in tables:
        tables["signature_lines"], unknown_bodies = with_bodies(tables["signature_lines"], tables["bodies"])
        of_lists += unknown_bodies
    problems += of_lists
    # 3. What shows only between tables.
    paths = {table["name"]: table["path"] for table in tables_of(contract, data_dir)}
    problems += between_tables(contract, tables, paths, sound=not any(p.severity == "error" for p in problems))
    warnings = tuple(in_order(problem for problem in problems if problem.severity == "warning"))
    checksums = checksums_of({name: path for name, path in paths.items() if name in tables}, data_dir)
    return CheckedTables(tables, warnings, paths, checksums, data_dir), problems


def between_tables(
    contract: dict[str, Any], tables: dict[str, pd.DataFrame], paths: dict[str, str], *, sound: bool
) -> list[Problem]:
    """Return every problem that shows only where tables are compared: first of their rules, decisions included.

    Where all are `sound`, publications get their `known_from`, and what is stale, undated or incomplete follows.
    """
    problems = _check_rules(contract, tables)
    if not sound or problems:
        return problems
    tables["publications"] = with_known_from(tables["publications"])
    return [
        *(Problem(paths["decisions_signatories"], *fault) for fault in decisions.stale_signature_decisions(tables)),
        *gaps_in(tables, paths),
    ]


def _check_rules(contract: dict[str, Any], tables: Tables) -> list[Problem]:
    """Return every problem of tables that each pass their own schema.

    `tables` maps the names of the contract to typed frames, as `contracts.read_table` gives them; a rule that needs a
    table that is not there is left out.
    """
    paths = {table["name"]: table["path"] for table in contract["resources"]}
    problems = [p for table in contract["resources"] for p in _list_references(table, tables)]
    for rule, names in (RULES | decisions.RULES).items():
        if set(names) <= set(tables):
            problems += [Problem(paths[names[0]], *fault) for fault in rule(tables)]
    return problems


def _list_references(table: dict[str, Any], tables: Tables) -> Iterator[Problem]:
    """Yield each part of a |-separated list that the table it refers to does not have."""
    for field in table["schema"]["fields"]:
        target, key = field.get("listOf", {}).get("resource"), field.get("listOf", {}).get("field")
        if table["name"] not in tables or target not in tables:
            continue
        known = set(tables[target][key])
        for index, cell in tables[table["name"]][field["name"]].dropna().items():
            for part in (part for part in cell.split("|") if part not in known):
                remedy = f"add it to {target} first, or correct the spelling (parts are separated by |)"
                expected = f"a {key} of {target}"
                yield Problem(table["path"], row_of(index), field["name"], repr(part), expected, remedy)


def _without_decided_figures(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the contract without the reference from a decision to its figure, which has a rule of its own."""
    tables = [
        {**table, "schema": {**table["schema"], "foreignKeys": []}} if table["name"] == "decisions_figures" else table
        for table in contract["resources"]
    ]
    return {**contract, "resources": tables}


def checksums_of(paths: Mapping[str, str], data_dir: Path) -> dict[str, str]:
    """Return the first digits of the SHA-256 of each public table: its path without `.csv` -> 8 hexadecimal digits.

    `paths` has the path of each table in the folder, by its name. The digits are those that `sha256sum` prints.
    """
    named = [paths[name] for name in NAMED_TABLES if name in paths]
    return {
        path.removesuffix(".csv"): hashlib.sha256((data_dir / path).read_bytes()).hexdigest()[:_DIGITS]
        for path in named
    }
