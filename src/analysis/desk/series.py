"""What was printed of one quantity, year by year and count by count: the value of each count, and what was before."""

from dataclasses import dataclass

from analysis.figures.choice import best_within_series
from analysis.figures.records import Figure
from analysis.reconciliation import Reconciliation

# How each count is drawn: its colour (of the house), its mark and its line; no two share a mark.
MARKS = {
    "rapporteur_yearly": ("bar", "o", "solid"),
    "comensha_register": ("level", "D", (0, (5, 2))),
    "until_2016": ("soft", "s", (0, (1.5, 1.5))),
    "ckm_chat": ("ink", "^", "solid"),
    "veilig_thuis": ("ink", "v", "solid"),
    "first_estimate": ("level", "P", (0, (5, 2))),
    "second_estimate": ("bar", "X", "solid"),
}
OTHER_MARK = ("ink", "h", "solid")


@dataclass(frozen=True)
class Point:
    """One year of one count of a quantity.

    `value` is the one used of the count, `first` the one printed first; `others` are the values that were printed
    besides those two, or wrongly. `chosen` says that this count is the one used; `publications` who printed its value.
    """

    year: int
    series: str
    value: float
    first: float
    others: tuple[float, ...]
    chosen: bool
    publications: tuple[str, ...]

    @property
    def revised(self) -> bool:
        """Return whether the value is not the one that was printed first."""
        return self.first != self.value


def points_of(month: Reconciliation, quantity_id: str) -> list[Point]:
    """Return the points of a quantity by year, the chosen one of a year first; years without any are not in it."""
    choices = month.figures.choices
    own = [r for r in month.figures.relations if r.figure.quantity_id == quantity_id]
    own = [r for r in own if len(r.figure.reference_year) == 4]
    printed = [r.figure for r in own]
    free = {r.figure.figure_id for r in own if r.figure.figure_id not in choices.never_chosen}
    best = best_within_series(figure for figure in printed if figure.figure_id in free)
    reliable = {r.figure.figure_id for r in own if r.reliable} & free
    points = []
    for (_, year, series), figure in best.items():
        alike = [f for f in printed if (f.reference_year, f.series) == (year, series) and f.used_value is not None]
        if figure.used_value is not None:
            points.append(_point(figure, alike, reliable, choices.chosen_for(figure) is figure))
    return sorted(points, key=lambda point: (point.year, not point.chosen, point.series))


def _point(figure: Figure, alike: list[Figure], reliable: set[str], chosen: bool) -> Point:
    value = figure.used_value or 0.0
    # What was quoted or worded wrongly is no earlier value. Primary sorts before secondary: of two on one day the
    # publisher's own text is the first.
    candidates = [f for f in alike if f.figure_id in reliable] or [figure]
    earliest = min(candidates, key=lambda f: (f.known_from, f.certainty, f.figure_id))
    first = earliest.used_value or 0.0
    others = sorted({f.used_value for f in alike if f.used_value is not None} - {value, first})
    names = tuple(dict.fromkeys(f.publication for f in alike if f.used_value == value))
    return Point(int(figure.reference_year), figure.series, value, first, tuple(others), chosen, names)


def runs_of_years(points: list[Point], series: str) -> list[list[Point]]:
    """Return the points of one count in runs of years that follow one another: a gap is not drawn over."""
    runs: list[list[Point]] = []
    for point in points:
        if point.series != series:
            continue
        if runs and runs[-1][-1].year == point.year - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def missing_years(points: list[Point], first: int, last: int) -> list[int]:
    """Return the years of a span for which nothing was found."""
    known = {point.year for point in points}
    return [year for year in range(first, last + 1) if year not in known]
