"""The published tables of the reconciled figures: what one row is, its columns and their types."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.core.record_tables import FLAG, INTEGER, NUMBER, TEXT, Columns, table_of, table_of_cells, taken_from
from analysis.figures.checks import Check, Derived
from analysis.figures.choice import ESTIMATED, Choices, Estimate
from analysis.figures.explanations import explain_check, explain_derived, explain_relation
from analysis.figures.records import AUTHORITY, COUNTED, DIMENSIONS, Figure, Quantity
from analysis.figures.verdicts import Relation

REGISTERED = "registered-all"


def printed_figures(figures: pd.DataFrame, relations: list[Relation], choices: Choices) -> pd.DataFrame:
    """Return the table of figures with what was found about each (see ReconciledFigures); `relations` in its order."""
    columns: Columns = {
        **taken_from("figure", TEXT, "printed_by"),
        "publication_kind": (TEXT, lambda r: r.figure.kind),
        **taken_from("figure", TEXT, "measure"),
        **taken_from("figure", NUMBER, "used_value"),
        **taken_from("", TEXT, "verdict"),
        "sound": (FLAG, lambda r: r.reliable),
        "chosen": (FLAG, lambda r: choices.chosen_for(r.figure) is r.figure),
        "never_chosen_because": (TEXT, lambda r: choices.never_chosen.get(r.figure.figure_id)),
    }
    return pd.concat([figures, table_of(relations, columns).set_axis(figures.index)], axis=1)


def figures_by_quantity(
    choices: Choices, relations: list[Relation], quantities: Mapping[str, Quantity]
) -> pd.DataFrame:
    """Return one row per quantity and year with a chosen figure, in the order of the quantities and years."""
    order, decided = list(quantities), ("prefer", "correct")
    printed = Counter(figure.group for figure in choices.figures if figure.comparable)
    columns: Columns = {
        **taken_from("figure.quantity", TEXT, "quantity_id", "measure", "population", *DIMENSIONS),
        **taken_from("figure", TEXT, "reference_year"),
        **taken_from("figure.quantity", TEXT, "unit"),
        "value": (NUMBER, lambda r: r.figure.used_value),
        **taken_from("figure", NUMBER, "lower", "upper"),
        **taken_from("figure", TEXT, "publication"),
        **taken_from("", TEXT, "verdict"),
        **taken_from("figure", TEXT, "figure_id", "series", "reserve"),
        "rule": (TEXT, lambda r: "decision" if r.figure.decision in decided else choices.chosen[r.figure.group][1]),
        "printed_values": (INTEGER, lambda r: printed[r.figure.group]),
        **taken_from("figure.quantity", TEXT, "label_nl", "label_en"),
        **taken_from("figure", NUMBER, "upper_alternative"),
        **taken_from("figure", TEXT, "qualifier"),
    }
    chosen = [relation for relation in relations if choices.chosen_for(relation.figure) is relation.figure]
    chosen.sort(key=lambda r: (order.index(r.figure.quantity_id), r.figure.reference_year))
    return table_of(chosen, columns)


@dataclass(frozen=True)
class Discrepancy:
    """A figure that differs from another one, or from what is derived: a row of discrepancies.

    `key` tells it from other differences of its quantity and year; `value`, `lower` and `upper` are those of the
    `publication` it is compared with, or `derived`; `figures` are all that it is about, its own first.
    """

    kind: str
    figure: Figure
    key: str
    figures: tuple[Figure, ...]
    explanation_nl: str = ""
    explanation_en: str = ""
    publication: str = "derived"
    value: float | None = None
    lower: float | None = None
    upper: float | None = None

    @property
    def others(self) -> list[Figure]:
        """Return the other figures that it is about."""
        return [figure for figure in self.figures if figure is not self.figure]

    @property
    def discrepancy_id(self) -> str:
        """Return the key of the row."""
        return f"{self.figure.quantity_id}/{self.figure.reference_year}/{self.key}/{self.kind}"


def _ids(figures: Iterable[Figure]) -> str:
    return "|".join(dict.fromkeys(figure.figure_id for figure in figures))


DISCREPANCIES: Columns = {
    **taken_from("", TEXT, "discrepancy_id", "kind"),
    **taken_from("figure", TEXT, "quantity_id", "reference_year"),
    "value_a": (NUMBER, lambda d: d.figure.value),
    "publication_a": (TEXT, lambda d: d.figure.publication),
    "value_b": (NUMBER, lambda d: d.value),
    "publication_b": (TEXT, lambda d: d.publication),
    **taken_from("", TEXT, "explanation_nl", "explanation_en"),
    **taken_from("figure", TEXT, "unit", "figure_id"),
    "lower_a": (NUMBER, lambda d: d.figure.lower),
    "upper_a": (NUMBER, lambda d: d.figure.upper),
    "lower_b": (NUMBER, lambda d: d.lower),
    "upper_b": (NUMBER, lambda d: d.upper),
    "figure_ids": (TEXT, lambda d: _ids(d.figures)),
}


def discrepancies_of(relations: Iterable[Relation], checks: Iterable[Check]) -> list[Discrepancy]:
    """Return each figure that differs and each check that does not close, sorted by discrepancy_id."""
    found = []
    for r in (relation for relation in relations if relation.kind):
        b, said = r.other, (explain_relation(r, "nl"), explain_relation(r, "en"))
        own = r.kind, r.figure, r.figure.figure_id, r.figures
        found.append(Discrepancy(*own, *said, b.publication, b.used_value, b.lower, b.upper))
    for check in (check for check in checks if check.differs):
        key = f"{check.figure.figure_id}/{check.name}"
        if check.name in ("parts", "part", "hundred"):
            # Which figure of a series is the total can change from month to month: the key names the series.
            key = f"{check.figure.series}/{check.formula_id or check.parts[0].quantity_id}"
        said = explain_check(check, "nl"), explain_check(check, "en")
        derived = check.derived if check.own_derived is None else check.own_derived
        value = None if derived is None else round(derived, 2)
        found.append(Discrepancy(check.outcome, check.figure, key, check.figures, *said, value=value))
    return sorted(found, key=lambda difference: difference.discrepancy_id)


ARITHMETIC: Columns = {
    "check": (TEXT, lambda c: c.name),
    **taken_from("", TEXT, "formula_id"),
    **taken_from("figure", TEXT, "figure_id", "quantity_id", "reference_year"),
    "series": (TEXT, lambda c: c.series or c.figure.series),
    **taken_from("figure", TEXT, "publication"),
    **taken_from("", TEXT, "outcome"),
    "printed": (NUMBER, lambda c: c.figure.used_value),
    **taken_from("", NUMBER, "derived"),
    "figure_ids": (TEXT, lambda c: _ids(c.figures)),
    "editions": (TEXT, lambda c: "|".join(dict.fromkeys(part.edition for part in c.parts))),
}


def derived_figures(derived: list[Derived], quantities: Mapping[str, Quantity]) -> pd.DataFrame:
    """Return one row per value that figures imply but nobody printed, with its ends alone if it is not one number."""
    columns: Columns = {
        **taken_from("", TEXT, "kind", "quantity_id", "reference_year", "series"),
        "unit": (TEXT, lambda d: quantities[d.quantity_id].unit),
        "value": (NUMBER, lambda d: d.low if d.low == d.high else None),
        "lower": (NUMBER, lambda d: None if d.low == d.high else d.low),
        "upper": (NUMBER, lambda d: None if d.low == d.high else d.high),
        "figure_ids": (TEXT, lambda d: _ids(d.figures)),
        "explanation_nl": (TEXT, lambda d: explain_derived(d, quantities[d.quantity_id], "nl")),
        "explanation_en": (TEXT, lambda d: explain_derived(d, quantities[d.quantity_id], "en")),
    }
    return table_of(sorted(derived, key=lambda d: (d.quantity_id, d.reference_year, _ids(d.figures))), columns)


def revisions(figures: Iterable[Figure]) -> pd.DataFrame:
    """Return the value of each count in each edition of those who count, if two have it; the largest change first."""
    editions: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in sorted(figures, key=lambda f: (f.edition_from, f.edition, f.certainty, f.known_from, f.figure_id)):
        exact = figure.usable and figure.value is not None and not figure.qualifier
        if exact and figure.measure in COUNTED and AUTHORITY[figure.edition_kind] == 0:
            editions[figure.series_key].setdefault(figure.edition, figure)
    runs = [[*printed.values()] for _, printed in sorted(editions.items()) if len(printed) > 1]
    runs.sort(key=lambda run: -abs((run[-1].value or 0.0) - (run[0].value or 0.0)))
    columns: Columns = {
        **taken_from("", TEXT, "quantity_id", "reference_year", "series"),
        "edition_of": (TEXT, lambda f: f.edition),
        **taken_from("", NUMBER, "value"),
        **taken_from("", TEXT, "unit", "publication", "certainty"),
    }
    table = table_of([figure for run in runs for figure in run], columns)
    of_count = table.groupby(["quantity_id", "reference_year", "series"], sort=False)["value"]
    table.insert(3, "edition", (of_count.cumcount() + 1).astype(INTEGER))
    # Since the edition before, in the unit of the quantity.
    table.insert(6, "change", of_count.diff())
    table.insert(7, "change_from_first", table["value"] - of_count.transform("first"))
    return table


_BALANCE = {
    **{"year": INTEGER, "registered": NUMBER, "registered_publication": TEXT, "registered_series": TEXT},
    **dict.fromkeys(("estimated", "estimated_lower", "estimated_upper", "estimated_upper_alternative"), NUMBER),
    **dict.fromkeys(("estimate_qualifier", "estimate_publication", "estimate_range_publication"), TEXT),
    **{"estimate_series": TEXT, "estimate_years": TEXT, "extrapolated": FLAG},
    **dict.fromkeys(("unseen", "unseen_lower", "unseen_upper"), NUMBER),
    **dict.fromkeys(("in_view_percent", "in_view_lower_percent", "in_view_upper_percent", "first_printed"), NUMBER),
    "first_publication": TEXT,
}


def visibility_balance(choices: Choices, estimates: list[Estimate]) -> pd.DataFrame:
    """Return estimated, registered and not registered victims of each year with a registered total, oldest first."""
    studies = [estimate for estimate in estimates if estimate.quantity_id == ESTIMATED]
    totals = [figure for figure, _ in choices.chosen.values() if figure.quantity_id == REGISTERED]
    yearly = {figure.first_year: figure for figure in totals if len(figure.reference_year) == 4}
    rows = []
    for year, total in sorted(yearly.items()):
        if total.used_value is None:
            continue
        within_reach = [study for study in reversed(studies) if study.covered_from <= year]
        estimate = min(within_reach, key=lambda study: study.distance(year), default=None)
        same = [f for f in choices.figures if f.series_key == total.series_key and f.comparable]
        # Primary sorts before secondary: of two on one day the publisher's own text is the first.
        first = min(same, key=lambda f: (f.known_from, f.certainty, f.figure_id))
        row = {
            "year": year,
            "registered": total.used_value,
            "registered_publication": total.publication,
            "registered_series": total.series,
            # If this differs from registered, the year was revised; another series is no revision.
            "first_printed": first.value,
            "first_publication": first.publication,
        }
        rows.append(row | _of_estimate(estimate, year, total.used_value or 0.0) if estimate else row)
    return table_of_cells(rows, _BALANCE)


def _of_estimate(estimate: Estimate, year: int, registered: float) -> dict[str, Any]:
    lower, upper, other_upper = estimate.ends
    ends = {"": estimate.number, "_lower": lower, "_upper": upper}
    # The smallest share goes with the upper end of the estimate.
    below = {"": estimate.number, "_lower": upper, "_upper": lower}
    return {
        **{f"estimated{which}": end for which, end in ends.items()},
        "estimated_upper_alternative": other_upper,
        "estimate_qualifier": estimate.value and estimate.value.qualifier,
        "estimate_publication": estimate.figure.publication,
        "estimate_range_publication": estimate.ranged and estimate.ranged.publication,
        "estimate_series": estimate.series,
        "estimate_years": estimate.reference_year,
        "extrapolated": estimate.distance(year) > 0,
        **{f"unseen{which}": end and end - registered for which, end in ends.items()},
        **{f"in_view{which}_percent": 100 * registered / end if end else None for which, end in below.items()},
    }
