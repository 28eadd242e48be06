"""Holds each printed figure against the one that was chosen and says how they relate."""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.figures.choice import Estimate, Group, best_within_series, estimates, first_printed, is_reused
from analysis.figures.printed import AUTHORITY, ESTIMATE_SERIES, Printed, compare, is_part_of
from analysis.figures.twins import frame_of, is_narrower, reports_twin

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
        return self.figure.usable and not (self.kind and self.verdict in ("other_definition", "conflict"))


@dataclass(frozen=True)
class Context:
    """What a single figure is judged by.

    `chosen` has the figure chosen for each quantity and year, `best` the one that stands for it within each series;
    `estimates` what each study says, `published` since when; `twins` the figures (by figure_id) of which a word was
    dropped, each with the one that has the word.
    """

    figures: list[Printed]
    chosen: Mapping[Group, Printed]
    best: Mapping[tuple[str, str, str], Printed]
    quantities: Mapping[str, dict[str, str]]
    estimates: Mapping[tuple[str, str], Estimate]
    published: Mapping[str, int]
    twins: Mapping[str, Printed]

    def chosen_for(self, figure: Printed) -> Printed | None:
        """Return the chosen figure of the quantity and year of a figure; None where every figure of it is barred."""
        return self.chosen.get((figure.quantity_id, figure.reference_year))

    def newest_study(self, figure: Printed) -> Printed | None:
        """Return what the newest study says of the group of an estimate, else of the smallest group that holds it.

        Of several numbers the one whose years are nearest to those of the estimate.
        """
        if figure.measure != "estimate":
            return None
        newest = [series for series in ESTIMATE_SERIES if series in self.published][-1:]
        groups: dict[str, list[Printed]] = {}
        for said in self.figures:
            if said.series in newest and self._is_of_study(said):
                groups.setdefault(said.quantity_id, []).append(said)
        nearest = {
            name: min(said, key=lambda each: (figure.years_from(each), each.authority, -each.last_year, each.figure_id))
            for name, said in groups.items()
        }
        if figure.quantity_id in nearest:
            return nearest[figure.quantity_id]
        part = self.quantities[figure.quantity_id]
        wider = [said for name, said in nearest.items() if is_part_of(part, self.quantities[name])]
        return min(wider, key=lambda said: said.used_value or 0, default=None)

    def _is_of_study(self, figure: Printed) -> bool:
        own = figure.measure == "estimate" and figure.usable and figure.used_value is not None
        return own and figure.figure_id not in self.twins and not is_reused(figure, dict(self.published))


def context_of(
    figures: list[Printed],
    chosen: Mapping[Group, Printed],
    quantities: Mapping[str, dict[str, str]],
    twins: Mapping[str, Printed],
    bars: dict[str, str],
) -> Context:
    """Return what figures are judged by; `bars` has why a figure is never chosen."""
    own = [figure for figure in figures if figure.figure_id not in twins]
    best = best_within_series(figures, bars)
    return Context(figures, chosen, best, quantities, estimates(own), first_printed(figures), twins)


def relations(context: Context) -> list[Relation]:
    """Return one relation per printed figure, in their order: each figure ends in exactly one verdict."""
    found = [_relation(figure, context) for figure in context.figures]
    others: dict[Group, list[Relation]] = {}
    for relation in found:
        group = relation.figure.quantity_id, relation.figure.reference_year
        if relation.figure.comparable and relation.figure is not context.chosen.get(group):
            others.setdefault(group, []).append(relation)
    return [_with_support(relation, others, context) for relation in found]


def _with_support(relation: Relation, others: dict[Group, list[Relation]], context: Context) -> Relation:
    """Return the relation of a chosen figure with the verdict that the other figures of its group give it."""
    figure = relation.figure
    group = figure.quantity_id, figure.reference_year
    if relation.kind or not figure.comparable or figure is not context.chosen.get(group):
        return relation
    verdicts = [r.verdict for r in others.get(group, [])]
    if relation.base is not figure:
        verdicts.append(relation.verdict)
    return Relation(figure, relation.base, min(verdicts, key=VERDICTS.index, default="single_source"))


def _relation(figure: Printed, context: Context) -> Relation:
    if not figure.comparable:
        return Relation(figure, figure, "other_definition")
    if figure.figure_id in context.twins:
        twin = context.twins[figure.figure_id]
        return Relation(figure, twin, "other_definition", "qualifier_dropped", twin)
    reports = reports_twin(figure, context.chosen_for(figure), context.figures, context.quantities)
    if reports:
        return Relation(figure, reports, "other_definition", "reports_for_persons", reports)
    base = _base(figure, context)
    own = _unlike_its_series(figure, base, context)
    if own:
        return own
    base = base or _neighbour(figure, context)
    relation = _against(figure, base, context) if base else Relation(figure, figure, "single_source")
    leading = context.chosen_for(figure) or context.newest_study(figure)
    # A repeated estimate that is true to its study can still stand beside that of another study.
    if not relation.kind and leading and leading is not base and leading.series != figure.series:
        relation = _beside(figure, leading, context) or relation
    bounded = None if relation.kind else dropped_bound(figure, context)
    return Relation(figure, bounded, "within_rounding", "qualifier_dropped") if bounded else relation


def _neighbour(figure: Printed, context: Context) -> Printed | None:
    """Return the first other figure of the same: where none is ever chosen, they are held against each other."""
    key = (figure.quantity_id, figure.reference_year, figure.series)
    beside = [o for o in context.figures if (o.quantity_id, o.reference_year, o.series) == key and o.comparable]
    first = min(beside, key=lambda other: (other.authority, other.figure_id))  # it is among them itself
    return None if first is figure else first


def dropped_bound(figure: Printed, context: Context) -> Printed | None:
    """Return the number that a figure quotes without the `more than` or `at least` that belongs to it."""
    if not figure.quotes or figure.qualifier:
        return None
    key = (figure.quotes, figure.quantity_id, figure.reference_year, figure.used_value)
    bounded = [
        other
        for other in context.figures
        if (other.publication, other.quantity_id, other.reference_year, other.used_value) == key
        and other.qualifier in ("more_than", "at_least", "at_most")
        and other.comparable
    ]
    return min(bounded, key=lambda other: other.figure_id, default=None)


def further_findings(found: list[Relation], context: Context) -> list[Relation]:
    """Return what is to be said of figures beside their verdict: a word that a quotation dropped."""
    differing = [relation.figure for relation in found if relation.kind and relation.kind != "qualifier_dropped"]
    bounded = [(figure, dropped_bound(figure, context)) for figure in differing if figure.comparable]
    return [Relation(figure, other, "within_rounding", "qualifier_dropped") for figure, other in bounded if other]


def _unlike_its_series(figure: Printed, base: Printed | None, context: Context) -> Relation | None:
    """Return how a figure differs from the one that stands for its own series, where another series leads.

    The difference between two series explains nothing of a number that is not even that of its own.
    """
    own = context.best.get((figure.quantity_id, figure.reference_year, figure.series))
    if not base or not own or own is figure or base.series == figure.series:
        return None
    relation = _against(figure, own, context)
    if relation.kind and compare(figure, base) == "same":
        return Relation(figure, own, "other_series", "other_series", base)
    return relation if relation.kind else None


def _base(figure: Printed, context: Context) -> Printed | None:
    """Return what a figure is held against: its study for a repeated estimate, else the chosen figure of its year;
    None where its study has no number for its group or where every figure of that year is barred.

    A range is held against that of its study, whatever years it is printed for.
    """
    estimate = context.estimates.get((figure.series, figure.quantity_id))
    ranged = estimate.ranged if estimate and figure.measure == "estimate" and figure.used_value is None else None
    if ranged and ranged is not figure:
        return ranged
    if not estimate or not is_reused(figure, dict(context.published)):
        return context.chosen_for(figure)
    return estimate.value or estimate.figure


def _beside(figure: Printed, leading: Printed, context: Context) -> Relation | None:
    """Return how a figure relates to one of another count; None for a smaller group that fits within the larger one."""
    if leading.quantity_id == figure.quantity_id:
        return _against(figure, leading, context)
    least = figure.used_value if figure.used_value is not None else figure.lower
    too_many = least is not None and leading.used_value is not None and least > leading.used_value
    return Relation(figure, leading, "other_series", "other_series") if too_many else None


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
    return _explained(figure, base, context) or Relation(figure, base, "conflict", "conflict")


def _made_a_minimum(figure: Printed, base: Printed) -> str:
    """Return `range_narrowed` for an estimate printed as a minimum that whoever made it did not print as one."""
    lowered = figure.measure == "estimate" and figure.qualifier == "at_least"
    return "range_narrowed" if lowered and base.qualifier != "at_least" and figure.series == base.series else ""


def _explained(figure: Printed, base: Printed, context: Context) -> Relation | None:
    """Return what explains a figure that differs: another figure of the same number, or the edition it quotes."""
    quotes_base = bool(figure.quotes) and figure.edition == base.edition
    earlier = None if quotes_base else _earlier_edition(figure, base, context)
    if earlier:
        return Relation(figure, base, "revised", "revised", earlier)
    for other in sorted(context.chosen.values(), key=lambda each: each.figure_id):
        same_number = other.used_value is not None and other.used_value == figure.used_value
        if not same_number or other.measure != figure.measure:
            continue
        if other.quantity_id == figure.quantity_id and figure.measure in ("ratio", "share"):
            return Relation(figure, base, "other_definition", "other_base", other)
        if frame_of(other) == frame_of(figure) and is_narrower(other, figure, context.quantities):
            return Relation(figure, base, "other_definition", "qualifier_dropped", other)
        here = other.reference_year == figure.reference_year and other.quantity_id != figure.quantity_id
        if here and figure.measure == "registered_persons":
            return Relation(figure, base, "conflict", "quoted_wrongly", other)
    return Relation(figure, base, "conflict", "quoted_wrongly") if quotes_base else None


def _earlier_edition(figure: Printed, base: Printed, context: Context) -> Printed | None:
    """Return the figure of an earlier edition of the same count that a later publication repeats."""
    key = (figure.quantity_id, figure.reference_year, figure.series, figure.used_value)
    earlier = []
    for other in context.figures:
        repeated = (other.quantity_id, other.reference_year, other.series, other.used_value) == key
        own = AUTHORITY[other.edition_kind] < AUTHORITY[figure.edition_kind]
        if repeated and own and other.usable and other.measure != "estimate" and other.edition_from < base.edition_from:
            earlier.append(other)
    return min(earlier, key=lambda other: (other.authority, other.figure_id), default=None)
