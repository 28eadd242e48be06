"""The published tables of the reconciled figures: what one row is, its columns and their types."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.figures.checks import Check, Derived
from analysis.figures.choice import Choices, by_group
from analysis.figures.explanations import explain_check, explain_derived, explain_relation
from analysis.figures.records import (
    AUTHORITY,
    COUNTED,
    FLAG,
    INTEGER,
    NUMBER,
    TEXT,
    Columns,
    Figure,
    Quantity,
    table_of,
)
from analysis.figures.verdicts import Relation

PRINTED: Columns = {
    "printed_by": (TEXT, lambda r: r.figure.printed_by),
    "publication_kind": (TEXT, lambda r: r.figure.kind),
    "measure": (TEXT, lambda r: r.figure.measure or None),
    "used_value": (NUMBER, lambda r: r.figure.used_value),
    "verdict": (TEXT, lambda r: r.verdict),
    "sound": (FLAG, lambda r: r.reliable),
}


def printed_figures(figures: pd.DataFrame, relations: list[Relation], choices: Choices) -> pd.DataFrame:
    """Return one row per printed figure: its own columns, and what was found about it (see ReconciledFigures).

    `relations` has one for each row of `figures`, in their order.
    """
    columns = PRINTED | {
        "chosen": (FLAG, lambda r: choices.chosen_for(r.figure) is r.figure),
        "never_chosen_because": (TEXT, lambda r: choices.never_chosen.get(r.figure.figure_id)),
    }
    return pd.concat([figures, table_of(relations, columns).set_axis(figures.index)], axis=1)


@dataclass(frozen=True)
class ChosenFigure:
    """The figure that the rule chose for a quantity and year: a row of figures_by_quantity."""

    figure: Figure
    rule: str
    verdict: str
    printed_values: int


BY_QUANTITY: Columns = {
    "quantity_id": (TEXT, lambda c: c.figure.quantity_id),
    "measure": (TEXT, lambda c: c.figure.measure),
    "population": (TEXT, lambda c: c.figure.quantity.population),
    "age_group": (TEXT, lambda c: c.figure.quantity.age_group),
    "sex": (TEXT, lambda c: c.figure.quantity.sex),
    "nationality": (TEXT, lambda c: c.figure.quantity.nationality),
    "exploitation_form": (TEXT, lambda c: c.figure.quantity.exploitation_form),
    "reporter": (TEXT, lambda c: c.figure.quantity.reporter),
    "reference_year": (TEXT, lambda c: c.figure.reference_year),
    "unit": (TEXT, lambda c: c.figure.quantity.unit),
    "value": (NUMBER, lambda c: c.figure.used_value),
    "lower": (NUMBER, lambda c: c.figure.lower),
    "upper": (NUMBER, lambda c: c.figure.upper),
    "publication": (TEXT, lambda c: c.figure.publication),
    "verdict": (TEXT, lambda c: c.verdict),
    "figure_id": (TEXT, lambda c: c.figure.figure_id),
    "series": (TEXT, lambda c: c.figure.series),
    "reserve": (TEXT, lambda c: c.figure.reserve or None),
    "rule": (TEXT, lambda c: "decision" if c.figure.decision in ("prefer", "correct") else c.rule),
    "printed_values": (INTEGER, lambda c: c.printed_values),
    "label_nl": (TEXT, lambda c: c.figure.quantity.label_nl),
    "label_en": (TEXT, lambda c: c.figure.quantity.label_en),
    "upper_alternative": (NUMBER, lambda c: c.figure.upper_alternative),
    "qualifier": (TEXT, lambda c: c.figure.qualifier or None),
}


def figures_by_quantity(
    choices: Choices, relations: list[Relation], quantities: Mapping[str, Quantity]
) -> pd.DataFrame:
    """Return one row per quantity and year with a chosen figure, in the order of the quantities and years."""
    verdicts = {relation.figure.figure_id: relation.verdict for relation in relations}
    order = {name: place for place, name in enumerate(quantities)}
    printed = by_group(choices.figures)
    chosen = sorted(choices.chosen.values(), key=lambda c: (order[c[0].quantity_id], c[0].reference_year))
    rows = [ChosenFigure(f, rule, verdicts[f.figure_id], len(printed[f.group])) for f, rule in chosen]
    return table_of(rows, BY_QUANTITY)


@dataclass(frozen=True)
class Difference:
    """A figure that differs from another one, or from what is derived: a row of discrepancies.

    `key` is its own among the differences of its quantity and year; `value`, `lower` and `upper` are those of the
    `publication` it is compared with, or `derived`; `figures` are all that it is about, its own first.
    """

    kind: str
    figure: Figure
    key: str
    value: float | None
    lower: float | None
    upper: float | None
    publication: str
    explanation_nl: str
    explanation_en: str
    figures: tuple[Figure, ...]

    @property
    def others(self) -> list[Figure]:
        """Return the other figures that it is about."""
        return [figure for figure in self.figures if figure is not self.figure]

    @property
    def discrepancy_id(self) -> str:
        """Return the key of the row."""
        return f"{self.figure.quantity_id}/{self.figure.reference_year}/{self.key}/{self.kind}"


DISCREPANCIES: Columns = {
    "discrepancy_id": (TEXT, lambda d: d.discrepancy_id),
    "kind": (TEXT, lambda d: d.kind),
    "quantity_id": (TEXT, lambda d: d.figure.quantity_id),
    "reference_year": (TEXT, lambda d: d.figure.reference_year),
    "value_a": (NUMBER, lambda d: d.figure.value),
    "publication_a": (TEXT, lambda d: d.figure.publication),
    "value_b": (NUMBER, lambda d: d.value),
    "publication_b": (TEXT, lambda d: d.publication),
    "explanation_nl": (TEXT, lambda d: d.explanation_nl),
    "explanation_en": (TEXT, lambda d: d.explanation_en),
    "unit": (TEXT, lambda d: d.figure.unit),
    "figure_id": (TEXT, lambda d: d.figure.figure_id),
    "lower_a": (NUMBER, lambda d: d.figure.lower),
    "upper_a": (NUMBER, lambda d: d.figure.upper),
    "lower_b": (NUMBER, lambda d: d.lower),
    "upper_b": (NUMBER, lambda d: d.upper),
    "figure_ids": (TEXT, lambda d: _ids(d.figures)),
}


def differences(relations: Iterable[Relation], checks: Iterable[Check]) -> list[Difference]:
    """Return each figure that differs and each check that does not close, by discrepancy_id."""
    found = [_of_relation(relation) for relation in relations if relation.kind]
    found += [_of_check(check) for check in checks if check.differs]
    return sorted(found, key=lambda difference: difference.discrepancy_id)


def _of_relation(relation: Relation) -> Difference:
    other = relation.other
    explanations = explain_relation(relation, "nl"), explain_relation(relation, "en")
    other_columns = (other.used_value, other.lower, other.upper, other.publication)
    return Difference(
        relation.kind, relation.figure, relation.figure.figure_id, *other_columns, *explanations, relation.figures
    )


def _of_check(check: Check) -> Difference:
    figure = check.figure
    derived = check.derived if check.own_derived is None else check.own_derived
    # Which figure of a series is used as the total can change from month to month: the key names the series.
    made_of = f"{figure.series}/{check.formula_id or check.parts[0].quantity_id}"
    key = made_of if check.name in ("parts", "part", "hundred") else f"{figure.figure_id}/{check.name}"
    derived_columns = (None if derived is None else round(derived, 2), None, None, "derived")
    explanations = explain_check(check, "nl"), explain_check(check, "en")
    return Difference(check.outcome, figure, key, *derived_columns, *explanations, check.figures)


def _ids(figures: Iterable[Figure]) -> str:
    return "|".join(dict.fromkeys(figure.figure_id for figure in figures))


ARITHMETIC: Columns = {
    "check": (TEXT, lambda c: c.name),
    "formula_id": (TEXT, lambda c: c.formula_id or None),
    "figure_id": (TEXT, lambda c: c.figure.figure_id),
    "quantity_id": (TEXT, lambda c: c.figure.quantity_id),
    "reference_year": (TEXT, lambda c: c.figure.reference_year),
    "series": (TEXT, lambda c: c.series or c.figure.series),
    "publication": (TEXT, lambda c: c.figure.publication),
    "outcome": (TEXT, lambda c: c.outcome),
    "printed": (NUMBER, lambda c: c.figure.used_value),
    "derived": (NUMBER, lambda c: c.derived),
    "figure_ids": (TEXT, lambda c: _ids(c.figures)),
    "editions": (TEXT, lambda c: "|".join(dict.fromkeys(part.edition for part in c.parts)) or None),
}


def derived_figures(derived: list[Derived], quantities: Mapping[str, Quantity]) -> pd.DataFrame:
    """Return one row per value that nobody printed and that figures imply, by quantity, year and figures.

    Where it is not one number, only its ends are given.
    """
    columns: Columns = {
        "kind": (TEXT, lambda d: d.kind),
        "quantity_id": (TEXT, lambda d: d.quantity_id),
        "reference_year": (TEXT, lambda d: d.reference_year),
        "series": (TEXT, lambda d: d.series),
        "unit": (TEXT, lambda d: quantities[d.quantity_id].unit),
        "value": (NUMBER, lambda d: d.low if d.low == d.high else None),
        "lower": (NUMBER, lambda d: None if d.low == d.high else d.low),
        "upper": (NUMBER, lambda d: None if d.low == d.high else d.high),
        "figure_ids": (TEXT, lambda d: _ids(d.figures)),
        "explanation_nl": (TEXT, lambda d: explain_derived(d, quantities[d.quantity_id], "nl")),
        "explanation_en": (TEXT, lambda d: explain_derived(d, quantities[d.quantity_id], "en")),
    }
    ordered = sorted(derived, key=lambda d: (d.quantity_id, d.reference_year, _ids(d.figures)))
    return table_of(ordered, columns)


@dataclass(frozen=True)
class Revision:
    """What one edition printed of a quantity, year and series that several editions printed: a row of revisions.

    `edition` is 1 for the first; `change` is from the edition before, `change_from_first` from the first, in the unit
    of the quantity.
    """

    figure: Figure
    edition: int
    change: float | None
    change_from_first: float


REVISIONS: Columns = {
    "quantity_id": (TEXT, lambda r: r.figure.quantity_id),
    "reference_year": (TEXT, lambda r: r.figure.reference_year),
    "series": (TEXT, lambda r: r.figure.series),
    "edition": (INTEGER, lambda r: r.edition),
    "edition_of": (TEXT, lambda r: r.figure.edition),
    "value": (NUMBER, lambda r: r.figure.value),
    "change": (NUMBER, lambda r: r.change),
    "change_from_first": (NUMBER, lambda r: r.change_from_first),
    "unit": (TEXT, lambda r: r.figure.unit),
    "publication": (TEXT, lambda r: r.figure.publication),
    "certainty": (TEXT, lambda r: r.figure.certainty),
}


def revisions(figures: Iterable[Figure]) -> list[Revision]:
    """Return what the editions of those who count printed, of each count that at least two of them printed exactly.

    Series are never mixed: another way of counting is no revision. Estimates, shares and ratios are left out: they are
    rounded, and a new study is another one. Of an edition that we know in several ways its own text counts first.
    Those that changed most, of the newest edition against the first, come first; then by quantity and year.
    """
    editions: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in sorted(figures, key=lambda f: (f.edition_from, f.edition, f.certainty, f.known_from, f.figure_id)):
        exact = figure.usable and figure.value is not None and not figure.qualifier
        if exact and figure.measure in COUNTED and AUTHORITY[figure.edition_kind] == 0:
            editions[figure.series_key].setdefault(figure.edition, figure)
    runs = [_run(list(found.values())) for _, found in sorted(editions.items()) if len(found) > 1]
    runs.sort(key=lambda run: -abs(run[-1].change_from_first))
    return [revision for run in runs for revision in run]


def _run(printed: list[Figure]) -> list[Revision]:
    values = [figure.value or 0.0 for figure in printed]
    return [
        Revision(figure, place + 1, values[place] - values[place - 1] if place else None, values[place] - values[0])
        for place, figure in enumerate(printed)
    ]
