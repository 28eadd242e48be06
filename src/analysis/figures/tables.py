"""The tables of the reconciled figures: what one row is, its columns and their types."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.figures.arithmetic import Arithmetic, Check, Derived
from analysis.figures.choice import Group, by_group
from analysis.figures.explained import Explainer, source_of
from analysis.figures.printed import Printed
from analysis.figures.verdicts import Relation

_GROUP_COLUMNS = ["measure", "population", "age_group", "sex", "nationality", "exploitation_form"]
BY_QUANTITY = [
    "quantity_id",
    *_GROUP_COLUMNS,
    "reporter",
    "reference_year",
    "unit",
    "value",
    "lower",
    "upper",
    "publication",
    "verdict",
    "figure_id",
    "series",
    "rule",
    "printed_values",
    "label_nl",
    "label_en",
    "upper_alternative",
    "qualifier",
]
DISCREPANCIES = [
    "discrepancy_id",
    "kind",
    "quantity_id",
    "reference_year",
    "value_a",
    "publication_a",
    "value_b",
    "publication_b",
    "explanation_nl",
    "explanation_en",
    "unit",
    "figure_id",
    "lower_a",
    "upper_a",
    "lower_b",
    "upper_b",
    "figure_ids",
]
ARITHMETIC = [
    "check",
    "formula_id",
    "figure_id",
    "quantity_id",
    "reference_year",
    "series",
    "publication",
    "outcome",
    "printed",
    "derived",
    "figure_ids",
]
DERIVED = [
    "kind",
    "quantity_id",
    "reference_year",
    "series",
    "unit",
    "value",
    "lower",
    "upper",
    "figure_ids",
    "explanation_nl",
    "explanation_en",
]


def printed_figures(
    figures: pd.DataFrame,
    found: list[Relation],
    chosen: dict[Group, Printed],
    bars: dict[str, str],
    publications: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per printed figure: its own columns, and what was found about it (see ReconciledFigures)."""
    picked = {figure.figure_id for figure in chosen.values()}
    printed_by = {row["publication"]: source_of(row) for row in publications.to_dict("records")}
    # `found` has a relation for each row, in the order of the rows.
    rows = [
        {
            "printed_by": printed_by[relation.figure.publication],
            "publication_kind": relation.figure.kind,
            "measure": relation.figure.measure or None,
            "used_value": relation.figure.used_value,
            "verdict": relation.verdict,
            "sound": relation.sound,
            "chosen": relation.figure.figure_id in picked,
            "never_chosen_because": bars.get(relation.figure.figure_id),
        }
        for relation in found
    ]
    kinds = {
        "printed_by": "str",
        "publication_kind": "str",
        "measure": "str",
        "used_value": "Float64",
        "verdict": "str",
    }
    kinds |= {"sound": "boolean", "chosen": "boolean", "never_chosen_because": "str"}
    judged = pd.DataFrame(rows, columns=list(kinds), index=figures.index).astype(kinds)
    return pd.concat([figures, judged], axis=1)


def figures_by_quantity(
    printed: list[Printed],
    choices: dict[Group, tuple[Printed, str]],
    verdicts: dict[str, str],
    quantities: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row per quantity and year with a chosen figure, in the order of the quantities (BY_QUANTITY)."""
    groups = by_group(printed)
    rows = [
        {
            "quantity_id": group[0],
            "reference_year": group[1],
            "value": figure.used_value,
            "lower": figure.lower,
            "upper": figure.upper,
            "upper_alternative": figure.upper_alternative,
            "qualifier": figure.qualifier or None,
            "publication": figure.publication,
            "verdict": verdicts[figure.figure_id],
            "figure_id": figure.figure_id,
            "series": figure.series,
            "rule": "decision" if figure.decision in ("prefer", "correct") else rule,
            "printed_values": len(groups[group]),
        }
        for group, (figure, rule) in choices.items()
    ]
    described = [*_GROUP_COLUMNS, "reporter", "unit", "label_nl", "label_en"]
    chosen = _frame(rows, [name for name in BY_QUANTITY if name not in described])
    chosen = chosen.merge(quantities[["quantity_id", *described]], on="quantity_id", how="left")
    order = {name: place for place, name in enumerate(quantities["quantity_id"])}
    chosen = chosen.assign(place=chosen["quantity_id"].map(order)).sort_values(["place", "reference_year"])
    return chosen[BY_QUANTITY].reset_index(drop=True)


def discrepancies(found: list[Relation], computed: Arithmetic, explain: Explainer) -> pd.DataFrame:
    """Return one row per figure that differs and per check that does not close, by discrepancy_id (DISCREPANCIES)."""
    rows = [_differing(relation, explain) for relation in found if relation.kind]
    rows += [_not_closing(check, explain) for check in computed.checks if check.differs]
    return _frame(rows, DISCREPANCIES).sort_values("discrepancy_id", ignore_index=True)


def _differing(relation: Relation, explain: Explainer) -> dict[str, Any]:
    figure, base = relation.figure, relation.base
    return {
        **_of_figure(figure, relation.kind),
        "discrepancy_id": f"{figure.quantity_id}/{figure.reference_year}/{figure.figure_id}/{relation.kind}",
        "value_b": base.used_value,
        "lower_b": base.lower,
        "upper_b": base.upper,
        "publication_b": base.publication,
        "explanation_nl": explain.difference(relation, "nl"),
        "explanation_en": explain.difference(relation, "en"),
        "figure_ids": _ids([figure, base, *([relation.twin] if relation.twin else [])]),
    }


def _not_closing(check: Check, explain: Explainer) -> dict[str, Any]:
    figure = check.figure
    derived = check.derived if check.own_derived is None else check.own_derived
    # Which figure of a series stands for a whole can change from month to month: the key names the series.
    whole = check.name in ("parts", "part", "hundred")
    made_of = check.formula_id or check.parts[0].quantity_id
    name = f"{figure.series}/{made_of}" if whole else f"{figure.figure_id}/{check.name}"
    return {
        **_of_figure(figure, check.outcome),
        "discrepancy_id": f"{figure.quantity_id}/{figure.reference_year}/{name}/{check.outcome}",
        "value_b": None if derived is None else round(derived, 2),
        "publication_b": "derived",
        "explanation_nl": explain.arithmetic(check, "nl"),
        "explanation_en": explain.arithmetic(check, "en"),
        "figure_ids": _ids(check.figures),
    }


def _ids(figures: Iterable[Printed]) -> str:
    return "|".join(dict.fromkeys(figure.figure_id for figure in figures))


def _of_figure(figure: Printed, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "quantity_id": figure.quantity_id,
        "reference_year": figure.reference_year,
        "unit": figure.unit,
        "value_a": figure.value,
        "lower_a": figure.lower,
        "upper_a": figure.upper,
        "publication_a": figure.publication,
        "figure_id": figure.figure_id,
    }


def arithmetic(found: list[Check]) -> pd.DataFrame:
    """Return one row per check (ARITHMETIC)."""
    rows = [
        {
            "check": check.name,
            "formula_id": check.formula_id or None,
            "figure_id": check.figure.figure_id,
            "quantity_id": check.figure.quantity_id,
            "reference_year": check.figure.reference_year,
            "series": check.series or check.figure.series,
            "publication": check.figure.publication,
            "outcome": check.outcome,
            "printed": check.figure.used_value,
            "derived": check.derived,
            "figure_ids": _ids(check.figures),
        }
        for check in found
    ]
    return _frame(rows, ARITHMETIC)


def derived_figures(derived: list[Derived], explain: Explainer) -> pd.DataFrame:
    """Return one row per value that nobody printed and that figures imply (DERIVED)."""
    rows = [
        {
            "kind": each.kind,
            "quantity_id": each.quantity_id,
            "reference_year": each.reference_year,
            "series": each.series,
            "unit": explain.quantities[each.quantity_id]["unit"],
            "value": each.value,
            "lower": None if each.value is not None else each.low,
            "upper": None if each.value is not None else each.high,
            "figure_ids": _ids(each.figures),
            "explanation_nl": explain.derived(each, "nl"),
            "explanation_en": explain.derived(each, "en"),
        }
        for each in derived
    ]
    frame = _frame(rows, DERIVED)
    return frame.sort_values(["quantity_id", "reference_year", "figure_ids"], ignore_index=True)


_NUMBERS = (
    "printed",
    "derived",
    "upper_alternative",
    *(f"{n}{side}" for n in ("value", "lower", "upper") for side in ("", "_a", "_b")),
)


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    """Return rows as a frame whose columns have their types even when there are no rows."""
    frame = pd.DataFrame(rows, columns=columns)
    kinds = {
        name: "Float64" if name in _NUMBERS else "Int64" if name == "printed_values" else "str" for name in columns
    }
    return frame.astype(kinds)
