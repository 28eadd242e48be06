"""Reconciles printed figures: one value per quantity and year, a verdict on each figure, and what does not add up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.core.record_tables import table_of
from analysis.figures import shares, sums, tables
from analysis.figures.checks import Check, Derived, Formula, ReliableFigures, read_formulas
from analysis.figures.choice import Choices, Estimate, choose_figures, estimates_in_force
from analysis.figures.records import Quantity, Series, read_figures, read_quantities, read_series
from analysis.figures.tables import Discrepancy
from analysis.figures.verdicts import Relation, compare_figures, dropped_bounds
from analysis.sources import Sources


@dataclass(frozen=True)
class ReconciledFigures:
    """The figures of a month, reconciled: as tables, and as records for the steps that come after.

    `printed_figures`: one row per printed figure known as of the month: its own columns, `known_from`, `printed_by`
    (publisher and year), `publication_kind`, `measure`, `used_value` (after a decision that corrects it), `verdict`,
    `sound` (other numbers may be computed from it), `chosen` and `never_chosen_because` (figures.choice.NEVER_CHOSEN).
    `figures_by_quantity`: one row per quantity and reference year for which a figure can be chosen; `rule` is the key
    of the rule that decided, `printed_values` how many figures were printed for it.
    `not_compared`: one row per printed figure that can't be compared with any other, and why.
    `discrepancies`: one row per printed figure that differs (a: printed, b: what it is compared with) and per sum,
    share or change that does not close (b: `derived`); `figure_ids` names every figure it is about.
    `arithmetic`: one row per check (see checks.Check); `editions` are those of the numbers it is made from.
    `derived_figures`: one row per value that printed figures imply but nobody printed (see checks.Derived); it is never
    chosen, and nothing is computed from it.
    The unit of every number is in its row (`unit`), or is that of its quantity.
    """

    printed_figures: pd.DataFrame
    not_compared: pd.DataFrame
    figures_by_quantity: pd.DataFrame
    discrepancies: pd.DataFrame
    arithmetic: pd.DataFrame
    derived_figures: pd.DataFrame
    quantities: Mapping[str, Quantity]
    series: Mapping[str, Series]
    choices: Choices
    relations: list[Relation]
    checks: list[Check]
    discrepancy_records: list[Discrepancy]
    estimates: list[Estimate]


# The tables of a month from which figures are reconciled, besides the decisions on them.
TABLES = ("figures", "publications", "quantities", "groups", "series", "formulas")


def reconcile_figures(given: Sources) -> ReconciledFigures:
    """Return the figures of a month reconciled under the written rule (see figures.choice) and analysts' decisions."""
    counted, runs = read_quantities(given.quantities, given.groups), read_series(given.series)
    choices = choose_figures(read_figures(given, counted, runs))
    relations = compare_figures(choices)
    checks, derived = add_up(relations, choices, read_formulas(given.formulas), counted)
    # A figure that is printed once and does not fit its own counts is in conflict with them.
    failing = {check.figure.figure_id for check in checks if check.outcome in ("share_mismatch", "impossible")}
    relations = [
        replace(r, verdict="conflict") if r.verdict == "single_source" and r.figure.figure_id in failing else r
        for r in relations
    ]
    reliable = [relation.figure for relation in relations if relation.reliable]
    found = tables.discrepancies_of([*relations, *dropped_bounds(relations, choices)], checks)
    printed = tables.printed_figures(given.figures, relations, choices)
    alone = printed[printed["never_chosen_because"] == "not_comparable"]
    return ReconciledFigures(
        printed_figures=printed,
        not_compared=alone.assign(value=alone["used_value"]).rename(columns={"not_comparable_because": "because"}),
        figures_by_quantity=tables.figures_by_quantity(choices, relations, counted),
        discrepancies=table_of(found, tables.DISCREPANCIES),
        arithmetic=table_of(checks, tables.ARITHMETIC),
        derived_figures=tables.derived_figures(derived, counted),
        quantities=counted,
        series=runs,
        choices=choices,
        relations=relations,
        checks=checks,
        discrepancy_records=found,
        estimates=estimates_in_force(reliable, counted),
    )


def add_up(
    relations: list[Relation], choices: Choices, formulas: list[Formula], quantities: Mapping[str, Quantity]
) -> tuple[list[Check], list[Derived]]:
    """Return every check, in the order of the printed figures, and the values that figures imply but nobody printed."""
    reliable = ReliableFigures(relations, choices, quantities)
    comparable = [relation.figure for relation in relations if relation.figure.comparable]
    of_unprinted_totals, totals = shares.check_shares_of_unprinted_totals(formulas, comparable, reliable)
    hundreds, checks = [formula for formula in formulas if formula.kind == "hundred"], list[Check]()
    for figure in comparable:
        made = [formula for formula in formulas if formula.result == figure.quantity_id]
        for formula in made:
            if formula.kind == "share":
                checks.append(
                    of_unprinted_totals.get(figure.figure_id) or shares.check_share(figure, formula, reliable)
                )
            elif formula.kind == "complement":
                checks.append(shares.check_complement(figure, formula, reliable))
            elif formula.kind in ("change", "change_percent"):
                checks.append(shares.check_change(figure, formula, reliable))
            elif formula.kind == "years" and figure.first_year != figure.last_year:
                checks.append(sums.check_years(figure, formula, reliable))
        if ratios := [formula for formula in made if formula.kind == "ratio"]:
            checks.append(shares.check_ratio(figure, ratios, reliable))
        if reliable.best.get(figure.series_key) is figure:
            checks += sums.check_parts(figure, [formula for formula in made if formula.kind == "sum"], reliable)
            checks += [check for each in hundreds for check in sums.check_hundred(figure, each, reliable)]
    checks = [*sums.with_implied_years(checks), *sums.check_ranges(choices), *sums.check_groups(reliable)]
    checks += sums.check_editions(reliable, formulas)
    years = [value for check in checks for value in (check.implied, sums.derive_missing_year(check)) if value]
    return checks, [*years, *totals]
