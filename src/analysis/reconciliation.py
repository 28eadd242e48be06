"""The three reconciliations put together: one frozen object that holds every table of a month."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import sources as data
from analysis.claims import estimates_in_force, judge_claims, visibility_balance
from analysis.decisions import stale_party_rulings
from analysis.figures import ReconciledFigures, reconcile_figures
from analysis.parameters import FIRST_MONTH, Month
from analysis.parliament import unaccounted_seats
from analysis.problems import InputError, Problem
from analysis.signatories import ResolvedSignatures, resolve_signatures
from analysis.sources import OWN_DATA, Sources
from analysis.support import party_level_signatures, support_by_party


@dataclass(frozen=True)
class Reconciliation:
    """Everything that is known at the end of a month, reconciled.

    `figures` holds printed_figures, figures_by_quantity and discrepancies (see `figures`); `estimates` one row per
    estimate in force; `claims` one row per claim; `balance` one row per year; `signatures` one row per line of a list;
    `ledger` one row per list; `support_by_party` one row per party and `all`; `commitments` one row per commitment and
    figure that speaks to it; `changes` one row per difference from the month before; `unaccounted_seats` one row per
    party whose members are not all known; `warnings` what an analyst should know.
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


def reconcile(month: Month, data_dir: Path = OWN_DATA) -> Reconciliation:
    """Return the reconciliation of a month; raises InputError with every problem of the inputs."""
    now = _without_changes(month, data_dir)
    if month == FIRST_MONTH:
        return now
    before = _without_changes(month.previous(), data_dir)
    return Reconciliation(**{**vars(now), "changes": changes_between(before, now)})


def check(month: Month, data_dir: Path = OWN_DATA) -> list[Problem]:
    """Return every problem that a build of a month would meet: of all input files, and rulings that are stale."""
    problems = data.check(data_dir)
    if any(p.severity == "error" for p in problems):
        return problems
    try:
        _without_changes(month, data_dir)
    except InputError as error:
        problems += error.problems
    return problems


def _without_changes(month: Month, data_dir: Path) -> Reconciliation:
    sources = data.read(month, data_dir)
    resolved = _resolved(sources)
    figures = reconcile_figures(sources.figures, sources.publications, sources.quantities, sources.decisions.figures)
    estimates = estimates_in_force(figures.printed_figures, sources.quantities)
    return Reconciliation(
        month=month,
        sources=sources,
        figures=figures,
        estimates=estimates,
        claims=judge_claims(sources.claims, figures),
        balance=visibility_balance(figures, estimates),
        signatures=resolved.signatures,
        ledger=resolved.ledger,
        support_by_party=support_by_party(sources, resolved.signatures),
        commitments=figures_by_commitment(sources.commitments, figures.figures_by_quantity, estimates),
        unaccounted_seats=unaccounted_seats(month.as_of, sources.seats, sources.members),
        changes=_no_changes(),
        warnings=sources.warnings,
    )


def _resolved(sources: Sources) -> ResolvedSignatures:
    """Return the signatures resolved; raises InputError where a ruling on a party rests on one that is not there."""
    resolved = resolve_signatures(
        sources.signature_lines,
        sources.members,
        sources.candidates,
        sources.parties,
        sources.party_names,
        sources.decisions.signatories,
        sources.month.as_of,
    )
    signed = set(party_level_signatures(resolved.signatures)["party_id"])
    stale = stale_party_rulings(sources.decisions.parties, signed)
    if stale:
        raise InputError(stale)
    return resolved


def figures_by_commitment(
    commitments: pd.DataFrame, figures_by_quantity: pd.DataFrame, estimates: pd.DataFrame
) -> pd.DataFrame:
    """Return the figures that speak to each commitment: for each of its quantities the newest.

    For an estimate that is the newest estimate in force, not a later text that repeats an older one; for any other
    quantity the figure of the newest year.
    One row per commitment and figure: the columns of commitments, then reference_year, value, lower, upper, unit and
    publication; one row with those empty for a commitment to which no figure speaks.
    """
    columns = ["quantity_id", "reference_year", "value", "lower", "upper", "unit", "publication"]
    by_year = figures_by_quantity.assign(last_year=figures_by_quantity["reference_year"].str[-4:])
    by_year = by_year.sort_values("last_year", kind="stable").drop_duplicates("quantity_id", keep="last")[columns]
    in_force = estimates.drop_duplicates("quantity_id", keep="last")
    in_force = in_force.merge(figures_by_quantity[["quantity_id", "unit"]].drop_duplicates(), on="quantity_id")[columns]
    newest = pd.concat([by_year[~by_year["quantity_id"].isin(in_force["quantity_id"])], in_force])
    named = commitments.assign(quantity_id=commitments["quantity_ids"].str.split("|")).explode("quantity_id")
    return named.merge(newest, on="quantity_id", how="left").sort_values("sort_order", kind="stable", ignore_index=True)


CHANGE_COLUMNS = ["kind", "subject", "before", "after", "because"]


def _no_changes() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype="str") for name in CHANGE_COLUMNS})


def changes_between(before: Reconciliation, now: Reconciliation) -> pd.DataFrame:
    """Return what differs between two months.

    One row per difference: kind (`publication`, `figure`, `claim`, `seats`, `party_signed`), subject (its id),
    before and after (empty where there was, or is, nothing), because (the publication, event or ruling behind it).
    """
    new = sorted(set(now.sources.publications["publication"]) - set(before.sources.publications["publication"]))
    appeared = "|".join(new)
    events = now.sources.party_events
    recent = events[events["date"] > pd.Timestamp(before.month.as_of)]
    rows = [("publication", name, None, name, None) for name in new]
    rows += _differences("figure", _figure_values(before), _figure_values(now), appeared)
    rows += _differences(
        "claim", _by(before.claims, "claim_id", "verdict"), _by(now.claims, "claim_id", "verdict"), appeared
    )
    for kind, column in (("seats", "seats"), ("party_signed", "party_signed")):
        old, current = (_by(r.support_by_party, "party_id", column) for r in (before, now))
        rows += _differences(kind, old, current, "|".join(recent["event_id"]))
    changes = pd.DataFrame(rows, columns=CHANGE_COLUMNS).astype("str")
    return changes.sort_values(["kind", "subject"], key=_kind_order, kind="stable", ignore_index=True)


def _kind_order(column: pd.Series) -> pd.Series:
    order = {"publication": "1", "figure": "2", "claim": "3", "party_signed": "4", "seats": "5"}
    return column.map(lambda value: order.get(value, value))


def _by(table: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    filled = table.dropna(subset=[column])
    return {str(k): str(v) for k, v in zip(filled[key], filled[column], strict=True)}


def _figure_values(month: Reconciliation) -> dict[str, str]:
    """Return the chosen value of each quantity and year as text: the number, or the range."""
    values = {}
    for row in month.figures.figures_by_quantity.itertuples():
        value = f"{row.value:g}" if pd.notna(row.value) else f"{row.lower:g}–{row.upper:g}"
        values[f"{row.quantity_id}/{row.reference_year}"] = value
    return values


def _differences(
    kind: str, before: dict[str, str], now: dict[str, str], because: str
) -> list[tuple[str, str, str | None, str | None, str | None]]:
    subjects = sorted(set(before) | set(now))
    return [(kind, s, before.get(s), now.get(s), because or None) for s in subjects if before.get(s) != now.get(s)]
