"""Plants errors in the real data, one at a time, and measures how many the reconciliation finds.

    python benchmarks/planted_errors.py [--per-kind 19] [--harmless 500] [--seed 1300]

Prints a table per kind of error, the false alarms, and every error that could have been found and was not.
"""

import argparse
import functools
import multiprocessing
import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from harmless import Addition, additions, with_addition
from revealing import facts_of, revealed_by
from typing_errors import FILES, KINDS, Plant, Tables, plants

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.figures import reconcile_figures
from analysis.figures.claims import judgements

MONTH = Month.parse("2026-10")
BY = "2026-10-31"
# Tables that no figure rests on, shortened in the copy: reading them over for each error takes time and tells nothing.
# How many lines are kept of each, its head included.
SHORTENED = {"candidates.csv": 20, "members.csv": 20, "sexes.csv": 1}
_SHOWN = ("kind", "quantity_id", "reference_year", "value_a", "value_b", "lower_a", "lower_b", "upper_a", "upper_b",
          "publication_b")  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one error: what could reveal it, and what found it.

    `found_by`: `check` (briefing check reports it), `new` (a discrepancy that was not there), `changed` (one that was
    there shows another number), `claim` (a claim that held is contradicted now). `collateral` are new discrepancies
    that name neither the figure nor a figure that a formula ties to it.
    """

    kind: str
    plant: str
    revealed_by: list[str]
    found_by: list[str]
    collateral: list[str]


@dataclass(frozen=True)
class Found:
    """What a reconciliation finds: what each discrepancy shows, the figures it names, and verdicts on claims."""

    alarms: dict[str, tuple[str, ...]]
    named: dict[str, set[str]]
    verdicts: dict[str, str]
    at_fault: frozenset[str]


@dataclass(frozen=True)
class Clean:
    """The real data before anything is planted."""

    folder: Path
    tables: Tables
    problems: set[str]
    found: Found
    facts: set[str]
    known: sources.Sources


def found_in(known: sources.Sources) -> Found:
    """Return what reconciling the figures of a month finds."""
    found = reconcile_figures(known)
    rows = {row["discrepancy_id"]: row for row in found.discrepancies.to_dict("records")}
    judged, printed = judgements(known.claims, found, known.formulas), found.printed_figures
    return Found(
        {name: tuple(str(row[column]) for column in _SHOWN) for name, row in rows.items()},
        {name: {*row["figure_ids"].split("|")} for name, row in rows.items()},
        {each.claim.claim_id: each.verdict for each in judged},
        frozenset(printed.loc[~printed["sound"], "figure_id"]),
    )


def clean_data(scratch: Path) -> Clean:
    """Return the data as they are, in a copy that errors can be planted in."""
    copy = Path(shutil.copytree(sources.OWN_DATA, scratch / "data"))
    for name, kept in SHORTENED.items():
        lines = (copy / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (copy / name).write_text("".join(lines[:kept]), encoding="utf-8")
    read = functools.partial(pd.read_csv, dtype="str", keep_default_na=False)
    tables = {name: read(copy / path).astype(object) for name, path in FILES.items()}
    known = sources.as_of(MONTH, sources.read_tables(copy))
    problems, found = {str(problem) for problem in sources.examine(copy)[1]}, found_in(known)
    return Clean(copy, tables, problems, found, facts_of(tables, found.at_fault, BY), known)


def outcome_of(plant: Plant, clean: Clean) -> Outcome:
    """Plant one error, reconcile, and say what became of it."""
    revealed = revealed_by(plant, clean.facts, clean.found.at_fault, BY)
    file = clean.folder / FILES[plant.table]
    whole = file.read_bytes()
    try:
        plant.tables[plant.table].to_csv(file, index=False, lineterminator="\n")
        found_by, collateral = found_after(plant, clean)
    finally:
        file.write_bytes(whole)
    return Outcome(plant.kind, str(plant), revealed, found_by, collateral)


def found_after(plant: Plant, clean: Clean) -> tuple[list[str], list[str]]:
    """Return what found an error, and the new discrepancies that have nothing to do with it."""
    try:
        checked = sources.read_tables(clean.folder)
    except InputError:
        return ["check"], []
    except Exception as error:  # a check that fails finds nothing: it is reported among what should not have been
        return [], [f"crash: {error!r}"]
    found, before, subjects = found_in(sources.as_of(MONTH, checked)), clean.found, set(plant.subjects)
    new = found.alarms.keys() - before.alarms.keys()
    changed = {name for name in found.alarms.keys() - new if found.alarms[name] != before.alarms[name]}
    lost = {claim for claim in found.verdicts.keys() & subjects if found.verdicts[claim] != before.verdicts[claim]}
    found_by = {
        "check": {str(problem) for problem in checked.warnings} - clean.problems,
        "new": {name for name in new if found.named[name] & subjects},
        "changed": {name for name in changed if found.named[name] & subjects},
        "claim": {claim for claim in lost if found.verdicts[claim] in ("contradicted", "not_verifiable")},
    }
    related = subjects | tied(plant, clean)
    return [how for how, what in found_by.items() if what], sorted(n for n in new if not found.named[n] & related)


def tied(plant: Plant, clean: Clean) -> set[str]:
    """Return the figures that a formula, or a quantity in common, ties to the figures of an error."""
    quantities: set[str] = set()
    for tables in (clean.tables, plant.tables):
        figures, formulas = tables["figures"], tables["formulas"]
        own = set(figures.loc[figures["figure_id"].isin(plant.subjects), "quantity_id"])
        quantities |= own
        for row in formulas.to_dict("records"):
            members = {row["result"], *row["terms"].split("|")}
            quantities |= members if members & own else set()
    figures = clean.tables["figures"]
    return set(figures.loc[figures["quantity_id"].isin(quantities - {""}), "figure_id"])


# On all cores: each process has a copy of the data to plant in.
_clean: list[Clean] = []


def _start(scratch: str) -> None:
    _clean.append(clean_data(Path(tempfile.mkdtemp(dir=scratch))))


def _planted(plant: Plant) -> Outcome:
    return outcome_of(plant, _clean[0])


def _added(addition: Addition) -> list[str]:
    """Return the discrepancies that a harmless addition brings."""
    clean = _clean[0]
    found = found_in(replace(clean.known, **with_addition(addition, clean.known)))
    return [name for name in found.alarms if name not in clean.found.alarms]


def report(outcomes: list[Outcome]) -> str:
    """Return a table of the kinds, then each error that could have been found and was not, and what else was alarmed.

    `anew` leaves out what only shows another number in a finding that was there before.
    """
    table = pd.DataFrame(outcomes)
    table = table.assign(planted=1, revealable=table["revealed_by"].astype(bool), found=table["found_by"].astype(bool))
    table["found of those"] = table["revealable"] & table["found"]
    table["anew"] = table["revealable"] & table["found_by"].map(lambda how: bool({*how} - {"changed"}))
    sums = table.groupby("kind", sort=False)[["planted", "revealable", "found", "found of those", "anew"]].sum()
    sums.loc["all"] = sums.sum()
    sums["%"] = (100 * sums["found of those"] / sums["revealable"]).round(1)
    missed = [
        f"  {o.plant}\n      {'; '.join(o.revealed_by[:3])}" for o in outcomes if o.revealed_by and not o.found_by
    ]
    collateral = [f"  {o.plant}\n      {name}" for o in outcomes for name in o.collateral]
    return "\n".join([sums.to_string(), "", "missed though revealable:", *missed, "collateral:", *collateral, ""])


def main() -> None:
    """Plant every error and add every harmless figure, and print what became of them."""
    parser = argparse.ArgumentParser(description="Plants errors in the real data and measures how many are found.")
    parser.add_argument("--per-kind", type=int, default=19)
    parser.add_argument("--harmless", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1300)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="planted-") as scratch:
        clean = clean_data(Path(scratch))
        errors = plants(clean.tables, KINDS, given.per_kind, given.seed)
        unharmful = additions(clean.known, reconcile_figures(clean.known), given.harmless, given.seed)
        with multiprocessing.Pool(initializer=_start, initargs=(scratch,)) as pool:
            outcomes = pool.map(_planted, errors, chunksize=8)
            alarms = pool.map(_added, unharmful, chunksize=8)
    print(report(outcomes))
    noisy = [f"  {each.kind}: {name}" for each, names in zip(unharmful, alarms, strict=True) for name in names]
    print(f"harmless additions: {len(unharmful)}, alarms after them: {len(noisy)}", *noisy, sep="\n")


if __name__ == "__main__":
    main()
