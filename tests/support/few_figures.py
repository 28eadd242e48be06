"""A few made-up figures of made-up publications, judged by themselves: a rule shows where nothing else is printed.

`figure` makes a figure; `judged` says what becomes of some figures by the rules alone, `few` by the tables as well.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pandas as pd

from analysis.figures import ReconciledFigures, add_up, reconcile_figures
from analysis.figures.checks import Check, Derived, Formula, read_formulas
from analysis.figures.choice import Choices, choose_figures
from analysis.figures.records import Figure, Quantity, Series, read_quantities, read_series
from analysis.figures.verdicts import Relation, compare_figures, dropped_bounds
from analysis.sources import Sources
from support.months import known_in

# Publication: its kind and its day.
PUBLICATIONS = {
    "STUDY-1": ("estimate_study", "2017-03-01"),
    "MONITOR-OLD": ("monitor", "2020-02-01"),
    "STUDY-2": ("estimate_study", "2021-03-01"),
    "REGISTER": ("register_report", "2021-05-01"),
    "MONITOR-NEW": ("monitor", "2022-02-01"),
    "DATASET": ("dataset", "2022-04-01"),
    "MINISTRY": ("government", "2022-05-01"),
    "INSTITUTE": ("institute", "2022-06-01"),
    "CAMPAIGN": ("campaign", "2022-07-01"),
    "PAPER-1": ("press", "2022-08-01"),
    "PAPER-2": ("press", "2022-09-01"),
    "STUDY-3": ("estimate_study", "2024-03-01"),
}


@cache
def quantities() -> dict[str, Quantity]:
    return read_quantities(known_in("2026-09").quantities, known_in("2026-09").groups)


@cache
def formulas() -> list[Formula]:
    return read_formulas(known_in("2026-09").formulas)


@cache
def series() -> dict[str, Series]:
    return read_series(known_in("2026-09").series)


def figure(figure_id: str, value: float | None, publication: str = "MONITOR-NEW", **changes: Any) -> Figure:
    """Return a figure: registered victims of 2019 by the yearly return, unless said otherwise."""
    quantity = quantities()[changes.pop("quantity_id", "registered-all")]
    kind, day = PUBLICATIONS[publication]
    edition_name = changes["quotes"] if changes.get("quotes") in PUBLICATIONS else publication
    edition_kind, edition_day = PUBLICATIONS[edition_name]
    facts: dict[str, Any] = {
        "figure_id": figure_id,
        "publication": publication,
        "quantity": quantity,
        "reference_year": "2019",
        "value": value,
        "decimals": 0,
        "lower": None,
        "upper": None,
        "upper_alternative": None,
        "counted_in": series()[changes.pop("series", "rapporteur_yearly")],
        "qualifier": "",
        "reserve": "",
        "quotes": "",
        "attributed_to": "" if edition_name == publication else f"{edition_name.title()}, {edition_day[:4]}",
        "certainty": "secondary" if changes.get("quotes") else "primary",
        "comparable": True,
        "known_from": datetime.date.fromisoformat(day),
        "kind": kind,
        "printed_by": f"{publication.title()}, {day[:4]}",
        "edition": edition_name,
        "edition_from": datetime.date.fromisoformat(edition_day),
        "edition_kind": edition_kind,
        "source_url": f"https://example.org/{figure_id}",
        "note": f"Note on {figure_id}",
        "unit": quantity.unit,
        "decision": "",
        "used_value": value,
    }
    return Figure(**facts | changes)


def estimate(figure_id: str, value: float | None, publication: str = "STUDY-1", **changes: Any) -> Figure:
    """Return an estimate: of all victims in 2014-2015 by the first study, unless said otherwise."""
    facts = {"quantity_id": "estimate-all", "reference_year": "2014-2015", "series": "first_estimate"}
    return figure(figure_id, value, publication, **facts | changes)


@dataclass(frozen=True)
class Judged:
    """What became of figures, by figure_id; `checks` by figure and name of the check."""

    choices: Choices
    relations: dict[str, Relation]
    further: list[Relation]
    checks: list[Check]
    derived: list[Derived]

    def check(self, figure_id: str, name: str) -> Check:
        (found,) = (check for check in self.checks if (check.figure.figure_id, check.name) == (figure_id, name))
        return found


def judged(*figures: Figure, made_of: Iterable[Formula] | None = None) -> Judged:
    """Return what becomes of figures by the rules, under the quantities and formulas of the project."""
    choices = choose_figures(list(figures))
    found = compare_figures(choices)
    checks, derived = add_up(found, choices, formulas() if made_of is None else list(made_of), quantities())
    by_id = {relation.figure.figure_id: relation for relation in found}
    return Judged(choices, by_id, list(dropped_bounds(found, choices)), checks, derived)


def check_of(name: str, *figures: Figure, made_of: Iterable[Formula] | None = None) -> Check:
    return judged(*figures, made_of=made_of).check("f1", name)


def formula(kind: str, result: str, *terms: str, overlap: bool = False, complete: bool = False) -> list[Formula]:
    return [Formula("made-up", kind, result, terms, overlap, complete)]


def ids(found: Check | Derived) -> list[str]:
    return [each.figure_id for each in found.figures]


def publications() -> pd.DataFrame:
    rows = [
        {"publication": name, "publisher": name.title(), "kind": kind, "published_on": day, "known_from": day}
        for name, (kind, day) in PUBLICATIONS.items()
    ]
    return pd.DataFrame(rows).assign(known_from=lambda frame: pd.to_datetime(frame["known_from"]))


def tables(*figures: Figure) -> pd.DataFrame:
    named = ("figure_id", "publication", "quantity_id", "reference_year", "value", "lower", "upper")
    named += ("upper_alternative", "unit", "series", "certainty", "source_url", "note")
    rows = [
        {name: getattr(each, name) for name in named}
        | {name: getattr(each, name) or None for name in ("qualifier", "reserve", "quotes", "attributed_to")}
        | {"not_comparable_because": None if each.comparable else "-", "value_decimals": each.decimals}
        | {"known_from": pd.Timestamp(each.known_from)}
        for each in figures
    ]
    frame = pd.DataFrame(rows)
    return frame.astype({n: kind for n, kind in known_in("2026-09").figures.dtypes.to_dict().items() if n in frame})


Decision = tuple[str, str, float | None, str | None]


def decisions(*rows: Decision) -> pd.DataFrame:
    """Return decisions, each on a figure: what it does, the value of one that corrects, and what it rests on."""
    kinds = {"figure_id": "str", "action": "str", "corrected_value": "Float64", "rests_on": "str"}
    return pd.DataFrame(rows, columns=list(kinds)).astype(kinds)


@cache
def few(*figures: Figure, decided: tuple[Decision, ...] = ()) -> ReconciledFigures:
    """Return the tables of a few figures, under the quantities and formulas of the project."""
    return reconcile_figures(sources_of(tables(*figures), *decided))


def few_of(typed: pd.DataFrame) -> ReconciledFigures:
    return reconcile_figures(sources_of(typed))


def sources_of(typed: pd.DataFrame, *decided: Decision) -> Sources:
    """Return the tables of the project with other figures, their publications and the decisions on them."""
    known = known_in("2026-09")
    own = replace(known.decisions, figures=decisions(*decided))
    return replace(known, figures=typed, publications=publications(), decisions=own)
