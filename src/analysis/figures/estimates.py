"""What each study that estimates says of each quantity, for which years, and which figures only repeat it."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.core.record_tables import DAY, INTEGER, NUMBER, TEXT, Columns, grouped_by, taken_from
from analysis.figures.records import Figure

ESTIMATED = "estimate-all"
# A series and a quantity.
StudyKey = tuple[str, str]


@dataclass(frozen=True)
class Estimate:
    """What a study says of one quantity, in persons a year.

    `value` is the figure for the newest years it speaks of, `ranged` the figure with its range, `dated` the one that
    dates it last and is nearest to the study; `reference_year` are the years it is for; `covered_from` is the first
    year that the study speaks of, for any quantity.
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
        """Return the figure of the estimate: its value, or its range where no value was printed."""
        return self.value or self.ranged or self.dated

    @property
    def number(self) -> float | None:
        """Return its value; None where only a range was printed."""
        return self.value.used_value if self.value else None

    @property
    def ends(self) -> tuple[float | None, float | None, float | None]:
        """Return the lower and upper end of its range, and the other upper end where two were printed."""
        r = self.ranged
        return (r.lower, r.upper, r.upper_alternative) if r else (None, None, None)

    def distance(self, year: int) -> int:
        """Return how many years a year is from those it is for."""
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
    """Return the year in which each study was first published, by the study itself if that is known."""
    by_study = grouped_by((figure for figure in figures if figure.is_of_study), lambda figure: figure.series)
    first = {name: min((f.kind != "estimate_study", f.known_from.year) for f in own) for name, own in by_study.items()}
    return {name: year for name, (_, year) in first.items()}


def repeats_study(figure: Figure, published: dict[str, int]) -> bool:
    """Return whether an estimate only repeats its study, for the year in which that appeared or for a later one."""
    return figure.measure == "estimate" and figure.last_year >= published.get(figure.series, 9999)


def estimates(figures: list[Figure]) -> dict[StudyKey, Estimate]:
    """Return what each study says of each quantity; figures that repeat a study for a later year are left out."""
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
    """Return what each study says by the reliable figures: the newest study last, in the order of the quantities."""
    order = list(quantities)
    found = estimates(reliable).values()
    return sorted(found, key=lambda each: (-each.dated.counted_in.rank, order.index(each.quantity_id)))
