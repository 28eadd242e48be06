"""The estimates in force as of a month, and the visibility balance: estimated, registered and unseen, year by year."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.figures.choice import Estimate, estimates, first_printed, is_reused
from analysis.figures.printed import AUTHORITY, ESTIMATE_SERIES, Printed, printed_of

ESTIMATED, REGISTERED, RATIO = "estimate-all", "registered-all", "ratio-estimate-to-registered"
_WHOLE, _BROKEN, _DAY = "Int64", "Float64", "datetime64[us]"
ESTIMATES = {
    "series": "str",
    "quantity_id": "str",
    "value": _BROKEN,
    "lower": _BROKEN,
    "upper": _BROKEN,
    "upper_alternative": _BROKEN,
    "qualifier": "str",
    "publication": "str",
    "range_publication": "str",
    "reference_year": "str",
    "known_from": _DAY,
    "covered_from": _WHOLE,
}
BALANCE = {
    "year": _WHOLE,
    "registered": _BROKEN,
    "registered_publication": "str",
    "registered_series": "str",
    "estimated": _BROKEN,
    "estimated_lower": _BROKEN,
    "estimated_upper": _BROKEN,
    "estimated_upper_alternative": _BROKEN,
    "estimate_qualifier": "str",
    "estimate_publication": "str",
    "estimate_range_publication": "str",
    "estimate_series": "str",
    "estimate_years": "str",
    "extrapolated": "boolean",
    "unseen": _BROKEN,
    "unseen_lower": _BROKEN,
    "unseen_upper": _BROKEN,
    "in_view_percent": _BROKEN,
    "in_view_lower_percent": _BROKEN,
    "in_view_upper_percent": _BROKEN,
    "first_printed": _BROKEN,
    "first_publication": "str",
}


def estimates_in_force(printed_figures: pd.DataFrame, quantities: pd.DataFrame) -> pd.DataFrame:
    """Return what each study says of each quantity it estimates, as of the month.

    One row per series and quantity, the newest series last: `value` (persons a year, `qualifier` as printed: `about`)
    and the `publication` it was first printed in, `lower` and `upper` with `range_publication` (and
    `upper_alternative`, where that publication prints two upper ends; `upper` is the highest), `reference_year` (the
    years estimated, as last dated by who is nearest to the study), `known_from`, and `covered_from`: the first year
    the study speaks of.
    Figures that repeat a study for a later year are left out: a study can't have seen the year it appeared.
    """
    figures = _sound_figures(printed_figures, quantities)
    found = estimates(figures)
    published = first_printed(figures)
    order = {name: place for place, name in enumerate(quantities["quantity_id"])}
    keys = sorted(found, key=lambda key: (ESTIMATE_SERIES.index(key[0]), order[key[1]]))
    own = [f for f in figures if f.measure == "estimate" and not is_reused(f, published)]
    since = {series: min((f.first_year for f in own if f.series == series), default=None) for series in ESTIMATE_SERIES}
    rows = [_row(key, found[key], since[key[0]]) for key in keys]
    return pd.DataFrame(rows, columns=list(ESTIMATES)).astype(ESTIMATES)


def _sound_figures(printed_figures: pd.DataFrame, quantities: pd.DataFrame) -> list[Printed]:
    """Return the printed figures that other numbers may be computed from, as corrected by decisions."""
    sound = printed_figures[printed_figures["sound"]]
    sources = sound[["publication", "publication_kind", "known_from"]].drop_duplicates("publication")
    publications = sources.rename(columns={"publication_kind": "kind"})
    no_decisions = pd.DataFrame({"figure_id": pd.Series(dtype="str")})
    return printed_of(sound.assign(value=sound["used_value"]), publications, quantities, no_decisions)


def _row(key: tuple[str, str], found: Estimate, covered_from: int | None) -> dict[str, Any]:
    value, ranged, dated = found.value, found.ranged, found.dated
    return {
        "series": key[0],
        "quantity_id": key[1],
        "value": value.value if value else None,
        "lower": ranged.lower if ranged else None,
        "upper": ranged.upper if ranged else None,
        "upper_alternative": ranged.upper_alternative if ranged else None,
        "qualifier": (value.qualifier or None) if value else None,
        "publication": found.figure.publication,
        "range_publication": ranged.publication if ranged else None,
        "reference_year": dated.reference_year,
        "known_from": pd.Timestamp(found.figure.known_from),
        "covered_from": covered_from,
    }


def published_ratio(printed_figures: pd.DataFrame, series: str) -> pd.Series | None:
    """Return how many times the registered number the estimate of a study is, as printed; None where nobody printed it.

    The row of `printed_figures` of those who print it who is nearest to the study, and then who printed it first: a
    study speaks for itself before who repeats it, as for the estimate itself (`figures.choice.estimates`).
    """
    own = printed_figures[(printed_figures["quantity_id"] == RATIO) & (printed_figures["series"] == series)]
    own = own[own["sound"]].assign(authority=own["publication_kind"].map(AUTHORITY))
    # Primary sorts before secondary.
    ranked = own.sort_values(["authority", "certainty", "known_from", "figure_id"])
    return None if ranked.empty else ranked.iloc[0]


def visibility_balance(figures: ReconciledFigures, estimates: pd.DataFrame) -> pd.DataFrame:
    """Return estimated, registered and unseen victims: one row per year with a registered total, oldest first.

    The estimate of a year is that of the study whose years are nearest to it, of two as near the newer one; a figure
    that a study prints for that very year goes first. A study is not carried back beyond the first year it speaks of:
    then the columns of the estimate are empty. `extrapolated` says that the estimate is for other years. `unseen` is
    estimated minus registered (persons), `in_view_percent` registered as a share of estimated, both with the range of
    the estimate carried through; of two printed upper ends (`estimated_upper_alternative` is the other) the highest,
    so that the range is the widest that was printed. `first_printed` is the value that the same series first printed
    for the year: where it differs, the year was revised (another series is another count, not a revision).
    Estimates are yearly levels: they are never summed over years.
    """
    chosen = figures.figures_by_quantity
    totals = chosen[(chosen["quantity_id"] == REGISTERED) & (chosen["reference_year"].str.len() == 4)]
    studies = [_Level.of(row) for row in estimates[estimates["quantity_id"] == ESTIMATED].to_dict("records")]
    single = _printed_for_one_year(figures.printed_figures, studies)
    rows = [_balance(row, studies, single, figures.printed_figures) for row in totals.to_dict("records")]
    return pd.DataFrame(rows, columns=list(BALANCE)).astype(BALANCE).sort_values("year", ignore_index=True)


@dataclass(frozen=True)
class _Level:
    """A yearly level of estimated victims and the years it is for."""

    series: str
    value: float | None
    lower: float | None
    upper: float | None
    upper_alternative: float | None
    qualifier: str | None
    publication: str
    range_publication: str | None
    years: str
    covered_from: int

    @classmethod
    def of(cls, row: dict[Any, Any]) -> "_Level":
        names = ("value", "lower", "upper", "upper_alternative")
        value, lower, upper, other = (None if pd.isna(row[n]) else float(row[n]) for n in names)
        qualifier, ranged = (row[n] if isinstance(row[n], str) else None for n in ("qualifier", "range_publication"))
        years, since = row["reference_year"], int(row["covered_from"])
        return cls(row["series"], value, lower, upper, other, qualifier, row["publication"], ranged, years, since)

    def distance(self, year: int) -> int:
        """Return how many years a year is from those estimated."""
        first, last = int(self.years[:4]), int(self.years[-4:])
        return max(first - year, year - last, 0)


def _printed_for_one_year(printed: pd.DataFrame, studies: list[_Level]) -> dict[int, _Level]:
    """Return what a study prints for one year by itself, the newest study last (and so kept)."""
    own = printed[(printed["quantity_id"] == ESTIMATED) & (printed["reference_year"].str.len() == 4)]
    own = own[own["sound"] & own["used_value"].notna()]
    levels: dict[int, _Level] = {}
    for study in studies:
        last = int(study.years[-4:])
        mine = own[own["series"] == study.series].sort_values(["certainty", "known_from"], ascending=[False, False])
        for row in mine.to_dict("records"):
            year = int(row["reference_year"])
            if year <= last:
                name, value = row["publication"], float(row["used_value"])
                qualifier = row["qualifier"] if isinstance(row["qualifier"], str) else None
                levels[year] = _Level(study.series, value, None, None, None, qualifier, name, None, str(year), year)
    return levels


def _level_for(year: int, studies: list[_Level], single: dict[int, _Level]) -> _Level | None:
    within_reach = [study for study in studies if study.covered_from <= year]
    if not within_reach:
        return None
    nearest = min(reversed(within_reach), key=lambda study: study.distance(year))
    return single[year] if nearest.distance(year) and year in single else nearest


def _balance(
    total: dict[Any, Any], studies: list[_Level], single: dict[int, _Level], printed: pd.DataFrame
) -> dict[str, Any]:
    year, registered = int(total["reference_year"]), float(total["value"])
    level = _level_for(year, studies, single)
    first = _first_printed(year, total["series"], printed)
    row: dict[str, Any] = {
        "year": year,
        "registered": registered,
        "registered_publication": total["publication"],
        "registered_series": total["series"],
        "first_printed": first["value"],
        "first_publication": first["publication"],
    }
    return row if level is None else row | _against(registered, level, year)


def _against(registered: float, level: _Level, year: int) -> dict[str, Any]:
    """Return the columns of the estimate; the most unseen and the least in view go with its upper end."""
    ends = {"": level.value, "_lower": level.lower, "_upper": level.upper}
    unseen = {f"unseen{end}": None if n is None else n - registered for end, n in ends.items()}
    shares = {end: None if not n else 100 * registered / n for end, n in ends.items()}
    return {
        **{f"estimated{end}": n for end, n in ends.items()},
        "estimated_upper_alternative": level.upper_alternative,
        **unseen,
        "in_view_percent": shares[""],
        "in_view_lower_percent": shares["_upper"],
        "in_view_upper_percent": shares["_lower"],
        "estimate_qualifier": level.qualifier,
        "estimate_publication": level.publication,
        "estimate_range_publication": level.range_publication,
        "estimate_series": level.series,
        "estimate_years": level.years,
        "extrapolated": level.distance(year) > 0,
    }


def _first_printed(year: int, series: str, printed: pd.DataFrame) -> Any:
    """Return the row of the figure that a series first printed for the registered total of a year."""
    of_year = printed[(printed["quantity_id"] == REGISTERED) & (printed["reference_year"] == str(year))]
    of_year = of_year[of_year["series"] == series]
    comparable = of_year[of_year["not_comparable_because"].isna()]
    # Primary sorts before secondary: of two on one day the publisher's own text is the first.
    return comparable.sort_values(["known_from", "certainty", "figure_id"]).iloc[0]
