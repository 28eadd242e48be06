"""Estimated, registered and not registered victims, year by year."""

from dataclasses import dataclass

from analysis.figures import ReconciledFigures
from analysis.figures.estimates import ESTIMATED, Estimate
from analysis.figures.records import FLAG, INTEGER, NUMBER, TEXT, Columns, Figure

REGISTERED = "registered-all"


@dataclass(frozen=True)
class YearOfBalance:
    """A year with a registered total, the estimate for it, and what the same series first printed: a row of balance."""

    total: Figure
    estimate: Estimate | None
    first: Figure

    @property
    def estimated(self) -> tuple[float | None, float | None, float | None]:
        """Return the estimate (persons): its value, and the ends of its range."""
        return (self.estimate.number, *self.estimate.ends[:2]) if self.estimate else (None, None, None)

    @property
    def not_registered(self) -> list[float | None]:
        """Return estimated minus registered (persons), for each of `estimated`."""
        return [None if end is None else end - (self.total.used_value or 0.0) for end in self.estimated]

    @property
    def registered_percent(self) -> list[float | None]:
        """Return registered as a share of estimated, for each of `estimated`."""
        return [100 * (self.total.used_value or 0.0) / end if end else None for end in self.estimated]


# Of two printed upper ends (`estimated_upper_alternative` is the other) the highest counts, so that the range is the
# widest that was printed. `extrapolated`: the estimate is for other years. Where `first_printed` differs from
# registered, the year was revised: another series is another way of counting, not a revision.
BALANCE: Columns = {
    "year": (INTEGER, lambda b: b.total.first_year),
    "registered": (NUMBER, lambda b: b.total.used_value),
    "registered_publication": (TEXT, lambda b: b.total.publication),
    "registered_series": (TEXT, lambda b: b.total.series),
    "estimated": (NUMBER, lambda b: b.estimated[0]),
    "estimated_lower": (NUMBER, lambda b: b.estimated[1]),
    "estimated_upper": (NUMBER, lambda b: b.estimated[2]),
    "estimated_upper_alternative": (NUMBER, lambda b: b.estimate and b.estimate.ends[2]),
    "estimate_qualifier": (TEXT, lambda b: (b.estimate and b.estimate.value and b.estimate.value.qualifier) or None),
    "estimate_publication": (TEXT, lambda b: b.estimate and b.estimate.figure.publication),
    "estimate_range_publication": (TEXT, lambda b: b.estimate and b.estimate.ranged and b.estimate.ranged.publication),
    "estimate_series": (TEXT, lambda b: b.estimate and b.estimate.series),
    "estimate_years": (TEXT, lambda b: b.estimate and b.estimate.reference_year),
    "extrapolated": (FLAG, lambda b: b.estimate and b.estimate.distance(b.total.first_year) > 0),
    "unseen": (NUMBER, lambda b: b.not_registered[0]),
    "unseen_lower": (NUMBER, lambda b: b.not_registered[1]),
    "unseen_upper": (NUMBER, lambda b: b.not_registered[2]),
    "in_view_percent": (NUMBER, lambda b: b.registered_percent[0]),
    # The smallest share goes with the upper end of the estimate.
    "in_view_lower_percent": (NUMBER, lambda b: b.registered_percent[2]),
    "in_view_upper_percent": (NUMBER, lambda b: b.registered_percent[1]),
    "first_printed": (NUMBER, lambda b: b.first.value),
    "first_publication": (TEXT, lambda b: b.first.publication),
}


def visibility_balance(figures: ReconciledFigures) -> list[YearOfBalance]:
    """Return the balance of each year with a registered total, oldest first.

    The estimate of a year is that of the study whose years are nearest to it, of two as near the newer one; a figure
    that a study prints for that very year goes first. A study is not carried back beyond the first year it speaks of:
    then there is no estimate. Estimates are yearly levels: they are never summed over years.
    """
    studies = [estimate for estimate in figures.estimates if estimate.quantity_id == ESTIMATED]
    for_one_year = _printed_for_one_year(figures.reliable, studies)
    chosen = [figure for figure, _ in figures.choices.chosen.values() if figure.used_value is not None]
    rows = []
    for total in sorted(chosen, key=lambda figure: figure.reference_year):
        if total.quantity_id != REGISTERED or len(total.reference_year) != 4:
            continue
        year = total.first_year
        within_reach = [study for study in reversed(studies) if study.covered_from <= year]
        estimate = min(within_reach, key=lambda study: study.distance(year), default=None)
        if estimate and estimate.distance(year):
            estimate = for_one_year.get(year, estimate)
        same = [f for f in figures.choices.figures if f.series_key == total.series_key]
        # Primary sorts before secondary: of two on one day the publisher's own text is the first.
        first = min((f for f in same if f.comparable), key=lambda f: (f.known_from, f.certainty, f.figure_id))
        rows.append(YearOfBalance(total, estimate, first))
    return rows


def _printed_for_one_year(figures: list[Figure], studies: list[Estimate]) -> dict[int, Estimate]:
    """Return what a study prints for one year by itself: the newest study, its own text, and that first printed."""
    found: dict[int, Estimate] = {}
    own = [f for f in figures if f.quantity_id == ESTIMATED and len(f.reference_year) == 4 and f.used_value is not None]
    own.sort(key=lambda f: (f.certainty, f.known_from), reverse=True)  # the last one is kept
    for study in studies:
        for f in own:
            if f.series == study.series and f.last_year <= int(study.reference_year[-4:]):
                found[f.first_year] = Estimate(f.series, ESTIMATED, f, None, f, f.reference_year, f.first_year)
    return found
