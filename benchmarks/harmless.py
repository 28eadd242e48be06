"""Figures that may be added without an alarm: true quotations, correct rounding, repetition, and unrelated numbers."""

import random
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures
from analysis.sources import Sources

ADDED_ON = pd.Timestamp("2026-10-20")
Row = dict[str, Any]


@dataclass(frozen=True)
class Addition:
    """A figure to add, with its publication, and with its quantity where it is a new one."""

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
        kind = chance.choice(KINDS)
        edition = str(row["quotes"] if isinstance(row["quotes"], str) else row["publication"])
        changes = _changes(kind, row, edition, known)
        if changes is not None:
            made.append(_addition(kind, row | {"certainty": "secondary"} | changes, known))
    return made


# What each kind changes in the figure that it repeats: in which kind of publication, what it quotes, and the number.
KINDS = ("true_quotation", "same_number_without_source", "repeated_in_new_edition", "rounded", "unrelated")


def _changes(kind: str, row: Row, edition: str, known: Sources) -> Row | None:
    if kind == "true_quotation":
        return {"publication_kind": "press", "quotes": edition}
    if kind == "same_number_without_source":
        return {"publication_kind": "institute", "quotes": None}
    if kind == "repeated_in_new_edition":
        kinds = known.publications.set_index("publication")["kind"]
        return {"publication_kind": kinds[edition], "quotes": None, "certainty": "primary"}
    if kind == "rounded":
        rounded = _rounded(row)
        return rounded and {"publication_kind": "press", "quotes": edition, **rounded}
    own = {"quantity_id": "unrelated-cases", "unit": "cases", "series": "other", "value": 12345.0, "qualifier": None}
    ends = dict.fromkeys(("lower", "upper", "upper_alternative"), pd.NA)
    return {"publication_kind": "press", "quotes": None, **own, **ends}


def _rounded(row: Row) -> Row | None:
    """`About 1,300` for 1,334, `6 percent` for 6.3; only of numbers that were printed exactly."""
    value, unit = row["value"], row["unit"]
    if pd.isna(value) or isinstance(row["qualifier"], str):
        return None
    if unit == "percent":
        return {"value": float(round(value)), "value_decimals": 0} if value % 1 else None
    step = 100 if value >= 400 else 10
    is_counted = unit in ("persons", "reports") and value > 50
    return {"value": float(round(value / step) * step), "qualifier": "about"} if is_counted else None


def _addition(kind: str, figure: Row, known: Sources) -> Addition:
    """Return a figure in a new publication; one that is unrelated is of another population than any other figure."""
    day = {"known_from": ADDED_ON}
    publication = {"publication": "ADDED-2026", "publisher": "A newspaper", "kind": figure.pop("publication_kind")}
    publication |= {"language": "nl", "published_on": f"{ADDED_ON:%Y-%m-%d}", "quotes": figure["quotes"]}
    publication = dict.fromkeys(known.publications.columns) | publication | day | {"known_from_basis": "printed"}
    own = {"figure_id": "f9001", "publication": "ADDED-2026"}
    quantity = known.quantities.iloc[[0] if kind == "unrelated" else []]
    if kind == "unrelated":
        counted = {"quantity_id": "unrelated-cases", "measure": "cases", "population": "bicycles"}
        quantity = quantity.assign(**counted, unit="cases", reporter="all")
    return Addition(kind, pd.DataFrame([figure | own | day]), pd.DataFrame([publication]), quantity)


def with_addition(addition: Addition, known: Sources) -> dict[str, pd.DataFrame]:
    """Return the figures, publications and quantities of a month with an addition among them."""
    tables = {}
    for name in ("figures", "publications", "quantities"):
        own = getattr(known, name)
        tables[name] = pd.concat([own, getattr(addition, name)], ignore_index=True).astype(own.dtypes)
    return tables
