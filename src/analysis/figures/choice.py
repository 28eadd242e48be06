"""The written rule by which one printed figure is chosen for each quantity and year; docs/method.md has its reasons."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from analysis.core.record_tables import grouped_by
from analysis.figures.compare import compare, with_dropped_word
from analysis.figures.estimates import Estimate, StudyKey, estimates, first_published, repeats_study
from analysis.figures.records import AUTHORITY, Figure, Group, SeriesKey

# Keys of the rules, in the order in which they decide; the last one only makes the order complete.
RULES = ("decision", "series", "authority", "newest_edition", "own_text", "publisher", "nearest_to_edition", "order")
# Why a figure is never chosen, in the order in which it is asked; docs/method.md says what each means.
NEVER_CHOSEN = ("not_comparable", "excluded", "campaign", "no_study", "word_dropped", "superseded")


@dataclass(frozen=True)
class Choices:
    """The printed figures and what was chosen among them.

    `chosen` has the figure of each quantity and year and the key of the rule that decided, `best` the one of each
    series; `never_chosen` says why by figure_id; `smaller_group` has the better figure of the smaller group for each
    figure of which a word was dropped; `estimates` what each study says, `published` since which year, `studies` the
    studies of which there are figures, the newest last.
    """

    figures: list[Figure]
    chosen: dict[Group, tuple[Figure, str]]
    best: dict[SeriesKey, Figure]
    never_chosen: dict[str, str]
    smaller_group: dict[str, Figure]
    estimates: dict[StudyKey, Estimate]
    published: dict[str, int]
    studies: tuple[str, ...]

    def chosen_for(self, figure: Figure) -> Figure | None:
        """Return the chosen figure of the quantity and year of a figure; None where none of them can be chosen."""
        return self.chosen.get(figure.group, (None, ""))[0]


def choose_figures(figures: list[Figure]) -> Choices:
    """Return what the rule chooses; rule `others_barred`: only figures that are never chosen are beside it."""
    published, smaller_group = first_published(figures), with_dropped_word(figures)
    of_studies = {figure.counted_in for figure in figures if figure.is_of_study}
    studies = tuple(each.series for each in sorted(of_studies, key=lambda study: -study.rank))
    reasons = {figure.figure_id: _never_chosen(figure, published, studies, smaller_group) for figure in figures}
    never_chosen = {figure_id: reason for figure_id, reason in reasons.items() if reason}
    free = [figure for figure in figures if figure.figure_id not in never_chosen]
    printed, chosen = Counter(figure.group for figure in figures if figure.comparable), {}
    for group, members in grouped_by(free, lambda figure: figure.group).items():
        figure, rule = choose(members)
        alone = rule in ("only_figure", "unanimous") and len(members) < printed[group]
        chosen[group] = figure, "others_barred" if alone else rule
    of_own_group = [figure for figure in figures if figure.figure_id not in smaller_group]
    best, in_force = best_within_series(free), estimates(of_own_group)
    return Choices(figures, chosen, best, never_chosen, smaller_group, in_force, published, studies)


def _never_chosen(
    figure: Figure, published: dict[str, int], studies: Sequence[str], smaller_group: Collection[str]
) -> str:
    if not figure.comparable:
        return "not_comparable"
    if figure.decision == "exclude":
        return "excluded"
    if not figure.usable:
        return "campaign"
    if figure.measure == "estimate" and not figure.counted_in.is_study:
        return "no_study"
    if figure.figure_id in smaller_group:
        return "word_dropped"
    is_older = figure.is_of_study and figure.series != studies[-1]
    return "superseded" if is_older and repeats_study(figure, published) else ""


def best_within_series(figures: Iterable[Figure]) -> dict[SeriesKey, Figure]:
    """Return the figure that the rule chooses among those of one quantity, year and series."""
    return {key: choose(group)[0] for key, group in grouped_by(figures, lambda figure: figure.series_key).items()}


def choose(group: list[Figure]) -> tuple[Figure, str]:
    """Return the figure chosen of one quantity and year, and why: a key of RULES, `only_figure` or `unanimous`."""
    # The rule decides the value; of the figures that print it the one nearest to who counted is shown as its source.
    winner = min(group, key=_rank)
    rivals = [f for f in group if compare(f, winner) != "same"]
    alike = [f for f in group if f not in rivals and (f.series, f.decision) == (winner.series, winner.decision)]
    shown = min(alike, key=lambda f: (f.authority, f.lower is None, -f.known_from.toordinal(), f.figure_id))
    if not rivals:
        return shown, "only_figure" if len(group) == 1 else "unanimous"
    places = zip(RULES, _rank(winner), min(map(_rank, rivals)), strict=True)
    return shown, next(rule for rule, a, b in places if a != b)


def _rank(figure: Figure) -> tuple[float | str, ...]:
    """Return the place of a figure under each of RULES: the lowest is chosen."""
    return (
        float(figure.decision != "prefer"),
        figure.counted_in.rank,
        AUTHORITY[figure.edition_kind],
        -figure.edition_from.toordinal(),
        float(figure.certainty != "primary"),
        AUTHORITY[figure.kind],
        figure.known_from.toordinal(),
        figure.figure_id,
    )
