"""What `briefing check` checks: all that a build does (`sources.examine`, `reconcile_tables`), and what it warns of.

All errors in the tables are reported together; what only a month shows, and most warnings, follow when there are none.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem, in_order
from analysis.core.record_tables import rows_of
from analysis.core.wording import differing, wording
from analysis.figures import ReconciledFigures
from analysis.figures.sums import MAY_OVERLAP
from analysis.figures.waiting import doubts_in_words
from analysis.reconciliation import reconcile_tables
from analysis.reconciliation.commitments import overdue_events
from analysis.sources import LISTS_FOLDER, Sources
from analysis.sources.contracts import OWN_DATA, own_tables
from analysis.sources.decisions import RELEASED_NUMBERS
from analysis.sources.missing import missing_by
from analysis.sources.rules import answered_questions, days_to_come, idle_decisions

_TABLES = {".csv", ".tsv", ".txt", ".xls", ".xlsx", ".xlsm", ".ods"}
# Folders with tables of the program and its tests, and those that a build or the tutorial writes.
_NOT_SEARCHED = {"src", "scripts", "tests", "reports", "build", "practice", "mutants"}
_RELEASED = re.compile(r"\d{4}-\d{2}-\d+\.csv")
_TO_LISTS = (
    "move it to data/signatories/ if it is a list of signatories; decide from it and delete it if it is a review "
    "sheet; else move it out of the project"
)
_TO_NOTEBOOKS = "it may name persons: move it to notebooks/, where git ignores it, or out of the project"


def check(month: Month, data_dir: Path = OWN_DATA, today: datetime.date = datetime.date.max) -> list[Problem]:
    """Return every problem of a month and what an analyst should know; raises InputError only without a contract.

    A day after `today` is a warning.
    """
    checked, problems = sources.examine(data_dir)
    problems += differing(wording("nl"), wording("en"))
    # These are about this machine and not about the data, so they are not among the warnings that a notebook shows.
    paths = [table["path"] for table in own_tables().values()]
    misplaced = list(misplaced_files(data_dir, paths))
    if any(problem.severity == "error" for problem in problems):
        return in_order([*problems, *misplaced])
    try:
        now = reconcile_tables(month, checked)
    except InputError as error:
        return in_order([*checked.warnings, *missing_by(month, checked.tables), *error.problems, *misplaced])
    later = days_to_come(checked.tables["figures"], today)
    answered = answered_questions(now.sources.questions, now.sources.commitment_events, now.figures.printed_figures)
    doubted = set(now.figures.discrepancies["figure_ids"].str.split("|").explode())
    idle = idle_decisions(now.sources.decisions.figures, now.figures.printed_figures, doubted)
    day, as_of = now.sources.publications["known_from"], pd.Timestamp(month.as_of)
    new = {*now.sources.publications.loc[day.between(as_of.replace(day=1), as_of), "publication"]}
    asked, doubts = _questions_about_editions(new, now.sources, now.figures), doubts_in_words(now.figures, new)
    of_month = [*now.warnings, *later, *answered, *idle, *overdue_events(now.sources), *asked, *doubts]
    return in_order([*of_month, *_gone_words(checked.tables), *misplaced])


def _questions_about_editions(new: set[str], sources: Sources, figures: ReconciledFigures) -> Iterator[Problem]:
    """Yield a warning for numbers that nothing checks, so that a mistyped one stays hidden, with a formula to add."""
    rows = figures.arithmetic
    rows = rows[rows["formula_id"].fillna("").str.contains("/") & rows["publication"].isin(new)]
    for row in rows[(rows["outcome"] == "closes") & (rows["derived"] < rows["printed"])].to_dict("records"):
        dimension, edition = row["formula_id"].split("/", 1)
        parts = row["figure_ids"].partition("|")[2].replace("|", ", ")
        made = f"{row['derived']:.10g} of {row['printed']:.10g}"
        found = f"parts of {row['quantity_id']} about {row['reference_year']} in {edition} ({parts}) that make {made}"
        overlap = "yes" if dimension in MAY_OVERLAP else "no"
        formula = f"NAME,sum,{row['quantity_id']},PART|PART,{overlap},no,WHY"
        remedy = f"type those that it prints; if it has no others, add a row for these to formulas.csv: {formula}"
        expected = f"its other parts by {dimension.replace('_', ' ')}"
        yield Problem("figures.csv", None, "quantity_id", found, expected, remedy, "warning")
    named = {*sources.formulas["result"], *sources.formulas["terms"].str.split("|").explode()}
    printed = figures.printed_figures
    before = set(printed.loc[~printed["publication"].isin(new), "quantity_id"])
    for quantity in sorted(set(printed["quantity_id"]) - before - named):
        found = f"{quantity}, which was never printed before and is in no formula"
        formula = f"NAME,sum,TOTAL,{quantity}|PART,no,no,WHY"
        remedy = f"if it is part of a total, add a row to formulas.csv, such as {formula}; else nothing is missing"
        yield Problem("figures.csv", None, "quantity_id", found, "a quantity that a formula checks", remedy, "warning")


def _gone_words(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield one warning with what `briefing verify` found, if printed words are no longer where they were read."""
    rows, figures = rows_of(tables["verified"]), tables["figures"]
    found = {name: row["outcome"] for row in rows for name in (row["figures"] or "").split("|")}
    printed = figures.loc[figures["printed_text"].notna(), "figure_id"]
    counts = Counter(found.get(name, "not_asked") for name in printed)
    gone = [row for row in rows if row["outcome"] in ("number_gone", "page_gone")]
    if gone or counts["other_words"] or counts["moved"]:
        said = [f"{count} {outcome}" for outcome, count in counts.most_common()]
        named = [f"{row['publication']} {row['outcome']} {row['figures'] or ''}".strip() for row in gone]
        words = f"{', '.join(said)} of {len(printed)} printed texts" + (f": {'; '.join(named)}" if named else "")
        remedy = "read the page, or its copy in archived_url; then correct printed_text, source_url or the number"
        yield Problem("verified.csv", None, None, words, "each where it was read", remedy, "warning")


def misplaced_files(data_dir: Path, table_paths: Iterable[str]) -> Iterator[Problem]:
    """Yield a warning for each table or notebook of a project that is not in its place, as it may name persons.

    `table_paths` are the tables of the contract, relative to `data_dir`. Only a project is searched, which is a folder
    of data beside a folder `notebooks`; not its program and tests, nor what a build or the tutorial writes.
    """
    data, project = data_dir.resolve(), data_dir.resolve().parent
    notebooks, read = project / "notebooks", (data / LISTS_FOLDER, project / "docs/edition-template")
    if not notebooks.is_dir():
        return
    known = {data / path for path in table_paths}
    known |= {file for file in (data / RELEASED_NUMBERS).glob("*.csv") if _RELEASED.fullmatch(file.name)}
    names = [each.name for each in project.iterdir() if each.is_dir() and not each.name.startswith(".")]
    inside = (file for name in names if name not in _NOT_SEARCHED for file in (project / name).rglob("*"))
    for file in sorted({*project.glob("*"), *inside}):
        path, kind = file.relative_to(project), file.suffix.lower()
        if file in known or not file.is_file() or any(part.startswith(".") for part in path.parts):
            continue
        if kind in _TABLES and not any(map(file.is_relative_to, read)):
            yield Problem(str(path), None, None, "a table that nothing reads", "none here", _TO_LISTS, "warning")
        elif kind == ".ipynb" and not file.is_relative_to(notebooks):
            yield Problem(str(path), None, None, "a notebook", "none here", _TO_NOTEBOOKS, "warning")
