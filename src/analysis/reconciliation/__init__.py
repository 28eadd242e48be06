"""The three reconciliations put together: one frozen object that holds every table of a month."""

import pickle
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from analysis import sources as data
from analysis.core.input_files import content_of
from analysis.core.parameters import FIRST_MONTH, Month
from analysis.core.problems import InputError, Problem, in_order
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.figures.claims import estimates_in_force, judge_claims, visibility_balance, with_first_judgement
from analysis.reconciliation.changes import changes_between, no_changes
from analysis.reconciliation.releases import changed_since
from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.signatories.lookups import TABLES as BODY_TABLES
from analysis.signatories.lookups import Bodies
from analysis.signatories.support import party_level_signatures, support_by_party
from analysis.sources import OWN_DATA, Sources
from analysis.sources.decisions.checks import stale_party_decisions
from analysis.sources.parliament import unaccounted_seats


@dataclass(frozen=True)
class Reconciliation:
    """Everything that is known at the end of a month, reconciled.

    `figures` holds printed_figures, figures_by_quantity and discrepancies (see `figures`); `estimates` one row per
    estimate in force; `claims` one row per claim, as judged now and when the pledge was signed; `balance` one row per
    year; `signatures` one row per line of a list; `ledger` one row per list; `support_by_party` one row per party and
    `all`; `commitments` one row per commitment and figure that speaks to it; `changes` one row per difference from the
    month before; `unaccounted_seats` one row per party whose members are not all known; `warnings` what an analyst
    should know; `figures_before` the figures as reconciled at the end of the month before, None in the first month.
    """

    month: Month
    sources: Sources
    figures: ReconciledFigures
    estimates: pd.DataFrame
    claims: pd.DataFrame
    balance: pd.DataFrame
    signatures: pd.DataFrame
    ledger: pd.DataFrame
    support_by_party: pd.DataFrame
    commitments: pd.DataFrame
    unaccounted_seats: pd.DataFrame
    changes: pd.DataFrame
    warnings: tuple[Problem, ...]
    figures_before: ReconciledFigures | None = None


def reconcile(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return the reconciliation of a month, held against the month before (but for March 2021, the first).

    Raises InputError with every problem of the inputs.
    """
    return reconcile_tables(month, data.read_tables(data_dir))


def reconciled(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return what `reconcile` returns, worked out once for as long as no file of the data changes.

    Each call gets a copy of its own, so that nobody sees what another one does to the tables. Raises InputError.
    """
    copy: Reconciliation = pickle.loads(_pickled(month, _Content(content_of(data_dir), data_dir)))
    return replace(copy, sources=replace(copy.sources, folder=data_dir))


@dataclass(frozen=True)
class _Content:
    """What is in a folder of data, wherever that is."""

    sha256: str
    folder: Path = field(compare=False)


@lru_cache(maxsize=2)
def _pickled(month: Month, content: _Content) -> bytes:
    return pickle.dumps(reconcile(month, content.folder), protocol=pickle.HIGHEST_PROTOCOL)


def reconcile_to_rule(month: Month, data_dir: Path) -> Reconciliation:
    """Return the reconciliation of a month, as `reconcile`; raises InputError also where a later month is broken.

    A decision holds from its day on: one that a later decision on a party rests on would not be missed in this month.
    """
    tables = data.read_tables(data_dir)
    begun = {name: tables.tables[name]["valid_from"] for name in ("decisions_parties", "decisions_signatories")}
    days = {*begun["decisions_parties"], pd.concat(list(begun.values())).max()}
    for later in sorted({Month.of(day.date()) for day in days if pd.notna(day)}):
        if later > month:
            _resolved(data.as_of(later, tables))
    return reconcile_tables(month, tables)


def reconcile_tables(month: Month, tables: data.CheckedTables) -> Reconciliation:
    """Return the reconciliation of a month from tables that are read already; raises InputError as `reconcile` does."""
    now = without_changes(data.as_of(month, tables))
    signed = data.as_of(FIRST_MONTH, tables)
    first_claims = judge_claims(signed.claims, _figures(signed), signed.formulas)
    now = replace(now, claims=with_first_judgement(now.claims, first_claims))
    if month != FIRST_MONTH:
        before = without_changes(data.as_of(month.previous(), tables))
        now = replace(now, changes=changes_between(before, now), figures_before=before.figures)
    return replace(now, warnings=tuple(in_order([*now.warnings, *changed_since(now)])))


def without_changes(sources: Sources) -> Reconciliation:
    """Return the reconciliation of a month by itself, before it is held against the month before.

    `changes` has no rows. Raises InputError where a decision on a party rests on a signature that is not there.
    """
    resolved = _resolved(sources)
    figures = _figures(sources)
    estimates = estimates_in_force(figures.printed_figures, sources.quantities)
    return Reconciliation(
        month=sources.month,
        sources=sources,
        figures=figures,
        estimates=estimates,
        claims=judge_claims(sources.claims, figures, sources.formulas),
        balance=visibility_balance(figures, estimates),
        signatures=resolved.signatures,
        ledger=resolved.ledger,
        support_by_party=support_by_party(sources, resolved.signatures),
        commitments=figures_by_commitment(sources.commitments, figures, estimates),
        unaccounted_seats=unaccounted_seats(sources.month.as_of, sources.seats, sources.members, sources.elections),
        changes=no_changes(),
        warnings=sources.warnings,
    )


def _figures(sources: Sources) -> ReconciledFigures:
    return reconcile_figures(
        sources.figures,
        sources.publications,
        sources.quantities,
        sources.formulas,
        sources.decisions.figures,
    )


def bodies_of(sources: Sources) -> Bodies:
    """Return the bodies that lists of signatories are held against, each with its parties, members and candidates."""
    return Bodies({name: getattr(sources, name) for name in BODY_TABLES})


def _resolved(sources: Sources) -> ResolvedSignatures:
    """Return the signatures resolved; raises InputError where a decision on a party rests on one that is not there."""
    resolved = resolve_signatures(
        sources.signature_lines,
        bodies_of(sources),
        sources.decisions.signatories,
        sources.month.as_of,
    )
    signed = {
        body_id: set(party_level_signatures(resolved.signatures, body_id)["party_id"])
        for body_id in sources.bodies["body_id"]
    }
    stale = stale_party_decisions(sources.decisions.parties, signed)
    if stale:
        raise InputError(stale)
    return resolved


def figures_by_commitment(
    commitments: pd.DataFrame, figures: ReconciledFigures, estimates: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures that speak to each commitment: for each of its quantities the newest.

    For an estimate that is the newest estimate in force, not a later text that repeats an older one; for any other
    quantity the figure of the newest year.
    One row per commitment and figure: the columns of commitments, then reference_year, value, lower, upper, unit (of
    these three), publication, qualifier, upper_alternative and range_publication (of an estimate whose range another
    publication printed); one row with those empty for a commitment to which no figure speaks.
    """
    columns = ["quantity_id", "reference_year", "value", "lower", "upper", "unit", "publication", "qualifier"]
    columns += ["upper_alternative", "range_publication"]
    chosen = figures.figures_by_quantity
    by_year = chosen.assign(last_year=chosen["reference_year"].str[-4:]).sort_values("last_year", kind="stable")
    by_year = by_year.assign(range_publication=None).drop_duplicates("quantity_id", keep="last")[columns]
    in_force = estimates.drop_duplicates("quantity_id", keep="last")
    in_force = in_force.merge(chosen[["quantity_id", "unit"]].drop_duplicates(), on="quantity_id")[columns]
    newest = pd.concat([by_year[~by_year["quantity_id"].isin(in_force["quantity_id"])], in_force])
    named = commitments.assign(quantity_id=commitments["quantity_ids"].str.split("|")).explode("quantity_id")
    return named.merge(newest, on="quantity_id", how="left").sort_values("sort_order", kind="stable", ignore_index=True)
