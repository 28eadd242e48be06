"""What each edition printed of the same count of the same year, the first to the newest, with the change."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.figures.records import AUTHORITY, COUNTED, INTEGER, NUMBER, TEXT, Columns, Figure


@dataclass(frozen=True)
class Revision:
    """What one edition printed of a quantity, year and series that several editions printed: a row of revisions.

    `edition` is 1 for the first; `change` is from the edition before, `change_from_first` from the first, in the unit
    of the quantity.
    """

    figure: Figure
    edition: int
    change: float | None
    change_from_first: float


REVISIONS: Columns = {
    "quantity_id": (TEXT, lambda r: r.figure.quantity_id),
    "reference_year": (TEXT, lambda r: r.figure.reference_year),
    "series": (TEXT, lambda r: r.figure.series),
    "edition": (INTEGER, lambda r: r.edition),
    "edition_of": (TEXT, lambda r: r.figure.edition),
    "value": (NUMBER, lambda r: r.figure.value),
    "change": (NUMBER, lambda r: r.change),
    "change_from_first": (NUMBER, lambda r: r.change_from_first),
    "unit": (TEXT, lambda r: r.figure.unit),
    "publication": (TEXT, lambda r: r.figure.publication),
    "certainty": (TEXT, lambda r: r.figure.certainty),
}


def revisions(figures: Iterable[Figure]) -> list[Revision]:
    """Return what the editions of those who count printed, of each count that at least two of them printed exactly.

    Series are never mixed: another way of counting is no revision. Estimates, shares and ratios are left out: they are
    rounded, and a new study is another one. Of an edition that we know in several ways its own text counts first.
    Those that changed most, of the newest edition against the first, come first; then by quantity and year.
    """
    editions: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in sorted(figures, key=lambda f: (f.edition_from, f.edition, f.certainty, f.known_from, f.figure_id)):
        exact = figure.usable and figure.value is not None and not figure.qualifier
        if exact and figure.measure in COUNTED and AUTHORITY[figure.edition_kind] == 0:
            editions[(*figure.group, figure.series)].setdefault(figure.edition, figure)
    runs = [_run(list(found.values())) for _, found in sorted(editions.items()) if len(found) > 1]
    runs.sort(key=lambda run: -abs(run[-1].change_from_first))
    return [revision for run in runs for revision in run]


def _run(printed: list[Figure]) -> list[Revision]:
    values = [figure.value or 0.0 for figure in printed]
    return [
        Revision(figure, place + 1, values[place] - values[place - 1] if place else None, values[place] - values[0])
        for place, figure in enumerate(printed)
    ]
