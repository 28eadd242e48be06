"""How often the right quantity and year are proposed for a printed number, a publication left out at a time.

python benchmarks/proposals.py
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.core.printed_numbers import numbers_in
from analysis.desk.edition_text import Likeness
from analysis.sources import read_tables

DATA = Path(__file__).parents[1] / "data"
# The kinds of publications of which a sheet is written: it asks for what earlier ones of the kind print.
EDITIONS = ("monitor", "register_report")
# Words that stand with any number.
SAYS_NOTHING = {"bijna", "ongev", "zeker", "rond", "circa", "minst", "gemid", "jaar", "over", "about", "some", "only"}
# Which figures, by a query of pandas.
GROUPS = {
    "all": "index >= 0",
    "quantity printed elsewhere too": "is_known",
    "of these, with a word of the label": "is_known and has_label",
    "of these, without": "is_known and not has_label",
    "a row of the sheet of its edition": "in_sheet",
    "quantity printed nowhere else": "not is_known",
}


def tried(tables: dict[str, pd.DataFrame], kinds: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return each figure with words, as proposed by what all others print: the place of the right quantity and year.

    `place` is 0 where they are not proposed. With kinds of publications only figures of these are tried.
    """
    quantities, figures = tables["quantities"].set_index("quantity_id", drop=False), tables["figures"]
    publications = tables["publications"].set_index("publication", drop=False)
    labels = quantities["label_nl"] + " " + quantities["label_en"]
    rows = []
    for name, own in figures.dropna(subset=["printed_text"]).groupby("publication", sort=False):
        publication = publications.loc[name]
        if kinds and publication["kind"] not in kinds:
            continue
        others = figures[figures["publication"] != name]
        likeness, known = Likeness(tables["quantities"], others), set(others["quantity_id"])
        alike = publications.index[publications["kind"] == publication["kind"]]
        is_edition = publication["kind"] in EDITIONS
        sheet = set(others.loc[others["publication"].isin(alike), "quantity_id"]) if is_edition else set()
        for row in own.to_dict("records"):
            right, words = row["quantity_id"], row["printed_text"]
            asked = sheet if right in sheet else known | {right}
            wanted = [each for each in quantities.index if each in asked]
            place = _place(row, likeness, wanted, publication)
            has_label = bool((_stems(words) & _stems(labels[right])) - SAYS_NOTHING)
            rows.append((row["figure_id"], place, right in known, has_label, right in sheet))
    return pd.DataFrame(rows, columns=["figure_id", "place", "is_known", "has_label", "in_sheet"])


def _place(row: dict[str, Any], likeness: Likeness, wanted: list[str], publication: pd.Series) -> int:
    words, value = row["printed_text"], abs(row["lower"] if pd.isna(row["value"]) else row["value"])
    numbers = numbers_in(words, publication["language"])
    number = next(each for each in numbers if abs(each.value - value) < 0.06)
    ranked = likeness.ranked(words, numbers, number, wanted, _about(publication))
    found = [(each.quantity_id, each.reference_year) for each in ranked]
    right = (row["quantity_id"], row["reference_year"])
    return found.index(right) + 1 if right in found else 0


def _stems(text: str) -> set[str]:
    """Return the first five letters of each word."""
    return {word[:5] for word in re.findall(r"[a-zà-ÿ]{4,}", text.lower())}


def _about(publication: pd.Series) -> list[str]:
    """Return the years that a publication is about: of its name or of what it quotes, else the year before its own."""
    name, printed, quoted = (publication[each] for each in ("publication", "published_on", "quotes"))
    printed = printed[:4] if isinstance(printed, str) else ""
    for each in (name, *(quoted.split("|") if isinstance(quoted, str) else [])):
        found = re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+)*-(?:(\d{4})-)?(\d{4})(?:-[A-Z]+)?", each)
        if found and (each != name or not printed or found[2] < printed):
            period = [f"{found[1]}-{found[2]}"] if found[1] else []
            return [*period, found[2], str(int(found[2]) - 1)]
    return [str(int(printed) - 1), printed, str(int(printed) - 2)]


def share_within(rows: pd.DataFrame, places: int) -> float:
    """Return of how many figures what is right is among the first so many that are proposed."""
    return float(rows["place"].between(1, places).mean())


if __name__ == "__main__":
    every = tried(read_tables(DATA).tables)
    for title, query in GROUPS.items():
        rows = every.query(query)
        print(f"{title:40} {len(rows):4} first {share_within(rows, 1):.0%}, in three {share_within(rows, 3):.0%}")
