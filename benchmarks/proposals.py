"""How often the right quantity and year are proposed for a number that the sheet of its edition asks for.

python benchmarks/proposals.py
"""

import re

import pandas as pd

from analysis.core.printed_numbers import numbers_in
from analysis.desk.edition_text import Likeness
from analysis.sources import read_tables

# The kinds of publications of which a sheet is written: it asks for what earlier ones of the kind print.
EDITIONS = ("monitor", "register_report")


def places(tables: dict[str, pd.DataFrame]) -> pd.Series:
    """Return by figure_id the place of what is right among what all other publications propose; 0 where it is not."""
    figures, publications = tables["figures"], tables["publications"].set_index("publication")
    kinds, found = figures["publication"].map(publications["kind"]), {}
    for name, own in figures[kinds.isin(EDITIONS)].dropna(subset=["printed_text"]).groupby("publication", sort=False):
        publication, is_other = publications.loc[name], figures["publication"] != name
        likeness = Likeness(tables["quantities"], figures[is_other])
        sheet = set(figures.loc[is_other & (kinds == publication["kind"]), "quantity_id"])
        wanted = [each for each in tables["quantities"]["quantity_id"] if each in sheet]
        for row in own[own["quantity_id"].isin(sheet)].to_dict("records"):
            value = abs(row["lower"] if pd.isna(row["value"]) else row["value"])
            numbers = numbers_in(row["printed_text"], publication["language"])
            number = next(each for each in numbers if abs(each.value - value) < 0.06)
            ranked = likeness.ranked(row["printed_text"], numbers, number, wanted, _about(name, publication))
            proposed = [(each.quantity_id, each.reference_year) for each in ranked]
            right = (row["quantity_id"], row["reference_year"])
            found[row["figure_id"]] = proposed.index(right) + 1 if right in proposed else 0
    return pd.Series(found)


def _about(name: str, publication: pd.Series) -> list[str]:
    """Return the years that an edition is about, the likeliest first: of its name, else the year before its own."""
    named = re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+)*-(?:(\d{4})-)?(\d{4})(?:-[A-Z]+)?", name)
    printed = publication["published_on"][:4]
    if not named or named[2] >= printed:
        return [str(int(printed) - 1), printed, str(int(printed) - 2)]
    period = [f"{named[1]}-{named[2]}"] if named[1] else []
    return [*period, named[2], str(int(named[2]) - 1)]


if __name__ == "__main__":
    found = places(read_tables().tables)
    print(f"{len(found)} figures: first {found.eq(1).mean():.0%}, in three {found.between(1, 3).mean():.0%}")
