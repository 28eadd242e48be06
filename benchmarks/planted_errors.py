"""Plants errors in the real data, one at a time, and measures how many the reconciliation finds.

    python benchmarks/planted_errors.py [--per-kind 19] [--harmless 500] [--seed 1300]

Prints a table per kind of error, the false alarms, and every error that could have been found and was not.
"""

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parent))

from harmless import Addition, additions
from planting import FILES, Plant, Tables, plants
from revealing import Facts, revealed_by
from typing_errors import KINDS

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError
from analysis.figures import reconcile_figures
from analysis.figures.claims import judgements

MONTH = Month.parse("2026-10")
BY = "2026-10-31"
KNOWN = Path(__file__).resolve().parents[1] / "tests" / "data" / "known" / "discrepancies.csv"
# Tables that no figure rests on, shortened in the copy: reading them over for each error takes time and tells nothing.
# How many lines are kept of each, its head included.
SHORTENED = {"candidates.csv": 20, "members.csv": 20, "sexes.csv": 1}
Alarm = tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one error: what could reveal it, and what found it.

    `found_by`: `check` (briefing check reports it), `new` (a discrepancy that was not there), `changed` (one that was
    there shows another number), `claim` (a claim that held is contradicted now). `collateral` are new discrepancies
    that name neither the figure nor a figure that a formula ties to it.
    """

    kind: str
    plant: str
    revealed_by: tuple[str, ...]
    found_by: tuple[str, ...]
    collateral: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """What a reconciliation finds: each discrepancy with its numbers, the figures it names, and verdicts on claims."""

    alarms: dict[str, Alarm]
    named: dict[str, frozenset[str]]
    verdicts: dict[str, str]
    at_fault: frozenset[str]


@dataclass(frozen=True)
class Clean:
    """The real data before anything is planted."""

    folder: Path
    tables: Tables
    problems: frozenset[str]
    found: Found
    facts: Facts
    known: sources.Sources


def read_tables(folder: Path) -> Tables:
    """Return the tables of FILES as text."""
    return {
        name: pd.read_csv(folder / path, dtype="str", keep_default_na=False).astype(object)
        for name, path in FILES.items()
    }


def shortened_copy(folder: Path) -> Path:
    """Return a copy of the data folder in which the tables without figures are short."""
    copy = Path(tempfile.mkdtemp()) / "data"
    shutil.copytree(folder, copy)
    for name, kept in SHORTENED.items():
        lines = (copy / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (copy / name).write_text("".join(lines[:kept]), encoding="utf-8")
    return copy


def found_in(known: sources.Sources) -> Found:
    """Return what reconciling the figures of a month finds."""
    found = reconcile_figures(known)
    numbers = [f"{end}_{side}" for end in ("value", "lower", "upper") for side in "ab"]
    shown = ["kind", "quantity_id", "reference_year", *numbers, "publication_b"]
    rows = found.discrepancies.to_dict("records")
    judged, printed = judgements(known.claims, found, known.formulas), found.printed_figures
    return Found(
        {row["discrepancy_id"]: tuple(str(row[name]) for name in shown) for row in rows},
        {row["discrepancy_id"]: frozenset(row["figure_ids"].split("|")) for row in rows},
        {each.claim.claim_id: each.verdict for each in judged},
        frozenset(printed.loc[~printed["sound"], "figure_id"]),
    )


def clean_data(folder: Path) -> Clean:
    """Return the data of a folder as they are, in a copy that errors can be planted in."""
    copy = shortened_copy(folder)
    known = sources.as_of(MONTH, sources.read_tables(copy))
    tables, found = read_tables(copy), found_in(known)
    problems = frozenset(str(problem) for problem in sources.examine(copy)[1])
    return Clean(copy, tables, problems, found, Facts(tables, found.at_fault, BY), known)


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
    return Outcome(plant.kind, str(plant), tuple(revealed), found_by, collateral)


def found_after(plant: Plant, clean: Clean) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what found an error, and the new discrepancies that have nothing to do with it."""
    try:
        checked = sources.read_tables(clean.folder)
    except InputError:
        return ("check",), ()
    except Exception as error:  # a check that fails finds nothing: it is reported among what should not have been
        return (), (f"crash: {error!r}",)
    found, before, subjects = found_in(sources.as_of(MONTH, checked)), clean.found, set(plant.subjects)
    new = [key for key in found.alarms if key not in before.alarms]
    changed = [key for key in found.alarms if before.alarms.get(key, found.alarms[key]) != found.alarms[key]]
    named = found.named
    by = ["check"] if {str(p) for p in checked.warnings} - clean.problems else []
    by += ["new"] if any(named[key] & subjects for key in new) else []
    by += ["changed"] if any(named[key] & subjects for key in changed) else []
    if plant.table == "claims":
        other = {claim: verdict for claim, verdict in found.verdicts.items() if verdict != before.verdicts[claim]}
        fallen = {claim for claim, verdict in other.items() if verdict in ("contradicted", "not_verifiable")}
        by += ["claim"] if fallen & subjects else []
    related = tied(plant, clean)
    collateral = [key for key in new if not named[key] & (subjects | related)]
    return tuple(by), tuple(collateral)


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


def false_alarms(clean: Clean) -> list[str]:
    """Return the discrepancies of the real data that the list typed by hand does not have, or calls none."""
    typed = pd.read_csv(KNOWN, dtype="str", keep_default_na=False)
    true = typed[typed["kind"] != "none"]
    # By its place, not by its figure: a sum can be reported of whichever figure prints the total.
    places = set(zip(true["quantity_id"], true["reference_year"], true["kind"], strict=True))
    return sorted(
        key for key, (kind, quantity, years, *_) in clean.found.alarms.items() if (quantity, years, kind) not in places
    )


def alarms_after(addition: Addition, clean: Clean) -> list[str]:
    """Return the discrepancies that a harmless addition brings."""
    known = clean.known
    figures = pd.concat([known.figures, addition.figures], ignore_index=True).astype(known.figures.dtypes)
    publications = pd.concat([known.publications, addition.publications], ignore_index=True)
    quantities = pd.concat([known.quantities, addition.quantities], ignore_index=True)
    publications = publications.astype(known.publications.dtypes)
    found = found_in(replace(known, figures=figures, publications=publications, quantities=quantities))
    return [key for key in found.alarms if key not in clean.found.alarms]


# Both cores


_clean: list[Clean] = []


def _start(folder: Path) -> None:
    _clean.append(clean_data(folder))


def _planted(plant: Plant) -> Outcome:
    return outcome_of(plant, _clean[0])


def _added(addition: Addition) -> tuple[str, list[str]]:
    return addition.kind, alarms_after(addition, _clean[0])


def measure(folder: Path, per_kind: int, harmless: int, seed: int) -> None:
    """Plant every error and add every harmless figure, on all cores, and print what became of them."""
    clean, start = clean_data(folder), time.perf_counter()
    with multiprocessing.Pool(initializer=_start, initargs=(folder,)) as pool:
        outcomes = pool.map(_planted, plants(clean.tables, KINDS, per_kind, seed), chunksize=8)
        added = pool.map(_added, additions(clean.known, reconcile_figures(clean.known), harmless, seed), chunksize=8)
    print(printed_report(outcomes))
    alarms = false_alarms(clean)
    print(f"on the real data: {len(alarms)} alarms that the list typed by hand does not have {alarms or ''}")
    noisy = [f"  {kind}: {key}" for kind, keys in added for key in keys]
    print(f"harmless additions: {len(added)}, alarms after them: {len(noisy)}", *noisy, sep="\n")
    print(f"{time.perf_counter() - start:.0f} s")
    shutil.rmtree(clean.folder.parent)


def printed_report(outcomes: list[Outcome]) -> str:
    """Return a table of the kinds, then each error that could have been found and was not, and what else was alarmed.

    `anew` leaves out what only shows another number in a finding that was there before.
    """
    rows = [
        {"kind": each.kind, "planted": 1, "revealable": bool(each.revealed_by), "found": bool(each.found_by)}
        | {"found of those": bool(each.revealed_by and each.found_by)}
        | {"anew": bool(each.revealed_by and {*each.found_by} - {"changed"})}
        for each in outcomes
    ]
    table = pd.DataFrame(rows).groupby("kind", sort=False).sum()
    table.loc["all"] = table.sum()
    table["%"] = (100 * table["found of those"] / table["revealable"]).round(1)
    missed = [
        f"  {o.plant}\n      {'; '.join(o.revealed_by[:3])}" for o in outcomes if o.revealed_by and not o.found_by
    ]
    collateral = [f"  {o.plant}\n      {key}" for o in outcomes for key in o.collateral]
    return "\n".join([table.to_string(), "", "missed though revealable:", *missed, "collateral:", *collateral, ""])


def main() -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(description="Plants errors in the real data and measures how many are found.")
    parser.add_argument("--per-kind", type=int, default=19)
    parser.add_argument("--harmless", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1300)
    given = parser.parse_args()
    measure(sources.OWN_DATA, given.per_kind, given.harmless, given.seed)


if __name__ == "__main__":
    main()
