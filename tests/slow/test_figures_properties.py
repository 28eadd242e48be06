"""What must hold of the reconciled figures whatever is printed: order, repetition, harmless rows, planted errors."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import harmless
import pandas as pd
import planted_errors
import pytest
from typing_errors import KINDS, plants

from analysis.figures import ReconciledFigures, reconcile_figures
from support.published_figures import figures_of, known_in

MONTHS = ("2021-03", "2021-12", "2026-10")
TABLES = ("printed_figures", "figures_by_quantity", "discrepancies", "arithmetic", "derived_figures")
TYPED = ("figures", "publications", "groups", "quantities", "series", "formulas")


def with_tables(month: str, **tables: pd.DataFrame) -> ReconciledFigures:
    """Return a month reconciled with other tables in the place of its own; `decisions` are those on figures."""
    known = known_in(month)
    if (decided := tables.pop("decisions", None)) is not None:
        known = replace(known, decisions=replace(known.decisions, figures=decided))
    return reconcile_figures(replace(known, **tables))


def in_order(frame: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return the rows as text, in an order of their own; lists of figures too, whose order says nothing."""
    rows = frame.astype(str)
    if "figure_ids" in rows:
        rows["figure_ids"] = rows["figure_ids"].map(lambda ids: "|".join(sorted(ids.split("|"))))
    return sorted(rows.itertuples(index=False, name=None))


@pytest.mark.parametrize("month", MONTHS)
def test_the_order_of_rows_is_irrelevant(month: str, times: Any) -> None:
    known, expected = known_in(month), figures_of(month)
    tables = {each: getattr(known, each) for each in TYPED} | {"decisions": known.decisions.figures}
    for seed in range(times(3, 20)):
        mixed = {name: rows.sample(frac=1, random_state=seed).reset_index(drop=True) for name, rows in tables.items()}
        found = with_tables(month, **mixed)
        for table in TABLES:
            assert in_order(getattr(found, table)) == in_order(getattr(expected, table)), (seed, table)


# Harmless additions


@cache
def harmless_additions() -> list[harmless.Addition]:
    return harmless.additions(known_in("2026-10"), figures_of("2026-10"), 60, seed=7)


def with_addition(addition: harmless.Addition) -> ReconciledFigures:
    return with_tables("2026-10", **harmless.with_addition(addition, known_in("2026-10")))


# What repeating a figure may do to another one: nobody stood beside it, and now someone agrees.
BETTER = ("agree", "within_rounding")


@pytest.mark.parametrize("kind", harmless.KINDS[:-1])
def test_a_figure_that_says_the_same_changes_no_verdict_of_others_and_raises_no_alarm(kind: str) -> None:
    before = figures_of("2026-10")
    printed = before.printed_figures.set_index("figure_id")
    alarms = set(zip(before.discrepancies["figure_id"], before.discrepancies["kind"], strict=True))
    additions = [addition for addition in harmless_additions() if addition.kind == kind]
    assert additions
    for addition in additions:
        after = with_addition(addition)
        told = str(addition.figures.iloc[0].dropna().to_dict())
        now = after.printed_figures.set_index("figure_id")["verdict"].drop("f9001")
        changed = now[now != printed["verdict"]]
        assert set(printed.loc[changed.index, "quantity_id"]) <= set(addition.figures["quantity_id"]), told
        assert set(changed) <= set(BETTER), told
        new = set(zip(after.discrepancies["figure_id"], after.discrepancies["kind"], strict=True)) - alarms
        assert not new, told


def test_a_figure_of_an_unrelated_quantity_changes_nothing_else() -> None:
    before = figures_of("2026-10")
    addition = next(addition for addition in harmless_additions() if addition.kind == "unrelated")
    after = with_addition(addition)
    for table in TABLES:
        rows, own = getattr(after, table), "unrelated-cases"
        assert in_order(rows[rows["quantity_id"] != own]) == in_order(getattr(before, table)), table
    added = after.figures_by_quantity[after.figures_by_quantity["quantity_id"] == "unrelated-cases"]
    assert added["value"].tolist() == [12345]


# Planted errors


def test_planted_errors_are_found(tmp_path: Path) -> None:
    """A floor, well under what `make bench` measures, so that a rule that is lost is missed here."""
    clean = planted_errors.clean_data(tmp_path)
    kinds = ("digit_changed", "digits_swapped", "factor_ten", "value_of_next_row", "wrong_year", "wrong_quantity")
    kinds += ("percent_for_count", "quote_differs", "printed_twice", "wrong_term", "wrong_expectation")
    planted = plants(clean.tables, {kind: KINDS[kind] for kind in kinds}, 5, seed=2021)
    outcomes = [planted_errors.outcome_of(plant, clean) for plant in planted]
    revealable = [outcome for outcome in outcomes if outcome.revealed_by]
    missed = [f"{o.plant} ({'; '.join(o.revealed_by[:2])})" for o in revealable if not o.found_by]
    collateral = [f"{o.plant}: {key}" for o in outcomes for key in o.collateral]
    assert len(planted) >= 55
    assert len(revealable) >= 25
    assert len(missed) <= 0.05 * len(revealable), missed
    assert len(collateral) <= 2, collateral
