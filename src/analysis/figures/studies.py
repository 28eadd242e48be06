"""What each study that estimates says of each quantity, and which figures only repeat it for later years."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.figures.figure import Figure

# A series and a quantity.
StudyKey = tuple[str, str]


@dataclass(frozen=True)
class Estimate:
    """What a study says of one quantity: its value and its range, and the figure that gives the years they are for."""

    value: Figure | None
    ranged: Figure | None
    dated: Figure

    @property
    def figure(self) -> Figure:
        """Return the figure of the estimate: its value, or its range where no value was printed."""
        return self.value or self.ranged or self.dated


def first_published(figures: Iterable[Figure]) -> dict[str, int]:
    """Return the year in which each study was first published, by the study itself if that is known."""
    own, others = dict[str, int](), dict[str, int]()
    for figure in figures:
        if figure.is_of_study:
            years = own if figure.kind == "estimate_study" else others
            years[figure.series] = min(years.get(figure.series, 9999), figure.known_from.year)
    return others | own


def repeats_study(figure: Figure, published: dict[str, int]) -> bool:
    """Return whether an estimate is printed for a year its study can't have seen: the year it appeared, or a later one.

    Such a figure repeats the study for another year; it is compared with the study itself.
    """
    return figure.measure == "estimate" and figure.last_year >= published.get(figure.series, 9999)


def estimates(figures: list[Figure]) -> dict[StudyKey, Estimate]:
    """Return what each study says of each quantity."""
    published = first_published(figures)
    groups: dict[StudyKey, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.is_of_study and figure.usable and not repeats_study(figure, published):
            groups[figure.series, figure.quantity_id].append(figure)
    return {key: _estimate(group) for key, group in groups.items()}


def _estimate(group: list[Figure]) -> Estimate:
    valued = [f for f in group if f.used_value is not None]
    ranged = [f for f in group if f.lower is not None and f.upper is not None]
    first_hand = [f for f in group if f.authority == (0, False)] or group
    return Estimate(
        # The newest years the study speaks of, as first printed by who is nearest to it.
        value=min(valued, key=lambda f: (-f.last_year, f.first_year, f.authority, f.known_from), default=None),
        ranged=min(ranged, key=lambda f: (f.authority, -f.last_year, -f.known_from.toordinal()), default=None),
        dated=max(first_hand, key=lambda f: (f.known_from, f.last_year, -f.first_year)),
    )
