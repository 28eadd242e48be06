"""Printed figures with each other: one value per quantity and year, a verdict on each, and what does not add up."""

from dataclasses import dataclass

import pandas as pd

from analysis.figures import tables
from analysis.figures.arithmetic import Check, arithmetic
from analysis.figures.choice import barred, chosen_figures
from analysis.figures.explained import Explainer
from analysis.figures.formulas import formulas_of
from analysis.figures.printed import printed_of
from analysis.figures.tables import ARITHMETIC, BY_QUANTITY, DERIVED, DISCREPANCIES
from analysis.figures.twins import narrower_twins
from analysis.figures.verdicts import Relation, context_of, further_findings, relations

__all__ = ["ARITHMETIC", "BY_QUANTITY", "DERIVED", "DISCREPANCIES", "ReconciledFigures", "reconcile_figures"]


@dataclass(frozen=True)
class ReconciledFigures:
    """The figures of a month, reconciled.

    `printed_figures`: one row per printed figure known as of the month: its own columns, `known_from`,
    `printed_by` (publisher and year), `publication_kind`, `measure`, `used_value` (the value after a decision that
    corrects it), `verdict`, `sound` (other numbers may be computed from it), `chosen` and `never_chosen_because`
    (see figures.choice.BARRED; empty for a figure that can be chosen).
    `figures_by_quantity`: one row per quantity and reference year, see `BY_QUANTITY`: the figure that the rule chose;
    `rule` is the key of the rule that decided, `printed_values` how many figures were printed for it. A quantity and
    year of which every figure is barred has no row.
    `discrepancies`: one row per printed figure that differs (a: printed, b: what it was held against) and per sum,
    share or change that does not close (b: `derived`), see `DISCREPANCIES`; `figure_ids` names every figure it is
    about, separated by `|`.
    `arithmetic`: one row per check, see `ARITHMETIC`: `printed` and `derived` in the unit of the figure, `outcome`
    being `closes`, `missing_partner` or a kind of discrepancy; `figure_ids` names the figure and those it was held
    against.
    `derived_figures`: one row per value that nobody printed and that printed figures imply, see `DERIVED`: `kind` is
    `missing_year`, `implied_year` or `base` (see arithmetic.check.Derived); never chosen, nothing leans on it.
    The unit of every number stands in its row (`unit`), or is that of its quantity.
    """

    printed_figures: pd.DataFrame
    figures_by_quantity: pd.DataFrame
    discrepancies: pd.DataFrame
    arithmetic: pd.DataFrame
    derived_figures: pd.DataFrame


def reconcile_figures(
    figures: pd.DataFrame,
    publications: pd.DataFrame,
    quantities: pd.DataFrame,
    formulas: pd.DataFrame,
    decisions: pd.DataFrame,
) -> ReconciledFigures:
    """Return the figures reconciled under the written rule (see figures.choice) and the decisions of analysts.

    `figures` has one row per figure of the publications known as of the month; `publications` one per publication, with
    `known_from`; `quantities` and `formulas` one per quantity and formula (which quantities are made of which);
    `decisions` one per decision on a figure that applies. Their columns are those of `sources.Sources`.
    """
    printed = printed_of(figures, publications, quantities, decisions)
    by_id = {row["quantity_id"]: row for row in quantities.to_dict("records")}
    twins = narrower_twins(printed, by_id)
    bars = barred(printed, twins)
    choices = chosen_figures(printed, bars)
    chosen = {group: figure for group, (figure, _) in choices.items()}
    context = context_of(printed, chosen, by_id, twins, bars)
    found = relations(context)
    computed = arithmetic(found, context, formulas_of(formulas))
    found = _doubted(found, computed.checks)
    verdicts = {relation.figure.figure_id: relation.verdict for relation in found}
    explain = Explainer.of(publications, by_id)
    return ReconciledFigures(
        printed_figures=tables.printed_figures(figures, found, chosen, bars, publications),
        figures_by_quantity=tables.figures_by_quantity(printed, choices, verdicts, quantities),
        discrepancies=tables.discrepancies(found + further_findings(found, context), computed, explain),
        arithmetic=tables.arithmetic(computed.checks),
        derived_figures=tables.derived_figures(computed.derived, explain),
    )


def _doubted(found: list[Relation], checks: list[Check]) -> list[Relation]:
    """Return the relations, with `conflict` for a figure that stands alone and does not fit its own counts."""
    failing = {check.figure.figure_id for check in checks if check.outcome in ("share_mismatch", "impossible")}
    return [
        Relation(r.figure, r.base, "conflict") if r.verdict == "single_source" and r.figure.figure_id in failing else r
        for r in found
    ]
