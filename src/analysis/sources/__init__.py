"""Reads data/ as of the end of a month, against its contract: without what was not yet published or in office."""

import calendar
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem, in_order, row_of
from analysis.sources import case_level, signature_lists
from analysis.sources.checksums import checksums_of
from analysis.sources.contracts import check_tables, read_contract, read_table, tables_of
from analysis.sources.decisions import Decisions, stale_signature_decisions
from analysis.sources.figure_decisions import NEEDS, faults_of_figure_decisions
from analysis.sources.list_bodies import with_bodies
from analysis.sources.missing import gaps_in, missing_by, unknown_contact
from analysis.sources.rules import check_rules
from analysis.sources.template_rows import unfilled_rows, without_rows_of
from analysis.sources.unfit_texts import unfit_texts

# Where the project keeps its own data: the package is installed in place (see Makefile), so this holds from any folder.
OWN_DATA = Path(__file__).resolve().parents[3] / "data"
LISTS_FOLDER = "signatories"


@dataclass(frozen=True)
class Sources:
    """Every input table as of the last day of a month; the columns are those of data/datapackage.json.

    `figures` has one row per printed figure of a publication known by then, with `known_from` added;
    `undated_figures` those of publications whose date is unknown, which no month can use.
    `publications` has `known_from` and `known_from_basis` added; `commitment_events` has `known_from`, and `settled_by`
    only where that event was known.
    `contact` is whom a reader calls, without what is not known; `contacts` the offices that a mail is addressed to.
    `checksums` has short checksums of the public tables (see `checksums`).
    `signature_lines` has one row per line of each list, whenever it was signed (see `signature_lists`), with the body
    it is about (see `list_bodies`). `folder` is where the files are, for whoever adds a decision.
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
    members: pd.DataFrame
    candidates: pd.DataFrame
    sexes: pd.DataFrame
    signature_lines: pd.DataFrame
    contact: dict[str, str]
    contacts: pd.DataFrame
    decisions: Decisions
    warnings: tuple[Problem, ...]
    checksums: dict[str, str]
    folder: Path = OWN_DATA


def folder_of(data_dir: str | Path) -> Path:
    """Return the folder of the data: the one given, or the project's own for an empty name."""
    return Path(data_dir) if str(data_dir) else OWN_DATA


def check(data_dir: Path) -> list[Problem]:
    """Return every problem of every input file, errors and warnings, in one report, whatever the month.

    By file, row and column. Raises InputError only where there is no contract to check against.
    """
    return in_order(examine(data_dir)[1])


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
    errors = [p for p in problems if p.severity == "error"]
    if errors:
        raise InputError(errors)
    return checked


def read(month: Month, data_dir: Path = OWN_DATA) -> Sources:
    """Return the sources as of a month; raises InputError with every error of every file."""
    return as_of(month, read_tables(data_dir))


def examine(data_dir: Path) -> tuple[CheckedTables, list[Problem]]:
    """Return the typed tables that keep their schema, and every problem of all; rules are held on sound tables.

    Where one of the problems is an error the tables are not fit for use. The contract is data/datapackage.json, a Table
    Schema of Frictionless Data.
    """
    contract = read_contract(data_dir)
    problems = case_level.in_folder(contract, data_dir, LISTS_FOLDER) + unfilled_rows(data_dir)
    found = check_tables(_without_decided_figures(contract), data_dir) + unfit_texts(contract, data_dir)
    problems += without_rows_of(found, problems)
    lines, list_problems = signature_lists.read_lists(data_dir / LISTS_FOLDER)
    faulty = {p.file for p in problems if p.severity == "error"}
    tables = {t["name"]: read_table(data_dir, t) for t in contract["resources"] if t["path"] not in faulty}
    if "bodies" in tables:
        lines, unknown_bodies = with_bodies(lines, tables["bodies"])
        list_problems += unknown_bodies
    tables["signature_lines"] = lines
    problems += list_problems
    paths = paths_of(contract, data_dir)
    problems += between_tables(contract, tables, paths, sound=not any(p.severity == "error" for p in problems))
    warnings = tuple(in_order(p for p in problems if p.severity == "warning"))
    checksums = checksums_of({name: path for name, path in paths.items() if name in tables}, data_dir)
    return CheckedTables(tables, warnings, paths, checksums, data_dir), problems


def between_tables(
    contract: dict[str, Any], tables: dict[str, pd.DataFrame], paths: dict[str, str], *, sound: bool
) -> list[Problem]:
    """Return every problem that shows only where tables are held against each other.

    Where all are `sound`, publications get their `known_from`, and what is stale, undated or waits for a row is told.
    """
    problems = check_rules(contract, tables)
    if set(NEEDS) <= set(tables):
        problems += faults_of_figure_decisions(tables)
    if not sound or problems:
        return problems
    tables["publications"] = with_known_from(tables["publications"])
    problems += stale_signature_decisions(tables)
    problems += _undated(tables["publications"], tables["figures"], paths)
    return problems + gaps_in(tables, paths) + unknown_contact(tables["contact"], paths["contact"])


def _without_decided_figures(contract: dict[str, Any]) -> dict[str, Any]:
    """Return the contract without the reference from a decision to its figure: see `figure_decisions` for one gone."""
    keyless = [
        {**t, "schema": {**t["schema"], "foreignKeys": []}} if t["name"] == "decisions_figures" else t
        for t in contract["resources"]
    ]
    return {**contract, "resources": keyless}


def paths_of(contract: dict[str, Any], data_dir: Path) -> dict[str, str]:
    """Return the path of each table that is in a folder, relative to it, by its name."""
    return {t["name"]: t["path"] for t in tables_of(contract, data_dir)}


def end_of_printed_date(text: str) -> datetime.date:
    """Return the last day of a printed date, `2021-03-10`, `2021-03` or `2021`: the as-of rule for partial dates."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return datetime.date(year, month, day)


def with_known_from(publications: pd.DataFrame) -> pd.DataFrame:
    """Return the publications with the day they count as known from, and what that rests on.

    One row per publication. Adds `known_from` (date) and `known_from_basis`: `printed`; `end_of_period` for a partial
    date; `inferred` (the newest publication it quotes) for a missing one; `unknown` where it quotes none that is dated.
    """
    printed = publications.set_index("publication")["published_on"].dropna().map(end_of_printed_date).to_dict()

    def known(row: pd.Series) -> tuple[datetime.date | None, str]:
        if row["publication"] in printed:
            return printed[row["publication"]], "printed" if len(row["published_on"]) == 10 else "end_of_period"
        quoted = [] if pd.isna(row["quotes"]) else row["quotes"].split("|")
        dates = [printed[name] for name in quoted if name in printed]
        return (max(dates), "inferred") if dates else (None, "unknown")

    found = [known(row) for _, row in publications.iterrows()]
    dates = pd.Series(pd.to_datetime([day for day, _ in found]), index=publications.index).astype("datetime64[us]")
    basis = pd.Series([basis for _, basis in found], index=publications.index, dtype="str")
    return publications.assign(known_from=dates, known_from_basis=basis)


def _undated(publications: pd.DataFrame, figures: pd.DataFrame, paths: dict[str, str]) -> list[Problem]:
    """Return a warning for each publication that no month can use since its date is unknown."""
    problems = []
    for index, row in publications[publications["known_from"].isna()].iterrows():
        count = int((figures["publication"] == row["publication"]).sum())
        found = f"no date, and no dated publication that {row['publication']} quotes"
        remedy = f"its {count} figures are used in no month until one is known"
        place = row_of(index)
        problems.append(Problem(paths["publications"], place, "published_on", found, "a date", remedy, "warning"))
    return problems


def as_of(month: Month, checked: CheckedTables) -> Sources:
    """Return what the tables of a folder knew at the end of a month: what was published, in office or decided by then.

    Lines of lists are all there, whenever they were signed: `signatories` holds them against the day.
    """
    day, tables = pd.Timestamp(month.as_of), checked.tables
    publications = tables["publications"]
    figures = tables["figures"].merge(publications[["publication", "known_from"]], on="publication", how="left")
    events = tables["party_events"]
    return Sources(
        month=month,
        publications=publications[publications["known_from"] <= day].reset_index(drop=True),
        quantities=tables["quantities"],
        formulas=tables["formulas"],
        figures=figures[figures["known_from"] <= day].reset_index(drop=True),
        undated_figures=figures[figures["known_from"].isna()].reset_index(drop=True),
        claims=tables["claims"],
        commitments=tables["commitments"],
        commitment_events=_events_by(tables["commitment_events"], day),
        parties=_named_as_of(tables["parties"], tables["party_names"], day),
        party_names=tables["party_names"],
        party_events=events[events["date"] <= day].reset_index(drop=True),
        bodies=tables["bodies"],
        elections=tables["elections"],
        seats=_begun(tables["seats"], "valid_from", "valid_until", day),
        members=_begun(tables["members"], "start", "end", day),
        candidates=tables["candidates"],
        sexes=tables["sexes"],
        signature_lines=tables["signature_lines"],
        contact=tables["contact"].iloc[0].dropna().to_dict(),
        contacts=tables["contacts"],
        decisions=Decisions.as_of(month, tables),
        warnings=tuple(in_order([*checked.warnings, *missing_by(month, tables, checked.paths)])),
        checksums=checked.checksums,
        folder=checked.folder,
    )


def _begun(periods: pd.DataFrame, start: str, end: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the periods that had begun by a day; an end that lay ahead was not known then."""
    begun = periods[periods[start].isna() | (periods[start] <= day)].reset_index(drop=True)
    return begun.assign(**{end: begun[end].where(begun[end] <= day)})


def _events_by(events: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the events of the commitments that had happened by a day; what settles one later was not known then."""
    dates = pd.to_datetime(events["date"].map(end_of_printed_date)).astype("datetime64[us]")
    known = events.assign(known_from=dates)[dates <= day].reset_index(drop=True)
    return known.assign(settled_by=known["settled_by"].where(known["settled_by"].isin(known["event_id"])))


def _named_as_of(parties: pd.DataFrame, party_names: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Return the parties under the names they had on a day."""
    named = parties.set_index("party_id")
    newer = party_names[party_names["valid_from"] <= day].sort_values("valid_from")
    for row in newer[newer["kind"].isin(["abbreviation", "name_nl", "name_en"])].itertuples():
        named.loc[row.party_id, row.kind] = row.name
    declined = named["declined_on"].where(named["declined_on"] <= day)
    return named.assign(declined_on=declined).reset_index()
