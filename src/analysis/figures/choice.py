"""The written rule by which one printed figure is chosen for each quantity and year, and what each study estimates.

docs/method.md has the reasons.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from analysis.core.record_tables import DAY, INTEGER, NUMBER, TEXT, Columns, grouped_by, taken_from
from analysis.figures.compare import compare, with_dropped_word
from analysis.figures.records import AUTHORITY, Figure, Group, SeriesKey

ESTIMATED = "estimate-all"
# A series and a quantity.
StudyKey = tuple[str, str]


@dataclass(frozen=True)
class Estimate:
    """What a study says about one quantity, in persons a year.

    `value` is the figure for the newest years that it covers, `ranged` the figure with its range, and `dated` the
    newest of those nearest to the study, which gives its years (`reference_year`); `covered_from` is the first year
    that the study covers, for any quantity.
    """

    series: str
    quantity_id: str
    value: Figure | None
    ranged: Figure | None
    dated: Figure
    reference_year: str
    covered_from: int

    @property
    def figure(self) -> Figure:
        """Return the figure of the estimate: its value, or its range if no value was printed."""
        return self.value or self.ranged or self.dated

    @property
    def number(self) -> float | None:
        """Return its value; None if only a range was printed."""
        return self.value.used_value if self.value else None

    @property
    def ends(self) -> tuple[float | None, float | None, float | None]:
        """Return the lower and upper end of its range, and the other upper end if two were printed."""
        r = self.ranged
        return (r.lower, r.upper, r.upper_alternative) if r else (None, None, None)

    def distance(self, year: int) -> int:
        """Return how many years a year is before or after its reference years; 0 within them."""
        return max(int(self.reference_year[:4]) - year, year - int(self.reference_year[-4:]), 0)


ESTIMATES: Columns = {
    **taken_from("", TEXT, "series", "quantity_id"),
    "value": (NUMBER, lambda e: e.number),
    "lower": (NUMBER, lambda e: e.ends[0]),
    "upper": (NUMBER, lambda e: e.ends[1]),
    "upper_alternative": (NUMBER, lambda e: e.ends[2]),
    "qualifier": (TEXT, lambda e: e.value and e.value.qualifier),
    **taken_from("figure", TEXT, "publication"),
    "range_publication": (TEXT, lambda e: e.ranged and e.ranged.publication),
    **taken_from("", TEXT, "reference_year"),
    **taken_from("figure", DAY, "known_from"),
    **taken_from("", INTEGER, "covered_from"),
}


def first_published(figures: Iterable[Figure]) -> dict[str, int]:
    """Return the year in which each study was first published, by its own publication if that is known."""
    by_study = grouped_by((figure for figure in figures if figure.is_of_study), lambda figure: figure.series)
    first = {name: min((f.kind != "estimate_study", f.known_from.year) for f in own) for name, own in by_study.items()}
    return {name: year for name, (_, year) in first.items()}


def repeats_study(figure: Figure, published: dict[str, int]) -> bool:
    """Return whether an estimate only repeats its study, for the year in which the study appeared or a later one."""
    return figure.measure == "estimate" and figure.last_year >= published.get(figure.series, 9999)


def estimates(figures: list[Figure]) -> dict[StudyKey, Estimate]:
    """Return what each study says about each quantity; figures that repeat a study for a later year are left out."""
    published = first_published(figures)
    of_studies = [figure for figure in figures if figure.is_of_study and not repeats_study(figure, published)]
    found = {}
    for key, group in grouped_by((f for f in of_studies if f.usable), lambda f: (f.series, f.quantity_id)).items():
        valued = [f for f in group if f.used_value is not None]
        ranged = [f for f in group if f.lower is not None and f.upper is not None]
        first_hand = [f for f in group if f.authority == (0, False)] or group
        dated = max(first_hand, key=lambda f: (f.known_from, f.last_year, -f.first_year))
        found[key] = Estimate(
            *key,
            value=min(valued, key=lambda f: (-f.last_year, f.first_year, f.authority, f.known_from), default=None),
            ranged=min(ranged, key=lambda f: (f.authority, -f.last_year, -f.known_from.toordinal()), default=None),
            dated=dated,
            reference_year=dated.reference_year,
            covered_from=min(f.first_year for f in of_studies if f.series == dated.series),
        )
    return found


def estimates_in_force(reliable: list[Figure], quantities: Iterable[str]) -> list[Estimate]:
    """Return what each study says in the reliable figures, the newest study last, by the order of the quantities."""
    order = list(quantities)
    found = estimates(reliable).values()
    return sorted(found, key=lambda each: (-each.dated.counted_in.rank, order.index(each.quantity_id)))


# Keys of the rules, in the order in which they decide; the last one only makes the order complete.
RULES = ("decision", "series", "authority", "newest_edition", "own_text", "publisher", "nearest_to_edition", "order")
# Why a figure is never chosen, in the order in which this is checked; docs/method.md says what each means.
NEVER_CHOSEN = ("not_comparable", "excluded", "campaign", "no_study", "word_dropped", "superseded")


@dataclass(frozen=True)
class Choices:
    """The printed figures and what was chosen among them.

    `chosen` has the figure of each quantity and year, with the key of the rule that decided, and `best` the figure of
    each series as well. `never_chosen` has the reason by figure_id; `smaller_group` has, for a figure that lost a word,
    the better figure of the smaller group. `estimates` has what each study says, `published` the year in which it
    appeared, and `studies` the studies that have figures, the newest last.
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
        """Return the chosen figure of the quantity and year of a figure; None if none of them can be chosen."""
        return self.chosen.get(figure.group, (None, ""))[0]


def choose_figures(figures: list[Figure]) -> Choices:
    """Return what the rule chooses; `others_barred` as the rule means that its only rivals are never chosen."""
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
    # The rule decides the value; of the figures that print it, the one nearest to whoever counted is its source.
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
