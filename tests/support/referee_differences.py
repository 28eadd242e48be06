"""Where the referee and the code say another thing of the sums of a month."""

import dataclasses
import math
from collections import Counter
from typing import Any

import pandas as pd

from analysis import sources
from analysis.figures import ReconciledFigures
from support.referee import derived, referee


def rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: None if pd.isna(c) else c for name, c in row.items()} for row in frame.to_dict("records")]


def differences(known: sources.Sources, found: ReconciledFigures) -> list[str]:
    """Return each check of which the referee and the code say another thing."""
    actions = dict(zip(known.decisions.figures["figure_id"], known.decisions.figures["action"], strict=True))
    printed = [row | {"decision": actions.get(row["figure_id"], "")} for row in rows(found.printed_figures)]
    ruled = referee(printed, rows(known.formulas), rows(known.publications), rows(known.quantities))
    ours = Counter[tuple[str, ...]](told(dataclasses.asdict(ruling)) for ruling in ruled)
    # The referee knows formulas only: what an edition adds up to without one has a `/` in its formula_id.
    theirs = Counter[tuple[str, ...]](
        told(row) for row in rows(found.arithmetic) if "/" not in (row["formula_id"] or "")
    )
    names = ("kind", "quantity_id", "reference_year", "series")
    for values, counted in (
        (derived(printed, rows(known.formulas), rows(known.publications), rows(known.quantities)), ours),
        ({(*(row[n] for n in names), *ends(row)) for row in rows(found.derived_figures)}, theirs),
    ):
        counted.update(tuple(map(str, value)) for value in values)
    only = [("referee only", ours - theirs), ("code only", theirs - ours)]
    return [f"{who}: {' '.join(check)}" for who, checks in only for check in sorted(checks.elements())]


def ends(row: dict[str, Any]) -> tuple[int, int]:
    """Return the lowest and the highest whole number that a derived value can be."""
    low, high = (row["lower"], row["upper"]) if row["value"] is None else (row["value"], row["value"])
    return math.ceil(low), math.floor(high)


def told(row: dict[str, Any]) -> tuple[str, ...]:
    """Return what a check says. Of several formulas for one ratio, or for one gap, it is the same which one is told;
    the series is told only where a sum closes on another one."""
    either = row["check"] == "ratio" or row["outcome"] == "missing_partner"
    names = ("check", "quantity_id", "reference_year", "figure_id", "outcome")
    series = row["series"] if row["outcome"] == "other_series" else ""
    summed = row["check"] in ("share", "change", "complement", "parts", "hundred", "years") and not either
    derived = f"{float(row['derived']):.6f}" if summed and row["derived"] is not None else ""
    return *(row[name] or "" for name in names), "" if either else row["formula_id"] or "", series, derived
