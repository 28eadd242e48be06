"""Compares each printed figure with the one that was chosen, or with its study, and says how they relate."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from analysis.core.record_tables import grouped_by
from analysis.figures.choice import Choices, repeats_study
from analysis.figures.compare import compare, count_of, is_narrower, nearest, reports_for_persons
from analysis.figures.records import AUTHORITY, Figure, Group

# From what supports a chosen figure most to what contradicts it most.
VERDICTS = ("agree", "within_rounding", "revised", "other_series", "other_definition", "conflict", "single_source")
_BOUNDS = ("more_than", "at_least", "at_most", "less_than")


@dataclass(frozen=True)
class Relation:
    """How a printed figure relates to the one it is compared with (itself, where there is no other).

    `kind` is the kind of difference, empty where nothing differs; `explained_by` is another figure that explains a
    difference: the same number printed for a smaller group, for another group or for another year.
    """

    figure: Figure
    other: Figure
    verdict: str
    kind: str = ""
    explained_by: Figure | None = None

    @property
    def reliable(self) -> bool:
        """Return whether numbers may be computed from it: not if it is wrong itself; others may contradict it."""
        return self.figure.usable and not (self.kind and self.verdict in ("other_definition", "conflict"))

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return every figure that it is about."""
        return (self.figure, self.other, *([self.explained_by] if self.explained_by else []))


def compare_figures(choices: Choices) -> list[Relation]:
    """Return one relation per figure, in their order; a chosen one has the most favourable verdict of its group."""
    relations = [_relation(figure, choices) for figure in choices.figures]
    verdicts: dict[Group, list[str]] = defaultdict(list)
    for relation in relations:
        figure = relation.figure
        if figure.comparable and (figure is not choices.chosen_for(figure) or figure is not relation.other):
            verdicts[figure.group].append(relation.verdict)
    for place, relation in enumerate(relations):
        if relation.figure is choices.chosen_for(relation.figure) and not relation.kind:
            favourable = min(verdicts[relation.figure.group], key=VERDICTS.index, default="single_source")
            relations[place] = replace(relation, verdict=favourable)
    return relations


def _relation(figure: Figure, choices: Choices) -> Relation:
    chosen = choices.chosen_for(figure)
    if not figure.comparable:
        return Relation(figure, figure, "other_definition")
    if smaller := choices.smaller_group.get(figure.figure_id):
        return Relation(figure, smaller, "other_definition", "qualifier_dropped", smaller)
    if reports := reports_for_persons(figure, chosen, choices.figures):
        return Relation(figure, reports, "other_definition", "reports_for_persons", reports)
    other = _compared_with(figure, choices)
    best_of_series = choices.best.get(figure.series_key)
    if best_of_series and best_of_series is not figure and other.series != figure.series:
        # The difference between two series does not explain a number that even its own series does not have.
        own = _compared(figure, best_of_series, choices)
        if own.kind and compare(figure, other) == "same":
            return Relation(figure, best_of_series, "other_series", "other_series", other)
        if own.kind:
            return own
    relation = Relation(figure, figure, "single_source") if other is figure else _compared(figure, other, choices)
    leading = chosen or _other_study(figure, choices)
    least = figure.lower if figure.used_value is None else figure.used_value
    if not relation.kind and leading and leading is not other and leading.series != figure.series:
        # A repeated estimate that agrees with its study can still differ from another study.
        if leading.quantity_id == figure.quantity_id:
            relation = _compared(figure, leading, choices)
        elif least is not None and leading.used_value is not None and least > leading.used_value:
            # A smaller group differs only if it has the larger number.
            relation = Relation(figure, leading, "other_series", "other_series")
    bound = None if relation.kind else _dropped_bound(figure, choices)
    return Relation(figure, bound, "within_rounding", "qualifier_dropped") if bound else relation


def _compared_with(figure: Figure, choices: Choices) -> Figure:
    if estimate := choices.estimates.get((figure.series, figure.quantity_id)):
        is_range = figure.measure == "estimate" and figure.used_value is None
        if is_range and estimate.ranged and estimate.ranged is not figure:
            return estimate.ranged
        if repeats_study(figure, choices.published):
            return estimate.figure
    beside = (other for other in choices.figures if other.series_key == figure.series_key and other.comparable)
    return choices.chosen_for(figure) or nearest(beside) or figure


def _other_study(figure: Figure, choices: Choices) -> Figure | None:
    """Return what the study in use for the years of an estimate says about its group, or else the smallest around it.

    For each group that is the study with a number for the nearest years, or the newer of two; one that begins later
    only if there is no other. A group for which it is the study of the figure itself is not compared.
    """
    if figure.measure != "estimate":
        return None

    def order(other: Figure) -> tuple[Any, ...]:
        years_between = max(figure.first_year - other.last_year, other.first_year - figure.last_year, 0)
        begins_later = choices.estimates[other.series, other.quantity_id].covered_from > figure.last_year
        by_years = begins_later, years_between, other.counted_in.rank
        return *by_years, other.authority, -other.last_year, other.figure_id

    of_studies = [
        other
        for other in choices.figures
        if other.is_of_study and other.usable and other.used_value is not None
        and (other.quantity_id == figure.quantity_id or figure.quantity.is_part_of(other.quantity))
        and not (other.figure_id in choices.smaller_group or repeats_study(other, choices.published))
    ]  # fmt: skip
    by_group = grouped_by(of_studies, lambda other: other.quantity_id)
    in_use = {quantity_id: min(own, key=order) for quantity_id, own in sorted(by_group.items())}
    others = {quantity_id: other for quantity_id, other in in_use.items() if other.series != figure.series}
    smallest = min(others.values(), key=lambda other: other.used_value or 0, default=None)
    return others.get(figure.quantity_id, smallest)


def _compared(figure: Figure, other: Figure, choices: Choices) -> Relation:
    compared, same_series = compare(figure, other), figure.series == other.series
    is_estimate = figure.measure == "estimate"
    # That the range of one study contains the number of another is chance, not agreement.
    if not same_series and compared != "same" and (is_estimate or compared != "within_rounding"):
        return Relation(figure, other, "other_series", "other_series")
    if compared in ("same", "within_rounding"):
        minimum = is_estimate and figure.qualifier == "at_least" and other.qualifier != "at_least" and same_series
        verdict = "agree" if compared == "same" else "within_rounding"
        return Relation(figure, other, verdict, "range_narrowed" if minimum else "")
    if not is_estimate and figure.edition_from < other.edition_from:
        return Relation(figure, other, "revised", "revised")
    if compared == "narrower_range":
        return Relation(figure, other, "conflict", "range_narrowed")
    return _explained(figure, other, choices)


def _explained(figure: Figure, other: Figure, choices: Choices) -> Relation:
    quotes_other = bool(figure.quotes) and figure.edition == other.edition
    key, number, own = figure.series_key, figure.used_value, AUTHORITY[figure.edition_kind]
    same = [f for f in choices.figures if f.used_value == number and f.series_key == key and f.measure != "estimate"]
    counted = (f for f in same if f.usable and AUTHORITY[f.edition_kind] < own and f.edition_from < other.edition_from)
    if (earlier := nearest(counted)) and not quotes_other:
        return Relation(figure, other, "revised", "revised", earlier)
    chosen = (each for each, _ in choices.chosen.values() if each.used_value is not None)
    alike = [each for each in chosen if (each.used_value, each.measure) == (figure.used_value, figure.measure)]
    for each in sorted(alike, key=lambda each: each.figure_id):
        if each.quantity_id == figure.quantity_id and figure.measure in ("ratio", "share"):
            return Relation(figure, other, "other_definition", "other_base", each)
        if count_of(each) == count_of(figure) and is_narrower(each, figure):
            return Relation(figure, other, "other_definition", "qualifier_dropped", each)
        same_year = each.reference_year == figure.reference_year and each.quantity_id != figure.quantity_id
        if same_year and figure.measure == "registered_persons":
            return Relation(figure, other, "conflict", "quoted_wrongly", each)
    return Relation(figure, other, "conflict", "quoted_wrongly" if quotes_other else "conflict")


def dropped_bounds(relations: list[Relation], choices: Choices) -> Iterator[Relation]:
    """Yield for each figure with another difference that it quotes a number without `more than`, `at least` etc."""
    for relation in relations:
        figure = relation.figure
        bound = _dropped_bound(figure, choices) if figure.comparable else None
        if bound and relation.kind not in ("", "qualifier_dropped"):
            yield Relation(figure, bound, "within_rounding", "qualifier_dropped")


def _dropped_bound(figure: Figure, choices: Choices) -> Figure | None:
    if not figure.quotes or figure.qualifier:
        return None
    bounds = [f for f in choices.figures if f.qualifier in _BOUNDS and f.comparable]
    key = (figure.quotes, figure.group, figure.used_value)
    quoted = [f for f in bounds if (f.publication, f.group, f.used_value) == key]
    return min(quoted, key=lambda f: f.figure_id, default=None)
