"""Holds each printed figure against the one that was chosen and says how they relate."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.figures_choice import Estimate, Group, estimates, first_printed, is_reused
from analysis.figures_printed import Printed, compare, is_part_of

# From what supports a chosen figure most to what stands against it most.
VERDICTS = (
    "agree",
    "within_rounding",
    "revised",
    "other_series",
    "other_definition",
    "conflict",
    "single_source",
)


@dataclass(frozen=True)
class Relation:
    """How a printed figure relates to the one it is held against.

    `kind` is empty where nothing differs; `twin` is another figure that explains a difference: the same number
    printed for a smaller group, for another group or for another year.
    """

    figure: Printed
    base: Printed
    verdict: str
    kind: str = ""
    twin: Printed | None = None

    @property
    def sound(self) -> bool:
        """Return whether other numbers may be computed from the figure: not if it is itself at fault.

        A chosen figure that others stand against is sound; what its verdict tells is that they do.
        """
        return self.figure.comparable and not (self.kind and self.verdict in ("other_definition", "conflict"))


@dataclass(frozen=True)
class Context:
    """What a single figure is judged by: the chosen figures, the estimates, and the groups that quantities count."""

    figures: list[Printed]
    chosen: Mapping[Group, Printed]
    quantities: Mapping[str, dict[str, str]]
    estimates: Mapping[tuple[str, str], Estimate]
    published: Mapping[str, int]


def context_of(
    figures: list[Printed], chosen: Mapping[Group, Printed], quantities: Mapping[str, dict[str, str]]
) -> Context:
    """Return what figures are judged by."""
    return Context(figures, chosen, quantities, estimates(figures), first_printed(figures))


def relations(context: Context) -> list[Relation]:
    """Return one relation per printed figure, in their order: each figure ends in exactly one verdict."""
    found = [_relation(figure, context) for figure in context.figures]
    others: dict[Group, list[Relation]] = {}
    for relation in found:
        group = relation.figure.quantity_id, relation.figure.reference_year
        if relation.figure.comparable and relation.figure is not context.chosen[group]:
            others.setdefault(group, []).append(relation)
    return [_with_support(relation, others, context) for relation in found]


def _with_support(relation: Relation, others: dict[Group, list[Relation]], context: Context) -> Relation:
    """Return the relation of a chosen figure with the verdict that the other figures of its group give it."""
    figure = relation.figure
    group = figure.quantity_id, figure.reference_year
    if relation.kind or not figure.comparable or figure is not context.chosen[group]:
        return relation
    verdicts = [r.verdict for r in others.get(group, [])]
    if relation.base is not figure:
        verdicts.append(relation.verdict)
    return Relation(figure, relation.base, min(verdicts, key=VERDICTS.index, default="single_source"))


def _relation(figure: Printed, context: Context) -> Relation:
    if not figure.comparable:
        return Relation(figure, figure, "other_definition")
    base = _base(figure, context)
    twin = _narrower_twin(figure, context)
    if twin:
        return Relation(figure, twin, "other_definition", "qualifier_dropped", twin)
    relation = _against(figure, base, context)
    chosen = context.chosen[figure.quantity_id, figure.reference_year]
    # A repeated estimate that is true to its study can still stand beside that of another study.
    if not relation.kind and base is not chosen and chosen.series != figure.series:
        return _against(figure, chosen, context)
    return relation


def _base(figure: Printed, context: Context) -> Printed:
    """Return what a figure is held against: its study for a repeated estimate, else the chosen figure of its year."""
    chosen = context.chosen[figure.quantity_id, figure.reference_year]
    estimate = context.estimates.get((figure.series, figure.quantity_id))
    if not estimate or not is_reused(figure, dict(context.published)):
        return chosen
    base = estimate.ranged if figure.used_value is None else estimate.value
    return base or estimate.figure


def _against(figure: Printed, base: Printed, context: Context) -> Relation:
    compared = compare(figure, base)
    # That the range of one study holds the number of another is chance, not agreement.
    if figure.measure == "estimate" and figure.series != base.series and compared != "same":
        return Relation(figure, base, "other_series", "other_series")
    if compared in ("same", "within_rounding"):
        verdict = "agree" if compared == "same" else "within_rounding"
        return Relation(figure, base, verdict, _made_a_minimum(figure, base))
    if figure.series != base.series:
        return Relation(figure, base, "other_series", "other_series")
    if figure.measure != "estimate" and figure.edition_from < base.edition_from:
        return Relation(figure, base, "revised", "revised")
    if compared == "narrower_range":
        return Relation(figure, base, "conflict", "range_narrowed")
    if figure.quotes and figure.edition == base.edition:
        return Relation(figure, base, "conflict", "quoted_wrongly")
    return _unlike(figure, base, context)


def _made_a_minimum(figure: Printed, base: Printed) -> str:
    """Return `range_narrowed` for an estimate printed as a minimum that whoever made it did not print as one."""
    lowered = figure.measure == "estimate" and figure.qualifier == "at_least"
    return "range_narrowed" if lowered and base.qualifier != "at_least" and figure.series == base.series else ""


def _unlike(figure: Printed, base: Printed, context: Context) -> Relation:
    """Return the relation of a figure that differs, with the other figure of the same number that may explain it."""
    for other in context.chosen.values():
        same_number = other.used_value is not None and other.used_value == figure.used_value
        if not same_number or other.measure != figure.measure:
            continue
        if other.quantity_id == figure.quantity_id and figure.measure in ("ratio", "share"):
            return Relation(figure, base, "other_definition", "other_base", other)
        if _same_frame(other, figure) and _is_narrower(other, figure, context):
            return Relation(figure, base, "other_definition", "qualifier_dropped", other)
        here = other.reference_year == figure.reference_year and other.quantity_id != figure.quantity_id
        if here and figure.measure == "registered_persons":
            return Relation(figure, base, "conflict", "quoted_wrongly", other)
    return Relation(figure, base, "conflict", "conflict")


def _narrower_twin(figure: Printed, context: Context) -> Printed | None:
    """Return a better figure of a smaller group with the same number: the sign that a word of it was dropped.

    "1,300 girls" for 1,320 Dutch girls; "3,000 victims of sexual exploitation" for 3,000 Dutch ones. Not where a
    figure as good as that one prints the number for the larger group as well.
    """
    twins = [other for other in context.figures if _is_twin(other, figure, context)]
    twin = min(twins, key=lambda other: (other.authority, other.figure_id), default=None)
    if twin is None:
        return None
    for other in context.figures:
        confirms = other.quantity_id == figure.quantity_id and _same_frame(other, figure)
        if confirms and other.comparable and other.authority <= twin.authority and compare(figure, other) == "same":
            return None
    return twin


def _is_twin(other: Printed, figure: Printed, context: Context) -> bool:
    if not other.comparable or other.authority >= figure.authority or not _same_frame(other, figure):
        return False
    return _is_narrower(other, figure, context) and _same_number(figure, other)


def _is_narrower(other: Printed, figure: Printed, context: Context) -> bool:
    return is_part_of(context.quantities[other.quantity_id], context.quantities[figure.quantity_id])


def _same_frame(a: Printed, b: Printed) -> bool:
    """Return whether two figures are of one study (estimates) or of one year (all others)."""
    return a.series == b.series if a.measure == "estimate" else a.reference_year == b.reference_year


def _same_number(a: Printed, b: Printed) -> bool:
    numbers = a.used_value is not None and b.used_value is not None
    return numbers and compare(a, b) in ("same", "within_rounding")
