"""Figures that may be added without an alarm: true quotations, correct rounding, repetition, and unrelated numbers."""

import random
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.sources import Sources

ADDED_ON = pd.Timestamp("2026-10-20")


@dataclass(frozen=True)
class Addition:
    """Rows to add to the figures, the publications and the quantities; frames without rows where there are none."""

    kind: str
    figures: pd.DataFrame
    publications: pd.DataFrame
    quantities: pd.DataFrame


def additions(known: Sources, found: ReconciledFigures, count: int, seed: int) -> list[Addition]:
    """Return harmless additions, each to a figure that no discrepancy names, in an order that the seed decides."""
    printed, rows = found.printed_figures, found.discrepancies
    named = {name for names in rows["figure_ids"] for name in names.split("|")}
    calm = printed["sound"] & ~printed["figure_id"].isin(named) & printed["never_chosen_because"].isna()
    figures = known.figures.loc[calm.to_numpy(dtype=bool)]
    chance = random.Random(seed)
    made: list[Addition] = []
    while len(made) < count:
        row = figures.loc[chance.choice(list(figures.index))].to_dict()
        make = chance.choice(_KINDS)
        made += [addition for addition in [make(row, known)] if addition]
    return made


def _added(
    kind: str, row: dict[str, Any], known: Sources, publication_kind: str, quotes: str, **changes: Any
) -> Addition:
    """Return a figure in a new publication, otherwise as in `row`."""
    publication = {
        **dict.fromkeys(known.publications.columns),
        "publication": "ADDED-2026",
        "publisher": "A newspaper",
        "kind": publication_kind,
        "language": "nl",
        "published_on": "2026-10-20",
        "quotes": quotes or None,
        "known_from": ADDED_ON,
        "known_from_basis": "printed",
    }
    figure = {**row, "figure_id": "f9001", "publication": "ADDED-2026", "quotes": quotes or None}
    figure |= {"certainty": "secondary", "known_from": ADDED_ON, **changes}
    return Addition(kind, pd.DataFrame([figure]), pd.DataFrame([publication]), known.quantities.iloc[:0])


def _edition(row: dict[str, Any]) -> str:
    return str(row["quotes"] if isinstance(row["quotes"], str) else row["publication"])


def _true_quotation(row: dict[str, Any], known: Sources) -> Addition:
    return _added("true_quotation", row, known, "press", _edition(row))


def _same_number_without_source(row: dict[str, Any], known: Sources) -> Addition:
    return _added("same_number_without_source", row, known, "institute", "")


def _repeated_by_publisher(row: dict[str, Any], known: Sources) -> Addition:
    kinds = known.publications.set_index("publication")["kind"]
    return _added("repeated_in_new_edition", row, known, kinds[_edition(row)], "", certainty="primary")


def _rounded(row: dict[str, Any], known: Sources) -> Addition | None:
    """`About 1,300` for 1,334, `6 percent` for 6.3; only of numbers that were printed exactly."""
    value = row["value"]
    if pd.isna(value) or isinstance(row["qualifier"], str) or row["unit"] not in ("persons", "reports", "percent"):
        return None
    if row["unit"] == "percent":
        rounded = {"value": float(round(value)), "value_decimals": 0}
        return _added("rounded", row, known, "press", _edition(row), **rounded) if value % 1 else None
    step = 100 if value >= 400 else 10
    about = {"value": float(round(value / step) * step), "qualifier": "about"}
    return _added("rounded", row, known, "press", _edition(row), **about) if value > 50 else None


def _unrelated(row: dict[str, Any], known: Sources) -> Addition:
    """A number of its own: another population, which no other figure is about."""
    quantity = known.quantities.iloc[[0]].assign(quantity_id="unrelated-cases", measure="cases", population="bicycles")
    quantity = quantity.assign(unit="cases", reporter="all")
    changes = {"quantity_id": "unrelated-cases", "unit": "cases", "series": "other", "value": 12345.0}
    empty = {"lower": pd.NA, "upper": pd.NA, "upper_alternative": pd.NA, "qualifier": None}
    added = _added("unrelated", row, known, "press", "", **changes, **empty)
    return Addition("unrelated", added.figures, added.publications, quantity)


_KINDS = (_true_quotation, _same_number_without_source, _repeated_by_publisher, _rounded, _unrelated)
