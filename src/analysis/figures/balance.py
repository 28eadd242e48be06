"""Estimated, registered and not registered victims, year by year."""

from dataclasses import dataclass, replace
from typing import Any

from analysis.figures import ReconciledFigures
from analysis.figures.estimates import ESTIMATED, EstimateInForce, reliable_figures
from analysis.figures.figure import Figure
from analysis.figures.tables import FLAG, NUMBER, TEXT, WHOLE, Columns

REGISTERED = "registered-all"


@dataclass(frozen=True)
class YearOfBalance:
    """A year with a registered total, the estimate for it, and what the same series first printed: a row of balance."""

    total: Figure
    estimate: EstimateInForce | None
    first: Figure

    def estimated(self, name: str) -> Any:
        """Return a field of the estimate; None where there is no estimate."""
        return getattr(self.estimate, name, None)

    def unseen(self, end: str) -> float | None:
        """Return estimated minus registered (persons), by the value, or the lower or upper end of the estimate."""
        estimated = self.estimated(end)
        return None if estimated is None else estimated - self.total.used_value

    def in_view_percent(self, end: str) -> float | None:
        """Return registered as a share of estimated, by the value, or the lower or upper end of the estimate."""
        estimated = self.estimated(end)
        return 100 * (self.total.used_value or 0.0) / estimated if estimated else None


# Of two printed upper ends (`estimated_upper_alternative` is the other) the highest counts, so that the range is the
# widest that was printed. `extrapolated`: the estimate is for other years. Where `first_printed` differs from
# registered, the year was revised: another series is another way of counting, not a revision.
BALANCE: Columns = {
    "year": (WHOLE, lambda b: b.total.first_year),
    "registered": (NUMBER, lambda b: b.total.used_value),
    "registered_publication": (TEXT, lambda b: b.total.publication),
    "registered_series": (TEXT, lambda b: b.total.series),
    "estimated": (NUMBER, lambda b: b.estimated("value")),
    "estimated_lower": (NUMBER, lambda b: b.estimated("lower")),
    "estimated_upper": (NUMBER, lambda b: b.estimated("upper")),
    "estimated_upper_alternative": (NUMBER, lambda b: b.estimated("upper_alternative")),
    "estimate_qualifier": (TEXT, lambda b: b.estimated("qualifier")),
    "estimate_publication": (TEXT, lambda b: b.estimated("publication")),
    "estimate_range_publication": (TEXT, lambda b: b.estimated("range_publication")),
    "estimate_series": (TEXT, lambda b: b.estimated("series")),
    "estimate_years": (TEXT, lambda b: b.estimated("reference_year")),
    "extrapolated": (FLAG, lambda b: b.estimate.distance(b.total.first_year) > 0 if b.estimate else None),
    "unseen": (NUMBER, lambda b: b.unseen("value")),
    "unseen_lower": (NUMBER, lambda b: b.unseen("lower")),
    "unseen_upper": (NUMBER, lambda b: b.unseen("upper")),
    "in_view_percent": (NUMBER, lambda b: b.in_view_percent("value")),
    # The smallest share goes with the upper end of the estimate.
    "in_view_lower_percent": (NUMBER, lambda b: b.in_view_percent("upper")),
    "in_view_upper_percent": (NUMBER, lambda b: b.in_view_percent("lower")),
    "first_printed": (NUMBER, lambda b: b.first.value),
    "first_publication": (TEXT, lambda b: b.first.publication),
}


def visibility_balance(figures: ReconciledFigures, estimates: list[EstimateInForce]) -> list[YearOfBalance]:
    """Return the balance of each year with a registered total, oldest first.

    The estimate of a year is that of the study whose years are nearest to it, of two as near the newer one; a figure
    that a study prints for that very year goes first. A study is not carried back beyond the first year it speaks of:
    then there is no estimate. Estimates are yearly levels: they are never summed over years.
    """
    studies = [estimate for estimate in estimates if estimate.quantity_id == ESTIMATED]
    for_one_year = _printed_for_one_year(reliable_figures(figures), studies)
    totals = [
        figure
        for figure, _ in figures.choices.chosen.values()
        if _is_yearly(figure, REGISTERED) and figure.used_value is not None
    ]
    rows = []
    for total in sorted(totals, key=lambda figure: figure.reference_year):
        within_reach = [study for study in studies if study.covered_from <= total.first_year]
        nearest = min(reversed(within_reach), key=lambda study: study.distance(total.first_year), default=None)
        if nearest and nearest.distance(total.first_year):
            nearest = for_one_year.get(total.first_year, nearest)
        rows.append(YearOfBalance(total, nearest, _first_printed(total, figures.choices.figures)))
    return rows


def _is_yearly(figure: Figure, quantity_id: str) -> bool:
    return figure.quantity_id == quantity_id and len(figure.reference_year) == 4


def _printed_for_one_year(figures: list[Figure], studies: list[EstimateInForce]) -> dict[int, EstimateInForce]:
    """Return what a study prints for one year by itself: the newest study, its own text, and that first printed."""
    found: dict[int, EstimateInForce] = {}
    own = [f for f in figures if _is_yearly(f, ESTIMATED) and f.used_value is not None]
    own.sort(key=lambda f: (f.certainty, f.known_from), reverse=True)  # the last one is kept
    for study in studies:
        for f in own:
            if f.series == study.series and f.last_year <= study.years[1]:
                found[f.first_year] = replace(
                    study,
                    value=f.used_value,
                    lower=None,
                    upper=None,
                    upper_alternative=None,
                    qualifier=f.qualifier or None,
                    publication=f.publication,
                    range_publication=None,
                    reference_year=f.reference_year,
                )
    return found


def _first_printed(total: Figure, figures: list[Figure]) -> Figure:
    """Return the figure that a series first printed for the registered total of a year."""
    same = [f for f in figures if (f.group, f.series) == (total.group, total.series) and f.comparable]
    # Primary sorts before secondary: of two on one day the publisher's own text is the first.
    return min(same, key=lambda f: (f.known_from, f.certainty, f.figure_id))
