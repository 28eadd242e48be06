"""The estimates in force as of a month: what each study says of each quantity, for which years, and who printed it."""

import datetime
from dataclasses import dataclass

from analysis.figures import ReconciledFigures
from analysis.figures.figure import AUTHORITY, ESTIMATE_SERIES, Figure
from analysis.figures.studies import estimates, first_published, repeats_study
from analysis.figures.tables import DAY, NUMBER, TEXT, WHOLE, Columns

ESTIMATED, RATIO = "estimate-all", "ratio-estimate-to-registered"


@dataclass(frozen=True)
class EstimateInForce:
    """What a study says of a quantity: a row of estimates.

    `value` is in persons a year (`qualifier` as printed: `about`), as first printed in `publication`; `lower` and
    `upper` are printed in `range_publication` (with `upper_alternative`, where that prints two upper ends; `upper` is
    the highest). `reference_year` are the years estimated, as last dated by who is nearest to the study;
    `covered_from` is the first year the study speaks of.
    """

    series: str
    quantity_id: str
    value: float | None
    lower: float | None
    upper: float | None
    upper_alternative: float | None
    qualifier: str | None
    publication: str
    range_publication: str | None
    reference_year: str
    known_from: datetime.date
    covered_from: int

    @property
    def years(self) -> tuple[int, int]:
        """Return the first and the last year that it is for."""
        return int(self.reference_year[:4]), int(self.reference_year[-4:])

    def distance(self, year: int) -> int:
        """Return how many years a year is from those estimated."""
        return max(self.years[0] - year, year - self.years[1], 0)


ESTIMATES: Columns = {
    "series": (TEXT, lambda e: e.series),
    "quantity_id": (TEXT, lambda e: e.quantity_id),
    "value": (NUMBER, lambda e: e.value),
    "lower": (NUMBER, lambda e: e.lower),
    "upper": (NUMBER, lambda e: e.upper),
    "upper_alternative": (NUMBER, lambda e: e.upper_alternative),
    "qualifier": (TEXT, lambda e: e.qualifier),
    "publication": (TEXT, lambda e: e.publication),
    "range_publication": (TEXT, lambda e: e.range_publication),
    "reference_year": (TEXT, lambda e: e.reference_year),
    "known_from": (DAY, lambda e: e.known_from),
    "covered_from": (WHOLE, lambda e: e.covered_from),
}


def reliable_figures(figures: ReconciledFigures) -> list[Figure]:
    """Return the printed figures that other numbers may be computed from."""
    return [relation.figure for relation in figures.relations if relation.reliable]


def estimates_in_force(figures: ReconciledFigures) -> list[EstimateInForce]:
    """Return what each study says of each quantity it estimates, the newest study last, in the order of the quantities.

    Figures that repeat a study for a later year are left out: a study can't have seen the year it appeared.
    """
    reliable = reliable_figures(figures)
    published, found = first_published(reliable), estimates(reliable)
    covered = [f for f in reliable if f.is_of_study and not repeats_study(f, published)]
    order = list(figures.quantities)
    rows = []
    for series, quantity_id in sorted(found, key=lambda key: (ESTIMATE_SERIES.index(key[0]), order.index(key[1]))):
        estimate = found[series, quantity_id]
        value, ranged, dated = estimate.value, estimate.ranged, estimate.dated
        if dated.authority != (0, False) and (series, ESTIMATED) in found:
            # A quantity that only others print of a study takes the years of the study's estimate of all victims.
            dated = found[series, ESTIMATED].dated
        rows.append(
            EstimateInForce(
                series=series,
                quantity_id=quantity_id,
                value=value.used_value if value else None,
                lower=ranged.lower if ranged else None,
                upper=ranged.upper if ranged else None,
                upper_alternative=ranged.upper_alternative if ranged else None,
                qualifier=(value.qualifier or None) if value else None,
                publication=estimate.figure.publication,
                range_publication=ranged.publication if ranged else None,
                reference_year=dated.reference_year,
                known_from=estimate.figure.known_from,
                covered_from=min(figure.first_year for figure in covered if figure.series == series),
            )
        )
    return rows


def published_ratio(figures: ReconciledFigures, series: str) -> Figure | None:
    """Return how many times the registered number the estimate of a study is, as printed; None where nobody printed it.

    Of those who print it who is nearest to the study, and then who printed it first: a study speaks for itself before
    who repeats it, as for the estimate itself (`studies.estimates`).
    """
    printed = [f for f in reliable_figures(figures) if (f.quantity_id, f.series) == (RATIO, series)]
    # Primary sorts before secondary.
    return min(printed, key=lambda f: (AUTHORITY[f.kind], f.certainty, f.known_from, f.figure_id), default=None)
