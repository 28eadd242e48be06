"""The written rule by which one printed figure is chosen for each quantity and year, and the estimates in force.

0. Some figures are never chosen, see BARRED. A quantity and year that has no other figure has no chosen value: what was
   printed for it stays visible with its verdict.
1. A decision of an analyst goes first.
2. The leading series: for registered victims the Rapporteur's yearly delivery, then CoMensha's register, then the
   totals until 2016; for estimates the newest study.
3. The publication whose number it is: a monitor, a study or a register report before who repeats a number.
4. The newest edition of it; the publisher's own text before a quotation; of quotations that of the publisher with more
   authority, then the one nearest to the edition.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.figures.printed import AUTHORITY, ESTIMATE_SERIES, Printed, compare

_SERIES = ("rapporteur_yearly", "comensha_register", "until_2016", "second_estimate", "first_estimate")
# Keys of the rules, in the order in which they decide; the last one only makes the order complete.
RULES = ("decision", "series", "authority", "newest_edition", "own_text", "publisher", "nearest_to_edition", "order")
# Why a figure is never chosen, in the order in which it is asked:
# not_comparable  its source keeps it apart (`not_comparable_because`)
# excluded        a decision of an analyst
# campaign        the pledge or who quotes it: no source for the pledge's own claims
# no_study        an estimate with no known study behind it, or one that the National Rapporteur rejected
# word_dropped    its number belongs to a smaller group: a better figure prints it there
# superseded      an estimate repeated for a year its study can't have seen, when a newer study is known
BARRED = ("not_comparable", "excluded", "campaign", "no_study", "word_dropped", "superseded")

Group = tuple[str, str]


def by_group(figures: Iterable[Printed]) -> dict[Group, list[Printed]]:
    """Return the comparable figures by quantity and reference year, also those that are never chosen."""
    groups: dict[Group, list[Printed]] = defaultdict(list)
    for figure in figures:
        if figure.comparable:
            groups[figure.quantity_id, figure.reference_year].append(figure)
    return dict(groups)


def barred(figures: list[Printed], with_dropped_word: Collection[str]) -> dict[str, str]:
    """Return why a figure is never chosen, see BARRED, by figure_id; others are not in it.

    `with_dropped_word` holds the figure_id of each figure whose number belongs to a smaller group.
    """
    published = first_printed(figures)
    reasons = {figure.figure_id: _bar(figure, published) for figure in figures}
    for figure_id in with_dropped_word:
        if reasons[figure_id] in ("", "superseded"):
            reasons[figure_id] = "word_dropped"
    return {figure_id: reason for figure_id, reason in reasons.items() if reason}


def _bar(figure: Printed, published: dict[str, int]) -> str:
    if not figure.comparable:
        return "not_comparable"
    if figure.decision == "exclude":
        return "excluded"
    if not figure.usable:
        return "campaign"
    if figure.measure == "estimate" and figure.series not in ESTIMATE_SERIES:
        return "no_study"
    return "superseded" if _is_superseded(figure, published) else ""


def _is_superseded(figure: Printed, published: dict[str, int]) -> bool:
    newer = ESTIMATE_SERIES[ESTIMATE_SERIES.index(figure.series) + 1 :] if figure.series in ESTIMATE_SERIES else ()
    return is_reused(figure, published) and any(series in published for series in newer)


def chosen_figures(figures: list[Printed], bars: dict[str, str]) -> dict[Group, tuple[Printed, str]]:
    """Return the chosen figure of each quantity and year and the key of the rule that decided.

    Groups in which every figure is barred are not in it. Where only barred figures differ, or stand beside it, the key
    is `others_barred`.
    """
    printed = {group: len(members) for group, members in by_group(figures).items()}
    choices = {}
    for group, members in by_group(figure for figure in figures if figure.figure_id not in bars).items():
        figure, rule = choose(members)
        alone = rule in ("only_figure", "unanimous") and len(members) < printed[group]
        choices[group] = figure, "others_barred" if alone else rule
    return choices


def best_within_series(figures: Iterable[Printed], bars: dict[str, str]) -> dict[tuple[str, str, str], Printed]:
    """Return the figure that the rule would choose among those of one quantity, year and series."""
    groups: dict[tuple[str, str, str], list[Printed]] = defaultdict(list)
    for figure in figures:
        if figure.figure_id not in bars:
            groups[figure.quantity_id, figure.reference_year, figure.series].append(figure)
    return {key: choose(group)[0] for key, group in groups.items()}


def _rank(figure: Printed) -> tuple[float | str, ...]:
    """Return how a figure stands under each of RULES: the lowest is chosen."""
    return (
        float(figure.decision != "prefer"),
        _SERIES.index(figure.series) if figure.series in _SERIES else len(_SERIES),
        AUTHORITY[figure.edition_kind],
        -figure.edition_from.toordinal(),
        float(figure.certainty != "primary"),
        AUTHORITY[figure.kind],
        figure.known_from.toordinal(),
        figure.figure_id,
    )


def choose(group: list[Printed]) -> tuple[Printed, str]:
    """Return the figure that is chosen among those of one quantity and year, and the key of the rule that decided.

    The rule decides the value; of the figures of the same series that print this value, the one nearest to who counted
    is shown as its source. Besides RULES the key is `only_figure` or `unanimous`.
    """
    winner = min(group, key=_rank)
    rivals = [f for f in group if compare(f, winner) != "same"]
    alike = [f for f in group if f not in rivals and f.series == winner.series and f.decision == winner.decision]
    shown = min(alike, key=lambda f: (f.authority, f.lower is None, -f.known_from.toordinal(), f.figure_id))
    if len(group) == 1:
        return shown, "only_figure"
    if not rivals:
        return shown, "unanimous"
    best_rival = min(rivals, key=_rank)
    places = zip(RULES, _rank(winner), _rank(best_rival), strict=True)
    return shown, next(rule for rule, a, b in places if a != b)


@dataclass(frozen=True)
class Estimate:
    """What a study says of one quantity: its value and range, where each was printed, and for which years."""

    series: str
    value: Printed | None
    ranged: Printed | None
    dated: Printed

    @property
    def figure(self) -> Printed:
        """Return the figure that stands for the estimate: its value, or its range where no value was printed."""
        return self.value or self.ranged or self.dated


def first_printed(figures: Iterable[Printed]) -> dict[str, int]:
    """Return the year in which the first estimate of each study was published, by the study itself if that is known."""
    own, others = dict[str, int](), dict[str, int]()
    for figure in figures:
        if figure.series in ESTIMATE_SERIES and figure.measure == "estimate":
            years = own if figure.kind == "estimate_study" else others
            years[figure.series] = min(years.get(figure.series, figure.known_from.year), figure.known_from.year)
    return others | own


def is_reused(figure: Printed, published: dict[str, int]) -> bool:
    """Return whether an estimate is printed for a year its study can't have seen: the year it appeared, or a later one.

    Such a figure repeats the study for another year; it is held against the study itself.
    """
    return figure.measure == "estimate" and figure.last_year >= published.get(figure.series, 9999)


def estimates(figures: list[Printed]) -> dict[tuple[str, str], Estimate]:
    """Return what each study says of each quantity, keyed by series and quantity."""
    published = first_printed(figures)
    groups: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for figure in figures:
        own = figure.series in ESTIMATE_SERIES and figure.measure == "estimate" and figure.usable
        if own and not is_reused(figure, published):
            groups[figure.series, figure.quantity_id].append(figure)
    return {key: _estimate(key[0], group) for key, group in groups.items()}


def _estimate(series: str, group: list[Printed]) -> Estimate:
    valued = [f for f in group if f.used_value is not None]
    ranged = [f for f in group if f.lower is not None and f.upper is not None]
    first_hand = [f for f in group if f.authority == (0, False)] or group
    newest_dating = max(first_hand, key=lambda f: (f.known_from, f.last_year, -f.first_year))
    return Estimate(
        series=series,
        # The newest years the study speaks of, as first printed by who is nearest to it.
        value=min(valued, key=lambda f: (-f.last_year, f.first_year, f.authority, f.known_from), default=None),
        ranged=min(ranged, key=lambda f: (f.authority, -f.last_year, -f.known_from.toordinal()), default=None),
        dated=newest_dating,
    )
