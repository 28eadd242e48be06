"""How often the right quantity and year are proposed for a printed number, a publication left out at a time.

`python benchmarks/proposals.py` (`--missed` prints those that are missed)
"""

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Tried:
    """One printed figure: the place of the right quantity and year among what is proposed (0: not there)."""

    figure: dict[str, Any]
    place: int
    place_of_quantity: int
    is_known: bool
    has_label: bool
    in_sheet: bool
    proposed: list[tuple[str, str]]


def tried(tables: dict[str, pd.DataFrame], *, only_sheets: bool = False) -> Iterator[Tried]:
    """Yield each figure with words, as proposed by what all others print; or those of editions with sheets alone."""
    quantities, figures = tables["quantities"], tables["figures"]
    publications = tables["publications"].set_index("publication").to_dict("index")
    labels = quantities.set_index("quantity_id")["label_nl"] + " " + quantities.set_index("quantity_id")["label_en"]
    for name, own in figures.dropna(subset=["printed_text"]).groupby("publication", sort=False):
        if only_sheets and publications[str(name)]["kind"] not in EDITIONS:
            continue
        others = figures[figures["publication"] != name]
        likeness, known = Likeness(quantities, others), set(others["quantity_id"])
        years, kind = about(str(name), publications), publications[str(name)]["kind"]
        alike = {each for each, row in publications.items() if row["kind"] == kind}
        sheet = set(others[others["publication"].isin(alike)]["quantity_id"]) if kind in EDITIONS else set()
        for row in own.to_dict("records"):
            words, value = row["printed_text"], abs(row["lower"] if pd.isna(row["value"]) else row["value"])
            numbers = numbers_in(words, publications[str(name)]["language"])
            number = next(each for each in numbers if abs(each.value - value) < 0.06)
            asked = sheet if row["quantity_id"] in sheet else known | {row["quantity_id"]}
            wanted = [each for each in quantities["quantity_id"] if each in asked]
            found = [
                (each.quantity_id, each.reference_year)
                for each in likeness.ranked(words, numbers, number, wanted, years)
            ]
            right, kinds = (row["quantity_id"], row["reference_year"]), list(dict.fromkeys(each for each, _ in found))
            place = found.index(right) + 1 if right in found else 0
            place_of_quantity = kinds.index(right[0]) + 1 if right[0] in kinds else 0
            shared = (stems(words) & stems(labels[right[0]])) - SAYS_NOTHING
            yield Tried(row, place, place_of_quantity, right[0] in known, bool(shared), right[0] in sheet, found[:3])


def stems(text: str) -> set[str]:
    """Return the first five letters of each word."""
    return {word[:5] for word in re.findall(r"[a-zà-ÿ]{4,}", text.lower())}


def about(name: str, publications: dict[str, dict[str, Any]]) -> list[str]:
    """Return the years that a publication is about: of its name or of what it quotes, else the year before its own."""
    row = publications[name]
    printed = row["published_on"][:4] if isinstance(row["published_on"], str) else ""
    for each in (name, *(row["quotes"].split("|") if isinstance(row["quotes"], str) else [])):
        found = re.fullmatch(r"[A-Za-z]+(?:-[A-Za-z]+)*-(?:(\d{4})-)?(\d{4})(?:-[A-Z]+)?", each)
        if found and (each != name or not printed or found[2] < printed):
            period = [f"{found[1]}-{found[2]}"] if found[1] else []
            return [*period, found[2], str(int(found[2]) - 1)]
    return [str(int(printed) - 1), printed, str(int(printed) - 2)]


def said(name: str, group: list[Tried]) -> str:
    """Return one line of the report."""
    first, three = (sum(0 < each.place <= most for each in group) / len(group) for most in (1, 3))
    alone, alone_three = (sum(0 < each.place_of_quantity <= most for each in group) / len(group) for most in (1, 3))
    return f"{name:40} {len(group):4} first {first:.0%}, in three {three:.0%}; quantity {alone:.0%}, {alone_three:.0%}"


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missed", action="store_true")
    arguments = parser.parse_args()
    every = list(tried(read_tables(DATA).tables))
    known = [each for each in every if each.is_known]
    for name, group in (
        ("all", every),
        ("quantity printed elsewhere too", known),
        ("of these, with a word of the label", [each for each in known if each.has_label]),
        ("of these, without", [each for each in known if not each.has_label]),
        ("a row of the sheet of its edition", [each for each in every if each.in_sheet]),
        ("quantity printed nowhere else", [each for each in every if not each.is_known]),
    ):
        print(said(name, group))
    for each in every if arguments.missed else []:
        if each.place != 1:
            row = each.figure
            of = (row["figure_id"], row["quantity_id"], row["reference_year"])
            print(each.place, each.place_of_quantity, *of, row["printed_text"], each.proposed, sep="; ")


if __name__ == "__main__":
    main()
