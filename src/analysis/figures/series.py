"""Series: runs of figures under one counting rule, read from their table."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.core.parameters import LANGUAGES
from analysis.core.record_tables import rows_of

# The place of a series that has none in the order.
_AFTER_ALL_OTHERS = 999


@dataclass(frozen=True)
class Series:
    """A run of figures under one counting rule; a row of data/series.csv.

    `rank` is its place in the order in which series are chosen, the lowest first; of studies the newest has the lowest.
    `borrows_from` is the series of which a year is taken that this one does not print.
    """

    series: str
    kind: str
    rank: int
    borrows_from: str
    names: Mapping[str, str] = field(compare=False, repr=False)

    @property
    def is_study(self) -> bool:
        """Return whether it is a study that estimates."""
        return self.kind == "study"

    @property
    def is_estimate(self) -> bool:
        """Return whether its numbers are estimates, of a known study or not."""
        return self.kind in ("study", "estimate")

    def name(self, language: str) -> str:
        """Return what it is, within a sentence."""
        return self.names[f"name_{language}"]

    def short(self, language: str) -> str:
        """Return its name in a chart or table; empty where it is not named there."""
        return self.names[f"short_{language}"]

    def left_out(self, language: str) -> str:
        """Return what is known of a group that a study has no number for; empty if nothing but that."""
        return self.names[f"left_out_{language}"]

    def maker(self, language: str) -> str:
        """Return who made a study, within a sentence."""
        return self.names[f"maker_{language}"]


NO_SERIES = Series("", "other", _AFTER_ALL_OTHERS, "", {})


def read_series(series: pd.DataFrame) -> dict[str, Series]:
    """Return the series by their id, in the order of their table, which has one row per series."""
    texts = [f"{kind}_{language}" for kind in ("name", "short", "maker", "left_out") for language in LANGUAGES]
    found = {}
    for row in rows_of(series):
        rank = _AFTER_ALL_OTHERS if row["rank"] is None else int(row["rank"])
        names = {name: row[name] or "" for name in texts}
        found[row["series"]] = Series(row["series"], row["kind"], rank, row["borrows_from"] or "", names)
    return found
